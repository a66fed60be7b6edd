using System.Runtime.CompilerServices;

namespace Hermetic.Core.Numerics;

/// <summary>Linear interpolation for hot loops, with a fused multiplication and addition: one rounding, the same bits on every machine.</summary>
public static class Linear
{
    /// <summary>The value at a place between two.</summary>
    /// <param name="low">Value at 0.</param>
    /// <param name="high">Value at 1.</param>
    /// <param name="place">The place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Between(double low, double high, double place) => Math.FusedMultiplyAdd(place, high - low, low);
}
