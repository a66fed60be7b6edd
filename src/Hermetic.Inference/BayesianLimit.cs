using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Inference.Averages;
using Hermetic.Inference.Intervals;

namespace Hermetic.Inference;

/// <summary>Prior of the signal strength.</summary>
public enum SignalPrior
{
    /// <summary>Uniform for strengths above 0.</summary>
    Flat,

    /// <summary>
    /// The reference prior of J. Bernardo for a single parameter, which is that of Jeffreys: the root of the Fisher information, here of the probabilities after the average over all
    /// nuisance parameters (L. Demortier, S. Jain, H. Prosper, Phys. Rev. D 82 (2010) 034002, method 2).
    /// </summary>
    Reference,
}

/// <summary>Bayesian upper limits: nuisance parameters are averaged over their priors, and the posterior of the strength is integrated up to the credibility level.</summary>
public static class BayesianLimit
{
    private const int Panels = 60;
    private const int Order = 8;
    private const int InformationPoints = 41;

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="credibility">Between 0 and 1.</param>
    /// <param name="prior">Prior of the strength.</param>
    /// <param name="seed">Seed of the outcomes behind the expected limits of several bins.</param>
    /// <exception cref="ArgumentException">The credibility is not between 0 and 1.</exception>
    /// <exception cref="InputException">The observation is impossible, or the outcomes are too many for the reference prior.</exception>
    public static LimitResult Compute(BinnedModel model, double credibility, SignalPrior prior, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(credibility);
        foreach (Bin bin in model.Bins)
        {
            CountingModel.RefuseIfTooLargeToList(bin.Name, bin.Expected, bin.Observed);
        }

        AveragedModel averages = new(model, 1e-13);
        Posterior posterior = new(averages, prior);
        double observed = posterior.Limit([.. model.Bins.Select(b => b.Observed)], credibility);
        Dictionary<string, double> known = [];
        double[] expected =
        [
            .. BackgroundOutcomes.Band(model, seed).Select(counts =>
            {
                string key = string.Join(' ', counts);
                if (!known.TryGetValue(key, out double value))
                {
                    known[key] = value = posterior.Limit([.. counts], credibility);
                }

                return value;
            }),
        ];
        string words = prior == SignalPrior.Flat ? "flat prior" : "reference prior";
        return new LimitResult(observed, expected, credibility, $"Bayesian, {words} of the signal{averages.Describe()}")
        {
            Remarks = ["Expected limits are those of the outcomes at the quantiles of the background-only ensemble."],
        };
    }

    /// <summary>The observed limit alone.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="credibility">Between 0 and 1.</param>
    /// <param name="prior">Prior of the strength.</param>
    /// <exception cref="ArgumentException">The credibility is not between 0 and 1.</exception>
    /// <exception cref="InputException">The observation is impossible, or the outcomes are too many for the reference prior.</exception>
    public static double Observed(BinnedModel model, double credibility, SignalPrior prior)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(credibility);
        return new Posterior(new AveragedModel(model, 1e-13), prior).Limit([.. model.Bins.Select(b => b.Observed)], credibility);
    }

    private sealed class Posterior(AveragedModel averages, SignalPrior prior)
    {
        private readonly double _unit = 1 / averages.Model.TotalSignal;
        private double[]? _prior;
        private double _priorEnd;

        public double Limit(int[] counts, double credibility)
        {
            // In the root of the signal, in which the reference prior is finite also where there is no background.
            double end = 2;
            double largest = 0;
            for (double root = 0; root <= 3; root += 0.25)
            {
                largest = Math.Max(largest, averages.Probability(counts, root * root * _unit));
            }

            for (; end < 1e4; end *= 1.15)
            {
                double at = averages.Probability(counts, end * end * _unit);
                largest = Math.Max(largest, at);
                if (at * end * end < 1e-10 * largest)
                {
                    break;
                }
            }

            if (largest == 0)
            {
                throw new InputException("the observed events have no measurable probability at any signal; the model does not describe the data");
            }

            if (prior == SignalPrior.Reference)
            {
                Prepare(end);
            }

            Quadrature rule = Quadrature.GaussLegendre(Order);
            double[] cumulative = new double[Panels + 1];
            for (int panel = 0; panel < Panels; panel++)
            {
                cumulative[panel + 1] = cumulative[panel] + Integral(counts, end * panel / Panels, end * (panel + 1) / Panels, rule);
            }

            double target = credibility * cumulative[^1];
            int inside = 0;
            while (cumulative[inside + 1] < target)
            {
                inside++;
            }

            double from = end * inside / Panels;
            double low = from;
            double high = end * (inside + 1) / Panels;
            while (high - low > 1e-10 * high)
            {
                double middle = 0.5 * (low + high);
                (low, high) = cumulative[inside] + Integral(counts, from, middle, rule) < target ? (middle, high) : (low, middle);
            }

            return low * low * _unit;
        }

        private double Integral(int[] counts, double low, double high, Quadrature rule)
        {
            double sum = 0;
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double root = low + ((high - low) * rule.Nodes[i]);
                sum += rule.Weights[i] * averages.Probability(counts, root * root * _unit) * Density(root);
            }

            return sum * (high - low);
        }

        /// <summary>Prior density in the root of the signal.</summary>
        private double Density(double root)
        {
            if (_prior is null)
            {
                return 2 * root;
            }

            // Cubic interpolation; the table is smooth.
            double position = Math.Min(root / _priorEnd, 1) * (InformationPoints - 1);
            int i = Math.Clamp((int)position, 1, InformationPoints - 3);
            double f = position - i;
            double a = _prior[i - 1], b = _prior[i], c = _prior[i + 1], d = _prior[i + 2];
            return b + (0.5 * f * (c - a + (f * ((2 * a) - (5 * b) + (4 * c) - d + (f * ((3 * (b - c)) + d - a))))));
        }

        private void Prepare(double end)
        {
            if (_prior is not null && _priorEnd >= end)
            {
                return;
            }

            _priorEnd = end;
            FisherInformation information = new(averages);
            _prior = [.. Enumerable.Range(0, InformationPoints).Select(i =>
            {
                double root = Math.Max(end * i / (InformationPoints - 1), 1e-3 * end / InformationPoints);
                return 2 * root * Math.Sqrt(information.At(root * root * _unit)) * _unit;
            })];
        }
    }
}
