using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hermetic.Core;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearRegression;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Ratio of the scattering of Dirac electrons and positrons on a point nucleus (N. F. Mott, Proc. R. Soc. A 124 (1929) 425) to Rutherford's (Z r_e m c^2/(2 p beta c))^2/sin^4(theta/2),
/// as a polynomial 1 + a_1 s + ... + a_4 s^4 in s = sqrt(1 - cos theta): the form of T. Lijian, H. Qing, L. Zhengming, Radiat. Phys. Chem. 45 (1995) 235 with the exact limit of forward scattering.
/// The coefficients are fitted to the sum over partial waves of each element, so that no table is needed.
/// </summary>
/// <remarks>
/// The fit follows the partial waves from 10 keV up within 0.0025 up to copper (Z = 29), 0.026 in lead and 0.03 above 100 keV in uranium for electrons, and within 0.0004 for positrons.
/// Neglected: screening, which changes the ratio in heavy elements below some 50 keV (there the Rutherford cross section has the screening), and the size of the nucleus (a form factor of the caller's).
/// Energies below 10 keV take the value at 10 keV: there a point nucleus is no picture of a heavy atom, and in light ones the ratio is within 0.04 of 1.
/// </remarks>
public static class Mott
{
    /// <summary>Number of coefficients, a_0 = 1 to a_4.</summary>
    public const int Terms = 5;

    /// <summary>Points in velocity at which the coefficients are fitted; a Chebyshev series between them (16 give 0.0005 in lead).</summary>
    private const int Velocities = 16;

    /// <summary>Points in sin(theta/2) of each fit, at the zeros of a Chebyshev polynomial on (0.06, 1): below 7 degrees the sum over partial waves loses its digits, and the limit at 0 is known.</summary>
    private const int Angles = 20;
    private const double LeastX = 0.06;

    /// <summary>Velocity at 10 keV.</summary>
    private const double LeastBeta = 0.1949856;

    private static readonly ConcurrentDictionary<(int Z, bool Positron), double[,]> Series = new();

    /// <summary>Ratio of the Mott to the Rutherford cross section, not below 0.</summary>
    /// <param name="z">Atomic number, 1 to 100.</param>
    /// <param name="positron">Whether the particle is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    /// <param name="mu">(1 - cos theta)/2, 0 to 1.</param>
    public static double Ratio(int z, bool positron, double kineticEnergy, double mu)
    {
        Span<double> a = stackalloc double[Terms];
        Coefficients(z, positron, kineticEnergy, a);
        return Ratio(a, mu);
    }

    /// <summary>The polynomial of given coefficients, not below 0 (where electrons of beta = 1 do not scatter back the fit passes below, by 0.011 in uranium).</summary>
    /// <param name="a">The <see cref="Terms"/> coefficients.</param>
    /// <param name="mu">(1 - cos theta)/2, 0 to 1.</param>
    public static double Ratio(ReadOnlySpan<double> a, double mu)
    {
        double s = Math.Sqrt(2 * mu);
        return Math.Max(0, a[0] + (s * (a[1] + (s * (a[2] + (s * (a[3] + (s * a[4]))))))));
    }

    /// <summary>Coefficients of an element.</summary>
    /// <param name="z">Atomic number, 1 to 100.</param>
    /// <param name="positron">Whether the particle is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    /// <param name="a">Where to put a_0 to a_4, coefficients of the powers of sqrt(1 - cos theta) = sqrt(2 mu).</param>
    public static void Coefficients(int z, bool positron, double kineticEnergy, Span<double> a)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(z, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(z, 100);
        double[,] series = Series.GetOrAdd((z, positron), static key => Fit(key.Positron ? -key.Z : key.Z));
        const double M = Constants.ElectronMass;
        double beta = Math.Sqrt(kineticEnergy * (kineticEnergy + (2 * M))) / (kineticEnergy + M);
        double u = Math.Max(-1, ((2 * beta) - 1 - LeastBeta) / (1 - LeastBeta));
        a[0] = 1;
        for (int j = 1; j < Terms; j++)
        {
            // Clenshaw's recurrence.
            double b1 = 0, b2 = 0;
            for (int k = Velocities - 1; k > 0; k--)
            {
                (b1, b2) = (series[j, k] + (2 * u * b1) - b2, b1);
            }

            a[j] = series[j, 0] + (u * b1) - b2;
        }
    }

