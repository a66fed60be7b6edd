using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>
/// Fits tracks by Kalman filters both ways (<see cref="TrackSmoother"/>) about an exactly followed reference, which is followed anew while the fit leads far from it: the least-squares fit with all scattering and loss.
/// One instance belongs to one thread; nothing is allocated after construction.
/// </summary>
public sealed class TrackFitter
{
    private const int MostReferences = 4;

    /// <summary>A change of parameters from the reference that is followed by a new one: in mm, of the slopes, and of q/p over its size.</summary>
    private const double FarPlace = 2, FarSlope = 1e-3, FarKappa = 0.03;

    private static readonly double[] Temperatures = [64, 16, 4, 2, 1, 1, 1];

    private readonly TrackerLayout _layout;
    private readonly FitOptions _options;
    private readonly ReferenceTrajectory _reference;
    private readonly GaussianSum? _mixture;
    private readonly TrackSmoother _smoother;
    private readonly Annealing _annealing;

    /// <summary>A fitter.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="particle">The particle, for its losses and scattering.</param>
    /// <param name="options">How tracks are fitted.</param>
    public TrackFitter(TrackerLayout layout, TrackParticle particle, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(particle);
        ArgumentNullException.ThrowIfNull(options);
        _layout = layout;
        _options = options;
        bool mixture = options.Method == FitMethod.GaussianSum && particle.Heavy is null;
        _reference = new ReferenceTrajectory(layout, particle, options.Radiation && !mixture);
        _mixture = mixture ? new GaussianSum(layout) : null;
        _smoother = new TrackSmoother(layout, _reference);
        _annealing = new Annealing(layout.Planes.Count, options.AnnealingCut);
    }

    /// <summary>Measured less fitted coordinate of each plane in mm; NaN where the track has no measurement. Of the last track.</summary>
    public ReadOnlySpan<double> Residuals => _smoother.Residual;

    /// <summary>Variances of the residuals in mm^2, smaller than those of the measurements by what they pull the track.</summary>
    public ReadOnlySpan<double> ResidualVariances => _smoother.ResidualVariance;

    /// <summary>Fits a track.</summary>
    /// <param name="candidate">What pattern recognition has found.</param>
    /// <param name="measurements">Measurements by plane.</param>
    /// <param name="first">Number of the first measurement of each plane, and the number of all behind the last; only annealing looks at others than those of the candidate.</param>
    /// <param name="fit">The fit.</param>
    /// <returns>False if the track does not reach the end of the set-up.</returns>
    public bool Fit(in TrackCandidate candidate, ReadOnlySpan<PlaneMeasurement> measurements, ReadOnlySpan<int> first, out TrackFit fit)
    {
        TrackState start = new(candidate.X, candidate.Y, candidate.Tx, candidate.Ty, candidate.Kappa, _layout.Reference);
        return Fit(start, candidate.At, measurements, first, out fit);
    }

    /// <summary>Fits a track.</summary>
    /// <param name="start">Its parameters at the reference plane, roughly.</param>
    /// <param name="at">Number of the measurement on each plane; -1 for none.</param>
    /// <param name="measurements">Measurements by plane.</param>
    /// <param name="first">Number of the first measurement of each plane, and the number of all behind the last.</param>
    /// <param name="fit">The fit.</param>
    /// <returns>False if the track does not reach the end of the set-up.</returns>
    public bool Fit(in TrackState start, in PlaneHits at, ReadOnlySpan<PlaneMeasurement> measurements, ReadOnlySpan<int> first, out TrackFit fit)
    {
        fit = default;
        if (!_reference.Follow(start, _options.Tolerance))
        {
            return false;
        }

        for (int p = 0; p < _smoother.Value.Length; p++)
        {
            int m = at[p];
            _smoother.Value[p] = m >= 0 ? measurements[m].U : 0;
            _smoother.Inverse[p] = m >= 0 ? 1 / measurements[m].Variance : 0;
        }

        bool done = _options.Method == FitMethod.Annealing ? Anneal(measurements, first, ref fit) : Converge(ref fit);
        for (; done && _options.Method != FitMethod.Annealing && fit.Outliers < _options.MostOutliers && RemoveWorst(fit); fit.Outliers++)
        {
            done = Converge(ref fit);
        }

        if (!done)
        {
            return false;
        }

        Finish(ref fit);
        return true;
    }

