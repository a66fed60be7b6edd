using System.Text.Json;

namespace Hermetic.EndToEnd;

/// <summary>The verb "shower": files, reproducibility, and what is refused.</summary>
/// <param name="bench">Shared program.</param>
public sealed class ShowerTests(Workbench bench)
{
    private static readonly string[] Files = ["cells.csv", "longitudinal.csv", "radial.csv", "summary.csv", "tracklength.csv"];

    /// <summary>Headers, names of quantities, bins and order are those of the tables of the other codes.</summary>
    [Theory]
    [InlineData("ecal", "geant4_ecal")]
    [InlineData("ecal", "egsnrc_ecal")]
    [InlineData("pb-slab", "geant4_pb_slab")]
    public void TablesHaveTheFormOfTheReference(string stack, string reference)
    {
        string folder = bench.NewFolder();
        Outcome outcome = bench.Run(["shower", "--stack", stack, "--energy", "10GeV", "--events", "2", "--out", "tables"], folder);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        string[] files = stack == "ecal" ? [.. Files.Append("layers.csv").Order()] : Files;
        string tables = Path.Combine(folder, "tables");
        Assert.Equal(files, Directory.GetFiles(tables).Select(f => Path.GetFileName(f)).Order());
        foreach (string file in files)
        {
            string[] theirs = File.ReadAllLines(Path.Combine(Workbench.Root, "validation", "reference", "showers", $"{reference}_10GeV_{file}"));
            string[] ours = File.ReadAllLines(Path.Combine(tables, file));
            int labels = file is "summary.csv" or "layers.csv" or "radial.csv" ? 1 : 2;
            Assert.Equal(theirs[0], ours[0]);
            Assert.Equal(theirs.Select(Labels), ours.Select(Labels));
            string Labels(string line) => string.Join(',', line.Split(',')[..labels]);
        }
    }

    [Fact]
    public void TablesAreTheSameForAnyNumberOfThreads()
    {
        string here = bench.NewFolder();
        string[] Arguments(string threads) => ["shower", "--stack", "na64-ecal", "--energy", "1GeV", "--events", "300", "--times", "--birks", "0.126mm/MeV", "--threads", threads, "--out", $"t{threads}"];
        Assert.Equal(0, bench.Run(Arguments("1"), here).ExitCode);
        Assert.Equal(0, bench.Run(Arguments("3"), here).ExitCode);
        foreach (string file in Directory.GetFiles(Path.Combine(here, "t1")).Select(f => Path.GetFileName(f)))
        {
            string[] one = File.ReadAllLines(Path.Combine(here, "t1", file)), three = File.ReadAllLines(Path.Combine(here, "t3", file));
            Assert.Equal(one.Where(IsReproducible), three.Where(IsReproducible));
        }

        Assert.True(File.Exists(Path.Combine(here, "t1", "time.csv")));
        static bool IsReproducible(string line) => !line.StartsWith("cpu_seconds_total,", StringComparison.Ordinal) && !line.StartsWith("events_per_second,", StringComparison.Ordinal);
    }

    [Fact]
    public void TheTerminalShowsSpeedStepsFiguresAndAPlot()
    {
        string here = bench.NewFolder();
        Outcome outcome = bench.Run(["shower", "--stack", "Pb 20X0", "--energy", "1GeV", "--events", "4", "--calibrate"], here);
        Assert.Equal(0, outcome.ExitCode);
        Assert.All(["showers/s", "Steps per shower", "deposited fraction", "track length of positrons", "rounds/s", "█"], w => Assert.Contains(w, outcome.Output, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(here));
    }

    [Theory]
    [InlineData("e+", false)]
    [InlineData("gamma", false)]
    [InlineData("mu-", true)]
    [InlineData("pbar", true)]
    public void EveryKindOfParticleIsFollowed(string particle, bool heavy)
    {
        Outcome outcome = bench.Run(["shower", "--particle", particle, "--stack", "Fe 10cm", "--energy", "5GeV", "--events", "2", "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement summary = document.RootElement.GetProperty("summary");
        Assert.True(summary.GetProperty("edep_fraction").GetProperty("mean").GetDouble() > 0.005);
        Assert.Equal(heavy, summary.TryGetProperty("steps_per_event_other", out _));
    }

    [Fact]
    public void WithJsonTheOutputIsOneDocument()
    {
        Outcome outcome = bench.Run(["shower", "--stack", "pb-slab", "--energy", "1GeV", "--events", "3", "--calibrate", "--json"]);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(3, document.RootElement.GetProperty("summary").GetProperty("n_events").GetProperty("mean").GetDouble());
        Assert.True(document.RootElement.GetProperty("kernelOperationsPerSecond").GetDouble() > 0);
    }

    [Theory]
    [InlineData("--particle", "--particle mu")]
    [InlineData("did you mean 'gamma'", "--particle gama")]
    [InlineData("--energy", "--energy 10")]
    [InlineData("--energy", "--energy -1GeV")]
    [InlineData("--energy", "--energy 1e9GeV")]
    [InlineData("--events", "--events 0")]
    [InlineData("--events", "--events 1e3")]
    [InlineData("--cut", "--cut 0mm")]
    [InlineData("--cut", "--cut 3GeV")]
    [InlineData("--birks", "--birks 0.126")]
    [InlineData("--birks", "--birks 0.126mm/MeV --stack pb-slab")]
    [InlineData("did you mean 'ecal'", "--stack ecla")]
    [InlineData("absent.yaml", "--stack absent.yaml")]
    [InlineData("--stack", "--stack Pb")]
    [InlineData("unknown option '--stak'", "--stak ecal")]
    [InlineData("--out", "--out ")]
    public void AMistakeIsNamedInOneMessage(string named, string arguments)
    {
        string here = bench.NewFolder();
        Outcome outcome = bench.Run(["shower", .. arguments.Split(' ')], here);
        Assert.True(outcome.ExitCode == 2, $"Exit code {outcome.ExitCode}:\n{outcome.Output}{outcome.Errors}");
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.InRange(outcome.Errors.Trim().Split('\n').Length, 1, 4);
        Assert.Empty(Directory.GetFileSystemEntries(here));
    }

    [Fact]
    public void AStackThatCannotBeUnderstoodIsNamed()
    {
        Outcome outcome = bench.Run(["shower", "--stack", "2 x (Pb 1mm, Pbo 3mm)"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("'Pbo' is no known material", outcome.Errors, StringComparison.Ordinal);
    }
}
