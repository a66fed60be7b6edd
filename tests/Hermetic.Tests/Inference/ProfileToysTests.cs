using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class ProfileToysTests
{
    [Theory]
    [InlineData(0.53, 0.17, BackgroundModel.Gamma, 0)]
    [InlineData(3.0, 1.0, BackgroundModel.Gamma, 3)]
    [InlineData(10.0, 1.0, BackgroundModel.Gamma, 10)]
    [InlineData(1.0, 0.0, BackgroundModel.None, 1)]
    [InlineData(0.5, 0.25, BackgroundModel.LogNormal, 1)]
    [InlineData(3.0, 1.5, BackgroundModel.Gaussian, 2)]
    public void ConvergeToTheEnumeration(double background, double uncertainty, BackgroundModel kind, int observed)
    {
        BinnedModel model = LessonTests.Model(background, uncertainty, kind, observed);
        LimitResult toys = ProfileToys.Compute(model, 0.9, new ToyOptions(20_000, 3, 2));
        LimitResult exact = ExactEnumeration.Compute(model.Reduce()!, 0.9);
        Assert.InRange(toys.ObservedError / exact.Observed, 1e-3, 0.02);
        Assert.InRange(toys.Observed, exact.Observed - (3 * toys.ObservedError), exact.Observed + (3 * toys.ObservedError));
        Assert.All(Enumerable.Range(0, 5), i => ExactEnumerationTests.AssertRelative(exact.Expected[i], toys.Expected[i], 0.06, $"band {i - 2}"));
    }

    [Fact]
    public void SeveralBinsConvergeToTheirEnumeration()
    {
        BinnedModel model = BinnedModel.Of(new CountingModel([CountingChannel.Known("a", 0.6, 0.8, 0), CountingChannel.Known("b", 0.4, 0.3, 1)]));
        LimitResult toys = ProfileToys.Compute(model, 0.9, new ToyOptions(8000, 3, 2));
        double exact = BinnedEnumeration.Compute(model, 0.9).Observed;
        Assert.InRange(toys.Observed, exact - (3 * toys.ObservedError), exact + (3 * toys.ObservedError));
    }

    [Fact]
    public void TheSeedDecidesAndThreadsDoNot()
    {
        BinnedModel fitted = BinnedModel.Of(new CountingModel([CountingChannel.Known("a", 0.6, 0.8, 0), new CountingChannel("b", 0.4, 0.3, 0.1, BackgroundModel.Gamma, 1)], 0.1));
        foreach (BinnedModel model in new[] { LessonTests.Model(1, 0.3, BackgroundModel.Gamma, 1), fitted })
        {
            HypothesisTest one = ProfileToys.Test(model, 2, new ToyOptions(5000, 11, 1));
            HypothesisTest three = ProfileToys.Test(model, 2, new ToyOptions(5000, 11, 3));
            HypothesisTest other = ProfileToys.Test(model, 2, new ToyOptions(5000, 12, 1));
            Assert.Equal(one.SignalAndBackground, three.SignalAndBackground);
            Assert.Equal(one.BackgroundOnly, three.BackgroundOnly);
            Assert.Equal(one.Expected, three.Expected);
            Assert.NotEqual((one.SignalAndBackground, one.BackgroundOnly), (other.SignalAndBackground, other.BackgroundOnly));
        }
    }

    [Fact]
    public void RefusesImpossibleOptionsAndObservations()
    {
        BinnedModel model = LessonTests.Model(1, 0, BackgroundModel.None, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => ProfileToys.Test(model, 2, new ToyOptions(10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProfileToys.Test(model, 2, new ToyOptions(1000, 1, 0)));
        Assert.Throws<InputException>(() => ProfileToys.Test(LessonTests.Model(60, 0, BackgroundModel.None, 2), 2, new ToyOptions(1000)));
    }
}
