using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>What of one layer the scoring of a deposit needs: plain numbers, so that a deposit costs no search, no division and no transcendental call.</summary>
internal readonly record struct LayerScale(double DepthOffset, double DepthSlope, double PerRadiationLength, int Slot, int Quenching, bool Active, bool Seen);

/// <summary>The bins of all tables of a shower study and the place of each quantity in the array of one event. Immutable, shared by threads.</summary>
internal sealed class ShowerBins
{
    /// <summary>Bins per decade of total energy of the track lengths.</summary>
    private const int TracksPerDecade = 15;

    /// <summary>Lower edge of the track-length bins in GeV.</summary>
    private const double TracksFrom = 0.1;

    /// <summary>Bits of the mantissa that pick a place of the look-up table of track-length bins: 128 places an octave, far finer than the bins.</summary>
    private const int TrackBits = 7;

    /// <summary>Bits of the mantissa that pick a place of the look-up table of radii: 8 places an octave of r^2, so that no place holds two of the radii.</summary>
    private const int RingBits = 3;

    /// <summary>Bits of the mantissa for the table of quenching factors: 8 places an octave; the factor changes by less than 1 % from one to the next.</summary>
    private const int QuenchingBits = 3;

    /// <summary>Energies between which electrons at the end of their track are quenched by their own mean loss, in GeV.</summary>
    private const double QuenchingFrom = 1e-6, QuenchingTo = 0.01;

    private static readonly double[] Radii = [5, 10, 15, 20, 30, 50, 75, 100, 150, 200];

    private readonly byte[] _ring;
    private readonly long _ringFirst;
    private readonly double[] _radiusSquared;
    private readonly byte[] _trackBin;
    private readonly long _trackFirst;
    private readonly long _quenchingFirst;
    private readonly double[][] _quenching;

    public ShowerBins(LayerStack stack, double energy, CellGrid cells, double birks, TimeBins? times)
    {
        Cells = cells;
        Birks = birks;
        Times = times;
        HasActive = stack.HasActive;
        Depth = stack.RadiationLengths;
        Profile = Math.Max(1, (int)Math.Ceiling(Depth - 1e-6));
        // The last ring has no end.
        _radiusSquared = [.. Radii.Select(r => r * r), double.PositiveInfinity];
        _ringFirst = Key(0.5 * _radiusSquared[0], RingBits);
        _ring = [.. Enumerable.Range(0, (int)(Key(2 * _radiusSquared[^2], RingBits) - _ringFirst) + 1).Select(p => (byte)Array.FindIndex(_radiusSquared, r => OfKey(_ringFirst + p, RingBits) <= r))];
        TrackEdges = Edges(energy);
        Tracks = TrackEdges.Length - 1;
        (_trackBin, _trackFirst) = TrackTable(TrackEdges);
        _quenchingFirst = Key(QuenchingFrom, QuenchingBits);
        _quenching = [.. stack.Materials.Select(m => birks > 0 && m.Components.Count > 0 ? QuenchingTable(m, birks) : [])];
        Groups = stack.ActiveOf.Count(true);
        Layers = new LayerScale[stack.Count];
        int group = 0;
        for (int i = 0; i < Layers.Length; i++)
        {
            (double offset, double slope) = stack.DepthLine(i);
            bool active = stack.ActiveOf[i];
            // A passive layer belongs to the next active one behind it; what follows the last goes with that.
            int slot = Groups == 0 ? 0 : Math.Min(group, Groups - 1);
            Layers[i] = new LayerScale(offset, slope, 1 / stack.RadiationLengthOf[stack.MaterialOf[i]], (2 * slot) + (active ? 0 : 1), stack.MaterialOf[i], active, active || !HasActive);
            group += active ? 1 : 0;
        }

        ProfileAt = (int)Scalar.Count;
        VisibleProfileAt = ProfileAt + Profile;
        RadialAt = VisibleProfileAt + (HasActive ? Profile : 0);
        VisibleRadialAt = RadialAt + Rings;
        LayersAt = VisibleRadialAt + (HasActive ? Rings : 0);
        CellsAt = LayersAt + Math.Max(2, 2 * Groups);
        TracksAt = CellsAt + (cells.Count * cells.Count);
        TimesAt = TracksAt + (2 * Tracks);
        Length = TimesAt + ((times?.Count ?? 0) * cells.Count * cells.Count);
    }

    /// <summary>Quantities with one value in an event.</summary>
    public enum Scalar
    {
        Deposited,
        Front,
        Back,
        Side,
        MeanDepth,
        Visible,
        VisibleMeanDepth,
        MeanRadius,
        ElectronTrack,
        PositronTrack,
        ElectronSteps,
        PositronSteps,
        OtherSteps,
        PhotonSteps,
        Count,
    }

    public CellGrid Cells { get; }

    /// <summary>Birks's constant in mm/GeV; 0 for no quenching.</summary>
    public double Birks { get; }

    public TimeBins? Times { get; }

    public bool HasActive { get; }

    /// <summary>Whole depth in radiation lengths.</summary>
    public double Depth { get; }

    /// <summary>Number of bins of 1 X0.</summary>
    public int Profile { get; }

