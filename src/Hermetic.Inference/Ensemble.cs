using Hermetic.Core.Numerics;

namespace Hermetic.Inference;

/// <summary>
/// The outcomes of an experiment with their probabilities with and without signal, ordered by a test statistic: tail probabilities and the quantiles of CLs.
/// Small values of the statistic are background-like, and a tail holds all outcomes at or below a value; values closer than the tolerance are ties and count as equal.
/// Outcomes that were not added are the most signal-like of all; their CLs is 1.
/// </summary>
/// <param name="absoluteTolerance">Absolute part of the tie tolerance.</param>
/// <param name="relativeTolerance">Relative part of the tie tolerance.</param>
internal sealed class Ensemble(double absoluteTolerance, double relativeTolerance)
{
    private double[] _statistic = new double[256];
    private double[] _background = new double[256];
    private double[] _signal = new double[256];
    private int[] _order = new int[256];
    private double[] _backgroundTail = new double[257];
    private double[] _signalTail = new double[257];
    private double[] _cls = new double[256];
    private int _count;

    /// <summary>Forgets all outcomes.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds an outcome.</summary>
    /// <param name="statistic">Test statistic.</param>
    /// <param name="background">Probability without signal.</param>
    /// <param name="signal">Probability with signal.</param>
    public void Add(double statistic, double background, double signal)
    {
        if (_count == _statistic.Length)
        {
            Grow();
        }

        _statistic[_count] = statistic;
        _background[_count] = background;
        _signal[_count] = signal;
        _count++;
    }

    /// <summary>Sorts what was added; to be called before <see cref="Tail"/> and <see cref="ExpectedCls"/>.</summary>
    public void Order()
    {
        for (int i = 0; i < _count; i++)
        {
            _order[i] = i;
        }

        Array.Sort(_statistic, _order, 0, _count);
        double background = 0;
        double signal = 0;
        for (int i = 0; i < _count; i++)
        {
            _backgroundTail[i] = background;
            _signalTail[i] = signal;
            background += _background[_order[i]];
            signal += _signal[_order[i]];
        }

        _backgroundTail[_count] = background;
        _signalTail[_count] = signal;
    }

    /// <summary>Tail probabilities (with signal, without) of a value of the statistic.</summary>
    /// <param name="statistic">The value.</param>
    public (double SignalAndBackground, double BackgroundOnly) Tail(double statistic)
    {
        int end = Array.BinarySearch(_statistic, 0, _count, UpTo(statistic));
        end = end < 0 ? ~end : end;
        while (end < _count && _statistic[end] <= UpTo(statistic))
        {
            end++;
        }

        return (_signalTail[end], _backgroundTail[end]);
    }

    /// <summary>Inverted-CDF quantiles of CLs in the background-only ensemble, at -2 to +2 sigma.</summary>
    public double[] ExpectedCls()
    {
        bool ascending = true;
        int end = 0;
        double previous = 0;
        for (int i = 0; i < _count; i++)
        {
            double upTo = UpTo(_statistic[i]);
            while (end < _count && _statistic[end] <= upTo)
            {
                end++;
            }

            double cls = _backgroundTail[end] > 0 ? Math.Min(1, _signalTail[end] / _backgroundTail[end]) : 0;
            ascending &= cls >= previous;
            previous = cls;
            _cls[i] = cls;
        }

        // Averaged or profiled over nuisance parameters, CLs need not follow the statistic strictly; the quantile is that of CLs.
        if (!ascending)
        {
            Array.Sort(_cls, _order, 0, _count);
        }

        double[] result = new double[Band.Probabilities.Count];
        Array.Fill(result, 1);
        double sum = 0;
        int band = 0;
        for (int i = 0; i < _count && band < result.Length; i++)
        {
            sum += _background[_order[i]];
            while (band < result.Length && sum >= Band.Probabilities[band])
            {
                result[band++] = _cls[i];
            }
        }

        return result;
    }

    private double UpTo(double statistic) => statistic + absoluteTolerance + (relativeTolerance * Math.Abs(statistic));

    private void Grow()
    {
        int size = 2 * _statistic.Length;
        Array.Resize(ref _statistic, size);
        Array.Resize(ref _background, size);
        Array.Resize(ref _signal, size);
        Array.Resize(ref _order, size);
        Array.Resize(ref _backgroundTail, size + 1);
        Array.Resize(ref _signalTail, size + 1);
        Array.Resize(ref _cls, size);
    }
}
