using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
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
    /// <param name="request">What is wanted; constructions other than toys and asymptotic are for workspaces that are counting experiments.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The workspace cannot be used; the message names the file and the path of the bad element.</exception>
    public static WorkspaceLimit Limit(string path, string? measurement, Interpolation interpolation, LimitRequest request, CancellationToken cancellation)
    {
        Workspace workspace = WorkspaceReader.Read(path);
        try
        {
            return WorkspaceLimit.Compute(HistFactoryModel.Create(workspace, measurement, interpolation), request, cancellation);
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}");
        }
    }
}
