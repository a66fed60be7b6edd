namespace Hermetic.Inference.HistFactory;

/// <summary>
/// Minimises half the deviance of a model within the bounds of its parameters: Newton steps with the exact second derivatives, projected onto the bounds (D.
/// Bertsekas, SIAM J. Control Optim. 20 (1982) 221), with a shift of the diagonal where the matrix is not positive. Piecewise interpolation has kinks where a
/// parameter is 0: a step never crosses one, it stops there, and the next goes to the side that descends, if one does. A pure function of its arguments, to the last
/// bit; nothing is allocated. Not for several threads at once.
/// </summary>
internal sealed class Minimiser
{
    private const int MostSteps = 200;

    /// <summary>Steps end when the quadratic model promises less than this; Newton's last step then leaves the square of it.</summary>
    private const double Promise = 1e-13;

    private const double Rounding = 1e-14;
    private const double LongestPull = 1;
    private const double LongestChange = 0.5;

    /// <summary>The last one shifts the minimum by at most itself per bin.</summary>
    private static readonly double[] Barriers = [1e-3, 1e-5, 1e-7, 1e-9, 1e-11];

    private readonly HistFactoryModel _model;
    private readonly Likelihood _likelihood;
    private readonly int _n;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _x;
    private readonly double[] _trial;
    private readonly double[] _gradient;
    private readonly double[] _otherGradient;
    private readonly double[] _curvature;
    private readonly double[] _factor;
    private readonly double[] _step;
    private readonly double[] _solution;
    private readonly int[] _free;
    private readonly bool[] _sides;
    private readonly bool[] _otherSides;
    private readonly bool[] _held;

    public Minimiser(HistFactoryModel model)
    {
        _model = model;
        _likelihood = new Likelihood(model);
        _n = model.Parameters.Count;
        _low = new double[_n];
        _high = new double[_n];
        _x = new double[_n];
        _trial = new double[_n];
        _gradient = new double[_n];
        _otherGradient = new double[_n];
        _curvature = new double[_n * _n];
        _factor = new double[_n * _n];
        _step = new double[_n];
        _solution = new double[_n];
        _free = new int[_n];
        _sides = new bool[_n];
        _otherSides = new bool[_n];
        _held = new bool[_n];
    }

    /// <summary>The parameters at the minimum that was found last.</summary>
    public ReadOnlySpan<double> Parameters => _x;

    /// <summary>Whether the last search ended at a minimum.</summary>
    public bool Converged { get; private set; }

    /// <summary>Evaluates the model without fitting.</summary>
    public Likelihood Likelihood => _likelihood;

    /// <summary>Minimises; the parameter of interest is held between its own bounds, which may be equal.</summary>
    /// <param name="data">The data.</param>
    /// <param name="start">Where to start; moved into the bounds.</param>
    /// <param name="poiLow">Least value of the parameter of interest.</param>
    /// <param name="poiHigh">Greatest value of the parameter of interest.</param>
    /// <returns>Half the deviance; infinite where the data are impossible at the start.</returns>
    public double Minimise(HistFactoryData data, ReadOnlySpan<double> start, double poiLow, double poiHigh)
    {
        SetBounds(start, poiLow, poiHigh);
        double value = Descend(data);
        if (Converged || !double.IsFinite(value))
        {
            return value;
        }

        // The edge at which a rate becomes negative stops the smooth search: once more, along barriers that fade.
        SetBounds(start, poiLow, poiHigh);
        foreach (double barrier in Barriers)
        {
            _likelihood.Barrier = barrier;
            Descend(data);
        }

        _likelihood.Barrier = 0;
        return _likelihood.Value(_x, data);
    }

