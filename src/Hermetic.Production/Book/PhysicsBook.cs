using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Production.Validation;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;

namespace Hermetic.Production.Book;

/// <summary>The sources of the numbers in the physics book.</summary>
/// <param name="Compute">The table of a command line, given without the program's name.</param>
/// <param name="Compare">The result of a comparison of the folder validation, by name.</param>
/// <param name="Marks">The marks of the formulas.</param>
public sealed record BookSources(Func<string, DataTable> Compute, Func<string, ValidationGroup> Compare, IReadOnlyList<FormulaMark> Marks);

/// <summary>A finished book.</summary>
/// <param name="Text">The page.</param>
/// <param name="Figures">Its figures: path relative to the page, and SVG.</param>
public sealed record FinishedBook(string Text, IReadOnlyList<(string Path, string Svg)> Figures);

/// <summary>
/// The physics book docs/physics.md: chapters written by people (docs/chapters/*.md.in), in which directives on lines of their own are replaced by what the program computes:
/// <c>{{deviations NAME ...}}</c> by the measured deviations of comparisons, <c>{{table COMMAND}}</c> by the rows of a command, <c>{{figure NAME COMMAND}}</c> by its plot, and
/// <c>{{marks WORD ...}}</c> by the formulas of the code that carry these marks. So neither a number nor a mark of the book can differ from the code.
/// </summary>
public static partial class PhysicsBook
{
    private const string FolderName = "chapters";
    private const string FigureFolder = "images/physics";

    /// <summary>The chapters of this repository, in their order.</summary>
    /// <exception cref="InputException">There are none.</exception>
    public static IReadOnlyList<string> Chapters()
    {
        string folder = ProgramFolder.Require(Path.Combine("docs", FolderName));
        string[] files = [.. Directory.EnumerateFiles(folder, "*.md.in").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputException($"{folder}: holds no chapter (*.md.in)");
    }

    /// <summary>The names of the comparisons that the chapters ask for.</summary>
    /// <param name="chapters">Paths of the chapters.</param>
    public static IReadOnlyList<string> Comparisons(IReadOnlyList<string> chapters)
    {
        ArgumentNullException.ThrowIfNull(chapters);
        return [.. chapters.SelectMany(File.ReadLines).Select(l => Directive().Match(l)).Where(m => m.Success && m.Groups[1].Value == "deviations").SelectMany(m => Words(m.Groups[2].Value)).Distinct()];
    }

    /// <summary>Puts the book together.</summary>
    /// <param name="chapters">Paths of the chapters.</param>
    /// <param name="sources">Where the numbers come from.</param>
    /// <param name="version">Program version.</param>
    /// <exception cref="InputException">A directive is wrong; the message names file and line.</exception>
    public static FinishedBook Compose(IReadOnlyList<string> chapters, BookSources sources, string version)
    {
        ArgumentNullException.ThrowIfNull(chapters);
        ArgumentNullException.ThrowIfNull(sources);
        List<(string, string)> figures = [];
        StringBuilder text = new();
        foreach (string chapter in chapters)
        {
            int number = 0;
            foreach (string line in File.ReadLines(chapter))
            {
                number++;
                Match directive = Directive().Match(line);
                try
                {
                    text.Append(directive.Success ? Replace(directive.Groups[1].Value, directive.Groups[2].Value, sources, figures) : line.Replace("{{version}}", version, StringComparison.Ordinal)).Append('\n');
                }
                catch (InputException e)
                {
                    throw new InputException($"{chapter}:{number}: {e.Message}");
                }
            }

            text.Append('\n');
        }

        return new FinishedBook(text.ToString().TrimEnd() + "\n", figures);
    }

    private static string Replace(string directive, string argument, BookSources sources, List<(string, string)> figures) => directive switch
    {
        "deviations" => Deviations(Words(argument).Select(sources.Compare)),
        "table" => Rows(argument, sources.Compute(argument)),
        "figure" => Picture(argument, sources, figures),
        "marks" => Marks(Words(argument), sources.Marks),
        _ => throw new InputException($"'{directive}' is no directive; allowed: deviations, table, figure, marks"),
    };

    private static string Deviations(IEnumerable<ValidationGroup> groups)
    {
        StringBuilder text = new("| comparison | rows | worst deviation | tolerance | verdict |\n|---|---|---|---|---|");
        foreach (ValidationGroup group in groups)
        {
            text.Append('\n').Append(ValidationText.SummaryRow(group, "validation.md"));
        }

        return text.ToString();
    }

    private static string Rows(string command, DataTable table)
    {
        StringBuilder text = new(Block(command));
        text.Append($"\n| {string.Join(" | ", table.Columns.Select(c => c.Heading))} |\n|{string.Concat(table.Columns.Select(_ => "---|"))}");
        foreach (double[] row in table.Rows)
        {
            text.Append("\n| ").AppendJoin(" | ", row.Select(v => double.IsNaN(v) ? "" : v.ToString("G4", CultureInfo.InvariantCulture))).Append(" |");
        }

        return text.ToString();
    }

    private static string Picture(string argument, BookSources sources, List<(string, string)> figures)
    {
        string[] parts = argument.Split(' ', 2);
        if (parts.Length < 2)
        {
            throw new InputException("a figure needs a name and a command");
        }

        DataTable table = sources.Compute(parts[1]) with { Name = parts[0] };
        string path = $"{FigureFolder}/{parts[0]}.svg";
        figures.Add((path, FigureSvg.Render(DataTableFigure.Of(table))));
        return $"{Block(parts[1])}\n![{table.Title}]({path})";
    }

    private static string Marks(string[] words, IReadOnlyList<FormulaMark> marks)
    {
        if (words.Length == 0 || words.Any(w => !FormulaMark.Words.Contains(w)))
        {
            throw new InputException($"unknown mark in '{string.Join(' ', words)}'; allowed: {string.Join(", ", FormulaMark.Words)}");
        }

        StringBuilder text = new("| mark | where in the code | what |\n|---|---|---|");
        foreach (FormulaMark mark in marks.Where(m => words.Contains(m.Mark)))
        {
            text.Append($"\n| {mark.Mark} | `{mark.Member}` | {mark.Text.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }

        return text.ToString();
    }

    private static string Block(string command) => $"```sh\n./hermetic {command}\n```\n";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^\{\{([a-z]+)(?: (.*))?\}\}$")]
    private static partial Regex Directive();
}
