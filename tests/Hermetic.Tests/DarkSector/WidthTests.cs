using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class WidthTests
{
    private static readonly Mediator[] Mediators = [Mediator.Vector, Mediator.Axial, Mediator.Scalar, Mediator.Pseudoscalar];

    [Fact]
    public void PhotonWidthsAgreeWithTheReference()
    {
        ReferenceTable table = new("alp_width.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double width = Widths.ToPhotons(1e-3 * table.Number(i, "m_a_MeV"), table.Number(i, "g_agg_perGeV"));
            Relative.Close(table.Number(i, "Gamma_gg_GeV"), width, 1e-5, $"width, row {i}");
            Relative.Close(10 * table.Number(i, "ctau_cm_restframe"), Constants.HbarC / width, 1e-5, $"c tau, row {i}");
        }
    }

    /// <summary>sigma (s - M^2)^2 = (2J + 1) 4 pi Gamma_ee Gamma_f for massless electrons: the widths here and the cross sections there were written apart.</summary>
    [Fact]
    public void WidthsAreThoseOfAnnihilationByUnitarity()
    {
        foreach (Mediator mediator in Mediators)
        {
            foreach (double mass in new[] { 0.25, 1.0, 7.0 })
            {
                Relative.Close(
                    AnnihilationChannel.ChargedLeptons(mediator, Constants.MuonMass, 2).Width(mass),
                    Widths.ToFermions(mediator, mass, Constants.MuonMass, 4 * Constants.Alpha),
                    1e-12,
                    $"{mediator} to muons at {mass}");
                foreach (DarkMatter kind in new[] { DarkMatter.Dirac, DarkMatter.Majorana, DarkMatter.ComplexScalar })
                {
                    if (kind != DarkMatter.ComplexScalar || mediator is Mediator.Vector or Mediator.Axial)
                    {
                        Relative.Close(
                            AnnihilationChannel.DarkMatter(mediator, kind, mass / 3, 0.3).Width(mass),
                            Widths.ToDarkMatter(mediator, kind, mass, mass / 3, 0.3),
                            1e-12,
                            $"{mediator} to {kind}");
                    }
                }

                Relative.Close(
                    AnnihilationChannel.Inelastic(Mediator.Vector, 0.3 * mass, 0.45 * mass, 0.1).Width(mass), Widths.ToUnequalPair(mass, 0.3 * mass, 0.45 * mass, 0.1), 1e-12, "chi1 chi2");
            }
        }
    }

    [Fact]
    public void EqualMassesOfAPairAreADiracFermion() => Prop.ForAll(
        Gen.Choose(1, 499).ToArbitrary(),
        n => Math.Abs((Widths.ToUnequalPair(1, 1e-3 * n, 1e-3 * n, 0.5) / Widths.ToDarkMatter(DarkMatter.Dirac, 1, 1e-3 * n, 0.5)) - 1) < 1e-9).QuickCheckThrowOnFailure();

    [Fact]
    public void WidthsArePositiveAboveTheThresholdAndZeroBelow() => Prop.ForAll(
        Gen.Choose(1, 2000).ToArbitrary(),
        n =>
        {
            double fermion = 5e-4 * n;
            return Mediators.All(m => Widths.ToFermions(m, 1, fermion, 0.1) is var width && (fermion < 0.5 ? width > 0 && width <= 0.05 : width == 0))
                && Widths.ToUnequalPair(1, fermion, fermion / 2, 0.1) is var pair && (1.5 * fermion < 1 ? pair > 0 : pair == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LightFermionsGiveTheLimitsOfSpin()
    {
        Assert.All(Mediators, m => Relative.Close(m is Mediator.Vector or Mediator.Axial ? 1.0 / 3 : 0.5, Widths.ToFermions(m, 1, 0, 1), 1e-15, $"{m}"));
        Relative.Close(Widths.ToFermions(Mediator.Axial, 2, 0, 0.1) / 2, Widths.ToNeutrinos(2, 0.1, dirac: false), 1e-15, "one helicity");
    }

    /// <summary>Heavy lepton: low-energy theorem and anomaly; light lepton: the double logarithm; on both sides of the threshold and of the series the same.</summary>
    [Fact]
    public void PhotonLoopsHaveTheirLimits()
    {
        double m = Constants.MuonMass, unit = Constants.Alpha / (Math.PI * m);
        Relative.Close(2 * unit / 3, Widths.PhotonLoop(Mediator.Scalar, 1e-3 * m, m).Real, 1e-6, "scalar, heavy lepton");
        Relative.Close(unit, Widths.PhotonLoop(Mediator.Pseudoscalar, 1e-3 * m, m).Real, 1e-6, "pseudoscalar, heavy lepton");
        foreach (Mediator mediator in new[] { Mediator.Scalar, Mediator.Pseudoscalar })
        {
            foreach (double at in new[] { 0.04 * m, 2 * m })
            {
                Complex below = Widths.PhotonLoop(mediator, at * (1 - 1e-10), m), above = Widths.PhotonLoop(mediator, at * (1 + 1e-10), m);
                Assert.True((below - above).Magnitude < 1e-4 * below.Magnitude, $"{mediator} at {at}: {below}, {above}");
            }

            double large = 1000 * m, logarithm = 2 * Math.Log(1000);
            Complex f = -0.25 * new Complex(logarithm, -Math.PI) * new Complex(logarithm, -Math.PI);
            Complex expected = unit * 4e-6 * (mediator == Mediator.Scalar ? 1 + f : f);
            Assert.True((expected - Widths.PhotonLoop(mediator, large, m)).Magnitude < 1e-4 * expected.Magnitude, $"{mediator}, light lepton");
        }
    }

    [Fact]
    public void ImpossibleArgumentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToFermions(Mediator.Vector, 0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToFermions(Mediator.Vector, 1, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToFermions(Mediator.Vector, 1, 0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToFermions((Mediator)9, 1, 0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToDarkMatter(Mediator.Scalar, DarkMatter.ComplexScalar, 1, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.ToDarkMatter(DarkMatter.Dirac, 1, 0.1, 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => Widths.PhotonLoop(Mediator.Vector, 1, 0.1));
    }
}
