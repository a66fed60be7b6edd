using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>
/// The distribution of the angle after a path in a material at constant energy, for one law of single scattering: the sum of S. Goudsmit and J. L. Saunderson, Phys. Rev. 57 (1940) 24,
/// sum_l (l + 1/2) exp(-s G_l) P_l(cos theta), and for narrow distributions its limit in the plane (G. Moliere, Z. Naturforsch. 3a (1948) 78), integral dl l exp(-s G(l)) J_0(l chi).
/// The angle is measured as omega = tan^2(theta/2) = mu/(1 - mu), in which Rutherford's law without screening is b/omega^2 up to theta = pi (b is strength times path).
/// Probabilities are those under the condition that there was a collision at all.
/// </summary>
internal sealed class ScatteringAngles
{
    /// <summary>Mean of 1 - cos theta above which the sum is taken; the plane neglects about half of it in omega.</summary>
    private const double Narrow = 2e-3;

    private readonly PlaneAngles _plane;
    private readonly Lazy<SphereAngles> _sphere;

    /// <summary>Prepares a law.</summary>
    /// <param name="law">Law of single scattering.</param>
    /// <param name="mott">Coefficients of the Mott ratio.</param>
    public ScatteringAngles(in ScatteringLaw law, ReadOnlySpan<double> mott)
    {
        SingleScattering single = new(law, [.. mott]);
        _plane = new PlaneAngles(single);
        _sphere = new Lazy<SphereAngles>(() => new SphereAngles(single));
        Transport = ElasticScattering.InverseTransportPath(law, mott) / law.Strength;
    }

    /// <summary>Mean number of collisions for b = 1.</summary>
    public double Collisions => _plane.Collisions;

    /// <summary>First transport mean free paths in a path of b = 1.</summary>
    public double Transport { get; }

    /// <summary>Probabilities of angles above omega, for omega rising, from nearly 1 down to 1e-9 or to the end of the grid.</summary>
    /// <param name="b">Strength times path.</param>
    public List<(double Omega, double Above)> Above(double b) => b * Transport < Narrow ? _plane.Above(b) : _sphere.Value.Above(b);
}

/// <summary>The law of single scattering for unit strength, by ln omega.</summary>
/// <param name="law">The law.</param>
/// <param name="mott">Coefficients of the Mott ratio.</param>
internal sealed class SingleScattering(ScatteringLaw law, double[] mott)
{
    /// <summary>Width in ln mu of the edge at the greatest mu of electrons: on the grids of the transforms it must not be sharp. The mean of mu does not change.</summary>
    private const double Edge = 0.4;

    /// <summary>Screening parameter.</summary>
    public double Screening => law.Screening;

    /// <summary>Probability per ln omega and b.</summary>
    public double Density(double omega)
    {
        double mu = omega / (1 + omega);
        double nuclei = Mott.Ratio(mott, mu) * ElasticScattering.FormFactor(law.FormSize, mu);
        double electrons = 0.5 * SpecialFunctions.Erfc(Math.Log(mu / law.ElectronLimit) / Edge);
        double sum = law.Screening + (omega * (1 + law.Screening));
        return omega / (sum * sum) * (nuclei + (law.ElectronShare * (electrons - nuclei)));
    }
}

/// <summary>What plane and sphere share.</summary>
internal static class AngleSums
{
    private const double Greatest = 1 - 1e-6, Least = 1e-9;

    /// <summary>Sum of the products of two rows of equal length, in the same order on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector256<double> sum = default, other = default;
        int i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            sum += Vector256.Create(a.Slice(i, 4)) * Vector256.Create(b.Slice(i, 4));
            other += Vector256.Create(a.Slice(i + 4, 4)) * Vector256.Create(b.Slice(i + 4, 4));
        }

        sum += other;
        double total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    /// <summary>The part around the median of a function in which it falls from nearly 1 to nearly 0.</summary>
    public static List<(double Omega, double Above)> Falling(int points, Func<int, double> omega, Func<int, double> above)
    {
        int low = 0, high = points - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = above(middle) > 0.5 ? (middle, high) : (low, middle);
        }

        List<(double Omega, double Above)> result = [(omega(low), above(low))];
        for (int i = low - 1; i >= 0 && above(i) is var value and < Greatest && value > result[^1].Above; i--)
        {
            result.Add((omega(i), value));
        }

        result.Reverse();
        for (int i = low + 1; i < points && above(i) is var value and > Least && value < result[^1].Above; i++)
        {
            result.Add((omega(i), value));
        }

        return result;
    }
}
