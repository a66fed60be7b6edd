using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hermetic.Core.Storage;

/// <summary>How JSON documents of the program look.</summary>
public static class JsonText
{
    /// <summary>Indented, with all characters as they are.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
