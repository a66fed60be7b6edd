using System.Text.Json;
using System.Xml.Linq;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;

namespace Hermetic.Tests.Reporting;

public sealed class DataTableTests
{
    [Fact]
    public void ProgramsGetNineDigitsAndEmptyCells()
    {
        Assert.Equal("mass_GeV,\"sigma,pb\"\n0.123456789,1E+12\n0.2,\n", DataTableText.Csv(Table()));
        using JsonDocument json = JsonDocument.Parse(DataTableText.Json(Table(), "1.2"));
        JsonElement rows = json.RootElement.GetProperty("rows");
        Assert.Equal(0.123456789, rows[0].GetProperty("mass_GeV").GetDouble());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("sigma,pb").ValueKind);
        Assert.Equal(7, rows[1].GetProperty("extra").GetDouble());
        Assert.Equal("1.2", json.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public void PeopleGetStatementsAndAlignedColumns()
    {
        string[] lines = DataTableText.Plain(Table()).TrimEnd().Split('\n');
        Assert.Equal("A title", lines[0]);
        Assert.Equal("- A statement.", lines[1]);
        Assert.All(lines[^3..], l => Assert.Equal(lines[^1].Length, l.Length));
        Assert.EndsWith(" -      7", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfRowsStandInFront()
    {
        DataTable table = Table() with { Names = new RowNames("plane", ["first", "the \"second\""]) };
        Assert.Equal("plane,mass_GeV,\"sigma,pb\"\n\"first\",0.123456789,1E+12\n\"the \"\"second\"\"\",0.2,\n", DataTableText.Csv(table));
        using JsonDocument json = JsonDocument.Parse(DataTableText.Json(table, "1"));
        Assert.Equal("first", json.RootElement.GetProperty("rows")[0].GetProperty("plane").GetString());
        Assert.Contains("\n       first", DataTableText.Plain(table), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsThatAreNotJoinedAreDotsWithOneEntryInTheLegend()
    {
        DataTable table = Table() with { Plot = new DataPlot(0, [1, 2], Label.Plain("y")) { LogX = false, LogY = false, Joined = false } };
        Figure figure = DataTableFigure.Of(table);
        // One of the four values is no number.
        Assert.Equal(3, figure.Marks.Count);
        Assert.All(figure.Marks.Cast<Curve>(), c => Assert.Single(c.Points));
        Assert.Equal(2, figure.Marks.Count(m => m.Legend is not null));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 0)]
    public void EveryTableCanBeDrawn(bool logarithmic, int? group)
    {
        DataTable table = Table() with { Plot = new DataPlot(0, [1, 2], Label.Plain("y")) { LogX = logarithmic, LogY = logarithmic, Group = group } };
        foreach (DataTable drawn in (DataTable[])[table, table with { Rows = [[0.5, 1, 1]] }, table with { Rows = [[0.5, double.NaN, 0]] }])
        {
            XElement svg = XElement.Parse(FigureSvg.Render(DataTableFigure.Of(drawn)));
            Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
        }
    }

    private static DataTable Table() => new()
    {
        Name = "table",
        Title = "A title",
        Statements = ["A statement."],
        Columns = [new DataColumn("mass_GeV", "m [GeV]"), new DataColumn("sigma,pb", "sigma [pb]"), new DataColumn("extra", "extra") { OutsideCsv = true }],
        Rows = [[0.1234567891, 1e12, 3], [0.2, double.NaN, 7]],
        Plot = new DataPlot(0, [1], Label.Plain("y")),
    };
}
