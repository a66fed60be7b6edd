using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>
/// Fits tracks: a Kalman filter from the last plane to the first and one back to the last, which together are the smoother (D. C. Fraser, J. E. Potter, IEEE Trans. Autom. Control 14 (1969) 387), about an exactly followed reference, which is followed anew
/// while the fit leads far from it. The filters have no prior to speak of (1 m, 0.3, 1/GeV), so that this is the least-squares fit with all scattering and loss. One instance belongs to one thread; nothing is allocated after construction.
/// </summary>
public sealed class TrackFitter
{
    private const double PriorPlace = 1e3, PriorSlope = 0.3, PriorKappa = 1;
    private const int MostReferences = 4;

    /// <summary>A change of parameters from the reference that is followed by a new one: in mm, of the slopes, and of q/p over its size.</summary>
    private const double FarPlace = 2, FarSlope = 1e-3, FarKappa = 0.03;

    private const int MostRivals = 8;
    private static readonly double[] Temperatures = [64, 16, 4, 2, 1, 1, 1];

    private readonly TrackerLayout _layout;
    private readonly FitOptions _options;
    private readonly ReferenceTrajectory _reference;
    private readonly GaussianSum? _mixture;
    private readonly double[] _value;
    private readonly double[] _inverse;
    private readonly Half[] _behind;
    private readonly double[] _expected;
    private readonly double[] _expectedVariance;
    private readonly double[] _residual;
    private readonly double[] _residualVariance;
    private readonly short[] _rivals;
    private readonly double[] _weights;
    private readonly int[] _rivalCount;

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
        int planes = layout.Planes.Count;
        _value = new double[planes];
        _inverse = new double[planes];
        _behind = new Half[planes];
        _expected = new double[planes];
        _expectedVariance = new double[planes];
        _residual = new double[planes];
        _residualVariance = new double[planes];
        _rivals = new short[planes * MostRivals];
        _weights = new double[planes * MostRivals];
        _rivalCount = new int[planes];
    }

    /// <summary>Measured less fitted coordinate of each plane in mm; NaN where the track has no measurement. Of the last track.</summary>
    public ReadOnlySpan<double> Residuals => _residual;

    /// <summary>Variances of the residuals in mm^2, smaller than those of the measurements by what they pull the track.</summary>
    public ReadOnlySpan<double> ResidualVariances => _residualVariance;

    /// <summary>The reference of the last fit.</summary>
    internal ReferenceTrajectory Reference => _reference;

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

        for (int p = 0; p < _value.Length; p++)
        {
            int m = at[p];
            _value[p] = m >= 0 ? measurements[m].U : 0;
            _inverse[p] = m >= 0 ? 1 / measurements[m].Variance : 0;
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
            Vector5 change = Filter(ref fit);
            TrackState s = _reference.Start;
            fit.Parameters = new TrackState(s.X + change.A, s.Y + change.B, s.Tx + change.C, s.Ty + change.D, s.Kappa + change.E, s.Z);
            bool near = Math.Abs(change.A) < FarPlace && Math.Abs(change.B) < FarPlace && Math.Abs(change.C) < FarSlope && Math.Abs(change.D) < FarSlope
                && Math.Abs(change.E) < FarKappa * Math.Abs(s.Kappa);
            if (near || i == MostReferences)
            {
                Smooth(ref fit);
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

    /// <summary>From the last element to the first; the covariance goes into the fit.</summary>
    private Vector5 Filter(ref TrackFit fit)
    {
        ref ParameterCovariance c = ref fit.Covariance;
        Prior(ref c);
        Vector5 x = default;
        fit.Chi2 = 0;
        fit.Hits = 0;
        ReadOnlySpan<TrackerElement> elements = _layout.Elements;
        for (int e = elements.Length - 1; e >= 0; e--)
        {
            int plane = elements[e].Plane;
            if (plane < 0)
            {
                Scatter(ref c, _reference.Kicks[elements[e].Layer]);
                continue;
            }

            (_behind[plane].X, _behind[plane].C) = (x, c);
            if (_inverse[plane] > 0)
            {
                fit.Chi2 += Measure(plane, ref x, ref c);
                fit.Hits++;
            }
        }

        return x;
    }

    /// <summary>From the first element to the last, and on each plane what all others expect there: residuals with their variances. The end goes into the fit.</summary>
    private void Smooth(ref TrackFit fit)
    {
        ParameterCovariance c = default;
        Prior(ref c);
        Vector5 x = default;
        foreach (ref readonly TrackerElement element in _layout.Elements)
        {
            int plane = element.Plane;
            if (plane < 0)
            {
                Scatter(ref c, _reference.Kicks[element.Layer]);
                continue;
            }

            Expect(plane, x, c);
            if (_inverse[plane] > 0)
            {
                Measure(plane, ref x, ref c);
            }
        }

        double scale = _reference.EndJacobian.Kappa;
        fit.EndKappa = _reference.End.Kappa + (scale * x.E);
        fit.EndKappaVariance = scale * scale * c[14];
    }

    /// <summary>Takes a measurement; tells its chi2.</summary>
    private double Measure(int plane, ref Vector5 x, ref ParameterCovariance c)
    {
        ref readonly PlaneRow row = ref _reference.Rows[plane];
        Vector5 g = Symmetric.Times(c, row.H);
        double residual = _value[plane] - row.U - Vector5.Dot(row.H, x), inverse = 1 / (Vector5.Dot(row.H, g) + (1 / _inverse[plane]));
        x.Add(g, residual * inverse);
        Symmetric.AddSquare(ref c, g, -inverse);
        return residual * residual * inverse;
    }

    /// <summary>The coordinate of a plane by all others: the mean of the tracks before and behind it, weighted with their covariances. Started from the one that knows better, so that no digits are lost.</summary>
    private void Expect(int plane, in Vector5 before, in ParameterCovariance covariance)
    {
        ref readonly PlaneRow row = ref _reference.Rows[plane];
        ref readonly Half behind = ref _behind[plane];
        Vector5 g = Symmetric.Times(covariance, row.H), g2 = Symmetric.Times(behind.C, row.H);
        double spread = Vector5.Dot(row.H, g), spread2 = Vector5.Dot(row.H, g2), from = Vector5.Dot(row.H, before);
        Vector5 difference = behind.X;
        difference.Add(before, -1);
        if (spread2 < spread)
        {
            (g, spread, from) = (g2, spread2, Vector5.Dot(row.H, behind.X));
            difference = before;
            difference.Add(behind.X, -1);
        }

        Vector5 weighted = g;
        Symmetric.Solve(covariance, behind.C, ref weighted, ref difference);
        _expected[plane] = row.U + from + Vector5.Dot(g, difference);
        _expectedVariance[plane] = Math.Max(0, spread - Vector5.Dot(g, weighted));
        if (!(_inverse[plane] > 0))
        {
            _residual[plane] = double.NaN;
            return;
        }

        // The measurement pulls the track by the share of its weight.
        double own = 1 / _inverse[plane], share = own / (own + _expectedVariance[plane]);
        _residual[plane] = share * (_value[plane] - _expected[plane]);
        _residualVariance[plane] = share * own;
    }

    private bool RemoveWorst(in TrackFit fit)
    {
        int worst = -1;
        double most = _options.OutlierPull * _options.OutlierPull;
        for (int p = 0; p < _residual.Length; p++)
        {
            double variance = _residualVariance[p];
            // A measurement that determines the track alone has no residual.
            if (_inverse[p] > 0 && variance * _inverse[p] > 1e-3 && _residual[p] * _residual[p] > most * variance)
            {
                most = _residual[p] * _residual[p] / variance;
                worst = p;
            }
        }

        if (worst < 0 || fit.Hits <= 6)
        {
            return false;
        }

        _inverse[worst] = 0;
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
            for (int p = 0; p < _value.Length; p++)
            {
                Weigh(p, measurements[first[p]..first[p + 1]], temperature);
            }

            if (!Converge(ref fit))
            {
                return false;
            }
        }

        int kept = 0;
        double all = 0;
        for (int p = 0; p < _value.Length; p++)
        {
            double sum = 0;
            for (int k = 0; k < _rivalCount[p]; k++)
            {
                sum += _weights[(p * MostRivals) + k];
            }

            all += sum;
            kept += sum > 0.5 ? 1 : 0;
        }

        fit.Outliers = Math.Max(0, begun - kept);
        fit.Hits = (int)Math.Round(all);
        return true;
    }

    /// <summary>Weights of the measurements of a plane by their distance from the track that the other planes tell.</summary>
    private void Weigh(int plane, ReadOnlySpan<PlaneMeasurement> measurements, double temperature)
    {
        double expected = _expected[plane], spread = _expectedVariance[plane];
        int count = 0;
        double total = Math.Exp(-_options.AnnealingCut / (2 * temperature)), sum = 0, mean = 0;
        for (int m = 0; m < measurements.Length && count < MostRivals; m++)
        {
            double distance = measurements[m].U - expected, chi2 = distance * distance / (measurements[m].Variance + spread);
            if (chi2 < 9 * _options.AnnealingCut)
            {
                double weight = Math.Exp(-chi2 / (2 * temperature));
                _weights[(plane * MostRivals) + count] = weight;
                _rivals[(plane * MostRivals) + count++] = (short)m;
                total += weight;
            }
        }

        for (int k = 0; k < count; k++)
        {
            double weight = _weights[(plane * MostRivals) + k] / total;
            _weights[(plane * MostRivals) + k] = weight;
            ref readonly PlaneMeasurement rival = ref measurements[_rivals[(plane * MostRivals) + k]];
            sum += weight / rival.Variance;
            mean += weight / rival.Variance * rival.U;
        }

        _rivalCount[plane] = count;
        bool counts = count > 0 && sum > 0;
        _inverse[plane] = counts ? sum : 0;
        _value[plane] = counts ? mean / sum : 0;
    }

    /// <summary>Degrees of freedom, and bremsstrahlung as a mixture.</summary>
    private void Finish(ref TrackFit fit)
    {
        bool bent = fit.Covariance[14] < 0.25 * PriorKappa * PriorKappa;
        fit.Freedom = fit.Hits - (bent ? 5 : 4);
        if (_mixture is not null)
        {
            _mixture.Fit(_reference, _value, _inverse, ref fit);
        }
    }

    internal static void Prior(ref ParameterCovariance c)
    {
        c = default;
        (c[0], c[2], c[5], c[9], c[14]) = (PriorPlace * PriorPlace, PriorPlace * PriorPlace, PriorSlope * PriorSlope, PriorSlope * PriorSlope, PriorKappa * PriorKappa);
    }

    internal static void Scatter(ref ParameterCovariance c, in LayerKick kick)
    {
        Symmetric.AddSquare(ref c, kick.First, 1);
        Symmetric.AddSquare(ref c, kick.Second, 1);
        Symmetric.AddSquare(ref c, kick.Third, 1);
    }

    /// <summary>A track by the planes on one side.</summary>
    private struct Half
    {
        public Vector5 X;
        public ParameterCovariance C;
    }
}
