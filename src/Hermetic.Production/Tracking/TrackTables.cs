using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Analysis.Tracking;
using Hermetic.Core.Storage;
using Hermetic.Core.Units;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Production.Tracking;

/// <summary>Studies and alignments of trackers as tables.</summary>
public static class TrackTables
{
    private static readonly string[] PullNames = ["x", "y", "tx", "ty", "q/p"];

    /// <summary>Resolution, efficiency, ghosts and pulls against momentum.</summary>
    /// <param name="setup">The tracker.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static DataTable Study(TrackerSetup setup, TrackStudyOptions options, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<TrackStudyPoint> points = TrackStudy.Run(setup, options, progress, cancellation);
        return new DataTable
        {
            Name = $"track-study-{setup.Name}",
            Title = $"{setup.Title}: {options.Particle.Name}",
            Statements =
            [
                Describe(setup),
                $"{options.Events} events at each momentum, seed {options.Seed}; {Model(options)}.",
                FormattableString.Invariant($"Mean number of other beam particles within the read times: {setup.Beam.PileUp}."),
                "Resolution: half the width of the central 68.27 % of the relative error of 1/p, with its standard error; rms of the same; expected: root of the median variance of the fits.",
                "Acceptance: particles that cross at least three quarters of the planes. Efficiency: of these, found with at least 70 % of a track's measurements. Ghosts: tracks of no particle and second tracks, per event.",
                "Pulls: half the widths of the central 68.27 %, at the reference plane in front. KS p: probability of Kolmogorov and Smirnov that the chi2 probabilities are flat. A dash: too few tracks.",
                .. points.Any(p => p.Crowded > 0)
                    ? [$"In {points.Sum(p => p.Crowded)} events there were more candidates than pattern recognition follows: the worst of them were given up."]
                    : Array.Empty<string>(),
                .. setup.Numbers.Any(n => n.Value.Status is SourceStatus.Recalled or SourceStatus.Assumed)
                    ? [$"{setup.Numbers.Count(n => n.Value.Status is SourceStatus.Recalled or SourceStatus.Assumed)} of {setup.Numbers.Count} numbers of the set-up are assumed or recalled, not published: the answer is no better than they are."]
                    : Array.Empty<string>(),
            ],
            Columns =
            [
                new("p_GeV", "p [GeV]") { Label = Label.Plain("momentum [GeV]") },
                new("resolution", "resolution") { Label = Label.Plain("central 68 %") },
                new("resolution_error", "+-"),
                new("rms", "rms"),
                new("expected", "expected") { Label = Label.Plain("expected by the fit") },
                new("bias", "bias"),
                new("acceptance", "acceptance") { Label = Label.Plain("acceptance") },
                new("efficiency", "efficiency") { Label = Label.Plain("efficiency") },
                new("efficiency_error", "+-"),
                new("ghosts_per_event", "ghosts") { Label = Label.Plain("ghosts per event") },
                .. PullNames.Select(n => new DataColumn($"pull_{n.Replace("q/p", "kappa", StringComparison.Ordinal)}", $"pull {n}") { Label = Label.Plain($"pull of {n}") }),
                new("tail_beyond_4", "|pull|>4"),
                new("chi2_per_freedom", "chi2/f"),
                new("ks_probability", "KS p"),
                new("hits", "hits"),
            ],
            Rows = [.. points.Select(Row)],
            Plot = Figures[0].Plot,
        };
    }

    /// <summary>The figures of a study: name of the file and how the table is drawn in it.</summary>
    public static IReadOnlyList<(string Name, DataPlot Plot)> Figures { get; } =
    [
        ("resolution", new DataPlot(0, [1, 4], Label.Plain("relative error of 1/p")) { LogX = false, LogY = false }),
        ("efficiency", new DataPlot(0, [6, 7, 9], Label.Plain("acceptance, efficiency, ghosts per event")) { LogX = false, LogY = false }),
        ("pulls", new DataPlot(0, [10, 11, 12, 13, 14], Label.Plain("width of the pulls")) { LogX = false, LogY = false }),
    ];

    /// <summary>Writes a study into a folder: table as CSV and JSON, figures as SVG.</summary>
    /// <param name="table">The study.</param>
    /// <param name="folder">The folder; is created.</param>
    public static void Write(DataTable table, string folder)
    {
        ArgumentNullException.ThrowIfNull(table);
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, "study.csv"), DataTableText.Csv(table));
        WholeFile.Write(Path.Combine(folder, "study.json"), DataTableText.Json(table, SearchRun.Version));
        foreach ((string name, DataPlot plot) in Figures)
        {
            WholeFile.Write(Path.Combine(folder, $"{name}.svg"), FigureSvg.Render(DataTableFigure.Of(table with { Name = $"{table.Name}-{name}", Plot = plot })));
        }
    }

    /// <summary>Shifts and rotations of displaced planes beside what the alignment finds.</summary>
    /// <param name="setup">The tracker.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static DataTable Align(TrackerSetup setup, TrackAlignmentOptions options, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        TrackAlignmentResult result = TrackAlignment.Run(setup, options, progress, cancellation);
        List<double[]> rows = [];
        for (int p = 0; p < setup.Layout.Planes.Count; p++)
        {
            double[] row = [setup.Layout.Planes[p].Z, .. Part(2 * p, 1e3), .. Part((2 * p) + 1, 1e6)];
            rows.Add(row);
        }

        string modes = result.WeakModes == 1 ? "1 combination" : $"{result.WeakModes} combinations";
        return new DataTable
        {
            Name = $"track-align-{setup.Name}",
            Title = $"{setup.Title}: alignment",
            Statements =
            [
                string.Create(CultureInfo.InvariantCulture, $"Planes displaced at random by {1e3 * options.Shift:G4} um and {1e3 * options.Rotation:G4} mrad (standard deviations, along the measured coordinate and about the beam), found again from {result.Tracks} tracks of {options.Straight} events with the magnets off and {options.Bent} with them on, {options.Particle.Name} of {Quantity.FormatEnergy(options.Momentum)}, seed {options.Seed}."),
                $"Tracks do not tell {modes} of displacements (such as shifts and shears of the whole): the solution has none of them, and they are taken out of the truth for the comparison.",
                string.Create(CultureInfo.InvariantCulture, $"All differences together: chi2 = {result.Chi2:F1} for {result.Freedom} degrees of freedom. Chi2 per degree of freedom of the tracks: {result.TrackChi2.First:G4} as displaced, {result.TrackChi2.Last:G4} aligned."),
                "Errors are those of the tracks' Gaussian errors alone.",
            ],
            Columns =
            [
                new("z_mm", "z [mm]") { Label = Label.Plain("z [mm]") },
                new("shift_true_um", "shift [um]"),
                new("shift_found_um", "found"),
                new("shift_error_um", "+-"),
                new("shift_pull", "pull") { Label = Label.Plain("shift") },
                new("rotation_true_urad", "rotation [urad]"),
                new("rotation_found_urad", "found"),
                new("rotation_error_urad", "+-"),
                new("rotation_pull", "pull") { Label = Label.Plain("rotation") },
            ],
            Rows = rows,
            Names = new RowNames("plane", [.. setup.Layout.Planes.Select(p => p.Name)]),
            Plot = new DataPlot(0, [4, 8], Label.Plain("(found - true)/error")) { LogX = false, LogY = false, Joined = false },
        };

        double[] Part(int i, double scale) =>
            [scale * result.Truth[i], scale * result.Found[i], scale * result.Errors[i], result.Errors[i] > 0 ? (result.Found[i] - result.Truth[i]) / result.Errors[i] : double.NaN];
    }

    private static string Describe(TrackerSetup setup)
    {
        MagneticField field = setup.Layout.Field;
        (double bx, double by) = field.Integral();
        double thickness = setup.Layout.Layers.Sum(l => l.Thickness / l.Material.RadiationLength);
        return string.Create(CultureInfo.InvariantCulture, $"{setup.Layout.Planes.Count} planes, {thickness:P2} of a radiation length, field integral on the axis {Math.Sqrt((bx * bx) + (by * by)):F3} T m (x {bx:F3}, y {by:F3}).");
    }

    private static string Model(TrackStudyOptions options)
    {
        string method = options.Method switch
        {
            FitMethod.Annealing => "annealed fit",
            FitMethod.GaussianSum => "fit with bremsstrahlung as a sum of Gaussians",
            _ => "Kalman fit with removal of outliers",
        };
        return options.Tails
            ? $"scattering and losses with their tails{(options.Particle.Heavy is null ? ", bremsstrahlung" : "")}; {method}"
            : $"Gaussian scattering and losses, without bremsstrahlung; {method}";
    }

    private static double[] Row(TrackStudyPoint p)
    {
        double efficiency = p.Accepted > 0 ? p.Found / (double)p.Accepted : double.NaN;
        // With the error of one event more, so that none missing is not told to be certain.
        double error = p.Accepted > 0 ? Math.Sqrt(((efficiency * (1 - efficiency)) + (1.0 / p.Accepted)) / p.Accepted) : double.NaN;
        return
        [
            p.Momentum, p.Resolution, p.ResolutionError, p.RootMeanSquare, p.Expected, p.Bias, p.Accepted / (double)p.Events, efficiency, error, p.Ghosts / (double)p.Events,
            .. p.PullWidths, p.Tail, p.Chi2, p.Flatness, p.Hits,
        ];
    }
}
