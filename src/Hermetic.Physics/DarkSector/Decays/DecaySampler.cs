using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// Two-body decays and decay lengths. Four-momenta add up to that of the parent to rounding. Nothing is allocated.
/// </summary>
public static class DecaySampler
{
    /// <summary>A decay to two particles, isotropic where the parent is at rest (an unpolarised parent, or spin 0; for X from annihilation see <see cref="AnnihilationChannel"/>).</summary>
    /// <param name="parent">The parent in the laboratory.</param>
    /// <param name="parentMass">Its mass, GeV, above the sum of the products' masses.</param>
    /// <param name="mass1">Mass of the first product, GeV, not negative.</param>
    /// <param name="mass2">Mass of the second product, GeV, not negative.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="first">First product in the laboratory.</param>
    /// <param name="second">Second product in the laboratory.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is closed.</exception>
    public static void TwoBody(
        in FourMomentum parent, double parentMass, double mass1, double mass2, ref RandomStream random, out FourMomentum first, out FourMomentum second)
    {
        double momentum = Production.TwoBody.Momentum(parentMass, mass1, mass2);
        if (!(momentum > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(parentMass), parentMass, FormattableString.Invariant($"the mass of the parent must be above {mass1 + mass2} GeV."));
        }

        double z = (2 * random.NextUniform()) - 1;
        double across = Math.Sqrt((1 - z) * (1 + z));
        random.NextAzimuth(out double cosine, out double sine);
        first = ToLaboratory(parent, parentMass, momentum * across * cosine, momentum * across * sine, momentum * z, mass1);
        second = parent - first;
    }

    /// <summary>Length of flight before a decay, mm: exponential with mean c tau p/m.</summary>
    /// <param name="cTau">c tau, mm, positive; infinite for a stable particle.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="mass">Its mass, GeV, positive.</param>
    /// <param name="random">Random stream.</param>
    public static double Length(double cTau, in FourMomentum particle, double mass, ref RandomStream random) => cTau * particle.Momentum / mass * random.NextExponential();

    /// <summary>Probability to decay between two distances along the flight.</summary>
    /// <param name="cTau">c tau, mm, positive; infinite for a stable particle.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="mass">Its mass, GeV, positive.</param>
    /// <param name="from">First distance, mm, not negative.</param>
    /// <param name="to">Second distance, mm, not below the first.</param>
    public static double Probability(double cTau, in FourMomentum particle, double mass, double from, double to)
    {
        double inverse = mass / (cTau * particle.Momentum);
        // exp(-from/L) - exp(-to/L) without cancellation for long lives: exp(-from/L) (1 - exp(-(to - from)/L)).
        double inside = (to - from) * inverse;
        double decayed = inside < 1e-5 ? inside * (1 - (inside / 2) + (inside * inside / 6)) : 1 - Math.Exp(-inside);
        return Math.Exp(-from * inverse) * decayed;
    }

    /// <summary>A particle of a mass with a momentum where the parent is at rest, in the laboratory.</summary>
    internal static FourMomentum ToLaboratory(in FourMomentum parent, double parentMass, double px, double py, double pz, double mass)
    {
        double energy = Math.Sqrt((px * px) + (py * py) + (pz * pz) + (mass * mass));
        double along = (px * parent.X) + (py * parent.Y) + (pz * parent.Z);
        double boost = ((along / (parent.Energy + parentMass)) + energy) / parentMass;
        double x = px + (boost * parent.X), y = py + (boost * parent.Y), z = pz + (boost * parent.Z);
        return new FourMomentum(Math.Sqrt((x * x) + (y * y) + (z * z) + (mass * mass)), x, y, z);
    }
}
