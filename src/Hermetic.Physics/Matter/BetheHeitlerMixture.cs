using MathNet.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>One part of a distribution of z = E'/E.</summary>
/// <param name="Weight">Its probability.</param>
/// <param name="Mean">Mean of z.</param>
/// <param name="Variance">Variance of z.</param>
public readonly record struct EnergyShare(double Weight, double Mean, double Variance);

/// <summary>
/// The distribution of z = E'/E behind a layer by H. Bethe, W. Heitler, Proc. R. Soc. A 146 (1934) 83, f(z) = (-ln z)^(c-1)/Gamma(c) with c = t/ln 2, as a sum of five Gaussians: the probability, mean and
/// variance of five ranges of the share that is lost, each exact, so that those of the whole are exact too. Complete screening; valid up to 0.5 radiation lengths. DERIVED.
/// </summary>
public static class BetheHeitlerMixture
{
    /// <summary>Number of parts.</summary>
    public const int Parts = 5;

    /// <summary>Greatest thickness in radiation lengths.</summary>
    public const double MostThickness = 0.5;

    /// <summary>Ends of the ranges of the lost share 1 - z.</summary>
    private static readonly double[] Ends = [1e-3, 1e-2, 0.1, 0.4, 1];

    /// <summary>The parts behind a layer.</summary>
    /// <param name="thickness">Thickness in radiation lengths, up to <see cref="MostThickness"/>.</param>
    /// <param name="parts">Room for <see cref="Parts"/> parts.</param>
    public static void Of(double thickness, Span<EnergyShare> parts)
    {
        if (!(thickness > 0 && thickness <= MostThickness))
        {
            throw new ArgumentOutOfRangeException(nameof(thickness), thickness, $"A layer of a mixture has a thickness in (0, {MostThickness}] radiation lengths.");
        }

        double c = thickness / Math.Log(2);
        double below0 = 0, below1 = 0, below2 = 0;
        for (int i = 0; i < Parts; i++)
        {
            // Integral of z^n from -ln z = 0 to u: (n+1)^-c P(c, (n+1) u).
            double u = Ends[i] == 1 ? double.PositiveInfinity : -Math.Log(1 - Ends[i]);
            double m0 = Moment(c, 1, u), m1 = Moment(c, 2, u), m2 = Moment(c, 3, u);
            double weight = m0 - below0, mean = (m1 - below1) / weight;
            parts[i] = new EnergyShare(weight, mean, Math.Max(((m2 - below2) / weight) - (mean * mean), 1e-14));
            (below0, below1, below2) = (m0, m1, m2);
        }
    }

    private static double Moment(double c, int power, double u) =>
        Math.Pow(power, -c) * (double.IsPositiveInfinity(u) ? 1 : SpecialFunctions.GammaLowerRegularized(c, power * u));
}
