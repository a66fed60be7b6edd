using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;

namespace Hermetic.Tests.DarkSector;

public class AnomalousMomentTests
{
    /// <summary>The integrals over z with 40 digits (adaptive tanh-sinh quadrature in arbitrary precision), in the order vector, axial, scalar, pseudoscalar.</summary>
    [Theory]
    [InlineData(1e-12, 0.9999968584616085, -2000000000050.262, 1.499996858448793, -0.4999999999871845)]
    [InlineData(1e-6, 0.9968850442423627, -2000022.643530217, 1.496879134138547, -0.4999940898961848)]
    [InlineData(0.01, 0.7731823777281839, -205.2556172371577, 1.258110378690969, -0.4849280009627853)]
    [InlineData(0.5, 0.291299749764157, -4.973060143911829, 0.6332547630546587, -0.3419550132905018)]
    [InlineData(1, 0.2091995761561452, -2.627598728468436, 0.5, -0.2908004238438548)]
    [InlineData(3.9, 0.0919418238081015, -0.7448470556659391, 0.2760726663209119, -0.1841308425128104)]
    [InlineData(4, 0.09035488895912495, -0.7274112777602188, 0.2725887222397812, -0.1822338332806563)]
    [InlineData(50, 0.01162620992965427, -0.06462260488862328, 0.05851602470118491, -0.04688981477153064)]
    [InlineData(1e4, 6.652403535853276e-5, -0.0003331807297541676, 0.0008046112536077438, -0.000738087218249211)]
    [InlineData(1e8, 6.666663399196983e-9, -3.333332996586371e-8, 1.725401459740614e-7, -1.658734825748644e-7)]
    [InlineData(1e12, 6.666666666155713e-13, -3.333333333281238e-12, 2.646435444934152e-11, -2.579768778272595e-11)]
    public void IntegralsHaveTenDigits(double r, double vector, double axial, double scalar, double pseudoscalar)
    {
        Relative.Close(vector, AnomalousMoment.Loop(Mediator.Vector, r), 1e-10, $"vector, r = {r}");
        Relative.Close(axial, AnomalousMoment.Loop(Mediator.Axial, r), 1e-10, $"axial, r = {r}");
        Relative.Close(scalar, AnomalousMoment.Loop(Mediator.Scalar, r), 1e-10, $"scalar, r = {r}");
        Relative.Close(pseudoscalar, AnomalousMoment.Loop(Mediator.Pseudoscalar, r), 1e-10, $"pseudoscalar, r = {r}");
    }

    [Fact]
    public void LoopsAgreeWithTheReference()
    {
        ReferenceTable table = new("gminus2_loops.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double mass = table.Number(i, "m_MeV") / 1000, lepton = table.LeptonMass(i, "lepton");
            foreach (Mediator mediator in Enum.GetValues<Mediator>())
            {
                double expected = table.Number(i, $"da_{mediator.ToString().ToLowerInvariant()}_g1e-4");
                Relative.Close(expected, AnomalousMoment.Of(LeptonCouplings.Of(mediator, 1e-4), mass, lepton), 1e-3, $"{mediator}, row {i}");
            }
        }
    }

    [Fact]
    public void MasslessAndHeavyLimits()
    {
        const double G = 0.3, Pi = Math.PI;
        double schwinger = G * G / (8 * Pi * Pi);
        double m = Constants.MuonMass;
        Relative.Close(schwinger, AnomalousMoment.Of(new(Vector: G), 0, m), 1e-12, "massless vector: alpha/2pi");
        Relative.Close(1.5 * schwinger, AnomalousMoment.Of(new(Scalar: G), 0, m), 1e-12, "massless scalar");
        Relative.Close(-0.5 * schwinger, AnomalousMoment.Of(new(Pseudoscalar: G), 0, m), 1e-12, "massless pseudoscalar");
        Relative.Close(Constants.Alpha / (2 * Pi), AnomalousMoment.OfEpsilon(Mediator.Vector, 1, 0, m), 1e-12, "epsilon = 1");
        // The longitudinal axial mediator couples like a pseudoscalar of coupling 2 m_l/m_X.
        Relative.Close(-2 * schwinger * 1e6, AnomalousMoment.Of(new(Axial: G), 1e-3 * m, m), 1e-4, "light axial vector");
        // Heavy: (g^2/4 pi^2 r) times 1/3, -5/3, and logarithms for spin 0.
        const double Heavy = 1e5;
        double unit = 2 * schwinger / (Heavy * Heavy);
        Relative.Close(unit / 3, AnomalousMoment.Of(new(Vector: G), Heavy * m, m), 1e-7, "heavy vector");
        Relative.Close(-5 * unit / 3, AnomalousMoment.Of(new(Axial: G), Heavy * m, m), 1e-7, "heavy axial vector");
        Relative.Close(unit * (Math.Log(Heavy) - (7.0 / 12)), AnomalousMoment.Of(new(Scalar: G), Heavy * m, m), 1e-7, "heavy scalar");
        Relative.Close(-unit * (Math.Log(Heavy) - (11.0 / 12)), AnomalousMoment.Of(new(Pseudoscalar: G), Heavy * m, m), 1e-7, "heavy pseudoscalar");
    }

