using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hermetic.Core.Storage;

namespace Hermetic.Production.Validation;

/// <summary>The results as text: for the terminal, as the page docs/validation.md, as CSV and as JSON.</summary>
public static class ValidationText
{
    /// <summary>Groups with more rows are shown by their worst row alone.</summary>
    private const int MostRowsShown = 16;

    private static readonly string[] Columns = ["quantity", "ours", "reference", "deviation", "tolerance", "verdict"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The word of a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "FAIL",
        _ => "for information",
    };

    /// <summary>A table for the terminal, grouped by file.</summary>
    /// <param name="groups">The results.</param>
    public static string Table(IReadOnlyList<ValidationGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        StringBuilder text = new();
        foreach (ValidationGroup group in groups)
        {
            text.Append($"{group.Check.Name}: {group.Check.Title}\n  {Summary(group)}; reference: {group.Check.Source}\n");
            List<string[]> cells = [.. Shown(group).Select(Cells)];
            int[] widths = [.. Enumerable.Range(0, Columns.Length).Select(c => cells.Max(r => r[c].Length))];
            foreach (string[] row in cells)
            {
                text.Append("    ").AppendJoin("  ", row.Select((c, i) => c.PadRight(widths[i]))).Append('\n');
            }

            text.Append(string.Concat(group.Remarks.Select(r => $"    {r}\n"))).Append('\n');
        }

        return text.Append(Count(groups)).Append('\n').ToString();
    }

    /// <summary>The page of the documentation: no times, so that equal results give equal bytes.</summary>
    /// <param name="groups">The results.</param>
    /// <param name="options">How they were computed.</param>
    /// <param name="version">Program version.</param>
    public static string Page(IReadOnlyList<ValidationGroup> groups, ValidationOptions options, string version)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(version);
        string quick = options.Quick ? " --quick" : "";
        StringBuilder text = new($"""
            # Validation

            What Hermetic computes, compared with published and independent numbers. This page is written by the program (version {version}, seed {options.Seed}{(options.Quick ? ", reduced form" : "")}):

            ```sh
            ./hermetic validate{quick} --seed {options.Seed} --write docs/validation.md
            ```

            Each comparison is a file in [validation/](../validation) that names its reference, the source, and a tolerance that was fixed before the
            comparison; nothing is tuned to meet one. The deviation is (ours - reference) / reference, or over the maximum for profiles. Errors are standard
            errors of simulations; where a file allows for them, a deviation counts only as far as it exceeds that many combined standard errors. "For
            information" means that this version promises nothing about the quantity. Comparisons with more than {MostRowsShown} rows are shown by their worst
            row; `./hermetic validate --csv` gives all of them.

            {Count(groups)}

            | comparison | rows | worst deviation | tolerance | verdict |
            |---|---|---|---|---|

            """);
        foreach (ValidationGroup group in groups)
        {
            text.Append(SummaryRow(group, "")).Append('\n');
        }

