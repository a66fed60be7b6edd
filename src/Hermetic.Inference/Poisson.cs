using MathNet.Numerics;

namespace Hermetic.Inference;

/// <summary>Poisson probabilities and the ranges that hold them.</summary>
internal static class Poisson
{
    /// <summary>Fills the probabilities of the counts first, first + 1, ...</summary>
    /// <param name="mean">Mean, at least 0.</param>
    /// <param name="first">Count of the first element.</param>
    /// <param name="probabilities">Receives the probabilities.</param>
    public static void Fill(double mean, int first, Span<double> probabilities)
    {
        if (probabilities.IsEmpty)
        {
            return;
        }

        if (mean == 0)
        {
            probabilities.Clear();
            if (first == 0)
            {
                probabilities[0] = 1;
            }

            return;
        }

        // From the largest element in range outwards: no element that matters is reached through an underflow.
        int anchor = (int)Math.Clamp(mean, first, first + probabilities.Length - 1) - first;
        double top = anchor + first == 0
            ? Math.Exp(-mean)
            : Math.Exp(((anchor + first) * Math.Log(mean)) - mean - SpecialFunctions.FactorialLn(anchor + first));
        probabilities[anchor] = top;
        double p = top;
        for (int i = anchor + 1; i < probabilities.Length; i++)
        {
            p *= mean / (first + i);
            probabilities[i] = p;
        }

        p = top;
        for (int i = anchor; i > 0; i--)
        {
            p *= (first + i) / mean;
            probabilities[i - 1] = p;
        }
    }

    /// <summary>A count such that the probability to exceed it is below exp(-depth) (Bernstein's inequality).</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="depth">Minus the logarithm of the probability.</param>
    public static int Above(double mean, double depth) =>
        (int)Math.Ceiling(mean + (depth / 3) + Math.Sqrt((depth * depth / 9) + (2 * depth * mean)));

    /// <summary>A count, at least 0, such that the probability to stay below it is below exp(-depth) (Chernoff).</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="depth">Minus the logarithm of the probability.</param>
    public static int Below(double mean, double depth) => (int)Math.Max(0, Math.Floor(mean - Math.Sqrt(2 * depth * mean)));

    /// <summary>Half the deviance, n ln(n / mean) - n + mean: how deep in the tail a count (or an Asimov value, not an integer) lies.</summary>
    /// <param name="count">Count, at least 0.</param>
    /// <param name="mean">Mean, above 0 unless the count is 0.</param>
    public static double HalfDeviance(double count, double mean) => (count > 0 ? count * Math.Log(count / mean) : 0) - count + mean;
}
