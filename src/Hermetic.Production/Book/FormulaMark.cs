using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hermetic.Core;

namespace Hermetic.Production.Book;

/// <summary>How far a formula of the code was verified, as its doc comment says.</summary>
/// <param name="Member">Type or member, without namespace.</param>
/// <param name="Mark">VERIFIED, DERIVED, FROM-CODE, LIT or OPEN.</param>
/// <param name="Text">The sentence that holds the mark, without the mark where it leads.</param>
public sealed partial record FormulaMark(string Member, string Mark, string Text)
{
    /// <summary>The marks, from the firmest to the least firm.</summary>
    public static IReadOnlyList<string> Words { get; } = ["VERIFIED", "DERIVED", "FROM-CODE", "LIT", "OPEN"];

    /// <summary>All marks in the documentation of the dark sector, in the order of its members.</summary>
    /// <param name="documentation">Path of the documentation file that the compiler wrote (Hermetic.Physics.xml).</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IReadOnlyList<FormulaMark> Read(string documentation)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(documentation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Xml.XmlException)
        {
            throw new InputException($"{documentation}: the documentation of the code cannot be read ({e.Message}); allowed: the file beside the program");
        }

        const string prefix = "Hermetic.Physics.DarkSector.";
        return
        [
            .. document.Descendants("member")
                .Select(m => (Name: m.Attribute("name")!.Value, Node: m))
                .Where(m => m.Name[2..].StartsWith(prefix, StringComparison.Ordinal))
                .SelectMany(m => m.Node.Elements().Where(e => e.Name.LocalName is "summary" or "remarks").SelectMany(e => Marks(Shortened(m.Name[(2 + prefix.Length)..]), e)))
                .OrderBy(m => m.Member, StringComparer.Ordinal)
                .ThenBy(m => Words.ToList().IndexOf(m.Mark)),
        ];
    }

    private static IEnumerable<FormulaMark> Marks(string member, XElement node)
    {
        string text = Spaces().Replace(string.Concat(node.DescendantNodes().Select(Text)), " ").Trim();
        foreach (string sentence in Sentences().Split(text))
        {
            foreach (string word in Words.Where(w => Regex.IsMatch(sentence, $@"(?<![\w-]){w}(?![\w-])")))
            {
                string prefix = word + ": ";
                yield return new FormulaMark(member, word, sentence.StartsWith(prefix, StringComparison.Ordinal) ? sentence[prefix.Length..] : sentence);
            }
        }

        static string Text(XNode n) => n switch
        {
            XText t => t.Value,
            XElement { Name.LocalName: "see" or "paramref" } e => (e.Attribute("cref") ?? e.Attribute("name") ?? e.Attribute("langword"))?.Value.Split('(')[0].Split('.')[^1] ?? "",
            _ => "",
        };
    }

    /// <summary>Type and member without the room and the types of the parameters.</summary>
    private static string Shortened(string name)
    {
        string[] parts = name.Split('(')[0].Replace("#ctor", "", StringComparison.Ordinal).TrimEnd('.').Split('.');
        return string.Join('.', parts.Length > 1 && parts[0] is "Production" or "Models" or "Decays" or "Consequences" ? parts[1..] : parts);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // A stop after a word, not after an initial.
    [GeneratedRegex(@"(?<=[\w)%][\w)%]\.) (?=[A-Z])")]
    private static partial Regex Sentences();
}
