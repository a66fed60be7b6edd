using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hermetic.Core.Storage;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Reporting.Workspaces;

/// <summary>The limit of a workspace for people and for programs.</summary>
public static class WorkspaceLimitText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One JSON document: limits in units of the parameter of interest, expected ones from -2 to +2 sigma.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="version">Version of the program.</param>
    public static string Json(WorkspaceLimit limit, string version)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return JsonSerializer.Serialize(
            new
            {
                Format = "hermetic-limit-1",
                Version = version,
                Title = limit.Measurement,
                limit.Limit.Construction,
                ConstructionWord = Limits.WordOf(limit.Construction),
                Why = limit.Reason,
                Cl = limit.Limit.ConfidenceLevel,
                Unit = limit.Parameter,
                limit.Limit.Observed,
                ObservedError = limit.Limit.ObservedError > 0 ? limit.Limit.ObservedError : (double?)null,
                Lower = limit.Construction == Construction.FeldmanCousins ? limit.Limit.Lower : (double?)null,
                limit.Limit.Expected,
                limit.ObservedEvents,
                limit.BestFit,
                limit.Excess.PValue,
                limit.Excess.Significance,
                SignificanceConstruction = limit.Excess.Construction,
                Remarks = limit.Warnings,
                Fit = limit.Fitted.ToDictionary(f => f.Parameter.Name, f => f.Value),
            },
            Options) + "\n";
    }

    /// <summary>One header line and one row.</summary>
    /// <param name="limit">The limit.</param>
    public static string Csv(WorkspaceLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        double[] numbers =
        [
            limit.Limit.Observed, .. limit.Limit.Expected, limit.Limit.Lower, limit.Limit.ObservedError, limit.ObservedEvents, limit.BestFit, limit.Excess.Significance, limit.Excess.PValue,
            limit.Limit.ConfidenceLevel,
        ];
        return "parameter,observed,expected_minus2,expected_minus1,expected,expected_plus1,expected_plus2,lower,observed_error,observed_events,best_fit,significance,p_value,"
            + "confidence_level,construction\n"
            + $"{CsvText.Quoted(limit.Parameter)},{string.Join(',', numbers.Select(n => n.ToString("G10", CultureInfo.InvariantCulture)))},{CsvText.Quoted(limit.Limit.Construction)}\n";
    }

    /// <summary>A few lines for people.</summary>
    /// <param name="limit">The limit.</param>
    public static string Plain(WorkspaceLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        StringBuilder text = new();
        string level = $"{Number(100 * limit.Limit.ConfidenceLevel)} % {(limit.Construction == Construction.Bayes ? "credibility" : "CL")}";
        string error = limit.Limit.ObservedError > 0 ? $" +- {Number(limit.Limit.ObservedError)} (toys)" : "";
        string lower = limit.Construction == Construction.FeldmanCousins ? $"{Number(limit.Limit.Lower)} < " : "";
        Line($"{lower}{limit.Parameter} < {Number(limit.Limit.Observed)}{error} at {level}");
        Line($"expected without signal, -2 to +2 sigma: {string.Join("  ", limit.Limit.Expected.Select(Number))}");
        Line($"best fit: {limit.Parameter} = {Number(limit.BestFit)}; significance of a signal: {Number(limit.Excess.Significance)} sigma, p = {Number(limit.Excess.PValue)} ({limit.Excess.Construction})");
        Line($"observed events: {Number(limit.ObservedEvents)}");
        Line($"construction: {limit.Limit.Construction}");
        Line($"why: {limit.Reason}");
        foreach (string warning in limit.Warnings)
        {
            Line($"warning: {warning}");
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
