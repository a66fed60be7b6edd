using System.CommandLine;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Core.Units;
using Hermetic.Production;
using Hermetic.Reporting;
using Spectre.Console;

namespace Hermetic.Cli;

/// <summary>The verb "run".</summary>
internal static class RunCommand
{
    private const int MostShowers = 10_000_000;
    private static readonly QuantityGrid Masses = new("--masses", Dimension.Energy, 1e-4, 3);

    public static Command Create()
    {
        Argument<string> experiment = new("experiment") { Description = "Name of an experiment (see hermetic experiments) or path of an experiment file." };
        Option<int> showers = Commands.WholeNumber("--showers", $"Showers to simulate, rounded up to a multiple of {SearchRun.ShowerChunk}.", 2, MostShowers, 40_000, "N");
        Option<ulong> seed = Commands.Seed();
        Option<int> threads = Commands.Threads();
        Option<string> masses = new("--masses") { Description = "Masses of A': one, or a logarithmic grid low:high:points.", DefaultValueFactory = _ => "1MeV:1GeV:40", HelpName = "GRID" };
        Option<string?> output = new("--out") { Description = "Folder of the run; by default the next free runs/NAME-NNN. A finished run is never overwritten.", HelpName = "DIR" };
        Option<bool> json = Commands.Json("the summary");
        Option<bool> csv = Commands.Csv("the 90 % CL limit", json);
        Command command = new(
            "run",
            "Simulate an experiment and compute its limit: report, figures, tables and summary.\n\nExamples:\n"
            + "  hermetic run na64e-2018\n"
            + "  hermetic run na64e-2024 --masses 1MeV:1GeV:60 --showers 50000 --out my-run\n"
            + "  hermetic run my-experiment.yaml --json")
        {
            experiment, showers, seed, threads, masses, output, json, csv,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                SearchOptions options = new(
                    [.. Masses.Parse(parsed.GetValue(masses)!).Distinct().Order()],
                    parsed.GetValue(showers),
                    parsed.GetValue(seed),
                    parsed.GetValue(threads));
                using ProgressLine progress = new();
                FinishedRun run = SearchRun.Execute(
                    parsed.GetRequiredValue(experiment), options, parsed.GetValue(output), CommandLine(parsed), ResultStore.OfUser(), TimeProvider.System, progress, cancellation);
                progress.Dispose();
                int missing = options.Masses.Count - run.Result.Limits[0].Points.Count;
                if (missing > 0)
                {
                    Console.Error.WriteLine($"hermetic: warning: no signal passes at {missing} of {options.Masses.Count} masses, which have no limit; the report's remarks name them");
                }

                if (parsed.GetValue(json))
                {
                    Console.Out.Write(SearchReport.SummaryJson(run.Result, run.Provenance));
                }
                else if (parsed.GetValue(csv))
                {
                    Console.Out.Write(File.ReadAllText(Path.Combine(run.Folder, "limit.csv")));
                }
                else
                {
                    Show(run);
                }

                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    /// <summary>The command as typed, without the program's own path.</summary>
    private static string CommandLine(ParseResult parsed) => "hermetic " + string.Join(' ', parsed.Tokens.Select(t => t.Value.Contains(' ', StringComparison.Ordinal) ? $"'{t.Value}'" : t.Value));

    private static void Show(FinishedRun run)
    {
        SearchResult result = run.Result;
        LimitCurve limit = result.Limits.First(l => l.Name == "limit");
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in (string[])["m(A')", "observed", "expected", "-1 sigma", "+1 sigma", "yield per particle"])
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        }

        int step = Math.Max(1, limit.Points.Count / 10);
        for (int i = 0; i < limit.Points.Count; i += step)
        {
            LimitPoint point = limit.Points[i];
            YieldPoint yield = result.Yields.First(y => y.Mass == point.Mass);
            table.AddRow(
                Quantity.FormatEnergy(point.Mass),
                $"{point.Observed:0.00E+00}",
                $"{point.Expected:0.00E+00}",
                $"{point.ExpectedMinus1:0.00E+00}",
                $"{point.ExpectedPlus1:0.00E+00}",
                $"{yield.Bremsstrahlung:0.00E+00} +- {yield.BremsstrahlungError:0.0E+00}");
        }

        AnsiConsole.MarkupLineInterpolated($"{result.Experiment.Title}: {result.Experiment.Periods.Sum(p => p.OnTarget.Value):G4} particles on target");
        AnsiConsole.MarkupLineInterpolated($"Upper limit on epsilon, {limit.Title}; bremsstrahlung yield at epsilon = 1 with its Monte Carlo error");
        AnsiConsole.Write(table);
        Console.Out.WriteLine($"Construction: {limit.Construction}");
        Console.Out.WriteLine($"{result.Showers} showers, {run.Provenance.WallSeconds:F1} s wall, {run.Provenance.CpuSeconds:F1} s CPU");
        Console.Out.WriteLine($"Report: {Path.Combine(run.Folder, "report.html")}");
    }
}
