using System.Runtime.CompilerServices;

namespace Hermetic.Setup.Fields;

/// <summary>A charged particle at a plane z = constant. A mutable struct of the hot loops.</summary>
/// <param name="x">x in mm.</param>
/// <param name="y">y in mm.</param>
/// <param name="tx">dx/dz.</param>
/// <param name="ty">dy/dz.</param>
/// <param name="kappa">Charge over momentum in 1/GeV.</param>
/// <param name="z">z in mm.</param>
public struct TrackState(double x, double y, double tx, double ty, double kappa, double z)
{
    /// <summary>x in mm.</summary>
    public double X = x;

    /// <summary>y in mm.</summary>
    public double Y = y;

    /// <summary>dx/dz.</summary>
    public double Tx = tx;

    /// <summary>dy/dz.</summary>
    public double Ty = ty;

    /// <summary>Charge over momentum in 1/GeV.</summary>
    public double Kappa = kappa;

    /// <summary>z in mm.</summary>
    public double Z = z;

    /// <summary>Momentum in GeV.</summary>
    public readonly double Momentum => 1 / Math.Abs(Kappa);
}

/// <summary>Derivatives of x, y, dx/dz, dy/dz (fastest) with respect to the five parameters at some plane before.</summary>
[InlineArray(Rows * Columns)]
public struct TrackDerivatives
{
    /// <summary>Number of values that are followed.</summary>
    public const int Rows = 4;

    /// <summary>Number of parameters.</summary>
    public const int Columns = 5;

    private double _first;
}

/// <summary>Derivatives of the five track parameters with respect to those at some plane before. q/p changes only with itself.</summary>
public struct TrackJacobian
{
    /// <summary>Derivatives of x, y, dx/dz, dy/dz: element 4 column + row.</summary>
    public TrackDerivatives D;

    /// <summary>Derivative of q/p with respect to q/p.</summary>
    public double Kappa;

    /// <summary>That of no way at all.</summary>
    public static TrackJacobian Identity
    {
        get
        {
            TrackJacobian j = new() { Kappa = 1 };
            (j.D[0], j.D[5], j.D[10], j.D[15]) = (1, 1, 1, 1);
            return j;
        }
    }
}
