namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Decays of pseudoscalar mesons that the hadron mode looks for.</summary>
public static class MesonDecays
{
    /// <summary>
    /// Gamma(M -> gamma A')/Gamma(M -> gamma gamma) = 2 epsilon^2 (1 - m_A'^2/m_M^2)^3 for M = pi0, eta, eta' (standard, LIT: the transition form factor is
    /// taken at 0, which for the eta' and
    /// m_A' near the rho is not good); zero at and above m_A' = m_M.
    /// </summary>
    /// <param name="mesonMass">Mass of M, GeV, positive.</param>
    /// <param name="mediatorMass">Mass of A', GeV, not negative.</param>
    /// <param name="epsilon">Kinetic mixing, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double PhotonDarkPhotonRatio(double mesonMass, double mediatorMass, double epsilon)
    {
        Guard.Above(mesonMass, 0, 2, nameof(mesonMass), "the meson mass in GeV");
        Guard.Within(mediatorMass, 0, 1e6, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Within(epsilon, 0, 1, nameof(epsilon), "epsilon");
        double left = Math.Max(0, 1 - (mediatorMass * mediatorMass / (mesonMass * mesonMass)));
        return 2 * epsilon * epsilon * left * left * left;
    }
}
