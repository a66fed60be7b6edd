using Hermetic.Core;
using Hermetic.Inference.Averages;
using Hermetic.Inference.Intervals;

namespace Hermetic.Inference;

/// <summary>How Feldman-Cousins intervals treat nuisance parameters.</summary>
public enum NuisanceTreatment
{
    /// <summary>The likelihood ratio is profiled, and its distribution taken at the parameters fitted to the observed data.</summary>
    Profile,

    /// <summary>The probabilities are averaged over the priors and then ordered (J. Conrad, O. Botner, A. Hallgren, C. Perez de los Heros, Phys. Rev. D 67 (2003) 012002).</summary>
    Hybrid,
}

/// <summary>
/// Unified intervals (G. Feldman, R. Cousins, Phys. Rev. D 57 (1998) 3873): outcomes enter the acceptance region of a signal in the order of the likelihood ratio to the best
/// physical signal. The interval is the hull of all signals that accept the observation. One bin is enumerated; several are profiled with toys.
/// With a known background, an observation of fewer events may give a shorter interval at a larger background; <see cref="UpperNonincreasing"/> applies the paper's rule against it.
/// </summary>
public static class FeldmanCousins
{
    /// <summary>The interval, observed and (its upper end) expected.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <param name="treatment">What to do with nuisance parameters; without any, both are the same.</param>
    /// <param name="options">Toys for several bins.</param>
    /// <exception cref="ArgumentException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="InputException">The hybrid treatment is asked for with several bins, or the counts are too large to be listed.</exception>
    public static LimitResult Compute(BinnedModel model, double confidenceLevel, NuisanceTreatment treatment, ToyOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        LastCrossing.Require(confidenceLevel);
        ProfileToys.Require(options);
        double unit = 1 / model.TotalSignal;
        IAcceptance observed = Acceptance(model, treatment, options);
        (double lower, double upper) = Belt.Interval(observed, confidenceLevel);
        Dictionary<string, double> known = new() { [Key(model.Bins.Select(b => b.Observed))] = upper };
        double[] expected =
        [
            .. BackgroundOutcomes.Band(model, options.Seed).Select(counts =>
            {
                string key = Key(counts);
                if (!known.TryGetValue(key, out double value))
                {
                    known[key] = value = Belt.Interval(Acceptance(model.WithObserved(counts), treatment, options), confidenceLevel).Upper;
                }

                return unit * value;
            }),
        ];
        return new LimitResult(unit * upper, expected, confidenceLevel, observed.Construction)
        {
            Lower = unit * lower,
            Remarks = ["Expected ends are those of the outcomes at the quantiles of the background-only ensemble, with what is known of the backgrounds as it is."],
        };

        static string Key(IEnumerable<int> counts) => string.Join(' ', counts);
    }

    /// <summary>The interval of a count with known background.</summary>
    /// <param name="background">Expected background, at least 0.</param>
    /// <param name="observed">Observed events.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <returns>Both ends in signal events.</returns>
    public static (double Lower, double Upper) Interval(double background, int observed, double confidenceLevel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(background);
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        LastCrossing.Require(confidenceLevel);
        return Belt.Interval(new KnownAcceptance(background, observed), confidenceLevel);
    }

    /// <summary>The upper end with the paper's rule that it must not rise with a known background: the greatest one of all larger backgrounds.</summary>
    /// <param name="background">Expected background, at least 0.</param>
    /// <param name="observed">Observed events.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <returns>The upper end in signal events.</returns>
    public static double UpperNonincreasing(double background, int observed, double confidenceLevel)
    {
        // As a function of the background the upper end is a saw whose teeth are about one event wide: three events hold the highest. Finer and finer around it.
        double best = Interval(background, observed, confidenceLevel).Upper;
        double at = background;
        double from = background;
        double to = background + 3;
        foreach (int steps in (int[])[150, 20, 20, 20])
        {
            double step = (to - from) / steps;
            for (int i = 0; i <= steps; i++)
            {
                double b = from + (i * step);
                double upper = Interval(b, observed, confidenceLevel).Upper;
                if (upper > best)
                {
                    (best, at) = (upper, b);
                }
            }

            (from, to) = (Math.Max(background, at - step), at + step);
        }

        return best;
    }

    private static IAcceptance Acceptance(BinnedModel model, NuisanceTreatment treatment, ToyOptions options)
    {
        bool single = model.Bins.Count == 1;
        if (single && model.Nuisances.Count == 0)
        {
            CountingModel.RefuseIfTooLargeToList(model.Bins[0].Name, model.TotalBackground, model.TotalObserved);
            return new KnownAcceptance(model.TotalBackground, model.TotalObserved);
        }

        if (treatment == NuisanceTreatment.Hybrid)
        {
            CountingModel.RefuseIfTooLargeToList(model.Bins[0].Name, model.TotalBackground, model.TotalObserved);
            return single
                ? new AveragedAcceptance(new AveragedModel(model, 1e-13))
                : throw new InputException($"Feldman-Cousins intervals with averaged probabilities take one bin, not {model.Bins.Count}; allowed: the profile treatment");
        }

        if (single && model.Reduce() is { } reduced)
        {
            CountingModel.RefuseIfTooLargeToList(model.Bins[0].Name, model.TotalBackground, model.TotalObserved);
            return ProfiledAcceptance.Of(reduced);
        }

        return new ToyAcceptance(model, options);
    }
}
