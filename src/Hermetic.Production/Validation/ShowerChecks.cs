using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production.Validation;

/// <summary>Beam, stack, production cut and number of showers of a comparison, as its file gives them.</summary>
internal sealed class ShowerSetup
{
    public static readonly string[] Keys = ["stack", "energy", "cut", "showers", "quickShowers"];

    private static readonly NumberRule BeamEnergy = new(Dimension.Energy, ShowerRun.LeastEnergy, ShowerRun.MostEnergy);
    private static readonly NumberRule CutRange = new(Dimension.Length, ShowerRun.LeastCut, ShowerRun.MostCut);

    private readonly Func<ValidationOptions, int> _showers;
    private readonly StackSetup _stack;
    private readonly double _cut;

    public ShowerSetup(CheckSettings settings, bool withCut)
    {
        ExperimentSection section = settings.Section;
        string stack = section.Text("stack");
        try
        {
            _stack = StackLibrary.Get(stack);
        }
        catch (InputException e)
        {
            throw section.Error("stack", e.Message.Replace("--stack: ", "", StringComparison.Ordinal));
        }

        Energy = section.Plain("energy", BeamEnergy);
        _cut = withCut ? section.Plain("cut", CutRange) : 0;
        _showers = settings.Events("showers");
    }

    public LayerStack Stack => _stack.Stack;

    public double Energy { get; }

    public int Showers(CheckContext context) => _showers(context.Options);

    public string Remark(CheckContext context) => $"{Showers(context)} showers{(_cut > 0 ? $", production cut {_cut} mm" : "")}, seed {context.Options.Seed}.";

    /// <summary>Simulates, or finds what this run has simulated already.</summary>
    public ShowerTables Run(CheckContext context)
    {
        int showers = Showers(context);
        string key = $"{_stack.Name} {Energy:R} {_cut:R} {showers}";
        if (!context.Studies.TryGetValue(key, out ShowerTables? tables))
        {
            ShowerStudyOptions options = new(ParticleKind.Electron, Energy, showers, context.Options.Seed, context.Options.Threads) { Cells = _stack.Cells };
            tables = ShowerStudy.Run(
                Stack,
                ShowerRun.TablesOf(Stack, _cut),
                options,
                n => context.Progress.Report(new SearchProgress("showers", n, showers, "showers")),
                context.Cancellation);
            context.Studies[key] = tables;
        }

        return tables;
    }
}

/// <summary>Showers against other transport codes.</summary>
internal static class ShowerChecks
{
    private static readonly Dictionary<string, string> Quantities = new()
    {
        ["edep_fraction"] = "deposited fraction of the energy",
        ["leak_front_fraction"] = "fraction of the energy that leaves through the front face",
        ["leak_back_fraction"] = "fraction of the energy that leaves through the back",
        ["leak_side_fraction"] = "fraction of the energy that leaves through the sides",
        ["mean_depth_X0_edep"] = "mean depth of the deposits [X0]",
        ["f_vis"] = "visible fraction of the energy",
        ["mean_depth_X0_vis"] = "mean depth of the visible energy [X0]",
        ["sigma_over_mean_vis"] = "sigma over mean of the visible energy",
        ["mean_radius_cm"] = "mean radius [cm]",
        ["total_track_length_X0_electrons"] = "track length of all electrons [X0]",
        ["total_track_length_X0_positrons"] = "track length of all positrons [X0]",
    };

    private static readonly NumberRule Tolerance = new(Dimension.Fraction, 0, 1, AboveMinimum: true);

