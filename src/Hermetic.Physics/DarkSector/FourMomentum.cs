namespace Hermetic.Physics.DarkSector;

/// <summary>A four-momentum, GeV.</summary>
/// <param name="Energy">Total energy.</param>
/// <param name="Px">First transverse component.</param>
/// <param name="Py">Second transverse component.</param>
/// <param name="Pz">Component along the axis.</param>
public readonly record struct FourMomentum(double Energy, double Px, double Py, double Pz)
{
    /// <summary>Magnitude of the momentum.</summary>
    public double Momentum => Math.Sqrt((Px * Px) + (Py * Py) + (Pz * Pz));

    /// <summary>Angle to the axis, in [0, pi].</summary>
    public double Angle => Math.Atan2(Math.Sqrt((Px * Px) + (Py * Py)), Pz);

    /// <summary>The sum.</summary>
    public static FourMomentum operator +(FourMomentum a, FourMomentum b) => new(a.Energy + b.Energy, a.Px + b.Px, a.Py + b.Py, a.Pz + b.Pz);

    /// <summary>The difference.</summary>
    public static FourMomentum operator -(FourMomentum a, FourMomentum b) => new(a.Energy - b.Energy, a.Px - b.Px, a.Py - b.Py, a.Pz - b.Pz);

    /// <summary>The sum.</summary>
    public static FourMomentum Add(FourMomentum left, FourMomentum right) => left + right;

    /// <summary>The difference.</summary>
    public static FourMomentum Subtract(FourMomentum left, FourMomentum right) => left - right;
}
