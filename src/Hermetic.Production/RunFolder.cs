using Hermetic.Core;

namespace Hermetic.Production;

/// <summary>
/// The folder of a run on disk. Everything is written into a sibling folder with the suffix ".partial" and becomes visible under the final name by one rename, so that a
/// folder with the final name always holds a finished run, and a finished run is never overwritten. A wanted folder is held by a lock file beside it, so that a second run
/// for the same folder is refused at its start; next free folders need none, since the second takes the next number.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private readonly FileStream? _lock;
    private bool _finished;

    private RunFolder(string path, FileStream? heldBy)
    {
        Path = path;
        _lock = heldBy;
        Working = $"{path}.{Environment.ProcessId}.partial";
        Writing(path, () => Directory.CreateDirectory(Working));
    }

    /// <summary>Final path.</summary>
    public string Path { get; private set; }

    /// <summary>Folder in which the run is being written.</summary>
    public string Working { get; }

    /// <summary>A new folder for a run.</summary>
    /// <param name="output">The folder that the user wants, or null for the next free "runs/NAME-NNN" below the current folder.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <exception cref="InputException">The wanted folder exists and is not empty, is the current folder, is being written by another run, or cannot be made.</exception>
    public static RunFolder Create(string? output, string name)
    {
        if (output is null)
        {
            return new RunFolder(NextFree(name), heldBy: null);
        }

        if (string.IsNullOrWhiteSpace(output))
        {
            throw new InputException("--out: the name of the folder is empty; allowed: a new or empty folder");
        }

        string path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(output));
        RefuseTaken(output, path);
        FileStream held = Hold(output, path);
        try
        {
            // The run that held it may have finished meanwhile.
            RefuseTaken(output, path);
            return new RunFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes the run visible under its final name.</summary>
    /// <exception cref="InputException">Somebody has filled the wanted folder meanwhile; the finished run stays in <see cref="Working"/>, which the message names.</exception>
    public void Finish()
    {
        while (!_finished)
        {
            try
            {
                if (Directory.Exists(Path) && !Directory.EnumerateFileSystemEntries(Path).Any())
                {
                    Directory.Delete(Path);
                }

                Directory.Move(Working, Path);
                _finished = true;
            }
            catch (IOException) when (_lock is null && Directory.Exists(Path))
            {
                // Another run took the number meanwhile.
                string file = System.IO.Path.GetFileName(Path);
                Path = NextFree(file[..file.LastIndexOf('-')]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _finished = true;
                throw new InputException($"--out: {Path} could not be put in its place ({e.Message}); the finished run is kept in {Working}");
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

        _lock?.Dispose();
    }

    private static void RefuseTaken(string output, string path)
    {
        // The finished folder takes the place of an empty one, and whoever stands in that would stand in a removed folder.
        if (path == System.IO.Path.TrimEndingDirectorySeparator(Directory.GetCurrentDirectory()))
        {
            throw new InputException($"--out: {output} is the current folder; allowed: a new or empty folder elsewhere, such as {System.IO.Path.Combine(output, "run")}");
        }

        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new InputException($"--out: {output} exists already and a finished run is never overwritten; allowed: a new or empty folder");
        }
    }

    /// <summary>The lock file of a wanted folder: the system frees it with the process, however that ends.</summary>
    private static FileStream Hold(string output, string path)
    {
        Writing(path, () => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? path));
        string file = path + ".lock";
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new InputException($"--out: another run is writing {output} (it holds {file}); allowed: another folder, or this one when that run has ended unfinished");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(path, e);
        }
    }

    private static void Writing(string path, Action create)
    {
        try
        {
            create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(path, e);
        }
    }

    private static InputException CannotBeWritten(string path, Exception e) =>
        new($"--out: the folder {path} cannot be written ({e.Message}); allowed: a new folder in a place where you may write");

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
