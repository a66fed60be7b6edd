namespace Hermetic.Inference;

/// <summary>Refuses impossible binned models with the name of what is wrong.</summary>
internal static class BinnedModelCheck
{
    private const int MostBins = 10_000;

    public static void Check(BinnedModel model)
    {
        if (model.Bins.Count is 0 or > MostBins)
        {
            throw new ArgumentException($"{model.Bins.Count} bins; allowed: 1 to {MostBins}");
        }

        foreach (Bin bin in model.Bins)
        {
            Check(bin);
        }

        RefuseRepeated(model.Bins.Select(b => b.Name), "bin");
        RefuseRepeated(model.Nuisances.Select(n => n.Name), "uncertainty");
        double signal = model.TotalSignal;
        if (signal <= 0 || !double.IsFinite(signal))
        {
            throw new ArgumentException("no bin expects signal at strength 1, so there is nothing to limit; at least one must, and their sum must be finite");
        }

        foreach (Nuisance nuisance in model.Nuisances)
        {
            Check(model, nuisance);
        }
    }

    private static void Check(Bin bin)
    {
        RequireRate($"bin '{bin.Name}': signal", bin.Signal);
        foreach (Background background in bin.Backgrounds)
        {
            RequireRate($"bin '{bin.Name}': background '{background.Name}'", background.Expected);
            if (background.Name == BinnedModel.Signal)
            {
                throw new ArgumentException($"bin '{bin.Name}': a background cannot be called '{BinnedModel.Signal}'");
            }
        }

        RefuseRepeated(bin.Backgrounds.Select(b => b.Name), $"background of bin '{bin.Name}'");
        if (bin.Observed < 0)
        {
            throw new ArgumentException($"bin '{bin.Name}': {bin.Observed} observed events; a count is 0 or more");
        }
    }

    private static void Check(BinnedModel model, Nuisance nuisance)
    {
        string name = $"uncertainty '{nuisance.Name}'";
        if (nuisance.Effects.Count == 0)
        {
            throw new ArgumentException($"{name}: it has no effect; allowed: at least one");
        }

        if (nuisance.Kind == NuisanceKind.Gamma ? !(nuisance.ControlCount > 0 && double.IsFinite(nuisance.ControlCount)) : nuisance.ControlCount != 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name}: control count {nuisance.ControlCount}; allowed: above 0 for a gamma factor, and none for others"));
        }

        foreach (NuisanceEffect effect in nuisance.Effects)
        {
            int index = model.IndexOf(effect.Bin);
            Bin bin = index >= 0
                ? model.Bins[index]
                : throw new ArgumentException($"{name}: there is no bin '{effect.Bin}'; allowed: {string.Join(", ", model.Bins.Select(b => b.Name))}");
            if (effect.Process != BinnedModel.Signal && bin.Backgrounds.All(b => b.Name != effect.Process))
            {
                string allowed = string.Join(", ", bin.Backgrounds.Select(b => b.Name).Prepend(BinnedModel.Signal));
                throw new ArgumentException($"{name}: bin '{bin.Name}' has no process '{effect.Process}'; allowed: {allowed}");
            }

            if (nuisance.Effects.Count(e => e.Bin == effect.Bin && e.Process == effect.Process) > 1)
            {
                throw new ArgumentException($"{name}: it touches {effect.Process} in bin '{effect.Bin}' twice; allowed: once");
            }

            RequireEffect($"{name}: effect on {effect.Process} in bin '{effect.Bin}'", effect.Up);
            RequireEffect($"{name}: effect on {effect.Process} in bin '{effect.Bin}'", effect.Down ?? 0);
        }
    }

    private static void RequireRate(string what, double value)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{what} is {value}; allowed: a finite number of events, 0 or more"));
        }
    }

    private static void RequireEffect(string what, double value)
    {
        if (!(value > -1 && value <= BinnedModel.LargestEffect))
        {
            throw new ArgumentException(FormattableString.Invariant($"{what} is {value}; allowed: above -1 and at most {BinnedModel.LargestEffect} (0.1 for 10 %)"));
        }
    }

    private static void RefuseRepeated(IEnumerable<string> names, string what)
    {
        HashSet<string> seen = [];
        foreach (string name in names)
        {
            if (!seen.Add(name))
            {
                throw new ArgumentException($"{what} '{name}' is given twice; allowed: each name once");
            }
        }
    }
}
