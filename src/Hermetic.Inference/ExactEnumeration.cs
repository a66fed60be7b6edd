using Hermetic.Core;

namespace Hermetic.Inference;

/// <summary>
/// CLs for one channel with the q-tilde statistic (mu-hat bounded at 0; 0 when mu-hat is above mu; G. Cowan, K. Cranmer, E. Gross, O. Vitells, Eur. Phys. J. C 71 (2011)
/// 1554, eq. 16), its distribution summed over all outcomes instead of sampled: counts n and, in model <see cref="BackgroundModel.Gamma"/>, control counts m.
/// The profile over the background is the root of a quadratic. The ensembles are those of toys: generated at the parameters fitted to the observed data under each
/// hypothesis, with fluctuating control count; the observed control count is tau = (b / sigma)^2, which need not be an integer. A tie counts (1e-9).
/// A signal uncertainty is averaged over its log-normal prior in the probability of n, while the statistic uses the nominal signal: profiled through an auxiliary
/// measurement of its own it would break the ties of the outcomes with n = 0 and make the limit stronger, not weaker.
/// </summary>
public static class ExactEnumeration
{
    /// <summary>Whether the construction applies: one channel, with known or gamma-constrained background.</summary>
    /// <param name="model">The experiment.</param>
    public static bool Covers(CountingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Channels.Count == 1 && model.Channels[0].Model is BackgroundModel.None or BackgroundModel.Gamma;
    }

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One channel.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The model has several channels or a log-normal background, or the confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The observation is impossible under background alone.</exception>
    public static LimitResult Compute(CountingModel model, double confidenceLevel)
    {
        Enumerator enumerator = new(Single(model), model.SignalUncertainty);
        return LastCrossing.Find(enumerator.Test, 1 / model.TotalSignal, confidenceLevel, Describe(model));
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One channel.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="ArgumentException">The model has several channels or a log-normal background.</exception>
    /// <exception cref="InputException">The observation is impossible under background alone.</exception>
    public static HypothesisTest Test(CountingModel model, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new Enumerator(Single(model), model.SignalUncertainty).Test(strength);
    }

    private static CountingChannel Single(CountingModel model)
    {
        if (!Covers(model))
        {
            throw new ArgumentException("exact enumeration takes one channel with background model None or Gamma; use HybridEnumeration", nameof(model));
        }

        model.RefuseIfTooLargeToList();
        return model.Channels[0];
    }

    private static string Describe(CountingModel model) =>
        (model.Channels[0].BackgroundUncertainty == 0
            ? "CLs, q-tilde, exact enumeration of counts; background known"
            : "CLs, q-tilde, exact enumeration of counts and control counts")
        + (model.SignalUncertainty == 0 ? "" : "; signal uncertainty averaged over a log-normal prior");

    private sealed class Enumerator(CountingChannel channel, double signalUncertainty)
    {
        private const double TieTolerance = 1e-9;

        /// <summary>Control counts with probability below exp(-28) = 1e-12 in total are left out.</summary>
        private const double Depth = 28;

        /// <summary>
        /// Control counts are joined to cells of this fraction of their standard deviation. Cells hold more than one count only where the background is known to better than
        /// 0.5 % (tau > 4e4): there the list would be long for no gain. Limits move by up to 3e-4 (b = 50).
        /// </summary>
        private const double CellOverDeviation = 0.01;

        private readonly double _s = channel.SignalPerUnit;
        private readonly double _b = channel.Background;
        private readonly double _tau = channel.ControlCount;
        private readonly int _n = channel.Observed;
        private readonly Ensemble _ensemble = new(TieTolerance, 0);
        private double[] _countBackground = [];
        private double[] _countSignal = [];
        private double[] _node = [];

        public HypothesisTest Test(double strength)
        {
            _ensemble.Clear();
            double signal = strength * _s;
            double observed = double.IsInfinity(_tau) ? ListCounts(signal) : ListCountsAndControls(signal);
            _ensemble.Order();
            (double clsb, double clb) = observed < -TieTolerance ? _ensemble.Tail(observed) : (1, 1);
            if (clb == 0)
            {
                throw new InputException(FormattableString.Invariant(
                    $"channel '{channel.Name}': {_n} observed events have no measurable probability under a background of {_b}; the model does not describe the data"));
            }

            return new HypothesisTest(strength, clsb, clb, clsb / clb, _ensemble.ExpectedCls());
        }

        /// <summary>Lists n with known background; returns minus the observed q-tilde (the ensemble's tails are at small values).</summary>
        private double ListCounts(double signal)
        {
            int highest = (int)Math.Floor(signal + _b);
            FillCounts(0, highest, _b, signal, _b);
            for (int n = 0; n <= highest; n++)
            {
                Add(StatisticKnown(n, signal), _countBackground[n], _countSignal[n]);
            }

            return -StatisticKnown(_n, signal);
        }

        /// <summary>Lists (n, m); returns minus the observed q-tilde.</summary>
        private double ListCountsAndControls(double signal)
        {
            double withoutSignal = Profile(_n, _tau, 0);
            double withSignal = Profile(_n, _tau, signal);

            // The tail of an unlikely observation is as small as the observation is unlikely: the list reaches as much deeper.
            double depth = Depth + Poisson.HalfDeviance(_n, withoutSignal * _b) + Poisson.HalfDeviance(_tau, _tau * withoutSignal);
            int first = Math.Min(Poisson.Below(_tau * withoutSignal, depth), Poisson.Below(_tau * withSignal, depth));
            int last = Math.Max(Poisson.Above(_tau * withoutSignal, depth), Poisson.Above(_tau * withSignal, depth));
            int lowest = Math.Min(_n, Math.Min(Poisson.Below(withoutSignal * _b, depth), Poisson.Below(withSignal * _b, depth)));
            int cell = Math.Max(1, (int)(CellOverDeviation * Math.Sqrt(_tau)));

            double[] controlBackground = new double[last - first + 1];
            double[] controlSignal = new double[last - first + 1];
            Poisson.Fill(_tau * withoutSignal, first, controlBackground);
            Poisson.Fill(_tau * withSignal, first, controlSignal);
            FillCounts(lowest, Highest(last, signal), withoutSignal * _b, signal, withSignal * _b);

            for (int start = 0; start < controlSignal.Length; start += cell)
            {
                int end = Math.Min(start + cell, controlSignal.Length);
                double m = first + (0.5 * (start + end - 1));
                double background = 0;
                double withSignalToo = 0;
                for (int i = start; i < end; i++)
                {
                    background += controlBackground[i];
                    withSignalToo += controlSignal[i];
                }

                int highest = Highest(m, signal);
                for (int n = lowest; n <= highest; n++)
                {
                    Add(Statistic(n, m, signal), background * _countBackground[n - lowest], withSignalToo * _countSignal[n - lowest]);
                }
            }

            return -Statistic(_n, _tau, signal);
        }

        /// <summary>Outcomes that tie with q-tilde = 0 stay out of the list: every outcome is in their tail, and their CLs is 1.</summary>
        private void Add(double statistic, double background, double signal)
        {
            if (statistic > TieTolerance)
            {
                _ensemble.Add(-statistic, background, signal);
            }
        }

        /// <summary>Probabilities of n from the lowest that matters to the highest that fits less than the tested signal: beyond it q-tilde is 0 and CLs is 1.</summary>
        private void FillCounts(int lowest, int highest, double background, double signal, double backgroundWithSignal)
        {
            int length = Math.Max(0, highest - lowest + 1);
            Array.Resize(ref _countBackground, length);
            Array.Resize(ref _countSignal, length);
            Array.Resize(ref _node, length);
            Poisson.Fill(background, lowest, _countBackground);
            Array.Clear(_countSignal);
            LogNormalRule prior = LogNormalRule.Create(signalUncertainty, signal);
            for (int k = 0; k < prior.Factors.Length; k++)
            {
                Poisson.Fill((signal * prior.Factors[k]) + backgroundWithSignal, lowest, _node);
                for (int n = 0; n < length; n++)
                {
                    _countSignal[n] += prior.Weights[k] * _node[n];
                }
            }
        }

        /// <summary>Highest n for which mu-hat is not above mu.</summary>
        private int Highest(double m, double signal) => (int)Math.Floor(signal + (_b * m / _tau));

        private double StatisticKnown(int n, double signal)
        {
            double fitted = Math.Max(n, _b);
            return n >= signal + _b ? 0 : 2 * (TimesLog(n, fitted / (signal + _b)) - fitted + signal + _b);
        }

        /// <summary>q-tilde of (n, m) for a tested signal in events.</summary>
        private double Statistic(double n, double m, double signal)
        {
            // Unbounded fit: g = m / tau and signal n - g b; where that is negative, the fit without signal.
            double g = m / _tau;
            double mean = n;
            if (n >= signal + (g * _b))
            {
                return 0;
            }

            if (n < g * _b)
            {
                g = (n + m) / (_b + _tau);
                mean = g * _b;
            }

            double testedG = Profile(n, m, signal);
            double testedMean = signal + (testedG * _b);
            return 2 * (TimesLog(n, mean / testedMean) - mean + testedMean + TimesLog(m, g / testedG) - (_tau * (g - testedG)));
        }

        /// <summary>g that maximises Pois(n | signal + g b) Pois(m | tau g): the positive root of (b + tau) b g^2 + ((b + tau) signal - (n + m) b) g - m signal = 0.</summary>
        private double Profile(double n, double m, double signal)
        {
            double sum = _b + _tau;
            if (signal == 0)
            {
                return (n + m) / sum;
            }

            double a = sum * _b;
            double half = 0.5 * ((sum * signal) - ((n + m) * _b));
            double root = Math.Sqrt((half * half) + (a * m * signal));
            return half > 0 ? m * signal / (half + root) : (root - half) / a;
        }

        /// <summary>x ln(ratio), 0 for x = 0.</summary>
        private static double TimesLog(double x, double ratio) => x == 0 ? 0 : x * Math.Log(ratio);
    }
}
