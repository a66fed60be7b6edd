using MathNet.Numerics;

namespace Hermetic.Core.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>Probability that a standard normal variable is below <paramref name="z"/>.</summary>
    /// <param name="z">Argument.</param>
    public static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));
}
