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
    private const double LeastScale = 1e-9;
    private const int InformationPoints = 61;

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

    /// <summary>
    /// The posterior in the variable t with s = beta sinh^2 t, beta the smallest background in the signal's place: the reference prior of one bin, 1 / sqrt(s + b), becomes
    /// proportional to tanh t per root of s, smooth however small the background, and is finite also where there is none.
    /// </summary>
    private sealed class Posterior(AveragedModel averages, SignalPrior prior)
    {
        private readonly double _unit = 1 / averages.Model.TotalSignal;
        private readonly double _scale = Math.Sqrt(averages.Model.Bins
            .Where(b => b.Signal > 0 && b.Expected > 0)
            .Select(b => Math.Max(LeastScale, b.Expected * averages.Model.TotalSignal / b.Signal))
            .DefaultIfEmpty(1)
            .Min());
        private double[]? _prior;
        private double _priorEnd;

        public double Limit(int[] counts, double credibility)
        {
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

            end = Math.Asinh(end / _scale);
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

            return Strength(low);
        }

        private double Integral(int[] counts, double low, double high, Quadrature rule)
        {
            double sum = 0;
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double t = low + ((high - low) * rule.Nodes[i]);
                sum += rule.Weights[i] * averages.Probability(counts, Strength(t)) * Density(t) * Math.Cosh(t);
            }

            return sum * (high - low);
        }

        private double Root(double t) => _scale * Math.Sinh(t);

        private double Strength(double t) => Root(t) * Root(t) * _unit;

        /// <summary>Prior density in the root of the signal.</summary>
        private double Density(double t)
        {
            if (_prior is null)
            {
                return 2 * Root(t);
            }

            // Cubic interpolation; the table is smooth.
            double position = Math.Min(t / _priorEnd, 1) * (InformationPoints - 1);
            int i = Math.Clamp((int)position, 1, InformationPoints - 3);
            double f = position - i;
            double outer = f * (f - 1) * (((f + 1) * _prior[i + 2]) - ((f - 2) * _prior[i - 1])) / 6;
            return outer + (0.5 * (f + 1) * (f - 2) * (((f - 1) * _prior[i]) - (f * _prior[i + 1])));
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
                // With a background in every bin the information is finite, and the density in the root begins at 0.
                if (i == 0 && averages.Model.Bins.All(b => b.Signal == 0 || b.Expected > 0))
                {
                    return 0;
                }

                double t = Math.Max(i, 0.05) * end / (InformationPoints - 1);
                return 2 * Root(t) * Math.Sqrt(information.At(Strength(t))) * _unit;
            })];
        }
    }
}
