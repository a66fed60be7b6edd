using System.Runtime.CompilerServices;
using Hermetic.Physics.Matter;

namespace Hermetic.Setup.Fields;

/// <summary>How a propagation ended.</summary>
public enum PropagationEnd
{
    /// <summary>At the plane.</summary>
    Arrived,

    /// <summary>The track turned away from the beam by more than <see cref="Propagator.MostSlope"/> allows.</summary>
    TooSteep,

    /// <summary>The tolerance asks for more than <see cref="Propagator.MostSteps"/> steps.</summary>
    TooManySteps,
}

/// <summary>
/// Motion of a charged particle through a magnetic field with z as the independent variable: x'' = (q/p) c N (x' y' Bx - (1 + x'^2) By + y' Bz), y'' = (q/p) c N ((1 + y'^2) Bx - x' y' By - x' Bz), N^2 = 1 + x'^2 + y'^2.
/// Between the edges of the field by E. J. Nystrom's Runge-Kutta method of fourth order for second derivatives (Acta Soc. Sci. Fenn. 50 (1925) 13), with h^2 |k1 - k2 - k3 + k4| as the error of a step and its control, and
/// derivatives from the method's own formulas (J. Myrheim, L. Bugge, NIM 160 (1979) 43; E. Lund et al., JINST 4 (2009) P04001), so that they are those of the computed track exactly; without field
/// straight. No energy is lost here. DERIVED (equations), LIT (method).
/// </summary>
public static class Propagator
{
    /// <summary>Greatest slope of a track.</summary>
    public const double MostSlope = 30;

    /// <summary>Most steps of one propagation.</summary>
    public const int MostSteps = 200_000;

    /// <summary>Error of a step in mm where nothing finer is asked for: it leaves some micrometres 10 m behind a magnet of 7 T m with soft edges, far below what such spectrometers measure.</summary>
    public const double UsualTolerance = 1e-3;

    /// <summary>Takes a track to a plane.</summary>
    /// <param name="field">The field.</param>
    /// <param name="state">The track; where it was before unless it arrives.</param>
    /// <param name="z">Where the plane is in mm; may lie upstream.</param>
    /// <param name="tolerance">Greatest error of a step in mm.</param>
    public static PropagationEnd To(MagneticField field, ref TrackState state, double z, double tolerance = UsualTolerance)
    {
        TrackJacobian none = default;
        return Run<Plain>(field, ref state, z, tolerance, ref none);
    }

    /// <summary>Takes a track and its derivatives to a plane.</summary>
    /// <param name="field">The field.</param>
    /// <param name="state">The track; undefined unless it arrives.</param>
    /// <param name="z">Where the plane is in mm; may lie upstream.</param>
    /// <param name="tolerance">Greatest error of a step in mm.</param>
    /// <param name="jacobian">Derivatives with respect to the parameters at some plane before; are continued to this one.</param>
    public static PropagationEnd To(MagneticField field, ref TrackState state, double z, double tolerance, ref TrackJacobian jacobian) =>
        Run<WithDerivatives>(field, ref state, z, tolerance, ref jacobian);

    private static PropagationEnd Run<T>(MagneticField field, ref TrackState state, double z, double tolerance, ref TrackJacobian jacobian)
        where T : struct, IWanted
    {
        TrackState now = state;
        bool forward = z >= now.Z;
        int segment = field.SegmentAt(now.Z, forward);
        int left = MostSteps;
        while (now.Z != z)
        {
            double end = forward ? Math.Min(z, field.High(segment)) : Math.Max(z, field.Low(segment));
            if (field.IsFree(segment) || now.Kappa == 0)
            {
                Drift<T>(ref now, end - now.Z, ref jacobian);
                now.Z = end;
            }
            else if (Integrate<T>(field, segment, ref now, end, tolerance, ref jacobian, ref left) is var failed && failed != PropagationEnd.Arrived)
            {
                return failed;
            }

            segment += forward ? 1 : -1;
        }

        state = now;
        return PropagationEnd.Arrived;
    }

