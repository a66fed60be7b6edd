using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hermetic.Core.Storage;
using Hermetic.Inference;

namespace Hermetic.Production.Counting;

/// <summary>A limit as text: for people, as CSV and as JSON. Programs get ten significant digits.</summary>
public static class LimitText
{
    /// <summary>The answer in a few lines.</summary>
    /// <param name="answer">The answer.</param>
    public static string Plain(LimitAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        LimitResult limit = answer.Report.Result;
        string unit = Unit(answer.Model);
        StringBuilder text = new();
        if (answer.Title is not null)
        {
            text.Append(answer.Title).Append('\n');
        }

        foreach (Bin bin in answer.Model.Bins)
        {
            string name = answer.Model.Bins.Count > 1 ? $"{bin.Name}: " : "";
            string share = answer.Model.Bins.Count > 1 ? $", signal {Number(bin.Signal)}" : "";
            text.Append(CultureInfo.InvariantCulture, $"{name}{bin.Observed} observed, background {BackgroundText(answer.Model, bin)}{share}\n");
        }

        string level = $"{Number(100 * limit.ConfidenceLevel)} % {(answer.Report.Construction == Construction.Bayes ? "credibility" : "CL")}";
        bool twoSided = answer.Report.Construction == Construction.FeldmanCousins;
        string error = limit.ObservedError > 0 ? $" +- {limit.ObservedError.ToString("G2", CultureInfo.InvariantCulture)} (toys)" : "";
        text.Append('\n').Append(twoSided
            ? $"Interval at {level}: {Number(limit.Lower)} to {Number(limit.Observed)}{error} {unit}\n"
            : $"Upper limit at {level}: {Number(limit.Observed)}{error} {unit}\n");
        text.Append($"Expected without signal: {Number(limit.Expected[2])}; 1 sigma {Number(limit.Expected[1])} to {Number(limit.Expected[3])}; "
            + $"2 sigma {Number(limit.Expected[0])} to {Number(limit.Expected[4])}\n");
        text.Append($"Construction: {limit.Construction}\n{answer.Report.Why}\n");
        if (answer.Excess is { } excess && excess.PValue < 1)
        {
            string sigma = double.IsFinite(excess.Significance) ? $", {excess.Significance.ToString("F2", CultureInfo.InvariantCulture)} sigma" : "";
            text.Append($"Excess: p = {Number(excess.PValue)}{sigma} ({excess.Construction})\n");
        }

        foreach (string remark in limit.Remarks)
        {
            text.Append(remark).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One header line and one row.</summary>
    /// <param name="answer">The answer.</param>
    public static string Csv(LimitAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        LimitResult limit = answer.Report.Result;
        double[] numbers = [limit.Observed, .. limit.Expected, limit.Lower, limit.ObservedError, answer.Model.TotalObserved, answer.Model.TotalBackground, limit.ConfidenceLevel];
        return "observed,expected_minus2,expected_minus1,expected,expected_plus1,expected_plus2,lower,observed_error,observed_events,background_events,confidence_level,construction\n"
            + string.Join(',', numbers.Select(n => n.ToString("G10", CultureInfo.InvariantCulture))) + $",{CsvText.Quoted(limit.Construction)}\n";
    }

    /// <summary>One document.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="version">Program version.</param>
    public static string Json(LimitAnswer answer, string version)
    {
        ArgumentNullException.ThrowIfNull(answer);
        LimitResult limit = answer.Report.Result;
        JsonArray channels = [];
        foreach (Bin bin in answer.Model.Bins)
        {
            channels.Add(new JsonObject
            {
                ["name"] = bin.Name,
                ["observed_events"] = bin.Observed,
                ["background_events"] = Rounded(bin.Expected),
                ["signal_per_unit"] = Rounded(bin.Signal),
            });
        }

        JsonObject document = new()
        {
            ["format"] = "hermetic-limit-1",
            ["version"] = version,
            ["title"] = answer.Title,
            ["construction"] = limit.Construction,
            ["construction_word"] = Limits.WordOf(answer.Report.Construction),
            ["why"] = answer.Report.Why,
            ["cl"] = Rounded(limit.ConfidenceLevel),
            ["unit"] = Unit(answer.Model),
            ["observed"] = Rounded(limit.Observed),
            ["observed_error"] = limit.ObservedError > 0 ? Rounded(limit.ObservedError) : null,
            ["lower"] = answer.Report.Construction == Construction.FeldmanCousins ? Rounded(limit.Lower) : null,
            ["expected"] = new JsonArray([.. limit.Expected.Select(e => (JsonNode?)Rounded(e))]),
            ["observed_events"] = answer.Model.TotalObserved,
            ["background_events"] = Rounded(answer.Model.TotalBackground),
            ["channels"] = channels,
            ["uncertainties"] = answer.Model.Nuisances.Count,
            ["p_value"] = answer.Excess is { } p ? Rounded(p.PValue) : null,
            ["significance"] = answer.Excess is { } z && double.IsFinite(z.Significance) ? Rounded(z.Significance) : null,
            ["significance_construction"] = answer.Excess?.Construction,
            ["remarks"] = new JsonArray([.. limit.Remarks.Select(r => (JsonNode?)r)]),
        };
        if (answer.Report.Construction == Construction.FeldmanCousins && answer.Model is { Bins.Count: 1, Nuisances.Count: 0 })
        {
            document["upper_nonincreasing_in_background"] =
                Rounded(FeldmanCousins.UpperNonincreasing(answer.Model.TotalBackground, answer.Model.TotalObserved, limit.ConfidenceLevel) / answer.Model.TotalSignal);
        }

        return document.ToJsonString(JsonText.Indented) + "\n";
    }

    private static JsonValue? Rounded(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    /// <summary>Limits are in signal events where strength 1 is one event in all.</summary>
    private static string Unit(BinnedModel model) => Math.Abs(model.TotalSignal - 1) < 1e-9 ? "signal events" : "signal strength";

    private static string BackgroundText(BinnedModel model, Bin bin)
    {
        if (bin.Backgrounds.Count == 0)
        {
            return "0";
        }

        return string.Join(", ", bin.Backgrounds.Select(b =>
        {
            string name = bin.Backgrounds.Count > 1 ? $"{b.Name} " : "";
            Nuisance[] own = [.. model.Nuisances.Where(n => n.Effects.Count == 1 && n.Effects[0].Bin == bin.Name && n.Effects[0].Process == b.Name)];
            int shared = model.Nuisances.Count(n => n.Effects.Count > 1 && n.Effects.Any(e => e.Bin == bin.Name && e.Process == b.Name));
            string uncertainty = own.Length == 1
                ? $" +- {Number(b.Expected * (own[0].Kind == NuisanceKind.Gamma ? 1 / Math.Sqrt(own[0].ControlCount) : own[0].Effects[0].Up))} ({KindWord(own[0].Kind)})"
                : own.Length + shared == 0 ? " (known)" : "";
            return $"{name}{Number(b.Expected)}{uncertainty}{(shared > 0 ? $" [{shared} shared]" : "")}";
        }));
    }

    private static string KindWord(NuisanceKind kind) => kind switch
    {
        NuisanceKind.Gamma => "gamma",
        NuisanceKind.LogNormal => "lognormal",
        _ => "gaussian",
    };

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
