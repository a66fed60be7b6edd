using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Trackers;

namespace Hermetic.Analysis.Tracking;

/// <summary>Prepares the reconstruction of a tracker.</summary>
public static class TrackPreparation
{
    /// <summary>Share of the planes that a track must have measurements on.</summary>
    private const double LeastHits = 0.6;

    private const int MostCandidates = 256;

    /// <summary>The reconstruction of particles of a beam.</summary>
    /// <param name="beam">The beam; pattern recognition looks for particles from three times its widths.</param>
    /// <param name="layout">The tracker as it is believed to stand.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="leastMomentum">Momentum in GeV above which particles of either charge are looked for.</param>
    /// <param name="fit">How tracks are fitted.</param>
    public static ReconstructionSetup Prepare(TrackerBeam beam, TrackerLayout layout, TrackParticle particle, double leastMomentum, FitOptions fit)
    {
        ArgumentNullException.ThrowIfNull(beam);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(particle);
        TrajectoryTable table = TrajectoryTableBuilder.Build(layout, particle, 0.8 * leastMomentum);
        TrackCandidate start = new() { Kappa = particle.Charge / beam.Momentum };
        (double x, double y, double slope, double kappa) = (1 + (3 * beam.SpotX), 1 + (3 * beam.SpotY), 2e-4 + (3 * beam.Divergence), 1 / leastMomentum);
        double window = layout.Planes.Max(p => p.Detector.Window);
        start.TimeVariance = window * window;
        (start.Covariance[0], start.Covariance[2], start.Covariance[5], start.Covariance[9], start.Covariance[14]) = (x * x, y * y, slope * slope, slope * slope, kappa * kappa);
        FinderOptions finder = new() { FewestHits = Math.Max(6, (int)Math.Ceiling(LeastHits * layout.Planes.Count)), MostHoles = Math.Max(3, layout.Planes.Count / 5), MostCandidates = MostCandidates };
        return new ReconstructionSetup(layout, particle, table, start, finder, fit);
    }
}
