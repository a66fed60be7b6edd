using System.Security;
using Hermetic.Core;
using Hermetic.Core.Storage;

namespace Hermetic.Setup.Experiments;

/// <summary>An experiment that can be named on the command line.</summary>
/// <param name="Name">The file name without extension.</param>
/// <param name="Path">The file.</param>
public sealed record ExperimentEntry(string Name, string Path);

/// <summary>Finds experiments by name in folders, or by path. Folders inside those (such as parts/) hold no experiments.</summary>
/// <param name="folders">Folders to search; where two hold the same name, the earlier wins. A folder need not exist.</param>
public sealed class ExperimentLibrary(IReadOnlyList<string> folders)
{
    private const string FolderName = "experiments";
    private static readonly string[] Extensions = [".yaml", ".yml"];

    /// <summary>Folders that are searched.</summary>
    public IReadOnlyList<string> Folders { get; } = folders;

    /// <summary>The library of this program: the nearest folder "experiments" beside the program or above it.</summary>
    public static ExperimentLibrary OfProgram() => Above(ProgramFolder.Start);

    /// <summary>The library in the nearest folder "experiments" in a folder or above it; empty where there is none.</summary>
    /// <param name="folder">Where the search begins.</param>
    public static ExperimentLibrary Above(string folder) => new(ProgramFolder.Above(folder, FolderName) is { } found ? [found] : []);

    /// <summary>All experiments, by name in ordinal order. The files are not read: a broken one is listed too.</summary>
    public IReadOnlyList<ExperimentEntry> List()
    {
        SortedDictionary<string, ExperimentEntry> found = new(StringComparer.Ordinal);
        foreach (string file in Folders.SelectMany(FilesOf))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            found.TryAdd(name, new ExperimentEntry(name, file));
        }

        return [.. found.Values];
    }

    /// <summary>The file of an experiment.</summary>
    /// <param name="nameOrPath">A name of the library ("na64e-2018"), or the path of a file.</param>
    /// <exception cref="InputException">Neither exists; the message lists what does.</exception>
    public string Resolve(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        IReadOnlyList<ExperimentEntry> known = List();

        // A name of the library goes first, so that a run does not depend on what lies in the current folder.
        ExperimentEntry? named = known.FirstOrDefault(e => e.Name == nameOrPath);
        if (named is not null)
        {
            return named.Path;
        }

        if (File.Exists(nameOrPath))
        {
            return nameOrPath;
        }

        string[] names = [.. known.Select(e => e.Name)];
        string word = Extensions.Contains(Path.GetExtension(nameOrPath)) ? Path.GetFileNameWithoutExtension(nameOrPath) : Path.GetFileName(nameOrPath);
        string list = names.Length == 0 ? "the path of a file (no experiments were found)" : $"{string.Join(", ", names)}, or the path of a file";
        throw new InputException($"there is no experiment '{InputError.Shown(nameOrPath)}'; allowed: {list}{InputException.Hint(word, names)}");
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            return [];
        }
    }
}
