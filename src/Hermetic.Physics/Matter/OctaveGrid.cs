using System.Runtime.CompilerServices;

namespace Hermetic.Physics.Matter;

/// <summary>
/// A grid of equal cells within each factor of two, so that the cell and the place in it are the leading and the remaining bits of the argument's
/// mantissa: no logarithm, no search. A table on its nodes is read linearly in the argument. <see cref="EnergyGrid"/> is the grid of all energies; this is for other arguments and coarser rows.
/// </summary>
/// <param name="leastExponent">The first node is 2 to this power.</param>
/// <param name="octaves">Number of factors of two.</param>
/// <param name="cellBits">Binary logarithm of the number of cells in each.</param>
internal readonly struct OctaveGrid(int leastExponent, int octaves, int cellBits)
{
    private const int MantissaBits = 52;

    private readonly long _first = BitConverter.DoubleToInt64Bits(Math.ScaleB(1, leastExponent));
    private readonly int _shift = MantissaBits - cellBits;
    private readonly long _mask = (1L << (MantissaBits - cellBits)) - 1;
    private readonly double _perUnit = 1.0 / (1L << (MantissaBits - cellBits));

    /// <summary>Number of cells.</summary>
    public int Cells { get; } = octaves << cellBits;

    /// <summary>Number of nodes, one more than the cells.</summary>
    public int Nodes => Cells + 1;

    /// <summary>A node.</summary>
    public double Node(int index) => BitConverter.Int64BitsToDouble(_first + ((long)index << _shift));

    /// <summary>The cell of a positive argument, and its place in the cell from 0 to 1; arguments outside the grid are put on its ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Locate(double x, out int cell)
    {
        long offset = BitConverter.DoubleToInt64Bits(x) - _first;
        int at = (int)(offset >> _shift);
        if ((uint)at < (uint)Cells)
        {
            cell = at;
            return (offset & _mask) * _perUnit;
        }

        cell = offset < 0 ? 0 : Cells - 1;
        return offset < 0 ? 0 : 1;
    }
}
