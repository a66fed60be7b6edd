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

    /// <summary>a, d and c over s.</summary>
    private static readonly double[] Lengths = MakeLengths();

    /// <summary>The lengths of the displacement over the length of the step.</summary>
    /// <param name="tau">Length of the step over the mean transport mean free path on it, not negative.</param>
    /// <returns>a, d and c, see the class.</returns>
    public static (double Along, double Growth, double Across) Of(double tau)
    {
        double position = double.MinNative(tau, Greatest - 1e-9) * PerUnit;
        int i = double.ConvertToIntegerNative<int>(position);
        double f = position - i;
        ReadOnlySpan<double> rows = Lengths.AsSpan(Columns * i, 2 * Columns);
        return (rows[0] + (f * (rows[3] - rows[0])), rows[1] + (f * (rows[4] - rows[1])), rows[2] + (f * (rows[5] - rows[2])));
    }

    private static double[] MakeLengths()
    {
        double[] lengths = new double[Columns * ((int)(Greatest * PerUnit) + 1)];
        // The limit of weak scattering.
        (lengths[0], lengths[1], lengths[2]) = (0.5, 1.0 / 6, 0);
        for (int i = 1; i < lengths.Length / Columns; i++)
        {
            double tau = (double)i / PerUnit;
            double cosine = Math.Exp(-tau);
            double mean = (1 - cosine) / tau;
            double square = 2 * (tau - 1 + cosine) / (tau * tau);
            double along = mean / (1 + cosine);
            // tau times the integral of exp(-tau x) (x - x^2) over the step is half of what the two mean displacements differ by, over g.
            double growth = ((tau * (1 + cosine)) - (2 * (1 - cosine))) / (tau * tau);
            lengths[Columns * i] = along;
            lengths[(Columns * i) + 1] = growth / (1 - cosine);
            lengths[(Columns * i) + 2] = Math.Sqrt(square - (2 * along * along * (1 + cosine)));
        }

        return lengths;
    }
}
