using System.CommandLine;
using System.CommandLine.Parsing;
using Hermetic.Core;

namespace Hermetic.Cli;

/// <summary>The verbs of the program, each a thin face of a verb of Hermetic.Production.</summary>
internal static class Commands
{
    public static RootCommand Root() => new("Missing-energy experiments from the beam to the limit. Example: hermetic run na64e-2018")
    {
        RunCommand.Create(),
        ValidateCommand.Create(),
        ExperimentCommands.List(),
        ExperimentCommands.One(),
    };

    /// <summary>The first parse error in one line, with the nearest allowed word where one is near.</summary>
    public static string Explain(ParseResult parsed)
    {
        string message = parsed.Errors[0].Message.TrimEnd('.');
        string? word = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        Command command = parsed.CommandResult.Command;
        List<string> allowed = [.. command.Subcommands.Select(c => c.Name)];
        if (word is null || word.StartsWith('-'))
        {
            allowed = [.. command.Options.Select(o => o.Name)];
        }

        string near = word is not null && InputException.Nearest(word, allowed) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
        string list = allowed.Count > 0 && word is not null ? $"; allowed: {string.Join(", ", allowed)}" : string.Empty;
        return $"{message}{list}{near} (see hermetic {Path(parsed.CommandResult)}--help)";
    }

    /// <summary>An option that makes standard output hold one JSON document.</summary>
    public static Option<bool> Json(string content) => new("--json") { Description = $"Write {content} to standard output as one JSON document, and nothing else." };

    /// <summary>An option that makes standard output hold one CSV table.</summary>
    public static Option<bool> Csv(string content) => new("--csv") { Description = $"Write {content} to standard output as one CSV table, and nothing else." };

    private static string Path(CommandResult command) => command.Parent is CommandResult parent ? $"{Path(parent)}{command.Command.Name} " : string.Empty;
}
