using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>An element of a material.</summary>
/// <param name="Z">Atomic number.</param>
/// <param name="A">Molar mass in g/mol.</param>
/// <param name="MassFraction">Fraction of the material's mass, 0 to 1.</param>
public readonly record struct Component(int Z, double A, double MassFraction);

/// <summary>Parameters of Sternheimer's density-effect correction (R. M. Sternheimer, M. J. Berger, S. M. Seltzer, ADNDT 30 (1984) 261).</summary>
/// <param name="CBar">-C.</param>
/// <param name="X0">Start of the correction in log10(beta gamma).</param>
/// <param name="X1">Start of the asymptotic form.</param>
/// <param name="A">Coefficient.</param>
/// <param name="K">Exponent.</param>
/// <param name="Delta0">Value below <paramref name="X0"/> for conductors.</param>
public readonly record struct DensityEffect(double CBar, double X0, double X1, double A, double K, double Delta0)
{
    /// <summary>The general parametrisation (R. M. Sternheimer, R. F. Peierls, Phys. Rev. B 3 (1971) 3681).</summary>
    /// <param name="meanExcitation">Mean excitation energy in GeV.</param>
    /// <param name="plasmaEnergy">Plasma energy in GeV.</param>
    /// <param name="gas">Whether the medium is a gas; else it is condensed.</param>
    public static DensityEffect General(double meanExcitation, double plasmaEnergy, bool gas = false)
    {
        double cBar = (2 * Math.Log(meanExcitation / plasmaEnergy)) + 1;
        double x0, x1;
        if (gas)
        {
            (x0, x1) = cBar switch
            {
                < 10 => (1.6, 4.0),
                < 10.5 => (1.7, 4.0),
                < 11 => (1.8, 4.0),
                < 11.5 => (1.9, 4.0),
                < 12.25 => (2.0, 4.0),
                < 13.804 => (2.0, 5.0),
                _ => ((0.326 * cBar) - 2.5, 5.0),
            };
        }
        else
        {
            bool light = meanExcitation < 100e-9;
            x1 = light ? 2.0 : 3.0;
            x0 = cBar < (light ? 3.681 : 5.215) ? 0.2 : (0.326 * cBar) - (light ? 1.0 : 1.5);
        }

        return new DensityEffect(cBar, x0, x1, (cBar - (4.6052 * x0)) / Math.Pow(x1 - x0, 3), 3, 0);
    }

    /// <summary>The correction delta.</summary>
    /// <param name="betaGamma">Momentum over mass.</param>
    public double At(double betaGamma)
    {
        double x = Math.Log10(betaGamma);
        if (x >= X1)
        {
            return (2 * Math.Log(10) * x) - CBar;
        }

        return x >= X0
            ? (2 * Math.Log(10) * x) - CBar + (A * Math.Pow(X1 - x, K))
            : Delta0 * Math.Pow(10, 2 * (x - X0));
    }
}

/// <summary>A homogeneous material.</summary>
public sealed class Material
{
    /// <summary>Rossi's scattering energy m sqrt(4 pi/alpha) in GeV, 21.2 MeV.</summary>
    private static readonly double ScatteringEnergy = Constants.ElectronMass * Math.Sqrt(4 * Math.PI / Constants.Alpha);

    private readonly Lazy<double> _criticalEnergy;

