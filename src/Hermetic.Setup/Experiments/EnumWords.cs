using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hermetic.Setup.Experiments;

/// <summary>The words by which experiment files and reports name the values of an enumeration: lower case with hyphens ("second-hand"), unless the value
/// carries a word of its own.</summary>
public static class EnumWords
{
    /// <summary>The word of a value.</summary>
    /// <param name="value">A single named value (for flags see <see cref="Words"/>).</param>
    public static string Word<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return typeof(T).GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(name);
    }

    /// <summary>The words of the flags that are set, in the order of their declaration; empty for none.</summary>
    /// <param name="value">A combination of flags.</param>
    public static IReadOnlyList<string> Words<T>(T value)
        where T : struct, Enum => [.. Named<T>().Where(n => value.HasFlag(n.Value)).Select(n => n.Word)];

    /// <summary>The values that a file can name, with their words, in the order of declaration; a value 0 called None is not among them.</summary>
    internal static IReadOnlyList<(string Word, T Value)> Named<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(v => v.ToString() != "None").Select(v => (Word(v), v))];
}

/// <summary>The two words of a switch, as YAML spells them.</summary>
internal enum YesNo
{
    /// <summary>Off.</summary>
    False,

    /// <summary>On.</summary>
    True,
}
