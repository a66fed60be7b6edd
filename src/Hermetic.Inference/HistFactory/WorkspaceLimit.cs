using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Inference.HistFactory;

/// <summary>What a workspace says of its parameter of interest.</summary>
public sealed record WorkspaceLimit
{
    /// <summary>Name of the parameter of interest, in whose units the limits are.</summary>
    public required string Parameter { get; init; }

    /// <summary>Name of the measurement.</summary>
    public required string Measurement { get; init; }

    /// <summary>Observed and expected upper limits with the name of their construction.</summary>
    public required LimitResult Limit { get; init; }

    /// <summary>The construction of the limit.</summary>
    public required Construction Construction { get; init; }

    /// <summary>Why this construction, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What to be careful about, in sentences; may be empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Best fit of the parameter of interest (at least 0, or above its own negative bound).</summary>
    public required double BestFit { get; init; }

    /// <summary>All parameters with their values in the best fit.</summary>
    public required IReadOnlyList<(ModelParameter Parameter, double Value)> Fitted { get; init; }

    /// <summary>How significant a signal is, and how that was found.</summary>
    public required DiscoveryResult Excess { get; init; }

    /// <summary>Observed events in all bins.</summary>
    public required double ObservedEvents { get; init; }

    /// <summary>Expected plus observed events that decide the limit, see <see cref="AsymptoticFormulas.DecidingEvents(IReadOnlyList{double}, IReadOnlyList{double}, IReadOnlyList{double})"/>.</summary>
    public double Events { get; private init; }

    /// <summary>Computes limits, best fit and discovery significance.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">
    /// What is wanted. Without a construction: asymptotic formulas where enough events decide; else, for a counting experiment, what suits its counts; else toys. Asymptotic formulas and
    /// toys are there for every workspace, the others for counting experiments.
    /// </param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The construction does not apply, or the data and the model do not fit together.</exception>
    public static WorkspaceLimit Compute(HistFactoryModel model, LimitRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ProfileTest profile = new(model);
        double events = DecidingEvents(model, profile);
        bool few = events < AsymptoticFormulas.FewestEvents;
        string deciding = FormattableString.Invariant($"{events:G3} expected and observed events decide the limit");
        CountingModel? counting = CountingWorkspace.Read(model);
        WorkspaceLimit result = request.Construction switch
        {
            Construction.Asymptotic => Asymptotic(model, profile, request.ConfidenceLevel),
            Construction.Toys => ByToys(model, profile, request.ConfidenceLevel, request.Toys, cancellation),
            { } => counting is null ? throw NoCounting() : Enumerated(model, profile, counting, request),
            null when !few => Asymptotic(model, profile, request.ConfidenceLevel) with { Reason = $"about {deciding}: asymptotic formulas hold" },
            null when counting is null => ByToys(model, profile, request.ConfidenceLevel, request.Toys, cancellation) with
            {
                Reason = $"only {deciding}, too few for asymptotic formulas, and the workspace is no simple counting experiment whose outcomes could be listed",
            },
            null => ListedOrToys(model, profile, counting, request, $"only {deciding}, too few for asymptotic formulas", cancellation),
        };
        return result with
        {
            Events = events,
            Warnings = few && request.Construction == Construction.Asymptotic
                ? [.. result.Warnings, $"only {deciding}: asymptotic formulas may be wrong by a third here"]
                : result.Warnings,
        };
    }

    private static double DecidingEvents(HistFactoryModel model, ProfileTest profile)
    {
        double[] parameters = [.. profile.BackgroundOnly.Parameters];
        parameters[model.ParameterOfInterest] = 0;
        double[] background = model.ExpectedRates(parameters);
        parameters[model.ParameterOfInterest] = 1;
        double[] signal = [.. model.ExpectedRates(parameters).Select((r, b) => Math.Abs(r - background[b]))];
        return AsymptoticFormulas.DecidingEvents(signal, background, model.Observed.Counts);
    }

    private static InputException NoCounting() => new(
        "the workspace is no simple counting experiment; allowed: --construction toys or asymptotic, or single bins with one signal sample and a background that is known or has one uncertainty of its own");

