using Hermetic.Core.Random;
using MathNet.Numerics;

namespace Hermetic.Inference.HistFactory;

/// <summary>Poisson random numbers of any mean.</summary>
internal static class PoissonVariate
{
    private const double LargestInverted = 30;

    /// <summary>
    /// A count: by inversion of one uniform number up to a mean of 30, beyond by transformed rejection (W. Hörmann, Insurance: Mathematics and Economics 12 (1993)
    /// 39, algorithm PTRS).
    /// </summary>
    /// <param name="mean">Mean, at least 0.</param>
    /// <param name="random">The stream.</param>
    public static double Next(double mean, ref RandomStream random) => mean <= LargestInverted ? Inverted(mean, random.NextUniform()) : Rejected(mean, ref random);

    private static double Inverted(double mean, double uniform)
    {
        double probability = Math.Exp(-mean);
        int count = 0;
        while (uniform > probability && count < 1000)
        {
            uniform -= probability;
            count++;
            probability *= mean / count;
        }

        return count;
    }

    private static double Rejected(double mean, ref RandomStream random)
    {
        double root = Math.Sqrt(mean);
        double logMean = Math.Log(mean);
        double b = 0.931 + (2.53 * root);
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double vr = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = random.NextUniform() - 0.5;
            double v = random.NextUniform();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= vr)
            {
                return k;
            }

            if (k >= 0 && (us >= 0.013 || v <= us)
                && Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (k * logMean) - mean - SpecialFunctions.GammaLn(k + 1))
            {
                return k;
            }
        }
    }
}