    /// <summary>Mean coefficients of a material, with the weights n Z^2 of the nuclei in its elastic cross section.</summary>
    /// <param name="material">The material, not vacuum.</param>
    /// <param name="positron">Whether the particle is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    /// <param name="a">Where to put a_0 to a_4, coefficients of the powers of sqrt(1 - cos theta) = sqrt(2 mu).</param>
    public static void Coefficients(Material material, bool positron, double kineticEnergy, Span<double> a)
    {
        ArgumentNullException.ThrowIfNull(material);
        Span<double> element = stackalloc double[Terms];
        double total = 0;
        a[..Terms].Clear();
        for (int i = 0; i < material.Components.Count; i++)
        {
            int z = material.Components[i].Z;
            double weight = material.AtomsPerVolume[i] * z * z;
            Coefficients(z, positron, kineticEnergy, element);
            total += weight;
            for (int j = 0; j < Terms; j++)
            {
                a[j] += weight * element[j];
            }
        }

        for (int j = 0; j < Terms; j++)
        {
            a[j] /= total;
        }
    }

    /// <summary>Chebyshev series in beta of each coefficient.</summary>
    private static double[,] Fit(int charge)
    {
        double[] x = new double[Angles];
        for (int i = 0; i < Angles; i++)
        {
            x[i] = ((1 + LeastX) / 2) - ((1 - LeastX) / 2 * Math.Cos(Math.PI * (i + 0.5) / Angles));
        }

        Matrix<double> powers = Matrix<double>.Build.Dense(Angles, Terms - 1, (i, j) => Math.Pow(2 * x[i] * x[i], (j + 1) / 2.0));
        Matrix<double> ratios = Matrix<double>.Build.Dense(Angles, Velocities);
        for (int n = 0; n < Velocities; n++)
        {
            PartialWaves waves = new(charge, ((1 + LeastBeta) / 2) + ((1 - LeastBeta) / 2 * Math.Cos(Node(n))));
            for (int i = 0; i < Angles; i++)
            {
                ratios[i, n] = waves.Ratio(x[i]) - 1;
            }
        }

        Matrix<double> a = MultipleRegression.QR(powers, ratios);
        double[,] series = new double[Terms, Velocities];
        for (int j = 1; j < Terms; j++)
        {
            for (int k = 0; k < Velocities; k++)
            {
                for (int n = 0; n < Velocities; n++)
                {
                    series[j, k] += (k == 0 ? 1.0 : 2.0) / Velocities * a[j - 1, n] * Math.Cos(k * Node(n));
                }
            }
        }

        return series;

        static double Node(int n) => Math.PI * (n + 0.5) / Velocities;
    }

    /// <summary>
    /// The sum over partial waves in the notation of N. Sherman, Phys. Rev. 103 (1956) 1601: F and G, each the closed form of the spinless problem plus a series in Legendre polynomials,
    /// made to converge by multiplying it three times with 1 - cos theta (D. R. Yennie, D. G. Ravenhall, R. N. Wilson, Phys. Rev. 95 (1954) 500).
    /// </summary>
    internal sealed class PartialWaves
    {
        private const int Waves = 160;
        private const int Reductions = 3;

        private readonly double _q;
        private readonly double _beta;
        private readonly Complex[] _f;
        private readonly Complex[] _g;

