using System.Text;
using System.Text.RegularExpressions;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Setup;

/// <summary>A temporary folder with experiment files, and the repository's own.</summary>
public sealed class ExperimentFolder : IDisposable
{
    /// <summary>The materials that the tests let exist.</summary>
    public static readonly string[] Materials = ["lead", "polystyrene-scintillator", "paper", "tungsten"];

    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-experiments-").FullName;

    /// <summary>Root of the repository: the folder above the test program that holds the solution.</summary>
    public static string Repository
    {
        get
        {
            DirectoryInfo? at = new(AppContext.BaseDirectory);
            while (at is not null && !File.Exists(Path.Combine(at.FullName, "Hermetic.slnx")))
            {
                at = at.Parent;
            }

            return at?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
        }
    }

    /// <summary>The complete example of docs/experiments.md.</summary>
    public static string Example
    {
        get
        {
            string page = File.ReadAllText(Path.Combine(Repository, "docs", "experiments.md"));
            return Regex.Match(page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        }
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        WholeFile.Write(PathOf(name), content);
        return PathOf(name);
    }

    public Experiment Read(string text) => ExperimentReader.Read(Write("bad.yaml", text), Materials);

    /// <summary>The message of the one error, with the folder removed.</summary>
    public string ErrorOf(string text) => Error(Write("bad.yaml", text));

    public string Error(string path)
    {
        InputException error = Assert.Throws<InputException>(() => ExperimentReader.Read(path, Materials));
        return error.Message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