    private static void Drift<T>(ref TrackState s, double length, ref TrackJacobian jacobian)
        where T : struct, IWanted
    {
        s.X += length * s.Tx;
        s.Y += length * s.Ty;
        if (T.Derivatives)
        {
            for (int c = 0; c < 4 * TrackDerivatives.Columns; c += 4)
            {
                jacobian.D[c] += length * jacobian.D[c + 2];
                jacobian.D[c + 1] += length * jacobian.D[c + 3];
            }
        }
    }

    private static PropagationEnd Integrate<T>(MagneticField field, int segment, ref TrackState s, double end, double tolerance, ref TrackJacobian jacobian, ref int left)
        where T : struct, IWanted
    {
        double h = end - s.Z;
        Unsafe.SkipInit(out Force k1);
        Unsafe.SkipInit(out Force k2);
        Unsafe.SkipInit(out Force k3);
        Unsafe.SkipInit(out Force k4);
        double strength = s.Kappa * SynchrotronRadiation.CurvaturePerTesla;
        field.At(segment, s.X, s.Y, s.Z, out FieldSample b);
        k1.Set<T>(b, s.Tx, s.Ty, strength);
        while (true)
        {
            if (--left < 0)
            {
                return PropagationEnd.TooManySteps;
            }

            bool last = Math.Abs(h) >= Math.Abs(end - s.Z);
            h = last ? end - s.Z : h;
            double half = 0.5 * h, eighth = 0.125 * h * h;
            double mx = s.X + (half * s.Tx) + (eighth * k1.X), my = s.Y + (half * s.Ty) + (eighth * k1.Y);
            field.At(segment, mx, my, s.Z + half, out b);
            k2.Set<T>(b, s.Tx + (half * k1.X), s.Ty + (half * k1.Y), strength);
            k3.Set<T>(b, s.Tx + (half * k2.X), s.Ty + (half * k2.Y), strength);
            field.At(segment, s.X + (h * s.Tx) + (0.5 * h * h * k3.X), s.Y + (h * s.Ty) + (0.5 * h * h * k3.Y), last ? end : s.Z + h, out b);
            k4.Set<T>(b, s.Tx + (h * k3.X), s.Ty + (h * k3.Y), strength);
            double error = h * h * (Math.Abs(k1.X - k2.X - k3.X + k4.X) + Math.Abs(k1.Y - k2.Y - k3.Y + k4.Y));
            if (error > tolerance)
            {
                h *= Math.Max(0.1, 0.9 * Math.Sqrt(Math.Sqrt(tolerance / error)));
                continue;
            }

            if (!(error <= tolerance))
            {
                return PropagationEnd.TooSteep;
            }

            if (T.Derivatives)
            {
                Continue(h, k1, k2, k3, k4, ref jacobian);
            }

            double sixth = h * h / 6;
            s.X += (h * s.Tx) + (sixth * (k1.X + k2.X + k3.X));
            s.Y += (h * s.Ty) + (sixth * (k1.Y + k2.Y + k3.Y));
            s.Tx += h / 6 * (k1.X + (2 * (k2.X + k3.X)) + k4.X);
            s.Ty += h / 6 * (k1.Y + (2 * (k2.Y + k3.Y)) + k4.Y);
            s.Z = last ? end : s.Z + h;
            if (!((s.Tx * s.Tx) + (s.Ty * s.Ty) < MostSlope * MostSlope))
            {
                return PropagationEnd.TooSteep;
            }

            if (last)
            {
                return PropagationEnd.Arrived;
            }

            // The last evaluation is near the new point, but not at it.
            field.At(segment, s.X, s.Y, s.Z, out b);
            k1.Set<T>(b, s.Tx, s.Ty, strength);
            h *= error > 0 ? Math.Min(4, 0.9 * Math.Sqrt(Math.Sqrt(tolerance / error))) : 4;
        }
    }

