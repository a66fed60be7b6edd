namespace Hermetic.Core.Storage;

/// <summary>Folders of the repository that the program needs at run time (experiments, data, validation), found beside the program or above it.</summary>
public static class ProgramFolder
{
    /// <summary>Where the search begins: the folder of the program.</summary>
    public static string Start => AppContext.BaseDirectory;

    /// <summary>The nearest folder of a relative path in a folder or above it, or null where there is none.</summary>
    /// <param name="start">Where the search begins.</param>
    /// <param name="relative">Such as "experiments" or "data/limits".</param>
    public static string? Above(string start, string relative)
    {
        for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, relative);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The YAML files of a folder of the program by their names without extension, in ordinal order; none where there is no such folder.</summary>
    /// <param name="relative">Such as "stacks".</param>
    public static SortedDictionary<string, string> YamlFiles(string relative)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        if (Above(Start, relative) is { } folder)
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.yaml"))
            {
                files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
            }
        }

        return files;
    }

    /// <summary>The nearest folder of a relative path beside the program or above it.</summary>
    /// <param name="relative">Such as "data/limits".</param>
    /// <exception cref="InputException">There is none.</exception>
    public static string Require(string relative) => Above(Start, relative)
        ?? throw new InputException($"{relative}: not found beside or above {Start}; the program needs that folder of the repository");
}
