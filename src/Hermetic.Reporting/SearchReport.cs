using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Reporting.Curves;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Pages;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting;

/// <summary>The door to everything that is written about a search.</summary>
public static class SearchReport
{
    /// <summary>
    /// Writes report.html, figures/*.svg, the limits and yields as CSV, spectra.csv, workspaces/*.json and summary.json into a folder; each file whole or not at all.
    /// </summary>
    /// <param name="folder">The folder; created where it is missing.</param>
    /// <param name="result">The search, with a curve named "limit".</param>
    /// <param name="provenance">How it came to be.</param>
    /// <param name="curves">The curves to compare with.</param>
    /// <exception cref="InputException">The experiment names a published curve that the library lacks; nothing is written then.</exception>
    public static void Write(string folder, SearchResult result, Provenance provenance, CurveLibrary curves)
    {
        ArgumentNullException.ThrowIfNull(result);
        Check(result.Experiment, curves);
        IReadOnlyList<Figure> figures = SearchFigures.All(result, curves);
        List<string> drawings = [.. figures.Select(FigureSvg.Render)];
        foreach (LimitCurve limit in result.Limits)
        {
            WholeFile.Write(Path.Combine(folder, limit.Name + ".csv"), CsvFiles.Limit(limit));
        }

        WholeFile.Write(Path.Combine(folder, "yield.csv"), CsvFiles.Yields(result.Yields));
        WholeFile.Write(Path.Combine(folder, "spectra.csv"), CsvFiles.Spectra(result));
        foreach (SignalModel model in result.Models)
        {
            WholeFile.Write(Path.Combine(folder, "workspaces", SearchWorkspace.FileName(model)), WorkspaceJson.Write(SearchWorkspace.Of(result.Experiment.Name, model)));
        }

        WholeFile.Write(Path.Combine(folder, "summary.json"), SummaryJson(result, provenance));
        for (int i = 0; i < figures.Count; i++)
        {
            WholeFile.Write(Path.Combine(folder, "figures", figures[i].Name + ".svg"), drawings[i]);
        }

        WholeFile.Write(Path.Combine(folder, "report.html"), SearchPage.Render(result, provenance, curves, figures, drawings));
    }

    /// <summary>Everything of the report as one JSON document, as in summary.json.</summary>
    /// <param name="result">The search, with a curve named "limit".</param>
    /// <param name="provenance">How it came to be.</param>
    public static string SummaryJson(SearchResult result, Provenance provenance) => Reporting.SummaryJson.Of(result, provenance);

    /// <summary>Makes sure that the library has every curve that the experiment names: to be called before a long run, not after it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="curves">The library.</param>
    /// <exception cref="InputException">A curve is missing.</exception>
    public static void Check(Experiment experiment, CurveLibrary curves)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(curves);
        foreach (string name in experiment.PublishedCurves)
        {
            _ = curves.Named(name);
        }
    }
}
