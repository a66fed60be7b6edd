using BenchmarkDotNet.Attributes;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Benchmarks;

/// <summary>
/// The transport's hot loops, on one thread. Baseline: one look-up of all rates of a charged particle, the operation that every step makes at least once; the ratios say how many
/// look-ups a step, a flight or a shower costs, and compare between machines. Showers follow every particle with the cuts of "hermetic shower" (0.7 mm) and record nothing.
/// </summary>
[MemoryDiagnoser]
public class TransportBenchmarks
{
    /// <summary>Steps or flights in one call of a benchmark of steps.</summary>
    private const int Steps = 1024;

    private const double Cut = 0.7;

    private readonly TransportTables _lead;
    private readonly ShowerTransport<Nothing> _ecal;
    private readonly ShowerTransport<Nothing> _slab;
    private readonly ShowerTransport<Nothing> _energetic;
    private readonly ShowerTransport<Beam> _steps;
    private RandomStream _random = new(1, 1, StreamNumber.Shower);
    private double _energy = 1;

    /// <summary>Builds the tables and transports.</summary>
    public TransportBenchmarks()
    {
        Material lead = MaterialCatalogue.Get("lead");
        _lead = new TransportTables(lead, ProductionCuts.FromRange(lead, Cut));
        _ecal = Transport<Nothing>(StackLibrary.Get("ecal").Stack);
        LayerStack slab = StackLibrary.Get("pb-slab").Stack;
        _slab = Transport<Nothing>(slab);
        _steps = Transport<Beam>(slab);
        _energetic = new ShowerTransport<Nothing>(slab, [new TransportTables(lead, new TransportCuts(0.02, 0.02, 1, 1))]);
    }

    /// <summary>Rates of an electron at one energy.</summary>
    [Benchmark(Baseline = true)]
    public double ChargedRates()
    {
        _energy = _energy > 50 ? 0.001 : _energy * 1.37;
        return _lead.Charged(positron: false, _energy).Discrete;
    }

    /// <summary>One bremsstrahlung photon.</summary>
    [Benchmark]
    public double SampleBremsstrahlung()
    {
        _energy = _energy > 50 ? 0.002 : _energy * 1.37;
        return _lead.SampleBremsstrahlung(_energy, ref _random);
    }

    /// <summary>One step of an electron above the production cut in lead, from 20 MeV down, with the event at its end; what it makes is not followed.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public long ChargedStep()
    {
        Beam scoring = new(ParticleKind.Electron, _lead.Cuts.ElectronProduction, Steps);
        while (scoring.Left > 0)
        {
            _steps.Run(Inside(ParticleKind.Electron, 0.02), ref _random, ref scoring);
        }

        return _steps.ChargedSteps;
    }

    /// <summary>One flight of a photon in lead, from 3 MeV down, with the event at its end; what it makes is not followed.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public long PhotonFlight()
    {
        // The last photon may go on for a flight or two, a part in a thousand.
        Beam scoring = new(ParticleKind.Photon, 0, int.MaxValue);
        long end = _steps.PhotonFlights + Steps;
        while (_steps.PhotonFlights < end)
        {
            _steps.Run(Inside(ParticleKind.Photon, 0.003), ref _random, ref scoring);
        }

        return _steps.PhotonFlights;
    }

    /// <summary>An electron below the production cut far from boundaries, slowed down to its end; the photons that it radiates are not followed.</summary>
    [Benchmark]
    public int SlowDown()
    {
        Beam scoring = new(ParticleKind.Electron, 0, int.MaxValue);
        _steps.Run(Inside(ParticleKind.Electron, 0.5 * _lead.Cuts.ElectronProduction), ref _random, ref scoring);
        return scoring.Left;
    }

    /// <summary>A 1 GeV shower in 150 x (1.5 mm lead, 1.5 mm scintillator).</summary>
    [Benchmark]
    public long EcalShowerOfOneGeV() => Shower(_ecal, 1);

    /// <summary>A 10 GeV shower there.</summary>
    [Benchmark]
    public long EcalShowerOfTenGeV() => Shower(_ecal, 10);

    /// <summary>A 100 GeV shower there.</summary>
    [Benchmark]
    public long EcalShowerOfHundredGeV() => Shower(_ecal, 100);

    /// <summary>A 1 GeV shower in 40 radiation lengths of lead.</summary>
    [Benchmark]
    public long SlabShowerOfOneGeV() => Shower(_slab, 1);

    /// <summary>A 10 GeV shower there.</summary>
    [Benchmark]
    public long SlabShowerOfTenGeV() => Shower(_slab, 10);

    /// <summary>A 100 GeV shower there.</summary>
    [Benchmark]
    public long SlabShowerOfHundredGeV() => Shower(_slab, 100);

    /// <summary>The part above 1 GeV of a 100 GeV shower in lead: what the signal sample follows.</summary>
    [Benchmark]
    public long EnergeticShowerOfHundredGeV() => Shower(_energetic, 100);

    private static ShowerTransport<TScoring> Transport<TScoring>(LayerStack stack)
        where TScoring : struct, IScoring => new(stack, [.. stack.Materials.Select(m => new TransportTables(m, ProductionCuts.FromRange(m, Cut)))]);

    /// <summary>A particle on the axis in the middle of the slab of lead.</summary>
    private static Particle Inside(ParticleKind kind, double energy) => new() { Kind = kind, Energy = energy, Z = 112, Uz = 1 };

    private long Shower(ShowerTransport<Nothing> transport, double energy)
    {
        Nothing scoring = default;
        transport.Run(new Particle { Kind = ParticleKind.Electron, Energy = energy, Uz = 1 }, ref _random, ref scoring);
        return transport.ChargedSteps;
    }

    private readonly struct Nothing : IScoring
    {
        public void Deposit(in EnergyDeposit deposit)
        {
            // Nothing is recorded: the transport alone is measured.
        }

        public int Track(in Particle after, double energyBefore, double length, int layer) => after.Owner;

        public bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face)
        {
            // Nothing is recorded.
        }
    }

    /// <summary>Follows one kind of particle above an energy for a number of charged steps and takes all others.</summary>
    private struct Beam(ParticleKind kind, double least, int steps) : IScoring
    {
        public int Left { get; private set; } = steps;

        public readonly void Deposit(in EnergyDeposit deposit)
        {
            // Nothing is recorded.
        }

        public int Track(in Particle after, double energyBefore, double length, int layer)
        {
            Left--;
            return after.Owner;
        }

        public readonly bool TakeOver(in Particle particle) => particle.Kind != kind || particle.Energy <= least || Left <= 0;

        public readonly void Escape(in Particle particle, Face face)
        {
            // Nothing is recorded.
        }
    }
}
