using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public sealed class DarkBremsstrahlungAngleTests
{
    private static readonly Nucleus Lead = new(82, 207);

    [Fact]
    public void MomentsAndQuantilesOfTheAnglesAgreeWithTheReference()
    {
        ReferenceTable table = new("brems_moments.csv");
        for (int i = 0; i < table.Count; i++)
        {
            DarkBremsstrahlung process = new(
                table.Mediator(i, "mediator"), table.LeptonMass(i, "lepton"), table.Nucleus(i), table.Number(i, "m_MeV") / 1000);
            double energy = table.Number(i, "E0_GeV"), xMin = table.Number(i, "x_min");
            AngularDistribution mediator = process.MediatorAngles(energy, xMin, elasticOnly: true), lepton = process.RecoilAngles(energy, xMin, elasticOnly: true);
            Relative.Close(table.Number(i, "mean_theta_X_rad"), mediator.Mean, 0.02, $"mean theta, row {i}");
            Relative.Close(table.Number(i, "median_theta_X_rad"), mediator.Quantile(0.5), 0.02, $"median theta, row {i}");
            Relative.Close(table.Number(i, "mean_psi_lepton_rad"), lepton.Mean, 0.02, $"mean psi, row {i}");
            Relative.Close(table.Number(i, "median_psi_rad"), lepton.Quantile(0.5), 0.02, $"median psi, row {i}");
            Relative.Close(table.Number(i, "psi_q90_rad"), lepton.Quantile(0.9), 0.02, $"90 % quantile of psi, row {i}");
        }
    }

    /// <summary>The two integrals share the amplitude and nothing of the integration: the mediator's momentum is fixed in one and the lepton's in the other.</summary>
    [Fact]
    public void BothAnglesGiveTheSameTotal()
    {
        RandomStream random = new(21, 1, 0);
        Nucleus[] nuclei = [Lead, new Nucleus(1, 1.008), new Nucleus(6, 12.011)];
        for (int i = 0; i < 12; i++)
        {
            double m = i % 2 == 0 ? Constants.ElectronMass : Constants.MuonMass;
            double mX = 1e-5 * Math.Pow(1e5, random.NextUniform());
            double energy = 10 * Math.Pow(15, random.NextUniform());
            DarkBremsstrahlung process = new((Mediator)(i / 2 % 4), m, nuclei[i % 3], mX);
            // Below a share of 0.1 the cut in the lepton's energy is not the cut in the mediator's: the recoil of hydrogen takes a part.
            double xMin = 0.1 + (0.5 * random.NextUniform());
            double total = process.Total(energy, xMin).Sum;
            string where = $"{process.Mediator}, m = {m}, mX = {mX}, E = {energy}, Z = {process.Nucleus.Z}";
            Relative.Close(total, process.MediatorAngles(energy, xMin).Total, 1e-3, "theta; " + where);
            Relative.Close(total, process.RecoilAngles(energy, xMin).Total, 1e-3, "psi; " + where);
        }
    }

    [Fact]
    public void TheDoubleDifferentialIntegratesToTheSpectrum()
    {
        foreach ((Mediator mediator, double m, double mX, double rest) in (ReadOnlySpan<(Mediator, double, double, double)>)
            [(Mediator.Vector, Constants.ElectronMass, 0.01, 0.01), (Mediator.Scalar, Constants.MuonMass, 0.3, 0.4), (Mediator.Axial, Constants.ElectronMass, 1, 0.001)])
        {
            DarkBremsstrahlung process = new(mediator, m, Lead, mX);
            // In the logarithm of the angle, from far inside the core to pi.
            double low = Math.Log(1e-9), length = Math.Log(Math.PI) - low;
            CrossSectionParts expected = process.DsDx(100, rest);
            double elastic = Quadrature.GaussLegendre(200).Integrate(
                z => length * Math.Exp(low + (z * length)) * process.DsDxDTheta(100, rest, Math.Min(Math.PI, Math.Exp(low + (z * length)))).Elastic, 0, 1);
            Relative.Close(expected.Elastic, elastic, 1e-3, $"{mediator}");
        }
    }

    [Fact]
    public void QuadraturesOfTheAnglesHaveConverged()
    {
        RandomStream random = new(22, 1, 0);
        Nucleus[] nuclei = [Lead, new Nucleus(1, 1.008), new Nucleus(74, 183.84)];
        int compared = 0;
        for (int i = 0; i < 60; i++)
        {
            double m = i % 2 == 0 ? Constants.ElectronMass : Constants.MuonMass;
            double mX = 1e-6 * Math.Pow(1e6, random.NextUniform());
            DarkBremsstrahlung process = new((Mediator)(i % 4), m, nuclei[i % 3], mX), fine = new((Mediator)(i % 4), m, nuclei[i % 3], mX, EtlGrid.Fine);
            double y = (1.1 * m / 100) + ((1 - (1.1 * m / 100) - (mX / 100)) * 0.99 * Math.Pow(1e-4, random.NextUniform()));
            double angle = Math.Pow(10, -6 + (6 * random.NextUniform()));
            double scale = process.Total(100, 0.05).Sum;
            foreach ((double actual, double expected) in (ReadOnlySpan<(double, double)>)
                [(process.DsDyDPsi(100, y, angle).Sum, fine.DsDyDPsi(100, y, angle).Sum), (process.DsDxDTheta(100, y, angle).Sum, fine.DsDxDTheta(100, y, angle).Sum)])
            {
                // What contributes less than 1e-6 is of no consequence.
                if (angle * y * expected > 1e-6 * scale)
                {
                    Relative.Close(expected, actual, 0.003, $"m = {m}, mX = {mX}, y = {y}, angle = {angle}, Z = {process.Nucleus.Z}");
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 30, 120);
    }

    [Fact]
    public void AClosedDistributionHasItsMomentsAndQuantiles()
    {
        // 2 a / (1 + a^2)^2 up to A: share below a is (1 - 1/(1 + a^2)) over the same at A.
        const double Largest = 3;
        AngularDistribution distribution = new(1e-4, Largest, a => 2 * a / ((1 + (a * a)) * (1 + (a * a))));
        double all = 1 - (1 / (1 + (Largest * Largest)));
        Relative.Close(all, distribution.Total, 1e-6, "total");
        Relative.Close((Math.Atan(Largest) - (Largest / (1 + (Largest * Largest)))) / all, distribution.Mean, 1e-6, "mean");
        foreach (double share in (double[])[1e-9, 0.01, 0.5, 0.9, 0.999])
        {
            double exact = Math.Sqrt((1 / (1 - (share * all))) - 1);
            Relative.Close(exact, distribution.Quantile(share), 1e-4, $"quantile {share}");
            Relative.Close(share, distribution.Below(exact), 1e-4, $"share below quantile {share}");
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.Below(3.1));
    }

    [Fact]
    public void ArgumentsOutsideTheRangeAreRefused()
    {
        DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, Lead, 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDxDTheta(100, 0.5, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDxDTheta(100, 0.9999, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDTheta(100, 3.2, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDyDPsi(100, 1e-6, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DsDPsi(100, 0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.MediatorAngles(0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.RecoilAngles(100, 1));
    }
}
