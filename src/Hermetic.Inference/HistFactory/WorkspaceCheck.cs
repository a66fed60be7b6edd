using Hermetic.Core;

namespace Hermetic.Inference.HistFactory;

/// <summary>
/// Refuses workspaces that are no HistFactory model. Every message begins with the path of the bad element in the JSON layout, such as
/// "channels[0].samples[1].data[2]", also for a workspace that was never a file.
/// </summary>
public static class WorkspaceCheck
{
    /// <summary>Largest expected or observed number of events in a bin: beyond it rates could overflow in the likelihood, and counts have no unit digit.</summary>
    public const double LargestRate = 1e12;

    /// <summary>Most bins of all channels together.</summary>
    public const int MostBins = 20_000;

    /// <summary>Checks channels, samples, modifiers, observations and the names of measurements.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <exception cref="InputException">Something is wrong; the message names its path and what is allowed.</exception>
    public static void Check(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!Workspace.KnownVersions.Contains(workspace.Version))
        {
            throw Refusal("version", $"'{workspace.Version}' is not known", string.Join(", ", Workspace.KnownVersions));
        }

        NonEmpty("channels", workspace.Channels.Count, "channel");
        NonEmpty("measurements", workspace.Measurements.Count, "measurement");
        Unique("channels", workspace.Channels.Select(c => c.Name));
        Unique("observations", workspace.Observations.Select(o => o.Name));
        Unique("measurements", workspace.Measurements.Select(m => m.Name));
        long bins = 0;
        for (int c = 0; c < workspace.Channels.Count; c++)
        {
            Check(workspace.Channels[c], $"channels[{c}]");
            bins += workspace.Channels[c].Samples[0].Data.Count;
        }

        if (bins > MostBins)
        {
            throw Refusal("channels", $"{bins} bins in all", $"at most {MostBins}");
        }

