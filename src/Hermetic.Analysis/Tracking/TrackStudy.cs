using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Analysis.Tracking;

/// <summary>What a study of a tracker asks for.</summary>
/// <param name="Particle">The particle.</param>
/// <param name="Momenta">Momenta in GeV.</param>
/// <param name="Events">Events at each momentum.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Threads">Worker threads; they do not change the result.</param>
/// <param name="Method">How tracks are fitted.</param>
/// <param name="Tails">Whether scattering and losses have their tails; otherwise they are Gaussian, as the fit supposes.</param>
public sealed record TrackStudyOptions(TrackParticle Particle, IReadOnlyList<double> Momenta, int Events, ulong Seed, int Threads, FitMethod Method, bool Tails);

/// <summary>What a tracker does at one momentum.</summary>
public sealed record TrackStudyPoint
{
    /// <summary>Momentum in GeV.</summary>
    public required double Momentum { get; init; }

    /// <summary>Number of events.</summary>
    public required int Events { get; init; }

    /// <summary>Number of events whose particle crosses at least three quarters of the planes inside their sensitive area.</summary>
    public required int Accepted { get; init; }

    /// <summary>Number of these whose particle is found: a track has at least <see cref="TrackEvents.LeastShare"/> of its measurements from it.</summary>
    public required int Found { get; init; }

    /// <summary>Number of tracks of no particle, and second tracks of one particle.</summary>
    public required int Ghosts { get; init; }

    /// <summary>Number of events with more candidates than pattern recognition follows.</summary>
    public required int Crowded { get; init; }

    /// <summary>Half the width of the central 68.27 % of the relative error of 1/p.</summary>
    public required double Resolution { get; init; }

    /// <summary>Standard error of <see cref="Resolution"/>.</summary>
    public required double ResolutionError { get; init; }

    /// <summary>Root mean square of the same error.</summary>
    public required double RootMeanSquare { get; init; }

    /// <summary>What the fits expect of it: root of the median of their variances.</summary>
    public required double Expected { get; init; }

    /// <summary>Median of the relative error of 1/p.</summary>
    public required double Bias { get; init; }

    /// <summary>Half the widths of the central 68.27 % of the pulls of x, y, dx/dz, dy/dz and q/p.</summary>
    public required IReadOnlyList<double> PullWidths { get; init; }

    /// <summary>Share of tracks whose pull of q/p is beyond 4.</summary>
    public required double Tail { get; init; }

    /// <summary>Mean chi2 per degree of freedom.</summary>
    public required double Chi2 { get; init; }

    /// <summary>Probability by Kolmogorov and Smirnov that the chi2 probabilities are flat.</summary>
    public required double Flatness { get; init; }

    /// <summary>Mean number of measurements of a track.</summary>
    public required double Hits { get; init; }
}

/// <summary>Resolution, efficiency, ghosts and pulls of a tracker against momentum.</summary>
public static class TrackStudy
{
    private const double CoreShare = 0.6827;
    private const int ChunkSize = 250;

