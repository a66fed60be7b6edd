using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Setup.Experiments;

namespace Hermetic.Production.Validation;

/// <summary>The limit of a whole search against the published curve.</summary>
internal static class ExclusionCheck
{
    private const double LeastMass = 1e-3, GreatestMass = 1;
    private static readonly double[] ChainMasses = [0.001, 0.01, 0.1, 0.5];
    private static readonly NumberRule Mass = new(Dimension.Energy, 1e-4, 3);
    private static readonly NumberRule Fraction = new(Dimension.Fraction, 0, 1, AboveMinimum: true);

    public static CheckRoutine Bind(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["mass_MeV", "value"]);
        Experiment experiment = Read(settings.Section);
        Func<ValidationOptions, int> masses = settings.Events("masses"), showers = settings.Events("showers");
        (double From, double To, double Tolerance)[] ranges =
            [.. settings.Section.Sections("ranges", 1, 20, "from", "to", "tolerance").Select(r => (r.Plain("from", Mass), r.Plain("to", Mass), r.Plain("tolerance", Fraction)))];
        return context =>
        {
            // The grid of "hermetic run", so that both share the tables of cross sections.
            int points = masses(context.Options);
            double[] grid = SearchOptions.LogarithmicMasses(LeastMass, GreatestMass, points);
            SearchResult result = Search.Run(
                experiment,
                new SearchOptions(grid, showers(context.Options), context.Options.Seed, context.Options.Threads),
                context.Store,
                context.Progress,
                context.Cancellation);
            LimitCurve limit = result.Limits.First(l => l.Name == "limit");
            IEnumerable<Comparison> rows = table.Rows.Select(row =>
            {
                double mass = row["mass_MeV"] / 1000;
                (double ours, double error) = At(limit, result.Yields, mass);
                double? tolerance = ranges.Where(r => mass >= r.From && mass < r.To).Select(r => (double?)r.Tolerance).FirstOrDefault();
                return new Comparison($"epsilon at 90 % CL, m = {row["mass_MeV"]} MeV", ours, row["value"], error)
                {
                    Tolerance = tolerance,
                    Judged = tolerance is not null,
                    Remark = $"ours/published {ours / row["value"]:F3}",
                };
            });
            return new CheckOutcome([.. rows], [$"{result.Showers} showers, {points} masses, seed {context.Options.Seed}. {limit.Title}; {limit.Construction}.", .. Chains(result, limit)]);
        };
    }

    private static Experiment Read(ExperimentSection section)
    {
        string name = section.Text("experiment");
        try
        {
            return SearchRun.Read(name);
        }
        catch (InputException e)
        {
            throw section.Error("experiment", e.Message);
        }
    }

    /// <summary>The limit at a mass, straight in the logarithms between the computed ones, with the Monte Carlo error of the yield (half of the yield's relative error).</summary>
    private static (double Value, double Error) At(LimitCurve limit, IReadOnlyList<YieldPoint> yields, double mass)
    {
        int i = Math.Clamp(limit.Points.Count(p => p.Mass <= mass) - 1, 0, limit.Points.Count - 2);
        LimitPoint low = limit.Points[i], high = limit.Points[i + 1];
        double t = Math.Log(mass / low.Mass) / Math.Log(high.Mass / low.Mass);
        double value = low.Observed * Math.Pow(high.Observed / low.Observed, t);
        YieldPoint yield = yields.MinBy(y => Math.Abs(Math.Log(y.Mass / mass)))!;
        return (value, 0.5 * value * yield.BremsstrahlungError / yield.Bremsstrahlung);
    }

    /// <summary>From yield to limit at the computed masses nearest to 1, 10, 100 and 500 MeV.</summary>
    private static IEnumerable<string> Chains(SearchResult result, LimitCurve limit)
    {
        foreach (double wanted in ChainMasses)
        {
            LimitPoint point = limit.Points.MinBy(p => Math.Abs(Math.Log(p.Mass / wanted)))!;
            foreach (PeriodResult period in result.Periods)
            {
                YieldPoint yield = period.Yields.First(y => y.Mass == point.Mass);
                double chain = period.Period.Efficiency.Total;
                double events = yield.Bremsstrahlung * period.Period.OnTarget.Value;
                yield return $"Chain of factors at {Quantity.FormatEnergy(point.Mass)}, {period.Period.Name}: {yield.Bremsstrahlung / chain:G4} signal events per particle on target "
                    + $"at epsilon = 1 after the simulated cuts (trigger, preshower, missing energy), x {chain:G3} efficiency chain ({period.Period.Efficiency.Name}), "
                    + $"x {period.Period.OnTarget.Value:G4} particles on target = {events:G4} events at epsilon = 1; "
                    + $"epsilon = {point.Observed:G4} makes {point.Observed * point.Observed * events:G4} events.";
            }
        }
    }
}
