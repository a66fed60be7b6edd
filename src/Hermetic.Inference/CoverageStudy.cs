using Hermetic.Core;
using Hermetic.Inference.Averages;
using Hermetic.Inference.Intervals;

namespace Hermetic.Inference;

/// <summary>The constructions whose coverage can be measured.</summary>
public enum CoverageMethod
{
    /// <summary><see cref="ExactEnumeration"/>.</summary>
    Exact,

    /// <summary><see cref="ProfileToys"/>.</summary>
    Toys,

    /// <summary><see cref="HybridEnumeration"/>.</summary>
    Hybrid,

    /// <summary><see cref="AsymptoticFormulas"/>, few events allowed.</summary>
    Asymptotic,

    /// <summary><see cref="FeldmanCousins"/>, profiled.</summary>
    FeldmanCousins,

    /// <summary><see cref="FeldmanCousins"/>, averaged.</summary>
    FeldmanCousinsHybrid,

    /// <summary><see cref="BayesianLimit"/>, flat prior.</summary>
    BayesFlat,

    /// <summary><see cref="BayesianLimit"/>, reference prior.</summary>
    BayesReference,
}

/// <summary>What coverage is wanted.</summary>
/// <param name="Background">True background in events, at least 0.</param>
/// <param name="Uncertainty">Relative uncertainty of its control measurement; 0 for a known background.</param>
/// <param name="Signals">True signals in events, above 0.</param>
/// <param name="ConfidenceLevel">Between 0 and 1.</param>
/// <param name="Methods">The constructions.</param>
/// <param name="Threads">Worker threads; they do not change the result.</param>
public sealed record CoverageRequest(
    double Background, double Uncertainty, IReadOnlyList<double> Signals, double ConfidenceLevel, IReadOnlyList<CoverageMethod> Methods, int Threads = 1)
{
    /// <summary>Toys of each hypothesis in each outcome, for <see cref="CoverageMethod.Toys"/>.</summary>
    public int Toys { get; init; } = 2000;
}

/// <summary>
/// How often the limits of a construction hold: the probability, at a true signal and background, that the limit is not below the true signal. All outcomes of an experiment with one
/// bin and a control count are listed: n ~ Pois(s + b) and m ~ Pois(tau) with tau = 1 / uncertainty^2. In each, the experimenter knows the background from the control count
/// alone, b m / tau +- b sqrt(m) / tau, which is the gamma model again; without control events the background counts as 0.
/// </summary>
public static class CoverageStudy
{
    private const double Negligible = 1e-6;

    /// <summary>Measures coverage.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>By method, then by signal.</returns>
    /// <exception cref="ArgumentException">The request is impossible.</exception>
    public static double[][] Run(CoverageRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        LastCrossing.Require(request.ConfidenceLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Background, nameof(request));
        ArgumentOutOfRangeException.ThrowIfNegative(request.Uncertainty, nameof(request));
        if (request.Signals.Count == 0 || request.Signals.Any(s => !(s > 0)))
        {
            throw new ArgumentException("coverage needs true signals above 0", nameof(request));
        }

        bool known = request.Uncertainty == 0 || request.Background == 0;
        double tau = known ? 0 : 1 / (request.Uncertainty * request.Uncertainty);
        double[] controls = CountAverages.Known(tau, Negligible);
        double[][] counts = [.. request.Signals.Select(s => CountAverages.Known(s + request.Background, Negligible))];
        int most = counts.Max(c => c.Length);
        (int N, int M)[] outcomes = [.. from m in Enumerable.Range(0, controls.Length)
                                        from n in Enumerable.Range(0, most)
                                        where controls[m] * counts.Max(c => n < c.Length ? c[n] : 0) > Negligible
                                        select (n, m)];
        bool[][][] covers = new bool[outcomes.Length][][];
        Parallel.For(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = request.Threads, CancellationToken = cancellation }, i =>
            covers[i] = Covers(request, Model(request, tau, outcomes[i].N, outcomes[i].M)));
        return [.. request.Methods.Select((_, k) => request.Signals.Select((_, s) =>
        {
            double all = 0;
            double covered = 0;
            for (int i = 0; i < outcomes.Length; i++)
            {
                double probability = outcomes[i].N < counts[s].Length ? counts[s][outcomes[i].N] * controls[outcomes[i].M] : 0;
                all += probability;
                covered += covers[i][k][s] ? probability : 0;
            }

            return covered / all;
        }).ToArray())];
    }

    private static CountingModel Model(CoverageRequest request, double tau, int n, int m)
    {
        if (tau == 0)
        {
            return new CountingModel(CountingChannel.Known("bin", 1, request.Background, n));
        }

        double scale = request.Background / tau;
        return new CountingModel(m == 0
            ? CountingChannel.Known("bin", 1, 0, n)
            : new CountingChannel("bin", 1, scale * m, scale * Math.Sqrt(m), BackgroundModel.Gamma, n));
    }

    /// <summary>By method, then by signal: whether the limits of an outcome cover.</summary>
    private static bool[][] Covers(CoverageRequest request, CountingModel model)
    {
        BinnedModel binned = BinnedModel.Of(model);
        return [.. request.Methods.Select(method => method switch
        {
            CoverageMethod.Exact => Above(ExactEnumeration.Observed(model, request.ConfidenceLevel)),
            CoverageMethod.Hybrid => Above(HybridEnumeration.Observed(binned, request.ConfidenceLevel)),
            CoverageMethod.Asymptotic => Above(AsymptoticFormulas.Compute(binned, request.ConfidenceLevel, allowFewEvents: true).Observed),
            CoverageMethod.BayesFlat => Above(BayesianLimit.Observed(binned, request.ConfidenceLevel, SignalPrior.Flat)),
            CoverageMethod.BayesReference => Above(BayesianLimit.Observed(binned, request.ConfidenceLevel, SignalPrior.Reference)),
            CoverageMethod.FeldmanCousins => Accepted(ProfiledAcceptance.Of(model)),
            CoverageMethod.FeldmanCousinsHybrid => Accepted(new AveragedAcceptance(new AveragedModel(binned, 1e-11))),
            CoverageMethod.Toys => [.. request.Signals.Select(s => Tested(binned, s, request))],
            _ => throw new ArgumentException($"unknown method {(int)method}", nameof(request)),
        })];

        bool[] Above(double limit) => [.. request.Signals.Select(s => limit >= s)];
        bool[] Accepted(IAcceptance acceptance) => [.. request.Signals.Select(s => acceptance.Before(s) < request.ConfidenceLevel)];
    }

    private static bool Tested(BinnedModel model, double signal, CoverageRequest request)
    {
        try
        {
            return ProfileToys.Test(model, signal, new ToyOptions(request.Toys)).Cls > 1 - request.ConfidenceLevel;
        }
        catch (InputException)
        {
            // No toy is as background-like as so few events: the outcome is rare enough not to matter, and cannot exclude.
            return true;
        }
    }
}
