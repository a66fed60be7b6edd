using Hermetic.Core;

namespace Hermetic.Inference.SingleBin;

/// <summary>
/// All outcomes of one bin: counts n and control counts m (or none, where the background is known), at the parameters fitted to the observed data under each hypothesis, ordered by
/// q-tilde. For given n it rises with m: its derivative is 2 ln(g / g_mu), and the fit with the tested signal prefers less background than that without. A tail is therefore, for
/// each n, all m from a boundary on, which is found by bisection; sums over m are cumulative tables, and no outcome but those at the boundaries is looked at.
/// </summary>
internal sealed class DiscreteEnsemble<TLaw> : IEnsemble
    where TLaw : struct, IBackgroundLaw
{
    private const double TieTolerance = 1e-9;

    /// <summary>Outcomes with probability below exp(-28) = 1e-12 in total are left out.</summary>
    private const double Depth = 28;

    /// <summary>Probability of an outcome that does not matter to the quantiles.</summary>
    private const double Negligible = 1e-13;

    /// <summary>
    /// Control counts are joined to cells of this fraction of their standard deviation. Cells hold more than one count only where the background is known to better than 0.05 %
    /// (tau > 4e6).
    /// </summary>
    private const double CellOverDeviation = 0.001;

    private readonly TLaw _law;
    private readonly double _perEvent;
    private readonly double _n;
    private readonly double _withoutSignal;
    private readonly double _depth;
    private readonly double _signalUncertainty;
    private readonly OutcomeList _outcomes = new();
    private double _signal;
    private int _first;
    private int _cell = 1;
    private int _columns = 1;
    private int _lowest;
    private int _rows;
    private double[] _countBackground = [];
    private double[] _countSignal = [];
    private double[] _node = [];
    private double[] _upperBackground = [1, 0];
    private double[] _upperSignal = [1, 0];
    private double[] _cellBackground = [1];
    private double[] _cellSignal = [1];
    private double[] _auxiliary = [0];
    private int[] _zero = [];

    /// <summary>The ensembles of an observation.</summary>
    /// <param name="law">The background.</param>
    /// <param name="perEvent">Control events per background event; infinite where the background is known.</param>
    /// <param name="n">Observed count.</param>
    /// <param name="signalUncertainty">Relative log-normal uncertainty of the signal, averaged in the probability of n.</param>
    public DiscreteEnsemble(TLaw law, double perEvent, int n, double signalUncertainty)
    {
        (_law, _perEvent, _n, _signalUncertainty) = (law, perEvent, n, signalUncertainty);
        _withoutSignal = law.Background(law.Profile(n, law.Observed, 0));

        // The tail of an observation with fewer events than the background gives is as small as it is unlikely: the list reaches as much deeper.
        _depth = Depth;
        if (n < _withoutSignal)
        {
            _depth += Poisson.HalfDeviance(n, _withoutSignal) + (HasControl ? Poisson.HalfDeviance(law.Observed, perEvent * _withoutSignal) : 0);
        }
    }

    private bool HasControl => !double.IsInfinity(_perEvent);

    /// <inheritdoc/>
    public void Test(double signal)
    {
        _signal = signal;
        double withSignal = _law.Background(_law.Profile(_n, _law.Observed, signal));
        double highestBackground = _law.Background(_law.Preferred(0));
        if (HasControl)
        {
            double control = _perEvent * _withoutSignal;
            double controlWithSignal = _perEvent * withSignal;
            _first = Math.Min(Poisson.Below(control, _depth), Poisson.Below(controlWithSignal, _depth));
            int last = Math.Max(Poisson.Above(control, _depth), Poisson.Above(controlWithSignal, _depth));
            _cell = Math.Max(1, (int)(CellOverDeviation * Math.Sqrt(control)));
            _columns = (last - _first + _cell) / _cell;
            FillColumns(ref _cellBackground, ref _upperBackground, control);
            FillColumns(ref _cellSignal, ref _upperSignal, controlWithSignal);
            if (_auxiliary.Length < _columns)
            {
                _auxiliary = new double[_columns];
            }

            for (int column = 0; column < _columns; column++)
            {
                _auxiliary[column] = _first + (column * (double)_cell) + (0.5 * (_cell - 1));
            }

            highestBackground = last / _perEvent;
        }

        // Beyond the highest count the fitted signal exceeds the tested one whatever the control count is: q-tilde is 0 there.
        _lowest = (int)Math.Min(_n, Math.Min(Poisson.Below(_withoutSignal, _depth), Poisson.Below(withSignal + signal, _depth)));
        int highest = Math.Min((int)Math.Ceiling(signal + highestBackground), Math.Max(Poisson.Above(_withoutSignal, _depth), Poisson.Above(signal + withSignal, _depth)));
        _rows = Math.Max(0, highest - _lowest + 1);
        FillCounts(signal, withSignal);
        for (int row = 0; row < _rows; row++)
        {
            _zero[row] = Boundary(row, TieTolerance, 0, _columns);
        }
    }

    /// <inheritdoc/>
    public (double SignalAndBackground, double BackgroundOnly) Observed()
    {
        double q = Statistic.QTilde(_law, _n, _law.Observed, _signal);
        if (q <= TieTolerance)
        {
            return (1, 1);
        }

        (double signal, double background) tail = (0, 0);
        for (int row = 0; row < _rows; row++)
        {
            int boundary = Boundary(row, q - TieTolerance, _zero[row], _columns);
            tail.signal += _countSignal[row] * _upperSignal[boundary];
            tail.background += _countBackground[row] * _upperBackground[boundary];
        }

        return tail.background > 0 ? tail : throw Impossible();
    }

    /// <inheritdoc/>
    public double[] Expected()
    {
        _outcomes.Clear();
        for (int row = 0; row < _rows; row++)
        {
            if (IsEmpty(row))
            {
                _outcomes.Add(2 * _signal, _countBackground[row] * _upperBackground[0], _countSignal[row] * _upperSignal[0]);
                continue;
            }

            // From both ends inwards: corners of the list have no probability.
            int first = _zero[row];
            int last = _columns - 1;
            while (first <= last && IsNegligible(row, first))
            {
                first++;
            }

            while (last >= first && IsNegligible(row, last))
            {
                last--;
            }

            int count = last - first + 1;
            if (count <= 0)
            {
                continue;
            }

            Span<double> q = _outcomes.Append(count, out Span<double> background, out Span<double> signal);
            _law.FillQTilde(row + _lowest, _auxiliary.AsSpan(first, count), _signal, q);
            for (int i = 0; i < count; i++)
            {
                background[i] = _countBackground[row] * _cellBackground[first + i];
                signal[i] = _countSignal[row] * _cellSignal[first + i];
            }
        }

        return _outcomes.ExpectedCls(TieTolerance);
    }

    private bool IsNegligible(int row, int column) =>
        _countBackground[row] * _cellBackground[column] < Negligible && _countSignal[row] * _cellSignal[column] < Negligible;

    private InputException Impossible() => new(FormattableString.Invariant(
        $"{_n} observed events have no measurable probability under a background of {_law.Background(_law.Preferred(_law.Observed)):G6}; the model does not describe the data"));

    /// <summary>The row without events, whose statistic is the same for every control count.</summary>
    private bool IsEmpty(int row) => row + _lowest == 0;

    private double Q(int row, int column) =>
        Statistic.QTilde(_law, row + _lowest, _auxiliary[column], _signal);

    /// <summary>First column of a row, from one on and before another, whose statistic reaches a value.</summary>
    private int Boundary(int row, double value, int low, int high)
    {
        if (IsEmpty(row))
        {
            return low < high && 2 * _signal >= value ? low : high;
        }

        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (Q(row, middle) >= value)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Probabilities to find a control count in a cell, and in a cell or above.</summary>
    private void FillColumns(ref double[] cells, ref double[] upper, double mean)
    {
        if (upper.Length < _columns + 1)
        {
            upper = new double[_columns + 1];
            cells = new double[_columns + 1];
        }

        if (_node.Length < _columns * _cell)
        {
            _node = new double[_columns * _cell];
        }

        Span<double> probabilities = _node.AsSpan(0, _columns * _cell);
        Poisson.Fill(mean, _first, probabilities);
        upper[_columns] = 0;
        for (int column = _columns - 1; column >= 0; column--)
        {
            double cell = 0;
            foreach (double probability in probabilities.Slice(column * _cell, _cell))
            {
                cell += probability;
            }

            cells[column] = cell;
            upper[column] = upper[column + 1] + cell;
        }
    }

    private void FillCounts(double signal, double withSignal)
    {
        if (_countBackground.Length < _rows)
        {
            _countBackground = new double[_rows];
            _countSignal = new double[_rows];
            _zero = new int[_rows];
        }

        Poisson.Fill(_withoutSignal, _lowest, _countBackground.AsSpan(0, _rows));
        LogNormalRule prior = LogNormalRule.Create(_signalUncertainty, signal);
        prior.FillCounts(signal, withSignal, _lowest, _countSignal.AsSpan(0, _rows));
    }
}
