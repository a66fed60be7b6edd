namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>The cubic through four points at 0, 1, 2 and 3.</summary>
internal static class LocalCubic
{
    /// <summary>Value and derivative at t.</summary>
    public static (double Value, double Slope) At(ReadOnlySpan<double> y, double t)
    {
        // Newton's form with forward differences.
        double first = y[1] - y[0];
        double second = (y[2] - (2 * y[1]) + y[0]) / 2;
        double third = (y[3] - (3 * y[2]) + (3 * y[1]) - y[0]) / 6;
        double value = y[0] + (t * (first + ((t - 1) * (second + ((t - 2) * third)))));
        double slope = first + (second * ((2 * t) - 1)) + (third * ((3 * t * t) - (6 * t) + 2));
        return (value, slope);
    }

    /// <summary>Value on a uniform grid, at a place counted in steps from its first point.</summary>
    public static double OnGrid(ReadOnlySpan<double> table, double at)
    {
        int cell = Math.Clamp((int)at - 1, 0, table.Length - 4);
        return At(table.Slice(cell, 4), at - cell).Value;
    }
}
