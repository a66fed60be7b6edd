namespace Hermetic.EndToEnd;

/// <summary>Input that cannot be used: one clear message, exit code 2, nothing written.</summary>
/// <param name="bench">Shared program.</param>
public sealed class BadInputTests(Workbench bench)
{
    [Theory]
    [InlineData("na64e-2018", "run na64e-2081")]
    [InlineData("na64e-2018", "experiment show na64e-201")]
    [InlineData("experiments", "experimets")]
    [InlineData("--showers", "run na64e-2018 --shower 3")]
    [InlineData("--showers", "run na64e-2018 --showers 0")]
    [InlineData("--showers", "run na64e-2018 --showers -5")]
    [InlineData("--showers", "run na64e-2018 --showers many")]
    [InlineData("--showers", "run na64e-2018 --showers 99999999999999999999")]
    [InlineData("--seed", "run na64e-2018 --seed -1")]
    [InlineData("--seed", "run na64e-2018 --seed 1.5")]
    [InlineData("whole number from 2", "run na64e-2018 --showers 1e5")]
    [InlineData("whole number from 0", "run na64e-2018 --seed -1")]
    [InlineData("--threads", "run na64e-2018 --threads 0")]
    [InlineData("--threads", "validate --threads 0")]
    [InlineData("unknown command 'rnu'", "rnu")]
    [InlineData("did you mean 'run'", "rnu")]
    [InlineData("did you mean 'show'", "experiment shwo na64e-2018")]
    [InlineData("--json and --csv", "run na64e-2018 --json --csv")]
    [InlineData("--json and --csv", "validate --csv --json")]
    [InlineData("--json and --csv", "experiments --json --csv")]
    [InlineData("--json and --csv", "experiment show na64e-2018 --json --csv")]
    [InlineData("current folder", "run na64e-2018 --out .")]
    [InlineData("--out", "run na64e-2018 --out ")]
    [InlineData("--write", "validate --write ")]
    [InlineData("--write", "validate --write .")]
    [InlineData("is a folder", "experiment check .")]
    [InlineData("is a folder", "run .")]
    [InlineData("--masses", "run na64e-2018 --masses 1MeV:1GeV")]
    [InlineData("--masses", "run na64e-2018 --masses 1MeV:1GeV:0")]
    [InlineData("--masses", "run na64e-2018 --masses 1GeV:1MeV:5")]
    [InlineData("--masses", "run na64e-2018 --masses -1MeV:1GeV:5")]
    [InlineData("--masses", "run na64e-2018 --masses 1mm:1GeV:5")]
    [InlineData("--masses", "run na64e-2018 --masses 1MeV:200GeV:5")]
    [InlineData("experiment", "run")]
    [InlineData("absent.yaml", "experiment check absent.yaml")]
    public void AMistakeIsNamedInOneMessage(string named, string command)
    {
        string here = bench.NewFolder();
        AssertRefused(bench.Run(command.Split(' '), here), named);
        Assert.Empty(Directory.GetFileSystemEntries(here));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNamed()
    {
        string here = bench.NewFolder();
        File.Create(Path.Combine(here, "occupied")).Dispose();
        AssertRefused(bench.Run(["run", "na64e-2018", "--showers", "50", "--masses", "10MeV:100MeV:2", "--out", "occupied/run"], here), "occupied");
    }

    [Fact]
    public void WithJsonAMistakeLeavesTheOutputEmpty()
    {
        Outcome outcome = bench.Run(["run", "na64e-2081", "--json"]);
        AssertRefused(outcome, "na64e-2018");
        Assert.Equal("", outcome.Output);
    }

    private static void AssertRefused(Outcome outcome, string named)
    {
        Assert.True(outcome.ExitCode == 2, $"Exit code {outcome.ExitCode}:\n{outcome.Output}{outcome.Errors}");
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", outcome.Errors, StringComparison.Ordinal);
        Assert.InRange(outcome.Errors.Trim().Split('\n').Length, 1, 6);
    }
}
