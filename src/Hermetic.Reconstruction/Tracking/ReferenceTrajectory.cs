using System.Runtime.CompilerServices;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>What a plane measures of tracks near a reference: the coordinate of the reference and its derivatives with respect to the parameters at the reference plane.</summary>
internal struct PlaneRow
{
    public Vector5 H;
    public double U, V;
    public Vector5 Hv;
}

/// <summary>
/// What a layer of matter does to tracks near a reference, seen from the reference plane: the square roots of the covariance of its kicks (two angles, and q/p by the fluctuation of the loss), and the direction of a change of q/p behind it.
/// </summary>
internal struct LayerKick
{
    public Vector5 First, Second, Third;
    public Vector5 Kappa;
    public double KappaBehind, RadiationLengths;
}

/// <summary>
/// One track through a layout as the fit linearises about it, followed exactly. All is expressed by the parameters at the reference plane: a plane's row tells its measurement by them, and a kick on the way is the change of them that looks the same behind. Filters have then
/// no matrices to carry from plane to plane. One instance belongs to one thread; nothing is allocated after construction.
/// </summary>
internal sealed class ReferenceTrajectory
{
    private readonly TrackerLayout _layout;
    private readonly ThinPassage[] _passages;
    private readonly bool _radiates;
    private readonly PlaneRow[] _rows;
    private readonly LayerKick[] _kicks;

    /// <summary>Room for a reference.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="radiates">Whether the mean loss by bremsstrahlung and its variance count.</param>
    public ReferenceTrajectory(TrackerLayout layout, TrackParticle particle, bool radiates)
    {
        _layout = layout;
        _passages = layout.Passages(particle);
        _radiates = radiates;
        _rows = new PlaneRow[layout.Planes.Count];
        _kicks = new LayerKick[layout.Layers.Count];
    }

    /// <summary>Parameters at the reference plane.</summary>
    public TrackState Start { get; private set; }

    /// <summary>The track behind the last element.</summary>
    public TrackState End { get; private set; }

    /// <summary>Derivatives of the end with respect to the start.</summary>
    public TrackJacobian EndJacobian { get; private set; }

    /// <summary>Rows of the planes.</summary>
    public ReadOnlySpan<PlaneRow> Rows => _rows;

    /// <summary>Kicks of the layers.</summary>
    public ReadOnlySpan<LayerKick> Kicks => _kicks;

