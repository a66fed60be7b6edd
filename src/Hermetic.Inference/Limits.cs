using Hermetic.Core;

namespace Hermetic.Inference;

/// <summary>The constructions of a limit.</summary>
public enum Construction
{
    /// <summary>CLs, every outcome enumerated (<see cref="ExactEnumeration"/>, <see cref="BinnedEnumeration"/>).</summary>
    Exact,

    /// <summary>CLs, toys of the profiled likelihood (<see cref="ProfileToys"/>).</summary>
    Toys,

    /// <summary>CLs, uncertainties averaged over priors (<see cref="HybridEnumeration"/>).</summary>
    Hybrid,

    /// <summary>CLs, asymptotic formulas (<see cref="AsymptoticFormulas"/>).</summary>
    Asymptotic,

    /// <summary>Unified intervals (<see cref="Inference.FeldmanCousins"/>).</summary>
    FeldmanCousins,

    /// <summary>Bayesian credible limits (<see cref="BayesianLimit"/>).</summary>
    Bayes,
}

/// <summary>What limit is wanted.</summary>
/// <param name="ConfidenceLevel">Between 0 and 1, such as 0.90.</param>
public sealed record LimitRequest(double ConfidenceLevel)
{
    /// <summary>The construction; null for one that suits the counts.</summary>
    public Construction? Construction { get; init; }

    /// <summary>Whether asymptotic formulas may be used where there are too few events for them.</summary>
    public bool AllowFewEvents { get; init; }

    /// <summary>Number of toys, seed and threads.</summary>
    public ToyOptions Toys { get; init; } = new();

    /// <summary>Prior of the signal, for Bayesian limits.</summary>
    public SignalPrior Prior { get; init; }

    /// <summary>What Feldman-Cousins intervals do with nuisance parameters.</summary>
    public NuisanceTreatment Treatment { get; init; }
}

/// <summary>A limit with the construction that gave it.</summary>
/// <param name="Result">The limit.</param>
/// <param name="Construction">The construction.</param>
/// <param name="Why">Why this construction, in one sentence.</param>
public sealed record LimitReport(LimitResult Result, Construction Construction, string Why);

/// <summary>The one door to all constructions.</summary>
public static class Limits
{
    /// <summary>Words for the constructions, in the order of <see cref="Construction"/>.</summary>
    public static IReadOnlyList<string> Words { get; } = ["exact", "toys", "hybrid", "asymptotic", "feldman-cousins", "bayes"];

    /// <summary>Several bins: events in all from which on the enumeration of outcomes is not tried.</summary>
    private const double ManyInSeveralBins = 60;

    /// <summary>The word for a construction.</summary>
    /// <param name="construction">The construction.</param>
    public static string WordOf(Construction construction) => Words[(int)construction];

    /// <summary>Computes a limit.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The request is impossible.</exception>
    /// <exception cref="InputException">The construction does not apply to the model.</exception>
    public static LimitReport Compute(BinnedModel model, LimitRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Construction is { } asked)
        {
            return new LimitReport(Compute(model, asked, request), asked, "It was asked for.");
        }

        (Construction construction, string why) = Choose(model);
        try
        {
            return new LimitReport(Compute(model, construction, request), construction, why);
        }
        catch (InputException) when (construction == Construction.Hybrid)
        {
            // How many outcomes matter is known only once they are listed.
            return new LimitReport(Compute(model, Construction.Toys, request), Construction.Toys, TooMany(model));
        }
    }

    private static LimitResult Compute(BinnedModel model, Construction construction, LimitRequest request) => construction switch
    {
        Construction.Exact => Exact(model, request.ConfidenceLevel),
        Construction.Toys => ProfileToys.Compute(model, request.ConfidenceLevel, request.Toys),
        Construction.Hybrid => HybridEnumeration.Compute(model, request.ConfidenceLevel),
        Construction.Asymptotic => AsymptoticFormulas.Compute(model, request.ConfidenceLevel, request.AllowFewEvents),
        Construction.FeldmanCousins => FeldmanCousins.Compute(model, request.ConfidenceLevel, request.Treatment, request.Toys),
        Construction.Bayes => BayesianLimit.Compute(model, request.ConfidenceLevel, request.Prior, request.Toys.Seed),
        _ => throw new ArgumentException($"unknown construction {(int)construction}", nameof(request)),
    };

    /// <summary>The construction that suits a model, with the reason in one sentence.</summary>
    /// <param name="model">The experiment.</param>
    public static (Construction Construction, string Why) Choose(BinnedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string counts = Counts(model);
        double largest = model.Bins.Max(b => Math.Max(b.Expected, b.Observed));
        if (model.Bins.Count == 1 && model.Reduce() is not null && largest <= CountingModel.LargestListedCount)
        {
            return (Construction.Exact, $"With {counts} in one bin every outcome can be enumerated, so that nothing is sampled or approximated.");
        }

        if (largest <= CountingModel.LargestListedCount && (model.Bins.Count == 1 || model.TotalBackground + model.TotalObserved <= ManyInSeveralBins))
        {
            return (Construction.Hybrid, $"With {counts} in {Bins(model)} the counts can be enumerated once the uncertainties are averaged over their priors.");
        }

        return largest > CountingModel.LargestListedCount && AsymptoticFormulas.FittedDecidingEvents(model) >= AsymptoticFormulas.FewestEvents
            ? (Construction.Asymptotic, $"With {counts} there are too many outcomes to enumerate, and enough events for the asymptotic formulas.")
            : (Construction.Toys, TooMany(model));
    }

    private static string TooMany(BinnedModel model) =>
        $"With {Counts(model)} in {Bins(model)} there are too many outcomes to enumerate and not enough events in each bin for asymptotic formulas.";

    private static string Counts(BinnedModel model) => FormattableString.Invariant($"{model.TotalObserved} observed and {model.TotalBackground:G4} expected background events");

    private static string Bins(BinnedModel model) => model.Bins.Count == 1 ? "one bin" : $"{model.Bins.Count} bins";

    private static LimitResult Exact(BinnedModel model, double confidenceLevel)
    {
        if (model.Bins.Count == 1 && model.Reduce() is { } single)
        {
            return ExactEnumeration.Compute(single, confidenceLevel);
        }

        return BinnedEnumeration.Compute(model, confidenceLevel);
    }
}
