using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Hermetic.Core;

namespace Hermetic.Cli;

/// <summary>The verbs of the program, each a thin face of a verb of Hermetic.Production.</summary>
internal static class Commands
{
    private const int MostThreads = 1024;

    public static RootCommand Root()
    {
        IReadOnlyList<TableVerb> tables = DarkSectorCommands.All();
        RootCommand root = new("Missing-energy experiments from the beam to the limit. Example: hermetic run na64e-2018")
        {
            RunCommand.Create(),
            ShowerCommand.Create(),
            LimitCommand.Create(),
            CoverageCommand.Create().Command,
            ValidateCommand.Create(),
            BookCommand.Create(tables),
            ExperimentCommands.List(),
            ExperimentCommands.One(),
            ModelCommands.List(),
            ModelCommands.One(),
            TrackCommands.All(),
        };
        foreach (TableVerb verb in tables)
        {
            root.Add(verb.Command);
        }

        ShowHelp(root);
        return root;
    }

    /// <summary>A command that is nothing without one of its verbs lists them.</summary>
    public static void ShowHelp(Command command) => command.SetAction(parsed => new HelpAction().Invoke(parsed));

    /// <summary>The first parse error in one line, with the nearest allowed word where one is near.</summary>
    public static string Explain(ParseResult parsed)
    {
        string? word = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        Command command = parsed.CommandResult.Command;
        List<string> allowed = [.. command.Subcommands.Select(c => c.Name)];
        string message = parsed.Errors[0].Message.TrimEnd('.');
        if (word is not null && !word.StartsWith('-') && allowed.Count > 0)
        {
            message = $"unknown command '{word}'";
        }
        else if (word is null || word.StartsWith('-'))
        {
            message = word is null ? message : $"unknown option '{word}'";
            allowed = [.. command.Options.Select(o => o.Name)];
        }

        string near = word is not null ? InputException.Hint(word, allowed) : string.Empty;
        string list = allowed.Count > 0 && word is not null ? $"; allowed: {string.Join(", ", allowed)}" : string.Empty;
        return $"{message}{list}{near} (see hermetic {Path(parsed.CommandResult)}--help)";
    }

    /// <summary>An option that makes standard output hold one JSON document.</summary>
    public static Option<bool> Json(string content) => new("--json") { Description = $"Write {content} to standard output as one JSON document, and nothing else." };

    /// <summary>An option that makes standard output hold one CSV table; it and the one for JSON exclude each other.</summary>
    public static Option<bool> Csv(string content, Option<bool> json)
    {
        Option<bool> csv = new("--csv") { Description = $"Write {content} to standard output as one CSV table, and nothing else." };
        csv.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.Parent is CommandResult command && command.GetValue(json))
            {
                result.AddError("--json and --csv exclude each other; allowed: one of them");
            }
        });
        return csv;
    }

    /// <summary>The option for the number of worker threads.</summary>
    public static Option<int> Threads() => WholeNumber("--threads", "Worker threads; they do not change the result.", 1, MostThreads, Environment.ProcessorCount, "T");

    /// <summary>The option for the seed.</summary>
    public static Option<ulong> Seed() => WholeNumber("--seed", "Seed of the random streams; the same seed gives the same tables and figures.", 0UL, ulong.MaxValue, 1UL, "S");

    /// <summary>An option that takes a whole number of a range.</summary>
    public static Option<T> WholeNumber<T>(string name, string description, T least, T most, T usual, string helpName)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
                if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most)
                {
                    return value;
                }

                result.AddError($"{name}: '{text}' cannot be used; allowed: a whole number from {least} to {most}");
                return default;
            },
        };

    private static string Path(CommandResult command) => command.Parent is CommandResult parent ? $"{Path(parent)}{command.Command.Name} " : string.Empty;
}
