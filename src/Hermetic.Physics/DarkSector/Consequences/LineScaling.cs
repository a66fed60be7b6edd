namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>How a line in the plane of (m_chi, y) came about: what its rate depends on.</summary>
public enum LineKind
{
    /// <summary>Missing energy, missing momentum or a single photon, mediator invisible: rate epsilon^2.</summary>
    MissingEnergy,

    /// <summary>Production in a dump and scattering behind it: rate epsilon^4 alphaD.</summary>
    BeamDumpScattering,

    /// <summary>Scattering of halo dark matter by a heavy mediator, elastic: rate epsilon^2 alphaD/m_A'^4 at given m_chi, that is y.</summary>
    DirectDetection,

    /// <summary>Thermal target.</summary>
    Thermal,
}

/// <summary>What a line in the plane of (m_chi, y) assumes.</summary>
/// <param name="AlphaD">Dark fine-structure constant, in (0, 4 pi].</param>
/// <param name="MassRatio">m_A'/m_chi.</param>
public readonly record struct LineAssumption(double AlphaD, double MassRatio);

/// <summary>
/// Moves a point of a line from one assumption to another. DERIVED from how the rate depends on the couplings; the shape of an acceptance in the masses is not followed, so
/// that only moves are made under which it does not change:
/// missing energy: the limit is on epsilon at given m_A', so that y scales as alphaD and (m_chi, y) moves along with the mass ratio, as long as the mediator decays to dark matter (ratio above 2 before and after);
/// scattering behind a dump: epsilon^4 alphaD is fixed, so that y scales as sqrt(alphaD); another mass ratio changes production and scattering and is refused;
/// direct detection: y does not move, for any alphaD, and for any mass ratio while the momentum transfer stays far below m_A' (ratio of at least 1);
/// thermal: y does not depend on alphaD away from the resonance (within 5 % for alphaD of 0.01 and more at a ratio of at least 3); another mass ratio is refused, since <see cref="ThermalRelic"/> computes it.
/// </summary>
public static class LineScaling
{
    /// <summary>Least alphaD and mass ratio at which a thermal target does not feel the resonance.</summary>
    private const double ThermalAlphaD = 0.01, ThermalRatio = 3;

    /// <summary>A point of the line under another assumption.</summary>
    /// <param name="kind">What the line's rate depends on.</param>
    /// <param name="darkMatterMass">m_chi of the point, GeV, positive.</param>
    /// <param name="y">y of the point, not negative.</param>
    /// <param name="from">What the line assumes.</param>
    /// <param name="to">What is wanted.</param>
    /// <returns>m_chi and y of the moved point.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or this kind of line cannot be moved so.</exception>
    public static (double DarkMatterMass, double Y) Move(LineKind kind, double darkMatterMass, double y, LineAssumption from, LineAssumption to)
    {
        Guard.Above(darkMatterMass, 0, double.MaxValue, nameof(darkMatterMass), "the dark-matter mass in GeV");
        Guard.Within(y, 0, double.MaxValue, nameof(y), "y");
        Require(kind, from, nameof(from));
        Require(kind, to, nameof(to));
        bool sameRatio = Math.Abs(to.MassRatio - from.MassRatio) <= 1e-9 * from.MassRatio;
        switch (kind)
        {
            case LineKind.MissingEnergy:
                (double mediatorMass, double epsilon) = DarkPhotonPlane.FromDarkMatter(darkMatterMass, y, from.AlphaD, from.MassRatio);
                return DarkPhotonPlane.FromMediator(mediatorMass, epsilon, to.AlphaD, to.MassRatio);
            case LineKind.DirectDetection:
                return (darkMatterMass, y);
            case LineKind.BeamDumpScattering when sameRatio:
                return (darkMatterMass, y * Math.Sqrt(to.AlphaD / from.AlphaD));
            case LineKind.Thermal when sameRatio:
                return (darkMatterMass, y);
            case LineKind.Thermal:
                throw new ArgumentOutOfRangeException(nameof(to), to, "a thermal target of another mass ratio does not follow by scaling; ThermalRelic computes it.");
            case LineKind.BeamDumpScattering:
                throw new ArgumentOutOfRangeException(nameof(to), to, "the mass ratio of a line from scattering behind a dump is fixed: production and scattering would change.");
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "MissingEnergy, BeamDumpScattering, DirectDetection or Thermal.");
        }
    }

    private static void Require(LineKind kind, LineAssumption assumption, string parameter)
    {
        Guard.Above(assumption.AlphaD, 0, 4 * Math.PI, parameter, "alphaD");
        Guard.Above(assumption.MassRatio, 0, 1e6, parameter, "the mass ratio m_A'/m_chi");
        switch (kind)
        {
            case LineKind.MissingEnergy:
                Guard.Above(assumption.MassRatio, 2, 1e6, parameter, "the mass ratio m_A'/m_chi of an invisible mediator");
                break;
            case LineKind.DirectDetection:
                Guard.Within(assumption.MassRatio, 1, 1e6, parameter, "the mass ratio m_A'/m_chi of a mediator much heavier than the momentum transfer");
                break;
            case LineKind.Thermal:
                Guard.Within(assumption.MassRatio, ThermalRatio, 1e6, parameter, "the mass ratio m_A'/m_chi away from the resonance");
                Guard.Within(assumption.AlphaD, ThermalAlphaD, 4 * Math.PI, parameter, "the alphaD of a thermal target that is to be moved");
                break;
            default:
                break;
        }
    }
}
