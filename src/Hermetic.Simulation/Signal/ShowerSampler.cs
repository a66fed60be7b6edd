using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Simulation.Signal;

/// <summary>
/// Simulates the shower sample that serves every mass and coupling: beam particles in the calorimeter, their energetic segments, and the energy that the rest of the event
/// leaves. Each chunk is kept in the store under the digest of everything that decides it, so that an interrupted run goes on where it stopped and other experiments with the
/// same beam and calorimeter share it.
/// </summary>
public sealed class ShowerSampler
{
    /// <summary>Showers in a chunk.</summary>
    public const int ChunkSize = 250;

    /// <summary>Least energy of a recorded segment over the beam energy; below it no missing energy of interest can be carried away.</summary>
    private const double SegmentFraction = 0.2;

    /// <summary>Particles below this fraction of the beam energy are replaced by their mean cascade.</summary>
    private const double TakeOverFraction = 0.01;

    /// <summary>Production cuts over the beam energy: 20 MeV at 100 GeV, far below the calorimeter's resolution.</summary>
    private const double CutFraction = 2e-4;

    /// <summary>Least beam momentum in GeV: below it the production cuts fall under the tables.</summary>
    private const double LeastMomentum = 1;

    private readonly Beam _beam;
    private readonly Calorimeter _ecal;
    private readonly LayerStack _stack;
    private readonly Lazy<TransportTables[]> _tables;
    private readonly int[] _materialOfLayer;
    private readonly int _preshowerLayers;
    private readonly ResultStore _store;

    /// <summary>Prepares the sampler.</summary>
    /// <param name="beam">The beam.</param>
    /// <param name="ecal">The calorimeter.</param>
    /// <param name="store">Store of finished chunks.</param>
    public ShowerSampler(Beam beam, Calorimeter ecal, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(beam);
        ArgumentNullException.ThrowIfNull(ecal);
        ArgumentNullException.ThrowIfNull(store);
        _beam = beam;
        _ecal = ecal;
        _store = store;
        _stack = LayerStack.Of(ecal);
        if (beam.HighestMomentum > CascadeProfile.MaximumEnergy || beam.Momentum.Value < LeastMomentum)
        {
            throw new InputException(
                $"beam: a momentum of {beam.Momentum.Value:G6} GeV with its spread is outside the transport's tables; allowed: {LeastMomentum} to {CascadeProfile.MaximumEnergy} GeV");
        }

        double cut = CutFraction * beam.Momentum.Value;
        double takeOver = TakeOverFraction * beam.Momentum.Value;
        // Not needed where every chunk is in the store.
        _tables = new Lazy<TransportTables[]>(() => [.. _stack.Materials.Select(m => new TransportTables(m, new TransportCuts(cut, cut, cut, cut)))]);
        TakeOverEnergy = takeOver;
        _materialOfLayer = _stack.MaterialOf.ToArray();
        _preshowerLayers = (int)ecal.PreshowerUnits.Value * ecal.Unit.Count;
        Profile = new CascadeProfile(_stack);
    }

    /// <summary>The layers of the calorimeter.</summary>
    public LayerStack Stack => _stack;

    /// <summary>Mean cascades in the calorimeter.</summary>
    public CascadeProfile Profile { get; }

    /// <summary>Depth of the preshower's end in mm.</summary>
    public double PreshowerDepth => _stack.Edges[_preshowerLayers];

    /// <summary>Least total energy of a segment in GeV.</summary>
    public double SegmentEnergy => SegmentFraction * _beam.Momentum.Value;

    /// <summary>Particles below this energy in GeV are replaced by their mean cascade.</summary>
    public double TakeOverEnergy { get; }

    /// <summary>Number of an event in the run, which seeds its random streams.</summary>
    /// <param name="chunk">Number of the chunk.</param>
    /// <param name="index">Place of the event in the chunk.</param>
    public static ulong EventNumber(int chunk, int index) => ((ulong)chunk * ChunkSize) + (ulong)index;

    /// <summary>Simulates (or finds in the store) one chunk.</summary>
    /// <param name="seed">Run seed.</param>
    /// <param name="chunk">Number of the chunk; it holds the events from chunk x <see cref="ChunkSize"/> on.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>.</param>
    public ShowerChunk Sample(ulong seed, int chunk, CancellationToken cancellation)
    {
        string digest = DigestOf(seed, chunk);
        if (_store.TryRead("showers", digest) is { } packed && ShowerChunk.Unpack(packed) is { } known && known.Showers.Length == ChunkSize)
        {
            return known;
        }

        EnergeticRecorder recorder = new(Profile, SegmentEnergy, TakeOverEnergy, _preshowerLayers, PreshowerDepth, _stack.Depth);
        EnergeticScoring scoring = new(recorder, _materialOfLayer);
        ShowerTransport<EnergeticScoring> transport = new(_stack, _tables.Value);
        SampledShower[] showers = new SampledShower[ChunkSize];
        List<EnergeticSegment> segments = [];
        for (int i = 0; i < ChunkSize; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ulong eventNumber = EventNumber(chunk, i);
            RandomStream beamRandom = new(seed, eventNumber, StreamNumber.Beam);
            RandomStream random = new(seed, eventNumber, StreamNumber.Shower);
            Particle primary = BeamParticleAt(ref beamRandom);
            double beamEnergy = primary.Energy + Constants.ElectronMass;
            recorder.Clear();
            transport.Run(primary, ref random, ref scoring);
            showers[i] = recorder.Close(beamEnergy, segments);
        }

        ShowerChunk result = new(showers, [.. segments]);
        _store.Write("showers", digest, result.Pack());
        return result;
    }

    private Particle BeamParticleAt(ref RandomStream random)
    {
        double momentum = _beam.Momentum.Value * (1 + (_beam.MomentumSpread.Value * random.NextNormal()));
        double slopeX = _beam.Divergence.Value * random.NextNormal();
        double slopeY = _beam.Divergence.Value * random.NextNormal();
        double norm = 1 / Math.Sqrt(1 + (slopeX * slopeX) + (slopeY * slopeY));
        return new Particle
        {
            Kind = _beam.Particle == BeamParticle.Positron ? ParticleKind.Positron : ParticleKind.Electron,
            Energy = Math.Sqrt((momentum * momentum) + (Constants.ElectronMass * Constants.ElectronMass)) - Constants.ElectronMass,
            X = _beam.SpotX.Value * random.NextNormal(),
            Y = _beam.SpotY.Value * random.NextNormal(),
            Ux = slopeX * norm,
            Uy = slopeY * norm,
            Uz = norm,
        };
    }

    private string DigestOf(ulong seed, int chunk)
    {
        using Digest digest = new();
        digest.AddCode(typeof(ShowerSampler))
            .AddCode(typeof(TransportTables))
            .AddCode(typeof(RandomStream))
            .Add("seed", seed.ToString())
            .Add("chunk", chunk)
            .Add("size", ChunkSize)
            .Add("particle", _beam.Particle.ToString())
            .Add("beam", [_beam.Momentum.Value, _beam.MomentumSpread.Value, _beam.SpotX.Value, _beam.SpotY.Value, _beam.Divergence.Value])
            .Add("ecal", [_ecal.Units.Value, _ecal.PreshowerUnits.Value, _ecal.Width.Value])
            .Add("limits", [SegmentFraction, TakeOverFraction, CutFraction]);
        // Materials and evaluated data are compiled into the physics assembly, whose identity covers them.
        foreach (Plate plate in _ecal.Unit)
        {
            digest.Add(plate.Material, plate.Thickness.Value);
        }


        return digest.ToHex();
    }
}
