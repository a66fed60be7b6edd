using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production.Validation;

/// <summary>Muons in matter against published stopping powers and another transport code.</summary>
internal static class MuonChecks
{
    public static readonly string[] PassageKeys =
    [
        "stack", "energy", "cut", "muons", "quickMuons", "nuclearReactions", "nuclearShape", "setup", "losses", "angles", "transfers", "tailTolerance", "angleTolerance", "transferTolerance",
    ];

    private static readonly NumberRule BeamEnergy = new(Dimension.Energy, 0.1, 500);
    private static readonly NumberRule CutRange = new(Dimension.Length, ShowerRun.LeastCut, ShowerRun.MostCut);
    private static readonly NumberRule Tolerance = new(Dimension.Fraction, 0, 1, AboveMinimum: true);
    private static readonly string[] Transfers = ["delta_rays_per_muon", "bremsstrahlung_photons_per_muon", "pairs_per_muon"];
    private static readonly string[] TransferWords = ["knock-on electrons", "photons", "pairs"];

    /// <summary>Mean loss by process.</summary>
    public static CheckRoutine StoppingPower(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["kinetic_energy_GeV", "ionisation", "bremsstrahlung", "pairs", "photonuclear"], "material");
        return context => CheckOutcome.Of(table.Rows.SelectMany(Rows));

