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
        InputException error = Assert.Throws<InputException>(() => WorkspaceLimit.Compute(model, new WorkspaceLimitOptions { Construction = WorkspaceConstruction.Exact }));
        Assert.Contains("no simple counting experiment", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Without events and with a known background the 90 % limit is ln 10; the asymptotic formula says 1.637.</summary>
    [Fact]
    public void FewEventsAreNotLeftToAsymptoticFormulas()
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(CountingChannel.Known("bin", 1, 0.5, 0))));
        WorkspaceLimit usual = WorkspaceLimit.Compute(model, new WorkspaceLimitOptions());
        Assert.Equal(Math.Log(10), usual.Limit.Observed, 1e-6);
        Assert.Contains("exact enumeration", usual.Limit.Construction, StringComparison.Ordinal);
        Assert.StartsWith("only 0.5 expected and observed events", usual.Reason, StringComparison.Ordinal);
        Assert.Empty(usual.Warnings);
        Assert.Equal(0, usual.BestFit);
        Assert.Equal(0, usual.DiscoverySignificance);
        WorkspaceLimit asymptotic = WorkspaceLimit.Compute(model, new WorkspaceLimitOptions { Construction = WorkspaceConstruction.Asymptotic });
        Assert.Equal(1.637159, asymptotic.Limit.Observed, 1e-6);
        Assert.Contains(asymptotic.Warnings, w => w.Contains("wrong by a third", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 3, true)]
    public void FiveEventsAreTheBorder(double background, int observed, bool asymptotic)
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(new CountingChannel("bin", 1, background, 0.3, BackgroundModel.Gamma, observed))));
        LimitResult limit = WorkspaceLimit.Compute(model, new WorkspaceLimitOptions { Toys = 200 }).Limit;
        Assert.Equal(asymptotic, limit.Construction.Contains("asymptotic", StringComparison.Ordinal));
    }

    /// <summary>A crowded control region does not hide that the signal region is empty; equal bins add up.</summary>
    [Fact]
    public void OnlyEventsThatDecideCount()
    {
        static double Events(params CountingChannel[] channels)
        {
            HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(channels)));
            return WorkspaceLimit.DecidingEvents(model, new ProfileTest(model));
        }

        Assert.Equal(0.5, Events(CountingChannel.Known("signal region", 1, 0.5, 0), CountingChannel.Known("control region", 0, 1000, 1010)), 1e-9);
        Assert.InRange(Events(CountingChannel.Known("signal region", 1, 0.5, 0), CountingChannel.Known("control region", 0.01, 1000, 1010)), 0.5, 0.51);
        Assert.Equal(6, Events(CountingChannel.Known("one", 1, 1, 1), CountingChannel.Known("two", 1, 1, 1), CountingChannel.Known("three", 1, 1, 1)), 1e-9);
    }

    [Fact]
    public void OutcomesTooManyToListAreLeftToToys()
    {
        CountingModel counting = new([CountingChannel.Known("signal region", 1, 0.5, 0), CountingChannel.Known("control region", 0, 5000, 5010)]);
        WorkspaceLimit limit = WorkspaceLimit.Compute(HistFactoryModel.Create(CountingWorkspace.Of(counting)), new WorkspaceLimitOptions { Toys = 2000 });
        Assert.Contains("2000 toys", limit.Limit.Construction, StringComparison.Ordinal);
        Assert.EndsWith("the outcomes are too many to be listed", limit.Reason, StringComparison.Ordinal);
        Assert.Equal(Math.Log(10), limit.Limit.Observed, 4 * limit.ObservedError!.Value);
        Assert.Empty(limit.Warnings);
    }

    [Fact]
    public void ImpossibleCountsAreRefused()
    {
        HistFactoryModel model = HistFactoryModel.Create(CountingWorkspace.Of(new CountingModel(CountingChannel.Known("bin", 1, 0, 1))));
        Assert.Contains("impossible without signal", Assert.Throws<InputException>(() => new ProfileTest(model)).Message, StringComparison.Ordinal);
    }

    private static Workspace ThroughAFile(Workspace workspace) => WorkspaceReader.Parse(Encoding.UTF8.GetBytes(WorkspaceJson.Write(workspace)), "counting");

    private static void Check(int tests, Action<CountingModel> holds)
    {
        Gen<CountingChannel> channels =
            from background in Gen.Choose(1, 400)
            from relative in Gen.Choose(1, 90)
            from observed in Gen.Choose(0, 9)
            from signal in Gen.Choose(1, 100)
            from kind in Gen.Elements(BackgroundModel.None, BackgroundModel.Gamma, BackgroundModel.LogNormal)
            select new CountingChannel("c", 0.01 * signal, 0.01 * background, kind == BackgroundModel.None ? 0 : 0.0001 * background * relative, kind, observed);
        Gen<CountingModel> models =
            from count in Gen.Choose(1, 4)
            from list in channels.ListOf(count)
            from uncertainty in Gen.Choose(0, 40)
            select new CountingModel([.. list.Select((c, i) => c with { Name = $"period {i}" })], 0.01 * uncertainty);
        Prop.ForAll(models.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
    }
}
