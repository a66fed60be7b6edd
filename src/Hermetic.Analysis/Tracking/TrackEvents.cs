using Hermetic.Core.Random;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;
using Hermetic.Simulation.Tracking;

namespace Hermetic.Analysis.Tracking;

/// <summary>
/// Events of a tracker from the beam to fitted tracks: one particle at time zero, other beam particles about it in time, digits with noise, reconstruction. Tracks are compared with the particles by where these have passed. One instance belongs to one thread; an event allocates nothing.
/// </summary>
public sealed class TrackEvents
{
    /// <summary>Share of a track's measurements that a particle must have made for it to be that particle's.</summary>
    public const double LeastShare = 0.7;

    private const int MostParticles = 64;

    private readonly TrackerBeam _beam;
    private readonly TrackerLayout _real;
    private readonly TrackParticle _particle;
    private readonly TrackSimulator _simulator;
    private readonly TrackSimulator _others;
    private readonly TrackerDigitiser _digitiser;
    private readonly TrackerDigit[] _digits;
    private readonly int[] _first;
    private readonly PlanePassage[] _passages;
    private readonly double _window;
    private int _particles;

    /// <summary>Events of a tracker.</summary>
    /// <param name="beam">Its beam.</param>
    /// <param name="real">The tracker as it stands.</param>
    /// <param name="setup">What its reconstruction believes.</param>
    /// <param name="particle">The particle at time zero.</param>
    /// <param name="tails">Whether scattering and losses have their tails.</param>
    /// <param name="extraError">Error in mm that pattern recognition adds to each measurement.</param>
    public TrackEvents(TrackerBeam beam, TrackerLayout real, ReconstructionSetup setup, TrackParticle particle, bool tails, double extraError = 0)
    {
        ArgumentNullException.ThrowIfNull(beam);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(particle);
        _beam = beam;
        _real = real;
        _particle = particle;
        _simulator = new TrackSimulator(real, particle, tails);
        _others = particle == beam.Particle ? _simulator : new TrackSimulator(real, beam.Particle, tails);
        _digitiser = new TrackerDigitiser(real);
        _digits = new TrackerDigit[_digitiser.MostDigits];
        _first = new int[real.Planes.Count + 1];
        _passages = new PlanePassage[MostParticles * real.Planes.Count];
        _window = real.Planes.Max(p => p.Detector.Window);
        Reconstruction = new TrackReconstruction(setup, extraError);
    }

    /// <summary>The reconstruction, with what it knows of the last event.</summary>
    public TrackReconstruction Reconstruction { get; }

    /// <summary>The particle at time zero of the last event, at the reference plane.</summary>
    public TrackState Truth { get; private set; }

    /// <summary>Number of planes that it has crossed inside their sensitive area.</summary>
    public int Crossed { get; private set; }

    /// <summary>Makes and reconstructs an event.</summary>
    /// <param name="momentum">Momentum of the particle at time zero in GeV.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="number">Number of the event.</param>
    /// <returns>The tracks; valid until the next call.</returns>
    public ReadOnlySpan<TrackFit> Next(double momentum, ulong seed, ulong number)
    {
        Simulate(momentum, seed, number);
        return Reconstruction.Reconstruct(_digits, _first);
    }

    /// <summary>Makes an event without reconstructing it.</summary>
    /// <param name="momentum">Momentum of the particle at time zero in GeV.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="number">Number of the event.</param>
    /// <param name="digits">Its digits by plane; valid until the next call.</param>
    /// <param name="first">Number of the first digit of each plane, and the number of all behind the last.</param>
    public void Next(double momentum, ulong seed, ulong number, out ReadOnlySpan<TrackerDigit> digits, out ReadOnlySpan<int> first)
    {
        Simulate(momentum, seed, number);
        digits = _digits.AsSpan(0, _first[^1]);
        first = _first;
    }

    /// <summary>The particle that a track of the last event is of; -1 for none, 0 for the one at time zero.</summary>
    /// <param name="track">Number of the track.</param>
    public int ParticleOf(int track)
    {
        ref readonly TrackCandidate candidate = ref Reconstruction.Candidates[track];
        int planes = _real.Planes.Count;
        for (int k = 0; k < _particles; k++)
        {
            int right = 0;
            for (int p = 0; p < planes; p++)
            {
                int m = candidate.At[p];
                ref readonly PlanePassage passage = ref _passages[(k * planes) + p];
                if (m >= 0 && passage.Inside)
                {
                    ref readonly PlaneMeasurement measurement = ref Reconstruction.Measurements[m];
                    right += Math.Abs(measurement.U - passage.U) < (5 * Math.Sqrt(measurement.Variance)) + (0.5 * PitchOf(p)) ? 1 : 0;
                }
            }

            if (right >= LeastShare * candidate.Hits)
            {
                return k;
            }
        }

        return -1;
    }

    private double PitchOf(int plane) => _real.Planes[plane].Detector is { Kind: DetectorKind.Strips } strips ? strips.Pitch : 0;

    private void Simulate(double momentum, ulong seed, ulong number)
    {
        RandomStream beam = new(seed, number, StreamNumber.Beam), random = new(seed, number, StreamNumber.Response);
        Truth = Start(_particle, momentum, ref beam);
        TrackState state = Truth;
        int planes = _real.Planes.Count;
        Crossed = _simulator.Follow(ref state, ref random, _passages.AsSpan(0, planes));
        _digitiser.Pass(_passages.AsSpan(0, planes), 0, ref random);
        _particles = 1;
        for (double left = _beam.PileUp - beam.NextExponential(); left > 0 && _particles < MostParticles; left -= beam.NextExponential())
        {
            state = Start(_beam.Particle, _beam.Momentum, ref beam);
            Span<PlanePassage> passages = _passages.AsSpan(_particles++ * planes, planes);
            _others.Follow(ref state, ref random, passages);
            _digitiser.Pass(passages, _window * ((2 * beam.NextUniform()) - 1), ref random);
        }

        _digitiser.Read(ref random, _digits, _first);
    }

    private TrackState Start(TrackParticle particle, double momentum, ref RandomStream random) => new(
        _beam.SpotX * random.NextNormal(),
        _beam.SpotY * random.NextNormal(),
        _beam.Divergence * random.NextNormal(),
        _beam.Divergence * random.NextNormal(),
        particle.Charge / momentum,
        _real.Reference);
}
