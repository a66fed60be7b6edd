namespace Hermetic.Reporting.Figures;

/// <summary>
/// Draws a <see cref="Figure"/> as SVG: ticks inward on all four sides, notes in the emptiest place of the frame, names along their lines where nothing is
/// crossed, the legend below the frame where it cannot hide anything. The same figure always gives the same bytes.
/// </summary>
public static class FigureSvg
{
    private const double Width = 560;
    private const double TickText = 12;
    private const double TitleText = 14;
    private const double NoteText = 12;
    private const double LegendText = 12;
    private const double LegendLine = 15;
    private const double LegendGap = 3;
    private const double TagText = 11;
    private const double Swatch = 30;
    private const double SwatchGap = 8;
    private const double Right = 16;
    private const double Top = 12;

    /// <summary>The figure as one SVG element with everything that it needs.</summary>
    /// <param name="figure">The figure.</param>
    public static string Render(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return new Drawing(figure).Draw();
    }

    private sealed class Drawing
    {
        private readonly Figure _figure;
        private readonly IReadOnlyList<Tick> _xTicks;
        private readonly IReadOnlyList<Tick> _yTicks;
        private readonly Frame _frame;
        private readonly Layout _layout;
        private readonly List<Markup> _points = [];

        public Drawing(Figure figure)
        {
            _figure = figure;
            _yTicks = figure.Y.Ticks(10);
            _xTicks = figure.X.Ticks(8);
            double tickWidth = _yTicks.Max(t => t.Text?.Width(TickText) ?? 0);
            double left = Math.Ceiling(tickWidth + TitleText + 22);
            _frame = new Frame(left, Top, Width - left - Right, figure.FrameHeight);
            _layout = new Layout(_frame);
        }

        public string Draw()
        {
            List<Markup> drawn = [.. _figure.Marks.Select(DrawMark)];
            Markup notes = DrawNotes();
            List<Mark> legend = [.. _figure.Marks.Where(m => m.Legend is not null && !m.IsEmpty)];
            List<Markup> tags = [];
            foreach (Curve curve in _figure.Marks.OfType<Curve>().Where(c => c.Tag is not null))
            {
                if (_layout.PlaceTag(Polylines(curve.Points), curve.Tag!.Width(TagText), TagText) is not { } place)
                {
                    if (curve.Legend is null && Polylines(curve.Points).Any(l => l.Any(_frame.Holds)))
                    {
                        legend.Insert(0, curve with { Legend = curve.Tag });
                    }

                    continue;
                }

                tags.Add(Markup.Of($"""<g class="tag" transform="translate({place.X} {place.Y}) rotate({place.Degrees})">{Text(0, 0, curve.Tag, TagText, "middle", TagColor(curve), halo: true)}</g>"""));
            }

            legend.Reverse();
            (Markup legendMarkup, double height) = DrawLegend(legend);
            string id = _figure.Name;
            Markup svg = Markup.Of($"""
                <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img" aria-labelledby="{id}-title {id}-desc" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif" fill="{Palette.Black}">
                <title id="{id}-title">{_figure.Title}</title>
                <desc id="{id}-desc">{_figure.Caption.ToString()}</desc>
                <rect width="{Width}" height="{height}" fill="#ffffff"/>
                <clipPath id="{id}-frame"><rect x="{_frame.Left}" y="{_frame.Top}" width="{_frame.Width}" height="{_frame.Height}"/></clipPath>
                <g class="marks" clip-path="url(#{id}-frame)" fill="none" stroke-linejoin="round">
                {drawn}</g>
                {DrawAxes()}
                <g class="points">{_points}</g>
                {notes}<g class="tags">{tags}</g>
                {legendMarkup}</svg>

                """);
            return svg.Text;
        }

