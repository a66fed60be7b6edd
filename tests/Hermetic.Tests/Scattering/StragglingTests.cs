using System.Numerics;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Scattering;

/// <summary>The fluctuation of the restricted collision loss against its cumulants, its characteristic function, Landau's limit and itself.</summary>
public sealed class StragglingTests
{
    private const int Draws = 200_000;
    private const double Euler = 0.57721566490153286;

    /// <summary>M. Abramowitz, I. A. Stegun, tables 5.1 and 5.2 (Cin(t) = Euler's constant + ln t - Ci(t)): Si, Ci = 0.946083070, 0.337403923 at 1; 1.758203139, -0.140981698 at 4; 1.658347594, -0.045456433 at 10.</summary>
    [Theory]
    [InlineData(1.0, 0.946083070, 0.337403923)]
    [InlineData(4.0, 1.758203139, -0.140981698)]
    [InlineData(10.0, 1.658347594, -0.045456433)]
    public void SineAndCosineIntegrals(double t, double si, double ci)
    {
        (double Si, double Cin) value = Distribution.SineCosineIntegral(t);
        Assert.Equal(si, value.Si, 1e-9);
        Assert.Equal(Euler + Math.Log(t) - ci, value.Cin, 1e-9);
    }

    [Fact]
    public void SineAndCosineIntegralsAreContinuousWhereTheMethodChanges()
    {
        (double Si, double Cin) below = Distribution.SineCosineIntegral(4);
        (double Si, double Cin) above = Distribution.SineCosineIntegral(Math.BitIncrement(4.0));
        Assert.Equal(below.Si, above.Si, 1e-13);
        Assert.Equal(below.Cin, above.Cin, 1e-13);
    }

    /// <summary>The quantile function integrated over all probabilities, on rows of the table, half-way between rows and in the normal limit.</summary>
    [Theory]
    [InlineData(1.0 / 256)]
    [InlineData(17.0 / 4096)]
    [InlineData(0.0205)]
    [InlineData(0.1)]
    [InlineData(0.33)]
    [InlineData(1.0625)]
    [InlineData(7.3)]
    [InlineData(15.5)]
    [InlineData(16)]
    [InlineData(50)]
    [InlineData(400)]
    public void CumulantsOfTheTable(double kappa)
    {
        (double mean, double variance, double third) = Moments(kappa);
        Assert.Equal(0, mean / Math.Sqrt(kappa), 1e-6);
        Assert.Equal(1, variance / kappa, 0.0015);
        Assert.Equal(1, third / (kappa / 2), 0.006 + (0.01 * Math.Sqrt(kappa)));
    }

    /// <summary>For values below the cut the restricted distribution is exp(kappa) times Landau's, whose survival function is (1/pi) integral_0^inf exp(-t ln t - lambda t) sin(pi t) dt/t.</summary>
    [Theory]
    [InlineData(-2.0)]
    [InlineData(-0.22278)]
    [InlineData(1.35578)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(50)]
    public void SmallKappaIsLandau(double lambda)
    {
        const double kappa = Straggling.LeastKappa;
        double below = Math.Exp(kappa) * (1 - LandauSurvival(lambda));
        double found = Below(kappa, kappa * (lambda + 1 - Euler + Math.Log(kappa)));
        Assert.Equal(below, found, 2e-4);
    }

    /// <summary>Landau's most probable value, -0.22278, and full width at half maximum, 4.018 (K. S. Koelbig, B. Schorr, Comput. Phys. Commun. 31 (1984) 97).</summary>
    [Fact]
    public void ModeAndWidthAreLandaus()
    {
        const double kappa = Straggling.LeastKappa;
        const double step = 0.4;
        double[] density = [.. Enumerable.Range(0, 33).Select(i => Cell((i - 12) * step))];
        int top = Array.IndexOf(density, density.Max());
        // Vertex of the parabola through the three highest cells.
        double vertex = 0.5 * (density[top - 1] - density[top + 1]) / (density[top - 1] - (2 * density[top]) + density[top + 1]);
        Assert.Equal(-0.22278, (top - 12 + vertex) * step, 0.02);
        double half = density[top] / 2;
        int left = Array.FindIndex(density, d => d > half);
        int right = Array.FindLastIndex(density, d => d > half);
        double width = (right - left + ((density[right] - half) / (density[right] - density[right + 1])) + ((density[left] - half) / (density[left] - density[left - 1]))) * step;
        // The density is the mean over cells of 0.4 and of the table: 1.1 % wider.
        Assert.Equal(4.018, width, 0.06);

        double Cell(double lambda) => Below(kappa, At(lambda + (step / 2))) - Below(kappa, At(lambda - (step / 2)));
        double At(double lambda) => kappa * (lambda + 1 - Euler + Math.Log(kappa));
    }

