using System.Text;
using System.Text.RegularExpressions;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Core.Storage;
using Hermetic.Inference;
using Hermetic.Setup.Counting;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Setup;

/// <summary>Files of counting experiments: what the manual's example says, what is refused and where.</summary>
public sealed class CountingReaderTests : IDisposable
{
    private const string Small = "title: t\nchannels:\n  - {name: a, observed: 1, signal: 1, backgrounds: [{name: b, expected: 2, uncertainty: 50 %}]}\n";

    // Pieces with a meaning in YAML or in a counting file break more than random bytes do.
    private static readonly string[] Pieces =
    [
        "\n", "  ", ": ", "- ", "[", "]", "{", "}", ",", "#", "\"", "&a", "*a", "!", "|", "%", "\t", "\0", "1e999", "NaN", "-1", "~", "<<: *a", "include: counts.yaml\n", "combine: [counts.yaml]\n", "channels: []\n",
        "all", "é", "\uFEFF", "size: 1e9", "gamma",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-counting-").FullName;

    private static string Example => Regex.Match(File.ReadAllText(Repository.PathOf("docs/statistics.md")), "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheExampleOfTheManualIsRead()
    {
        CountingFile file = Read(Example);
        Assert.Equal("Two run periods", file.Title);
        Assert.Equal(["2022", "2023"], file.Model.Bins.Select(b => b.Name));
        Assert.Equal([0, 1], file.Model.Bins.Select(b => b.Observed));
        Assert.Equal([0.34, 0.16], file.Model.Bins[0].Backgrounds.Select(b => b.Expected));
        Assert.Equal(1, file.Model.TotalSignal, 1e-12);
        Assert.Equal(
            [("2022: hadrons", NuisanceKind.Gamma), ("2022: muons", NuisanceKind.LogNormal), ("2023: hadrons", NuisanceKind.Gamma), ("efficiency", NuisanceKind.LogNormal), ("energy scale", NuisanceKind.Gaussian)],
            file.Model.Nuisances.Select(n => (n.Name, n.Kind)));
        Assert.Equal(0.34 / 0.14 * (0.34 / 0.14), file.Model.Nuisances[0].ControlCount, 1e-12);
        Nuisance scale = file.Model.Nuisances[4];
        Assert.Equal([("2022", "signal", -0.03, 0.05), ("2022", "hadrons", 0.12, -0.09), ("2022", "muons", 0.12, -0.09)], scale.Effects.Take(3).Select(e => (e.Bin, e.Process, e.Up, e.Down ?? double.NaN)));
        Assert.All(scale.Effects.Skip(3), e => Assert.Equal(("2023", 0.1, null), (e.Bin, e.Up, e.Down)));
    }

    /// <summary>One channel in a file is the same experiment as on the command line.</summary>
    [Fact]
    public void ASmallFileIsACountingModel()
    {
        CountingModel model = Read(Small).Model.Reduce()!;
        Assert.Equal(new CountingChannel("a", 1, 2, 1, BackgroundModel.Gamma, 1), model.Channels[0]);
    }

    /// <summary>Files that combine others: channels are put together, uncertainties of the same name are one.</summary>
    [Fact]
    public void ExperimentsAreCombined()
    {
        const string shared = "uncertainties: [{name: theory, model: lognormal, effects: [{channel: all, on: signal, size: 20 %}]}]\n";
        Write("one.yaml", Small + shared);
        Write("two.yaml", Small + shared);
        CountingFile both = Read("title: both\ncombine: [one.yaml, two.yaml]\n");
        Assert.Equal(["one: a", "two: a"], both.Model.Bins.Select(b => b.Name));
        Assert.Equal(3, both.Model.Nuisances.Count);
        Assert.Equal(2, both.Model.Nuisances.Single(n => n.Name == "theory").Effects.Count);
        Assert.Equal(3, both.Files.Count);
        Limits.Compute(both.Model, new LimitRequest(0.9));
    }

    [Theory]
    [InlineData("expected: 2", "expected: -2", ":3:", "expected")]
    [InlineData("expected: 2", "expected: nan", ":3:", "expected")]
    [InlineData("expected: 2", "expectd: 2", ":3:", "did you mean 'expected'")]
    [InlineData("observed: 1", "observed: 1.5", ":3:", "observed")]
    [InlineData("observed: 1", "observed: -1", ":3:", "observed")]
    [InlineData("signal: 1", "signal: 0", "", "no channel expects signal")]
    [InlineData("uncertainty: 50 %", "uncertainty: -50 %", ":3:", "uncertainty")]
    [InlineData("uncertainty: 50 %", "uncertainty: 1e400", ":3:", "uncertainty")]
    [InlineData("uncertainty: 50 %", "uncertainty: 50 %, model: gama", ":3:", "did you mean 'gamma'")]
    [InlineData("uncertainty: 50 %", "model: gamma", ":3:", "without an uncertainty")]
    [InlineData("name: b", "name: signal", ":3:", "is taken")]
    [InlineData("name: a", "name: all", ":3:", "every channel")]
    [InlineData("title: t\n", "", "", "title")]
    [InlineData("title: t\n", "title: t\ncombine: [one.yaml, two.yaml]\n", ":2:", "no channels")]
    public void AMistakeIsNamedWithItsPlace(string good, string bad, string place, string named)
    {
        InputException error = Assert.Throws<InputException>(() => Read(Small.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("{name: x, model: gamma, effects: [{channel: all, on: backgrounds}]}", "uncertainty")]
    [InlineData("{name: x, model: lognormal, uncertainty: 10 %, effects: [{channel: all, on: signal, size: 5 %}]}", "sizes belong to the effects")]
    [InlineData("{name: x, model: lognormal, effects: [{channel: c, on: signal, size: 5 %}]}", "allowed: all, a")]
    [InlineData("{name: x, model: lognormal, effects: [{channel: all, on: muons, size: 5 %}]}", "muons")]
    [InlineData("{name: x, model: lognormal, effects: [{channel: all, on: signal, size: 5 %, up: 5 %}]}", "one or the other")]
    [InlineData("{name: x, model: lognormal, effects: [{channel: all, on: signal, size: -100 %}]}", "size")]
    [InlineData("{name: x, model: lognormal, effects: []}", "effects")]
    [InlineData("{name: x, model: lognormal, effects: [{channel: all, on: signal, size: 5 %}, {channel: a, on: signal, size: 5 %}]}", "already touched")]
    [InlineData("{name: 'a: b', model: lognormal, effects: [{channel: all, on: signal, size: 5 %}]}", "given twice")]
    public void BadUncertaintiesAreRefused(string uncertainty, string named)
    {
        InputException error = Assert.Throws<InputException>(() => Read(Small + $"uncertainties: [{uncertainty}]\n"));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(":4:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[counts.yaml, one.yaml]", "combines itself")]
    [InlineData("[absent.yaml, other.yaml]", "there is no file 'absent.yaml'")]
    [InlineData("[one.yaml]", "at least 2")]
    public void BadCombinationsAreRefused(string combine, string named)
    {
        Write("one.yaml", Small);
        InputException error = Assert.Throws<InputException>(() => Read($"title: t\ncombine: {combine}\n"));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A mutated file is an experiment or an error in one line; nothing else comes out of it.</summary>
    [Fact]
    public void AMutatedFileIsACountingExperimentOrAnInputError()
    {
        byte[] good = Encoding.UTF8.GetBytes(Example);
        int read = 0;
        for (int trial = 0; trial < 1000; trial++)
        {
            RandomStream random = new(20_261_125, (ulong)trial, StreamNumber.Response);
            List<byte> bad = [.. good];
            for (int change = 0; change < 1 + (trial % 3); change++)
            {
                int at = (int)(random.NextUniform() * bad.Count);
                bad.RemoveRange(at, Math.Min((int)(random.NextUniform() * 6), bad.Count - at));
                bad.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[(int)(random.NextUniform() * Pieces.Length)]));
            }

            try
            {
                Assert.NotEmpty(Read([.. bad]).Model.Bins);
                read++;
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(read, 10, 900);
    }

    private CountingFile Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private CountingFile Read(byte[] text)
    {
        string path = Path.Combine(_folder, "counts.yaml");
        WholeFile.Write(path, text);
        return CountingReader.Read(path);
    }

    private void Write(string name, string text) => WholeFile.Write(Path.Combine(_folder, name), text);
}
