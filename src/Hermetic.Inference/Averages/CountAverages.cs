using Hermetic.Core.Numerics;
using MathNet.Numerics;

namespace Hermetic.Inference.Averages;

/// <summary>Probabilities of the counts of one background, averaged over the prior of its own uncertainty.</summary>
internal static class CountAverages
{
    /// <summary>Poisson probabilities.</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="tail">Probability that may be left out.</param>
    public static double[] Known(double mean, double tail)
    {
        double[] result = new double[mean == 0 ? 1 : Poisson.Above(mean, -Math.Log(tail)) + 1];
        Poisson.Fill(mean, 0, result);
        return result;
    }

    /// <summary>Averaged over a gamma distribution of mean and shape: negative binomial.</summary>
    /// <param name="mean">Mean, above 0.</param>
    /// <param name="shape">Shape tau.</param>
    /// <param name="tail">Probability that may be left out.</param>
    public static double[] OverGamma(double mean, double shape, double tail)
    {
        double rate = shape / mean;
        List<double> result = [];
        double logarithm = -shape * SpecialFunctions.Log1p(1 / rate);
        for (int n = 0; ; n++)
        {
            result.Add(Math.Exp(logarithm));
            double ratio = (n + shape) / ((n + 1) * (1 + rate));
            double largestRatio = Math.Max(ratio, 1 / (1 + rate));
            if (largestRatio < 1 && result[n] * largestRatio / (1 - largestRatio) < tail)
            {
                return [.. result];
            }

            logarithm += Math.Log(ratio);
        }
    }

    /// <summary>Averaged over a log-normal distribution.</summary>
    /// <param name="median">Median, above 0.</param>
    /// <param name="relative">kappa - 1.</param>
    /// <param name="tail">Probability that may be left out.</param>
    public static double[] OverLogNormal(double median, double relative, double tail)
    {
        LogNormalRule prior = LogNormalRule.Create(relative, median);
        return Average(prior.Factors, prior.Weights, median, tail);
    }

    /// <summary>Averaged over a normal distribution that is truncated at 0.</summary>
    /// <param name="mean">Mean before truncation, above 0.</param>
    /// <param name="deviation">Standard deviation before truncation, above 0.</param>
    /// <param name="tail">Probability that may be left out.</param>
    public static double[] OverGaussian(double mean, double deviation, double tail)
    {
        const int Order = 48;
        double low = Math.Max(-mean / deviation, -7.5);
        double width = 1 / Math.Sqrt(1 + (deviation * deviation / mean));
        int panels = (int)Math.Ceiling((7.5 - low) / (8 * width));
        Quadrature rule = Quadrature.GaussLegendre(Order);
        double[] factors = new double[panels * Order];
        double[] weights = new double[panels * Order];
        double sum = 0;
        for (int i = 0; i < factors.Length; i++)
        {
            double z = low + ((7.5 - low) * ((i / Order) + rule.Nodes[i % Order]) / panels);
            factors[i] = Math.Max(0, 1 + (z * deviation / mean));
            weights[i] = rule.Weights[i % Order] * Math.Exp(-0.5 * z * z);
            sum += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return Average(factors, weights, mean, tail);
    }

    /// <summary>Probabilities of the sum of two independent counts.</summary>
    /// <param name="one">Probabilities of one.</param>
    /// <param name="other">Probabilities of the other.</param>
    public static double[] Convolve(double[] one, double[] other)
    {
        double[] result = new double[one.Length + other.Length - 1];
        for (int i = 0; i < one.Length; i++)
        {
            for (int j = 0; j < other.Length; j++)
            {
                result[i + j] += one[i] * other[j];
            }
        }

        return result;
    }

    private static double[] Average(double[] factors, double[] weights, double rate, double tail)
    {
        double[] sum = new double[Poisson.Above(rate * factors[^1], -Math.Log(tail)) + 1];
        for (int k = 0; k < factors.Length; k++)
        {
            double mean = rate * factors[k];
            double[] node = Known(mean, tail);
            for (int n = 0; n < node.Length; n++)
            {
                sum[n] += weights[k] * node[n];
            }
        }

        int length = sum.Length;
        for (double left = sum[^1]; left < tail && length > 1; left += sum[length - 1])
        {
            length--;
        }

        return sum[..length];
    }
}
