using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class ExactEnumerationTests
{
    [Fact]
    public void AgreesWithTheReferenceEnsembles()
    {
        int compared = 0;
        foreach (string[] row in StatisticsReference.Rows("counting_limits.csv").Where(r => r[7] == "ensemble_exact"))
        {
            double Cell(int i) => StatisticsReference.Number(row[i]);
            LimitResult limit = ExactEnumeration.Compute(new CountingModel(StatisticsReference.Channel(row)), Cell(6));
            double tolerance = row[1] == "lognormal" ? 5e-3 : 1e-5;
            AssertRelative(Cell(8), limit.Observed, tolerance, row[0] + " observed");
            for (int i = 0; i < 5; i++)
            {
                AssertRelative(Cell(9 + i), limit.Expected[i], tolerance, $"{row[0]} expected {i - 2} sigma");
                compared++;
            }
        }

        Assert.Equal(110, compared);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.19, 0.0)]
    [InlineData(50.0, 0.0)]
    [InlineData(400.0, 0.0)]
    [InlineData(0.07, 0.035)]
    [InlineData(0.53, 0.17)]
    [InlineData(0.1, 0.4)]
    [InlineData(3.0, 0.9)]
    [InlineData(50.0, 10.0)]
    public void NoEventsExcludeLn10Signal(double background, double uncertainty)
    {
        CountingModel model = new(Channel(background, uncertainty, 0));
        Assert.Equal(Math.Log(10), ExactEnumeration.Compute(model, 0.9).Observed, 1e-8);
        Assert.Equal(Math.Log(20), ExactEnumeration.Compute(model, 0.95).Observed, 1e-8);
    }

    /// <summary>b = 0.5 +- 0.25, n = 0, 3 signal events: 0.0319 and 0.641, where toys with a numerical fit gave 0.011 and 0.257 (validation/reference/stats).</summary>
    [Fact]
    public void TiesCountInBothTails()
    {
        HypothesisTest test = ExactEnumeration.Test(new CountingModel(Channel(0.5, 0.25, 0)), 3);
        Assert.Equal(0.0319, test.SignalAndBackground, 5e-5);
        Assert.Equal(0.641, test.BackgroundOnly, 5e-4);
        Assert.Equal(Math.Exp(-3), test.Cls, 1e-10);
    }

    /// <summary>b = 3, n = 3 at 90 %: 4.362 with known background, 4.122 with 30 % gamma: the control count breaks ties.</summary>
    [Fact]
    public void ABackgroundUncertaintyMayStrengthenTheLimit()
    {
        Assert.Equal(4.362, ExactEnumeration.Compute(new CountingModel(Channel(3, 0, 3)), 0.9).Observed, 1e-3);
        Assert.Equal(4.122, ExactEnumeration.Compute(new CountingModel(Channel(3, 0.9, 3)), 0.9).Observed, 1e-3);
    }

    /// <summary>Known background: CLs = P(n up to n_obs | s + b) / P(n up to n_obs | b), written out.</summary>
    [Fact]
    public void OneEventWithKnownBackgroundHasAClosedForm()
    {
        const double b = 0.5;
        double s = ExactEnumeration.Compute(new CountingModel(CountingChannel.Known("a", 1, b, 1)), 0.9).Observed;
        Assert.Equal(0.1, Math.Exp(-s) * (1 + s + b) / (1 + b), 1e-9);
    }

    [Fact]
    public void OneEventWithoutBackgroundIsThePoissonLimit() =>
        Assert.Equal(3.889720, ExactEnumeration.Compute(new CountingModel(CountingChannel.Known("a", 1, 0, 1)), 0.9).Observed, 1e-6);

    [Fact]
    public void TheLimitScalesWithTheSignalPerUnit()
    {
        LimitResult one = ExactEnumeration.Compute(new CountingModel(Channel(0.53, 0.17, 1)), 0.9);
        LimitResult tiny = ExactEnumeration.Compute(new CountingModel(Channel(0.53, 0.17, 1) with { SignalPerUnit = 4e-9 }), 0.9);
        Assert.Equal(one.Observed, 4e-9 * tiny.Observed, 1e-9);
        Assert.Equal(one.Expected[4], 4e-9 * tiny.Expected[4], 1e-9);
    }

    [Theory]
    [InlineData(0.19, 0.0)]
    [InlineData(0.53, 0.17)]
    public void ASignalUncertaintyWeakensTheLimit(double background, double uncertainty)
    {
        CountingModel model = new(Channel(background, uncertainty, 0), 0.1);
        LimitResult limit = ExactEnumeration.Compute(model, 0.9);
        Assert.Equal(2.316231, limit.Observed, 2e-6);
        Assert.Contains("log-normal prior", limit.Construction, StringComparison.Ordinal);
        LimitResult certain = ExactEnumeration.Compute(model with { SignalUncertainty = 0 }, 0.9);
        Assert.All(Enumerable.Range(0, 5), i => Assert.True(limit.Expected[i] > certain.Expected[i]));
    }

    /// <summary>Cells of control counts (tau > 4e4) change little: b = 1 at 0.505 % has none, at 0.495 % pairs.</summary>
    [Fact]
    public void AWellKnownBackgroundIsTreatedContinuously()
    {
        double single = ExactEnumeration.Compute(new CountingModel(Channel(1, 0.00505, 1)), 0.9).Observed;
        double paired = ExactEnumeration.Compute(new CountingModel(Channel(1, 0.00495, 1)), 0.9).Observed;
        AssertRelative(single, paired, 5e-4, "pairs of control counts");
    }

    /// <summary>Every outcome listed and sorted, nothing shared with the program but the formula of q-tilde: also where CLs does not follow the statistic.</summary>
    [Theory]
    [InlineData(0.2, 0.24, 3)]
    [InlineData(0.53, 0.265, 0)]
    [InlineData(2.0, 1.0, 8)]
    [InlineData(5.0, 2.5, 3)]
    public void AgreesWithAPlainListOfOutcomes(double background, double uncertainty, int observed)
    {
        CountingModel model = new(Channel(background, uncertainty, observed));
        foreach (double signal in new[] { 1.5, 3.0, 6.0 })
        {
            HypothesisTest test = ExactEnumeration.Test(model, signal);
            (double clsb, double clb, double[] expected) = PlainEnumeration.Test(background, uncertainty, observed, signal);
            AssertRelative(clsb, test.SignalAndBackground, 1e-9, "with signal");
            AssertRelative(clb, test.BackgroundOnly, 1e-9, "without");
            Assert.All(Enumerable.Range(0, 5), i => AssertRelative(expected[i], test.Expected[i], 1e-8, $"band {i - 2}"));
        }
    }

    /// <summary>A log-normal background of small uncertainty is a Gaussian one.</summary>
    [Fact]
    public void LogNormalAndGaussianBackgroundsOfSmallUncertaintyAgree()
    {
        LimitResult gaussian = ExactEnumeration.Compute(new CountingModel(Channel(4, 0.04, 3) with { Model = BackgroundModel.Gaussian }), 0.9);
        LimitResult logNormal = ExactEnumeration.Compute(new CountingModel(Channel(4, 0.04, 3) with { Model = BackgroundModel.LogNormal }), 0.9);
        AssertRelative(gaussian.Observed, logNormal.Observed, 1e-3, "observed");
        Assert.All(Enumerable.Range(0, 5), i => AssertRelative(gaussian.Expected[i], logNormal.Expected[i], 1e-3, $"band {i}"));
    }

    [Fact]
    public void RefusesWhatItDoesNotCover()
    {
        Assert.Throws<ArgumentException>(() => ExactEnumeration.Compute(new CountingModel([Channel(1, 0, 0), Channel(1, 0, 0)]), 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactEnumeration.Test(new CountingModel(Channel(1, 0, 0)), 0));
        InputException large = Assert.Throws<InputException>(() => ExactEnumeration.Compute(new CountingModel(Channel(5000, 0, 5000)), 0.9));
        Assert.Contains("1000", large.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ExactEnumeration.Compute(new CountingModel(Channel(900, 0, 0)), 0.9));
    }

    internal static CountingChannel Channel(double background, double uncertainty, int observed) =>
        new("a", 1, background, uncertainty, uncertainty == 0 ? BackgroundModel.None : BackgroundModel.Gamma, observed);

    internal static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), FormattableString.Invariant($"{what}: {actual} instead of {expected}"));
}
