using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;

namespace Hermetic.Cli;

/// <summary>Values on the command line: one ("10MeV"), several ("1MeV,10MeV"), or a logarithmic grid ("1MeV:1GeV:40").</summary>
/// <param name="Option">The option, for errors.</param>
/// <param name="Dimension">What the values are.</param>
/// <param name="Low">Least value in house units.</param>
/// <param name="High">Greatest value in house units.</param>
internal sealed record QuantityGrid(string Option, Dimension Dimension, double Low, double High)
{
    private const int MostPoints = 1000;

    private string Allowed
    {
        get
        {
            (string one, string grid) = Dimension == Dimension.Energy ? ("10MeV", "1MeV:1GeV:40") : ("0.5", "0.01:0.9:40");
            return $"one value such as {one}, a list with commas, or low:high:points such as {grid} (logarithmic, 2 to {MostPoints} points), with values from {Shown(Low)} to {Shown(High)}";
        }
    }

    /// <summary>Reads the values, ascending within a grid and in the order of a list.</summary>
    public double[] Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length == 1)
        {
            string[] values = text.Split(',');
            return values.Length <= MostPoints ? [.. values.Select(Value)] : throw Refuse(text, "no usable list");
        }

        double[] ends = [.. parts.Take(2).Select(Value)];
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int points) || points < 2 || points > MostPoints || !(ends[1] > ends[0]))
        {
            throw Refuse(text, "no usable grid");
        }

        return SearchOptions.LogarithmicMasses(ends[0], ends[1], points);
    }

    private double Value(string part) => Quantity.TryParse(part, Dimension, out double value) && value >= Low && value <= High ? value : throw Refuse(part, "no usable value");

    private InputException Refuse(string text, string what) => new($"{Option}: '{text}' is {what}; allowed: {Allowed}");

    private string Shown(double value) => Dimension == Dimension.Energy ? Quantity.FormatEnergy(value) : value.ToString("G4", CultureInfo.InvariantCulture);
}
