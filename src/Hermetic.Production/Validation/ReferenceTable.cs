using System.Globalization;
using System.Text;

namespace Hermetic.Production.Validation;

/// <summary>A reference table (comma-separated, one header line; lines with # are comments), read by column name. Cells are checked when the table is read.</summary>
internal sealed class ReferenceTable
{
    private readonly string[] _header;
    private readonly List<string[]> _rows;

    private ReferenceTable(string[] header, List<string[]> rows) => (_header, _rows) = (header, rows);

    public IEnumerable<Row> Rows => _rows.Select(r => new Row(_header, r));

    /// <summary>Reads a table.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="numbers">Columns that hold numbers in every row.</param>
    /// <param name="texts">Columns that hold text.</param>
    /// <param name="keep">Which rows are wanted; the others are not checked.</param>
    /// <param name="refuse">Makes the error from what is wrong.</param>
    public static ReferenceTable Read(string path, IReadOnlyList<string> numbers, IReadOnlyList<string> texts, Func<Row, bool> keep, Func<string, Exception> refuse)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw refuse("cannot be read");
        }

        List<string[]> cells = [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(Split)];
        if (cells.Count < 2)
        {
            throw refuse("holds no rows");
        }

        string[] header = cells[0];
        if (numbers.Concat(texts).FirstOrDefault(c => !header.Contains(c)) is { } missing)
        {
            throw refuse($"has no column '{missing}'");
        }

        if (cells.Find(r => r.Length != header.Length) is { } ragged)
        {
            throw refuse($"has {header.Length} columns but a row of {ragged.Length}: {string.Join(',', ragged)}");
        }

        List<string[]> rows = [.. cells.Skip(1).Where(r => keep(new Row(header, r)))];
        if (rows.Count == 0)
        {
            throw refuse("holds no row of the wanted kind");
        }

        if (rows.Find(r => !numbers.All(n => double.TryParse(r[Array.IndexOf(header, n)], NumberStyles.Float, CultureInfo.InvariantCulture, out _))) is { } bad)
        {
            throw refuse($"has a row that lacks a number: {string.Join(',', bad)}");
        }

        return new ReferenceTable(header, rows);
    }

    /// <summary>Splits a line at its commas outside of quotes.</summary>
    private static string[] Split(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    internal readonly struct Row(string[] header, string[] cells)
    {
        public double this[string column] => double.Parse(Text(column), CultureInfo.InvariantCulture);

        public string Text(string column) => cells[Array.IndexOf(header, column)];
    }
}
