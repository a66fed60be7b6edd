namespace Hermetic.Physics.Matter;

/// <summary>Inversion of a cumulative distribution for tables of quantiles.</summary>
internal static class InverseCumulative
{
    /// <summary>The cell in which a cumulative distribution reaches a value, and the place in it; for values that grow from call to call.</summary>
    /// <param name="cumulative">The distribution at the ends of its cells, not falling.</param>
    /// <param name="value">The value.</param>
    /// <param name="cell">The cell of the last, smaller value (0 at first); receives that of this one.</param>
    /// <returns>The place from 0 to 1; 0 in a cell of no probability.</returns>
    public static double Locate(ReadOnlySpan<double> cumulative, double value, ref int cell)
    {
        while (cell < cumulative.Length - 2 && cumulative[cell + 1] < value)
        {
            cell++;
        }

        double width = cumulative[cell + 1] - cumulative[cell];
        return width > 0 ? Math.Clamp((value - cumulative[cell]) / width, 0, 1) : 0;
    }
}
