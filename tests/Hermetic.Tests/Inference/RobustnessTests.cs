using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

/// <summary>Extreme but allowed input: finite, ordered answers.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData(1e-9, 0.0, BackgroundModel.None, 0)]
    [InlineData(1e-9, 1e-9, BackgroundModel.Gamma, 3)]
    [InlineData(1e-6, 5e-7, BackgroundModel.LogNormal, 2)]
    [InlineData(0.5, 5.0, BackgroundModel.Gamma, 1)]
    [InlineData(0.5, 2.0, BackgroundModel.Gaussian, 1)]
    [InlineData(2.0, 2.0, BackgroundModel.LogNormal, 0)]
    [InlineData(950.0, 20.0, BackgroundModel.Gamma, 1000)]
    [InlineData(1000.0, 0.0, BackgroundModel.None, 1000)]
    [InlineData(900.0, 200.0, BackgroundModel.Gaussian, 700)]
    [InlineData(0.0, 0.0, BackgroundModel.None, 1000)]
    public void ExactLimitsAreFiniteAndOrdered(double background, double uncertainty, BackgroundModel kind, int observed)
    {
        LimitResult limit = ExactEnumeration.Compute(LessonTests.Model(background, uncertainty, kind, observed).Reduce()!, 0.9);
        AssertSane(limit);
    }

    [Theory]
    [InlineData(1e-9, 0.0, BackgroundModel.None, 0)]
    [InlineData(1e-9, 1e-9, BackgroundModel.Gamma, 3)]
    [InlineData(0.5, 5.0, BackgroundModel.Gamma, 1)]
    [InlineData(950.0, 50.0, BackgroundModel.Gamma, 1000)]
    [InlineData(0.0, 0.0, BackgroundModel.None, 300)]
    public void OtherConstructionsToo(double background, double uncertainty, BackgroundModel kind, int observed)
    {
        BinnedModel model = LessonTests.Model(background, uncertainty, kind, observed);
        AssertSane(HybridEnumeration.Compute(model, 0.9));
        AssertSane(BayesianLimit.Compute(model, 0.9, SignalPrior.Flat));
        AssertSane(BayesianLimit.Compute(model, 0.9, SignalPrior.Reference));
        AssertSane(AsymptoticFormulas.Compute(model, 0.9, allowFewEvents: true));
    }

    [Fact]
    public void HugeCountsHaveAsymptoticFormulas()
    {
        BinnedModel model = LessonTests.Model(1e6, 1e3, BackgroundModel.Gamma, 1_000_500);
        LimitReport report = Compute(model);
        Assert.Equal(Construction.Asymptotic, report.Construction);
        AssertSane(report.Result);
    }

    private static LimitReport Compute(BinnedModel model) => Limits.Compute(model, new LimitRequest(0.9));

    private static void AssertSane(LimitResult limit)
    {
        Assert.True(double.IsFinite(limit.Observed) && limit.Observed > 0, $"{limit.Construction}: {limit.Observed}");
        Assert.All(limit.Expected, e => Assert.True(double.IsFinite(e) && e > 0, $"{limit.Construction}: {e}"));
        Assert.True(limit.Expected[4] >= limit.Expected[0], limit.Construction);
    }
}
