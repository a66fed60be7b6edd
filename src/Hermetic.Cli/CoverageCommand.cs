using System.CommandLine;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Inference;
using Hermetic.Production.Counting;

namespace Hermetic.Cli;

/// <summary>The verb "coverage".</summary>
internal static class CoverageCommand
{
    private static readonly QuantityGrid Signals = new("--signal", Dimension.Count, 0.01, 100);

    public static TableVerb Create()
    {
        Option<string> background = new("--background") { Description = "True background with the relative uncertainty of its control measurement, such as 1+-30%; a plain number is known.", DefaultValueFactory = _ => "1+-30%", HelpName = "B" };
        Option<string> signal = new("--signal") { Description = "True signals in events: one, several with commas, or a grid low:high:points.", DefaultValueFactory = _ => "0.25:10:20", HelpName = "GRID" };
        Option<string> construction = new("--construction")
        {
            Description = $"Constructions with commas: {string.Join(", ", CoverageTable.Words)}.",
            DefaultValueFactory = _ => "exact,hybrid,asymptotic,feldman-cousins,bayes-flat,bayes-reference",
            HelpName = "WORDS",
        };
        Option<string> level = new("--cl") { Description = "Confidence level in per cent.", DefaultValueFactory = _ => "90", HelpName = "90" };
        Option<int> toys = Commands.WholeNumber("--toys", "Toys of each hypothesis in each outcome, for the construction toys.", 100, 1_000_000, 2000, "N");
        Option<int> threads = Commands.Threads();
        return new TableVerb(
            "coverage",
            "How often the limits of each construction hold, at a true background and true signals.\n\nExamples:\n"
            + "  hermetic coverage --background 1+-30% --plot coverage.svg\n"
            + "  hermetic coverage --background 0.5 --signal 1,2,3 --construction exact,asymptotic --csv",
            [background, signal, construction, level, toys, threads],
            (parsed, _, cancellation) =>
            {
                (double events, double uncertainty) = CountsText.WithUncertainty(parsed.GetValue(background)!);
                return events <= 100 && (uncertainty == 0 || (uncertainty >= 0.02 * events && uncertainty <= 2 * events))
                    ? CoverageTable.Compute(
                        new CoverageRequest(
                            events,
                            events > 0 ? uncertainty / events : 0,
                            [.. Signals.Parse(parsed.GetValue(signal)!)],
                            CountsText.ConfidenceLevel(parsed.GetValue(level)!),
                            CoverageTable.Parse(parsed.GetValue(construction)!),
                            parsed.GetValue(threads))
                        { Toys = parsed.GetValue(toys) },
                        cancellation)
                    : throw new InputException("--background: allowed here: up to 100 events, known or with 2 % to 200 % uncertainty, since every outcome is computed");
            });
    }
}
