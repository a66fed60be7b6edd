using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Hermetic.Analysis;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Reporting;
using Hermetic.Reporting.Curves;
using Hermetic.Setup.Experiments;
using Hermetic.Simulation.Signal;

namespace Hermetic.Production;

/// <summary>A finished run.</summary>
/// <param name="Folder">Where its files are.</param>
/// <param name="Result">What it computed.</param>
/// <param name="Provenance">How.</param>
public sealed record FinishedRun(string Folder, SearchResult Result, Provenance Provenance);

/// <summary>The verb "run": an experiment file in, a folder with report, figures, tables and summary out.</summary>
public static class SearchRun
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        typeof(SearchRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Showers come in whole chunks of this size.</summary>
    public const int ShowerChunk = ShowerSampler.ChunkSize;

    /// <summary>The file of an experiment.</summary>
    /// <param name="nameOrPath">Name in the library, or path of a file.</param>
    /// <exception cref="Core.InputException">There is no such experiment.</exception>
    public static string Locate(string nameOrPath)
    {
        ExperimentLibrary library = ExperimentLibrary.OfProgram();
        // A folder of the current folder may bear the name of an experiment: the name goes first.
        if (Directory.Exists(nameOrPath) && library.List().All(e => e.Name != nameOrPath))
        {
            throw new Core.InputException($"{nameOrPath} is a folder; allowed: the name of an experiment, or the path of a file");
        }

        return library.Resolve(nameOrPath);
    }

    /// <summary>Reads an experiment by name or path.</summary>
    /// <param name="nameOrPath">Name in the library, or path of a file.</param>
    /// <exception cref="Core.InputException">There is no such experiment, or its file is wrong.</exception>
    public static Experiment Read(string nameOrPath)
    {
        string path = Locate(nameOrPath);
        Experiment experiment = ExperimentReader.Read(path, MaterialCatalogue.Names);
        // Relative to the experiment file, so that a summary says the same wherever the repository lies.
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return experiment with { Files = [.. experiment.Files.Select(f => Path.GetRelativePath(folder, Path.GetFullPath(f)).Replace('\\', '/'))] };
    }

    /// <summary>Runs a search and writes its folder.</summary>
    /// <param name="nameOrPath">Experiment.</param>
    /// <param name="options">Masses, showers, seed, threads.</param>
    /// <param name="output">Folder, or null for the next free one.</param>
    /// <param name="command">Command line, for the provenance.</param>
    /// <param name="store">Store of tables and samples.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the run early; finished chunks stay in the store, no folder is left.</param>
    /// <exception cref="Core.InputException">Experiment or folder cannot be used.</exception>
    public static FinishedRun Execute(
        string nameOrPath,
        SearchOptions options,
        string? output,
        string command,
        ResultStore store,
        TimeProvider clock,
        IProgress<SearchProgress> progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        DateTimeOffset started = clock.GetUtcNow();
        long start = clock.GetTimestamp();
        Experiment experiment = Read(nameOrPath);
        CurveLibrary curves = CurveLibrary.Load(ProgramFolder.Require(Path.Combine("data", "limits")));
        SearchReport.Check(experiment, curves);
        using RunFolder folder = RunFolder.Create(output, experiment.Name);
        SearchResult result = Search.Run(experiment, options, store, progress, cancellation);
        Provenance provenance = new(
            Version,
            command,
            experiment.Digest,
            options.Seed,
            result.Showers,
            options.Threads,
            started,
            clock.GetElapsedTime(start).TotalSeconds,
            Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors");
        SearchReport.Write(folder.Working, result, provenance, curves);
        cancellation.ThrowIfCancellationRequested();
        folder.Finish();
        return new FinishedRun(folder.Path, result, provenance);
    }
}
