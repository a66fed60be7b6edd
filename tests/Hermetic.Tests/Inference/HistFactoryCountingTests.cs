using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Workspaces;

namespace Hermetic.Tests.Inference;

/// <summary>Counting experiments as workspaces: closed forms, the way there and back, and what becomes of few events.</summary>
public sealed class HistFactoryCountingTests
{
    [Fact]
    public void AsymptoticLimitsAreThoseOfTheClosedForms()
    {
        int rows = 0;
        foreach (string[] row in StatisticsReference.Rows("counting_limits.csv").Where(r => r[7] == "asymptotic_closed_form"))
        {
            BackgroundModel kind = row[1] switch { "none" => BackgroundModel.None, "gamma" => BackgroundModel.Gamma, _ => BackgroundModel.LogNormal };
            double[] n = [.. new[] { 2, 3, 4, 5, 6 }.Select(i => StatisticsReference.Number(row[i]))];
            CountingModel counting = new(new CountingChannel("bin", n[0], n[1], n[2], kind, (int)n[3]));
            LimitResult limit = new ProfileTest(HistFactoryModel.Create(CountingWorkspace.Of(counting))).Limit(n[4]);
            double[] ours = [limit.Observed, .. limit.Expected];
            for (int i = 0; i < 6; i++)
            {
                // The table holds six decimals.
                double reference = StatisticsReference.Number(row[8 + i]);
                Assert.True(Math.Abs(ours[i] - reference) < 5.1e-7 + (1e-6 * reference), $"{row[0]} {row[1]} {n[4]} [{i}]: {ours[i]:R} instead of {reference:R}");
            }

            rows++;
        }

        Assert.Equal(22, rows);
    }

    [Fact]
    public void TheAnalyticProfileIsMet()
    {
        // README of the reference: pyhf publishes 0.454188929 with the noise of its fit.
        HypothesisTest test = new ProfileTest(HistFactoryReference.Model("pyhf_1bin_shapesys"), statistic: TestStatistic.Q).Test(1);
        Assert.Equal(0.4541865302155896, test.Cls, 1e-8);
    }

    [Fact]
    public void CountingExperimentsComeBackFromTheirWorkspaces() => Check(200, model =>
    {
        CountingModel? back = CountingWorkspace.Read(HistFactoryModel.Create(ThroughAFile(CountingWorkspace.Of(model))));
        Assert.NotNull(back);
        Assert.Equal(model.Channels.Count, back.Channels.Count);
        Assert.Equal(model.SignalUncertainty, back.SignalUncertainty, 1e-12);
        for (int i = 0; i < model.Channels.Count; i++)
        {
            Assert.Equal(model.Channels[i] with { BackgroundUncertainty = 0 }, back.Channels[i] with { BackgroundUncertainty = 0 });
            Assert.Equal(model.Channels[i].BackgroundUncertainty, back.Channels[i].BackgroundUncertainty, 1e-12);
        }
    });