        foreach (ValidationGroup group in groups)
        {
            text.Append($"\n## {group.Check.Name}\n\n{group.Check.Title}. Reference: {group.Check.Source}.\n");
            if (group.Check.Note is { } note)
            {
                text.Append($"{note}\n");
            }

            text.Append($"\n{Summary(group)}.\n\n| {string.Join(" | ", Columns)} |\n|{string.Concat(Columns.Select(_ => "---|"))}\n");
            foreach (ValidationRow row in Shown(group))
            {
                text.Append($"| {string.Join(" | ", Cells(row))} |\n");
            }

            if (group.Remarks.Count > 0)
            {
                text.Append('\n').AppendJoin('\n', group.Remarks.Select(r => $"- {r}")).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>All rows as CSV.</summary>
    /// <param name="groups">The results.</param>
    public static string Csv(IReadOnlyList<ValidationGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        StringBuilder text = new("group,quantity,ours,error,reference,reference_error,deviation,deviation_error,tolerance,verdict,source,remark\n");
        foreach (ValidationRow r in groups.SelectMany(g => g.Rows))
        {
            text.AppendJoin(',', [
                r.Group, CsvText.Quoted(r.Quantity), Exact(r.Ours), Exact(r.Error), Exact(r.Reference), Exact(r.ReferenceError), Exact(r.Deviation), Exact(r.DeviationError),
                r.Tolerance is { } t ? Exact(t) : "", JsonNamingPolicy.KebabCaseLower.ConvertName(r.Verdict.ToString()), CsvText.Quoted(r.Source), CsvText.Quoted(r.Remark),
            ]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Everything as one JSON document.</summary>
    /// <param name="groups">The results.</param>
    /// <param name="options">How they were computed.</param>
    /// <param name="version">Program version.</param>
    public static string ToJson(IReadOnlyList<ValidationGroup> groups, ValidationOptions options, string version)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(options);
        return JsonSerializer.Serialize(
            new
            {
                Format = "hermetic-validation-1",
                Version = version,
                options.Quick,
                options.Seed,
                Passed = groups.All(g => g.Verdict != Verdict.Fail),
                Groups = groups.Select(g => new { g.Check.Name, g.Check.Title, g.Check.Source, g.Check.Note, g.Verdict, g.Remarks, g.Rows }),
            },
            Json) + "\n";
    }

    /// <summary>A comparison as a row of a Markdown table: title with a link, number of rows, worst deviation, its tolerance, verdict.</summary>
    /// <param name="group">The comparison.</param>
    /// <param name="page">The page of the comparisons, as a link from where the row stands.</param>
    internal static string SummaryRow(ValidationGroup group, string page) =>
        $"| [{group.Check.Title}]({page}#{group.Check.Name}) | {group.Rows.Count} | {DeviationText(group.Worst)} | {ToleranceText(group.Worst)} | {Word(group.Verdict)} |";

    private static IEnumerable<ValidationRow> Shown(ValidationGroup group) => group.Rows.Count <= MostRowsShown ? group.Rows : [group.Worst];

    private static string Count(IReadOnlyList<ValidationGroup> groups)
    {
        int Rows(Verdict verdict) => groups.Sum(g => g.Rows.Count(r => r.Verdict == verdict));
        return $"{Rows(Verdict.Pass)} comparisons within their tolerance, {Rows(Verdict.Fail)} outside, {Rows(Verdict.ForInformation)} for information.";
    }

    private static string Summary(ValidationGroup group)
    {
        int judged = group.Rows.Count(r => r.Tolerance is not null);
        string errors = group.Check.StandardErrors > 0 ? $" after {group.Check.StandardErrors} combined standard errors" : "";
        string result = judged == 0 ? $"{group.Rows.Count} rows for information" : $"{group.Rows.Count(r => r.Verdict == Verdict.Pass)} of {judged} rows within their tolerance{errors}";
        string rest = judged > 0 && judged < group.Rows.Count ? $", {group.Rows.Count - judged} for information" : "";
        return $"{result}{rest}{(group.Rows.Count > MostRowsShown ? "; the worst" : "")}";
    }

    private static string[] Cells(ValidationRow row)
    {
        // Two digits beyond what is judged, and never fewer than four.
        int digits = row.Tolerance is { } t ? Math.Clamp(2 + (int)Math.Ceiling(-Math.Log10(t)), 4, 9) : 4;
        string quantity = row.Remark.Length > 0 ? $"{row.Quantity} ({row.Remark})" : row.Quantity;
        return [quantity, Value(row.Ours, row.Error, digits), Value(row.Reference, row.ReferenceError, digits), DeviationText(row), ToleranceText(row), Word(row.Verdict)];
    }

    private static string Value(double value, double error, int digits)
    {
        string format = "G" + digits.ToString(CultureInfo.InvariantCulture);
        return error > 0 ? $"{value.ToString(format, CultureInfo.InvariantCulture)} +- {error:G2}" : value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string DeviationText(ValidationRow row)
    {
        string error = row.DeviationError > 0 ? $" +- {100 * row.DeviationError:G2}" : "";
        return $"{Signed(100 * row.Deviation)}{error} %";
    }

    private static string Signed(double percent) => (percent >= 0 ? "+" : "") + percent.ToString(Math.Abs(percent) is > 0 and < 0.01 ? "0.0E+0" : Math.Abs(percent) < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string ToleranceText(ValidationRow row) => row.Tolerance is { } t ? $"{100 * t:G4} %" : "none";

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
