using System.CommandLine;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Production;
using Hermetic.Production.Validation;

namespace Hermetic.Cli;

/// <summary>The verb "validate".</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        Argument<string[]> names = new("name") { Description = "Comparisons to compute (files of the folder validation); by default all.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> quick = new("--quick") { Description = "The reduced form: few showers and masses." };
        Option<int> threads = Commands.Threads();
        Option<ulong> seed = Commands.Seed();
        Option<string?> write = new("--write") { Description = "Also write the table as a page, such as docs/validation.md.", HelpName = "FILE" };
        Option<bool> json = Commands.Json("all rows");
        Option<bool> csv = Commands.Csv("all rows", json);
        Command command = new(
            "validate",
            "Compare what the program computes with published and independent numbers. Exit code 0 if all comparisons are within their tolerance, else 1.\n\nExamples:\n"
            + "  hermetic validate\n"
            + "  hermetic validate --quick\n"
            + "  hermetic validate na64e-2018-limit --csv")
        {
            names, quick, threads, seed, write, json, csv,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string? page = parsed.GetValue(write);
                string[] wanted = parsed.GetValue(names) ?? [];
                if (page is not null && wanted.Length > 0)
                {
                    throw new InputException("--write: the page holds all comparisons; allowed: without names");
                }

                if (page is not null)
                {
                    // The comparisons take minutes: a page that cannot be written is refused before them.
                    OutputFile.RequireWritable("--write", page);
                }

                ValidationOptions options = new(parsed.GetValue(quick), parsed.GetValue(seed), parsed.GetValue(threads));
                IReadOnlyList<ValidationCheck> checks = ValidationSuite.Select(ValidationSuite.Read(ValidationSuite.FolderOfProgram()), wanted);
                using ProgressLine progress = new();
                IReadOnlyList<ValidationGroup> groups = ValidationSuite.Run(checks, options, ResultStore.OfUser(), progress, cancellation);
                progress.Dispose();
                Console.Out.Write(parsed.GetValue(json) ? ValidationText.ToJson(groups, options, SearchRun.Version)
                    : parsed.GetValue(csv) ? ValidationText.Csv(groups)
                    : ValidationText.Table(groups));
                if (page is not null)
                {
                    // The page is committed: a version that names a commit would never be the right one.
                    WholeFile.Write(page, ValidationText.Page(groups, options, SearchRun.Version.Split('+')[0]));
                }

                return groups.Any(g => g.Verdict == Verdict.Fail) ? ExitCode.Failure : ExitCode.Success;
            },
            cancellation));
        return command;
    }
}
