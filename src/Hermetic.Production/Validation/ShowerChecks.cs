using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production.Validation;

/// <summary>Beam, layers, thresholds and number of showers of a comparison, as its file gives them.</summary>
internal sealed class ShowerSetup
{
    public static readonly string[] Keys = ["layers", "repeat", "width", "energy", "cuts", "showers", "quickShowers"];

    private static readonly NumberRule Thickness = new(Dimension.Length, 0, 1e4, AboveMinimum: true);
    private static readonly NumberRule Width = new(Dimension.Length, 0, 1e5, AboveMinimum: true);
    private static readonly NumberRule BeamEnergy = new(Dimension.Energy, 0.01, 400);
    private static readonly NumberRule Cut = new(Dimension.Energy, 1e-5, 10);
    private static readonly NumberRule Repeat = new(Dimension.Count, 1, 10_000, Whole: true, Units: [""]);

    private readonly Func<ValidationOptions, int> _showers;
    private readonly string _key;

    public ShowerSetup(CheckSettings settings, bool withCuts)
    {
        ExperimentSection section = settings.Section;
        IReadOnlyList<ExperimentSection> layers = section.Sections("layers", 1, 100, "material", "thickness");
        (Material Material, double Thickness)[] unit = [.. layers.Select(l => (MaterialCatalogue.Get(l.Material("material")), l.Plain("thickness", Thickness)))];
        int repeat = section.Has("repeat") ? (int)section.Plain("repeat", Repeat) : 1;
        double width = section.Plain("width", Width);
        Stack = new LayerStack([.. Enumerable.Repeat(unit, repeat).SelectMany(u => u)], width);
        Energy = section.Plain("energy", BeamEnergy);
        if (withCuts)
        {
            ExperimentSection cuts = section.Section("cuts", "photonProduction", "electronProduction", "photonTracking", "electronTracking");
            Cuts = new TransportCuts(
                cuts.Plain("photonProduction", Cut), cuts.Plain("electronProduction", Cut), cuts.Plain("photonTracking", Cut), cuts.Plain("electronTracking", Cut));
        }

        _showers = settings.Events("showers");
        _key = string.Join(';', [.. unit.Select(u => $"{u.Material.Name} {u.Thickness:R}"), $"{repeat} {width:R} {Energy:R} {Cuts}"]);
    }

    public LayerStack Stack { get; }

    public double Energy { get; }

    public TransportCuts Cuts { get; }

    public int Showers(CheckContext context) => _showers(context.Options);

    public string Remark(CheckContext context) => $"{Showers(context)} showers, seed {context.Options.Seed}.";

    /// <summary>Simulates, or finds what this run has simulated already.</summary>
    public ShowerAverages Run(CheckContext context, string? active, double threshold)
    {
        string key = $"{_key} {Showers(context)} {active} {threshold:R}";
        if (!context.Studies.TryGetValue(key, out ShowerAverages? averages))
        {
            averages = ShowerStudy.Run(
                Stack, Cuts, ParticleKind.Electron, Energy, Showers(context), context.Options.Seed, context.Options.Threads, active, [threshold], context.Cancellation);
            context.Studies[key] = averages;
        }

        return averages;
    }
}

/// <summary>Showers against other transport codes.</summary>
internal static class ShowerChecks
{
    /// <summary>Track length is always scored above some energy; comparisons that do not ask for it share this one.</summary>
    private const double DefaultThreshold = 1;

    private const string MeanDepthKey = "mean_depth_X0_edep";

    private static readonly Dictionary<string, (string Words, Func<ShowerAverages, Measured> Value)> Quantities = new()
    {
        ["edep_fraction"] = ("deposited fraction of the energy", a => a.Deposited),
        ["leak_front_fraction"] = ("fraction of the energy that leaves through the front face", a => a.FrontLeakage),
        ["leak_back_fraction"] = ("fraction of the energy that leaves through the back", a => a.BackLeakage),
        [MeanDepthKey] = ("mean depth of the deposits, from the centres of bins of 1 X0 [X0]", MeanDepth),
        ["f_vis"] = ("visible fraction of the energy", a => a.ActiveFraction),
        ["sigma_over_mean_vis"] = ("sigma over mean of the visible energy", a => a.ActiveResolution),
    };

