using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;

namespace Hermetic.Cli;

/// <summary>Masses on the command line: one ("10MeV"), or a logarithmic grid ("1MeV:1GeV:40").</summary>
internal static class MassGrid
{
    private const int MostPoints = 1000;
    private const string Allowed = "one mass such as 10MeV, or low:high:points such as 1MeV:1GeV:40 (logarithmic), with masses from 0.1 MeV to 3 GeV and 2 to 1000 points";

    public static double[] Parse(string text)
    {
        string[] parts = text.Split(':');
        double[] ends = [.. parts.Take(2).Select(Mass)];
        if (parts.Length == 1)
        {
            return ends;
        }

        if (parts.Length != 3 || !int.TryParse(parts[2], out int points) || points < 2 || points > MostPoints || !(ends[1] > ends[0]))
        {
            throw new InputException($"--masses: '{text}' is no mass grid; allowed: {Allowed}");
        }

        return SearchOptions.LogarithmicMasses(ends[0], ends[1], points);

        double Mass(string part) => Quantity.TryParse(part, Dimension.Energy, out double value) && value is >= 1e-4 and <= 3
            ? value
            : throw new InputException($"--masses: '{part}' is no usable mass; allowed: {Allowed}");
    }
}
