namespace Hermetic.EndToEnd;

/// <summary>Mistakes in an experiment file, made in the example of the manual: each is named with file, line and column, and what is allowed.</summary>
/// <param name="bench">Shared program.</param>
public sealed class BadExperimentTests(Workbench bench)
{
    private const string Name = "mine.yaml";

    [Fact]
    public void TheUnchangedExampleIsSound()
    {
        Outcome outcome = Check("title:", "title:");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
    }

    [Theory]
    [InlineData("momentumSpread:", "momentumSpraed:", "momentumSpread")]
    [InlineData("value: 100 GeV", "value: 100", "GeV")]
    [InlineData("value: 100 GeV", "value: 100 mm", "GeV")]
    [InlineData("value: 100 GeV", "value: -100 GeV", "momentum")]
    [InlineData("value: 100 GeV", "value: NaN GeV", "momentum")]
    [InlineData("value: 100 GeV, source: book", "value: 100 GeV, source: bok", "book")]
    [InlineData("value: 100 GeV, source: book,", "value: 100 GeV,", "source")]
    [InlineData("status: figure", "status: figured", "figure")]
    [InlineData("particle: electron", "particle: electrom", "electron")]
    [InlineData("material: lead", "material: leed", "lead")]
    [InlineData("active: true", "active: perhaps", "active")]
    [InlineData("value: 3, source: ours", "value: 1.5, source: ours", "massRatio")]
    [InlineData("value: 48 %", "value: 88 %", "cumulative")]
    [InlineData("value: 1e11 EOT", "value: 0 EOT", "onTarget")]
    [InlineData("value: 50 GeV", "value: 150 GeV", "missingEnergyMinimum")]
    [InlineData("darkMatter: scalar", "darkMatter: scalar\n  darkMatter: dirac", "darkMatter")]
    [InlineData("title: A small active dump\n", "", "title")]
    [InlineData("limitProcesses: [bremsstrahlung, annihilation]", "limitProcesses: []", "limitProcesses")]
    [InlineData("  units: { value: 150", "  units: { value: 150.5", "units")]
    [InlineData("periods:", "include: absent.yaml\nperiods:", "absent.yaml")]
    [InlineData("beam:", "beam: [", "mine.yaml")]
    public void AMistakeIsNamedWithItsPlace(string right, string wrong, string named)
    {
        Outcome outcome = Check(right, wrong);
        Assert.True(outcome.ExitCode == 2, $"Exit code {outcome.ExitCode}:\n{outcome.Output}{outcome.Errors}");
        Assert.Equal("", outcome.Output);
        Assert.Matches(@"mine\.yaml:\d+:\d+", outcome.Errors);
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.InRange(outcome.Errors.Trim().Split('\n').Length, 1, 6);
    }

    [Fact]
    public void ARunOfABadFileIsRefusedAlike()
    {
        string folder = Write("particle: electron", "particle: electrom");
        Outcome outcome = bench.Run(["run", Name, "--out", "out"], folder);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches(@"mine\.yaml:\d+:\d+", outcome.Errors);
        Assert.Equal([Path.Combine(folder, Name)], Directory.GetFileSystemEntries(folder));
    }

    private Outcome Check(string right, string wrong) => bench.Run(["experiment", "check", Name], Write(right, wrong));

    private string Write(string right, string wrong)
    {
        string manual = File.ReadAllText(Path.Combine(Workbench.Root, "docs", "experiments.md"));
        string example = manual.Split("```yaml\n")[1].Split("```")[0];
        int at = example.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The example of the manual lacks '{right}'.");
        string folder = bench.NewFolder();
        using StreamWriter writer = File.CreateText(Path.Combine(folder, Name));
        writer.Write(example[..at] + wrong + example[(at + right.Length)..]);
        return folder;
    }
}
