using System.Runtime.CompilerServices;

namespace Hermetic.Setup.Fields;

/// <summary>One axis of a grid.</summary>
/// <param name="First">First coordinate in mm.</param>
/// <param name="Last">Last coordinate in mm.</param>
/// <param name="Count">Number of points, at least 2.</param>
public readonly record struct GridAxis(double First, double Last, int Count)
{
    /// <summary>Distance of the points in mm.</summary>
    public double Step => (Last - First) / (Count - 1);
}

/// <summary>
/// A field on a regular grid, interpolated by cubics through the points in each direction (E. Catmull, R. Rom 1974; slopes from the neighbours, beyond the last point continued linearly): field and its
/// derivatives are continuous inside, exact for fields of second order in each coordinate. Outside the grid there is no field. Immutable.
/// </summary>
public sealed class FieldMap
{
    /// <summary>Most points of a map.</summary>
    public const int MostPoints = 4_000_000;

    private readonly double[] _values;
    private readonly double _ix, _iy, _iz;

    /// <summary>A map.</summary>
    /// <param name="x">Axis across the beam.</param>
    /// <param name="y">Axis upwards.</param>
    /// <param name="z">Axis along the beam.</param>
    /// <param name="values">Bx, By, Bz in T point by point: x runs fastest, z slowest.</param>
    public FieldMap(GridAxis x, GridAxis y, GridAxis z, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (GridAxis axis in new[] { x, y, z })
        {
            if (axis.Count < 2 || !(axis.Last > axis.First))
            {
                throw new ArgumentOutOfRangeException(nameof(x), axis, "An axis has at least two points and rises.");
            }
        }

        long points = (long)x.Count * y.Count * z.Count;
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, 3 * points, nameof(values));
        (X, Y, Z) = (x, y, z);
        _values = values;
        (_ix, _iy, _iz) = (1 / x.Step, 1 / y.Step, 1 / z.Step);
    }

    /// <summary>Axis across the beam.</summary>
    public GridAxis X { get; }

    /// <summary>Axis upwards.</summary>
    public GridAxis Y { get; }

    /// <summary>Axis along the beam.</summary>
    public GridAxis Z { get; }

    /// <summary>Adds the field at a point of the grid's own coordinates.</summary>
    /// <param name="x">x in mm.</param>
    /// <param name="y">y in mm.</param>
    /// <param name="z">z in mm.</param>
    /// <param name="scale">Factor on the field.</param>
    /// <param name="sample">What is added to.</param>
    public void Add(double x, double y, double z, double scale, ref FieldSample sample)
    {
        double px = (x - X.First) * _ix, py = (y - Y.First) * _iy, pz = (z - Z.First) * _iz;
        if (!(px >= 0 && px <= X.Count - 1 && py >= 0 && py <= Y.Count - 1 && pz >= 0 && pz <= Z.Count - 1))
        {
            return;
        }

        Stencil sx = new(px, X.Count), sy = new(py, Y.Count), sz = new(pz, Z.Count);
        double bx = 0, by = 0, bz = 0, xx = 0, yx = 0, zx = 0, xy = 0, yy = 0, zy = 0;
        for (int k = 0; k < 4; k++)
        {
            double wz = sz.Weight(k);
            for (int j = 0; j < 4; j++)
            {
                double wyz = sy.Weight(j) * wz, dyz = sy.Slope(j) * wz;
                int row = X.Count * (sy.Index(j) + (Y.Count * sz.Index(k)));
                for (int i = 0; i < 4; i++)
                {
                    int at = 3 * (row + sx.Index(i));
                    double a = _values[at], b = _values[at + 1], c = _values[at + 2];
                    double w = sx.Weight(i) * wyz, dx = sx.Slope(i) * wyz, dy = sx.Weight(i) * dyz;
                    bx += w * a;
                    by += w * b;
                    bz += w * c;
                    xx += dx * a;
                    yx += dx * b;
                    zx += dx * c;
                    xy += dy * a;
                    yy += dy * b;
                    zy += dy * c;
                }
            }
        }

        sample.Bx += scale * bx;
        sample.By += scale * by;
        sample.Bz += scale * bz;
        sample.BxDx += scale * _ix * xx;
        sample.ByDx += scale * _ix * yx;
        sample.BzDx += scale * _ix * zx;
        sample.BxDy += scale * _iy * xy;
        sample.ByDy += scale * _iy * yy;
        sample.BzDy += scale * _iy * zy;
    }

    /// <summary>Four points about a place with the weights of the cubic and of its slope. At an end the missing point is the linear continuation, its weight shared out.</summary>
    private readonly struct Stencil
    {
        private readonly int _first, _last;
        private readonly double _w0, _w1, _w2, _w3, _d0, _d1, _d2, _d3;

        public Stencil(double place, int count)
        {
            int cell = Math.Min((int)place, count - 2);
            double t = place - cell;
            _first = cell - 1;
            _last = count - 1;
            _w0 = 0.5 * t * (-1 + (t * (2 - t)));
            _w1 = 0.5 * (2 + (t * t * (-5 + (3 * t))));
            _w2 = 0.5 * t * (1 + (t * (4 - (3 * t))));
            _w3 = 0.5 * t * t * (t - 1);
            _d0 = 0.5 * (-1 + (t * (4 - (3 * t))));
            _d1 = 0.5 * t * (-10 + (9 * t));
            _d2 = 0.5 * (1 + (t * (8 - (9 * t))));
            _d3 = 0.5 * t * (-2 + (3 * t));
            if (cell == 0)
            {
                // f(-1) = 2 f(0) - f(1).
                (_w1, _w2, _w0) = (_w1 + (2 * _w0), _w2 - _w0, 0);
                (_d1, _d2, _d0) = (_d1 + (2 * _d0), _d2 - _d0, 0);
            }

            if (cell == count - 2)
            {
                (_w2, _w1, _w3) = (_w2 + (2 * _w3), _w1 - _w3, 0);
                (_d2, _d1, _d3) = (_d2 + (2 * _d3), _d1 - _d3, 0);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Index(int i) => Math.Clamp(_first + i, 0, _last);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Weight(int i) => i switch { 0 => _w0, 1 => _w1, 2 => _w2, _ => _w3 };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Slope(int i) => i switch { 0 => _d0, 1 => _d1, 2 => _d2, _ => _d3 };
    }
}
