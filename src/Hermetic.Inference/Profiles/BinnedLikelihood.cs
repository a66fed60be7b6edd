namespace Hermetic.Inference.Profiles;

/// <summary>
/// The likelihood of a <see cref="BinnedModel"/> as flat arrays: minus its logarithm (without constants of the data) and the two derivatives with respect to the nuisance
/// parameters and, as the last parameter, the signal strength. Immutable; scratch space is the caller's, so that threads share it.
/// </summary>
internal sealed class BinnedLikelihood
{
    private readonly double[] _signal;
    private readonly int[] _termOfBin;
    private readonly double[] _nominal;
    private readonly bool[] _isSignal;
    private readonly int[] _effectOfTerm;
    private readonly int[] _parameter;
    private readonly double[] _up;
    private readonly double[] _down;
    private readonly NuisanceKind[] _kinds;
    private readonly double[] _controls;

    public BinnedLikelihood(BinnedModel model)
    {
        Bins = model.Bins.Count;
        Nuisances = model.Nuisances.Count;
        _signal = [.. model.Bins.Select(b => b.Signal)];
        _kinds = [.. model.Nuisances.Select(n => n.Kind)];
        _controls = [.. model.Nuisances.Select(n => n.ControlCount)];
        Counts = [.. model.Bins.Select(b => (double)b.Observed)];
        Auxiliary = [.. model.Nuisances.Select(n => n.Kind == NuisanceKind.Gamma ? n.ControlCount : 0)];
        List<int> termOfBin = [0];
        List<double> nominal = [];
        List<bool> isSignal = [];
        List<int> effectOfTerm = [0];
        List<int> parameter = [];
        List<double> up = [];
        List<double> down = [];
        foreach (Bin bin in model.Bins)
        {
            foreach ((string process, double events) in bin.Backgrounds.Select(b => (b.Name, b.Expected)).Prepend((BinnedModel.Signal, bin.Signal)).Where(t => t.Item2 > 0))
            {
                nominal.Add(events);
                isSignal.Add(process == BinnedModel.Signal);
                for (int j = 0; j < Nuisances; j++)
                {
                    if (model.Nuisances[j].Effects.FirstOrDefault(e => e.Bin == bin.Name && e.Process == process) is not { } effect)
                    {
                        continue;
                    }

                    parameter.Add(j);
                    if (_kinds[j] == NuisanceKind.LogNormal)
                    {
                        up.Add(Math.Log(1 + effect.Up));
                        down.Add(effect.Down is { } low ? -Math.Log(1 + low) : Math.Log(1 + effect.Up));
                    }
                    else
                    {
                        up.Add(effect.Up);
                        down.Add(effect.Down is { } low ? -low : effect.Up);
                    }
                }

                effectOfTerm.Add(parameter.Count);
            }

            termOfBin.Add(nominal.Count);
        }

        (_termOfBin, _nominal, _isSignal, _effectOfTerm, _parameter, _up, _down) = ([.. termOfBin], [.. nominal], [.. isSignal], [.. effectOfTerm], [.. parameter], [.. up], [.. down]);
    }

    /// <summary>Number of bins.</summary>
    public int Bins { get; }

    /// <summary>Number of nuisance parameters; the signal strength comes after them.</summary>
    public int Nuisances { get; }

    /// <summary>Observed counts.</summary>
    public double[] Counts { get; }

    /// <summary>Observed auxiliary measurements: control counts of gamma factors, 0 for normal variables.</summary>
    public double[] Auxiliary { get; }

    /// <summary>Total signal at strength 1.</summary>
    public double TotalSignal => _signal.Sum();

    /// <summary>Whether a parameter is a factor with a control count.</summary>
    public bool IsGamma(int nuisance) => _kinds[nuisance] == NuisanceKind.Gamma;

    /// <summary>The control count that a gamma factor of 1 gives on average.</summary>
    public double Control(int nuisance) => _controls[nuisance];

    /// <summary>The parameters that the auxiliary measurements alone prefer.</summary>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <param name="parameters">Receives them; the signal strength is left alone.</param>
    public void Preferred(ReadOnlySpan<double> auxiliary, Span<double> parameters)
    {
        for (int j = 0; j < Nuisances; j++)
        {
            parameters[j] = _kinds[j] == NuisanceKind.Gamma ? Math.Max(auxiliary[j] / _controls[j], ProfileFit.LeastFactor) : auxiliary[j];
        }
    }

    /// <summary>Auxiliary measurements that the parameters give on average, for Asimov data.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="auxiliary">Receives the measurements.</param>
    public void Asimov(ReadOnlySpan<double> parameters, Span<double> auxiliary)
    {
        for (int j = 0; j < Nuisances; j++)
        {
            auxiliary[j] = _kinds[j] == NuisanceKind.Gamma ? parameters[j] * _controls[j] : parameters[j];
        }
    }

    /// <summary>Expected events of all bins.</summary>
    /// <param name="parameters">Nuisance parameters and signal strength.</param>
    /// <param name="rates">Receives them.</param>
    public void Rates(ReadOnlySpan<double> parameters, Span<double> rates)
    {
        double strength = parameters[Nuisances];
        for (int i = 0; i < Bins; i++)
        {
            double rate = 0;
            for (int t = _termOfBin[i]; t < _termOfBin[i + 1]; t++)
            {
                double value = _isSignal[t] ? strength * _nominal[t] : _nominal[t];
                for (int e = _effectOfTerm[t]; e < _effectOfTerm[t + 1]; e++)
                {
                    value *= Factor(e, parameters[_parameter[e]]);
                }

                rate += value;
            }

            rates[i] = rate;
        }
    }