    private double Descend(HistFactoryData data)
    {
        Converged = false;
        double value = _likelihood.Value(_x, data);
        if (!double.IsFinite(value))
        {
            return double.PositiveInfinity;
        }

        double shift = 0;
        for (int iteration = 0; iteration < MostSteps; iteration++)
        {
            value = Differentiate(data);
            int free = FreeParameters();
            double promise = Solve(free, ref shift);
            if (promise <= Promise && shift <= 1)
            {
                // One more of Newton's steps squares what is left: the parameters are then exact as well, not only the value.
                Converged = true;
                return Search(data, value, free, promise, out _);
            }

            double reached = Search(data, value, free, promise, out bool stuck);
            if (stuck)
            {
                // Rounding hides what is left to gain, or the quadratic model is bad: then a shorter step closer to the gradient.
                if (promise < 1e-9 || shift > 1e12)
                {
                    Converged = promise < 1e-9;
                    return value;
                }

                shift = shift == 0 ? 1 : shift * 100;
            }
            else
            {
                shift = 0;
                value = reached;
            }
        }

        return value;
    }

    private void SetBounds(ReadOnlySpan<double> start, double poiLow, double poiHigh)
    {
        for (int i = 0; i < _n; i++)
        {
            ModelParameter p = _model.Parameters[i];
            (_low[i], _high[i]) = i == _model.ParameterOfInterest ? (poiLow, poiHigh) : p.Fixed ? (p.Initial, p.Initial) : (p.Low, p.High);
            _x[i] = Math.Clamp(start[i], _low[i], _high[i]);
            _sides[i] = true;
        }
    }

    /// <summary>Gradient and curvature; at a kink those of the side that descends.</summary>
    private double Differentiate(HistFactoryData data)
    {
        bool atKink = false;
        for (int i = 0; i < _n; i++)
        {
            _held[i] = _low[i] == _high[i];
            bool kink = _model.Kinked[i] && _x[i] == 0 && !_held[i];
            _otherSides[i] = kink ? !_sides[i] : _sides[i];
            atKink |= kink;
        }

        double value = _likelihood.Derivatives(_x, _sides, data, _gradient, _curvature);
        if (!atKink)
        {
            return value;
        }

        _likelihood.Derivatives(_x, _otherSides, data, _otherGradient, []);
        bool changed = false;
        for (int i = 0; i < _n; i++)
        {
            if (_sides[i] == _otherSides[i])
            {
                continue;
            }

            double right = _sides[i] ? _gradient[i] : _otherGradient[i];
            double left = _sides[i] ? _otherGradient[i] : _gradient[i];
            bool descendsRight = right < 0 && _high[i] > 0;
            bool descendsLeft = left > 0 && _low[i] < 0;
            _held[i] = !descendsRight && !descendsLeft;
            bool positive = descendsRight && (!descendsLeft || -right >= left);
            changed |= !_held[i] && positive != _sides[i];
            _sides[i] = _held[i] ? _sides[i] : positive;
        }

        return changed ? _likelihood.Derivatives(_x, _sides, data, _gradient, _curvature) : value;
    }

    /// <summary>Lists the parameters that may move: not held, and not pressed against a bound.</summary>
    private int FreeParameters()
    {
        int free = 0;
        for (int i = 0; i < _n; i++)
        {
            bool pressed = (_x[i] <= _low[i] && _gradient[i] > 0) || (_x[i] >= _high[i] && _gradient[i] < 0);
            if (!_held[i] && !pressed)
            {
                _free[free++] = i;
            }
        }

        return free;
    }

    /// <summary>Newton step of the free parameters; returns the decrease that it promises.</summary>
    private double Solve(int free, ref double shift)
    {
        while (!Factorise(free, shift))
        {
            shift = shift == 0 ? 1e-3 : shift * 10;
        }

        for (int a = 0; a < free; a++)
        {
            double sum = -_gradient[_free[a]];
            ReadOnlySpan<double> row = _factor.AsSpan(a * _n, a + 1);
            for (int c = 0; c < a; c++)
            {
                sum -= row[c] * _solution[c];
            }

            _solution[a] = sum / row[a];
        }

        double promise = 0;
        for (int a = 0; a < free; a++)
        {
            promise += 0.5 * _solution[a] * _solution[a];
        }

        for (int a = free - 1; a >= 0; a--)
        {
            double value = _solution[a] / _factor[(a * _n) + a];
            _solution[a] = value;
            ReadOnlySpan<double> row = _factor.AsSpan(a * _n, a + 1);
            for (int c = 0; c < a; c++)
            {
                _solution[c] -= row[c] * value;
            }

            _step[_free[a]] = value;
        }

        return promise;
    }

