using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class DarkBremsstrahlungTests
{
    private static readonly Nucleus Lead = new(82, 207);

    [Fact]
    public void AzimuthAverageAgreesWithTheAmplitudesAsPrinted()
    {
        ReferenceTable table = new("etl_azimuth_averages.csv");
        for (int i = 0; i < table.Count; i++)
        {
            Nucleus nucleus = table.Number(i, "nucleus_mass_GeV") > 100 ? Lead : new Nucleus(1, 1.008);
            DarkBremsstrahlung process = new(
                table.Mediator(i, "spin"), table.Number(i, "lepton_mass_GeV"), nucleus, table.Number(i, "mediator_mass_GeV"));
            double value = process.AmplitudeAt(
                table.Number(i, "E0_GeV"), table.Number(i, "one_minus_x"), table.Number(i, "one_minus_cos_theta"), table.Number(i, "t_GeV2"));
            Relative.Close(table.Number(i, "average_A_over_8M2"), value, 1e-11, $"row {i}");
        }
    }

    [Theory]
    [InlineData("brems_total_electron.csv")]
    [InlineData("brems_total_muon.csv")]
    public void TotalsAgreeWithTheReference(string file)
    {
        ReferenceTable table = new(file);
        for (int i = 0; i < table.Count; i++)
        {
            DarkBremsstrahlung process = new(
                table.Mediator(i, "mediator"), table.LeptonMass(i, "lepton"), table.Nucleus(i), table.Number(i, "m_MeV") / 1000);
            double energy = table.Number(i, "E0_GeV");
            CrossSectionParts total = process.Total(energy, table.Number(i, "x_min"));
            CrossSectionParts hard = process.Total(energy, 0.5);
            Relative.Close(table.Number(i, "sigma_ETL_elastic_pb"), total.Elastic, 0.002, $"elastic, row {i}");
            Relative.Close(table.Number(i, "sigma_ETL_inelastic_pb"), total.Inelastic, 0.002, $"inelastic, row {i}");
            Relative.Close(table.Number(i, "sigma_x_gt_0.5_ETL_elastic_pb"), hard.Elastic, 0.002, $"elastic above 0.5, row {i}");
            Relative.Close(table.Number(i, "sigma_x_gt_0.5_ETL_inelastic_pb"), hard.Inelastic, 0.002, $"inelastic above 0.5, row {i}");
        }
    }

    [Fact]
    public void DifferentialAgreesWithTheReference()
    {
        ReferenceTable table = new("brems_dsdx.csv");
        for (int i = 0; i < table.Count; i++)
        {
            DarkBremsstrahlung process = new(
                table.Mediator(i, "mediator"), table.LeptonMass(i, "lepton"), table.Nucleus(i), table.Number(i, "m_MeV") / 1000);
            CrossSectionParts value = process.DsDx(table.Number(i, "E0_GeV"), 1 - table.Number(i, "x"));
            Relative.Close(table.Number(i, "dsdx_ETL_elastic_pb"), value.Elastic, 0.002, $"elastic, row {i}");
            Relative.Close(table.Number(i, "dsdx_ETL_inelastic_pb"), value.Inelastic, 0.002, $"inelastic, row {i}");
        }
    }

    [Fact]
    public void MomentsOfXAgreeWithTheReference()
    {
        ReferenceTable table = new("brems_moments.csv");
        for (int i = 0; i < table.Count; i++)
        {
            DarkBremsstrahlung process = new(
                table.Mediator(i, "mediator"), table.LeptonMass(i, "lepton"), table.Nucleus(i), table.Number(i, "m_MeV") / 1000);
            double energy = table.Number(i, "E0_GeV"), xMin = table.Number(i, "x_min");
            double total = process.Total(energy, xMin).Elastic;
            Relative.Close(table.Number(i, "sigma_pb_coupling1_check"), total, 5e-3, $"total, row {i}");
            double Above(double x) => process.Total(energy, x).Elastic / total;
            double mean = xMin + Core.Numerics.Quadrature.GaussLegendre(20).Integrate(v => 2 * v * (1 - xMin) * Above(1 - ((1 - xMin) * v * v)), 0, 1);
            Relative.Close(table.Number(i, "mean_x"), mean, 5e-3, $"mean x, row {i}");
            Assert.InRange(Above(table.Number(i, "x_q10")), 0.89, 0.91);
            Assert.InRange(Above(table.Number(i, "x_q50")), 0.49, 0.51);
            Assert.InRange(Above(table.Number(i, "x_q90")), 0.09, 0.11);
        }
    }

    [Fact]
    public void TotalsAgreeWithDmg4UpToOneGeV()
    {
        ReferenceTable table = new("dmg4_total_electron_lead.csv");
        int compared = 0;
        for (int i = 0; i < table.Count; i++)
        {
            double mass = table.Number(i, "m_MeV") / 1000;
            if (mass <= 1)
            {
                bool light = table.Text(i, "E0_GeV") == "any";
                DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, Lead, mass);
                double sum = process.Total(light ? 100 : table.Number(i, "E0_GeV"), light ? 0.01 : 0).Sum;
                Relative.Close(table.Number(i, "sigma_pb_eps1e-4"), 1e-8 * sum, 0.04, $"mass {mass} GeV");
                compared++;
            }
        }

        Assert.Equal(15, compared);
    }

    [Fact]
    public void QuadratureHasConverged()
    {
        // Against a three times finer grid in every variable, at seeded points of all spins, both leptons and heavy to light nuclei.
        Hermetic.Core.Random.RandomStream random = new(20, 1, 0);
        Nucleus[] nuclei = [Lead, new Nucleus(6, 12.011), new Nucleus(1, 1.008)];
        EtlGrid fine = new(40, 60, 120, 0.003, 1e7);
        for (int i = 0; i < 60; i++)
        {
            Mediator mediator = (Mediator)(i % 4);
            double m = random.NextUniform() < 0.6 ? Constants.ElectronMass : Constants.MuonMass;
            double mX = 1e-5 * Math.Pow(1e5, random.NextUniform());
            double energy = 20 * Math.Pow(8, random.NextUniform());
            // A recoil energy of a tenth of the lepton mass keeps clear of the sliver that the recoil of hydrogen forbids.
            double rest = (1.1 * m / energy) + ((1 - (1.1 * m / energy) - (mX / energy)) * Math.Pow(1e-5, random.NextUniform()) * 0.99);
            double expected = new DarkBremsstrahlung(mediator, m, nuclei[i % 3], mX, fine).Differential(energy, rest).Sum;
            double actual = new DarkBremsstrahlung(mediator, m, nuclei[i % 3], mX).Differential(energy, rest).Sum;
            Relative.Close(expected, actual, 0.004, $"{mediator} m={m} mX={mX} E={energy} 1-x={rest}");
        }
    }

    [Fact]
    public void CrossSectionIsPositiveOverItsRange()
    {
        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            foreach (double mX in (double[])[1e-5, 1e-3, 0.1, 1, 3])
            {
                foreach (double m in (double[])[Constants.ElectronMass, Constants.MuonMass])
                {
                    DarkBremsstrahlung process = new(mediator, m, Lead, mX);
                    // The smallest values of 1 - x, below i = 8, lie in the sliver that the recoil of the nucleus forbids.
                    for (int i = 8; i < 40; i++)
                    {
                        double rest = (m / 50) + ((1 - (m / 50) - (mX / 50)) * Math.Pow(i / 40.0, 6));
                        CrossSectionParts parts = process.DsDx(50, rest);
                        Assert.True(parts.Elastic > 0 && parts.Inelastic > 0 && double.IsFinite(parts.Sum), $"{mediator} {m} {mX} {rest}");
                    }
                }
            }
        }
    }

    [Fact]
    public void TotalIsTheIntegralOfTheDifferential()
    {
        DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, Lead, 0.03);
        double between = process.Total(80, 0.6).Sum - process.Total(80, 0.8).Sum;
        double direct = Core.Numerics.Quadrature.GaussLegendre(16).Integrate(x => process.DsDx(80, 1 - x).Sum, 0.6, 0.8);
        // The difference of two totals that are several times larger.
        Relative.Close(direct, between, 3e-3, "integral from 0.6 to 0.8");
    }

    [Fact]
    public void LightMediatorScalesAsChargeSquaredUpToScreeningAndSize()
    {
        double lead = new DarkBremsstrahlung(Mediator.Vector, Constants.ElectronMass, Lead, 0.01).Total(100, 0.5).Elastic / (82 * 82);
        double carbon = new DarkBremsstrahlung(Mediator.Vector, Constants.ElectronMass, new Nucleus(6, 12.011), 0.01).Total(100, 0.5).Elastic / 36;
        // The logarithm of the flux is longer for carbon: its screening radius is larger and its nucleus smaller.
        Assert.InRange(carbon / lead, 1.0, 1.4);
    }

    [Fact]
    public void ThresholdsClose()
    {
        DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, Lead, 1);
        Assert.Equal(default, process.Total(1.0005));
        Assert.Equal(default, process.Total(100, 1 - (0.5 * Constants.ElectronMass / 100)));
        Assert.True(process.Total(100).Sum > process.Total(20).Sum);
        Assert.True(process.Total(2).Sum > 0);
    }

    [Fact]
    public void ArgumentsOutsideTheRangeAreRefusedWithTheRange()
    {
        Assert.Contains("[", Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlung(Mediator.Vector, Constants.ElectronMass, default, 0.1)).Message);
        Assert.Contains("[1E-08, 3]", Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlung(Mediator.Vector, Constants.ElectronMass, Lead, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlung(Mediator.Vector, Constants.ElectronMass, Lead, 3.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlung(Mediator.Vector, double.NaN, Lead, 0.1));
        DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, Lead, 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDx(100, 0.9995));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDx(100, 1e-6));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.Total(100, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.Total(1e-4));
    }
}
