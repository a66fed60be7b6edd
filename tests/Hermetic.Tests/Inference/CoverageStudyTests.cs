using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class CoverageStudyTests
{
    /// <summary>Known background 0: a limit covers unless no event comes although the signal is above ln 10, and so on: the coverage is a Poisson tail.</summary>
    [Fact]
    public void NoBackgroundIsAClosedForm()
    {
        double[][] coverage = CoverageStudy.Run(new CoverageRequest(0, 0, [2.2, 3.0, 5.0], 0.9, [CoverageMethod.Exact, CoverageMethod.BayesFlat]));
        double[] expected = [1, 1 - Math.Exp(-3), 1 - (Math.Exp(-5) * 6)];
        for (int s = 0; s < 3; s++)
        {
            Assert.Equal(expected[s], coverage[0][s], 1e-5);
            Assert.Equal(expected[s], coverage[1][s], 1e-5);
        }
    }

    /// <summary>
    /// CLs covers where uncertainties are averaged, and where the background is known. Profiled, the control count is always near the median of an ensemble that was fitted to it, so
    /// that only about half of the outcomes with the observed count are added: CLs and Feldman-Cousins intervals fall a little short. Asymptotic formulas fall, too.
    /// </summary>
    [Fact]
    public void AveragedConstructionsCoverAndProfiledOnesFallALittleShort()
    {
        double[] signals = [0.5, 2.4, 3.2, 4.5, 6];
        double[][] coverage = CoverageStudy.Run(new CoverageRequest(
            0.5, 0.3, signals, 0.9, [CoverageMethod.Exact, CoverageMethod.Hybrid, CoverageMethod.FeldmanCousins, CoverageMethod.Asymptotic, CoverageMethod.Toys], 2)
        { Toys = 1000 });
        Assert.All(coverage[0], c => Assert.InRange(c, 0.875, 1));
        Assert.Contains(coverage[0], c => c < 0.9);
        Assert.All(coverage[1], c => Assert.True(c > 0.9));
        Assert.All(coverage[2], c => Assert.InRange(c, 0.875, 0.96));
        Assert.Contains(coverage[3], c => c < 0.89);
        Assert.All(Enumerable.Range(0, signals.Length), i => Assert.Equal(coverage[0][i], coverage[4][i], 0.03));
    }

    /// <summary>With a known background every enumerated construction covers, whatever the signal.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(3.0)]
    public void KnownBackgroundsAreCovered(double background)
    {
        double[] signals = [.. Enumerable.Range(1, 24).Select(i => 0.5 * i)];
        double[][] coverage = CoverageStudy.Run(new CoverageRequest(
            background, 0, signals, 0.9, [CoverageMethod.Exact, CoverageMethod.Hybrid, CoverageMethod.FeldmanCousins, CoverageMethod.BayesFlat], 2));
        Assert.All(coverage, method => Assert.All(method, c => Assert.True(c >= 0.9 - 1e-5)));
    }

    [Fact]
    public void RefusesImpossibleRequests()
    {
        Assert.Throws<ArgumentException>(() => CoverageStudy.Run(new CoverageRequest(1, 0, [], 0.9, [CoverageMethod.Exact])));
        Assert.Throws<ArgumentException>(() => CoverageStudy.Run(new CoverageRequest(1, 0, [0], 0.9, [CoverageMethod.Exact])));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoverageStudy.Run(new CoverageRequest(-1, 0, [1], 0.9, [CoverageMethod.Exact])));
    }
}
