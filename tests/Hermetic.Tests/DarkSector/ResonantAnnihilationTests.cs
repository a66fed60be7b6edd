using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class ResonantAnnihilationTests
{
    private static DarkMatter Kind(string name) => name switch
    {
        "dirac" => DarkMatter.Dirac,
        "scalar" => DarkMatter.ComplexScalar,
        "majorana" => DarkMatter.Majorana,
        _ => throw new InvalidDataException(name),
    };

    [Fact]
    public void PeaksWidthsAndIntegralsAgreeWithTheReference()
    {
        ReferenceTable table = new("resonant_annihilation.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double mass = table.Number(i, "mA_MeV") / 1000, alphaD = table.Number(i, "alphaD");
            double epsilon = table.Number(i, "epsilon");
            DarkMatter kind = Kind(table.Text(i, "dm_kind"));
            ResonantAnnihilationTable annihilation = new(kind, mass, mass / 3, alphaD, 100);
            double peak = ResonantAnnihilation.PeakEnergy(mass);
            Relative.Close(table.Number(i, "E_res_GeV"), peak, 1e-5, $"peak energy, row {i}");
            Relative.Close(table.Number(i, "Gamma_tot_GeV"), annihilation.Width, 1e-4, $"width, row {i}");
            double sigma = epsilon * epsilon * ResonantAnnihilation.CrossSection(kind, mass, mass / 3, alphaD, annihilation.Width, peak);
            Relative.Close(table.Number(i, "sigma_peak_pb_per_electron"), sigma, 1e-3, $"peak, row {i}");
            double upper = epsilon * epsilon * 50 * annihilation.MeanCrossSection(100, 50);
            Relative.Close(table.Number(i, "int_sigma_dE_50_to_100GeV_pb_GeV"), upper, 1e-3, $"integral above 50 GeV, row {i}");
            double low = Constants.ElectronMass;
            double all = epsilon * epsilon * (100 - low) * annihilation.MeanCrossSection(100, low);
            Relative.Close(table.Number(i, "int_sigma_dE_thr_to_100GeV_pb_GeV"), all, 1e-3, $"whole integral, row {i}");
        }
    }

    [Theory]
    [InlineData(DarkMatter.Dirac)]
    [InlineData(DarkMatter.ComplexScalar)]
    [InlineData(DarkMatter.Majorana)]
    public void MeanOverAStepAgreesWithQuadrature(DarkMatter kind)
    {
        const double Mass = 0.2, AlphaD = 0.1;
        ResonantAnnihilationTable table = new(kind, Mass, Mass / 3, AlphaD, 100);
        double peak = ResonantAnnihilation.PeakEnergy(Mass);
        double halfWidth = Mass * table.Width / (2 * Constants.ElectronMass);
        Quadrature rule = Quadrature.GaussLegendre(40);
        Hermetic.Core.Random.RandomStream random = new(11, 1, 0);
        for (int i = 0; i < 300; i++)
        {
            // Steps shorter than the resonance is wide, near it and far from it, so that plain quadrature is exact.
            double e1 = i % 2 == 0 ? peak + (10 * halfWidth * ((2 * random.NextUniform()) - 1)) : 20 + (79 * random.NextUniform());
            double e2 = e1 + (Math.Min(1, halfWidth) * Math.Pow(1e-5, random.NextUniform()));
            double expected = rule.Integrate(
                e => ResonantAnnihilation.CrossSection(kind, Mass, Mass / 3, AlphaD, table.Width, e), e1, e2) / (e2 - e1);
            Relative.Close(expected, table.MeanCrossSection(e2, e1), 1e-4, $"{e1} to {e2} GeV");
            Relative.Close(expected, table.MeanCrossSection(e1, e2), 1e-4, "order of the ends");
        }

        double at = ResonantAnnihilation.CrossSection(kind, Mass, Mass / 3, AlphaD, table.Width, 45);
        Relative.Close(at, table.MeanCrossSection(45, 45), 1e-5, "step of no length");
        Relative.Close(at, table.MeanCrossSection(45, 45 * (1 + 1e-13)), 1e-4, "step of tiny length");
    }

    [Fact]
    public void StepsAdd()
    {
        ResonantAnnihilationTable table = new(DarkMatter.Dirac, 0.25, 0.05, 0.05, 105);
        double sum = 0;
        for (int i = 0; i < 500; i++)
        {
            sum += 0.2 * table.MeanCrossSection(0.2 * i + 1, 0.2 * (i + 1) + 1);
        }

        Relative.Close(100 * table.MeanCrossSection(1, 101), sum, 1e-9, "sum of steps");
    }

    [Fact]
    public void NarrowWidthIntegralIsTheClosedForm()
    {
        // int sigma dE = 2 pi^2 alpha eps^2 / m_e for BR = 1: the Breit-Wigner form with the numerator held at the peak.
        ResonantAnnihilationTable table = new(DarkMatter.ComplexScalar, 0.25, 0.25 / 3, 1e-3, 100);
        double expected = 2 * Math.PI * Math.PI * Constants.Alpha / Constants.ElectronMass * Constants.PicobarnPerInverseGeV2;
        Relative.Close(expected, 99 * table.MeanCrossSection(1, 100), 1e-3, "narrow width");
    }

    [Fact]
    public void WidthRelationHoldsAtThePeak()
    {
        // sigma(peak) = 12 pi Gamma_ee Gamma_chi / (s Gamma^2), massless electrons: an identity between the cross section and the widths.
        foreach (DarkMatter kind in Enum.GetValues<DarkMatter>())
        {
            double width = Widths.ToDarkMatter(kind, 0.2, 0.06, 0.1);
            double electrons = Widths.ToLeptons(0.2, 0, 1);
            double expected = 12 * Math.PI * electrons / (0.04 * width) * Constants.PicobarnPerInverseGeV2;
            double actual = ResonantAnnihilation.CrossSection(kind, 0.2, 0.06, 0.1, width, ResonantAnnihilation.PeakEnergy(0.2));
            Relative.Close(expected, actual, 1e-6, kind.ToString());
        }
    }

    [Fact]
    public void NothingBelowThresholdAndNothingOutsideTheRange()
    {
        ResonantAnnihilationTable table = new(DarkMatter.Dirac, 0.3, 0.1, 0.1, 100);
        double threshold = (0.04 / (2 * Constants.ElectronMass)) - Constants.ElectronMass;
        Assert.Equal(0, table.MeanCrossSection(1, 0.999 * threshold));
        Assert.True(table.MeanCrossSection(0.9 * threshold, 1.1 * threshold) > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.MeanCrossSection(50, 100.1));
        Assert.Equal(0, new ResonantAnnihilationTable(DarkMatter.Dirac, 1, 0.4, 0.1, 100).MeanCrossSection(50, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResonantAnnihilationTable(DarkMatter.Dirac, 0.3, 0.15, 0.1, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResonantAnnihilationTable(DarkMatter.Dirac, -1, 0.1, 0.1, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResonantAnnihilationTable(DarkMatter.Dirac, 0.3, 0.1, 0, 100));
    }
}

public class WidthsTests
{
    [Fact]
    public void WidthsAgreeWithTheReference()
    {
        ReferenceTable table = new("aprime_widths.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double mass = table.Number(i, "mA_MeV") / 1000, epsilon = table.Number(i, "epsilon");
            Relative.Close(table.Number(i, "Gamma_ee_GeV"), Widths.ToLeptons(mass, Constants.ElectronMass, epsilon), 1e-3, $"ee, row {i}");
            double muons = table.Number(i, "Gamma_mumu_GeV");
            if (muons == 0)
            {
                Assert.Equal(0, Widths.ToLeptons(mass, Constants.MuonMass, epsilon));
            }
            else
            {
                Relative.Close(muons, Widths.ToLeptons(mass, Constants.MuonMass, epsilon), 1e-3, $"mumu, row {i}");
            }

            Relative.Close(table.Number(i, "Gamma_Dirac_chichi_aD0.1_m3_GeV"), Widths.ToDarkMatter(DarkMatter.Dirac, mass, mass / 3, 0.1), 1e-3, $"Dirac, row {i}");
            Relative.Close(
                table.Number(i, "Gamma_complexscalar_aD0.1_m3_GeV"), Widths.ToDarkMatter(DarkMatter.ComplexScalar, mass, mass / 3, 0.1), 1e-3, $"scalar, row {i}");
            Relative.Close(table.Number(i, "Gamma_Majorana_aD0.1_m3_GeV"), Widths.ToDarkMatter(DarkMatter.Majorana, mass, mass / 3, 0.1), 1e-3, $"Majorana, row {i}");
        }
    }

    [Fact]
    public void ClosedChannelsHaveNoWidth()
    {
        Assert.Equal(0, Widths.ToDarkMatter(DarkMatter.Dirac, 0.1, 0.05, 0.1));
        Assert.Equal(0, Widths.ToLeptons(0.2, Constants.MuonMass, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToLeptons(0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToDarkMatter((DarkMatter)9, 1, 0.1, 0.1));
    }
}

public class DarkPhotonPlaneTests
{
    [Fact]
    public void ConversionAgreesWithTheReference()
    {
        ReferenceTable table = new("relic_lines_solver.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double y = table.Number(i, "y_relic"), ratio = table.Number(i, "R_mA_over_mchi");
            Relative.Close(table.Number(i, "epsilon_at_alphaD_0.1"), DarkPhotonPlane.Epsilon(y, 0.1, ratio), 1e-3, $"row {i}");
            Relative.Close(table.Number(i, "epsilon_at_alphaD_0.5"), DarkPhotonPlane.Epsilon(y, 0.5, ratio), 1e-3, $"row {i}");
        }
    }

    [Theory]
    [InlineData(1e-5, 0.1, 3)]
    [InlineData(3e-3, 0.5, 10)]
    public void ConversionReturns(double epsilon, double alphaD, double ratio) =>
        Relative.Close(epsilon, DarkPhotonPlane.Epsilon(DarkPhotonPlane.Y(epsilon, alphaD, ratio), alphaD, ratio), 1e-14, "there and back");

    [Fact]
    public void ImpossibleInputIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkPhotonPlane.Y(1e-4, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkPhotonPlane.Epsilon(-1, 0.1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkPhotonPlane.Y(1e-4, 0.1, 0));
    }
}