    /// <summary>A material from its composition.</summary>
    /// <param name="name">Name in experiment files.</param>
    /// <param name="density">Density in g/cm3; 0 for vacuum.</param>
    /// <param name="meanExcitation">Mean excitation energy in GeV.</param>
    /// <param name="components">Elements; their mass fractions sum to 1.</param>
    /// <param name="densityEffect">Sternheimer's parameters, or null for the general parametrisation.</param>
    /// <param name="source">Where density, mean excitation energy and density effect come from.</param>
    /// <param name="gas">Whether it is a gas; it decides which general parametrisation of the density effect holds.</param>
    public Material(string name, double density, double meanExcitation, IReadOnlyList<Component> components, DensityEffect? densityEffect, string source, bool gas = false)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count > 0 && Math.Abs(components.Sum(c => c.MassFraction) - 1) > 1e-6)
        {
            throw new ArgumentException($"Mass fractions of {name} do not sum to 1.", nameof(components));
        }

        Name = name;
        Density = density;
        MeanExcitation = meanExcitation;
        Components = components;
        Source = source;
        // g/cm3 -> atoms per mm3.
        AtomsPerVolume = [.. components.Select(c => density * c.MassFraction * Constants.Avogadro / c.A * 1e-3)];
        ElectronsPerVolume = components.Select((c, i) => AtomsPerVolume[i] * c.Z).Sum();
        PlasmaEnergy = Math.Sqrt(4 * Math.PI * ElectronsPerVolume * Constants.ClassicalElectronRadius) * Constants.HbarC;
        RadiationLength = components.Count == 0 ? double.PositiveInfinity : 1 / components.Select((c, i) => AtomsPerVolume[i] * TsaiPerAtom(c.Z)).Sum();
        DensityEffect = densityEffect ?? (components.Count == 0 ? default : DensityEffect.General(meanExcitation, PlasmaEnergy, gas));
        _criticalEnergy = new(FindCriticalEnergy);
    }

    /// <summary>Name in experiment files.</summary>
    public string Name { get; }

    /// <summary>Density in g/cm3.</summary>
    public double Density { get; }

    /// <summary>Mean excitation energy in GeV.</summary>
    public double MeanExcitation { get; }

    /// <summary>Elements; empty for vacuum.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>Number of atoms per mm3 of each component.</summary>
    public IReadOnlyList<double> AtomsPerVolume { get; }

    /// <summary>Number of electrons per mm3.</summary>
    public double ElectronsPerVolume { get; }

    /// <summary>Plasma energy hbar omega_p in GeV.</summary>
    public double PlasmaEnergy { get; }

    /// <summary>Radiation length in mm by Y. S. Tsai, Rev. Mod. Phys. 46 (1974) 815, eq. 3.66; infinite for vacuum.</summary>
    public double RadiationLength { get; }

    /// <summary>
    /// Critical energy of electrons in GeV as B. Rossi defines it ("High-energy particles", 1952): the energy that equals the collision loss over one
    /// radiation length (ICRU 37's stopping power of electrons); infinite for vacuum.
    /// </summary>
    public double CriticalEnergy => _criticalEnergy.Value;

    /// <summary>Moliere radius in mm, X0 Es/Ec with Es = m sqrt(4 pi/alpha) and Rossi's critical energy (PDG, "Passage of particles through matter"); infinite for vacuum.</summary>
    public double MoliereRadius => Components.Count == 0 ? double.PositiveInfinity : RadiationLength * ScatteringEnergy / CriticalEnergy;

    /// <summary>Nuclear collision length in mm: elements (data/matter/elements.csv) weighted by mass, as the PDG does for compounds; infinite for vacuum.</summary>
    public double NuclearCollisionLength => FromElements(e => e.CollisionLength);

    /// <summary>Nuclear interaction length in mm: elements (data/matter/elements.csv) weighted by mass, as the PDG does for compounds; infinite for vacuum.</summary>
    public double NuclearInteractionLength => FromElements(e => e.InteractionLength);

    /// <summary>Density-effect parameters.</summary>
    public DensityEffect DensityEffect { get; }

    /// <summary>Source of the material's numbers.</summary>
    public string Source { get; }

    /// <summary>The Coulomb correction f(Z) to the Born approximation (H. Davies, H. A. Bethe, L. C. Maximon, Phys. Rev. 93 (1954) 788, in Tsai's expansion; 4 digits up to uranium).</summary>
    /// <param name="z">Atomic number.</param>
    public static double CoulombCorrection(int z)
    {
        double a2 = Math.Pow(Constants.Alpha * z, 2);
        return a2 * ((1 / (1 + a2)) + 0.20206 - (0.0369 * a2) + (0.0083 * a2 * a2) - (0.002 * a2 * a2 * a2));
    }

    /// <summary>Length in mm whose inverse adds up over the mass fractions.</summary>
    private double FromElements(Func<ChemicalElement, double> massThickness) =>
        Components.Count == 0 ? double.PositiveInfinity : 10 / (Density * Components.Sum(c => c.MassFraction / massThickness(EvaluatedData.Element(c.Z))));

    private double FindCriticalEnergy()
    {
        if (Components.Count == 0)
        {
            return double.PositiveInfinity;
        }

        // The loss grows slowly with energy: E -> loss(E) X0 contracts.
        double energy = 0.02;
        for (int i = 0; i < 60; i++)
        {
            energy = Ionisation.RestrictedLoss(this, energy, energy, positron: false) * RadiationLength;
        }

        return energy;
    }

    /// <summary>Tsai's radiation logarithms L_rad and L'_rad (his table B.2 for Z up to 4).</summary>
    private static (double Nuclear, double Electronic) RadiationLogarithms(int z) => z switch
    {
        1 => (5.31, 6.144),
        2 => (4.79, 5.621),
        3 => (4.74, 5.805),
        4 => (4.71, 5.924),
        _ => (Math.Log(184.15 / Math.Cbrt(z)), Math.Log(1194 / Math.Cbrt(z * (double)z))),
    };

    /// <summary>Contribution of one atom to 1/X0 in mm^2.</summary>
    private static double TsaiPerAtom(int z)
    {
        (double nuclear, double electronic) = RadiationLogarithms(z);
        double re = Constants.ClassicalElectronRadius;
        return 4 * Constants.Alpha * re * re * ((z * (double)z * (nuclear - CoulombCorrection(z))) + (z * electronic));
    }
}
