using BenchmarkDotNet.Attributes;
using Hermetic.Analysis.Tracking;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Benchmarks;

/// <summary>
/// Tracks through the spectrometer of twelve planes with a soft-edged dipole that is shipped as two-arms (99 % efficient, 0.3 noise hits per plane, two other particles for ten events here). Each call is one event or one track of 512. Baseline: one propagation from end to end with its derivatives.
/// </summary>
[MemoryDiagnoser]
public class TrackBenchmarks
{
    private const int Events = 512;

    private readonly TrackerSetup _tracker = TrackerLibrary.Get("two-arms");
    private readonly TrackReconstruction _reconstruction;
    private readonly TrackFitter _fitter;
    private readonly TrackFitter _annealing;
    private readonly TrackEvents _events;
    private readonly TrackerDigit[][] _digits = new TrackerDigit[Events][];
    private readonly int[][] _first = new int[Events][];
    private readonly PlaneMeasurement[][] _measurements = new PlaneMeasurement[Events][];
    private readonly int[][] _firstMeasurement = new int[Events][];
    private readonly TrackCandidate[] _candidates = new TrackCandidate[Events];
    private int _next;
    private ulong _number;

    /// <summary>Makes the events.</summary>
    public TrackBenchmarks()
    {
        TrackerBeam beam = _tracker.Beam with { PileUp = 0.2 };
        ReconstructionSetup setup = TrackPreparation.Prepare(beam, _tracker.Layout, beam.Particle, 20, new FitOptions());
        _events = new TrackEvents(beam, _tracker.Layout, setup, beam.Particle, false);
        _reconstruction = _events.Reconstruction;
        _fitter = new TrackFitter(_tracker.Layout, beam.Particle, new FitOptions());
        _annealing = new TrackFitter(_tracker.Layout, beam.Particle, new FitOptions { Method = FitMethod.Annealing });
        for (int e = 0; e < Events; e++)
        {
            do
            {
                _events.Next(beam.Momentum, 1, _number++, out ReadOnlySpan<TrackerDigit> digits, out ReadOnlySpan<int> first);
                (_digits[e], _first[e]) = (digits.ToArray(), first.ToArray());
                _reconstruction.Reconstruct(digits, first);
            }
            while (_reconstruction.Candidates.Length == 0);
            _candidates[e] = _reconstruction.Candidates[0];
            (_measurements[e], _firstMeasurement[e]) = (_reconstruction.Measurements.ToArray(), _reconstruction.First.ToArray());
        }
    }

    /// <summary>Through all of the spectrometer with derivatives.</summary>
    [Benchmark(Baseline = true)]
    public double Propagation()
    {
        TrackState s = new(1, 2, 1e-3, -1e-3, -0.01, 0);
        TrackJacobian j = TrackJacobian.Identity;
        Propagator.To(_tracker.Layout.Field, ref s, 14000, Propagator.UsualTolerance, ref j);
        return s.X + j.D[16];
    }

    /// <summary>Fit of a found track.</summary>
    [Benchmark]
    public double Fit()
    {
        int e = Next();
        _fitter.Fit(_candidates[e], _measurements[e], _firstMeasurement[e], out TrackFit fit);
        return fit.Chi2;
    }

    /// <summary>Annealed fit of a found track.</summary>
    [Benchmark]
    public double AnnealedFit()
    {
        int e = Next();
        _annealing.Fit(_candidates[e], _measurements[e], _firstMeasurement[e], out TrackFit fit);
        return fit.Chi2;
    }

    /// <summary>Digits to fitted tracks.</summary>
    [Benchmark]
    public int Event()
    {
        int e = Next();
        return _reconstruction.Reconstruct(_digits[e], _first[e]).Length;
    }

    /// <summary>Simulation of an event and its digits.</summary>
    [Benchmark]
    public int Simulation()
    {
        _events.Next(_tracker.Beam.Momentum, 2, _number++, out ReadOnlySpan<TrackerDigit> digits, out _);
        return digits.Length;
    }

    private int Next() => _next = (_next + 1) % Events;
}
