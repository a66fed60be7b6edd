using System.Globalization;
using Hermetic.Inference;

namespace Hermetic.Production.Validation;

/// <summary>Limits of counting experiments against limits that were computed apart from this program.</summary>
internal static class CountingChecks
{
    private static readonly string[] ModelWords = ["none", "gamma", "lognormal"];
    private static readonly string[] Columns = ["signal_per_mu", "background", "sigma_b", "n_obs", "level", "obs", "exp_m2", "exp_m1", "exp_med", "exp_p1", "exp_p2"];
    private static readonly string[] Bands = ["-2 sigma", "-1 sigma", "median", "+1 sigma", "+2 sigma"];

    public static CheckRoutine ExactLimits(CheckSettings settings)
    {
        IReadOnlyList<string> models = settings.Words("models", ModelWords);
        ReferenceTable table = settings.Reference(
            r => r.Text("method") == "ensemble_exact" && models.Contains(r.Text("model")),
            Columns,
            "model",
            "method");
        return context => CheckOutcome.Of(table.Rows.SelectMany(r => Compare(r, context.Cancellation)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            CountingChannel channel = Channel(row);
            LimitResult limit = ExactEnumeration.Compute(new CountingModel(channel), row["level"]);
            return Rows(limit, row["level"], channel, "", row["obs"], [row["exp_m2"], row["exp_m1"], row["exp_med"], row["exp_p1"], row["exp_p2"]]);
        }
    }

    /// <summary>Asymptotic formulas against one of the methods of the table.</summary>
    public static CheckRoutine AsymptoticLimits(CheckSettings settings)
    {
        string method = settings.Section.Text("method");
        ReferenceTable table = settings.Reference(r => r.Text("method") == method && r.Text("obs").Length > 0, Columns, "model", "method");
        return context => CheckOutcome.Of(table.Rows.SelectMany(r =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            CountingChannel channel = Channel(r);
            LimitResult limit = AsymptoticFormulas.Compute(BinnedModel.Of(new CountingModel(channel)), r["level"], allowFewEvents: true);
            return Rows(limit, r["level"], channel, "", r["obs"], [r["exp_m2"], r["exp_m1"], r["exp_med"], r["exp_p1"], r["exp_p2"]]);
        }));
    }

    /// <summary>Toys against exact enumeration.</summary>
    public static CheckRoutine ToyLimits(CheckSettings settings)
    {
        IReadOnlyList<string> models = settings.Words("models", ModelWords);
        Func<ValidationOptions, int> toys = settings.Events("toys");
        ReferenceTable table = settings.Reference(r => r.Text("method") == "ensemble_exact" && models.Contains(r.Text("model")), Columns, "model", "method");
        return context => CheckOutcome.Of(table.Rows.Select(r =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            CountingChannel channel = Channel(r);
            LimitResult limit = ProfileToys.Compute(
                BinnedModel.Of(new CountingModel(channel)), r["level"], new ToyOptions(toys(context.Options), context.Options.Seed, context.Options.Threads));
            return new Comparison($"observed limit [events]; {Where(r["level"], channel, "")}", limit.Observed, r["obs"], limit.ObservedError);
        }));
    }

    /// <summary>Feldman-Cousins intervals; a lower end of 0 is compared on the scale of one event.</summary>
    public static CheckRoutine FeldmanCousinsIntervals(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["cl", "b", "n_obs", "lower", "upper_belt"], "upper_nonincreasing_in_b");
        return context => CheckOutcome.Of(table.Rows.SelectMany(r => Compare(r, context.Cancellation)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            string where = $"{100 * row["cl"]:G4} % CL, background {row["b"]}, {row["n_obs"]} observed";
            (double lower, double upper) = FeldmanCousins.Interval(row["b"], (int)row["n_obs"], row["cl"]);
            yield return new Comparison($"lower end [events]; {where}", lower, row["lower"]) { Scale = Math.Max(1, row["lower"]) };
            yield return new Comparison($"upper end [events]; {where}", upper, row["upper_belt"]) { Scale = Math.Max(1, row["upper_belt"]) };
            if (double.TryParse(row.Text("upper_nonincreasing_in_b"), CultureInfo.InvariantCulture, out double ruled))
            {
                double ours = FeldmanCousins.UpperNonincreasing(row["b"], (int)row["n_obs"], row["cl"]);
                yield return new Comparison($"upper end that does not rise with the background [events]; {where}", ours, ruled) { Scale = Math.Max(1, ruled) };
            }
        }
    }

    public static CheckRoutine HybridLimits(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(
        [
            "background", "rel_uncertainty_background", "rel_uncertainty_signal", "n_obs", "cl", "ul_obs_events", "ul_exp_m2", "ul_exp_m1", "ul_exp_med",
            "ul_exp_p1", "ul_exp_p2",
        ]);
        return context => CheckOutcome.Of(table.Rows.SelectMany(r => Compare(r, context.Cancellation)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            double uncertainty = row["background"] * row["rel_uncertainty_background"];
            CountingChannel channel = new("bin", 1, row["background"], uncertainty, uncertainty > 0 ? BackgroundModel.LogNormal : BackgroundModel.None, (int)row["n_obs"]);
            LimitResult limit = HybridEnumeration.Compute(new CountingModel(channel, row["rel_uncertainty_signal"]), row["cl"]);
            string signal = row["rel_uncertainty_signal"] > 0 ? $", signal +- {100 * row["rel_uncertainty_signal"]} %" : "";
            return Rows(limit, row["cl"], channel, signal, row["ul_obs_events"], [row["ul_exp_m2"], row["ul_exp_m1"], row["ul_exp_med"], row["ul_exp_p1"], row["ul_exp_p2"]]);
        }
    }

    private static CountingChannel Channel(ReferenceTable.Row row)
    {
        BackgroundModel model = row.Text("model") switch { "none" => BackgroundModel.None, "gamma" => BackgroundModel.Gamma, _ => BackgroundModel.LogNormal };
        return new CountingChannel("bin", row["signal_per_mu"], row["background"], row["sigma_b"], model, (int)row["n_obs"]);
    }

    private static string Where(double level, CountingChannel channel, string signal) =>
        $"{100 * level} % CL, background {channel.Background}{(channel.BackgroundUncertainty > 0 ? $" +- {channel.BackgroundUncertainty:G4} ({channel.Model})" : "")}{signal}, {channel.Observed} observed";

    private static IEnumerable<Comparison> Rows(LimitResult limit, double level, CountingChannel channel, string signal, double observed, double[] expected)
    {
        string where = Where(level, channel, signal);
        yield return new($"observed limit [events]; {where}", limit.Observed, observed);
        for (int i = 0; i < expected.Length; i++)
        {
            yield return new($"expected limit, {Bands[i]} [events]; {where}", limit.Expected[i], expected[i]);
        }
    }
}
