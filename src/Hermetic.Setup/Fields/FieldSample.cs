namespace Hermetic.Setup.Fields;

/// <summary>A magnetic field in T at a point, with its derivatives across the beam in T/mm; a mutable struct that sources add to.</summary>
public struct FieldSample
{
    /// <summary>Component along x.</summary>
    public double Bx;

    /// <summary>Component along y.</summary>
    public double By;

    /// <summary>Component along the beam.</summary>
    public double Bz;

    /// <summary>dBx/dx.</summary>
    public double BxDx;

    /// <summary>dBy/dx.</summary>
    public double ByDx;

    /// <summary>dBz/dx.</summary>
    public double BzDx;

    /// <summary>dBx/dy.</summary>
    public double BxDy;

    /// <summary>dBy/dy.</summary>
    public double ByDy;

    /// <summary>dBz/dy.</summary>
    public double BzDy;
}
