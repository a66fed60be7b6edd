using System.Text.Json;
using System.Text.Unicode;
using Hermetic.Core;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Setup.Workspaces;

/// <summary>Reads pyhf JSON workspaces. Nothing is ignored: what the layout does not know is refused, and every error names the path of the bad element.</summary>
public static class WorkspaceReader
{
    /// <summary>Largest file that is read.</summary>
    public const int MostBytes = 64 << 20;

    private const int MostElements = 10_000;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 32 };
    private static readonly JsonDocumentOptions StrictDocument = new() { MaxDepth = 32 };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read or is no sound workspace; the message names the file and the path of the bad element.</exception>
    public static Workspace Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] content;
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using MemoryStream memory = new();
            byte[] block = new byte[1 << 16];
            for (int read = stream.Read(block); read > 0; read = stream.Read(block))
            {
                memory.Write(block, 0, read);
                if (memory.Length > MostBytes)
                {
                    throw new InputException($"{path}: the file is larger than {MostBytes >> 20} MiB; allowed: a smaller workspace");
                }
            }

            content = memory.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file; allowed: the path of a JSON workspace");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: {(Directory.Exists(path) ? "this is a folder" : "the file cannot be read")}; allowed: the path of a JSON workspace");
        }

        return Parse(content, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="name">What the errors call it.</param>
    /// <exception cref="InputException">It is no sound workspace; the message names the path of the bad element.</exception>
    public static Workspace Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        // Editors on some systems put a byte-order mark before the text.
        ReadOnlyMemory<byte> text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!Utf8.IsValid(text.Span))
        {
            throw new InputException($"{name}: the text is not UTF-8; allowed: a JSON document in UTF-8");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, StrictDocument);
            Workspace workspace = Workspace(new JsonNode(document.RootElement, ""));
            WorkspaceCheck.Check(workspace);
            return workspace;
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{name}: {JsonPlace.OfError(text.Span, Strict)}: line {e.LineNumber + 1} is no JSON ({Sentence(e)}); allowed: a JSON document of finite numbers, texts, lists and objects");
        }
        catch (InputException e)
        {
            throw new InputException($"{name}: {e.Message}");
        }
    }

    /// <summary>The reader's sentence without the place, which it counts in bytes.</summary>
    private static string Sentence(JsonException e) => e.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');

    private static Workspace Workspace(JsonNode root)
    {
        root.Object(["channels", "observations", "measurements", "version"]);
        string version = root["version"].Text();
        return new Workspace(
            [.. root["channels"].List(MostElements).Select(Channel)],
            [.. root["observations"].List(MostElements).Select(Observation)],
            [.. root["measurements"].List(MostElements).Select(Measurement)],
            version);
    }

    private static Channel Channel(JsonNode node)
    {
        node.Object(["name", "samples"]);
        return new Channel(node["name"].Text(), [.. node["samples"].List(MostElements).Select(Sample)]);
    }

    private static Sample Sample(JsonNode node)
    {
        node.Object(["name", "data", "modifiers"]);
        return new Sample(node["name"].Text(), Bins(node["data"]), [.. node["modifiers"].List(MostElements).Select(Modifier)]);
    }

    private static Observation Observation(JsonNode node)
    {
        node.Object(["name", "data"]);
        return new Observation(node["name"].Text(), Bins(node["data"]));
    }

    private static Modifier Modifier(JsonNode node)
    {
        node.Object(["name", "type", "data"]);
        string name = node["name"].Text();
        string kind = node["type"].Text();
        JsonNode data = node["data"];
        switch (kind)
        {
            case "normfactor":
                data.Null();
                return new NormFactor(name);
            case "shapefactor":
                data.Null();
                return new ShapeFactor(name);
            case "lumi":
                data.Null();
                return new Luminosity(name);
            case "normsys":
                data.Object(["lo", "hi"]);
                return new NormSys(name, data["lo"].Number(), data["hi"].Number());
            case "histosys":
                data.Object(["lo_data", "hi_data"]);
                return new HistoSys(name, Bins(data["lo_data"]), Bins(data["hi_data"]));
            case "shapesys":
                return new ShapeSys(name, Bins(data));
            case "staterror":
                return new StatError(name, Bins(data));
            default:
                string near = InputException.Hint(kind, ModifierKind.All);
                throw node["type"].Error($"{node["type"].Shown()} is no known type of modifier", string.Join(", ", ModifierKind.All) + near);
        }
    }

    private static Measurement Measurement(JsonNode node)
    {
        node.Object(["name", "config"]);
        JsonNode config = node["config"].Object(["poi", "parameters"]);
        return new Measurement(node["name"].Text(), config["poi"].Text(), [.. config["parameters"].List(MostElements).Select(Parameter)]);
    }

    private static ParameterSettings Parameter(JsonNode node)
    {
        node.Object(["name"], "inits", "bounds", "auxdata", "sigmas", "fixed");
        return new ParameterSettings(node["name"].Text())
        {
            Initial = node.Optional("inits")?.Numbers(HistFactoryModel.MostParameters),
            Bounds = node.Optional("bounds")?.List(HistFactoryModel.MostParameters) is { } bounds ? [.. bounds.Select(Range)] : null,
            AuxiliaryData = node.Optional("auxdata")?.Numbers(HistFactoryModel.MostParameters),
            Sigmas = node.Optional("sigmas")?.Numbers(HistFactoryModel.MostParameters),
            Fixed = node.Optional("fixed")?.Flag(),
        };
    }

    private static (double Low, double High) Range(JsonNode node)
    {
        IReadOnlyList<JsonNode> ends = node.List(2);
        return ends.Count == 2 ? (ends[0].Number(), ends[1].Number()) : throw node.Error($"{ends.Count} numbers", "[low, high]");
    }

    private static IReadOnlyList<double> Bins(JsonNode node) => node.Numbers(WorkspaceCheck.MostBins);
}
