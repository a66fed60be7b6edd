using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class DecayTableTests
{
    private static readonly FermionCharges BaryonMinusLepton = new()
    {
        Electron = -1,
        Muon = -1,
        Tau = -1,
        ElectronNeutrino = -1,
        MuonNeutrino = -1,
        TauNeutrino = -1,
        Up = 1.0 / 3,
        Down = 1.0 / 3,
        Strange = 1.0 / 3,
        Charm = 1.0 / 3,
        Bottom = 1.0 / 3,
        Top = 1.0 / 3,
    };

    private static readonly FermionCharges MuonMinusTau = new() { Muon = 1, Tau = -1, MuonNeutrino = 1, TauNeutrino = -1 };

    [Theory]
    [InlineData(NeutrinoKind.Dirac, 0.75)]
    [InlineData(NeutrinoKind.LeftHanded, 0.60)]
    public void BaryonMinusLeptonIsThatInvisibleBelowMuons(NeutrinoKind neutrinos, double expected)
    {
        DarkModel model = new(Mediator.Vector, CouplingUnit.G, BaryonMinusLepton, neutrinos);
        Assert.Equal(expected, DecayTable.Of(model, 0.1, 1e-4).InvisibleRatio, 1e-6);
        Assert.Equal(expected, DecayTable.Of(model, 0.2, 1e-4).InvisibleRatio, 1e-5);
        Relative.Close(1e-8 / (4 * Math.PI) * 0.1 * (neutrinos == NeutrinoKind.Dirac ? 1 : 0.5), DecayTable.Of(model, 0.1, 1e-4).Width("neutrinos"), 1e-12, "three flavours");
    }

    [Fact]
    public void MuonMinusTauIsInvisibleBelowMuonsAndHalfSoAbove()
    {
        DarkModel model = new(Mediator.Vector, CouplingUnit.G, MuonMinusTau, mixingLoops: true);
        DecayTable below = DecayTable.Of(model, 0.2, 1e-3);
        // 4 pi alpha (0.01443)^2 = 1.91e-5 of electrons, a little more towards the threshold of muons.
        Relative.Close(1.91e-5, 1 - DecayTable.Of(model, 0.01, 1e-3).InvisibleRatio, 2e-3, "electrons by the loops");
        Assert.InRange(1 - below.InvisibleRatio, 2.5e-5, 3.5e-5);
        Relative.Close(1e-6 * 0.2 / (12 * Math.PI), below.Width("neutrinos"), 1e-12, "two flavours");
        // Above: 1/[1 + (1 + 2r) sqrt(1 - 4r)] without mixing, towards 1/2 and with taus to 1/3.
        DarkModel tree = new(Mediator.Vector, CouplingUnit.G, MuonMinusTau);
        double r = Math.Pow(Constants.MuonMass / 0.5, 2);
        Relative.Close(1 / (1 + ((1 + (2 * r)) * Math.Sqrt(1 - (4 * r)))), DecayTable.Of(tree, 0.5, 1e-3).InvisibleRatio, 1e-12, "at 500 MeV");
        Assert.Equal(0.5, DecayTable.Of(model, 3, 1e-3).InvisibleRatio, 1e-3);
        Assert.Equal(1.0 / 3, DecayTable.Of(model, 40, 1e-3).InvisibleRatio, 1e-3);
    }

    [Fact]
    public void MixingLoopsGiveElectronsAndHadronsTheirCharge()
    {
        DarkModel model = new(Mediator.Vector, CouplingUnit.G, MuonMinusTau, mixingLoops: true);
        const double Mass = 0.7, Coupling = 1e-2;
        DecayTable table = DecayTable.Of(model, Mass, Coupling);
        double epsilon2 = LoopMixing.EpsilonSquared(Mass * Mass, Coupling);
        Relative.Close(Widths.ToLeptons(Mass, Constants.ElectronMass, Math.Sqrt(epsilon2)), table.Width("e+ e-"), 1e-12, "electrons");
        Relative.Close(HadronicRatio.Of(Mass * Mass) * Constants.Alpha * epsilon2 * Mass / 3, table.Width("hadrons"), 1e-12, "hadrons");
    }

    [Fact]
    public void ADarkPhotonDecaysAsTheRatioSays()
    {
        DarkModel model = new(Mediator.Vector, CouplingUnit.Epsilon, FermionCharges.Electric);
        DecayTable table = DecayTable.Of(model, 0.77, 1e-3);
        double muons = Widths.ToLeptons(0.77, Constants.MuonMass, 1e-3);
        Relative.Close(muons, table.Width("mu+ mu-"), 1e-14, "muons");
        Relative.Close(HadronicRatio.Of(0.77 * 0.77) * Constants.Alpha * 1e-6 * 0.77 / 3, table.Width("hadrons"), 1e-14, "hadrons");
        Assert.Equal(["e+ e-", "mu+ mu-", "hadrons"], table.Channels.Select(c => c.Name));
        Relative.Close(table.Total, table.Channels.Sum(c => c.Width), 1e-15, "total");
        Relative.Close(Constants.HbarC / table.Total, table.CTau, 1e-15, "c tau");
        Relative.Close(table.CTau / 299.792458, table.Lifetime, 1e-15, "lifetime");
        Assert.Equal(0, table.InvisibleRatio);
    }

    [Fact]
    public void NothingOpenIsStable()
    {
        DecayTable table = DecayTable.Of(new DarkModel(Mediator.Vector, CouplingUnit.Epsilon, FermionCharges.Electric), 1e-3, 1e-3);
        Assert.Empty(table.Channels);
        Assert.Equal(0, table.Total);
        Assert.Equal(0, table.InvisibleRatio);
        Assert.Equal(double.PositiveInfinity, table.CTau);
        Assert.Equal(double.PositiveInfinity, DecayTable.Of(new DarkModel(Mediator.Vector, CouplingUnit.G, BaryonMinusLepton), 1, 0).CTau);
    }

    [Fact]
    public void MuophilicScalarsBelowMuonsGoToPhotons()
    {
        DarkModel model = new(Mediator.Scalar, CouplingUnit.G, new FermionCharges { Muon = 1 });
        DecayTable table = DecayTable.Of(model, 0.01, 1e-3);
        Assert.Equal("photons", Assert.Single(table.Channels).Name);
        // Heavy muon: alpha^2 g^2 m^3/(144 pi^3 m_mu^2).
        double expected = Constants.Alpha * Constants.Alpha * 1e-6 * 1e-6 / (144 * Math.Pow(Math.PI, 3) * Constants.MuonMass * Constants.MuonMass);
        Relative.Close(expected, table.Total, 2e-3, "low-energy theorem");
        Assert.Equal(["mu+ mu-", "photons"], DecayTable.Of(model, 0.5, 1e-3).Channels.Select(c => c.Name));
        Assert.InRange(DecayTable.Of(model, 0.5, 1e-3).Ratio("photons"), 1e-7, 1e-3);
    }

    [Fact]
    public void AnAlpGoesToPhotonsAlone()
    {
        DarkModel model = new(Mediator.Pseudoscalar, CouplingUnit.PerGev, new FermionCharges(), photon: 1);
        Relative.Close(Widths.ToPhotons(0.05, 1e-4), DecayTable.Of(model, 0.05, 1e-4).Total, 1e-15, "photons");
        Assert.Throws<InvalidOperationException>(() => model.Alpha(1));
        Assert.Equal("g = 1/GeV", model.QuotedAt);
    }

    /// <summary>i2DM with equal masses is one Dirac fermion, whatever the angle: the states only change their names.</summary>
    [Fact]
    public void TheMixingAngleDropsOutOfTheTotalForEqualMasses() => Prop.ForAll(
        Gen.Choose(0, 1000).ToArbitrary(),
        n =>
        {
            DarkMatterSector dark = new(DarkSpecies.Mixed, 3, 0.1, 0, Math.PI / 2 * n / 1000);
            DecayTable table = DecayTable.Of(new DarkModel(Mediator.Vector, CouplingUnit.Epsilon, FermionCharges.Electric, darkMatter: dark), 0.1, 0);
            return Math.Abs((table.Total / Widths.ToDarkMatter(DarkMatter.Dirac, 0.1, 0.1 / 3, 0.1)) - 1) < 1e-12;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void PartnersDecayAsTheirMatrixElementSays()
    {
        DarkMatterSector inelastic = new(DarkSpecies.Inelastic, 3, 0.1, 0.4), mixed = new(DarkSpecies.Mixed, 3, 0.1, 0.4, 0.3);
        DecayTable one = DecayTable.OfPartner(With(inelastic), 3, 1e-4)!, other = DecayTable.OfPartner(With(mixed), 3, 1e-4)!;
        PartnerDecay decay = new(1, 1.4, 3, 0.1);
        Relative.Close(Constants.Alpha * 1e-8 * decay.WidthToLeptons(Constants.ElectronMass), one.Width("chi1 e+ e-"), 1e-12, "electrons");
        Relative.Close(Constants.Alpha * 1e-8 * decay.WidthToLeptons(Constants.MuonMass), one.Width("chi1 mu+ mu-"), 1e-12, "muons");
        Relative.Close(Constants.Alpha * 1e-8 * decay.WidthToHadrons(HadronicRatio.Of), one.Width("chi1 hadrons"), 1e-12, "hadrons");
        Assert.Equal(0, one.Width("chi1 tau+ tau-"));
        Relative.Close(1.4, one.Mass, 1e-15, "mass");
        // sin^2 cos^2 = tan^2 theta cos^4 theta.
        Relative.Close(Math.Pow(Math.Tan(0.3), 2) * Math.Pow(Math.Cos(0.3), 4), other.Total / one.Total, 1e-12, "mixing");
        Assert.Null(DecayTable.OfPartner(With(new DarkMatterSector(DarkSpecies.Dirac, 3, 0.1)), 3, 1e-4));
        Assert.Equal(double.PositiveInfinity, DecayTable.OfPartner(With(new DarkMatterSector(DarkSpecies.PseudoDirac, 3, 0.1)), 3, 1e-4)!.CTau);
    }

    [Fact]
    public void APairIsSemivisibleWhereItsPartnerDecays()
    {
        Assert.Equal(ChannelKind.Semivisible, DecayTable.Of(With(new DarkMatterSector(DarkSpecies.Inelastic, 3, 0.1, 0.4)), 0.3, 1e-4).Channels.Single(c => c.Name == "chi1 chi2").Kind);
        Assert.Equal(ChannelKind.Dark, DecayTable.Of(With(new DarkMatterSector(DarkSpecies.Inelastic, 3, 0.1, 0.01)), 0.1, 1e-4).Channels.Single(c => c.Name == "chi1 chi2").Kind);
    }

    [Fact]
    public void NeutrinosAreAmongTheDecaysOfAPartner()
    {
        DarkMatterSector dark = new(DarkSpecies.Inelastic, 3, 0.1, 0.1);
        DecayTable table = DecayTable.OfPartner(new DarkModel(Mediator.Vector, CouplingUnit.G, BaryonMinusLepton, darkMatter: dark), 0.3, 1e-4)!;
        double limit = 4 * 1e-8 / (4 * Math.PI) * 0.1 * Math.Pow(0.01, 5) / (15 * Math.PI * Math.Pow(0.3, 4));
        // Three helicity states: 3/2 of a massless charged lepton; 0.871 is the correction for a splitting of 0.1.
        Relative.Close(1.5 * 0.871 * limit, table.Width("chi1 neutrinos"), 1e-3, "neutrinos");
        Assert.InRange(table.Ratio(ChannelKind.Neutrinos), 0.6, 0.7);
    }

    /// <summary>Narrow width: the area of e+ e- to X to f over s is (2J+1) 4 pi^2 Gamma_ee BR_f/M.</summary>
    [Fact]
    public void NarrowResonancesOfAnnihilationHaveTheAreaOfTheWidths()
    {
        const double Mass = 0.2, Epsilon = 1e-3, AlphaD = 1e-7;
        DarkMatterSector dark = new(DarkSpecies.Majorana, 3, AlphaD);
        DecayTable table = DecayTable.Of(new DarkModel(Mediator.Vector, CouplingUnit.Epsilon, FermionCharges.Electric, darkMatter: dark), Mass, Epsilon);
        AnnihilationChannel channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Majorana, Mass / 3, AlphaD);
        // s - M^2 = M Gamma tan(u): the Breit-Wigner becomes constant.
        double scale = Mass * table.Total, sum = 0;
        const int Steps = 2000;
        for (int i = 0; i < Steps; i++)
        {
            double tangent = Math.Tan(1.5 * (((i + 0.5) / Steps * 2) - 1));
            sum += 3.0 / Steps * scale * (1 + (tangent * tangent)) * Epsilon * Epsilon * channel.CrossSection(Mass, table.Total, (Mass * Mass) + (scale * tangent));
        }

        double expected = 12 * Math.PI * Math.PI * table.Width("e+ e-") * table.Ratio("chi chi") / Mass * (1.5 / (Math.PI / 2));
        Relative.Close(expected * Constants.PicobarnPerInverseGeV2, sum, 1e-3, "area");
    }

    [Fact]
    public void WidthsGrowAsTheSquareOfTheCouplingAndRatiosSumToOne() => Prop.ForAll(
        Gen.Choose(1, 1000).Select(n => 50 * n / 1000.0).ToArbitrary(),
        mass =>
        {
            DarkModel model = new(Mediator.Vector, CouplingUnit.G, BaryonMinusLepton);
            DecayTable one = DecayTable.Of(model, mass, 1e-4), three = DecayTable.Of(model, mass, 3e-4);
            return Math.Abs((three.Total / one.Total) - 9) < 1e-12 && Math.Abs(Enum.GetValues<ChannelKind>().Sum(one.Ratio) - 1) < 1e-12;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void MassesBeyondTheHadronsAreRefused()
    {
        DarkModel model = new(Mediator.Vector, CouplingUnit.Epsilon, FermionCharges.Electric);
        Assert.Contains("(0, 50]", Assert.Throws<ArgumentOutOfRangeException>(() => DecayTable.Of(model, 51, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecayTable.Of(model, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecayTable.Of(model, 1, double.NaN));
    }

    private static DarkModel With(DarkMatterSector dark) => new(Mediator.Vector, CouplingUnit.Epsilon, FermionCharges.Electric, darkMatter: dark);
}
