using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class HybridEnumerationTests
{
    [Fact]
    public void AgreesWithTheReferenceTable()
    {
        int compared = 0;
        foreach (string[] row in StatisticsReference.Rows("hybrid_counting.csv"))
        {
            double Cell(int i) => StatisticsReference.Number(row[i]);
            CountingModel model = new(new CountingChannel(row[0], 1, Cell(1), Cell(1) * Cell(2), BackgroundModel.LogNormal, (int)Cell(4)), Cell(3));
            LimitResult limit = HybridEnumeration.Compute(model, Cell(5));
            ExactEnumerationTests.AssertRelative(Cell(6), limit.Observed, 1e-5, row[0] + " observed");
            for (int i = 0; i < 5; i++)
            {
                ExactEnumerationTests.AssertRelative(Cell(7 + i), limit.Expected[i], 1e-5, $"{row[0]} expected {i - 2} sigma");
            }

            compared++;
        }

        Assert.Equal(24, compared);
    }

    [Fact]
    public void EmptyChannelsExcludeLn10SignalInTotal()
    {
        CountingModel model = new(
        [
            CountingChannel.Known("a", 0.5, 0.3, 0),
            CountingChannel.Known("b", 1.5, 0.8, 0),
            CountingChannel.Known("c", 0.25, 0, 0),
            CountingChannel.Known("no signal", 0, 4, 7),
        ]);
        Assert.Equal(Math.Log(10), 2.25 * HybridEnumeration.Compute(model, 0.9).Observed, 1e-8);
        Assert.Equal(Math.Log(20), 2.25 * HybridEnumeration.Compute(model, 0.95).Observed, 1e-8);
    }

    [Fact]
    public void EmptyChannelsWithUncertainBackgroundsDoSoToo()
    {
        CountingModel model = new([Gamma(1, 0.5, 0.3, 0), Gamma(2, 0.1, 0.2, 0), new CountingChannel("c", 0.5, 3, 1, BackgroundModel.LogNormal, 0)]);
        Assert.Equal(Math.Log(10), 3.5 * HybridEnumeration.Compute(model, 0.9).Observed, 1e-8);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 2)]
    [InlineData(3.0, 6)]
    [InlineData(0.0, 1)]
    [InlineData(20.0, 17)]
    public void OneChannelWithoutUncertaintiesIsExact(double background, int observed)
    {
        CountingModel model = new(CountingChannel.Known("a", 1, background, observed));
        LimitResult exact = ExactEnumeration.Compute(model, 0.9);
        LimitResult hybrid = HybridEnumeration.Compute(model, 0.9);
        Assert.Equal(exact.Observed, hybrid.Observed, 1e-7);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(exact.Expected[i], hybrid.Expected[i], 1e-7));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public void HalvesOfAChannelAreTheChannel(int first, int second)
    {
        CountingModel whole = new(CountingChannel.Known("a", 2, 1.4, first + second), 0.2);
        CountingModel halves = new([CountingChannel.Known("a", 1, 0.7, first), CountingChannel.Known("b", 1, 0.7, second)], 0.2);
        LimitResult one = HybridEnumeration.Compute(whole, 0.9);
        LimitResult two = HybridEnumeration.Compute(halves, 0.9);
        Assert.Equal(one.Observed, two.Observed, 1e-8);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(one.Expected[i], two.Expected[i], 1e-8));
    }

    /// <summary>Two channels, every outcome of a wide box listed with its own probability: no pruning, no tables, no ordering but Q's.</summary>
    [Fact]
    public void AgreesWithAPlainSumOverTwoChannels()
    {
        const double s1 = 1.2, s2 = 0.7, b1 = 0.4, b2 = 2.5;
        double observedQ = (1 * Math.Log(1 + (s1 / b1))) + (2 * Math.Log(1 + (s2 / b2)));
        double clsb = 0;
        double clb = 0;
        for (int n1 = 0; n1 < 40; n1++)
        {
            for (int n2 = 0; n2 < 60; n2++)
            {
                if ((n1 * Math.Log(1 + (s1 / b1))) + (n2 * Math.Log(1 + (s2 / b2))) <= observedQ + 1e-9)
                {
                    clsb += Probability(n1, s1 + b1) * Probability(n2, s2 + b2);
                    clb += Probability(n1, b1) * Probability(n2, b2);
                }
            }
        }

        CountingModel model = new([CountingChannel.Known("a", s1, b1, 1), CountingChannel.Known("b", s2, b2, 2)]);
        HypothesisTest test = HybridEnumeration.Test(model, 1);
        Assert.Equal(clsb, test.SignalAndBackground, 1e-12);
        Assert.Equal(clb, test.BackgroundOnly, 1e-12);

        static double Probability(int n, double mean)
        {
            double p = Math.Exp(-mean);
            for (int i = 1; i <= n; i++)
            {
                p *= mean / i;
            }

            return p;
        }
    }

    /// <summary>Gamma prior with shape tau = 1 (sigma = b): the counts are geometric, P(n) = (1 / (1 + b)) (b / (1 + b))^n.</summary>
    [Fact]
    public void AGammaPriorOfShapeOneIsGeometric()
    {
        const double b = 0.8;
        HypothesisTest test = HybridEnumeration.Test(new CountingModel(Gamma(1, b, b, 2)), 1.5);
        double r = b / (1 + b);
        Assert.Equal(1 - (r * r * r), test.BackgroundOnly, 1e-12);
    }

    [Fact]
    public void AGammaAndALogNormalPriorOfSmallWidthAgree()
    {
        CountingModel gamma = new(Gamma(1, 2, 0.1, 3));
        CountingModel logNormal = new(gamma.Channels[0] with { Model = BackgroundModel.LogNormal });
        double known = HybridEnumeration.Compute(new CountingModel(CountingChannel.Known("a", 1, 2, 3)), 0.9).Observed;
        double withGamma = HybridEnumeration.Compute(gamma, 0.9).Observed;
        ExactEnumerationTests.AssertRelative(withGamma, HybridEnumeration.Compute(logNormal, 0.9).Observed, 5e-4, "log-normal against gamma");
        ExactEnumerationTests.AssertRelative(known, withGamma, 2e-3, "gamma against known");
        Assert.NotEqual(known, withGamma, 1e-5);
    }

    [Fact]
    public void AnEventWithoutBackgroundOutweighsManyWith()
    {
        // The event in the empty-background channel is beyond all background-only outcomes, so CLs = P(no event there | s) + P(one there and at most 3 elsewhere | s + b).
        CountingModel model = new([CountingChannel.Known("clean", 1, 0, 1), CountingChannel.Known("other", 1, 2, 3)]);
        HypothesisTest test = HybridEnumeration.Test(model, 1.5);
        double upTo3 = Math.Exp(-3.5) * (1 + 3.5 + (3.5 * 3.5 / 2) + (3.5 * 3.5 * 3.5 / 6));
        Assert.Equal(1, test.BackgroundOnly, 1e-10);
        Assert.Equal(Math.Exp(-1.5) * (1 + (1.5 * upTo3)), test.SignalAndBackground, 1e-10);
    }

    [Fact]
    public void TheUnitOfStrengthDoesNotMatter()
    {
        CountingChannel[] channels = [Gamma(1, 0.5, 0.2, 1), Gamma(3, 0.4, 0.1, 0), Gamma(0.5, 0.6, 0.2, 0)];
        LimitResult one = HybridEnumeration.Compute(new CountingModel(channels, 0.1), 0.9);
        LimitResult other = HybridEnumeration.Compute(new CountingModel([.. channels.Select(c => c with { SignalPerUnit = 1e9 * c.SignalPerUnit })], 0.1), 0.9);
        Assert.Equal(one.Observed, 1e9 * other.Observed, 1e-8);
        Assert.Equal(one.Expected[3], 1e9 * other.Expected[3], 1e-8);
    }

    [Fact]
    public void RefusesTooManyOutcomes()
    {
        CountingModel model = new([.. Enumerable.Range(0, 6).Select(i => CountingChannel.Known($"bin {i}", 1 + i, 30, 30))]);
        Assert.Contains("6 channels", Assert.Throws<InputException>(() => HybridEnumeration.Compute(model, 0.9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesObservationsThatBackgroundCannotGive() =>
        Assert.Throws<InputException>(() => HybridEnumeration.Compute(new CountingModel([CountingChannel.Known("a", 1, 900, 0), CountingChannel.Known("b", 1, 1, 0)]), 0.9));

    private static CountingChannel Gamma(double signal, double background, double uncertainty, int observed) =>
        new("g", signal, background, uncertainty, BackgroundModel.Gamma, observed);
}
