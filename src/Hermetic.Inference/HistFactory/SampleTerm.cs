namespace Hermetic.Inference.HistFactory;

/// <summary>What a factor common to all bins does.</summary>
internal enum FactorKind
{
    /// <summary>The parameter itself.</summary>
    Parameter,

    /// <summary>Exponential on both sides of 0 (code 1).</summary>
    Exponential,

    /// <summary>Polynomial inside +-1, exponential outside (code 4).</summary>
    Polynomial,
}

/// <summary>A factor common to all bins of a sample.</summary>
/// <param name="Parameter">Index of its parameter.</param>
/// <param name="Kind">What it is.</param>
/// <param name="LogLow">ln of the factor at -1.</param>
/// <param name="LogHigh">ln of the factor at +1.</param>
/// <param name="Coefficients">Of the polynomial, powers 1 to 6; else empty.</param>
internal readonly record struct Factor(int Parameter, FactorKind Kind, double LogLow, double LogHigh, double[] Coefficients);

/// <summary>A shift of the bins of a sample: u(alpha) Up + d(alpha) Down.</summary>
/// <param name="Parameter">Index of its parameter.</param>
/// <param name="Up">Histogram at +1 minus nominal.</param>
/// <param name="Down">Nominal minus histogram at -1.</param>
internal readonly record struct Shift(int Parameter, double[] Up, double[] Down);

/// <summary>One sample of one channel in the form in which its rates are computed: (nominal + shifts) times common factors times factors by bin.</summary>
internal sealed class SampleTerm
{
    /// <summary>Index of its first bin.</summary>
    public required int FirstBin { get; init; }

    /// <summary>Nominal rates.</summary>
    public required double[] Nominal { get; init; }

    /// <summary>Factors common to all bins.</summary>
    public required Factor[] Factors { get; init; }

    /// <summary>Shifts.</summary>
    public required Shift[] Shifts { get; init; }

    /// <summary>For each set of factors by bin, the parameter of each bin; -1 where a bin has none.</summary>
    public required int[][] BinFactors { get; init; }
}

/// <summary>The interpolation functions with their first and second derivatives.</summary>
internal static class Interpolations
{
    /// <summary>A common factor at the value of its parameter. At 0 a kinked one takes the side that is asked for.</summary>
    public static double Of(in Factor factor, double value, bool positiveSide, out double first, out double second)
    {
        switch (factor.Kind)
        {
            case FactorKind.Parameter:
                first = 1;
                second = 0;
                return value;
            case FactorKind.Polynomial when Math.Abs(value) < 1:
                double[] a = factor.Coefficients;
                double sum = 0;
                first = 0;
                second = 0;
                for (int i = 5; i >= 0; i--)
                {
                    second = (second * value) + (2 * first);
                    first = (first * value) + sum;
                    sum = (sum * value) + a[i];
                }

                // The loop left p(x) = a1 + a2 x + ... with p' and p''; the factor is 1 + x p(x).
                second = (value * second) + (2 * first);
                first = (value * first) + sum;
                return 1 + (value * sum);
            default:
                double slope = value > 0 || (value == 0 && positiveSide) ? factor.LogHigh : -factor.LogLow;
                double result = Math.Exp(slope * value);
                first = slope * result;
                second = slope * first;
                return result;
        }
    }

    /// <summary>Coefficients of code 4: the polynomial meets the exponentials at +-1 in value, slope and curvature.</summary>
    public static double[] Coefficients(double low, double high)
    {
        double highSlope = high * Math.Log(high);
        double lowSlope = low * Math.Log(low);
        double highCurvature = highSlope * Math.Log(high);
        double lowCurvature = lowSlope * Math.Log(low);

        // The odd part a1 x + a3 x^3 + a5 x^5 and the even part a2 x^2 + a4 x^4 + a6 x^6 at x = 1; the slope of low^-x at -1 is -low ln(low).
        double value = 0.5 * (high - low);
        double slope = 0.5 * (highSlope - lowSlope);
        double curvature = 0.5 * (highCurvature - lowCurvature);
        double a5 = (curvature - (3 * (slope - value))) / 8;
        double a3 = (0.5 * (slope - value)) - (2 * a5);
        double a1 = value - a3 - a5;
        value = (0.5 * (high + low)) - 1;
        slope = 0.5 * (highSlope + lowSlope);
        curvature = 0.5 * (highCurvature + lowCurvature);
        double a6 = (curvature - (5 * slope) + (8 * value)) / 8;
        double a4 = (0.5 * slope) - value - (2 * a6);
        double a2 = value - a4 - a6;
        return [a1, a2, a3, a4, a5, a6];
    }

    /// <summary>Weights of the upper and lower histogram (see <see cref="Shift"/>) and their derivatives.</summary>
    public static void Weights(Interpolation kind, double value, bool positiveSide, out ShiftWeights weights)
    {
        if (kind == Interpolation.Smooth && Math.Abs(value) < 1)
        {
            double square = value * value;
            double p = square * (15 + (square * (-10 + (3 * square)))) / 16;
            double p1 = value * (30 + (square * (-40 + (18 * square)))) / 16;
            double p2 = (30 + (square * (-120 + (90 * square)))) / 16;
            weights = new ShiftWeights((0.5 * value) + p, (0.5 * value) - p, 0.5 + p1, 0.5 - p1, p2, -p2);
        }
        else if (value > 0 || (value == 0 && positiveSide))
        {
            weights = new ShiftWeights(value, 0, 1, 0, 0, 0);
        }
        else
        {
            weights = new ShiftWeights(0, value, 0, 1, 0, 0);
        }
    }
}

/// <summary>Weights of upper and lower histogram with first and second derivatives.</summary>
internal readonly record struct ShiftWeights(double Up, double Down, double Up1, double Down1, double Up2, double Down2);
