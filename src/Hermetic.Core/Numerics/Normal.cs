using MathNet.Numerics;

namespace Hermetic.Core.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>Probability that a standard normal variable is below <paramref name="z"/>.</summary>
    /// <param name="z">Argument.</param>
    public static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>The number that a standard normal variable exceeds with a given probability (the significance of a p-value).</summary>
    /// <param name="probability">Above 0 and below 1; small ones keep their relative precision.</param>
    public static double UpperQuantile(double probability) => Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * probability);
}
