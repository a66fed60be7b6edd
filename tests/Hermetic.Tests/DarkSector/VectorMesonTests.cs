using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class VectorMesonTests
{
    private const string Header = "meson,Z,A,photon_GeV,coherent_ub,incoherent_ub,slope_coherent,slope_incoherent\n";

    private static readonly VectorMesonPhotoproduction Table = VectorMesonPhotoproduction.Shipped;

    [Fact]
    public void ProtonsAgreeWithTheMeasurements()
    {
        // OMEGA photon collaboration, Nucl. Phys. B 209 (1982) 56: rho 9.4 +- 1.0 microbarn at 20 to 70 GeV, omega 1.2 +- 0.2 at 20 to 45 GeV. Phi: about 0.5 to 0.6.
        Assert.InRange(1e-6 * Table.CrossSection(VectorMeson.Rho, 1, 45).Sum, 8.4, 10.4);
        Assert.InRange(1e-6 * Table.CrossSection(VectorMeson.Omega, 1, 32).Sum, 1.0, 1.4);
        Assert.InRange(1e-6 * Table.CrossSection(VectorMeson.Phi, 1, 50).Sum, 0.5, 0.6);
    }

    [Fact]
    public void HeavyNucleiProduceCoherently()
    {
        CrossSectionParts lead = Table.CrossSection(VectorMeson.Rho, 82, 50);
        Assert.InRange(1e-9 * lead.Elastic, 1, 2);
        Assert.True(lead.Elastic > 3 * lead.Inelastic);
        foreach (VectorMeson meson in Enum.GetValues<VectorMeson>())
        {
            double proton = Table.CrossSection(meson, 1, 50).Sum, carbon = Table.CrossSection(meson, 6, 50).Sum;
            Assert.InRange(carbon / proton, 8, 40);
            Assert.True(Table.CrossSection(meson, 82, 50).Inelastic < 207 * proton, "absorption");
        }
    }

    [Fact]
    public void InterpolationMeetsTheTableAndTheRangeIsKept()
    {
        VectorMesonPhotoproduction own = Read(Header + "rho,82,207,10,1000,10,200,9\nrho,82,207,40,4000,0,200,9\nrho,82,207,80,4000,0,200,9\n");
        Relative.Close(1e9, own.CrossSection(VectorMeson.Rho, 82, 10).Elastic, 1e-12, "at a row");
        Relative.Close(2e9, own.CrossSection(VectorMeson.Rho, 82, 20).Elastic, 1e-12, "between");
        Relative.Close(5e6, own.CrossSection(VectorMeson.Rho, 82, 20).Inelastic, 1e-12, "towards zero");
        Relative.Close(4e9, own.CrossSection(VectorMeson.Rho, 82, 80).Elastic, 1e-12, "at the end");
        Assert.Throws<ArgumentOutOfRangeException>(() => own.CrossSection(VectorMeson.Rho, 82, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => own.CrossSection(VectorMeson.Rho, 82, 81));
        Assert.Throws<ArgumentOutOfRangeException>(() => own.CrossSection(VectorMeson.Phi, 82, 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => own.CrossSection(VectorMeson.Rho, 6, 20));
        (double least, double most) = own.EnergyRange(VectorMeson.Rho, 82);
        Relative.Close(10, least, 1e-12, "least");
        Relative.Close(80, most, 1e-12, "most");
    }

    [Theory]
    [InlineData("meson,Z\n")]
    [InlineData(Header)]
    [InlineData(Header + "rho,82,207,10,1000,10,200,9\n")]
    [InlineData(Header + "sigma,82,207,10,1000,10,200,9\nsigma,82,207,40,4000,0,200,9\n")]
    [InlineData(Header + "rho,82,207,10,1000,10,200,9\nrho,82,207,10,4000,0,200,9\n")]
    [InlineData(Header + "rho,82,207,10,-1,10,200,9\nrho,82,207,40,4000,0,200,9\n")]
    [InlineData(Header + "rho,82,207,10,NaN,10,200,9\nrho,82,207,40,4000,0,200,9\n")]
    [InlineData(Header + "rho,82,207,ten,1,10,200,9\nrho,82,207,40,4000,0,200,9\n")]
    public void BadTablesAreRefusedWithTheirLine(string text)
    {
        InputException refused = Assert.Throws<InputException>(() => Read(text));
        Assert.StartsWith("own.csv(", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void YieldIsTrackLengthTimesDensityTimesCrossSection()
    {
        TargetElement[] lead = [new(new Nucleus(82, 207.2), 3.3e19)];
        double one = Table.Yield(VectorMeson.Rho, lead, [40, 50], [2.0]);
        Relative.Close(2 * 3.3e19 * 1e-34 * Table.CrossSection(VectorMeson.Rho, 82, Math.Sqrt(2000)).Sum, one, 1e-12, "one bin");
        Relative.Close(one + Table.Yield(VectorMeson.Rho, lead, [50, 60], [1.0]), Table.Yield(VectorMeson.Rho, lead, [40, 50, 60], [2.0, 1.0]), 1e-12, "bins add");
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.Yield(VectorMeson.Rho, lead, [40, 50], [2.0, 1.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.Yield(VectorMeson.Rho, lead, [1, 2], [2.0]));
    }

    [Fact]
    public void InvisibleDecayIsTheVectorPortal()
    {
        // Light mediator and massless chi: epsilon^2 alphaD/alpha for Dirac, a quarter for scalars, half for Majorana; with a mediator of infinite mass (mV/mA')^4.
        double Ratio(DarkMatter kind, double mediator, double chi = 0) => VectorMesonDecay.InvisibleRatio(VectorMeson.Omega, kind, chi, mediator, 0, 1e-3, 0.1);
        double unit = 1e-6 * 0.1 / Constants.Alpha;
        Relative.Close(unit, Ratio(DarkMatter.Dirac, 1e-4), 1e-6, "Dirac");
        Relative.Close(unit / 4, Ratio(DarkMatter.ComplexScalar, 1e-4), 1e-6, "scalar");
        Relative.Close(unit / 2, Ratio(DarkMatter.Majorana, 1e-4), 1e-6, "Majorana");
        Relative.Close(unit * Math.Pow(0.78266 / 100, 4), Ratio(DarkMatter.Dirac, 100), 1e-3, "contact interaction");
        double r = 0.1 * 0.1 / (0.78266 * 0.78266);
        Relative.Close((1 + (2 * r)) * Math.Sqrt(1 - (4 * r)), VectorMesonDecay.Kappa(DarkMatter.Dirac, 0.78266, 0.1), 1e-12, "kappa, Dirac");
        Relative.Close(Math.Pow(1 - (4 * r), 1.5) / 4, VectorMesonDecay.Kappa(DarkMatter.ComplexScalar, 0.78266, 0.1), 1e-12, "kappa, scalar");
        Relative.Close(Math.Pow(1 - (4 * r), 1.5) / 2, VectorMesonDecay.Kappa(DarkMatter.Majorana, 0.78266, 0.1), 1e-12, "kappa, Majorana");
        Assert.Equal(0, Ratio(DarkMatter.Dirac, 2, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ratio(DarkMatter.Dirac, 0.783));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorMesonDecay.Mass((VectorMeson)3));
        Assert.True(VectorMesonDecay.ElectronShare(VectorMeson.Phi) > VectorMesonDecay.ElectronShare(VectorMeson.Rho));
    }

    [Theory]
    [InlineData(VectorMeson.Rho, 82, 207.2)]
    [InlineData(VectorMeson.Phi, 6, 12.011)]
    [InlineData(VectorMeson.Omega, 1, 1.008)]
    public void SamplesConserveFourMomentumAndFollowTheDistribution(VectorMeson meson, int z, double a)
    {
        RandomStream random = new(2, 1, StreamNumber.Signal);
        const int Count = 20_000;
        const double Energy = 60;
        Nucleus nucleus = new(z, a);
        double coherent = 0, transfer = 0;
        for (int i = 0; i < Count; i++)
        {
            bool whole = Table.Sample(meson, nucleus, Energy, ref random, out FourMomentum product, out FourMomentum recoil);
            double target = whole && z > 1 ? nucleus.Mass : Constants.ProtonMass;
            Conservation.Check(new FourMomentum(Energy + target, 0, 0, Energy), product + recoil);
            Conservation.Mass(VectorMesonDecay.Mass(meson), product);
            Conservation.Mass(target, recoil, Energy);
            coherent += whole ? 1 : 0;
            transfer += whole ? (product.X * product.X) + (product.Y * product.Y) : 0;
        }

        CrossSectionParts parts = Table.CrossSection(meson, z, Energy);
        double share = parts.Elastic / parts.Sum;
        Assert.True(Math.Abs((coherent / Count) - share) <= 4.5 * Math.Sqrt(share * (1 - share) / Count), $"coherent share {coherent / Count}, expected {share}");
        // Mean pT^2 is 1/slope of the coherent part: 259.5, 55.15 and 8.3 per GeV^2.
        double slope = z switch { 82 => 259.5, 6 => 55.15, _ => 8.3 };
        Relative.Close(1 / slope, transfer / coherent, 0.05, "mean pT^2");
    }

    private static VectorMesonPhotoproduction Read(string text)
    {
        using StringReader reader = new(text);
        return VectorMesonPhotoproduction.Read(reader, "own.csv");
    }
}