        private Markup DrawMark(Mark mark)
        {
            switch (mark)
            {
                case Curve curve:
                    _layout.Occupy(Polylines(curve.Points));
                    return DrawCurve(curve);
                case Band band:
                    {
                        List<Pixel> edge = [.. band.Lower.Select(Project), .. band.Upper.Reverse().Select(Project)];
                        edge.RemoveAll(p => !p.IsFinite);
                        if (edge.Count == 0)
                        {
                            return Markup.None;
                        }

                        if (band.Lower.Count == 1)
                        {
                            edge = [edge[0] with { X = edge[0].X - 7 }, edge[0] with { X = edge[0].X + 7 }, edge[^1] with { X = edge[^1].X + 7 }, edge[^1] with { X = edge[^1].X - 7 }];
                        }

                        _layout.Occupy([.. Polylines(band.Lower), .. Polylines(band.Upper)]);
                        return Markup.Of($"""<path d="{Path(edge)}Z" fill="{band.Color}"/>{"\n"}""");
                    }

                case Region region:
                    {
                        List<Pixel> edge = [.. region.Edge.Select(Project).Where(p => p.IsFinite)];
                        return edge.Count < 2
                            ? Markup.None
                            : Markup.Of($"""<path d="{Path(edge)}L{edge[^1].X} {_frame.Top - 5}L{edge[0].X} {_frame.Top - 5}Z" fill="{region.Color}"/>{"\n"}""");
                    }

                case Steps steps:
                    return DrawSteps(steps);
                case Measured measured:
                    return DrawMeasured(measured);
                case VerticalLine line:
                    {
                        double x = Project(new Point(line.X, _figure.Y.High)).X;
                        List<Pixel> ends = [new(x, _frame.Top), new(x, _frame.Bottom)];
                        _layout.Occupy([ends]);
                        return Markup.Of($"""<path d="{Path(ends)}"{StrokeOf(line.Stroke)}/>{"\n"}""");
                    }

                default:
                    return Markup.None;
            }
        }

        private Markup DrawCurve(Curve curve)
        {
            List<Markup> parts = [];
            foreach (List<Pixel> line in Polylines(curve.Points))
            {
                if (line.Count == 1)
                {
                    DrawPoint(line[0], 3.5, FillOf(curve.Stroke), curve.Stroke.Color);
                    continue;
                }

                parts.Add(Markup.Of($"""<path d="{Path(line)}"{StrokeOf(curve.Stroke)}/>{"\n"}"""));
                foreach (Pixel p in curve.Dots ? line : [])
                {
                    DrawPoint(p, 2.6, "#ffffff", curve.Stroke.Color);
                }
            }

            return Markup.Join(parts);
        }

        private Markup DrawSteps(Steps steps)
        {
            List<List<Pixel>> lines = [];
            List<Markup> bars = [];
            for (int i = 0; i < steps.Values.Count; i++)
            {
                // A bin without content falls to the lower axis and a little below, where the clipping hides it.
                double floor = _figure.Y.Logarithmic ? _figure.Y.Low * 0.5 : Math.Min(0, _figure.Y.Low);
                double value = steps.Values[i] > 0 || !_figure.Y.Logarithmic ? steps.Values[i] : floor;
                Pixel left = Project(new Point(steps.Edges[i], value));
                Pixel right = Project(new Point(steps.Edges[i + 1], value));
                if (i == 0)
                {
                    lines.Add([Project(new Point(steps.Edges[0], floor))]);
                }

                lines[0].Add(left);
                lines[0].Add(right);
                if (steps.Errors[i] > 0 && steps.Values[i] > 0)
                {
                    bars.Add(ErrorBar((left.X + right.X) / 2, steps.Values[i], steps.Errors[i], steps.Stroke.Color));
                }
            }

            if (lines.Count == 0)
            {
                return Markup.None;
            }

            lines[0].Add(lines[0][^1] with { Y = lines[0][0].Y });
            _layout.Occupy(lines);
            return Markup.Of($"""<path d="{Path(lines[0])}"{StrokeOf(steps.Stroke)} stroke-linejoin="miter"/>{"\n"}{bars}""");
        }

