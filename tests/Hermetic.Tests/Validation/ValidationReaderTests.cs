using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Production.Validation;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Validation;

/// <summary>Comparison files: what is wrong in one is told with file, line, column, key and what is allowed.</summary>
public sealed class ValidationReaderTests : IDisposable
{
    private const string Sound = """
        check: photon-flux
        title: Flux
        source: somewhere
        reference: flux.csv
        tolerance: 1e-6
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hermetic-validation-{Guid.NewGuid():N}");

    public ValidationReaderTests() => Write("flux.csv", File.ReadAllText(Path.Combine(Repository.Root, "validation", "reference", "dark", "photon_flux_chi.csv")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ASoundFileIsRead()
    {
        Write("one.yaml", Sound);
        ValidationCheck check = Assert.Single(ValidationSuite.Read(_folder));
        Assert.Equal(("one", "Flux", "somewhere", 1e-6, 0), (check.Name, check.Title, check.Source, check.Tolerance!.Value, check.StandardErrors));
    }

    [Theory]
    [InlineData("check: photon-flux", "check: photon-flus", "one.yaml:1:8: key 'check': 'photon-flus' is no known check; allowed: photon-flux, ", "did you mean 'photon-flux'?")]
    [InlineData("check: photon-flux", "chek: photon-flux", "one.yaml:1:1: key 'chek': there is no such key", "did you mean 'check'?")]
    [InlineData("tolerance: 1e-6", "tolerence: 1e-6", "one.yaml:5:1: key 'tolerence': there is no such key", "did you mean 'tolerance'?")]
    [InlineData("tolerance: 1e-6", "tolerance: small", "one.yaml:5:12: key 'tolerance': 'small' is no finite number", "optionally with unit %")]
    [InlineData("tolerance: 1e-6", "tolerance: 0 %", "one.yaml:5:12: key 'tolerance': '0 %' is impossible", "above 0")]
    [InlineData("tolerance: 1e-6", "standardErrors: 1.5", "one.yaml:5:17: key 'standardErrors': '1.5' is impossible", "whole")]
    [InlineData("tolerance: 1e-6", "showers: 100", "one.yaml:5:1: key 'showers': there is no such key", "allowed: check, title, source, note, tolerance, standardErrors, reference")]
    [InlineData("reference: flux.csv", "reference: flus.csv", "one.yaml:4:12: key 'reference': 'flus.csv' cannot be read", "relative to this file")]
    [InlineData("check: photon-flux", "check: dark-photon-widths", "one.yaml:4:12: key 'reference': 'flux.csv' has no column 'mA_MeV'", "relative to this file")]
    [InlineData("source: somewhere", "note: none", "one.yaml:1:1: key 'source': missing in the section that begins here", "")]
    public void AMistakeIsNamedWithItsPlace(string replaced, string mistake, string message, string more)
    {
        Write("one.yaml", Sound.Replace(replaced, mistake, StringComparison.Ordinal));
        InputException error = Assert.Throws<InputException>(() => ValidationSuite.Read(_folder));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(more, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMistakeInsideASetUpIsNamedWithItsPlace()
    {
        string file = File.ReadAllText(Path.Combine(Repository.Root, "validation", "shower-lead-tracks.yaml")).Replace("stack: pb-slab", "stack: pb-slob", StringComparison.Ordinal);
        Write("tracks.yaml", file.Replace("reference/showers/", Path.Combine(Repository.Root, "validation", "reference", "showers") + "/", StringComparison.Ordinal));
        InputException error = Assert.Throws<InputException>(() => ValidationSuite.Read(_folder));
        Assert.Matches(@"tracks\.yaml:\d+:\d+: key 'stack': .*no stack 'pb-slob'; .*did you mean 'pb-slab'\?", error.Message);
    }

    [Theory]
    [InlineData("82,207,1,100,2.5e-17,1e-06,45887.26,45887.26,none", "has a row that lacks a number")]
    [InlineData("82,207,1,100", "has 9 columns but a row of 4")]
    public void ABrokenTableIsRefused(string row, string message)
    {
        Write("one.yaml", Sound);
        Write("flux.csv", $"Z,A,m_MeV,E0_GeV,tmin_GeV2,tmax_GeV2,chi_elastic_numeric,chi_elastic_closed_form,chi_inelastic_numeric\n{row}\n");
        Assert.Contains(message, Assert.Throws<InputException>(() => ValidationSuite.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownNameIsAnsweredWithTheNearest()
    {
        Write("one.yaml", Sound);
        InputException error = Assert.Throws<InputException>(() => ValidationSuite.Select(ValidationSuite.Read(_folder), ["onr"]));
        Assert.Contains("allowed: one; did you mean 'one'?", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The suite can fail: one digit of one reference number is changed, and that row fails alone.</summary>
    [Fact]
    public void AWrongNumberFails()
    {
        Write("one.yaml", Sound);
        Write("flux.csv", File.ReadAllText(Path.Combine(_folder, "flux.csv")).Replace("61549.86,61549.86", "61549.86,61549.16", StringComparison.Ordinal));
        ValidationGroup group = Assert.Single(ValidationSuiteTests.Run(ValidationSuite.Read(_folder)));
        Assert.Equal(Verdict.Fail, group.Verdict);
        ValidationRow row = Assert.Single(group.Rows, r => r.Verdict == Verdict.Fail);
        Assert.Equal(61549.16, row.Reference);
        Assert.Same(row, group.Worst);
        Assert.Contains("FAIL", ValidationText.Table([group]), StringComparison.Ordinal);
    }

    private void Write(string name, string text) => WholeFile.Write(Path.Combine(_folder, name), text);
}
