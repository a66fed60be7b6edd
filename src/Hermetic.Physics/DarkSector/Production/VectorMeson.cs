using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>A light vector meson.</summary>
public enum VectorMeson
{
    /// <summary>rho(770).</summary>
    Rho = 0,

    /// <summary>omega(782).</summary>
    Omega = 1,

    /// <summary>phi(1020).</summary>
    Phi = 2,
}

/// <summary>
/// Decay of rho, omega, phi to dark matter through a vector mediator mixed with the photon: arXiv:2112.02104. DERIVED, exact in the vector portal at the
/// meson's mass: both V -> chi chi and V -> e+ e- go
/// through the meson's coupling to the electromagnetic current.
/// </summary>
/// <remarks>
/// BR(V -> chi chi)/BR(V -> e+ e-) = epsilon^2 (alphaD/alpha) kappa(m_V) m_V^4/[(m_V^2 - m_A'^2)^2 + m_A'^2 Gamma^2]. V is taken at its mass: where A' lies
/// within V's own width the mass
/// distribution of V and its mixing with A' would have to be folded in, and where A' is produced by the same photons the amplitudes interfere. Refused,
/// therefore: a mediator closer to
/// V than half of V's width. Other quark couplings: multiply by (coupling of V/(epsilon e Q_V))^2. Masses, widths and BR(V -> e+ e-): PDG 2022.
/// </remarks>
public static class VectorMesonDecay
{
    private static readonly double[] Masses = [0.77526, 0.78266, 1.019461];
    private static readonly double[] Widths = [0.1491, 8.68e-3, 4.249e-3];
    private static readonly double[] ElectronShares = [4.72e-5, 7.4e-5, 2.98e-4];

    /// <summary>Mass of the meson, GeV.</summary>
    /// <param name="meson">The meson.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public static double Mass(VectorMeson meson) => Of(Masses, meson);

    /// <summary>Total width of the meson, GeV.</summary>
    /// <param name="meson">The meson.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public static double Width(VectorMeson meson) => Of(Widths, meson);

    /// <summary>Branching ratio to e+ e-.</summary>
    /// <param name="meson">The meson.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public static double ElectronShare(VectorMeson meson) => Of(ElectronShares, meson);

    /// <summary>The factor kappa of phase space and spin: Dirac (1 + 2r) sqrt(1 - 4r), complex scalar (1 - 4r)^1.5/4, Majorana (1 - 4r)^1.5/2, r = m_chi^2/m^2;
    /// zero below the threshold.</summary>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="mass">Mass that decays, GeV, positive.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Kappa(DarkMatter darkMatter, double mass, double darkMatterMass)
    {
        Guard.Above(mass, 0, double.MaxValue, nameof(mass), "the mass in GeV");
        // Widths of a vector are alphaD m/3 times this factor.
        return AnnihilationChannel.DarkMatter(Mediator.Vector, darkMatter, darkMatterMass, 1).Width(mass) * 3 / mass;
    }

    /// <summary>BR(V -> chi chi)/BR(V -> e+ e-).</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative.</param>
    /// <param name="mediatorMass">Mass of A', GeV, positive, not within half a width of the meson.</param>
    /// <param name="width">Total width of A', GeV, not negative.</param>
    /// <param name="epsilon">Kinetic mixing, in [0, 1].</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double InvisibleRatio(
        VectorMeson meson, DarkMatter darkMatter, double darkMatterMass, double mediatorMass, double width, double epsilon, double alphaD)
    {
        double mass = Mass(meson);
        Guard.Above(mediatorMass, 0, 1e6, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Within(width, 0, 1e6, nameof(width), "the width in GeV");
        Guard.Within(epsilon, 0, 1, nameof(epsilon), "epsilon");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        double half = 0.5 * Width(meson);
        if (Math.Abs(mediatorMass - mass) < half)
        {
            throw new ArgumentOutOfRangeException(
                nameof(mediatorMass), mediatorMass, FormattableString.Invariant($"the mediator mass must not lie within ({mass - half}, {mass + half}) GeV, half a width of the meson."));
        }

        double distance = (mass * mass) - (mediatorMass * mediatorMass), massWidth = mediatorMass * width;
        double propagator = mass * mass * mass * mass / ((distance * distance) + (massWidth * massWidth));
        return epsilon * epsilon * (alphaD / Constants.Alpha) * Kappa(darkMatter, mass, darkMatterMass) * propagator;
    }

    private static double Of(double[] values, VectorMeson meson) => (uint)meson < (uint)values.Length
        ? values[(int)meson]
        : throw new ArgumentOutOfRangeException(nameof(meson), meson, "Rho, Omega or Phi.");
}
