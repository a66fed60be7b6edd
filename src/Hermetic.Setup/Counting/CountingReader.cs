using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Inference;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Counting;

/// <summary>
/// Reads files of counting experiments (YAML; the format is described in docs/statistics.md). Everything that is wrong in a file is an <see cref="InputException"/>
/// of the form "FILE:LINE:COLUMN: key 'a.b': what is wrong; allowed: ...; did you mean 'x'?".
/// </summary>
public static class CountingReader
{
    private const int MostChannels = 1000;
    private const int MostBackgrounds = 100;
    private const int MostUncertainties = 1000;
    private const int MostCombined = 100;
    private const double MostEvents = 1e9;
    private const string All = "all";
    private const string AnyBackground = "backgrounds";

    private static readonly NumberRule Observed = new(Dimension.Count, 0, 1e6, Whole: true);
    private static readonly NumberRule Events = new(Dimension.Count, 0, MostEvents);
    private static readonly NumberRule Relative = new(Dimension.Fraction, -1, BinnedModel.LargestEffect, AboveMinimum: true);
    private static readonly NumberRule Size = new(Dimension.Fraction, 0, BinnedModel.LargestEffect, AboveMinimum: true);
    private static readonly string[] Models = ["gamma", "lognormal", "gaussian"];

    /// <summary>Reads a counting experiment.</summary>
    /// <param name="path">Path of its file.</param>
    /// <exception cref="InputException">The file cannot be read, or something in it or in what it includes or combines is wrong.</exception>
    public static CountingFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(path, []);
    }

    private static CountingFile Read(string path, IReadOnlyList<string> open)
    {
        (YamlMap root, IReadOnlyList<string> files, _) = ExperimentFiles.Load(path);
        ExperimentContext context = new(new Dictionary<string, string>(), []);
        ExperimentSection top = new(root, context, "title", "source", "channels", "uncertainties", "combine");
        string title = top.Text("title");
        if (!top.Has("combine"))
        {
            return new CountingFile(title, Model(path, top), files);
        }

        if (top.Has("channels") || top.Has("uncertainties"))
        {
            throw top.Error("combine", "a file that combines others has no channels or uncertainties of its own", "either 'combine', or 'channels' with 'uncertainties'");
        }

        List<(string Name, BinnedModel Model)> parts = [];
        List<string> all = [.. files];
        IReadOnlyList<string> names = top.Texts("combine", MostCombined);
        for (int i = 0; i < names.Count; i++)
        {
            YamlNode item = ((YamlList)top.Node("combine")).Items[i];
            string part = Path.Combine(Path.GetDirectoryName(path) ?? "", names[i]);
            if (open.Append(path).Any(p => Path.GetFullPath(p) == Path.GetFullPath(part)))
            {
                throw InputError.At(item.Place, item.Key, $"'{InputError.Shown(names[i])}' combines itself", "another file");
            }

            if (!File.Exists(part))
            {
                throw InputError.At(item.Place, item.Key, $"there is no file '{InputError.Shown(names[i])}'", "a path relative to this file");
            }

            CountingFile file = Read(part, [.. open, path]);
            parts.Add((Path.GetFileNameWithoutExtension(names[i]), file.Model));
            all.AddRange(file.Files);
        }

        if (parts.Count < 2)
        {
            throw top.Error("combine", $"{parts.Count} files are named", "at least 2");
        }

        return new CountingFile(title, Checked(() => BinnedModel.Combine(parts), path), all);
    }

    private static BinnedModel Model(string path, ExperimentSection top)
    {
        List<Bin> bins = [];
        List<Nuisance> nuisances = [];
        foreach (ExperimentSection channel in top.Sections("channels", 1, MostChannels, "name", "observed", "signal", "backgrounds"))
        {
            string name = channel.Text("name");
            if (name == All || bins.Any(b => b.Name == name))
            {
                throw channel.Error("name", name == All ? "'all' stands for every channel" : $"'{InputError.Shown(name)}' is given twice", "each name once");
            }

            List<Background> backgrounds = [];
            foreach (ExperimentSection background in channel.Sections("backgrounds", 0, MostBackgrounds, "name", "expected", "uncertainty", "model"))
            {
                backgrounds.Add(ReadBackground(background, name, backgrounds, nuisances));
            }

            bins.Add(new Bin(name, channel.Plain("signal", Events), backgrounds, (int)channel.Plain("observed", Observed)));
        }

        if (bins.All(b => b.Signal == 0))
        {
            throw top.Error("channels", "no channel expects signal, so there is nothing to limit", "a signal above 0 in one channel at least");
        }

        foreach (ExperimentSection uncertainty in top.Sections("uncertainties", 0, MostUncertainties, "name", "model", "uncertainty", "effects"))
        {
            nuisances.Add(ReadUncertainty(uncertainty, bins, nuisances));
        }

        return Checked(() => new BinnedModel(bins, nuisances), path);
    }

    private static Background ReadBackground(ExperimentSection section, string channel, List<Background> before, List<Nuisance> nuisances)
    {
        string name = section.Text("name");
        if (name is BinnedModel.Signal or AnyBackground || before.Any(b => b.Name == name))
        {
            throw section.Error("name", $"'{InputError.Shown(name)}' is taken", $"another name than those before it, '{BinnedModel.Signal}' and '{AnyBackground}'");
        }

        double expected = section.Plain("expected", Events);
        if (!section.Has("uncertainty"))
        {
            return section.Has("model")
                ? throw section.Error("model", "a model without an uncertainty says nothing", "both, or neither for a known background")
                : new Background(name, expected);
        }

        string text = section.Text("uncertainty");
        double uncertainty = text.EndsWith('%') ? expected * section.Plain("uncertainty", Size) : section.Plain("uncertainty", Events);
        if (uncertainty == 0)
        {
            return new Background(name, expected);
        }

        if (expected == 0)
        {
            throw section.Error("uncertainty", "a background of 0 with an uncertainty has no meaning", "an expected background above 0, or no uncertainty");
        }

        string model = section.Has("model") ? Word(section, "model", Models) : "gamma";
        if (model != "gamma" && uncertainty > expected * BinnedModel.LargestEffect)
        {
            throw section.Error("uncertainty", $"'{InputError.Shown(text)}' is impossible", $"at most {BinnedModel.LargestEffect:G} times the background in model {model}");
        }

        nuisances.Add(BinnedModel.Separate(channel, name, expected, uncertainty, model switch
        {
            "gamma" => BackgroundModel.Gamma,
            "lognormal" => BackgroundModel.LogNormal,
            _ => BackgroundModel.Gaussian,
        }));
        return new Background(name, expected);
    }

    private static Nuisance ReadUncertainty(ExperimentSection section, List<Bin> bins, List<Nuisance> before)
    {
        string name = section.Text("name");
        if (before.Any(n => n.Name == name))
        {
            throw section.Error("name", $"'{InputError.Shown(name)}' is given twice", "each name once");
        }

        NuisanceKind kind = Word(section, "model", Models) switch
        {
            "gamma" => NuisanceKind.Gamma,
            "lognormal" => NuisanceKind.LogNormal,
            _ => NuisanceKind.Gaussian,
        };
        bool gamma = kind == NuisanceKind.Gamma;
        if (section.Has("uncertainty") != gamma)
        {
            throw gamma
                ? section.Error("model", "a common factor from a control count needs the key 'uncertainty', its relative uncertainty", "for example 'uncertainty: 30 %'")
                : section.Error("uncertainty", "sizes belong to the effects", "'size', or 'up' and 'down', of each effect");
        }

        List<NuisanceEffect> effects = [];
        foreach (ExperimentSection effect in section.Sections("effects", 1, MostUncertainties, "channel", "on", "size", "up", "down"))
        {
            effects.AddRange(ReadEffect(effect, kind, bins, effects));
        }

        double relative = gamma ? section.Plain("uncertainty", Size) : 1;
        return new Nuisance(name, kind, effects) { ControlCount = gamma ? 1 / (relative * relative) : 0 };
    }

    private static List<NuisanceEffect> ReadEffect(ExperimentSection section, NuisanceKind kind, List<Bin> bins, List<NuisanceEffect> before)
    {
        string channel = Word(section, "channel", [All, .. bins.Select(b => b.Name)]);
        Bin[] touched = [.. bins.Where(b => channel == All || b.Name == channel)];
        string on = Word(section, "on", [BinnedModel.Signal, AnyBackground, .. touched.SelectMany(b => b.Backgrounds).Select(b => b.Name).Distinct()]);
        (double up, double? down) = Sizes(section, kind);
        List<NuisanceEffect> effects = [];
        foreach (Bin bin in touched)
        {
            IEnumerable<string> processes = bin.Backgrounds.Select(b => b.Name).Prepend(BinnedModel.Signal).Where(p => on == AnyBackground ? p != BinnedModel.Signal : p == on);
            effects.AddRange(processes.Select(p => new NuisanceEffect(bin.Name, p, up, down)));
        }

        if (effects.Count == 0)
        {
            throw section.Error("on", $"there is no '{InputError.Shown(on)}' in '{InputError.Shown(channel)}'", "a process of the channel");
        }

        if (effects.Find(e => before.Any(b => b.Bin == e.Bin && b.Process == e.Process)) is { } again)
        {
            throw section.Error("on", $"{again.Process} in '{InputError.Shown(again.Bin)}' is already touched by this uncertainty", "once");
        }

        return effects;
    }

    private static (double Up, double? Down) Sizes(ExperimentSection section, NuisanceKind kind)
    {
        string? given = section.Has("size") ? "size" : section.Has("up") ? "up" : section.Has("down") ? "down" : null;
        if (kind == NuisanceKind.Gamma)
        {
            return given is null ? (0, null) : throw section.Error(given, "a common factor has one uncertainty for all effects", "the key 'uncertainty' beside 'model'");
        }

        if (section.Has("size"))
        {
            return section.Has("up") || section.Has("down")
                ? throw section.Error("size", "a symmetric size excludes 'up' and 'down'", "one or the other")
                : (section.Plain("size", Relative), null);
        }

        return (section.Plain("up", Relative), section.Plain("down", Relative));
    }

    private static string Word(ExperimentSection section, string key, IReadOnlyList<string> allowed)
    {
        string word = section.Text(key);
        return allowed.Contains(word)
            ? word
            : throw InputError.At(
                section.Node(key).Place, section.Node(key).Key, $"'{InputError.Shown(word)}' is not known here", string.Join(", ", allowed), InputException.Nearest(word, allowed));
    }

    private static BinnedModel Checked(Func<BinnedModel> build, string path)
    {
        try
        {
            return build();
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{path}: {e.Message}");
        }
    }
}
