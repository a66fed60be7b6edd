using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>Annihilation of positrons in flight on free electrons into two photons (W. Heitler, "The Quantum Theory of Radiation", 1954, section 27).</summary>
public static class Annihilation
{
    private const double M = Constants.ElectronMass;

    /// <summary>Cross section per electron in mm^2.</summary>
    /// <param name="t">Kinetic energy of the positron in GeV.</param>
    public static double CrossSection(double t)
    {
        double gamma = (t / M) + 1;
        double root = Math.Sqrt((gamma * gamma) - 1);
        double re = Constants.ClassicalElectronRadius;
        return Math.PI * re * re / (gamma + 1)
            * ((((gamma * gamma) + (4 * gamma) + 1) / ((gamma * gamma) - 1) * Math.Log(gamma + root)) - ((gamma + 3) / root));
    }

    /// <summary>Samples the share of the first photon in the available energy t + 2 m, by rejection under 1/share.</summary>
    /// <param name="t">Kinetic energy of the positron in GeV.</param>
    /// <param name="random">Random stream.</param>
    public static double SampleShare(double t, ref RandomStream random)
    {
        double gamma = (t / M) + 1;
        double least = 0.5 * (1 - Math.Sqrt((gamma - 1) / (gamma + 1)));
        double lnRange = Math.Log((1 - least) / least);
        double g2 = (gamma + 1) * (gamma + 1);
        while (true)
        {
            double e = least * Math.Exp(lnRange * random.NextUniform());
            double value = 1 + (2 * gamma / g2) - e - (1 / (g2 * e));
            double bound = 1 + (2 * gamma / g2) - (2 / (gamma + 1));
            if (random.NextUniform() * bound <= value)
            {
                return e;
            }
        }
    }

    /// <summary>Cosine of the angle of the photon with the given share to the positron's direction.</summary>
    /// <param name="t">Kinetic energy of the positron in GeV.</param>
    /// <param name="share">The photon's share of t + 2 m.</param>
    public static double CosTheta(double t, double share)
    {
        double gamma = (t / M) + 1;
        double c = ((share * (gamma + 1)) - 1) / (share * Math.Sqrt((gamma * gamma) - 1));
        return Math.Clamp(c, -1, 1);
    }
}
