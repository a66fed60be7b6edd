using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;

namespace Hermetic.Production.Validation;

/// <summary>How the comparisons are to be computed.</summary>
/// <param name="Quick">The reduced form: few showers, few masses.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Threads">Worker threads; they do not change the result.</param>
public sealed record ValidationOptions(bool Quick, ulong Seed, int Threads);

/// <summary>One comparison as its file describes it.</summary>
public sealed record ValidationCheck
{
    internal ValidationCheck(CheckRoutine routine) => Routine = routine;

    /// <summary>File name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>What is compared, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Where the reference comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Remark on how the comparison is made, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Largest deviation that passes, as a fraction; null where nothing is judged or the check has tolerances of its own.</summary>
    public double? Tolerance { get; init; }

    /// <summary>How many combined standard errors (ours and the reference's) are taken off a deviation before it is judged; 0 where errors do not count.</summary>
    public int StandardErrors { get; init; }

    internal CheckRoutine Routine { get; }
}

/// <summary>The result of one comparison file.</summary>
/// <param name="Check">The file.</param>
/// <param name="Rows">What was compared.</param>
/// <param name="Remarks">How it was computed and what else was found, in sentences.</param>
public sealed record ValidationGroup(ValidationCheck Check, IReadOnlyList<ValidationRow> Rows, IReadOnlyList<string> Remarks)
{
    /// <summary>Fails if one row fails; for information if none is judged.</summary>
    public Verdict Verdict => Rows.Any(r => r.Verdict == Verdict.Fail) ? Verdict.Fail
        : Rows.Any(r => r.Verdict == Verdict.Pass) ? Verdict.Pass
        : Verdict.ForInformation;

    /// <summary>The row that comes nearest to its tolerance or exceeds it most; where none is judged, the one that deviates most.</summary>
    public ValidationRow Worst => Rows.MaxBy(r => (r.Tolerance is null ? 0 : 1, double.IsNaN(r.Deviation) ? double.PositiveInfinity : r.Counted / (r.Tolerance ?? 1)))!;
}

/// <summary>The comparisons of "validation/": each file names a check, a reference with its source, and the tolerance that was fixed beforehand.</summary>
public static class ValidationSuite
{
    /// <summary>The folder "validation" of this program, beside or above it.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string FolderOfProgram() => Path.GetDirectoryName(ProgramFolder.Require(Path.Combine("validation", "reference")))!;

    /// <summary>Reads all comparison files (*.yaml) of a folder and the reference tables that they name.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>By name, in ordinal order.</returns>
    /// <exception cref="InputException">A file is wrong; the message names file, line, column, key and what is allowed.</exception>
    public static IReadOnlyList<ValidationCheck> Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: there is no such folder; allowed: a folder with comparison files (*.yaml)");
        }

        List<ValidationCheck> checks = [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(ValidationReader.Read)];
        return checks.Count > 0 ? checks : throw new InputException($"{folder}: holds no comparison file (*.yaml)");
    }

    /// <summary>The checks of the given names, in the order of the list.</summary>
    /// <param name="checks">All checks.</param>
    /// <param name="names">Names; none means all.</param>
    /// <exception cref="InputException">There is no such check.</exception>
    public static IReadOnlyList<ValidationCheck> Select(IReadOnlyList<ValidationCheck> checks, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names.Where(n => checks.All(c => c.Name != n)))
        {
            string[] known = [.. checks.Select(c => c.Name)];
            string near = InputException.Hint(name, known);
            throw new InputException($"there is no comparison '{name}'; allowed: {string.Join(", ", known)}{near}");
        }

        return names.Count == 0 ? checks : [.. checks.Where(c => names.Contains(c.Name))];
    }

    /// <summary>Computes comparisons.</summary>
    /// <param name="checks">What to compare.</param>
    /// <param name="options">Full or reduced form, seed, threads.</param>
    /// <param name="store">Store of tables and shower samples.</param>
    /// <param name="progress">Receives the state of the work, from several threads.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<ValidationGroup> Run(
        IReadOnlyList<ValidationCheck> checks, ValidationOptions options, ResultStore store, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(progress);
        List<ValidationGroup> groups = [];
        string current = "";
        void Report(string detail) => progress.Report(new SearchProgress("validation", groups.Count, checks.Count, $"comparisons (now {current}{detail})"));
        CheckContext context = new(options, store, new Relay(p => Report($", {p.Stage} {p.Done} of {p.Total}")), cancellation);
        foreach (ValidationCheck check in checks)
        {
            cancellation.ThrowIfCancellationRequested();
            current = check.Name;
            Report("");
            CheckOutcome outcome = check.Routine(context);
            groups.Add(new ValidationGroup(check, [.. outcome.Rows.Select(r => Judged(check, r))], outcome.Remarks));
        }

        return groups;
    }

    private static ValidationRow Judged(ValidationCheck check, Comparison c) => ValidationRow.Judge(
        check.Name,
        c.Quantity,
        (c.Ours, c.Error),
        (c.Reference, c.ReferenceError),
        c.Scale,
        c.Judged ? c.Tolerance ?? check.Tolerance : null,
        check.StandardErrors,
        c.Peer.Length > 0 ? $"{c.Peer}; {check.Source}" : check.Source,
        c.Remark);

    /// <summary>Reports at once on the worker's thread, so that nothing is reported after the end.</summary>
    private sealed class Relay(Action<SearchProgress> report) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => report(value);
    }
}
