using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Kinematics of two particles in the final state.</summary>
internal static class TwoBody
{
    /// <summary>Momentum of two particles in their centre of mass, GeV; zero below the threshold.</summary>
    public static double Momentum(double sqrtS, double mass1, double mass2)
    {
        double sum = mass1 + mass2, difference = mass1 - mass2;
        double product = (sqrtS - sum) * (sqrtS + sum) * (sqrtS - difference) * (sqrtS + difference);
        return sqrtS > sum && product > 0 ? Math.Sqrt(product) / (2 * sqrtS) : 0;
    }

    /// <summary>
    /// Two particles of given masses with the given cosine, in the centre of mass, between the first one and the incoming particle, at a random azimuth. Their
    /// sum is the total to rounding, because the second is the difference.
    /// </summary>
    /// <param name="incoming">Four-momentum of the incoming particle that the angle is counted from.</param>
    /// <param name="total">Total four-momentum.</param>
    /// <param name="sqrtS">Its mass, GeV.</param>
    /// <param name="mass1">Mass of the first particle, GeV.</param>
    /// <param name="mass2">Mass of the second particle, GeV.</param>
    /// <param name="cosine">Cosine of the angle.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="first">First particle.</param>
    /// <param name="second">Second particle.</param>
    public static void Sample(
        in FourMomentum incoming,
        in FourMomentum total,
        double sqrtS,
        double mass1,
        double mass2,
        double cosine,
        ref RandomStream random,
        out FourMomentum first,
        out FourMomentum second)
    {
        // The incoming particle in the centre of mass: p - P (E + e*)/(W + sqrt s), where e* = (p.P)/sqrt s is its energy there.
        double energyThere = incoming.Dot(total) / sqrtS;
        double share = (incoming.Energy + energyThere) / (total.Energy + sqrtS);
        double ax = incoming.X - (share * total.X), ay = incoming.Y - (share * total.Y), az = incoming.Z - (share * total.Z);
        double norm = 1 / Math.Sqrt((ax * ax) + (ay * ay) + (az * az));
        (ax, ay, az) = (ax * norm, ay * norm, az * norm);

        // Two directions across it (T. Duff et al., J. Comput. Graph. Tech. 6 (2017) 1).
        double sign = Math.CopySign(1, az);
        double a = -1 / (sign + az), b = ax * ay * a;
        double sine = Math.Sqrt(Math.Max(0, (1 - cosine) * (1 + cosine)));
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double u = sine * cosPhi, v = sine * sinPhi;
        double nx = (cosine * ax) + (u * (1 + (sign * ax * ax * a))) + (v * b);
        double ny = (cosine * ay) + (u * sign * b) + (v * (sign + (ay * ay * a)));
        double nz = (cosine * az) - (u * sign * ax) - (v * ay);

        double q = Momentum(sqrtS, mass1, mass2);
        double e1 = Math.Sqrt((q * q) + (mass1 * mass1));
        (double qx, double qy, double qz) = (q * nx, q * ny, q * nz);
        double along = (qx * total.X) + (qy * total.Y) + (qz * total.Z);
        double boost = ((along / (total.Energy + sqrtS)) + e1) / sqrtS;
        double x = qx + (boost * total.X), y = qy + (boost * total.Y), z = qz + (boost * total.Z);
        first = new FourMomentum(Math.Sqrt((x * x) + (y * y) + (z * z) + (mass1 * mass1)), x, y, z);
        second = total - first;
    }
}
