using System.Globalization;
using System.Text.Json;

namespace Hermetic.EndToEnd;

/// <summary>The contract of the main job: files, columns, reproducibility, and what is refused.</summary>
/// <param name="bench">Shared program and run.</param>
public sealed class RunTests(Workbench bench)
{
    private const string LimitHeader = "mass_GeV,parameter,observed,expected_m2,expected_m1,expected,expected_p1,expected_p2,cl";
    private const string YieldHeader = "mass_GeV,bremsstrahlung,bremsstrahlung_error,annihilation,annihilation_error,efficiency";
    private const double ElectronsOnTarget = 2.84e11;

    [Theory]
    [InlineData("limit.csv", "epsilon", 0.90)]
    [InlineData("limit-95.csv", "epsilon", 0.95)]
    [InlineData("limit-with-annihilation.csv", "epsilon", 0.90)]
    [InlineData("limit-y.csv", "y", 0.90)]
    public void LimitFilesFollowTheContract(string file, string parameter, double level)
    {
        string[] lines = File.ReadAllLines(Path.Combine(bench.SmallRun, file));
        Assert.Equal(LimitHeader, lines[0]);
        Assert.Equal(1 + 5, lines.Length);
        double[][] rows = Numbers(file, skipText: true);
        Assert.All(lines[1..], l => Assert.Equal(parameter, l.Split(',')[1]));
        Assert.Equal(rows.Select(r => r[0]).Order(), rows.Select(r => r[0]));
        Assert.Equal(parameter == "y" ? 1.0 / 3.0 : 1.0, rows[^1][0], 1e-6);
        foreach (double[] row in rows)
        {
            Assert.Equal(level, row[^1]);
            Assert.All(row, v => Assert.True(double.IsFinite(v) && v > 0));
            Assert.Equal(row[3..8].Order(), row[3..8]);
        }

        // At least seven significant digits, or the exact number.
        Assert.True(lines[1..].Max(l => l.Split(',')[2].Split('e', 'E')[0].Count(char.IsAsciiDigit)) >= 7, lines[1]);
    }

    [Fact]
    public void YieldFileFollowsTheContract()
    {
        Assert.Equal(YieldHeader, File.ReadLines(Path.Combine(bench.SmallRun, "yield.csv")).First());
        double[][] rows = Numbers("yield.csv");
        Assert.Equal(5, rows.Length);
        Assert.Equal([0.001, 1.0], [rows[0][0], rows[^1][0]]);
        foreach (double[] row in rows)
        {
            Assert.True(row[1] > 0 && row[2] > 0 && row[3] >= 0 && row[4] >= 0);
            Assert.InRange(row[5], 1e-6, 1.0);
        }

        // The bremsstrahlung yield falls with the mass.
        Assert.Equal(rows.Select(r => r[1]).OrderDescending(), rows.Select(r => r[1]));
    }

