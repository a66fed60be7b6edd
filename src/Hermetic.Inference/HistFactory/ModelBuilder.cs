using Hermetic.Core;

namespace Hermetic.Inference.HistFactory;

/// <summary>Makes a <see cref="HistFactoryModel"/> from a workspace that <see cref="WorkspaceCheck"/> has passed.</summary>
internal sealed class ModelBuilder
{
    // The usual settings of pyhf (version 0.7), so that a workspace means here what it means there.
    private const double SmallestGamma = 1e-10;
    private const double LargestGamma = 10;
    private const double LargestFactor = 10;
    private const double LargestPull = 5;

    /// <summary>A background known better than this is known: its control count would have no unit digit.</summary>
    private const double LargestRatio = 1e7;

    private readonly Workspace _workspace;
    private readonly Measurement _measurement;
    private readonly string _path;
    private readonly Interpolation _interpolation;
    private readonly Dictionary<string, (ParameterSettings Settings, string Path)> _settings = [];
    private readonly Dictionary<string, int[]> _sets = [];
    private readonly List<ModelParameter> _parameters = [];

    public ModelBuilder(Workspace workspace, int measurement, Interpolation interpolation)
    {
        (_workspace, _measurement, _interpolation) = (workspace, workspace.Measurements[measurement], interpolation);
        _path = $"measurements[{measurement}].config";
        for (int p = 0; p < _measurement.Parameters.Count; p++)
        {
            ParameterSettings settings = _measurement.Parameters[p];
            string path = $"{_path}.parameters[{p}]";
            if (!_settings.TryAdd(settings.Name, (settings, path)))
            {
                throw WorkspaceCheck.Refusal($"{path}.name", $"'{settings.Name}' is given twice", "once");
            }
        }
    }

    public HistFactoryModel Build()
    {
        List<SampleTerm> terms = [];
        List<double> observed = [];
        foreach (Channel channel in _workspace.Channels)
        {
            foreach (Sample sample in channel.Samples)
            {
                terms.Add(Term(channel, sample, observed.Count));
            }

            observed.AddRange(_workspace.Observations.First(o => o.Name == channel.Name).Data);
        }

        return new HistFactoryModel(_workspace, _measurement, _interpolation, [.. _parameters], ParameterOfInterest(), [.. terms], [.. observed]);
    }

    private SampleTerm Term(Channel channel, Sample sample, int firstBin)
    {
        double[] nominal = [.. sample.Data];
        List<Factor> factors = [];
        List<Shift> shifts = [];
        List<int[]> binFactors = [];
        foreach (Modifier modifier in sample.Modifiers)
        {
            int[] set = Set(channel, sample, modifier);
            switch (modifier)
            {
                case NormFactor or Luminosity:
                    factors.Add(new Factor(set[0], FactorKind.Parameter, 0, 0, []));
                    break;
                case NormSys m when _interpolation == Interpolation.Piecewise:
                    factors.Add(new Factor(set[0], FactorKind.Exponential, Math.Log(m.Low), Math.Log(m.High), []));
                    break;
                case NormSys m:
                    factors.Add(new Factor(set[0], FactorKind.Polynomial, Math.Log(m.Low), Math.Log(m.High), Interpolations.Coefficients(m.Low, m.High)));
                    break;
                case HistoSys m:
                    shifts.Add(new Shift(set[0], [.. m.High.Select((h, b) => h - nominal[b])], [.. m.Low.Select((l, b) => nominal[b] - l)]));
                    break;
                default:
                    binFactors.Add(set);
                    break;
            }
        }

        return new SampleTerm { FirstBin = firstBin, Nominal = nominal, Factors = [.. factors], Shifts = [.. shifts], BinFactors = [.. binFactors] };
    }

