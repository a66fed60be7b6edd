using Hermetic.Setup.Fields;
using MathNet.Numerics;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>How measurements that do not belong to a track are treated.</summary>
public enum FitMethod
{
    /// <summary>Least squares; the worst measurement is left out while its pull is beyond <see cref="FitOptions.OutlierPull"/>.</summary>
    Kalman,

    /// <summary>Deterministic annealing: all measurements near the track compete with weights that harden as the temperature falls (R. Fruehwirth, A. Strandlie, Comput. Phys. Commun. 120 (1999) 197).</summary>
    Annealing,

    /// <summary>As <see cref="Kalman"/>, with bremsstrahlung as a sum of Gaussians (R. Fruehwirth, Comput. Phys. Commun. 100 (1997) 1).</summary>
    GaussianSum,
}

/// <summary>How tracks are fitted.</summary>
public sealed record FitOptions
{
    /// <summary>The method.</summary>
    public FitMethod Method { get; init; } = FitMethod.Kalman;

    /// <summary>Whether the mean loss by bremsstrahlung of electrons and its variance are part of the track model. Of the Gaussian sum bremsstrahlung is always part.</summary>
    public bool Radiation { get; init; }

    /// <summary>Pull beyond which a measurement is left out.</summary>
    public double OutlierPull { get; init; } = 5;

    /// <summary>Most measurements that are left out.</summary>
    public int MostOutliers { get; init; } = 2;

    /// <summary>Chi2 at which a measurement counts half, at temperature 1.</summary>
    public double AnnealingCut { get; init; } = 16;

    /// <summary>Error of an integration step in mm.</summary>
    public double Tolerance { get; init; } = Propagator.UsualTolerance;
}

/// <summary>A fitted track. A mutable struct of the hot loop.</summary>
public struct TrackFit
{
    /// <summary>Parameters at the reference plane from all measurements.</summary>
    public TrackState Parameters;

    /// <summary>Their covariance.</summary>
    public ParameterCovariance Covariance;

    /// <summary>q/p behind the last element in 1/GeV.</summary>
    public double EndKappa;

    /// <summary>Its variance.</summary>
    public double EndKappaVariance;

    /// <summary>Chi2 of the measurements.</summary>
    public double Chi2;

    /// <summary>Degrees of freedom; not positive where the measurements do not determine the track.</summary>
    public int Freedom;

    /// <summary>Number of measurements that count.</summary>
    public int Hits;

    /// <summary>Number of measurements that were left out.</summary>
    public int Outliers;

    /// <summary>Probability of a greater chi2 than this if all errors are Gaussian; NaN without degrees of freedom.</summary>
    public readonly double Probability => Freedom > 0 ? SpecialFunctions.GammaUpperRegularized(0.5 * Freedom, 0.5 * Chi2) : double.NaN;
}
