using Hermetic.Setup.Fields;

namespace Hermetic.Setup.Trackers;

/// <summary>A plane as centre and unit vectors. Immutable.</summary>
public readonly struct PlaneFrame
{
    private readonly double _cx, _cy, _vx, _vy, _vz, _nx, _ny, _nz, _offset;

    /// <summary>The frame of a plane.</summary>
    /// <param name="plane">The plane.</param>
    public PlaneFrame(TrackerPlane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        (_cx, _cy, Z, _offset) = (plane.X, plane.Y, plane.Z, plane.Offset);
        (double sr, double cr) = Math.SinCos(plane.Roll);
        (Ux, Uy, Uz) = Tilt(plane, cr, sr);
        (_vx, _vy, _vz) = Tilt(plane, -sr, cr);
        (_nx, _ny, _nz) = ((Uy * _vz) - (Uz * _vy), (Uz * _vx) - (Ux * _vz), (Ux * _vy) - (Uy * _vx));
    }

    /// <summary>Component of the measured direction along x.</summary>
    public double Ux { get; }

    /// <summary>Component of the measured direction along y.</summary>
    public double Uy { get; }

    /// <summary>Component of the measured direction along z.</summary>
    public double Uz { get; }

    /// <summary>z of the centre in mm.</summary>
    public double Z { get; }

    /// <summary>Where a track, given at z of the centre, crosses the plane. Between the two the track is taken as straight: within 1 mm of the centre's z, in 2 T and above 10 GeV, that is good to 0.1 um.</summary>
    /// <param name="s">The track.</param>
    /// <param name="u">Measured coordinate in mm.</param>
    /// <param name="v">Coordinate along the strips in mm.</param>
    public void Cross(in TrackState s, out double u, out double v)
    {
        double x = s.X - _cx, y = s.Y - _cy;
        double along = -((_nx * x) + (_ny * y)) / ((_nx * s.Tx) + (_ny * s.Ty) + _nz);
        (x, y) = (x + (along * s.Tx), y + (along * s.Ty));
        u = (Ux * x) + (Uy * y) + (Uz * along) - _offset;
        v = (_vx * x) + (_vy * y) + (_vz * along);
    }

    /// <summary>As <see cref="Cross(in TrackState, out double, out double)"/> with the derivatives of u and v with respect to x, y, dx/dz, dy/dz at z of the centre.</summary>
    /// <param name="s">The track.</param>
    /// <param name="u">Measured coordinate in mm.</param>
    /// <param name="v">Coordinate along the strips in mm.</param>
    /// <param name="du">Derivatives of u.</param>
    /// <param name="dv">Derivatives of v.</param>
    public void Cross(in TrackState s, out double u, out double v, Span<double> du, Span<double> dv)
    {
        double x = s.X - _cx, y = s.Y - _cy;
        double inverse = 1 / ((_nx * s.Tx) + (_ny * s.Ty) + _nz);
        double along = -((_nx * x) + (_ny * y)) * inverse;
        (x, y) = (x + (along * s.Tx), y + (along * s.Ty));
        u = (Ux * x) + (Uy * y) + (Uz * along) - _offset;
        v = (_vx * x) + (_vy * y) + (_vz * along);
        // What is not along the track's own direction counts: P = e - n (e.t)/(n.t).
        double eu = ((Ux * s.Tx) + (Uy * s.Ty) + Uz) * inverse, ev = ((_vx * s.Tx) + (_vy * s.Ty) + _vz) * inverse;
        (du[0], du[1], dv[0], dv[1]) = (Ux - (_nx * eu), Uy - (_ny * eu), _vx - (_nx * ev), _vy - (_ny * ev));
        (du[2], du[3], dv[2], dv[3]) = (along * du[0], along * du[1], along * dv[0], along * dv[1]);
    }

    private static (double X, double Y, double Z) Tilt(TrackerPlane plane, double x, double y)
    {
        (double sx, double cx) = Math.SinCos(plane.TiltX);
        (double sy, double cy) = Math.SinCos(plane.TiltY);
        (double y1, double z1) = (y * cx, y * sx);
        return ((x * cy) + (z1 * sy), y1, (z1 * cy) - (x * sy));
    }
}
