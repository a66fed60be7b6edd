using BenchmarkDotNet.Attributes;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Benchmarks;

/// <summary>
/// Muons alone through matter, their secondaries dropped. Baseline: one look-up of a muon's rates. A muon of 160 GeV makes about 25 steps in 40 X0 of lead, so that its time over 25 is that of a step.
/// </summary>
[MemoryDiagnoser]
public class MuonBenchmarks
{
    private const double CutInLead = 1e-3, CutInScintillator = 2.8e-4;

    private readonly HeavyTables _lead;
    private readonly HeavyTransport _slab;
    private readonly HeavyTransport _sampling;
    private readonly HeavySecondaries _secondaries = new();
    private RandomStream _random = new(1, 1, StreamNumber.Shower);
    private double _energy = 1;

    /// <summary>Builds the tables and transports.</summary>
    public MuonBenchmarks()
    {
        Material lead = MaterialCatalogue.Get("lead"), scintillator = MaterialCatalogue.Get("polystyrene-scintillator");
        _lead = new HeavyTables(lead, HeavyParticle.Muon, new HeavyCuts(CutInLead, 1e-3));
        _slab = new HeavyTransport(new LayerStack([(lead, 224.48)], 600), [_lead]);
        _sampling = new HeavyTransport(
            new LayerStack([.. Enumerable.Range(0, 300).Select(i => (i % 2 == 0 ? lead : scintillator, 1.5))], 600),
            [_lead, new HeavyTables(scintillator, HeavyParticle.Muon, new HeavyCuts(CutInScintillator, 1e-3))]);
    }

    /// <summary>Rates of a muon at one energy.</summary>
    [Benchmark(Baseline = true)]
    public double Rates()
    {
        _energy = _energy > 500 ? 0.01 : _energy * 1.37;
        return _lead.Rates(_energy).Discrete;
    }

    /// <summary>The energy of one pair.</summary>
    [Benchmark]
    public double SamplePair()
    {
        _energy = _energy > 500 ? 1 : _energy * 1.37;
        return _lead.SampleTransfer(MuonProcess.PairProduction, _energy, ref _random);
    }

    /// <summary>A muon of 160 GeV through 40 X0 of lead.</summary>
    [Benchmark]
    public int MuonThroughLead() => Pass(_slab);

    /// <summary>A muon of 160 GeV through 150 pairs of lead and scintillator plates.</summary>
    [Benchmark]
    public int MuonThroughPlates() => Pass(_sampling);

    private int Pass(HeavyTransport transport)
    {
        Nothing scoring = default;
        Particle p = new() { Kind = ParticleKind.MuonMinus, Energy = 160, Uz = 1 };
        _secondaries.Clear();
        transport.Follow(ref p, ref _random, ref scoring, _secondaries);
        return _secondaries.Count;
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
