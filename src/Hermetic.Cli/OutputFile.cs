using Hermetic.Core;

namespace Hermetic.Cli;

/// <summary>Files that a command will write at its end.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a file that could not be written, before the work is done; leaves nothing behind.</summary>
    /// <param name="option">The option, for the error.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void RequireWritable(string option, string file)
    {
        const string allowed = "allowed: a file in a place where you may write";
        if (string.IsNullOrWhiteSpace(file) || Directory.Exists(file))
        {
            throw new InputException($"{option}: '{file}' is no file name; {allowed}");
        }

        try
        {
            string path = Path.GetFullPath(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream probe = new($"{path}.{Environment.ProcessId}.tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: {file} cannot be written ({e.Message}); {allowed}");
        }
    }
}
