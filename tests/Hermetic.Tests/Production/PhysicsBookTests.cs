using Hermetic.Core;
using Hermetic.Production.Book;
using Hermetic.Production.Validation;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Production;

public sealed class PhysicsBookTests
{
    private static string Documentation => Path.Combine(AppContext.BaseDirectory, "Hermetic.Physics.xml");

    [Fact]
    public void DirectivesAreReplacedByWhatIsComputed()
    {
        FinishedBook book = Compose("# Title {{version}}", "{{table relic --mass 1MeV}}", "{{figure y relic --mass 2MeV}}", "{{marks OPEN}}", "{{deviations photon-flux}}");
        Assert.StartsWith("# Title 9.9\n```sh\n./hermetic relic --mass 1MeV\n```\n\n| m [GeV] | y |\n|---|---|\n| 0.001 | 0.25 |\n| 0.002 |  |\n", book.Text, StringComparison.Ordinal);
        Assert.Contains("![A table](images/physics/y.svg)", book.Text, StringComparison.Ordinal);
        Assert.Contains("| OPEN | `ChargeExchange` |", book.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("| LIT |", book.Text, StringComparison.Ordinal);
        Assert.Contains("(validation.md#photon-flux)", book.Text, StringComparison.Ordinal);
        (string path, string svg) = Assert.Single(book.Figures);
        Assert.Equal("images/physics/y.svg", path);
        Assert.Contains("id=\"y-title\"", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{tabel relic}}", "'tabel' is no directive")]
    [InlineData("{{figure name}}", "a name and a command")]
    [InlineData("{{marks WRONG}}", "unknown mark")]
    public void AWrongDirectiveIsNamedWithFileAndLine(string line, string message)
    {
        InputException e = Assert.Throws<InputException>(() => Compose("text", line));
        Assert.Contains(".md.in:2: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MarksAreSentencesOfTheDocumentation()
    {
        IReadOnlyList<FormulaMark> marks = FormulaMark.Read(Documentation);
        Assert.All(FormulaMark.Words, w => Assert.Contains(marks, m => m.Mark == w));
        Assert.All(marks, m => Assert.DoesNotContain("Hermetic.Physics", m.Member, StringComparison.Ordinal));
        Assert.Contains(marks, m => m is { Mark: "VERIFIED", Member: "PhotonFlux" } && m.Text.StartsWith("closed form against quadrature", StringComparison.Ordinal));
        Assert.Throws<InputException>(() => FormulaMark.Read(Documentation + ".not"));
    }

    /// <summary>What people wrote, and the marks of the code, stand in the committed book; its numbers are those of the last time that it was written.</summary>
    [Fact]
    public void TheBookHoldsTheChaptersAndTheMarks()
    {
        string[] book = Repository.Read("docs/physics.md").Split('\n');
        int at = 0;
        foreach (string line in PhysicsBook.Chapters().SelectMany(File.ReadLines).Where(l => !l.StartsWith("{{", StringComparison.Ordinal) && !l.Contains("{{version}}", StringComparison.Ordinal)))
        {
            int found = Array.IndexOf(book, line, at);
            Assert.True(found >= 0, $"docs/physics.md lacks, after its line {at}: {line} (write it anew: hermetic book)");
            at = found + 1;
        }

        foreach (FormulaMark mark in FormulaMark.Read(Documentation))
        {
            Assert.Contains(book, l => l == $"| {mark.Mark} | `{mark.Member}` | {mark.Text.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }
    }

    [Fact]
    public void EveryComparisonOfTheDarkSectorIsInTheBook()
    {
        IReadOnlyList<string> named = PhysicsBook.Comparisons(PhysicsBook.Chapters());
        string[] dark = [.. ValidationSuite.Read(ValidationSuite.FolderOfProgram())
            .Where(c => Repository.Read($"validation/{c.Name}.yaml").Contains("reference/dark/", StringComparison.Ordinal))
            .Select(c => c.Name)];
        Assert.Empty(dark.Except(named));
    }

    private static FinishedBook Compose(params string[] lines)
    {
        string chapter = Path.Combine(Directory.CreateTempSubdirectory("hermetic-book-").FullName, "10-chapter.md.in");
        using (StreamWriter file = File.CreateText(chapter))
        {
            file.Write(string.Join('\n', lines));
        }

        DataTable table = new()
        {
            Name = "relic",
            Title = "A table",
            Statements = ["A statement."],
            Columns = [new DataColumn("m_GeV", "m [GeV]"), new DataColumn("y", "y")],
            Rows = [[0.001, 0.25], [0.002, double.NaN]],
            Plot = new DataPlot(0, [1], Label.Plain("y")),
        };
        IReadOnlyList<ValidationGroup> groups = Validation.ValidationSuiteTests.Run(ValidationSuite.Select(ValidationSuite.Read(ValidationSuite.FolderOfProgram()), ["photon-flux"]));
        BookSources sources = new(_ => table, name => groups.Single(g => g.Check.Name == name), FormulaMark.Read(Documentation));
        try
        {
            return PhysicsBook.Compose([chapter], sources, "9.9");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(chapter)!, recursive: true);
        }
    }
}
