using Hermetic.Simulation.Transport;

namespace Hermetic.Simulation.Signal;

/// <summary>
/// A straight piece of track of an energetic electron or positron, on which a dark particle could be produced, with what the rest of the event leaves in the calorimeter.
/// Energies in GeV, lengths in mm.
/// </summary>
/// <param name="PositronWeight">Weight as a positron: 1/2 for both particles of a pair, which the shower makes and follows alike (charge symmetry doubles the statistics of the rare energetic positrons); for all others 1 (positron) or 0.</param>
/// <param name="Material">Index of the material in the stack.</param>
/// <param name="EnergyBefore">Total energy at its start.</param>
/// <param name="EnergyAfter">Total energy at its end.</param>
/// <param name="Length">Length.</param>
/// <param name="Depth">Depth of its end.</param>
/// <param name="RestPreshower">Energy that everything but the particle's own further shower leaves in the preshower.</param>
/// <param name="RestTotal">The same in the whole calorimeter.</param>
public readonly record struct EnergeticSegment(
    double PositronWeight,
    int Material,
    double EnergyBefore,
    double EnergyAfter,
    double Length,
    double Depth,
    double RestPreshower,
    double RestTotal);

/// <summary>A shower of the sample.</summary>
/// <param name="BeamEnergy">Total energy of the beam particle.</param>
/// <param name="Preshower">Energy in the preshower without dark production.</param>
/// <param name="Total">Energy in the calorimeter without dark production.</param>
/// <param name="FirstSegment">Index of its first segment in the chunk.</param>
/// <param name="Segments">Number of its segments.</param>
public readonly record struct SampledShower(double BeamEnergy, double Preshower, double Total, int FirstSegment, int Segments);

/// <summary>A chunk of consecutive showers; chunks, not threads, are the unit of work, so that no result depends on the number of threads.</summary>
public sealed class ShowerChunk
{
    private const int SegmentStride = 8;
    private const int ShowerStride = 4;

    private readonly EnergeticSegment[] _segments;
    private readonly SampledShower[] _showers;

    /// <summary>A chunk from its parts.</summary>
    /// <param name="showers">The showers, with consecutive segment ranges.</param>
    /// <param name="segments">Their segments.</param>
    public ShowerChunk(SampledShower[] showers, EnergeticSegment[] segments)
    {
        _showers = showers;
        _segments = segments;
    }

    /// <summary>The showers.</summary>
    public ReadOnlySpan<SampledShower> Showers => _showers;

    /// <summary>Segments of a shower.</summary>
    /// <param name="shower">One of <see cref="Showers"/>.</param>
    public ReadOnlySpan<EnergeticSegment> SegmentsOf(in SampledShower shower) => _segments.AsSpan(shower.FirstSegment, shower.Segments);

    /// <summary>All numbers of the chunk for the store.</summary>
    public double[] Pack()
    {
        double[] packed = new double[1 + (ShowerStride * _showers.Length) + (SegmentStride * _segments.Length)];
        packed[0] = _showers.Length;
        int at = 1;
        foreach (SampledShower s in _showers)
        {
            (packed[at], packed[at + 1], packed[at + 2], packed[at + 3]) = (s.BeamEnergy, s.Preshower, s.Total, s.Segments);
            at += ShowerStride;
        }

        foreach (EnergeticSegment s in _segments)
        {
            (packed[at], packed[at + 1], packed[at + 2], packed[at + 3]) = (s.PositronWeight, s.Material, s.EnergyBefore, s.EnergyAfter);
            (packed[at + 4], packed[at + 5], packed[at + 6], packed[at + 7]) = (s.Length, s.Depth, s.RestPreshower, s.RestTotal);
            at += SegmentStride;
        }

        return packed;
    }

    /// <summary>The chunk that <see cref="Pack"/> wrote, or null where the numbers are none.</summary>
    /// <param name="packed">The numbers.</param>
    public static ShowerChunk? Unpack(ReadOnlySpan<double> packed)
    {
        if (packed.Length < 1 || packed[0] is not (>= 0 and < 1e7) || 1 + (ShowerStride * packed[0]) > packed.Length)
        {
            return null;
        }

        SampledShower[] showers = new SampledShower[(int)packed[0]];
        int at = 1;
        int first = 0;
        for (int i = 0; i < showers.Length; i++, at += ShowerStride)
        {
            int count = (int)packed[at + 3];
            showers[i] = new SampledShower(packed[at], packed[at + 1], packed[at + 2], first, count);
            first += count;
        }

        if (packed.Length - at != (long)SegmentStride * first)
        {
            return null;
        }

        EnergeticSegment[] segments = new EnergeticSegment[first];
        for (int i = 0; i < first; i++, at += SegmentStride)
        {
            segments[i] = new EnergeticSegment(
                packed[at], (int)packed[at + 1], packed[at + 2], packed[at + 3], packed[at + 4], packed[at + 5], packed[at + 6], packed[at + 7]);
        }

        return new ShowerChunk(showers, segments);
    }
}
