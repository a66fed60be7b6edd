namespace Hermetic.Reporting.Figures;

/// <summary>A position on the drawing in pixels, y downwards.</summary>
/// <param name="X">Horizontal.</param>
/// <param name="Y">Vertical.</param>
internal readonly record struct Pixel(double X, double Y)
{
    /// <summary>Whether both coordinates are finite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>The frame of the axes in pixels.</summary>
/// <param name="Left">Left side.</param>
/// <param name="Top">Upper side.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
internal sealed record Frame(double Left, double Top, double Width, double Height)
{
    /// <summary>Right side.</summary>
    public double Right => Left + Width;

    /// <summary>Lower side.</summary>
    public double Bottom => Top + Height;

    /// <summary>Whether a position is inside.</summary>
    /// <param name="p">The position.</param>
    public bool Holds(Pixel p) => p.X >= Left && p.X <= Right && p.Y >= Top && p.Y <= Bottom;
}

/// <summary>Where a name stands: the middle of its base line, and its slope.</summary>
/// <param name="X">Horizontal.</param>
/// <param name="Y">Vertical.</param>
/// <param name="Degrees">Rotation in degrees, clockwise as SVG has it.</param>
internal readonly record struct TagPlace(double X, double Y, double Degrees);

/// <summary>Finds places for text inside a frame: a raster of small cells remembers where lines run and where text stands already.</summary>
/// <param name="frame">The frame.</param>
internal sealed class Layout(Frame frame)
{
    private const double Cell = 3;
    private const int MostCrossings = 8;

    private readonly int _columns = (int)(frame.Width / Cell) + 1;
    private readonly bool[] _lines = new bool[((int)(frame.Width / Cell) + 1) * ((int)(frame.Height / Cell) + 1)];
    private readonly bool[] _text = new bool[((int)(frame.Width / Cell) + 1) * ((int)(frame.Height / Cell) + 1)];

    /// <summary>Remembers lines.</summary>
    /// <param name="polylines">The lines.</param>
    public void Occupy(IEnumerable<IReadOnlyList<Pixel>> polylines)
    {
        foreach (IReadOnlyList<Pixel> line in polylines)
        {
            foreach (Pixel p in Dense(line, Cell / 2).Where(frame.Holds))
            {
                _lines[IndexOf(p)] = true;
            }
        }
    }

    /// <summary>The emptiest place for a block of text, near a corner where several are equally empty; the block then counts as text.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <returns>Its upper left corner, and whether no line runs behind it.</returns>
    public (Pixel Place, bool Free) PlaceBlock(double width, double height)
    {
        const double Margin = 12;
        double right = Math.Max(frame.Left + Margin, frame.Right - Margin - width);
        double bottom = Math.Max(frame.Top + Margin, frame.Bottom - Margin - height);
        (double left, double top) = (frame.Left + Margin, frame.Top + Margin);
        Pixel best = new(left, top);
        double bestCost = double.PositiveInfinity;
        bool free = false;
        const int Steps = 16;
        for (int row = 0; row <= Steps; row++)
        {
            for (int column = 0; column <= Steps; column++)
            {
                Pixel place = new(left + ((right - left) * column / Steps), top + ((bottom - top) * row / Steps));
                double fromCorner = Math.Min(column, Steps - column) + Math.Min(row, Steps - row);
                int crossed = Count(_lines, place.X - 6, place.Y - 6, width + 12, height + 12);
                double cost = crossed + (0.2 * fromCorner);
                if (cost < bestCost)
                {
                    (best, bestCost, free) = (place, cost, crossed == 0);
                }
            }
        }

        for (double y = best.Y - 4; y < best.Y + height + 4; y += Cell)
        {
            for (double x = best.X - 4; x < best.X + width + 4; x += Cell)
            {
                if (frame.Holds(new Pixel(x, y)))
                {
                    _text[IndexOf(new Pixel(x, y))] = true;
                }
            }
        }

        return (best, free);
    }

    /// <summary>A place for a name along a line, crossing as little as possible; it then counts as text.</summary>
    /// <param name="polylines">The line.</param>
    /// <param name="width">Width of the name in pixels.</param>
    /// <param name="size">Its size in pixels.</param>
    /// <returns>The place, or null where there is none without touching other text or much else.</returns>
    public TagPlace? PlaceTag(IEnumerable<IReadOnlyList<Pixel>> polylines, double width, double size)
    {
        TagPlace? best = null;
        double bestCost = MostCrossings + 1;
        foreach (IReadOnlyList<Pixel> line in polylines)
        {
            List<Pixel> path = [.. Dense(line, 4).Where(frame.Holds)];
            int half = Math.Max(1, (int)(width / 8));
            for (int i = 0; i < path.Count; i += 2)
            {
                // The slope is that of the chord under the name, not of one short piece.
                Pixel from = path[Math.Max(0, i - half)];
                Pixel to = path[Math.Min(path.Count - 1, i + half)];
                if (to.X < from.X)
                {
                    (from, to) = (to, from);
                }

                double angle = Math.Atan2(to.Y - from.Y, to.X - from.X);
                if (Math.Abs(angle) > 1.35)
                {
                    continue;
                }

                double centred = Math.Abs(((double)i / path.Count) - 0.5);
                foreach (double side in (ReadOnlySpan<double>)[-1, 1])
                {
                    // Distance of the base line from the line: the descenders' depth above it, the capitals' height below it.
                    double distance = side < 0 ? -0.38 * size : 1.05 * size;
                    TagPlace place = new(
                        path[i].X - (Math.Sin(angle) * distance),
                        path[i].Y + (Math.Cos(angle) * distance),
                        angle * 180 / Math.PI);
                    if (CostOf(place, angle, width, size) is { } crossings && crossings + centred + (side > 0 ? 0.3 : 0) < bestCost)
                    {
                        bestCost = crossings + centred + (side > 0 ? 0.3 : 0);
                        best = place;
                    }
                }
            }
        }

        if (best is { } found)
        {
            ForEachPoint(found, found.Degrees * Math.PI / 180, width + 8, size + 2, p =>
            {
                if (frame.Holds(p))
                {
                    _text[IndexOf(p)] = true;
                }

                return true;
            });
        }

        return best;
    }

    /// <summary>Cells with lines under a name; null where it would leave the frame or touch other text.</summary>
    private int? CostOf(TagPlace place, double angle, double width, double size)
    {
        int crossings = 0;
        int last = -1;
        bool free = ForEachPoint(place, angle, width + 4, size, p =>
        {
            if (p.X < frame.Left + 3 || p.X > frame.Right - 3 || p.Y < frame.Top + 3 || p.Y > frame.Bottom - 3 || _text[IndexOf(p)])
            {
                return false;
            }

            int cell = IndexOf(p);
            crossings += _lines[cell] && cell != last ? 1 : 0;
            last = cell;
            return true;
        });
        return free ? crossings : null;
    }

    /// <summary>Visits points that cover a rotated line of text; stops and returns false as soon as the visitor does.</summary>
    private static bool ForEachPoint(TagPlace place, double angle, double width, double size, Func<Pixel, bool> visit)
    {
        (double sine, double cosine) = Math.SinCos(angle);
        for (double v = -0.8 * size; v <= 0.25 * size; v += Cell)
        {
            for (double u = -width / 2; u <= width / 2; u += Cell)
            {
                if (!visit(new Pixel(place.X + (u * cosine) - (v * sine), place.Y + (u * sine) + (v * cosine))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Count(bool[] cells, double left, double top, double width, double height)
    {
        int count = 0;
        for (double y = Math.Max(top, frame.Top); y <= Math.Min(top + height, frame.Bottom); y += Cell)
        {
            for (double x = Math.Max(left, frame.Left); x <= Math.Min(left + width, frame.Right); x += Cell)
            {
                count += cells[IndexOf(new Pixel(x, y))] ? 1 : 0;
            }
        }

        return count;
    }

    private int IndexOf(Pixel p) => ((int)((p.Y - frame.Top) / Cell) * _columns) + (int)((p.X - frame.Left) / Cell);

    private static IEnumerable<Pixel> Dense(IReadOnlyList<Pixel> line, double step)
    {
        for (int i = 0; i < line.Count; i++)
        {
            yield return line[i];
            if (i + 1 == line.Count)
            {
                yield break;
            }

            double length = Math.Sqrt(Math.Pow(line[i + 1].X - line[i].X, 2) + Math.Pow(line[i + 1].Y - line[i].Y, 2));
            int pieces = (int)Math.Min(10000, length / step);
            for (int k = 1; k < pieces; k++)
            {
                double t = (double)k / pieces;
                yield return new Pixel(line[i].X + (t * (line[i + 1].X - line[i].X)), line[i].Y + (t * (line[i + 1].Y - line[i].Y)));
            }
        }
    }
}
