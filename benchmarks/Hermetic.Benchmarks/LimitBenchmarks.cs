using BenchmarkDotNet.Attributes;
using Hermetic.Inference;

namespace Hermetic.Benchmarks;

/// <summary>Limits and toys of single bins, on one thread. Baseline: the exact limit of the smallest one, with its five expected limits.</summary>
[MemoryDiagnoser]
public class LimitBenchmarks
{
    private const int Toys = 100_000;
    private const int FittedToys = 5_000;

    private readonly ToyOptions _oneThread = new(Toys);
    private readonly ToyOptions _fitted = new(FittedToys);
    private readonly CountingModel _threeBins = new([.. Enumerable.Range(1, 3).Select(i => new CountingChannel($"{i}", 1.0 / 3, 0.2 * i, 0.08 * i, BackgroundModel.Gamma, i / 3))]);
    private readonly CountingModel _b053 = Channel(0.53, 0.17, 0);
    private readonly CountingModel _b3 = Channel(3, 1, 3);
    private readonly CountingModel _b10 = Channel(10, 3, 10);
    private readonly CountingModel _b50 = Channel(50, 5, 50);

    /// <summary>Exact limits, observed and five expected, b = 0.53 +- 0.17 from a control count, no event.</summary>
    [Benchmark(Baseline = true)]
    public double Exact053() => ExactEnumeration.Compute(_b053, 0.90).Expected[2];

    /// <summary>The same, b = 3 +- 1.</summary>
    [Benchmark]
    public double Exact3() => ExactEnumeration.Compute(_b3, 0.90).Expected[2];

    /// <summary>The same, b = 10 +- 3.</summary>
    [Benchmark]
    public double Exact10() => ExactEnumeration.Compute(_b10, 0.90).Expected[2];

    /// <summary>The same, b = 50 +- 5.</summary>
    [Benchmark]
    public double Exact50() => ExactEnumeration.Compute(_b50, 0.90).Expected[2];

    /// <summary>100000 toys with signal and as many without, each with both fits, at b = 0.53 +- 0.17.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Toys)]
    public double Toy053() => ProfileToys.Test(BinnedModel.Of(_b053), 2.5, _oneThread).Cls;

    /// <summary>The same at b = 10 +- 3.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Toys)]
    public double Toy10() => ProfileToys.Test(BinnedModel.Of(_b10), 7, _oneThread).Cls;

    /// <summary>5000 toys of each kind with Newton fits: a control count and a profiled signal uncertainty of 10 %, b = 0.53 +- 0.17.</summary>
    [Benchmark(OperationsPerInvoke = 2 * FittedToys)]
    public double ToyOfSignalUncertainty() => ProfileToys.Test(BinnedModel.Of(_b053 with { SignalUncertainty = 0.1 }), 2.5, _fitted).Cls;

    /// <summary>The same of three bins with a control count each.</summary>
    [Benchmark(OperationsPerInvoke = 2 * FittedToys)]
    public double ToyOfThreeBins() => ProfileToys.Test(BinnedModel.Of(_threeBins), 2.5, _fitted).Cls;

    private static CountingModel Channel(double background, double uncertainty, int observed) =>
        new(new CountingChannel("bin", 1, background, uncertainty, BackgroundModel.Gamma, observed));
}
