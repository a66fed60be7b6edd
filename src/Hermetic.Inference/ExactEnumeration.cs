using Hermetic.Core;
using Hermetic.Inference.SingleBin;

namespace Hermetic.Inference;

/// <summary>
/// CLs for one channel with the q-tilde statistic (mu-hat bounded at 0; 0 when mu-hat is above mu; G. Cowan, K. Cranmer, E. Gross, O. Vitells, Eur. Phys. J. C 71 (2011)
/// 1554, eq. 16), its distribution summed over all outcomes instead of sampled: counts n and the auxiliary measurement of the background (control counts m, or the normal
/// variable of a log-normal or Gaussian background, over which is integrated exactly).
/// The profile over the background needs no fit. The ensembles are those of toys: generated at the parameters fitted to the observed data under each
/// hypothesis, with fluctuating auxiliary measurement; the observed control count is tau = (b / sigma)^2, which need not be an integer. A tie counts (1e-9).
/// A signal uncertainty is averaged over its log-normal prior in the probability of n, while the statistic uses the nominal signal: profiled through an auxiliary
/// measurement of its own it would break the ties of the outcomes with n = 0 and make the limit stronger, not weaker.
/// </summary>
public static class ExactEnumeration
{
    /// <summary>Whether the construction applies: one channel.</summary>
    /// <param name="model">The experiment.</param>
    public static bool Covers(CountingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Channels.Count == 1;
    }

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One channel.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The model has several channels, or the confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The observation is impossible under background alone, or the outcomes are too many.</exception>
    public static LimitResult Compute(CountingModel model, double confidenceLevel) =>
        LastCrossing.Find(new Curves(Ensemble(model), Single(model).SignalPerUnit), 1 / model.TotalSignal, confidenceLevel, Describe(model));

    /// <summary>The observed limit alone, which is much cheaper than that with the expected ones.</summary>
    /// <param name="model">One channel.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The model has several channels, or the confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The observation is impossible under background alone, or the outcomes are too many.</exception>
    public static double Observed(CountingModel model, double confidenceLevel) =>
        LastCrossing.Limit(new Curves(Ensemble(model), Single(model).SignalPerUnit), 0, 1 / model.TotalSignal, confidenceLevel);

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One channel.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="ArgumentException">The model has several channels.</exception>
    /// <exception cref="InputException">The observation is impossible under background alone, or the outcomes are too many.</exception>
    public static HypothesisTest Test(CountingModel model, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        IEnsemble ensemble = Ensemble(model);
        ensemble.Test(strength * Single(model).SignalPerUnit);
        (double clsb, double clb) = ensemble.Observed();
        return new HypothesisTest(strength, clsb, clb, clsb / clb, ensemble.Expected());
    }

    private static CountingChannel Single(CountingModel model) => Covers(model)
        ? model.Channels[0]
        : throw new ArgumentException("exact enumeration takes one channel; use HybridEnumeration for several", nameof(model));

    private static IEnsemble Ensemble(CountingModel model)
    {
        CountingChannel channel = Single(model);
        model.RefuseIfTooLargeToList();
        return channel.Law switch
        {
            KnownBackground known => new DiscreteEnsemble<KnownBackground>(known, double.PositiveInfinity, channel.Observed, model.SignalUncertainty),
            GammaBackground gamma => new DiscreteEnsemble<GammaBackground>(gamma, gamma.PerEvent, channel.Observed, model.SignalUncertainty),
            LogNormalBackground logNormal => new ContinuousEnsemble<LogNormalBackground>(logNormal, channel.Observed, model.SignalUncertainty),
            GaussianBackground gaussian => new ContinuousEnsemble<GaussianBackground>(gaussian, channel.Observed, model.SignalUncertainty),
            _ => throw new ArgumentException($"no ensemble for background model {channel.Model}", nameof(model)),
        };
    }

    private static string Describe(CountingModel model) =>
        (model.Channels[0].BackgroundUncertainty == 0 ? "CLs, q-tilde, exact enumeration of counts; background known" : model.Channels[0].Model switch
        {
            BackgroundModel.Gamma => "CLs, q-tilde, exact enumeration of counts and control counts",
            BackgroundModel.LogNormal => "CLs, q-tilde, exact enumeration of counts and of the auxiliary measurement of a log-normal background",
            _ => "CLs, q-tilde, exact enumeration of counts and of the auxiliary measurement of a Gaussian background cut off at 0",
        })
        + (model.SignalUncertainty == 0 ? "" : "; signal uncertainty averaged over a log-normal prior");

    /// <summary>The curves of an ensemble. The expected ones come together and are kept; the observed one is much cheaper and looked for apart.</summary>
    private sealed class Curves(IEnsemble ensemble, double signalPerUnit) : IClsCurves
    {
        private readonly Dictionary<double, double[]> _expected = [];
        private double _tested = double.NaN;

        public double Cls(int curve, double strength)
        {
            if (curve > 0 && _expected.TryGetValue(strength, out double[]? known))
            {
                return known[curve - 1];
            }

            if (strength != _tested)
            {
                ensemble.Test(strength * signalPerUnit);
                _tested = strength;
            }

            if (curve > 0)
            {
                _expected[strength] = known = ensemble.Expected();
                return known[curve - 1];
            }

            (double clsb, double clb) = ensemble.Observed();
            return clsb / clb;
        }
    }
}
