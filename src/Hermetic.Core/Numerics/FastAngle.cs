using System.Runtime.CompilerServices;

namespace Hermetic.Core.Numerics;

/// <summary>Cosine and sine of an angle that is a fraction of the full turn, for hot loops: two polynomials without branches, the same bits on every machine.</summary>
public static class FastAngle
{
    /// <summary>Cosine and sine of 2 pi (bits + 1/2)/2^32 - pi, absolute error below 2e-10.</summary>
    /// <param name="bits">The fraction of the turn.</param>
    /// <param name="cosine">Cosine.</param>
    /// <param name="sine">Sine.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(uint bits, out double cosine, out double sine)
    {
        // Half the angle lies within -pi/2 to pi/2: its sine and cosine by their series, then doubled.
        double x = ((long)bits + (0.5 - 2147483648.0)) * (Math.PI / 4294967296.0);
        double x2 = x * x;
        double s = Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, -1.0 / 1307674368000, 1.0 / 6227020800), -1.0 / 39916800), 1.0 / 362880);
        s = x * Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, s, -1.0 / 5040), 1.0 / 120), -1.0 / 6), 1);
        double c = Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, -1.0 / 87178291200, 1.0 / 479001600), -1.0 / 3628800), 1.0 / 40320);
        c = Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(x2, c, -1.0 / 720), 1.0 / 24), -0.5), 1);
        cosine = 1 - (2 * s * s);
        sine = 2 * s * c;
    }

    /// <summary>The same, brought to unit length within rounding: for directions that are turned thousands of times.</summary>
    /// <param name="bits">The fraction of the turn.</param>
    /// <param name="cosine">Cosine.</param>
    /// <param name="sine">Sine.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unit(uint bits, out double cosine, out double sine)
    {
        Of(bits, out double x, out double y);
        double norm = 1.5 - (0.5 * ((x * x) + (y * y)));
        (cosine, sine) = (x * norm, y * norm);
    }
}
