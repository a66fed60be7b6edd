using Hermetic.Production.Validation;
using Hermetic.Tests.Validation;

namespace Hermetic.Tests.Radiation;

/// <summary>The comparisons of synchrotron radiation and muon pairs in their reduced form.</summary>
public sealed class RadiationValidationTests
{
    [Theory]
    [InlineData("dimuons", 21)]
    [InlineData("synchrotron-50gev", 15)]
    [InlineData("synchrotron-100gev", 9)]
    public void TheComparisonsPass(string name, int rows)
    {
        ValidationGroup group = Assert.Single(ValidationSuiteTests.Run(ValidationSuite.Select(ValidationSuite.Read(ValidationSuite.FolderOfProgram()), [name])));
        Assert.Equal(Verdict.Pass, group.Verdict);
        Assert.Equal(rows, group.Rows.Count);
    }
}
