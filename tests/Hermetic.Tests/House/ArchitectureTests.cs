using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Hermetic.Tests.House;

/// <summary>The arrows between the assemblies, as docs/architecture.md tells them.</summary>
public sealed class ArchitectureTests
{
    /// <summary>An assembly may reference only those above it.</summary>
    private static readonly string[] Floors =
    [
        "Hermetic.Core",
        "Hermetic.Physics",
        "Hermetic.Inference",
        "Hermetic.Setup",
        "Hermetic.Simulation",
        "Hermetic.Reconstruction",
        "Hermetic.Analysis",
        "Hermetic.Reporting",
        "Hermetic.Production",
        "Hermetic.Cli",
        "Hermetic.Web",
    ];

    /// <summary>Not allowed although the order would permit it: truth is out of reconstruction's reach, and the two faces do not know each other.</summary>
    private static readonly (string From, string To)[] Walls =
    [
        ("Hermetic.Reconstruction", "Hermetic.Simulation"),
        ("Hermetic.Web", "Hermetic.Cli"),
    ];

    [Fact]
    public void ProjectsReferenceOnlyWhatStandsAboveThem()
    {
        Assert.NotEmpty(ProductProjects());
        foreach (string project in ProductProjects())
        {
            string from = Path.GetFileNameWithoutExtension(project);
            foreach (XElement reference in XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference"))
            {
                AssertAllowed(from, Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value), project);
            }
        }
    }

    [Fact]
    public void AssembliesReferenceOnlyWhatStandsAboveThem()
    {
        string[] assemblies = [.. Directory.GetFiles(AppContext.BaseDirectory, "Hermetic.*.dll").Where(f => Path.GetFileNameWithoutExtension(f) != "Hermetic.Tests")];
        Assert.Contains(assemblies, f => Path.GetFileNameWithoutExtension(f) == "Hermetic.Production");
        foreach (string path in assemblies)
        {
            using PEReader reader = new(File.OpenRead(path));
            MetadataReader metadata = reader.GetMetadataReader();
            string from = metadata.GetString(metadata.GetAssemblyDefinition().Name);
            foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
            {
                string to = metadata.GetString(metadata.GetAssemblyReference(handle).Name);
                if (to.StartsWith("Hermetic.", StringComparison.Ordinal))
                {
                    AssertAllowed(from, to, path);
                }
            }
        }
    }

    [Fact]
    public void EveryAssemblyHasAFloor()
    {
        Assert.All(ProductProjects(), p => Assert.Contains(Path.GetFileNameWithoutExtension(p), Floors));
    }

    [Fact]
    public void TheArchitectureChapterNamesEveryAssembly()
    {
        string chapter = Repository.Read("docs/architecture.md");
        Assert.All(ProductProjects(), p => Assert.Contains($"`{Path.GetFileNameWithoutExtension(p)}`", chapter, StringComparison.Ordinal));
    }

    private static IEnumerable<string> ProductProjects() => Repository.Projects.Where(p => p.StartsWith("src/", StringComparison.Ordinal));

    private static void AssertAllowed(string from, string to, string where)
    {
        Assert.True(
            Array.IndexOf(Floors, to) is >= 0 and int floor && floor < Array.IndexOf(Floors, from) && !Walls.Contains((from, to)),
            $"{where}: {from} must not reference {to}.");
    }
}