    /// <summary>Derivative of a plane's coordinate with respect to each track parameter at the reference plane, and coordinate along its strips, of the last fit's reference.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="derivatives">Five derivatives.</param>
    /// <returns>Coordinate along the strips in mm.</returns>
    public double Describe(int plane, Span<double> derivatives)
    {
        ref readonly PlaneRow row = ref _reference.Rows[plane];
        (derivatives[0], derivatives[1], derivatives[2], derivatives[3], derivatives[4]) = (row.H.A, row.H.B, row.H.C, row.H.D, row.H.E);
        return row.V;
    }

    /// <summary>Expected coordinate of a plane in mm, of the last fit's reference.</summary>
    /// <param name="plane">The plane.</param>
    public double Expected(int plane) => _reference.Rows[plane].U;

    /// <summary>Derivatives of a plane's coordinate with respect to three independent kicks of variance 1 in a layer, of the last fit's reference.</summary>
    /// <param name="layer">The layer, in front of the plane.</param>
    /// <param name="plane">The plane.</param>
    public (double First, double Second, double Third) Effect(int layer, int plane)
    {
        ref readonly LayerKick kick = ref _reference.Kicks[layer];
        ref readonly Vector5 h = ref _reference.Rows[plane].H;
        return (Vector5.Dot(h, kick.First), Vector5.Dot(h, kick.Second), Vector5.Dot(h, kick.Third));
    }

    /// <summary>Filters and smooths; follows a new reference while the fit leads far from the old one.</summary>
    private bool Converge(ref TrackFit fit)
    {
        for (int i = 0; ; i++)
        {
            Vector5 change = _smoother.Filter(ref fit);
            TrackState s = _reference.Start;
            fit.Parameters = new TrackState(s.X + change.A, s.Y + change.B, s.Tx + change.C, s.Ty + change.D, s.Kappa + change.E, s.Z);
            bool near = Math.Abs(change.A) < FarPlace && Math.Abs(change.B) < FarPlace && Math.Abs(change.C) < FarSlope && Math.Abs(change.D) < FarSlope
                && Math.Abs(change.E) < FarKappa * Math.Abs(s.Kappa);
            if (near || i == MostReferences)
            {
                _smoother.Smooth(ref fit);
                return double.IsFinite(change.A + change.E);
            }

            // A reference cannot stand still.
            fit.Parameters.Kappa = Math.Abs(fit.Parameters.Kappa) < 1e-5 ? Math.CopySign(1e-5, s.Kappa) : fit.Parameters.Kappa;
            if (!_reference.Follow(fit.Parameters, _options.Tolerance))
            {
                return false;
            }
        }
    }

    private bool RemoveWorst(in TrackFit fit)
    {
        int worst = -1;
        double most = _options.OutlierPull * _options.OutlierPull;
        for (int p = 0; p < _smoother.Residual.Length; p++)
        {
            double variance = _smoother.ResidualVariance[p];
            // A measurement that determines the track alone has no residual.
            if (_smoother.Inverse[p] > 0 && variance * _smoother.Inverse[p] > 1e-3 && _smoother.Residual[p] * _smoother.Residual[p] > most * variance)
            {
                most = _smoother.Residual[p] * _smoother.Residual[p] / variance;
                worst = p;
            }
        }

        if (worst < 0 || fit.Hits <= 6)
        {
            return false;
        }

        _smoother.Inverse[worst] = 0;
        return true;
    }

    private bool Anneal(ReadOnlySpan<PlaneMeasurement> measurements, ReadOnlySpan<int> first, ref TrackFit fit)
    {
        if (!Converge(ref fit))
        {
            return false;
        }

        int begun = fit.Hits;
        foreach (double temperature in Temperatures)
        {
            for (int p = 0; p < _smoother.Value.Length; p++)
            {
                _annealing.Weigh(p, measurements[first[p]..first[p + 1]], temperature, _smoother);
            }

            if (!Converge(ref fit))
            {
                return false;
            }
        }

        int kept = 0;
        double all = 0;
        for (int p = 0; p < first.Length - 1; p++)
        {
            double weight = _annealing.Weight(p);
            all += weight;
            kept += weight > 0.5 ? 1 : 0;
        }

        fit.Outliers = Math.Max(0, begun - kept);
        fit.Hits = (int)Math.Round(all);
        return true;
    }

    /// <summary>Degrees of freedom, and bremsstrahlung as a mixture.</summary>
    private void Finish(ref TrackFit fit)
    {
        bool bent = fit.Covariance[14] < 0.25 * TrackSmoother.PriorKappa * TrackSmoother.PriorKappa;
        fit.Freedom = fit.Hits - (bent ? 5 : 4);
        if (_mixture is not null)
        {
            _mixture.Fit(_reference, _smoother.Value, _smoother.Inverse, ref fit);
        }
    }
}
