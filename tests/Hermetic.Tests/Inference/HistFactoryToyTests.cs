using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Tests.Inference;

/// <summary>Toys of HistFactory models against exact enumeration.</summary>
public sealed class HistFactoryToyTests
{
    /// <summary>Lesson 3 of the reference: a fitter that breaks the ties of empty toys at random finds 0.011 and 0.257 instead of 0.0319 and 0.641.</summary>
    [Fact]
    public void TiesCountInBothTails()
    {
        const int toys = 40_000;
        ToyTest ensemble = Ensemble(new CountingChannel("bin", 1, 0.5, 0.25, BackgroundModel.Gamma, 0), toys, 2);
        HypothesisTest test = ensemble.Test(3);
        AssertWithin(0.0319, test.SignalAndBackground, 3 * Binomial(0.0319, toys) + 5e-5);
        AssertWithin(0.641, test.BackgroundOnly, (3 * Binomial(0.641, toys)) + 5e-4);
        AssertWithin(Math.Exp(-3), test.Cls, 4e-3);
    }

    [Theory]
    [InlineData(0.5, 0.25, 1, 2.5)]
    [InlineData(3, 0.9, 3, 4)]
    [InlineData(3, 1, 7, 8)]
    [InlineData(0.19, 0, 0, 2.3)]
    public void AgreeWithExactEnumeration(double background, double uncertainty, int observed, double strength)
    {
        const int toys = 20_000;
        CountingChannel channel = new("bin", 1, background, uncertainty, uncertainty > 0 ? BackgroundModel.Gamma : BackgroundModel.None, observed);
        HypothesisTest exact = ExactEnumeration.Test(new CountingModel(channel), strength);
        HypothesisTest test = Ensemble(channel, toys, 2).Test(strength);
        AssertWithin(exact.SignalAndBackground, test.SignalAndBackground, 3 * Binomial(exact.SignalAndBackground, toys));
        AssertWithin(exact.BackgroundOnly, test.BackgroundOnly, 3 * Binomial(exact.BackgroundOnly, toys));
    }

    [Fact]
    public void LimitsAgreeWithExactEnumeration()
    {
        CountingModel counting = new(new CountingChannel("bin", 1, 0.5, 0.25, BackgroundModel.Gamma, 1));
        LimitResult exact = ExactEnumeration.Compute(counting, 0.9);
        WorkspaceLimit toys = WorkspaceLimit.Compute(
            HistFactoryModel.Create(CountingWorkspace.Of(counting)), new LimitRequest(0.9) { Construction = Construction.Toys, Toys = new ToyOptions(10_000, Threads: 2) });
        Assert.InRange(toys.Limit.ObservedError, 0.01, 0.1);
        AssertWithin(exact.Observed, toys.Limit.Observed, 3 * toys.Limit.ObservedError);
        Assert.Contains("10000 toys", toys.Limit.Construction, StringComparison.Ordinal);
        // Outcomes are discrete: with a finite number of toys an outer quantile may fall to the neighbouring outcome.
        for (int i = 0; i < 4; i++)
        {
            AssertWithin(exact.Expected[i], toys.Limit.Expected[i], i < 3 ? 0.1 : 0.08 * exact.Expected[i]);
        }
    }

    /// <summary>p0 of one event above a known background of 0.1 is 1 - exp(-0.1).</summary>
    [Fact]
    public void DiscoveryCountsTheToysThatReachTheData()
    {
        const int toys = 20_000;
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(CountingChannel.Known("bin", 1, 0.1, 1))));
        WorkspaceLimit limit = WorkspaceLimit.Compute(model, new LimitRequest(0.9) { Toys = new ToyOptions(toys) });
        double expected = 1 - Math.Exp(-0.1);
        AssertWithin(expected, limit.Excess.PValue, 3 * Binomial(expected, toys));
        Assert.Equal(0.9, limit.BestFit, 1e-9);
    }

    [Fact]
    public void ThreadsDoNotChangeTheToys()
    {
        HistFactoryModel model = HistFactoryReference.Model("pyhf_readme_2bin");
        ProfileTest profile = new(model);
        HypothesisTest one = new ToyTest(model, profile, 500, 7, 1, TestContext.Current.CancellationToken).Test(0.9);
        HypothesisTest four = new ToyTest(model, profile, 500, 7, 4, TestContext.Current.CancellationToken).Test(0.9);
        HypothesisTest other = new ToyTest(model, profile, 500, 8, 1, TestContext.Current.CancellationToken).Test(0.9);
        Assert.Equal(one.SignalAndBackground, four.SignalAndBackground);
        Assert.Equal(one.BackgroundOnly, four.BackgroundOnly);
        Assert.Equal(one.Expected, four.Expected);
        Assert.NotEqual((one.SignalAndBackground, one.BackgroundOnly), (other.SignalAndBackground, other.BackgroundOnly));
    }

    /// <summary>With many events the toys of a model with a shared systematic effect follow the asymptotic formulas.</summary>
    [Fact]
    public void ManyEventsFollowTheAsymptoticFormulas()
    {
        HistFactoryModel model = HistFactoryReference.Model("pyhf_corr_2bin");
        ProfileTest profile = new(model);
        const int toys = 6000;
        HypothesisTest test = new ToyTest(model, profile, toys, 1, 2, TestContext.Current.CancellationToken).Test(1);
        HypothesisTest asymptotic = profile.Test(1);
        AssertWithin(asymptotic.SignalAndBackground, test.SignalAndBackground, (4 * Binomial(asymptotic.SignalAndBackground, toys)) + 0.005);
        AssertWithin(asymptotic.BackgroundOnly, test.BackgroundOnly, (4 * Binomial(asymptotic.BackgroundOnly, toys)) + 0.01);
    }

    [Fact]
    public void CancellationEndsTheToys()
    {
        HistFactoryModel model = HistFactoryReference.Model("pyhf_corr_2bin");
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new ToyTest(model, new ProfileTest(model), 500, 1, 1, source.Token));
    }

    private static ToyTest Ensemble(CountingChannel channel, int toys, int threads)
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(channel)));
        return new ToyTest(model, new ProfileTest(model), toys, 1, threads, TestContext.Current.CancellationToken);
    }

    private static double Binomial(double p, int toys) => Math.Sqrt(p * (1 - p) / toys);

    private static void AssertWithin(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"{actual} instead of {expected} +- {tolerance}");
}
