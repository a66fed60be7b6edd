using System.Runtime.CompilerServices;
using Hermetic.Core.Numerics;

namespace Hermetic.Simulation.Transport;

/// <summary>
/// Displacement on a step. The track of length s in a medium of transport mean free path lambda has the mean displacement lambda (1 - exp(-tau)), tau = s/lambda, along its first direction u0
/// and, since it may be read backwards, along its last, u1; its mean square displacement is 2 lambda^2 (tau - 1 + exp(-tau)) (H. W. Lewis, Phys. Rev. 78 (1950) 526). The displacement a (u0 + u1) +- c n, with n the
/// unit vector across both and either sign by chance, has all three moments; without the part across, the end of the track would lie too far along its last direction and too many tracks would leave thin layers.
/// Where scattering grows along the track, from (1 - g)/lambda to (1 + g)/lambda, the two directions differ, to first order in g: (a + g d) u0 + (a - g d) u1.
/// </summary>
internal static class StepDisplacement
{
    private const double Greatest = 8;
    private const int PerUnit = 32;
    private const int Columns = 3;

    /// <summary>a/s, d/s and c/(s sqrt(tau)) at the nodes of tau, each with the difference to the next node.</summary>
    private static readonly double[] Lengths = MakeLengths();

    /// <summary>The lengths of the displacement over the length of the step.</summary>
    /// <param name="tau">Length of the step over the mean transport mean free path on it, not negative.</param>
    /// <returns>a, d and c, see the class.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Along, double Growth, double Across) Of(double tau)
    {
        tau = double.MinNative(tau, Greatest - 1e-9);
        double position = tau * PerUnit;
        // The integer part: half a cell back, rounded to the nearest.
        double f = position - FastRounding.Nearest(position - 0.5, out long i);
        ReadOnlySpan<double> row = Lengths.AsSpan(2 * Columns * (int)i, 2 * Columns);
        return (Math.FusedMultiplyAdd(f, row[1], row[0]), Math.FusedMultiplyAdd(f, row[3], row[2]), Math.FusedMultiplyAdd(f, row[5], row[4]) * Math.Sqrt(tau));
    }

    private static double[] MakeLengths()
    {
        double[] lengths = new double[2 * Columns * (int)(Greatest * PerUnit)];
        Span<double> low = stackalloc double[Columns];
        Span<double> high = stackalloc double[Columns];
        for (int i = 0; i < lengths.Length / (2 * Columns); i++)
        {
            Exact((double)i / PerUnit, low);
            Exact((i + 1.0) / PerUnit, high);
            for (int j = 0; j < Columns; j++)
            {
                lengths[2 * ((Columns * i) + j)] = low[j];
                lengths[(2 * ((Columns * i) + j)) + 1] = high[j] - low[j];
            }
        }

        return lengths;
    }

    /// <summary>What is tabulated.</summary>
    private static void Exact(double tau, Span<double> lengths)
    {
        if (tau == 0)
        {
            // c^2 = s^2 tau/6 is what the displacement across has of its own in the limit of weak scattering (E. Fermi; L. Eyges, Phys. Rev. 74 (1948) 1534): a quarter of it all.
            (lengths[0], lengths[1], lengths[2]) = (0.5, 1.0 / 6, Math.Sqrt(1.0 / 6));
            return;
        }

        double cosine = Math.Exp(-tau);
        double mean = (1 - cosine) / tau;
        double square = 2 * (tau - 1 + cosine) / (tau * tau);
        double along = mean / (1 + cosine);
        // tau times the integral of exp(-tau x) (x - x^2) over the step is half of what the two mean displacements differ by, over g.
        double growth = ((tau * (1 + cosine)) - (2 * (1 - cosine))) / (tau * tau);
        (lengths[0], lengths[1], lengths[2]) = (along, growth / (1 - cosine), Math.Sqrt((square - (2 * along * along * (1 + cosine))) / tau));
    }
}
