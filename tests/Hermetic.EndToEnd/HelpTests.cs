using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hermetic.EndToEnd;

/// <summary>What the program tells about itself, and what the documentation tells about the program.</summary>
/// <param name="bench">Shared program.</param>
public sealed partial class HelpTests(Workbench bench)
{
    /// <summary>The file that examples of the help name; its content is the example of the manual.</summary>
    private const string OwnExperiment = "my-experiment.yaml";

    /// <summary>The stack file that the documentation names; its content is the example there.</summary>
    private const string OwnStack = "my-calorimeter.yaml";

    /// <summary>The model file that examples of the help name; its content is the example of the manual.</summary>
    private const string OwnModel = "my-model.yaml";

    /// <summary>The tracker file that the documentation names; its content is the example there.</summary>
    private const string OwnTracker = "my-tracker.yaml";

    /// <summary>The counting experiment that the help and the documentation name; its content is the example of the manual.</summary>
    private const string OwnCounts = "my-counts.yaml";

    /// <summary>The workspace that the documentation names; its content is the example there.</summary>
    private const string OwnWorkspace = "my-workspace.json";

    private static readonly string[] Verbs =
    [
        "run", "shower", "limit", "coverage", "validate", "book", "experiments", "experiment show", "experiment check", "models", "model show", "model check", "cross-section", "width", "lifetime", "g-2", "relic",
        "track study", "track align",
    ];

