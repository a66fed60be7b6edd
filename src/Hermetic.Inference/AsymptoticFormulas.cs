using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Inference.Profiles;
using Hermetic.Inference.SingleBin;

namespace Hermetic.Inference;

/// <summary>
/// CLs from the asymptotic distribution of q-tilde (G. Cowan, K. Cranmer, E. Gross, O. Vitells, Eur. Phys. J. C 71 (2011) 1554, eqs. 65 and 89), with the Asimov data of the
/// background-only model fitted to the observed data, as pyhf does by default. One bin without signal uncertainty has closed profiles; others are fitted by Newton steps.
/// The formulas hold for many events. Below about five expected and observed events together they are wrong by up to a third (b = 0.19, n = 0, 90 %: 1.515 events instead of 2.303),
/// so that they refuse there unless told otherwise, and warn when told.
/// </summary>
public static class AsymptoticFormulas
{
    /// <summary>Expected and observed events that must decide a limit; with fewer the formulas refuse.</summary>
    public const double FewestEvents = 5;

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="allowFewEvents">Whether to compute, with a warning among the remarks, where the formulas do not hold.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">There are too few events, and that is not allowed.</exception>
    public static LimitResult Compute(BinnedModel model, double confidenceLevel, bool allowFewEvents = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(confidenceLevel);
        double events = DecidingEvents(model);
        string few = FormattableString.Invariant(
            $"{model.TotalObserved} observed and {model.TotalBackground:G4} expected background events, of which {events:G3} decide the limit; with fewer than {FewestEvents} asymptotic formulas are wrong by up to a third");
        if (events < FewestEvents && !allowFewEvents)
        {
            throw new InputException($"{few}; allowed: another construction, such as the exact one, or to allow few events explicitly (--allow-few-events)");
        }

        IStatistics statistics = Statistics(model);
        double alpha = 1 - confidenceLevel;
        double unit = 1 / model.TotalSignal;
        double observed = unit * Root(s => ObservedCls(statistics, s * unit) - alpha);
        double[] expected = new double[5];
        for (int i = 0; i < expected.Length; i++)
        {
            double band = i - 2;
            expected[i] = unit * Root(s => ExpectedCls(Math.Sqrt(statistics.AsimovQTilde(s * unit)), band) - alpha);
        }

        return new LimitResult(observed, expected, confidenceLevel, "CLs, q-tilde, asymptotic formulas")
        {
            Remarks = events < FewestEvents ? [$"Warning: {few}."] : [],
        };
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    public static HypothesisTest Test(BinnedModel model, double strength)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        IStatistics statistics = Statistics(model);
        (double clsb, double clb) = Tails(statistics.QTilde(strength), statistics.AsimovQTilde(strength));
        double root = Math.Sqrt(statistics.AsimovQTilde(strength));
        return new HypothesisTest(strength, clsb, clb, clsb / clb, [.. Enumerable.Range(-2, 5).Select(band => ExpectedCls(root, band))]);
    }

    /// <summary>
    /// Expected plus observed events that decide a limit: the sum over bins of (observed + expected background), each weighted by the bin's information on the signal,
    /// s^2 / (b + s'), over that of the best bin, where s' is the signal of a bin at three events in all. For one bin, or equal ones, it is the plain sum; a crowded bin without
    /// sensitivity adds next to nothing.
    /// </summary>
    /// <param name="signal">Signal by bin, in any unit.</param>
    /// <param name="background">Expected background by bin.</param>
    /// <param name="observed">Observed events by bin.</param>
    public static double DecidingEvents(IReadOnlyList<double> signal, IReadOnlyList<double> background, IReadOnlyList<double> observed)
    {
        ArgumentNullException.ThrowIfNull(signal);
        double unit = 3 / signal.Sum();
        double[] information = [.. signal.Select((s, b) => s > 0 ? s * s / (background[b] + (unit * s)) : 0)];
        double best = information.Max();
        return information.Select((i, b) => i / best * (background[b] + observed[b])).Sum();
    }

    /// <summary>The same of a model, with its backgrounds as expected.</summary>
    /// <param name="model">The experiment.</param>
    internal static double DecidingEvents(BinnedModel model) => DecidingEvents(model, [.. model.Bins.Select(b => b.Expected)]);

    /// <summary>The same, with the backgrounds fitted to the observed data: where these contradict the expectation, few events may be left.</summary>
    /// <param name="model">The experiment.</param>
    internal static double FittedDecidingEvents(BinnedModel model)
    {
        BinnedLikelihood likelihood = new(model);
        ProfileFit fit = new(likelihood);
        fit.Conditional(likelihood.Counts, likelihood.Auxiliary, 0);
        double[] rates = new double[likelihood.Bins];
        likelihood.Rates(fit.Parameters, rates);
        return DecidingEvents(model, rates);
    }

