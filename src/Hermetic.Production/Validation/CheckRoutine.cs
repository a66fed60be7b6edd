using Hermetic.Analysis;
using Hermetic.Core.Storage;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production.Validation;

/// <summary>What a check computes; bound to its settings and reference tables when its file is read.</summary>
internal delegate CheckOutcome CheckRoutine(CheckContext context);

/// <summary>What a check may use.</summary>
internal sealed record CheckContext(ValidationOptions Options, ResultStore Store, IProgress<SearchProgress> Progress, CancellationToken Cancellation)
{
    /// <summary>Shower studies of this run, so that two comparisons of one set-up share one simulation.</summary>
    public Dictionary<string, ShowerTables> Studies { get; } = [];
}

/// <summary>The rows of a check before they are judged, and remarks in sentences.</summary>
internal sealed record CheckOutcome(IReadOnlyList<Comparison> Rows, IReadOnlyList<string> Remarks)
{
    public static CheckOutcome Of(IEnumerable<Comparison> rows, params string[] remarks) => new([.. rows], remarks);
}

/// <summary>Two values that should agree.</summary>
internal sealed record Comparison(string Quantity, double Ours, double Reference, double Error = 0, double ReferenceError = 0)
{
    /// <summary>What the difference is divided by.</summary>
    public double Scale { get; init; } = Math.Abs(Reference);

    /// <summary>A tolerance of this row alone.</summary>
    public double? Tolerance { get; init; }

    /// <summary>False where the row is for information although the file has a tolerance.</summary>
    public bool Judged { get; init; } = true;

    /// <summary>Which of several references this is.</summary>
    public string Peer { get; init; } = "";

    public string Remark { get; init; } = "";
}