    /// <summary>Follows a track.</summary>
    /// <param name="start">Its parameters at the reference plane.</param>
    /// <param name="tolerance">Error of a step in mm.</param>
    /// <returns>False if it does not reach the end.</returns>
    public bool Follow(in TrackState start, double tolerance)
    {
        Start = start;
        TrackState s = start;
        TrackJacobian j = TrackJacobian.Identity;
        Span<double> du = stackalloc double[4], dv = stackalloc double[4];
        foreach (ref readonly TrackerElement element in _layout.Elements)
        {
            if (element.Z != s.Z && Propagator.To(_layout.Field, ref s, element.Z, tolerance, ref j) != PropagationEnd.Arrived)
            {
                return false;
            }

            if (element.Plane >= 0)
            {
                ref PlaneRow row = ref _rows[element.Plane];
                _layout.Frames[element.Plane].Cross(s, out row.U, out row.V, du, dv);
                row.H = Row(du, j);
                row.Hv = Row(dv, j);
                continue;
            }

            Kick(_passages[element.Layer], ref s, ref j, ref _kicks[element.Layer]);
        }

        End = s;
        EndJacobian = j;
        return double.IsFinite(s.X + s.Y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector5 Row(ReadOnlySpan<double> d, in TrackJacobian j) => new(
        (d[0] * j.D[0]) + (d[1] * j.D[1]) + (d[2] * j.D[2]) + (d[3] * j.D[3]),
        (d[0] * j.D[4]) + (d[1] * j.D[5]) + (d[2] * j.D[6]) + (d[3] * j.D[7]),
        (d[0] * j.D[8]) + (d[1] * j.D[9]) + (d[2] * j.D[10]) + (d[3] * j.D[11]),
        (d[0] * j.D[12]) + (d[1] * j.D[13]) + (d[2] * j.D[14]) + (d[3] * j.D[15]),
        (d[0] * j.D[16]) + (d[1] * j.D[17]) + (d[2] * j.D[18]) + (d[3] * j.D[19]));

    private void Kick(ThinPassage layer, ref TrackState s, ref TrackJacobian j, ref LayerKick kick)
    {
        double x2 = 1 + (s.Tx * s.Tx), y2 = 1 + (s.Ty * s.Ty), n2 = x2 + (s.Ty * s.Ty), path = Math.Sqrt(n2);
        // Half the loss before, half behind matters at second order only: the angle is that of the momentum before.
        double variance = layer.AngleVariance(s.Kappa) * path * n2;
        s.Kappa = layer.Lose(s.Kappa, path, _radiates, out double derivative, out double kappaVariance);
        j.Kappa *= derivative;
        Inverse(j, out Vector5 tx, out Vector5 ty, out kick.Kappa);
        kick.KappaBehind = s.Kappa;
        kick.RadiationLengths = path * layer.RadiationLengths;
        // Covariance of the slopes: variance ((1 + tx^2, tx ty), (tx ty, 1 + ty^2)), by its Cholesky factor.
        double first = Math.Sqrt(variance * x2), mixed = variance * s.Tx * s.Ty / first, second = Math.Sqrt(variance * n2 / x2);
        kick.First = default;
        kick.First.Add(tx, first);
        kick.First.Add(ty, mixed);
        kick.Second = default;
        kick.Second.Add(ty, second);
        kick.Third = default;
        kick.Third.Add(kick.Kappa, Math.Sqrt(kappaVariance));
    }

    /// <summary>The changes of the parameters at the reference plane that here change dx/dz, dy/dz or q/p alone.</summary>
    private static void Inverse(in TrackJacobian j, out Vector5 tx, out Vector5 ty, out Vector5 kappa)
    {
        // D = ((P, Q), (R, S)) in 2 x 2 blocks; T = S - R P^-1 Q.
        double p00 = j.D[0], p10 = j.D[1], r00 = j.D[2], r10 = j.D[3];
        double p01 = j.D[4], p11 = j.D[5], r01 = j.D[6], r11 = j.D[7];
        double q00 = j.D[8], q10 = j.D[9], s00 = j.D[10], s10 = j.D[11];
        double q01 = j.D[12], q11 = j.D[13], s01 = j.D[14], s11 = j.D[15];
        double b0 = j.D[16], b1 = j.D[17], b2 = j.D[18], b3 = j.D[19];
        double det = 1 / ((p00 * p11) - (p01 * p10));
        double i00 = p11 * det, i01 = -p01 * det, i10 = -p10 * det, i11 = p00 * det;
        double m00 = (i00 * q00) + (i01 * q10), m01 = (i00 * q01) + (i01 * q11), m10 = (i10 * q00) + (i11 * q10), m11 = (i10 * q01) + (i11 * q11);
        double t00 = s00 - (r00 * m00) - (r01 * m10), t01 = s01 - (r00 * m01) - (r01 * m11), t10 = s10 - (r10 * m00) - (r11 * m10), t11 = s11 - (r10 * m01) - (r11 * m11);
        det = 1 / ((t00 * t11) - (t01 * t10));
        double u00 = t11 * det, u01 = -t01 * det, u10 = -t10 * det, u11 = t00 * det;
        tx = new Vector5(-(m00 * u00) - (m01 * u10), -(m10 * u00) - (m11 * u10), u00, u10, 0);
        ty = new Vector5(-(m00 * u01) - (m01 * u11), -(m10 * u01) - (m11 * u11), u01, u11, 0);
        double c0 = (i00 * b0) + (i01 * b1), c1 = (i10 * b0) + (i11 * b1);
        double e0 = b2 - (r00 * c0) - (r01 * c1), e1 = b3 - (r10 * c0) - (r11 * c1);
        double f0 = (u00 * e0) + (u01 * e1), f1 = (u10 * e0) + (u11 * e1);
        double k = 1 / j.Kappa;
        kappa = new Vector5(-k * (c0 - (m00 * f0) - (m01 * f1)), -k * (c1 - (m10 * f0) - (m11 * f1)), -k * f0, -k * f1, k);
    }
}
