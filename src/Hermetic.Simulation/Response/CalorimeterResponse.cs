using Hermetic.Core.Numerics;
using Hermetic.Setup.Experiments;

namespace Hermetic.Simulation.Response;

/// <summary>
/// From deposited to reconstructed calorimeter energy: calibrated so that a contained shower gives its energy on average, with the published resolution
/// sigma = a sqrt(E) (+) b E. The published resolution contains the sampling fluctuations, so they are not simulated a second time.
/// </summary>
/// <param name="stochastic">a, a fraction at 1 GeV.</param>
/// <param name="constant">b, a fraction.</param>
public readonly struct CalorimeterResponse(double stochastic, double constant)
{
    private readonly double _a2 = stochastic * stochastic;
    private readonly double _b2 = constant * constant;

    /// <summary>The response of a calorimeter.</summary>
    /// <param name="calorimeter">The calorimeter.</param>
    public static CalorimeterResponse Of(Calorimeter calorimeter)
    {
        ArgumentNullException.ThrowIfNull(calorimeter);
        return new CalorimeterResponse(calorimeter.StochasticResolution.Value, calorimeter.ConstantResolution.Value);
    }

    /// <summary>Resolution in GeV.</summary>
    /// <param name="energy">Deposited energy in GeV.</param>
    public double Sigma(double energy) => Math.Sqrt((_a2 * energy) + (_b2 * energy * energy));

    /// <summary>Probability that the reconstructed energy is below a cut.</summary>
    /// <param name="energy">Deposited energy in GeV.</param>
    /// <param name="cut">The cut in GeV.</param>
    public double ProbabilityBelow(double energy, double cut)
    {
        double distance = cut - energy;
        double sigma = Sigma(energy);
        // Eight standard deviations are certainty at any exposure considered here; it also spares most calls.
        if (distance >= 8 * sigma)
        {
            return 1;
        }

        return distance <= -8 * sigma ? 0 : Normal.Cdf(distance / sigma);
    }
}
