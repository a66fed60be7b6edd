using System.Text.Json;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Production;
using Hermetic.Reporting.Workspaces;

namespace Hermetic.Tests.Reporting;

/// <summary>The limit of a workspace file as text and as JSON.</summary>
public sealed class WorkspaceLimitTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-workspace-limit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheDocumentHoldsTheLimits()
    {
        WorkspaceLimit limit = Limit(Construction.Asymptotic, CountingChannel.Known("bin", 1, 3, 5));
        using JsonDocument document = JsonDocument.Parse(WorkspaceLimitText.Json(limit, "1.2"));
        JsonElement root = document.RootElement;
        Assert.Equal("CLs, q-tilde, asymptotic formulas, profile likelihood", root.GetProperty("construction").GetString());
        Assert.Equal(0.9, root.GetProperty("cl").GetDouble());
        Assert.Equal("mu", root.GetProperty("unit").GetString());
        Assert.Equal(limit.Limit.Observed, root.GetProperty("observed").GetDouble());
        Assert.Equal(limit.Limit.Expected, root.GetProperty("expected").EnumerateArray().Select(e => e.GetDouble()));
        Assert.Equal(5, root.GetProperty("observed_events").GetDouble());
        Assert.Equal(2, root.GetProperty("best_fit").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(2 * ((5 * Math.Log(5 / 3.0)) - 2)), root.GetProperty("significance").GetDouble(), 1e-9);
        Assert.False(root.TryGetProperty("observed_error", out _));
        Assert.Equal(2, root.GetProperty("fit").GetProperty("mu").GetDouble(), 1e-9);
        Assert.Equal("counting", root.GetProperty("title").GetString());
        Assert.Equal("1.2", root.GetProperty("version").GetString());
    }

    [Fact]
    public void TheTableHoldsTheLimits()
    {
        WorkspaceLimit limit = Limit(Construction.Asymptotic, CountingChannel.Known("bin", 1, 3, 5));
        string[] lines = WorkspaceLimitText.Csv(limit).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Dictionary<string, string> cells = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(p => p.First, p => p.Second);
        Assert.Equal("\"mu\"", cells["parameter"]);
        Assert.Equal(limit.Limit.Observed, double.Parse(cells["observed"]), 1e-9);
        Assert.Equal(limit.Limit.Expected[4], double.Parse(cells["expected_plus2"]), 1e-8);
        Assert.Equal("2", cells["best_fit"]);
        Assert.Equal("0.9", cells["confidence_level"]);
    }

    [Fact]
    public void TheTextNamesTheConstructionAndTheReason()
    {
        string text = WorkspaceLimitText.Plain(Limit(null, CountingChannel.Known("bin", 1, 0.5, 0)));
        Assert.StartsWith("mu < 2.3026 at 90 % CL\n", text, StringComparison.Ordinal);
        Assert.Contains("\nconstruction: CLs, q-tilde, exact enumeration of counts; background known\n", text, StringComparison.Ordinal);
        Assert.Contains("\nwhy: only 0.5 expected and observed events decide the limit, too few for asymptotic formulas", text, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", text, StringComparison.Ordinal);
        string warned = WorkspaceLimitText.Plain(Limit(Construction.Asymptotic, CountingChannel.Known("bin", 1, 0.5, 0)));
        Assert.Contains("\nwarning: only 0.5 expected and observed events decide the limit: asymptotic formulas may be wrong by a third here\n", warned, StringComparison.Ordinal);
    }

    /// <summary>Errors of the model, too, begin with the file.</summary>
    [Fact]
    public void ErrorsNameTheFile()
    {
        string path = Write(CountingChannel.Known("bin", 1, 3, 5));
        InputException error = Assert.Throws<InputException>(() => WorkspaceRun.Limit(path, "other", Interpolation.Piecewise, new LimitRequest(0.9), TestContext.Current.CancellationToken));
        Assert.StartsWith($"{path}: measurements: there is no measurement 'other'; allowed: counting", error.Message, StringComparison.Ordinal);
        Assert.True(WorkspaceRun.IsWorkspace(path));
        Assert.False(WorkspaceRun.IsWorkspace("counts.yaml"));
    }

    private WorkspaceLimit Limit(Construction? construction, CountingChannel channel) => WorkspaceRun.Limit(
        Write(channel), null, Interpolation.Piecewise, new LimitRequest(0.9) { Construction = construction, Toys = new ToyOptions(100) }, TestContext.Current.CancellationToken);

    private string Write(CountingChannel channel)
    {
        string path = Path.Combine(_folder, "workspace.json");
        WholeFile.Write(path, WorkspaceJson.Write(CountingWorkspace.Of(new CountingModel(channel))));
        return path;
    }
}
