using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public sealed class WeizsaeckerWilliamsTests
{
    private static readonly Nucleus Lead = new(82, 207);

    [Theory]
    [InlineData("brems_total_electron.csv")]
    [InlineData("brems_total_muon.csv")]
    public void TotalsAgreeWithTheReference(string file)
    {
        ReferenceTable table = new(file);
        for (int i = 0; i < table.Count; i++)
        {
            double energy = table.Number(i, "E0_GeV"), xMin = table.Number(i, "x_min");
            Relative.Close(table.Number(i, "sigma_WW_tmax_m2_pb"), Of(FluxLimit.MediatorScale).Total(energy, xMin).Elastic, 1e-4, $"WW, row {i}");
            Relative.Close(table.Number(i, "sigma_WW_tmax_E2_pb"), Of(FluxLimit.EnergyScale).Total(energy, xMin).Elastic, 1e-4, $"WW up to E^2, row {i}");
            Relative.Close(table.Number(i, "sigma_IWW_pb"), Of(FluxLimit.MediatorScale).ImprovedTotal(energy, xMin).Elastic, 1e-4, $"IWW, row {i}");

            WeizsaeckerWilliams Of(FluxLimit limit) =>
                new(table.Mediator(i, "mediator"), table.LeptonMass(i, "lepton"), table.Nucleus(i), table.Number(i, "m_MeV") / 1000, limit);
        }
    }

    [Fact]
    public void SpectraAgreeWithTheReference()
    {
        ReferenceTable table = new("brems_dsdx.csv");
        for (int i = 0; i < table.Count; i++)
        {
            WeizsaeckerWilliams approximation = new(
                table.Mediator(i, "mediator"), table.LeptonMass(i, "lepton"), table.Nucleus(i), table.Number(i, "m_MeV") / 1000);
            double energy = table.Number(i, "E0_GeV"), rest = 1 - table.Number(i, "x");
            Relative.Close(table.Number(i, "dsdx_WW_pb"), approximation.DsDx(energy, rest).Elastic, 1e-4, $"WW, row {i}");
            Relative.Close(table.Number(i, "dsdx_IWW_pb"), approximation.ImprovedDsDx(energy, rest).Elastic, 1e-4, $"IWW, row {i}");
        }
    }

    /// <summary>The closed forms of physics literature hold without a limit of the angle.</summary>
    [Fact]
    public void ImprovedSpectrumIsThePublishedClosedForm()
    {
        const double Energy = 100, M = Constants.MuonMass, MX = 0.2, X = 0.7;
        double um = (MX * MX * (1 - X) / X) + (M * M * X), m2 = M * M;
        double chi = PhotonFlux.ChiElasticClosed(new NuclearFormFactor(Lead), Math.Pow(MX, 4) / (4 * Energy * Energy), (MX * MX) + m2);
        double common = 2 * Math.Pow(Constants.Alpha, 3) * Constants.PicobarnPerInverseGeV2 * chi * Math.Sqrt((X * X) - (MX * MX / (Energy * Energy)));
        (Mediator Mediator, double Shape)[] published =
        [
            (Mediator.Vector, ((m2 * X * (-2 + (2 * X) + (X * X))) + (2 * um * (3 - (3 * X) + (X * X)))) / (3 * X * um * um)),
            (Mediator.Scalar, ((m2 * (2 - X) * (2 - X)) + (2 * um * X)) / (6 * um * um)),
            (Mediator.Pseudoscalar, ((m2 * X * X) + (2 * um * X)) / (6 * um * um)),
            (Mediator.Axial, (((m2 * X * (2 - X) * (2 - X)) + (2 * um * (3 - (3 * X) + (X * X)))) / (3 * X * um * um)) + (2 * m2 * X / (MX * MX * um))),
        ];
        foreach ((Mediator mediator, double shape) in published)
        {
            double value = new WeizsaeckerWilliams(mediator, M, Lead, MX).ImprovedDsDx(Energy, 1 - X, double.PositiveInfinity).Elastic;
            Relative.Close(common * shape, value, 1e-10, $"{mediator}");
        }
    }

    [Fact]
    public void TheDoubleDifferentialIntegratesToTheSpectrum()
    {
        WeizsaeckerWilliams approximation = new(Mediator.Axial, Constants.MuonMass, Lead, 0.05);
        double low = Math.Log(1e-7), length = Math.Log(WeizsaeckerWilliams.LargestAngle) - low;
        double integral = Quadrature.GaussLegendre(120).Integrate(
            z => length * Math.Exp(low + (z * length)) * approximation.DsDxDTheta(160, 0.3, Math.Exp(low + (z * length))).Sum, 0, 1);
        Relative.Close(approximation.DsDx(160, 0.3).Sum, integral, 1e-4, "integral over theta");
    }

    /// <summary>The lepton's angle as printed in the literature for vectors; the same total as by the mediator's angle for all spins, because x is the same.</summary>
    [Fact]
    public void RecoilAngleIsThePublishedFormAndKeepsTheTotal()
    {
        const double Energy = 160, M = Constants.MuonMass, MX = 0.1, Y = 0.3, Psi = 0.004;
        double m2 = M * M, mX2 = MX * MX;
        double t = mX2 - m2 + (Y * Energy * Energy * Psi * Psi) + (m2 * (1 - Y) / Y) + (m2 * Y);
        double root = t / (2 * Energy * (1 - Y));
        double chi = PhotonFlux.ChiElasticClosed(new NuclearFormFactor(Lead), root * root, mX2 + m2);
        double braces = (1 / (2 * Y)) + (Y / 2) + ((mX2 + (2 * m2)) * (1 - Y) * (1 - Y) / (t * t * Y) * ((m2 * (1 - Y) * (1 - Y) / Y) + mX2 - t));
        double published = 8 * Math.Pow(Constants.Alpha, 3) * Constants.PicobarnPerInverseGeV2 * Energy * Energy * chi * (1 - Y) / (t * t) * braces
            * Math.Sqrt((Y * Y) - (m2 / (Energy * Energy))) * Psi;
        WeizsaeckerWilliams vector = new(Mediator.Vector, M, Lead, MX);
        Relative.Close(published, vector.DsDyDPsi(Energy, Y, Psi).Elastic, 1e-10, "published form");

        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            WeizsaeckerWilliams approximation = new(mediator, M, Lead, MX);
            AngularDistribution angles = approximation.RecoilAngles(Energy, 0.5, elasticOnly: true);
            // They differ in the momenta that go with mX/E and m/E only.
            Relative.Close(approximation.Total(Energy, 0.5).Elastic, angles.Total, 3e-3, $"total, {mediator}");
            AngularDistribution exact = approximation.Exact.RecoilAngles(Energy, 0.5, elasticOnly: true);
            Relative.Close(exact.Total, angles.Total, 0.01, $"exact total, {mediator}");
            Relative.Close(exact.Mean, angles.Mean, 0.02, $"mean, {mediator}");
            Relative.Close(exact.Quantile(0.5), angles.Quantile(0.5), 0.02, $"median, {mediator}");
        }
    }

    /// <summary>DMG4's factors K for electrons of 100 GeV on lead, as printed with three digits; the leading logarithm over K is DMG4's own table.</summary>
    [Fact]
    public void LeadingLogarithmOverThePublishedFactorIsTheTableOfDmg4()
    {
        (double MeV, double K)[] factors = [(1, 0.605), (2, 0.83), (10, 1.08), (50, 1.44), (100, 1.65), (500, 1.92), (1000, 2.14)];
        ReferenceTable table = new("dmg4_total_electron_lead.csv");
        int compared = 0;
        for (int i = 0; i < table.Count; i++)
        {
            foreach ((double mev, double k) in factors)
            {
                if (table.Text(i, "E0_GeV") == "100" && Math.Abs(table.Number(i, "m_MeV") - mev) < 1e-6)
                {
                    double value = 1e-8 * new WeizsaeckerWilliams(Mediator.Vector, Constants.ElectronMass, Lead, mev / 1000).LeadingLogarithm(100) / k;
                    Relative.Close(table.Number(i, "sigma_pb_eps1e-4"), value, 0.007, $"{mev} MeV");
                    compared++;
                }
            }
        }

        Assert.True(compared >= 3, $"only {compared} masses are in both");
    }

    /// <summary>The errors that the doc comments state.</summary>
    [Fact]
    public void MeasuredErrorsAreThoseOfTheDocumentation()
    {
        foreach ((double mass, double stated) in (ReadOnlySpan<(double, double)>)[(0.001, 0.80), (0.01, 1.11), (0.1, 1.33), (1, 1.45)])
        {
            Assert.InRange(ApproximationError.Of(Mediator.Vector, Constants.ElectronMass, Lead, mass, 100, 0).Ww, stated - 0.01, stated + 0.01);
        }

        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            foreach (double mass in (double[])[1e-6, 1e-3, 0.1, 2])
            {
                ApproximationError error = ApproximationError.Of(mediator, Constants.MuonMass, Lead, mass, 160, mass < 1e-3 ? 0.01 : 0);
                Assert.InRange(error.Ww, 0.995, 1.02);
                Assert.True(error.WwEnergyScale > error.Ww && error.Iww > error.Ww);
                Assert.Equal(mass > Constants.MuonMass, error.LeadingLogarithm.HasValue);
            }
        }

        WeizsaeckerWilliams electron = new(Mediator.Vector, Constants.ElectronMass, Lead, 0.0167);
        Assert.InRange(electron.ImprovedDsDx(100, 1e-4).Elastic / electron.Exact.DsDx(100, 1e-4).Elastic, 1.5, 2.5);
    }

    [Fact]
    public void CrossSectionsArePositive()
    {
        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            foreach (double mass in (double[])[1e-6, 1e-3, 0.1, 1, 3])
            {
                foreach (double m in (double[])[Constants.ElectronMass, Constants.MuonMass])
                {
                    WeizsaeckerWilliams approximation = new(mediator, m, Lead, mass);
                    for (int i = 1; i < 20; i++)
                    {
                        double rest = (m / 100) + ((1 - (m / 100) - (mass / 100)) * Math.Pow(i / 20.0, 4));
                        Assert.True(approximation.DsDx(100, rest).Sum >= 0 && approximation.ImprovedDsDx(100, rest).Sum > 0, $"{mediator} {m} {mass} {rest}");
                        Assert.True(approximation.DsDyDPsi(100, rest, 0.001).Sum >= 0, $"{mediator} {m} {mass} {rest}");
                    }
                }
            }
        }
    }

    [Fact]
    public void ArgumentsOutsideTheRangeAreRefused()
    {
        WeizsaeckerWilliams approximation = new(Mediator.Vector, Constants.MuonMass, Lead, 0.05);
        Assert.Throws<InvalidOperationException>(() => approximation.LeadingLogarithm(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => approximation.DsDxDTheta(100, 0.5, 0.31));
        Assert.Throws<ArgumentOutOfRangeException>(() => approximation.DsDx(100, 1e-4));
        Assert.Throws<ArgumentOutOfRangeException>(() => approximation.Total(100, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => approximation.ImprovedTotal(0.01, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => approximation.DsDyDPsi(100, 0.5, 1.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeizsaeckerWilliams(Mediator.Vector, Constants.MuonMass, Lead, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ApproximationError.Of(Mediator.Vector, Constants.MuonMass, Lead, 1, 1.05, 0));
    }
}
