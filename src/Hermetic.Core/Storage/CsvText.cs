namespace Hermetic.Core.Storage;

/// <summary>Text in CSV tables (RFC 4180).</summary>
public static class CsvText
{
    /// <summary>A text as a quoted cell.</summary>
    /// <param name="text">The text.</param>
    public static string Quoted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
