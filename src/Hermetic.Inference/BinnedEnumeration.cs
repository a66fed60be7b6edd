using Hermetic.Core;
using Hermetic.Inference.Averages;
using Hermetic.Inference.Profiles;
using Hermetic.Inference.SingleBin;

namespace Hermetic.Inference;

/// <summary>
/// CLs of several bins with the profiled q-tilde, summed over all outcomes: the counts of all bins and the control counts of their gamma factors. For few bins with known backgrounds
/// or small control counts the list is feasible. A log-normal uncertainty of the signal is averaged in the probabilities, as in <see cref="ExactEnumeration"/>; other normal
/// parameters have no list of outcomes. The fits are those of <see cref="ProfileToys"/>, whose limit of many toys this is.
/// </summary>
public static class BinnedEnumeration
{
    private const int MostOutcomes = 60_000;
    private const double Threshold = 1e-9;
    private const double TieTolerance = 1e-7;
    private const double Tolerance = 1e-5;

    /// <summary>Whether the construction applies: backgrounds known or from control counts, and the signal's uncertainty, if any, log-normal. The list may still be too long.</summary>
    /// <param name="model">The experiment.</param>
    public static bool Covers(BinnedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Nuisances.All(n => n.Kind == NuisanceKind.Gamma || (n.Kind == NuisanceKind.LogNormal && n.Effects.All(e => e.Process == BinnedModel.Signal)));
    }

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">A normal parameter acts on a background, or the outcomes are too many to be listed.</exception>
    public static LimitResult Compute(BinnedModel model, double confidenceLevel)
    {
        LastCrossing.Require(confidenceLevel);
        Enumerator enumerator = new(model);
        string controls = enumerator.HasControls ? " and control counts" : "; background known";
        string signal = enumerator.HasSignalUncertainty ? "; signal uncertainty averaged over a log-normal prior" : "";
        return LastCrossing.Find(
            enumerator.Test, 1 / model.TotalSignal, confidenceLevel, $"CLs, q-tilde, exact enumeration of counts in {model.Bins.Count} channels{controls}{signal}", Tolerance);
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="InputException">A normal parameter acts on a background, or the outcomes are too many to be listed.</exception>
    public static HypothesisTest Test(BinnedModel model, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new Enumerator(model).Test(strength);
    }

    private sealed class Enumerator
    {
        private readonly BinnedModel _model;
        private readonly BinnedLikelihood _likelihood;
        private readonly ProfileFit _fit;
        private readonly SharedPrior _prior;
        private readonly double[][] _signalFactor;
        private readonly Dictionary<long, (double Best, double Strength)> _best = [];
        private readonly OutcomeList _list = new();

        public Enumerator(BinnedModel model)
        {
            if (!Covers(model))
            {
                throw new InputException("exact enumeration of several bins takes known backgrounds or control counts; allowed for other uncertainties: toys, or the hybrid construction");
            }

            foreach (Bin bin in model.Bins)
            {
                CountingModel.RefuseIfTooLargeToList(bin.Name, bin.Expected, bin.Observed);
            }

            Nuisance[] signal = [.. model.Nuisances.Where(n => n.Kind == NuisanceKind.LogNormal)];
            HasSignalUncertainty = signal.Length > 0;
            _prior = SharedPrior.Create(signal, (2 * (model.TotalBackground + model.TotalObserved)) + 15);
            _signalFactor = [.. model.Bins.Select(b => _prior.Values.Select(v => signal.Select((n, j) =>
                n.Effects.Where(e => e.Bin == b.Name).Aggregate(1.0, (f, e) => f * SharedPrior.Factor(n, e, v[j]))).Aggregate(1.0, (f, g) => f * g)).ToArray())];
            _model = new BinnedModel(model.Bins, [.. model.Nuisances.Except(signal)]);
            _likelihood = new BinnedLikelihood(_model);
            _fit = new ProfileFit(_likelihood);
        }

        public bool HasControls => _likelihood.Nuisances > 0;

        public bool HasSignalUncertainty { get; }

        public HypothesisTest Test(double strength)
        {
            int bins = _likelihood.Bins;
            double[] without = Means(0, out double[] controlWithout);
            double[] with = Means(strength, out double[] controlWith);
            int points = _prior.Weights.Length;

            // Per count: first value, probabilities without signal, and with it at each point of the signal's prior.
            (int First, double[] Without, double[][] With)[] axes = new (int, double[], double[][])[bins + _likelihood.Nuisances];
            for (int i = 0; i < bins; i++)
            {
                double signal = strength * _model.Bins[i].Signal;
                double background = with[i] - signal;
                axes[i] = Axis(without[i], [.. _signalFactor[i].Select(f => Math.Max(0, background + (signal * f)))]);
            }

            for (int j = 0; j < _likelihood.Nuisances; j++)
            {
                axes[bins + j] = Axis(controlWithout[j], [.. Enumerable.Repeat(controlWith[j], points)]);
            }

            _list.Clear();
            double[][] products = [.. Enumerable.Range(0, axes.Length + 1).Select(_ => new double[points])];
            _prior.Weights.CopyTo(products[0], 0);
            double[] values = new double[axes.Length];
            int outcomes = 0;
            double best = _fit.Best(_likelihood.Counts, _likelihood.Auxiliary);
            double fitted = _fit.Parameters[^1];
            double observed = fitted >= strength ? 0 : 2 * (_fit.Conditional(_likelihood.Counts, _likelihood.Auxiliary, strength) - best);
            double clsb = 0;
            double clb = 0;
            List(0, 1, 0);
            if (observed <= TieTolerance)
            {
                (clsb, clb) = (1, 1);
            }
            else if (clb <= 0)
            {
                throw new InputException("the observed events have no measurable probability under background alone; the model does not describe the data");
            }

            return new HypothesisTest(strength, clsb, clb, Math.Min(1, clsb / clb), _list.ExpectedCls(TieTolerance));

            void List(int axis, double probability, long key)
            {
                if (axis == axes.Length)
                {
                    if (++outcomes > MostOutcomes)
                    {
                        throw new InputException(
                            $"the outcomes of {bins} bins with {_likelihood.Nuisances} control counts are more than {MostOutcomes}; allowed: toys, or the hybrid construction");
                    }

                    double q = Statistic(values, strength, key);
                    if (q > TieTolerance)
                    {
                        double signal = products[axis].Sum();
                        _list.Add(q, probability, signal);
                        if (q >= observed - TieTolerance)
                        {
                            clsb += signal;
                            clb += probability;
                        }
                    }

                    return;
                }

                (int first, double[] withoutSignal, double[][] withSignal) = axes[axis];
                for (int n = 0; n < withoutSignal.Length; n++)
                {
                    double sum = 0;
                    for (int k = 0; k < points; k++)
                    {
                        products[axis + 1][k] = products[axis][k] * withSignal[k][n];
                        sum += products[axis + 1][k];
                    }

                    double background = probability * withoutSignal[n];
                    if (Math.Max(sum, background) > Threshold)
                    {
                        values[axis] = first + n;
                        List(axis + 1, background, (key * 4096) + first + n);
                    }
                }
            }
        }

        private double Statistic(double[] values, double strength, long key)
        {
            ReadOnlySpan<double> counts = values.AsSpan(0, _likelihood.Bins);
            ReadOnlySpan<double> controls = values.AsSpan(_likelihood.Bins);

            // The best fit does not depend on the strength. A key holds up to five counts without overflow; beyond that nothing is kept.
            bool keeps = values.Length <= 5;
            if (!keeps || !_best.TryGetValue(key, out (double Best, double Strength) fit))
            {
                fit = (_fit.Best(counts, controls), _fit.Parameters[^1]);
                if (keeps)
                {
                    _best[key] = fit;
                }
            }

            return fit.Strength >= strength ? 0 : 2 * (_fit.Conditional(counts, controls, strength) - fit.Best);
        }

        private double[] Means(double strength, out double[] controls)
        {
            _fit.Conditional(_likelihood.Counts, _likelihood.Auxiliary, strength);
            double[] rates = new double[_likelihood.Bins];
            controls = new double[_likelihood.Nuisances];
            _likelihood.Rates(_fit.Parameters, rates);
            _likelihood.Asimov(_fit.Parameters, controls);
            return rates;
        }

        private static (int First, double[] Without, double[][] With) Axis(double without, double[] with)
        {
            double depth = -Math.Log(Threshold);
            int first = Math.Min(Poisson.Below(without, depth), Poisson.Below(with.Min(), depth));
            int length = Math.Min(1000 + first, Math.Max(Poisson.Above(without, depth), Poisson.Above(with.Max(), depth))) - first + 1;
            double[] background = new double[length];
            Poisson.Fill(without, first, background);
            double[][] signal = [.. with.Select(mean =>
            {
                double[] probabilities = new double[length];
                Poisson.Fill(mean, first, probabilities);
                return probabilities;
            })];
            return (first, background, signal);
        }
    }
}
