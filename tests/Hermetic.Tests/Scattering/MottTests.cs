using Hermetic.Core;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Scattering;

/// <summary>The Mott ratio against its low-Z expansion, a published fit, its own partial waves and its limits.</summary>
public sealed class MottTests
{
    /// <summary>
    /// Coefficients b_jk (j = 0-4 in rows, k = 1-6) of the fit R = sum_jk b_jk (beta - 0.7181287)^(k-1) (1 - cos theta)^(j/2) by M. J. Boschini et al., Radiat. Phys. Chem. 90 (2013) 39 (arXiv:1304.5871).
    /// </summary>
    private static readonly Dictionary<(int Z, bool Positron), double[]> Published = new()
    {
        [(6, false)] =
        [
            0.999999, 7.68158e-08, 5.18185e-06, 7.34245e-06, -4.9478e-05, -7.71923e-05,
            0.0721461, 0.0984618, -0.0106535, -0.0162358, 0.0859238, 0.178727,
            -0.300622, -0.785616, -0.485735, 0.0191563, -0.0810204, -0.215386,
            -0.00834809, -0.00285241, -0.00703252, -0.00756786, 0.0144975, 0.0879093,
            0.00218964, -0.000342022, 0.0013293, 0.00220108, -0.00357927, -0.025928,
        ],
        [(29, false)] =
        [
            0.999979, 3.24569e-05, -0.000376717, -0.000964, 0.00411997, 0.00698761,
            0.324082, 0.561534, -0.379993, 0.725313, 1.31342, -1.49163,
            -0.196521, -1.12457, 2.27091, 0.427678, -20.6558, -20.169,
            -0.262655, 0.0520812, -4.02224, -2.59048, 33.0508, 41.135,
            0.0539556, -0.0744077, 1.57015, 1.32022, -13.3802, -18.1848,
        ],
        [(82, false)] =
        [
            1.00055, -0.000922411, -0.00838967, 0.00983942, 0.0526394, 0.0191419,
            -0.449833, 0.563865, 14.1246, 1.0768, -92.8737, -84.4177,
            3.07189, 5.71077, -59.8888, -35.4715, 461.066, 490.67,
            -1.69869, -4.80968, 70.5579, 65.7062, -603.887, -707.793,
            -0.0755851, -0.655871, -26.0213, -29.2042, 231.249, 289.188,
        ],
        [(29, true)] =
        [
            0.999995, -1.1196e-05, 1.22987e-05, 1.58216e-05, -8.07622e-05, -9.52147e-05,
            -0.244577, -0.487435, 0.0151539, 0.0764811, -0.38056, -0.064569,
            -0.0295563, -0.264238, -0.535677, -0.0612348, 0.526192, 0.225957,
            -0.0496243, -0.137968, 0.0187361, 0.068983, -0.468533, -0.470288,
            0.0134111, 0.0291202, -0.0272355, -0.0206877, 0.150921, 0.134325,
        ],
        [(82, true)] =
        [
            1, 3.11912e-06, -2.09434e-06, -2.88816e-05, -1.3998e-05, 2.99387e-05,
            -0.304309, -0.886252, -0.66007, 0.14831, 0.405729, 0.233997,
            -0.000779204, 0.0298994, 0.205239, 0.204916, -0.400938, -0.531269,
            0.00125147, -0.14573, -0.559635, -0.386047, 0.699409, 0.778559,
            0.00169719, 0.0335036, 0.0609158, -0.103573, -0.317614, -0.194234,
        ],
    };

    /// <summary>W. A. McKinley, H. Feshbach, Phys. Rev. 74 (1948) 1759: exact to second order in alpha Z; for positrons the second term changes sign.</summary>
    [Theory]
    [InlineData(1, 0.0005)]
    [InlineData(4, 0.002)]
    [InlineData(6, 0.004)]
    public void LightNucleiFollowMcKinleyAndFeshbach(int z, double tolerance)
    {
        foreach (double t in new[] { 1e-4, 1e-3, 1e-2, 1 })
        {
            double beta = Math.Sqrt(1 - Math.Pow(1 + (t / Constants.ElectronMass), -2));
            for (int i = 0; i <= 20; i++)
            {
                double x = i / 20.0;
                foreach (int sign in new[] { 1, -1 })
                {
                    double expected = 1 - (beta * beta * x * x) + (sign * Math.PI * Constants.Alpha * z * beta * x * (1 - x));
                    Assert.Equal(expected, Mott.Ratio(z, sign < 0, t, x * x), tolerance);
                }
            }
        }
    }

