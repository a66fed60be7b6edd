using System.Runtime.InteropServices;
using System.Text;
using Hermetic.Core;
using MathNet.Numerics;

namespace Hermetic.Inference;

/// <summary>
/// CLs for one or more channels by the hybrid, prior-averaged method (R. Cousins, V. Highland, Nucl. Instrum. Meth. A 320 (1992) 331; T. Junk, Nucl. Instrum. Meth.
/// A 434 (1999) 435). Outcomes (n_1, ..., n_K) are summed, not sampled. They are ordered by the likelihood ratio at nominal rates, Q = sum_i n_i ln(1 + mu s_i / b_i),
/// which for one channel is n; ties (1e-10, relative) count. Background uncertainties are averaged over one prior per channel, the signal uncertainty over a log-normal
/// prior common to all. Q is taken at the tested strength, so that the result does not depend on the unit in which the strength is measured. A channel with
/// b = 0 is ordered as the limit b -> 0: an event there outweighs any number elsewhere.
/// </summary>
public static class HybridEnumeration
{
    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One or more channels; those without signal do not matter.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static LimitResult Compute(CountingModel model, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LastCrossing.Find(new Enumerator(model).Test, 1 / model.TotalSignal, confidenceLevel, Describe(model));
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One or more channels.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static HypothesisTest Test(CountingModel model, double strength)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new Enumerator(model).Test(strength);
    }

    private static string Describe(CountingModel model)
    {
        StringBuilder text = new("CLs, likelihood ratio at nominal rates, exact enumeration of counts");
        if (model.Channels.Count > 1)
        {
            text.Append($" in {model.Channels.Count} channels");
        }

        bool gamma = model.Channels.Any(c => c.Model == BackgroundModel.Gamma && c.BackgroundUncertainty > 0);
        bool logNormal = model.Channels.Any(c => c.Model == BackgroundModel.LogNormal && c.BackgroundUncertainty > 0);
        text.Append((gamma, logNormal) switch
        {
            (false, false) => "; background known",
            (true, false) => "; background uncertainty averaged over a gamma prior",
            (false, true) => "; background uncertainty averaged over a log-normal prior",
            (true, true) => "; background uncertainties averaged over gamma and log-normal priors",
        });
        if (model.SignalUncertainty > 0)
        {
            text.Append("; signal uncertainty averaged over a log-normal prior");
        }

        return text.ToString();
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

        private readonly CountingChannel[] _channels;
        private readonly double _signalUncertainty;
        private readonly double[][] _background;

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

        /// <summary>Per channel, by count and column: probability with signal at each node of the signal prior and, in the last column, without signal.</summary>
        private readonly double[][] _table;
        private readonly int[] _lengths;
        private readonly Ensemble _ensemble = new(0, TieTolerance);
        private double[] _lastCumulative = [];
        private int _columns;
        private long _visits;

        public Enumerator(CountingModel model)
        {
            model.RefuseIfTooLargeToList();
            _channels = [.. model.Channels.Where(c => c.SignalPerUnit > 0)];
            _signalUncertainty = model.SignalUncertainty;
            _background = [.. _channels.Select(c => BackgroundCounts(c, Pruned / (10 * _channels.Length)))];
            _largest = new int[_channels.Length];
            _weights = new double[_channels.Length];
            _table = new double[_channels.Length][];
            _lengths = new int[_channels.Length];
            ListOutcomes();
            _q = new double[_probabilities.Count];
            _order = new int[_probabilities.Count];
        }

        public HypothesisTest Test(double strength)
        {
            double signal = 0;
            double observed = 0;
            for (int i = 0; i < _channels.Length; i++)
            {
                double events = strength * _channels[i].SignalPerUnit;
                double b = _channels[i].Background;
                signal += events;
                _weights[i] = b > 0 ? SpecialFunctions.Log1p(events / b) : Math.Max(0, NoBackgroundWeight + Math.Log(events));
                observed += _channels[i].Observed * _weights[i];
            }

            double budget = observed * (1 + TieTolerance);
            LogNormalRule prior = LogNormalRule.Create(_signalUncertainty, signal);
            OrderOutcomes();
            Tabulate(strength, budget, prior);

            _visits = 0;
            double clb = SumUpTo(0, budget, _columns - 1);
            double clsb = 0;
            for (int k = 0; k < prior.Weights.Length; k++)
            {
                clsb += prior.Weights[k] * SumUpTo(0, budget, k);
            }

            if (clb == 0)
            {
                throw new InputException("the observed events have no measurable probability under background alone; the model does not describe the data");
            }

            FillEnsemble(prior.Weights);
            _ensemble.Order();
            return new HypothesisTest(strength, clsb, clb, Math.Min(1, clsb / clb), _ensemble.ExpectedCls());
        }

        /// <summary>Probabilities of the counts of a channel under background alone, averaged over its prior, without a tail of the given probability.</summary>
        private static double[] BackgroundCounts(CountingChannel channel, double tail)
        {
            if (channel.Background == 0)
            {
                return [1];
            }

            double depth = -Math.Log(tail);
            if (channel.BackgroundUncertainty == 0)
            {
                double[] known = new double[Poisson.Above(channel.Background, depth) + 1];
                Poisson.Fill(channel.Background, 0, known);
                return known;
            }

            return channel.Model == BackgroundModel.Gamma ? NegativeBinomial(channel, tail) : AverageOverLogNormal(channel, tail);
        }

        private static double[] NegativeBinomial(CountingChannel channel, double tail)
        {
            double tau = channel.ControlCount;
            double rate = tau / channel.Background;
            List<double> result = [];
            double logarithm = -tau * SpecialFunctions.Log1p(1 / rate);
            for (int n = 0; ; n++)
            {
                result.Add(Math.Exp(logarithm));
                double ratio = (n + tau) / ((n + 1) * (1 + rate));
                double largestRatio = Math.Max(ratio, 1 / (1 + rate));
                if (largestRatio < 1 && result[n] * largestRatio / (1 - largestRatio) < tail)
                {
                    return [.. result];
                }

                logarithm += Math.Log(ratio);
            }
        }

        private static double[] AverageOverLogNormal(CountingChannel channel, double tail)
        {
            LogNormalRule prior = LogNormalRule.Create(channel.BackgroundUncertainty / channel.Background, channel.Background);
            double[] sum = new double[Poisson.Above(channel.Background * prior.Factors[^1], -Math.Log(tail)) + 1];
            for (int k = 0; k < prior.Factors.Length; k++)
            {
                double mean = channel.Background * prior.Factors[k];
                double[] node = new double[Poisson.Above(mean, -Math.Log(tail)) + 1];
                Poisson.Fill(mean, 0, node);
                for (int n = 0; n < node.Length; n++)
                {
                    sum[n] += prior.Weights[k] * node[n];
                }
            }

            int length = sum.Length;
            for (double left = sum[^1]; left < tail && length > 1; left += sum[length - 1])
            {
                length--;
            }

            return sum[..length];
        }

        /// <summary>Lists the background-only outcomes whose probability is worth it; the threshold falls until what is left out is below <see cref="Pruned"/>.</summary>
        private void ListOutcomes()
        {
            double[] best = new double[_channels.Length + 1];
            best[^1] = 1;
            for (int i = _channels.Length - 1; i >= 0; i--)
            {
                best[i] = best[i + 1] * _background[i].Max();
            }

            int[] counts = new int[_channels.Length];
            double listed = 0;
            for (double threshold = 0.01 * Pruned; 1 - listed > Pruned && threshold > 1e-24; threshold /= 10)
            {
                _counts.Clear();
                _probabilities.Clear();
                List(0, 1, threshold, best, counts);
                listed = _probabilities.Sum();
            }
        }

        private void List(int channel, double probability, double threshold, double[] best, int[] counts)
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

            for (int n = 0; n < _background[channel].Length; n++)
            {
                double product = probability * _background[channel][n];
                if (product * best[channel + 1] >= threshold)
                {
                    counts[channel] = n;
                    List(channel + 1, product, threshold, best, counts);
                }
            }
        }