    /// <summary>One workspace for each mass, with the events of the yield: mu is their number, and the name of the measurement tells how it becomes epsilon.</summary>
    [Fact]
    public void WorkspacesFollowTheContract()
    {
        double[][] yields = Numbers("yield.csv");
        string[] masses = [.. File.ReadLines(Path.Combine(bench.SmallRun, "limit.csv")).Skip(1).Select(l => l.Split(',')[0])];
        Assert.Equal(masses.Select(m => $"{m}GeV.json").Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(bench.SmallRun, "workspaces")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        for (int m = 0; m < masses.Length; m++)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(bench.SmallRun, "workspaces", $"{masses[m]}GeV.json")));
            JsonElement channel = document.RootElement.GetProperty("channels")[0];
            Assert.Equal("signal", channel.GetProperty("samples")[0].GetProperty("name").GetString());
            Assert.Equal(1, channel.GetProperty("samples")[0].GetProperty("data")[0].GetDouble(), 1e-12);
            Assert.Equal(0.53, channel.GetProperty("samples")[1].GetProperty("data")[0].GetDouble(), 1e-12);
            JsonElement measurement = document.RootElement.GetProperty("measurements")[0];
            Assert.Equal("mu", measurement.GetProperty("config").GetProperty("poi").GetString());
            string[] name = measurement.GetProperty("name").GetString()!.Split("epsilon = sqrt(mu / ");
            Assert.Equal(ElectronsOnTarget * yields[m][1], double.Parse(name[1].TrimEnd(')'), CultureInfo.InvariantCulture), 1e-7 * ElectronsOnTarget * yields[m][1]);
        }
    }

    [Fact]
    public void LimitIsTheYieldTurnedRound()
    {
        // With nothing observed, exp(-s) = 0.1 gives s = ln 10; uncertainties of the signal can only raise it, by little.
        foreach ((double[] limit, double[] yields) in Numbers("limit.csv", skipText: true).Zip(Numbers("yield.csv")))
        {
            Assert.InRange(limit[2] * limit[2] * yields[1] * ElectronsOnTarget / Math.Log(10), 0.999, 1.15);
        }
    }

    [Fact]
    public void MoreConfidenceWeakensAndMoreSignalStrengthensTheLimit()
    {
        double[][] nominal = Numbers("limit.csv", skipText: true);
        Assert.All(nominal.Zip(Numbers("limit-95.csv", skipText: true)), p => Assert.True(p.Second[2] > p.First[2]));
        Assert.All(nominal.Zip(Numbers("limit-with-annihilation.csv", skipText: true)), p => Assert.True(p.Second[2] <= p.First[2]));
    }

    [Fact]
    public void SummaryTellsHowTheResultCameToBe()
    {
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(bench.SmallRun, "summary.json")));
        string[] names = [.. Names(summary.RootElement)];
        foreach (string wanted in new[] { "seed", "version", "command", "digest", "wall", "cpu" })
        {
            Assert.Contains(names, n => n.Contains(wanted, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void ThreadsDoNotChangeTheResult()
    {
        string two = Path.Combine(bench.NewFolder(), "zwei Fäden");
        Assert.Equal(0, bench.Run([.. Workbench.SmallRunArguments, "--threads", "2", "--out", two]).ExitCode);
        string[] files = [.. Directory.GetFiles(bench.SmallRun, "*.csv", SearchOption.AllDirectories), .. Directory.GetFiles(Path.Combine(bench.SmallRun, "workspaces"))];
        string[] tables = [.. files.Select(f => Path.GetRelativePath(bench.SmallRun, f))];
        Assert.Contains("limit.csv", tables);
        Assert.Contains(Path.Combine("workspaces", "0.001GeV.json"), tables);
        Assert.All(tables, f => Assert.Equal(File.ReadAllBytes(Path.Combine(bench.SmallRun, f)), File.ReadAllBytes(Path.Combine(two, f))));
    }

    [Fact]
    public void AnotherSeedGivesOtherNumbersWithinTheirErrors()
    {
        string folder = Path.Combine(bench.NewFolder(), "other");
        Assert.Equal(0, bench.Run(["run", "na64e-2018", "--showers", "300", "--masses", "1MeV:1GeV:5", "--seed", "2", "--out", folder]).ExitCode);
        foreach ((double[] a, double[] b) in Numbers("yield.csv").Zip(Numbers(Path.Combine(folder, "yield.csv"))))
        {
            Assert.NotEqual(a[1], b[1]);
            Assert.True(Math.Abs(a[1] - b[1]) < 5 * double.Hypot(a[2], b[2]), $"{a[1]} ± {a[2]} and {b[1]} ± {b[2]} at {a[0]} GeV");
        }
    }

    [Fact]
    public void WithJsonTheOutputIsOneDocument()
    {
        Outcome outcome = bench.Run(["run", "na64e-2018", "--showers", "50", "--masses", "10MeV:100MeV:2", "--json"]);
        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void WithCsvTheOutputIsTheLimit()
    {
        string folder = Path.Combine(bench.NewFolder(), "run");
        Outcome outcome = bench.Run(["run", "na64e-2018", "--showers", "50", "--masses", "10MeV:100MeV:2", "--csv", "--out", folder]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "limit.csv")), outcome.Output);
    }

    [Fact]
    public void ADamagedStoreChangesNothing()
    {
        string store = bench.NewFolder();
        string first = Limit();
        string[] entries = Directory.GetFiles(store, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(entries);
        foreach ((string entry, int i) in entries.Select((e, i) => (e, i)))
        {
            using FileStream file = new(entry, FileMode.Open, FileAccess.ReadWrite);
            if (i % 2 == 0)
            {
                file.SetLength(file.Length / 2);
            }
            else
            {
                file.Position = file.Length / 2;
                int old = file.ReadByte();
                file.Position--;
                file.WriteByte((byte)~old);
            }
        }

        Assert.Equal(first, Limit());

        string Limit()
        {
            Outcome outcome = bench.Run(["run", "na64e-2018", "--showers", "50", "--masses", "10MeV:100MeV:2", "--csv"], store: store);
            Assert.True(outcome.ExitCode == 0, outcome.Errors);
            return outcome.Output;
        }
    }

    [Fact]
    public void AStoreThatCannotBeWrittenIsNoObstacle()
    {
        string file = Path.Combine(bench.NewFolder(), "file");
        File.Create(file).Dispose();
        Assert.Equal(0, bench.Run(["run", "na64e-2018", "--showers", "50", "--masses", "10MeV", "--csv"], store: Path.Combine(file, "store")).ExitCode);
    }

    [Fact]
    public void WithoutAFolderTheRunGoesToRuns()
    {
        string here = bench.NewFolder();
        string[] arguments = ["run", "na64e-2018", "--showers", "50", "--masses", "10MeV:100MeV:2"];
        Assert.Equal(0, bench.Run(arguments, here).ExitCode);
        Assert.Equal(0, bench.Run(arguments, here).ExitCode);
        string[] runs = Directory.GetDirectories(Path.Combine(here, "runs"));
        Assert.Equal(2, runs.Length);
        Assert.All(runs, r => Assert.StartsWith("na64e-2018-", Path.GetFileName(r), StringComparison.Ordinal));
        Assert.All(runs, r => Assert.True(File.Exists(Path.Combine(r, "report.html"))));
    }

    [Fact]
    public void AFinishedRunIsNeverOverwritten()
    {
        Dictionary<string, DateTime> before = Dates();
        Outcome outcome = bench.Run([.. Workbench.SmallRunArguments, "--out", bench.SmallRun]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(bench.SmallRun, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Dates());

        Dictionary<string, DateTime> Dates() => Directory.GetFiles(bench.SmallRun, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    /// <summary>The rows of a table as numbers; the second column of a limit file is a text and reads as 1.</summary>
    private double[][] Numbers(string file, bool skipText = false) =>
    [
        .. File.ReadLines(Path.Combine(bench.SmallRun, file)).Skip(1).Select(l =>
            l.Split(',').Select((cell, i) => skipText && i == 1 ? 1.0 : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray()),
    ];
}
