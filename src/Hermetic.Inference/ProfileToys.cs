using Hermetic.Core;
using Hermetic.Inference.Toys;

namespace Hermetic.Inference;

/// <summary>How toys are drawn.</summary>
/// <param name="Toys">Number of toys of each hypothesis, at least 100.</param>
/// <param name="Seed">Seed; the same seed gives the same numbers.</param>
/// <param name="Threads">Worker threads, at least 1; they do not change the result.</param>
public sealed record ToyOptions(int Toys = 20_000, ulong Seed = 1, int Threads = 1);

/// <summary>
/// CLs with toys: q-tilde profiled over all nuisance parameters, its distributions sampled at the parameters fitted to the observed data under each hypothesis, auxiliary measurements
/// fluctuating. One bin is profiled in closed form, others by fits to the last digits, so that ties stay ties and count (1e-7).
/// A signal uncertainty that is profiled breaks the ties of outcomes without events and can make the limit stronger (b = 0.19, n = 0, 10 %: 2.156 instead of 2.303 events at 90 %);
/// the enumerating constructions average over it instead.
/// </summary>
public static class ProfileToys
{
    private const double TieTolerance = 1e-7;
    private const double Tolerance = 1e-4;
    private const int FewestToys = 100;

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="options">Number of toys, seed, threads.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1, or the options are impossible.</exception>
    /// <exception cref="InputException">No toy without signal is as background-like as the observation.</exception>
    public static LimitResult Compute(BinnedModel model, double confidenceLevel, ToyOptions options)
    {
        Sampler sampler = new(model, options);
        LimitResult limit = LastCrossing.Find(
            sampler.Test, 1 / model.TotalSignal, confidenceLevel, $"CLs, q-tilde profiled, {options.Toys} toys of each hypothesis", Tolerance);

        // The error of CLs over its slope gives that of the limit.
        HypothesisTest at = sampler.Test(limit.Observed);
        double below = sampler.Test(0.93 * limit.Observed).Cls;
        double above = sampler.Test(1.07 * limit.Observed).Cls;
        double relative = Math.Sqrt(
            (((1 / Math.Max(at.SignalAndBackground, 1e-9)) - 1) / options.Toys) + (((1 / Math.Max(at.BackgroundOnly, 1e-9)) - 1) / options.Toys));
        double slope = Math.Log(below / Math.Max(above, 1e-12)) / (0.14 * limit.Observed);
        return limit with { ObservedError = slope > 0 ? relative / slope : double.PositiveInfinity };
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <param name="options">Number of toys, seed, threads.</param>
    /// <exception cref="ArgumentException">The options are impossible.</exception>
    public static HypothesisTest Test(BinnedModel model, double strength, ToyOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new Sampler(model, options).Test(strength);
    }

    /// <summary>Refuses impossible options.</summary>
    /// <param name="options">The options.</param>
    internal static void Require(ToyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Toys, FewestToys, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
    }

    private sealed class Sampler
    {
        private readonly IToyModel _model;
        private readonly ToySample _sample;
        private readonly double[] _cls;

        public Sampler(BinnedModel model, ToyOptions options)
        {
            ArgumentNullException.ThrowIfNull(model);
            Require(options);
            _model = ToySample.ModelOf(model, ToyStatistic.QTilde);
            _sample = new ToySample(_model, options);
            _cls = new double[options.Toys];
        }

        public HypothesisTest Test(double strength)
        {
            _sample.Draw(strength, withSignal: true, withoutSignal: true);
            double q = _model.Observed;
            (double clsb, double clb) = q <= TieTolerance
                ? (1, 1)
                : (ToySample.Tail(_sample.With, q, TieTolerance), ToySample.Tail(_sample.Without, q, TieTolerance));
            if (clb == 0)
            {
                throw new InputException("no toy without signal is as background-like as the observed events; the model does not describe the data, or more toys are needed");
            }

            return new HypothesisTest(strength, clsb, clb, Math.Min(1, clsb / clb), Expected());
        }

        private double[] Expected()
        {
            ReadOnlySpan<double> with = _sample.With;
            ReadOnlySpan<double> without = _sample.Without;
            int tail = without.Length;
            int signalTail = with.Length;
            for (int i = without.Length - 1; i >= 0; i--)
            {
                double least = without[i] - TieTolerance;
                while (tail > 0 && without[tail - 1] >= least)
                {
                    tail--;
                }

                while (signalTail > 0 && with[signalTail - 1] >= least)
                {
                    signalTail--;
                }

                _cls[i] = without[i] <= TieTolerance ? 1 : Math.Min(1, (double)(with.Length - signalTail) / (without.Length - tail));
            }

            Array.Sort(_cls);
            return [.. Band.Probabilities.Select(p => _cls[Math.Min(_cls.Length - 1, (int)Math.Ceiling(p * _cls.Length) - 1)])];
        }
    }
}
