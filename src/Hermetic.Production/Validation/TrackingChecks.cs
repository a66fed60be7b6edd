using Hermetic.Analysis.Tracking;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Production.Validation;

/// <summary>Propagation through magnets, and the resolution of spectrometers that is known in closed form.</summary>
internal static class TrackingChecks
{
    public static readonly string[] StudyKeys = ["reference", "tracks", "quickTracks"];

    public static readonly string[] PropagationKeys = ["reference", "map"];

    private static readonly string[] Pulls = ["pull of x", "pull of y", "pull of tx", "pull of ty", "pull of q/p"];

    /// <summary>Tracks through three magnets; deviations over the bend.</summary>
    public static CheckRoutine Propagation(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["momentum_GeV", "x0", "y0", "tx0", "ty0", "x", "y", "tx", "ty"], "magnet");
        string map = Path.Combine(settings.Folder, settings.Section.Text("map"));
        return _ =>
        {
            Dictionary<string, (MagneticField Field, double From, double To)> magnets = new()
            {
                ["sharp"] = (new MagneticField([new Dipole("sharp", 1000, 2000, 1.5)], []), 0, 2000),
                ["enge"] = (new MagneticField([new Dipole("enge", 1000, 1500, 1.5, 0, 140, new EngeEdge(EngeEdge.Usual))], []), -1000, 3000),
                ["map"] = (new MagneticField([], [new PlacedMap("map", FieldMapReader.Read(map), 0, 0, 1000, 1)]), -1000, 3000),
            };
            return CheckOutcome.Of(table.Rows.SelectMany(r => Rows(r, magnets[r.Text("magnet")])));
        };

        static IEnumerable<Comparison> Rows(ReferenceTable.Row row, (MagneticField Field, double From, double To) magnet)
        {
            TrackState s = new(row["x0"], row["y0"], row["tx0"], row["ty0"], 1 / row["momentum_GeV"], magnet.From);
            Propagator.To(magnet.Field, ref s, magnet.To, 1e-11);
            double straight = row["x0"] + (row["tx0"] * (magnet.To - magnet.From)), bend = Math.Abs(row["x"] - straight);
            string where = FormattableString.Invariant($"magnet {row.Text("magnet")}, {row["momentum_GeV"]} GeV from ({row["x0"]}, {row["y0"]}) mm");
            double? fine = row.Text("magnet") == "sharp" ? 1e-9 : null;
            yield return new($"x behind it [mm]; {where}", s.X, row["x"]) { Scale = bend, Tolerance = fine };
            yield return new($"y behind it [mm]; {where}", s.Y, row["y"]) { Scale = bend, Tolerance = fine };
            yield return new($"dx/dz behind it; {where}", s.Tx, row["tx"]) { Scale = Math.Abs(row["tx"] - row["tx0"]), Tolerance = fine };
        }
    }

    /// <summary>Resolution and pulls from simulated tracks.</summary>
    public static CheckRoutine Study(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["momentum_GeV", "value"], "tracker", "quantity");
        Func<ValidationOptions, int> tracks = settings.Events("tracks");
        return context => CheckOutcome.Of(
            table.Rows.GroupBy(r => (Tracker: r.Text("tracker"), Momentum: r["momentum_GeV"])).SelectMany(g =>
            {
                TrackerSetup setup = TrackerReader.Read(Path.Combine(settings.ReferenceFolder, g.Key.Tracker));
                TrackStudyOptions options = new(setup.Beam.Particle, [g.Key.Momentum], tracks(context.Options), context.Options.Seed, context.Options.Threads, FitMethod.Kalman, false);
                TrackStudyPoint point = TrackStudy.Run(setup, options, context.Progress, context.Cancellation)[0];
                return g.Select(r => Compare(setup, point, r));
            }),
            "Gaussian errors and scattering; half the widths of the central 68.27 %.");

        static Comparison Compare(TrackerSetup setup, TrackStudyPoint point, ReferenceTable.Row row)
        {
            string quantity = row.Text("quantity");
            int pull = Array.IndexOf(Pulls, quantity);
            double ours = pull < 0 ? point.Resolution : point.PullWidths[pull];
            string where = FormattableString.Invariant($"{setup.Title}, {point.Momentum} GeV");
            return new(pull < 0 ? $"relative error of 1/p; {where}" : $"width of the {quantity}; {where}", ours, row["value"], ours * 0.86 / Math.Sqrt(point.Found));
        }
    }
}