    /// <summary>Minus the logarithm of the likelihood.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <param name="parameters">Nuisance parameters and signal strength.</param>
    /// <param name="rates">Scratch space, one number per bin.</param>
    public double Value(ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, ReadOnlySpan<double> parameters, Span<double> rates)
    {
        Rates(parameters, rates);
        double value = 0;
        for (int i = 0; i < Bins; i++)
        {
            value += rates[i] - (counts[i] > 0 ? counts[i] * Math.Log(rates[i]) : 0);
        }

        for (int j = 0; j < Nuisances; j++)
        {
            double p = parameters[j];
            if (_kinds[j] == NuisanceKind.Gamma)
            {
                value += (_controls[j] * p) - (auxiliary[j] > 0 ? auxiliary[j] * Math.Log(p) : 0);
            }
            else
            {
                value += 0.5 * (p - auxiliary[j]) * (p - auxiliary[j]);
            }
        }

        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    /// <summary>Gradient and matrix of second derivatives.</summary>
    /// <param name="counts">Counts.</param>
    /// <param name="auxiliary">Auxiliary measurements.</param>
    /// <param name="parameters">Nuisance parameters and signal strength.</param>
    /// <param name="gradient">Receives the gradient, one more than nuisance parameters.</param>
    /// <param name="hessian">Receives the matrix, row by row.</param>
    /// <param name="slope">Scratch space, as long as the gradient.</param>
    /// <param name="curvature">Scratch space, as long as the matrix.</param>
    public void Derivatives(
        ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian, Span<double> slope, Span<double> curvature)
    {
        int size = Nuisances + 1;
        double strength = parameters[Nuisances];
        gradient.Clear();
        hessian.Clear();
        for (int j = 0; j < Nuisances; j++)
        {
            double p = parameters[j];
            bool gamma = _kinds[j] == NuisanceKind.Gamma;
            gradient[j] = gamma ? _controls[j] - (auxiliary[j] / p) : p - auxiliary[j];
            hessian[(j * size) + j] = gamma ? auxiliary[j] / (p * p) : 1;
        }

        for (int i = 0; i < Bins; i++)
        {
            slope.Clear();
            curvature.Clear();
            double rate = 0;
            for (int t = _termOfBin[i]; t < _termOfBin[i + 1]; t++)
            {
                double unit = _nominal[t];
                for (int e = _effectOfTerm[t]; e < _effectOfTerm[t + 1]; e++)
                {
                    unit *= Factor(e, parameters[_parameter[e]]);
                }

                double value = _isSignal[t] ? strength * unit : unit;
                rate += value;
                if (_isSignal[t])
                {
                    slope[Nuisances] += unit;
                }

                for (int e = _effectOfTerm[t]; e < _effectOfTerm[t + 1]; e++)
                {
                    int j = _parameter[e];
                    double relative = RelativeSlope(e, parameters[j]);
                    slope[j] += value * relative;
                    curvature[(j * size) + j] += _kinds[j] == NuisanceKind.LogNormal ? value * relative * relative : 0;
                    if (_isSignal[t])
                    {
                        curvature[(j * size) + Nuisances] += unit * relative;
                    }

                    for (int f = _effectOfTerm[t]; f < e; f++)
                    {
                        int k = _parameter[f];
                        double mixed = value * relative * RelativeSlope(f, parameters[k]);
                        curvature[(Math.Min(j, k) * size) + Math.Max(j, k)] += mixed;
                    }
                }
            }

            double ratio = counts[i] > 0 ? counts[i] / rate : 0;
            double weight = counts[i] > 0 ? ratio / rate : 0;
            for (int j = 0; j < size; j++)
            {
                gradient[j] += (1 - ratio) * slope[j];
                for (int k = j; k < size; k++)
                {
                    hessian[(j * size) + k] += (weight * slope[j] * slope[k]) + ((1 - ratio) * curvature[(j * size) + k]);
                }
            }
        }

        for (int j = 0; j < size; j++)
        {
            for (int k = 0; k < j; k++)
            {
                hessian[(j * size) + k] = hessian[(k * size) + j];
            }
        }
    }

    private double Factor(int effect, double p) => _kinds[_parameter[effect]] switch
    {
        NuisanceKind.LogNormal => Math.Exp(p * (p >= 0 ? _up[effect] : _down[effect])),
        NuisanceKind.Gaussian => Math.Max(0, 1 + (p * (p >= 0 ? _up[effect] : _down[effect]))),
        _ => p,
    };

    private double RelativeSlope(int effect, double p)
    {
        double side = p >= 0 ? _up[effect] : _down[effect];
        switch (_kinds[_parameter[effect]])
        {
            case NuisanceKind.LogNormal:
                return side;
            case NuisanceKind.Gaussian:
                double factor = 1 + (p * side);
                return factor > 0 ? side / factor : 0;
            default:
                return 1 / p;
        }
    }
}
