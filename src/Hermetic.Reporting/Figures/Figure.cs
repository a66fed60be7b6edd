namespace Hermetic.Reporting.Figures;

/// <summary>A figure: axes, what is drawn on them from back to front, and notes inside the frame. <see cref="FigureSvg"/> draws it.</summary>
public sealed record Figure
{
    /// <summary>Short name of letters, digits and hyphens: the file name, and the stem of the identifiers inside the SVG.</summary>
    public required string Name { get; init; }

    /// <summary>One line, the title for programs that read the figure aloud.</summary>
    public required string Title { get; init; }

    /// <summary>What is seen, in sentences: the caption of the report, and the description inside the SVG.</summary>
    public required Label Caption { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>What is drawn, from back to front. The legend lists it from front to back.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }

    /// <summary>Lines of text inside the frame, in its emptiest corner: experiment, exposure, confidence level, assumptions.</summary>
    public IReadOnlyList<Label> Notes { get; init; } = [];

    /// <summary>Height of the frame in pixels; its width is fixed.</summary>
    public double FrameHeight { get; init; } = 380;
}

/// <summary>How a line is broken.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Dashes.</summary>
    Dashed,

    /// <summary>Dots.</summary>
    Dotted,

    /// <summary>Dashes and dots in turn.</summary>
    DashDotted,
}

/// <summary>How a line looks.</summary>
/// <param name="Color">Colour as #rrggbb.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Dash">How it is broken.</param>
public sealed record Stroke(string Color, double Width = 1.6, Dash Dash = Dash.Solid);

/// <summary>A position in the units of the axes.</summary>
/// <param name="X">Horizontal.</param>
/// <param name="Y">Vertical.</param>
public readonly record struct Point(double X, double Y);

/// <summary>Something drawn on the axes. Positions that are not finite, or not positive on a logarithmic axis, leave a gap.</summary>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public abstract record Mark(Label? Legend)
{
    /// <summary>Whether there is anything to draw; what is empty has no entry in the legend.</summary>
    internal virtual bool IsEmpty => false;
}

/// <summary>A line through points, straight on the axes as drawn (so a power law between two points on logarithmic axes).</summary>
/// <param name="Points">Points in the order of the line; a single one is drawn as a dot, open where the stroke is broken.</param>
/// <param name="Stroke">How it looks.</param>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public sealed record Curve(IReadOnlyList<Point> Points, Stroke Stroke, Label? Legend) : Mark(Legend)
{
    internal override bool IsEmpty => Points.Count == 0;

    /// <summary>A name written along the line, where there is room for it; without room it goes to the legend.</summary>
    public Label? Tag { get; init; }

    /// <summary>Whether the points themselves are marked by open circles.</summary>
    public bool Dots { get; init; }
}

/// <summary>A filled band between two curves over the same abscissas; over a single one, a bar.</summary>
/// <param name="Lower">Its lower edge.</param>
/// <param name="Upper">Its upper edge, as many points.</param>
/// <param name="Color">Colour as #rrggbb.</param>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public sealed record Band(IReadOnlyList<Point> Lower, IReadOnlyList<Point> Upper, string Color, Label? Legend) : Mark(Legend)
{
    internal override bool IsEmpty => Lower.Count == 0;
}

/// <summary>The shaded region above a curve, up to the upper axis: what is excluded.</summary>
/// <param name="Edge">Its lower edge, ascending.</param>
/// <param name="Color">Colour as #rrggbb.</param>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public sealed record Region(IReadOnlyList<Point> Edge, string Color, Label? Legend) : Mark(Legend)
{
    internal override bool IsEmpty => Edge.Count < 2;
}

/// <summary>A histogram as steps, with error bars.</summary>
/// <param name="Edges">Edges of the bins, one more than values.</param>
/// <param name="Values">Contents.</param>
/// <param name="Errors">Standard errors, as many as values; zeros draw no bar.</param>
/// <param name="Stroke">How it looks.</param>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public sealed record Steps(IReadOnlyList<double> Edges, IReadOnlyList<double> Values, IReadOnlyList<double> Errors, Stroke Stroke, Label? Legend) : Mark(Legend);

/// <summary>Points with vertical error bars, joined by a thin line.</summary>
/// <param name="Points">The points in the order of the line.</param>
/// <param name="Errors">Standard errors, as many as points.</param>
/// <param name="Stroke">How it looks.</param>
/// <param name="Filled">Whether the points are filled or open.</param>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public sealed record Measured(IReadOnlyList<Point> Points, IReadOnlyList<double> Errors, Stroke Stroke, bool Filled, Label? Legend) : Mark(Legend);

/// <summary>A vertical line over the whole height, such as a cut.</summary>
/// <param name="X">Where.</param>
/// <param name="Stroke">How it looks.</param>
/// <param name="Legend">Its entry in the legend; null for none.</param>
public sealed record VerticalLine(double X, Stroke Stroke, Label? Legend) : Mark(Legend);

/// <summary>A legend entry for lines that have none of their own, such as the thin lines that are named where they run.</summary>
/// <param name="Stroke">How the lines look.</param>
/// <param name="Text">What they are.</param>
public sealed record LegendOnly(Stroke Stroke, Label Text) : Mark(Text);

/// <summary>Colours that people with any colour vision can tell apart (M. Okabe and K. Ito, "Color universal design", 2008), and restrained fills.</summary>
public static class Palette
{
    /// <summary>The main result.</summary>
    public const string Black = "#111111";

    /// <summary>Blue.</summary>
    public const string Blue = "#0072b2";

    /// <summary>Vermillion.</summary>
    public const string Vermillion = "#d55e00";

    /// <summary>Bluish green.</summary>
    public const string Green = "#00805f";

    /// <summary>Reddish purple, darkened for thin lines.</summary>
    public const string Purple = "#a8578c";

    /// <summary>Sky blue.</summary>
    public const string Sky = "#56b4e9";

    /// <summary>Orange.</summary>
    public const string Orange = "#e69f00";

    /// <summary>Lines of others.</summary>
    public const string Gray = "#767676";

    /// <summary>The band of one standard deviation.</summary>
    public const string OneSigma = "#9fce9f";

    /// <summary>The band of two standard deviations.</summary>
    public const string TwoSigma = "#f3e3a0";

    /// <summary>What is excluded.</summary>
    public const string Excluded = "#e7ecf3";

    /// <summary>Colours for several curves of equal rank, in order.</summary>
    public static IReadOnlyList<string> Series { get; } = [Blue, Vermillion, Green, Purple, Orange, Sky];
}
