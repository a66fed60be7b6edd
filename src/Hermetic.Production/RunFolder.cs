using Hermetic.Core;

namespace Hermetic.Production;

/// <summary>
/// The folder of a run on disk. Everything is written into a sibling folder with the suffix ".partial" and becomes visible under the final name by one rename, so that a
/// folder with the final name always holds a finished run, and a finished run is never overwritten.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private readonly bool _numbered;
    private bool _finished;

    private RunFolder(string path, bool numbered)
    {
        Path = path;
        _numbered = numbered;
        Working = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Working);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--out: the folder {path} cannot be written ({e.Message}); allowed: a new folder in a place where you may write");
        }
    }

    /// <summary>Final path.</summary>
    public string Path { get; private set; }

    /// <summary>Folder in which the run is being written.</summary>
    public string Working { get; }

    /// <summary>A new folder for a run.</summary>
    /// <param name="output">The folder that the user wants, or null for the next free "runs/NAME-NNN" below the current folder.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <exception cref="InputException">The wanted folder exists and is not empty, or cannot be made.</exception>
    public static RunFolder Create(string? output, string name)
    {
        if (output is null)
        {
            return new RunFolder(NextFree(name), numbered: true);
        }

        string path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(output));
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new InputException($"--out: {output} exists already and a finished run is never overwritten; allowed: a new or empty folder");
        }

        return new RunFolder(path, numbered: false);
    }

    /// <summary>Makes the run visible under its final name.</summary>
    public void Finish()
    {
        if (Directory.Exists(Path) && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
        }

        while (true)
        {
            try
            {
                Directory.Move(Working, Path);
                _finished = true;
                return;
            }
            catch (IOException) when (_numbered && Directory.Exists(Path))
            {
                // Another run took the number meanwhile.
                string file = System.IO.Path.GetFileName(Path);
                Path = NextFree(file[..file.LastIndexOf('-')]);
            }
        }
    }

    /// <summary>Removes the unfinished folder; a finished run stays.</summary>
    public void Dispose()
    {
        if (!_finished && Directory.Exists(Working))
        {
            Directory.Delete(Working, recursive: true);
        }
    }

    private static string NextFree(string name)
    {
        for (int i = 1; ; i++)
        {
            string path = System.IO.Path.GetFullPath(System.IO.Path.Combine("runs", $"{name}-{i:D3}"));
            if (!Directory.Exists(path) && !File.Exists(path))
            {
                return path;
            }
        }
    }
}
