namespace Hermetic.Setup.Fields;

/// <summary>
/// A dipole whose field is uniform in its length and points across the beam. With a sharp edge the field ends there and the fringe is left out. With a soft edge (<see cref="EngeEdge"/>) it falls on the mid-plane as F, and off it, at the distance y,
/// as By = B (F - y^2 F''/2), Bz = B (y F' - y^3 F'''/6): free of curl, and of divergence up to the third order in y over the gap. Across the field direction it does not change: the iron is taken to be wide.
/// </summary>
public sealed class Dipole
{
    private readonly double _cos;
    private readonly double _sin;
    private readonly double _front;
    private readonly double _back;
    private readonly double _inverseGap;
    private readonly double _fullFrom;
    private readonly double _fullTo;

    /// <summary>A dipole.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="z">Centre along the beam in mm.</param>
    /// <param name="length">Effective length in mm: field integral over field.</param>
    /// <param name="field">Field in T.</param>
    /// <param name="roll">Angle in rad of the field about the beam: 0 along +y (bends in x), pi/2 along -x (bends in y).</param>
    /// <param name="gap">Full gap in mm, the scale of a soft edge.</param>
    /// <param name="edge">The edge; null for a sharp one.</param>
    /// <param name="middle">Distance in mm of the mid-plane from the axis, along the field.</param>
    public Dipole(string name, double z, double length, double field, double roll = 0, double gap = 100, EngeEdge? edge = null, double middle = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gap);
        Name = name;
        Field = field;
        Length = length;
        Roll = roll;
        Middle = middle;
        Edge = edge;
        (_sin, _cos) = Math.SinCos(roll);
        _front = z - (0.5 * length);
        _back = z + (0.5 * length);
        _inverseGap = 1 / gap;
        _fullFrom = _front - ((edge?.Inside ?? 0) * gap);
        _fullTo = _back + ((edge?.Inside ?? 0) * gap);
        Breaks = edge is null
            ? [_front, _back]
            : [_front - (edge.Outside * gap), .. Sorted(_fullFrom, _fullTo), _back + (edge.Outside * gap)];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Field in T.</summary>
    public double Field { get; }

    /// <summary>Effective length in mm.</summary>
    public double Length { get; }

    /// <summary>Angle of the field about the beam in rad.</summary>
    public double Roll { get; }

    /// <summary>Distance of the mid-plane from the axis in mm.</summary>
    public double Middle { get; }

    /// <summary>The soft edge, or null.</summary>
    public EngeEdge? Edge { get; }

    /// <summary>Where along the beam the field begins, is full, begins to fall, and ends, in mm.</summary>
    public IReadOnlyList<double> Breaks { get; }

    /// <summary>Adds the field at a point between the first and the last of <see cref="Breaks"/>.</summary>
    /// <param name="x">x in mm.</param>
    /// <param name="y">y in mm.</param>
    /// <param name="z">z in mm.</param>
    /// <param name="sample">What is added to.</param>
    public void Add(double x, double y, double z, ref FieldSample sample)
    {
        double b = Field;
        if (Edge is null)
        {
            sample.Bx -= b * _sin;
            sample.By += b * _cos;
            return;
        }

        double up = (y * _cos) - (x * _sin) - Middle;
        double f = 1, f1 = 0, f2 = 0, f3 = 0;
        if (z < _fullFrom)
        {
            f = Edge.At((_front - z) * _inverseGap, out f1, out f2, out f3);
            // Towards the front s falls with z.
            (f1, f3) = (-f1, -f3);
        }

        if (z > _fullTo)
        {
            f += Edge.At((z - _back) * _inverseGap, out double g1, out double g2, out double g3) - 1;
            (f1, f2, f3) = (f1 + g1, f2 + g2, f3 + g3);
        }

        f1 *= _inverseGap;
        f2 *= _inverseGap * _inverseGap;
        f3 *= _inverseGap * _inverseGap * _inverseGap;
        double across = b * (f - (0.5 * up * up * f2));
        double acrossUp = -b * up * f2;
        double alongUp = b * (f1 - (0.5 * up * up * f3));
        sample.Bx -= across * _sin;
        sample.By += across * _cos;
        sample.Bz += b * up * (f1 - (up * up * f3 / 6));
        // d(up)/dx = -sin, d(up)/dy = cos.
        sample.BxDx += acrossUp * _sin * _sin;
        sample.ByDx -= acrossUp * _sin * _cos;
        sample.BzDx -= alongUp * _sin;
        sample.BxDy -= acrossUp * _sin * _cos;
        sample.ByDy += acrossUp * _cos * _cos;
        sample.BzDy += alongUp * _cos;
    }

    private static double[] Sorted(double a, double b) => a < b ? [a, b] : [b, a];
}
