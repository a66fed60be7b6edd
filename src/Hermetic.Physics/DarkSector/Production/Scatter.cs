using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Exact kinematics of a + b -> c + d, a along z on b at rest, from the squared momentum transfer.</summary>
internal static class Scatter
{
    /// <summary>Least and greatest -t = -(p_a - p_c)^2, GeV^2; both NaN below the threshold.</summary>
    public static (double Least, double Most) Transfers(double energy, double massA, double massB, double massC, double massD)
    {
        double s = (massA * massA) + (massB * massB) + (2 * massB * energy), root = Math.Sqrt(s);
        double before = TwoBody.Momentum(root, massA, massB), after = TwoBody.Momentum(root, massC, massD);
        if (!(root > massC + massD))
        {
            return (double.NaN, double.NaN);
        }

        // -t = (p_a - p_c)^2 - (E_a - E_c)^2 for parallel momenta; both differences from the masses, which do not cancel digits.
        double energies = ((massA * massA) - (massB * massB) - (massC * massC) + (massD * massD)) / (2 * root);
        double momenta = ((energies * (EnergyIn(root, massA, massB) + EnergyIn(root, massC, massD))) - (massA * massA) + (massC * massC)) / (before + after);
        double least = (momenta - energies) * (momenta + energies);
        return (least, least + (4 * before * after));
    }

    /// <summary>Samples the azimuth and gives both particles. The sum of both is the initial one to rounding.</summary>
    /// <param name="energy">Total energy of a, GeV.</param>
    /// <param name="massA">Mass of a, GeV.</param>
    /// <param name="massB">Mass of b, GeV.</param>
    /// <param name="massC">Mass of c, GeV.</param>
    /// <param name="massD">Mass of d, GeV.</param>
    /// <param name="excess">-t above its least value, GeV^2, up to 4 p p' of the centre of mass.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="c">The particle that leaves forward.</param>
    /// <param name="d">The recoiling one.</param>
    public static void Sample(
        double energy, double massA, double massB, double massC, double massD, double excess, ref RandomStream random, out FourMomentum c, out FourMomentum d)
    {
        double s = (massA * massA) + (massB * massB) + (2 * massB * energy), root = Math.Sqrt(s);
        double before = TwoBody.Momentum(root, massA, massB), after = TwoBody.Momentum(root, massC, massD);
        // sin^2(theta/2) = excess/(4 p p') in the centre of mass; p_z in the laboratory by the boost along z.
        double half = Math.Clamp(excess / (4 * before * after), 0, 1);
        double across = 2 * after * Math.Sqrt(half * (1 - half)), along = after * (1 - (2 * half));
        double momentum = Math.Sqrt((energy - massA) * (energy + massA));
        double energyThere = Math.Sqrt((after * after) + (massC * massC));
        double z = (((energy + massB) * along) + (momentum * energyThere)) / root;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double x = across * cosPhi, y = across * sinPhi;
        c = new FourMomentum(Math.Sqrt((across * across) + (z * z) + (massC * massC)), x, y, z);
        d = new FourMomentum(energy + massB, 0, 0, momentum) - c;
    }

    /// <summary>Energy of the first particle in the centre of mass.</summary>
    private static double EnergyIn(double root, double mass, double other) => ((root * root) + (mass * mass) - (other * other)) / (2 * root);
}