        private InputException TooMany() => new(
            $"the outcomes of {_channels.Length} channels are too many to be listed (more than {MostOutcomes}); join channels of similar signal-to-background ratio");

        private void Tabulate(double strength, double budget, LogNormalRule prior)
        {
            int nodes = prior.Factors.Length;
            _columns = nodes + 1;
            for (int i = 0; i < _channels.Length; i++)
            {
                double signal = strength * _channels[i].SignalPerUnit;
                double[] background = _background[i];

                // As far as the tail of the observation reaches, but not to where there is no probability left.
                double reach = Math.Min(budget / _weights[i], background.Length + Poisson.Above(signal * prior.Factors[^1], -Math.Log(Pruned)));
                int length = Math.Max(_largest[i], budget == 0 ? 0 : (int)reach) + 1;
                _lengths[i] = length;
                if (_table[i] is null || _table[i].Length < length * _columns)
                {
                    _table[i] = new double[length * _columns];
                }

                double[] table = _table[i];
                double[] poisson = new double[length];
                bool known = _channels[i].BackgroundUncertainty == 0;
                for (int k = 0; k < nodes; k++)
                {
                    double events = signal * prior.Factors[k];
                    Poisson.Fill(known ? events + _channels[i].Background : events, 0, poisson);
                    for (int n = 0; n < length; n++)
                    {
                        table[(n * _columns) + k] = known ? poisson[n] : Convolution(background, poisson, n);
                    }
                }

                for (int n = 0; n < length; n++)
                {
                    table[(n * _columns) + nodes] = n < background.Length ? background[n] : 0;
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

        private void FillEnsemble(double[] priorWeights)
        {
            int channels = _channels.Length;
            double[] product = new double[priorWeights.Length];
            _ensemble.Clear();
            for (int j = 0; j < _used; j++)
            {
                int o = _order[j];
                priorWeights.CopyTo(product, 0);
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
