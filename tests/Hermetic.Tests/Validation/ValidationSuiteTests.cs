using System.Text.Json;
using Hermetic.Analysis;
using Hermetic.Core.Storage;
using Hermetic.Production.Validation;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Validation;

/// <summary>Verdicts, the reduced form of the fast comparisons, and the page of the documentation.</summary>
public sealed class ValidationSuiteTests
{
    private static readonly ValidationOptions Quick = new(true, 1, 2);

    internal static IReadOnlyList<ValidationGroup> Run(IReadOnlyList<ValidationCheck> checks) =>
        ValidationSuite.Run(checks, Quick, new ResultStore(Path.Combine(Path.GetTempPath(), "hermetic-validation-unused")), new Silent(), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1.009, 0.01, Verdict.Pass)]
    [InlineData(0.991, 0.01, Verdict.Pass)]
    [InlineData(1.011, 0.01, Verdict.Fail)]
    [InlineData(0.989, 0.01, Verdict.Fail)]
    [InlineData(2.0, null, Verdict.ForInformation)]
    [InlineData(double.NaN, 0.5, Verdict.Fail)]
    [InlineData(double.PositiveInfinity, 0.5, Verdict.Fail)]
    public void TheToleranceDecides(double ours, double? tolerance, Verdict expected) =>
        Assert.Equal(expected, ValidationRow.Judge("g", "q", (ours, 0), (1, 0), 1, tolerance, 0, "s").Verdict);

    /// <summary>A deviation of 5 % with a combined error of 2.5 % (1.5 and 2): two of them cover it, but only where the file says that they count.</summary>
    [Theory]
    [InlineData(0, Verdict.Fail)]
    [InlineData(1, Verdict.Fail)]
    [InlineData(2, Verdict.Pass)]
    public void ErrorsCountOnlyWhereTheFileSaysSo(int standardErrors, Verdict expected)
    {
        ValidationRow row = ValidationRow.Judge("g", "q", (10.5, 0.15), (10, 0.20), 10, 0.01, standardErrors, "s");
        Assert.Equal(expected, row.Verdict);
        Assert.Equal(0.05, row.Deviation, 12);
        Assert.Equal(0.025, row.DeviationError, 12);
    }

    [Fact]
    public void NothingAgainstNothingAgreesAndSomethingAgainstNothingDoesNot()
    {
        Assert.Equal(Verdict.Pass, ValidationRow.Judge("g", "q", (0, 0), (0, 0), 0, 0.01, 0, "s").Verdict);
        Assert.Equal(Verdict.Fail, ValidationRow.Judge("g", "q", (1e-9, 0), (0, 0), 0, 0.01, 0, "s").Verdict);
    }

    [Fact]
    public void TheFastComparisonsPass()
    {
        string[] fast =
        [
            "alp-primakoff", "alp-widths", "annihilation-atomic-motion", "annihilation-integral", "annihilation-peak", "anomalous-moments", "bremsstrahlung-spectrum", "charge-exchange",
            "counting-limits", "dark-photon-widths", "hybrid-limits", "inelastic-widths", "lmutau-loop-mixing", "photon-flux", "relic-majorana", "relic-pseudo-dirac", "relic-scalar", "relic-solver",
            "shower-lead-tracks",
        ];
        IReadOnlyList<ValidationGroup> groups = Run(ValidationSuite.Select(Shipped(), fast));
        Assert.Equal(fast, groups.Select(g => g.Check.Name));
        Assert.All(groups, g => Assert.True(g.Verdict == Verdict.Pass, $"{g.Check.Name}: {g.Worst}"));
        Assert.All(groups, g => Assert.NotEmpty(g.Rows));

        string csv = ValidationText.Csv(groups);
        Assert.Equal(groups.Sum(g => g.Rows.Count) + 1, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using JsonDocument json = JsonDocument.Parse(ValidationText.ToJson(groups, Quick, "1"));
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(groups.Count, json.RootElement.GetProperty("groups").GetArrayLength());
    }

    /// <summary>The page was written by the full form for the comparisons that there are, with their titles, sources and tolerances.</summary>
    [Fact]
    public void ThePageAgreesWithTheFiles()
    {
        string page = Repository.Read("docs/validation.md");
        Assert.DoesNotContain("reduced form", page, StringComparison.Ordinal);
        IReadOnlyList<ValidationCheck> checks = Shipped();
        Assert.Equal(checks.Select(c => c.Name), page.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]));
        Assert.All(checks, c => Assert.Contains($"## {c.Name}\n\n{c.Title}. Reference: {c.Source}.\n{c.Note}", page, StringComparison.Ordinal));
        Assert.All(checks.Where(c => c.Tolerance is not null), c => Assert.Contains($"| {100 * c.Tolerance:G4} % |", Section(page, c.Name), StringComparison.Ordinal));
    }

    private static string Section(string page, string name) => page.Split($"## {name}\n")[1].Split("\n## ")[0];

    private static IReadOnlyList<ValidationCheck> Shipped() => ValidationSuite.Read(Path.Combine(Repository.Root, "validation"));

    private sealed class Silent : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value)
        {
            // Progress is not what is tested.
        }
    }
}
