using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hermetic.Simulation.Response;

/// <summary>
/// The probability that the reconstructed energy is below a fixed cut as a function of the deposited energy, for hot loops: tabulated once between the energies at which it is
/// certain, cubic between (absolute error below 1e-9). Immutable and safe to share between threads.
/// </summary>
public sealed class CutCurve
{
    /// <summary>Standard deviations beyond which a cut is certain, see <see cref="CalorimeterResponse.ProbabilityBelow"/>.</summary>
    private const double Certain = 8;

    private const int Steps = 1024;

    // Value and slope in units of a step.
    private readonly double[] _table = new double[2 * (Steps + 2)];
    private readonly double _perStep;

    /// <summary>The curve of a cut.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cut">The cut in GeV, positive.</param>
    public CutCurve(CalorimeterResponse response, double cut)
    {
        // The distance to the cut in standard deviations falls with the energy, so that each edge is passed once.
        SurelyBelow = Edge(response, cut, -Certain);
        SurelyAbove = Edge(response, cut, Certain);
        double width = (SurelyAbove - SurelyBelow) / Steps;
        _perStep = 1 / width;
        for (int i = 0; i <= Steps + 1; i++)
        {
            // The slope from a step that is short against the resolution and long against rounding.
            double energy = SurelyBelow + (i * width);
            double half = Math.Min(0.02 * width, 0.5 * energy);
            _table[2 * i] = i == 0 ? 1 : i >= Steps ? 0 : response.ProbabilityBelow(energy, cut);
            _table[(2 * i) + 1] = half > 0 ? (response.ProbabilityBelow(energy + half, cut) - response.ProbabilityBelow(energy - half, cut)) * (0.5 * width / half) : 0;
        }
    }

    /// <summary>Up to this energy in GeV the probability is 1.</summary>
    public double SurelyBelow { get; }

    /// <summary>From this energy in GeV on the probability is 0.</summary>
    public double SurelyAbove { get; }

    /// <summary>Probability that the reconstructed energy is below the cut.</summary>
    /// <param name="energy">Deposited energy in GeV, at least 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ProbabilityBelow(double energy)
    {
        // At both ends the table holds exactly 1 and 0: no branch, which the processor could not foresee.
        double position = Math.Min(Math.Max(energy - SurelyBelow, 0) * _perStep, Steps);
        int i = (int)position;
        double f = position - i;
        ref double at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_table), 2 * i);
        double value = at;
        double slope = Unsafe.Add(ref at, 1);
        double rise = Unsafe.Add(ref at, 2) - value;
        double next = Unsafe.Add(ref at, 3);
        return value + (f * (slope + (f * ((3 * rise) - (2 * slope) - next + (f * (slope + next - (2 * rise)))))));
    }

    /// <summary>Adds weights times probabilities.</summary>
    /// <param name="weights">Weights.</param>
    /// <param name="energies">Deposited energies in GeV.</param>
    /// <param name="sums">Receives the sums, one by one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBelow(ReadOnlySpan<double> weights, ReadOnlySpan<double> energies, Span<double> sums)
    {
        weights = weights[..sums.Length];
        energies = energies[..sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += weights[i] * ProbabilityBelow(energies[i]);
        }
    }

    /// <summary>Adds weights times probabilities to be below this cut and not below another one on another energy.</summary>
    /// <param name="weights">Weights.</param>
    /// <param name="energies">Deposited energies in GeV.</param>
    /// <param name="other">The other cut.</param>
    /// <param name="others">The energies on which it acts.</param>
    /// <param name="sums">Receives the sums, one by one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBelow(ReadOnlySpan<double> weights, ReadOnlySpan<double> energies, CutCurve other, ReadOnlySpan<double> others, Span<double> sums)
    {
        weights = weights[..sums.Length];
        energies = energies[..sums.Length];
        others = others[..sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += weights[i] * (1 - other.ProbabilityBelow(others[i])) * ProbabilityBelow(energies[i]);
        }
    }

    /// <summary>The energy whose distance to the cut is so many standard deviations, on the safe side.</summary>
    private static double Edge(CalorimeterResponse response, double cut, double deviations)
    {
        double low = 0;
        double high = cut;
        while (cut - high + (deviations * response.Sigma(high)) > 0 && high < 1e6)
        {
            high *= 2;
        }

        for (int i = 0; i < 100; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = cut - middle + (deviations * response.Sigma(middle)) > 0 ? (middle, high) : (low, middle);
        }

        return deviations < 0 ? low * (1 - 1e-12) : high * (1 + 1e-12);
    }
}
