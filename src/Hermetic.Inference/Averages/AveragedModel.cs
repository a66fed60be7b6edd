namespace Hermetic.Inference.Averages;

/// <summary>
/// A binned model with its uncertainties as priors. An uncertainty of one background in one bin is averaged in the probabilities of that background's counts; all others are
/// shared and become the points of a joint prior.
/// </summary>
internal sealed class AveragedModel
{
    private readonly double[][][] _background;
    private readonly double[][] _signalFactor;

    /// <summary>The averages of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tail">Probability of background counts that may be left out in each bin.</param>
    public AveragedModel(BinnedModel model, double tail)
    {
        Model = model;
        Dictionary<(string, string), Nuisance> own = [];
        List<Nuisance> shared = [];
        foreach (Nuisance nuisance in model.Nuisances)
        {
            NuisanceEffect effect = nuisance.Effects[0];
            bool single = nuisance.Effects.Count == 1 && effect.Process != BinnedModel.Signal && effect.Down is null && effect.Up >= 0;
            if (!single || !own.TryAdd((effect.Bin, effect.Process), nuisance))
            {
                shared.Add(nuisance);
            }
        }

        HasOwn = own.Count > 0;
        Own = [.. own.Values];
        Shared = shared;
        Prior = SharedPrior.Create(shared, (2 * (model.TotalBackground + model.TotalObserved)) + 15);
        int points = Prior.Weights.Length;
        bool sharedBackground = shared.Any(n => n.Effects.Any(e => e.Process != BinnedModel.Signal));
        BackgroundPoints = sharedBackground ? points : 1;
        _background = new double[model.Bins.Count][][];
        _signalFactor = new double[model.Bins.Count][];
        for (int i = 0; i < model.Bins.Count; i++)
        {
            Bin bin = model.Bins[i];
            _signalFactor[i] = [.. Enumerable.Range(0, points).Select(k => Factor(bin.Name, BinnedModel.Signal, k))];
            bool varies = shared.Any(n => n.Effects.Any(e => e.Bin == bin.Name && e.Process != BinnedModel.Signal));
            double[] fixedCounts = varies ? [] : Counts(bin, 0, own, tail);
            _background[i] = [.. Enumerable.Range(0, BackgroundPoints).Select(k => varies ? Counts(bin, k, own, tail) : fixedCounts)];
        }
    }

    /// <summary>The model.</summary>
    public BinnedModel Model { get; }

    /// <summary>The joint prior of the shared parameters.</summary>
    public SharedPrior Prior { get; }

    /// <summary>Parameters of one background in one bin.</summary>
    public IReadOnlyList<Nuisance> Own { get; }

    /// <summary>All other parameters.</summary>
    public IReadOnlyList<Nuisance> Shared { get; }

    /// <summary>Whether a background has an uncertainty of its own.</summary>
    public bool HasOwn { get; }

    /// <summary>Number of points over which backgrounds vary: that of the prior, or 1.</summary>
    public int BackgroundPoints { get; }

    /// <summary>Probabilities of the background counts of a bin at a point of the prior.</summary>
    /// <param name="bin">Index of the bin.</param>
    /// <param name="point">Index of the point.</param>
    public double[] BackgroundCounts(int bin, int point) => _background[bin][BackgroundPoints == 1 ? 0 : point];

    /// <summary>Factor on the signal of a bin at a point of the prior.</summary>
    /// <param name="bin">Index of the bin.</param>
    /// <param name="point">Index of the point.</param>
    public double SignalFactor(int bin, int point) => _signalFactor[bin][point];

    /// <summary>Probability of the counts of all bins at a signal strength.</summary>
    /// <param name="counts">One count per bin.</param>
    /// <param name="strength">Signal strength.</param>
    public double Probability(ReadOnlySpan<int> counts, double strength)
    {
        double sum = 0;
        for (int k = 0; k < Prior.Weights.Length; k++)
        {
            double product = Prior.Weights[k];
            for (int i = 0; i < counts.Length; i++)
            {
                product *= Probability(i, counts[i], strength, k);
            }

            sum += product;
        }

        return sum;
    }

    /// <summary>Probability of one bin's count at a point of the prior.</summary>
    /// <param name="bin">Index of the bin.</param>
    /// <param name="count">Count.</param>
    /// <param name="strength">Signal strength.</param>
    /// <param name="point">Index of the point.</param>
    public double Probability(int bin, int count, double strength, int point)
    {
        double[] background = BackgroundCounts(bin, point);
        double signal = strength * Model.Bins[bin].Signal * SignalFactor(bin, point);
        if (signal == 0)
        {
            return count < background.Length ? background[count] : 0;
        }

        // From the largest number of signal events downwards, so that the Poisson probabilities follow from each other.
        int most = Math.Min(count, background.Length - 1);
        double sum = 0;
        Span<double> poisson = count - most < 256 && most < 256 ? stackalloc double[most + 1] : new double[most + 1];
        Poisson.Fill(signal, count - most, poisson);
        for (int j = 0; j <= most; j++)
        {
            sum += background[j] * poisson[most - j];
        }

        return sum;
    }

