using Hermetic.Core;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Matter;

/// <summary>Materials against the Particle Data Group, "Atomic and nuclear properties of materials" (Review of Particle Physics 2024), where not said otherwise.</summary>
public sealed class MaterialTests
{
    /// <summary>Radiation length in g/cm2; 0.3 % covers the PDG's rounding and its older molar masses.</summary>
    [Theory]
    [InlineData("helium", 94.32)]
    [InlineData("beryllium", 65.19)]
    [InlineData("carbon", 42.70)]
    [InlineData("graphite", 42.70)]
    [InlineData("aluminium", 24.01)]
    [InlineData("silicon", 21.82)]
    [InlineData("argon", 19.55)]
    [InlineData("liquid-argon", 19.55)]
    [InlineData("titanium", 16.16)]
    [InlineData("iron", 13.84)]
    [InlineData("copper", 12.86)]
    [InlineData("tungsten", 6.76)]
    [InlineData("gold", 6.46)]
    [InlineData("lead", 6.37)]
    [InlineData("uranium", 6.00)]
    [InlineData("polystyrene-scintillator", 43.79)]
    [InlineData("vinyltoluene-scintillator", 43.90)]
    [InlineData("polyethylene", 44.77)]
    [InlineData("acrylic", 40.55)]
    [InlineData("mylar", 39.95)]
    [InlineData("kapton", 40.58)]
    [InlineData("quartz", 27.05)]
    [InlineData("lead-glass", 7.87)]
    [InlineData("lead-tungstate", 7.39)]
    [InlineData("bgo", 7.97)]
    [InlineData("caesium-iodide", 8.39)]
    [InlineData("sodium-iodide", 9.49)]
    [InlineData("water", 36.08)]
    [InlineData("air", 36.62)]
    [InlineData("carbon-dioxide", 36.20)]
    public void RadiationLength(string name, double expected)
    {
        Material material = MaterialCatalogue.Get(name);
        Assert.Equal(1, material.RadiationLength * material.Density / 10 / expected, 0.003);
    }

    /// <summary>Lutetium orthosilicate, which the PDG lists with X0 = 1.14 cm and a Moliere radius of 2.07 cm; the catalogue's LYSO has a tenth of the lutetium replaced by the lighter yttrium.</summary>
    [Fact]
    public void LutetiumOrthosilicate()
    {
        const double Mass = (2 * 174.97) + 28.085 + (5 * 15.999);
        Material lso = new("lso", 7.40, 452.6e-9, [new(71, 174.97, 2 * 174.97 / Mass), new(14, 28.085, 28.085 / Mass), new(8, 15.999, 5 * 15.999 / Mass)], null, "test");
        Assert.Equal(1, lso.RadiationLength / 11.4, 0.01);
        Assert.Equal(1, lso.MoliereRadius / 20.7, 0.01);
        Material lyso = MaterialCatalogue.Get("lyso");
        Assert.InRange(lyso.RadiationLength * lyso.Density / (lso.RadiationLength * lso.Density), 1.02, 1.04);
    }

    /// <summary>Critical energy of electrons in MeV by Rossi's definition.</summary>
    [Theory]
    [InlineData("beryllium", 113.70)]
    [InlineData("aluminium", 42.70)]
    [InlineData("silicon", 40.19)]
    [InlineData("liquid-argon", 32.84)]
    [InlineData("iron", 21.68)]
    [InlineData("copper", 19.42)]
    [InlineData("tungsten", 7.97)]
    [InlineData("lead", 7.43)]
    [InlineData("polystyrene-scintillator", 93.11)]
    [InlineData("lead-tungstate", 9.64)]
    [InlineData("bgo", 10.50)]
    [InlineData("caesium-iodide", 11.17)]
    [InlineData("sodium-iodide", 13.37)]
    [InlineData("water", 78.33)]
    [InlineData("air", 87.92)]
    public void CriticalEnergy(string name, double expected) =>
        Assert.Equal(1, MaterialCatalogue.Get(name).CriticalEnergy * 1e3 / expected, 0.01);

    /// <summary>Moliere radius in mm.</summary>
    [Theory]
    [InlineData("aluminium", 44.19)]
    [InlineData("silicon", 49.44)]
    [InlineData("iron", 17.19)]
    [InlineData("copper", 15.68)]
    [InlineData("tungsten", 9.327)]
    [InlineData("lead", 16.02)]
    [InlineData("lead-tungstate", 19.59)]
    [InlineData("bgo", 22.59)]
    [InlineData("caesium-iodide", 35.31)]
    [InlineData("sodium-iodide", 41.05)]
    public void MoliereRadius(string name, double expected) =>
        Assert.Equal(1, MaterialCatalogue.Get(name).MoliereRadius / expected, 0.01);

    /// <summary>Nuclear collision and interaction length in g/cm2.</summary>
    [Theory]
    [InlineData("polystyrene-scintillator", 57.5, 81.7)]
    [InlineData("vinyltoluene-scintillator", 57.3, 81.3)]
    [InlineData("mylar", 58.9, 84.9)]
    [InlineData("kapton", 59.2, 85.5)]
    [InlineData("acrylic", 58.1, 82.8)]
    [InlineData("quartz", 65.2, 97.8)]
    [InlineData("lead-glass", 95.9, 158.0)]
    [InlineData("lead-tungstate", 100.6, 168.3)]
    [InlineData("bgo", 96.2, 159.1)]
    [InlineData("caesium-iodide", 100.6, 171.5)]
    [InlineData("sodium-iodide", 93.1, 154.6)]
    [InlineData("water", 58.5, 83.3)]
    [InlineData("air", 61.3, 90.1)]
    [InlineData("carbon-dioxide", 60.7, 88.9)]
    public void NuclearLengthsOfCompounds(string name, double collision, double interaction)
    {
        Material material = MaterialCatalogue.Get(name);
        Assert.Equal(1, material.NuclearCollisionLength * material.Density / 10 / collision, 0.004);
        Assert.Equal(1, material.NuclearInteractionLength * material.Density / 10 / interaction, 0.004);
    }

