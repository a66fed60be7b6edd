namespace Hermetic.Analysis;

/// <summary>How a search is to be computed.</summary>
/// <param name="Masses">Mediator masses in GeV, ascending.</param>
/// <param name="Showers">Number of simulated showers, a positive number (rounded up to whole chunks).</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Threads">Worker threads; they do not change the result.</param>
public sealed record SearchOptions(IReadOnlyList<double> Masses, int Showers, ulong Seed, int Threads)
{
    /// <summary>Masses at equal ratios with exact ends; equal grids share their stored tables.</summary>
    /// <param name="low">First mass in GeV.</param>
    /// <param name="high">Last mass in GeV.</param>
    /// <param name="points">Number of masses, at least 2.</param>
    public static double[] LogarithmicMasses(double low, double high, int points)
    {
        double[] masses = new double[points];
        for (int i = 0; i < points; i++)
        {
            masses[i] = low * Math.Pow(high / low, (double)i / (points - 1));
        }

        masses[^1] = high;
        return masses;
    }
}

/// <summary>State of a running search.</summary>
/// <param name="Stage">What is being done, in words.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">Name of the unit, plural.</param>
public readonly record struct SearchProgress(string Stage, int Done, int Total, string Unit);
