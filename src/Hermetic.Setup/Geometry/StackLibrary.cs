using Hermetic.Core;
using Hermetic.Core.Storage;

namespace Hermetic.Setup.Geometry;

/// <summary>Finds stacks: by name in the folder "stacks" of the program, by the path of a file, or by a description.</summary>
public static class StackLibrary
{
    private const string FolderName = "stacks";

    /// <summary>Names of the shipped stacks, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => [.. ProgramFolder.YamlFiles(FolderName).Keys];

    /// <summary>Reads a stack.</summary>
    /// <param name="stack">Name ("ecal"), path ("my-stack.yaml") or description ("Pb 40X0").</param>
    /// <exception cref="InputException">It is neither, or wrong.</exception>
    public static StackSetup Get(string stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        SortedDictionary<string, string> files = ProgramFolder.YamlFiles(FolderName);
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

        string near = InputException.Hint(Path.GetFileNameWithoutExtension(stack), files.Keys);
        throw new InputException(
            $"--stack: there is no stack '{stack}'; allowed: {string.Join(", ", files.Keys)}, the path of a file, or a description such as \"Pb 40X0\"{near}");
    }
}
