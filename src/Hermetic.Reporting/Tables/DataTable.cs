using Hermetic.Reporting.Figures;

namespace Hermetic.Reporting.Tables;

/// <summary>A column of numbers.</summary>
/// <param name="Header">Name with unit for programs, such as "sigma_pb".</param>
/// <param name="Heading">Name with unit for people, such as "sigma [pb]".</param>
public sealed record DataColumn(string Header, string Heading)
{
    /// <summary>Title of an axis that shows it, or entry of a legend where an axis shows several; by default the heading.</summary>
    public Label? Label { get; init; }

    /// <summary>Whether CSV leaves the column out, because its header is a contract; people and JSON see it.</summary>
    public bool OutsideCsv { get; init; }

    internal Label Shown => Label ?? Figures.Label.Plain(Heading);
}

/// <summary>How the rows of a table become curves.</summary>
/// <param name="X">Index of the column on the horizontal axis.</param>
/// <param name="Y">Indices of the columns on the vertical axis: one curve each.</param>
/// <param name="YTitle">Title of the vertical axis.</param>
public sealed record DataPlot(int X, IReadOnlyList<int> Y, Label YTitle)
{
    /// <summary>Index of the column whose values tell the curves apart (a mass, an energy); null for one curve per column of Y.</summary>
    public int? Group { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool LogX { get; init; } = true;

    /// <summary>Whether the vertical axis is logarithmic; values not above 0 leave a gap then.</summary>
    public bool LogY { get; init; } = true;

    /// <summary>Whether lines join the rows; otherwise each is a dot.</summary>
    public bool Joined { get; init; } = true;

    /// <summary>Factor from the column to the horizontal axis, such as 1000 from GeV to MeV; the title of the axis is then <see cref="XTitle"/>.</summary>
    public double XScale { get; init; } = 1;

    /// <summary>Title of the horizontal axis; by default the column's.</summary>
    public Label? XTitle { get; init; }
}

/// <summary>
/// The answer of a verb that computes numbers: rows for people, programs and plots alike, and beside them what the numbers mean (couplings, conventions,
/// ranges, approximations). A cell that is not a number (NaN) does not apply and stays empty.
/// </summary>
public sealed record DataTable
{
    /// <summary>Short name of letters, digits and hyphens, for file names and identifiers.</summary>
    public required string Name { get; init; }

    /// <summary>What the table holds, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Conventions, assumptions and sources in sentences.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<DataColumn> Columns { get; init; }

    /// <summary>The rows, each with one number per column.</summary>
    public required IReadOnlyList<double[]> Rows { get; init; }

    /// <summary>How the table is drawn.</summary>
    public required DataPlot Plot { get; init; }

    /// <summary>Names of the rows, for rows that are things rather than points on an axis; null for none.</summary>
    public RowNames? Names { get; init; }
}

/// <summary>Names of the rows of a table.</summary>
/// <param name="Header">Header of their column.</param>
/// <param name="Names">One name for each row.</param>
public sealed record RowNames(string Header, IReadOnlyList<string> Names);
