namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// The plane in which thermal targets are drawn: y = epsilon^2 alphaD (m_chi/m_A')^4 (E. Izaguirre, G. Krnjaic, P. Schuster, N. Toro, arXiv:1505.00011).
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

    private static double PerEpsilon2(double alphaD, double massRatio)
    {
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        Guard.Above(massRatio, 0, 1e6, nameof(massRatio), "the mass ratio m_A'/m_chi");
        double ratio2 = massRatio * massRatio;
        return alphaD / (ratio2 * ratio2);
    }
}
