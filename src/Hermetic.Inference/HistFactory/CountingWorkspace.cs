namespace Hermetic.Inference.HistFactory;

/// <summary>Counting experiments as HistFactory workspaces, and back.</summary>
public static class CountingWorkspace
{
    /// <summary>The parameter of interest of the workspaces that are made here.</summary>
    public const string Strength = "mu";

    private const string Signal = "signal";
    private const string Background = "background";
    private const string SignalUncertainty = "signal_uncertainty";

    /// <summary>
    /// The workspace of a counting experiment: one channel of one bin per channel; background models Gamma as shapesys, LogNormal as normsys with factors kappa and
    /// 1 / kappa, Gaussian as histosys, the common signal uncertainty as normsys. To be read with <see cref="Interpolation.Piecewise"/>, with which it is the same model, but
    /// that a workspace does not cut a Gaussian background off at 0 where other rates fill the bin.
    /// </summary>
    /// <param name="model">The counting experiment.</param>
    /// <param name="measurement">Name of the measurement.</param>
    /// <exception cref="ArgumentException">A Gaussian uncertainty is larger than its background: a workspace holds no negative rates.</exception>
    public static Workspace Of(CountingModel model, string measurement = "counting")
    {
        ArgumentNullException.ThrowIfNull(model);
        double kappa = 1 + model.SignalUncertainty;
        IReadOnlyList<Modifier> signal = model.SignalUncertainty > 0 ? [new NormFactor(Strength), new NormSys(SignalUncertainty, 1 / kappa, kappa)] : [new NormFactor(Strength)];
        return new Workspace(
            [.. model.Channels.Select(c => new Channel(c.Name, [new Sample(Signal, [c.SignalPerUnit], signal), new Sample(Background, [c.Background], Modifiers(c))]))],
            [.. model.Channels.Select(c => new Observation(c.Name, [c.Observed]))],
            [new Measurement(measurement, Strength, [StrengthSettings(model)])]);
    }

    /// <summary>
    /// The counting experiment that a model is, or null where it is none: single bins, whole counts, one signal sample per channel with at most one log-normal
    /// uncertainty common to all, and backgrounds that are known or one sample with an uncertainty of its own.
    /// </summary>
    /// <param name="model">A HistFactory model.</param>
    public static CountingModel? Read(HistFactoryModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Workspace workspace = model.Workspace;
        string poi = model.Measurement.ParameterOfInterest;
        if (model.Interpolation != Interpolation.Piecewise || model.Measurement.Parameters.Any(p => p.Name != poi && workspace.Channels.Any(c => Bears(c, p.Name))))
        {
            return null;
        }

        List<CountingChannel> channels = [];
        NormSys? common = null;
        bool first = true;
        foreach (Channel channel in workspace.Channels)
        {
            double observed = workspace.Observations.First(o => o.Name == channel.Name).Data[0];
            Sample[] signals = [.. channel.Samples.Where(s => s.Modifiers.Any(m => m.Name == poi))];
            if (channel.Samples[0].Data.Count != 1 || signals.Length != 1 || signals[0].Modifiers.Count > 2 || observed != Math.Floor(observed) || observed > int.MaxValue)
            {
                return null;
            }

            Modifier? uncertainty = signals[0].Modifiers.FirstOrDefault(m => m.Name != poi);
            if ((uncertainty is not null && !IsLogNormal(uncertainty)) || (!first && uncertainty as NormSys != common))
            {
                return null;
            }

            (common, first) = (uncertainty as NormSys, false);
            Sample[] backgrounds = [.. channel.Samples.Where(s => s != signals[0] && (s.Data[0] > 0 || s.Modifiers.Count > 0))];
            if (BackgroundOf(workspace, channel.Name, signals[0].Data[0], backgrounds, (int)observed) is not { } counting)
            {
                return null;
            }

            channels.Add(counting);
        }

        try
        {
            return common is not null && workspace.Channels.SelectMany(c => c.Samples).Count(s => s.Modifiers.Any(m => m.Name == common.Name)) != channels.Count
                ? null
                : new CountingModel(channels, common is null ? 0 : common.High - 1);
        }
        catch (ArgumentException)
        {
            // Outside of what counting models allow, such as a log-normal uncertainty above 100 %.
            return null;
        }
    }

