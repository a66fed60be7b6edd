namespace Hermetic.Analysis.Tracking;

/// <summary>The test of Kolmogorov and Smirnov for probabilities that should be uniform.</summary>
public static class FlatnessTest
{
    /// <summary>Probability that numbers from the uniform distribution are farther from it than these, by the asymptotic formula with M. A. Stephens's correction (J. R. Stat. Soc. B 32 (1970) 115), good from some ten numbers on. LIT.</summary>
    /// <param name="values">Numbers from 0 to 1; NaN is returned for fewer than ten.</param>
    public static double Probability(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 10)
        {
            return double.NaN;
        }

        double[] sorted = [.. values.Order()];
        int n = sorted.Length;
        double distance = 0;
        for (int i = 0; i < n; i++)
        {
            distance = Math.Max(distance, Math.Max(((i + 1) / (double)n) - sorted[i], sorted[i] - (i / (double)n)));
        }

        double lambda = distance * (Math.Sqrt(n) + 0.12 + (0.11 / Math.Sqrt(n))), sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2 * k * k * lambda * lambda);
        }

        // The series does not converge near 0, where the probability is 1.
        return lambda < 0.2 ? 1 : Math.Clamp(sum, 0, 1);
    }
}