        static IEnumerable<Comparison> Rows(ReferenceTable.Row row)
        {
            Material material = MaterialCatalogue.Get(row.Text("material"));
            double energy = row["kinetic_energy_GeV"];
            HeavyLoss loss = HeavyLoss.Below(material, HeavyParticle.Muon, energy, HeavyCuts.None with { NuclearReactions = row["photonuclear"] > 0 });
            // GeV/mm to MeV cm2/g.
            double perMass = 1e4 / material.Density;
            string where = $"of {Quantity.FormatEnergy(energy)} muons in {row.Text("material")} [MeV cm2/g]";
            yield return new($"mean loss {where}", perMass * loss.Total, row["ionisation"] + row["bremsstrahlung"] + row["pairs"] + row["photonuclear"]);
            yield return new($"loss to collisions {where}", perMass * loss.Ionisation, row["ionisation"]) { Judged = false };
            yield return new($"loss to bremsstrahlung {where}", perMass * loss.Bremsstrahlung, row["bremsstrahlung"]) { Judged = false };
            yield return new($"loss to pairs {where}", perMass * loss.PairProduction, row["pairs"]) { Judged = false };
            if (row["photonuclear"] > 0)
            {
                yield return new($"photonuclear loss {where}", perMass * loss.Photonuclear, row["photonuclear"]) { Judged = false };
            }
        }
    }

    /// <summary>Loss, deflection and transfers of muons that pass through a stack.</summary>
    public static CheckRoutine Passage(CheckSettings settings)
    {
        ExperimentSection section = settings.Section;
        LayerStack stack = StackLibrary.Get(section.Text("stack")).Stack;
        double energy = section.Plain("energy", BeamEnergy);
        double cut = section.Plain("cut", CutRange);
        bool reactions = section.Word<YesNo>("nuclearReactions") == YesNo.True;
        NuclearShape shape = section.Word<NuclearShape>("nuclearShape");
        Func<ValidationOptions, int> muons = settings.Events("muons");
        string setup = section.Text("setup");
        bool Wanted(ReferenceTable.Row row) => row.Text("setup") == setup && Math.Abs(row["E_GeV"] - energy) < 1e-9 * energy;
        double? tails = Optional(section, "tailTolerance"), angle = Optional(section, "angleTolerance"), transfer = Optional(section, "transferTolerance");
        double[] above = [1, 2, 5, 10, 20, 40];
        int[] multiples = [3, 5, 10, 20];
        ReferenceTable.Row losses = settings.Table(
            "losses",
            Wanted,
            ["n_muons", "median_loss_GeV", "err_median", "most_probable_loss_GeV", "mean_loss_GeV", "err_mean", .. above.Select(a => $"P_loss_gt_{a}GeV"), .. above.Select(a => $"err_{a}")],
            "setup",
            "E_GeV").Rows.First();
        ReferenceTable.Row[] angles = section.Has("angles")
            ? [.. settings.Table(
                "angles",
                Wanted,
                ["s68_mrad", "err_s68", "q98_over_2p3263_mrad", .. multiples.Select(m => $"P_beyond_{m}s68"), .. multiples.Select(m => $"err_{m}")],
                "setup",
                "E_GeV",
                "sample").Rows]
            : [];
        ReferenceTable.Row[] transfers = section.Has("transfers")
            ? [.. settings.Table("transfers", _ => true, ["transfer_low_GeV", "transfer_high_GeV", .. Transfers], []).Rows]
            : [];
        return context =>
        {
            HeavyTables[] tables = [.. stack.Materials.Select(m =>
                new HeavyTables(m, HeavyParticle.Muon, HeavyCuts.Of(ProductionCuts.FromRange(m, cut)) with { NuclearReactions = reactions, Shape = shape }))];
            double[] edges = [.. transfers.Select(t => t["transfer_low_GeV"]), .. transfers.TakeLast(1).Select(t => t["transfer_high_GeV"])];
            HeavyAverages run = HeavyStudy.Run(
                stack, tables, ParticleKind.MuonMinus, energy, muons(context.Options), context.Options.Seed, context.Options.Threads, edges, context.Cancellation);
            List<Comparison> rows = [];
            List<string> remarks = [$"{run.Passages.Count} muons, production cut {cut} mm, seed {context.Options.Seed}; nuclear reactions {(reactions ? "on" : "off")}, nuclear shape {EnumWords.Word(shape)}."];
            rows.AddRange(Losses(run, losses, above, tails));
            foreach (ReferenceTable.Row row in angles.Where(r => r.Text("sample") is "all" or "E_exit/E0>0.99"))
            {
                rows.AddRange(Angles(run, row, energy, row.Text("sample") == "all" ? 1 : 0.01, stack.Depth, multiples, angle, tails));
            }

            for (int kind = 0; kind < Transfers.Length && transfers.Length > 0; kind++)
            {
                rows.AddRange(Counts(run, transfers, kind, losses["n_muons"], transfer, remarks));
            }

            return new CheckOutcome(rows, remarks);
        };
    }

    private static double? Optional(ExperimentSection section, string key) => section.Has(key) ? section.Plain(key, Tolerance) : null;

    private static IEnumerable<Comparison> Losses(HeavyAverages run, ReferenceTable.Row row, double[] above, double? tails)
    {
        double[] sorted = [.. run.Passages.Where(p => p.Through).Select(p => p.Loss).Order()];
        int n = sorted.Length;
        double median = Quantile(sorted, 0.5);
        // The error of a quantile from the density around it.
        double medianError = 0.5 / Math.Sqrt(n) * (Quantile(sorted, 0.52) - Quantile(sorted, 0.48)) / 0.04;
        yield return new("median loss [GeV]", median, row["median_loss_GeV"], medianError, row["err_median"]);
        yield return new("most probable loss [GeV]", Peak(sorted, median), row["most_probable_loss_GeV"]);
        double mean = sorted.Average();
        double error = Math.Sqrt(sorted.Sum(l => (l - mean) * (l - mean)) / n / n);
        yield return new("mean loss [GeV]", mean, row["mean_loss_GeV"], error, row["err_mean"]) { Judged = false };
        foreach (double a in above)
        {
            yield return Probability($"probability of a loss above {a} GeV", sorted.Count(l => l > a), run.Passages.Count, row[$"P_loss_gt_{a}GeV"], row[$"err_{a}"], tails);
        }
    }

    private static IEnumerable<Comparison> Angles(
        HeavyAverages run, ReferenceTable.Row row, double energy, double greatestLoss, double depth, int[] multiples, double? core, double? tails)
    {
        HeavyPassage[] passages = [.. run.Passages.Where(p => p.Through && p.Loss < greatestLoss * energy)];
        double[] angles = [.. passages.SelectMany(p => new[] { Math.Abs(p.ThetaX), Math.Abs(p.ThetaY) }).Order()];
        double width = Quantile(angles, 0.6827);
        // Of a normal distribution: sqrt(0.6827 0.3173/n)/(2 phi(1)) = 0.96/sqrt(n) of the half width.
        double error = 1e3 * width * 0.96 / Math.Sqrt(angles.Length);
        string which = row.Text("sample") == "all" ? "" : $", muons with {row.Text("sample")}";
        yield return new($"half width of the projected angle, 68.27 %{which} [mrad]", 1e3 * width, row["s68_mrad"], error, row["err_s68"]) { Tolerance = core, Judged = core is not null };
        yield return new($"98 % quantile of the projected angle over 2.3263{which} [mrad]", 1e3 * Quantile(angles, 0.98) / 2.3263, row["q98_over_2p3263_mrad"], error, row["err_s68"])
        {
            Tolerance = core,
            Judged = core is not null,
        };
        foreach (int m in multiples)
        {
            // Nothing is to be said where the reference has seen nothing.
            if (row[$"P_beyond_{m}s68"] > 0)
            {
                yield return Probability($"probability of a projected angle beyond {m} half widths{which}", angles.Count(a => a > m * width), angles.Length, row[$"P_beyond_{m}s68"], row[$"err_{m}"], tails);
            }
        }

        double displacement = Quantile([.. passages.SelectMany(p => new[] { Math.Abs(p.X), Math.Abs(p.Y) }).Order()], 0.6827);
        yield return new($"displacement over theta L/sqrt(3), half widths{which}", displacement / (width * depth / Math.Sqrt(3)), 1, 1.4 / Math.Sqrt(angles.Length))
        {
            Tolerance = core,
            Judged = core is not null,
        };
    }

    /// <summary>Numbers of transfers per decade, and chi squared over all bins with entries enough for it.</summary>
    private static IEnumerable<Comparison> Counts(HeavyAverages run, ReferenceTable.Row[] bins, int kind, double muons, double? tolerance, List<string> remarks)
    {
        const int LeastEntries = 10;
        int n = run.Passages.Count;
        // The reference's first bin holds smaller transfers too, made under cuts of its own.
        double chi2 = 0;
        int used = 0;
        Dictionary<int, (double Ours, double Reference, double Variance)> decades = [];
        for (int b = 1; b < bins.Length; b++)
        {
            double ours = run.Transfers[kind][b] / (double)n;
            double theirs = bins[b][Transfers[kind]];
            double variance = ours / n;
            if (run.Transfers[kind][b] >= LeastEntries)
            {
                chi2 += (ours - theirs) * (ours - theirs) / (variance + (theirs / muons));
                used++;
            }

            int decade = (int)Math.Floor(Math.Log10(bins[b]["transfer_low_GeV"] * 1.001));
            (double a, double r, double v) = decades.GetValueOrDefault(decade);
            decades[decade] = (a + ours, r + theirs, v + variance);
        }

        remarks.Add($"{TransferWords[kind]}: chi2 = {chi2:F1} for {used} bins.");
        foreach ((int decade, (double ours, double reference, double variance)) in decades.Where(d => d.Value.Reference > 0).OrderBy(d => d.Key))
        {
            yield return new($"{TransferWords[kind]} of {Quantity.FormatEnergy(Math.Pow(10, decade))} to {Quantity.FormatEnergy(Math.Pow(10, decade + 1))} per muon", ours, reference, Math.Sqrt(variance), Math.Sqrt(reference / muons))
            {
                Tolerance = tolerance,
                Judged = tolerance is not null,
            };
        }
    }

    private static Comparison Probability(string quantity, int found, int of, double reference, double error, double? tolerance)
    {
        double p = found / (double)of;
        return new(quantity, p, reference, Math.Sqrt(Math.Max(p, reference) / of), error) { Tolerance = tolerance, Judged = tolerance is not null };
    }

    private static double Quantile(double[] sorted, double probability) => sorted[Math.Min(sorted.Length - 1, (int)(probability * sorted.Length))];

    /// <summary>Vertex of the parabola through the highest bin of a histogram (bins of 2 % of the median) and two neighbours on each side, by least squares.</summary>
    private static double Peak(double[] sorted, double median)
    {
        double width = 0.02 * median;
        int[] counts = new int[150];
        foreach (double loss in sorted)
        {
            int bin = (int)(loss / width);
            if (bin < counts.Length)
            {
                counts[bin]++;
            }
        }

        int highest = Array.IndexOf(counts, counts.Max());
        double slope = 0, curvature = 0;
        for (int i = -2; i <= 2; i++)
        {
            double count = highest + i >= 0 && highest + i < counts.Length ? counts[highest + i] : 0;
            // Orthogonal polynomials on five points: i, and i^2 - 2.
            slope += i * count / 10;
            curvature += ((i * i) - 2) * count / 14;
        }

        return (highest + 0.5 - (curvature < 0 ? slope / (2 * curvature) : 0)) * width;
    }
}
