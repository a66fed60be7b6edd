using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>Mean over events with its standard error.</summary>
/// <param name="Value">Mean.</param>
/// <param name="Error">Standard error of the mean.</param>
public readonly record struct Measured(double Value, double Error);

/// <summary>Mean over events with the spread from event to event.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Error">Standard error of the mean.</param>
/// <param name="Rms">Standard deviation from event to event.</param>
public readonly record struct Averaged(double Mean, double Error, double Rms);

/// <summary>A bin of the longitudinal profile.</summary>
/// <param name="Low">Lower edge in X0.</param>
/// <param name="High">Upper edge in X0.</param>
/// <param name="Deposited">Deposited fraction of the beam energy per X0.</param>
/// <param name="Visible">Visible fraction of the beam energy per X0; null where no layer is active.</param>
public sealed record ProfileRow(double Low, double High, Averaged Deposited, Averaged? Visible);

/// <summary>An active layer with the passive ones before it (after the last active layer: also those behind it).</summary>
/// <param name="Index">Number of the active layer from 0.</param>
/// <param name="Active">Fraction of the beam energy deposited in the active layer, before any quenching.</param>
/// <param name="Passive">Fraction deposited in the passive ones.</param>
public sealed record LayerRow(int Index, Averaged Active, Averaged Passive);

/// <summary>Containment within a radius.</summary>
/// <param name="Radius">Distance from the beam axis in mm.</param>
/// <param name="Deposited">Fraction of the event's deposited energy within it.</param>
/// <param name="Visible">Fraction of the event's visible energy; null where no layer is active.</param>
public sealed record RadialRow(double Radius, Averaged Deposited, Averaged? Visible);

/// <summary>A transverse cell over the whole depth.</summary>
/// <param name="X">Index along x; see <see cref="CellGrid"/>.</param>
/// <param name="Y">Index along y.</param>
/// <param name="Fraction">Fraction of the event's visible (without active layers: deposited) energy.</param>
/// <param name="Times">The same by bins of time, which sum to <paramref name="Fraction"/>; empty where time is not scored.</param>
public sealed record CellRow(int X, int Y, Averaged Fraction, IReadOnlyList<Averaged> Times);

/// <summary>A bin of the differential track length, in radiation lengths of the local material per GeV of total energy.</summary>
/// <param name="Low">Lower edge in GeV.</param>
/// <param name="High">Upper edge in GeV.</param>
/// <param name="Electron">Electrons, a beam electron included.</param>
/// <param name="Positron">Positrons.</param>
public sealed record TrackRow(double Low, double High, Averaged Electron, Averaged Positron);

/// <summary>Tables of many showers. Fractions are relative to the kinetic energy of the beam particle; lengths in X0 are told in <see cref="LayerStack.RadiationLengthOf"/>.</summary>
public sealed class ShowerTables
{
    private readonly ShowerMoments _moments;
    private readonly ShowerBins _bins;

    internal ShowerTables(ShowerBins bins, ShowerMoments moments, double energy, double cpuSeconds, int workers)
    {
        (_bins, _moments) = (bins, moments);
        BeamEnergy = energy;
        CpuSeconds = cpuSeconds;
        Workers = workers;
        Profile = [.. Enumerable.Range(0, bins.Profile).Select(i => new ProfileRow(
            i, i + bins.ProfileWidth(i), moments[bins.ProfileAt + i], bins.HasActive ? moments[bins.VisibleProfileAt + i] : null))];
        Layers = [.. Enumerable.Range(0, bins.Groups).Select(i => new LayerRow(i, moments[bins.LayersAt + (2 * i)], moments[bins.LayersAt + (2 * i) + 1]))];
        Radial = [.. ShowerBins.RadiiInMillimetres.ToArray().Select((r, i) => new RadialRow(
            r, moments[bins.RadialAt + i], bins.HasActive ? moments[bins.VisibleRadialAt + i] : null))];
        CellGrid grid = bins.Cells;
        int times = bins.Times?.Count ?? 0;
        Cells = [.. Enumerable.Range(0, grid.Count * grid.Count).Select(i => new CellRow(
            grid.First + (i % grid.Count),
            grid.First + (i / grid.Count),
            moments[bins.CellsAt + i],
            [.. Enumerable.Range(bins.TimesAt + (i * times), times).Select(t => moments[t])]))];
        Tracks = [.. Enumerable.Range(0, bins.Tracks).Select(i => new TrackRow(
            bins.TrackEdges[i], bins.TrackEdges[i + 1], moments[bins.TracksAt + (2 * i)], moments[bins.TracksAt + (2 * i) + 1]))];
    }

    /// <summary>Number of showers.</summary>
    public int Events => _moments.Count;

    /// <summary>Kinetic energy of the beam particle in GeV.</summary>
    public double BeamEnergy { get; }

    /// <summary>CPU time of the event loop in seconds, summed over its threads; the only figure that differs from run to run.</summary>
    public double CpuSeconds { get; }

    /// <summary>Threads that worked.</summary>
    public int Workers { get; }

