using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;

namespace Hermetic.Inference.HistFactory;

/// <summary>
/// CLs from pseudo-experiments of any HistFactory model. Toys are generated at the parameters profiled to the observed data under each hypothesis; counts and
/// auxiliary measurements fluctuate (unconditional ensemble). The statistic is that of <see cref="ProfileTest"/>, exact fits on every toy; values closer than <see
/// cref="TieTolerance"/> are ties and count. A toy depends on the seed and its number alone: the result is the same on any number of threads, and the toys of
/// neighbouring signal strengths fluctuate together.
/// </summary>
public sealed class ToyTest
{
    /// <summary>How close two values of the statistic are when they count as equal; fits are exact to 1e-12.</summary>
    public const double TieTolerance = 1e-9;

    private readonly HistFactoryModel _model;
    private readonly ProfileTest _observed;
    private readonly int _toys;
    private readonly ulong _seed;
    private readonly ParallelOptions _parallel;
    private readonly int _poi;
    private readonly double _lowest;
    private readonly double[] _backgroundFree;
    private readonly double[] _backgroundStrength;
    private readonly double[] _backgroundValue;
    private readonly double[] _signalValue;
    private readonly double[] _cls;

    /// <summary>Fits the toys of the background-only hypothesis.</summary>
    /// <param name="model">The model.</param>
    /// <param name="observed">The fits of the observed data.</param>
    /// <param name="toys">Toys per hypothesis, from 100 to 10 million.</param>
    /// <param name="seed">Seed of the toys.</param>
    /// <param name="threads">Worker threads; they do not change the result.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ToyTest(HistFactoryModel model, ProfileTest observed, int toys, ulong seed, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentOutOfRangeException.ThrowIfLessThan(toys, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toys, 10_000_000);
        (_model, _observed, _toys, _seed) = (model, observed, toys, seed);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        _poi = model.ParameterOfInterest;
        _lowest = observed.Statistic == TestStatistic.QTilde ? 0 : model.Parameters[_poi].Low;
        _backgroundFree = new double[toys];
        _backgroundStrength = new double[toys];
        _backgroundValue = new double[toys];
        _signalValue = new double[toys];
        _cls = new double[toys];
        double[] start = observed.BackgroundOnly.Parameters;
        ForEachToy(start, 0, (worker, toy) =>
        {
            _backgroundFree[toy] = worker.Fit(start, _lowest, double.PositiveInfinity);
            _backgroundStrength[toy] = worker.Strength;
        });
    }

    /// <summary>Fits of toys that ended without a minimum so far; their best point was taken.</summary>
    public int Unconverged { get; private set; }

    /// <summary>p-value of the background-only hypothesis with the statistic q0 (a tie counts), and the number of toys behind it that reach the observed value.</summary>
    public (double PValue, int Toys) Discovery()
    {
        double observed = _observed.DiscoverySignificance * _observed.DiscoverySignificance;
        int[] reach = new int[_toys];
        double[] start = _observed.BackgroundOnly.Parameters;
        ForEachToy(start, 0, (worker, toy) =>
        {
            double q0 = _backgroundStrength[toy] > 0 ? Math.Max(0, 2 * (worker.Fit(start, 0, 0) - _backgroundFree[toy])) : 0;
            reach[toy] = q0 >= observed - TieTolerance ? 1 : 0;
        });
        int count = reach.Sum();
        return ((double)count / _toys, count);
    }

    /// <summary>Tests a value of the parameter of interest.</summary>
    /// <param name="strength">Tested value, above 0.</param>
    public HypothesisTest Test(double strength)
    {
        double[] background = _observed.BackgroundOnly.Parameters;
        double[] signal = _observed.Profile(strength).Parameters;
        double observed = _observed.Value(strength);
        ForEachToy(background, 0, (worker, toy) => _backgroundValue[toy] = _backgroundStrength[toy] > strength
            ? 0
            : Math.Max(0, 2 * (worker.Fit(background, strength, strength) - _backgroundFree[toy])));
        ForEachToy(signal, 1, (worker, toy) =>
        {
            double free = worker.Fit(signal, _lowest, double.PositiveInfinity);
            _signalValue[toy] = worker.Strength > strength ? 0 : Math.Max(0, 2 * (worker.Fit(signal, strength, strength) - free));
        });
        Array.Sort(_backgroundValue);
        Array.Sort(_signalValue);
        double signalTail = Tail(_signalValue, observed);
        double backgroundTail = Tail(_backgroundValue, observed);
        return new HypothesisTest(strength, signalTail, backgroundTail, backgroundTail > 0 ? Math.Min(1, signalTail / backgroundTail) : 1, Expected());
    }

    /// <summary>Upper limit with its five expected ones, from these toys; the last crossing on a grid of steps of a quarter.</summary>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    public LimitResult Limit(double confidenceLevel)
    {
        LimitResult scale = _observed.Limit(confidenceLevel);
        double alpha = 1 - confidenceLevel;
        double floor = 0.5 / _toys;
        SortedDictionary<double, HypothesisTest> tests = [];
        double Curve(int curve, double strength)
        {
            if (!tests.TryGetValue(strength, out HypothesisTest? test))
            {
                tests.Add(strength, test = Test(strength));
            }

            return Math.Log(Math.Max(floor, curve == 0 ? test.Cls : test.Expected[curve - 1]) / alpha);
        }

        double low = 0.7 * scale.Expected[0];
        while (Enumerable.Range(0, 6).Any(c => Curve(c, low) < 0))
        {
            low /= 1.5;
            ThrowIfEndless(low < 1e-6 * scale.Expected[0]);
        }

        double high = low;
        for (int step = 0; step < 10 || Enumerable.Range(0, 6).Any(c => Curve(c, high) >= 0); step++)
        {
            high *= 1.25;
            _ = Curve(0, high);
            ThrowIfEndless(step > 60);
        }

        double[] grid = [.. tests.Keys];
        double[] limits = [.. Enumerable.Range(0, 6).Select(c =>
        {
            int last = Array.FindLastIndex(grid, g => Curve(c, g) >= 0);
            return RootSearch.Between(mu => Curve(c, mu), grid[last], Curve(c, grid[last]), grid[last + 1], Curve(c, grid[last + 1]), 1e-3);
        })];
        string construction = $"CLs, {(_observed.Statistic == TestStatistic.QTilde ? "q-tilde" : "q")}, {_toys} toys per hypothesis, profile likelihood, ties counted";
        return new LimitResult(limits[0], limits[1..], confidenceLevel, construction) { ObservedError = Error(limits[0], tests) };
    }

    /// <summary>Error of the observed limit: the binomial error of CLs over its slope, taken over the width of a grid step.</summary>
    private double Error(double limit, SortedDictionary<double, HypothesisTest> tests)
    {
        HypothesisTest near = tests.Values.MinBy(t => Math.Abs(t.Strength - limit))!;
        HypothesisTest below = tests.Values.Last(t => t.Strength <= 0.9 * limit || t.Strength == tests.Keys.First());
        HypothesisTest above = tests.Values.First(t => t.Strength >= 1.1 * limit || t.Strength == tests.Keys.Last());
        double slope = (Math.Log(below.Cls) - Math.Log(Math.Max(0.5 / _toys, above.Cls))) / (above.Strength - below.Strength);
        double relative = Math.Sqrt(((1 / Math.Max(near.SignalAndBackground, 1.0 / _toys)) - 1 + (1 / near.BackgroundOnly) - 1) / _toys);
        return slope > 0 ? relative / slope : double.PositiveInfinity;
    }

    private static void ThrowIfEndless(bool endless)
    {
        if (endless)
        {
            throw new InputException("CLs of the toys does not cross the confidence level; allowed: more toys, or a model whose data limit the parameter of interest");
        }
    }

    /// <summary>Fraction of sorted values at or above a value.</summary>
    private static double Tail(double[] sorted, double value) => (double)(sorted.Length - FirstAtLeast(sorted, value - TieTolerance)) / sorted.Length;

    private static int FirstAtLeast(double[] sorted, double value)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Quantiles of CLs over the background-only toys.</summary>
    private double[] Expected()
    {
        for (int i = 0; i < _toys; i++)
        {
            _cls[i] = Math.Min(1, Tail(_signalValue, _backgroundValue[i]) / Tail(_backgroundValue, _backgroundValue[i]));
        }

        Array.Sort(_cls);
        return [.. Band.Probabilities.Select(p => _cls[Math.Clamp((int)Math.Ceiling(p * _toys) - 1, 0, _toys - 1)])];
    }

    private void ForEachToy(double[] parameters, ulong hypothesis, Action<Worker, int> work)
    {
        double[] rates = _model.ExpectedRates(parameters);
        int unconverged = 0;
        Parallel.For(
            0,
            _toys,
            _parallel,
            () => new Worker(_model),
            (toy, _, worker) =>
            {
                worker.Generate(rates, parameters, new RandomStream(_seed, (2 * (ulong)toy) + hypothesis, StreamNumber.Toys));
                work(worker, toy);
                return worker;
            },
            worker => Interlocked.Add(ref unconverged, worker.Unconverged));
        Unconverged += unconverged;
    }

    /// <summary>What one thread needs.</summary>
    private sealed class Worker(HistFactoryModel model)
    {
        private readonly Minimiser _minimiser = new(model);
        private readonly HistFactoryData _data = new(new double[model.Bins], new double[model.Parameters.Count]);

        /// <summary>The parameter of interest in the last fit.</summary>
        public double Strength => _minimiser.Parameters[model.ParameterOfInterest];

        public void Generate(double[] rates, double[] parameters, RandomStream random)
        {
            for (int b = 0; b < rates.Length; b++)
            {
                _data.Counts[b] = PoissonVariate.Next(rates[b], ref random);
            }

            for (int i = 0; i < parameters.Length; i++)
            {
                ModelParameter p = model.Parameters[i];
                _data.Auxiliary[i] = p.Constraint switch
                {
                    ParameterConstraint.Poisson => PoissonVariate.Next(p.Scale * parameters[i], ref random),
                    ParameterConstraint.Normal => parameters[i] + (p.Scale * random.NextNormal()),
                    _ => 0,
                };
            }
        }

        public int Unconverged { get; private set; }

        public double Fit(double[] start, double low, double high)
        {
            double value = _minimiser.Minimise(_data, start, low, high);
            Unconverged += _minimiser.Converged ? 0 : 1;
            return value;
        }
    }
}
