using BenchmarkDotNet.Attributes;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Benchmarks;

/// <summary>
/// Dark processes beside bremsstrahlung: reading a cross section and sampling a final state. Baseline: the mean cross section over a step with electrons at rest.
/// </summary>
[MemoryDiagnoser]
public class DarkProcessBenchmarks
{
    private const double Mass = 0.2;

    private static readonly FourMomentum ElectronAtRest = new(Constants.ElectronMass, 0, 0, 0);

    private readonly AnnihilationChannel _channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, Mass / 3, 0.1);
    private readonly ElectronMotion _lead = ElectronMotion.OfElement(82);
    private readonly ResonantAnnihilationTable _atRest;
    private readonly AtomicAnnihilationTable _moving;
    private readonly AtomicAnnihilationRequest _request;
    private readonly RadiativeReturn _return = new(Mediator.Vector, 0.1);
    private readonly Primakoff _primakoff = new(new Nucleus(82, 207.2), 0.05);
    private readonly double _width;
    private RandomStream _random = new(1, 1, StreamNumber.Signal);
    private double _energy = 20;

    /// <summary>Builds the tables.</summary>
    public DarkProcessBenchmarks()
    {
        _width = _channel.Width(Mass);
        _atRest = new ResonantAnnihilationTable(_channel, Mass, 120);
        _request = new AtomicAnnihilationRequest(_channel, Mass, [new TargetElement(new Nucleus(82, 207.2), 1)], 5, 120);
        _moving = AtomicAnnihilationTable.Build(_request);
    }

    /// <summary>Mean over a step, electrons at rest.</summary>
    [Benchmark(Baseline = true)]
    public double StepAtRest() => _atRest.MeanCrossSection(NextEnergy(), 0.99 * _energy);

    /// <summary>Mean over a step, electrons of lead.</summary>
    [Benchmark]
    public double StepOnAtoms() => _moving.MeanCrossSection(NextEnergy(), 0.99 * _energy);

    /// <summary>One energy by direct integration over the electrons of lead.</summary>
    [Benchmark]
    public double DirectOnAtoms() => AtomicAnnihilation.CrossSection(_channel, Mass, _width, NextEnergy(), _lead, MotionWeight.Rate);

    /// <summary>The whole table for lead.</summary>
    [Benchmark]
    public int BuildTable() => AtomicAnnihilationTable.Build(_request).Cells;

    /// <summary>Two dark-matter particles from an electron at rest.</summary>
    [Benchmark]
    public double SampleAtRest()
    {
        _channel.Sample(FourMomentum.AlongZ(Constants.ElectronMass, 40), ElectronAtRest, ref _random, out FourMomentum first, out _);
        return first.Energy;
    }

    /// <summary>Electron of lead and two dark-matter particles.</summary>
    [Benchmark]
    public double SampleOnAtoms()
    {
        AtomicAnnihilation.Sample(_channel, Mass, _width, NextEnergy(), _lead, MotionWeight.Rate, ref _random, out _, out FourMomentum first, out _);
        return first.Energy;
    }

    /// <summary>Total of associated production above a photon energy.</summary>
    [Benchmark]
    public double RadiativeTotal() => _return.CrossSection(NextEnergy(), 0.5);

    /// <summary>Photon and mediator.</summary>
    [Benchmark]
    public double SampleRadiative()
    {
        _return.Sample(NextEnergy(), 0.5, ref _random, out FourMomentum photon, out _);
        return photon.Energy;
    }

    /// <summary>Primakoff total by quadrature.</summary>
    [Benchmark]
    public double PrimakoffTotal() => _primakoff.CrossSection(NextEnergy()).Elastic;

    /// <summary>Axion-like particle and nucleus.</summary>
    [Benchmark]
    public double SamplePrimakoff()
    {
        _primakoff.Sample(NextEnergy(), ref _random, out FourMomentum axion, out _);
        return axion.Energy;
    }

    /// <summary>Meson and neutron of charge exchange.</summary>
    [Benchmark]
    public double SampleChargeExchange()
    {
        ChargeExchange.Sample(ExchangeMeson.Eta, 50, ref _random, out FourMomentum eta, out _);
        return eta.Energy;
    }

    /// <summary>Loop-induced mixing at one momentum.</summary>
    [Benchmark]
    public double Mixing() => LoopMixing.EpsilonSquared(1e-3 * NextEnergy(), 1e-3);

    /// <summary>Vector meson and recoil.</summary>
    [Benchmark]
    public double SampleVectorMeson()
    {
        VectorMesonPhotoproduction.Shipped.Sample(VectorMeson.Rho, new Nucleus(82, 207.2), NextEnergy(), ref _random, out FourMomentum meson, out _);
        return meson.Energy;
    }

    private double NextEnergy() => _energy = _energy > 100 ? 20 : _energy * 1.07;
}