    private static WorkspaceLimit Asymptotic(HistFactoryModel model, ProfileTest profile, double confidenceLevel)
    {
        double significance = profile.DiscoverySignificance;
        DiscoveryResult discovery = new(Normal.Cdf(-significance), significance, "q0, asymptotic formula");
        return Result(model, profile, Construction.Asymptotic, profile.Limit(confidenceLevel), discovery);
    }

    private static WorkspaceLimit Enumerated(HistFactoryModel model, ProfileTest profile, CountingModel counting, LimitRequest request)
    {
        BinnedModel binned = BinnedModel.Of(counting);
        LimitReport report = Limits.Compute(binned, request);
        DiscoveryResult discovery = Discovery.Compute(binned);
        return Result(model, profile, report.Construction, report.Result, discovery with { Significance = Math.Max(0, discovery.Significance) });
    }

    private static WorkspaceLimit ListedOrToys(
        HistFactoryModel model, ProfileTest profile, CountingModel counting, LimitRequest request, string few, CancellationToken cancellation)
    {
        if (Limits.Choose(BinnedModel.Of(counting)).Construction is Construction.Exact or Construction.Hybrid)
        {
            return Enumerated(model, profile, counting, request) with { Reason = $"{few}, and the outcomes of this counting experiment can be listed" };
        }

        // Such as a control region with thousands of events.
        return ByToys(model, profile, request.ConfidenceLevel, request.Toys, cancellation) with { Reason = $"{few}, and the outcomes are too many to be listed" };
    }

    private static WorkspaceLimit ByToys(HistFactoryModel model, ProfileTest profile, double confidenceLevel, ToyOptions options, CancellationToken cancellation)
    {
        ToyTest toys = new(model, profile, options.Toys, options.Seed, options.Threads, cancellation);
        LimitResult limit = toys.Limit(confidenceLevel);
        (double pValue, int reached) = toys.Discovery();

        // Without a toy that reaches the observed value, the p-value is below that of one.
        double p = Math.Max(pValue, 1.0 / options.Toys);
        DiscoveryResult discovery = new(p, p < 0.5 ? -Normal.Quantile(p) : 0, $"q0, {options.Toys} toys, ties counted");
        WorkspaceLimit result = Result(model, profile, Construction.Toys, limit, discovery);
        List<string> warnings = [.. result.Warnings];
        if (reached == 0)
        {
            warnings.Add($"none of {options.Toys} toys without signal looks as signal-like as the data: the discovery p-value is smaller than the one given");
        }

        if (toys.Unconverged > 0)
        {
            warnings.Add($"{toys.Unconverged} fits of toys ended without a minimum; their best point was taken");
        }

        return result with { Warnings = warnings };
    }

    private static WorkspaceLimit Result(HistFactoryModel model, ProfileTest profile, Construction construction, LimitResult limit, DiscoveryResult discovery)
    {
        double[] best = profile.BestFit.Parameters;
        List<string> warnings = [.. limit.Remarks];
        for (int i = 0; i < best.Length; i++)
        {
            ModelParameter p = model.Parameters[i];
            if (i != model.ParameterOfInterest && !p.Fixed && (AtBound(best[i], p) || AtBound(profile.BackgroundOnly.Parameters[i], p)))
            {
                warnings.Add(FormattableString.Invariant($"the parameter '{p.Name}' is at its bound in a fit (from {p.Low} to {p.High}); the bounds are part of the result"));
            }
        }

        if (profile.Jumps)
        {
            warnings.Add("the likelihood has several minima, and a limit stands where the best one changes: it is uncertain by the width of the jump");
        }

        return new WorkspaceLimit
        {
            Parameter = model.Parameters[model.ParameterOfInterest].Name,
            Measurement = model.Measurement.Name,
            Limit = limit,
            Construction = construction,
            Reason = "it was asked for",
            Warnings = warnings,
            BestFit = best[model.ParameterOfInterest],
            Fitted = [.. model.Parameters.Select((p, i) => (p, best[i]))],
            Excess = discovery,
            ObservedEvents = model.Observed.Counts.Sum(),
        };
    }

    private static bool AtBound(double value, ModelParameter p) => value <= p.Low || value >= p.High;
}
