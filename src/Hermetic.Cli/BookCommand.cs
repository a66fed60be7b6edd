using System.CommandLine;
using System.CommandLine.Parsing;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Production;
using Hermetic.Production.Book;
using Hermetic.Production.Validation;
using Hermetic.Reporting.Tables;

namespace Hermetic.Cli;

/// <summary>The verb "book".</summary>
internal static class BookCommand
{
    public static Command Create(IReadOnlyList<TableVerb> verbs)
    {
        Option<string> write = new("--write") { Description = "The page; its figures go to the folder images/physics beside it.", DefaultValueFactory = _ => "docs/physics.md", HelpName = "FILE" };
        Option<int> threads = Commands.Threads();
        Command command = new(
            "book",
            "Write the physics book: formulas, ranges and sources, with deviations, tables and plots computed now.\n\nExample:\n"
            + "  hermetic book --write docs/physics.md")
        {
            write, threads,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string page = parsed.GetRequiredValue(write);
                OutputFile.RequireWritable("--write", page);
                IReadOnlyList<string> chapters = PhysicsBook.Chapters();
                IReadOnlyList<ValidationCheck> checks = ValidationSuite.Select(ValidationSuite.Read(ValidationSuite.FolderOfProgram()), PhysicsBook.Comparisons(chapters));
                using ProgressLine progress = new();
                Dictionary<string, ValidationGroup> groups = checks.Count == 0
                    ? []
                    : ValidationSuite.Run(checks, new ValidationOptions(Quick: false, Seed: 1, parsed.GetValue(threads)), ResultStore.OfUser(), progress, cancellation).ToDictionary(g => g.Check.Name);
                BookSources sources = new(
                    text => Compute(verbs, text, progress, cancellation),
                    name => groups[name],
                    FormulaMark.Read(Path.Combine(AppContext.BaseDirectory, "Hermetic.Physics.xml")));
                FinishedBook book = PhysicsBook.Compose(chapters, sources, SearchRun.Version.Split('+')[0]);
                foreach ((string path, string svg) in book.Figures)
                {
                    WholeFile.Write(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page))!, path), svg);
                }

                WholeFile.Write(page, book.Text);
                progress.Dispose();
                Console.Out.WriteLine($"Book: {page}, {book.Figures.Count} figures");
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static DataTable Compute(IReadOnlyList<TableVerb> verbs, string text, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(text)];
        TableVerb verb = verbs.FirstOrDefault(v => v.Command.Name == words[0])
            ?? throw new InputException($"'{words[0]}' answers with no table; allowed: {string.Join(", ", verbs.Select(v => v.Command.Name))}");
        return verb.Compute(words[1..], progress, cancellation);
    }
}