    /// <summary>Probabilities of the counts of one bin at a point of the prior.</summary>
    /// <param name="bin">Index of the bin.</param>
    /// <param name="strength">Signal strength.</param>
    /// <param name="point">Index of the point.</param>
    /// <param name="length">Number of counts, from 0 on.</param>
    public double[] Counts(int bin, double strength, int point, int length)
    {
        double[] background = BackgroundCounts(bin, point);
        double[] poisson = new double[length];
        Poisson.Fill(strength * Model.Bins[bin].Signal * SignalFactor(bin, point), 0, poisson);
        double[] result = new double[length];
        for (int j = 0; j < Math.Min(length, background.Length); j++)
        {
            for (int n = j; n < length; n++)
            {
                result[n] += background[j] * poisson[n - j];
            }
        }

        return result;
    }

    /// <summary>A number of counts of a bin beyond which there is hardly any probability at any point of the prior.</summary>
    /// <param name="bin">Index of the bin.</param>
    /// <param name="strength">Signal strength.</param>
    /// <param name="tail">Probability that may be left out.</param>
    public int Length(int bin, double strength, double tail)
    {
        double factor = 0;
        int background = 0;
        for (int k = 0; k < Prior.Weights.Length; k++)
        {
            factor = Prior.Weights[k] > 0.01 * tail ? Math.Max(factor, SignalFactor(bin, k)) : factor;
            background = Math.Max(background, BackgroundCounts(bin, k).Length);
        }

        return background + Poisson.Above(strength * Model.Bins[bin].Signal * factor, -Math.Log(tail)) + 1;
    }

    /// <summary>What is averaged over what, in words.</summary>
    public string Describe()
    {
        List<string> words = [];
        NuisanceKind[] own = [.. Own.Select(n => n.Kind).Distinct().Order()];
        string[] names = [.. own.Select(k => k switch { NuisanceKind.Gamma => "gamma", NuisanceKind.LogNormal => "log-normal", _ => "truncated Gaussian" }).Order(StringComparer.Ordinal)];
        Nuisance[] signal = [.. Shared.Where(n => n.Effects.All(e => e.Process == BinnedModel.Signal))];
        Nuisance[] others = [.. Shared.Except(signal)];
        if (names.Length > 0)
        {
            words.Add(names.Length == 1
                ? $"background uncertainty averaged over a {names[0]} prior"
                : $"background uncertainties averaged over {string.Join(" and ", names)} priors");
        }
        else if (others.Length == 0)
        {
            words.Add("background known");
        }

        if (others.Length > 0)
        {
            words.Add($"{others.Length} shared {(others.Length == 1 ? "uncertainty" : "uncertainties")} averaged over the joint prior");
        }

        if (signal.Length > 0)
        {
            words.Add(signal.Length == 1 && signal[0].Kind == NuisanceKind.LogNormal
                ? "signal uncertainty averaged over a log-normal prior"
                : "signal uncertainties averaged over their priors");
        }

        if (Prior.IsLattice)
        {
            words.Add($"{Prior.Weights.Length} points of a lattice stand for the joint prior");
        }

        return string.Concat(words.Select(w => "; " + w));
    }

    private double Factor(string bin, string process, int point)
    {
        double factor = 1;
        for (int j = 0; j < Shared.Count; j++)
        {
            foreach (NuisanceEffect effect in Shared[j].Effects.Where(e => e.Bin == bin && e.Process == process))
            {
                factor *= SharedPrior.Factor(Shared[j], effect, Prior.Values[point][j]);
            }
        }

        return factor;
    }

    private double[] Counts(Bin bin, int point, Dictionary<(string, string), Nuisance> own, double tail)
    {
        double known = 0;
        double[] result = [1];
        foreach (Background background in bin.Backgrounds.Where(b => b.Expected > 0))
        {
            double mean = background.Expected * Factor(bin.Name, background.Name, point);
            if (!own.TryGetValue((bin.Name, background.Name), out Nuisance? nuisance))
            {
                known += mean;
                continue;
            }

            double size = nuisance.Effects[0].Up;
            result = CountAverages.Convolve(result, nuisance.Kind switch
            {
                NuisanceKind.Gamma => CountAverages.OverGamma(mean, nuisance.ControlCount, tail),
                NuisanceKind.LogNormal when size > 0 => CountAverages.OverLogNormal(mean, size, tail),
                NuisanceKind.Gaussian when size > 0 => CountAverages.OverGaussian(mean, size * mean, tail),
                _ => CountAverages.Known(mean, tail),
            });
        }

        return known > 0 ? CountAverages.Convolve(result, CountAverages.Known(known, tail)) : result;
    }
}
