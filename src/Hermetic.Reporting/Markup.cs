using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Hermetic.Reporting.Figures;

namespace Hermetic.Reporting;

/// <summary>Finished XML text. The only way to make it from other text is <see cref="Of"/>, which escapes every hole that is not markup itself.</summary>
/// <param name="Text">Well-formed content.</param>
internal readonly record struct Markup(string Text)
{
    /// <summary>Nothing.</summary>
    public static Markup None { get; } = new("");

    /// <summary>Markup from an interpolated string: the literal parts as they stand, texts escaped, numbers as SVG coordinates.</summary>
    /// <param name="content">The interpolated string.</param>
    public static Markup Of(MarkupBuilder content) => new(content.ToString());

    /// <summary>The pieces, one after the other.</summary>
    /// <param name="parts">The pieces.</param>
    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(p => p.Text)));

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";

    /// <summary>Text as XML content or attribute value: markup characters as references, characters that XML cannot hold as U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text)
    {
        StringBuilder result = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                '\t' or '\n' => result.Append((char)rune.Value),
                < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => result.Append('\uFFFD'),
                _ => result.Append(rune.ToString()),
            };
        }

        return result.ToString();
    }
}

/// <summary>Builds <see cref="Markup"/> from an interpolated string.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupBuilder
{
    private readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Characters outside the holes.</param>
    /// <param name="holes">Number of holes.</param>
    public MarkupBuilder(int literalLength, int holes) => _text = new StringBuilder(literalLength + (16 * holes));

    /// <summary>Literal markup.</summary>
    /// <param name="literal">The literal.</param>
    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>A text, escaped.</summary>
    /// <param name="text">The text.</param>
    public void AppendFormatted(string? text) => _text.Append(Markup.Escape(text ?? ""));

    /// <summary>Finished markup.</summary>
    /// <param name="markup">The markup.</param>
    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    /// <summary>Pieces of markup, one after the other.</summary>
    /// <param name="parts">The pieces.</param>
    public void AppendFormatted(IEnumerable<Markup> parts) => _text.AppendJoin("", parts.Select(p => p.Text));

    /// <summary>A label as HTML.</summary>
    /// <param name="label">The label.</param>
    public void AppendFormatted(Label label)
    {
        foreach (Run run in label.MergedRuns())
        {
            (string open, string close) = run.Level switch
            {
                Level.Raised => ("<sup>", "</sup>"),
                Level.Lowered => ("<sub>", "</sub>"),
                _ => ("", ""),
            };
            _text.Append(open).Append(run.Italic ? "<i>" : "").Append(Markup.Escape(run.Text)).Append(run.Italic ? "</i>" : "").Append(close);
        }
    }

    /// <summary>A coordinate in pixels with two decimals.</summary>
    /// <param name="coordinate">The coordinate.</param>
    public void AppendFormatted(double coordinate)
    {
        // Adding zero turns a rounded -0 into 0.
        _text.Append((Math.Round(coordinate, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture));
    }

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
