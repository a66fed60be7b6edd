using BenchmarkDotNet.Attributes;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Benchmarks;

/// <summary>HistFactory workspaces. Baseline: the likelihood of 50 bins with 20 nuisance parameters.</summary>
[MemoryDiagnoser]
public class WorkspaceBenchmarks
{
    private readonly HistFactoryModel _single = HistFactoryModel.Create(Single());
    private readonly HistFactoryModel _many = HistFactoryModel.Create(Many(statistical: false));
    private readonly HistFactoryModel _statistical = HistFactoryModel.Create(Many(statistical: true));
    private readonly double[] _parameters;

    /// <summary>Prepares the models.</summary>
    public WorkspaceBenchmarks() => _parameters = [.. _many.Parameters.Select(p => p.Initial)];

    /// <summary>Logarithm of the likelihood with the memory of its evaluation.</summary>
    [Benchmark(Baseline = true)]
    public double LogLikelihood() => _many.LogLikelihood(_parameters, _many.Observed);

    /// <summary>The same with gradient and all second derivatives.</summary>
    [Benchmark]
    public double Derivatives() => _many.Derivatives(_parameters, _many.Observed).HalfDeviance;

    /// <summary>Asymptotic limit with its five expected ones, one bin with a control count.</summary>
    [Benchmark]
    public double SingleBinLimit() => new ProfileTest(_single).Limit(0.95).Observed;

    /// <summary>The same, 50 bins with 20 nuisance parameters.</summary>
    [Benchmark]
    public double ManyBinLimit() => new ProfileTest(_many).Limit(0.95).Observed;

    /// <summary>The same with a statistical factor in each bin as well, 70 nuisance parameters.</summary>
    [Benchmark]
    public double StatisticalLimit() => new ProfileTest(_statistical).Limit(0.95).Observed;

    /// <summary>A test of one signal strength with 1000 toys per hypothesis, one bin, one thread.</summary>
    [Benchmark]
    public double SingleBinToys() => new ToyTest(_single, new ProfileTest(_single), 1000, 1, 1, CancellationToken.None).Test(1).Cls;

    private static Workspace Single() => new(
        [new Channel("bin", [new Sample("signal", [10], [new NormFactor("mu")]), new Sample("background", [50], [new ShapeSys("control", [7])])])],
        [new Observation("bin", [55])],
        [new Measurement("single", "mu", [])]);

    /// <summary>A bump on two falling backgrounds; half of the nuisance parameters scale, half tilt.</summary>
    private static Workspace Many(bool statistical)
    {
        const int bins = 50;
        double[] at = [.. Enumerable.Range(0, bins).Select(b => (double)b / bins)];
        double[] signal = [.. at.Select(t => 3 * Math.Exp(-50 * (t - 0.6) * (t - 0.6)))];
        double[] first = [.. at.Select(t => (80 * Math.Exp(-2 * t)) + 3)];
        double[] second = [.. at.Select(t => (30 * (1 - t)) + 2)];
        List<Modifier> ofSignal = [new NormFactor("mu")];
        List<Modifier> ofFirst = [];
        List<Modifier> ofSecond = [];
        for (int k = 0; k < 20; k += 2)
        {
            ofFirst.Add(new NormSys($"scale {k}", 0.95 - (0.002 * k), 1.06));
            ofSecond.Add(new NormSys($"scale {k}", 0.97, 1.04));
            ofSignal.Add(new NormSys($"scale {k}", 0.98, 1.02));
            ofFirst.Add(new HistoSys($"tilt {k}", [.. first.Select((x, b) => x * (1 - (0.05 * (at[b] - 0.5))))], [.. first.Select((x, b) => x * (1 + (0.06 * (at[b] - 0.5 + (0.02 * k)))))]));
        }

        if (statistical)
        {
            ofFirst.Add(new StatError("statistics", [.. first.Select(x => 0.04 * x)]));
            ofSecond.Add(new StatError("statistics", [.. second.Select(x => 0.05 * x)]));
        }

        return new Workspace(
            [new Channel("spectrum", [new Sample("signal", signal, ofSignal), new Sample("first", first, ofFirst), new Sample("second", second, ofSecond)])],
            [new Observation("spectrum", [.. first.Zip(second, (a, b) => Math.Round(a + b))])],
            [new Measurement("bump", "mu", [])]);
    }
}
