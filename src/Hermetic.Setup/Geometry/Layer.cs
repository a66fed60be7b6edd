using Hermetic.Physics.Matter;

namespace Hermetic.Setup.Geometry;

/// <summary>A planar layer of a stack.</summary>
/// <param name="Material">What it is made of.</param>
/// <param name="Thickness">Thickness along the beam in mm.</param>
/// <param name="Active">Whether its deposited energy is seen.</param>
/// <param name="Field">Vertical magnetic field By in T, uniform in the layer.</param>
public readonly record struct Layer(Material Material, double Thickness, bool Active = false, double Field = 0);

/// <summary>A square grid of transverse cells around the axis; with an odd number a cell is centred on the axis, with an even number an edge lies on it.</summary>
/// <param name="Pitch">Width of a cell in mm.</param>
/// <param name="Count">Number of cells in a row.</param>
public readonly record struct CellGrid(double Pitch, int Count)
{
    /// <summary>7 x 7 cells of 38.2 mm, the width of the cells of NA64's calorimeter.</summary>
    public static CellGrid Usual { get; } = new(38.2, 7);

    /// <summary>Index of the first cell of a row: cell 0 is centred on the axis or begins at it.</summary>
    public int First => -(Count / 2);

    /// <summary>Lower edge of the first cell of a row in mm.</summary>
    public double Low => -0.5 * Count * Pitch;
}
