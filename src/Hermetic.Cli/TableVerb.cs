using System.CommandLine;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Production;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;

namespace Hermetic.Cli;

/// <summary>Computes the table of a verb from its parsed options.</summary>
internal delegate DataTable ComputeTable(ParseResult parsed, IProgress<SearchProgress> progress, CancellationToken cancellation);

/// <summary>A verb whose answer is one table: as text, CSV or JSON on standard output, and as a plot in a file.</summary>
internal sealed class TableVerb
{
    private readonly ComputeTable _compute;

    /// <summary>A verb.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it computes, with examples.</param>
    /// <param name="options">Its own options.</param>
    /// <param name="compute">Computes the table.</param>
    public TableVerb(string name, string description, IReadOnlyList<Option> options, ComputeTable compute)
    {
        _compute = compute;
        Option<bool> json = Commands.Json("the table with its conventions");
        Option<bool> csv = Commands.Csv("the rows", json);
        Option<string?> plot = new("--plot") { Description = "Also draw the table into this SVG file.", HelpName = "FILE.svg" };
        Command = new Command(name, description);
        foreach (Option option in options)
        {
            Command.Add(option);
        }

        Command.Add(json);
        Command.Add(csv);
        Command.Add(plot);
        Command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string? file = parsed.GetValue(plot);
                if (file is not null)
                {
                    OutputFile.RequireWritable("--plot", file);
                    if (!file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
                    {
                        throw new InputException($"--plot: '{file}' cannot be drawn; allowed: a file name that ends in .svg");
                    }
                }

                using ProgressLine progress = new();
                DataTable table = Guarded(parsed, progress, cancellation);
                progress.Dispose();
                if (file is not null)
                {
                    WholeFile.Write(file, FigureSvg.Render(DataTableFigure.Of(table)));
                }

                Console.Out.Write(parsed.GetValue(json) ? DataTableText.Json(table, SearchRun.Version)
                    : parsed.GetValue(csv) ? DataTableText.Csv(table)
                    : DataTableText.Plain(table));
                return ExitCode.Success;
            },
            cancellation));
    }

    /// <summary>The verb for the command line.</summary>
    public Command Command { get; }

    /// <summary>The table of given arguments, for the physics book.</summary>
    /// <param name="arguments">Options without the verb.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The arguments cannot be used.</exception>
    public DataTable Compute(IReadOnlyList<string> arguments, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ParseResult parsed = Command.Parse(arguments);
        return parsed.Errors.Count == 0 ? Guarded(parsed, progress, cancellation) : throw new InputException($"{Command.Name}: {parsed.Errors[0].Message}");
    }

    /// <summary>The physics refuses what lies outside a formula's range: here that is the user's input.</summary>
    private DataTable Guarded(ParseResult parsed, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return _compute(parsed, progress, cancellation);
        }
        catch (ArgumentOutOfRangeException e)
        {
            string message = e.Message.Split(" (Parameter", StringSplitOptions.None)[0].TrimEnd('.');
            throw new InputException(e.ActualValue is { } value ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Command.Name}: {message} (it is {value})") : $"{Command.Name}: {message}");
        }
    }
}