    /// <summary>The mean of exp(i t y) over samples is the characteristic function: for every kappa, also below the table, and with Vavilov's term.</summary>
    [Theory]
    [InlineData(1e-5, 0)]
    [InlineData(0.001, 0)]
    [InlineData(0.003, 1)]
    [InlineData(0.003, 0.2)]
    [InlineData(0.02, 0)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.3, 0)]
    [InlineData(0.3, 1)]
    [InlineData(3, 0)]
    [InlineData(3, 0.7)]
    [InlineData(40, 0)]
    [InlineData(40, 1)]
    public void SamplesHaveTheCharacteristicFunction(double kappa, double reduction)
    {
        double[] loss = Samples(0, (ref RandomStream random) => reduction > 0 ? Straggling.Sample(kappa, 1, reduction, ref random) : Straggling.Sample(kappa, 1, ref random));
        // Frequencies from the width of the core down.
        foreach (double t in new[] { 0.1, 0.3, 1 }.Select(x => x / Math.Min(kappa, Math.Sqrt(kappa))))
        {
            Complex full = Distribution.LogCharacteristic(t, false);
            Complex expected = Complex.Exp(kappa * (((1 - reduction) * full) + (reduction * Distribution.LogCharacteristic(t, true))));
            Complex found = loss.Aggregate(Complex.Zero, (sum, y) => sum + Complex.Exp(new Complex(0, t * y))) / loss.Length;
            Assert.InRange((found - expected).Magnitude, 0, 4 / Math.Sqrt(Draws));
        }
    }

    /// <summary>Rare hard collisions carry the variance of thin steps: their number and spectrum above 0.1 of the cut.</summary>
    [Fact]
    public void ThinStepsHaveTheHardCollisions()
    {
        const double kappa = 0.002;
        double[] loss = Samples(0, (ref RandomStream random) => Straggling.Sample(kappa, 1, ref random));
        double expected = kappa * ((1 / 0.1) - 1) * Draws;
        Assert.Equal(expected, loss.Count(y => y > 0.1 - (kappa * 5)), 5 * Math.Sqrt(expected) + (0.1 * expected));
        Assert.Equal(kappa, loss.Sum(y => y * y) / Draws, 5 * Math.Sqrt(kappa / 3 / Draws));
        Assert.Equal(0, loss.Average(), 4 * Math.Sqrt(kappa / Draws));
    }

    /// <summary>Two steps are one step of twice the thickness.</summary>
    [Theory]
    [InlineData(0.004)]
    [InlineData(0.06)]
    [InlineData(1.3)]
    [InlineData(20)]
    public void TwoHalvesMakeOne(double kappa)
    {
        double[] sum = Samples(1, (ref RandomStream random) => Straggling.Sample(kappa / 2, 1, ref random) + Straggling.Sample(kappa / 2, 1, ref random));
        foreach (double p in new[] { 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999 })
        {
            double quantile = p < 0.5 ? Straggling.Table.Quantile(kappa, 1, 2 * p) : Straggling.Table.Quantile(kappa, 0, 2 * (1 - p) * (p == 0.5 ? 1 - 1e-9 : 1));
            Assert.Equal(p, sum.Count(y => y < quantile) / (double)Draws, 4 * Math.Sqrt(p * (1 - p) / Draws));
        }
    }

    /// <summary>Mean and variance of the layer with binding, thin and thick, and no negative loss.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(100)]
    public void BoundElectronsKeepMeanAndVariance(double xiOverExcitation)
    {
        const double excitation = 188e-9;
        const double cut = 2e-5;
        double xi = xiOverExcitation * excitation;
        double mean = xi * (Math.Log(cut / excitation) + 11);
        double[] loss = Samples(2, (ref RandomStream random) => Straggling.SampleBound(mean, xi, cut, excitation, ref random));
        double variance = (xi * (cut - excitation)) + (excitation * 11 * xi);
        Assert.True(loss.Min() >= 0);
        Assert.Equal(mean, loss.Average(), 4 * Math.Sqrt(variance / Draws));
        double fourth = (xi * cut * cut * cut / 3) + (2 * variance * variance);
        Assert.Equal(variance, loss.Sum(y => (y - mean) * (y - mean)) / Draws, 4 * Math.Sqrt(fourth / Draws));
    }

    private delegate double Draw(ref RandomStream random);

    private static double[] Samples(ulong seed, Draw draw)
    {
        RandomStream random = new(seed, 7, StreamNumber.Shower);
        double[] values = new double[Draws];
        for (int i = 0; i < Draws; i++)
        {
            values[i] = draw(ref random);
        }

        return values;
    }

    private static (double Mean, double Variance, double Third) Moments(double kappa)
    {
        double m1 = 0, m2 = 0, m3 = 0;
        Quadrature rule = Quadrature.GaussLegendre(4);
        foreach ((double from, double to) in Cells())
        {
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double v = from + ((to - from) * rule.Nodes[i]);
                for (int side = 0; side < 2; side++)
                {
                    double y = Straggling.Table.Quantile(kappa, side, v);
                    double weight = rule.Weights[i] * (to - from) / 2;
                    m1 += weight * y;
                    m2 += weight * y * y;
                    m3 += weight * y * y * y;
                }
            }
        }

        return (m1, m2 - (m1 * m1), m3);

        static IEnumerable<(double From, double To)> Cells()
        {
            yield return (0, Math.Pow(2, -20));
            for (int octave = -20; octave < 0; octave++)
            {
                for (int j = 0; j < 16; j++)
                {
                    yield return (Math.Pow(2, octave) * (1 + (j / 16.0)), Math.Pow(2, octave) * (1 + ((j + 1) / 16.0)));
                }
            }
        }
    }

    /// <summary>Probability below a value, by bisection of the quantile function.</summary>
    private static double Below(double kappa, double y)
    {
        int side = y < Straggling.Table.Quantile(kappa, 0, 1 - 1e-12) ? 1 : 0;
        double low = 0, high = 1;
        for (int i = 0; i < 50; i++)
        {
            double v = (low + high) / 2;
            bool beyond = side == 1 ? Straggling.Table.Quantile(kappa, 1, v) < y : Straggling.Table.Quantile(kappa, 0, v) > y;
            (low, high) = beyond ? (v, high) : (low, v);
        }

        return side == 1 ? low / 2 : 1 - (low / 2);
    }

    private static double LandauSurvival(double lambda)
    {
        double sum = 0;
        for (int n = 0; n < 30; n++)
        {
            sum += Quadrature.GaussLegendre(32).Integrate(t => Math.Exp((-t * Math.Log(t)) - (lambda * t)) * Math.Sin(Math.PI * t) / t, n / 2.0, (n + 1) / 2.0);
        }

        return sum / Math.PI;
    }
}