    /// <summary>Active layers, each with the passive ones before it.</summary>
    public int Groups { get; }

    /// <summary>Number of track-length bins.</summary>
    public int Tracks { get; }

    /// <summary>Rings between the radii; the last is all that lies outside.</summary>
    public static int Rings => Radii.Length + 1;

    public double[] TrackEdges { get; }

    public LayerScale[] Layers { get; }

    public int ProfileAt { get; }

    public int VisibleProfileAt { get; }

    public int RadialAt { get; }

    public int VisibleRadialAt { get; }

    public int LayersAt { get; }

    public int CellsAt { get; }

    public int TracksAt { get; }

    public int TimesAt { get; }

    /// <summary>Length of the array of an event.</summary>
    public int Length { get; }

    public static ReadOnlySpan<double> RadiiInMillimetres => Radii;

    /// <summary>Width of a bin of the profile in X0: 1 but for the last.</summary>
    public double ProfileWidth(int bin) => Math.Min(1, Depth - bin);

    /// <summary>Ring of a squared distance from the axis in mm^2; without a branch, since no predictor could guess it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Ring(double radiusSquared)
    {
        int ring = _ring[(int)Math.Clamp(Key(radiusSquared, RingBits) - _ringFirst, 0, _ring.Length - 1)];
        return ring + (radiusSquared > _radiusSquared[ring] ? 1 : 0);
    }

    /// <summary>Bin of a total energy, or -1 outside: below the first, and from the beam's kinetic energy up, where a primary still has its rest energy on top (the reference tables end there too).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TrackBin(double totalEnergy)
    {
        long place = Key(totalEnergy, TrackBits) - _trackFirst;
        if (place < 0 || _trackBin.Length == 0 || totalEnergy >= TrackEdges[Tracks])
        {
            return -1;
        }

        int bin = _trackBin[Math.Min(place, _trackBin.Length - 1)];
        // The place holds the bin of its lower end; a bin is much wider than a place.
        if (bin + 1 < Tracks && totalEnergy >= TrackEdges[bin + 1])
        {
            bin++;
        }

        return totalEnergy >= TrackEdges[bin] ? bin : bin - 1;
    }

    /// <summary>Share of the light that an electron gives which stops with an energy: (1/E) Int dE'/(1 + kB S(E')) with the collision loss S (J. B. Birks, Proc. Phys. Soc. A 64 (1951) 874).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double StoppingLight(int material, double energy)
    {
        double[] table = _quenching[material];
        return table.Length == 0 ? 1 : table[(int)Math.Clamp(Key(energy, QuenchingBits) - _quenchingFirst, 0, table.Length - 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Key(double value, int bits) => BitConverter.DoubleToInt64Bits(value) >> (52 - bits);

    private static double OfKey(long key, int bits) => BitConverter.Int64BitsToDouble(key << (52 - bits));

    private static double[] Edges(double energy)
    {
        int bins = Math.Max(0, (int)Math.Ceiling((TracksPerDecade * Math.Log10(energy / TracksFrom)) - 1e-6));
        return [.. Enumerable.Range(0, bins + 1).Select(i => TracksFrom * Math.Pow(10, i / (double)TracksPerDecade))];
    }

    private static (byte[] Table, long First) TrackTable(double[] edges)
    {
        long first = Key(edges[0], TrackBits);
        if (edges.Length == 1)
        {
            return ([], first);
        }

        byte[] table = new byte[Key(edges[^1], TrackBits) - first + 1];
        for (int p = 0; p < table.Length; p++)
        {
            double low = OfKey(first + p, TrackBits);
            table[p] = (byte)Math.Clamp(Array.FindLastIndex(edges, e => e <= low), 0, edges.Length - 2);
        }

        return (table, first);
    }

    private static double[] QuenchingTable(Material material, double birks)
    {
        // An electron's unrestricted loss: the slower of two is the knocked-out one. Below 1 keV, where Bethe's formula ends, the loss is that at 1 keV.
        double Light(double e) => 1 / (1 + (birks * Ionisation.RestrictedLoss(material, e, 0.5 * e, positron: false)));
        long first = Key(QuenchingFrom, QuenchingBits);
        double[] table = new double[Key(QuenchingTo, QuenchingBits) - first + 1];
        double low = QuenchingFrom;
        double sum = QuenchingFrom * Light(QuenchingFrom);
        Quadrature rule = Quadrature.GaussLegendre(8);
        for (int p = 0; p < table.Length; p++)
        {
            double middle = 0.5 * (Math.Max(QuenchingFrom, OfKey(first + p, QuenchingBits)) + OfKey(first + p + 1, QuenchingBits));
            sum += rule.Integrate(Light, low, middle);
            table[p] = sum / middle;
            low = middle;
        }

        return table;
    }
}

/// <summary>Bins of time of equal width from the start of the event; the last holds all that comes later.</summary>
/// <param name="Width">Width of a bin in ns.</param>
/// <param name="Count">Number of bins.</param>
public readonly record struct TimeBins(double Width, int Count)
{
    /// <summary>40 bins of 0.25 ns: 10 ns, beyond which a shower leaves little.</summary>
    public static TimeBins Usual { get; } = new(0.25, 40);
}
