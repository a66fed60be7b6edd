namespace Hermetic.Inference;

/// <summary>The one door to a limit: chooses the construction for a model.</summary>
public static class UpperLimit
{
    /// <summary>
    /// Upper limit on the signal strength. A single channel whose background is known or comes from a control count is treated by <see cref="ExactEnumeration"/>: there the
    /// q-tilde statistic needs no numerical fit, and every outcome of the ensemble, counts and control counts, can be listed. Several channels, or a log-normal background,
    /// go to <see cref="HybridEnumeration"/>: with a nuisance parameter per channel the list of all outcomes and control counts is out of reach, while with the
    /// uncertainties averaged over their priors the counts alone are to be listed. Both hold at zero events, where asymptotic formulas do not.
    /// </summary>
    /// <param name="model">The experiment.</param>
    /// <param name="confidenceLevel">Between 0 and 1, such as 0.90.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="Hermetic.Core.InputException">The outcomes are too many to be listed, or the observation is impossible under background alone.</exception>
    public static LimitResult Compute(CountingModel model, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ExactEnumeration.Covers(model)
            ? ExactEnumeration.Compute(model, confidenceLevel)
            : HybridEnumeration.Compute(model, confidenceLevel);
    }
}
