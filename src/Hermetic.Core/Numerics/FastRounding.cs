using System.Runtime.CompilerServices;

namespace Hermetic.Core.Numerics;

/// <summary>The nearest integer without conversions, which take long where the next operation waits for them.</summary>
public static class FastRounding
{
    /// <summary>1.5 x 2^52: adding it leaves the nearest integer in the last bits.</summary>
    private const double Rounder = 6755399441055744.0;

    /// <summary>The integer nearest to a number, as a number and as an integer.</summary>
    /// <param name="x">The number, of magnitude below 2^51.</param>
    /// <param name="integer">The integer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Nearest(double x, out long integer)
    {
        double sum = x + Rounder;
        integer = BitConverter.DoubleToInt64Bits(sum) - BitConverter.DoubleToInt64Bits(Rounder);
        return sum - Rounder;
    }
}
