namespace Hermetic.Inference;

/// <summary>
/// Solves CLs(mu) = 1 - CL for the observed and the five expected curves. Over discrete outcomes CLs(mu) is piecewise smooth, with small steps where an outcome enters or
/// leaves the tail; where that makes it cross more than once, the limit is the last crossing. The search therefore looks from above, on ever finer grids.
/// </summary>
internal static class LastCrossing
{
    private const double GridRatio = 1.25;
    private const int Subdivisions = 8;

    /// <summary>With four rounds the last interval is 6e-5 of the limit wide; inside, ln CLs is interpolated linearly, which is exact for an empty channel.</summary>
    private const int Rounds = 4;

    private const int LongestGrid = 400;

    /// <summary>Finds the limits.</summary>
    /// <param name="test">Tests a signal strength.</param>
    /// <param name="unit">Signal strength at which one signal event is expected: the scale of the search.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="construction">In words, for the result.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    public static LimitResult Find(Func<double, HypothesisTest> test, double unit, double confidenceLevel, string construction)
    {
        if (!(confidenceLevel > 0 && confidenceLevel < 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"confidence level {confidenceLevel} is not allowed; a number between 0 and 1 is (0.9 for 90 %)"));
        }

        double alpha = 1 - confidenceLevel;
        Search search = new(test, unit, alpha);
        double[] expected = new double[5];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = search.Limit(i + 1);
        }

        return new LimitResult(search.Limit(0), expected, confidenceLevel, construction);
    }

    /// <summary>One search; the tests are kept, since the curves share most of them. Curve 0 is the observed one, 1 to 5 are the expected ones.</summary>
    private sealed class Search
    {
        private readonly Func<double, HypothesisTest> _test;
        private readonly double _unit;
        private readonly double _alpha;
        private readonly Dictionary<double, HypothesisTest> _tests = [];
        private readonly List<double> _grid = [];

        public Search(Func<double, HypothesisTest> test, double unit, double alpha)
        {
            (_test, _unit, _alpha) = (test, unit, alpha);

            // Down to where every curve is above alpha, up to where every one is far below: steps of a curve are smaller than that.
            double start = 0.5 * Math.Log(1 / alpha);
            while (Smallest(start) < alpha)
            {
                start /= GridRatio;
                ThrowIfEndless(start < 1e-9);
            }

            _grid.Add(start);
            while (Largest(_grid[^1]) > 0.25 * alpha)
            {
                _grid.Add(_grid[^1] * GridRatio);
                ThrowIfEndless(_grid.Count > LongestGrid);
            }
        }

        public double Limit(int curve)
        {
            int last = _grid.Count - 1;
            while (Cls(curve, _grid[last]) < _alpha)
            {
                last--;
            }

            double low = _grid[last];
            double high = _grid[last + 1];
            for (int round = 0; round < Rounds; round++)
            {
                double step = (high - low) / Subdivisions;
                double from = low;
                low = high;
                do
                {
                    high = low;
                    low = high - step;
                    if (low < from + (0.5 * step))
                    {
                        low = from;
                    }
                }
                while (low > from && Cls(curve, low) < _alpha);
            }

            double above = Cls(curve, low);
            double below = Cls(curve, high);
            return _unit * (low + ((high - low) * Math.Log(above / _alpha) / Math.Log(above / below)));
        }

        private static void ThrowIfEndless(bool endless)
        {
            if (endless)
            {
                throw new InvalidOperationException("CLs does not cross the confidence level; the model should have been refused");
            }
        }

        private HypothesisTest At(double events)
        {
            if (!_tests.TryGetValue(events, out HypothesisTest? result))
            {
                result = _test(events * _unit);
                _tests.Add(events, result);
            }

            return result;
        }

        private double Cls(int curve, double events) => curve == 0 ? At(events).Cls : At(events).Expected[curve - 1];

        private double Smallest(double events) => Math.Min(At(events).Cls, At(events).Expected[0]);

        private double Largest(double events) => Math.Max(At(events).Cls, At(events).Expected[^1]);
    }
}