    /// <summary>
    /// Least mass stopping power in MeV cm2/g of heavy particles by Bethe's formula (PDG, "Passage of particles through matter"), from the material's mean
    /// excitation energy and density effect: the formula without Tmax/M terms, as at the minimum of a muon.
    /// </summary>
    [Theory]
    [InlineData("beryllium", 1.595)]
    [InlineData("graphite", 1.742)]
    [InlineData("aluminium", 1.615)]
    [InlineData("silicon", 1.664)]
    [InlineData("liquid-argon", 1.508)]
    [InlineData("argon", 1.519)]
    [InlineData("titanium", 1.477)]
    [InlineData("iron", 1.451)]
    [InlineData("copper", 1.403)]
    [InlineData("tungsten", 1.145)]
    [InlineData("gold", 1.134)]
    [InlineData("lead", 1.122)]
    [InlineData("uranium", 1.081)]
    [InlineData("polystyrene-scintillator", 1.936)]
    [InlineData("vinyltoluene-scintillator", 1.956)]
    [InlineData("mylar", 1.848)]
    [InlineData("quartz", 1.699)]
    [InlineData("lead-glass", 1.255)]
    [InlineData("lead-tungstate", 1.229)]
    [InlineData("bgo", 1.251)]
    [InlineData("caesium-iodide", 1.243)]
    [InlineData("sodium-iodide", 1.305)]
    [InlineData("water", 1.992)]
    [InlineData("air", 1.815)]
    [InlineData("carbon-dioxide", 1.819)]
    public void LeastIonisation(string name, double expected)
    {
        Material material = MaterialCatalogue.Get(name);
        double zOverA = material.Components.Sum(c => c.MassFraction * c.Z / c.A);
        double Loss(double betaGamma)
        {
            double gamma2 = 1 + (betaGamma * betaGamma);
            double beta2 = betaGamma * betaGamma / gamma2;
            const double M = Constants.ElectronMass;
            double ratio = M / Constants.MuonMass;
            double largest = 2 * M * betaGamma * betaGamma / (1 + (2 * Math.Sqrt(gamma2) * ratio) + (ratio * ratio));
            return 0.307075 * zOverA / beta2 * ((0.5 * Math.Log(2 * M * betaGamma * betaGamma * largest / Math.Pow(material.MeanExcitation, 2)))
                - beta2 - (material.DensityEffect.At(betaGamma) / 2));
        }

        double least = Enumerable.Range(0, 400).Min(i => Loss(1.5 + (0.01 * i)));
        Assert.Equal(1, least / expected, 0.008);
    }

    [Fact]
    public void ShortNamesStandForTheirMaterials()
    {
        Assert.Same(MaterialCatalogue.Get("lead"), MaterialCatalogue.Get("Pb"));
        Assert.Same(MaterialCatalogue.Get("lead-tungstate"), MaterialCatalogue.Get("PbWO4"));
        Assert.All(MaterialCatalogue.ShortNames, n => Assert.Contains(MaterialCatalogue.Get(n).Name, MaterialCatalogue.Names));
    }

    [Fact]
    public void CompositionsFollowFromFormulas()
    {
        // Mass fractions of PbWO4 (PDG): O 0.140637, W 0.404011, Pb 0.455347.
        IReadOnlyList<Component> parts = MaterialCatalogue.Get("lead-tungstate").Components;
        Assert.Equal([82, 74, 8], parts.Select(p => p.Z));
        Assert.Equal(0.455347, parts[0].MassFraction, 2e-4);
        Assert.Equal(0.404011, parts[1].MassFraction, 2e-4);
        Assert.All(MaterialCatalogue.Names, n => Assert.NotEmpty(MaterialCatalogue.Get(n).Source));
    }

    [Fact]
    public void VacuumIsEmpty()
    {
        Material vacuum = MaterialCatalogue.Get("vacuum");
        Assert.Equal(double.PositiveInfinity, vacuum.RadiationLength);
        Assert.Equal(double.PositiveInfinity, vacuum.CriticalEnergy);
        Assert.Equal(double.PositiveInfinity, vacuum.MoliereRadius);
        Assert.Equal(double.PositiveInfinity, vacuum.NuclearInteractionLength);
        Assert.Equal(double.PositiveInfinity, vacuum.NuclearCollisionLength);
    }

    /// <summary>The general parametrisation is continuous where its asymptotic form begins, and within 0.5 of the material's own parameters for air and lead.</summary>
    [Theory]
    [InlineData("air", true)]
    [InlineData("lead", false)]
    public void TheGeneralDensityEffectIsNearTheMaterialsOwn(string name, bool gas)
    {
        Material material = MaterialCatalogue.Get(name);
        DensityEffect general = DensityEffect.General(material.MeanExcitation, material.PlasmaEnergy, gas);
        double end = Math.Pow(10, general.X1);
        Assert.Equal(general.At(end * (1 - 1e-9)), general.At(end * (1 + 1e-9)), 1e-6);
        foreach (double betaGamma in new[] { 10.0, 100, 1000, 1e5 })
        {
            Assert.Equal(material.DensityEffect.At(betaGamma), general.At(betaGamma), 0.5);
        }
    }
}
