using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>What the reconstruction of a tracker needs beside its layout; shared by all threads.</summary>
/// <param name="Layout">The layout as it is believed to stand.</param>
/// <param name="Particle">The particle that is supposed.</param>
/// <param name="Table">Trajectories for pattern recognition.</param>
/// <param name="Beam">The beam at the reference plane: means and (generous) covariance of the parameters and of the time.</param>
/// <param name="Finder">How tracks are searched for.</param>
/// <param name="Fit">How they are fitted.</param>
public sealed record ReconstructionSetup(TrackerLayout Layout, TrackParticle Particle, TrajectoryTable Table, TrackCandidate Beam, FinderOptions Finder, FitOptions Fit);

/// <summary>From digits to fitted tracks: clusters, pattern recognition, fit. One instance belongs to one thread; nothing is allocated after construction.</summary>
public sealed class TrackReconstruction
{
    private const int MostPerPlane = 256;
    private const int MostTracks = 64;

    private readonly ReconstructionSetup _setup;
    private readonly TrackFinder _finder;
    private readonly StripClusters?[] _strips;
    private readonly StrawPlane?[] _straws;
    private readonly PlaneMeasurement[] _measurements;
    private readonly int[] _first;
    private readonly TrackFit[] _fits = new TrackFit[MostTracks];
    private readonly TrackCandidate[] _candidates = new TrackCandidate[MostTracks];
    private int _count;

    /// <summary>A reconstruction.</summary>
    /// <param name="setup">What it needs.</param>
    /// <param name="extraError">Error in mm that is added in quadrature to every measurement in pattern recognition alone, as before an alignment.</param>
    public TrackReconstruction(ReconstructionSetup setup, double extraError = 0)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _setup = setup;
        IReadOnlyList<TrackerPlane> planes = setup.Layout.Planes;
        _finder = new TrackFinder(setup.Table, [.. planes.Select(p => new PlaneArea(p.Detector.HalfU, p.Detector.HalfV))], setup.Beam, setup.Finder, extraError * extraError);
        Fitter = new TrackFitter(setup.Layout, setup.Particle, setup.Fit);
        _strips = [.. planes.Select(p => p.Detector is { Kind: DetectorKind.Strips } d ? new StripClusters(new StripPlane(d.Map!, d.Pitch, d.Resolution, d.TimeResolution)) : null)];
        _straws = [.. planes.Select(p => p.Detector is { Kind: DetectorKind.Straws } d ? new StrawPlane(d.Tubes, d.Pitch, d.Radius, d.TimePerLength, d.Resolution) : null)];
        _measurements = new PlaneMeasurement[MostPerPlane * planes.Count];
        _first = new int[planes.Count + 1];
    }

    /// <summary>The fitter, which knows residuals of the last track.</summary>
    public TrackFitter Fitter { get; }

    /// <summary>Number of events so far in which candidates had to be given up because there were too many.</summary>
    public long Crowded => _finder.Crowded;

    /// <summary>Measurements of the last event by plane.</summary>
    public ReadOnlySpan<PlaneMeasurement> Measurements => _measurements.AsSpan(0, _first[^1]);

    /// <summary>Number of the first measurement of each plane, and the number of all behind the last.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary>What pattern recognition has found for each of the tracks.</summary>
    public ReadOnlySpan<TrackCandidate> Candidates => _candidates.AsSpan(0, _count);

    /// <summary>The tracks of an event, best first; valid until the next call.</summary>
    /// <param name="digits">Digits by plane.</param>
    /// <param name="first">Number of the first digit of each plane, and the number of all behind the last.</param>
    public ReadOnlySpan<TrackFit> Reconstruct(ReadOnlySpan<TrackerDigit> digits, ReadOnlySpan<int> first)
    {
        int made = 0, sources = 0;
        for (int p = 0; p < _strips.Length; p++)
        {
            _first[p] = made;
            ReadOnlySpan<TrackerDigit> own = digits[first[p]..first[p + 1]];
            Span<PlaneMeasurement> room = _measurements.AsSpan(made, MostPerPlane);
            made += _strips[p] is { } strips ? strips.Find(own, ref sources, room)
                : _straws[p] is { } straws ? StrawCircles.Find(straws, own, ref sources, room)
                : Coordinates(_setup.Layout.Planes[p].Detector, own, ref sources, room);
        }

        _first[^1] = made;
        ReadOnlySpan<PlaneMeasurement> measurements = _measurements.AsSpan(0, made);
        ReadOnlySpan<TrackCandidate> found = _finder.Find(measurements, _first);
        _count = 0;
        for (int i = 0; i < found.Length && _count < MostTracks; i++)
        {
            if (Fitter.Fit(found[i], measurements, _first, out _fits[_count]))
            {
                _candidates[_count++] = found[i];
            }
        }

        return _fits.AsSpan(0, _count);
    }

    private static int Coordinates(TrackerDetector detector, ReadOnlySpan<TrackerDigit> digits, ref int sources, Span<PlaneMeasurement> room)
    {
        double variance = detector.Resolution * detector.Resolution, timeVariance = detector.TimeResolution * detector.TimeResolution;
        int count = Math.Min(digits.Length, room.Length);
        for (int i = 0; i < count; i++)
        {
            room[i] = new PlaneMeasurement(digits[i].Charge, variance, digits[i].Time, timeVariance, sources++);
        }

        return count;
    }
}
