using System.CommandLine;
using System.CommandLine.Help;
using Hermetic.Cli;
using Hermetic.Core;

RootCommand root = Commands.Root();
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
{
    // One clear error; System.CommandLine's own report would repeat the whole help.
    Console.Error.WriteLine($"hermetic: {Commands.Explain(parsed)}");
    return ExitCode.BadInput;
}

// A list of verbs is easier to read without their examples; the help of the verb itself has them.
foreach (Command verb in parsed.CommandResult.Command.Subcommands)
{
    verb.Description = verb.Description!.Split("\n\n")[0];
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
    });
}
catch (InputException e)
{
    Console.Error.WriteLine($"hermetic: {e.Message}");
    return ExitCode.BadInput;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("hermetic: interrupted; finished parts are kept, the same command goes on where this one stopped");
    return ExitCode.Interrupted;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"hermetic: {e.Message}");
    return ExitCode.Failure;
}
catch (Exception e) when (Environment.GetEnvironmentVariable("HERMETIC_TRACE") is null)
{
    Console.Error.WriteLine($"hermetic: internal error, a defect of the program: {e.Message} ({e.GetType().Name}); HERMETIC_TRACE=1 shows where");
    return ExitCode.Failure;
}
