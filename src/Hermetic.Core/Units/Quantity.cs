using System.Globalization;

namespace Hermetic.Core.Units;

/// <summary>Parsing and printing of quantities with units ("100 GeV", "1.5mm", "10 %") to and from the house units.</summary>
public static class Quantity
{
    private static readonly Dictionary<Dimension, (string Unit, double Factor)[]> Units = new()
    {
        [Dimension.Number] = [("", 1)],
        [Dimension.Count] = [("", 1), ("EOT", 1), ("MOT", 1), ("pOT", 1), ("events", 1), ("event", 1)],
        [Dimension.Fraction] = [("", 1), ("%", 0.01)],
        [Dimension.Energy] = [("GeV", 1), ("eV", 1e-9), ("keV", 1e-6), ("MeV", 1e-3), ("TeV", 1e3)],
        [Dimension.Length] = [("mm", 1), ("nm", 1e-6), ("um", 1e-3), ("cm", 10), ("m", 1000)],
        [Dimension.Time] = [("ns", 1), ("ps", 1e-3), ("us", 1e3), ("ms", 1e6), ("s", 1e9)],
        [Dimension.Angle] = [("rad", 1), ("urad", 1e-6), ("mrad", 1e-3), ("deg", Math.PI / 180)],
        [Dimension.Field] = [("T", 1), ("mT", 1e-3)],
        [Dimension.Density] = [("g/cm3", 1), ("mg/cm3", 1e-3)],
        [Dimension.CrossSection] = [("pb", 1), ("fb", 1e-3), ("nb", 1e3), ("ub", 1e6), ("mb", 1e9), ("b", 1e12)],
    };

    /// <summary>The house unit of a dimension, the one in which values are held in memory ("" for numbers).</summary>
    /// <param name="dimension">The dimension.</param>
    public static string HouseUnit(Dimension dimension) => Units[dimension][0].Unit;

    /// <summary>The accepted units of a dimension, for error messages.</summary>
    /// <param name="dimension">The dimension.</param>
    public static string Allowed(Dimension dimension)
    {
        string list = string.Join(", ", Units[dimension].Select(u => u.Unit).Where(u => u.Length > 0));
        return list.Length == 0 ? "a number without unit" : dimension is Dimension.Count or Dimension.Fraction
            ? $"a number, optionally with unit {list}"
            : $"a number with unit {list}";
    }

    /// <summary>Reads a number with its unit and converts it to the house unit.</summary>
    /// <param name="text">Such as "100 GeV" or "100GeV".</param>
    /// <param name="dimension">What is expected.</param>
    /// <param name="value">The value in house units, finite.</param>
    /// <returns>False when the text is no finite number or carries a wrong or missing unit.</returns>
    public static bool TryParse(string? text, Dimension dimension, out double value)
    {
        value = 0;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        string trimmed = text.Trim();
        int split = NumberLength(trimmed);
        if (!double.TryParse(trimmed.AsSpan(0, split), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        string unit = trimmed[split..].Trim();
        foreach ((string name, double factor) in Units[dimension])
        {
            if (name == unit)
            {
                value = number * factor;
                return double.IsFinite(value);
            }
        }

        return false;
    }

    /// <summary>Reads a number with its unit and converts it to the house unit.</summary>
    /// <param name="text">Such as "100 GeV".</param>
    /// <param name="dimension">What is expected.</param>
    /// <param name="where">The option or place, for the message.</param>
    /// <exception cref="InputException">The text is no finite number with an accepted unit.</exception>
    public static double Parse(string? text, Dimension dimension, string where) =>
        TryParse(text, dimension, out double value)
            ? value
            : throw new InputException($"{where}: '{text}' is not {Article(dimension)}; allowed: {Allowed(dimension)}");

    /// <summary>A value of the house unit as text that <see cref="Parse"/> reads back exactly.</summary>
    /// <param name="value">Value in house units.</param>
    /// <param name="dimension">Its dimension.</param>
    public static string Format(double value, Dimension dimension)
    {
        string unit = HouseUnit(dimension);
        string number = value.ToString("R", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? number : $"{number} {unit}";
    }

    /// <summary>An energy or mass for people, with the prefix that suits it (such as "16.7 MeV").</summary>
    /// <param name="gev">Energy in GeV.</param>
    public static string FormatEnergy(double gev)
    {
        (double factor, string unit) = Math.Abs(gev) switch
        {
            0 => (1.0, "GeV"),
            < 1e-6 => (1e9, "eV"),
            < 1e-3 => (1e6, "keV"),
            < 1 => (1e3, "MeV"),
            _ => (1.0, "GeV"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{gev * factor:G4} {unit}");
    }

    private static string Article(Dimension dimension) => dimension switch
    {
        Dimension.Number => "a number",
        Dimension.Count => "a count",
        Dimension.Fraction => "a fraction",
        Dimension.Energy => "an energy",
        Dimension.Angle => "an angle",
        Dimension.CrossSection => "a cross section",
        _ => $"a {dimension.ToString().ToLowerInvariant()}",
    };

    /// <summary>Length of the leading number: an exponent counts only when digits follow, so that "5eV" reads as 5 eV.</summary>
    private static int NumberLength(string text)
    {
        int i = 0;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '.' or '+' or '-'))
        {
            i++;
        }

        if (i > 0 && i + 1 < text.Length && text[i] is ('e' or 'E'))
        {
            int j = i + 1;
            if (text[j] is '+' or '-')
            {
                j++;
            }

            if (j < text.Length && char.IsAsciiDigit(text[j]))
            {
                while (j < text.Length && char.IsAsciiDigit(text[j]))
                {
                    j++;
                }

                i = j;
            }
        }

        return i;
    }
}
