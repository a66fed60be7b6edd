namespace Hermetic.Inference.Profiles;

/// <summary>
/// Maximum-likelihood fits of a <see cref="BinnedLikelihood"/> by Newton steps with exact second derivatives inside the bounds (signal strength and factors not negative), and the
/// likelihood-ratio statistics from them. Converges to the last digits, so that outcomes which tie do so within 1e-9. Not for several threads at once.
/// </summary>
internal sealed class ProfileFit(BinnedLikelihood likelihood)
{
    /// <summary>Least value of a factor with a control count.</summary>
    public const double LeastFactor = 1e-10;

    private const int MostSteps = 200;
    private const double Converged = 1e-13;

    private readonly int _size = likelihood.Nuisances + 1;
    private readonly double[] _parameters = new double[likelihood.Nuisances + 1];
    private readonly double[] _trial = new double[likelihood.Nuisances + 1];
    private readonly double[] _gradient = new double[likelihood.Nuisances + 1];
    private readonly double[] _slope = new double[likelihood.Nuisances + 1];
    private readonly double[] _step = new double[likelihood.Nuisances + 1];
    private readonly double[] _hessian = new double[(likelihood.Nuisances + 1) * (likelihood.Nuisances + 1)];
    private readonly double[] _curvature = new double[(likelihood.Nuisances + 1) * (likelihood.Nuisances + 1)];
    private readonly double[] _factor = new double[(likelihood.Nuisances + 1) * (likelihood.Nuisances + 1)];
    private readonly bool[] _fixed = new bool[likelihood.Nuisances + 1];
    private readonly double[] _rates = new double[likelihood.Bins];

    /// <summary>The likelihood.</summary>
    public BinnedLikelihood Likelihood => likelihood;

    /// <summary>Parameters of the last fit: nuisance parameters, then signal strength.</summary>
    public ReadOnlySpan<double> Parameters => _parameters;

    /// <summary>The nuisance parameters that fit best at a signal strength.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <param name="strength">Signal strength, at least 0.</param>
    /// <returns>Minus the logarithm of the likelihood.</returns>
    public double Conditional(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, double strength)
    {
        likelihood.Preferred(auxiliary, _parameters);
        _parameters[^1] = strength;
        return Minimise(counts, auxiliary, strengthIsFree: false);
    }

    /// <summary>The best fit with a signal strength not below 0.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <returns>Minus the logarithm of the likelihood; the fitted strength is the last of the parameters.</returns>
    public double Best(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary)
    {
        likelihood.Preferred(auxiliary, _parameters);
        _parameters[^1] = 0;
        likelihood.Rates(_parameters, _rates);
        double excess = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            excess += counts[i] - _rates[i];
        }

        _parameters[^1] = Math.Max(excess, 0.1) / likelihood.TotalSignal;
        return Minimise(counts, auxiliary, strengthIsFree: true);
    }

    /// <summary>q-tilde: 0 where the fitted strength exceeds the tested one.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <param name="strength">Tested strength.</param>
    public double QTilde(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, double strength)
    {
        double best = Best(counts, auxiliary);
        return _parameters[^1] >= strength ? 0 : Math.Max(0, 2 * (Conditional(counts, auxiliary, strength) - best));
    }

    /// <summary>The two-sided statistic with the fitted strength bounded at 0.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <param name="strength">Tested strength, at least 0.</param>
    public double TwoSided(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, double strength)
    {
        double best = Best(counts, auxiliary);
        return Math.Max(0, 2 * (Conditional(counts, auxiliary, strength) - best));
    }

    /// <summary>The statistic of discovery q0.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    public double Discovery(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary)
    {
        double best = Best(counts, auxiliary);
        return _parameters[^1] <= 0 ? 0 : Math.Max(0, 2 * (Conditional(counts, auxiliary, 0) - best));
    }

    private double Minimise(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, bool strengthIsFree)
    {
        double value = likelihood.Value(counts, auxiliary, _parameters, _rates);
        if (double.IsPositiveInfinity(value) && !strengthIsFree)
        {
            // Events where nothing is expected: no parameter can help.
            return value;
        }

        for (int iteration = 0; iteration < MostSteps; iteration++)
        {
            likelihood.Derivatives(counts, auxiliary, _parameters, _gradient, _hessian, _slope, _curvature);
            for (int j = 0; j < _size; j++)
            {
                bool atBound = _parameters[j] <= Least(j) && _gradient[j] > 0;
                _fixed[j] = atBound || (j == _size - 1 && !strengthIsFree);
            }

            if (!Solve())
            {
                break;
            }

            double decrement = 0;
            for (int j = 0; j < _size; j++)
            {
                decrement -= _fixed[j] ? 0 : _gradient[j] * _step[j];
            }

            double length = 1;
            bool moved = false;
            for (int halving = 0; halving < 60; halving++, length *= 0.5)
            {
                for (int j = 0; j < _size; j++)
                {
                    _trial[j] = _fixed[j] ? _parameters[j] : Math.Max(Least(j), _parameters[j] + (length * _step[j]));
                }

                double trial = likelihood.Value(counts, auxiliary, _trial, _rates);
                if (trial <= value)
                {
                    moved = trial < value || decrement > Converged;
                    value = trial;
                    _trial.CopyTo(_parameters, 0);
                    break;
                }

                // Near the minimum rounding decides; the step is below all that matters.
                if (decrement < Converged)
                {
                    break;
                }
            }

            if (!moved || decrement < Converged)
            {
                break;
            }
        }

        return value;
    }

    private double Least(int parameter) =>
        parameter == _size - 1 ? 0 : likelihood.IsGamma(parameter) ? LeastFactor : double.NegativeInfinity;

    /// <summary>Solves for the Newton step in the free parameters by Cholesky decomposition; adds to the diagonal where the matrix is not positive definite.</summary>
    private bool Solve()
    {
        double damping = 0;
        for (int attempt = 0; attempt < 40; attempt++)
        {
            if (TryDecompose(damping))
            {
                BackSubstitute();
                return true;
            }

            double scale = 0;
            for (int j = 0; j < _size; j++)
            {
                scale = Math.Max(scale, Math.Abs(_hessian[(j * _size) + j]));
            }

            damping = damping == 0 ? 1e-6 * Math.Max(scale, 1e-6) : 10 * damping;
        }

        return false;
    }

    private bool TryDecompose(double damping)
    {
        for (int j = 0; j < _size; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = _fixed[j] || _fixed[k] ? (j == k ? 1 : 0) : _hessian[(j * _size) + k] + (j == k ? damping : 0);
                for (int l = 0; l < k; l++)
                {
                    sum -= _factor[(j * _size) + l] * _factor[(k * _size) + l];
                }

                if (j != k)
                {
                    _factor[(j * _size) + k] = sum / _factor[(k * _size) + k];
                }
                else if (sum > 1e-14 * Math.Abs(_hessian[(j * _size) + j]) && sum > 0)
                {
                    _factor[(j * _size) + j] = Math.Sqrt(sum);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void BackSubstitute()
    {
        for (int j = 0; j < _size; j++)
        {
            double sum = _fixed[j] ? 0 : -_gradient[j];
            for (int k = 0; k < j; k++)
            {
                sum -= _factor[(j * _size) + k] * _step[k];
            }

            _step[j] = sum / _factor[(j * _size) + j];
        }

        for (int j = _size - 1; j >= 0; j--)
        {
            double sum = _step[j];
            for (int k = j + 1; k < _size; k++)
            {
                sum -= _factor[(k * _size) + j] * _step[k];
            }

            _step[j] = sum / _factor[(j * _size) + j];
        }
    }
}
