using System.Globalization;
using System.Text;

namespace Hermetic.Reporting.Figures;

/// <summary>Height of a run of text against the base line.</summary>
public enum Level
{
    /// <summary>On the base line.</summary>
    Normal,

    /// <summary>A superscript.</summary>
    Raised,

    /// <summary>A subscript.</summary>
    Lowered,
}

/// <summary>A piece of a label in one style.</summary>
/// <param name="Text">The text.</param>
/// <param name="Level">Its height.</param>
/// <param name="Italic">Whether it is italic, as symbols of quantities are.</param>
public readonly record struct Run(string Text, Level Level, bool Italic);

/// <summary>A line of text with superscripts, subscripts and italics, for figures and pages alike.</summary>
/// <param name="Runs">The pieces in reading order.</param>
public sealed record Label(IReadOnlyList<Run> Runs)
{
    /// <summary>Size of superscripts and subscripts against the text.</summary>
    internal const double ScriptSize = 0.72;

    /// <summary>No text.</summary>
    public static Label Empty { get; } = new([]);

    /// <summary>Text as it stands, without markup: the way for names that a user chose.</summary>
    /// <param name="text">The text.</param>
    public static Label Plain(string text) => new([new Run(text, Level.Normal, false)]);

    /// <summary>Reads the markup of labels: <c>*italic*</c>, <c>^{raised}</c>, <c>_{lowered}</c>.</summary>
    /// <param name="markup">Such as "*m*_{A′} (MeV)".</param>
    /// <exception cref="FormatException">A script that is not closed.</exception>
    public static Label Parse(string markup)
    {
        ArgumentNullException.ThrowIfNull(markup);
        List<Run> runs = [];
        StringBuilder text = new();
        Level level = Level.Normal;
        bool italic = false;
        for (int i = 0; i < markup.Length; i++)
        {
            bool opens = level == Level.Normal && markup[i] is '^' or '_' && i + 1 < markup.Length && markup[i + 1] == '{';
            bool closes = level != Level.Normal && markup[i] == '}';
            if (!opens && !closes && markup[i] != '*')
            {
                text.Append(markup[i]);
                continue;
            }

            Close();
            if (opens)
            {
                level = markup[i++] == '^' ? Level.Raised : Level.Lowered;
            }
            else if (closes)
            {
                level = Level.Normal;
            }
            else
            {
                italic = !italic;
            }
        }

        Close();
        return level == Level.Normal ? new Label(runs) : throw new FormatException($"A script in the label '{markup}' is not closed.");

        void Close()
        {
            if (text.Length > 0)
            {
                runs.Add(new Run(text.ToString(), level, italic));
                text.Clear();
            }
        }
    }

    /// <summary>Both texts, one after the other.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    public static Label operator +(Label left, Label right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Label([.. left.Runs, .. right.Runs]);
    }

    /// <summary>The texts, one after the other.</summary>
    /// <param name="parts">The texts.</param>
    public static Label Join(params ReadOnlySpan<Label> parts)
    {
        List<Run> runs = [];
        foreach (Label part in parts)
        {
            runs.AddRange(part.Runs);
        }

        return new Label(runs);
    }

    /// <summary>The text without styles, superscripts as "^…" and subscripts as "_…", for descriptions read aloud.</summary>
    public override string ToString() => string.Concat(Runs.Select(r => r.Level switch
    {
        Level.Raised => "^" + r.Text,
        Level.Lowered => "_" + r.Text,
        _ => r.Text,
    }));

    /// <summary>Approximate width, from the advance widths of Helvetica (and of the fonts that share them).</summary>
    /// <param name="size">Size of the text in pixels.</param>
    public double Width(double size) => Runs.Sum(r => TextWidth.Of(r.Text, r.Level == Level.Normal ? size : size * ScriptSize));

    /// <summary>Breaks the text at spaces into lines no wider than asked, and inside a word only where that alone is wider.</summary>
    /// <param name="width">Greatest width in pixels.</param>
    /// <param name="size">Size of the text in pixels.</param>
    /// <returns>At least one line.</returns>
    public IReadOnlyList<Label> Wrap(double width, double size)
    {
        List<Label> lines = [];
        Label line = Empty;
        foreach (Label word in Words().SelectMany(w => w.Trimmed().Width(size) <= width ? [w] : w.Pieces(width, size)))
        {
            Label longer = line + word;
            if (line.Runs.Count > 0 && longer.Trimmed().Width(size) > width)
            {
                lines.Add(line.Trimmed());
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line.Trimmed());
        return lines;
    }

    /// <summary>Words with the spaces behind them; scripts stay with the word that they belong to.</summary>
    private IEnumerable<Label> Words()
    {
        List<Run> word = [];
        foreach (Run run in Runs)
        {
            int start = 0;
            for (int i = 0; i < run.Text.Length && run.Level == Level.Normal; i++)
            {
                if (run.Text[i] == ' ')
                {
                    word.Add(run with { Text = run.Text[start..(i + 1)] });
                    yield return new Label([.. word]);
                    word.Clear();
                    start = i + 1;
                }
            }

            if (start < run.Text.Length)
            {
                word.Add(run with { Text = run.Text[start..] });
            }
        }

        if (word.Count > 0)
        {
            yield return new Label([.. word]);
        }
    }

    /// <summary>A word that is too wide, cut into pieces that fit.</summary>
    private IEnumerable<Label> Pieces(double width, double size)
    {
        Label piece = Empty;
        foreach (Run run in Runs)
        {
            foreach (Rune rune in run.Text.EnumerateRunes())
            {
                Label longer = piece + new Label([run with { Text = rune.ToString() }]);
                if (piece.Runs.Count > 0 && longer.Width(size) > width)
                {
                    yield return piece;
                    longer = new Label([run with { Text = rune.ToString() }]);
                }

                piece = longer;
            }
        }

        yield return piece;
    }

    private Label Trimmed() =>
        Runs.Count == 0 ? this : new Label([.. Runs.Take(Runs.Count - 1), Runs[^1] with { Text = Runs[^1].Text.TrimEnd(' ') }]);

    /// <summary>Runs of equal style made one, so that the written text has no needless elements.</summary>
    internal IEnumerable<Run> MergedRuns()
    {
        Run? open = null;
        foreach (Run run in Runs.Where(r => r.Text.Length > 0))
        {
            if (open is { } before && before.Level == run.Level && before.Italic == run.Italic)
            {
                open = before with { Text = before.Text + run.Text };
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = run;
        }

        if (open is { } last)
        {
            yield return last;
        }
    }
}

/// <summary>Advance widths of Helvetica, which Arial and Liberation Sans share.</summary>
internal static class TextWidth
{
    /// <summary>Widths of the characters U+0020 to U+007E in thousandths of the size (Adobe font metrics of Helvetica).</summary>
    private static readonly short[] Ascii =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584,
        556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278,
        469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260,
        334, 584,
    ];

    /// <summary>Width of a text in pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size in pixels.</param>
    public static double Of(string text, double size)
    {
        double thousandths = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            thousandths += rune.Value switch
            {
                >= 0x20 and <= 0x7E => Ascii[rune.Value - 0x20],
                0x2032 => 190, // prime
                0xA0 => 278, // no-break space
                0x2009 => 200, // thin space
                _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? 0 : rune.Value < 0x1100 ? 600 : 1000,
            };
        }

        return thousandths * size / 1000;
    }
}
