using System.Numerics;
using System.Runtime.CompilerServices;
using Hermetic.Core.Numerics;

namespace Hermetic.Core.Random;

/// <summary>
/// The random stream of one event: xoshiro256++ (D. Blackman, S. Vigna, ACM TOMS 47 (2021) 36) seeded by <see cref="Philox"/> from run seed,
/// event and stream number. A mutable struct: pass it by reference. Not thread-safe; one stream belongs to one event.
/// </summary>
public struct RandomStream
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>The stream of one event.</summary>
    /// <param name="seed">Run seed.</param>
    /// <param name="eventNumber">Number of the event in the run.</param>
    /// <param name="stream">What the numbers are for (see <see cref="StreamNumber"/>); different streams of one event are independent.</param>
    public RandomStream(ulong seed, ulong eventNumber, StreamNumber stream)
    {
        (_s0, _s1) = Philox.Block(eventNumber, (ulong)stream << 32, seed);
        (_s2, _s3) = Philox.Block(eventNumber, ((ulong)stream << 32) | 1, seed);
        // All-zero is the one state that xoshiro never leaves; Philox gives it with probability 2^-256.
        _s3 |= (_s0 | _s1 | _s2 | _s3) == 0 ? 1UL : 0UL;
    }

    /// <summary>The next 64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in the open interval (0, 1): never 0 and never 1, so that its logarithm is finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUniform() => NextUniform(out _);

    /// <summary>The same, with the bits of the draw that it leaves.</summary>
    /// <param name="spare">A uniformly random integer below 4096, independent of the number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUniform(out int spare)
    {
        ulong bits = NextBits();
        spare = (int)(bits & 0xfff);
        return ((long)(bits >> 12) + 0.5) * (1.0 / 4503599627370496.0);
    }

    /// <summary>Exponential with mean 1, not negative (the logarithm of numbers close to 1 may round to the wrong side).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextExponential() => Math.Abs(FastLog.Of(NextUniform()));

    /// <summary>Standard normal (Box-Muller; the second value is dropped, so that the stream keeps no hidden state).</summary>
    public double NextNormal() => Math.Sqrt(2 * NextExponential()) * Math.Cos(2 * Math.PI * NextUniform());

    /// <summary>A uniformly distributed direction in the plane, of unit length within rounding.</summary>
    /// <param name="cosine">Cosine of the angle.</param>
    /// <param name="sine">Sine of the angle.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextAzimuth(out double cosine, out double sine)
    {
        FastAngle.Unit((uint)(NextBits() >> 32), out cosine, out sine);
    }
}

/// <summary>The independent random streams of an event. Numbers are part of the reproducibility contract: add, never renumber.</summary>
public enum StreamNumber
{
    /// <summary>The beam particle.</summary>
    Beam = 0,

    /// <summary>Transport of the shower.</summary>
    Shower = 1,

    /// <summary>Signal production on the stored shower.</summary>
    Signal = 2,

    /// <summary>Detector response.</summary>
    Response = 3,

    /// <summary>Toys of a statistical model.</summary>
    Toys = 40,
}
