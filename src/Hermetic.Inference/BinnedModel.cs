namespace Hermetic.Inference;

/// <summary>How a nuisance parameter acts and how it is constrained.</summary>
public enum NuisanceKind
{
    /// <summary>Factors (1 + up)^a, or (1 + down)^-a for negative a, with a standard normal a: never negative, fit for normalisations.</summary>
    LogNormal,

    /// <summary>Factors 1 + up a, or 1 - down a for negative a, cut off at 0, with a standard normal a.</summary>
    Gaussian,

    /// <summary>One factor g from a control count: m ~ Pois(tau g), observed m = tau (<see cref="Nuisance.ControlCount"/>); as a prior a gamma distribution of mean 1 and shape tau.</summary>
    Gamma,
}

/// <summary>What one nuisance parameter does to one process in one bin.</summary>
/// <param name="Bin">Name of the bin.</param>
/// <param name="Process">Name of the background, or <see cref="BinnedModel.Signal"/>.</param>
/// <param name="Up">Relative change at +1 standard deviation, above -1; without meaning for a gamma factor, which multiplies.</param>
/// <param name="Down">Relative change at -1 standard deviation, above -1; null for the counterpart of <paramref name="Up"/>: -up (Gaussian) or 1 / (1 + up) - 1 (log-normal).</param>
public sealed record NuisanceEffect(string Bin, string Process, double Up = 0, double? Down = null);

/// <summary>
/// A nuisance parameter: an uncertainty, whatever it touches. One that touches several bins or processes correlates them fully; signs may differ, so that a shape is a parameter
/// with positive effects in some bins and negative ones in others.
/// </summary>
/// <param name="Name">Unique; experiments that are combined share parameters of the same name.</param>
/// <param name="Kind">How it acts.</param>
/// <param name="Effects">What it touches.</param>
public sealed record Nuisance(string Name, NuisanceKind Kind, IReadOnlyList<NuisanceEffect> Effects)
{
    /// <summary>Observed control count tau of a gamma factor, (b / sigma)^2; need not be whole.</summary>
    public double ControlCount { get; init; }
}

/// <summary>A background.</summary>
/// <param name="Name">Its name, unique in the bin.</param>
/// <param name="Expected">Expected events, at least 0.</param>
public sealed record Background(string Name, double Expected);

/// <summary>A bin: a count with its expectations.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Signal">Signal events at strength 1, at least 0.</param>
/// <param name="Backgrounds">The backgrounds; there may be none.</param>
/// <param name="Observed">Observed events.</param>
public sealed record Bin(string Name, double Signal, IReadOnlyList<Background> Backgrounds, int Observed)
{
    /// <summary>Expected background events.</summary>
    public double Expected => Backgrounds.Sum(b => b.Expected);
}

/// <summary>
/// A counting experiment of any number of bins, channels and run periods with correlated and separate uncertainties: n_i ~ Pois(mu s_i f_i + sum_k b_ik f_ik), where the factors f
/// are products over the nuisance parameters. Checked on construction, so that the constructions need not check again.
/// </summary>
public sealed record BinnedModel
{
    /// <summary>The name of the signal among the processes.</summary>
    public const string Signal = "signal";

    /// <summary>Largest relative effect of one standard deviation.</summary>
    public const double LargestEffect = 10;

    /// <summary>A counting experiment.</summary>
    /// <param name="bins">At least one, and at least one with signal.</param>
    /// <param name="nuisances">The uncertainties; may be empty.</param>
    /// <exception cref="ArgumentException">Something is impossible; the message names bin, process or parameter.</exception>
    public BinnedModel(IReadOnlyList<Bin> bins, IReadOnlyList<Nuisance> nuisances)
    {
        ArgumentNullException.ThrowIfNull(bins);
        ArgumentNullException.ThrowIfNull(nuisances);
        Bins = [.. bins];
        Nuisances = [.. nuisances];
        BinnedModelCheck.Check(this);
    }

    /// <summary>The bins.</summary>
    public IReadOnlyList<Bin> Bins { get; }

