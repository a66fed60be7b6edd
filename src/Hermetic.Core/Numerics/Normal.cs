using MathNet.Numerics;

namespace Hermetic.Core.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private const double TableReach = 8.5;
    private const int PerUnit = 128;

    // Value and slope in units of a step, at equal steps.
    private static readonly double[] Table = MakeTable();

    /// <summary>Probability that a standard normal variable is below <paramref name="z"/>.</summary>
    /// <param name="z">Argument.</param>
    public static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>The value below which a standard normal variable is with a probability.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability between 0 and 1, both excluded");
        }

        // The smaller tail keeps all digits, and one Newton step puts the last ones right.
        double tail = Math.Min(probability, 1 - probability);
        double z = -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * tail);
        z -= (Cdf(z) - tail) / Math.Max(Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI), 1e-300);
        return probability <= 0.5 ? z : -z;
    }

    /// <summary><see cref="Cdf"/> for hot loops: cubic interpolation in a table, absolute error below 3e-11, some five times as fast.</summary>
    /// <param name="z">Argument; beyond 8.5 the result is 0 or 1.</param>
    public static double FastCdf(double z)
    {
        if (!(Math.Abs(z) < TableReach))
        {
            return z > 0 ? 1 : z < 0 ? 0 : double.NaN;
        }

        double position = (z + TableReach) * PerUnit;
        int i = (int)position;
        double f = position - i;
        ReadOnlySpan<double> at = Table.AsSpan(2 * i, 4);
        double rise = at[2] - at[0];
        return at[0] + (f * (at[1] + (f * ((3 * rise) - (2 * at[1]) - at[3] + (f * (at[1] + at[3] - (2 * rise)))))));
    }

    private static double[] MakeTable()
    {
        int steps = (int)(2 * TableReach * PerUnit);
        double[] table = new double[2 * (steps + 2)];
        for (int i = 0; i < steps + 2; i++)
        {
            double z = ((double)i / PerUnit) - TableReach;
            table[2 * i] = Cdf(z);
            table[(2 * i) + 1] = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) / PerUnit;
        }

        return table;
    }
}
