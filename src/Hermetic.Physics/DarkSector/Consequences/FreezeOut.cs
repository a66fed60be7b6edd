using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// The Boltzmann equation dY/dlnx = -(s &lt;sigma v&gt;/H) (1 + dln g_s/(3 dlnT)) (Y^2 - Y_eq^2) for Y = n/s, x = m1/T (P. Gondolo and G. Gelmini, Nucl. Phys. B 360
/// (1991) 145), with all that does not depend on epsilon^2 tabulated once. From x = 5 to 100: implicit Euler, whose quadratic equation has a closed solution, on 200, 400, 800
/// and 1600 steps, extrapolated to step zero; beyond, where Y_eq is nothing, 1/Y grows by an integral. Error of the integration below 1e-6.
/// </summary>
internal sealed class FreezeOut
{
    /// <summary>Temperature of the photons today, GeV (D. J. Fixsen, arXiv:0911.1955: 2.7255 K).</summary>
    private const double TemperatureToday = 2.7255 * 8.617333262e-14;

    /// <summary>Critical density over h^2 in GeV/mm^3 (PDG 2022: 1.053672e-5 GeV/cm^3).</summary>
    private const double CriticalDensity = 1.053672e-8;

    /// <summary>Planck mass, GeV (PDG 2022).</summary>
    private const double PlanckMass = 1.220890e19;

    private const double Start = 5, Middle = 100, End = 1e7;
    private const int Steps = 1600, Extrapolations = 4;
    private const int AverageSteps = 30, LateAverages = 12, LateOrder = 5;

    /// <summary>Smallest rate of annihilation over that of expansion at x = 5: below it the dark matter never was in equilibrium, and the equation does not forget its start.</summary>
    private const double LeastRate = 100;

    private readonly double _mass;

    // Per step in ln x: the factor of Y^2 - Y_eq^2 at epsilon = 1, and Y_eq.
    private readonly double[] _rate = new double[Steps + 1];
    private readonly double[] _equilibrium = new double[Steps + 1];
    private readonly double _late;

    /// <summary>Tabulates rates and equilibrium; the width of the mediator is that of the pair's epsilon.</summary>
    public FreezeOut(PairAnnihilation pair)
    {
        _mass = pair.Mass;
        double range = Math.Log(Middle / Start);
        double[] averages = new double[AverageSteps + 1];
        for (int i = 0; i <= AverageSteps; i++)
        {
            averages[i] = Math.Log(ThermalAverage.PerEpsilon2(pair, Start * Math.Exp(range * i / AverageSteps)));
        }

        for (int i = 0; i <= Steps; i++)
        {
            double x = Start * Math.Exp(range * i / Steps);
            double average = Math.Exp(LocalCubic.OnGrid(averages, (double)i * AverageSteps / Steps));
            _rate[i] = average * ExpansionFactor(pair.Mass / x);
            _equilibrium[i] = ThermalAverage.Equilibrium(pair, x) / EntropyOverT3(pair.Mass / x);
        }

        _late = Late(pair);
    }

    /// <summary>Y today, and x at which Y = 2 Y_eq.</summary>
    /// <param name="epsilon2">epsilon^2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dark matter was not in equilibrium at x = 5.</exception>
    public (double Abundance, double X) Solve(double epsilon2)
    {
        double rate = epsilon2 * _rate[0] * _equilibrium[0];
        if (!(rate > LeastRate))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon2), epsilon2,
                FormattableString.Invariant($"the rate of annihilation is {rate:G2} times that of expansion at m_chi/T = 5; freeze-out starts from equilibrium, which needs more than {LeastRate}."));
        }

        Span<double> inverse = stackalloc double[Extrapolations];
        double x = 0;
        for (int i = 0; i < Extrapolations; i++)
        {
            int stride = 1 << (Extrapolations - 1 - i);
            inverse[i] = 1 / Integrate(epsilon2, stride, out x);
            // The error of implicit Euler is a series in the step: one power is taken off at each level.
            for (int j = i - 1; j >= 0; j--)
            {
                inverse[j] = inverse[j + 1] + ((inverse[j + 1] - inverse[j]) / ((1 << (i - j)) - 1));
            }
        }

        return (1 / (inverse[0] + (epsilon2 * _late)), x);
    }

    /// <summary>Omega h^2 of an abundance: n = Y s, with the entropy of photons and neutrinos that the table of the degrees of freedom ends with.</summary>
    public double Omega(double abundance)
    {
        double entropy = EntropyOverT3(TemperatureToday) * Math.Pow(TemperatureToday / Constants.HbarC, 3);
        return _mass * abundance * entropy / CriticalDensity;
    }

    /// <summary>s/T^3.</summary>
    private static double EntropyOverT3(double temperature) => 2 * Math.PI * Math.PI / 45 * DegreesOfFreedom.Entropy(temperature);

    /// <summary>(s/H)(1 + dln g_s/(3 dlnT)), GeV^2.</summary>
    private static double ExpansionFactor(double temperature)
    {
        double hubbleOverT2 = Math.Sqrt(8 * Math.PI * Math.PI * Math.PI / 90 * DegreesOfFreedom.Energy(temperature)) / PlanckMass;
        return EntropyOverT3(temperature) * temperature / hubbleOverT2 * (1 + (DegreesOfFreedom.EntropySlope(temperature) / 3));
    }

    /// <summary>Growth of 1/Y from x = 100 to today, at epsilon = 1. What comes after x = 1e7 falls at least as 1/x and is left out (below 1e-5 of Y).</summary>
    private static double Late(PairAnnihilation pair)
    {
        Quadrature rule = Quadrature.GaussLegendre(LateOrder);
        double width = Math.Log(End / Middle) / LateAverages, sum = 0;
        for (int panel = 0; panel < LateAverages; panel++)
        {
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double x = Middle * Math.Exp((panel + rule.Nodes[i]) * width);
                sum += rule.Weights[i] * ThermalAverage.PerEpsilon2(pair, x) * ExpansionFactor(pair.Mass / x);
            }
        }

        return sum * width;
    }

    /// <summary>Y at x = 100 by implicit Euler.</summary>
    private double Integrate(double epsilon2, int stride, out double freezeOut)
    {
        double step = Math.Log(Middle / Start) / Steps * stride;
        double y = _equilibrium[0];
        int frozen = 0;
        for (int i = stride; i <= Steps; i += stride)
        {
            double k = step * epsilon2 * _rate[i];
            double source = y + (k * _equilibrium[i] * _equilibrium[i]);
            // k Y^2 + Y = source, without cancellation.
            y = 2 * source / (1 + Math.Sqrt(1 + (4 * k * source)));
            if (frozen == 0 && y > 2 * _equilibrium[i])
            {
                frozen = i;
            }
        }

        freezeOut = Start * Math.Exp(Math.Log(Middle / Start) * frozen / Steps);
        return y;
    }
}
