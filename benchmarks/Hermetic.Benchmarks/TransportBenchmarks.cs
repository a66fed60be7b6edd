using BenchmarkDotNet.Attributes;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Benchmarks;

/// <summary>
/// The transport's hot loops. Baseline: one look-up of all rates of a charged particle, the operation that every step makes at least once; the ratios say how many
/// look-ups a step, a sampled photon or a shower costs, and compare between machines.
/// </summary>
[MemoryDiagnoser]
public class TransportBenchmarks
{
    private readonly TransportTables _tables = new(MaterialCatalogue.Get("lead"), new TransportCuts(1e-4, 5e-4, 3e-5, 2e-4));
    private readonly ShowerTransport<Nothing> _fine;
    private readonly ShowerTransport<Nothing> _energetic;
    private RandomStream _random = new(1, 1, StreamNumber.Shower);
    private double _energy = 1;

    /// <summary>Builds the tables and transports.</summary>
    public TransportBenchmarks()
    {
        Material lead = MaterialCatalogue.Get("lead");
        LayerStack slab = new([(lead, 224.48)], 600);
        _fine = new ShowerTransport<Nothing>(slab, [_tables]);
        _energetic = new ShowerTransport<Nothing>(slab, [new TransportTables(lead, new TransportCuts(0.02, 0.02, 1, 1))]);
    }

    /// <summary>Rates of an electron at one energy.</summary>
    [Benchmark(Baseline = true)]
    public double ChargedRates()
    {
        _energy = _energy > 50 ? 0.001 : _energy * 1.37;
        return _tables.Charged(positron: false, _energy).Discrete;
    }

    /// <summary>One bremsstrahlung photon.</summary>
    [Benchmark]
    public double SampleBremsstrahlung()
    {
        _energy = _energy > 50 ? 0.001 : _energy * 1.37;
        return _tables.SampleBremsstrahlung(_energy, ref _random);
    }

    /// <summary>A 1 GeV shower in lead, every particle down to 0.2 MeV (electrons) and 30 keV (photons).</summary>
    [Benchmark]
    public long FineShowerOfOneGeV() => Shower(_fine, 1);

    /// <summary>The part above 1 GeV of a 100 GeV shower in lead: what the signal sample follows.</summary>
    [Benchmark]
    public long EnergeticShowerOfHundredGeV() => Shower(_energetic, 100);

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
}
