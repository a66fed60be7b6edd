namespace Hermetic.Analysis;

/// <summary>How a result came to be.</summary>
/// <param name="Version">Program version.</param>
/// <param name="Command">Command line.</param>
/// <param name="ExperimentDigest">Digest of the experiment files.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Showers">Simulated showers.</param>
/// <param name="Threads">Worker threads (they do not change the result).</param>
/// <param name="Started">Start of the run.</param>
/// <param name="WallSeconds">Wall-clock time in seconds.</param>
/// <param name="CpuSeconds">Processor time in seconds.</param>
/// <param name="Machine">Operating system, runtime and number of processors.</param>
public sealed record Provenance(
    string Version,
    string Command,
    string ExperimentDigest,
    ulong Seed,
    int Showers,
    int Threads,
    DateTimeOffset Started,
    double WallSeconds,
    double CpuSeconds,
    string Machine);
