using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class CountingModelTests
{
    [Theory]
    [InlineData(-1.0, 0.5, 0.0, BackgroundModel.None, 0, "signal")]
    [InlineData(double.NaN, 0.5, 0.0, BackgroundModel.None, 0, "signal")]
    [InlineData(1.0, -0.5, 0.0, BackgroundModel.None, 0, "background is -0.5")]
    [InlineData(1.0, double.PositiveInfinity, 0.0, BackgroundModel.None, 0, "background")]
    [InlineData(1.0, 0.5, -0.1, BackgroundModel.Gamma, 0, "uncertainty")]
    [InlineData(1.0, 0.5, double.NaN, BackgroundModel.Gamma, 0, "uncertainty")]
    [InlineData(1.0, 0.5, 0.1, BackgroundModel.None, 0, "Gamma, LogNormal or Gaussian")]
    [InlineData(1.0, 0.0, 0.1, BackgroundModel.Gamma, 0, "background above 0")]
    [InlineData(1.0, 0.0, 0.1, BackgroundModel.LogNormal, 0, "background above 0")]
    [InlineData(1.0, 0.5, 0.6, BackgroundModel.LogNormal, 0, "at most 1")]
    [InlineData(1.0, 0.5, 0.1, BackgroundModel.Gamma, -1, "-1 observed")]
    [InlineData(1.0, 0.5, 0.1, (BackgroundModel)7, 0, "None, Gamma, LogNormal, Gaussian")]
    public void RefusesAnImpossibleChannelByName(double signal, double background, double uncertainty, BackgroundModel model, int observed, string says)
    {
        CountingChannel good = CountingChannel.Known("first", 1, 0.2, 0);
        CountingChannel bad = new("period 2017", signal, background, uncertainty, model, observed);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new CountingModel([good, bad]));
        Assert.Contains("period 2017", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesModelsWithoutChannelsOrSignal()
    {
        Assert.Throws<ArgumentException>(() => new CountingModel(Array.Empty<CountingChannel>()));
        Assert.Throws<ArgumentException>(() => new CountingModel([CountingChannel.Known("a", 0, 1, 0), CountingChannel.Known("b", 0, 1, 0)]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void RefusesAnImpossibleSignalUncertainty(double uncertainty)
    {
        CountingModel model = new(CountingChannel.Known("a", 1, 0.5, 0));
        Assert.Throws<ArgumentException>(() => new CountingModel(model.Channels, uncertainty));
        Assert.Throws<ArgumentException>(() => model with { SignalUncertainty = uncertainty });
    }

    [Fact]
    public void DoesNotFollowLaterChangesOfTheList()
    {
        List<CountingChannel> channels = [CountingChannel.Known("a", 1, 0.5, 0)];
        CountingModel model = new(channels);
        channels.Add(CountingChannel.Known("b", -1, 0.5, 0));
        Assert.Single(model.Channels);
    }
}
