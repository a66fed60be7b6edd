using System.Text;
using Hermetic.Analysis;
using Hermetic.Core.Storage;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Physics.Matter;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Workspaces;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Analysis;

/// <summary>The workspaces that a run writes hold the model behind its limit.</summary>
public sealed class SearchWorkspaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-search-workspace-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One period (exact enumeration) and three (hybrid).</summary>
    [Theory]
    [InlineData("na64e-2018", 1, "exact enumeration")]
    [InlineData("na64e-2024", 3, "hybrid, likelihood ratio at nominal rates, enumeration of counts in 3 channels")]
    public void TheLimitOfTheWorkspaceIsThatOfTheRun(string name, int periods, string construction)
    {
        Experiment experiment = ExperimentReader.Read(Path.Combine(Repository.Root, "experiments", name + ".yaml"), MaterialCatalogue.Names);
        SearchResult result = Search.Run(experiment, new SearchOptions([0.002, 0.0167], 250, 1, 2), new ResultStore(_folder), new Silent(), TestContext.Current.CancellationToken);
        Assert.Equal([0.002, 0.0167], result.Models.Select(m => m.Mass));
        LimitCurve limit = result.Limits.Single(l => l.Name == "limit");
        for (int m = 0; m < 2; m++)
        {
            SignalModel model = result.Models[m];
            string text = WorkspaceJson.Write(SearchWorkspace.Of(experiment.Name, model));
            Workspace workspace = WorkspaceReader.Parse(Encoding.UTF8.GetBytes(text), "run");
            Assert.Equal(periods, workspace.Channels.Count);
            Assert.Equal(experiment.Periods.Select(p => p.Name), workspace.Channels.Select(c => c.Name));
            Assert.Equal(1, workspace.Channels.Sum(c => c.Samples[0].Data[0]), 1e-12);
            CultureInvariantName(workspace, model, m == 0 ? "0.002" : "0.0167");
            WorkspaceLimit back = WorkspaceLimit.Compute(HistFactoryModel.Create(workspace), new LimitRequest(0.9) { Toys = new ToyOptions(100) }, TestContext.Current.CancellationToken);
            Assert.Contains(construction, back.Limit.Construction, StringComparison.Ordinal);
            Assert.Equal(limit.Points[m].Observed, Math.Sqrt(back.Limit.Observed / model.EventsAtUnitCoupling), 1e-9 * limit.Points[m].Observed);
            Assert.Equal(limit.Points[m].ExpectedPlus1, Math.Sqrt(back.Limit.Expected[3] / model.EventsAtUnitCoupling), 1e-9 * limit.Points[m].ExpectedPlus1);
        }
    }

    private static void CultureInvariantName(Workspace workspace, SignalModel model, string mass)
    {
        Assert.Contains($"m_A' = {mass} GeV; mu in signal events, epsilon = sqrt(mu / {model.EventsAtUnitCoupling:R})", workspace.Measurements[0].Name, StringComparison.Ordinal);
        Assert.Equal($"{mass}GeV.json", SearchWorkspace.FileName(model));
    }

    private sealed class Silent : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value)
        {
        }
    }
}
