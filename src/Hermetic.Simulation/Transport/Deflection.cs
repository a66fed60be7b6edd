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

    /// <summary>theta^2 below which the sphere is taken as plane; sqrt(sin theta/theta) is within 0.005 of 1.</summary>
    private const double NearlyStraight = 0.05;

    /// <summary>exp(-<see cref="HardScatterings"/>).</summary>
    private static readonly double NoHardScattering = Math.Exp(-HardScatterings);

    /// <summary>Deflects a direction by the scattering on a step.</summary>
    /// <param name="p">The particle; only its direction is changed.</param>
    /// <param name="strength">Strength S times the step length, positive.</param>
    /// <param name="screening">Screening parameter A, below 0.1.</param>
    /// <param name="lnScreening">Its logarithm.</param>
    /// <param name="hard">Mott ratio, form factor and electrons.</param>
    /// <param name="random">Random stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(ref Particle p, double strength, double screening, double lnScreening, in HardScattering hard, ref RandomStream random)
    {
        // The number of scatterings above mu_c is S (1/(A + mu_c) - 1/(1 + A)), and 1/(1 + A) is 1 - A to second order.
        double inverseEdge = (HardScatterings / strength) + 1 - screening;
        double edge = 1 / inverseEdge;
        double muC = edge - screening;
        if (muC <= 0)
        {
            ScatterThin(ref p, strength, screening, hard, ref random);
            return;
        }

        double q = Math.Sqrt(muC);
        double twiceSpread = SoftSpread(strength, muC, q, FastLog.Of(edge), inverseEdge, lnScreening, hard);
        // Diffusion on the sphere until the mean cosine is exp(-x): density sqrt(theta sin theta) exp(-theta^2/(2x)) in theta, the leading term of the heat kernel.
        double r2, u, v, square;
        do
        {
            r2 = random.NextInDisc(out u, out v);
            square = Math.Abs(twiceSpread * FastLog.Of(r2));
        }
        while (square > NearlyStraight && !Diffused(square, ref random));
        p.TurnBy(HalfVersine(square), u, v, r2);

        // Proposals of hard scatterings: S/(A + mu)^2, and S c mu^(-3/2) for what the Mott ratio adds.
        double most = 1 / q;
        double excess = 2 * strength * hard.Envelope * (most - 1);
        double none = NoHardScattering * Exponential(excess);
        double left = random.NextUniform();
        if (left > none)
        {
            Scatter(ref p, left, none, excess, most, inverseEdge, screening, hard, ref random);
        }
    }

    /// <summary>exp(-x), to 1e-5 by its series where x is below 0.5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Exponential(double x) => x < 0.5
        ? Math.FusedMultiplyAdd(x, Math.FusedMultiplyAdd(x, Math.FusedMultiplyAdd(x, Math.FusedMultiplyAdd(x, Math.FusedMultiplyAdd(x, -1.0 / 120, 1.0 / 24), -1.0 / 6), 0.5), -1), 1)
        : Math.Exp(-x);

    /// <summary>The hard scatterings of a step: their number by inversion of its Poisson distribution.</summary>
    private static void Scatter(
        ref Particle p, double left, double none, double excess, double most, double inverseEdge, double screening, in HardScattering hard, ref RandomStream random)
    {
        double mean = HardScatterings + excess;
        double atOne = 1 - screening;
        for (int count = Poisson(left, none, mean); count > 0; count--)
        {
            double mu;
            if (random.NextUniform() * mean < HardScatterings)
            {
                mu = Math.Clamp((1 / (inverseEdge - (random.NextUniform() * (inverseEdge - atOne)))) - screening, 1e-300, 1);
            }
            else
            {
                double root = 1 / (most - (random.NextUniform() * (most - 1)));
                mu = root * root;
            }

            double bare = 1 + (hard.Envelope * Math.Sqrt(mu) * (mu + screening) * (mu + screening) / (mu * mu));
            if (random.NextUniform() * bare < Accepted(mu, hard, ref random))
            {
                p.TurnBy(mu, ref random);
            }
        }
    }

    /// <summary>A step so thin that all its scatterings are drawn singly.</summary>
    private static void ScatterThin(ref Particle p, double strength, double screening, in HardScattering hard, ref RandomStream random)
    {
        double bound = 1 + hard.Envelope;
        double inverseEdge = 1 / screening;
        double atOne = 1 - screening;
        double mean = strength * (inverseEdge - atOne) * bound;
        for (int count = Poisson(random.NextUniform(), Math.Exp(-mean), mean); count > 0; count--)
        {
            double mu = Math.Clamp((1 / (inverseEdge - (random.NextUniform() * (inverseEdge - atOne)))) - screening, 0, 1);
            if (random.NextUniform() * bound < Accepted(mu, hard, ref random))
            {
                p.TurnBy(mu, ref random);
            }
        }
    }

    /// <summary>Number with a Poisson distribution by inversion.</summary>
    private static int Poisson(double left, double term, double mean)
    {
        int count = 0;
        while (left > term && count < 64)
        {
            left -= term;
            count++;
            term *= mean / count;
        }

        return count;
    }

    /// <summary>Ratio of the law to S/(A + mu)^2, of a nucleus or of an electron as chance decides.</summary>
    private static double Accepted(double mu, in HardScattering hard, ref RandomStream random) => random.NextUniform() < hard.ElectronShare
        ? (mu < hard.ElectronLimit ? 1 : 0)
        : Mott.Ratio(hard.Mott, mu) * ElasticScattering.FormFactor(hard.FormSize, mu);

    /// <summary>Mean of theta^2 of the plane diffusion from which the soft part is drawn: twice the x of its mean cosine = exp(-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SoftSpread(double strength, double muC, double q, double lnEdge, double inverseEdge, double lnScreening, in HardScattering hard)
    {
        // First moment of mu: of S/(A + mu)^2 times the Mott polynomial in sqrt(2 mu), the terms beyond the constant without screening.
        ReadOnlySpan<double> a = hard.Mott;
        double logarithm = lnEdge - lnScreening - (muC * inverseEdge);
        double share = hard.ElectronShare;
        double nuclear = (a[0] * logarithm) + (q * ((2.8284271247461903 * a[1]) + (q * ((2 * a[2]) + (q * ((1.8856180831641267 * a[3]) + (q * 2 * a[4])))))));
        double electronic = logarithm - (muC > hard.ElectronLimit ? lnEdge - hard.LnElectronLimit : 0);
        double x = 2 * strength * (nuclear + (share * (electronic - nuclear)));
        // Beyond 4 the direction is as good as lost: <cos> below 0.02.
        return 2 * (x < 4 ? x : 4);
    }

    /// <summary>(1 - cos theta)/2 as its series in theta^2, to 2e-6 up to theta = pi.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double HalfVersine(double t)
    {
        double t2 = t * t;
        double even = Math.FusedMultiplyAdd(t2, Math.FusedMultiplyAdd(t2, Math.FusedMultiplyAdd(t2, 1.0 / 174356582400, 1.0 / 7257600), 1.0 / 1440), 0.25);
        double odd = Math.FusedMultiplyAdd(t2, Math.FusedMultiplyAdd(t2, 1.0 / 958003200, 1.0 / 80640), 1.0 / 48);
        double mu = t * (even - (t * odd));
        return mu < 1 ? mu : 1;
    }

    /// <summary>Acceptance of an angle drawn from Gaussian diffusion in the plane on the sphere, sqrt(sin theta/theta).</summary>
    private static bool Diffused(double t, ref RandomStream random)
    {
        if (t >= Math.PI * Math.PI)
        {
            return false;
        }

        double t2 = t * t;
        double even = Math.FusedMultiplyAdd(t2, Math.FusedMultiplyAdd(t2, Math.FusedMultiplyAdd(t2, 1.0 / 6227020800, 1.0 / 362880), 1.0 / 120), 1);
        double odd = Math.FusedMultiplyAdd(t2, Math.FusedMultiplyAdd(t2, 1.0 / 39916800, 1.0 / 5040), 1.0 / 6);
        double u = random.NextUniform();
        return u * u < even - (t * odd);
    }
}
