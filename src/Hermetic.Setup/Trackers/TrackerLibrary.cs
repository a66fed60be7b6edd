using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;

namespace Hermetic.Setup.Trackers;

/// <summary>Finds trackers: by name in the folder "trackers" of the program, by the name of an experiment whose file describes one, or by the path of a file of either kind.</summary>
public static class TrackerLibrary
{
    private const string FolderName = "trackers";

    /// <summary>Names of the shipped trackers and of the experiments that describe one, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => [.. Files().Keys.Concat(ExperimentLibrary.OfProgram().List().Where(DescribesTracker).Select(e => e.Name)).Order(StringComparer.Ordinal)];

    /// <summary>Reads a tracker.</summary>
    /// <param name="setup">Name ("na64e-2018") or path ("my-tracker.yaml").</param>
    /// <exception cref="InputException">There is none, or something in its file is wrong.</exception>
    public static TrackerSetup Get(string setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (Files().TryGetValue(setup, out string? path))
        {
            return TrackerReader.Read(path);
        }

        ExperimentLibrary experiments = ExperimentLibrary.OfProgram();
        if (experiments.List().FirstOrDefault(e => e.Name == setup) is { } experiment)
        {
            return OfExperiment(experiment.Path);
        }

        if (File.Exists(setup))
        {
            // An experiment has a calorimeter; a tracker has none.
            return ExperimentFiles.Load(setup).Root.Find("ecal") is null ? TrackerReader.Read(setup) : OfExperiment(setup);
        }

        string near = InputException.Nearest(Path.GetFileNameWithoutExtension(setup), Names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        throw new InputException($"SETUP: there is no tracker '{InputError.Shown(setup)}'; allowed: {string.Join(", ", Names)}, or the path of a file{near}");
    }

    private static TrackerSetup OfExperiment(string path) => ExperimentReader.Read(path, MaterialNames.All).Tracker
        ?? throw new InputException($"{path}: the experiment describes no tracker; allowed: an experiment with the section 'tracker' ({string.Join(", ", Names)})");

    /// <summary>By the text alone: names are listed at every start of the program, and by files that may be wrong.</summary>
    private static bool DescribesTracker(ExperimentEntry experiment)
    {
        try
        {
            return File.ReadLines(experiment.Path).Any(l => l.StartsWith("tracker:", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
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
