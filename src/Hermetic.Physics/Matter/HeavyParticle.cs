using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>Facts about a charged particle heavier than the electron. Masses and charge radii: Particle Data Group, Review of Particle Physics 2022. Charge sign does not matter to first order.</summary>
/// <param name="Mass">Mass in GeV.</param>
/// <param name="SpinHalf">Whether its spin is 1/2; otherwise 0.</param>
/// <param name="ChargeRadius">Root mean square charge radius in mm; 0 for a point.</param>
/// <param name="IsMuon">Whether it is a muon, which radiates, makes pairs and is corrected for radiation in collisions.</param>
public sealed record HeavyParticle(double Mass, bool SpinHalf, double ChargeRadius, bool IsMuon)
{
    private const double Femtometre = 1e-12;

    /// <summary>The muon of either charge.</summary>
    public static HeavyParticle Muon { get; } = new(Constants.MuonMass, true, 0, true);

    /// <summary>The charged pion.</summary>
    public static HeavyParticle Pion { get; } = new(0.13957039, false, 0.659 * Femtometre, false);

    /// <summary>The charged kaon.</summary>
    public static HeavyParticle Kaon { get; } = new(0.493677, false, 0.560 * Femtometre, false);

    /// <summary>Proton and antiproton.</summary>
    public static HeavyParticle Proton { get; } = new(Constants.ProtonMass, true, 0.8409 * Femtometre, false);

    /// <summary>
    /// |F|^2 of the particle's charge: the dipole (exponential distribution) for spin 1/2, the monopole for the mesons, each with the measured radius; 1 for a point.
    /// </summary>
    /// <param name="q2">Momentum transfer squared in GeV^2.</param>
    public double FormFactorSquared(double q2)
    {
        double x = q2 * ChargeRadius * ChargeRadius / (Constants.HbarC * Constants.HbarC);
        double form = SpinHalf ? 1 / ((1 + (x / 12)) * (1 + (x / 12))) : 1 / (1 + (x / 6));
        return form * form;
    }
}
