using System.Runtime.CompilerServices;
using Hermetic.Core.Random;

namespace Hermetic.Simulation.Transport;

/// <summary>Kinds of particles that the transport follows.</summary>
public enum ParticleKind
{
    /// <summary>Electron.</summary>
    Electron,

    /// <summary>Positron.</summary>
    Positron,

    /// <summary>Photon.</summary>
    Photon,

    /// <summary>Negative muon.</summary>
    MuonMinus,

    /// <summary>Positive muon.</summary>
    MuonPlus,

    /// <summary>Negative pion.</summary>
    PionMinus,

    /// <summary>Positive pion.</summary>
    PionPlus,

    /// <summary>Negative kaon.</summary>
    KaonMinus,

    /// <summary>Positive kaon.</summary>
    KaonPlus,

    /// <summary>Proton.</summary>
    Proton,

    /// <summary>Antiproton.</summary>
    Antiproton,
}

/// <summary>A particle on the shower's stack. Positions in mm, time in ns, energy in GeV (kinetic; of a photon its energy), direction a unit vector.</summary>
public struct Particle
{
    /// <summary>Position across the beam.</summary>
    public double X;

    /// <summary>Position across the beam.</summary>
    public double Y;

    /// <summary>Position along the beam.</summary>
    public double Z;

    /// <summary>Direction cosine to x.</summary>
    public double Ux;

    /// <summary>Direction cosine to y.</summary>
    public double Uy;

    /// <summary>Direction cosine to z.</summary>
    public double Uz;

    /// <summary>Kinetic energy, or photon energy.</summary>
    public double Energy;

    /// <summary>Time since the start of the event.</summary>
    public double Time;

    /// <summary>Layer of the stack in which it is.</summary>
    public int Layer;

    /// <summary>Label that the scoring gives and secondaries inherit (such as the last energetic track segment of the ancestry).</summary>
    public int Owner;

    /// <summary>Whether it is an electron or positron of a pair made by a photon, or such a particle after further emissions.</summary>
    public bool OfPair;

    /// <summary>What it is.</summary>
    public ParticleKind Kind;

    /// <summary>
    /// A copy, field by field. The compiler's own copies a struct in pieces of 32 or 64 bytes, and a processor cannot read such a piece before all the single fields that have just been written are in the
    /// cache: where particles are made, changed and passed on, that takes longer than the copy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void CopyTo(out Particle other)
    {
        other.X = X;
        other.Y = Y;
        other.Z = Z;
        other.Ux = Ux;
        other.Uy = Uy;
        other.Uz = Uz;
        other.Energy = Energy;
        other.Time = Time;
        other.Layer = Layer;
        other.Owner = Owner;
        other.OfPair = OfPair;
        other.Kind = Kind;
    }

    /// <summary>Turns the direction by a polar angle and a uniformly random azimuth.</summary>
    /// <param name="mu">(1 - cos theta)/2 of the polar angle, at most 1.</param>
    /// <param name="random">Random stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TurnBy(double mu, ref RandomStream random)
    {
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double sinTheta = 2 * Math.Sqrt(mu * (1 - mu));
        TurnTo(1 - (2 * mu), sinTheta * cosPhi, sinTheta * sinPhi);
    }

    /// <summary>Turns the direction by a polar angle and an azimuth.</summary>
    /// <param name="cosTheta">Cosine of the polar angle.</param>
    /// <param name="cosPhi">Cosine of the azimuth.</param>
    /// <param name="sinPhi">Sine of the azimuth.</param>
    public void Turn(double cosTheta, double cosPhi, double sinPhi)
    {
        double sinTheta = Math.Sqrt(double.MaxNative(0, (1 - cosTheta) * (1 + cosTheta)));
        TurnTo(cosTheta, sinTheta * cosPhi, sinTheta * sinPhi);
    }

    /// <summary>Turns the direction to components along the old one and along two directions perpendicular to it.</summary>
    /// <param name="along">Component along the old direction.</param>
    /// <param name="first">First perpendicular component.</param>
    /// <param name="second">Second; with the others of unit length within rounding, which is all that is lost at a turn.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void TurnTo(double along, double first, double second)
    {
        Across(first, second, out double x, out double y, out double z);
        (Ux, Uy, Uz) = (Math.FusedMultiplyAdd(along, Ux, x), Math.FusedMultiplyAdd(along, Uy, y), Math.FusedMultiplyAdd(along, Uz, z));
    }

    /// <summary>A vector across the direction, by its components along the two perpendicular directions of <see cref="TurnTo"/>.</summary>
    /// <param name="first">First component.</param>
    /// <param name="second">Second.</param>
    /// <param name="x">The vector.</param>
    /// <param name="y">The vector.</param>
    /// <param name="z">The vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Across(double first, double second, out double x, out double y, out double z)
    {
        // Perpendicular directions without roots and singularities (T. Duff et al., J. Comput. Graph. Techn. 6 (2017) 1).
        double sign = Math.CopySign(1, Uz);
        double a = -1 / (sign + Uz);
        double b = Ux * Uy * a;
        double turned = sign * first;
        x = Math.FusedMultiplyAdd(first, Math.FusedMultiplyAdd(sign * Ux, Ux * a, 1), second * b);
        y = Math.FusedMultiplyAdd(turned, b, second * Math.FusedMultiplyAdd(Uy, Uy * a, sign));
        z = -Math.FusedMultiplyAdd(turned, Ux, second * Uy);
    }
}
