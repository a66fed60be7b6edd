using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Scattering;

/// <summary>Multiple scattering of the transport against the exact distribution of the same single scatterings.</summary>
public sealed class DeflectionTests
{
    private const int Draws = 200_000;

    private static readonly Lazy<TransportTables> Lead = new(() => Tables("lead"));
    private static readonly Lazy<TransportTables> Scintillator = new(() => Tables("polystyrene-scintillator"));

    /// <summary>The series' own first moment is the inverse transport path of the tables.</summary>
    [Theory]
    [InlineData("lead", 1e-3)]
    [InlineData("polystyrene-scintillator", 0.1)]
    public void SeriesHasTheTransportPath(string material, double energy)
    {
        (_, ScatteringLaw law, double[] mott) = Law(material, energy);
        double path = 0.05 / ElasticScattering.InverseTransportPath(law, mott);
        Assert.Equal(0.05, -Math.Log(new GoudsmitSaunderson(law, mott, path).MeanLegendre(1)), 0.05 * 0.003);
    }

    /// <summary>One layer, crossed in steps no longer than a tenth of a transport mean free path: means of 1 - cos and 1 - P2, the median angle, and the probability beyond the exact 95 %, 99 % and 99.9 % quantiles.</summary>
    [Theory]
    [InlineData("polystyrene-scintillator", 1e-3, 0.01)]
    [InlineData("polystyrene-scintillator", 1e-3, 1.5)]
    [InlineData("polystyrene-scintillator", 1e-2, 0.01)]
    [InlineData("polystyrene-scintillator", 1e-2, 1.5)]
    [InlineData("polystyrene-scintillator", 0.1, 1.5)]
    [InlineData("polystyrene-scintillator", 1, 1.5)]
    [InlineData("lead", 1e-3, 0.01)]
    [InlineData("lead", 1e-2, 0.01)]
    [InlineData("lead", 1e-2, 1.5)]
    [InlineData("lead", 0.1, 0.01)]
    [InlineData("lead", 0.1, 1.5)]
    [InlineData("lead", 1, 1.5)]
    public void LayersFollowTheExactDistribution(string material, double energy, double thickness)
    {
        (TransportTables tables, ScatteringLaw law, double[] mott) = Law(material, energy);
        GoudsmitSaunderson exact = new(law, mott, thickness);
        Assert.True(exact.Complete);
        int steps = (int)Math.Ceiling(thickness * ElasticScattering.InverseTransportPath(law, mott) / 0.1);
        double strength = thickness / steps * law.Strength;
        RandomStream random = new(3, 1, StreamNumber.Shower);
        double[] mu = new double[Draws];
        for (int i = 0; i < Draws; i++)
        {
            Particle p = new() { Uz = 1, Energy = energy };
            for (int k = 0; k < steps; k++)
            {
                Deflection.Apply(ref p, tables.Scattering(false), energy, strength, ref random);
            }

            // From the transverse part where the angle is small.
            mu[i] = p.Uz > 0 ? 0.5 * ((p.Ux * p.Ux) + (p.Uy * p.Uy)) / (1 + p.Uz) : 0.5 * (1 - p.Uz);
        }

        // The mean of 1 - cos is carried by rare hard scatterings: its error from the sample.
        double mean = mu.Average(), error = Math.Sqrt(mu.Sum(m => (m - mean) * (m - mean))) / Draws;
        Assert.Equal((1 - exact.MeanLegendre(1)) / 2, mean, (4 * error) + (0.01 * mean));
        double second = mu.Average(m => 6 * m * (1 - m)), spread = mu.Sum(m => Math.Pow((6 * m * (1 - m)) - second, 2));
        Assert.Equal(1 - exact.MeanLegendre(2), second, (4 * Math.Sqrt(spread) / Draws) + (0.01 * second));
        Array.Sort(mu);
        double median = exact.Quantile(0.5);
        // 0.3 % is three standard deviations of the sample's median.
        Assert.Equal(1, Math.Sqrt(mu[Draws / 2] / median), 0.006);
        foreach (double above in new[] { 0.05, 0.01, 0.001 })
        {
            double edge = exact.Quantile(above);
            double found = mu.Count(m => m > edge) / (double)Draws;
            Assert.Equal(above, found, (4 * Math.Sqrt(above / Draws)) + (0.02 * above));
        }
    }

    private static TransportTables Tables(string material) => new(MaterialCatalogue.Get(material), new TransportCuts(1e-4, 0.5e-3, 1e-5, 1e-4));

    private static (TransportTables Tables, ScatteringLaw Law, double[] Mott) Law(string material, double energy)
    {
        TransportTables tables = (material == "lead" ? Lead : Scintillator).Value;
        double[] mott = new double[Mott.Terms];
        Mott.Coefficients(tables.Material, false, energy, mott);
        return (tables, ElasticScattering.Law(tables.Material, false, energy, tables.Cuts.ElectronProduction), mott);
    }
}
