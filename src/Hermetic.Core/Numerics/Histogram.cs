namespace Hermetic.Core.Numerics;

/// <summary>
/// A weighted histogram with uniform bins that keeps the sum of squared weights. Content below or above the range is kept apart.
/// Merging is associative; merged in a fixed order, the sums are the same for any number of threads.
/// </summary>
public sealed class Histogram
{
    private readonly double[] _sum;
    private readonly double[] _sum2;

    /// <summary>An empty histogram.</summary>
    /// <param name="low">Lower edge.</param>
    /// <param name="high">Upper edge, above <paramref name="low"/>.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    public Histogram(double low, double high, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        Low = low;
        High = high;
        _sum = new double[bins];
        _sum2 = new double[bins];
    }

    /// <summary>Lower edge of the first bin.</summary>
    public double Low { get; }

    /// <summary>Upper edge of the last bin.</summary>
    public double High { get; }

    /// <summary>Number of bins.</summary>
    public int Bins => _sum.Length;

    /// <summary>Weight below the range.</summary>
    public double Underflow { get; private set; }

    /// <summary>Weight at or above the upper edge.</summary>
    public double Overflow { get; private set; }

    /// <summary>Sum of weights of each bin.</summary>
    public ReadOnlySpan<double> Sums => _sum;

    /// <summary>Lower edge of a bin.</summary>
    /// <param name="bin">0 to <see cref="Bins"/>; the last gives the upper edge.</param>
    public double Edge(int bin) => Low + ((High - Low) * bin / Bins);

    /// <summary>Standard error of a bin's sum of weights.</summary>
    /// <param name="bin">Bin number.</param>
    public double Error(int bin) => Math.Sqrt(_sum2[bin]);

    /// <summary>Adds an entry.</summary>
    /// <param name="x">Position.</param>
    /// <param name="weight">Weight.</param>
    public void Fill(double x, double weight)
    {
        if (x < Low)
        {
            Underflow += weight;
        }
        else if (x >= High)
        {
            Overflow += weight;
        }
        else
        {
            int bin = Math.Min((int)((x - Low) / (High - Low) * Bins), Bins - 1);
            _sum[bin] += weight;
            _sum2[bin] += weight * weight;
        }
    }

    /// <summary>A copy with all weights multiplied by a factor.</summary>
    /// <param name="factor">The factor.</param>
    public Histogram Scaled(double factor)
    {
        Histogram scaled = new(Low, High, Bins) { Underflow = factor * Underflow, Overflow = factor * Overflow };
        for (int i = 0; i < Bins; i++)
        {
            scaled._sum[i] = factor * _sum[i];
            scaled._sum2[i] = factor * factor * _sum2[i];
        }

        return scaled;
    }

    /// <summary>A coarser histogram of the same range whose entries are spread by a resolution: each bin's content goes as if it lay in the bin's middle.</summary>
    /// <param name="bins">Number of bins of the result.</param>
    /// <param name="probabilityBelow">Probability that an entry at a position (first argument) is found below an edge (second).</param>
    public Histogram Spread(int bins, Func<double, double, double> probabilityBelow)
    {
        ArgumentNullException.ThrowIfNull(probabilityBelow);
        Histogram spread = new(Low, High, bins) { Underflow = Underflow, Overflow = Overflow };
        for (int i = 0; i < Bins; i++)
        {
            if (_sum[i] == 0)
            {
                continue;
            }

            double x = 0.5 * (Edge(i) + Edge(i + 1));
            double below = probabilityBelow(x, Low);
            spread.Underflow += _sum[i] * below;
            for (int j = 0; j < bins; j++)
            {
                double next = probabilityBelow(x, spread.Edge(j + 1));
                spread._sum[j] += _sum[i] * (next - below);
                spread._sum2[j] += _sum2[i] * (next - below) * (next - below);
                below = next;
            }

            spread.Overflow += _sum[i] * (1 - below);
        }

        return spread;
    }

    /// <summary>Adds the content of another histogram with the same binning.</summary>
    /// <param name="other">The other one.</param>
    /// <exception cref="ArgumentException">The binning differs.</exception>
    public void Merge(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Bins != Bins || other.Low != Low || other.High != High)
        {
            throw new ArgumentException("Histograms with different bins cannot be merged.", nameof(other));
        }

        for (int i = 0; i < Bins; i++)
        {
            _sum[i] += other._sum[i];
            _sum2[i] += other._sum2[i];
        }

        Underflow += other.Underflow;
        Overflow += other.Overflow;
    }
}
