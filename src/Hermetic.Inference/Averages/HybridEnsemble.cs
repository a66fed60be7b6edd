using Hermetic.Core;
using MathNet.Numerics;

namespace Hermetic.Inference.Averages;

/// <summary>The ensembles of <see cref="HybridEnumeration"/>: probabilities of the counts of each channel at each point of the prior, and the tails of Q from them.</summary>
internal sealed class HybridEnsemble
{
    private const double TieTolerance = 1e-10;
    private const long MostVisits = 200_000_000;

    /// <summary>Minus the logarithm of the background that stands for the limit b -> 0 in the ordering.</summary>
    private const double NoBackgroundWeight = 690;

    private readonly Bin[] _channels;
    private readonly int[] _indices;

    /// <summary>By channel, then by point of the prior of the backgrounds: probabilities of the counts without signal.</summary>
    private readonly double[][][] _background;
    private readonly OrderedOutcomes _outcomes;

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

    public HybridEnsemble(BinnedModel model)
    {
        foreach (Bin bin in model.Bins)
        {
            CountingModel.RefuseIfTooLargeToList(bin.Name, bin.Expected, bin.Observed);
        }

        _indices = [.. Enumerable.Range(0, model.Bins.Count).Where(i => model.Bins[i].Signal > 0)];
        _channels = [.. _indices.Select(i => model.Bins[i])];
        Averages = new AveragedModel(model, OrderedOutcomes.Pruned / (10 * _channels.Length));
        _priorWeights = Averages.Prior.Weights;
        _backgroundWeights = Averages.BackgroundPoints == 1 ? [1] : _priorWeights;
        _columns = _priorWeights.Length + _backgroundWeights.Length;
        _background = [.. _indices.Select(i => Enumerable.Range(0, _backgroundWeights.Length).Select(k => Averages.BackgroundCounts(i, k)).ToArray())];
        _outcomes = new OrderedOutcomes(_background, _backgroundWeights);
        _weights = new double[_channels.Length];
        _table = new double[_channels.Length][];
        _lengths = new int[_channels.Length];
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
            double b = _channels[i].Expected;
            _weights[i] = b > 0 ? SpecialFunctions.Log1p(events / b) : Math.Max(0, NoBackgroundWeight + Math.Log(events));
            observed += _channels[i].Observed * _weights[i];
        }

        double budget = observed * (1 + TieTolerance);
        _outcomes.Order(_weights, TieTolerance);
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
            double reach = Math.Min(budget / _weights[i], longest + Poisson.Above(signal * largestFactor, -Math.Log(OrderedOutcomes.Pruned)));
            int length = Math.Max(_outcomes.Largest[i], budget == 0 ? 0 : (int)reach) + 1;
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
            throw _outcomes.TooMany();
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

    private void FillEnsemble()
    {
        double[] product = new double[_priorWeights.Length];
        _ensemble.Clear();
        for (int j = 0; j < _outcomes.Used; j++)
        {
            ReadOnlySpan<int> counts = _outcomes.Counts(j);
            _priorWeights.CopyTo(product, 0);
            for (int i = 0; i < counts.Length; i++)
            {
                ReadOnlySpan<double> row = _table[i].AsSpan(counts[i] * _columns, product.Length);
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

            _ensemble.Add(_outcomes.Q(j), _outcomes.Probability(j), signal);
        }
    }
}
