using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class PhotonFluxTests
{
    [Fact]
    public void FluxAgreesWithTheReference()
    {
        ReferenceTable table = new("photon_flux_chi.csv");
        for (int i = 0; i < table.Count; i++)
        {
            NuclearFormFactor form = new(table.Nucleus(i));
            double tMin = table.Number(i, "tmin_GeV2"), tMax = table.Number(i, "tmax_GeV2");
            CrossSectionParts chi = PhotonFlux.Chi(form, tMin, tMax);
            Relative.Close(table.Number(i, "chi_elastic_numeric"), chi.Elastic, 1e-6, $"elastic, row {i}");
            Relative.Close(table.Number(i, "chi_inelastic_numeric"), chi.Inelastic, 1e-6, $"inelastic, row {i}");
            Relative.Close(table.Number(i, "chi_elastic_closed_form"), PhotonFlux.ChiElasticClosed(form, tMin, tMax), 1e-6, $"closed form, row {i}");
        }
    }

    [Theory]
    [InlineData(82, 207)]
    [InlineData(1, 1.008)]
    public void FormFactorsTendToTheirLimits(int z, double a)
    {
        NuclearFormFactor form = new(new Nucleus(z, a));
        // Screened far below the atomic scale, coherent between the scales, suppressed above the nuclear one.
        Assert.True(form.Elastic(1e-4 * form.ScreeningT) < 1e-7 * z * z);
        double between = Math.Sqrt(form.ScreeningT * form.SizeT);
        Relative.Close(z * z, form.Elastic(between), 0.05, "coherent plateau");
        Assert.True(form.Elastic(100 * form.SizeT) < 1e-3 * z * z);
        Relative.Close(z, form.Inelastic(1e4 * form.InelasticScreeningT), 0.01, "inelastic plateau");
    }

    [Fact]
    public void TheTwoReadingsOfTheInelasticBracketDifferByItsFactor()
    {
        NuclearFormFactor form = new(new Nucleus(82, 207));
        double bracket = (1 + (0.3 * ((2.79 * 2.79) - 1) / (4 * 0.93827208816 * 0.93827208816))) / Math.Pow(1 + (0.3 / 0.71), 4);
        Relative.Close(bracket, form.InelasticOverT2(0.3) / form.ProtonsOverT2(0.3), 1e-12, "bracket at 0.3 GeV^2");
    }

    [Fact]
    public void LimitsOutOfOrderAreRefused()
    {
        NuclearFormFactor form = new(new Nucleus(82, 207));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhotonFlux.Chi(form, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhotonFlux.Chi(form, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Nucleus(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Nucleus(82, 20));
    }
}