    /// <summary>The nuisance parameters.</summary>
    public IReadOnlyList<Nuisance> Nuisances { get; }

    /// <summary>Expected signal events of all bins at strength 1.</summary>
    public double TotalSignal => Bins.Sum(b => b.Signal);

    /// <summary>Expected background events of all bins.</summary>
    public double TotalBackground => Bins.Sum(b => b.Expected);

    /// <summary>Observed events of all bins.</summary>
    public int TotalObserved => Bins.Sum(b => b.Observed);

    /// <summary>The same experiment with other observed counts.</summary>
    /// <param name="observed">One count per bin.</param>
    public BinnedModel WithObserved(IReadOnlyList<int> observed)
    {
        ArgumentNullException.ThrowIfNull(observed);
        return new BinnedModel([.. Bins.Select((b, i) => b with { Observed = observed[i] })], Nuisances);
    }

    /// <summary>The same experiment with another signal.</summary>
    /// <param name="signal">Signal events at strength 1 per bin.</param>
    public BinnedModel WithSignal(IReadOnlyList<double> signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return new BinnedModel([.. Bins.Select((b, i) => b with { Signal = signal[i] })], Nuisances);
    }

    /// <summary>A counting model of independent backgrounds and one signal uncertainty as a binned one.</summary>
    /// <param name="model">The counting model.</param>
    public static BinnedModel Of(CountingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<Nuisance> nuisances = [];
        string[] names = [.. model.Channels.Select((c, i) => model.Channels.Count(o => o.Name == c.Name) > 1 ? $"{c.Name} ({i + 1})" : c.Name)];
        for (int i = 0; i < names.Length; i++)
        {
            CountingChannel channel = model.Channels[i];
            if (channel.BackgroundUncertainty > 0)
            {
                nuisances.Add(Separate(names[i], "background", channel.Background, channel.BackgroundUncertainty, channel.Model));
            }
        }

        if (model.SignalUncertainty > 0)
        {
            NuisanceEffect[] effects = [.. names.Where((n, i) => model.Channels[i].SignalPerUnit > 0).Select(n => new NuisanceEffect(n, Signal, model.SignalUncertainty))];
            nuisances.Add(new Nuisance("signal efficiency", NuisanceKind.LogNormal, effects));
        }

        return new BinnedModel([.. model.Channels.Select((c, i) => new Bin(names[i], c.SignalPerUnit, [new Background("background", c.Background)], c.Observed))], nuisances);
    }

    /// <summary>A nuisance parameter of one background in one bin.</summary>
    /// <param name="bin">Name of the bin.</param>
    /// <param name="background">Name of the background.</param>
    /// <param name="expected">Expected events, above 0.</param>
    /// <param name="uncertainty">Standard uncertainty in events, above 0.</param>
    /// <param name="model">How the background is known; not <see cref="BackgroundModel.None"/>.</param>
    public static Nuisance Separate(string bin, string background, double expected, double uncertainty, BackgroundModel model)
    {
        double relative = uncertainty / expected;
        NuisanceKind kind = model switch
        {
            BackgroundModel.Gamma => NuisanceKind.Gamma,
            BackgroundModel.LogNormal => NuisanceKind.LogNormal,
            BackgroundModel.Gaussian => NuisanceKind.Gaussian,
            _ => throw new ArgumentException($"{bin}, {background}: a known background has no nuisance parameter", nameof(model)),
        };
        return new Nuisance($"{bin}: {background}", kind, [new NuisanceEffect(bin, background, kind == NuisanceKind.Gamma ? 0 : relative)])
        {
            ControlCount = kind == NuisanceKind.Gamma ? 1 / (relative * relative) : 0,
        };
    }

