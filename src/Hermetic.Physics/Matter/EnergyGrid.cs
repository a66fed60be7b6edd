using System.Runtime.CompilerServices;

namespace Hermetic.Physics.Matter;

/// <summary>
/// The energy grid of the transport's tables: 32 equal cells in each octave from 2^-20 GeV (0.95 keV) to 512 GeV. A cell is found from the bits of the floating-point number, without
/// search or logarithm, and interpolation is linear in energy; for a function like E^-2 that is right to 0.07 %. Energies outside are taken at the nearest end.
/// </summary>
public static class EnergyGrid
{
    /// <summary>Cells in an octave.</summary>
    public const int PerOctave = 1 << Bits;

    /// <summary>Number of grid points.</summary>
    public const int Points = (Octaves * PerOctave) + 1;

    /// <summary>Least energy in GeV.</summary>
    public const double Minimum = 1.0 / (1 << -LeastExponent);

    /// <summary>Greatest energy in GeV.</summary>
    public const double Maximum = 1L << (LeastExponent + Octaves);

    private const int Bits = 5;
    private const int LeastExponent = -20;
    private const int Octaves = 29;
    private const int Shift = 52 - Bits;
    private const long First = (1023L + LeastExponent) << Bits;
    private const long One = 1023L << 52;

    /// <summary>Energy of a grid point in GeV.</summary>
    /// <param name="index">0 to <see cref="Points"/> - 1.</param>
    public static double Energy(int index) => BitConverter.Int64BitsToDouble((index + First) << Shift);

    /// <summary>The cell that holds an energy.</summary>
    /// <param name="energy">Energy in GeV, positive.</param>
    /// <param name="index">Index of the cell's lower end, 0 to <see cref="Points"/> - 2.</param>
    /// <returns>Place in the cell, 0 to 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Locate(double energy, out int index)
    {
        long bits = BitConverter.DoubleToInt64Bits(energy);
        int cell = (int)((bits >> Shift) - First);
        if ((uint)cell >= Points - 1)
        {
            index = energy >= Maximum ? Points - 2 : 0;
            return energy >= Maximum ? 1 : 0;
        }

        index = cell;
        return BitConverter.Int64BitsToDouble(((bits << Bits) & ((1L << 52) - 1)) | One) - 1;
    }

    /// <summary>Inverse width of the cell that starts at a grid point, in 1/GeV.</summary>
    /// <param name="index">Index of the cell.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double InverseWidth(int index) =>
        // Widths are powers of two: 2^(exponent - Bits).
        BitConverter.Int64BitsToDouble((1023L - LeastExponent + Bits - (index >> Bits)) << 52);
}