    /// <summary>Showers per second of CPU time of one thread, times the threads.</summary>
    public double EventsPerSecond => Events * Workers / CpuSeconds;

    /// <summary>Bins of time of the cells; null where time is not scored.</summary>
    public TimeBins? Times => _bins.Times;

    /// <summary>Whether any layer is active.</summary>
    public bool HasActive => _bins.HasActive;

    /// <summary>Deposited fraction of the energy.</summary>
    public Averaged Deposited => this[ShowerBins.Scalar.Deposited];

    /// <summary>Fraction of the energy carried out through the front face (kinetic, plus two electron masses for a positron).</summary>
    public Averaged FrontLeakage => this[ShowerBins.Scalar.Front];

    /// <summary>Fraction carried out through the back.</summary>
    public Averaged BackLeakage => this[ShowerBins.Scalar.Back];

    /// <summary>Fraction carried out through the sides.</summary>
    public Averaged SideLeakage => this[ShowerBins.Scalar.Side];

    /// <summary>Mean depth of the deposits in X0.</summary>
    public Averaged MeanDepth => this[ShowerBins.Scalar.MeanDepth];

    /// <summary>Fraction of the energy deposited in active layers, quenched where that is asked for.</summary>
    public Averaged Visible => this[ShowerBins.Scalar.Visible];

    /// <summary>Mean depth of the visible energy in X0.</summary>
    public Averaged VisibleMeanDepth => this[ShowerBins.Scalar.VisibleMeanDepth];

    /// <summary>rms over mean of the visible energy with its standard error for a normal distribution.</summary>
    public Measured VisibleResolution
    {
        get
        {
            double resolution = Visible.Mean > 0 ? Visible.Rms / Visible.Mean : 0;
            return new Measured(resolution, resolution / Math.Sqrt(2.0 * Events));
        }
    }

    /// <summary>Mean distance of the visible (without active layers: deposited) energy from the beam axis in mm.</summary>
    public Averaged MeanRadius => this[ShowerBins.Scalar.MeanRadius];

    /// <summary>Track length of all electrons in X0 of the local material.</summary>
    public Averaged ElectronTrack => this[ShowerBins.Scalar.ElectronTrack];

    /// <summary>Track length of all positrons.</summary>
    public Averaged PositronTrack => this[ShowerBins.Scalar.PositronTrack];

    /// <summary>Straight pieces of electron tracks in an event.</summary>
    public double ElectronSteps => this[ShowerBins.Scalar.ElectronSteps].Mean;

    /// <summary>Straight pieces of positron tracks in an event.</summary>
    public double PositronSteps => this[ShowerBins.Scalar.PositronSteps].Mean;

    /// <summary>Straight pieces of tracks of muons and hadrons in an event.</summary>
    public double OtherSteps => this[ShowerBins.Scalar.OtherSteps].Mean;

    /// <summary>Flights of photons in an event.</summary>
    public double PhotonSteps => this[ShowerBins.Scalar.PhotonSteps].Mean;

    /// <summary>Longitudinal profile in bins of 1 X0; the last may be narrower.</summary>
    public IReadOnlyList<ProfileRow> Profile { get; }

    /// <summary>Active layers; empty where there are none.</summary>
    public IReadOnlyList<LayerRow> Layers { get; }

    /// <summary>Radial containment.</summary>
    public IReadOnlyList<RadialRow> Radial { get; }

    /// <summary>Transverse cells, x fastest.</summary>
    public IReadOnlyList<CellRow> Cells { get; }

    /// <summary>Differential track lengths, 15 bins a decade from 0.1 GeV to the beam energy.</summary>
    public IReadOnlyList<TrackRow> Tracks { get; }

    private Averaged this[ShowerBins.Scalar scalar] => _moments[(int)scalar];
}

/// <summary>Sums and sums of squares over events. Adding in another order changes the last bits: chunks are merged in the order of their events.</summary>
internal sealed class ShowerMoments(int length)
{
    private readonly double[] _sum = new double[length];
    private readonly double[] _sum2 = new double[length];

    public int Count { get; private set; }

    public Averaged this[int i]
    {
        get
        {
            double mean = _sum[i] / Count;
            double variance = Count > 1 ? Math.Max(0, _sum2[i] - (Count * mean * mean)) / (Count - 1) : 0;
            return new Averaged(mean, Math.Sqrt(variance / Count), Math.Sqrt(variance));
        }
    }

    public void Add(ReadOnlySpan<double> quantities)
    {
        for (int i = 0; i < quantities.Length; i++)
        {
            _sum[i] += quantities[i];
            _sum2[i] += quantities[i] * quantities[i];
        }

        Count++;
    }

    public void Merge(ShowerMoments other)
    {
        for (int i = 0; i < _sum.Length; i++)
        {
            _sum[i] += other._sum[i];
            _sum2[i] += other._sum2[i];
        }

        Count += other.Count;
    }

    public void Clear()
    {
        Array.Clear(_sum);
        Array.Clear(_sum2);
        Count = 0;
    }
}