    /// <summary>The parameters of a modifier; made on its first appearance.</summary>
    private int[] Set(Channel channel, Sample sample, Modifier modifier)
    {
        if (_sets.TryGetValue(modifier.Name, out int[]? known))
        {
            return known;
        }

        int bins = sample.Data.Count;
        int[] set = modifier switch
        {
            NormFactor => Add(modifier.Name, [new("", 1, 0, LargestFactor, false, ParameterConstraint.None, 0, 0)]),
            NormSys or HistoSys => Add(modifier.Name, [new("", 0, -LargestPull, LargestPull, false, ParameterConstraint.Normal, 0, 1)]),
            Luminosity => Add(modifier.Name, [LuminosityParameter(modifier.Name)]),
            ShapeFactor => Add(modifier.Name, [.. Enumerable.Repeat(new ModelParameter("", 1, 0, LargestFactor, false, ParameterConstraint.None, 0, 0), bins)]),
            StatError => Add(modifier.Name, StatErrors(channel, modifier.Name, bins)),
            ShapeSys m => ControlCounts(sample, m),
            _ => throw new InvalidOperationException("WorkspaceCheck lets no other modifier pass."),
        };
        _sets.Add(modifier.Name, set);
        return set;
    }

    private int[] Add(string name, List<ModelParameter> usual)
    {
        (ParameterSettings Settings, string Path)? given = _settings.TryGetValue(name, out (ParameterSettings, string) found) ? found : null;
        if (_parameters.Count + usual.Count > HistFactoryModel.MostParameters)
        {
            throw WorkspaceCheck.Refusal("channels", $"more than {HistFactoryModel.MostParameters} parameters", $"at most {HistFactoryModel.MostParameters}");
        }

        int[] set = new int[usual.Count];
        for (int i = 0; i < usual.Count; i++)
        {
            set[i] = _parameters.Count;
            ModelParameter parameter = usual[i] with { Name = usual.Count == 1 ? name : $"{name}[{i}]" };
            _parameters.Add(given is null ? parameter : Override(parameter, given.Value.Settings, given.Value.Path, i, usual.Count));
        }

        return set;
    }

    private static ModelParameter Override(ModelParameter usual, ParameterSettings settings, string path, int i, int count)
    {
        RequireCount(settings.Initial, $"{path}.inits", count);
        RequireCount(settings.Bounds, $"{path}.bounds", count);
        RequireCount(settings.AuxiliaryData, $"{path}.auxdata", count);
        RequireCount(settings.Sigmas, $"{path}.sigmas", count);
        if (usual.Constraint != ParameterConstraint.Normal && (settings.AuxiliaryData ?? settings.Sigmas) is not null)
        {
            throw WorkspaceCheck.Refusal(
                settings.AuxiliaryData is not null ? $"{path}.auxdata" : $"{path}.sigmas", $"'{settings.Name}' has no normal constraint", "only for normsys, histosys, staterror and lumi");
        }

        if (settings.Sigmas is { } sigmas && !(sigmas[i] > 0 && sigmas[i] < 1e6))
        {
            throw WorkspaceCheck.Refusal($"{path}.sigmas[{i}]", FormattableString.Invariant($"{sigmas[i]} cannot be a standard deviation"), "a number above 0");
        }

        ModelParameter result = usual with
        {
            Initial = settings.Initial?[i] ?? usual.Initial,
            Low = settings.Bounds?[i].Low ?? usual.Low,
            High = settings.Bounds?[i].High ?? usual.High,
            AuxiliaryData = settings.AuxiliaryData?[i] ?? usual.AuxiliaryData,
            Scale = settings.Sigmas?[i] ?? usual.Scale,
            Fixed = usual.Fixed || settings.Fixed == true,
        };
        if (!(result.Low < result.High))
        {
            throw WorkspaceCheck.Refusal($"{path}.bounds[{i}]", FormattableString.Invariant($"from {result.Low} to {result.High} is no range"), "[low, high] with low below high");
        }

        if (!(result.Initial >= result.Low && result.Initial <= result.High))
        {
            // Most often the bounds alone are given, and exclude the usual start.
            return settings.Initial is null
                ? result with { Initial = Math.Clamp(result.Initial, result.Low, result.High) }
                : throw WorkspaceCheck.Refusal(
                    $"{path}.inits[{i}]", FormattableString.Invariant($"{result.Initial} is outside of the bounds"), FormattableString.Invariant($"from {result.Low} to {result.High}"));
        }

        return result;
    }

