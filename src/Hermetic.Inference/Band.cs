using Hermetic.Core.Numerics;

namespace Hermetic.Inference;

/// <summary>The band of expected limits: -2, -1, 0, +1, +2 sigma of the background-only ensemble.</summary>
public static class Band
{
    private static readonly double[] Values = [Normal.Cdf(-2), Normal.Cdf(-1), 0.5, Normal.Cdf(1), Normal.Cdf(2)];

    /// <summary>Probabilities below the five points, ascending.</summary>
    public static IReadOnlyList<double> Probabilities => Values;

    /// <summary>Inverted-CDF quantiles of a discrete distribution at the five points: values of outcomes, no interpolation between them.</summary>
    /// <param name="outcomes">Values with their probabilities, in any order; what is missing to a total of 1 counts as above all of them.</param>
    /// <returns>The five quantiles; the greatest value where the outcomes do not reach that far.</returns>
    public static double[] Quantiles(IEnumerable<(double Value, double Probability)> outcomes)
    {
        (double Value, double Probability)[] ordered = [.. outcomes.OrderBy(o => o.Value)];
        double[] result = new double[Values.Length];
        double sum = 0;
        int band = 0;
        for (int i = 0; i < ordered.Length && band < result.Length; i++)
        {
            sum += ordered[i].Probability;
            while (band < result.Length && (sum >= Values[band] - 1e-12 || i == ordered.Length - 1))
            {
                result[band++] = ordered[i].Value;
            }
        }

        return result;
    }
}
