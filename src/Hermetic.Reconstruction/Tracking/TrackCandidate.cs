using System.Runtime.CompilerServices;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>Number of a measurement on each plane; -1 for none.</summary>
[InlineArray(MostPlanes)]
public struct PlaneHits
{
    /// <summary>Most planes of a set-up.</summary>
    public const int MostPlanes = TrackerSetup.MostPlanes;

    private short _first;
}

/// <summary>Covariance of (x, y, dx/dz, dy/dz, q/p): the lower triangle by rows.</summary>
[InlineArray(Length)]
public struct ParameterCovariance
{
    /// <summary>Number of elements.</summary>
    public const int Length = 15;

    private double _first;
}

/// <summary>
/// A track as pattern recognition follows it: parameters and covariance at the reference plane, as seen from the last plane that it has reached, its time, and the measurements that it takes. A mutable
/// struct of the hot loop.
/// </summary>
public struct TrackCandidate
{
    /// <summary>Position in mm.</summary>
    public double X;

    /// <summary>Position in mm.</summary>
    public double Y;

    /// <summary>dx/dz.</summary>
    public double Tx;

    /// <summary>dy/dz.</summary>
    public double Ty;

    /// <summary>q/p in 1/GeV.</summary>
    public double Kappa;

    /// <summary>Covariance of the parameters.</summary>
    public ParameterCovariance Covariance;

    /// <summary>Time in ns against the trigger.</summary>
    public double Time;

    /// <summary>Variance of the time in ns^2.</summary>
    public double TimeVariance;

    /// <summary>Chi2 of positions: of the filter, so with the beam as a weak constraint.</summary>
    public double Chi2;

    /// <summary>Chi2 of positions and times with the penalties of missing measurements; the smaller, the better.</summary>
    public double Score;

    /// <summary>Number of measurements.</summary>
    public int Hits;

    /// <summary>Number of planes that it crosses without a measurement.</summary>
    public int Holes;

    /// <summary>Number of the measurement on each plane, within the event; -1 for none.</summary>
    public PlaneHits At;

    /// <summary>The last four measurements, by which candidates of one particle are told from those of two.</summary>
    internal ulong Recent;

    /// <summary>Adds the scattering before a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Scatter(in TrajectoryNoise noise)
    {
        for (int i = 0; i < TrajectoryNoise.Length; i++)
        {
            Covariance[i] += noise[i];
        }
    }
}

/// <summary>What a candidate expects on a plane: the linearised measurement and its variance.</summary>
internal ref struct Expectation
{
    private double _h0, _h1, _h2, _h3, _h4;
    private double _g0, _g1, _g2, _g3, _g4;

    /// <summary>Expected coordinate in mm.</summary>
    public double U;

    /// <summary>Its variance in mm^2 from the candidate's parameters.</summary>
    public double Variance;

    /// <summary>The expectation, with the derivatives of a node in q/p, of the candidate as it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Expectation Of(in TrackCandidate t, in TrajectoryRow row, double nodeKappa, double slopeKappa)
    {
        Expectation e = default;
        e._h0 = row.Ux;
        e._h1 = row.Uy;
        e._h2 = row.Utx;
        e._h3 = row.Uty;
        // The straight line in q/p touches the curve at "slopeKappa".
        double at = slopeKappa - nodeKappa;
        e._h4 = row.Uk + (2 * row.Ukk * at);
        double onCurve = row.U + ((row.Uk + (row.Ukk * at)) * at);
        e.U = onCurve + (row.Ux * t.X) + (row.Uy * t.Y) + (row.Utx * t.Tx) + (row.Uty * t.Ty) + (e._h4 * (t.Kappa - slopeKappa));
        ref readonly ParameterCovariance c = ref t.Covariance;
        e._g0 = (c[0] * e._h0) + (c[1] * e._h1) + (c[3] * e._h2) + (c[6] * e._h3) + (c[10] * e._h4);
        e._g1 = (c[1] * e._h0) + (c[2] * e._h1) + (c[4] * e._h2) + (c[7] * e._h3) + (c[11] * e._h4);
        e._g2 = (c[3] * e._h0) + (c[4] * e._h1) + (c[5] * e._h2) + (c[8] * e._h3) + (c[12] * e._h4);
        e._g3 = (c[6] * e._h0) + (c[7] * e._h1) + (c[8] * e._h2) + (c[9] * e._h3) + (c[13] * e._h4);
        e._g4 = (c[10] * e._h0) + (c[11] * e._h1) + (c[12] * e._h2) + (c[13] * e._h3) + (c[14] * e._h4);
        e.Variance = (e._h0 * e._g0) + (e._h1 * e._g1) + (e._h2 * e._g2) + (e._h3 * e._g3) + (e._h4 * e._g4);
        return e;
    }

    /// <summary>q/p of the candidate after a measurement.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Kappa(in TrackCandidate t, double residual, double variance) => t.Kappa + (_g4 * residual / (Variance + variance));

    /// <summary>Takes a measurement into the candidate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Update(ref TrackCandidate t, double residual, double variance)
    {
        double inverse = 1 / (Variance + variance);
        double gain = residual * inverse;
        t.X += _g0 * gain;
        t.Y += _g1 * gain;
        t.Tx += _g2 * gain;
        t.Ty += _g3 * gain;
        t.Kappa += _g4 * gain;
        ref ParameterCovariance c = ref t.Covariance;
        double a0 = _g0 * inverse, a1 = _g1 * inverse, a2 = _g2 * inverse, a3 = _g3 * inverse, a4 = _g4 * inverse;
        c[0] -= a0 * _g0;
        c[1] -= a1 * _g0;
        c[2] -= a1 * _g1;
        c[3] -= a2 * _g0;
        c[4] -= a2 * _g1;
        c[5] -= a2 * _g2;
        c[6] -= a3 * _g0;
        c[7] -= a3 * _g1;
        c[8] -= a3 * _g2;
        c[9] -= a3 * _g3;
        c[10] -= a4 * _g0;
        c[11] -= a4 * _g1;
        c[12] -= a4 * _g2;
        c[13] -= a4 * _g3;
        c[14] -= a4 * _g4;
    }
}