    private static void RequireCount<T>(IReadOnlyList<T>? values, string path, int count)
    {
        if (values is not null && values.Count != count)
        {
            throw WorkspaceCheck.Refusal(path, $"{values.Count} values for {count} parameters", "one per parameter");
        }
    }

    private ModelParameter LuminosityParameter(string name)
    {
        if (!_settings.TryGetValue(name, out (ParameterSettings Settings, string Path) given)
            || given.Settings.AuxiliaryData is not { Count: 1 } centre || given.Settings.Sigmas is not { Count: 1 } || !(centre[0] > 0))
        {
            throw WorkspaceCheck.Refusal(
                $"{_path}.parameters", $"the modifier '{name}' needs the luminosity and its uncertainty", $"an element with name '{name}', one number above 0 in auxdata and one in sigmas");
        }

        return new ModelParameter("", centre[0], 0, 10 * centre[0], false, ParameterConstraint.Normal, centre[0], 1);
    }

    /// <summary>Widths of the shared factors by bin: quadratic sum of uncertainties over sum of events, over the samples of the channel that bear the modifier.</summary>
    private static List<ModelParameter> StatErrors(Channel channel, string name, int bins)
    {
        double[] squares = new double[bins];
        double[] events = new double[bins];
        foreach (Sample sample in channel.Samples)
        {
            foreach (StatError modifier in sample.Modifiers.OfType<StatError>().Where(m => m.Name == name))
            {
                for (int b = 0; b < bins; b++)
                {
                    squares[b] += sample.Data[b] > 0 ? modifier.Uncertainties[b] * modifier.Uncertainties[b] : 0;
                    events[b] += sample.Data[b];
                }
            }
        }

        return [.. Enumerable.Range(0, bins).Select(b =>
        {
            double width = events[b] > 0 ? Math.Sqrt(squares[b]) / events[b] : 0;
            return new ModelParameter("", 1, SmallestGamma, LargestGamma, width == 0, ParameterConstraint.Normal, 1, width > 0 ? width : 1);
        })];
    }

    private int[] ControlCounts(Sample sample, ShapeSys modifier)
    {
        List<ModelParameter> parameters = [];
        int[] set = new int[sample.Data.Count];
        for (int b = 0; b < set.Length; b++)
        {
            double ratio = sample.Data[b] / modifier.Uncertainties[b];
            bool known = sample.Data[b] == 0 || ratio > LargestRatio;
            set[b] = known ? -1 : parameters.Count;
            if (!known)
            {
                parameters.Add(new ModelParameter("", 1, SmallestGamma, LargestGamma, false, ParameterConstraint.Poisson, ratio * ratio, ratio * ratio));
            }
        }

        int[] indices = Add(modifier.Name, parameters);
        return [.. set.Select(i => i < 0 ? -1 : indices[i])];
    }

    private int ParameterOfInterest()
    {
        string name = _measurement.ParameterOfInterest;
        string[] factors = [.. _workspace.Channels.SelectMany(c => c.Samples).SelectMany(s => s.Modifiers).OfType<NormFactor>().Select(m => m.Name).Distinct()];
        if (!factors.Contains(name))
        {
            string near = InputException.Nearest(name, factors) is { } nearest && nearest != name ? $"; did you mean '{nearest}'?" : "";
            throw WorkspaceCheck.Refusal(
                $"{_path}.poi",
                name.Length == 0 ? "there is no parameter of interest" : $"'{name}' is no normfactor of the workspace",
                (factors.Length > 0 ? string.Join(", ", factors.Take(20)) : "the name of a modifier of type normfactor, of which there is none") + near);
        }

        int index = _sets[name][0];
        return _parameters[index].Fixed
            ? throw WorkspaceCheck.Refusal(_settings[name].Path + ".fixed", $"the parameter of interest '{name}' is fixed", "false")
            : index;
    }
}
