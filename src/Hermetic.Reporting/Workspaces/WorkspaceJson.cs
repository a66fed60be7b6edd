using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Reporting.Workspaces;

/// <summary>Writes pyhf JSON workspaces. Numbers are exact: the shortest text that reads back to the same double.</summary>
public static class WorkspaceJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A workspace as text.</summary>
    /// <param name="workspace">A sound workspace.</param>
    /// <exception cref="Core.InputException">It is not sound; the message names the path of the bad element.</exception>
    public static string Write(Workspace workspace)
    {
        WorkspaceCheck.Check(workspace);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Options))
        {
            writer.WriteStartObject();
            List(writer, "channels", workspace.Channels, Write);
            List(writer, "observations", workspace.Observations, Write);
            List(writer, "measurements", workspace.Measurements, Write);
            writer.WriteString("version", workspace.Version);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, Channel channel)
    {
        writer.WriteString("name", channel.Name);
        List(writer, "samples", channel.Samples, Write);
    }

    private static void Write(Utf8JsonWriter writer, Sample sample)
    {
        writer.WriteString("name", sample.Name);
        Numbers(writer, "data", sample.Data);
        List(writer, "modifiers", sample.Modifiers, Write);
    }

    private static void Write(Utf8JsonWriter writer, Observation observation)
    {
        writer.WriteString("name", observation.Name);
        Numbers(writer, "data", observation.Data);
    }

    private static void Write(Utf8JsonWriter writer, Modifier modifier)
    {
        writer.WriteString("name", modifier.Name);
        writer.WriteString("type", ModifierKind.Of(modifier));
        switch (modifier)
        {
            case NormSys m:
                writer.WriteStartObject("data");
                writer.WriteNumber("lo", m.Low);
                writer.WriteNumber("hi", m.High);
                writer.WriteEndObject();
                break;
            case HistoSys m:
                writer.WriteStartObject("data");
                Numbers(writer, "lo_data", m.Low);
                Numbers(writer, "hi_data", m.High);
                writer.WriteEndObject();
                break;
            case ShapeSys m:
                Numbers(writer, "data", m.Uncertainties);
                break;
            case StatError m:
                Numbers(writer, "data", m.Uncertainties);
                break;
            default:
                writer.WriteNull("data");
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, Measurement measurement)
    {
        writer.WriteString("name", measurement.Name);
        writer.WriteStartObject("config");
        writer.WriteString("poi", measurement.ParameterOfInterest);
        List(writer, "parameters", measurement.Parameters, Write);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ParameterSettings settings)
    {
        writer.WriteString("name", settings.Name);
        Optional(writer, "inits", settings.Initial);
        if (settings.Bounds is { } bounds)
        {
            writer.WriteStartArray("bounds");
            foreach ((double low, double high) in bounds)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(low);
                writer.WriteNumberValue(high);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        Optional(writer, "auxdata", settings.AuxiliaryData);
        Optional(writer, "sigmas", settings.Sigmas);
        if (settings.Fixed is { } held)
        {
            writer.WriteBoolean("fixed", held);
        }
    }

    private static void Optional(Utf8JsonWriter writer, string name, IReadOnlyList<double>? values)
    {
        if (values is not null)
        {
            Numbers(writer, name, values);
        }
    }

    private static void Numbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void List<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
