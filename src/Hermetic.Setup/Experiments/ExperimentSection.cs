using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Units;

namespace Hermetic.Setup.Experiments;

/// <summary>What a number of an experiment file may be.</summary>
/// <param name="Dimension">Its dimension.</param>
/// <param name="Minimum">Least value in house units.</param>
/// <param name="Maximum">Greatest value in house units.</param>
/// <param name="AboveMinimum">Whether the least value itself is excluded.</param>
/// <param name="Whole">Whether only whole numbers make sense.</param>
/// <param name="Units">The unit words that make sense here, one of which must stand; null for all of the dimension.</param>
internal sealed record NumberRule(
    Dimension Dimension, double Minimum, double Maximum, bool AboveMinimum = false, bool Whole = false, IReadOnlyList<string>? Units = null)
{
    /// <summary>The rule in words, for messages.</summary>
    public string Allowed
    {
        get
        {
            string units = Units switch
            {
                null => Quantity.Allowed(Dimension),
                [""] => "a number without unit",
                _ => $"a number with unit {string.Join(" or ", Units)}",
            };
            string range = $"{(AboveMinimum ? "above" : "at least")} {Text(Minimum)} and at most {Text(Maximum)}";
            return $"{units}{(Whole ? ", whole" : "")}, {range}";
        }
    }

    private string Text(double value)
    {
        string unit = Units?[0] ?? Quantity.HouseUnit(Dimension);
        string number = value.ToString("g6", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? number : $"{number} {unit}";
    }
}

/// <summary>What the reader of every section needs to know.</summary>
/// <param name="Sources">Citations by key.</param>
/// <param name="Materials">Names of the materials that exist.</param>
internal sealed record ExperimentContext(IReadOnlyDictionary<string, string> Sources, IReadOnlyCollection<string> Materials);

/// <summary>The keys of one section, already checked to be known ones; every getter throws an <see cref="InputException"/> at the place of the fault.</summary>
internal sealed class ExperimentSection
{
    private const int MaximumText = 2000;
    private static readonly string[] NumberKeys = ["value", "source", "status", "note"];

    private readonly YamlMap _map;
    private readonly ExperimentContext _context;

    /// <summary>Checks the keys of a section.</summary>
    /// <param name="node">The section.</param>
    /// <param name="context">What is known of the experiment.</param>
    /// <param name="keys">The valid keys.</param>
    public ExperimentSection(YamlNode node, ExperimentContext context, params string[] keys)
    {
        _map = node as YamlMap ?? throw Wrong(node, $"keys with values ({string.Join(", ", keys)})");
        _context = context;
        foreach (YamlEntry entry in _map.Entries)
        {
            if (!keys.Contains(entry.Name))
            {
                throw InputError.At(
                    entry.Place,
                    InputError.Join(_map.Key, entry.Name),
                    "there is no such key",
                    string.Join(", ", keys),
                    InputException.Nearest(entry.Name, keys));
            }
        }
    }

    /// <summary>Whether a key is given.</summary>
    public bool Has(string name) => _map.Find(name) is not null;

    /// <summary>A node that must be there.</summary>
    public YamlNode Node(string name) =>
        _map.Find(name)?.Value ?? throw InputError.At(_map.Place, InputError.Join(_map.Key, name), "missing in the section that begins here");

    /// <summary>The section under a key.</summary>
    public ExperimentSection Section(string name, params string[] keys) => new(Node(name), _context, keys);

    /// <summary>The sections of a list.</summary>
    /// <param name="name">Key of the list.</param>
    /// <param name="minimum">Least number of items; 0 also lets the key be absent.</param>
    /// <param name="maximum">Greatest number of items.</param>
    /// <param name="keys">The valid keys of an item.</param>
    public IReadOnlyList<ExperimentSection> Sections(string name, int minimum, int maximum, params string[] keys) =>
        [.. Items(name, minimum, maximum).Select(item => new ExperimentSection(item, _context, keys))];

    /// <summary>The texts of a list; the key may be absent.</summary>
    /// <param name="name">Key of the list.</param>
    /// <param name="maximum">Greatest number of items.</param>
    /// <param name="once">Whether each may be given only once.</param>
    public IReadOnlyList<string> Texts(string name, int maximum, bool once = true)
    {
        List<string> texts = [];
        foreach (YamlNode item in Items(name, minimum: 0, maximum))
        {
            string text = TextOf(item);
            if (once && texts.Contains(text))
            {
                throw InputError.At(item.Place, item.Key, $"'{InputError.Shown(text)}' is given twice", "each once");
            }

            texts.Add(text);
        }

        return texts;
    }

    /// <summary>A text of one line.</summary>
    public string Text(string name) => TextOf(Node(name));

    /// <summary>A word for a value of an enumeration.</summary>
    public T Word<T>(string name)
        where T : struct, Enum => WordOf<T>(Node(name));

    /// <summary>A list of words for flags, at least one.</summary>
    public T Flags<T>(string name, Func<T, T, T> or)
        where T : struct, Enum
    {
        IReadOnlyList<YamlNode> items = Items(name, minimum: 1, EnumWords.Named<T>().Count);
        return items.Select(WordOf<T>).Aggregate(or);
    }

    /// <summary>The name of a material that exists.</summary>
    public string Material(string name) => Choice(Node(name), _context.Materials, "no known material");

    /// <summary>A number in its own section: { value, source, status, note }.</summary>
    public Sourced Number(string name, NumberRule rule) => Section(name, NumberKeys).Sourced("value", rule);

    /// <summary>A number among other keys of this section, with the section's source, status and note.</summary>
    public Sourced Sourced(string name, NumberRule rule)
    {
        double value = Plain(name, rule);
        (string source, SourceStatus status, string? note) = Provenance();
        return new Sourced(value, source, status, note);
    }

    /// <summary>A number in its own section, or a bare one with the source, status and note of this section.</summary>
    public Sourced NumberOrSourced(string name, NumberRule rule) => Node(name) is YamlMap ? Number(name, rule) : Sourced(name, rule);

    /// <summary>Source, status and note of what this section states.</summary>
    public (string Source, SourceStatus Status, string? Note) Provenance()
    {
        string source = Choice(Node("source"), _context.Sources.Keys.ToArray(), "not among the sources");
        SourceStatus status = Word<SourceStatus>("status");
        string? note = Has("note") ? Text("note") : null;
        return note is null && status is SourceStatus.Derived or SourceStatus.Assumed
            ? throw InputError.At(
                _map.Find("status")!.Value.Place,
                InputError.Join(_map.Key, "note"),
                $"missing: what is {EnumWords.Word(status)} needs a note that says how",
                "a note, or another status")
            : (source, status, note);
    }

    /// <summary>A bare number with its unit.</summary>
    public double Plain(string name, NumberRule rule)
    {
        YamlNode node = Node(name);
        if (node is not YamlText { Value.Length: > 0 } text)
        {
            throw Wrong(node, rule.Allowed);
        }

        if (!Quantity.TryParse(text.Value, rule.Dimension, out double value))
        {
            throw InputError.At(node.Place, node.Key, $"'{InputError.Shown(text.Value)}' {Fault(text.Value)}", rule.Allowed);
        }

        if (rule.Units is not null && !rule.Units.Contains(UnitOf(text.Value)))
        {
            string fault = UnitOf(text.Value).Length == 0 ? "lacks its unit" : "has a unit that does not belong here";
            throw InputError.At(node.Place, node.Key, $"'{InputError.Shown(text.Value)}' {fault}", rule.Allowed);
        }

        bool inside = value <= rule.Maximum && (rule.AboveMinimum ? value > rule.Minimum : value >= rule.Minimum);
        return inside && !(rule.Whole && value != Math.Floor(value))
            ? value
            : throw InputError.At(node.Place, node.Key, $"'{InputError.Shown(text.Value)}' is impossible", rule.Allowed);
    }

    /// <summary>An error at a member, or at the value of a number's section.</summary>
    public InputException Error(string name, string wrong, string? allowed = null)
    {
        YamlNode node = Node(name);
        YamlNode place = (node as YamlMap)?.Find("value")?.Value ?? node;
        return InputError.At(place.Place, place.Key, wrong, allowed);
    }

    private IReadOnlyList<YamlNode> Items(string name, int minimum, int maximum)
    {
        if (minimum == 0 && !Has(name))
        {
            return [];
        }

        YamlNode node = Node(name);
        string allowed = $"a list of {(minimum == 0 ? "at most" : $"{minimum} to")} {maximum} items";
        if (node is not YamlList list)
        {
            throw Wrong(node, allowed);
        }

        return list.Items.Count >= minimum && list.Items.Count <= maximum
            ? list.Items
            : throw InputError.At(node.Place, node.Key, $"the list holds {list.Items.Count} items", allowed);
    }

    private static T WordOf<T>(YamlNode node)
        where T : struct, Enum
    {
        IReadOnlyList<(string Word, T Value)> named = EnumWords.Named<T>();
        string word = Choice(node, [.. named.Select(n => n.Word)], "not a word that is known here");
        return named.First(n => n.Word == word).Value;
    }

    private static string Choice(YamlNode node, IReadOnlyCollection<string> allowed, string fault)
    {
        string list = string.Join(", ", allowed);
        if (node is not YamlText text)
        {
            throw Wrong(node, list);
        }

        return allowed.Contains(text.Value)
            ? text.Value
            : throw InputError.At(
                node.Place, node.Key, $"'{InputError.Shown(text.Value)}' is {fault}", list, InputException.Nearest(text.Value, allowed));
    }

    private static string TextOf(YamlNode node)
    {
        if (node is not YamlText text || string.IsNullOrWhiteSpace(text.Value))
        {
            throw Wrong(node, "a text");
        }

        // A folded YAML text ends with a line break that nobody meant.
        string value = text.Value.Trim();
        return value.Length > MaximumText || value.Any(char.IsControl)
            ? throw InputError.At(node.Place, node.Key, "the text is too long or has several lines", $"one line of at most {MaximumText} characters")
            : value;
    }

    private static InputException Wrong(YamlNode node, string allowed) =>
        InputError.At(node.Place, node.Key, $"{node.Kind} stands here", allowed);

    /// <summary>Why a text that is no quantity of the wanted dimension is refused.</summary>
    private static string Fault(string text)
    {
        if (Quantity.TryParse(text, Dimension.Number, out _))
        {
            return "lacks its unit";
        }

        return Enum.GetValues<Dimension>().Any(d => Quantity.TryParse(text, d, out _)) ? "has a unit of another kind" : "is no finite number with a known unit";
    }

    private static string UnitOf(string text)
    {
        string trimmed = text.Trim();
        int last = trimmed.AsSpan().LastIndexOfAnyInRange('0', '9');
        return trimmed[(last + 1)..].TrimStart('.').Trim();
    }
}
