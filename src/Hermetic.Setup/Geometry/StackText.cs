using System.Globalization;
using Hermetic.Core;
using Hermetic.Physics.Matter;

namespace Hermetic.Setup.Geometry;

/// <summary>
/// Stacks in one line of text: "Pb 40X0", "150 x (Pb 1.5mm, polystyrene-scintillator 1.5mm active)". Items are separated by commas; an item is a material with its thickness and
/// possibly the word "active", or a number of repeats with a list in parentheses.
/// </summary>
public static class StackText
{
    private const string Allowed = "materials with a thickness in mm or X0, such as \"Pb 40X0\" or \"150 x (Pb 1.5mm, polystyrene-scintillator 1.5mm active)\"";
    private const string ActiveWord = "active";
    private const int MostDepth = 16;

    /// <summary>Whether a text is meant as a description rather than as a name or a path.</summary>
    /// <param name="text">The text.</param>
    public static bool IsDescription(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split(' ', ',', '(', ')');
        return text.Contains('(', StringComparison.Ordinal) || (words.Length > 1 && !Path.HasExtension(text.TrimEnd()) && MaterialLike(words[0])) || words.Any(w => MaterialNames.All.Contains(w));
    }

    /// <summary>Reads a description.</summary>
    /// <param name="text">The description.</param>
    /// <exception cref="InputException">It cannot be understood.</exception>
    public static StackSetup Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        List<int> sections = [];
        List<Layer> layers = ReadList(text, ref at, 0, sections);
        if (at < text.Length)
        {
            throw Wrong(text, $"')' at character {at + 1} closes nothing");
        }

        if (layers.All(l => l.Material.Components.Count == 0))
        {
            throw Wrong(text, "all layers are vacuum: nothing would happen in them");
        }

        if (layers.Sum(l => l.Thickness) > StackSetup.MostDepth)
        {
            throw Wrong(text, $"the stack is deeper than {StackSetup.MostDepth:G6} mm");
        }

        string name = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new StackSetup(name, name, new LayerStack(layers, StackSetup.UsualWidth, sections), CellGrid.Usual, 0);
    }

    /// <summary>A name with a digit first is a thickness or a repeat, not a material; a path is no material either.</summary>
    private static bool MaterialLike(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static List<Layer> ReadList(string text, ref int at, int depth, List<int>? sections)
    {
        List<Layer> layers = [];
        while (true)
        {
            int before = layers.Count;
            int end = text.AsSpan(at).IndexOfAny(",()") is >= 0 and int found ? at + found : text.Length;
            string item = text[at..end].Trim();
            if (end < text.Length && text[end] == '(')
            {
                layers.AddRange(ReadGroup(text, item, ref end, depth));
            }
            else
            {
                layers.Add(ReadLayer(text, item));
            }

            if (layers.Count > StackSetup.MostLayers)
            {
                throw Wrong(text, $"more than {StackSetup.MostLayers} layers");
            }

            sections?.Add(layers.Count - before);
            at = end;
            if (at == text.Length || text[at] != ',')
            {
                return layers;
            }

            at++;
        }
    }

    private static IEnumerable<Layer> ReadGroup(string text, string head, ref int at, int depth)
    {
        string number = head.TrimEnd('x', '*', ' ');
        int repeat = 1;
        if (head.Length > 0 && !(number.Length < head.Length && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out repeat) && repeat is >= 1 and <= StackSetup.MostLayers))
        {
            throw Wrong(text, $"'{head}' before '(' is no number of repeats such as '150 x'");
        }

        if (depth >= MostDepth)
        {
            throw Wrong(text, $"parentheses are nested more than {MostDepth} deep");
        }

        at++;
        List<Layer> unit = ReadList(text, ref at, depth + 1, null);
        if (at == text.Length)
        {
            throw Wrong(text, "a ')' is missing");
        }

        at++;
        int end = text.AsSpan(at).IndexOfAny(",)") is >= 0 and int found ? at + found : text.Length;
        if (text[at..end].Trim() is { Length: > 0 } rest)
        {
            throw Wrong(text, $"'{rest}' after ')'");
        }

        at = end;
        return (long)repeat * unit.Count <= StackSetup.MostLayers
            ? Enumerable.Repeat(unit, repeat).SelectMany(u => u)
            : throw Wrong(text, $"more than {StackSetup.MostLayers} layers");
    }

    private static Layer ReadLayer(string text, string item)
    {
        string[] words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool active = words.Length > 2 && words[^1] == ActiveWord;
        if (words.Length < 2)
        {
            throw Wrong(text, words.Length == 0 ? "a layer is empty" : $"'{item}' lacks {(MaterialNames.All.Contains(words[0]) ? "its thickness" : "a material or a thickness")}");
        }

        if (!MaterialNames.All.Contains(words[0]))
        {
            string near = InputException.Hint(words[0], MaterialNames.All);
            throw new InputException($"--stack: '{words[0]}' is no known material; allowed: {string.Join(", ", MaterialNames.All)}{near}");
        }

        Material material = MaterialCatalogue.Get(words[0]);
        string thickness = string.Concat(words[1..(active ? ^1 : ^0)]);
        return StackReader.TryThickness(thickness, material.RadiationLength, out double value)
            ? new Layer(material, value, active)
            : throw Wrong(text, $"'{thickness}' of '{item}' is no thickness");
    }

    private static InputException Wrong(string text, string wrong) => new($"--stack: '{text}': {wrong}; allowed: {Allowed}");
}
