using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Inference.Averages;
using Hermetic.Inference.Profiles;
using Hermetic.Inference.SingleBin;
using Hermetic.Inference.Toys;

namespace Hermetic.Inference;

/// <summary>How significant an excess is.</summary>
/// <param name="PValue">Probability, without signal, of an outcome at least as signal-like.</param>
/// <param name="Significance">The same in standard deviations, one-sided: negative where fewer events than usual were seen.</param>
/// <param name="Construction">The statistical construction in words.</param>
public sealed record DiscoveryResult(double PValue, double Significance, string Construction);

/// <summary>Significance of an excess over the background-only hypothesis.</summary>
public static class Discovery
{
    private const double Tie = 1e-9;

    /// <summary>Exact where there is one bin with at most a thousand events, asymptotic elsewhere.</summary>
    /// <param name="model">The experiment.</param>
    public static DiscoveryResult Compute(BinnedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Reduce() is { Channels.Count: 1 } single && Math.Max(model.TotalBackground, model.TotalObserved) <= CountingModel.LargestListedCount
            ? Exact(single)
            : Asymptotic(model);
    }

    /// <summary>
    /// One bin, enumerated. A known background is ordered by the count. An uncertain one is ordered by the profiled q0, its distribution summed over counts and auxiliary
    /// measurements at the background fitted to the observed data.
    /// </summary>
    /// <param name="model">One channel; its signal uncertainty does not matter.</param>
    /// <exception cref="ArgumentException">There are several channels.</exception>
    public static DiscoveryResult Exact(CountingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!ExactEnumeration.Covers(model))
        {
            throw new ArgumentException("the exact significance takes one channel; use toys or averages for several", nameof(model));
        }

        model.RefuseIfTooLargeToList();
        CountingChannel channel = model.Channels[0];
        return channel.Law switch
        {
            GammaBackground gamma => Enumerate(gamma, channel),
            LogNormalBackground logNormal => Enumerate(logNormal, channel),
            GaussianBackground gaussian => Enumerate(gaussian, channel),
            _ => Result(Upper(CountAverages.Known(channel.Background, 1e-300), channel.Observed), "exact Poisson probability; background known"),
        };
    }

    /// <summary>The prior-averaged probability to find at least so many events; several bins are ordered by the likelihood ratio of about three events at nominal rates.</summary>
    /// <param name="model">The experiment.</param>
    /// <exception cref="InputException">Several bins: not implemented by averages; use toys.</exception>
    public static DiscoveryResult Hybrid(BinnedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Bins.Count != 1)
        {
            throw new InputException($"the averaged significance takes one bin, not {model.Bins.Count}; allowed: toys");
        }

        AveragedModel averages = new(model, 1e-15);
        double sum = 0;
        for (int k = 0; k < averages.BackgroundPoints; k++)
        {
            sum += (averages.BackgroundPoints == 1 ? 1 : averages.Prior.Weights[k]) * Upper(averages.BackgroundCounts(0, k), model.TotalObserved);
        }

        return Result(sum, $"probability of the count{averages.Describe().Replace("; signal uncertainty averaged over a log-normal prior", "", StringComparison.Ordinal)}");
    }

    /// <summary>Asymptotic formula: the significance is the root of q0 (G. Cowan et al., Eur. Phys. J. C 71 (2011) 1554, eq. 53).</summary>
    /// <param name="model">The experiment.</param>
    public static DiscoveryResult Asymptotic(BinnedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        BinnedLikelihood likelihood = new(model);
        double q = new ProfileFit(likelihood).Discovery(likelihood.Counts, likelihood.Auxiliary);
        return new DiscoveryResult(Normal.Cdf(-Math.Sqrt(q)), Math.Sqrt(q), "q0, asymptotic formula");
    }

    /// <summary>Toys of the background-only hypothesis, ordered by the profiled q0.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="options">Number of toys, seed, threads.</param>
    public static DiscoveryResult Toys(BinnedModel model, ToyOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ProfileToys.Require(options);
        IToyModel toys = ToySample.ModelOf(model, ToyStatistic.Discovery);
        ToySample sample = new(toys, options);
        sample.Draw(1 / model.TotalSignal, withSignal: false, withoutSignal: true);
        return Result(toys.Observed <= 1e-7 ? 1 : ToySample.Tail(sample.Without, toys.Observed, 1e-7), $"q0 profiled, {options.Toys} toys");
    }

    private static DiscoveryResult Enumerate<TLaw>(TLaw law, CountingChannel channel)
        where TLaw : struct, IBackgroundLaw
    {
        double observed = Statistic.Discovery(law, channel.Observed, law.Observed);
        string construction = "q0 profiled, exact enumeration of counts and auxiliary measurements";
        if (observed <= Tie)
        {
            return Result(1, construction);
        }

        double parameter = law.Profile(channel.Observed, law.Observed, 0);
        double mean = law.Background(parameter);
        double depth = 40 + Poisson.HalfDeviance(channel.Observed, mean);
        double[] counts = new double[Poisson.Above(mean, depth) + 1];
        Poisson.Fill(mean, 0, counts);
        double[]? controls = null;
        int first = 0;
        if (law is GammaBackground)
        {
            double control = law.Asimov(parameter);
            first = Poisson.Below(control, depth);
            controls = new double[Poisson.Above(control, depth) - first + 1];
            Poisson.Fill(control, first, controls);
            for (int i = 1; i < controls.Length; i++)
            {
                controls[i] += controls[i - 1];
            }
        }

        // For given n the statistic falls as the auxiliary measurement rises.
        double sum = 0;
        for (int n = 1; n < counts.Length; n++)
        {
            if (controls is not null)
            {
                int low = 0;
                int high = controls.Length;
                while (low < high)
                {
                    int middle = (low + high) >> 1;
                    (low, high) = Statistic.Discovery(law, n, first + middle) >= observed - Tie ? (middle + 1, high) : (low, middle);
                }

                sum += low > 0 ? counts[n] * controls[low - 1] : 0;
                continue;
            }

            double from = parameter - 10;
            double to = parameter + 10;
            if (Statistic.Discovery(law, n, from) < observed)
            {
                continue;
            }

            while (to - from > 1e-11)
            {
                double middle = 0.5 * (from + to);
                (from, to) = Statistic.Discovery(law, n, middle) >= observed ? (middle, to) : (from, middle);
            }

            sum += counts[n] * Normal.Cdf(from - parameter);
        }

        return Result(sum, construction);
    }

    private static double Upper(double[] probabilities, int observed)
    {
        double sum = 0;
        for (int n = probabilities.Length - 1; n >= observed; n--)
        {
            sum += probabilities[n];
        }

        return observed == 0 ? 1 : sum;
    }

    private static DiscoveryResult Result(double p, string construction) =>
        new(p, p <= 0 ? double.PositiveInfinity : p >= 1 ? double.NegativeInfinity : -Normal.Quantile(p), construction);
}
