namespace Hermetic.Reconstruction.Tracking;

/// <summary>The weights of measurements that compete for a track in deterministic annealing. One instance belongs to one thread.</summary>
/// <param name="planes">Number of planes.</param>
/// <param name="cut">Chi2 at which a measurement counts half, at temperature 1.</param>
internal sealed class Annealing(int planes, double cut)
{
    private const int MostRivals = 8;

    /// <summary>Chi2 over the cut beyond which a measurement does not compete.</summary>
    private const double Reach = 9;

    private readonly short[] _rivals = new short[planes * MostRivals];
    private readonly double[] _weights = new double[planes * MostRivals];
    private readonly int[] _count = new int[planes];

    /// <summary>Sum of the weights of a plane's measurements.</summary>
    /// <param name="plane">The plane.</param>
    public double Weight(int plane)
    {
        double sum = 0;
        for (int k = 0; k < _count[plane]; k++)
        {
            sum += _weights[(plane * MostRivals) + k];
        }

        return sum;
    }

    /// <summary>Weighs the measurements of a plane by their distance from the track that the other planes tell.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="measurements">Its measurements.</param>
    /// <param name="temperature">The temperature.</param>
    /// <param name="smoother">Knows the track; receives the weighted mean and the inverse of its variance.</param>
    public void Weigh(int plane, ReadOnlySpan<PlaneMeasurement> measurements, double temperature, TrackSmoother smoother)
    {
        double expected = smoother.Expected[plane], spread = smoother.ExpectedVariance[plane];
        int count = 0;
        double total = Math.Exp(-cut / (2 * temperature)), sum = 0, mean = 0;
        for (int m = 0; m < measurements.Length && count < MostRivals; m++)
        {
            double distance = measurements[m].U - expected, chi2 = distance * distance / (measurements[m].Variance + spread);
            if (chi2 < Reach * cut)
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

        _count[plane] = count;
        bool counts = count > 0 && sum > 0;
        smoother.Inverse[plane] = counts ? sum : 0;
        smoother.Value[plane] = counts ? mean / sum : 0;
    }
}