    /// <summary>Cholesky factor of the shifted curvature; false where it is not positive.</summary>
    private bool Factorise(int free, double shift)
    {
        for (int a = 0; a < free; a++)
        {
            int i = _free[a];
            Span<double> row = _factor.AsSpan(a * _n, a + 1);
            ReadOnlySpan<double> source = _curvature.AsSpan(i * _n, i + 1);
            for (int c = 0; c <= a; c++)
            {
                row[c] = source[_free[c]];
            }

            // Without curvature the gradient sets the scale: a step by about the value itself.
            double diagonal = row[a];
            row[a] += shift * Math.Max(Math.Abs(diagonal), Math.Abs(_gradient[i]) / (1 + Math.Abs(_x[i])));
            for (int c = 0; c < a; c++)
            {
                ReadOnlySpan<double> other = _factor.AsSpan(c * _n, c + 1);
                double sum = row[c];
                for (int k = 0; k < c; k++)
                {
                    sum -= row[k] * other[k];
                }

                row[c] = sum / other[c];
                row[a] -= row[c] * row[c];
            }

            if (!(row[a] > 1e-13 * Math.Abs(diagonal)) || row[a] == 0)
            {
                if (diagonal == 0 && _gradient[i] == 0)
                {
                    // The data say nothing about this one.
                    row[..a].Clear();
                    row[a] = 1;
                    continue;
                }

                return false;
            }

            row[a] = Math.Sqrt(row[a]);
        }

        return true;
    }

    /// <summary>
    /// Fraction of the step that moves no constrained parameter too far: longer steps jump over ridges into the basin of another minimum, and the profile would not
    /// be continuous.
    /// </summary>
    private double LongestStep(int free)
    {
        double t = 1;
        for (int a = 0; a < free; a++)
        {
            int i = _free[a];
            ModelParameter p = _model.Parameters[i];
            if (p.Constraint != ParameterConstraint.None)
            {
                double longest = _low[i] < 0 ? LongestPull : LongestChange * (0.2 + Math.Abs(_x[i]));
                t = Math.Min(t, longest / Math.Abs(_step[i]));
            }
        }

        return t;
    }

    /// <summary>Goes along the projected step until the deviance has decreased enough.</summary>
    private double Search(HistFactoryData data, double value, int free, double promise, out bool stuck)
    {
        _x.CopyTo(_trial, 0);
        for (double t = LongestStep(free); t > 1e-12; t *= t > 0.01 ? 0.5 : 0.1)
        {
            double slope = 0;
            for (int a = 0; a < free; a++)
            {
                int i = _free[a];
                double low = _model.Kinked[i] && (_x[i] > 0 || (_x[i] == 0 && _sides[i])) ? Math.Max(0, _low[i]) : _low[i];
                double high = _model.Kinked[i] && (_x[i] < 0 || (_x[i] == 0 && !_sides[i])) ? Math.Min(0, _high[i]) : _high[i];
                _trial[i] = Math.Clamp(_x[i] + (t * _step[i]), low, high);
                slope += _gradient[i] * (_trial[i] - _x[i]);
            }

            double reached = _likelihood.Value(_trial, data);
            if (reached <= value + (1e-4 * slope) || (promise < 1e-10 && reached <= value + (Rounding * (1 + Math.Abs(value)))))
            {
                _trial.CopyTo(_x, 0);
                stuck = false;
                return reached;
            }
        }

        stuck = true;
        return value;
    }
}
