namespace Hermetic.Physics.DarkSector.Models;

/// <summary>Charges of the fermions under a mediator: numbers that multiply the coupling of the model.</summary>
public sealed record FermionCharges
{
    /// <summary>Charge of the electron.</summary>
    public double Electron { get; init; }

    /// <summary>Charge of the muon.</summary>
    public double Muon { get; init; }

    /// <summary>Charge of the tau.</summary>
    public double Tau { get; init; }

    /// <summary>Charge of the electron neutrino.</summary>
    public double ElectronNeutrino { get; init; }

    /// <summary>Charge of the muon neutrino.</summary>
    public double MuonNeutrino { get; init; }

    /// <summary>Charge of the tau neutrino.</summary>
    public double TauNeutrino { get; init; }

    /// <summary>Charge of the up quark.</summary>
    public double Up { get; init; }

    /// <summary>Charge of the down quark.</summary>
    public double Down { get; init; }

    /// <summary>Charge of the strange quark.</summary>
    public double Strange { get; init; }

    /// <summary>Charge of the charm quark.</summary>
    public double Charm { get; init; }

    /// <summary>Charge of the bottom quark.</summary>
    public double Bottom { get; init; }

    /// <summary>Charge of the top quark; nothing in the range of masses decays to it.</summary>
    public double Top { get; init; }

    /// <summary>The electric charges, to which a dark photon couples.</summary>
    public static FermionCharges Electric { get; } = new()
    {
        Electron = -1,
        Muon = -1,
        Tau = -1,
        Up = 2.0 / 3,
        Down = -1.0 / 3,
        Strange = -1.0 / 3,
        Charm = 2.0 / 3,
        Bottom = -1.0 / 3,
        Top = 2.0 / 3,
    };

    /// <summary>Whether any quark has a charge.</summary>
    public bool HasQuarks => Up != 0 || Down != 0 || Strange != 0 || Charm != 0 || Bottom != 0 || Top != 0;

    /// <summary>Whether any charged lepton has a charge.</summary>
    public bool HasLeptons => Electron != 0 || Muon != 0 || Tau != 0;

    /// <summary>Sum of the squared charges of the neutrinos.</summary>
    public double NeutrinosSquared => (ElectronNeutrino * ElectronNeutrino) + (MuonNeutrino * MuonNeutrino) + (TauNeutrino * TauNeutrino);

    /// <summary>All charges, leptons before quarks, for checks of their range.</summary>
    internal IEnumerable<double> All => [Electron, Muon, Tau, ElectronNeutrino, MuonNeutrino, TauNeutrino, Up, Down, Strange, Charm, Bottom, Top];
}
