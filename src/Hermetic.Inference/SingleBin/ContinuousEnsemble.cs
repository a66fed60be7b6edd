using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Inference.SingleBin;

/// <summary>
/// The same as <see cref="DiscreteEnsemble{TLaw}"/> for an auxiliary measurement x ~ N(a, 1) of a log-normal or Gaussian background. For given n the statistic rises with x
/// (its derivative is twice the difference of the two fitted parameters), so that a tail is, for each n, all x from a root on, and its probability a normal tail.
/// </summary>
internal sealed class ContinuousEnsemble<TLaw> : IEnsemble
    where TLaw : struct, IBackgroundLaw
{
    private const double TieTolerance = 1e-9;
    private const double Depth = 28;

    /// <summary>Auxiliary measurements farther from both parameters have probability 1e-16.</summary>
    private const double Reach = 8.3;

    // The quantiles: nodes of the auxiliary measurement, how far they reach, and steps of the root of the statistic.
    private const int Nodes = 81;
    private const double TableReach = 6.5;
    private const int Steps = 300;
    private const double Negligible = 1e-10;

    private readonly TLaw _law;
    private readonly double _n;
    private readonly double _withoutSignal;
    private readonly double _signalUncertainty;
    private double _withSignal;
    private double _signal;
    private int _lowest;
    private int _rows;
    private double[] _countBackground = [];
    private double[] _countSignal = [];
    private double[] _start = [];
    private double[] _q = [];
    private double[] _slope = [];
    private int[] _walk = [];
    private double _from;
    private double _step;

    /// <summary>The ensembles of an observation.</summary>
    /// <param name="law">The background.</param>
    /// <param name="n">Observed count.</param>
    /// <param name="signalUncertainty">Relative log-normal uncertainty of the signal, averaged in the probability of n.</param>
    public ContinuousEnsemble(TLaw law, int n, double signalUncertainty)
    {
        (_law, _n, _signalUncertainty) = (law, n, signalUncertainty);
        _withoutSignal = law.Profile(n, 0, 0);
    }

    /// <inheritdoc/>
    public void Test(double signal)
    {
        _signal = signal;
        _withSignal = _law.Profile(_n, 0, signal);
        double background = _law.Background(_withoutSignal);
        double backgroundWithSignal = _law.Background(_withSignal);
        double depth = Depth + (_n < background ? Poisson.HalfDeviance(_n, background) + (0.5 * _withoutSignal * _withoutSignal) : 0);
        _lowest = (int)Math.Min(_n, Math.Min(Poisson.Below(background, depth), Poisson.Below(signal + backgroundWithSignal, depth)));
        _rows = Math.Max(Poisson.Above(background, depth), Poisson.Above(signal + backgroundWithSignal, depth)) - _lowest + 1;
        if (_countBackground.Length < _rows)
        {
            _countBackground = new double[_rows];
            _countSignal = new double[_rows];
            _start = new double[_rows];
        }

        Poisson.Fill(background, _lowest, _countBackground.AsSpan(0, _rows));
        LogNormalRule.Create(_signalUncertainty, signal).FillCounts(signal, backgroundWithSignal, _lowest, _countSignal.AsSpan(0, _rows));
        Array.Fill(_start, double.NaN);
    }

    /// <inheritdoc/>
    public (double SignalAndBackground, double BackgroundOnly) Observed()
    {
        double q = Statistic.QTilde(_law, _n, 0, _signal);
        (double signal, double background) tail = q <= TieTolerance ? (1, 1) : Tail(q - TieTolerance);
        return tail.background > 0
            ? tail
            : throw new InputException($"{_n} observed events have no measurable probability under background alone; the model does not describe the data");
    }

    /// <inheritdoc/>
    public double[] Expected()
    {
        Tabulate();
        ClsDistribution distribution = new();
        double tie = 2 * _signal;
        double highest = 0;
        for (int row = 0; row < _rows; row++)
        {
            highest = row + _lowest == 0 ? highest : Math.Max(highest, _q[(row * Nodes) + Nodes - 1]);
        }

        // Equidistant in the root of the statistic, in which the tails are smooth, but for the tie of all outcomes without events.
        double step = Math.Sqrt(1.001 * Math.Max(highest, tie)) / Steps;
        bool tied = _lowest > 0;
        (double signal, double background) = TabulatedTail(TieTolerance);
        distribution.Start(background + (tied ? 0 : _countBackground[0]));
        distribution.Follow(signal + (tied ? 0 : _countSignal[0]), background + (tied ? 0 : _countBackground[0]));
        for (int next = 1; next <= Steps; next++)
        {
            double q = next * step * (next * step);
            if (!tied && q >= tie)
            {
                (signal, background) = TabulatedTail(tie);
                distribution.Follow(signal + _countSignal[0], background + _countBackground[0]);
                distribution.Atom(_countBackground[0], signal, background);
                tied = true;
            }

            (signal, background) = TabulatedTail(q);
            distribution.Follow(signal + (tied ? 0 : _countSignal[0]), background + (tied ? 0 : _countBackground[0]));
        }

        return distribution.Quantiles();
    }

    /// <summary>Probabilities that the statistic reaches a value.</summary>
    private (double SignalAndBackground, double BackgroundOnly) Tail(double q)
    {
        double signal = 0;
        double background = 0;
        for (int row = 0; row < _rows; row++)
        {
            double root = Root(row, q);
            signal += _countSignal[row] * Normal.Cdf(_withSignal - root);
            background += _countBackground[row] * Normal.Cdf(_withoutSignal - root);
        }

        return (signal, background);
    }

    /// <summary>The auxiliary measurement from which on the statistic of a row reaches a value; infinite where it always or never does.</summary>
    private double Root(int row, double q)
    {
        int n = row + _lowest;
        if (n == 0)
        {
            return 2 * _signal >= q ? double.NegativeInfinity : double.PositiveInfinity;
        }

        double low = Math.Min(_withSignal, _withoutSignal) - Reach;
        double high = Math.Max(_withSignal, _withoutSignal) + Reach;
        double x = _start[row];
        if (double.IsNaN(x))
        {
            if (Statistic.QTilde(_law, n, low, _signal) >= q)
            {
                return double.NegativeInfinity;
            }

            if (Statistic.QTilde(_law, n, high, _signal) < q)
            {
                return double.PositiveInfinity;
            }

            x = 0.5 * (low + high);
        }

        for (int step = 0; step < 80; step++)
        {
            double value = Statistic.QTilde(_law, n, x, _signal) - q;
            (low, high) = value >= 0 ? (low, x) : (x, high);
            if (Math.Abs(value) < 1e-11 || high - low < 1e-12)
            {
                break;
            }

            double preferred = n < _law.Background(_law.Preferred(x)) ? _law.Profile(n, x, 0) : x;
            double slope = 2 * (preferred - _law.Profile(n, x, _signal));
            double next = x - (value / slope);
            x = next > low && next < high ? next : 0.5 * (low + high);
        }

        // The next value is near: where it is not, the ends of the range close the search.
        _start[row] = x > Math.Min(_withSignal, _withoutSignal) - Reach + 1e-6 && x < Math.Max(_withSignal, _withoutSignal) + Reach - 1e-6 ? x : double.NaN;
        return x;
    }

    /// <summary>Tabulates the statistic of each row and its slope, so that it can be inverted by cubic interpolation.</summary>
    private void Tabulate()
    {
        if (_q.Length < _rows * Nodes)
        {
            _q = new double[_rows * Nodes];
            _slope = new double[_rows * Nodes];
            _walk = new int[_rows];
        }

        _from = Math.Min(_withSignal, _withoutSignal) - TableReach;
        _step = (Math.Max(_withSignal, _withoutSignal) + TableReach - _from) / (Nodes - 1);
        Array.Clear(_walk);
        for (int row = 0; row < _rows; row++)
        {
            int n = row + _lowest;
            for (int node = 0; node < Nodes && n > 0; node++)
            {
                double x = _from + (node * _step);
                double q = Statistic.QTilde(_law, n, x, _signal);
                _q[(row * Nodes) + node] = q;
                _slope[(row * Nodes) + node] = q > 0 ? Slope(n, x) * _step : 0;
            }
        }
    }

    private double Slope(int n, double x) => 2 * ((n < _law.Background(_law.Preferred(x)) ? _law.Profile(n, x, 0) : x) - _law.Profile(n, x, _signal));

    /// <summary>Probabilities that the statistic of a count above 0 reaches a value; values must rise from call to call.</summary>
    private (double SignalAndBackground, double BackgroundOnly) TabulatedTail(double q)
    {
        double signal = 0;
        double background = 0;
        for (int row = 0; row < _rows; row++)
        {
            if (row + _lowest == 0 || Math.Max(_countSignal[row], _countBackground[row]) < Negligible)
            {
                continue;
            }

            ReadOnlySpan<double> table = _q.AsSpan(row * Nodes, Nodes);
            int node = _walk[row];
            while (node < Nodes - 1 && table[node + 1] < q)
            {
                node++;
            }

            _walk[row] = node;
            if (node == Nodes - 1)
            {
                continue;
            }

            double x = table[node] >= q && node == 0 ? double.NegativeInfinity : _from + (_step * (node + Fraction(row, node, q)));
            signal += _countSignal[row] * Normal.Cdf(_withSignal - x);
            background += _countBackground[row] * Normal.Cdf(_withoutSignal - x);
        }

        return (signal, background);
    }

    /// <summary>Where between two nodes the statistic reaches a value.</summary>
    private double Fraction(int row, int node, double q)
    {
        int at = (row * Nodes) + node;
        double low = _q[at];
        double rise = _q[at + 1] - low;
        if (low == 0)
        {
            // The statistic begins between the nodes, as a parabola whose value and slope at the upper node are known.
            double length = 2 * _q[at + 1] / _slope[at + 1];
            return 1 - (length * (1 - Math.Sqrt(q / _q[at + 1])));
        }

        double f = (q - low) / rise;
        double left = _slope[at];
        double right = _slope[at + 1];
        double second = (3 * rise) - (2 * left) - right;
        double third = left + right - (2 * rise);
        for (int i = 0; i < 3; i++)
        {
            double value = low + (f * (left + (f * (second + (f * third)))));
            f -= (value - q) / (left + (f * ((2 * second) + (3 * f * third))));
            f = Math.Clamp(f, 0, 1);
        }

        return f;
    }
}