    public static CheckRoutine Profile(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCuts: true);
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["t_low_X0", "t_high_X0", "edep_fraction_per_X0", "err"]);
        return context =>
        {
            ShowerAverages ours = setup.Run(context, null, DefaultThreshold);
            (string Name, List<ReferenceTable.Row> Rows)[] bins = [.. peers.Select(p => (p.Name, p.Table.Rows.ToList()))];
            int count = Math.Min(ours.Profile.Count, bins.Min(b => b.Rows.Count));
            IEnumerable<Comparison> rows = Enumerable.Range(0, count).Select(i => Nearer(settings.StandardErrors, bins.Select(b => new Comparison(
                $"deposited fraction per X0, {b.Rows[i]["t_low_X0"]} to {b.Rows[i]["t_high_X0"]} X0; deviation over the maximum",
                ours.Profile[i].Value,
                b.Rows[i]["edep_fraction_per_X0"],
                ours.Profile[i].Error,
                b.Rows[i]["err"])
            {
                Scale = b.Rows.Max(r => r["edep_fraction_per_X0"]),
                Peer = b.Name,
            })));
            return CheckOutcome.Of(rows, setup.Remark(context));
        };
    }

    public static CheckRoutine TrackLength(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCuts: true);
        string[] columns = ["dT_dE_electron_X0_per_GeV", "err_electron", "dT_dE_positron_X0_per_GeV", "err_positron"];
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["E_low_GeV", "E_high_GeV", .. columns]);
        double threshold = settings.Section.Plain("threshold", new(Dimension.Energy, 0, setup.Energy, AboveMinimum: true));
        return context =>
        {
            ShowerAverages ours = setup.Run(context, null, threshold);
            Comparison Row(string particle, Measured track, string value, string error) => Nearer(settings.StandardErrors, peers.Select(p =>
            {
                (double sum, double uncertainty) = Above(p.Table, threshold, value, error);
                return new Comparison($"track length of {particle} above {Quantity.FormatEnergy(threshold)} [X0]", track.Value, sum, track.Error, uncertainty) { Peer = p.Name };
            }));
            return CheckOutcome.Of([Row("e-", ours.ElectronTrack[0], columns[0], columns[1]), Row("e+", ours.PositronTrack[0], columns[2], columns[3])], setup.Remark(context));
        };
    }

    public static CheckRoutine Summary(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCuts: true);
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["mean", "error_on_mean", "rms_event_by_event"], "quantity");
        string? active = settings.Section.Has("active") ? settings.Section.Material("active") : null;
        IReadOnlyList<string> quantities = settings.Words("quantities", [.. Quantities.Keys]);
        foreach (string quantity in quantities)
        {
            if (peers.FirstOrDefault(p => p.Table.Rows.All(r => r.Text("quantity") != quantity)).Name is { } lacking)
            {
                throw settings.Section.Error("quantities", $"the table of {lacking} has no row '{quantity}'");
            }
        }

        return context =>
        {
            ShowerAverages ours = setup.Run(context, active, DefaultThreshold);
            IEnumerable<Comparison> rows = quantities.SelectMany(q => peers.Select(p =>
            {
                ReferenceTable.Row row = p.Table.Rows.First(r => r.Text("quantity") == q);
                (string words, Func<ShowerAverages, Measured> value) = Quantities[q];
                Measured measured = value(ours);
                // A profile alone has no event-by-event spread; that of the reference stands in for ours.
                double error = q == MeanDepthKey ? row["rms_event_by_event"] / Math.Sqrt(ours.Events) : measured.Error;
                return new Comparison(words, measured.Value, row["mean"], error, row["error_on_mean"]) { Peer = p.Name, Remark = $"against {p.Name}" };
            }));
            return CheckOutcome.Of(rows, setup.Remark(context));
        };
    }

    public static CheckRoutine PrimaryPhotons(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCuts: false);
        ReferenceTable table = settings.Reference(["k_min_GeV", "mean_number_of_photons_per_electron", "err"]);
        ReferenceTable.Row[] rows = [.. table.Rows.Where(r => r["k_min_GeV"] < setup.Energy)];
        double[] judged = [.. settings.Section.Texts("judged", 20).Select(t => Quantity.TryParse(t, Dimension.Energy, out double e) && rows.Any(r => Same(r["k_min_GeV"], e))
            ? e
            : throw settings.Section.Error("judged", $"'{t}' is no threshold of the table", string.Join(", ", rows.Select(r => $"{r["k_min_GeV"]} GeV"))))];
        return context =>
        {
            IReadOnlyList<Measured> counts = Hermetic.Simulation.Transport.PrimaryPhotons.Count(
                setup.Stack, setup.Energy, [.. rows.Select(r => r["k_min_GeV"])], setup.Showers(context), context.Options.Seed, context.Options.Threads, context.Cancellation);
            IEnumerable<Comparison> comparisons = rows.Select((r, i) => new Comparison(
                $"photons above {Quantity.FormatEnergy(r["k_min_GeV"])} per electron", counts[i].Value, r["mean_number_of_photons_per_electron"], counts[i].Error, r["err"])
            {
                Judged = judged.Any(j => Same(j, r["k_min_GeV"])),
            });
            return CheckOutcome.Of(comparisons, $"{setup.Showers(context)} electrons, seed {context.Options.Seed}.");
        };
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= 1e-9 * b;

    /// <summary>The comparison with the nearer of several codes, after the standard errors that the file allows; the remark tells the deviations from all of them.</summary>
    private static Comparison Nearer(int standardErrors, IEnumerable<Comparison> peers)
    {
        Comparison[] all = [.. peers];
        ValidationRow Judge(Comparison c) => ValidationRow.Judge("", "", (c.Ours, c.Error), (c.Reference, c.ReferenceError), c.Scale, null, standardErrors, "");
        // Where the errors cover both, the smaller deviation decides.
        Comparison nearest = all.MinBy(c => (Judge(c).Counted, Math.Abs(Judge(c).Deviation)))!;
        return nearest with { Remark = string.Join("; ", all.Select(c => $"from {c.Peer} {100 * Judge(c).Deviation:+0.00;-0.00} %")) };
    }

    /// <summary>Integral of dT/dE above a threshold, which must be an edge within rounding; the errors of the bins are taken as independent.</summary>
    private static (double Value, double Error) Above(ReferenceTable table, double threshold, string column, string error)
    {
        double sum = 0, variance = 0;
        foreach (ReferenceTable.Row row in table.Rows.Where(r => r["E_low_GeV"] >= 0.999 * threshold))
        {
            double width = row["E_high_GeV"] - row["E_low_GeV"];
            sum += width * row[column];
            variance += width * width * row[error] * row[error];
        }

        return (sum, Math.Sqrt(variance));
    }

    private static Measured MeanDepth(ShowerAverages averages)
    {
        double sum = 0, moment = 0;
        for (int i = 0; i < averages.Profile.Count; i++)
        {
            sum += averages.Profile[i].Value;
            moment += averages.Profile[i].Value * (i + 0.5);
        }

        return new Measured(moment / sum, 0);
    }
}
