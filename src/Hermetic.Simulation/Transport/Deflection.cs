using System.Runtime.CompilerServices;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Simulation.Transport;

/// <summary>
/// Multiple scattering of one step as a sum of two parts, which together have the right distribution for any thickness, from single scattering to diffusion. Single scatterings
/// dSigma/dmu = S/(A + mu)^2 above a value mu_c that is chosen so that the step holds <see cref="HardScatterings"/> of them on average are drawn one by one, and accepted by Mott ratio and nuclear form
/// factor; they make the tail. The many softer ones are one deflection with the distribution of diffusion on the sphere and their exact mean of cos theta. Their sum is
/// nearly Gaussian because the hardest have been taken out; the form factor is neglected in them (below 1 % of their mean up to mu_c).
/// </summary>
internal static class Deflection
{
    /// <summary>Mean number of scatterings of a step that are drawn singly, before the acceptance.</summary>
    public const double HardScatterings = 0.5;

    /// <summary>theta^2 below which the sphere is taken as plane; sqrt(sin theta/theta) is within 0.002 of 1.</summary>
    private const double NearlyStraight = 0.02;

    /// <summary>Deflects a direction by the scattering on a step.</summary>
    /// <param name="p">The particle; only its direction is changed.</param>
    /// <param name="strength">Strength S times the step length, positive.</param>
    /// <param name="screening">Screening parameter A, below 0.1.</param>
    /// <param name="lnScreening">Its logarithm.</param>
    /// <param name="hard">Mott ratio, form factor and electrons.</param>
    /// <param name="bound">Greatest Mott ratio, at least 1.</param>
    /// <param name="none">exp(-<see cref="HardScatterings"/> x <paramref name="bound"/>).</param>
    /// <param name="random">Random stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(ref Particle p, double strength, double screening, double lnScreening, in HardScattering hard, double bound, double none, ref RandomStream random)
    {
        // The number of scatterings above mu_c is S (1/(A + mu_c) - 1/(1 + A)), and 1/(1 + A) is 1 - A to second order.
        double atOne = 1 - screening;
        double inverseEdge = (HardScatterings / strength) + atOne;
        double edge = 1 / inverseEdge;
        double mean = HardScatterings;
        if (edge > screening)
        {
            double r2, u, v, mu;
            double twiceSpread = SoftSpread(strength, edge - screening, edge, inverseEdge, lnScreening, hard);
            // Diffusion on the sphere until the mean cosine is exp(-x): density sqrt(theta sin theta) exp(-theta^2/(2x)) in theta, the leading term of the heat kernel.
            double square;
            do
            {
                r2 = random.NextInDisc(out u, out v);
                square = Math.Abs(twiceSpread * FastLog.Of(r2));
            }
            while (square > NearlyStraight && !Diffused(square, ref random));
            mu = HalfVersine(square);
            p.TurnBy(mu, u, v, r2);
        }
        else
        {
            // So thin a step that all its scatterings are drawn singly.
            inverseEdge = 1 / screening;
            mean = strength * (inverseEdge - atOne);
            none = Math.Exp(-mean * bound);
        }

        double left = random.NextUniform();
        if (left > none)
        {
            Scatter(ref p, left, mean * bound, none, inverseEdge, atOne, screening, hard, bound, ref random);
        }
    }

    /// <summary>The hard scatterings of a step: their number by inversion of its Poisson distribution.</summary>
    private static void Scatter(
        ref Particle p, double left, double mean, double term, double inverseEdge, double atOne, double screening, in HardScattering hard, double bound, ref RandomStream random)
    {
        int count = 0;
        while (left > term && count < 64)
        {
            left -= term;
            count++;
            term *= mean / count;
        }

        for (; count > 0; count--)
        {
            double mu = Math.Clamp((1 / (inverseEdge - (random.NextUniform() * (inverseEdge - atOne)))) - screening, 0, 1);
            double u = random.NextUniform() * bound;
            double accepted = u < hard.ElectronShare
                ? (mu < hard.ElectronLimit ? bound : 0)
                : hard.ElectronShare + ((1 - hard.ElectronShare) * Mott.Ratio(hard.Mott, mu) * ElasticScattering.FormFactor(hard.FormSize, mu));
            if (u < accepted)
            {
                p.TurnBy(mu, ref random);
            }
        }
    }

    /// <summary>Mean of theta^2 of the plane diffusion from which the soft part is drawn: twice the x of its mean cosine = exp(-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SoftSpread(double strength, double muC, double edge, double inverseEdge, double lnScreening, in HardScattering hard)
    {
        // First moment of mu: of S/(A + mu)^2 times the Mott polynomial in q = sqrt(mu), the terms beyond the constant without screening.
        double q = Math.Sqrt(muC);
        ReadOnlySpan<double> a = hard.Mott;
        double lnEdge = FastLog.Of(edge);
        double logarithm = lnEdge - lnScreening - (muC * inverseEdge);
        double share = hard.ElectronShare;
        double nuclear = (a[0] * logarithm) + (q * ((2.8284271247461903 * a[1]) + (q * ((2 * a[2]) + (q * ((1.8856180831641267 * a[3]) + (q * 2 * a[4])))))));
        double electronic = muC > hard.ElectronLimit ? logarithm - FastLog.Of(muC / hard.ElectronLimit) : logarithm;
        double x = 2 * strength * (nuclear + (share * (electronic - nuclear)));
        // Beyond 4 the direction is as good as lost: <cos> below 0.02.
        return 2 * Math.Min(x, 4);
    }

    /// <summary>(1 - cos theta)/2 as a polynomial in theta^2, to 2e-6 up to theta = pi.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double HalfVersine(double t) =>
        Math.Min(1, 0.25 * t * (1 - (t * (1.0 / 12) * (1 - (t * (1.0 / 30) * (1 - (t * (1.0 / 56) * (1 - (t * (1.0 / 90) * (1 - (t * (1.0 / 132) * (1 - (t * (1.0 / 182))))))))))))));

    /// <summary>Acceptance of an angle drawn from Gaussian diffusion in the plane on the sphere, sqrt(sin theta/theta).</summary>
    private static bool Diffused(double t, ref RandomStream random)
    {
        if (t >= Math.PI * Math.PI)
        {
            return false;
        }

        double sinc = (1 - (t * (1.0 / 6) * (1 - (t * (1.0 / 20) * (1 - (t * (1.0 / 42) * (1 - (t * (1.0 / 72) * (1 - (t * (1.0 / 110) * (1 - (t * (1.0 / 156)))))))))))));
        double u = random.NextUniform();
        return u * u < sinc;
    }
}
