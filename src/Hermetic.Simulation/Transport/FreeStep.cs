namespace Hermetic.Simulation.Transport;

/// <summary>
/// Displacement on a step that stays clear of every boundary. The track of length s in a medium of transport mean free path lambda has the mean displacement lambda (1 - exp(-tau)), tau = s/lambda, along its
/// first direction and the mean square displacement 2 lambda^2 (tau - 1 + exp(-tau)) (H. W. Lewis, Phys. Rev. 78 (1950) 526, with a constant lambda). Two straight legs, before and after the
/// deflection of the step, whose lengths are chosen so, have both moments; steps may then be several times longer than with a random hinge.
/// </summary>
internal static class FreeStep
{
    private const double Greatest = 8;
    private const int PerUnit = 32;
    private static readonly double[] Legs = MakeLegs();

    /// <summary>Lengths of the two legs over the length of the step.</summary>
    /// <param name="tau">Length of the step over the first transport mean free path, not negative.</param>
    public static (double First, double Second) Of(double tau)
    {
        double position = double.MinNative(tau, Greatest - 1e-9) * PerUnit;
        int i = double.ConvertToIntegerNative<int>(position);
        double f = position - i;
        ReadOnlySpan<double> rows = Legs.AsSpan(2 * i, 4);
        return (rows[0] + (f * (rows[2] - rows[0])), rows[1] + (f * (rows[3] - rows[1])));
    }

    private static double[] MakeLegs()
    {
        double[] legs = new double[2 * ((int)(Greatest * PerUnit) + 1)];
        // The limit of weak scattering.
        (legs[0], legs[1]) = (1 - Math.Sqrt(1.0 / 3), Math.Sqrt(1.0 / 3));
        for (int i = 1; i < legs.Length / 2; i++)
        {
            double tau = (double)i / PerUnit;
            double cosine = Math.Exp(-tau);
            double along = (1 - cosine) / tau;
            double square = 2 * (tau - 1 + cosine) / (tau * tau);
            legs[(2 * i) + 1] = Math.Sqrt((square - (along * along)) / (1 - (cosine * cosine)));
            legs[2 * i] = along - (legs[(2 * i) + 1] * cosine);
        }

        return legs;
    }
}
