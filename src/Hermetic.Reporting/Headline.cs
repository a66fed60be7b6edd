using Hermetic.Analysis;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting;

/// <summary>The limit at one of the masses that people ask for first.</summary>
/// <param name="Mass">Mass in GeV.</param>
/// <param name="Observed">Observed limit.</param>
/// <param name="Expected">Median expected limit.</param>
/// <param name="Interpolated">Whether the mass lies between two computed ones (straight in the logarithms).</param>
internal sealed record HeadlineLimit(double Mass, double Observed, double Expected, bool Interpolated);

/// <summary>How one period adds to the limit at one mass.</summary>
/// <param name="Period">Name of the period.</param>
/// <param name="OnTarget">Particles on target.</param>
/// <param name="YieldBeforeChain">Signal events per particle on target at epsilon = 1 that pass the simulated cuts, before the efficiency chain.</param>
/// <param name="ChainEfficiency">Total of the efficiency chain.</param>
/// <param name="Events">Accepted events at epsilon = 1: the product.</param>
internal sealed record PeriodFactors(string Period, double OnTarget, double YieldBeforeChain, double ChainEfficiency, double Events);

/// <summary>The chain of factors from yield to limit at one mass.</summary>
/// <param name="Mass">Mass in GeV.</param>
/// <param name="Periods">The periods.</param>
/// <param name="Events">Accepted events at epsilon = 1 in all.</param>
/// <param name="EventsLimit">Upper limit on signal events, which is epsilon^2 times <paramref name="Events"/>.</param>
/// <param name="Epsilon">Observed limit on epsilon.</param>
internal sealed record FactorChain(double Mass, IReadOnlyList<PeriodFactors> Periods, double Events, double EventsLimit, double Epsilon);

/// <summary>The few numbers that stand at the top of a report, read off the result.</summary>
internal static class Headline
{
    private static readonly double[] Asked = [1e-3, 1e-2, 1e-1];

    /// <summary>The nominal limit at 1, 10 and 100 MeV, as far as they lie within the computed masses; else at the computed masses nearest to them.</summary>
    /// <param name="limit">The nominal limit.</param>
    public static IReadOnlyList<HeadlineLimit> Limits(LimitCurve limit)
    {
        List<HeadlineLimit> found = [.. Asked.Select(m => At(limit.Points, m)).OfType<HeadlineLimit>()];
        return found.Count > 0
            ? found
            : [.. Nearest(limit.Points, p => p.Mass).Select(p => new HeadlineLimit(p.Mass, p.Observed, p.Expected, false))];
    }

    /// <summary>The chain of factors at the computed masses nearest to 1, 10 and 100 MeV.</summary>
    /// <param name="result">The search.</param>
    public static IReadOnlyList<FactorChain> Chains(SearchResult result)
    {
        List<FactorChain> chains = [];
        foreach (LimitPoint point in Nearest(SearchFigures.Limit(result).Points, p => p.Mass))
        {
            List<PeriodFactors> periods = [];
            foreach (PeriodResult period in result.Periods)
            {
                if (period.Yields.FirstOrDefault(y => Same(y.Mass, point.Mass)) is { } yield)
                {
                    double accepted = Words.LimitYield(result.Experiment, yield);
                    double chain = period.Period.Efficiency.Total;
                    periods.Add(new PeriodFactors(
                        period.Period.Name, period.Period.OnTarget.Value, chain > 0 ? accepted / chain : double.NaN, chain, accepted * period.Period.OnTarget.Value));
                }
            }

            double events = periods.Sum(p => p.Events);
            if (periods.Count == result.Periods.Count && events > 0)
            {
                chains.Add(new FactorChain(point.Mass, periods, events, point.Observed * point.Observed * events, point.Observed));
            }
        }

        return chains;
    }

    private static HeadlineLimit? At(IReadOnlyList<LimitPoint> points, double mass)
    {
        for (int i = 0; i < points.Count; i++)
        {
            if (Same(points[i].Mass, mass))
            {
                return new HeadlineLimit(mass, points[i].Observed, points[i].Expected, false);
            }

            if (i > 0 && points[i - 1].Mass < mass && mass < points[i].Mass)
            {
                double t = Math.Log(mass / points[i - 1].Mass) / Math.Log(points[i].Mass / points[i - 1].Mass);
                return new HeadlineLimit(mass, Between(points[i - 1].Observed, points[i].Observed, t), Between(points[i - 1].Expected, points[i].Expected, t), true);
            }
        }

        return null;
    }

    private static double Between(double a, double b, double t) => Math.Exp(((1 - t) * Math.Log(a)) + (t * Math.Log(b)));

    private static List<T> Nearest<T>(IReadOnlyList<T> items, Func<T, double> mass) =>
        items.Count == 0 ? [] : [.. Asked.Select(m => items.MinBy(i => Math.Abs(Math.Log(mass(i) / m)))!).Distinct()];

    private static bool Same(double a, double b) => Math.Abs(a - b) <= 1e-6 * b;
}
