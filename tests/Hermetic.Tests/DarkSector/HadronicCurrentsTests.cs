using FsCheck;
using FsCheck.Fluent;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;

namespace Hermetic.Tests.DarkSector;

public class HadronicCurrentsTests
{
    private static readonly FermionCharges Baryon = Quarks(1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3);

    [Fact]
    public void ElectricChargesGiveTheMeasuredRatio() => Prop.ForAll(
        Gen.Choose(1, 10_000).Select(n => Math.Exp(Math.Log(0.14) + (Math.Log(50 / 0.14) * n / 10_000))).ToArbitrary(),
        energy => Math.Abs(HadronicCurrents.Ratio(FermionCharges.Electric, energy * energy) - HadronicRatio.Of(energy * energy)) <= 1e-15 * HadronicRatio.Of(energy * energy)).QuickCheckThrowOnFailure();

    /// <summary>Charges a hair away from the electric ones take the way through currents and quarks, and must come out the same.</summary>
    [Fact]
    public void CurrentsAndQuarksAddUpToTheMeasuredRatio() => Prop.ForAll(
        Gen.Choose(1, 10_000).Select(n => Math.Exp(Math.Log(0.14) + (Math.Log(50 / 0.14) * n / 10_000))).ToArbitrary(),
        energy => Math.Abs((HadronicCurrents.Ratio(FermionCharges.Electric with { Top = 0, Bottom = (-1.0 / 3) - 1e-12 }, energy * energy) / HadronicRatio.Of(energy * energy)) - 1) < 2e-5)
        .QuickCheckThrowOnFailure();

    /// <summary>Baryon number: the omega counts 4 times what it does in electromagnetism, the phi once, the rho not at all.</summary>
    [Theory]
    [InlineData(0.6, 0, 0.01)]
    [InlineData(0.78266, 2.51, 0.05)] // 4 x (share 0.63 of the omega)
    [InlineData(1.0195, 0.985, 0.02)] // the phi, 0.98 of R; the interference turns its sign
    [InlineData(3, 0.5, 0.0001)] // 3 (1/9) 3 over 2
    [InlineData(4.2, 0.4, 0.05)] // with charm: 4/9 over 10/9
    [InlineData(20, 0.4545, 0.002)] // all five: 5/9 over 11/9
    public void BaryonNumberSeesOmegaAndPhi(double energy, double expected, double tolerance) =>
        Assert.Equal(expected, HadronicCurrents.Ratio(Baryon, energy * energy) / HadronicRatio.Of(energy * energy), tolerance);

    [Theory]
    [InlineData(1, -1, 0, 0.78266, 1.48)] // isospin 1 alone: the rho, 0.37 of R, times 4
    [InlineData(0, 0, 1, 1.0195, 8.84)] // strangeness alone: 9 times the phi, 0.98 of R
    [InlineData(0, 0, 1, 0.6, 0)]
    public void OneCurrentAtATime(double up, double down, double strange, double energy, double expected) =>
        Assert.Equal(expected, HadronicCurrents.Ratio(Quarks(up, down, strange, 0, 0), energy * energy) / HadronicRatio.Of(energy * energy), 0.03);

    [Fact]
    public void TheRatioIsNeverNegativeAndScalesWithTheSquareOfTheCharges() => Prop.ForAll(
        Gen.Choose(-10, 10).Four().ToArbitrary(),
        charges =>
        {
            FermionCharges c = Quarks(charges.Item1, charges.Item2, charges.Item3, charges.Item4, 1), twice = Quarks(2 * charges.Item1, 2 * charges.Item2, 2 * charges.Item3, 2 * charges.Item4, 2);
            return new[] { 0.2, 0.5, 0.7, 0.78, 0.9, 1.0, 1.01, 1.02, 1.03, 1.3, 1.7, 2.5, 3.8, 4.1, 6, 10.6, 15 }.All(
                e => HadronicCurrents.Ratio(c, e * e) is >= 0 and double ratio && Math.Abs(HadronicCurrents.Ratio(twice, e * e) - (4 * ratio)) <= 1e-12 * ratio);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WithoutQuarksOrBelowTheThresholdThereIsNothing()
    {
        Assert.Equal(0, HadronicCurrents.Ratio(new FermionCharges { Electron = 1 }, 1));
        Assert.Equal(0, HadronicCurrents.Ratio(Baryon, 0.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => HadronicCurrents.Ratio(Baryon, 2501));
    }

    private static FermionCharges Quarks(double up, double down, double strange, double charm, double bottom) =>
        new() { Up = up, Down = down, Strange = strange, Charm = charm, Bottom = bottom };
}