    public static CheckRoutine Profile(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCut: true);
        string[] columns = [.. Columns(setup, ("edep_fraction_per_X0", "err"), ("vis_fraction_per_X0", "err_vis")).SelectMany(c => new[] { c.Value, c.Error })];
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["t_low_X0", "t_high_X0", .. columns]);
        return context =>
        {
            ShowerTables ours = setup.Run(context);
            IEnumerable<Comparison> rows = Columns(setup, ("edep_fraction_per_X0", "err"), ("vis_fraction_per_X0", "err_vis")).SelectMany((column, visible) =>
            {
                (string Name, List<ReferenceTable.Row> Rows)[] bins = [.. peers.Select(p => (p.Name, p.Table.Rows.ToList()))];
                int count = Math.Min(ours.Profile.Count, bins.Min(b => b.Rows.Count));
                return Enumerable.Range(0, count).Select(i =>
                {
                    Averaged mine = visible == 0 ? ours.Profile[i].Deposited : ours.Profile[i].Visible!.Value;
                    return Nearer(settings, bins.Select(b => new Comparison(
                        $"{(visible == 0 ? "deposited" : "visible")} fraction per X0, {b.Rows[i]["t_low_X0"]} to {b.Rows[i]["t_high_X0"]} X0; deviation over the maximum",
                        mine.Mean,
                        b.Rows[i][column.Value],
                        mine.Error,
                        b.Rows[i][column.Error])
                    {
                        Scale = b.Rows.Max(r => r[column.Value]),
                        Peer = b.Name,
                    }));
                });
            });
            return CheckOutcome.Of(rows, setup.Remark(context));
        };
    }

    public static CheckRoutine Radial(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCut: true);
        (string Value, string Error)[] columns = Columns(setup, ("fraction_of_edep_within_r", "err"), ("fraction_of_vis_within_r", "err_vis"));
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["r_cm", .. columns.SelectMany(c => new[] { c.Value, c.Error })]);
        return context =>
        {
            ShowerTables ours = setup.Run(context);
            IEnumerable<Comparison> rows = columns.SelectMany((column, visible) => ours.Radial.Select(mine =>
            {
                Averaged fraction = visible == 0 ? mine.Deposited : mine.Visible!.Value;
                return Nearer(settings, peers.Select(p =>
                {
                    ReferenceTable.Row row = p.Table.Rows.First(r => Same(r["r_cm"], mine.Radius / 10));
                    return new Comparison(
                        $"fraction of the {(visible == 0 ? "deposited" : "visible")} energy within {mine.Radius / 10} cm", fraction.Mean, row[column.Value], fraction.Error, row[column.Error])
                    {
                        Scale = 1,
                        Peer = p.Name,
                    };
                }));
            }));
            return CheckOutcome.Of(rows, setup.Remark(context));
        };
    }

    public static CheckRoutine TrackLength(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCut: true);
        string[] columns = ["dT_dE_electron_X0_per_GeV", "err_electron", "dT_dE_positron_X0_per_GeV", "err_positron"];
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["E_low_GeV", "E_high_GeV", .. columns]);
        double[] thresholds = [.. settings.Section.Texts("thresholds", 20).Select(t => Quantity.TryParse(t, Dimension.Energy, out double e) && e > 0 && e < setup.Energy
            ? e
            : throw settings.Section.Error("thresholds", $"'{t}' cannot be used", $"energies such as 1 GeV, below the beam energy"))];
        return context =>
        {
            ShowerTables ours = setup.Run(context);
            List<Comparison> rows = [];
            foreach (int particle in (int[])[0, 1])
            {
                string name = particle == 0 ? "e-" : "e+";
                TrackBin[] mine = [.. ours.Tracks.Select(r => new TrackBin(
                    r.Low, r.High, particle == 0 ? r.Electron.Mean : r.Positron.Mean, particle == 0 ? r.Electron.Error : r.Positron.Error))];
                (string Name, TrackBin[] Bins)[] theirs = [.. peers.Select(p => (p.Name, p.Table.Rows.Select(r => new TrackBin(
                    r["E_low_GeV"], r["E_high_GeV"], r[columns[2 * particle]], r[columns[(2 * particle) + 1]])).ToArray()))];
                foreach (double threshold in thresholds)
                {
                    Measured track = Above(mine, threshold);
                    rows.Add(Nearer(settings, theirs.Select(p =>
                    {
                        Measured reference = Above(p.Bins, threshold);
                        return new Comparison(
                            $"track length of {name} above {Quantity.FormatEnergy(threshold)} [X0]", track.Value, reference.Value, track.Error, reference.Error)
                        { Peer = p.Name };
                    })));
                }

                rows.AddRange(theirs.Select(p => new Comparison($"chi2 over ndf of dT/dE of {name} against {p.Name}, {mine.Length} bins", ChiSquare(mine, p.Bins), 1) { Judged = false }));
            }

            return CheckOutcome.Of(rows, setup.Remark(context));
        };
    }

    public static CheckRoutine Summary(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCut: true);
        IReadOnlyList<(string Name, ReferenceTable Table)> peers = settings.Peers(["mean", "error_on_mean", "rms_event_by_event"], "quantity");
        IReadOnlyList<ExperimentSection> sections = settings.Section.Sections("quantities", 1, Quantities.Count, "name", "tolerance", "other", "absolute");
        (string Name, double? Tolerance, double? Other, bool Absolute)[] quantities = [.. sections.Select(s => (
            NameOf(s, peers),
            s.Has("tolerance") ? s.Plain("tolerance", Tolerance) : (double?)null,
            s.Has("other") ? s.Plain("other", Tolerance) : (double?)null,
            s.Has("absolute") && s.Word<YesNo>("absolute") == YesNo.True))];
        return context =>
        {
            Dictionary<string, Averaged> ours = ShowerFiles.Quantities(setup.Run(context)).ToDictionary(q => q.Quantity, q => q.Value);
            List<Comparison> rows = [];
            foreach ((string name, double? tolerance, double? other, bool absolute) in quantities)
            {
                Comparison[] all = [.. peers.Select(p =>
                {
                    ReferenceTable.Row row = p.Table.Rows.First(r => r.Text("quantity") == name);
                    Comparison plain = new($"{Quantities[name]}{(absolute ? "; the deviation is the difference" : "")}", ours[name].Mean, row["mean"], ours[name].Error, row["error_on_mean"]) { Peer = p.Name };
                    return plain with { Scale = absolute ? 1 : plain.Scale, Judged = tolerance is not null, Tolerance = tolerance };
                })];
                Comparison nearest = Nearer(settings, all);
                rows.Add(nearest);
                if (other is not null)
                {
                    rows.AddRange(all.Where(c => c.Peer != nearest.Peer).Select(c => c with { Tolerance = other, Remark = $"against the farther, {c.Peer}" }));
                }
            }

            return CheckOutcome.Of(rows, setup.Remark(context));
        };
    }

    public static CheckRoutine PrimaryPhotons(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCut: false);
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

    /// <summary>The columns of all energy and, where there are active layers, of the visible energy.</summary>
    private static (string Value, string Error)[] Columns(ShowerSetup setup, (string Value, string Error) all, (string Value, string Error) visible) =>
        setup.Stack.HasActive ? [all, visible] : [all];

    private static string NameOf(ExperimentSection section, IReadOnlyList<(string Name, ReferenceTable Table)> peers)
    {
        string name = section.Text("name");
        if (!Quantities.ContainsKey(name))
        {
            string near = InputException.Hint(name, Quantities.Keys);
            throw section.Error("name", $"'{name}' is not known here", $"{string.Join(", ", Quantities.Keys)}{near}");
        }

        return peers.FirstOrDefault(p => p.Table.Rows.All(r => r.Text("quantity") != name)).Name is { } lacking
            ? throw section.Error("name", $"the table of {lacking} has no row '{name}'")
            : name;
    }

    /// <summary>The comparison with the nearer of several codes, after the standard errors that the file allows; the remark tells the deviations from all of them.</summary>
    private static Comparison Nearer(CheckSettings settings, IEnumerable<Comparison> peers)
    {
        Comparison[] all = [.. peers];
        ValidationRow Judge(Comparison c) => ValidationRow.Judge("", "", (c.Ours, c.Error), (c.Reference, c.ReferenceError), c.Scale, null, settings.StandardErrors, "");
        // Where the errors cover both, the smaller deviation decides.
        Comparison nearest = all.MinBy(c => (Judge(c).Counted, Math.Abs(Judge(c).Deviation)))!;
        return nearest with
        {
            Remark = string.Join("; ", all.Select(c => $"from {c.Peer} {100 * Judge(c).Deviation:+0.00;-0.00} +- {100 * Judge(c).DeviationError:0.00} %")),
        };
    }

    /// <summary>Integral of dT/dE above a threshold; of the bin that holds it the part above it, with dT/dE falling as 1/E^2 as in a cascade. The errors of the bins are taken as independent.</summary>
    private static Measured Above(TrackBin[] bins, double threshold)
    {
        double sum = 0, variance = 0;
        foreach (TrackBin bin in bins.Where(b => b.High > threshold))
        {
            double from = Math.Max(threshold, bin.Low);
            double width = (bin.High - bin.Low) * ((1 / from) - (1 / bin.High)) / ((1 / bin.Low) - (1 / bin.High));
            sum += width * bin.Value;
            variance += width * width * bin.Error * bin.Error;
        }

        return new Measured(sum, Math.Sqrt(variance));
    }

    /// <summary>Mean of the squared deviations over the squared combined errors, over the bins that either has.</summary>
    private static double ChiSquare(TrackBin[] ours, TrackBin[] theirs)
    {
        double[] terms = [.. ours.Zip(theirs, (a, b) => (a.Value - b.Value) * (a.Value - b.Value) / ((a.Error * a.Error) + (b.Error * b.Error))).Where(double.IsFinite)];
        return terms.Sum() / terms.Length;
    }

    private readonly record struct TrackBin(double Low, double High, double Value, double Error);
}
