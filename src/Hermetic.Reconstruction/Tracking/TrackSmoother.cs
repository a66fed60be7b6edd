using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>
/// Kalman filters from the last element of a layout to the first and back, which together are the smoother (D. C. Fraser, J. E. Potter, IEEE Trans. Autom. Control 14 (1969) 387), about a reference. The filters have no prior to speak of (1 m, 0.3, 1/GeV).
/// One instance belongs to one thread; nothing is allocated after construction.
/// </summary>
internal sealed class TrackSmoother
{
    /// <summary>Prior of q/p in 1/GeV.</summary>
    public const double PriorKappa = 1;

    private const double PriorPlace = 1e3, PriorSlope = 0.3;

    private readonly TrackerLayout _layout;
    private readonly ReferenceTrajectory _reference;
    private readonly Half[] _behind;

    public TrackSmoother(TrackerLayout layout, ReferenceTrajectory reference)
    {
        _layout = layout;
        _reference = reference;
        int planes = layout.Planes.Count;
        Value = new double[planes];
        Inverse = new double[planes];
        Expected = new double[planes];
        ExpectedVariance = new double[planes];
        Residual = new double[planes];
        ResidualVariance = new double[planes];
        _behind = new Half[planes];
    }

    /// <summary>Coordinate of each plane in mm.</summary>
    public double[] Value { get; }

    /// <summary>Its inverse variance in 1/mm^2; 0 for no measurement.</summary>
    public double[] Inverse { get; }

    /// <summary>Coordinate of each plane that all other planes expect.</summary>
    public double[] Expected { get; }

    /// <summary>Variance of that coordinate.</summary>
    public double[] ExpectedVariance { get; }

    /// <summary>Measured less fitted coordinate; NaN for no measurement.</summary>
    public double[] Residual { get; }

    /// <summary>Variance of the residual.</summary>
    public double[] ResidualVariance { get; }

    /// <summary>From the last element to the first; the covariance goes into the fit.</summary>
    public Vector5 Filter(ref TrackFit fit)
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
            if (Inverse[plane] > 0)
            {
                fit.Chi2 += Measure(plane, ref x, ref c);
                fit.Hits++;
            }
        }

        return x;
    }

    /// <summary>From the first element to the last, and on each plane what all others expect there: residuals with their variances. The end goes into the fit.</summary>
    public void Smooth(ref TrackFit fit)
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

            Predict(plane, x, c);
            if (Inverse[plane] > 0)
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
        double residual = Value[plane] - row.U - Vector5.Dot(row.H, x), inverse = 1 / (Vector5.Dot(row.H, g) + (1 / Inverse[plane]));
        x.Add(g, residual * inverse);
        Symmetric.AddSquare(ref c, g, -inverse);
        return residual * residual * inverse;
    }

    /// <summary>The coordinate of a plane by all others: the mean of the tracks before and behind it, weighted with their covariances. Started from the one that knows better, so that no digits are lost.</summary>
    private void Predict(int plane, in Vector5 before, in ParameterCovariance covariance)
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
        Expected[plane] = row.U + from + Vector5.Dot(g, difference);
        ExpectedVariance[plane] = Math.Max(0, spread - Vector5.Dot(g, weighted));
        if (!(Inverse[plane] > 0))
        {
            Residual[plane] = double.NaN;
            return;
        }

        // The measurement pulls the track by the share of its weight.
        double own = 1 / Inverse[plane], share = own / (own + ExpectedVariance[plane]);
        Residual[plane] = share * (Value[plane] - Expected[plane]);
        ResidualVariance[plane] = share * own;
    }

    public static void Prior(ref ParameterCovariance c)
    {
        c = default;
        (c[0], c[2], c[5], c[9], c[14]) = (PriorPlace * PriorPlace, PriorPlace * PriorPlace, PriorSlope * PriorSlope, PriorSlope * PriorSlope, PriorKappa * PriorKappa);
    }

    public static void Scatter(ref ParameterCovariance c, in LayerKick kick)
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
