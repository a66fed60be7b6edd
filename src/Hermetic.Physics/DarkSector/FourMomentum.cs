using System.Diagnostics.CodeAnalysis;

namespace Hermetic.Physics.DarkSector;

/// <summary>A four-momentum in GeV, metric (+, -, -, -); the laboratory's z axis is the direction of the beam particle where nothing else is said.</summary>
/// <param name="Energy">Total energy, GeV.</param>
/// <param name="X">Momentum along x, GeV.</param>
/// <param name="Y">Momentum along y, GeV.</param>
/// <param name="Z">Momentum along z, GeV.</param>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Sums of four-momenta read as sums.")]
public readonly record struct FourMomentum(double Energy, double X, double Y, double Z)
{
    /// <summary>Absolute value of the three-momentum, GeV.</summary>
    public double Momentum => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

    /// <summary>Angle to the z axis, in [0, pi].</summary>
    public double Angle => Math.Atan2(Math.Sqrt((X * X) + (Y * Y)), Z);

    /// <summary>Square of the mass, GeV^2; rounding leaves an error of some 1e-16 times the square of the energy.</summary>
    public double MassSquared
    {
        get
        {
            double p = Momentum;
            return (Energy - p) * (Energy + p);
        }
    }

    /// <summary>Sum.</summary>
    public static FourMomentum operator +(FourMomentum a, FourMomentum b) => new(a.Energy + b.Energy, a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    public static FourMomentum operator -(FourMomentum a, FourMomentum b) => new(a.Energy - b.Energy, a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The scalar product, GeV^2.</summary>
    /// <param name="other">The other four-momentum.</param>
    public double Dot(in FourMomentum other) => (Energy * other.Energy) - (X * other.X) - (Y * other.Y) - (Z * other.Z);

    /// <summary>A particle along the z axis.</summary>
    /// <param name="mass">Its mass, GeV, not negative.</param>
    /// <param name="energy">Its total energy, GeV, at least the mass.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static FourMomentum AlongZ(double mass, double energy)
    {
        Guard.Within(mass, 0, double.MaxValue, nameof(mass), "the mass in GeV");
        Guard.Within(energy, mass, double.MaxValue, nameof(energy), "the total energy in GeV");
        return new FourMomentum(energy, 0, 0, Math.Sqrt((energy - mass) * (energy + mass)));
    }
}
