using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

/// <summary>What limits at few events teach, one test for each lesson of the reference tables.</summary>
public sealed class LessonTests
{
    private static readonly ToyOptions Toys = new(20_000, 7, 2);

    /// <summary>1. No events, known background: ln 10 and ln 20 whatever the background, in every CLs construction that enumerates; several empty bins: the same in total.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.07)]
    [InlineData(2.5)]
    [InlineData(40.0)]
    public void NoEventsExcludeLn10(double background)
    {
        BinnedModel one = Model(background, 0, BackgroundModel.None, 0);
        BinnedModel several = new([new Bin("a", 0.3, [new Background("b", background)], 0), new Bin("b", 0.7, [new Background("b", 0.5 * background)], 0)], []);
        foreach ((double level, double limit) in new[] { (0.90, 2.302585093), (0.95, 2.995732274) })
        {
            Assert.Equal(limit, ExactEnumeration.Compute(one.Reduce()!, level).Observed, 1e-7);
            Assert.Equal(limit, HybridEnumeration.Compute(one, level).Observed, 1e-7);
            Assert.Equal(limit, HybridEnumeration.Compute(several, level).Observed, 1e-7);
            Assert.Equal(limit, BayesianLimit.Compute(several, level, SignalPrior.Flat).Observed, 1e-6);
            if (background < 5)
            {
                Assert.Equal(limit, BinnedEnumeration.Compute(several, level).Observed, 1e-4);
            }
        }
    }

    /// <summary>2. Asymptotic formulas are wrong by a third: b = 0.19, n = 0: 1.515 instead of 2.303; b = 0.5, n = 1: 2.825 instead of 3.508. They refuse.</summary>
    [Fact]
    public void AsymptoticFormulasAreWrongAndRefuse()
    {
        BinnedModel empty = Model(0.19, 0, BackgroundModel.None, 0);
        BinnedModel one = Model(0.5, 0, BackgroundModel.None, 1);
        Assert.Equal(1.515, AsymptoticFormulas.Compute(empty, 0.9, true).Observed, 1e-3);
        Assert.Equal(2.825, AsymptoticFormulas.Compute(one, 0.9, true).Observed, 1e-3);
        Assert.Equal(3.508, ExactEnumeration.Compute(one.Reduce()!, 0.9).Observed, 1e-3);
        Assert.Throws<InputException>(() => AsymptoticFormulas.Compute(empty, 0.9));
        Assert.Throws<InputException>(() => AsymptoticFormulas.Compute(one, 0.9));
    }

    /// <summary>3. Ties: b = 0.5 +- 0.25, n = 0, 3 signal events: 0.0319 and 0.641, also with toys, in closed form and with fits.</summary>
    [Fact]
    public void ToysDoNotBreakTies()
    {
        BinnedModel model = Model(0.5, 0.25, BackgroundModel.Gamma, 0);
        BinnedModel fitted = new([.. model.Bins, new Bin("control", 0, [new Background("known", 1)], 1)], model.Nuisances);
        foreach (HypothesisTest test in new[] { ProfileToys.Test(model, 3, Toys), ProfileToys.Test(fitted, 3, Toys) })
        {
            Assert.Equal(0.0319, test.SignalAndBackground, 3 * Math.Sqrt(0.0319 / Toys.Toys));
            Assert.Equal(0.641, test.BackgroundOnly, 3 * Math.Sqrt(0.641 * 0.359 / Toys.Toys));
        }
    }

    /// <summary>4. A signal uncertainty that is profiled strengthens the limit (2.156 +- 0.014); averaged it weakens it (2.316). Each says what it is.</summary>
    [Fact]
    public void AProfiledSignalUncertaintyStrengthensAnAveragedOneWeakens()
    {
        BinnedModel model = BinnedModel.Of(new CountingModel(CountingChannel.Known("a", 1, 0.19, 0), 0.1));
        LimitResult toys = ProfileToys.Compute(model, 0.9, Toys with { Toys = 6000 });
        Assert.InRange(toys.Observed, 2.156 - (3 * Math.Sqrt((0.014 * 0.014) + (toys.ObservedError * toys.ObservedError))), 2.156 + (3 * toys.ObservedError));
        Assert.Contains("profiled", toys.Construction, StringComparison.Ordinal);
        foreach (LimitResult averaged in new[] { HybridEnumeration.Compute(model, 0.9), ExactEnumeration.Compute(model.Reduce()!, 0.9) })
        {
            Assert.Equal(2.316, averaged.Observed, 1e-3);
            Assert.Contains("averaged", averaged.Construction, StringComparison.Ordinal);
        }
    }

    /// <summary>5. Discreteness: b = 3, n = 3: 4.362 with a known background, 4.122 with 30 % from a control count.</summary>
    [Fact]
    public void ABackgroundUncertaintyMayStrengthen()
    {
        Assert.Equal(4.362, ExactEnumeration.Compute(Model(3, 0, BackgroundModel.None, 3).Reduce()!, 0.9).Observed, 1e-3);
        Assert.Equal(4.122, ExactEnumeration.Compute(Model(3, 0.9, BackgroundModel.Gamma, 3).Reduce()!, 0.9).Observed, 1e-3);
    }

    /// <summary>6. At tiny background the median and lower expected limits are those of no event; only the upper quantiles move.</summary>
    [Theory]
    [InlineData(BackgroundModel.None)]
    [InlineData(BackgroundModel.Gamma)]
    [InlineData(BackgroundModel.LogNormal)]
    [InlineData(BackgroundModel.Gaussian)]
    public void ExpectedLimitsAtTinyBackgroundAreDegenerate(BackgroundModel kind)
    {
        LimitResult limit = ExactEnumeration.Compute(Model(0.07, kind == BackgroundModel.None ? 0 : 0.02, kind, 0).Reduce()!, 0.9);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(Math.Log(10), limit.Expected[i], 1e-5));
        Assert.True(limit.Expected[4] > 3);
    }

    /// <summary>7. Analytic values have no fitter noise: CLs of pyhf's one-bin case with a control count is 0.4541865302, not the published 0.4541889294.</summary>
    [Fact]
    public void AnalyticProfilesHaveNoFitterNoise()
    {
        CountingChannel channel = new("a", 10, 50, 7, BackgroundModel.Gamma, 55);
        Assert.Equal(0.4541865302155896, AsymptoticFormulas.Test(BinnedModel.Of(new CountingModel(channel)), 1).Cls, 1e-9);
    }

    /// <summary>8. No bound on the strength: limits above 10 are found like others.</summary>
    [Fact]
    public void LimitsAboveTenAreNotCutOff()
    {
        BinnedModel model = Model(10, 3, BackgroundModel.LogNormal, 30);
        Assert.True(AsymptoticFormulas.Compute(model, 0.95).Observed > 30);
        Assert.True(ExactEnumeration.Compute(model.Reduce()!, 0.95).Observed > 30);
        BinnedModel weak = new([model.Bins[0] with { Signal = 1e-3 }], model.Nuisances);
        Assert.Equal(1000 * AsymptoticFormulas.Compute(model, 0.95).Observed, AsymptoticFormulas.Compute(weak, 0.95).Observed, 1e-2);
    }

    internal static BinnedModel Model(double background, double uncertainty, BackgroundModel kind, int observed) =>
        BinnedModel.Of(new CountingModel(new CountingChannel("a", 1, background, uncertainty, uncertainty == 0 ? BackgroundModel.None : kind, observed)));
}
