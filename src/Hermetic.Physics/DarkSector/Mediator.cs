namespace Hermetic.Physics.DarkSector;

/// <summary>
/// Spin and parity of a mediator X, with its coupling to a lepton l written as epsilon e for all of them: vector eps e lbar gamma^mu l V_mu,
/// axial vector eps e lbar gamma^mu gamma5 l A_mu, scalar eps e lbar l S, pseudoscalar i eps e lbar gamma5 l P. A coupling g converts by
/// eps^2 = g^2 / (4 pi alpha). The numbers are part of stored tables: add, never renumber.
/// </summary>
public enum Mediator
{
    /// <summary>Vector (dark photon).</summary>
    Vector = 0,

    /// <summary>Axial vector.</summary>
    Axial = 1,

    /// <summary>Scalar.</summary>
    Scalar = 2,

    /// <summary>Pseudoscalar.</summary>
    Pseudoscalar = 3,
}
