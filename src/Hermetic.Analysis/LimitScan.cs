using Hermetic.Inference;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Setup.Experiments;

namespace Hermetic.Analysis;

/// <summary>From yields to limits on epsilon: the periods are channels of one counting model whose signal is proportional to epsilon^2.</summary>
internal sealed class LimitScan(Experiment experiment)
{
    /// <summary>The limit curve of one choice of processes, confidence level and efficiency.</summary>
    /// <param name="name">File name.</param>
    /// <param name="title">For legends.</param>
    /// <param name="yields">By period, then by mass, with the nominal efficiency chain.</param>
    /// <param name="processes">Processes that count as signal.</param>
    /// <param name="confidenceLevel">Confidence level.</param>
    /// <param name="efficiency">Efficiency chain of a period to use instead of the nominal one.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public LimitCurve Curve(
        string name,
        string title,
        IReadOnlyList<IReadOnlyList<YieldPoint>> yields,
        SignalProcesses processes,
        double confidenceLevel,
        Func<Period, EfficiencyChain> efficiency,
        CancellationToken cancellation)
    {
        List<LimitPoint> points = [];
        string construction = string.Empty;
        for (int m = 0; m < yields[0].Count; m++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Model(yields, m, processes, efficiency) is not { } signal)
            {
                continue;
            }

            LimitResult limit = Limits.Compute(BinnedModel.Of(signal.Counting), new LimitRequest(confidenceLevel)).Result;
            construction = limit.Construction;
            IReadOnlyList<double> expected = limit.Expected;
            LimitPoint events = new(yields[0][m].Mass, limit.Observed, expected[0], expected[1], expected[2], expected[3], expected[4]);
            points.Add(events.Map(events.Mass, e => Math.Sqrt(e / signal.EventsAtUnitCoupling)));
        }

        return new LimitCurve(name, title, "epsilon", confidenceLevel, construction, points);
    }

    /// <summary>The counting model of one mass, or null where no signal is expected.</summary>
    /// <param name="yields">By period, then by mass, with the nominal efficiency chain.</param>
    /// <param name="m">Index of the mass.</param>
    /// <param name="processes">Processes that count as signal.</param>
    /// <param name="efficiency">Efficiency chain of a period to use instead of the nominal one.</param>
    public SignalModel? Model(IReadOnlyList<IReadOnlyList<YieldPoint>> yields, int m, SignalProcesses processes, Func<Period, EfficiencyChain> efficiency)
    {
        double[] signal = [.. experiment.Periods.Select((p, i) => p.OnTarget.Value * Yield(yields[i][m], processes) * efficiency(p).Total / p.Efficiency.Total)];
        double total = signal.Sum();
        if (!double.IsFinite(total))
        {
            throw new InvalidOperationException($"The signal yield at {yields[0][m].Mass} GeV is not finite.");
        }

        if (total <= 0)
        {
            return null;
        }

        // The periods share one shower sample, so that the Monte Carlo errors of their yields are fully correlated, as the signal uncertainty is.
        double monteCarlo = experiment.Periods.Select((p, i) => signal[i] / total * RelativeError(yields[i][m], processes)).Sum();
        return new SignalModel(yields[0][m].Mass, total, Counting(signal, total, monteCarlo));
    }

    /// <summary>Moves a limit on epsilon(m_A') to y(m_chi) by y = epsilon^2 alphaD (m_chi/m_A')^4.</summary>
    public LimitCurve InY(LimitCurve epsilon, string name)
    {
        double ratio = experiment.Signal.MassRatio.Value;
        return epsilon with
        {
            Name = name,
            Parameter = "y",
            Points = [.. epsilon.Points.Select(p => p.Map(p.Mass / ratio, e => DarkPhotonPlane.Y(e, experiment.Signal.AlphaD.Value, ratio)))],
        };
    }

    internal static double Yield(YieldPoint point, SignalProcesses processes) =>
        (processes.HasFlag(SignalProcesses.Bremsstrahlung) ? point.Bremsstrahlung : 0)
        + (processes.HasFlag(SignalProcesses.Annihilation) ? point.Annihilation : 0);

    internal static double RelativeError(YieldPoint point, SignalProcesses processes)
    {
        double yield = Yield(point, processes);
        double bremsstrahlung = processes.HasFlag(SignalProcesses.Bremsstrahlung) ? point.BremsstrahlungError : 0;
        double annihilation = processes.HasFlag(SignalProcesses.Annihilation) ? point.AnnihilationError : 0;
        return yield > 0 ? Math.Sqrt((bremsstrahlung * bremsstrahlung) + (annihilation * annihilation)) / yield : 0;
    }

    private CountingModel Counting(double[] signal, double total, double monteCarlo)
    {
        CountingChannel[] channels = [.. experiment.Periods.Select((p, i) => new CountingChannel(
            p.Name,
            signal[i] / total,
            p.Background.Total.Value,
            p.Background.Uncertainty.Value,
            p.Background.Uncertainty.Value > 0 ? BackgroundModel.Gamma : BackgroundModel.None,
            (int)p.Observed.Value))];
        double systematic = experiment.Periods.Select((p, i) => signal[i] / total * p.SignalUncertainty).Sum();
        double uncertainty = Math.Sqrt((systematic * systematic) + (monteCarlo * monteCarlo));
        return new CountingModel(channels, Math.Min(uncertainty, CountingModel.LargestLogNormalUncertainty));
    }
}
