using Hermetic.Inference;
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
        LimitResult? unit = null;
        for (int m = 0; m < yields[0].Count; m++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] signal = [.. experiment.Periods.Select((p, i) => p.OnTarget.Value * Yield(yields[i][m], processes) * efficiency(p).Total / p.Efficiency.Total)];
            double total = signal.Sum();
            if (!double.IsFinite(total))
            {
                throw new InvalidOperationException($"The signal yield at {yields[0][m].Mass} GeV is not finite.");
            }

            if (total <= 0)
            {
                continue;
            }

            // In units of all signal events the limit depends on the periods' shares alone; a single period has one limit for all masses.
            LimitResult limit = experiment.Periods.Count == 1 && unit is not null ? unit : Compute(signal, total, confidenceLevel);
            unit = limit;
            construction = limit.Construction;
            double Epsilon(double events) => Math.Sqrt(events / total);
            points.Add(new LimitPoint(
                yields[0][m].Mass,
                Epsilon(limit.Observed),
                Epsilon(limit.Expected[0]),
                Epsilon(limit.Expected[1]),
                Epsilon(limit.Expected[2]),
                Epsilon(limit.Expected[3]),
                Epsilon(limit.Expected[4])));
        }

        return new LimitCurve(name, title, "epsilon", confidenceLevel, construction, points);
    }

    /// <summary>Moves a limit on epsilon(m_A') to y(m_chi) by y = epsilon^2 alphaD (m_chi/m_A')^4.</summary>
    public LimitCurve InY(LimitCurve epsilon, string name)
    {
        double ratio = experiment.Signal.MassRatio.Value;
        double factor = experiment.Signal.AlphaD.Value / Math.Pow(ratio, 4);
        double Y(double e) => e * e * factor;
        return epsilon with
        {
            Name = name,
            Parameter = "y",
            Points = [.. epsilon.Points.Select(p => new LimitPoint(
                p.Mass / ratio, Y(p.Observed), Y(p.ExpectedMinus2), Y(p.ExpectedMinus1), Y(p.Expected), Y(p.ExpectedPlus1), Y(p.ExpectedPlus2)))],
        };
    }

    private static double Yield(YieldPoint point, SignalProcesses processes) =>
        (processes.HasFlag(SignalProcesses.Bremsstrahlung) ? point.Bremsstrahlung : 0)
        + (processes.HasFlag(SignalProcesses.Annihilation) ? point.Annihilation : 0);

    private LimitResult Compute(double[] signal, double total, double confidenceLevel)
    {
        CountingChannel[] channels = [.. experiment.Periods.Select((p, i) => new CountingChannel(
            p.Name,
            signal[i] / total,
            p.Background.Total.Value,
            p.Background.Uncertainty.Value,
            p.Background.Uncertainty.Value > 0 ? BackgroundModel.Gamma : BackgroundModel.None,
            (int)p.Observed.Value))];
        double uncertainty = experiment.Periods.Select((p, i) => signal[i] / total * p.SignalUncertainty).Sum();
        return UpperLimit.Compute(new CountingModel(channels, uncertainty), confidenceLevel);
    }
}
