using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Models;

/// <summary>Finds models: by name in the folder "models" of the program, or by the path of a file.</summary>
public static class ModelLibrary
{
    private const string FolderName = "models";

    /// <summary>Names of the shipped models, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => [.. ProgramFolder.YamlFiles(FolderName).Keys];

    /// <summary>Reads all shipped models, in the order of their names.</summary>
    /// <exception cref="InputException">One of them is wrong.</exception>
    public static IReadOnlyList<ModelSetup> List() => [.. ProgramFolder.YamlFiles(FolderName).Values.Select(ModelReader.Read)];

    /// <summary>Reads a model.</summary>
    /// <param name="model">Name ("dark-photon") or path ("my-model.yaml").</param>
    /// <exception cref="InputException">It is neither, or wrong.</exception>
    public static ModelSetup Get(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        SortedDictionary<string, string> files = ProgramFolder.YamlFiles(FolderName);
        // A name goes first, so that a result does not depend on what lies in the current folder.
        if (files.TryGetValue(model, out string? path))
        {
            return ModelReader.Read(path);
        }

        if (File.Exists(model))
        {
            return ModelReader.Read(model);
        }

        string near = InputException.Hint(Path.GetFileNameWithoutExtension(model), files.Keys);
        throw new InputException($"there is no model '{InputError.Shown(model)}'; allowed: {string.Join(", ", files.Keys)}, or the path of a file{near}");
    }
}
