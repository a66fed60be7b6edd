using Hermetic.Core.Numerics;
using Hermetic.Simulation.Response;

namespace Hermetic.Analysis;

/// <summary>Sums over showers; merged chunk by chunk in order.</summary>
internal sealed class YieldSums
{
    private const int SpectrumBins = 60;

    /// <summary>Cells in each bin of a spectrum, before the resolution is folded in.</summary>
    private const int SpectrumCells = 20;

    private readonly int _masses;
    private readonly double[] _sum;
    private readonly double[] _sum2;
    private readonly double[] _annihilation;
    private readonly double[] _annihilation2;
    private readonly double[] _produced;

    public YieldSums(int masses, int periods, int spectra, double highestEnergy)
    {
        _masses = masses;
        _sum = new double[masses * periods];
        _sum2 = new double[masses * periods];
        _annihilation = new double[masses * periods];
        _annihilation2 = new double[masses * periods];
        _produced = new double[masses];
        Flow = new FlowSums[periods];
        Beam = new Histogram(0, highestEnergy, 120);
        Spectra = new Histogram[spectra];
        for (int i = 0; i < spectra; i++)
        {
            Spectra[i] = new Histogram(0, highestEnergy, SpectrumBins * SpectrumCells);
        }
    }

    public int Showers { get; set; }

    public FlowSums[] Flow { get; }

    public Histogram Beam { get; }

    /// <summary>ECAL energies of signal events without resolution, in cells much finer than it.</summary>
    public Histogram[] Spectra { get; }

    /// <summary>A spectrum with the resolution folded in.</summary>
    /// <param name="spectrum">Its index.</param>
    /// <param name="response">The response.</param>
    public Histogram Reconstructed(int spectrum, CalorimeterResponse response) => Spectra[spectrum].Spread(SpectrumBins, response.ProbabilityBelow);

    /// <summary>Adds one shower.</summary>
    /// <param name="accepted">By period and mass.</param>
    /// <param name="annihilated">By period and mass.</param>
    /// <param name="produced">By mass.</param>
    public void Add(ReadOnlySpan<double> accepted, ReadOnlySpan<double> annihilated, ReadOnlySpan<double> produced)
    {
        for (int at = 0; at < _sum.Length; at++)
        {
            _sum[at] += accepted[at];
            _sum2[at] += accepted[at] * accepted[at];
            _annihilation[at] += annihilated[at];
            _annihilation2[at] += annihilated[at] * annihilated[at];
        }

        for (int m = 0; m < _produced.Length; m++)
        {
            _produced[m] += produced[m];
        }
    }

    public void Merge(YieldSums other)
    {
        MergeArray(_sum, other._sum);
        MergeArray(_sum2, other._sum2);
        MergeArray(_annihilation, other._annihilation);
        MergeArray(_annihilation2, other._annihilation2);
        MergeArray(_produced, other._produced);
        for (int p = 0; p < Flow.Length; p++)
        {
            FlowSums f = other.Flow[p];
            Flow[p].Add(f.Produced, f.Preshower, f.Trigger, f.Box);
        }

        Beam.Merge(other.Beam);
        for (int i = 0; i < Spectra.Length; i++)
        {
            Spectra[i].Merge(other.Spectra[i]);
        }

        Showers += other.Showers;
    }

    /// <summary>The yield of a period at a mass with its efficiency chain applied.</summary>
    public YieldPoint Yield(int mass, int period, double massValue, double chain)
    {
        int at = (period * _masses) + mass;
        (double b, double bError, double bEffective) = Mean(_sum[at], _sum2[at], chain);
        (double a, double aError, double aEffective) = Mean(_annihilation[at], _annihilation2[at], chain);
        double produced = _produced[mass] / Showers;
        return new YieldPoint(massValue, b, bError, a, aError, produced > 0 ? b / produced : 0, bEffective, aEffective);
    }

    private (double Value, double Error, double Effective) Mean(double sum, double sum2, double chain)
    {
        double mean = sum / Showers;
        double variance = Math.Max(0, (sum2 / Showers) - (mean * mean)) / Math.Max(1, Showers - 1);
        return (mean * chain, Math.Sqrt(variance) * chain, sum2 > 0 ? sum * sum / sum2 : 0);
    }

    private static void MergeArray(double[] into, double[] from)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] += from[i];
        }
    }
}