        private Markup DrawMeasured(Measured measured)
        {
            List<Markup> parts = [];
            foreach (List<Pixel> line in Polylines(measured.Points).Where(l => l.Count > 1))
            {
                parts.Add(Markup.Of($"""<path d="{Path(line)}"{StrokeOf(measured.Stroke with { Width = 1 })} stroke-opacity="0.55"/>{"\n"}"""));
            }

            for (int i = 0; i < measured.Points.Count; i++)
            {
                Pixel p = Project(measured.Points[i]);
                if (!p.IsFinite)
                {
                    continue;
                }

                if (measured.Errors[i] > 0)
                {
                    parts.Add(ErrorBar(p.X, measured.Points[i].Y, measured.Errors[i], measured.Stroke.Color));
                }

                DrawPoint(p, 3, measured.Filled ? measured.Stroke.Color : "#ffffff", measured.Stroke.Color);
            }

            _layout.Occupy(Polylines(measured.Points));
            return Markup.Join(parts);
        }

        /// <summary>Points are drawn over the frame and are not clipped: one at the edge of the axis would be cut in half.</summary>
        private void DrawPoint(Pixel p, double radius, string fill, string color)
        {
            if (_frame.Holds(p))
            {
                _points.Add(Markup.Of($"""<circle cx="{p.X}" cy="{p.Y}" r="{radius}" fill="{fill}" stroke="{color}" stroke-width="1.3"/>{"\n"}"""));
            }
        }

        private Markup ErrorBar(double x, double value, double error, string color)
        {
            double high = Project(new Point(_figure.X.High, value + error)).Y;
            double low = Project(new Point(_figure.X.High, value - error)).Y;
            low = double.IsFinite(low) ? Math.Min(low, _frame.Bottom + 5) : _frame.Bottom + 5;
            return Markup.Of($"""<path d="M{x} {low}L{x} {high}" stroke="{color}" stroke-width="1.2"/>{"\n"}""");
        }

        private Markup DrawAxes()
        {
            List<Markup> lines = [];
            List<Markup> texts = [];
            foreach (Tick tick in _xTicks)
            {
                double x = Project(new Point(tick.Value, _figure.Y.High)).X;
                double length = tick.Text is null ? 4 : 8;
                lines.Add(Markup.Of($"M{x} {_frame.Bottom}v{-length}M{x} {_frame.Top}v{length}"));
                if (tick.Text is not null)
                {
                    texts.Add(Text(x, _frame.Bottom + TickText + 7, tick.Text, TickText, "middle"));
                }
            }

            foreach (Tick tick in _yTicks)
            {
                double y = Project(new Point(_figure.X.High, tick.Value)).Y;
                double length = tick.Text is null ? 4 : 8;
                lines.Add(Markup.Of($"M{_frame.Left} {y}h{length}M{_frame.Right} {y}h{-length}"));
                if (tick.Text is not null)
                {
                    texts.Add(Text(_frame.Left - 7, y + (TickText * 0.36), tick.Text, TickText, "end"));
                }
            }

            Markup yTitle = Text(0, 0, _figure.Y.Title, TitleText, "middle");
            return Markup.Of($"""
                <g class="axes"><path d="{lines}" stroke="{Palette.Black}" fill="none"/>
                <rect class="frame" x="{_frame.Left}" y="{_frame.Top}" width="{_frame.Width}" height="{_frame.Height}" fill="none" stroke="{Palette.Black}" stroke-width="1.2"/>
                {texts}{Text(_frame.Left + (_frame.Width / 2), _frame.Bottom + 42, _figure.X.Title, TitleText, "middle")}
                <g transform="translate({TitleText + 1} {_frame.Top + (_frame.Height / 2)}) rotate(-90)">{yTitle}</g></g>
                """);
        }

