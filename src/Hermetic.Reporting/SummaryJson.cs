using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Hermetic.Analysis;
using Hermetic.Core.Numerics;

namespace Hermetic.Reporting;

/// <summary>Everything of a report as one JSON document, numbers exact (the shortest text that reads back to the same double).</summary>
internal static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A limit can be infinite where a search has no sensitivity; JSON has no number for that.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new HistogramConverter() },
    };

    /// <summary>The document.</summary>
    /// <param name="result">The search.</param>
    /// <param name="provenance">How it came to be.</param>
    public static string Of(SearchResult result, Provenance provenance)
    {
        var document = new
        {
            Format = "hermetic-summary-1",
            Units = "GeV, mm, rad; yields per particle on target at epsilon = 1; limits on the coupling itself; fractions, not percent",
            Headline = Headline.Limits(SearchFigures.Limit(result)),
            FactorChains = Headline.Chains(result),
            result.Experiment,
            result.Periods,
            result.Yields,
            result.Limits,
            result.BeamSpectrum,
            result.SignalSpectra,
            result.Showers,
            result.Seed,
            result.Remarks,
            Provenance = provenance,
        };
        return JsonSerializer.Serialize(document, Options) + "\n";
    }

    /// <summary>A histogram as its range, its contents and their errors.</summary>
    private sealed class HistogramConverter : JsonConverter<Histogram>
    {
        public override Histogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Summaries are written, not read.");

        public override void Write(Utf8JsonWriter writer, Histogram value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("low", value.Low);
            writer.WriteNumber("high", value.High);
            writer.WriteNumber("underflow", value.Underflow);
            writer.WriteNumber("overflow", value.Overflow);
            writer.WriteStartArray("sums");
            foreach (double sum in value.Sums)
            {
                writer.WriteNumberValue(sum);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("errors");
            for (int i = 0; i < value.Bins; i++)
            {
                writer.WriteNumberValue(value.Error(i));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
