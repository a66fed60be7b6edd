namespace Hermetic.Core;

/// <summary>Physical constants in Hermetic's units (GeV, mm, ns, T, rad). Values: CODATA 2018 and PDG 2022, as named on each line.</summary>
public static class Constants
{
    /// <summary>Fine-structure constant, 1/137.036 (CODATA 2018, 1/137.035999084, rounded as in the dark-sector literature that the references use).</summary>
    public const double Alpha = 1.0 / 137.036;

    /// <summary>Electron mass in GeV (CODATA 2018).</summary>
    public const double ElectronMass = 0.51099895e-3;

    /// <summary>Muon mass in GeV (CODATA 2018).</summary>
    public const double MuonMass = 0.1056583755;

    /// <summary>Tau mass in GeV (PDG 2022).</summary>
    public const double TauMass = 1.77686;

    /// <summary>Proton mass in GeV (CODATA 2018).</summary>
    public const double ProtonMass = 0.93827208816;

    /// <summary>Atomic mass unit in GeV (CODATA 2018).</summary>
    public const double AtomicMassUnit = 0.9314941;

    /// <summary>Conversion of a cross section from GeV^-2 to pb: (hbar c)^2 (CODATA 2018).</summary>
    public const double PicobarnPerInverseGeV2 = 0.3893793721e9;

    /// <summary>hbar c in GeV mm (CODATA 2018).</summary>
    public const double HbarC = 1.973269804e-13;

    /// <summary>Speed of light in mm/ns (exact, SI 2019).</summary>
    public const double SpeedOfLight = 299.792458;

    /// <summary>Classical electron radius in mm (CODATA 2018).</summary>
    public const double ClassicalElectronRadius = 2.8179403262e-12;

    /// <summary>Avogadro's number per mole (exact, SI 2019).</summary>
    public const double Avogadro = 6.02214076e23;

    /// <summary>One picobarn in mm^2 (exact: 1 b = 1e-24 cm^2).</summary>
    public const double Picobarn = 1e-34;
}
