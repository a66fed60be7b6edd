namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// Couplings g of one mediator to one lepton, as they stand in the Lagrangian: vector g lbar gamma^mu l V_mu, axial g lbar gamma^mu gamma5 l V_mu, scalar
/// g lbar l S, pseudoscalar i g lbar gamma5 l S. A coupling written epsilon e is g = epsilon sqrt(4 pi alpha).
/// </summary>
/// <param name="Vector">Vector coupling.</param>
/// <param name="Axial">Axial coupling.</param>
/// <param name="Scalar">Scalar coupling.</param>
/// <param name="Pseudoscalar">Pseudoscalar coupling.</param>
public readonly record struct LeptonCouplings(double Vector = 0, double Axial = 0, double Scalar = 0, double Pseudoscalar = 0)
{
    /// <summary>One coupling alone.</summary>
    /// <param name="mediator">Its kind.</param>
    /// <param name="g">The coupling.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mediator.</exception>
    public static LeptonCouplings Of(Mediator mediator, double g) => mediator switch
    {
        Mediator.Vector => new(Vector: g),
        Mediator.Axial => new(Axial: g),
        Mediator.Scalar => new(Scalar: g),
        Mediator.Pseudoscalar => new(Pseudoscalar: g),
        _ => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector, Axial, Scalar or Pseudoscalar."),
    };
}
