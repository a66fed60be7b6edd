using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;

namespace Hermetic.Setup.Experiments;

/// <summary>
/// Reads experiment files (YAML; the format is described in docs/experiments.md). Everything that is wrong in a file is an <see cref="InputException"/>
/// of the form "FILE:LINE:COLUMN: key 'a.b': what is wrong; allowed: ...; did you mean 'x'?".
/// </summary>
public static class ExperimentReader
{
    private const int MaximumItems = 1000;

    /// <summary>End of the simulation's tables in GeV, which the beam with nine standard deviations of its spread must not pass.</summary>
    private const double HighestMomentum = 300;

    /// <summary>Least missing-energy cut over the beam momentum: the shower sample keeps tracks above half of it.</summary>
    private const double LeastMissingFraction = 0.4;

    // The bounds exclude what no experiment is: they catch a slip of a unit or of an exponent before it costs a simulation.
    private static readonly NumberRule Momentum = new(Dimension.Energy, 1, HighestMomentum);
    private static readonly NumberRule MomentumSpread = new(Dimension.Fraction, 0, 0.2);
    private static readonly NumberRule Spot = new(Dimension.Length, 0, 1e4);
    private static readonly NumberRule Divergence = new(Dimension.Angle, 0, 0.1);
    private static readonly NumberRule Thickness = new(Dimension.Length, 0, 1e4, AboveMinimum: true);
    private static readonly NumberRule Width = new(Dimension.Length, 0, 1e5, AboveMinimum: true);
    private static readonly NumberRule Units = new(Dimension.Count, 1, 100_000, Whole: true, Units: [""]);
    private static readonly NumberRule PreshowerUnits = new(Dimension.Count, 0, 100_000, Whole: true, Units: [""]);
    private static readonly NumberRule Fraction = new(Dimension.Fraction, 0, 1);
    private static readonly NumberRule Efficiency = new(Dimension.Fraction, 0, 1, AboveMinimum: true);
    private static readonly NumberRule AlphaD = new(Dimension.Number, 0, 4 * Math.PI, AboveMinimum: true);
    private static readonly NumberRule MassRatio = new(Dimension.Number, 2, 1e6, AboveMinimum: true);
    private static readonly NumberRule OnTarget = new(Dimension.Count, 0, 1e20, AboveMinimum: true, Units: ["EOT"]);
    private static readonly NumberRule CutEnergy = new(Dimension.Energy, 0, 1e5);
    private static readonly NumberRule EventMean = new(Dimension.Count, 0, 1e6, Units: ["events", "event"]);
    private static readonly NumberRule EventCount = EventMean with { Whole = true };

    /// <summary>Reads an experiment.</summary>
    /// <param name="path">Path of its file.</param>
    /// <param name="knownMaterials">Names of the materials that a plate may have.</param>
    /// <exception cref="InputException">The file cannot be read, or something in it or in what it includes is wrong.</exception>
    public static Experiment Read(string path, IReadOnlyCollection<string> knownMaterials)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(knownMaterials);
        (YamlMap root, IReadOnlyList<string> files, string digest) = ExperimentFiles.Load(path);
        string[] keys = ["title", "include", "sources", "beam", "ecal", "signal", "periods", "publishedCurves"];
        ExperimentContext context = new(new Dictionary<string, string>(), knownMaterials);

        // The keys of the whole file are checked first: a mistyped "sources" should not be reported as an unknown source.
        ExperimentSection top = new(root, context, keys);
        context = context with { Sources = ReadSources(top.Node("sources")) };
        top = new ExperimentSection(root, context, keys);

