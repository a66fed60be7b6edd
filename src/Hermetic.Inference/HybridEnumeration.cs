using System.Text;
using Hermetic.Core;
using Hermetic.Inference.Averages;

namespace Hermetic.Inference;

/// <summary>
/// CLs for one or more channels by the hybrid, prior-averaged method (R. Cousins, V. Highland, Nucl. Instrum. Meth. A 320 (1992) 331; T. Junk, Nucl. Instrum. Meth.
/// A 434 (1999) 435). Outcomes (n_1, ..., n_K) are summed, not sampled. They are ordered by the likelihood ratio at nominal rates, Q = sum_i n_i ln(1 + mu s_i / b_i),
/// which for one channel is n; ties (1e-10, relative) count. Background uncertainties are averaged over their priors: one of one channel alone in
/// the probabilities of its counts, shared ones, such as the signal's, over the points of a joint prior. Q is taken at the tested strength, so that the result does not depend on the unit in which the strength is measured. A channel with
/// b = 0 is ordered as the limit b -> 0: an event there outweighs any number elsewhere.
/// </summary>
public static class HybridEnumeration
{
    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One or more channels; those without signal do not matter.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static LimitResult Compute(CountingModel model, double confidenceLevel) => Compute(BinnedModel.Of(model), confidenceLevel);

    /// <summary>Upper limit on the signal strength, observed and expected.</summary>
    /// <param name="model">One or more bins with any uncertainties; bins without signal do not matter.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static LimitResult Compute(BinnedModel model, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(confidenceLevel);
        HybridEnsemble ensemble = new(model);
        return LastCrossing.Find(ensemble.Test, 1 / model.TotalSignal, confidenceLevel, Describe(ensemble.Averages));
    }

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One or more channels.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static HypothesisTest Test(CountingModel model, double strength) => Test(BinnedModel.Of(model), strength);

    /// <summary>Test of one signal strength.</summary>
    /// <param name="model">One or more bins.</param>
    /// <param name="strength">Signal strength, above 0.</param>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static HypothesisTest Test(BinnedModel model, double strength)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new HybridEnsemble(model).Test(strength);
    }

    /// <summary>The observed limit alone.</summary>
    /// <param name="model">One or more bins.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static double Observed(BinnedModel model, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(confidenceLevel);
        return LastCrossing.Limit(new ObservedCurve(new HybridEnsemble(model)), 0, 1 / model.TotalSignal, confidenceLevel);
    }

    private static string Describe(AveragedModel averages)
    {
        StringBuilder text = new("CLs, hybrid, likelihood ratio at nominal rates, enumeration of counts");
        if (averages.Model.Bins.Count > 1)
        {
            text.Append($" in {averages.Model.Bins.Count} channels");
        }

        return text.Append(averages.Describe()).ToString();
    }

    private sealed class ObservedCurve(HybridEnsemble ensemble) : IClsCurves
    {
        public double Cls(int curve, double strength) => ensemble.Observed(strength).Cls;
    }
}
