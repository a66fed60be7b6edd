using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class BinnedEnumerationTests
{
    /// <summary>One bin with a control count is what the enumeration with closed profiles says, and an idle bin beside it changes nothing.</summary>
    [Fact]
    public void OneBinAgreesWithTheClosedForm()
    {
        BinnedModel one = LessonTests.Model(0.5, 0.25, BackgroundModel.Gamma, 1);
        BinnedModel idle = new([.. one.Bins, new Bin("idle", 0, [new Background("b", 0.4)], 1)], one.Nuisances);
        LimitResult closed = ExactEnumeration.Compute(one.Reduce()!, 0.9);
        foreach (BinnedModel model in new[] { one, idle })
        {
            LimitResult listed = BinnedEnumeration.Compute(model, 0.9);
            ExactEnumerationTests.AssertRelative(closed.Observed, listed.Observed, 1e-4, "observed");
            Assert.All(Enumerable.Range(0, 5), i => ExactEnumerationTests.AssertRelative(closed.Expected[i], listed.Expected[i], 2e-4, $"band {i}"));
        }
    }

    [Fact]
    public void HalvesOfABinAreTheBin()
    {
        LimitResult whole = ExactEnumeration.Compute(LessonTests.Model(1.4, 0, BackgroundModel.None, 2).Reduce()!, 0.9);
        BinnedModel halves = new([new Bin("a", 0.5, [new Background("b", 0.7)], 2), new Bin("b", 0.5, [new Background("b", 0.7)], 0)], []);
        LimitResult two = BinnedEnumeration.Compute(halves, 0.9);
        ExactEnumerationTests.AssertRelative(whole.Observed, two.Observed, 1e-4, "observed");
        ExactEnumerationTests.AssertRelative(whole.Expected[3], two.Expected[3], 1e-4, "+1 sigma");
    }

    [Fact]
    public void ASignalUncertaintyIsAveraged()
    {
        BinnedModel model = BinnedModel.Of(new CountingModel([CountingChannel.Known("a", 0.5, 0.3, 0), CountingChannel.Known("b", 0.5, 0.6, 0)], 0.1));
        Assert.Equal(2.316231, BinnedEnumeration.Compute(model, 0.9).Observed, 1e-4);
    }

    [Fact]
    public void RefusesWhatCannotBeListed()
    {
        BinnedModel many = new([.. Enumerable.Range(0, 6).Select(i => new Bin($"{i}", 1, [new Background("b", 5)], 5))], []);
        Assert.Contains("60000", Assert.Throws<InputException>(() => BinnedEnumeration.Compute(many, 0.9)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => BinnedEnumeration.Compute(LessonTests.Model(1, 0.3, BackgroundModel.LogNormal, 1), 0.9));
    }
}
