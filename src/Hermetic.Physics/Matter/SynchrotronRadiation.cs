using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Synchrotron radiation of an ultrarelativistic particle of unit charge on a curved track: the classical theory (J. Schwinger, Phys. Rev. 75 (1949) 1912;
/// A. A. Sokolov, I. M. Ternov, "Synchrotron Radiation", 1968), unpolarised. Photon energies are given as x = k/<see cref="CriticalEnergy"/>, angles as the angle to the plane of the orbit times gamma.
/// Range: gamma above about 100, and a critical energy far below the particle's (recoil and spin change the spectrum by about 2 times their ratio: 3e-4 for 100 GeV electrons in 1.75 T).
/// </summary>
public static class SynchrotronRadiation
{
    /// <summary>Curvature of the track of a particle of 1 GeV of momentum across a field of 1 T, in 1/mm: the speed of light in SI units (exact) in GeV, T and mm.</summary>
    public const double CurvaturePerTesla = 0.299792458e-3;

    /// <summary>Step of the trapezoidal rule in u for the integrals over exp(-x cosh u); it converges faster than any power of the step, here to rounding for x below 40.</summary>
    private const double StepInU = 0.09;

    /// <summary>Mean of x over the photons: 8/(15 sqrt 3).</summary>
    public static readonly double MeanEnergy = 8 / (15 * Math.Sqrt(3));

    /// <summary>Mean of x^2 over the photons: 11/27.</summary>
    public const double MeanSquareEnergy = 11.0 / 27;

    /// <summary>Mean number of photons of all energies per radian of deflection: 5 alpha gamma/(2 sqrt 3).</summary>
    /// <param name="gamma">Energy over mass.</param>
    public static double PhotonsPerRadian(double gamma) => 5 * Constants.Alpha * gamma / (2 * Math.Sqrt(3));

    /// <summary>Critical energy (3/2) hbar c gamma^3/rho in GeV; half of the power is above it.</summary>
    /// <param name="gamma">Energy over mass.</param>
    /// <param name="radius">Radius of curvature of the track in mm.</param>
    public static double CriticalEnergy(double gamma, double radius) => 1.5 * Constants.HbarC * gamma * gamma * gamma / radius;

    /// <summary>Density of x over the photons: 3/(5 pi) times the integral of K_(5/3) from x to infinity; diverges as x^(-2/3) at 0.</summary>
    /// <param name="x">Photon energy over the critical energy, positive.</param>
    public static double Density(double x) => 3 / (5 * Math.PI) * Integral(x, 5.0 / 3, 1);

    /// <summary>Share of the photons above x.</summary>
    /// <param name="x">Photon energy over the critical energy, positive.</param>
    public static double ShareAbove(double x) => 3 / (5 * Math.PI) * Integral(x, 5.0 / 3, 2);

    /// <summary>
    /// Samples energy and angle of one photon from their joint distribution. In the variables theta, where tan(theta) = gamma psi, and xi = x/(2 |cos theta|^3) that distribution
    /// is xi [K_(2/3)^2(xi) + sin^2(theta) K_(1/3)^2(xi)]: each polarisation factorises, with weights 4 and 1.
    /// </summary>
    /// <param name="random">Random stream.</param>
    /// <param name="gammaPsi">Angle to the plane of the orbit times gamma; of either sign.</param>
    /// <returns>x, the photon energy over the critical energy.</returns>
    public static double Sample(ref RandomStream random, out double gammaPsi)
    {
        bool inPlane = random.NextUniform() < 0.8;
        double cosine, sine;
        do
        {
            random.NextAzimuth(out cosine, out sine);
        }
        while (cosine == 0 || (!inPlane && random.NextUniform() > sine * sine));
        double xi = (inPlane ? ModeTable.InPlane : ModeTable.OutOfPlane).Sample(random.NextUniform());
        gammaPsi = sine / cosine;
        return 2 * xi * Math.Abs(cosine * cosine * cosine);
    }

    /// <summary>The integral over u from 0 to infinity of exp(-x cosh u) cosh(nu u)/cosh^power(u): K_nu(x) for power 0, and for each further power its integral from x to infinity.</summary>
    private static double Integral(double x, double nu, int power)
    {
        double sum = 0.5 * Math.Exp(-x);
        for (int i = 1; ; i++)
        {
            double u = i * StepInU;
            double cosh = Math.Cosh(u);
            double exponent = x * cosh;
            if (exponent > 745)
            {
                return sum * StepInU;
            }

            sum += Math.Exp(-exponent) * Math.Cosh(nu * u) / (power == 0 ? 1 : power == 1 ? cosh : cosh * cosh);
        }
    }

    /// <summary>
    /// Inverse cumulative distribution of xi with density proportional to xi K_nu^2(xi): a table over equal probabilities of xi divided by the power law with which it begins, and for the last
    /// tenth a table of xi over equal steps of -ln(1 - probability). Linear interpolation; moments of x come out to 1e-5.
    /// </summary>
    private sealed class ModeTable
    {
        /// <summary>Electric vector in the plane of the orbit: xi begins as probability^(3/2).</summary>
        public static readonly ModeTable InPlane = new(2.0 / 3, 1.5);

        /// <summary>Electric vector across the plane of the orbit: xi begins as probability^(3/4).</summary>
        public static readonly ModeTable OutOfPlane = new(1.0 / 3, 0.75);

        private const int Points = 512;
        private const double Switch = 0.9;
        private const double FirstDepth = 2.302585092994046;

        /// <summary>-ln of the least complement that a uniform number has (2^-53), rounded up.</summary>
        private const double LastDepth = 37;

        private readonly bool _steep;
        private readonly double[] _low = new double[Points + 1];
        private readonly double[] _high = new double[Points + 1];

        private ModeTable(double nu, double power)
        {
            _steep = power > 1;
            double norm = Math.PI * nu / 2 / Math.Sin(Math.PI * nu);
            double ShareAbove(double xi) => xi * xi / 2 * ((Integral(xi, 1 - nu, 0) * Integral(xi, 1 + nu, 0)) - Square(Integral(xi, nu, 0))) / norm;
            double DensityAt(double xi) => xi * Square(Integral(xi, nu, 0)) / norm;

            // K_nu(xi) tends to 2^(nu-1) Gamma(nu) xi^(-nu).
            double first = Square(Math.Pow(2, nu - 1) * MathNet.Numerics.SpecialFunctions.Gamma(nu)) / norm * power;
            _low[0] = Math.Pow(first, -power);
            double xi = _low[0] * Math.Pow(Switch / Points, power);
            for (int i = 1; i <= Points; i++)
            {
                double probability = Switch * i / Points;
                // Newton in ln xi, where the probability is nearly a straight line at the beginning; from the neighbour it takes 4 steps.
                double step = 1;
                while (Math.Abs(step) > 1e-9)
                {
                    step = Math.Clamp((1 - ShareAbove(xi) - probability) / (DensityAt(xi) * xi), -0.5, 0.5);
                    xi *= Math.Exp(-step);
                }

                _low[i] = xi / Math.Pow(probability, power);
            }

            for (int i = 0; i <= Points; i++)
            {
                double depth = FirstDepth + ((LastDepth - FirstDepth) * i / Points);
                double step = 1;
                while (Math.Abs(step) > 1e-8)
                {
                    double above = ShareAbove(xi);
                    step = (-Math.Log(above) - depth) * above / DensityAt(xi);
                    xi -= step;
                }

                _high[i] = xi;
            }
        }

        public double Sample(double probability)
        {
            if (probability < Switch)
            {
                double root = Math.Sqrt(probability);
                return Interpolate(_low, probability * (Points / Switch)) * (_steep ? probability * root : Math.Sqrt(probability * root));
            }

            return Interpolate(_high, (-Math.Log(1 - probability) - FirstDepth) * (Points / (LastDepth - FirstDepth)));
        }

        private static double Interpolate(double[] table, double position)
        {
            int i = Math.Clamp((int)position, 0, Points - 1);
            return table[i] + ((position - i) * (table[i + 1] - table[i]));
        }

        private static double Square(double value) => value * value;
    }
}
