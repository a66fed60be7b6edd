using BenchmarkDotNet.Attributes;
using Hermetic.Analysis;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;

namespace Hermetic.Benchmarks;

/// <summary>The whole analysis of na64e-2018 at 40 masses with its stored shower sample: yields, models of workspaces, limits at two levels, on all threads.</summary>
public class ScanBenchmarks
{
    private readonly ResultStore _store = ResultStore.OfUser();
    private readonly Experiment _experiment = ExperimentReader.Read(Path.Combine(Root(), "experiments", "na64e-2018.yaml"), MaterialCatalogue.Names);
    private readonly SearchOptions _options = new([.. Enumerable.Range(0, 40).Select(i => 1e-3 * Math.Pow(1000, i / 39.0))], 40_000, 1, Environment.ProcessorCount);

    /// <summary>Makes the sample, unless it is stored.</summary>
    [GlobalSetup]
    public void Sample() => FortyMasses();

    /// <summary>The scan.</summary>
    [Benchmark]
    public double FortyMasses() => Search.Run(_experiment, _options, _store, new Silent(), CancellationToken.None).Limits[0].Points[20].Observed;

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Hermetic.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("the benchmarks run outside the repository");
    }

    private sealed class Silent : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value)
        {
        }
    }
}
