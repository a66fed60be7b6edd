using FsCheck;
using FsCheck.Fluent;
using Hermetic.Physics.Matter;
using MathNet.Numerics;

namespace Hermetic.Tests.Matter;

public sealed class ThinPassageTests
{
    /// <summary>The Review of Particle Physics' formula, worked out by hand: 0.01 X0, 1 GeV muon: 13.6 MeV/(0.99447 GeV) 0.1 (1 + 0.038 ln 0.01) = 1.128 mrad.</summary>
    [Fact]
    public void ScatteringIsHighlands()
    {
        Material silicon = MaterialCatalogue.Get("silicon");
        ThinPassage layer = new(silicon, 0.01 * silicon.RadiationLength, HeavyParticle.Muon);
        double beta = 1 / Math.Sqrt(1 + (0.1056583755 * 0.1056583755));
        Assert.Equal(13.6e-3 / beta * 0.1 * (1 + (0.038 * Math.Log(0.01))), Math.Sqrt(layer.AngleVariance(1)), 1e-9);
        Assert.Equal(layer.AngleVariance(0.01), layer.AngleVariance(-0.01));
        Assert.Equal(0, new ThinPassage(MaterialCatalogue.Get("vacuum"), 100, HeavyParticle.Muon).AngleVariance(1));
    }

    /// <summary>Without the rare transfers the loss lies between the most probable one and the mean of all collisions.</summary>
    [Theory]
    [InlineData("silicon", 0.3)]
    [InlineData("argon", 5)]
    [InlineData("copper", 1)]
    public void TheLossIsBelowThatOfAllCollisions(string name, double thickness)
    {
        Material material = MaterialCatalogue.Get(name);
        foreach (double p in new[] { 1.0, 20, 160 })
        {
            double energy = Math.Sqrt((p * p) + (HeavyParticle.Muon.Mass * HeavyParticle.Muon.Mass)), t = energy - HeavyParticle.Muon.Mass;
            double all = thickness * HeavyIonisation.RestrictedLoss(material, HeavyParticle.Muon, t, double.PositiveInfinity);
            double xi = thickness * HeavyIonisation.Strength(material, p * p / (energy * energy));
            double mean = new ThinPassage(material, thickness, HeavyParticle.Muon).MeanLoss(p, out double variance);
            Assert.InRange(mean, 0.4 * all, all);
            // The next decade of transfers would add xi ln 10.
            Assert.True(all - mean < xi * Math.Log(HeavyIonisation.MaximumTransfer(HeavyParticle.Muon, t) / (variance / xi)) * 1.2);
        }
    }

    [Fact]
    public void TheDerivativeOfALossIsThatOfDifferences() => Prop.ForAll(Gen.Choose(1, 200).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (p, radiates) =>
    {
        ThinPassage layer = new(MaterialCatalogue.Get("copper"), 0.7, radiates ? null : HeavyParticle.Pion);
        double kappa = -1.0 / p, h = 1e-4 * kappa;
        double after = layer.Lose(kappa, 1, radiates, out double derivative, out double variance);
        double difference = (layer.Lose(kappa + h, 1, radiates, out _, out _) - layer.Lose(kappa - h, 1, radiates, out _, out _)) / (2 * h);
        // The change of the loss itself with momentum is left out: below 1e-3.
        return Math.Abs(after) > Math.Abs(kappa) && Math.Abs(derivative - difference) < 1e-3 && variance > 0;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1e-4)]
    [InlineData(0.003)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void TheMixtureHasTheMomentsOfBetheAndHeitler(double t)
    {
        EnergyShare[] parts = new EnergyShare[BetheHeitlerMixture.Parts];
        BetheHeitlerMixture.Of(t, parts);
        double c = t / Math.Log(2), mean = parts.Sum(p => p.Weight * p.Mean);
        Assert.Equal(1, parts.Sum(p => p.Weight), 1e-12);
        Assert.Equal(Math.Exp(-t), mean, 1e-12);
        Assert.Equal(Math.Pow(3, -c), parts.Sum(p => p.Weight * ((p.Mean * p.Mean) + p.Variance)), 1e-11);
        // What loses less than a thousandth.
        Assert.Equal(SpecialFunctions.GammaLowerRegularized(c, -Math.Log(0.999)), parts[0].Weight, 1e-12);
        Assert.All(parts, p => Assert.InRange(p.Mean, 0, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    [InlineData(double.NaN)]
    public void AThicknessOutsideTheRangeIsRefused(double t) => Assert.Throws<ArgumentOutOfRangeException>(() => BetheHeitlerMixture.Of(t, new EnergyShare[BetheHeitlerMixture.Parts]));
}
