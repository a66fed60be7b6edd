using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;

namespace Hermetic.Production.Validation;

/// <summary>Reads comparison files, with the YAML and the errors of the experiment files.</summary>
internal static class ValidationReader
{
    private static readonly string[] Common = ["check", "title", "source", "note", "tolerance", "standardErrors"];
    private static readonly NumberRule Tolerance = new(Dimension.Fraction, 0, 1, AboveMinimum: true);
    private static readonly NumberRule StandardErrors = new(Dimension.Count, 0, 5, Whole: true, Units: [""]);

    /// <summary>All kinds of checks by name, with the keys that belong to each.</summary>
    private static readonly (string Name, string[] Keys, Func<CheckSettings, CheckRoutine> Bind)[] Kinds =
    [
        ("photon-flux", ["reference"], DarkSectorChecks.PhotonFlux),
        ("bremsstrahlung-totals", ["reference"], DarkSectorChecks.BremsstrahlungTotals),
        ("bremsstrahlung-spectrum", ["reference"], DarkSectorChecks.BremsstrahlungSpectrum),
        ("bremsstrahlung-moments", ["reference"], BremsstrahlungChecks.Moments),
        ("weizsaecker-williams-totals", ["reference"], BremsstrahlungChecks.ApproximateTotals),
        ("weizsaecker-williams-spectrum", ["reference"], BremsstrahlungChecks.ApproximateSpectrum),
        ("weizsaecker-williams-angles", ["reference"], BremsstrahlungChecks.ApproximateAngles),
        ("bremsstrahlung-dmg4", ["reference", "maximumMass"], DarkSectorChecks.Dmg4Totals),
        ("annihilation-peak", ["reference"], DarkSectorChecks.AnnihilationPeak),
        ("annihilation-integral", ["reference"], DarkSectorChecks.AnnihilationIntegral),
        ("annihilation-atomic-motion", ["reference"], DarkProcessChecks.AtomicMotion),
        ("alp-primakoff", ["reference"], DarkProcessChecks.AlpPrimakoff),
        ("lmutau-loop-mixing", ["reference"], DarkProcessChecks.LoopMixing),
        ("charge-exchange", ["reference"], DarkProcessChecks.PionChargeExchange),
        ("dark-photon-widths", ["reference"], DarkSectorChecks.DarkPhotonWidths),
        ("alp-widths", ["reference"], DecayChecks.AlpWidths),
        ("inelastic-widths", ["reference"], DecayChecks.PartnerWidths),
        ("anomalous-moments", ["reference"], ConsequenceChecks.AnomalousMoments),
        ("relic-line", ConsequenceChecks.RelicLineKeys, ConsequenceChecks.RelicLine),
        ("relic-solver", ["reference"], ConsequenceChecks.RelicSolver),
        ("counting-limits", ["reference", "models"], CountingChecks.ExactLimits),
        ("counting-limits-asymptotic", ["reference", "method"], CountingChecks.AsymptoticLimits),
        ("counting-limits-toys", ["reference", "models", "toys", "quickToys"], CountingChecks.ToyLimits),
        ("hybrid-limits", ["reference"], CountingChecks.HybridLimits),
        ("feldman-cousins", ["reference"], CountingChecks.FeldmanCousinsIntervals),
        ("workspace-asymptotics", ["reference", "workspaces", "origins"], WorkspaceChecks.Asymptotic),
        ("shower-profile", [.. ShowerSetup.Keys, "peers"], ShowerChecks.Profile),
        ("shower-radial", [.. ShowerSetup.Keys, "peers"], ShowerChecks.Radial),
        ("shower-track-length", [.. ShowerSetup.Keys, "peers", "thresholds"], ShowerChecks.TrackLength),
        ("shower-summary", [.. ShowerSetup.Keys, "peers", "quantities"], ShowerChecks.Summary),
        ("primary-photons", [.. ShowerSetup.Keys, "reference", "judged"], ShowerChecks.PrimaryPhotons),
        ("muon-stopping-power", ["reference"], MuonChecks.StoppingPower),
        ("muon-passage", MuonChecks.PassageKeys, MuonChecks.Passage),
        ("synchrotron", RadiationChecks.SynchrotronKeys, RadiationChecks.Synchrotron),
        ("muon-pairs", ["reference"], RadiationChecks.MuonPairTotals),
        ("muon-pairs-per-shower", [.. ShowerSetup.Keys, "reference"], RadiationChecks.MuonPairsPerShower),
        ("track-propagation", TrackingChecks.PropagationKeys, TrackingChecks.Propagation),
        ("track-study", TrackingChecks.StudyKeys, TrackingChecks.Study),
        ("exclusion", ["reference", "experiment", "masses", "quickMasses", "showers", "quickShowers", "ranges"], ExclusionCheck.Bind),
    ];

