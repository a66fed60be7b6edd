using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hermetic.Core.Units;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production;

/// <summary>Tables of showers for the terminal and for other programs.</summary>
public static class ShowerText
{
    private const int BarWidth = 48;
    private const int MostBars = 40;

    /// <summary>Share of the profile's maximum below which the plot ends.</summary>
    private const double PlotEnd = 0.005;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What is simulated, in one or two lines.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="setup">The stack.</param>
    public static string Heading(ShowerRequest request, StackSetup setup)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(setup);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Events} showers of {request.Particle} with {Quantity.FormatEnergy(request.Energy)} in {setup.Title}\n"
            + $"{setup.Stack.Count} layers, {setup.Stack.Depth:G6} mm, {setup.Stack.RadiationLengths:F2} X0; production cut {request.Cut:G4} mm, seed {request.Seed}\n");
    }

    /// <summary>The main figures with their standard errors.</summary>
    /// <param name="tables">The tables.</param>
    public static string Figures(ShowerTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        StringBuilder text = new();
        void Line(string what, Averaged value, string unit = "") =>
            text.Append(CultureInfo.InvariantCulture, $"  {what,-36}{value.Mean,12:G6} +- {value.Error,-9:G2}{unit,-4} rms {value.Rms:G3}\n");
        Line("deposited fraction", tables.Deposited);
        Line("leakage through the front", tables.FrontLeakage);
        Line("leakage through the back", tables.BackLeakage);
        Line("leakage through the sides", tables.SideLeakage);
        Line("mean depth of the deposits", tables.MeanDepth, "X0");
        if (tables.HasActive)
        {
            Measured resolution = tables.VisibleResolution;
            Line("visible fraction", tables.Visible);
            text.Append(CultureInfo.InvariantCulture, $"  {"sigma over mean of the visible energy",-36}{resolution.Value,11:G6} +- {resolution.Error:G2}\n");
        }

        Averaged radius = tables.MeanRadius;
        Line(tables.HasActive ? "mean radius of the visible energy" : "mean radius of the deposits", new Averaged(radius.Mean / 10, radius.Error / 10, radius.Rms / 10), "cm");
        Line("track length of electrons", tables.ElectronTrack, "X0");
        Line("track length of positrons", tables.PositronTrack, "X0");
        double charged = tables.ElectronSteps + tables.PositronSteps + tables.OtherSteps;
        text.Append(CultureInfo.InvariantCulture, $"Steps per shower: {charged:G5} charged, {tables.PhotonSteps:G5} of photons\n");
        text.Append(CultureInfo.InvariantCulture, $"{tables.EventsPerSecond:G4} showers/s on {tables.Workers} thread(s), {tables.CpuSeconds:F2} s CPU");
        return text.Append(CultureInfo.InvariantCulture, $", {1e9 * tables.CpuSeconds / tables.Events / Math.Max(1, charged + tables.PhotonSteps):F0} ns per step\n").ToString();
    }

    /// <summary>The longitudinal profile as horizontal bars, one per X0 (or per two and more where the stack is deep).</summary>
    /// <param name="tables">The tables.</param>
    public static string Plot(ShowerTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        double most = tables.Profile.Max(r => r.Deposited.Mean);
        if (!(most > 0))
        {
            return "";
        }

        int shown = 1 + tables.Profile.ToList().FindLastIndex(r => r.Deposited.Mean >= PlotEnd * most);
        int step = ((shown - 1) / MostBars) + 1;
        StringBuilder text = new("Deposited fraction per X0 against depth in X0\n");
        for (int i = 0; i < shown; i += step)
        {
            ProfileRow[] rows = [.. tables.Profile.Skip(i).Take(step)];
            double value = rows.Average(r => r.Deposited.Mean);
            int eighths = (int)Math.Round(8 * BarWidth * value / most);
            string bar = new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(eighths % 8) - 1]);
            text.Append(CultureInfo.InvariantCulture, $"{rows[0].Low,4:F0}-{rows[^1].High,-5:0.#}{bar} {value:G3}\n");
        }

        return text.ToString();
    }

    /// <summary>The request and the rows of the summary as one JSON document.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="setup">The stack.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="kernelRate">Rate of the fixed arithmetic kernel in operations per second, or null.</param>
    /// <param name="version">Program version.</param>
    public static string ToJson(ShowerRequest request, StackSetup setup, ShowerTables tables, double? kernelRate, string version)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(tables);
        JsonObject document = new()
        {
            ["format"] = "hermetic-shower-1",
            ["version"] = version,
            ["particle"] = request.Particle,
            ["energyGeV"] = request.Energy,
            ["stack"] = setup.Name,
            ["layers"] = setup.Stack.Count,
            ["depthMm"] = setup.Stack.Depth,
            ["depthX0"] = setup.Stack.RadiationLengths,
            ["cutMm"] = request.Cut,
            ["seed"] = request.Seed,
            ["threads"] = tables.Workers,
            ["summary"] = new JsonObject(ShowerFiles.Quantities(tables).Select(q => KeyValuePair.Create(
                q.Quantity, (JsonNode?)new JsonObject { ["mean"] = q.Value.Mean, ["error"] = q.Value.Error, ["rms"] = q.Value.Rms }))),
            ["profile"] = new JsonArray([.. tables.Profile.Select(r => (JsonNode)r.Deposited.Mean)]),
        };
        if (kernelRate is { } rate)
        {
            document["kernelOperationsPerSecond"] = rate;
        }

        return document.ToJsonString(Indented) + "\n";
    }
}
