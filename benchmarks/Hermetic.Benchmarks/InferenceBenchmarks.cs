using BenchmarkDotNet.Attributes;
using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;
using Hermetic.Physics.Matter;

namespace Hermetic.Benchmarks;

/// <summary>Limits and cross sections. Baseline: one differential cross section of dark bremsstrahlung, of which a table needs thousands.</summary>
[MemoryDiagnoser]
public class InferenceBenchmarks
{
    private readonly DarkBremsstrahlung _lead = new(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207.2), 0.0167);
    private readonly DarkBremsstrahlungTable _table;
    private readonly CountingModel _single = new(new CountingChannel("2016-18", 1, 0.53, 0.17, BackgroundModel.Gamma, 0), 0.136);
    private readonly CountingModel _periods = new(
        [
            new CountingChannel("2016-22", 0.5, 1.04, 0.21, BackgroundModel.Gamma, 0),
            new CountingChannel("2023", 0.23, 0.25, 0.12, BackgroundModel.Gamma, 0),
            new CountingChannel("2024", 0.27, 0.29, 0.15, BackgroundModel.Gamma, 0),
        ],
        0.136);

    private double _quantile;

    /// <summary>Builds the table that is read.</summary>
    public InferenceBenchmarks()
    {
        Material lead = MaterialCatalogue.Get("lead");
        _table = DarkBremsstrahlungTable.Build(
            new DarkBremsstrahlungRequest(Mediator.Vector, Constants.ElectronMass, [new TargetElement(new Nucleus(82, 207.2), lead.AtomsPerVolume[0])], 25, 110), 0.0167);
    }

    /// <summary>dsigma/dx at one x.</summary>
    [Benchmark(Baseline = true)]
    public double DifferentialCrossSection() => _lead.DsDx(100, 0.1).Sum;

    /// <summary>Inverse cumulative distribution of x from the table: the hot loop of the yields.</summary>
    [Benchmark]
    public double QuantileOfX()
    {
        _quantile = (_quantile + 0.37) % 1;
        return _table.OneMinusX(80, _quantile);
    }

    /// <summary>Exact limit of one period with five expected limits.</summary>
    [Benchmark]
    public double ExactLimit() => ExactEnumeration.Compute(_single, 0.90).Observed;

    /// <summary>Limit of three periods with five expected limits.</summary>
    [Benchmark]
    public double CombinedLimit() => HybridEnumeration.Compute(_periods, 0.90).Observed;
}
