using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;

namespace Hermetic.Production.Counting;

/// <summary>The verb "coverage": how often the limits of each construction hold, as a table.</summary>
public static class CoverageTable
{
    /// <summary>Words of the constructions.</summary>
    public static IReadOnlyList<string> Words { get; } = ["exact", "toys", "hybrid", "asymptotic", "feldman-cousins", "feldman-cousins-hybrid", "bayes-flat", "bayes-reference"];

    /// <summary>The constructions of a list of words.</summary>
    /// <param name="text">Words with commas.</param>
    /// <exception cref="InputException">A word is not known.</exception>
    public static IReadOnlyList<CoverageMethod> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',').Select(t => t.Trim()).Distinct().Select(word =>
        {
            int index = Words.ToList().IndexOf(word);
            string near = InputException.Hint(word, Words);
            return index >= 0 ? (CoverageMethod)index : throw new InputException($"--construction: '{word}' is not known; allowed: {string.Join(", ", Words)}, or several with commas{near}");
        })];
    }

    /// <summary>Measures coverage.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The request is impossible.</exception>
    public static DataTable Compute(CoverageRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        double[][] coverage;
        try
        {
            coverage = CoverageStudy.Run(request, cancellation);
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message);
        }

        double[][] rows = [.. request.Signals.Select((s, i) => (double[])[s, .. coverage.Select(c => c[i])])];
        string background = request.Uncertainty > 0 && request.Background > 0
            ? FormattableString.Invariant($"{request.Background:G4} events, from a control count to {100 * request.Uncertainty:G4} %")
            : FormattableString.Invariant($"{request.Background:G4} events, known");
        return new DataTable
        {
            Name = "coverage",
            Title = FormattableString.Invariant($"Coverage of {100 * request.ConfidenceLevel:G4} % limits; true background {background}"),
            Statements =
            [
                "Probability that the limit is not below the true signal (for feldman-cousins: that the interval holds it); all outcomes of counts and control counts are enumerated.",
                "In each outcome the background is known from the control count alone (gamma model); without control events it counts as 0.",
            ],
            Columns =
            [
                new DataColumn("signal_events", "true signal [events]"),
                .. request.Methods.Select(m => new DataColumn(Words[(int)m].Replace('-', '_'), Words[(int)m])),
            ],
            Rows = rows,
            Plot = new DataPlot(0, [.. Enumerable.Range(1, request.Methods.Count)], Label.Plain("coverage")) { LogX = false, LogY = false },
        };
    }
}
