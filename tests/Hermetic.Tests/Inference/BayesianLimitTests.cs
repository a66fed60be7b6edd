using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class BayesianLimitTests
{
    /// <summary>Without background the posterior is a gamma distribution of shape n + 1 (flat) or n + 1/2 (reference): quantiles of chi-squared with 2n + 2 and 2n + 1 degrees of freedom.</summary>
    [Theory]
    [InlineData(0, SignalPrior.Flat, 2.3025850930)]
    [InlineData(1, SignalPrior.Flat, 3.8897201699)]
    [InlineData(3, SignalPrior.Flat, 6.6807830650)]
    [InlineData(0, SignalPrior.Reference, 1.3527717270)]
    [InlineData(1, SignalPrior.Reference, 3.1256944656)]
    public void NoBackgroundIsAGammaDistribution(int observed, SignalPrior prior, double limit) =>
        Assert.Equal(limit, BayesianLimit.Compute(LessonTests.Model(0, 0, BackgroundModel.None, observed), 0.9, prior).Observed, prior == SignalPrior.Flat ? 1e-7 : 2e-5);

    /// <summary>Flat prior, known background: O. Helene's formula is CLs with the count as statistic.</summary>
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(3.0, 2)]
    [InlineData(10.0, 14)]
    public void AFlatPriorWithKnownBackgroundIsCls(double background, int observed)
    {
        BinnedModel model = LessonTests.Model(background, 0, BackgroundModel.None, observed);
        Assert.Equal(HybridEnumeration.Compute(model, 0.9).Observed, BayesianLimit.Compute(model, 0.9, SignalPrior.Flat).Observed, 1e-6);
    }

    /// <summary>No event: the posterior is exp(-s) / sqrt(s + b), whose tail is a complementary error function; down to backgrounds of nearly nothing.</summary>
    [Theory]
    [InlineData(0.0, 1.3527717270477073)]
    [InlineData(1e-9, 1.3528001806168124)]
    [InlineData(1e-7, 1.3530562226421885)]
    [InlineData(1e-4, 1.3617252428508726)]
    [InlineData(1e-2, 1.4384170706066117)]
    [InlineData(0.1, 1.5965206013417166)]
    [InlineData(3.0, 2.0829711172865335)]
    public void TheReferencePriorHoldsForAnyBackground(double background, double limit) =>
        Assert.Equal(limit, BayesianLimit.Compute(LessonTests.Model(background, 0, BackgroundModel.None, 0), 0.9, SignalPrior.Reference).Observed, 5e-5);

    /// <summary>Jeffreys's prior of a known background is 1 / sqrt(s + b): integrated here by the midpoint rule.</summary>
    [Fact]
    public void TheReferencePriorIsJeffreys()
    {
        const double b = 1.3;
        const int n = 2;
        double limit = BayesianLimit.Compute(LessonTests.Model(b, 0, BackgroundModel.None, n), 0.9, SignalPrior.Reference).Observed;
        double below = 0;
        double all = 0;
        for (int i = 0; i < 400_000; i++)
        {
            double s = (i + 0.5) * 1e-4;
            double density = Math.Exp(-s) * Math.Pow(s + b, n - 0.5);
            all += density;
            below += s < limit ? density : 0;
        }

        Assert.Equal(0.9, below / all, 1e-4);
    }

    [Fact]
    public void UncertaintiesAreAveraged()
    {
        double certain = BayesianLimit.Compute(LessonTests.Model(3, 0, BackgroundModel.None, 3), 0.9, SignalPrior.Flat).Observed;
        double uncertain = BayesianLimit.Compute(LessonTests.Model(3, 1.5, BackgroundModel.Gamma, 3), 0.9, SignalPrior.Flat).Observed;
        double tiny = BayesianLimit.Compute(LessonTests.Model(3, 1e-3, BackgroundModel.LogNormal, 3), 0.9, SignalPrior.Flat).Observed;
        Assert.True(uncertain > certain + 0.1);
        Assert.Equal(certain, tiny, 1e-5);
    }

    [Fact]
    public void SplittingABinChangesNothing()
    {
        BinnedModel whole = LessonTests.Model(1.2, 0, BackgroundModel.None, 3);
        BinnedModel halves = new([new Bin("a", 0.5, [new Background("b", 0.6)], 1), new Bin("b", 0.5, [new Background("b", 0.6)], 2)], []);
        foreach (SignalPrior prior in Enum.GetValues<SignalPrior>())
        {
            Assert.Equal(BayesianLimit.Compute(whole, 0.9, prior).Observed, BayesianLimit.Compute(halves, 0.9, prior).Observed, 1e-4);
        }
    }
}
