using System.Globalization;
using System.Text;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production;

/// <summary>The tables of showers as CSV files; headers, quantity names, bins and the order of rows are those of the reference tables in validation/reference/showers.</summary>
public static class ShowerFiles
{
    private const double MillimetresPerCentimetre = 10;

    /// <summary>Name and text of every file. Two rows of summary.csv, cpu_seconds_total and events_per_second, differ from run to run; all else depends on the request alone.</summary>
    /// <param name="tables">The tables.</param>
    public static IReadOnlyList<(string Name, string Text)> Of(ShowerTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        List<(string Name, string Text)> files =
        [
            ("summary.csv", Summary(tables)),
            ("longitudinal.csv", Longitudinal(tables)),
            ("radial.csv", Radial(tables)),
            ("cells.csv", Cells(tables)),
            ("tracklength.csv", TrackLength(tables)),
        ];
        if (tables.HasActive)
        {
            files.Add(("layers.csv", Layers(tables)));
        }

        if (tables.Times is { } bins)
        {
            files.Add(("time.csv", Times(tables, bins)));
        }

        return files;
    }

    /// <summary>The rows of the summary: name, mean, error on the mean, standard deviation from event to event.</summary>
    /// <param name="tables">The tables.</param>
    public static IEnumerable<(string Quantity, Averaged Value)> Quantities(ShowerTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        static Averaged Plain(double value) => new(value, 0, 0);
        yield return ("n_events", Plain(tables.Events));
        yield return ("cpu_seconds_total", Plain(tables.CpuSeconds));
        yield return ("events_per_second", Plain(tables.EventsPerSecond));
        yield return ("edep_fraction", tables.Deposited);
        yield return ("leak_front_fraction", tables.FrontLeakage);
        yield return ("leak_back_fraction", tables.BackLeakage);
        yield return ("leak_side_fraction", tables.SideLeakage);
        yield return ("mean_depth_X0_edep", tables.MeanDepth);
        if (tables.HasActive)
        {
            Measured resolution = tables.VisibleResolution;
            double percent = 100 * Math.Sqrt(tables.BeamEnergy);
            yield return ("f_vis", tables.Visible);
            yield return ("mean_depth_X0_vis", tables.VisibleMeanDepth);
            yield return ("sigma_over_mean_vis", new Averaged(resolution.Value, resolution.Error, 0));
            yield return ("sampling_a_percent_sqrtGeV", new Averaged(percent * resolution.Value, percent * resolution.Error, 0));
        }

        Averaged radius = tables.MeanRadius;
        yield return ("mean_radius_cm", new Averaged(radius.Mean / MillimetresPerCentimetre, radius.Error / MillimetresPerCentimetre, radius.Rms / MillimetresPerCentimetre));
        yield return ("total_track_length_X0_electrons", tables.ElectronTrack);
        yield return ("total_track_length_X0_positrons", tables.PositronTrack);
        yield return ("steps_per_event_e-", Plain(tables.ElectronSteps));
        yield return ("steps_per_event_e+", Plain(tables.PositronSteps));
        yield return ("steps_per_event_gamma", Plain(tables.PhotonSteps));
        if (tables.OtherSteps > 0)
        {
            yield return ("steps_per_event_other", Plain(tables.OtherSteps));
        }
    }

    private static string Summary(ShowerTables tables)
    {
        StringBuilder text = new("quantity,mean,error_on_mean,rms_event_by_event\n");
        foreach ((string quantity, Averaged value) in Quantities(tables))
        {
            text.Append(CultureInfo.InvariantCulture, $"{quantity},{Cells(value)}\n");
        }

        return text.ToString();
    }

    private static string Longitudinal(ShowerTables tables)
    {
        StringBuilder text = new($"t_low_X0,t_high_X0,edep_fraction_per_X0,err,rms{(tables.HasActive ? ",vis_fraction_per_X0,err_vis,rms_vis" : "")}\n");
        foreach (ProfileRow row in tables.Profile)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Low},{row.High:F4},{Cells(row.Deposited, row.Visible)}\n");
        }

        return text.ToString();
    }

    private static string Radial(ShowerTables tables)
    {
        StringBuilder text = new($"r_cm,fraction_of_edep_within_r,err,rms{(tables.HasActive ? ",fraction_of_vis_within_r,err_vis,rms_vis" : "")}\n");
        foreach (RadialRow row in tables.Radial)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Radius / MillimetresPerCentimetre:F2},{Cells(row.Deposited, row.Visible)}\n");
        }

        return text.ToString();
    }

    private static string Cells(ShowerTables tables)
    {
        StringBuilder text = new($"ix,iy,fraction_of_{Seen(tables)},err,rms\n");
        foreach (CellRow row in tables.Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.X},{row.Y},{Cells(row.Fraction)}\n");
        }

        return text.ToString();
    }

    private static string TrackLength(ShowerTables tables)
    {
        StringBuilder text = new("E_low_GeV,E_high_GeV,dT_dE_electron_X0_per_GeV,err_electron,dT_dE_positron_X0_per_GeV,err_positron\n");
        foreach (TrackRow row in tables.Tracks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Low:g6},{row.High:g6},{row.Electron.Mean:g7},{row.Electron.Error:g4},{row.Positron.Mean:g7},{row.Positron.Error:g4}\n");
        }

        return text.ToString();
    }

    private static string Layers(ShowerTables tables)
    {
        StringBuilder text = new("layer,edep_scint_fraction,err,rms,edep_lead_fraction,err,rms\n");
        foreach (LayerRow row in tables.Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Index},{Cells(row.Active)},{Cells(row.Passive)}\n");
        }

        return text.ToString();
    }

    private static string Times(ShowerTables tables, TimeBins bins)
    {
        StringBuilder text = new($"ix,iy,t_low_ns,t_high_ns,fraction_of_{Seen(tables)},err,rms\n");
        foreach (CellRow row in tables.Cells)
        {
            for (int t = 0; t < bins.Count; t++)
            {
                string end = t == bins.Count - 1 ? "inf" : ((t + 1) * bins.Width).ToString("g6", CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{row.X},{row.Y},{t * bins.Width:g6},{end},{Cells(row.Times[t])}\n");
            }
        }

        return text.ToString();
    }

    private static string Seen(ShowerTables tables) => tables.HasActive ? "vis" : "edep";

    private static string Cells(Averaged value) => string.Create(CultureInfo.InvariantCulture, $"{value.Mean:g8},{value.Error:g4},{value.Rms:g5}");

    private static string Cells(Averaged value, Averaged? visible) => visible is { } seen ? $"{Cells(value)},{Cells(seen)}" : Cells(value);
}