    [Theory]
    [InlineData("pyhf_readme_2bin")]
    [InlineData("pyhf_corr_2bin")]
    [InlineData("pyhf_1bin_normsys")]
    [InlineData("pyhf_2bin_2channel")]
    public void OtherWorkspacesAreNoCountingExperiments(string name)
    {
        HistFactoryModel model = HistFactoryReference.Model(name);
        Assert.Null(CountingWorkspace.Read(model));
        InputException error = Assert.Throws<InputException>(() => WorkspaceLimit.Compute(model, new LimitRequest(0.9) { Construction = Construction.Exact }));
        Assert.Contains("no simple counting experiment", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Without events and with a known background the 90 % limit is ln 10; the asymptotic formula says 1.637.</summary>
    [Fact]
    public void FewEventsAreNotLeftToAsymptoticFormulas()
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(CountingChannel.Known("bin", 1, 0.5, 0))));
        WorkspaceLimit usual = WorkspaceLimit.Compute(model, new LimitRequest(0.9));
        Assert.Equal(Math.Log(10), usual.Limit.Observed, 1e-6);
        Assert.Contains("exact enumeration", usual.Limit.Construction, StringComparison.Ordinal);
        Assert.StartsWith("only 0.5 expected and observed events", usual.Reason, StringComparison.Ordinal);
        Assert.Empty(usual.Warnings);
        Assert.Equal(0, usual.BestFit);
        Assert.Equal(0, usual.Excess.Significance);
        WorkspaceLimit asymptotic = WorkspaceLimit.Compute(model, new LimitRequest(0.9) { Construction = Construction.Asymptotic });
        Assert.Equal(1.637159, asymptotic.Limit.Observed, 1e-6);
        Assert.Contains(asymptotic.Warnings, w => w.Contains("wrong by a third", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 3, true)]
    public void FiveEventsAreTheBorder(double background, int observed, bool asymptotic)
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(new CountingChannel("bin", 1, background, 0.3, BackgroundModel.Gamma, observed))));
        LimitResult limit = WorkspaceLimit.Compute(model, new LimitRequest(0.9) { Toys = new ToyOptions(200) }).Limit;
        Assert.Equal(asymptotic, limit.Construction.Contains("asymptotic", StringComparison.Ordinal));
    }

    /// <summary>A crowded control region does not hide that the signal region is empty; equal bins add up.</summary>
    [Fact]
    public void OnlyEventsThatDecideCount()
    {
        static double Events(params CountingChannel[] channels) => WorkspaceLimit.Compute(
            HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(channels))), new LimitRequest(0.9) { Construction = Construction.Asymptotic }).Events;

        Assert.Equal(0.5, Events(CountingChannel.Known("signal region", 1, 0.5, 0), CountingChannel.Known("control region", 0, 1000, 1010)), 1e-9);
        Assert.InRange(Events(CountingChannel.Known("signal region", 1, 0.5, 0), CountingChannel.Known("control region", 0.01, 1000, 1010)), 0.5, 0.51);
        Assert.Equal(6, Events(CountingChannel.Known("one", 1, 1, 1), CountingChannel.Known("two", 1, 1, 1), CountingChannel.Known("three", 1, 1, 1)), 1e-9);
    }

    [Fact]
    public void OutcomesTooManyToListAreLeftToToys()
    {
        CountingModel counting = new([CountingChannel.Known("signal region", 1, 0.5, 0), CountingChannel.Known("control region", 0, 5000, 5010)]);
        WorkspaceLimit limit = WorkspaceLimit.Compute(HistFactoryModel.Create(CountingWorkspace.Of(counting)), new LimitRequest(0.9) { Toys = new ToyOptions(2000) });
        Assert.Contains("2000 toys", limit.Limit.Construction, StringComparison.Ordinal);
        Assert.EndsWith("the outcomes are too many to be listed", limit.Reason, StringComparison.Ordinal);
        Assert.Equal(Math.Log(10), limit.Limit.Observed, 4 * limit.Limit.ObservedError);
        Assert.Empty(limit.Warnings);
    }

    [Fact]
    public void ImpossibleCountsAreRefused()
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(CountingChannel.Known("bin", 1, 0, 1))));
        Assert.Contains("impossible without signal", Assert.Throws<InputException>(() => new ProfileTest(model)).Message, StringComparison.Ordinal);
    }

    /// <summary>A Gaussian background through a workspace: the same profile, so the same asymptotic limit; above the background itself there is no workspace.</summary>
    [Theory]
    [InlineData(3.0, 1.5, 4)]
    [InlineData(6.0, 1.2, 2)]
    [InlineData(0.8, 0.8, 5)]
    public void GaussianBackgroundsAreHistosys(double background, double uncertainty, int observed)
    {
        CountingModel counting = new(new CountingChannel("bin", 1, background, uncertainty, BackgroundModel.Gaussian, observed));
        LimitResult limit = new ProfileTest(HistFactoryModel.Create(ThroughAFile(CountingWorkspace.Of(counting)))).Limit(0.9);
        LimitResult closed = AsymptoticFormulas.Compute(BinnedModel.Of(counting), 0.9, allowFewEvents: true);
        Assert.Equal(closed.Observed, limit.Observed, 1e-6);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(closed.Expected[i], limit.Expected[i], 1e-5));
        CountingModel wide = new(new CountingChannel("bin", 1, background, 1.01 * background, BackgroundModel.Gaussian, observed));
        Assert.Contains("no counterpart", Assert.Throws<ArgumentException>(() => CountingWorkspace.Of(wide)).Message, StringComparison.Ordinal);
    }

    /// <summary>Every construction that counts have is there for a workspace that is a counting experiment, with the same limits.</summary>
    [Theory]
    [InlineData(Construction.Exact)]
    [InlineData(Construction.Hybrid)]
    [InlineData(Construction.FeldmanCousins)]
    [InlineData(Construction.Bayes)]
    public void CountingConstructionsApply(Construction construction)
    {
        CountingModel counting = new(new CountingChannel("bin", 0.5, 3, 0.9, BackgroundModel.Gamma, 4), 0.1);
        LimitRequest request = new(0.9) { Construction = construction };
        WorkspaceLimit limit = WorkspaceLimit.Compute(HistFactoryModel.Create(ThroughAFile(CountingWorkspace.Of(counting))), request);
        LimitResult same = Limits.Compute(BinnedModel.Of(counting), request).Result;
        Assert.Equal(construction, limit.Construction);
        Assert.Equal(same.Observed, limit.Limit.Observed, 1e-9 * same.Observed);
        Assert.Equal(same.Lower, limit.Limit.Lower, 1e-9);
        Assert.Equal(same.Expected[3], limit.Limit.Expected[3], 1e-9 * same.Expected[3]);
        Assert.Equal(same.Construction, limit.Limit.Construction);
    }

    private static Workspace ThroughAFile(Workspace workspace) => WorkspaceReader.Parse(Encoding.UTF8.GetBytes(WorkspaceJson.Write(workspace)), "counting");

    private static void Check(int tests, Action<CountingModel> holds)
    {
        Gen<CountingChannel> channels =
            from background in Gen.Choose(1, 400)
            from relative in Gen.Choose(1, 90)
            from observed in Gen.Choose(0, 9)
            from signal in Gen.Choose(1, 100)
            from kind in Gen.Elements(BackgroundModel.None, BackgroundModel.Gamma, BackgroundModel.LogNormal, BackgroundModel.Gaussian)
            select new CountingChannel("c", 0.01 * signal, 0.01 * background, kind == BackgroundModel.None ? 0 : 0.0001 * background * relative, kind, observed);
        Gen<CountingModel> models =
            from count in Gen.Choose(1, 4)
            from list in channels.ListOf(count)
            from uncertainty in Gen.Choose(0, 40)
            select new CountingModel([.. list.Select((c, i) => c with { Name = $"period {i}" })], 0.01 * uncertainty);
        Prop.ForAll(models.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
    }
}
