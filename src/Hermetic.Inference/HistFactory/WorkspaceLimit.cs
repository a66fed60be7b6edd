using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Inference.HistFactory;

/// <summary>Which construction is to give the limit of a workspace.</summary>
public enum WorkspaceConstruction
{
    /// <summary>Asymptotic formulas where enough events decide; else exact enumeration where the workspace is a counting experiment; else toys.</summary>
    Automatic,

    /// <summary>Enumeration of all outcomes, for workspaces that are counting experiments.</summary>
    Exact,

    /// <summary>Pseudo-experiments.</summary>
    Toys,

    /// <summary>Asymptotic formulas, also where they are wrong; a warning says so.</summary>
    Asymptotic,
}

/// <summary>How the limit of a workspace is to be computed.</summary>
public sealed record WorkspaceLimitOptions
{
    /// <summary>Between 0 and 1.</summary>
    public double ConfidenceLevel { get; init; } = 0.90;

    /// <summary>The construction.</summary>
    public WorkspaceConstruction Construction { get; init; } = WorkspaceConstruction.Automatic;

    /// <summary>The test statistic of toys and asymptotic formulas.</summary>
    public TestStatistic Statistic { get; init; } = TestStatistic.QTilde;

    /// <summary>Toys per hypothesis.</summary>
    public int Toys { get; init; } = 10_000;

    /// <summary>Seed of the toys.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Worker threads; they do not change the result.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>What a workspace says of its parameter of interest.</summary>
public sealed record WorkspaceLimit
{
    /// <summary>Expected plus observed events that must decide a limit for asymptotic formulas to be taken without asking.</summary>
    public const double FewestEvents = 5;

    /// <summary>Name of the parameter of interest, in whose units the limits are.</summary>
    public required string Parameter { get; init; }

    /// <summary>Name of the measurement.</summary>
    public required string Measurement { get; init; }

    /// <summary>Observed and expected upper limits with the name of their construction.</summary>
    public required LimitResult Limit { get; init; }

    /// <summary>Statistical error of the observed limit where toys gave it; else null.</summary>
    public double? ObservedError { get; init; }

    /// <summary>Why this construction, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What to be careful about, in sentences; may be empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Best fit of the parameter of interest (at least 0, or above its own negative bound).</summary>
    public required double BestFit { get; init; }

    /// <summary>All parameters with their values in the best fit.</summary>
    public required IReadOnlyList<(ModelParameter Parameter, double Value)> Fitted { get; init; }

    /// <summary>p-value of the hypothesis without signal.</summary>
    public required double DiscoveryPValue { get; init; }

    /// <summary>The same as a number of standard deviations, one-sided; 0 where there is no excess.</summary>
    public required double DiscoverySignificance { get; init; }

    /// <summary>How the discovery p-value was found.</summary>
    public required string DiscoveryConstruction { get; init; }

    /// <summary>Observed events in all bins.</summary>
    public required double ObservedEvents { get; init; }

    /// <summary>Expected plus observed events that decide the limit, see <see cref="DecidingEvents"/>.</summary>
    public required double Events { get; init; }

    /// <summary>Computes limits, best fit and discovery significance.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The construction does not apply, or the data and the model do not fit together.</exception>
    public static WorkspaceLimit Compute(HistFactoryModel model, WorkspaceLimitOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ProfileTest profile = new(model, statistic: options.Statistic);
        CountingModel? counting = CountingWorkspace.Read(model);
        double events = DecidingEvents(model, profile);
        bool few = events < FewestEvents;
        string about = FormattableString.Invariant($"{events:G3} expected and observed events decide the limit");
        WorkspaceLimit result = options.Construction switch
        {
            WorkspaceConstruction.Asymptotic => Asymptotic(model, profile, options, events, "asymptotic formulas were asked for"),
            WorkspaceConstruction.Exact => Exact(model, profile, options, events, counting, "exact enumeration was asked for", cancellation),
            WorkspaceConstruction.Toys => ByToys(model, profile, options, events, "toys were asked for", cancellation),
            _ when !few => Asymptotic(model, profile, options, events, $"about {about}: asymptotic formulas hold"),
            _ when counting is null => ByToys(
                model, profile, options, events, $"only {about}, too few for asymptotic formulas, and the workspace is no simple counting experiment whose outcomes could be listed", cancellation),
            _ => ExactOrToys(model, profile, options, events, counting, $"only {about}, too few for asymptotic formulas", cancellation),
        };
        return few && options.Construction == WorkspaceConstruction.Asymptotic
            ? result with { Warnings = [.. result.Warnings, $"only {about}: asymptotic formulas may be wrong by a third here"] }
            : result;
    }

