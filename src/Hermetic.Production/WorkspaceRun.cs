using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Production.Counting;
using Hermetic.Setup.Workspaces;

namespace Hermetic.Production;

/// <summary>The limit of a pyhf workspace: a file in, limits out.</summary>
public static class WorkspaceRun
{
    /// <summary>Whether an argument of a command is meant as the path of a workspace.</summary>
    /// <param name="argument">The argument.</param>
    public static bool IsWorkspace(string argument) => Path.GetExtension(argument).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a workspace and computes limits, best fit and discovery significance of its parameter of interest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="measurement">Name of the measurement, or null for the first.</param>
    /// <param name="interpolation">How systematic effects are interpolated.</param>
    /// <param name="request">Confidence level, construction (none, exact, toys or asymptotic), toys.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The workspace cannot be used; the message names the file and the path of the bad element.</exception>
    public static WorkspaceLimit Limit(string path, string? measurement, Interpolation interpolation, LimitRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkspaceLimitOptions options = new()
        {
            ConfidenceLevel = request.ConfidenceLevel,
            Construction = ConstructionOf(request.Construction),
            Toys = request.Toys.Toys,
            Seed = request.Toys.Seed,
            Threads = request.Toys.Threads,
        };
        Workspace workspace = WorkspaceReader.Read(path);
        try
        {
            return WorkspaceLimit.Compute(HistFactoryModel.Create(workspace, measurement, interpolation), options, cancellation);
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}");
        }
    }

    private static WorkspaceConstruction ConstructionOf(Construction? construction) => construction switch
    {
        null => WorkspaceConstruction.Automatic,
        Construction.Exact => WorkspaceConstruction.Exact,
        Construction.Toys => WorkspaceConstruction.Toys,
        Construction.Asymptotic => WorkspaceConstruction.Asymptotic,
        { } other => throw new InputException($"--construction: '{LimitRun.WordOf(other)}' is not for workspaces; allowed: exact, toys, asymptotic, or none for the one that suits"),
    };
}
