using FsCheck;
using FsCheck.Fluent;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

/// <summary>What must hold in every construction, over random searches.</summary>
public sealed class ConstructionPropertyTests
{
    private static readonly Func<BinnedModel, double>[] Limits =
    [
        m => HybridEnumeration.Observed(m, 0.9),
        m => BayesianLimit.Observed(m, 0.9, SignalPrior.Flat),
        m => BayesianLimit.Observed(m, 0.9, SignalPrior.Reference),
        m => AsymptoticFormulas.Compute(m, 0.9, allowFewEvents: true).Observed,
    ];

    [Fact]
    public void MoreEventsWeakenTheLimit() => Check(x => Limits.All(l => l(x.Model(1)) > l(x.Model(0)) * (1 + 1e-7)));

    /// <summary>
    /// At given counts more background strengthens a limit, or leaves it. (Not with the reference prior, which flattens as the background grows, nor with asymptotic formulas; and of the listed outcomes of
    /// two bins other ones may come to lie below the observed one: so only of one bin.)
    /// </summary>
    [Fact]
    public void MoreBackgroundNeverWeakensTheLimit() => Check(x =>
    {
        Search single = x with { Second = false };
        return Falls(Limits[0], single) && Falls(Limits[1], x);

        static bool Falls(Func<BinnedModel, double> limit, Search search) =>
            limit((search with { Background = search.Background + 0.5 }).Model(0)) <= limit(search.Model(0)) * (1 + 1e-6);
    });

    [Fact]
    public void TheOrderOfBinsDoesNotMatter() => Check(x => Limits.All(l =>
    {
        BinnedModel model = x.Model(0);
        BinnedModel reversed = new([.. model.Bins.Reverse()], [.. model.Nuisances.Reverse()]);
        return Math.Abs(l(model) - l(reversed)) < 1e-6 * l(model);
    }));

    /// <summary>Splitting a bin into equal parts of known background changes nothing.</summary>
    [Fact]
    public void SplittingABinChangesNothing() => Check(x => Limits.All(l =>
    {
        BinnedModel whole = new([new Bin("a", 1, [new Background("b", x.Background)], x.Observed)], []);
        BinnedModel parts = new(
            [new Bin("a", 0.25, [new Background("b", 0.25 * x.Background)], x.Observed / 2), new Bin("b", 0.75, [new Background("b", 0.75 * x.Background)], x.Observed - (x.Observed / 2))], []);
        return Math.Abs(l(whole) - l(parts)) < 2e-4 * l(whole);
    }));

    [Fact]
    public void VanishingUncertaintiesGiveTheKnownResult() => Check(x => Limits.All(l =>
    {
        double known = l((x with { Relative = 0 }).Model(0));
        double nearly = l((x with { Relative = 1e-4 }).Model(0));
        return Math.Abs(known - nearly) < 1e-4 * known;
    }));

    /// <summary>A limit is on the strength: twice the signal, half the limit.</summary>
    [Fact]
    public void LimitsScaleWithTheSignal() => Check(x => Limits.All(l =>
    {
        BinnedModel model = x.Model(0);
        BinnedModel stronger = new([.. model.Bins.Select(b => b with { Signal = 7.3 * b.Signal })], model.Nuisances);
        return Math.Abs(l(model) - (7.3 * l(stronger))) < 2e-4 * l(model);
    }));

    /// <summary>A bin without signal, whatever is in it, says nothing about a signal.</summary>
    [Fact]
    public void ABinWithoutSignalChangesNothing() => Check(x => Limits.All(l =>
    {
        BinnedModel model = x.Model(0);
        BinnedModel more = new([.. model.Bins, new Bin("empty of signal", 0, [new Background("b", 3)], 7)], model.Nuisances);
        return Math.Abs(l(model) - l(more)) < 1e-6 * l(model);
    }));

    /// <summary>A background of nearly nothing is none, however uncertain it is in the averaged constructions.</summary>
    [Fact]
    public void AVanishingBackgroundIsNone() => Check(x => Limits.Take(3).All(l =>
    {
        BinnedModel none = (x with { Background = 0, Relative = 0, Second = false }).Model(0);
        BinnedModel nearly = (x with { Background = 1e-10, Second = false }).Model(0);
        return Math.Abs(l(none) - l(nearly)) < 1e-4 * l(none);
    }));

    /// <summary>Expected limits ascend in every construction.</summary>
    [Fact]
    public void ExpectedLimitsAscend() => Check(x =>
    {
        BinnedModel model = x.Model(0);
        return new[] { Construction.Hybrid, Construction.Bayes, Construction.Asymptotic }.All(construction =>
        {
            IReadOnlyList<double> expected = Hermetic.Inference.Limits.Compute(model, new LimitRequest(0.9) { Construction = construction, AllowFewEvents = true }).Result.Expected;
            return expected.Count == 5 && Enumerable.Range(0, 4).All(i => expected[i + 1] >= expected[i] * (1 - 1e-6));
        });
    });

    private static void Check(Func<Search, bool> holds)
    {
        Gen<Search> searches =
            from background in Gen.Choose(5, 400)
            from relative in Gen.Choose(0, 60)
            from observed in Gen.Choose(0, 6)
            from second in Gen.Choose(0, 1)
            select new Search(0.01 * background, 0.01 * relative, observed, second == 1);
        Prop.ForAll(searches.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private sealed record Search(double Background, double Relative, int Observed, bool Second)
    {
        public BinnedModel Model(int extra)
        {
            CountingChannel first = new("a", 1, Background, Background * Relative, Relative > 0 ? BackgroundModel.LogNormal : BackgroundModel.None, Observed + extra);
            return BinnedModel.Of(new CountingModel(Second ? [first, CountingChannel.Known("b", 0.3, 0.8, 1)] : [first]));
        }
    }
}