    /// <summary>Differentiates the formulas of a step.</summary>
    private static void Continue(double h, in Force k1, in Force k2, in Force k3, in Force k4, ref TrackJacobian jacobian)
    {
        double half = 0.5 * h, eighth = 0.125 * h * h, sixth = h * h / 6;
        for (int c = 0; c < TrackDerivatives.Columns; c++)
        {
            ref double at = ref jacobian.D[4 * c];
            double x = at, y = Unsafe.Add(ref at, 1), tx = Unsafe.Add(ref at, 2), ty = Unsafe.Add(ref at, 3);
            double kappa = c == 4 ? jacobian.Kappa : 0;
            k1.Derivative(x, y, tx, ty, kappa, out double a1, out double b1);
            double xm = x + (half * tx) + (eighth * a1), ym = y + (half * ty) + (eighth * b1);
            k2.Derivative(xm, ym, tx + (half * a1), ty + (half * b1), kappa, out double a2, out double b2);
            k3.Derivative(xm, ym, tx + (half * a2), ty + (half * b2), kappa, out double a3, out double b3);
            k4.Derivative(x + (h * tx) + (0.5 * h * h * a3), y + (h * ty) + (0.5 * h * h * b3), tx + (h * a3), ty + (h * b3), kappa, out double a4, out double b4);
            at = x + (h * tx) + (sixth * (a1 + a2 + a3));
            Unsafe.Add(ref at, 1) = y + (h * ty) + (sixth * (b1 + b2 + b3));
            Unsafe.Add(ref at, 2) = tx + (h / 6 * (a1 + (2 * (a2 + a3)) + a4));
            Unsafe.Add(ref at, 3) = ty + (h / 6 * (b1 + (2 * (b2 + b3)) + b4));
        }
    }

    /// <summary>Whether derivatives are wanted; a type, so that each case is compiled for itself.</summary>
    private interface IWanted
    {
        static abstract bool Derivatives { get; }
    }

    private readonly struct Plain : IWanted
    {
        public static bool Derivatives => false;
    }

    private readonly struct WithDerivatives : IWanted
    {
        public static bool Derivatives => true;
    }

    /// <summary>Second derivatives of the track at a stage, and where wanted their derivatives with respect to position, slope and q/p.</summary>
    private struct Force
    {
        public double X, Y;
        private double _xx, _xy, _xtx, _xty, _xk, _yx, _yy, _ytx, _yty, _yk;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Set<T>(in FieldSample b, double tx, double ty, double strength)
            where T : struct, IWanted
        {
            double n = Math.Sqrt(1 + (tx * tx) + (ty * ty));
            double xy = tx * ty, x2 = 1 + (tx * tx), y2 = 1 + (ty * ty);
            double gx = (xy * b.Bx) - (x2 * b.By) + (ty * b.Bz), gy = (y2 * b.Bx) - (xy * b.By) - (tx * b.Bz);
            double a = strength * n;
            X = a * gx;
            Y = a * gy;
            if (T.Derivatives)
            {
                double s = strength / n;
                _xtx = (s * tx * gx) + (a * ((ty * b.Bx) - (2 * tx * b.By)));
                _xty = (s * ty * gx) + (a * ((tx * b.Bx) + b.Bz));
                _ytx = (s * tx * gy) - (a * ((ty * b.By) + b.Bz));
                _yty = (s * ty * gy) + (a * ((2 * ty * b.Bx) - (tx * b.By)));
                _xx = a * ((xy * b.BxDx) - (x2 * b.ByDx) + (ty * b.BzDx));
                _xy = a * ((xy * b.BxDy) - (x2 * b.ByDy) + (ty * b.BzDy));
                _yx = a * ((y2 * b.BxDx) - (xy * b.ByDx) - (tx * b.BzDx));
                _yy = a * ((y2 * b.BxDy) - (xy * b.ByDy) - (tx * b.BzDy));
                _xk = SynchrotronRadiation.CurvaturePerTesla * n * gx;
                _yk = SynchrotronRadiation.CurvaturePerTesla * n * gy;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Derivative(double x, double y, double tx, double ty, double kappa, out double dx, out double dy)
        {
            dx = (_xx * x) + (_xy * y) + (_xtx * tx) + (_xty * ty) + (_xk * kappa);
            dy = (_yx * x) + (_yy * y) + (_ytx * tx) + (_yty * ty) + (_yk * kappa);
        }
    }
}
