using System.Runtime.InteropServices;
using Hermetic.Core;

namespace Hermetic.Inference.Averages;

/// <summary>Background-only outcomes of several channels that are worth listing, in the order of Q = sum_i n_i w_i for changing weights of the channels.</summary>
internal sealed class OrderedOutcomes
{
    /// <summary>Total probability of the outcomes that are left out: far beyond the +2 sigma quantile, or without weight.</summary>
    public const double Pruned = 1e-12;

    private const int MostOutcomes = 2_000_000;

    /// <summary>Fraction of the ensemble in which the quantiles up to +2 sigma (0.977) are looked for.</summary>
    private const double ListedQuantile = 0.999;

    /// <summary>By channel, then by point of the prior of the backgrounds: probabilities of the counts.</summary>
    private readonly double[][][] _background;
    private readonly double[] _pointWeights;

    /// <summary>The counts, channel by channel, and the probability of each outcome.</summary>
    private readonly List<int> _counts = [];
    private readonly List<double> _probabilities = [];

    /// <summary>Q of the outcomes in ascending order, and which outcomes these are.</summary>
    private readonly double[] _q;
    private readonly int[] _order;

    /// <summary>Lists the outcomes.</summary>
    /// <param name="background">By channel, then by point of the prior: probabilities of the counts.</param>
    /// <param name="pointWeights">Weights of the points.</param>
    /// <exception cref="InputException">They are too many.</exception>
    public OrderedOutcomes(double[][][] background, double[] pointWeights)
    {
        _background = background;
        _pointWeights = pointWeights;
        Largest = new int[background.Length];
        ListAll();
        _q = new double[_probabilities.Count];
        _order = new int[_probabilities.Count];
    }

    /// <summary>How many of the ordered outcomes are used.</summary>
    public int Used { get; private set; }

    /// <summary>Largest count of each channel in those.</summary>
    public int[] Largest { get; }

    /// <summary>Q at a place in the order.</summary>
    public double Q(int place) => _q[place];

    /// <summary>Probability of the outcome at a place.</summary>
    public double Probability(int place) => _probabilities[_order[place]];

    /// <summary>Counts of the outcome at a place, by channel.</summary>
    public ReadOnlySpan<int> Counts(int place) => CountsOf(_order[place]);

    /// <summary>Says that the outcomes cannot be listed.</summary>
    public InputException TooMany() => new(
        $"the outcomes of {_background.Length} channels are too many to be listed (more than {MostOutcomes}); join channels of similar signal-to-background ratio");

    /// <summary>
    /// Puts the outcomes in the order of Q, up to <see cref="ListedQuantile"/> of their ensemble: the expected limits lie below it, and most of the outcomes above.
    /// </summary>
    /// <param name="weights">Weight of an event of each channel.</param>
    /// <param name="tie">Relative difference up to which Q ties.</param>
    public void Order(double[] weights, double tie)
    {
        // Those that reached the quantile in the order of other weights reach it in this one, too: none beyond the last of them needs sorting.
        double bound = Used == 0 ? double.PositiveInfinity : 0;
        for (int j = 0; j < Used; j++)
        {
            bound = Math.Max(bound, Statistic(_order[j], weights));
        }

        bound *= 1 + tie;
        int kept = 0;
        for (int o = 0; o < _probabilities.Count; o++)
        {
            double q = Statistic(o, weights);
            if (q <= bound)
            {
                _q[kept] = q;
                _order[kept++] = o;
            }
        }

        Array.Sort(_q, _order, 0, kept);
        Array.Clear(Largest);
        double listed = 0;
        Used = 0;
        while (Used < kept && (listed < ListedQuantile || _q[Used] <= _q[Used - 1] * (1 + tie)))
        {
            ReadOnlySpan<int> counts = Counts(Used);
            listed += Probability(Used++);
            for (int i = 0; i < Largest.Length; i++)
            {
                Largest[i] = Math.Max(Largest[i], counts[i]);
            }
        }
    }

    /// <summary>Lists the outcomes whose probability is worth it; the threshold falls until what is left out is below <see cref="Pruned"/>.</summary>
    private void ListAll()
    {
        int channels = _background.Length;
        double[] best = new double[channels + 1];
        best[^1] = 1;
        for (int i = channels - 1; i >= 0; i--)
        {
            best[i] = best[i + 1] * _background[i].Max(counts => counts.Max());
        }

        int[] counts = new int[channels];
        double[][] products = [.. Enumerable.Range(0, channels + 1).Select(i => new double[_pointWeights.Length])];
        _pointWeights.CopyTo(products[0], 0);
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
        if (channel == _background.Length)
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
            for (int k = 0; k < _pointWeights.Length; k++)
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

    private double Statistic(int outcome, double[] weights)
    {
        ReadOnlySpan<int> counts = CountsOf(outcome);
        double q = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            q += counts[i] * weights[i];
        }

        return q;
    }

    private ReadOnlySpan<int> CountsOf(int outcome) => CollectionsMarshal.AsSpan(_counts).Slice(outcome * _background.Length, _background.Length);
}
