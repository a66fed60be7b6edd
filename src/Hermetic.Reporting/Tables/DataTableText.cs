using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hermetic.Core.Storage;

namespace Hermetic.Reporting.Tables;

/// <summary>A <see cref="DataTable"/> as text: for people, as CSV and as JSON. Programs get nine significant digits.</summary>
public static class DataTableText
{
    private const int Width = 118;
    /// <summary>Rows under one header line; cells that do not apply are empty.</summary>
    /// <param name="table">The table.</param>
    public static string Csv(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[] shown = [.. Enumerable.Range(0, table.Columns.Count).Where(i => !table.Columns[i].OutsideCsv)];
        string head = table.Names is { } names ? names.Header + "," : "";
        StringBuilder text = new(head + string.Join(',', shown.Select(i => Header(table.Columns[i].Header))) + "\n");
        for (int r = 0; r < table.Rows.Count; r++)
        {
            double[] row = table.Rows[r];
            text.Append(table.Names is null ? "" : CsvText.Quoted(table.Names.Names[r]) + ",");
            text.AppendJoin(',', shown.Select(i => double.IsNaN(row[i]) ? "" : row[i].ToString("G9", CultureInfo.InvariantCulture))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One document with title, statements and rows as objects; cells that do not apply are null.</summary>
    /// <param name="table">The table.</param>
    /// <param name="version">Program version.</param>
    public static string Json(DataTable table, string version)
    {
        ArgumentNullException.ThrowIfNull(table);
        JsonArray rows = [];
        for (int r = 0; r < table.Rows.Count; r++)
        {
            double[] row = table.Rows[r];
            JsonObject cells = [];
            if (table.Names is { } names)
            {
                cells[names.Header] = names.Names[r];
            }

            for (int i = 0; i < row.Length; i++)
            {
                // JSON knows no infinity.
                cells[table.Columns[i].Header] = double.IsFinite(row[i]) ? JsonValue.Create(double.Parse(row[i].ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;
            }

            rows.Add(cells);
        }

        JsonObject document = new()
        {
            ["format"] = "hermetic-table-1",
            ["version"] = version,
            ["name"] = table.Name,
            ["title"] = table.Title,
            ["statements"] = new JsonArray([.. table.Statements.Select(s => (JsonNode)s)]),
            ["rows"] = rows,
        };
        return document.ToJsonString(JsonText.Indented) + "\n";
    }

    /// <summary>Title, statements and aligned columns.</summary>
    /// <param name="table">The table.</param>
    public static string Plain(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        StringBuilder text = new(table.Title + "\n");
        foreach (string statement in table.Statements)
        {
            text.Append(Wrapped(statement));
        }

        string[] headings = [.. table.Names is { } names ? [names.Header] : Array.Empty<string>(), .. table.Columns.Select(c => c.Heading)];
        string[][] cells = [.. table.Rows.Select((r, i) => (string[])[.. table.Names is { } named ? [named.Names[i]] : Array.Empty<string>(), .. r.Select(Cell)])];
        int[] widths = [.. headings.Select((h, i) => Math.Max(h.Length, cells.Select(r => r[i].Length).DefaultIfEmpty(0).Max()))];
        text.Append('\n').AppendJoin("  ", headings.Select((h, i) => h.PadLeft(widths[i]))).Append('\n');
        foreach (string[] row in cells)
        {
            text.AppendJoin("  ", row.Select((c, i) => c.PadLeft(widths[i]))).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(string name) => name.Contains(',', StringComparison.Ordinal) ? CsvText.Quoted(name) : name;

    private static string Cell(double value) => double.IsNaN(value) ? "-" : value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Wrapped(string statement)
    {
        StringBuilder text = new();
        int length = 0;
        foreach (string word in statement.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > Width)
            {
                text.Append('\n');
                length = 0;
            }

            string gap = text.Length == 0 ? "- " : length == 0 ? "  " : " ";
            text.Append(gap).Append(word);
            length += gap.Length + word.Length;
        }

        return text.Append('\n').ToString();
    }
}
