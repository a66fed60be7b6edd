using Hermetic.Core;
using Hermetic.Inference.Averages;

namespace Hermetic.Inference.Intervals;

/// <summary>Fisher information of the signal strength in the probabilities after the average over all nuisance parameters: E[(d ln P / d mu)^2], summed over outcomes.</summary>
internal sealed class FisherInformation(AveragedModel averages)
{
    private const double Threshold = 1e-8;
    private const int MostOutcomes = 200_000;
    private const double RelativeStep = 1e-3;

    private double[][][] _up = [];
    private double[][][] _down = [];
    private int _outcomes;

    /// <summary>The information at a strength.</summary>
    /// <param name="strength">Above 0.</param>
    /// <exception cref="InputException">The outcomes are too many.</exception>
    public double At(double strength)
    {
        BinnedModel model = averages.Model;
        bool shared = averages.Prior.Weights.Length > 1;
        if (!shared && model.Bins.Count > 1)
        {
            // Independent bins: their information adds.
            return Enumerable.Range(0, model.Bins.Count).Where(i => model.Bins[i].Signal > 0).Sum(i => Sum([i], strength));
        }

        return Sum([.. Enumerable.Range(0, model.Bins.Count).Where(i => model.Bins[i].Signal > 0)], strength);
    }

    private double Sum(int[] bins, double strength)
    {
        int points = averages.Prior.Weights.Length;
        double step = RelativeStep * strength;
        _up = [.. bins.Select(i => Table(i, strength + step))];
        _down = [.. bins.Select(i => Table(i, strength - step))];
        double[][] up = [.. Enumerable.Range(0, bins.Length + 1).Select(i => new double[points])];
        double[][] down = [.. Enumerable.Range(0, bins.Length + 1).Select(i => new double[points])];
        averages.Prior.Weights.CopyTo(up[0], 0);
        averages.Prior.Weights.CopyTo(down[0], 0);
        _outcomes = 0;
        return Sum(0, 2 * step, up, down);
    }

    /// <summary>By count, then by point of the prior.</summary>
    private double[][] Table(int bin, double strength)
    {
        int length = averages.Length(bin, strength, 0.1 * Threshold);
        double[][] byPoint = [.. Enumerable.Range(0, averages.Prior.Weights.Length).Select(k => averages.Counts(bin, strength, k, length))];
        return [.. Enumerable.Range(0, length).Select(n => byPoint.Select(c => c[n]).ToArray())];
    }

    private double Sum(int depth, double width, double[][] up, double[][] down)
    {
        if (depth == _up.Length)
        {
            if (++_outcomes > MostOutcomes)
            {
                throw new InputException("the outcomes are too many for the reference prior; allowed: the flat prior, or fewer bins");
            }

            double high = up[depth].Sum();
            double low = down[depth].Sum();
            double derivative = (high - low) / width;
            return derivative * derivative / (0.5 * (high + low));
        }

        double information = 0;
        for (int n = 0; n < Math.Min(_up[depth].Length, _down[depth].Length); n++)
        {
            double sum = 0;
            double[] upAt = _up[depth][n];
            double[] downAt = _down[depth][n];
            for (int k = 0; k < upAt.Length; k++)
            {
                up[depth + 1][k] = up[depth][k] * upAt[k];
                down[depth + 1][k] = down[depth][k] * downAt[k];
                sum += up[depth + 1][k] + down[depth + 1][k];
            }

            information += sum > Threshold ? Sum(depth + 1, width, up, down) : 0;
        }

        return information;
    }
}
