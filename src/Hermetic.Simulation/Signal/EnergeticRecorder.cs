using Hermetic.Core;
using Hermetic.Simulation.Transport;

namespace Hermetic.Simulation.Signal;

/// <summary>
/// Records of one shower the segments of energetic electrons and positrons and, for each of them, how much of the event's energy its further shower brings. Particles below the
/// take-over energy are replaced by their mean cascade. Reused for event after event; allocates only when its arrays grow.
/// </summary>
internal sealed class EnergeticRecorder(CascadeProfile profile, double segmentEnergy, double takeOverEnergy, int preshowerLayers, double preshowerDepth, double depth)
{
    // Index 0 is the event before its first segment; a segment's parent always has a lower index.
    private int[] _parent = new int[256];
    private double[] _preshower = new double[256];
    private double[] _total = new double[256];
    private EnergeticSegment[] _segments = new EnergeticSegment[256];
    private int _count = 1;

    public void Clear()
    {
        _count = 1;
        _preshower[0] = _total[0] = 0;
    }

    public void Deposit(int owner, int layer, double energy)
    {
        _total[owner] += energy;
        if (layer < preshowerLayers)
        {
            _preshower[owner] += energy;
        }
    }

    public int Track(in Particle after, double energyBefore, double length, int material)
    {
        double before = energyBefore + Constants.ElectronMass;
        double end = after.Energy + Constants.ElectronMass;
        if (before < segmentEnergy || length <= 0 || after.Kind > ParticleKind.Positron)
        {
            return after.Owner;
        }

        int last = _count - 1;
        ref EnergeticSegment open = ref _segments[last];
        if (last > 0 && after.Owner == last && open.EnergyAfter == before && open.Material == material)
        {
            // The same track goes on without an event between: one segment.
            open = open with { EnergyAfter = end, Length = open.Length + length, Depth = after.Z };
            return last;
        }

        if (_count == _segments.Length)
        {
            Array.Resize(ref _parent, 2 * _count);
            Array.Resize(ref _preshower, 2 * _count);
            Array.Resize(ref _total, 2 * _count);
            Array.Resize(ref _segments, 2 * _count);
        }

        _segments[_count] = new EnergeticSegment(after.OfPair ? 0.5 : after.Kind == ParticleKind.Positron ? 1 : 0, material, before, end, length, after.Z, 0, 0);
        _parent[_count] = after.Owner;
        _preshower[_count] = _total[_count] = 0;
        return _count++;
    }

    public bool TakeOver(in Particle p)
    {
        // The few muons of photons' conversions have no cascade.
        if (p.Energy >= takeOverEnergy || p.Kind > ParticleKind.Photon)
        {
            return false;
        }

        // Cascades of particles that go backwards start anew where they are: at these energies they are rare and soft.
        double energy = p.Energy + (p.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
        (double preshower, double total) = profile.Within(p.Kind, p.Energy, preshowerDepth - p.Z, depth - p.Z);
        _total[p.Owner] += energy * total;
        _preshower[p.Owner] += energy * preshower;
        return true;
    }

    /// <summary>Closes the event: appends its segments to a list and returns its sums.</summary>
    public SampledShower Close(double beamEnergy, List<EnergeticSegment> segments)
    {
        for (int i = _count - 1; i > 0; i--)
        {
            _total[_parent[i]] += _total[i];
            _preshower[_parent[i]] += _preshower[i];
        }

        int first = segments.Count;
        for (int i = 1; i < _count; i++)
        {
            segments.Add(_segments[i] with { RestPreshower = _preshower[0] - _preshower[i], RestTotal = _total[0] - _total[i] });
        }

        return new SampledShower(beamEnergy, _preshower[0], _total[0], first, _count - 1);
    }
}

/// <summary>The recorder as the scoring of a transport.</summary>
internal readonly struct EnergeticScoring(EnergeticRecorder recorder, int[] materialOfLayer) : IScoring
{
    public void Deposit(in EnergyDeposit deposit) => recorder.Deposit(deposit.Owner, deposit.Layer, deposit.Energy);

    public int Track(in Particle after, double energyBefore, double length, int layer) => recorder.Track(after, energyBefore, length, materialOfLayer[layer]);

    public bool TakeOver(in Particle particle) => recorder.TakeOver(particle);

    public void Escape(in Particle particle, Face face)
    {
        // What leaves the calorimeter is not seen by it.
    }
}
