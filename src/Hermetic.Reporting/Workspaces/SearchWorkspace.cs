using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Reporting.Workspaces;

/// <summary>The statistical model of a search at one mass as a pyhf workspace: the very model whose limit the run reports.</summary>
public static class SearchWorkspace
{
    /// <summary>Name of the file, by the mass as the tables give it.</summary>
    /// <param name="model">The model.</param>
    public static string FileName(SignalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return $"{Mass(model)}GeV.json";
    }

    /// <summary>The workspace. Its parameter of interest is the number of signal events of all periods; the name of its measurement tells how it becomes a coupling.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="model">The model.</param>
    public static Workspace Of(string experiment, SignalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string events = model.EventsAtUnitCoupling.ToString("R", CultureInfo.InvariantCulture);
        return CountingWorkspace.Of(model.Counting, $"{experiment}, m_A' = {Mass(model)} GeV; {CountingWorkspace.Strength} in signal events, epsilon = sqrt({CountingWorkspace.Strength} / {events})");
    }

    private static string Mass(SignalModel model) => model.Mass.ToString("G9", CultureInfo.InvariantCulture);
}
