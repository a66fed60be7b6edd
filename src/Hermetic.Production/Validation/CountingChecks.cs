using Hermetic.Inference;

namespace Hermetic.Production.Validation;

/// <summary>Limits of counting experiments against limits that were computed apart from this program.</summary>
internal static class CountingChecks
{
    private static readonly string[] Bands = ["-2 sigma", "-1 sigma", "median", "+1 sigma", "+2 sigma"];

    public static CheckRoutine ExactLimits(CheckSettings settings)
    {
        IReadOnlyList<string> models = settings.Words("models", ["none", "gamma"]);
        ReferenceTable table = settings.Reference(
            r => r.Text("method") == "ensemble_exact" && models.Contains(r.Text("model")),
            ["signal_per_mu", "background", "sigma_b", "n_obs", "level", "obs", "exp_m2", "exp_m1", "exp_med", "exp_p1", "exp_p2"],
            "model",
            "method");
        return context => CheckOutcome.Of(table.Rows.SelectMany(r => Compare(r, context.Cancellation)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            BackgroundModel model = row.Text("model") == "none" ? BackgroundModel.None : BackgroundModel.Gamma;
            CountingChannel channel = new("bin", row["signal_per_mu"], row["background"], row["sigma_b"], model, (int)row["n_obs"]);
            LimitResult limit = ExactEnumeration.Compute(new CountingModel(channel), row["level"]);
            return Rows(limit, row["level"], channel, "", row["obs"], [row["exp_m2"], row["exp_m1"], row["exp_med"], row["exp_p1"], row["exp_p2"]]);
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

    private static IEnumerable<Comparison> Rows(LimitResult limit, double level, CountingChannel channel, string signal, double observed, double[] expected)
    {
        string where = $"{100 * level} % CL, background {channel.Background}{(channel.BackgroundUncertainty > 0 ? $" +- {channel.BackgroundUncertainty:G4} ({channel.Model})" : "")}{signal}, {channel.Observed} observed";
        yield return new($"observed limit [events]; {where}", limit.Observed, observed);
        for (int i = 0; i < expected.Length; i++)
        {
            yield return new($"expected limit, {Bands[i]} [events]; {where}", limit.Expected[i], expected[i]);
        }
    }
}
