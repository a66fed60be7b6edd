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
    public static void Apply(ref Particle p, MultipleScattering scattering, double kineticEnergy, double strength, ref RandomStream random)
    {
        double v = random.NextUniform();
        ulong bits = random.NextBits();
        scattering.Deflect(kineticEnergy, strength, v, (uint)bits, out double cosTheta, out double sinTheta);
        FastAngle.Of((uint)(bits >> 32), out double cosPhi, out double sinPhi);
        p.TurnTo(cosTheta, sinTheta * cosPhi, sinTheta * sinPhi);
    }
}
