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
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Rows under one header line; cells that do not apply are empty.</summary>
    /// <param name="table">The table.</param>
    public static string Csv(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[] shown = [.. Enumerable.Range(0, table.Columns.Count).Where(i => !table.Columns[i].OutsideCsv)];
        StringBuilder text = new(string.Join(',', shown.Select(i => Header(table.Columns[i].Header))) + "\n");
        foreach (double[] row in table.Rows)
        {
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
        foreach (double[] row in table.Rows)
        {
            JsonObject cells = [];
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
        return document.ToJsonString(Indented) + "\n";
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

        string[][] cells = [.. table.Rows.Select(r => r.Select(Cell).ToArray())];
        int[] widths = [.. table.Columns.Select((c, i) => Math.Max(c.Heading.Length, cells.Select(r => r[i].Length).DefaultIfEmpty(0).Max()))];
        text.Append('\n').AppendJoin("  ", table.Columns.Select((c, i) => c.Heading.PadLeft(widths[i]))).Append('\n');
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
