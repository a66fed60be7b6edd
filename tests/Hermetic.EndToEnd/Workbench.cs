using System.Diagnostics;
using System.Text;

[assembly: AssemblyFixture(typeof(Hermetic.EndToEnd.Workbench))]

namespace Hermetic.EndToEnd;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record Outcome(int ExitCode, string Output, string Errors);

/// <summary>
/// What all end-to-end tests share: the built program, a temporary folder with a store of computed tables that lives as long as the test run (so that
/// tables are computed once), and one small finished run.
/// </summary>
public sealed class Workbench : IDisposable
{
    /// <summary>The arguments of the small run but for its folder and threads.</summary>
    public static readonly string[] SmallRunArguments = ["run", "na64e-2018", "--showers", "300", "--masses", "1MeV:1GeV:5", "--seed", "1"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-end-to-end-").FullName;
    private readonly Lazy<string> _smallRun;
    private int _folders;

    /// <summary>Creates the folder; the small run waits until a test asks for it.</summary>
    public Workbench() => _smallRun = new Lazy<string>(() =>
    {
        string folder = Path.Combine(NewFolder(), "small");
        Outcome outcome = Run([.. SmallRunArguments, "--threads", "1", "--out", folder]);
        Assert.True(outcome.ExitCode == 0, $"The small run ended with exit code {outcome.ExitCode}:\n{outcome.Errors}");
        return folder;
    });

    /// <summary>Root folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The program, built in the same configuration as these tests.</summary>
    public static string Program { get; } = Path.Combine(
        Root, "artifacts", "bin", "Hermetic.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "hermetic.dll");

    /// <summary>Folder of a finished run with one thread, see <see cref="SmallRunArguments"/>.</summary>
    public string SmallRun => _smallRun.Value;

    /// <summary>A new empty folder.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, Interlocked.Increment(ref _folders).ToString())).FullName;

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its current folder; a new one by default.</param>
    /// <param name="store">Folder of its store; the shared one by default.</param>
    public Outcome Run(string[] arguments, string? folder = null, string? store = null)
    {
        ProcessStartInfo start = Start("dotnet", [Program, .. arguments], folder);
        start.Environment["HERMETIC_CACHE"] = store ?? start.Environment["HERMETIC_CACHE"];
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"hermetic {string.Join(' ', arguments)} did not end within {Patience}. Its errors: {errors.Result}");
        }

        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>How a process is started: output caught, the store shared, no wish of this machine inherited.</summary>
    /// <param name="file">Executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its current folder; a new one by default.</param>
    public ProcessStartInfo Start(string file, IEnumerable<string> arguments, string? folder = null)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            WorkingDirectory = folder ?? NewFolder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["HERMETIC_CACHE"] = Path.Combine(_folder, "cache");
        return start;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string FindRoot()
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
}
