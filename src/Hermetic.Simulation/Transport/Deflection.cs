using System.Runtime.CompilerServices;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Simulation.Transport;

/// <summary>The deflection of a direction by the scattering on a step: the polar angle from <see cref="MultipleScattering"/>, the azimuth uniform.</summary>
internal static class Deflection
{
    /// <summary>Deflects a direction by the scattering on a step.</summary>
    /// <param name="p">The particle; only its direction is changed.</param>
    /// <param name="scattering">Scattering in the material.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV for the shape of the distribution.</param>
    /// <param name="strength">Strength of single scattering times the step length, positive.</param>
    /// <param name="random">Random stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(ref Particle p, MultipleScattering scattering, double kineticEnergy, double strength, ref RandomStream random) =>
        Apply(ref p, scattering, kineticEnergy, strength, 0, random.NextUniform(), random.NextBits(), out _, out _, out _);

    /// <summary>Deflects a direction, and gives a vector across both the old and the new one.</summary>
    /// <param name="p">The particle; only its direction is changed.</param>
    /// <param name="scattering">Scattering in the material.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV for the shape of the distribution.</param>
    /// <param name="strength">Strength of single scattering times the step length, positive.</param>
    /// <param name="across">Length of the vector.</param>
    /// <param name="v">Uniform between 0 and 1: the probability of a greater angle.</param>
    /// <param name="bits">Random bits for the rest.</param>
    /// <param name="x">The vector, which has either sign with equal probability.</param>
    /// <param name="y">The vector.</param>
    /// <param name="z">The vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(
        ref Particle p, MultipleScattering scattering, double kineticEnergy, double strength, double across, double v, ulong bits, out double x, out double y, out double z)
    {
        scattering.Deflect(kineticEnergy, strength, v, (uint)bits, out double cosTheta, out double sinTheta);
        // To unit length here, where nothing waits for it.
        FastAngle.Unit((uint)(bits >> 32), out double cosPhi, out double sinPhi);
        // The sign is the last bit of the azimuth, which changes that by 1e-9.
        across = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(across) ^ (long)((bits >> 32) << 63));
        p.Across(-across * sinPhi, across * cosPhi, out x, out y, out z);
        p.TurnTo(cosTheta, sinTheta * cosPhi, sinTheta * sinPhi);
    }
}
