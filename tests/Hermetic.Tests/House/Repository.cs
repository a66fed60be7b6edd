using System.Diagnostics;

namespace Hermetic.Tests.House;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> Listed = new(List);

    /// <summary>Absolute path of the root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Relative paths (with slashes) of all files that are committed or would be: git's list without what it ignores. Skips the test where git has no answer.</summary>
    public static IReadOnlyList<string> Files => Listed.Value;

    /// <summary>Relative paths of the project files.</summary>
    public static IReadOnlyList<string> Projects => [.. Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))];

    /// <summary>The text of a file given by its relative path.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>The absolute path of a file given by its relative path.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hermetic.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run from the artifacts folder of the repository.");
    }

    private static IReadOnlyList<string> List()
    {
        // A checkout that belongs to another user (a container's mount) is as good as any to list files.
        ProcessStartInfo start = new("git", ["-c", "safe.directory=*", "-c", "core.quotePath=false", "ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            Task<string> errors = git.StandardError.ReadToEndAsync();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            Assert.SkipWhen(git.ExitCode != 0, $"The house rules are checked in a git checkout only: {errors.Result.Trim()}");
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(PathOf(f))).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("The house rules are checked with git, which is not installed.");
            throw;
        }
    }
}