    private static double DecidingEvents(BinnedModel model, double[] background) =>
        DecidingEvents([.. model.Bins.Select(b => b.Signal)], background, [.. model.Bins.Select(b => (double)b.Observed)]);

    /// <summary>Tail probabilities with signal and without of an observed q-tilde.</summary>
    private static (double SignalAndBackground, double BackgroundOnly) Tails(double q, double asimov)
    {
        double root = Math.Sqrt(q);
        double rootA = Math.Sqrt(asimov);
        return q <= asimov
            ? (Normal.Cdf(-root), Normal.Cdf(rootA - root))
            : (Normal.Cdf(-(q + asimov) / (2 * rootA)), Normal.Cdf(-(q - asimov) / (2 * rootA)));
    }

    private static double ObservedCls(IStatistics statistics, double strength)
    {
        (double clsb, double clb) = Tails(statistics.QTilde(strength), statistics.AsimovQTilde(strength));
        return clb > 0 ? clsb / clb : 0;
    }

    private static double ExpectedCls(double rootA, double band) => Normal.Cdf(band - rootA) / Normal.Cdf(band);

    private static double Root(Func<double, double> falling)
    {
        double low = 1;
        while (falling(low) < 0)
        {
            low *= 0.5;
            Require(low > 1e-12);
        }

        double high = 2 * low;
        while (falling(high) > 0)
        {
            (low, high) = (high, 2 * high);
            Require(high < 1e12);
        }

        return MathNet.Numerics.RootFinding.Brent.FindRoot(falling, low, high, 1e-12 * high, 200);

        static void Require(bool inside)
        {
            if (!inside)
            {
                throw new InputException("CLs does not cross the confidence level; the model does not describe the data");
            }
        }
    }

    private static IStatistics Statistics(BinnedModel model)
    {
        if (model.Bins.Count == 1 && model.Reduce() is { SignalUncertainty: 0 } reduced)
        {
            CountingChannel channel = reduced.Channels[0];
            return channel.Law switch
            {
                GammaBackground gamma => new Closed<GammaBackground>(gamma, channel),
                LogNormalBackground logNormal => new Closed<LogNormalBackground>(logNormal, channel),
                GaussianBackground gaussian => new Closed<GaussianBackground>(gaussian, channel),
                KnownBackground known => new Closed<KnownBackground>(known, channel),
                _ => throw new ArgumentException($"no formula for background model {channel.Model}", nameof(model)),
            };
        }

        return new Fitted(model);
    }

    /// <summary>q-tilde of the observed and of the Asimov data.</summary>
    private interface IStatistics
    {
        double QTilde(double strength);

        double AsimovQTilde(double strength);
    }

    private sealed class Closed<TLaw>(TLaw law, CountingChannel channel) : IStatistics
        where TLaw : struct, IBackgroundLaw
    {
        private readonly double _fitted = law.Profile(channel.Observed, law.Observed, 0);

        public double QTilde(double strength) => Statistic.QTilde(law, channel.Observed, law.Observed, strength * channel.SignalPerUnit);

        public double AsimovQTilde(double strength) => Statistic.QTilde(law, law.Background(_fitted), law.Asimov(_fitted), strength * channel.SignalPerUnit);
    }

    private sealed class Fitted : IStatistics
    {
        private readonly ProfileFit _fit;
        private readonly double[] _asimov;
        private readonly double[] _auxiliary;
        private readonly double _best;
        private readonly double _bestStrength;
        private readonly double _asimovBest;

        public Fitted(BinnedModel model)
        {
            BinnedLikelihood likelihood = new(model);
            _fit = new ProfileFit(likelihood);
            _asimov = new double[likelihood.Bins];
            _auxiliary = new double[likelihood.Nuisances];
            _fit.Conditional(likelihood.Counts, likelihood.Auxiliary, 0);
            likelihood.Rates(_fit.Parameters, _asimov);
            likelihood.Asimov(_fit.Parameters, _auxiliary);
            _best = _fit.Best(likelihood.Counts, likelihood.Auxiliary);
            _bestStrength = _fit.Parameters[^1];
            _asimovBest = _fit.Conditional(_asimov, _auxiliary, 0);
        }

        public double QTilde(double strength) =>
            _bestStrength >= strength ? 0 : Math.Max(0, 2 * (_fit.Conditional(_fit.Likelihood.Counts, _fit.Likelihood.Auxiliary, strength) - _best));

        public double AsimovQTilde(double strength) => Math.Max(0, 2 * (_fit.Conditional(_asimov, _auxiliary, strength) - _asimovBest));
    }
}
