using System.Text;
using Hermetic.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hermetic.Setup.Experiments;

/// <summary>
/// Reads the text of one file into <see cref="YamlNode"/>s. It uses the events of YamlDotNet rather than its tree: the tree's loader recurses without
/// bound (a hostile file ends the process), expands aliases, and loses the place of a duplicate key.
/// </summary>
internal sealed class YamlDocument
{
    /// <summary>Largest file in bytes.</summary>
    public const int MaximumBytes = 1 << 20;

    private const int MaximumDepth = 32;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    private YamlDocument(string file, string text)
    {
        _file = file;
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
    }

    /// <summary>Decodes a file's bytes and refuses what is no text, with the place of the first bad byte.</summary>
    public static string Decode(string file, byte[] bytes)
    {
        ReadOnlySpan<byte> content = bytes.AsSpan();
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            // The decoder counts from a negative index when the bad sequence began in an earlier block; there is one block here.
            int at = Math.Clamp(e.Index, 0, content.Length);
            throw InputError.At(PlaceOf(file, Encoding.Latin1.GetString(content[..at]), at), "", "the file is no UTF-8 text", "YAML in UTF-8");
        }

        CheckCharacters(file, text);
        return text;
    }

    /// <summary>Parses the one document of a file.</summary>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="text">Its text, from <see cref="Decode"/>.</param>
    /// <param name="key">Key under which the content belongs ("" for an experiment).</param>
    /// <returns>The top-level keys.</returns>
    public static YamlMap Parse(string file, string text, string key)
    {
        YamlDocument document = new(file, text);
        document.Next<StreamStart>();
        if (document.Peek() is StreamEnd)
        {
            throw InputError.At(new Place(file, 1, 1), key, "the file holds nothing", "keys with values, such as 'title: ...'");
        }

        document.Next<DocumentStart>();
        YamlNode root = document.ReadNode(key, depth: 0);
        document.Next<DocumentEnd>();
        if (document.Peek() is not StreamEnd)
        {
            throw InputError.At(document.PlaceOf(document.Peek()), "", "a second document begins", "one document in a file");
        }

        return root as YamlMap ?? throw InputError.At(root.Place, key, $"the file holds {root.Kind}", "keys with values, such as 'title: ...'");
    }

    private YamlNode ReadNode(string key, int depth)
    {
        ParsingEvent next = Next<ParsingEvent>();
        Place place = PlaceOf(next);
        if (depth > MaximumDepth)
        {
            throw InputError.At(place, key, $"lists and keys are nested more than {MaximumDepth} deep");
        }

        if (next is AnchorAlias)
        {
            throw InputError.At(place, key, "aliases (*name) are not used in experiment files", "the value itself, or 'include' for what is shared");
        }

        if (next is not NodeEvent node)
        {
            throw InputError.At(place, key, "a value is missing");
        }

        if (!node.Anchor.IsEmpty)
        {
            throw InputError.At(place, key, "anchors (&name) are not used in experiment files", "the value itself, or 'include' for what is shared");
        }

        if (!node.Tag.IsEmpty && !(node is Scalar { IsQuotedImplicit: true } && node.Tag.IsNonSpecific))
        {
            throw InputError.At(place, key, "tags (!name) are not used in experiment files", "the value itself");
        }

        return node switch
        {
            Scalar scalar => new YamlText(place, key, scalar.Value),
            SequenceStart => ReadList(place, key, depth),
            MappingStart => ReadMap(place, key, depth),
            _ => throw InputError.At(place, key, "a value is missing"),
        };
    }

    private YamlList ReadList(Place place, string key, int depth)
    {
        List<YamlNode> items = [];
        while (Peek() is not SequenceEnd)
        {
            items.Add(ReadNode($"{key}[{items.Count}]", depth + 1));
        }

        Next<SequenceEnd>();
        return new YamlList(place, key, items);
    }

    private YamlMap ReadMap(Place place, string key, int depth)
    {
        List<YamlEntry> entries = [];
        Dictionary<string, Place> seen = [];
        while (Peek() is not MappingEnd)
        {
            YamlNode name = ReadNode(key, depth + 1);
            if (name is not YamlText { Value.Length: > 0 } text)
            {
                throw InputError.At(name.Place, key, $"{name.Kind} stands where a key should stand", "a word followed by ':'");
            }

            string member = InputError.Join(key, text.Value);
            if (!seen.TryAdd(text.Value, name.Place))
            {
                throw InputError.At(name.Place, member, $"given twice, first at {seen[text.Value]}", "once");
            }

            entries.Add(new YamlEntry(name.Place, text.Value, ReadNode(member, depth + 1)));
        }

        Next<MappingEnd>();
        return new YamlMap(place, key, entries);
    }

    private ParsingEvent Peek()
    {
        if (_parser.Current is null)
        {
            Advance();
        }

        return _parser.Current!;
    }

    private T Next<T>()
        where T : ParsingEvent
    {
        ParsingEvent current = Peek();
        if (current is not T wanted)
        {
            throw InputError.At(PlaceOf(current), "", "the YAML is malformed here");
        }

        // The stream's end is the last event: there is nothing to read beyond it.
        if (current is not StreamEnd)
        {
            Advance();
        }

        return wanted;
    }

    private void Advance()
    {
        try
        {
            if (!_parser.MoveNext())
            {
                throw InputError.At(PlaceOf(_scanner.CurrentPosition), "", "the YAML ends too early");
            }
        }
        catch (YamlException e)
        {
            throw InputError.At(PlaceOf(e.Start), "", $"not readable as YAML: {InputError.Shown(Reason(e))}");
        }
        catch (Exception e) when (e is not (InputException or OutOfMemoryException))
        {
            // On garbage the scanner also throws what it did not mean to (index, format and overflow errors of its own code).
            throw InputError.At(PlaceOf(_scanner.CurrentPosition), "", "not readable as YAML");
        }
    }

    private static string Reason(YamlException e) => e.Message.TrimEnd('.');

    private Place PlaceOf(ParsingEvent parsingEvent) => PlaceOf(parsingEvent.Start);

    private Place PlaceOf(Mark mark) => new(_file, Math.Max(1, mark.Line), Math.Max(1, mark.Column));

    /// <summary>Refuses control characters and tabs in the indentation: YAML forbids them, and its parsers report them in obscure ways.</summary>
    private static void CheckCharacters(string file, string text)
    {
        bool indentation = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n')
            {
                indentation = true;
            }
            else if (c == '\t')
            {
                if (indentation)
                {
                    throw InputError.At(PlaceOf(file, text, i), "", "a tab stands in the indentation", "spaces");
                }
            }
            else if (char.IsControl(c) && c != '\r')
            {
                throw InputError.At(PlaceOf(file, text, i), "", $"the control character U+{(int)c:X4} is no text", "YAML in UTF-8");
            }
            else if (c is '\u2028' or '\u2029')
            {
                throw InputError.At(PlaceOf(file, text, i), "", $"the line separator U+{(int)c:X4} is not used", "ordinary line ends");
            }
            else
            {
                indentation &= c == ' ';
            }
        }
    }

    private static Place PlaceOf(string file, string text, int index)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, index);
        return new Place(file, before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
