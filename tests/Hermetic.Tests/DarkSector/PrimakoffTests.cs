using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class PrimakoffTests
{
    private static readonly Nucleus Lead = new(82, 207);

    [Fact]
    public void TotalsAgreeWithTheReference()
    {
        ReferenceTable table = new("alp_primakoff.csv");
        for (int i = 0; i < table.Count; i++)
        {
            Primakoff process = new(table.Nucleus(i), 1e-3 * table.Number(i, "m_a_MeV"));
            double energy = table.Number(i, "E_gamma_GeV");
            Relative.Close(table.Number(i, "sigma_numeric_elastic_pb_g1perGeV"), process.CrossSection(energy).Elastic, 1e-4, $"numeric, row {i}");
            Relative.Close(table.Number(i, "sigma_log_formula_pb_g1perGeV"), process.LogarithmicForm(energy), 1e-4, $"logarithm, row {i}");
        }
    }

    [Fact]
    public void LightParticlesDoNotDependOnMassOrEnergyAndSeeTheScreening()
    {
        double light = new Primakoff(Lead, 1e-4).CrossSection(50).Elastic;
        Relative.Close(light, new Primakoff(Lead, 0).CrossSection(50).Elastic, 1e-6, "no mass");
        Relative.Close(light, new Primakoff(Lead, 0).CrossSection(1).Elastic, 1e-6, "another energy");
        // (alpha/8) Z^2 [ln(d a^2) - 2] for d a^2 >> 1: the logarithm ends at the screening.
        NuclearFormFactor form = new(Lead);
        double expected = Constants.Alpha / 8 * 82 * 82 * (Math.Log(form.SizeT / form.ScreeningT) - 2) * Constants.PicobarnPerInverseGeV2;
        Relative.Close(expected, light, 1e-4, "screened");
        // Where tmin exceeds the screening by far, the screening does not matter: ln(d/tmin) - 2 without a.
        Primakoff heavy = new(Lead, 0.1);
        double least = Math.Pow(0.1, 4) / 4;
        double unscreened = Constants.Alpha / 8 * 82 * 82 * (Math.Log(form.SizeT / least) - 2) * Constants.PicobarnPerInverseGeV2;
        Relative.Close(unscreened, heavy.CrossSection(1).Elastic, 2e-2, "not screened");
    }

    [Fact]
    public void PositiveAndFallingWithTheMass() => Prop.ForAll(Gen.Choose(1, 400).ToArbitrary(), Gen.Choose(10, 200).ToArbitrary(), (a, b) =>
    {
        double mass = 5e-3 * a, energy = Math.Max(b, 6 * mass);
        CrossSectionParts here = new Primakoff(Lead, mass).CrossSection(energy), heavier = new Primakoff(Lead, 1.1 * mass).CrossSection(energy);
        Assert.True(here.Elastic > heavier.Elastic && heavier.Elastic > 0 && here.Inelastic > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnglesIntegrateToTheTotal()
    {
        foreach (double mass in new[] { 1e-3, 0.1, 0.5 })
        {
            Primakoff process = new(Lead, mass);
            // Logarithmic in theta; beyond 0.2 rad at 20 GeV the form factor leaves nothing.
            double sum = Quadrature.GaussLegendre(120).Integrate(y => Math.Exp(y) * process.DifferentialCrossSection(20, Math.Exp(y)), Math.Log(1e-9), Math.Log(0.2));
            Relative.Close(process.CrossSection(20).Elastic, sum, 2e-3, $"{mass} GeV");
        }
    }

    [Theory]
    [InlineData(1e-3, 100)]
    [InlineData(0.1, 50)]
    [InlineData(1, 20)]
    public void SamplesConserveFourMomentumAndFollowTheDistribution(double mass, double energy)
    {
        RandomStream random = new(6, 1, StreamNumber.Signal);
        Primakoff process = new(Lead, mass);
        FourMomentum total = new(energy + Lead.Mass, 0, 0, energy);
        const int Count = 20_000;
        double mean = 0, square = 0;
        for (int i = 0; i < Count; i++)
        {
            process.Sample(energy, ref random, out FourMomentum axion, out FourMomentum recoil);
            Conservation.Check(total, axion + recoil);
            Conservation.Mass(mass, axion);
            Conservation.Mass(Lead.Mass, recoil);
            double ln = Math.Log(axion.X * axion.X + (axion.Y * axion.Y));
            mean += ln / Count;
            square += ln * ln / Count;
        }

        // Mean of the logarithm of the transverse momentum squared, E^2 theta^2, from the differential cross section.
        Quadrature rule = Quadrature.GaussLegendre(120);
        double low = Math.Log(1e-10), high = Math.Log(0.3), norm = 0, first = 0;
        for (int i = 0; i < rule.Nodes.Length; i++)
        {
            double theta = Math.Exp(low + ((high - low) * rule.Nodes[i])), w = rule.Weights[i] * theta * process.DifferentialCrossSection(energy, theta);
            norm += w;
            first += w * 2 * Math.Log(energy * theta);
        }

        double error = Math.Sqrt((square - (mean * mean)) / Count);
        Assert.True(Math.Abs(mean - (first / norm)) < (4.5 * error) + 4e-3, $"mean of ln pT^2 {mean}, expected {first / norm} +- {error}");
    }

    [Fact]
    public void ImpossibleInputIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Primakoff(Lead, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Primakoff(Lead, 11));
        Primakoff process = new(Lead, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => process.CrossSection(4.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.LogarithmicForm(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DifferentialCrossSection(20, 0.4));
    }
}
