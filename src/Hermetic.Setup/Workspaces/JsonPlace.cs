using System.Globalization;
using System.Text.Json;

namespace Hermetic.Setup.Workspaces;

/// <summary>Finds the path at which a text ceases to be JSON. Programs in other languages write NaN and Infinity there, which JSON has no words for.</summary>
internal static class JsonPlace
{
    /// <summary>The path of the first element that cannot be read.</summary>
    /// <param name="utf8">A text that is no JSON document.</param>
    /// <param name="options">How it was to be read.</param>
    public static string OfError(ReadOnlySpan<byte> utf8, JsonReaderOptions options)
    {
        // Of each open object the name that was read last, of each open list the number of elements before.
        List<(string? Name, int Index)> open = [];
        Utf8JsonReader reader = new(utf8, options);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        open[^1] = (reader.GetString(), 0);
                        break;
                    case JsonTokenType.StartObject:
                        open.Add((string.Empty, 0));
                        break;
                    case JsonTokenType.StartArray:
                        open.Add((null, 0));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.RemoveAt(open.Count - 1);
                        Count(open);
                        break;
                    default:
                        Count(open);
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The place is where it stopped.
        }

        string path = "";
        foreach ((string? name, int index) in open)
        {
            path += name is null ? $"[{index.ToString(CultureInfo.InvariantCulture)}]" : path.Length > 0 && name.Length > 0 ? $".{name}" : name;
        }

        return path.Length == 0 ? "the document" : path;
    }

    private static void Count(List<(string? Name, int Index)> open)
    {
        if (open.Count > 0 && open[^1].Name is null)
        {
            open[^1] = (null, open[^1].Index + 1);
        }
    }
}