        /// <summary>Phases and reduced series of one velocity.</summary>
        /// <param name="charge">Charge of the nucleus, negative for positrons.</param>
        /// <param name="beta">Velocity, below 1.</param>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public PartialWaves(int charge, double beta)
        {
            _beta = beta;
            _q = Constants.Alpha * charge / beta;
            double strength = Constants.Alpha * charge;
            Complex[] d = new Complex[Waves + 2];
            Complex spinless = Wave(1);
            for (int k = 1; k < d.Length; k++)
            {
                double rho = Math.Sqrt((k * (double)k) - (strength * strength));
                d[k] = spinless - Wave(rho);
                spinless *= new Complex(-k, _q) / new Complex(k + 1, _q);
            }

            Complex[] f = new Complex[Waves + 1], g = new Complex[Waves + 1];
            for (int k = 0; k <= Waves; k++)
            {
                Complex sign = new(0, k % 2 == 0 ? 0.5 : -0.5);
                f[k] = sign * ((k * d[k]) + ((k + 1) * d[k + 1]));
                g[k] = sign * ((k * (double)k * d[k]) - ((k + 1) * (k + 1.0) * d[k + 1]));
            }

            for (int i = 0; i < Reductions; i++)
            {
                (f, g) = (Reduce(f), Reduce(g));
            }

            (_f, _g) = (f, g);
        }

        /// <summary>The ratio at x = sin(theta/2) from 0.06 to 1.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public double Ratio(double x)
        {
            double s2 = x * x, c2 = 1 - s2, cosine = 1 - (2 * s2);
            double before = 1, legendre = cosine;
            Complex f = _f[0] + (_f[1] * cosine), g = _g[0] + (_g[1] * cosine);
            for (int k = 2; k < _f.Length; k++)
            {
                (before, legendre) = (legendre, ((((2 * k) - 1) * cosine * legendre) - ((k - 1) * before)) / k);
                f += _f[k] * legendre;
                g += _g[k] * legendre;
            }

            double factor = Math.Pow(2 * s2, -Reductions);
            Complex f0 = new Complex(0, 0.5) * Complex.Exp(LogGamma(new Complex(1, -_q)) - LogGamma(new Complex(1, _q)) + new Complex(0, _q * Math.Log(s2)));
            Complex g0 = new Complex(0, -_q * c2 / s2) * f0;
            f = f0 + (factor * f);
            g = g0 + (factor * g);
            // At theta = pi the second part has the limit 0.
            double spin = c2 > 1e-12 ? ((g.Real * g.Real) + (g.Imaginary * g.Imaginary)) / c2 : 0;
            double flip = _q * _q * (1 - (_beta * _beta)) * ((f.Real * f.Real) + (f.Imaginary * f.Imaginary)) / s2;
            return (spin + flip) * 4 * s2 * s2 / (_q * _q);
        }

        /// <summary>exp(-i pi r) Gamma(r - iq)/Gamma(r + 1 + iq).</summary>
        private Complex Wave(double r) => Complex.Exp(LogGamma(new Complex(r, -_q)) - LogGamma(new Complex(r + 1, _q)) - new Complex(0, Math.PI * r));

        /// <summary>Coefficients of (1 - z) sum_k a_k P_k(z).</summary>
        private static Complex[] Reduce(Complex[] a)
        {
            Complex[] b = new Complex[a.Length - 1];
            for (int k = 0; k < b.Length; k++)
            {
                b[k] = a[k] - ((k + 1) / ((2 * k) + 3.0) * a[k + 1]) - (k > 0 ? k / ((2 * k) - 1.0) * a[k - 1] : 0);
            }

            return b;
        }

        /// <summary>ln Gamma(z) up to a multiple of 2 pi i for Re z above 0: Stirling's series, by the recurrence from Re z above 10 (M. Abramowitz, I. A. Stegun, 6.1.40; 1e-15 there).</summary>
        internal static Complex LogGamma(Complex z)
        {
            Complex product = 1;
            while (z.Real < 10)
            {
                product *= z;
                z += 1;
            }

            Complex inverse = 1 / z, square = inverse * inverse;
            Complex series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square * ((1.0 / 1188) - (square * (691.0 / 360360)))))))))));
            return ((z - 0.5) * Complex.Log(z)) - z + (0.5 * Math.Log(2 * Math.PI)) + series - Complex.Log(product);
        }
    }
}
