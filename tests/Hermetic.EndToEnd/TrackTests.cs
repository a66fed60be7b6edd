using System.Text.Json;

namespace Hermetic.EndToEnd;

/// <summary>Studies and alignments of trackers through the command line.</summary>
/// <param name="bench">Shared program.</param>
public sealed class TrackTests(Workbench bench)
{
    [Fact]
    public void AStudyWritesTableAndPlots()
    {
        string folder = bench.NewFolder();
        Outcome outcome = bench.Run(["track", "study", "two-arms", "--particle", "mu-", "--momentum", "20:160GeV", "--events", "300", "--out", "study", "--json"], folder);
        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement rows = document.RootElement.GetProperty("rows");
        Assert.Equal(8, rows.GetArrayLength());
        Assert.Equal([20.0, 40, 60, 80, 100, 120, 140, 160], rows.EnumerateArray().Select(r => r.GetProperty("p_GeV").GetDouble()));
        Assert.All(rows.EnumerateArray(), r => Assert.InRange(r.GetProperty("efficiency").GetDouble(), 0.98, 1));
        Assert.All(rows.EnumerateArray(), r => Assert.InRange(r.GetProperty("pull_kappa").GetDouble(), 0.8, 1.2));
        // Without scattering to speak of the error of 1/p grows with p.
        Assert.InRange(rows[7].GetProperty("resolution").GetDouble() / rows[0].GetProperty("resolution").GetDouble(), 6, 9);
        Assert.Equal(outcome.Output, File.ReadAllText(Path.Combine(folder, "study", "study.json")));
        Assert.All(["resolution.svg", "efficiency.svg", "pulls.svg"], f => Assert.Contains("<svg", File.ReadAllText(Path.Combine(folder, "study", f)), StringComparison.Ordinal));
    }

    [Fact]
    public void ThreadsDoNotChangeTheBytes()
    {
        string[] study = ["track", "study", "na64mu-2022", "--momentum", "80GeV,160GeV", "--events", "520", "--tails", "--csv"];
        Outcome one = bench.Run([.. study, "--threads", "1"]), three = bench.Run([.. study, "--threads", "3"]);
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(one.Output, three.Output);
        string[] align = ["track", "align", "two-arms", "--straight", "600", "--bent", "600", "--csv"];
        one = bench.Run([.. align, "--threads", "1"]);
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(one.Output, bench.Run([.. align, "--threads", "3"]).Output);
        Assert.StartsWith("plane,z_mm,shift_true_um,", one.Output, StringComparison.Ordinal);
        Assert.Equal(13, one.Output.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("track study two-arm", "did you mean 'two-arms'")]
    [InlineData("track study", "SETUP")]
    [InlineData("track study two-arms --momentum 20:10GeV", "--momentum: '20:10GeV' cannot be used; allowed:")]
    [InlineData("track study two-arms --momentum 20:160:3", "allowed: a grid low:high")]
    [InlineData("track study two-arms --momentum 0.1GeV", "--momentum")]
    [InlineData("track study two-arms --momentum 20:160GeV:1", "2 to 1000 points")]
    [InlineData("track study two-arms --particle gamma", "--particle: 'gamma' is no particle that a tracker follows; allowed: e-, e+")]
    [InlineData("track study two-arms --fit kalmann", "did you mean 'kalman'")]
    [InlineData("track study two-arms --events 0", "--events")]
    [InlineData("track study na64e-2016", "describes no tracker; allowed:")]
    [InlineData("track align two-arms --shift 1m", "--shift: '1m' cannot be used; allowed: from")]
    [InlineData("track align two-arms --rotation 1mm", "--rotation: '1mm' is not an angle")]
    [InlineData("track align two-arms --straight 0 --bent 0", "only 0 tracks are found")]
    [InlineData("track align two-arms --momentum 20:160GeV", "allowed: one momentum")]
    [InlineData("track study two-arms --json --csv", "exclude each other")]
    public void NonsenseIsRefused(string command, string wanted)
    {
        Outcome outcome = bench.Run(command.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains(wanted, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public void AFileIsReadAndItsFaultsAreTold()
    {
        string folder = bench.NewFolder(), text = File.ReadAllText(Path.Combine(Workbench.Root, "trackers", "two-arms.yaml"));
        Write("good.yaml", text);
        Write("bad.yaml", text.Replace("field: 1.75 T", "field: 1.75 mm", StringComparison.Ordinal));
        Write("weak.yaml", text.Replace("field: 1.75 T", "field: 0 T", StringComparison.Ordinal));
        Assert.Equal(0, bench.Run(["track", "study", "good.yaml", "--events", "50"], folder).ExitCode);
        Outcome bad = bench.Run(["track", "study", "bad.yaml"], folder);
        Assert.Equal(2, bad.ExitCode);
        Assert.Matches(@"bad\.yaml:\d+:\d+: key 'tracker\.magnets\[0\]\.field'", bad.Errors);
        // Without any field the momentum is not told, and nothing breaks.
        Outcome weak = bench.Run(["track", "study", "weak.yaml", "--events", "50"], folder);
        Assert.Equal(0, weak.ExitCode);

        void Write(string name, string content)
        {
            using StreamWriter writer = File.CreateText(Path.Combine(folder, name));
            writer.Write(content);
        }
    }
}