    [Theory]
    [InlineData("", "run", "shower", "validate", "experiments", "experiment")]
    [InlineData("shower", "--particle", "--energy", "--stack", "--events", "--cut", "--seed", "--threads", "--out", "--calibrate", "--birks", "--json", "ecal, na64-ecal, pb-slab")]
    [InlineData("limit", "--observed", "--background", "--background-model", "--signal-uncertainty", "--construction", "--cl", "--allow-few-events", "--json", "exact, toys, hybrid, asymptotic, feldman-cousins, bayes")]
    [InlineData("coverage", "--background", "--signal", "--construction", "--cl", "--plot", "--json", "--csv")]
    [InlineData("run", "EXPERIMENT", "--showers", "--seed", "--threads", "--masses", "--out", "--json")]
    [InlineData("validate", "--json")]
    [InlineData("experiments", "--json")]
    [InlineData("experiment", "show", "check")]
    [InlineData("experiment show", "NAME", "--json")]
    [InlineData("experiment check", "FILE", "--json")]
    [InlineData("models", "--json", "--csv")]
    [InlineData("model", "show", "check")]
    [InlineData("model show", "MODEL", "--json", "--csv")]
    [InlineData("model check", "FILE", "--json")]
    [InlineData("cross-section", "--model", "--lepton", "--target", "--energy", "--mass", "--xmin", "--differential", "--x", "--process", "--approximation", "--plot", "--csv", "--json")]
    [InlineData("width", "--model", "--mass", "--coupling", "--particle", "--plot", "--csv", "--json")]
    [InlineData("lifetime", "--model", "--mass", "--coupling", "--particle", "--energy", "--plot")]
    [InlineData("g-2", "--model", "--lepton", "--mass", "--coupling", "--reference", "--plot", "wp2025")]
    [InlineData("relic", "--dark-matter", "--ratio", "--alpha-d", "--splitting", "--mass", "--plot", "pseudo-dirac")]
    [InlineData("book", "--write")]
    [InlineData("track", "study", "align")]
    [InlineData("track study", "SETUP", "--particle", "--momentum", "--events", "--fit", "--tails", "--out", "--seed", "--threads", "--plot", "--csv", "--json", "two-arms", "na64mu-2022", "annealing")]
    [InlineData("track align", "SETUP", "--straight", "--bent", "--shift", "--rotation", "--csv", "--json")]
    public void HelpNamesWhatThereIs(string verb, params string[] words)
    {
        Outcome outcome = bench.Run([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.All(words, w => Assert.Contains(w, outcome.Output, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("", "run", "validate", "experiments", "experiment")]
    [InlineData("experiment", "show", "check")]
    [InlineData("track", "study", "align")]
    public void WithoutAVerbTheVerbsAreListed(string command, params string[] verbs)
    {
        Outcome outcome = bench.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Errors);
        Assert.All(verbs, v => Assert.Contains($"\n  {v} ", outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void AnExperimentIsCheckedByItsName() => Assert.Equal(0, bench.Run(["experiment", "check", "na64e-2018"]).ExitCode);

    [Fact]
    public void ExperimentsAreListed()
    {
        Outcome outcome = bench.Run(["experiments"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.All(["na64e-2016", "na64e-2018", "na64e-2022", "na64e-2023", "na64e-2024"], n => Assert.Contains(n, outcome.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("experiments --json")]
    [InlineData("experiment show na64e-2018 --json")]
    public void WithJsonTheOutputIsOneDocument(string command)
    {
        Outcome outcome = bench.Run(command.Split(' '));
        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Contains("na64e-2018", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryShippedExperimentPassesTheCheck()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(Workbench.Root, "experiments"), "na64e-*.yaml")];
        Assert.Equal(5, files.Length);
        Assert.All(files, f => Assert.Equal(0, bench.Run(["experiment", "check", f]).ExitCode));
    }

    /// <summary>Each command in a block of the documentation and each example of a help names a verb, options that its help knows, and an experiment that exists.</summary>
    [Fact]
    public void CommandsOfTheDocumentationExist()
    {
        string[] commands = AllCommands();
        Assert.Contains("./hermetic run na64e-2018", commands);
        Assert.Contains("hermetic validate --quick", commands);
        string experiments = bench.Run(["experiments"]).Output + bench.Run(["track", "study", "--help"]).Output;
        Dictionary<string, Outcome> helps = [];
        foreach (string command in commands)
        {
            string[] words = Words(command);
            string[] verb = [.. words.TakeWhile(w => VerbWord().IsMatch(w)).Take(words[0] is "experiment" or "model" or "track" ? 2 : 1)];
            string key = string.Join(' ', verb);
            if (!helps.TryGetValue(key, out Outcome? help))
            {
                helps[key] = help = bench.Run([.. verb, "--help"]);
            }

            // The help of an unknown verb is the help of the program.
            Assert.True(help.ExitCode == 0 && help.Output.Contains($"hermetic {key} ", StringComparison.Ordinal), $"'{command}': no such verb.");
            Assert.All(words.Where(w => w.StartsWith("--", StringComparison.Ordinal)), o => Assert.True(
                help.Output.Contains(o.Split('=')[0], StringComparison.Ordinal),
                $"'{command}': the help does not know {o}."));
            Assert.All(words.Skip(verb.Length).Where(w => ShippedName().IsMatch(w)), n => Assert.Contains(n, experiments, StringComparison.Ordinal));
        }
    }

    /// <summary>And each of them runs: searches with few showers and masses, the validation with one comparison.</summary>
    [Fact]
    public void CommandsOfTheDocumentationRun()
    {
        string folder = bench.NewFolder();
        WriteExample("experiments.md", Path.Combine(folder, OwnExperiment));
        WriteExample("shower.md", Path.Combine(folder, OwnStack));
        WriteExample("models.md", Path.Combine(folder, OwnModel));
        WriteExample("tracking.md", Path.Combine(folder, OwnTracker));
        WriteExample("statistics.md", Path.Combine(folder, OwnCounts));
        WriteExample("workspaces.md", Path.Combine(folder, OwnWorkspace), "json");

        foreach (string command in AllCommands())
        {
            string[] words = Words(command);
            string[] reduced = words[0] switch
            {
                "run" => [words[0], words[1], "--showers", "250", "--masses", "1MeV:1GeV:3"],
                "validate" => ["validate", "photon-flux"],
                "shower" => [.. words.Select((w, i) => words[i - Math.Min(i, 1)] == "--events" ? "2" : w)],
                // The whole book takes a minute of comparisons, and is not to be written into the repository.
                "book" => ["models"],
                _ => words,
            };
            Outcome outcome = bench.Run(reduced, folder);
            Assert.True(outcome.ExitCode == 0, $"'{command}' ended with exit code {outcome.ExitCode}:\n{outcome.Errors}");
        }
    }

    [Fact]
    public void ValidationAnswersInEveryForm()
    {
        Outcome json = bench.Run(["validate", "dark-photon-widths", "counting-limits", "--json"]);
        Assert.Equal(0, json.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Outcome csv = bench.Run(["validate", "dark-photon-widths", "--csv"]);
        Assert.Equal(0, csv.ExitCode);
        Assert.Equal(31, csv.Output.TrimEnd().Split('\n').Length);
        Outcome unknown = bench.Run(["validate", "dark-photon-width"]);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("dark-photon-widths", unknown.Errors, StringComparison.Ordinal);
        Assert.Empty(unknown.Output);
    }

    [Fact]
    public void AnExperimentIsShownAsATable()
    {
        Outcome outcome = bench.Run(["experiment", "show", "na64e-2024", "--csv"]);
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.TrimEnd().Split('\n');
        Assert.Equal("section,key,value,status,source,note", lines[0]);
        Assert.Contains(lines, l => l.StartsWith("\"Beam\",\"momentum\",\"100 GeV\",\"published\"", StringComparison.Ordinal));
        Assert.All(lines.Skip(1), l => Assert.True(l.StartsWith('"') && l.EndsWith('"')));
    }

    /// <summary>The first block of a page in a language as a file.</summary>
    private static void WriteExample(string page, string path, string language = "yaml")
    {
        using StreamWriter writer = File.CreateText(path);
        writer.Write(File.ReadAllText(Path.Combine(Workbench.Root, "docs", page)).Split($"```{language}\n")[1].Split("```")[0]);
    }

    /// <summary>The words after the program's name; quotes hold words together as in a shell.</summary>
    private static string[] Words(string command) => [.. Word().Matches(command).Select(m => m.Value.Trim('"')).Skip(1)];

    /// <summary>The commands in blocks of the documentation, and the examples of every verb's help.</summary>
    private string[] AllCommands()
    {
        string[] pages = [Path.Combine(Workbench.Root, "README.md"), Path.Combine(Workbench.Root, "CONTRIBUTING.md"), .. Directory.GetFiles(Path.Combine(Workbench.Root, "docs"), "*.md")];
        List<string> commands = [.. pages.SelectMany(Commands)];
        foreach (string verb in Verbs)
        {
            // What stands before the section on usage is the description with its examples.
            string description = bench.Run([.. verb.Split(' '), "--help"]).Output.Split("\nUsage:")[0];
            string[] examples = [.. description.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("hermetic ", StringComparison.Ordinal))];
            Assert.True(examples.Length > 0, $"The help of '{verb}' holds no example.");
            Assert.All(examples, e => Assert.StartsWith($"hermetic {verb}", e, StringComparison.Ordinal));
            commands.AddRange(examples);
        }

        return [.. commands.Distinct()];
    }

    private static IEnumerable<string> Commands(string page)
    {
        bool inside = false;
        foreach (string line in File.ReadLines(page))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && line.Trim() == "```sh";
            }
            else if (inside && line.StartsWith("./hermetic", StringComparison.Ordinal))
            {
                yield return line.Split(" #")[0].Trim();
            }
        }
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex VerbWord();

    [GeneratedRegex(@"^na64\w*-\d+$")]
    private static partial Regex ShippedName();
}
