using System.Text.Json;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Setup;

public sealed class ExperimentTextTests
{
    private static readonly ExperimentLibrary Library = ExperimentLibrary.OfProgram();

    private static Experiment Read(string name) => ExperimentReader.Read(Library.Resolve(name), Hermetic.Physics.Matter.MaterialCatalogue.Names);

    [Fact]
    public void EveryNumberNoteAndCitationIsShown()
    {
        Experiment experiment = Read("na64e-2024");
        string text = ExperimentText.Describe(experiment);
        string flat = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("momentum 100 GeV published [thesis]", flat, StringComparison.Ordinal);
        Assert.Contains("momentumSpread 1 % assumed [thesis] No publication at hand", flat, StringComparison.Ordinal);
        Assert.Contains("divergence 0.0004 rad published", flat, StringComparison.Ordinal);
        Assert.Contains("onTarget 5.2e11 EOT unrefereed [spsc-2024]", flat, StringComparison.Ordinal);
        Assert.Contains("punch-through of neutrals < 0.008 events assumed", flat, StringComparison.Ordinal);
        Assert.Contains("decays of mu, pi and K 0.202 +- 0.034 events assumed", flat, StringComparison.Ordinal);
        Assert.Contains("quadratic sum 13.64 %", flat, StringComparison.Ordinal);
        Assert.Contains(experiment.Digest, flat, StringComparison.Ordinal);
        Assert.All(experiment.Sources.Values, citation => Assert.Contains(citation, flat, StringComparison.Ordinal));
        Assert.All(
            experiment.Periods.SelectMany(p => p.Background.Sources).Select(s => s.Mean.Note).OfType<string>(),
            note => Assert.Contains(note, flat, StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 130, line));
    }

    [Fact]
    public void TheJsonHoldsWhatTheRecordHolds()
    {
        Experiment experiment = Read("na64e-2018");
        using JsonDocument document = JsonDocument.Parse(ExperimentText.ToJson(experiment));
        JsonElement root = document.RootElement;
        Assert.Equal("na64e-2018", root.GetProperty("name").GetString());
        Assert.Equal(experiment.Digest, root.GetProperty("digest").GetString());
        JsonElement spread = root.GetProperty("beam").GetProperty("momentumSpread");
        Assert.Equal(0.01, spread.GetProperty("value").GetDouble());
        Assert.Equal("", spread.GetProperty("unit").GetString());
        Assert.Equal("assumed", spread.GetProperty("status").GetString());
        Assert.Equal(experiment.Beam.MomentumSpread.Note, spread.GetProperty("note").GetString());
        Assert.Equal("electron", root.GetProperty("beam").GetProperty("particle").GetString());
        Assert.Equal(["bremsstrahlung"], root.GetProperty("signal").GetProperty("limitProcesses").EnumerateArray().Select(e => e.GetString()));
        JsonElement period = root.GetProperty("periods")[0];
        Assert.Equal(2.84e11, period.GetProperty("onTarget").GetProperty("value").GetDouble());
        Assert.Equal("EOT", period.GetProperty("onTarget").GetProperty("unit").GetString());
        Assert.Equal(8, period.GetProperty("efficiency").GetProperty("cumulative").GetArrayLength());
        Assert.Equal(experiment.Periods[0].SignalUncertainty, period.GetProperty("signalUncertainty").GetDouble());
        JsonElement row = period.GetProperty("background").GetProperty("sources")[2];
        Assert.True(row.GetProperty("isUpperLimit").GetBoolean());
        Assert.Equal(0.044, row.GetProperty("value").GetDouble());
    }

    [Fact]
    public void TheListNamesEveryExperiment()
    {
        string text = ExperimentText.List([.. Library.List().Select(e => Read(e.Name))]);
        Assert.Equal(5, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("na64e-2023  NA64e, A' -> invisible, 2016-23 (1.38e12 EOT); periods: 2016-22 + 2023\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceStatus.Published, "published")]
    [InlineData(SourceStatus.SecondHand, "second-hand")]
    [InlineData(SourceStatus.Unrefereed, "unrefereed")]
    public void StatusWords(SourceStatus status, string word) => Assert.Equal(word, EnumWords.Word(status));

    [Fact]
    public void FlagsAreListedOneByOne()
    {
        Assert.Equal(["bremsstrahlung", "annihilation"], EnumWords.Words(SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation));
        Assert.Empty(EnumWords.Words(SignalProcesses.None));
    }
}
