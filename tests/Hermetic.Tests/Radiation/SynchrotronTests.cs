using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Radiation;

/// <summary>Spectrum and sampling of synchrotron photons against closed forms and an independent quadrature.</summary>
public sealed class SynchrotronTests
{
    /// <summary>100 GeV electrons in 4 m of 1.75 T: 43 photons, 155 MeV, critical energy 0.6650 E^2 B keV (closed forms of the textbooks, evaluated by hand).</summary>
    [Fact]
    public void ClosedFormsOfA100GeVElectron()
    {
        const double Gamma = 100 / Constants.ElectronMass;
        double radius = 100 / (SynchrotronRadiation.CurvaturePerTesla * 1.75);
        double photons = SynchrotronRadiation.PhotonsPerRadian(Gamma) * 4000 / radius;
        double critical = SynchrotronRadiation.CriticalEnergy(Gamma, radius);
        Assert.Equal(43.26, photons, 0.01);
        Assert.Equal(0.6650e-6 * 1e4 * 1.75, critical, 1e-6);
        Assert.Equal(0.1550, photons * critical * SynchrotronRadiation.MeanEnergy, 1e-4);
    }

    /// <summary>Density and share above x by another method: K_(5/3) from its power series (below 8) and asymptotic series, integrated by Simpson's rule in ln t.</summary>
    [Theory]
    [InlineData(0.001, 40.70656293035, 0.87718751067774)]
    [InlineData(0.1, 1.5626192668955168, 0.46283641229359623)]
    [InlineData(1, 0.12441259332787136, 0.08677397288090914)]
    [InlineData(5, 0.00081161877233312, 0.0007372232397193847)]
    [InlineData(10, 3.6714804015087444e-06, 3.493524796272363e-06)]
    public void SpectrumIsThatOfAnIndependentQuadrature(double x, double density, double share)
    {
        Assert.Equal(1, SynchrotronRadiation.Density(x) / density, 1e-8);
        Assert.Equal(1, SynchrotronRadiation.ShareAbove(x) / share, 1e-8);
    }

    /// <summary>The share above x is the integral of the density, and all photons together are 1.</summary>
    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-3)]
    [InlineData(0.1)]
    [InlineData(7)]
    public void ShareIsTheIntegralOfTheDensity(double x)
    {
        double between = Quadrature.GaussLegendre(48).Integrate(l => SynchrotronRadiation.Density(Math.Exp(l)) * Math.Exp(l), Math.Log(x), Math.Log(3 * x));
        double difference = SynchrotronRadiation.ShareAbove(x) - SynchrotronRadiation.ShareAbove(3 * x);
        Assert.Equal(1, between / difference, 1e-9);
        Assert.Equal(1, SynchrotronRadiation.ShareAbove(1e-30), 1e-9);
    }

    /// <summary>Mean, mean square and cumulative distribution of sampled photons within statistics (mean to 5e-4, shares to 2e-4).</summary>
    [Fact]
    public void SampledEnergiesHaveTheMomentsAndSharesOfTheSpectrum()
    {
        RandomStream random = new(1, 0, StreamNumber.Signal);
        const int Count = 4_000_000;
        double[] edges = [1e-8, 1e-5, 1e-3, 0.01, 0.1, 0.5, 1, 3, 6];
        int[] above = new int[edges.Length];
        double sum = 0, sum2 = 0;
        for (int i = 0; i < Count; i++)
        {
            double x = SynchrotronRadiation.Sample(ref random, out _);
            sum += x;
            sum2 += x * x;
            for (int e = 0; e < edges.Length && x > edges[e]; e++)
            {
                above[e]++;
            }
        }

        double meanError = Math.Sqrt((SynchrotronRadiation.MeanSquareEnergy - Math.Pow(SynchrotronRadiation.MeanEnergy, 2)) / Count);
        Assert.Equal(SynchrotronRadiation.MeanEnergy, sum / Count, 4 * meanError);
        // The rms of x^2 is about 4 times its mean: four standard errors.
        Assert.Equal(1, sum2 / Count / SynchrotronRadiation.MeanSquareEnergy, 0.008);
        for (int e = 0; e < edges.Length; e++)
        {
            double share = SynchrotronRadiation.ShareAbove(edges[e]);
            Assert.Equal(share, above[e] / (double)Count, 4.5 * Math.Sqrt(share * (1 - share) / Count));
        }
    }

    /// <summary>The mean square of the angle to the plane, weighted with energy, is that of the total power over angle.</summary>
    [Fact]
    public void AnglesAreThoseOfTheTotalPower()
    {
        // Power over y = gamma psi: (1 + y^2)^(-5/2) [7/16 + 5/16 y^2/(1 + y^2)] (Jackson, eq. 14.80). Its mean of y^2 by quadrature over tan.
        Quadrature rule = Quadrature.GaussLegendre(64);
        double Power(double y) => Math.Pow(1 + (y * y), -2.5) * (7.0 + (5 * y * y / (1 + (y * y))));
        double norm = rule.Integrate(t => Power(Math.Tan(t)) / Math.Pow(Math.Cos(t), 2), 0, Math.PI / 2);
        double expected = rule.Integrate(t => Math.Pow(Math.Tan(t), 2) * Power(Math.Tan(t)) / Math.Pow(Math.Cos(t), 2), 0, Math.PI / 2) / norm;
        RandomStream random = new(2, 0, StreamNumber.Signal);
        double energy = 0, weighted = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            double x = SynchrotronRadiation.Sample(ref random, out double y);
            energy += x;
            weighted += x * y * y;
        }

        Assert.Equal(expected, weighted / energy, 0.01 * expected);
    }
}