    /// <summary>
    /// The counting model that says the same, where there is one: a single background in each bin with at most one uncertainty of its own, and at most one log-normal uncertainty
    /// of the signal, equal in all bins with signal. Such models have the fastest and the exact constructions.
    /// </summary>
    /// <returns>Null where there is none.</returns>
    public CountingModel? Reduce()
    {
        double[] uncertainty = new double[Bins.Count];
        BackgroundModel[] models = new BackgroundModel[Bins.Count];
        double signalUncertainty = 0;
        foreach (Nuisance nuisance in Nuisances)
        {
            if (nuisance.Effects.All(e => e.Process == Signal))
            {
                double size = nuisance.Effects[0].Up;
                bool everywhere = Bins.All(b => b.Signal == 0 || nuisance.Effects.Any(e => e.Bin == b.Name));
                bool symmetric = nuisance.Effects.All(e => e.Up == size && e.Down is null);
                if (nuisance.Kind != NuisanceKind.LogNormal || !everywhere || !symmetric || signalUncertainty > 0 || size is <= 0 or > CountingModel.LargestLogNormalUncertainty)
                {
                    return null;
                }

                signalUncertainty = size;
                continue;
            }

            if (nuisance.Effects.Count != 1 || nuisance.Effects[0].Down is not null)
            {
                return null;
            }

            int bin = IndexOf(nuisance.Effects[0].Bin);
            double relative = nuisance.Kind == NuisanceKind.Gamma ? 1 / Math.Sqrt(nuisance.ControlCount) : nuisance.Effects[0].Up;
            bool tooWide = nuisance.Kind == NuisanceKind.LogNormal && relative > CountingModel.LargestLogNormalUncertainty;
            if (Bins[bin].Backgrounds.Count != 1 || uncertainty[bin] > 0 || relative <= 0 || tooWide)
            {
                return null;
            }

            uncertainty[bin] = relative * Bins[bin].Expected;
            models[bin] = nuisance.Kind switch
            {
                NuisanceKind.Gamma => BackgroundModel.Gamma,
                NuisanceKind.LogNormal => BackgroundModel.LogNormal,
                _ => BackgroundModel.Gaussian,
            };
        }

        return new CountingModel([.. Bins.Select((b, i) => new CountingChannel(b.Name, b.Signal, b.Expected, uncertainty[i], models[i], b.Observed))], signalUncertainty);
    }

    /// <summary>
    /// One likelihood of several experiments or periods. Bins keep their names behind that of their experiment; nuisance parameters of the same name are one parameter.
    /// </summary>
    /// <param name="parts">Experiments with their names.</param>
    /// <exception cref="ArgumentException">A shared parameter is described differently, or names repeat.</exception>
    public static BinnedModel Combine(IReadOnlyList<(string Name, BinnedModel Model)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        List<Bin> bins = [];
        List<Nuisance> nuisances = [];
        foreach ((string name, BinnedModel model) in parts)
        {
            string Named(string bin) => $"{name}: {bin}";
            bins.AddRange(model.Bins.Select(b => b with { Name = Named(b.Name) }));
            foreach (Nuisance nuisance in model.Nuisances)
            {
                // A parameter that belongs to one background of one bin is named after it and stays apart.
                bool separate = nuisance.Effects.Count == 1 && nuisance.Name == $"{nuisance.Effects[0].Bin}: {nuisance.Effects[0].Process}";
                Nuisance added = nuisance with
                {
                    Name = separate ? $"{name}: {nuisance.Name}" : nuisance.Name,
                    Effects = [.. nuisance.Effects.Select(e => e with { Bin = Named(e.Bin) })],
                };
                int known = nuisances.FindIndex(n => n.Name == added.Name);
                if (known < 0)
                {
                    nuisances.Add(added);
                }
                else if (nuisances[known].Kind != added.Kind || nuisances[known].ControlCount != added.ControlCount)
                {
                    throw new ArgumentException($"uncertainty '{added.Name}' is described differently in '{name}'; allowed: the same kind and control count, or another name");
                }
                else
                {
                    nuisances[known] = nuisances[known] with { Effects = [.. nuisances[known].Effects, .. added.Effects] };
                }
            }
        }

        return new BinnedModel(bins, nuisances);
    }

    /// <summary>Index of a bin.</summary>
    internal int IndexOf(string bin)
    {
        for (int i = 0; i < Bins.Count; i++)
        {
            if (Bins[i].Name == bin)
            {
                return i;
            }
        }

        return -1;
    }
}