    /// <summary>Runs a study.</summary>
    /// <param name="setup">The tracker.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<TrackStudyPoint> Run(TrackerSetup setup, TrackStudyOptions options, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        FitOptions fit = new() { Method = options.Method, Radiation = options.Tails };
        ReconstructionSetup reconstruction = TrackPreparation.Prepare(setup.Beam, setup.Layout, options.Particle, options.Momenta.Min(), fit);
        int chunks = (options.Events + ChunkSize - 1) / ChunkSize, total = chunks * options.Momenta.Count, done = 0;
        Result[][] results = [.. options.Momenta.Select(_ => new Result[options.Events])];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        Parallel.For(
            0,
            total,
            parallel,
            () => new TrackEvents(setup.Beam, setup.Layout, reconstruction, options.Particle, options.Tails),
            (chunk, _, events) =>
            {
                int point = chunk / chunks, begin = chunk % chunks * ChunkSize, end = Math.Min(options.Events, begin + ChunkSize);
                for (int e = begin; e < end; e++)
                {
                    results[point][e] = One(events, setup, options.Momenta[point], options.Seed, ((ulong)point << 40) + (ulong)e);
                }

                progress.Report(new SearchProgress("tracks", Interlocked.Increment(ref done) * ChunkSize, total * ChunkSize, "events"));
                return events;
            },
            _ => { });
        return [.. options.Momenta.Select((p, i) => Summarise(p, results[i]))];
    }

    private static Result One(TrackEvents events, TrackerSetup setup, double momentum, ulong seed, ulong number)
    {
        long crowded = events.Reconstruction.Crowded;
        ReadOnlySpan<TrackFit> tracks = events.Next(momentum, seed, number);
        Result result = new() { Accepted = 4 * events.Crossed >= 3 * setup.Layout.Planes.Count, Crowded = events.Reconstruction.Crowded > crowded };
        ulong seen = 0;
        for (int t = 0; t < tracks.Length; t++)
        {
            int particle = events.ParticleOf(t);
            if (particle < 0 || (seen & (1UL << particle)) != 0)
            {
                result.Ghosts++;
                continue;
            }

            seen |= 1UL << particle;
            if (particle == 0)
            {
                Compare(tracks[t], events.Truth, ref result);
            }
        }

        return result;
    }

    private static void Compare(in TrackFit fit, in TrackState truth, ref Result result)
    {
        ref readonly TrackState p = ref fit.Parameters;
        result.Found = true;
        result.Error = (p.Kappa - truth.Kappa) / truth.Kappa;
        result.ExpectedVariance = fit.Covariance[14] / (truth.Kappa * truth.Kappa);
        result.Pulls[0] = (p.X - truth.X) / Math.Sqrt(fit.Covariance[0]);
        result.Pulls[1] = (p.Y - truth.Y) / Math.Sqrt(fit.Covariance[2]);
        result.Pulls[2] = (p.Tx - truth.Tx) / Math.Sqrt(fit.Covariance[5]);
        result.Pulls[3] = (p.Ty - truth.Ty) / Math.Sqrt(fit.Covariance[9]);
        result.Pulls[4] = (p.Kappa - truth.Kappa) / Math.Sqrt(fit.Covariance[14]);
        result.Chi2 = fit.Freedom > 0 ? fit.Chi2 / fit.Freedom : double.NaN;
        result.Probability = fit.Probability;
        result.Hits = fit.Hits;
    }

    private static TrackStudyPoint Summarise(double momentum, Result[] results)
    {
        Result[] found = [.. results.Where(r => r.Found)];
        double[] errors = [.. found.Select(r => r.Error).Order()];
        double resolution = CentralHalfWidth(errors);
        return new TrackStudyPoint
        {
            Momentum = momentum,
            Events = results.Length,
            Accepted = results.Count(r => r.Accepted),
            Found = results.Count(r => r.Accepted && r.Found),
            Ghosts = results.Sum(r => r.Ghosts),
            Crowded = results.Count(r => r.Crowded),
            Resolution = resolution,
            // Of a normal distribution: both quantiles together, 0.86/sqrt(n) of it.
            ResolutionError = resolution * 0.86 / Math.Sqrt(errors.Length),
            RootMeanSquare = Math.Sqrt(Mean(found.Select(r => r.Error * r.Error))),
            Expected = Math.Sqrt(Median([.. found.Select(r => r.ExpectedVariance).Order()])),
            Bias = Median(errors),
            PullWidths = [.. Enumerable.Range(0, 5).Select(i => CentralHalfWidth([.. found.Select(r => r.Pulls[i]).Order()]))],
            Tail = Mean(found.Select(r => Math.Abs(r.Pulls[4]) > 4 ? 1.0 : 0)),
            Chi2 = Mean(found.Select(r => r.Chi2).Where(double.IsFinite)),
            Flatness = FlatnessTest.Probability([.. found.Select(r => r.Probability).Where(double.IsFinite)]),
            Hits = Mean(found.Select(r => (double)r.Hits)),
        };
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private static double Median(double[] sorted) => sorted.Length > 0 ? sorted[sorted.Length / 2] : double.NaN;

    private static double CentralHalfWidth(double[] sorted)
    {
        if (sorted.Length < 10)
        {
            return double.NaN;
        }

        return 0.5 * (Quantile(0.5 * (1 + CoreShare)) - Quantile(0.5 * (1 - CoreShare)));

        double Quantile(double probability)
        {
            double place = probability * (sorted.Length - 1);
            int i = Math.Min((int)place, sorted.Length - 2);
            return sorted[i] + ((place - i) * (sorted[i + 1] - sorted[i]));
        }
    }

    private struct Result
    {
        public bool Accepted, Found, Crowded;
        public int Ghosts, Hits;
        public double Error, ExpectedVariance, Chi2, Probability;
        public FivePulls Pulls;
    }

    [System.Runtime.CompilerServices.InlineArray(5)]
    private struct FivePulls
    {
        private double _first;
    }
}
