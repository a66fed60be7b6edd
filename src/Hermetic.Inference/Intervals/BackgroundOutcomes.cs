using Hermetic.Core.Random;
using Hermetic.Inference.Averages;

namespace Hermetic.Inference.Intervals;

/// <summary>Outcomes of a repetition of an experiment without signal, with its uncertainties averaged over their priors.</summary>
internal static class BackgroundOutcomes
{
    private const int Draws = 20_000;

    /// <summary>
    /// The outcomes at -2 to +2 sigma. One bin is ordered by its count; several are drawn and ordered by the likelihood ratio of about three signal events at nominal rates.
    /// </summary>
    /// <param name="model">The experiment.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Band(BinnedModel model, ulong seed)
    {
        AveragedModel averages = new(model, 1e-9);
        if (model.Bins.Count == 1)
        {
            return [.. Inference.Band.Quantiles(Counts(averages)).Select(n => (IReadOnlyList<int>)[(int)n])];
        }

        double strength = 3 / model.TotalSignal;
        double[] weights = [.. model.Bins.Select(b => Math.Log(1 + (strength * b.Signal / Math.Max(b.Expected, 1e-6))))];
        int[][] outcomes = new int[Draws][];
        for (int i = 0; i < Draws; i++)
        {
            RandomStream random = new(seed, (1UL << 40) + (ulong)i, StreamNumber.Toys);
            outcomes[i] = Draw(averages, ref random);
        }

        double[] order = [.. outcomes.Select(o => o.Select((n, i) => n * weights[i]).Sum())];
        Array.Sort(order, outcomes);
        return [.. Inference.Band.Probabilities.Select(p => outcomes[Math.Min(Draws - 1, (int)Math.Ceiling(p * Draws) - 1)])];
    }

    /// <summary>Counts of a single bin with their probabilities.</summary>
    private static IEnumerable<(double Count, double Probability)> Counts(AveragedModel averages)
    {
        double[] sum = [];
        for (int k = 0; k < averages.BackgroundPoints; k++)
        {
            double[] counts = averages.BackgroundCounts(0, k);
            double weight = averages.BackgroundPoints == 1 ? 1 : averages.Prior.Weights[k];
            if (sum.Length < counts.Length)
            {
                Array.Resize(ref sum, counts.Length);
            }

            for (int n = 0; n < counts.Length; n++)
            {
                sum[n] += weight * counts[n];
            }
        }

        return sum.Select((p, n) => ((double)n, p));
    }

    private static int[] Draw(AveragedModel averages, ref RandomStream random)
    {
        int point = 0;
        if (averages.BackgroundPoints > 1)
        {
            double u = random.NextUniform();
            while (point < averages.Prior.Weights.Length - 1 && u >= averages.Prior.Weights[point])
            {
                u -= averages.Prior.Weights[point++];
            }
        }

        int[] counts = new int[averages.Model.Bins.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            double[] probabilities = averages.BackgroundCounts(i, point);
            double u = random.NextUniform();
            while (counts[i] < probabilities.Length - 1 && u >= probabilities[counts[i]])
            {
                u -= probabilities[counts[i]++];
            }
        }

        return counts;
    }
}
