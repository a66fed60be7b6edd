using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Scattering in the plane on grids of ln chi and ln l, chi^2 = omega over the screening parameter. The Hankel transforms are convolutions there, whose kernels are known by their Mellin
/// transforms (J. D. Talman, J. Comput. Phys. 29 (1978) 35): exact for functions that the grid resolves.
/// </summary>
internal sealed class PlaneAngles
{
    private const int Points = 768;

    /// <summary>ln 2/8: the period of the grid is 96 octaves, so that what the period wraps around is nothing.</summary>
    private const double Step = 0.08664339756999316;

    /// <summary>Point of chi = 1, and of l = 1.</summary>
    private const int ChiOrigin = 144, OrderOrigin = Points - ChiOrigin;

    private const double Negligible = 1e-13;

    /// <summary>Kernel (1 - J_0(x))/x, from chi times the law to G/l.</summary>
    private static readonly double[] Deficit = Kernel(static w => Complex.Pow(2, new Complex(-2, w)) / Complex.Pow(new Complex(0.5, -0.5 * w), 2));
    /// <summary>Kernel J_1(x), from chi times the law to the slope of G by ln l, over l.</summary>
    private static readonly double[] Slope = Kernel(static w => Complex.Pow(2, new Complex(-1, w)) / new Complex(0.5, -0.5 * w));
    /// <summary>Kernel x J_0(x), back to chi times the probability.</summary>
    private static readonly double[] Back = Kernel(static w => Complex.Pow(2, new Complex(0, w)));

    private readonly double _screening;
    private readonly double[] _exponent = new double[Points];
    private readonly double[] _slope = new double[Points];

    /// <summary>Transforms a law.</summary>
    public PlaneAngles(SingleScattering single)
    {
        _screening = single.Screening;
        double[] weighted = new double[Points];
        for (int j = 0; j < Points; j++)
        {
            double chi = Math.Exp((j - ChiOrigin) * Step);
            double density = 2 * single.Density(_screening * chi * chi);
            Collisions += Step * density;
            weighted[j] = chi * density;
        }

        for (int i = 0; i < Points; i++)
        {
            double order = Math.Exp((i - OrderOrigin) * Step);
            _exponent[i] = order * AngleSums.Product(weighted, Deficit.AsSpan(i, Points));
            _slope[i] = order * AngleSums.Product(weighted, Slope.AsSpan(i, Points));
        }
    }

    /// <summary>Mean number of collisions for b = 1.</summary>
    public double Collisions { get; }

    /// <summary>See <see cref="ScatteringAngles.Above"/>.</summary>
    public List<(double Omega, double Above)> Above(double b)
    {
        // Minus the derivative by ln l of the transform of the angles, over l; its integral is the probability of any collision.
        double[] fall = new double[Points];
        double greatest = 0;
        for (int i = 0; i < Points; i++)
        {
            fall[i] = b * _slope[i] * Math.Exp(-b * _exponent[i] - ((i - OrderOrigin) * Step));
            greatest = Math.Max(greatest, fall[i]);
        }

        int first = Array.FindIndex(fall, f => f > Negligible * greatest);
        int count = 1 + Array.FindLastIndex(fall, f => f > Negligible * greatest) - first;
        double collision = 1 - Math.Exp(-b * Collisions);
        return AngleSums.Falling(
            Points,
            j => _screening * Math.Exp(2 * (j - ChiOrigin) * Step),
            j => Math.Exp((ChiOrigin - j) * Step) * AngleSums.Product(fall.AsSpan(first, count), Back.AsSpan((first + j) % Points, count)) / collision);
    }

    /// <summary>One period, twice, of the kernel with the Mellin transform factor(w) Gamma((1 + iw)/2)/Gamma((1 - iw)/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Kernel(Func<double, Complex> factor)
    {
        double[] kernel = new double[2 * Points];
        for (int k = 0; k <= Points / 2; k++)
        {
            double w = 2 * Math.PI * k / (Points * Step);
            double phase = 2 * Mott.PartialWaves.LogGamma(new Complex(0.5, 0.5 * w)).Imaginary;
            Complex mellin = factor(w) * Complex.FromPolarCoordinates(k is 0 or Points / 2 ? 1.0 / Points : 2.0 / Points, phase);
            Complex turn = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / Points);
            Complex wave = mellin;
            for (int m = 0; m < Points; m++)
            {
                kernel[m] += wave.Real;
                wave *= turn;
            }
        }

        kernel.AsSpan(0, Points).CopyTo(kernel.AsSpan(Points));
        return kernel;
    }
}