    [Fact]
    public void ContributionsAddAndFallWithTheMass()
    {
        Prop.ForAll(
            Gen.Choose(0, 8000).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(),
            (place, a, b) =>
            {
                double mass = Constants.MuonMass * Math.Pow(10, (place / 1000.0) - 3), g = a * 1e-6, h = b * 1e-6;
                double Moment(LeptonCouplings couplings, double m) => AnomalousMoment.Of(couplings, m, Constants.MuonMass);
                double sum = Moment(new(Vector: g), mass) + Moment(new(Axial: h), mass);
                bool adds = Math.Abs(Moment(new(Vector: g, Axial: h), mass) - sum) <= 1e-14 * Math.Abs(sum) + 1e-25;
                bool falls = Enum.GetValues<Mediator>().All(x => Math.Abs(Moment(LeptonCouplings.Of(x, g), 1.1 * mass)) < Math.Abs(Moment(LeptonCouplings.Of(x, g), mass)));
                bool signs = Moment(new(Vector: g), mass) > 0 && Moment(new(Scalar: g), mass) > 0 && Moment(new(Axial: g), mass) < 0 && Moment(new(Pseudoscalar: g), mass) < 0;
                double back = AnomalousMoment.Coupling(Mediator.Scalar, Moment(new(Scalar: g), mass), mass, Constants.MuonMass);
                return adds && falls && signs && Math.Abs((back / g) - 1) < 1e-12;
            }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 4.45e-4)]
    [InlineData(0.01, 5.03e-4)]
    [InlineData(0.1, 9.46e-4)]
    [InlineData(0.2, 1.43e-3)]
    public void CouplingThatExplainsTheMuon(double mass, double expected) =>
        // Quoted to three digits.
        Relative.Close(expected, AnomalousMoment.Coupling(Mediator.Vector, 251e-11, mass, Constants.MuonMass), 3.5e-3, $"g at {mass} GeV");

    /// <summary>Lines of the (g-2) of the muon, coupling in 1e-4 to two digits (closed vector formula, independent).</summary>
    [Theory]
    [InlineData("2021", 1, 3.3, 4.5, 5.5)]
    [InlineData("2021", 30, 4.4, 6.1, 7.4)]
    [InlineData("2021", 1000, 39.0, 54.0, 66.0)]
    [InlineData("2023", 10, 3.9, 5.0, 5.9)]
    [InlineData("2023", 50, 5.5, 7.0, 8.3)]
    [InlineData("2023", 300, 15.0, 19.0, 22.0)]
    [InlineData("wp2025", 1, null, null, 3.7)]
    [InlineData("wp2025", 100, null, null, 7.6)]
    [InlineData("wp2025", 1000, null, null, 44.0)]
    public void BandsAgreeWithTheComparisonLines(string reference, double massMeV, double? low, double? centre, double high)
    {
        CouplingBand band = MomentReference.Get(reference).Couplings(Mediator.Vector, massMeV / 1000);
        Assert.Equal(low is not null, band.IsBand);
        TwoDigits(high, band.Highest);
        if (low is not null)
        {
            TwoDigits(low.Value, band.Lowest);
            TwoDigits(centre!.Value, band.Centre);
        }

        static void TwoDigits(double expected, double? actual)
        {
            double unit = expected < 10 ? 0.1 : 1;
            Assert.InRange(actual!.Value * 1e4, expected - (0.501 * unit), expected + (0.501 * unit));
        }
    }

    [Fact]
    public void AMediatorThatPullsTheOtherWayGetsABoundOrNothing()
    {
        // The muon's positive difference leaves a pseudoscalar no coupling at 2 standard errors in 2021 ...
        CouplingBand old = MomentReference.Get("2021").Couplings(Mediator.Pseudoscalar, 0.01);
        Assert.Equal(new CouplingBand(null, null, null), old);
        // ... and a bound in 2025.
        CouplingBand now = MomentReference.Get("wp2025").Couplings(Mediator.Pseudoscalar, 0.01);
        Assert.Null(now.Centre);
        Assert.False(now.IsBand);
        Relative.Close(-((2 * 63e-11) - 38e-11), AnomalousMoment.Of(new(Pseudoscalar: now.Highest!.Value), 0.01, Constants.MuonMass), 1e-12, "bound");
        // The electron with caesium's alpha prefers it, at 3.9 standard errors.
        CouplingBand electron = MomentReference.Get("cs2018").Couplings(Mediator.Pseudoscalar, 0.01, 3);
        Assert.True(electron.IsBand);
        Relative.Close(-1.02e-12, AnomalousMoment.Of(new(Pseudoscalar: electron.Centre!.Value), 0.01, Constants.ElectronMass), 1e-12, "centre");
    }

    [Fact]
    public void ReferencesKeepTheirSourceAndStatus()
    {
        Assert.Equal(["mu", "e"], MomentReference.All.Select(r => r.Lepton).Distinct());
        Assert.All(MomentReference.All, r => Assert.True(r.Sigma > 0 && r.Source.Length > 20 && r.Status is "printed" or "LIT", r.Name));
        Assert.Equal("LIT", MomentReference.Get("rb2020").Status);
        Assert.Equal(0.34e-12, MomentReference.Get("rb2020").Value);
        InputException e = Assert.Throws<InputException>(() => MomentReference.Get("2O21"));
        Assert.Contains("2021", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArgumentsOutsideTheRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalousMoment.AtUnitCoupling(Mediator.Axial, 0, Constants.MuonMass));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalousMoment.AtUnitCoupling(Mediator.Vector, -1, Constants.MuonMass));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalousMoment.AtUnitCoupling(Mediator.Vector, 2e6 * Constants.MuonMass, Constants.MuonMass));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalousMoment.AtUnitCoupling(Mediator.Vector, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalousMoment.Coupling(Mediator.Axial, 251e-11, 1, Constants.MuonMass));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalousMoment.AtUnitCoupling((Mediator)7, 1, Constants.MuonMass));
    }
}
