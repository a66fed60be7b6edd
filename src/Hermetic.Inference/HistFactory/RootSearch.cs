namespace Hermetic.Inference.HistFactory;

/// <summary>Roots of continuous functions of one variable.</summary>
internal static class RootSearch
{
    private const int MostSteps = 200;

    /// <summary>
    /// The root between two points of opposite sign: regula falsi that halves the weight of an end which stays ("Illinois"; M. Dowell, P. Jarratt, BIT 11 (1971)
    /// 168), of order 1.44. Ends when two estimates in a row agree.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="atLow">Value there.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="atHigh">Value there; may be infinite.</param>
    /// <param name="tolerance">Relative to the root.</param>
    public static double Between(Func<double, double> function, double low, double atLow, double high, double atHigh, double tolerance)
    {
        double weightLow = atLow;
        double weightHigh = atHigh;
        double previous = double.NaN;
        int side = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            double middle = low + ((high - low) * weightLow / (weightLow - weightHigh));
            if (!(middle > low && middle < high))
            {
                middle = 0.5 * (low + high);
            }

            double value = function(middle);
            if (value == 0 || Math.Abs(middle - previous) <= tolerance * Math.Abs(middle) || high - low <= tolerance * Math.Abs(middle))
            {
                return middle;
            }

            previous = middle;
            if (value > 0 == atLow > 0)
            {
                weightHigh *= side == -1 ? 0.5 : 1;
                (low, weightLow, side) = (middle, value, -1);
            }
            else
            {
                weightLow *= side == 1 ? 0.5 : 1;
                (high, weightHigh, side) = (middle, value, 1);
            }
        }

        return 0.5 * (low + high);
    }
}
