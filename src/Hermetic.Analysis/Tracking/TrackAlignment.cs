using Hermetic.Core.Random;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Reconstruction.Tracking.Alignment;
using Hermetic.Setup.Trackers;

namespace Hermetic.Analysis.Tracking;

/// <summary>What an alignment asks for.</summary>
/// <param name="Particle">The particle.</param>
/// <param name="Momentum">Its momentum in GeV.</param>
/// <param name="Straight">Number of events with the magnets off.</param>
/// <param name="Bent">Number of events with the magnets on.</param>
/// <param name="Shift">Standard deviation in mm of the planes' displacements.</param>
/// <param name="Rotation">Standard deviation in rad of their rotations about the beam.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Threads">Worker threads; they do not change the result.</param>
public sealed record TrackAlignmentOptions(TrackParticle Particle, double Momentum, int Straight, int Bent, double Shift, double Rotation, ulong Seed, int Threads);

/// <summary>An alignment beside what it should have found.</summary>
/// <param name="Truth">Displacements, shift in mm and rotation in rad of each plane in turn, without what tracks cannot tell.</param>
/// <param name="Found">What the alignment has found.</param>
/// <param name="Errors">Its standard errors.</param>
/// <param name="WeakModes">Number of combinations that the tracks do not tell.</param>
/// <param name="Chi2">Chi2 of the differences in all that they tell.</param>
/// <param name="Freedom">Its degrees of freedom.</param>
/// <param name="Tracks">Number of tracks of the last pass.</param>
/// <param name="TrackChi2">Mean chi2 per degree of freedom of the tracks, in the first pass and in the last.</param>
public sealed record TrackAlignmentResult(
    IReadOnlyList<double> Truth, IReadOnlyList<double> Found, IReadOnlyList<double> Errors, int WeakModes, double Chi2, int Freedom, long Tracks, (double First, double Last) TrackChi2);

/// <summary>
/// Displaces the planes of a tracker, simulates tracks through it, and finds the displacements from them: the tracks are found with a wide search first, fitted, and all shifts and rotations solved for at once (<see cref="AlignmentSystem"/>); then again
/// from there, until the linear equations hold.
/// </summary>
public static class TrackAlignment
{
    private const int Passes = 4;
    private const int LeastTracks = 10;
    private const int ChunkSize = 250;

    /// <summary>Runs an alignment.</summary>
    /// <param name="setup">The tracker.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>.</param>
    public static TrackAlignmentResult Run(TrackerSetup setup, TrackAlignmentOptions options, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        int parameters = AlignmentTrack.PerPlane * setup.Layout.Planes.Count;
        double[] truth = new double[parameters], found = new double[parameters];
        RandomStream random = new(options.Seed, ulong.MaxValue, StreamNumber.Beam);
        for (int i = 0; i < parameters; i++)
        {
            truth[i] = random.NextNormal() * (i % AlignmentTrack.PerPlane == 0 ? options.Shift : options.Rotation);
        }

        AlignmentSolution? solution = null;
        double first = double.NaN, last = double.NaN;
        long tracks = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            AlignmentSystem system = new(setup.Layout.Planes.Count);
            double extra = pass == 0 ? 2 * options.Shift : 0;
            Add(system, setup, options, truth, found, straight: true, extra, pass, progress, cancellation);
            Add(system, setup, options, truth, found, straight: false, extra, pass, progress, cancellation);
            if (system.Tracks < LeastTracks)
            {
                throw new Core.InputException($"only {system.Tracks} tracks are found through the displaced planes; allowed: more events (--straight, --bent), or smaller displacements (--shift, --rotation)");
            }

            solution = system.Solve(options.Shift, options.Rotation);
            for (int i = 0; i < parameters; i++)
            {
                found[i] += solution.Values[i];
            }

            last = system.Chi2 / system.Freedom;
            first = pass == 0 ? last : first;
            tracks = system.Tracks;
        }

        double[] wanted = solution!.WithoutWeakModes(truth), told = solution.WithoutWeakModes(found);
        // The last solution is the change of the last pass: what is left of the truth to find then.
        double[] left = [.. truth.Select((t, i) => t - found[i] + solution.Values[i])];
        double chi2 = solution.Chi2Against(left, out int freedom);
        return new TrackAlignmentResult(wanted, told, solution.Errors, solution.WeakModes, chi2, freedom, tracks, (first, last));
    }

    private static void Add(
        AlignmentSystem all,
        TrackerSetup setup,
        TrackAlignmentOptions options,
        double[] truth,
        double[] found,
        bool straight,
        double extra,
        int pass,
        IProgress<SearchProgress> progress,
        CancellationToken cancellation)
    {
        int wanted = straight ? options.Straight : options.Bent;
        TrackerLayout nominal = straight ? setup.Layout.WithoutField() : setup.Layout;
        TrackerLayout real = nominal.Displaced(truth), believed = nominal.Displaced(found);
        TrackerBeam beam = setup.Beam with { PileUp = 0 };
        ReconstructionSetup reconstruction = TrackPreparation.Prepare(beam, believed, options.Particle, 0.5 * options.Momentum, new FitOptions { MostOutliers = 0 });
        int chunks = (wanted + ChunkSize - 1) / ChunkSize, done = 0;
        AlignmentSystem[] parts = new AlignmentSystem[chunks];
        Parallel.For(
            0,
            chunks,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation },
            () => (Events: new TrackEvents(beam, real, reconstruction, options.Particle, false, extra), Track: new AlignmentTrack()),
            (chunk, _, worker) =>
            {
                AlignmentSystem part = new(nominal.Planes.Count);
                for (int e = chunk * ChunkSize; e < Math.Min(wanted, (chunk + 1) * ChunkSize); e++)
                {
                    // The same events in each pass: displacements are to change, not chances.
                    if (worker.Events.Next(options.Momentum, options.Seed, ((straight ? 1UL : 2UL) << 40) + (ulong)e).Length == 1)
                    {
                        AlignmentTracks.Describe(worker.Events.Reconstruction, believed, straight ? 4 : 5, worker.Track);
                        part.Add(worker.Track);
                    }
                }

                parts[chunk] = part;
                progress.Report(new SearchProgress($"pass {pass + 1}, {(straight ? "straight" : "bent")} tracks", Interlocked.Increment(ref done) * ChunkSize, chunks * ChunkSize, "events"));
                return worker;
            },
            _ => { });
        foreach (AlignmentSystem part in parts)
        {
            all.Merge(part);
        }
    }
}