        private Markup DrawNotes()
        {
            if (_figure.Notes.Count == 0)
            {
                return Markup.None;
            }

            List<Label> lines = [.. _figure.Notes.SelectMany(n => n.Wrap(_frame.Width * 0.6, NoteText))];
            double width = lines.Max(l => l.Width(NoteText));
            double height = (lines.Count * (NoteText + 5)) + 4;
            (Pixel place, bool free) = _layout.PlaceBlock(width, height);
            List<Markup> parts = [];
            if (!free)
            {
                // A pale ground keeps the text readable where every place has a line behind it.
                parts.Add(Markup.Of($"""<rect x="{place.X - 3}" y="{place.Y}" width="{width + 6}" height="{height}" fill="#ffffff" fill-opacity="0.8"/>{"\n"}"""));
            }

            for (int i = 0; i < lines.Count; i++)
            {
                parts.Add(Text(place.X, place.Y + NoteText + 1 + (i * (NoteText + 5)), lines[i], NoteText, "start"));
            }

            return Markup.Of($"""<g class="notes">{parts}</g>{"\n"}""");
        }

        private (Markup Markup, double Height) DrawLegend(List<Mark> entries)
        {
            double top = _frame.Bottom + 58;
            if (entries.Count == 0)
            {
                return (Markup.None, top);
            }

            double available = Width - 32;
            const double Gap = 18;
            double widest = entries.Max(e => e.Legend!.Width(LegendText)) + Swatch + SwatchGap;
            int columns = Math.Clamp((int)((available + Gap) / (widest + Gap)), 1, Math.Min(3, entries.Count));
            // One long entry must not cost the others their second column: it is wrapped instead.
            if (columns == 1 && entries.Count > 3)
            {
                columns = 2;
            }

            double columnWidth = (available - ((columns - 1) * Gap)) / columns;
            List<(Mark Entry, IReadOnlyList<Label> Lines)> wrapped = [.. entries.Select(e => (e, e.Legend!.Wrap(columnWidth - Swatch - SwatchGap, LegendText)))];
            double height = wrapped.Sum(e => HeightOf(e.Lines));
            List<Markup> parts = [];
            (int column, double y, double bottom) = (0, top, top);
            foreach ((Mark entry, IReadOnlyList<Label> lines) in wrapped)
            {
                // A column is full when it holds its share of the height, so that long entries do not leave the others short.
                if (y - top > (height / columns) - 1 && column < columns - 1)
                {
                    column++;
                    y = top;
                }

                double x = 16 + (column * (columnWidth + Gap));
                parts.Add(SwatchOf(entry, x, y + 2));
                for (int i = 0; i < lines.Count; i++)
                {
                    parts.Add(Text(x + Swatch + SwatchGap, y + 6 + (i * LegendLine), lines[i], LegendText, "start"));
                }

                y += HeightOf(lines);
                bottom = Math.Max(bottom, y);
            }

            return (Markup.Of($"""<g class="legend">{parts}</g>{"\n"}"""), Math.Ceiling(bottom));

            static double HeightOf(IReadOnlyList<Label> lines) => (lines.Count * LegendLine) + LegendGap;
        }

