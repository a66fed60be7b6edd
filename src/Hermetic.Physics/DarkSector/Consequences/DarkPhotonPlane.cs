using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// The plane in which thermal targets are drawn: y = epsilon^2 alphaD (m_chi/m_A')^4 (E. Izaguirre, G. Krnjaic, P. Schuster, N. Toro, arXiv:1505.00011). For a mediator with
/// a coupling g of its own, epsilon = g/e.
/// </summary>
public static class DarkPhotonPlane
{
    /// <summary>y of a coupling.</summary>
    /// <param name="epsilon">Kinetic mixing, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="massRatio">m_A'/m_chi, positive (3 in most plots).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Y(double epsilon, double alphaD, double massRatio)
    {
        Guard.Within(epsilon, 0, double.MaxValue, nameof(epsilon), "epsilon");
        return epsilon * epsilon * PerEpsilon2(alphaD, massRatio);
    }

    /// <summary>Coupling of a y.</summary>
    /// <param name="y">y, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="massRatio">m_A'/m_chi, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Epsilon(double y, double alphaD, double massRatio)
    {
        Guard.Within(y, 0, double.MaxValue, nameof(y), "y");
        return Math.Sqrt(y / PerEpsilon2(alphaD, massRatio));
    }

    /// <summary>Dark fine-structure constant of a y and a coupling; may exceed 4 pi, which tells that they do not belong together.</summary>
    /// <param name="y">y, not negative.</param>
    /// <param name="epsilon">Kinetic mixing, positive.</param>
    /// <param name="massRatio">m_A'/m_chi, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double AlphaD(double y, double epsilon, double massRatio)
    {
        Guard.Within(y, 0, double.MaxValue, nameof(y), "y");
        Guard.Above(epsilon, 0, double.MaxValue, nameof(epsilon), "epsilon");
        return y / (epsilon * epsilon * PerEpsilon2(1, massRatio));
    }

    /// <summary>m_A'/m_chi of two masses.</summary>
    /// <param name="mediatorMass">m_A', GeV, positive.</param>
    /// <param name="darkMatterMass">m_chi, GeV, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double MassRatio(double mediatorMass, double darkMatterMass)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Above(darkMatterMass, 0, double.MaxValue, nameof(darkMatterMass), "the dark-matter mass in GeV");
        return mediatorMass / darkMatterMass;
    }

    /// <summary>A point (m_A', epsilon) in the plane of m_chi and y.</summary>
    /// <param name="mediatorMass">m_A', GeV, positive.</param>
    /// <param name="epsilon">Kinetic mixing, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="massRatio">m_A'/m_chi, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static (double DarkMatterMass, double Y) FromMediator(double mediatorMass, double epsilon, double alphaD, double massRatio)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        return (mediatorMass / massRatio, Y(epsilon, alphaD, massRatio));
    }

    /// <summary>A point (m_chi, y) in the plane of m_A' and epsilon.</summary>
    /// <param name="darkMatterMass">m_chi, GeV, positive.</param>
    /// <param name="y">y, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="massRatio">m_A'/m_chi, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static (double MediatorMass, double Epsilon) FromDarkMatter(double darkMatterMass, double y, double alphaD, double massRatio)
    {
        Guard.Above(darkMatterMass, 0, double.MaxValue, nameof(darkMatterMass), "the dark-matter mass in GeV");
        return (darkMatterMass * massRatio, Epsilon(y, alphaD, massRatio));
    }

    /// <summary>epsilon = g/e of a coupling g, e = sqrt(4 pi alpha) = 0.3028.</summary>
    /// <param name="coupling">g, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coupling is negative.</exception>
    public static double EpsilonOfCoupling(double coupling)
    {
        Guard.Within(coupling, 0, double.MaxValue, nameof(coupling), "the coupling g");
        return coupling / Math.Sqrt(4 * Math.PI * Constants.Alpha);
    }

    /// <summary>g = epsilon e.</summary>
    /// <param name="epsilon">epsilon, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">epsilon is negative.</exception>
    public static double CouplingOfEpsilon(double epsilon)
    {
        Guard.Within(epsilon, 0, double.MaxValue, nameof(epsilon), "epsilon");
        return epsilon * Math.Sqrt(4 * Math.PI * Constants.Alpha);
    }

    private static double PerEpsilon2(double alphaD, double massRatio)
    {
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        Guard.Above(massRatio, 0, 1e6, nameof(massRatio), "the mass ratio m_A'/m_chi");
        double ratio2 = massRatio * massRatio;
        return alphaD / (ratio2 * ratio2);
    }
}
