using System.Globalization;
using System.Text.Json;

namespace Hermetic.EndToEnd;

/// <summary>The verbs of the statistics: every row of the reference tables through the command line, workspaces, and what is refused.</summary>
/// <param name="bench">Shared program.</param>
public sealed class LimitTests(Workbench bench)
{
    private static readonly string[] Bands = ["exp_m2", "exp_m1", "exp_med", "exp_p1", "exp_p2"];

    [Theory]
    [InlineData("none", 1e-4)]
    [InlineData("gamma", 1e-4)]
    [InlineData("lognormal", 5e-3)]
    public void EnumeratedLimitsAreThoseOfTheReference(string model, double tolerance)
    {
        foreach (Dictionary<string, string> row in Rows("counting_limits.csv").Where(r => r["model"] == model && r["method"] == "ensemble_exact"))
        {
            Compare(Counts(row) + " --construction exact", row, "obs", Bands, tolerance);
        }
    }

    [Fact]
    public void AsymptoticLimitsAreThoseOfTheReference()
    {
        // The table holds six decimals.
        foreach (Dictionary<string, string> row in Rows("counting_limits.csv").Where(r => r["method"] == "asymptotic_closed_form"))
        {
            Compare(Counts(row) + " --construction asymptotic --allow-few-events", row, "obs", Bands, 1.5e-6);
        }
    }

    [Fact]
    public void HybridLimitsAreThoseOfTheReference()
    {
        foreach (Dictionary<string, string> row in Rows("hybrid_counting.csv"))
        {
            double uncertainty = Number(row["rel_uncertainty_background"]);
            string background = row["background"] + (uncertainty > 0 ? FormattableString.Invariant($"+-{100 * uncertainty}% --background-model lognormal") : "");
            string signal = Number(row["rel_uncertainty_signal"]) > 0 ? $" --signal-uncertainty {row["rel_uncertainty_signal"]}" : "";
            Compare(
                FormattableString.Invariant($"--observed {row["n_obs"]} --background {background}{signal} --cl {100 * Number(row["cl"])} --construction hybrid"),
                row,
                "ul_obs_events",
                ["ul_exp_m2", "ul_exp_m1", "ul_exp_med", "ul_exp_p1", "ul_exp_p2"],
                1e-4);
        }
    }

    [Fact]
    public void FeldmanCousinsIntervalsAreThoseOfTheReference()
    {
        foreach (Dictionary<string, string> row in Rows("feldman_cousins.csv"))
        {
            JsonElement answer = Limit(FormattableString.Invariant($"--observed {row["n_obs"]} --background {row["b"]} --cl {100 * Number(row["cl"])} --construction feldman-cousins"));
            Assert.Equal(Number(row["lower"]), answer.GetProperty("lower").GetDouble(), 1e-3);
            Assert.Equal(Number(row["upper_belt"]), answer.GetProperty("observed").GetDouble(), 1e-3);
            if (row["upper_nonincreasing_in_b"].Length > 0)
            {
                Assert.Equal(Number(row["upper_nonincreasing_in_b"]), answer.GetProperty("upper_nonincreasing_in_background").GetDouble(), 1e-3);
            }
        }
    }

    [Fact]
    public void WorkspacesAreThoseOfTheReference()
    {
        string folder = Path.Combine(Workbench.Root, "validation", "reference", "workspaces");
        foreach (Dictionary<string, string> row in Rows(Path.Combine("..", "workspaces", "asymptotic.csv"))
            .Where(r => r["statistic"] == "qtilde" && r["quantity"] != "CLs" && r["origin"] == "pyhf"))
        {
            string level = row["quantity"] == "limit90" ? "90" : "95";
            Compare($"{Path.Combine(folder, row["case"] + ".json")} --cl {level} --construction asymptotic", row, "obs", Bands, 1e-5);
        }
    }

