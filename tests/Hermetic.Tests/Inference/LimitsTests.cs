using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class LimitsTests
{
    [Fact]
    public void TheDefaultSuitsTheCounts()
    {
        BinnedModel one = LessonTests.Model(0.53, 0.17, BackgroundModel.Gamma, 0);
        BinnedModel two = new([.. one.Bins, new Bin("b", 0.5, [new Background("b", 1)], 1)], one.Nuisances);
        BinnedModel crowded = new([.. Enumerable.Range(0, 5).Select(i => new Bin($"{i}", 1, [new Background("b", 30)], 28))], []);
        Assert.Equal(Construction.Exact, Limits.Choose(one).Construction);
        Assert.Equal(Construction.Hybrid, Limits.Choose(two).Construction);
        Assert.Equal(Construction.Toys, Limits.Choose(crowded).Construction);
        Assert.Equal(Construction.Asymptotic, Limits.Choose(LessonTests.Model(5000, 50, BackgroundModel.Gamma, 5000)).Construction);
        Assert.All([one, two, crowded], m => Assert.EndsWith(".", Limits.Choose(m).Why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Construction.Exact, "exact")]
    [InlineData(Construction.Toys, "toys")]
    [InlineData(Construction.Hybrid, "hybrid")]
    [InlineData(Construction.Asymptotic, "asymptotic")]
    [InlineData(Construction.FeldmanCousins, "Feldman-Cousins")]
    [InlineData(Construction.Bayes, "Bayesian")]
    public void EachConstructionIsNamed(Construction construction, string word)
    {
        BinnedModel model = LessonTests.Model(3, 0.9, BackgroundModel.Gamma, 3);
        LimitReport report = Limits.Compute(model, new LimitRequest(0.9) { Construction = construction, Toys = new ToyOptions(2000) });
        Assert.Contains(word, report.Result.Construction, StringComparison.Ordinal);
        Assert.Equal(construction, report.Construction);
        Assert.InRange(report.Result.Observed, 3, 6);
        Assert.Equal(5, report.Result.Expected.Count);
    }
}
