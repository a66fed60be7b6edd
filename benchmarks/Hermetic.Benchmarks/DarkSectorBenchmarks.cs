using BenchmarkDotNet.Attributes;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Benchmarks;

/// <summary>
/// Bremsstrahlung-like production on lead: one complete final state (baseline; one event per operation), the building of its tables, and cross sections. A sampled event must
/// take less than a microsecond and allocate nothing.
/// </summary>
[MemoryDiagnoser]
public class DarkSectorBenchmarks
{
    private static readonly Nucleus Lead = new(82, 207.2);

    private readonly DarkBremsstrahlungSampler _electrons = Electrons();
    private readonly DarkBremsstrahlungSampler _muons = new(Mediator.Vector, Constants.MuonMass, Lead, 0.1, 0.1, 20, 160);
    private readonly DarkBremsstrahlung _process = new(Mediator.Vector, Constants.ElectronMass, Lead, 0.0167);
    private RandomStream _random = new(1, 1, StreamNumber.Signal);

    /// <summary>A final state of an electron of 50.1 to 100 GeV, mediator of 16.7 MeV above 50 GeV.</summary>
    [Benchmark(Baseline = true)]
    public double SampleElectron()
    {
        _electrons.Sample(50.1 + (49.9 * _random.NextUniform()), ref _random, out DarkBremsstrahlungEvent result);
        return result.Lepton.X;
    }

    /// <summary>A final state of a muon of 20 to 160 GeV, mediator of 100 MeV of any energy.</summary>
    [Benchmark]
    public double SampleMuon()
    {
        _muons.Sample(20 + (140 * _random.NextUniform()), ref _random, out DarkBremsstrahlungEvent result);
        return result.Lepton.X;
    }

    /// <summary>The tables of the first sampler: eleven bins of energies.</summary>
    [Benchmark]
    public double BuildSampler() => new DarkBremsstrahlungSampler(_electrons.Mediator, _electrons.LeptonMass, Lead, _electrons.MediatorMass, 50, 50.1, 100).Overshoot;

    /// <summary>One total cross section.</summary>
    [Benchmark]
    public double Total() => _process.Total(100, 0).Sum;

    /// <summary>One value of d sigma/dx.</summary>
    [Benchmark]
    public double Spectrum() => _process.DsDx(100, 0.01).Sum;

    /// <summary>The distribution of the recoil angle with its quantiles.</summary>
    [Benchmark]
    public double RecoilAngles() => _process.RecoilAngles(100, 0.5).Mean;

    /// <summary>A grid of 40 masses and 40 energies on one core, with the measurement of its error.</summary>
    [Benchmark]
    public double Grid() =>
        CrossSectionGrid.Build(new CrossSectionGridRequest(_process.Mediator, _process.LeptonMass, [new TargetElement(Lead, 3.3e19)], 0.001, 1, 10, 200, 0)).MeasuredError;

    private static DarkBremsstrahlungSampler Electrons() => new(Mediator.Vector, Constants.ElectronMass, Lead, 0.0167, 50, 50.1, 100);
}
