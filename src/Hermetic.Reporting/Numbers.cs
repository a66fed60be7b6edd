using System.Globalization;
using Hermetic.Reporting.Figures;

namespace Hermetic.Reporting;

/// <summary>Numbers for people: scientific notation with real superscripts where a plain decimal would be hard to read.</summary>
public static class Numbers
{
    /// <summary>A number as text, such as 0.48, 2.84 × 10^11 or a dash for what is no number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Significant digits, 1 to 15; trailing zeros are dropped.</param>
    public static Label Of(double value, int digits = 3)
    {
        if (!double.IsFinite(value))
        {
            return Label.Plain(double.IsInfinity(value) ? value > 0 ? "∞" : "−∞" : "–");
        }

        if (value == 0)
        {
            return Label.Plain("0");
        }

        (double mantissa, int exponent) = Split(value, digits);
        if (exponent is >= -3 and < 4)
        {
            decimal rounded = (decimal)mantissa * Power(exponent);
            return Label.Plain(Signed(rounded.ToString("0.###############", CultureInfo.InvariantCulture)));
        }

        return Label.Plain(Signed(mantissa.ToString("0.###############", CultureInfo.InvariantCulture))) + TimesPower(exponent);
    }

    /// <summary>A number in scientific notation with all its digits, so that the rows of a column stand under each other.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Significant digits, 2 to 15.</param>
    public static Label Scientific(double value, int digits = 4)
    {
        if (!double.IsFinite(value) || value == 0)
        {
            return Of(value);
        }

        (double mantissa, int exponent) = Split(value, digits);
        string format = "F" + (digits - 1).ToString(CultureInfo.InvariantCulture);
        return Label.Plain(Signed(mantissa.ToString(format, CultureInfo.InvariantCulture))) + TimesPower(exponent);
    }

    /// <summary>A number with its standard error, rounded to two digits of the error: (1.234 ± 0.012) × 10^-3.</summary>
    /// <param name="value">The number.</param>
    /// <param name="error">Its standard error.</param>
    public static Label WithError(double value, double error)
    {
        if (!(error > 0) || !double.IsFinite(value) || !double.IsFinite(error))
        {
            return Of(value);
        }

        int exponent = Split(Math.Max(Math.Abs(value), error), 3).Exponent;
        double scale = exponent is >= -2 and < 4 ? 1 : Math.Pow(10, exponent);
        int decimals = Math.Clamp(1 - Split(error / scale, 2).Exponent, 0, 12);
        string format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        string text = $"{Signed((value / scale).ToString(format, CultureInfo.InvariantCulture))}\u00A0±\u00A0{(error / scale).ToString(format, CultureInfo.InvariantCulture)}";
        return scale == 1 ? Label.Plain(text) : Label.Plain($"({text})") + TimesPower(exponent);
    }

    /// <summary>A fraction as a percentage, such as 48 %.</summary>
    /// <param name="fraction">The fraction.</param>
    /// <param name="digits">Significant digits.</param>
    public static Label Percent(double fraction, int digits = 3) => Of(100 * fraction, digits) + Label.Plain("\u00A0%");

    /// <summary>A mass or energy with the prefix that suits it: MeV below 1 GeV, else GeV.</summary>
    /// <param name="gev">Energy in GeV.</param>
    /// <param name="digits">Significant digits.</param>
    public static Label Energy(double gev, int digits = 4) => Math.Abs(gev) switch
    {
        0 => Label.Plain("0\u00A0GeV"),
        // The grid of masses is computed: 0.99999999 GeV is 1 GeV.
        < 0.9999995 => Of(gev * 1e3, digits) + Label.Plain("\u00A0MeV"),
        _ => Of(gev, digits) + Label.Plain("\u00A0GeV"),
    };

    /// <summary>A power of ten with the multiplication sign before it.</summary>
    /// <param name="exponent">The exponent.</param>
    private static Label TimesPower(int exponent) => new(
    [
        new Run("\u2009×\u200910", Level.Normal, false),
        new Run(Signed(exponent.ToString(CultureInfo.InvariantCulture)), Level.Raised, false),
    ]);

    /// <summary>The typographic minus sign in place of the hyphen.</summary>
    /// <param name="number">A formatted number.</param>
    internal static string Signed(string number) => number.Replace('-', '−');

    /// <summary>Mantissa in [1, 10) after rounding to the given digits, and exponent.</summary>
    private static (double Mantissa, int Exponent) Split(double value, int digits)
    {
        // The runtime rounds the decimal digits correctly, also 9.996 to 10.0.
        string text = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        return (double.Parse(text.AsSpan(0, e), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture));
    }

    private static decimal Power(int exponent) => exponent switch
    {
        -3 => 0.001m,
        -2 => 0.01m,
        -1 => 0.1m,
        0 => 1m,
        1 => 10m,
        2 => 100m,
        _ => 1000m,
    };
}
