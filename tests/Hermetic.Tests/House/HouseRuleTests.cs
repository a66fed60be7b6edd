using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.House;

/// <summary>Rules of the house that no compiler checks.</summary>
public sealed partial class HouseRuleTests
{
    [Fact]
    public void TheRepositoryStandsAlone()
    {
        List<string> offences = [];
        foreach (string file in Repository.Files.Where(IsText))
        {
            int number = 0;
            foreach (string line in File.ReadLines(Repository.PathOf(file)))
            {
                number++;
                if (MachinePath().IsMatch(line) || OutsideReference().IsMatch(line))
                {
                    offences.Add($"{file}:{number}: {line.Trim()}");
                }
            }
        }

        Assert.True(offences.Count == 0, "Paths of one machine or outside of the repository:\n" + string.Join('\n', offences));
    }

    [Fact]
    public void EveryTableNamesItsSource()
    {
        string[] tables = [.. Repository.Files.Where(f => IsUnder(f, "data", "validation") && f.EndsWith(".csv", StringComparison.Ordinal))];
        Assert.NotEmpty(tables);
        // In the table's own header, or in the README beside it.
        string[] silent = [.. tables.Where(f => !File.ReadLines(Repository.PathOf(f)).TakeWhile(l => l.StartsWith('#')).Any(l => SourceComment().IsMatch(l)) && !Repository.Files.Contains(f[..(f.LastIndexOf('/') + 1)] + "README.md"))];
        Assert.True(silent.Length == 0, "Tables without a source:\n" + string.Join('\n', silent));
    }

    [Fact]
    public void EveryReferenceNamesItsSource()
    {
        // The numbers of experiments are held to it by their reader.
        string[] files = [.. Repository.Files.Where(f => IsUnder(f, "validation") && f.EndsWith(".yaml", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Matches(SourceKey(), Repository.Read(f)));
    }

    [Fact]
    public void TheSolutionHoldsEveryProject()
    {
        string[] listed = [.. XDocument.Parse(Repository.Read("Hermetic.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value).Order(StringComparer.Ordinal)];
        Assert.Equal(Repository.Projects, listed);
    }

    [Fact]
    public void PackageVersionsAreCentralAndExact()
    {
        Dictionary<string, string> central = CentralVersions();
        Assert.NotEmpty(central);
        Assert.All(central, v => Assert.Matches(ExactVersion(), v.Value));
        foreach (string project in Repository.Projects)
        {
            foreach (XElement reference in XDocument.Parse(Repository.Read(project)).Descendants("PackageReference"))
            {
                Assert.True(
                    reference.Attribute("Version") is null && reference.Attribute("VersionOverride") is null && central.ContainsKey(reference.Attribute("Include")!.Value),
                    $"{project}: {reference} must take its version from Directory.Packages.props.");
            }
        }
    }

    [Fact]
    public void LockFilesHoldTheCentralVersions()
    {
        Dictionary<string, string> central = CentralVersions();
        foreach (string project in Repository.Projects)
        {
            string lockFile = project[..(project.LastIndexOf('/') + 1)] + "packages.lock.json";
            Assert.Contains(lockFile, Repository.Files);
            using JsonDocument document = JsonDocument.Parse(Repository.Read(lockFile));
            foreach (JsonProperty framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
            {
                foreach (JsonProperty package in framework.Value.EnumerateObject().Where(p => p.Value.GetProperty("type").GetString() != "Project"))
                {
                    string resolved = package.Value.GetProperty("resolved").GetString()!;
                    Assert.True(!central.TryGetValue(package.Name, out string? wanted) || wanted == resolved, $"{lockFile}: {package.Name} {resolved} instead of {wanted}.");
                }
            }
        }
    }

    [Fact]
    public void NamespacesFollowTheFolders()
    {
        string[] sources = [.. Repository.Files.Where(f => IsUnder(f, "src", "tests", "benchmarks") && f.EndsWith(".cs", StringComparison.Ordinal))];
        Assert.NotEmpty(sources);
        foreach (string file in sources)
        {
            string[] folders = file.Split('/')[1..^1];
            Match declared = Namespace().Match(Repository.Read(file));
            // A program of top-level statements has no namespace.
            Assert.True(
                declared.Success ? declared.Groups[1].Value == string.Join('.', folders) : file.EndsWith("/Program.cs", StringComparison.Ordinal),
                $"{file} declares the namespace '{declared.Groups[1].Value}'.");
        }
    }

    [Fact]
    public void LinksOfTheDocumentationLeadSomewhere()
    {
        List<string> broken = [];
        foreach (string page in Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            string folder = Path.GetDirectoryName(Repository.PathOf(page))!;
            broken.AddRange(Link().Matches(Repository.Read(page))
                .Select(m => m.Groups[1].Value.Split('#')[0])
                .Where(l => l.Length > 0 && !l.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, l)))
                .Select(l => $"{page}: {l}"));
        }

        Assert.True(broken.Count == 0, "Broken links:\n" + string.Join('\n', broken));
    }

    [Fact]
    public void TheManualNamesTheMaterials()
    {
        string line = Repository.Read("docs/experiments.md").Split('\n').Single(l => l.StartsWith("A `material` of a plate", StringComparison.Ordinal));
        Assert.Equal(MaterialCatalogue.Names, Word().Matches(line).Skip(1).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void NoSourceSilencesTheBannedSymbols()
    {
        string[] silencers = ["#pragma warning disable RS00" + "30", "dotnet_diagnostic.RS00" + "30.severity"];
        Assert.All(
            Repository.Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".editorconfig", StringComparison.Ordinal) || f.EndsWith(".csproj", StringComparison.Ordinal)),
            f => Assert.DoesNotContain(silencers, s => Repository.Read(f).Contains(s, StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> CentralVersions() => XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);

    private static bool IsUnder(string file, params string[] folders) => folders.Any(f => file.StartsWith(f + "/", StringComparison.Ordinal));

    private static bool IsText(string file) => Path.GetExtension(file) is not (".png" or ".ico" or ".woff2") && !file.EndsWith("packages.lock.json", StringComparison.Ordinal);

    // A path that begins at the file system's root, not a part of an address or of a longer relative path.
    [GeneratedRegex(@"(?<![\w.:/*~-])/(work|root|tmp|home|Users)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\.\./share[d]\b")]
    private static partial Regex OutsideReference();

    [GeneratedRegex(@"^#\s*(source|citation):\s*\S")]
    private static partial Regex SourceComment();

    [GeneratedRegex(@"(?m)^\s*(- )?[""']?sources?[""']?:|[{,]\s*source:")]
    private static partial Regex SourceKey();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?m)^namespace ([\w.]+);")]
    private static partial Regex Namespace();
}
