using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// Contribution of a neutral mediator to the anomalous magnetic moment a = (g-2)/2 of a lepton, one loop: J. P. Leveille, Nucl. Phys. B 137 (1978) 63;
/// dark photon: M. Pospelov, arXiv:0811.1030. VERIFIED: massless and heavy limits (alpha_X/2pi; 1/3 : -5/3 for vector : axial), independent table
/// (1e-3), integrals with 40 digits (1e-10). Range: m_X/m_l from 0 to 1e6. Neglected: two loops and flavour-changing couplings.
/// The axial contribution grows as -(g^2/4 pi^2) m_l^2/m_X^2 towards a massless mediator: the axial current of a massive lepton is not conserved, and the longitudinal
/// polarisation couples to its mass. That divergence is physical for a model of one axial coupling and is kept; a massless axial mediator is refused.
/// </summary>
public static class AnomalousMoment
{
    /// <summary>Largest m_X/m_l.</summary>
    public const double MaximumMassRatio = 1e6;

    // Two logarithmic scales meet: z near sqrt(r) for a light mediator and 1 - z near 1/r for a heavy one. Beyond e^-50 nothing is left of the 1e-10 aimed at.
    private const double Depth = 50, PanelWidth = 1;
    private const int Order = 12;

    /// <summary>Contribution of all couplings of one mediator. They do not interfere: each product of two different ones either vanishes at one loop or is an electric dipole moment.</summary>
    /// <param name="couplings">Couplings to the lepton.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV; positive where there is an axial coupling.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, positive.</param>
    /// <returns>Delta a, without unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Of(LeptonCouplings couplings, double mediatorMass, double leptonMass)
    {
        return Part(Mediator.Vector, couplings.Vector) + Part(Mediator.Axial, couplings.Axial)
            + Part(Mediator.Scalar, couplings.Scalar) + Part(Mediator.Pseudoscalar, couplings.Pseudoscalar);

        double Part(Mediator mediator, double g) => g == 0 ? 0 : g * g * AtUnitCoupling(mediator, mediatorMass, leptonMass);
    }

    /// <summary>Contribution of one mediator at g = 1; it scales as g^2. Positive for vector and scalar, negative for axial and pseudoscalar.</summary>
    /// <param name="mediator">Kind of mediator.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV; positive where it is axial.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double AtUnitCoupling(Mediator mediator, double mediatorMass, double leptonMass)
    {
        Guard.Above(leptonMass, 0, double.MaxValue, nameof(leptonMass), "the lepton mass in GeV");
        double most = MaximumMassRatio * leptonMass;
        if (mediator == Mediator.Axial)
        {
            Guard.Above(mediatorMass, 0, most, nameof(mediatorMass), "the mass of an axial mediator in GeV (the contribution diverges at zero)");
        }
        else
        {
            Guard.Within(mediatorMass, 0, most, nameof(mediatorMass), "the mediator mass in GeV");
        }

        double ratio = mediatorMass / leptonMass;
        // g^2/(4 pi) / (2 pi)
        return Loop(mediator, ratio * ratio) / (8 * Math.PI * Math.PI);
    }

    /// <summary>Contribution at a coupling written in units of e, as the other processes have it.</summary>
    /// <param name="mediator">Kind of mediator.</param>
    /// <param name="epsilon">Coupling in units of e.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double OfEpsilon(Mediator mediator, double epsilon, double mediatorMass, double leptonMass) =>
        4 * Math.PI * Constants.Alpha * epsilon * epsilon * AtUnitCoupling(mediator, mediatorMass, leptonMass);

    /// <summary>Coupling g whose contribution is a given Delta a.</summary>
    /// <param name="mediator">Kind of mediator.</param>
    /// <param name="deltaA">Delta a; zero, or of the sign of the mediator's contribution.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or this mediator moves a the other way.</exception>
    public static double Coupling(Mediator mediator, double deltaA, double mediatorMass, double leptonMass)
    {
        double unit = AtUnitCoupling(mediator, mediatorMass, leptonMass);
        if (!(deltaA / unit >= 0 && deltaA / unit <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(deltaA), deltaA, $"a mediator of kind {mediator} gives a {(unit > 0 ? "positive" : "negative")} Delta a only.");
        }

        return Math.Sqrt(deltaA / unit);
    }

    /// <summary>The integral over the Feynman parameter z, to 1e-10, for r = m_X^2/m_l^2.</summary>
    internal static double Loop(Mediator mediator, double r)
    {
        Quadrature rule = Quadrature.GaussLegendre(Order);
        double low = 0, high = 0;
        for (double start = 0; start < Depth; start += PanelWidth)
        {
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                // z = e^-u / 2 below the middle, 1 - z = e^-u / 2 above it: both ends keep their digits.
                double near = 0.5 * Math.Exp(-(start + (PanelWidth * rule.Nodes[i])));
                low += rule.Weights[i] * near * Integrand(mediator, near, 1 - near, r);
                high += rule.Weights[i] * near * Integrand(mediator, 1 - near, near, r);
            }
        }

        return PanelWidth * (low + high);
    }

    /// <summary>The integrand at z with w = 1 - z.</summary>
    private static double Integrand(Mediator mediator, double z, double w, double r) => mediator switch
    {
        Mediator.Vector => 2 * z * z * w,
        Mediator.Axial => (2 * z * w * (z - 4)) - (4 * z * z * z / r),
        Mediator.Scalar => z * z * (1 + w),
        Mediator.Pseudoscalar => -z * z * z,
        _ => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector, Axial, Scalar or Pseudoscalar."),
    } / ((z * z) + (w * r));
}
