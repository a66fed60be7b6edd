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

    /// <summary>Adds -(h a^T + a h^T).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractProducts(ref ParameterCovariance c, in Vector5 h, in Vector5 a)
    {
        c[0] -= 2 * h.A * a.A;
        c[1] -= (h.B * a.A) + (a.B * h.A);
        c[2] -= 2 * h.B * a.B;
        c[3] -= (h.C * a.A) + (a.C * h.A);
        c[4] -= (h.C * a.B) + (a.C * h.B);
        c[5] -= 2 * h.C * a.C;
        c[6] -= (h.D * a.A) + (a.D * h.A);
        c[7] -= (h.D * a.B) + (a.D * h.B);
        c[8] -= (h.D * a.C) + (a.D * h.C);
        c[9] -= 2 * h.D * a.D;
        c[10] -= (h.E * a.A) + (a.E * h.A);
        c[11] -= (h.E * a.B) + (a.E * h.B);
        c[12] -= (h.E * a.C) + (a.E * h.C);
        c[13] -= (h.E * a.D) + (a.E * h.D);
        c[14] -= 2 * h.E * a.E;
    }
}
