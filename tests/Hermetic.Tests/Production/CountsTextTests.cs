using System.Text.Json;
using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Production.Counting;

namespace Hermetic.Tests.Production;

/// <summary>Counts from the command line, and limits as text and JSON.</summary>
public sealed class CountsTextTests
{
    [Theory]
    [InlineData("0.53", 0.53, 0.0)]
    [InlineData("0.53+-0.17", 0.53, 0.17)]
    [InlineData(" 0.53 +- 0.17 ", 0.53, 0.17)]
    [InlineData("0.53±0.17", 0.53, 0.17)]
    [InlineData("0.53+/-0.17", 0.53, 0.17)]
    [InlineData("2+-25%", 2.0, 0.5)]
    [InlineData("5e-3+-1e-3", 0.005, 0.001)]
    [InlineData("0", 0.0, 0.0)]
    public void BackgroundsAreRead(string text, double events, double uncertainty)
    {
        (double b, double sigma) = CountsText.WithUncertainty(text);
        Assert.Equal(events, b, 1e-15);
        Assert.Equal(uncertainty, sigma, 1e-15);
    }

    [Theory]
    [InlineData("90", 0.9)]
    [InlineData("90%", 0.9)]
    [InlineData("0.9", 0.9)]
    [InlineData(" 95 % ", 0.95)]
    [InlineData("99.7", 0.997)]
    public void ConfidenceLevelsAreRead(string text, double level) => Assert.Equal(level, CountsText.ConfidenceLevel(text), 1e-12);

    /// <summary>Shares are scaled to a sum of 1, so that limits are in signal events; one model may hold for all channels.</summary>
    [Fact]
    public void ChannelsAreRead()
    {
        CountingModel model = CountsText.Parse("0,2,1", "0.5+-0.2,1.5+-20%,0", "lognormal", "3,1,0", "10%").Reduce()!;
        Assert.Equal(0.1, model.SignalUncertainty, 1e-12);
        Assert.Equal(
            [
                new CountingChannel("channel 1", 0.75, 0.5, 0.2, BackgroundModel.LogNormal, 0),
                new CountingChannel("channel 2", 0.25, 1.5, 1.5 * (1 + 0.2) - 1.5, BackgroundModel.LogNormal, 2),
                new CountingChannel("channel 3", 0, 0, 0, BackgroundModel.None, 1),
            ],
            model.Channels.Select(c => c with { BackgroundUncertainty = c.Name == "channel 2" ? 1.5 * (1 + 0.2) - 1.5 : Math.Round(c.BackgroundUncertainty, 12) }));
        Assert.Equal(0.3, model.Channels[1].BackgroundUncertainty, 1e-12);
        Assert.Equal(BackgroundModel.Gamma, CountsText.Parse("0", "1+-0.3", null, null, null).Reduce()!.Channels[0].Model);
        Assert.Equal(BackgroundModel.None, CountsText.Parse("0", "1", "none", null, null).Reduce()!.Channels[0].Model);
    }

    /// <summary>The document has the agreed keys whatever the construction: five expected limits, ascending, and never a number that JSON lacks.</summary>
    [Theory]
    [InlineData("0", "0.53+-0.17", null, "exact")]
    [InlineData("1", "0", null, "exact")]
    [InlineData("1", "0.5+-0.1", Construction.Hybrid, "hybrid")]
    [InlineData("4", "3+-1", Construction.Toys, "toys")]
    [InlineData("4", "3+-1", Construction.Asymptotic, "asymptotic")]
    [InlineData("4", "3+-1", Construction.FeldmanCousins, "feldman-cousins")]
    [InlineData("4", "3+-1", Construction.Bayes, "bayes")]
    public void TheDocumentHoldsTheAgreedKeys(string observed, string background, Construction? construction, string word)
    {
        LimitRequest request = new(0.9) { Construction = construction, Toys = new ToyOptions(2000) };
        LimitAnswer answer = LimitRun.Compute(null, CountsText.Parse(observed, background, null, null, null), request);
        using JsonDocument document = JsonDocument.Parse(LimitText.Json(answer, "1.2"));
        JsonElement root = document.RootElement;
        Assert.Equal(answer.Report.Result.Construction, root.GetProperty("construction").GetString());
        Assert.Equal(word, root.GetProperty("construction_word").GetString());
        Assert.Equal(answer.Report.Result.Observed, root.GetProperty("observed").GetDouble(), 1e-8);
        double[] expected = [.. root.GetProperty("expected").EnumerateArray().Select(e => e.GetDouble())];
        Assert.Equal(5, expected.Length);
        Assert.Equal(expected.Order(), expected);
        Assert.Equal(int.Parse(observed), root.GetProperty("observed_events").GetInt32());
        Assert.Equal(0.9, root.GetProperty("cl").GetDouble());
        Assert.Equal("signal events", root.GetProperty("unit").GetString());
        Assert.EndsWith(".", root.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(construction == Construction.Toys, root.GetProperty("observed_error").ValueKind == JsonValueKind.Number);
        Assert.Equal(construction == Construction.FeldmanCousins, root.GetProperty("lower").ValueKind == JsonValueKind.Number);
    }

    /// <summary>The table has as many cells as names.</summary>
    [Fact]
    public void TheTableHoldsTheLimit()
    {
        LimitAnswer answer = LimitRun.Compute(null, CountsText.Parse("0", "0.53+-0.17", null, null, null), new LimitRequest(0.9));
        string[] lines = LimitText.Csv(answer).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("2.302585093,2.302585093,", lines[1], StringComparison.Ordinal);
        Assert.Equal(12, lines[0].Split(',').Length);
    }

    [Fact]
    public void AnUnknownConstructionIsRefusedWithTheNearest()
    {
        InputException error = Assert.Throws<InputException>(() => LimitRun.ConstructionOf("felman-cousins"));
        Assert.Contains("did you mean 'feldman-cousins'", error.Message, StringComparison.Ordinal);
    }
}
