namespace Hermetic.Reporting.Pages;

/// <summary>How a column stands.</summary>
internal enum Align
{
    /// <summary>Text.</summary>
    Left,

    /// <summary>Names that do not break.</summary>
    Name,

    /// <summary>Text that needs room before it may break.</summary>
    Wide,

    /// <summary>Numbers.</summary>
    Right,
}

/// <summary>A table that scrolls inside its own frame on narrow screens.</summary>
/// <param name="columns">Heads of the columns.</param>
internal sealed class Table(params (Markup Head, Align Align)[] columns)
{
    private readonly List<Markup> _rows = [];

    /// <summary>Adds a row with one cell per column.</summary>
    /// <param name="cells">The cells.</param>
    public void Add(params ReadOnlySpan<Markup> cells) => AddRow(Markup.None, cells);

    /// <summary>Adds a row of sums.</summary>
    /// <param name="cells">The cells.</param>
    public void AddTotal(params ReadOnlySpan<Markup> cells) => AddRow(new Markup(" class=\"total\""), cells);

    /// <summary>The table; nothing where it has no rows.</summary>
    /// <param name="caption">Said above it.</param>
    public Markup Render(Markup caption = default)
    {
        if (_rows.Count == 0)
        {
            return Markup.None;
        }

        Markup head = Markup.Join(columns.Select(c => Markup.Of($"""<th scope="col"{Class(c.Align)}>{c.Head}</th>""")));
        Markup said = string.IsNullOrEmpty(caption.Text) ? Markup.None : Markup.Of($"<caption>{caption}</caption>\n");
        return Markup.Of($"""<div class="scroll"><table>{"\n"}{said}<thead><tr>{head}</tr></thead>{"\n"}<tbody>{"\n"}{_rows}</tbody></table></div>{"\n"}""");
    }

    private void AddRow(Markup attributes, ReadOnlySpan<Markup> cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException($"A row of {cells.Length} cells in a table of {columns.Length} columns.", nameof(cells));
        }

        Markup row = Markup.None;
        for (int i = 0; i < cells.Length; i++)
        {
            row = Markup.Of($"{row}<td{Class(columns[i].Align)}>{cells[i]}</td>");
        }

        _rows.Add(Markup.Of($"<tr{attributes}>{row}</tr>\n"));
    }

    private static Markup Class(Align align) => new(align switch
    {
        Align.Right => " class=\"n\"",
        Align.Name => " class=\"nowrap\"",
        Align.Wide => " class=\"wide\"",
        _ => "",
    });
}