    /// <summary>
    /// Expected plus observed events that decide a limit: the sum over bins of (observed + expected background), each weighted by the bin's information on the
    /// signal, s^2 / (b + s'), over that of the best bin, where s' is the signal of a bin at three events in all. For one bin, or equal ones, it is the plain sum; a
    /// crowded bin without sensitivity adds next to nothing.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="profile">Its fits.</param>
    public static double DecidingEvents(HistFactoryModel model, ProfileTest profile)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(profile);
        double[] parameters = [.. profile.BackgroundOnly.Parameters];
        parameters[model.ParameterOfInterest] = 0;
        double[] background = model.ExpectedRates(parameters);
        parameters[model.ParameterOfInterest] = 1;
        double[] signal = [.. model.ExpectedRates(parameters).Select((r, b) => Math.Abs(r - background[b]))];
        double unit = 3 / signal.Sum();
        double[] information = [.. signal.Select((s, b) => s > 0 ? s * s / (background[b] + (unit * s)) : 0)];
        double best = information.Max();
        return information.Select((i, b) => i / best * (background[b] + model.Observed.Counts[b])).Sum();
    }

    private static WorkspaceLimit Asymptotic(HistFactoryModel model, ProfileTest profile, WorkspaceLimitOptions options, double events, string reason)
    {
        double significance = profile.DiscoverySignificance;
        return Result(model, profile, profile.Limit(options.ConfidenceLevel), events, reason) with
        {
            DiscoverySignificance = significance,
            DiscoveryPValue = Normal.Cdf(-significance),
            DiscoveryConstruction = "q0, asymptotic formula",
        };
    }

    private static WorkspaceLimit Exact(
        HistFactoryModel model, ProfileTest profile, WorkspaceLimitOptions options, double events, CountingModel? counting, string reason, CancellationToken cancellation) => counting is null
        ? throw new InputException(
            "--construction exact: the workspace is no simple counting experiment; allowed: toys or asymptotic, or single bins with one signal sample and a background that is known or has one uncertainty of its own")
        : WithToyDiscovery(Result(model, profile, UpperLimit.Compute(counting, options.ConfidenceLevel), events, reason), new ToyTest(model, profile, options.Toys, options.Seed, options.Threads, cancellation), options);

    private static WorkspaceLimit ExactOrToys(
        HistFactoryModel model, ProfileTest profile, WorkspaceLimitOptions options, double events, CountingModel counting, string reason, CancellationToken cancellation)
    {
        try
        {
            return Exact(model, profile, options, events, counting, $"{reason}, and the outcomes of this counting experiment can be listed", cancellation);
        }
        catch (InputException)
        {
            // Such as a control region with thousands of events.
            return ByToys(model, profile, options, events, $"{reason}, and the outcomes are too many to be listed", cancellation);
        }
    }

    private static WorkspaceLimit ByToys(
        HistFactoryModel model, ProfileTest profile, WorkspaceLimitOptions options, double events, string reason, CancellationToken cancellation)
    {
        ToyTest toys = new(model, profile, options.Toys, options.Seed, options.Threads, cancellation);
        (LimitResult limit, double error) = toys.Limit(options.ConfidenceLevel);
        return WithToyDiscovery(Result(model, profile, limit, events, reason) with { ObservedError = error }, toys, options);
    }

    private static WorkspaceLimit WithToyDiscovery(WorkspaceLimit result, ToyTest toys, WorkspaceLimitOptions options)
    {
        (double pValue, int reached) = toys.Discovery();

        // Without a toy that reaches the observed value, the p-value is below that of one.
        double p = Math.Max(pValue, 1.0 / options.Toys);
        return result with
        {
            DiscoveryPValue = p,
            DiscoverySignificance = p < 0.5 ? -Normal.Quantile(p) : 0,
            DiscoveryConstruction = $"q0, {options.Toys} toys, ties counted",
            Warnings = [.. result.Warnings, .. WarningsOf(toys, reached, options)],
        };
    }

    private static IEnumerable<string> WarningsOf(ToyTest toys, int reached, WorkspaceLimitOptions options)
    {
        if (reached == 0)
        {
            yield return $"none of {options.Toys} toys without signal looks as signal-like as the data: the discovery p-value is smaller than the one given";
        }

        if (toys.Unconverged > 0)
        {
            yield return $"{toys.Unconverged} fits of toys ended without a minimum; their best point was taken";
        }
    }

    private static WorkspaceLimit Result(HistFactoryModel model, ProfileTest profile, LimitResult limit, double events, string reason)
    {
        double[] best = profile.BestFit.Parameters;
        List<string> warnings = [];
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
            Reason = reason,
            Warnings = warnings,
            BestFit = best[model.ParameterOfInterest],
            Fitted = [.. model.Parameters.Select((p, i) => (p, best[i]))],
            DiscoveryPValue = double.NaN,
            DiscoverySignificance = double.NaN,
            DiscoveryConstruction = "",
            ObservedEvents = model.Observed.Counts.Sum(),
            Events = events,
        };
    }

    private static bool AtBound(double value, ModelParameter p) => value <= p.Low || value >= p.High;
}