    public static ValidationCheck Read(string path)
    {
        YamlMap root = ExperimentFiles.Load(path).Root;
        ExperimentContext context = new(new Dictionary<string, string>(), MaterialCatalogue.Names);

        // All keys of all checks first: a mistyped "check" should not be reported as a missing one.
        ExperimentSection any = new(root, context, [.. Common.Concat(Kinds.SelectMany(k => k.Keys)).Distinct()]);
        string word = any.Text("check");
        int kind = Array.FindIndex(Kinds, k => k.Name == word);
        if (kind < 0)
        {
            string[] names = [.. Kinds.Select(k => k.Name)];
            YamlNode node = any.Node("check");
            throw InputError.At(node.Place, node.Key, $"'{InputError.Shown(word)}' is no known check", string.Join(", ", names), InputException.Nearest(word, names));
        }

        ExperimentSection section = new(root, context, [.. Common, .. Kinds[kind].Keys]);
        int standardErrors = section.Has("standardErrors") ? (int)section.Plain("standardErrors", StandardErrors) : 0;
        return new ValidationCheck(Kinds[kind].Bind(new CheckSettings(section, Path.GetDirectoryName(path) ?? "", standardErrors)))
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Title = section.Text("title"),
            Source = section.Text("source"),
            Note = section.Has("note") ? section.Text("note") : null,
            Tolerance = section.Has("tolerance") ? section.Plain("tolerance", Tolerance) : null,
            StandardErrors = standardErrors,
        };
    }
}

/// <summary>The settings of one check, checked when they are read.</summary>
internal sealed class CheckSettings(ExperimentSection section, string folder, int standardErrors)
{
    private static readonly NumberRule Number = new(Dimension.Count, 2, 10_000_000, Whole: true, Units: [""]);

    public ExperimentSection Section => section;

    /// <summary>Folder of the comparison file.</summary>
    public string Folder => folder;

    /// <summary>Folder of the table under the key "reference".</summary>
    public string ReferenceFolder => Path.Combine(folder, Path.GetDirectoryName(section.Text("reference")) ?? "");

    /// <summary>How many combined standard errors are taken off a deviation.</summary>
    public int StandardErrors => standardErrors;

    /// <summary>The table under the key "reference".</summary>
    /// <param name="numbers">Columns that must hold numbers.</param>
    /// <param name="texts">Columns that must be there.</param>
    public ReferenceTable Reference(IReadOnlyList<string> numbers, params string[] texts) => Table(section, "reference", numbers, texts, _ => true);

    /// <summary>Some rows of the table under the key "reference"; the others may lack numbers.</summary>
    /// <param name="keep">Which rows are wanted.</param>
    /// <param name="numbers">Columns that must hold numbers.</param>
    /// <param name="texts">Columns that must be there.</param>
    public ReferenceTable Reference(Func<ReferenceTable.Row, bool> keep, IReadOnlyList<string> numbers, params string[] texts) => Table(section, "reference", numbers, texts, keep);

    /// <summary>Some rows of the table under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="keep">Which rows are wanted.</param>
    /// <param name="numbers">Columns that must hold numbers.</param>
    /// <param name="texts">Columns that must be there.</param>
    public ReferenceTable Table(string key, Func<ReferenceTable.Row, bool> keep, IReadOnlyList<string> numbers, params string[] texts) => Table(section, key, numbers, texts, keep);

    /// <summary>The tables of several codes, each with its name.</summary>
    public IReadOnlyList<(string Name, ReferenceTable Table)> Peers(IReadOnlyList<string> numbers, params string[] texts) =>
        [.. section.Sections("peers", 1, 10, "name", "reference").Select(p => (p.Text("name"), Table(p, "reference", numbers, texts, _ => true)))];

    /// <summary>A number of events, full or reduced.</summary>
    /// <param name="name">"showers", "masses" or "muons"; the reduced number stands under "quickShowers" and so on.</param>
    public Func<ValidationOptions, int> Events(string name)
    {
        int full = (int)section.Plain(name, Number);
        int quick = (int)section.Plain($"quick{char.ToUpperInvariant(name[0])}{name[1..]}", Number);
        return options => options.Quick ? quick : full;
    }

    /// <summary>The words of a list, each among the allowed ones.</summary>
    public IReadOnlyList<string> Words(string name, IReadOnlyList<string> allowed)
    {
        IReadOnlyList<string> words = section.Texts(name, allowed.Count);
        if (words.FirstOrDefault(w => !allowed.Contains(w)) is { } unknown)
        {
            YamlNode at = ((YamlList)section.Node(name)).Items[words.ToList().IndexOf(unknown)];
            throw InputError.At(at.Place, at.Key, $"'{InputError.Shown(unknown)}' is not known here", string.Join(", ", allowed), InputException.Nearest(unknown, allowed));
        }

        return words.Count > 0 ? words : throw section.Error(name, "the list is empty", string.Join(", ", allowed));
    }

    private ReferenceTable Table(ExperimentSection at, string key, IReadOnlyList<string> numbers, string[] texts, Func<ReferenceTable.Row, bool> keep)
    {
        string file = at.Text(key);
        return ReferenceTable.Read(
            Path.Combine(folder, file), numbers, texts, keep, wrong => at.Error(key, $"'{InputError.Shown(file)}' {wrong}", "the path of a table relative to this file"));
    }
}
