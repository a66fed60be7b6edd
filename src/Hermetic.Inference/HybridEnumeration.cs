using System.Runtime.InteropServices;
using System.Text;
using Hermetic.Core;
using Hermetic.Inference.Averages;
using MathNet.Numerics;

namespace Hermetic.Inference;

/// <summary>
/// CLs for one or more channels by the hybrid, prior-averaged method (R. Cousins, V. Highland, Nucl. Instrum. Meth. A 320 (1992) 331; T. Junk, Nucl. Instrum. Meth.
/// A 434 (1999) 435). Outcomes (n_1, ..., n_K) are summed, not sampled. They are ordered by the likelihood ratio at nominal rates, Q = sum_i n_i ln(1 + mu s_i / b_i),
/// which for one channel is n; ties (1e-10, relative) count. Background uncertainties are averaged over their priors: one of one channel alone in
/// the probabilities of its counts, shared ones, such as the signal's, over the points of a joint prior. Q is taken at the tested strength, so that the result does not depend on the unit in which the strength is measured. A channel with
/// b = 0 is ordered as the limit b -> 0: an event there outweighs any number elsewhere.
/// </summary>
public static class HybridEnumeration
{
    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One or more channels; those without signal do not matter.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static LimitResult Compute(CountingModel model, double confidenceLevel) => Compute(BinnedModel.Of(model), confidenceLevel);

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One or more bins with any uncertainties; bins without signal do not matter.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static LimitResult Compute(BinnedModel model, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(confidenceLevel);
        Enumerator enumerator = new(model);
        return LastCrossing.Find(enumerator.Test, 1 / model.TotalSignal, confidenceLevel, Describe(enumerator.Averages));
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One or more channels.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static HypothesisTest Test(CountingModel model, double strength) => Test(BinnedModel.Of(model), strength);

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One or more bins.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static HypothesisTest Test(BinnedModel model, double strength)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new Enumerator(model).Test(strength);
    }

