using System.Globalization;

namespace Hermetic.Reporting.Figures;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Text">What stands there; null for a minor mark.</param>
public readonly record struct Tick(double Value, Label? Text);

/// <summary>An axis of a figure.</summary>
/// <param name="Title">What it shows, with its unit.</param>
/// <param name="Low">Lower end, finite; above zero on a logarithmic axis.</param>
/// <param name="High">Upper end, above <paramref name="Low"/>.</param>
/// <param name="Logarithmic">Whether equal factors take equal lengths.</param>
public sealed record Axis(Label Title, double Low, double High, bool Logarithmic)
{
    private static readonly double[] Ends = [1, 2, 3, 5, 10];

    /// <summary>A logarithmic axis of whole decades around values.</summary>
    /// <remarks>With <paramref name="fine"/>, the ends may also be 2, 3 or 5 times a power of ten, so that little of a long axis stays empty.</remarks>
    /// <param name="title">What it shows, with its unit.</param>
    /// <param name="values">Values to hold; those not positive and finite are passed over.</param>
    /// <param name="least">Lower ends below this are cut there.</param>
    /// <param name="greatest">Upper ends above this are cut there.</param>
    /// <param name="fine">Whether the axis may end between powers of ten.</param>
    public static Axis Decades(Label title, IEnumerable<double> values, double least = 1e-30, double greatest = 1e30, bool fine = false)
    {
        (double low, double high) = (double.PositiveInfinity, 0);
        foreach (double value in values.Where(v => v > 0 && double.IsFinite(v)))
        {
            double held = Math.Clamp(value, least, greatest);
            low = Math.Min(low, held);
            high = Math.Max(high, held);
        }

        if (high == 0)
        {
            (low, high) = (Math.Max(least, Math.Min(1, greatest / 10)), Math.Min(10, greatest));
        }

        // Grids of masses end at computed powers of ten: a millionth of a decade beyond is still on them.
        int first = (int)Math.Floor(Math.Log10(low) + 1e-6);
        int last = (int)Math.Ceiling(Math.Log10(high) - 1e-6);
        if (first == last)
        {
            first--;
            last++;
        }

        double from = Math.Pow(10, first);
        double to = Math.Pow(10, last);
        if (fine && high > 3 * low)
        {
            double decade = to / 10;
            from *= Ends.Where(e => e * from <= low * (1 + 1e-6)).Max();
            to = decade * Ends.Where(e => e * decade >= high * (1 - 1e-6)).Min();
        }

        return new Axis(title, from, to, true);
    }

    /// <summary>A linear axis.</summary>
    /// <param name="title">What it shows, with its unit.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public static Axis Linear(Label title, double low, double high) => new(title, low, high, false);

    /// <summary>Position of a value: 0 at the lower end, 1 at the upper one; NaN where a logarithmic axis has no place for it.</summary>
    /// <param name="value">The value.</param>
    public double Fraction(double value) =>
        !Logarithmic ? (value - Low) / (High - Low)
        : value > 0 ? Math.Log(value / Low) / Math.Log(High / Low)
        : double.NaN;

    /// <summary>The marks, ascending.</summary>
    /// <param name="labels">How many labels the axis has room for, at least 2.</param>
    public IReadOnlyList<Tick> Ticks(int labels) => Logarithmic ? LogarithmicTicks(labels) : LinearTicks(labels);

    private List<Tick> LogarithmicTicks(int labels)
    {
        int first = (int)Math.Ceiling(Math.Log10(Low) - 1e-9);
        int last = (int)Math.Floor(Math.Log10(High) + 1e-9);
        int every = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)labels));
        bool fewDecades = last - first < 1;
        List<Tick> ticks = [];
        for (int decade = first - 1; decade <= last; decade++)
        {
            double power = Math.Pow(10, decade);
            if (decade >= first)
            {
                ticks.Add(new Tick(power, (decade - first) % every == 0 ? PowerOfTen(decade) : null));
            }

            // With many decades the marks between them would only be noise.
            for (int digit = 2; digit < 10 && every <= 2; digit++)
            {
                double value = digit * power;
                if (value >= Low * (1 - 1e-9) && value <= High * (1 + 1e-9))
                {
                    ticks.Add(new Tick(value, fewDecades && digit is 2 or 5 ? Numbers.Of(value, 1) : null));
                }
            }
        }

        return ticks;
    }

    private List<Tick> LinearTicks(int labels)
    {
        double raw = (High - Low) / labels;
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        (double step, int parts) = (raw / power) switch
        {
            <= 1 + 1e-9 => (power, 5),
            <= 2 + 1e-9 => (2 * power, 4),
            <= 5 + 1e-9 => (5 * power, 5),
            _ => (10 * power, 5),
        };
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        string format = "F" + Math.Min(decimals, 12).ToString(CultureInfo.InvariantCulture);
        double minor = step / parts;
        List<Tick> ticks = [];
        for (long i = (long)Math.Ceiling((Low / minor) - 1e-9); i * minor <= High + (1e-9 * step); i++)
        {
            double value = i * minor;
            ticks.Add(new Tick(value, i % parts == 0 ? Label.Plain(Numbers.Signed((i / parts * step).ToString(format, CultureInfo.InvariantCulture))) : null));
        }

        return ticks;
    }

    private static Label PowerOfTen(int exponent) => exponent switch
    {
        0 => Label.Plain("1"),
        1 => Label.Plain("10"),
        _ => Label.Parse($"10^{{{Numbers.Signed(exponent.ToString(CultureInfo.InvariantCulture))}}}"),
    };
}
