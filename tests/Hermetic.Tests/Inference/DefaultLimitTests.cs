using FsCheck;
using FsCheck.Fluent;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class DefaultLimitTests
{
    [Fact]
    public void ChoosesTheConstructionAndSaysSo()
    {
        CountingChannel known = CountingChannel.Known("a", 1, 0.19, 0);
        CountingChannel gamma = new("b", 1, 0.53, 0.17, BackgroundModel.Gamma, 0);
        CountingChannel logNormal = gamma with { Model = BackgroundModel.LogNormal };
        Assert.Equal("CLs, q-tilde, exact enumeration of counts; background known", Construction(known));
        Assert.Equal("CLs, q-tilde, exact enumeration of counts and control counts", Construction(gamma));
        Assert.Equal(
            "CLs, q-tilde, exact enumeration of counts and of the auxiliary measurement of a log-normal background",
            Construction(logNormal));
        Assert.Equal(
            "CLs, hybrid, likelihood ratio at nominal rates, enumeration of counts in 2 channels; background uncertainty averaged over a gamma prior; "
            + "signal uncertainty averaged over a log-normal prior",
            Limit(new CountingModel([known, gamma], 0.1)).Construction);

        static string Construction(CountingChannel channel) => Limit(new CountingModel(channel)).Construction;
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(90.0)]
    [InlineData(double.NaN)]
    public void RefusesAnImpossibleConfidenceLevel(double level)
    {
        CountingModel model = new(CountingChannel.Known("a", 1, 0.19, 0));
        Assert.Throws<ArgumentException>(() => Limit(model, level));
    }

    /// <summary>The median and lower expected limits of a nearly background-free search are those of no event; only the upper quantiles move.</summary>
    [Fact]
    public void ExpectedLimitsAtTinyBackgroundAreDegenerate()
    {
        LimitResult limit = Limit(new CountingModel(CountingChannel.Known("a", 1, 0.07, 0)));
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(Math.Log(10), limit.Expected[i], 1e-8));
        Assert.Equal(3.822664, limit.Expected[4], 1e-5);
    }

    [Fact]
    public void MoreEventsWeakenTheLimit() => Check(x =>
    {
        LimitResult limit = Limit(x.Model(0));
        LimitResult more = Limit(x.Model(1));
        return more.Observed > limit.Observed * (1 + 1e-6);
    });

    [Fact]
    public void MoreConfidenceWeakensEveryLimit() => Check(x =>
    {
        LimitResult low = Limit(x.Model(0));
        LimitResult high = Limit(x.Model(0), 0.95);
        return high.Observed > low.Observed && low.Expected.Zip(high.Expected).All(pair => pair.Second > pair.First);
    });

    [Fact]
    public void ExpectedLimitsAscend() => Check(x =>
    {
        LimitResult limit = Limit(x.Model(0));
        return Enumerable.Range(0, 4).All(i => limit.Expected[i + 1] >= limit.Expected[i] * (1 - 1e-6));
    });

    /// <summary>Without events a signal uncertainty must not strengthen a limit (profiled with a measurement of its own it would: 2.156 at b = 0.19, 10 %).</summary>
    [Fact]
    public void ASignalUncertaintyNeverHelpsAnEmptySearch() => Check(x =>
    {
        CountingModel model = x.Model(0);
        CountingModel empty = model with { Channels = [.. model.Channels.Select(c => c with { Observed = 0 })] };
        return Limit(empty with { SignalUncertainty = 0.2 }).Observed > Limit(empty with { SignalUncertainty = 0 }).Observed;
    });

    private static LimitResult Limit(CountingModel model, double level = 0.9) => Limits.Compute(BinnedModel.Of(model), new LimitRequest(level)).Result;

    private static void Check(Func<Search, bool> holds)
    {
        Gen<Search> searches =
            from background in Gen.Choose(0, 300)
            from relative in Gen.Choose(0, 60)
            from observed in Gen.Choose(0, 4)
            from second in Gen.Choose(0, 2)
            from signalUncertainty in Gen.Choose(0, 20)
            select new Search(0.01 * background, 0.01 * relative, observed, second == 0 ? 0.3 : 0, 0.01 * signalUncertainty);
        Prop.ForAll(searches.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    /// <summary>A small search: one channel, or two if the second has signal.</summary>
    private sealed record Search(double Background, double Relative, int Observed, double SecondSignal, double SignalUncertainty)
    {
        public CountingModel Model(int extraEvents)
        {
            double uncertainty = Background * Relative;
            CountingChannel first = new(
                "first", 1, Background, uncertainty, uncertainty == 0 ? BackgroundModel.None : BackgroundModel.Gamma, Observed + extraEvents);
            CountingChannel[] channels = SecondSignal == 0 ? [first] : [first, CountingChannel.Known("second", SecondSignal, 0.7, 1)];
            return new CountingModel(channels, SignalUncertainty);
        }
    }
}
