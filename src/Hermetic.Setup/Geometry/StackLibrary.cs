using Hermetic.Core;
using Hermetic.Core.Storage;

namespace Hermetic.Setup.Geometry;

/// <summary>Finds stacks: by name in the folder "stacks" of the program, by the path of a file, or by a description.</summary>
public static class StackLibrary
{
    private const string FolderName = "stacks";

    /// <summary>Names of the shipped stacks, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => [.. Files().Keys];

    /// <summary>Reads a stack.</summary>
    /// <param name="stack">Name ("ecal"), path ("my-stack.yaml") or description ("Pb 40X0").</param>
    /// <exception cref="InputException">It is neither, or wrong.</exception>
    public static StackSetup Get(string stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        SortedDictionary<string, string> files = Files();
        // A name goes first, so that a run does not depend on what lies in the current folder.
        if (files.TryGetValue(stack, out string? path))
        {
            return StackReader.Read(path);
        }

        if (File.Exists(stack))
        {
            return StackReader.Read(stack);
        }

        if (StackText.IsDescription(stack))
        {
            return StackText.Parse(stack);
        }

        string near = InputException.Nearest(Path.GetFileNameWithoutExtension(stack), files.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        throw new InputException(
            $"--stack: there is no stack '{stack}'; allowed: {string.Join(", ", files.Keys)}, the path of a file, or a description such as \"Pb 40X0\"{near}");
    }

    private static SortedDictionary<string, string> Files()
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        if (ProgramFolder.Above(ProgramFolder.Start, FolderName) is { } folder)
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.yaml"))
            {
                files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
            }
        }

        return files;
    }
}
