using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking.Alignment;

/// <summary>Turns fitted tracks into what the alignment needs.</summary>
public static class AlignmentTracks
{
    /// <summary>Describes the one track of the last event.</summary>
    /// <param name="reconstruction">The reconstruction, of an event with exactly one track.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="locals">Number of track parameters: 5, or 4 without field.</param>
    /// <param name="track">Is filled.</param>
    public static void Describe(TrackReconstruction reconstruction, TrackerLayout layout, int locals, AlignmentTrack track)
    {
        ArgumentNullException.ThrowIfNull(reconstruction);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(track);
        ref readonly TrackCandidate candidate = ref reconstruction.Candidates[0];
        TrackFitter fitter = reconstruction.Fitter;
        Span<double> derivatives = stackalloc double[AlignmentTrack.LocalParameters];
        Span<int> planes = stackalloc int[PlaneHits.MostPlanes];
        int count = 0;
        track.Begin(locals);
        for (int p = 0; p < layout.Planes.Count; p++)
        {
            if (candidate.At[p] < 0)
            {
                continue;
            }

            ref readonly PlaneMeasurement measurement = ref reconstruction.Measurements[candidate.At[p]];
            double along = fitter.Describe(p, derivatives);
            track.Add(p, measurement.U - fitter.Expected(p), measurement.Variance, derivatives, along);
            planes[count++] = p;
        }

        Span<double> first = stackalloc double[PlaneHits.MostPlanes], second = stackalloc double[PlaneHits.MostPlanes], third = stackalloc double[PlaneHits.MostPlanes];
        for (int l = 0; l < layout.Layers.Count; l++)
        {
            for (int i = 0; i < count; i++)
            {
                bool behind = layout.Planes[planes[i]].Z > layout.Layers[l].Z;
                (first[i], second[i], third[i]) = behind ? fitter.Effect(l, planes[i]) : default;
            }

            track.AddScattering(1, first[..count]);
            track.AddScattering(1, second[..count]);
            track.AddScattering(1, third[..count]);
        }
    }
}