    /// <summary>What a run writes comes back with the limit of the run.</summary>
    [Fact]
    public void AWorkspaceOfARunHasItsLimit()
    {
        string[] lines = File.ReadAllLines(Path.Combine(bench.SmallRun, "limit.csv"));
        string[] names = lines[0].Split(',');
        string file = Directory.GetFiles(Path.Combine(bench.SmallRun, "workspaces"), "*.json").Order(StringComparer.Ordinal).First();
        string mass = Path.GetFileName(file).Replace("GeV.json", "", StringComparison.Ordinal);
        string[] cells = lines.Select(l => l.Split(',')).Single(c => c[0] == mass);
        JsonElement answer = Limit(file);
        double events = double.Parse(answer.GetProperty("title").GetString()!.Split("/ ")[1].TrimEnd(')'), CultureInfo.InvariantCulture);
        Assert.Equal(Number(cells[Array.IndexOf(names, "observed")]), Math.Sqrt(answer.GetProperty("observed").GetDouble() / events), 1e-6 * Number(cells[Array.IndexOf(names, "observed")]));
    }

    /// <summary>The default is one that suits the counts, and says why.</summary>
    [Theory]
    [InlineData("--observed 0 --background 0.53+-0.17", "exact")]
    [InlineData("--observed 0 --background 0.53+-0.17 --background-model lognormal", "exact")]
    [InlineData("--observed 0,1 --background 0.53+-0.17,0.2", "hybrid")]
    [InlineData("--observed 5000 --background 5000+-50", "asymptotic")]
    [InlineData("--observed 0 --background 1e7+-1e7 --toys 1000", "toys")]
    public void TheDefaultSuitsTheCounts(string counts, string word)
    {
        JsonElement answer = Limit(counts);
        Assert.Equal(word, answer.GetProperty("construction_word").GetString());
        Assert.NotEmpty(answer.GetProperty("why").GetString()!);
    }

    [Theory]
    [InlineData("--observed is missing", "")]
    [InlineData("--background is missing", "--observed 0")]
    [InlineData("--observed", "--observed -1 --background 1")]
    [InlineData("--observed", "--observed 1.5 --background 1")]
    [InlineData("--observed", "--observed 99999999999999999999 --background 1")]
    [InlineData("--background", "--observed 0 --background nan")]
    [InlineData("--background", "--observed 0 --background -0.5")]
    [InlineData("--background", "--observed 0 --background inf")]
    [InlineData("--background", "--observed 0 --background 1+-")]
    [InlineData("--background", "--observed 0 --background 0+-1")]
    [InlineData("--background", "--observed 0,1 --background 1")]
    [InlineData("--background-model", "--observed 0 --background 1+-0.3 --background-model none")]
    [InlineData("--background-model", "--observed 0 --background 1 --background-model gamma")]
    [InlineData("did you mean 'lognormal'", "--observed 0 --background 1+-0.3 --background-model lognorml")]
    [InlineData("--cl", "--observed 0 --background 1 --cl 100")]
    [InlineData("--cl", "--observed 0 --background 1 --cl nan")]
    [InlineData("--signal-uncertainty", "--observed 0 --background 1 --signal-uncertainty 200%")]
    [InlineData("--signal", "--observed 0 --background 1 --signal 0")]
    [InlineData("did you mean 'exact'", "--observed 0 --background 1 --construction exakt")]
    [InlineData("--toys", "--observed 0 --background 1 --toys 0")]
    [InlineData("--json and --csv", "--observed 0 --background 1 --json --csv")]
    [InlineData("--allow-few-events", "--observed 0 --background 0.19 --construction asymptotic")]
    [InlineData("--prior", "--observed 0 --background 1 --construction bayes --prior jeffreys")]
    [InlineData("--nuisances", "--observed 0 --background 1 --nuisances none")]
    [InlineData("--measurement", "--observed 0 --background 1 --measurement x")]
    [InlineData("absent.yaml", "absent.yaml")]
    [InlineData("absent.json", "absent.json")]
    [InlineData("--observed", "counts.yaml --observed 0")]
    [InlineData("counts.yaml:1:", "counts.yaml")]
    [InlineData("bad.json: channels[0].samples[0].data[0]", "bad.json")]
    [InlineData("nan.json: channels[0].samples[0].data[0]", "nan.json")]
    [InlineData("empty.json: channels[0].samples[0].modif", "empty.json")]
    public void NonsenseIsRefusedInOneLine(string named, string arguments)
    {
        string here = bench.NewFolder();
        Write(here, "counts.yaml", "titel: x\n");
        Write(here, "bad.json", Workspace("-1", "\"modifiers\": [{ \"name\": \"mu\", \"type\": \"normfactor\", \"data\": null }]"));
        Write(here, "nan.json", Workspace("NaN", "\"modifiers\": [{ \"name\": \"mu\", \"type\": \"normfactor\", \"data\": null }]"));
        Write(here, "empty.json", Workspace("1", "\"modifirs\": []"));
        string[] before = Directory.GetFileSystemEntries(here);
        Outcome outcome = bench.Run(["limit", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], here);
        Assert.True(outcome.ExitCode == 2, $"Exit code {outcome.ExitCode}:\n{outcome.Output}{outcome.Errors}");
        Assert.Equal("", outcome.Output);
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        Assert.Equal(before, Directory.GetFileSystemEntries(here));
    }

