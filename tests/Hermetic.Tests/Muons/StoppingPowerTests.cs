using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Muons;

/// <summary>Mean losses of muons against published tables and Geant4's models.</summary>
public sealed class StoppingPowerTests(ITestOutputHelper output)
{
    /// <summary>Factor from GeV/mm to MeV cm2/g.</summary>
    private static double PerMass(Material material) => 1e4 / material.Density;

    [Theory]
    [InlineData("lead", 10, 1.614, 3.359E-02, 3.857E-02, 2.923E-03)]
    [InlineData("lead", 20, 1.699, 7.944E-02, 1.030E-01, 6.268E-03)]
    [InlineData("lead", 50, 1.796, 2.392E-01, 3.403E-01, 1.559E-02)]
    [InlineData("lead", 100, 1.860, 5.366E-01, 7.905E-01, 3.053E-02)]
    [InlineData("lead", 200, 1.919, 1.180, 1.762, 6.024E-02)]
    [InlineData("iron", 10, 1.942, 1.401E-02, 1.490E-02, 3.109E-03)]
    [InlineData("iron", 20, 2.032, 3.296E-02, 4.016E-02, 6.763E-03)]
    [InlineData("iron", 50, 2.136, 9.887E-02, 1.344E-01, 1.710E-02)]
    [InlineData("iron", 100, 2.207, 2.218E-01, 3.158E-01, 3.384E-02)]
    [InlineData("iron", 200, 2.273, 4.885E-01, 7.114E-01, 6.734E-02)]
    public void MeanLossAgreesWithPublishedTables(string name, double t, double ionisation, double bremsstrahlung, double pairs, double nuclear)
    {
        Material material = MaterialCatalogue.Get(name);
        HeavyLoss loss = HeavyLoss.Below(material, HeavyParticle.Muon, t, HeavyCuts.None);
        double f = PerMass(material);
        output.WriteLine($"{name} {t}: ion {f * loss.Ionisation / ionisation - 1:P2} brems {f * loss.Bremsstrahlung / bremsstrahlung - 1:P2} pair {f * loss.PairProduction / pairs - 1:P2} nucl {f * loss.Photonuclear / nuclear - 1:P2} total {f * loss.Total / (ionisation + bremsstrahlung + pairs + nuclear) - 1:P2}  nucl/total {loss.Photonuclear / loss.Total:P2}");
        Assert.Equal(ionisation + bremsstrahlung + pairs + nuclear, f * loss.Total, 0.01 * f * loss.Total);
    }
}
