using MathNet.Numerics;

namespace Hermetic.Core.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>Probability that a standard normal variable is below <paramref name="z"/>.</summary>
    /// <param name="z">Argument.</param>
    public static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>The value below which a standard normal variable is with a probability.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability between 0 and 1, both excluded");
        }

        // The smaller tail keeps all digits, and one Newton step puts the last ones right.
        double tail = Math.Min(probability, 1 - probability);
        double z = -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * tail);
        z -= (Cdf(z) - tail) / Math.Max(Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI), 1e-300);
        return probability <= 0.5 ? z : -z;
    }
}