        string title = top.Text("title");
        Beam beam = ReadBeam(top.Section("beam", "particle", "momentum", "momentumSpread", "spotX", "spotY", "divergence"));
        Calorimeter ecal = ReadCalorimeter(
            top.Section("ecal", "unit", "units", "preshowerUnits", "width", "stochasticResolution", "constantResolution"));
        SignalHypothesis signal = ReadSignal(top.Section("signal", "alphaD", "massRatio", "darkMatter", "limitProcesses"));
        return new Experiment
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Title = title,
            Sources = context.Sources,
            Beam = beam,
            Ecal = ecal,
            Signal = signal,
            Periods = ReadPeriods(top, beam, ecal),
            PublishedCurves = ReadCurves(top),
            Digest = digest,
            Files = files,
        };
    }

    /// <summary>Citations by key.</summary>
    internal static SortedDictionary<string, string> ReadSources(YamlNode node)
    {
        if (node is not YamlMap { Entries.Count: > 0 } map)
        {
            throw InputError.At(node.Place, node.Key, $"{node.Kind} stands here", "one or more sources, each 'key: citation'");
        }

        string[] names = [.. map.Entries.Select(e => e.Name)];
        ExperimentSection section = new(map, new ExperimentContext(new Dictionary<string, string>(), []), names);
        return new SortedDictionary<string, string>(names.ToDictionary(n => n, section.Text), StringComparer.Ordinal);
    }

    private static Beam ReadBeam(ExperimentSection beam)
    {
        Beam read = new(
            beam.Word<BeamParticle>("particle"),
            beam.Number("momentum", Momentum),
            beam.Number("momentumSpread", MomentumSpread),
            beam.Number("spotX", Spot),
            beam.Number("spotY", Spot),
            beam.Number("divergence", Divergence));
        return read.HighestMomentum <= HighestMomentum
            ? read
            : throw beam.Error(
                "momentumSpread",
                $"nine standard deviations reach beyond {HighestMomentum} GeV, the end of the simulation's tables",
                FormattableString.Invariant($"at most {100 * ((HighestMomentum / read.Momentum.Value) - 1) / 9:G3} % at this momentum"));
    }

    private static Calorimeter ReadCalorimeter(ExperimentSection ecal)
    {
        Plate[] unit =
        [
            .. ecal.Sections("unit", minimum: 1, maximum: 100, "material", "thickness", "active")
                .Select(p => new Plate(p.Material("material"), p.Number("thickness", Thickness), p.Word<YesNo>("active") == YesNo.True)),
        ];
        if (!unit.Any(p => p.Active))
        {
            throw ecal.Error("unit", "no plate is active: nothing would be seen", "at least one plate with 'active: true'");
        }

        Calorimeter read = new(
            unit,
            ecal.Number("units", Units),
            ecal.Number("preshowerUnits", PreshowerUnits),
            ecal.Number("width", Width),
            ecal.Number("stochasticResolution", Fraction),
            ecal.Number("constantResolution", Fraction));
        return read.PreshowerUnits.Value <= read.Units.Value
            ? read
            : throw ecal.Error(
                "preshowerUnits", $"{read.PreshowerUnits.Value} preshower units are more than there are units", $"at most {read.Units.Value}");
    }

    private static SignalHypothesis ReadSignal(ExperimentSection signal) => new(
        signal.Number("alphaD", AlphaD),
        signal.Number("massRatio", MassRatio),
        signal.Word<DarkMatter>("darkMatter"),
        signal.Flags<SignalProcesses>("limitProcesses", (a, b) => a | b));

    private static List<Period> ReadPeriods(ExperimentSection top, Beam beam, Calorimeter ecal)
    {
        List<Period> periods = [];
        foreach (ExperimentSection section in top.Sections(
            "periods", minimum: 1, MaximumItems,
            "name", "onTarget", "selection", "efficiency", "alternativeEfficiencies", "background", "observed", "signalUncertainties"))
        {
            Period period = new()
            {
                Name = section.Text("name"),
                OnTarget = section.Number("onTarget", OnTarget),
                Selection = ReadSelection(
                    section.Section("selection", "preshowerMinimum", "triggerEcalMaximum", "missingEnergyMinimum"), beam, ecal),
                Efficiency = ReadChain(section.Section("efficiency", "name", "cumulative")),
                AlternativeEfficiencies =
                    [.. section.Sections("alternativeEfficiencies", minimum: 0, maximum: 20, "name", "cumulative").Select(ReadChain)],
                Background = ReadBackground(section.Section("background", "sources", "total", "uncertainty")),
                Observed = section.Number("observed", EventCount),
                SignalUncertainties = ReadNamed(section, "signalUncertainties", minimum: 0, Fraction, mayRise: true),
            };
            RefuseTwins(section, "name", periods.Select(p => p.Name).Append(period.Name), "period");
            RefuseTwins(
                section, "alternativeEfficiencies", period.AlternativeEfficiencies.Select(c => c.Name).Prepend(period.Efficiency.Name), "efficiency chain");
            periods.Add(period);
        }

        return periods;
    }

    private static Selection ReadSelection(ExperimentSection selection, Beam beam, Calorimeter ecal)
    {
        Selection read = new(
            selection.Number("preshowerMinimum", CutEnergy),
            selection.Number("triggerEcalMaximum", CutEnergy),
            selection.Number("missingEnergyMinimum", CutEnergy));
        double energy = beam.Momentum.Value;
        if (read.PreshowerMinimum.Value > 0 && ecal.PreshowerUnits.Value == 0)
        {
            throw selection.Error("preshowerMinimum", "the calorimeter has no preshower (ecal.preshowerUnits is 0)", "0 GeV");
        }

        if (read.PreshowerMinimum.Value >= energy)
        {
            throw selection.Error("preshowerMinimum", "no beam particle has that much energy", $"below {energy} GeV");
        }

        if (read.TriggerEcalMaximum.Value <= 0)
        {
            throw selection.Error("triggerEcalMaximum", "no event would pass the trigger", "above 0 GeV");
        }

        double least = LeastMissingFraction * energy;
        return read.MissingEnergyMinimum.Value >= least && read.MissingEnergyMinimum.Value < energy
            ? read
            : throw selection.Error(
                "missingEnergyMinimum",
                read.MissingEnergyMinimum.Value < energy ? "the shower sample does not keep tracks that soft" : "the signal box would hold nothing",
                FormattableString.Invariant($"at least {least:G6} GeV ({LeastMissingFraction} of the beam momentum) and below {energy:G6} GeV"));
    }

    private static EfficiencyChain ReadChain(ExperimentSection chain)
    {
        IReadOnlyList<NamedValue> cumulative = ReadNamed(chain, "cumulative", minimum: 1, Efficiency, mayRise: false);
        return new EfficiencyChain(chain.Text("name"), cumulative);
    }

    private static List<NamedValue> ReadNamed(ExperimentSection parent, string key, int minimum, NumberRule rule, bool mayRise)
    {
        List<NamedValue> values = [];
        foreach (ExperimentSection row in parent.Sections(key, minimum, MaximumItems, "name", "value", "source", "status", "note"))
        {
            NamedValue value = new(row.Text("name"), row.Sourced("value", rule));
            RefuseTwins(row, "name", values.Select(v => v.Name).Append(value.Name), "row");
            if (!mayRise && values.Count > 0 && value.Value.Value > values[^1].Value.Value)
            {
                throw row.Error(
                    "value",
                    "a cumulative efficiency rises: no cut brings events back",
                    $"at most {values[^1].Value.Value}, the value after '{values[^1].Name}'");
            }

            values.Add(value);
        }

        return values;
    }

    private static BackgroundBudget ReadBackground(ExperimentSection background)
    {
        List<BackgroundSource> rows = [];
        foreach (ExperimentSection row in background.Sections(
            "sources", minimum: 0, MaximumItems, "name", "mean", "uncertainty", "upperLimit", "source", "status", "note"))
        {
            bool isLimit = row.Has("upperLimit");
            foreach (string excluded in isLimit ? ["mean", "uncertainty"] : Array.Empty<string>())
            {
                if (row.Has(excluded))
                {
                    throw row.Error(excluded, "stands beside an upper limit", "either 'mean' with 'uncertainty', or 'upperLimit'");
                }
            }

            string name = row.Text("name");
            RefuseTwins(row, "name", rows.Select(r => r.Name).Append(name), "row");
            rows.Add(new BackgroundSource(
                name,
                row.Sourced(isLimit ? "upperLimit" : "mean", EventMean),
                isLimit ? 0 : row.Plain("uncertainty", EventMean),
                isLimit));
        }

        BackgroundBudget read = new(rows, background.Number("total", EventMean), background.Number("uncertainty", EventMean));
        return read.Total.Value > 0 || read.Uncertainty.Value == 0
            ? read
            : throw background.Error("uncertainty", "a background of 0 events has an uncertainty, which no control count gives", "0 events, or a total above 0 events");
    }

    private static IReadOnlyList<string> ReadCurves(ExperimentSection top)
    {
        IReadOnlyList<string> curves = top.Texts("publishedCurves", MaximumItems);
        string? foul = curves.FirstOrDefault(c => !c.All(l => char.IsAsciiLetterOrDigit(l) || l is '-' or '_'));
        return foul is null
            ? curves
            : throw top.Error(
                "publishedCurves", $"'{InputError.Shown(foul)}' is no name of a curve", "letters, digits, '-' and '_' (a file name without extension)");
    }

    /// <summary>Refuses a name that occurs twice: tables and legends could not tell the two apart.</summary>
    private static void RefuseTwins(ExperimentSection section, string key, IEnumerable<string> names, string what)
    {
        HashSet<string> seen = [];
        string? twin = names.FirstOrDefault(n => !seen.Add(n));
        if (twin is not null)
        {
            throw section.Error(key, $"there are two of the name '{InputError.Shown(twin)}'", $"a name of its own for every {what}");
        }
    }
}