    [Theory]
    [InlineData("--background", "--background -1")]
    [InlineData("--background", "--background 1+-300%")]
    [InlineData("--signal", "--signal 0")]
    [InlineData("did you mean 'exact'", "--construction exakt")]
    [InlineData("--cl", "--cl 0")]
    public void CoverageRefusesNonsense(string named, string arguments)
    {
        Outcome outcome = bench.Run(["coverage", .. arguments.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    private static string Counts(Dictionary<string, string> row)
    {
        string background = row["model"] == "none" ? row["background"] : $"{row["background"]}+-{row["sigma_b"]} --background-model {row["model"]}";
        return FormattableString.Invariant($"--observed {row["n_obs"]} --background {background} --cl {100 * Number(row["level"])}");
    }

    private void Compare(string arguments, Dictionary<string, string> row, string observed, string[] expected, double tolerance)
    {
        JsonElement answer = Limit(arguments);
        double[] ours = [answer.GetProperty("observed").GetDouble(), .. answer.GetProperty("expected").EnumerateArray().Select(e => e.GetDouble())];
        double[] theirs = [Number(row[observed]), .. expected.Select(e => Number(row[e]))];
        for (int i = 0; i < 6; i++)
        {
            Assert.True(Math.Abs(ours[i] - theirs[i]) <= tolerance * theirs[i], FormattableString.Invariant($"{arguments} [{i}]: {ours[i]} instead of {theirs[i]}"));
        }
    }

    private JsonElement Limit(string arguments)
    {
        Outcome outcome = bench.Run(["limit", .. arguments.Split(' '), "--json"]);
        Assert.True(outcome.ExitCode == 0, $"{arguments}: exit code {outcome.ExitCode}\n{outcome.Errors}");
        Assert.Equal("", outcome.Errors);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }

    private static string Workspace(string rate, string modifiers) =>
        $"{{\"channels\": [{{\"name\": \"c\", \"samples\": [{{\"name\": \"s\", \"data\": [{rate}], {modifiers}}}]}}], \"observations\": [{{\"name\": \"c\", \"data\": [1]}}], "
        + "\"measurements\": [{\"name\": \"m\", \"config\": {\"poi\": \"mu\", \"parameters\": []}}], \"version\": \"1.0.0\"}";

    private static void Write(string folder, string name, string text)
    {
        using StreamWriter writer = File.CreateText(Path.Combine(folder, name));
        writer.Write(text);
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        string[] lines = [.. File.ReadLines(Path.Combine(Workbench.Root, "validation", "reference", "stats", file)).Where(l => l.Length > 0 && l[0] != '#')];
        string[] names = lines[0].Split(',');
        return lines.Skip(1).Select(l => names.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