        private static Markup SwatchOf(Mark mark, double x, double y)
        {
            return mark switch
            {
                Curve { Points.Count: 1 } curve => Dot(FillOf(curve.Stroke), curve.Stroke.Color, 3.5),
                Curve curve => Markup.Of($"{Line(curve.Stroke)}{(curve.Dots ? Dot("#ffffff", curve.Stroke.Color, 2.6) : Markup.None)}"),
                Measured measured => Markup.Of($"{Line(measured.Stroke with { Width = 1 })}{Dot(measured.Filled ? measured.Stroke.Color : "#ffffff", measured.Stroke.Color, 3)}"),
                Steps steps => Line(steps.Stroke),
                VerticalLine line => Line(line.Stroke),
                LegendOnly only => Line(only.Stroke),
                Band band => Patch(band.Color),
                Region region => Patch(region.Color),
                _ => Markup.None,
            };

            Markup Line(Stroke stroke) => Markup.Of($"""<path d="M{x} {y}h{Swatch}"{StrokeOf(stroke)} fill="none"/>{"\n"}""");
            Markup Dot(string fill, string color, double radius) =>
                Markup.Of($"""<circle cx="{x + (Swatch / 2)}" cy="{y}" r="{radius}" fill="{fill}" stroke="{color}" stroke-width="1.3"/>{"\n"}""");
            Markup Patch(string color) => Markup.Of($"""<rect x="{x}" y="{y - 5}" width="{Swatch}" height="10" fill="{color}" stroke="#bbbbbb" stroke-width="0.5"/>{"\n"}""");
        }

        private static Markup Text(double x, double y, Label label, double size, string anchor, string? color = null, bool halo = false)
        {
            List<Markup> runs = [];
            double shift = 0;
            foreach (Run run in label.MergedRuns())
            {
                double script = size * Label.ScriptSize;
                double target = run.Level switch { Level.Raised => -0.36 * size, Level.Lowered => 0.2 * size, _ => 0 };
                double step = target - shift;
                shift = target;
                Markup dy = step == 0 ? Markup.None : Markup.Of($""" dy="{step}" """);
                Markup small = run.Level == Level.Normal ? Markup.None : Markup.Of($""" font-size="{script}" """);
                Markup italic = run.Italic ? Markup.Of($""" font-style="italic" """) : Markup.None;
                Markup attributes = new((dy.Text + small.Text + italic.Text).Replace("  ", " ", StringComparison.Ordinal).TrimEnd());
                runs.Add(attributes.Text.Length == 0 ? Markup.Of($"{run.Text}") : Markup.Of($"<tspan{attributes}>{run.Text}</tspan>"));
            }

            Markup fill = color is null ? Markup.None : Markup.Of($""" fill="{color}" """);
            // The white rim keeps a name readable where it touches a line.
            string rim = halo ? " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"" : "";
            return Markup.Of($"""<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}"{new Markup(fill.Text.TrimEnd())}{new Markup(rim)}>{runs}</text>{"\n"}""");
        }

        private static Markup Path(IReadOnlyList<Pixel> line) =>
            Markup.Join(line.Select((p, i) => i == 0 ? Markup.Of($"M{p.X} {p.Y}") : Markup.Of($"L{p.X} {p.Y}")));

        private static Markup StrokeOf(Stroke stroke)
        {
            string pattern = stroke.Dash switch
            {
                Dash.Dashed => " stroke-dasharray=\"7 4\"",
                Dash.Dotted => " stroke-dasharray=\"1.6 3\"",
                Dash.DashDotted => " stroke-dasharray=\"7 3 1.6 3\"",
                _ => "",
            };
            return Markup.Of($""" stroke="{stroke.Color}" stroke-width="{stroke.Width}"{new Markup(pattern)}""");
        }

        private static string FillOf(Stroke stroke) => stroke.Dash == Dash.Solid ? stroke.Color : "#ffffff";

        private static string TagColor(Curve curve) => curve.Stroke.Color == Palette.Gray ? "#555555" : curve.Stroke.Color;

        private List<List<Pixel>> Polylines(IReadOnlyList<Point> points)
        {
            List<List<Pixel>> lines = [];
            bool open = false;
            foreach (Point point in points)
            {
                Pixel pixel = Project(point);
                if (!pixel.IsFinite)
                {
                    open = false;
                    continue;
                }

                if (!open)
                {
                    lines.Add([]);
                    open = true;
                }

                lines[^1].Add(pixel);
            }

            return lines;
        }

        private Pixel Project(Point point) => new(
            Bounded(_frame.Left + (_figure.X.Fraction(point.X) * _frame.Width)),
            Bounded(_frame.Bottom - (_figure.Y.Fraction(point.Y) * _frame.Height)));

        /// <summary>Far beyond the frame all positions look alike, and viewers dislike huge coordinates.</summary>
        private static double Bounded(double pixel) => double.IsFinite(pixel) ? Math.Clamp(pixel, -20000, 20000) : double.NaN;
    }
}
