using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Workspaces;

namespace Hermetic.Production.Validation;

/// <summary>Asymptotic CLs of pyhf workspaces against pyhf and closed forms.</summary>
internal static class WorkspaceChecks
{
    private static readonly string[] Origins = ["published", "pyhf", "closed form"];
    private static readonly string[] Columns = ["obs", "exp_m2", "exp_m1", "exp_med", "exp_p1", "exp_p2"];
    private static readonly string[] Places = ["observed", "expected, -2 sigma", "expected, -1 sigma", "expected, median", "expected, +1 sigma", "expected, +2 sigma"];

    public static CheckRoutine Asymptotic(CheckSettings settings)
    {
        IReadOnlyList<string> origins = settings.Words("origins", Origins);
        ReferenceTable table = settings.Reference(r => origins.Contains(r.Text("origin")), Columns, "case", "statistic", "quantity", "origin");
        string folder = settings.Section.Text("workspaces");

        // Read with the comparison, so that a bad workspace is refused before the work begins.
        Dictionary<string, Workspace> workspaces = table.Rows.Select(r => r.Text("case")).Distinct().ToDictionary(c => c, c => Read(settings, folder, c));
        return context => CheckOutcome.Of(table.Rows.SelectMany(row =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            return Compare(workspaces[row.Text("case")], row);
        }));
    }

    private static Workspace Read(CheckSettings settings, string folder, string name)
    {
        try
        {
            return WorkspaceReader.Read(Path.Combine(settings.Folder, folder, name + ".json"));
        }
        catch (InputException e)
        {
            throw settings.Section.Error("workspaces", $"'{InputError.Shown(folder)}': {e.Message}", "a folder of workspaces relative to this file");
        }
    }

    private static IEnumerable<Comparison> Compare(Workspace workspace, ReferenceTable.Row row)
    {
        bool bounded = row.Text("statistic") == "qtilde";
        ProfileTest test = new(HistFactoryModel.Create(workspace), statistic: bounded ? TestStatistic.QTilde : TestStatistic.Q);
        double[] ours;
        string what;
        if (row.Text("quantity") == "CLs")
        {
            HypothesisTest result = test.Test(1);
            (ours, what) = ([result.Cls, .. result.Expected], "CLs at mu = 1");
        }
        else
        {
            double level = row.Text("quantity") == "limit90" ? 0.90 : 0.95;
            LimitResult limit = test.Limit(level);
            (ours, what) = ([limit.Observed, .. limit.Expected], $"limit on mu, {100 * level} % CL");
        }

        string where = $"{row.Text("case")}, {(bounded ? "q-tilde" : "q")}";
        return Columns.Select((column, i) => new Comparison($"{what}, {Places[i]}; {where}", ours[i], row[column]) { Peer = row.Text("origin") });
    }
}
