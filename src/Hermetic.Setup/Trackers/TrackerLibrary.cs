using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;

namespace Hermetic.Setup.Trackers;

/// <summary>Finds trackers: by name in the folder "trackers" of the program, by the name of an experiment whose file describes one, or by the path of a file of either kind.</summary>
public static class TrackerLibrary
{
    private const string FolderName = "trackers";

    /// <summary>Names of the shipped trackers and of the experiments that describe one, in ordinal order. Reads the experiments' files: not for what every start of the program does.</summary>
    public static IReadOnlyList<string> Names => [.. ProgramFolder.YamlFiles(FolderName).Keys.Concat(ExperimentLibrary.OfProgram().List().Where(DescribesTracker).Select(e => e.Name)).Order(StringComparer.Ordinal)];

    /// <summary>Names of the shipped trackers that have a file of their own, in ordinal order.</summary>
    public static IReadOnlyList<string> OwnNames => [.. ProgramFolder.YamlFiles(FolderName).Keys];

    /// <summary>Reads a tracker.</summary>
    /// <param name="setup">Name ("na64e-2018") or path ("my-tracker.yaml").</param>
    /// <exception cref="InputException">There is none, or something in its file is wrong.</exception>
    public static TrackerSetup Get(string setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (ProgramFolder.YamlFiles(FolderName).TryGetValue(setup, out string? path))
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

        string near = InputException.Hint(Path.GetFileNameWithoutExtension(setup), Names);
        throw new InputException($"SETUP: there is no tracker '{InputError.Shown(setup)}'; allowed: {string.Join(", ", Names)}, or the path of a file{near}");
    }

    private static TrackerSetup OfExperiment(string path) => ExperimentReader.Read(path, MaterialNames.All).Tracker
        ?? throw new InputException($"{path}: the experiment describes no tracker; allowed: an experiment with the section 'tracker' ({string.Join(", ", Names)})");

    /// <summary>By the text alone: files may be wrong.</summary>
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
}
