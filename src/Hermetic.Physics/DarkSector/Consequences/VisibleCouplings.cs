using Hermetic.Core;
using Hermetic.Physics.DarkSector.Decays;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// What a vector mediator couples to in the Standard Model: charges in units of the coupling epsilon e, so that a model with coupling g has
/// epsilon = g/e. Charged leptons couple to their vector current; a neutrino has its left-handed half of it.
/// </summary>
public sealed record VisibleCouplings
{
    /// <summary>Charge of the electron.</summary>
    public double Electron { get; init; }

    /// <summary>Charge of the muon.</summary>
    public double Muon { get; init; }

    /// <summary>Charge of the tau.</summary>
    public double Tau { get; init; }

    /// <summary>Sum of the squared charges of the left-handed neutrinos: their number where each has charge 1. A Dirac neutrino with a light right-handed partner counts twice.</summary>
    public double Neutrinos { get; init; }

    /// <summary>
    /// Hadrons: sigma(hadrons)/sigma(massless mu+ mu- of charge 1) against s in GeV^2, zero below threshold; null where the mediator has no coupling to quarks.
    /// </summary>
    public Func<double, double>? Hadrons { get; init; }

    /// <summary>Energies sqrt(s) in GeV at which the ratio of hadrons has an edge or a narrow state, in any order; they only help the quadrature.</summary>
    public IReadOnlyList<double> HadronEdges { get; init; } = [];

    /// <summary>The dark photon: charges of electromagnetism, hadrons as measured in e+ e- annihilation.</summary>
    public static VisibleCouplings DarkPhoton { get; } = new() { Electron = -1, Muon = -1, Tau = -1, Hadrons = HadronicRatio.Of, HadronEdges = HadronicRatio.Edges };

    /// <summary>The gauge boson of L_mu - L_tau, without its loop-induced mixing with the photon (epsilon about g/70, an electron coupling of 0.004 g: 2e-5 of the rate).</summary>
    public static VisibleCouplings MuonMinusTau { get; } = new() { Muon = 1, Tau = -1, Neutrinos = 2 };

    /// <summary>The gauge boson of B - L with left-handed neutrinos only.</summary>
    /// <param name="hadrons">Ratio of hadrons for quarks of charge 1/3.</param>
    public static VisibleCouplings BaryonMinusLepton(Func<double, double> hadrons) =>
        new() { Electron = -1, Muon = -1, Tau = -1, Neutrinos = 3, Hadrons = hadrons };

    /// <summary>
    /// f_SM(s) = sum_l Q_l^2 (1 + 2 m_l^2/s) sqrt(1 - 4 m_l^2/s) + (sum Q_nu^2)/2 + R(s): the rate to all final states in units of that to massless muons of charge 1.
    /// The width of the mediator at mass sqrt(s) is alpha epsilon^2 sqrt(s)/3 times it.
    /// </summary>
    /// <param name="s">Square of the centre-of-mass energy, GeV^2, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">s is outside its range, or outside that of the hadrons.</exception>
    public double Ratio(double s)
    {
        Guard.Above(s, 0, double.MaxValue, nameof(s), "s in GeV^2");
        return (Electron * Electron * Lepton(Constants.ElectronMass, s)) + (Muon * Muon * Lepton(Constants.MuonMass, s))
            + (Tau * Tau * Lepton(Constants.TauMass, s)) + (Neutrinos / 2) + (Hadrons?.Invoke(s) ?? 0);
    }

    /// <summary>Energies sqrt(s) at which a final state opens or a narrow one lies, GeV.</summary>
    internal IEnumerable<double> Edges()
    {
        (double Charge, double Mass)[] leptons = [(Electron, Constants.ElectronMass), (Muon, Constants.MuonMass), (Tau, Constants.TauMass)];
        return leptons.Where(l => l.Charge != 0).Select(l => 2 * l.Mass).Concat(Hadrons is null ? [] : HadronEdges);
    }

    private static double Lepton(double mass, double s)
    {
        double r = mass * mass / s;
        return 4 * r >= 1 ? 0 : (1 + (2 * r)) * Math.Sqrt(1 - (4 * r));
    }
}
