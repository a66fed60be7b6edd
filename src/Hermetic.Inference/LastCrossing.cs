namespace Hermetic.Inference;

/// <summary>CLs as functions of the signal strength: curve 0 is the observed one, 1 to 5 are the expected ones from -2 to +2 sigma.</summary>
internal interface IClsCurves
{
    /// <summary>Value of a curve.</summary>
    /// <param name="curve">0 to 5.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    double Cls(int curve, double strength);
}

/// <summary>
/// Solves CLs(mu) = 1 - CL. Over discrete outcomes CLs(mu) is piecewise smooth, with small steps where an outcome enters or leaves the tail; where that makes it cross more than
/// once, the limit is the last crossing. The search therefore comes from above, first on a coarse, then on a finer grid, and closes the last interval by false position.
/// </summary>
internal static class LastCrossing
{
    private const double GridRatio = 1.25;
    private const int Subdivisions = 8;
    private const int LongestGrid = 400;
    private const int MostSteps = 80;

    /// <summary>Relative width at which a crossing counts as found: of the observed curve, and of the expected ones, which are dearer.</summary>
    private const double ObservedTolerance = 1e-9;
    private const double ExpectedTolerance = 1e-6;

    /// <summary>Observed and expected limits.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="unit">Signal strength at which one signal event is expected: the scale of the search.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="construction">In words, for the result.</param>
    /// <param name="tolerance">Relative width at which a crossing counts as found; by default one that suits exact curves.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    public static LimitResult Find(IClsCurves curves, double unit, double confidenceLevel, string construction, double? tolerance = null)
    {
        double observed = Limit(curves, 0, unit, confidenceLevel, tolerance);
        double[] expected = new double[5];
        for (int i = 0; i < expected.Length; i++)
        {
            // Quantiles ascend at every strength, and so do their crossings; what differs is the tolerance of the search.
            expected[i] = Math.Max(Limit(curves, i + 1, unit, confidenceLevel, tolerance), i > 0 ? expected[i - 1] : 0);
        }

        return new LimitResult(observed, expected, confidenceLevel, construction);
    }

    /// <summary>Observed and expected limits of a test that yields all curves at once; its results are kept, since the curves share many of them.</summary>
    /// <param name="test">Tests a signal strength.</param>
    /// <param name="unit">Signal strength at which one signal event is expected.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="construction">In words, for the result.</param>
    /// <param name="tolerance">Relative width at which a crossing counts as found; by default one that suits exact curves.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    public static LimitResult Find(Func<double, HypothesisTest> test, double unit, double confidenceLevel, string construction, double? tolerance = null) =>
        Find(new Remembered(test), unit, confidenceLevel, construction, tolerance);

    /// <summary>The limit of one curve.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="curve">0 to 5.</param>
    /// <param name="unit">Signal strength at which one signal event is expected.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="tolerance">Relative width at which the crossing counts as found; by default one that suits exact curves.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    public static double Limit(IClsCurves curves, int curve, double unit, double confidenceLevel, double? tolerance = null)
    {
        Require(confidenceLevel);
        double alpha = 1 - confidenceLevel;
        double Excess(double events) => Math.Log(Math.Max(curves.Cls(curve, events * unit), 1e-300) / alpha);
        double GridPoint(int k) => 0.5 * Math.Log(1 / alpha) * Math.Pow(GridRatio, k);

        // Up to where the curve is far below: its steps are smaller than that. Then down to the last grid point above.
        int last = 0;
        double highExcess = Excess(GridPoint(1));
        int top = 1;
        double lowExcess = Excess(GridPoint(0));
        while (highExcess > Math.Log(0.25))
        {
            if (highExcess >= 0)
            {
                (last, lowExcess) = (top, highExcess);
            }

            highExcess = Excess(GridPoint(++top));
            ThrowIfEndless(top > LongestGrid);
        }

        while (lowExcess < 0)
        {
            lowExcess = Excess(GridPoint(--last));
            ThrowIfEndless(last < -LongestGrid);
        }

        double from = GridPoint(last);
        double low = GridPoint(last + 1);
        double step = (low - from) / Subdivisions;
        double high;
        double atLow = double.NaN;
        int cell = Subdivisions;
        double atHigh;
        do
        {
            high = low;
            atHigh = atLow;
            cell--;
            low = cell == 0 ? from : from + (cell * step);
            atLow = cell == 0 ? lowExcess : Excess(low);
        }
        while (atLow < 0);

        atHigh = double.IsNaN(atHigh) ? Excess(high) : atHigh;
        return unit * Close(Excess, low, atLow, high, atHigh, tolerance ?? (curve == 0 ? ObservedTolerance : ExpectedTolerance));
    }

    /// <summary>Refuses what is no confidence level.</summary>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Require(double confidenceLevel)
    {
        if (!(confidenceLevel > 0 && confidenceLevel < 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"confidence level {confidenceLevel} is not allowed; a number between 0 and 1 is (0.9 for 90 %)"));
        }
    }

    /// <summary>False position (Illinois variant), with a bisection wherever two steps did not halve the interval, as happens at a step of the curve.</summary>
    private static double Close(Func<double, double> function, double low, double atLow, double high, double atHigh, double tolerance)
    {
        double before = high - low;
        for (int i = 0; i < MostSteps && high - low > tolerance * high && atLow != 0; i++)
        {
            double middle = ((low * atHigh) - (high * atLow)) / (atHigh - atLow);
            if (i % 3 == 2)
            {
                middle = high - low > 0.5 * before ? 0.5 * (low + high) : middle;
                before = high - low;
            }

            if (!(middle > low && middle < high))
            {
                middle = 0.5 * (low + high);
            }

            double value = function(middle);
            if (Math.Abs(value) < 1e-13)
            {
                return middle;
            }

            if (value > 0)
            {
                (low, atLow) = (middle, value);
                atHigh *= 0.5;
            }
            else
            {
                (high, atHigh) = (middle, value);
                atLow *= 0.5;
            }
        }

        return atLow == 0 ? low : 0.5 * (low + high);
    }

    private static void ThrowIfEndless(bool endless)
    {
        if (endless)
        {
            throw new InvalidOperationException("CLs does not cross the confidence level; the model should have been refused");
        }
    }

    private sealed class Remembered(Func<double, HypothesisTest> test) : IClsCurves
    {
        private readonly Dictionary<double, HypothesisTest> _tests = [];

        public double Cls(int curve, double strength)
        {
            if (!_tests.TryGetValue(strength, out HypothesisTest? result))
            {
                _tests[strength] = result = test(strength);
            }

            return curve == 0 ? result.Cls : result.Expected[curve - 1];
        }
    }
}
