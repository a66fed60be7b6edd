using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class BinnedModelTests
{
    private static readonly Bin First = new("first", 0.6, [new Background("decays", 0.4), new Background("dimuons", 0.3)], 0);
    private static readonly Bin Second = new("second", 0.4, [new Background("decays", 0.5)], 1);

    [Theory]
    [InlineData("nowhere", "decays", 0.1, "no bin 'nowhere'")]
    [InlineData("first", "nothing", 0.1, "no process 'nothing'")]
    [InlineData("first", "decays", -1.0, "above -1")]
    [InlineData("first", "decays", 11.0, "at most 10")]
    [InlineData("first", "decays", double.NaN, "above -1")]
    public void RefusesImpossibleEffects(string bin, string process, double size, string says)
    {
        Nuisance bad = new("norm", NuisanceKind.LogNormal, [new NuisanceEffect(bin, process, size)]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new BinnedModel([First, Second], [bad]));
        Assert.Contains("'norm'", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesImpossibleModels()
    {
        Assert.Throws<ArgumentException>(() => new BinnedModel([], []));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First, First], []));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First with { Signal = 0 }], []));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First with { Signal = double.NaN }], []));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First with { Observed = -1 }], []));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First with { Backgrounds = [new Background("a", -1)] }], []));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First with { Backgrounds = [new Background("signal", 1)] }], []));
        NuisanceEffect effect = new("first", "decays", 0.1);
        Assert.Throws<ArgumentException>(() => new BinnedModel([First], [new Nuisance("a", NuisanceKind.Gamma, [effect])]));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First], [new Nuisance("a", NuisanceKind.LogNormal, [effect]) { ControlCount = 4 }]));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First], [new Nuisance("a", NuisanceKind.LogNormal, [effect, effect])]));
        Assert.Throws<ArgumentException>(() => new BinnedModel([First], [new Nuisance("a", NuisanceKind.LogNormal, [])]));
    }

    [Fact]
    public void AModelOfCountsComesBack()
    {
        CountingModel model = new(
            [
                new CountingChannel("a", 0.5, 0.53, 0.17, BackgroundModel.Gamma, 0),
                new CountingChannel("b", 0.5, 1.0, 0.3, BackgroundModel.LogNormal, 1),
                CountingChannel.Known("c", 0, 2, 2),
                new CountingChannel("d", 0.1, 1.0, 0.2, BackgroundModel.Gaussian, 1),
            ],
            0.1);
        CountingModel back = BinnedModel.Of(model).Reduce()!;
        Assert.Equal(model.SignalUncertainty, back.SignalUncertainty);
        foreach ((CountingChannel one, CountingChannel other) in model.Channels.Zip(back.Channels))
        {
            Assert.Equal(one with { BackgroundUncertainty = 0 }, other with { BackgroundUncertainty = 0 });
            Assert.Equal(one.BackgroundUncertainty, other.BackgroundUncertainty, 1e-12);
        }

        Nuisance shared = new("both", NuisanceKind.LogNormal, [new NuisanceEffect("first", "decays", 0.1), new NuisanceEffect("second", "decays", 0.1)]);
        Assert.Null(new BinnedModel([First, Second], [shared]).Reduce());
    }

    /// <summary>Experiments that share nothing, combined, are their bins side by side; a parameter of one name is one parameter.</summary>
    [Fact]
    public void CombinesExperiments()
    {
        Nuisance own = BinnedModel.Separate("first", "decays", 0.4, 0.1, BackgroundModel.Gamma);
        Nuisance efficiency = new("efficiency", NuisanceKind.LogNormal, [new NuisanceEffect("first", BinnedModel.Signal, 0.1)]);
        BinnedModel one = new([First], [own, efficiency]);
        BinnedModel both = BinnedModel.Combine([("2018", one), ("2022", one)]);
        Assert.Equal(["2018: first", "2022: first"], both.Bins.Select(b => b.Name));
        Assert.Equal(["2018: first: decays", "efficiency", "2022: first: decays"], both.Nuisances.Select(n => n.Name));
        Assert.Equal(2, both.Nuisances[1].Effects.Count);

        // Fully correlated, two halves of an experiment have the uncertainty of the whole; uncorrelated they would average it.
        BinnedModel apart = new(both.Bins, [.. both.Nuisances.Where(n => n.Name != "efficiency"), .. both.Nuisances[1].Effects.Select(e => new Nuisance(e.Bin, NuisanceKind.LogNormal, [e]))]);
        double correlated = HybridEnumeration.Compute(both, 0.9).Observed;
        double uncorrelated = HybridEnumeration.Compute(apart, 0.9).Observed;
        Assert.Equal(2.316231, 1.2 * correlated, 2e-6);
        Assert.True(uncorrelated < correlated * (1 - 1e-4));

        Nuisance other = efficiency with { Kind = NuisanceKind.Gaussian };
        Assert.Throws<ArgumentException>(() => BinnedModel.Combine([("a", one), ("b", new BinnedModel([First], [other]))]));
    }

    /// <summary>A combination of two empty searches excludes ln 10 events in all, and each search alone the same: the combined strength limit is that of the summed exposures.</summary>
    [Fact]
    public void EmptySearchesAddTheirExposures()
    {
        BinnedModel first = new([First], []);
        BinnedModel second = new([Second with { Observed = 0 }], []);
        Assert.Equal(Math.Log(10) / 1.0, HybridEnumeration.Compute(BinnedModel.Combine([("a", first), ("b", second)]), 0.9).Observed, 1e-7);
    }

    [Fact]
    public void EveryConstructionTakesCorrelatedUncertainties()
    {
        Nuisance norm = new("decays", NuisanceKind.LogNormal, [new NuisanceEffect("first", "decays", 0.3), new NuisanceEffect("second", "decays", 0.3)]);
        Nuisance shape = new("shape", NuisanceKind.Gaussian, [new NuisanceEffect("first", "dimuons", 0.2, -0.1), new NuisanceEffect("second", "decays", -0.1, 0.1)]);
        Nuisance control = new("control", NuisanceKind.Gamma, [new NuisanceEffect("first", "dimuons"), new NuisanceEffect("second", "decays")]) { ControlCount = 9 };
        BinnedModel model = new([First, Second], [norm, shape, control]);
        double hybrid = HybridEnumeration.Compute(model, 0.9).Observed;
        double bayes = BayesianLimit.Compute(model, 0.9, SignalPrior.Flat).Observed;
        double toys = ProfileToys.Compute(model, 0.9, new ToyOptions(2000, 1, 2)).Observed;
        double asymptotic = AsymptoticFormulas.Compute(model, 0.9, true).Observed;
        Assert.All([hybrid, bayes, toys, asymptotic], l => Assert.InRange(l, 2, 4.5));
        Assert.Throws<InputException>(() => BinnedEnumeration.Compute(model, 0.9));
    }
}
