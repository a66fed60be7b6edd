using System.Runtime.CompilerServices;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>Five numbers, one for each track parameter (x, y, dx/dz, dy/dz, q/p).</summary>
internal struct Vector5(double a, double b, double c, double d, double e)
{
    public double A = a, B = b, C = c, D = d, E = e;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(in Vector5 a, in Vector5 b) => (a.A * b.A) + (a.B * b.B) + (a.C * b.C) + (a.D * b.D) + (a.E * b.E);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Vector5 v, double factor)
    {
        A += factor * v.A;
        B += factor * v.B;
        C += factor * v.C;
        D += factor * v.D;
        E += factor * v.E;
    }
}

/// <summary>Algebra of symmetric matrices of the five track parameters, stored as lower triangles by rows.</summary>
internal static class Symmetric
{
    /// <summary>Matrix times vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector5 Times(in ParameterCovariance c, in Vector5 h) => new(
        (c[0] * h.A) + (c[1] * h.B) + (c[3] * h.C) + (c[6] * h.D) + (c[10] * h.E),
        (c[1] * h.A) + (c[2] * h.B) + (c[4] * h.C) + (c[7] * h.D) + (c[11] * h.E),
        (c[3] * h.A) + (c[4] * h.B) + (c[5] * h.C) + (c[8] * h.D) + (c[12] * h.E),
        (c[6] * h.A) + (c[7] * h.B) + (c[8] * h.C) + (c[9] * h.D) + (c[13] * h.E),
        (c[10] * h.A) + (c[11] * h.B) + (c[12] * h.C) + (c[13] * h.D) + (c[14] * h.E));

    /// <summary>Adds a factor times the square of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSquare(ref ParameterCovariance c, in Vector5 w, double factor)
    {
        double a = factor * w.A, b = factor * w.B, d = factor * w.C, e = factor * w.D, f = factor * w.E;
        c[0] += a * w.A;
        c[1] += b * w.A;
        c[2] += b * w.B;
        c[3] += d * w.A;
        c[4] += d * w.B;
        c[5] += d * w.C;
        c[6] += e * w.A;
        c[7] += e * w.B;
        c[8] += e * w.C;
        c[9] += e * w.D;
        c[10] += f * w.A;
        c[11] += f * w.B;
        c[12] += f * w.C;
        c[13] += f * w.D;
        c[14] += f * w.E;
    }

    /// <summary>Solves two systems of equations with the sum of two matrices, which is positive, by square-root-free Cholesky decomposition.</summary>
    public static void Solve(in ParameterCovariance a, in ParameterCovariance b, ref Vector5 one, ref Vector5 two)
    {
        double l10, l20, l21, l30, l31, l32, l40, l41, l42, l43;
        double d0 = 1 / (a[0] + b[0]);
        double m1 = a[1] + b[1], m3 = a[3] + b[3], m6 = a[6] + b[6], m10 = a[10] + b[10];
        (l10, l20, l30, l40) = (m1 * d0, m3 * d0, m6 * d0, m10 * d0);
        double d1 = 1 / (a[2] + b[2] - (l10 * m1));
        double m4 = a[4] + b[4] - (l10 * m3), m7 = a[7] + b[7] - (l10 * m6), m11 = a[11] + b[11] - (l10 * m10);
        (l21, l31, l41) = (m4 * d1, m7 * d1, m11 * d1);
        double d2 = 1 / (a[5] + b[5] - (l20 * m3) - (l21 * m4));
        double m8 = a[8] + b[8] - (l20 * m6) - (l21 * m7), m12 = a[12] + b[12] - (l20 * m10) - (l21 * m11);
        (l32, l42) = (m8 * d2, m12 * d2);
        double d3 = 1 / (a[9] + b[9] - (l30 * m6) - (l31 * m7) - (l32 * m8));
        double m13 = a[13] + b[13] - (l30 * m10) - (l31 * m11) - (l32 * m12);
        l43 = m13 * d3;
        double d4 = 1 / (a[14] + b[14] - (l40 * m10) - (l41 * m11) - (l42 * m12) - (l43 * m13));
        Substitute(ref one);
        Substitute(ref two);

        void Substitute(ref Vector5 v)
        {
            v.B -= l10 * v.A;
            v.C -= (l20 * v.A) + (l21 * v.B);
            v.D -= (l30 * v.A) + (l31 * v.B) + (l32 * v.C);
            v.E -= (l40 * v.A) + (l41 * v.B) + (l42 * v.C) + (l43 * v.D);
            v.E *= d4;
            v.D = (v.D * d3) - (l43 * v.E);
            v.C = (v.C * d2) - (l32 * v.D) - (l42 * v.E);
            v.B = (v.B * d1) - (l21 * v.C) - (l31 * v.D) - (l41 * v.E);
            v.A = (v.A * d0) - (l10 * v.B) - (l20 * v.C) - (l30 * v.D) - (l40 * v.E);
        }
    }
}