        CheckObservations(workspace);
        CheckSharing(workspace);
    }

    /// <summary>An error at a path.</summary>
    internal static InputException Refusal(string path, string wrong, string allowed) => new($"{path}: {wrong}; allowed: {allowed}");

    private static void Check(Channel channel, string path)
    {
        NonEmpty($"{path}.samples", channel.Samples.Count, "sample");
        Unique($"{path}.samples", channel.Samples.Select(s => s.Name));
        int bins = channel.Samples[0].Data.Count;
        for (int s = 0; s < channel.Samples.Count; s++)
        {
            Sample sample = channel.Samples[s];
            string at = $"{path}.samples[{s}]";
            NonEmpty($"{at}.data", sample.Data.Count, "bin");
            Length($"{at}.data", sample.Data, bins, "the samples of a channel have the same bins");
            Rates($"{at}.data", sample.Data);
            HashSet<(string, string)> seen = [];
            for (int m = 0; m < sample.Modifiers.Count; m++)
            {
                Modifier modifier = sample.Modifiers[m];
                string where = $"{at}.modifiers[{m}]";
                if (!seen.Add((ModifierKind.Of(modifier), modifier.Name)))
                {
                    throw Refusal($"{where}.name", $"the sample has two modifiers of type {ModifierKind.Of(modifier)} with the name '{modifier.Name}'", "one of each");
                }

                Check(modifier, where, bins);
            }
        }
    }

    private static void Check(Modifier modifier, string path, int bins)
    {
        if (modifier.Name.Length == 0)
        {
            throw Refusal($"{path}.name", "the name is empty", "a name");
        }

        switch (modifier)
        {
            case NormSys m:
                Factor($"{path}.data.lo", m.Low);
                Factor($"{path}.data.hi", m.High);
                break;
            case HistoSys m:
                Bins($"{path}.data.lo_data", m.Low, bins);
                Bins($"{path}.data.hi_data", m.High, bins);
                break;
            case ShapeSys m:
                Bins($"{path}.data", m.Uncertainties, bins);
                break;
            case StatError m:
                Bins($"{path}.data", m.Uncertainties, bins);
                break;
            case Luminosity m when m.Name != Luminosity.OnlyName:
                throw Refusal($"{path}.name", $"a modifier of type lumi with the name '{m.Name}'", $"the name '{Luminosity.OnlyName}'");
            default:
                break;
        }
    }

    private static void CheckObservations(Workspace workspace)
    {
        for (int o = 0; o < workspace.Observations.Count; o++)
        {
            Observation observation = workspace.Observations[o];
            Channel? channel = workspace.Channels.FirstOrDefault(c => c.Name == observation.Name);
            if (channel is null)
            {
                throw Refusal($"observations[{o}].name", $"there is no channel '{observation.Name}'", string.Join(", ", workspace.Channels.Select(c => c.Name).Take(20)));
            }

            Length($"observations[{o}].data", observation.Data, channel.Samples[0].Data.Count, $"channel '{channel.Name}' has that many bins");
            Rates($"observations[{o}].data", observation.Data);
        }

        for (int c = 0; c < workspace.Channels.Count; c++)
        {
            if (workspace.Observations.All(o => o.Name != workspace.Channels[c].Name))
            {
                throw Refusal("observations", $"channel '{workspace.Channels[c].Name}' (channels[{c}]) has no observation", "one observation per channel");
            }
        }
    }

    /// <summary>Modifiers that share a name must be able to share parameters.</summary>
    private static void CheckSharing(Workspace workspace)
    {
        Dictionary<string, (Modifier First, int Bins, int Channel, string Path)> known = [];
        for (int c = 0; c < workspace.Channels.Count; c++)
        {
            for (int s = 0; s < workspace.Channels[c].Samples.Count; s++)
            {
                Sample sample = workspace.Channels[c].Samples[s];
                for (int m = 0; m < sample.Modifiers.Count; m++)
                {
                    Modifier modifier = sample.Modifiers[m];
                    string path = $"channels[{c}].samples[{s}].modifiers[{m}]";
                    if (!known.TryAdd(modifier.Name, (modifier, sample.Data.Count, c, path)))
                    {
                        CheckSharing(modifier, sample.Data.Count, c, path, known[modifier.Name]);
                    }
                }
            }
        }
    }

    private static void CheckSharing(Modifier modifier, int bins, int channel, string path, (Modifier First, int Bins, int Channel, string Path) other)
    {
        string kind = ModifierKind.Of(modifier);
        string first = ModifierKind.Of(other.First);
        bool bothAlpha = kind is "normsys" or "histosys" && first is "normsys" or "histosys";
        if (kind != first && !bothAlpha)
        {
            throw Refusal($"{path}.name", $"'{modifier.Name}' is of type {kind} here and of type {first} at {other.Path}", "one type per name (normsys and histosys may share one)");
        }

        switch (modifier)
        {
            case ShapeSys:
                throw Refusal($"{path}.name", $"the shapesys '{modifier.Name}' stands at {other.Path} already", "one sample per shapesys: its control counts belong to that sample alone");
            case StatError when channel != other.Channel:
                throw Refusal($"{path}.name", $"the staterror '{modifier.Name}' belongs to another channel already ({other.Path})", "a name of its own in each channel");
            case ShapeFactor when bins != other.Bins:
                throw Refusal($"{path}.name", $"the shapefactor '{modifier.Name}' has {other.Bins} bins at {other.Path} and {bins} here", "channels with the same number of bins");
            default:
                break;
        }
    }

    private static void NonEmpty(string path, int count, string what)
    {
        if (count == 0)
        {
            throw Refusal(path, "the list is empty", $"at least one {what}");
        }
    }

    private static void Unique(string path, IEnumerable<string> names)
    {
        HashSet<string> seen = [];
        int i = 0;
        foreach (string name in names)
        {
            if (name.Length == 0 || !seen.Add(name))
            {
                throw Refusal($"{path}[{i}].name", name.Length == 0 ? "the name is empty" : $"'{name}' is given twice", "a different name for each");
            }

            i++;
        }
    }

    private static void Bins(string path, IReadOnlyList<double> values, int bins)
    {
        Length(path, values, bins, "one value per bin of the sample");
        Rates(path, values);
    }

    private static void Length(string path, IReadOnlyList<double> values, int bins, string reason)
    {
        if (values.Count != bins)
        {
            throw Refusal(path, $"{values.Count} values instead of {bins}", reason);
        }
    }

    private static void Rates(string path, IReadOnlyList<double> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!(values[i] >= 0 && values[i] <= LargestRate))
            {
                throw Refusal($"{path}[{i}]", FormattableString.Invariant($"{values[i]} cannot be a number of events"), FormattableString.Invariant($"a number from 0 to {LargestRate}"));
            }
        }
    }

    private static void Factor(string path, double value)
    {
        if (!(value >= 1e-6 && value <= 1e6))
        {
            throw Refusal(path, FormattableString.Invariant($"{value} cannot be a factor"), "a factor from 1e-6 to 1e6 (its logarithm is interpolated)");
        }
    }
}
