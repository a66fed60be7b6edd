using BenchmarkDotNet.Attributes;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;

namespace Hermetic.Benchmarks;

/// <summary>What a coupling of the dark sector implies: one point of a thermal line (97 thermal averages and some ten integrations of the Boltzmann equation) and one contribution to g-2.</summary>
[MemoryDiagnoser]
public class ConsequenceBenchmarks
{
    private readonly ThermalRelic _usual = new() { DarkMatter = DarkMatter.ComplexScalar, MassRatio = 3, AlphaD = 0.1, Couplings = VisibleCouplings.DarkPhoton };
    private readonly ThermalRelic _resonant = new() { DarkMatter = DarkMatter.ComplexScalar, MassRatio = 2.01, AlphaD = 0.1, Couplings = VisibleCouplings.DarkPhoton };

    private double _mass = 0.001;

    /// <summary>10 MeV, far below the hadrons.</summary>
    [Benchmark(Baseline = true)]
    public double LightTarget() => _usual.Target(0.01).Y;

    /// <summary>0.5 GeV, among the hadrons.</summary>
    [Benchmark]
    public double HadronicTarget() => _usual.Target(0.5).Y;

    /// <summary>Just above the threshold of the mediator.</summary>
    [Benchmark]
    public double ResonantTarget() => _resonant.Target(0.01).Y;

    /// <summary>One loop.</summary>
    [Benchmark]
    public double MuonMoment()
    {
        _mass = _mass > 1 ? 0.001 : _mass * 1.37;
        return AnomalousMoment.OfEpsilon(Mediator.Vector, 1e-3, _mass, Constants.MuonMass);
    }
}