    /// <summary>The published fit's own deviation from the partial waves is largest for electrons on lead.</summary>
    [Theory]
    [InlineData(6, false, 0.0006)]
    [InlineData(29, false, 0.005)]
    [InlineData(82, false, 0.055)]
    [InlineData(29, true, 0.0008)]
    [InlineData(82, true, 0.0008)]
    public void AgreesWithThePublishedFit(int z, bool positron, double tolerance)
    {
        double[] b = Published[(z, positron)];
        foreach (double t in new[] { 5e-5, 2e-4, 1e-3, 1e-2, 0.1 })
        {
            double beta = Math.Sqrt(1 - Math.Pow(1 + (t / Constants.ElectronMass), -2));
            for (int degrees = 10; degrees <= 180; degrees += 10)
            {
                double versine = 1 - Math.Cos(degrees * Math.PI / 180);
                double expected = Enumerable.Range(0, 30).Sum(i => b[i] * Math.Pow(beta - 0.7181287, i % 6) * Math.Pow(versine, i / 6 / 2.0));
                Assert.Equal(expected, Mott.Ratio(z, positron, t, versine / 2), tolerance);
            }
        }
    }

    /// <summary>Accuracy of the polynomial as its description states it.</summary>
    [Theory]
    [InlineData(1, 1e-5, 0.0025)]
    [InlineData(13, 1e-5, 0.0025)]
    [InlineData(29, 1e-5, 0.0025)]
    [InlineData(82, 1e-4, 0.025)]
    [InlineData(92, 1e-4, 0.03)]
    [InlineData(82, 1e-5, 0.026)]
    [InlineData(-29, 1e-5, 0.0004)]
    [InlineData(-82, 1e-5, 0.0002)]
    public void PolynomialFollowsThePartialWaves(int charge, double least, double tolerance)
    {
        foreach (double t in new[] { 1e-5, 3e-5, 1e-4, 4e-4, 2e-3, 2e-2, 100 }.Where(t => t >= least))
        {
            double beta = Math.Min(1 - 1e-9, Math.Sqrt(1 - Math.Pow(1 + (t / Constants.ElectronMass), -2)));
            Mott.PartialWaves waves = new(charge, beta);
            for (double x = 0.07; x < 1; x += 0.03)
            {
                Assert.Equal(waves.Ratio(x), Mott.Ratio(Math.Abs(charge), charge < 0, t, x * x), tolerance);
            }
        }
    }

    [Fact]
    public void RatioIsOneForwardAndNeverNegative()
    {
        for (int z = 1; z <= 92; z += 7)
        {
            foreach (bool positron in new[] { false, true })
            {
                for (double t = 1e-6; t < 300; t *= 3)
                {
                    Assert.Equal(1, Mott.Ratio(z, positron, t, 0));
                    for (int i = 0; i <= 50; i++)
                    {
                        Assert.InRange(Mott.Ratio(z, positron, t, i / 50.0), 0, 3);
                    }
                }
            }
        }
    }

    /// <summary>Helicity is conserved at beta = 1: no scattering straight back.</summary>
    [Theory]
    [InlineData(6, false)]
    [InlineData(82, false)]
    [InlineData(82, true)]
    public void NoBackscatteringAtTheSpeedOfLight(int z, bool positron) => Assert.Equal(0, Mott.Ratio(z, positron, 100, 1), 0.003);

    [Fact]
    public void CompoundsAreWeightedByTheirCrossSections()
    {
        Material material = MaterialCatalogue.Get("polystyrene-scintillator");
        Span<double> a = stackalloc double[Mott.Terms];
        Mott.Coefficients(material, false, 1e-3, a);
        double[] ratio = [.. material.Components.Select(c => Mott.Ratio(c.Z, false, 1e-3, 0.25))];
        double[] weight = [.. material.Components.Select((c, i) => material.AtomsPerVolume[i] * c.Z * c.Z)];
        Assert.Equal(ratio.Zip(weight, (r, w) => r * w).Sum() / weight.Sum(), Mott.Ratio(a, 0.25), 1e-12);
    }
}
