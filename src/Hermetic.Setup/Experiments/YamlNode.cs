using Hermetic.Core;

namespace Hermetic.Setup.Experiments;

/// <summary>A place in a file, as an editor counts: lines and columns from 1.</summary>
internal readonly record struct Place(string File, long Line, long Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A node of an experiment file that knows where it stands and under which key.</summary>
internal abstract record YamlNode(Place Place, string Key)
{
    /// <summary>What the node is, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>Text: a number, a word or a sentence.</summary>
internal sealed record YamlText(Place Place, string Key, string Value) : YamlNode(Place, Key)
{
    public override string Kind => Value.Length == 0 ? "nothing" : $"the text '{InputError.Shown(Value)}'";
}

/// <summary>A list.</summary>
internal sealed record YamlList(Place Place, string Key, IReadOnlyList<YamlNode> Items) : YamlNode(Place, Key)
{
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the file.</summary>
internal sealed record YamlMap(Place Place, string Key, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place, Key)
{
    public override string Kind => "keys with values";

    /// <summary>The entry of a key, or null.</summary>
    public YamlEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);
}

/// <summary>One key with its value; the place is that of the key.</summary>
internal sealed record YamlEntry(Place Place, string Name, YamlNode Value);

/// <summary>The one form of every complaint about an experiment file.</summary>
internal static class InputError
{
    private const int ShownLength = 60;

    /// <summary>FILE:LINE:COLUMN: key 'a.b': what is wrong; allowed: ...; did you mean 'x'?</summary>
    public static InputException At(Place place, string key, string wrong, string? allowed = null, string? nearest = null)
    {
        string named = key.Length == 0 ? "" : $"key '{key}': ";
        string may = allowed is null ? "" : $"; allowed: {allowed}";
        string hint = nearest is null ? "" : $"; did you mean '{nearest}'?";
        return new InputException($"{place}: {named}{wrong}{may}{hint}");
    }

    /// <summary>Text of a file made fit for one line of a message.</summary>
    public static string Shown(string text)
    {
        string line = string.Concat(text.Take(ShownLength).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > ShownLength ? line + "..." : line;
    }

    /// <summary>The key of a member of a section.</summary>
    public static string Join(string section, string name) => section.Length == 0 ? Shown(name) : $"{section}.{Shown(name)}";
}
