namespace Hermetic.Inference.SingleBin;

/// <summary>
/// Outcomes with their probabilities with and without signal, ordered by a statistic whose large values are background-like. Sorted by the leading bits of the statistic (a radix
/// sort: twice as many outcomes cost twice the time), with the rest of the order put right by insertion.
/// </summary>
internal sealed class OutcomeList
{
    private const int Radix = 11;
    private const int Buckets = 1 << Radix;

    private readonly int[] _histogram = new int[3 * Buckets];
    private double[] _q = new double[1024];
    private double[] _background = new double[1024];
    private double[] _signal = new double[1024];
    private double[] _cls = new double[1024];
    private uint[] _keys = new uint[1024];
    private uint[] _spareKeys = new uint[1024];
    private int[] _order = new int[1024];
    private int[] _spare = new int[1024];
    private int _count;

    /// <summary>Forgets all outcomes.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds one outcome.</summary>
    /// <param name="q">Statistic, above 0.</param>
    /// <param name="background">Probability without signal.</param>
    /// <param name="signal">Probability with signal.</param>
    public void Add(double q, double background, double signal)
    {
        Append(1, out Span<double> backgrounds, out Span<double> signals)[0] = q;
        (backgrounds[0], signals[0]) = (background, signal);
    }

    /// <summary>Adds outcomes that the caller fills in.</summary>
    /// <param name="count">How many.</param>
    /// <param name="background">Their probabilities without signal.</param>
    /// <param name="signal">Their probabilities with signal.</param>
    /// <returns>Their statistics.</returns>
    public Span<double> Append(int count, out Span<double> background, out Span<double> signal)
    {
        int at = _count;
        _count += count;
        if (_count > _q.Length)
        {
            int size = Math.Max(_count, 2 * _q.Length);
            Array.Resize(ref _q, size);
            Array.Resize(ref _background, size);
            Array.Resize(ref _signal, size);
            _cls = new double[size];
            _keys = new uint[size];
            _spareKeys = new uint[size];
            _order = new int[size];
            _spare = new int[size];
        }

        background = _background.AsSpan(at, count);
        signal = _signal.AsSpan(at, count);
        return _q.AsSpan(at, count);
    }

    /// <summary>Inverted-CDF quantiles of CLs without signal at -2 to +2 sigma; outcomes that were not added have CLs 1.</summary>
    /// <param name="tieTolerance">Statistics closer than that are equal.</param>
    public double[] ExpectedCls(double tieTolerance)
    {
        Sort(_q);
        double background = 0;
        double signal = 0;
        bool ascending = true;
        double previous = 0;

        // From the most background-like outcome on; outcomes that tie share one tail.
        for (int end = _count; end > 0;)
        {
            int start = end;
            double least = _q[_order[end - 1]] - tieTolerance;
            while (start > 0 && _q[_order[start - 1]] >= least)
            {
                start--;
                background += _background[_order[start]];
                signal += _signal[_order[start]];
            }

            double cls = background > 0 ? Math.Min(1, signal / background) : 0;
            for (int i = start; i < end; i++)
            {
                _cls[_order[i]] = cls;
            }

            ascending &= cls >= previous;
            previous = cls;
            end = start;
        }

        if (ascending)
        {
            Array.Reverse(_order, 0, _count);
        }
        else
        {
            Sort(_cls);
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
                result[band++] = _cls[_order[i]];
            }
        }

        return result;
    }

    /// <summary>Brings the order of outcomes into that of ascending values.</summary>
    private void Sort(double[] values)
    {
        // Values from 1e-10 to 1e9 differ in 64 binary orders of magnitude: 6 bits for these and 26 of the fraction are the key.
        const long Lowest = (1023L - 33) << 26;
        Array.Clear(_histogram);
        for (int i = 0; i < _count; i++)
        {
            uint key = (uint)Math.Clamp((BitConverter.DoubleToInt64Bits(values[i]) >> 26) - Lowest, 0, uint.MaxValue);
            _keys[i] = key;
            _order[i] = i;
            _histogram[key & (Buckets - 1)]++;
            _histogram[Buckets + ((key >> Radix) & (Buckets - 1))]++;
            _histogram[(2 * Buckets) + (key >> (2 * Radix))]++;
        }

        for (int pass = 0; pass < 3; pass++)
        {
            Span<int> places = _histogram.AsSpan(pass * Buckets, Buckets);
            int sum = 0;
            for (int b = 0; b < Buckets; b++)
            {
                (places[b], sum) = (sum, sum + places[b]);
            }

            int shift = pass * Radix;
            for (int i = 0; i < _count; i++)
            {
                uint key = _keys[i];
                int place = places[(int)((key >> shift) & (Buckets - 1))]++;
                _spareKeys[place] = key;
                _spare[place] = _order[i];
            }

            (_keys, _spareKeys) = (_spareKeys, _keys);
            (_order, _spare) = (_spare, _order);
        }

        for (int i = 1; i < _count; i++)
        {
            int moved = _order[i];
            double value = values[moved];
            int j = i - 1;
            for (; j >= 0 && values[_order[j]] > value; j--)
            {
                _order[j + 1] = _order[j];
            }

            _order[j + 1] = moved;
        }
    }
}
