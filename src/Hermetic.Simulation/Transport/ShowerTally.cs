using System.Runtime.CompilerServices;
using Hermetic.Core;

namespace Hermetic.Simulation.Transport;

/// <summary>All tables of one shower: what the transport's hot loop fills. The array is cleared and closed once an event.</summary>
internal struct ShowerTally : IScoring
{
    private readonly ShowerBins _bins;
    private readonly LayerScale[] _layers;
    private readonly double[] _values;
    private readonly double _cellsPerLength;
    private readonly double _cellOffset;
    private readonly double _timesPerLength;
    private double _front, _back, _side;
    private double _depthMoment, _visible, _visibleDepthMoment, _radiusMoment;
    private double _electronTrack, _positronTrack;
    private long _electronSteps, _positronSteps, _otherSteps;

    public ShowerTally(ShowerBins bins)
    {
        _bins = bins;
        _layers = bins.Layers;
        _values = new double[bins.Length];
        _cellsPerLength = 1 / bins.Cells.Pitch;
        _cellOffset = (0.5 * bins.Cells.Count) + 1;
        _timesPerLength = bins.Times is { } times ? 1 / times.Width : 0;
    }

    public void Deposit(in EnergyDeposit deposit)
    {
        double energy = deposit.Energy;
        double[] values = _values;
        ShowerBins bins = _bins;
        ref readonly LayerScale layer = ref _layers[deposit.Layer];
        double depth = layer.DepthOffset + (layer.DepthSlope * deposit.Z);
        int slice = Math.Clamp(double.ConvertToIntegerNative<int>(depth), 0, bins.Profile - 1);
        values[bins.ProfileAt + slice] += energy;
        _depthMoment += energy * depth;
        double r2 = (deposit.X * deposit.X) + (deposit.Y * deposit.Y);
        int ring = bins.Ring(r2);
        values[bins.RadialAt + ring] += energy;
        values[bins.LayersAt + layer.Slot] += energy;
        if (!layer.Seen)
        {
            return;
        }

        double seen = energy;
        if (layer.Active)
        {
            if (bins.Birks > 0)
            {
                seen *= deposit.Length > 0 ? 1 / (1 + (bins.Birks * energy / deposit.Length)) : bins.StoppingLight(layer.Quenching, energy);
            }

            _visible += seen;
            _visibleDepthMoment += seen * depth;
            values[bins.VisibleProfileAt + slice] += seen;
            values[bins.VisibleRadialAt + ring] += seen;
        }

        _radiusMoment += seen * Math.Sqrt(r2);
        // The offset makes the truncation a floor for what lies just outside.
        int cellX = double.ConvertToIntegerNative<int>((deposit.X * _cellsPerLength) + _cellOffset) - 1;
        int cellY = double.ConvertToIntegerNative<int>((deposit.Y * _cellsPerLength) + _cellOffset) - 1;
        int count = bins.Cells.Count;
        if ((uint)cellX < (uint)count && (uint)cellY < (uint)count)
        {
            int cell = (cellY * count) + cellX;
            values[bins.CellsAt + cell] += seen;
            if (bins.Times is { } times)
            {
                int late = Math.Clamp((int)(deposit.Time * _timesPerLength), 0, times.Count - 1);
                values[bins.TimesAt + (cell * times.Count) + late] += seen;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Track(in Particle after, double energyBefore, double length, int layer)
    {
        double radiationLengths = length * _layers[layer].PerRadiationLength;
        if (after.Kind > ParticleKind.Positron)
        {
            _otherSteps++;
            return after.Owner;
        }

        int bin = _bins.TrackBin((0.5 * (energyBefore + after.Energy)) + Constants.ElectronMass);
        int positron = (int)after.Kind;
        if (bin >= 0)
        {
            _values[_bins.TracksAt + (2 * bin) + positron] += radiationLengths;
        }

        if (positron == 0)
        {
            _electronTrack += radiationLengths;
            _electronSteps++;
        }
        else
        {
            _positronTrack += radiationLengths;
            _positronSteps++;
        }

        return after.Owner;
    }

    public readonly bool TakeOver(in Particle particle) => false;

    public void Escape(in Particle particle, Face face)
    {
        double energy = particle.Energy + (particle.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
        switch (face)
        {
            case Face.Front:
                _front += energy;
                break;
            case Face.Back:
                _back += energy;
                break;
            default:
                _side += energy;
                break;
        }
    }

    /// <summary>Forgets the event.</summary>
    public void Clear()
    {
        Array.Clear(_values);
        _front = _back = _side = 0;
        _depthMoment = _visible = _visibleDepthMoment = _radiusMoment = 0;
        _electronTrack = _positronTrack = 0;
        _electronSteps = _positronSteps = _otherSteps = 0;
    }

    /// <summary>The quantities of the event: fractions of the beam energy per X0, shares of the event's own deposits within radii and cells, track lengths per GeV.</summary>
    /// <param name="energy">Kinetic energy of the beam particle in GeV.</param>
    /// <param name="photonSteps">Flights of photons in this event.</param>
    /// <param name="quantities">Receives them, in the places of <see cref="ShowerBins"/>.</param>
    public readonly void Close(double energy, long photonSteps, Span<double> quantities)
    {
        ShowerBins bins = _bins;
        double perEnergy = 1 / energy;
        double deposited = 0;
        for (int i = 0; i < bins.Profile; i++)
        {
            deposited += _values[bins.ProfileAt + i];
        }

        double perDeposited = deposited > 0 ? 1 / deposited : 0;
        double perVisible = _visible > 0 ? 1 / _visible : 0;
        double perSeen = bins.HasActive ? perVisible : perDeposited;
        quantities[(int)ShowerBins.Scalar.Deposited] = deposited * perEnergy;
        quantities[(int)ShowerBins.Scalar.Front] = _front * perEnergy;
        quantities[(int)ShowerBins.Scalar.Back] = _back * perEnergy;
        quantities[(int)ShowerBins.Scalar.Side] = _side * perEnergy;
        quantities[(int)ShowerBins.Scalar.MeanDepth] = _depthMoment * perDeposited;
        quantities[(int)ShowerBins.Scalar.Visible] = _visible * perEnergy;
        quantities[(int)ShowerBins.Scalar.VisibleMeanDepth] = _visibleDepthMoment * perVisible;
        quantities[(int)ShowerBins.Scalar.MeanRadius] = _radiusMoment * perSeen;
        quantities[(int)ShowerBins.Scalar.ElectronTrack] = _electronTrack;
        quantities[(int)ShowerBins.Scalar.PositronTrack] = _positronTrack;
        quantities[(int)ShowerBins.Scalar.ElectronSteps] = _electronSteps;
        quantities[(int)ShowerBins.Scalar.PositronSteps] = _positronSteps;
        quantities[(int)ShowerBins.Scalar.OtherSteps] = _otherSteps;
        quantities[(int)ShowerBins.Scalar.PhotonSteps] = photonSteps;
        for (int i = 0; i < bins.Profile; i++)
        {
            double scale = perEnergy / bins.ProfileWidth(i);
            quantities[bins.ProfileAt + i] = _values[bins.ProfileAt + i] * scale;
            if (bins.HasActive)
            {
                quantities[bins.VisibleProfileAt + i] = _values[bins.VisibleProfileAt + i] * scale;
            }
        }

        Accumulate(bins.RadialAt, perDeposited, quantities);
        if (bins.HasActive)
        {
            Accumulate(bins.VisibleRadialAt, perVisible, quantities);
        }

        Scale(bins.LayersAt, bins.CellsAt, perEnergy, quantities);
        Scale(bins.CellsAt, bins.TracksAt, perSeen, quantities);
        for (int b = 0; b < bins.Tracks; b++)
        {
            double perWidth = 1 / (bins.TrackEdges[b + 1] - bins.TrackEdges[b]);
            Scale(bins.TracksAt + (2 * b), bins.TracksAt + (2 * b) + 2, perWidth, quantities);
        }

        Scale(bins.TimesAt, bins.Length, perSeen, quantities);
    }

    /// <summary>Rings become discs.</summary>
    private readonly void Accumulate(int at, double scale, Span<double> quantities)
    {
        double sum = 0;
        for (int ring = 0; ring < ShowerBins.Rings; ring++)
        {
            sum += _values[at + ring];
            quantities[at + ring] = sum * scale;
        }
    }

    private readonly void Scale(int from, int to, double scale, Span<double> quantities)
    {
        for (int i = from; i < to; i++)
        {
            quantities[i] = _values[i] * scale;
        }
    }
}
