using System.Text.Json;
using Hermetic.Core;

namespace Hermetic.Setup.Workspaces;

/// <summary>An element of a JSON document with its path, which every error names.</summary>
/// <param name="Element">The element.</param>
/// <param name="Path">Such as "channels[0].samples[1].data"; empty for the whole document.</param>
internal readonly record struct JsonNode(JsonElement Element, string Path)
{
    private const int MostShown = 40;

    /// <summary>An error at this element.</summary>
    public InputException Error(string wrong, string allowed) => new($"{(Path.Length == 0 ? "the document" : Path)}: {wrong}; allowed: {allowed}");

    /// <summary>Refuses whatever is no object with the given members and no others.</summary>
    public JsonNode Object(string[] required, params string[] optional)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Error($"{Shown()} is no object", $"an object with {string.Join(", ", required)}");
        }

        HashSet<string> seen = [];
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            string name = Key(property);
            string path = Join(name);
            if (!required.Contains(name) && !optional.Contains(name))
            {
                string[] known = [.. required, .. optional];
                string near = InputException.Hint(name, known);
                throw new InputException($"{path}: unknown key; allowed: {string.Join(", ", known)}{near}");
            }

            if (!seen.Add(name))
            {
                throw new InputException($"{path}: given twice; allowed: once");
            }
        }

        return required.FirstOrDefault(r => !seen.Contains(r)) is { } missing
            ? throw new InputException($"{Join(missing)}: missing; allowed: an object here has {string.Join(", ", required)}")
            : this;
    }

    /// <summary>A member that <see cref="Object"/> has found.</summary>
    public JsonNode this[string name] => new(Element.GetProperty(name), Join(name));

    /// <summary>A member, or null where it is absent.</summary>
    public JsonNode? Optional(string name) => Element.TryGetProperty(name, out JsonElement member) ? new JsonNode(member, Join(name)) : null;

    /// <summary>The elements of a list; the length is checked before they are read.</summary>
    public IReadOnlyList<JsonNode> List(int most)
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Error($"{Shown()} is no list", "a list");
        }

        int count = Element.GetArrayLength();
        if (count > most)
        {
            throw Error($"{count} elements", $"at most {most}");
        }

        JsonNode[] nodes = new JsonNode[count];
        int i = 0;
        foreach (JsonElement element in Element.EnumerateArray())
        {
            nodes[i] = new JsonNode(element, $"{Path}[{i}]");
            i++;
        }

        return nodes;
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        try
        {
            return Element.GetString() ?? throw Error("null is no text", "a text in quotes");
        }
        catch (InvalidOperationException)
        {
            // Another kind of element, or an escaped half of a character.
            throw Error($"{Shown()} is no text", "a text in quotes");
        }
    }

    /// <summary>A finite number.</summary>
    public double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value)
        ? value
        : throw Error($"{Shown()} is no finite number", "a number");

    /// <summary>Finite numbers.</summary>
    public IReadOnlyList<double> Numbers(int most) => [.. List(most).Select(n => n.Number())];

    /// <summary>True or false.</summary>
    public bool Flag() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Error($"{Shown()} is neither true nor false", "true, false");

    /// <summary>Refuses everything but null.</summary>
    public void Null()
    {
        if (Element.ValueKind != JsonValueKind.Null)
        {
            throw Error($"{Shown()} has no meaning here", "null");
        }
    }

    /// <summary>The element as it stands, shortened.</summary>
    public string Shown()
    {
        string text = Element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => Element.GetRawText(),
        };
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }

    private string Key(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Error("a key is no text", "whole characters");
        }
    }

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