    private static IReadOnlyList<Modifier> Modifiers(CountingChannel channel)
    {
        double kappa = 1 + (channel.BackgroundUncertainty / channel.Background);
        return (channel.BackgroundUncertainty > 0 ? channel.Model : BackgroundModel.None) switch
        {
            BackgroundModel.None => [],
            BackgroundModel.Gamma => [new ShapeSys($"background_{channel.Name}", [channel.BackgroundUncertainty])],
            BackgroundModel.LogNormal => [new NormSys($"background_{channel.Name}", 1 / kappa, kappa)],
            BackgroundModel.Gaussian when channel.BackgroundUncertainty <= channel.Background =>
                [new HistoSys($"background_{channel.Name}", [channel.Background - channel.BackgroundUncertainty], [channel.Background + channel.BackgroundUncertainty])],
            _ => throw new ArgumentException(
                $"channel '{channel.Name}': a Gaussian uncertainty above the background itself has no counterpart in a workspace; allowed: model Gamma or LogNormal, or a smaller one"),
        };
    }

    /// <summary>Room for the parameter of interest that no limit reaches; the layout's usual bound of 10 would be too low.</summary>
    private static ParameterSettings StrengthSettings(CountingModel model)
    {
        double events = model.Channels.Sum(c => c.Observed + c.Background + c.BackgroundUncertainty);
        double room = Math.Pow(10, Math.Ceiling(Math.Log10((10 * (events + 10)) / model.Channels.Sum(c => c.SignalPerUnit))));
        return new ParameterSettings(Strength) { Initial = [Math.Min(1, 0.1 * room)], Bounds = [(0, room)] };
    }

    private static bool Bears(Channel channel, string name) => channel.Samples.Any(s => s.Modifiers.Any(m => m.Name == name));

    private static bool IsLogNormal(Modifier modifier) => modifier is NormSys m && m.High >= 1 && Math.Abs((m.High * m.Low) - 1) < 1e-12;

    private static CountingChannel? BackgroundOf(Workspace workspace, string name, double signal, Sample[] backgrounds, int observed)
    {
        double sum = backgrounds.Sum(b => b.Data[0]);
        if (backgrounds.All(b => b.Modifiers.Count == 0))
        {
            return CountingChannel.Known(name, signal, sum, observed);
        }

        if (backgrounds.Length != 1 || backgrounds[0].Modifiers.Count != 1)
        {
            return null;
        }

        Modifier modifier = backgrounds[0].Modifiers[0];
        bool own = workspace.Channels.SelectMany(c => c.Samples).SelectMany(s => s.Modifiers).Count(m => m.Name == modifier.Name) == 1;
        return modifier switch
        {
            // A bin without expectation has no control count.
            ShapeSys m when m.Uncertainties[0] > 0 && sum > 0 => new CountingChannel(name, signal, sum, m.Uncertainties[0], BackgroundModel.Gamma, observed),
            ShapeSys => CountingChannel.Known(name, signal, sum, observed),
            NormSys m when own && IsLogNormal(m) => new CountingChannel(
                name, signal, sum, sum * (m.High - 1), m.High > 1 && sum > 0 ? BackgroundModel.LogNormal : BackgroundModel.None, observed),
            HistoSys m when own && sum > 0 && m.High[0] >= sum && Math.Abs(m.High[0] + m.Low[0] - (2 * sum)) <= 1e-12 * sum => new CountingChannel(
                name, signal, sum, m.High[0] - sum, m.High[0] > sum ? BackgroundModel.Gaussian : BackgroundModel.None, observed),
            _ => null,
        };
    }
}