    /// <summary>The observed limit alone.</summary>
    /// <param name="model">One or more bins.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static double Observed(BinnedModel model, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(confidenceLevel);
        return LastCrossing.Limit(new ObservedCurve(new Enumerator(model)), 0, 1 / model.TotalSignal, confidenceLevel);
    }

    private static string Describe(AveragedModel averages)
    {
        StringBuilder text = new("CLs, hybrid, likelihood ratio at nominal rates, enumeration of counts");
        if (averages.Model.Bins.Count > 1)
        {
            text.Append($" in {averages.Model.Bins.Count} channels");
        }

        return text.Append(averages.Describe()).ToString();
    }

    private sealed class ObservedCurve(Enumerator enumerator) : IClsCurves
    {
        public double Cls(int curve, double strength) => enumerator.Observed(strength).Cls;
    }

    private sealed class Enumerator
    {
        /// <summary>Total probability of the background-only outcomes that are left out: far beyond the +2 sigma quantile, or without weight.</summary>
        private const double Pruned = 1e-12;

        /// <summary>Fraction of the background-only ensemble in which the quantiles up to +2 sigma (0.977) are looked for.</summary>
        private const double ListedQuantile = 0.999;

        private const double TieTolerance = 1e-10;
        private const int MostOutcomes = 2_000_000;
        private const long MostVisits = 200_000_000;

        /// <summary>Minus the logarithm of the background that stands for the limit b -> 0 in the ordering.</summary>
        private const double NoBackgroundWeight = 690;

        private readonly Bin[] _channels;
        private readonly double[] _nominal;
        private readonly int[] _indices;

        /// <summary>By channel, then by point of the prior of the backgrounds: probabilities of the counts without signal.</summary>
        private readonly double[][][] _background;

        /// <summary>Background-only outcomes: the counts, channel by channel, and the probability of each outcome.</summary>
        private readonly List<int> _counts = [];
        private readonly List<double> _probabilities = [];

        /// <summary>Q of the outcomes in ascending order, which outcomes these are, how many of them are used, and the largest count of each channel in those.</summary>
        private readonly double[] _q;
        private readonly int[] _order;
        private readonly int[] _largest;
        private int _used;

        /// <summary>Weight of an event of each channel in Q.</summary>
        private readonly double[] _weights;

        /// <summary>Per channel, by count and column: probability with signal at each point of the prior and, in the last columns, without signal.</summary>
        private readonly double[][] _table;
        private readonly int[] _lengths;
        private readonly Ensemble _ensemble = new(0, TieTolerance);
        private readonly double[] _priorWeights;
        private readonly double[] _backgroundWeights;
        private readonly int _columns;
        private double[] _lastCumulative = [];
        private long _visits;

        public Enumerator(BinnedModel model)
        {
            RefuseIfTooLargeToList(model);
            _indices = [.. Enumerable.Range(0, model.Bins.Count).Where(i => model.Bins[i].Signal > 0)];
            _channels = [.. _indices.Select(i => model.Bins[i])];
            _nominal = [.. _channels.Select(c => c.Expected)];
            Averages = new AveragedModel(model, Pruned / (10 * _channels.Length));
            _priorWeights = Averages.Prior.Weights;
            _backgroundWeights = Averages.BackgroundPoints == 1 ? [1] : _priorWeights;
            _columns = _priorWeights.Length + _backgroundWeights.Length;
            _background = [.. _indices.Select(i => Enumerable.Range(0, _backgroundWeights.Length).Select(k => Averages.BackgroundCounts(i, k)).ToArray())];
            _largest = new int[_channels.Length];
            _weights = new double[_channels.Length];
            _table = new double[_channels.Length][];
            _lengths = new int[_channels.Length];
            ListOutcomes();
            _q = new double[_probabilities.Count];
            _order = new int[_probabilities.Count];
        }

        public AveragedModel Averages { get; }

        public HypothesisTest Test(double strength)
        {
            HypothesisTest observed = Observed(strength);
            FillEnsemble();
            _ensemble.Order();
            return observed with { Expected = _ensemble.ExpectedCls() };
        }

        /// <summary>The test of the observed counts, without expected values.</summary>
        public HypothesisTest Observed(double strength)
        {
            double observed = 0;
            for (int i = 0; i < _channels.Length; i++)
            {
                double events = strength * _channels[i].Signal;
                double b = _nominal[i];
                _weights[i] = b > 0 ? SpecialFunctions.Log1p(events / b) : Math.Max(0, NoBackgroundWeight + Math.Log(events));
                observed += _channels[i].Observed * _weights[i];
            }

            double budget = observed * (1 + TieTolerance);
            OrderOutcomes();
            Tabulate(strength, budget);

            _visits = 0;
            double clb = 0;
            for (int k = 0; k < _backgroundWeights.Length; k++)
            {
                clb += _backgroundWeights[k] * SumUpTo(0, budget, _priorWeights.Length + k);
            }

            double clsb = 0;
            for (int k = 0; k < _priorWeights.Length; k++)
            {
                clsb += _priorWeights[k] * SumUpTo(0, budget, k);
            }

            if (clb == 0)
            {
                throw new InputException("the observed events have no measurable probability under background alone; the model does not describe the data");
            }

            return new HypothesisTest(strength, clsb, clb, Math.Min(1, clsb / clb), []);
        }

        private static void RefuseIfTooLargeToList(BinnedModel model)
        {
            foreach (Bin bin in model.Bins)
            {
                CountingModel.RefuseIfTooLargeToList(bin.Name, bin.Expected, bin.Observed);
            }
        }

        /// <summary>Lists the background-only outcomes whose probability is worth it; the threshold falls until what is left out is below <see cref="Pruned"/>.</summary>
        private void ListOutcomes()
        {
            double[] best = new double[_channels.Length + 1];
            best[^1] = 1;
            for (int i = _channels.Length - 1; i >= 0; i--)
            {
                best[i] = best[i + 1] * _background[i].Max(counts => counts.Max());
            }

            int[] counts = new int[_channels.Length];
            double[][] products = [.. Enumerable.Range(0, _channels.Length + 1).Select(i => new double[_backgroundWeights.Length])];
            _backgroundWeights.CopyTo(products[0], 0);
            double listed = 0;
            for (double threshold = 0.01 * Pruned; 1 - listed > Pruned && threshold > 1e-24; threshold /= 10)
            {
                _counts.Clear();
                _probabilities.Clear();
                List(0, 1, threshold, best, products, counts);
                listed = _probabilities.Sum();
            }
        }

        private void List(int channel, double probability, double threshold, double[] best, double[][] products, int[] counts)
        {
            if (channel == _channels.Length)
            {
                if (_probabilities.Count == MostOutcomes)
                {
                    throw TooMany();
                }

                _counts.AddRange(counts);
                _probabilities.Add(probability);
                return;
            }

            int longest = _background[channel].Max(c => c.Length);
            for (int n = 0; n < longest; n++)
            {
                double sum = 0;
                for (int k = 0; k < _backgroundWeights.Length; k++)
                {
                    double[] background = _background[channel][k];
                    products[channel + 1][k] = n < background.Length ? products[channel][k] * background[n] : 0;
                    sum += products[channel + 1][k];
                }

                if (sum * best[channel + 1] >= threshold)
                {
                    counts[channel] = n;
                    List(channel + 1, sum, threshold, best, products, counts);
                }
            }
        }

        private InputException TooMany() => new(
            $"the outcomes of {_channels.Length} channels are too many to be listed (more than {MostOutcomes}); join channels of similar signal-to-background ratio");

        private void Tabulate(double strength, double budget)
        {
            int points = _priorWeights.Length;
            for (int i = 0; i < _channels.Length; i++)
            {
                double signal = strength * _channels[i].Signal;
                double largestFactor = 0;
                for (int k = 0; k < points; k++)
                {
                    largestFactor = Math.Max(largestFactor, Averages.SignalFactor(_indices[i], k));
                }

                // As far as the tail of the observation reaches, but not to where there is no probability left.
                int longest = _background[i].Max(c => c.Length);
                double reach = Math.Min(budget / _weights[i], longest + Poisson.Above(signal * largestFactor, -Math.Log(Pruned)));
                int length = Math.Max(_largest[i], budget == 0 ? 0 : (int)reach) + 1;
                _lengths[i] = length;
                if (_table[i] is null || _table[i].Length < length * _columns)
                {
                    _table[i] = new double[length * _columns];
                }

                double[] table = _table[i];
                double[] poisson = new double[length];
                for (int k = 0; k < points; k++)
                {
                    double[] background = _background[i][_backgroundWeights.Length == 1 ? 0 : k];
                    Poisson.Fill(signal * Averages.SignalFactor(_indices[i], k), 0, poisson);
                    for (int n = 0; n < length; n++)
                    {
                        table[(n * _columns) + k] = Convolution(background, poisson, n);
                    }
                }

                for (int k = 0; k < _backgroundWeights.Length; k++)
                {
                    double[] background = _background[i][k];
                    for (int n = 0; n < length; n++)
                    {
                        table[(n * _columns) + points + k] = n < background.Length ? background[n] : 0;
                    }
                }
            }

            Cumulate();
        }

        /// <summary>Probability of n events from background and signal together.</summary>
        private static double Convolution(double[] background, double[] signal, int n)
        {
            double sum = 0;
            int last = Math.Min(n, background.Length - 1);
            for (int j = 0; j <= last; j++)
            {
                sum += background[j] * signal[n - j];
            }

            return sum;
        }

        private void Cumulate()
        {
            double[] last = _table[^1];
            int size = _lengths[^1] * _columns;
            if (_lastCumulative.Length < size)
            {
                _lastCumulative = new double[size];
            }

            for (int j = 0; j < size; j++)
            {
                _lastCumulative[j] = last[j] + (j < _columns ? 0 : _lastCumulative[j - _columns]);
            }
        }

        /// <summary>Probability that the channels from the given one on contribute at most the budget to Q.</summary>
        private double SumUpTo(int channel, double budget, int column)
        {
            if (++_visits > MostVisits)
            {
                throw TooMany();
            }

            // A budget of 0 admits the empty channel only; the difference of two equal sums may come out just below 0.
            double most = budget > 0 ? budget / _weights[channel] : 0;
            int last = (int)Math.Min(most, _lengths[channel] - 1);
            if (channel == _channels.Length - 1)
            {
                return _lastCumulative[(last * _columns) + column];
            }

            double[] table = _table[channel];
            double sum = 0;
            for (int n = 0; n <= last; n++)
            {
                sum += table[(n * _columns) + column] * SumUpTo(channel + 1, budget - (n * _weights[channel]), column);
            }

            return sum;
        }

        /// <summary>
        /// Puts the listed outcomes in the order of Q, up to <see cref="ListedQuantile"/> of their ensemble: the expected limits lie below it, and most of the outcomes above.
        /// </summary>
        private void OrderOutcomes()
        {
            // Those that reached the quantile in the order of another strength reach it in this one, too: none beyond the last of them needs sorting.
            double bound = _used == 0 ? double.PositiveInfinity : 0;
            for (int j = 0; j < _used; j++)
            {
                bound = Math.Max(bound, Statistic(_order[j]));
            }

            bound *= 1 + TieTolerance;
            int kept = 0;
            for (int o = 0; o < _probabilities.Count; o++)
            {
                double q = Statistic(o);
                if (q <= bound)
                {
                    _q[kept] = q;
                    _order[kept++] = o;
                }
            }

            Array.Sort(_q, _order, 0, kept);
            Array.Clear(_largest);
            double listed = 0;
            _used = 0;
            while (_used < kept && (listed < ListedQuantile || _q[_used] <= _q[_used - 1] * (1 + TieTolerance)))
            {
                int o = _order[_used++];
                listed += _probabilities[o];
                for (int i = 0; i < _largest.Length; i++)
                {
                    _largest[i] = Math.Max(_largest[i], _counts[(o * _largest.Length) + i]);
                }
            }
        }

        private double Statistic(int outcome)
        {
            ReadOnlySpan<int> counts = CollectionsMarshal.AsSpan(_counts).Slice(outcome * _weights.Length, _weights.Length);
            double q = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                q += counts[i] * _weights[i];
            }

            return q;
        }

        private void FillEnsemble()
        {
            int channels = _channels.Length;
            double[] product = new double[_priorWeights.Length];
            _ensemble.Clear();
            for (int j = 0; j < _used; j++)
            {
                int o = _order[j];
                _priorWeights.CopyTo(product, 0);
                for (int i = 0; i < channels; i++)
                {
                    ReadOnlySpan<double> row = _table[i].AsSpan(_counts[(o * channels) + i] * _columns, product.Length);
                    for (int k = 0; k < product.Length; k++)
                    {
                        product[k] *= row[k];
                    }
                }

                double signal = 0;
                for (int k = 0; k < product.Length; k++)
                {
                    signal += product[k];
                }

                _ensemble.Add(_q[j], _probabilities[o], signal);
            }
        }
    }
}
