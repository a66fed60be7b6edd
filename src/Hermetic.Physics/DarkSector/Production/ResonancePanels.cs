namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Division of a range of s around a Breit-Wigner resonance into panels in which the resonance, an edge and a threshold are each within a factor of a
/// few.</summary>
internal static class ResonancePanels
{
    /// <summary>The most edges there can be.</summary>
    public const int Most = 256;

    /// <summary>
    /// Edges in d = s - m_X^2, ascending. Distances from the resonance, from the edge and from the lower end grow by factors of 2, however narrow the resonance is.
    /// </summary>
    /// <param name="edges">Room for <see cref="Most"/> numbers.</param>
    /// <param name="low">Lower end in d.</param>
    /// <param name="high">Upper end in d, above the lower one.</param>
    /// <param name="massWidth">Mass times width of the resonance.</param>
    /// <param name="edge">A place in d where the density of s has an edge; outside the range where there is none.</param>
    /// <param name="finest">Smallest distance from the edge, in units of the range.</param>
    /// <returns>Number of edges, at least 2.</returns>
    public static int Fill(Span<double> edges, double low, double high, double massWidth, double edge, double finest)
    {
        int count = 0;
        edges[count++] = low;
        edges[count++] = high;
        double range = high - low;
        double farthest = Math.Max(Math.Abs(low), Math.Abs(high));
        Add(edges, ref count, 0, low, high);
        // A resonance outside the range is no finer than its distance from it.
        double first = Math.Max(0.5 * massWidth, low > 0 ? 0.5 * low : high < 0 ? -0.5 * high : 0);
        for (double r = Math.Max(first, 1e-18 * farthest); r < farthest; r *= 2)
        {
            Add(edges, ref count, -r, low, high);
            Add(edges, ref count, r, low, high);
        }

        if (edge > low && edge < high)
        {
            Add(edges, ref count, edge, low, high);
            for (double r = finest * range; r < range; r *= 2)
            {
                Add(edges, ref count, edge - r, low, high);
                Add(edges, ref count, edge + r, low, high);
            }
        }

        for (double r = 0.5 * range; r > 1e-4 * range; r *= 0.5)
        {
            Add(edges, ref count, low + r, low, high);
        }

        edges[..count].Sort();
        return count;
    }

    private static void Add(Span<double> edges, ref int count, double at, double low, double high)
    {
        if (at > low && at < high)
        {
            edges[count++] = at;
        }
    }
}
