using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Transport;

/// <summary>Materials and interactions against published numbers, closed forms and each other.</summary>
public sealed class MatterTests
{
    /// <summary>Radiation lengths in mm of the Particle Data Group, "Atomic and nuclear properties of materials".</summary>
    [Theory]
    [InlineData("lead", 5.612)]
    [InlineData("tungsten", 3.504)]
    [InlineData("copper", 14.36)]
    [InlineData("iron", 17.57)]
    [InlineData("aluminium", 88.97)]
    [InlineData("polystyrene-scintillator", 413.1)]
    [InlineData("vinyltoluene-scintillator", 425.4)]
    public void RadiationLengthsAreThoseOfThePdg(string name, double expected) =>
        Assert.Equal(expected, MaterialCatalogue.Get(name).RadiationLength, 0.003 * expected);

    /// <summary>Plasma energies in eV of the Particle Data Group.</summary>
    [Theory]
    [InlineData("lead", 61.07)]
    [InlineData("iron", 55.17)]
    [InlineData("polystyrene-scintillator", 21.75)]
    public void PlasmaEnergiesAreThoseOfThePdg(string name, double expected) =>
        Assert.Equal(expected, MaterialCatalogue.Get(name).PlasmaEnergy * 1e9, 0.003 * expected);

    /// <summary>The spectrum without suppression integrates to E/X0 at high energy: Seltzer and Berger's table and Tsai's radiation length are independent.</summary>
    [Theory]
    [InlineData("lead")]
    [InlineData("vinyltoluene-scintillator")]
    public void RadiativeLossAtTenGeVIsOneOverTheRadiationLength(string name)
    {
        Material material = MaterialCatalogue.Get(name);
        double loss = Quadrature.GaussLegendre(64).Integrate(r => Bremsstrahlung.Spectrum(material, 10, 10 * r * r) * 2 * r * 10, 0, 1);
        Assert.Equal(1, loss / 10 * material.RadiationLength, 0.015);
    }

    /// <summary>Pair production at high energy is 7/9 per radiation length within the 3 % that screening and the electron field leave.</summary>
    [Theory]
    [InlineData("lead")]
    [InlineData("polystyrene-scintillator")]
    public void PairProductionIsSevenNinthsPerRadiationLength(string name)
    {
        Material material = MaterialCatalogue.Get(name);
        Assert.Equal(7.0 / 9, Photons.PairProduction(material, 50) * material.RadiationLength, 0.03);
    }

    /// <summary>Klein-Nishina total at low energy is Thomson's cross section; at 1 MeV it is 0.2112 b per electron (closed form evaluated by hand).</summary>
    [Fact]
    public void ComptonHasItsLimits()
    {
        Material lead = MaterialCatalogue.Get("lead");
        double barn = 1e-22 * lead.ElectronsPerVolume;
        Assert.Equal(0.66525, Photons.Compton(lead, 1e-9) / barn, 1e-4);
        Assert.Equal(0.21120, Photons.Compton(lead, 1e-3) / barn, 2e-4);
    }

    /// <summary>Moller and Bhabha cross sections above a cut and the restricted loss below it are one theory: raising the cut moves loss from one to the other.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RestrictedLossAndDiscreteEventsTogetherDoNotDependOnTheCut(bool positron)
    {
        Material lead = MaterialCatalogue.Get("lead");
        const double T = 0.1;
        double CrossSection(double cut) => positron ? Ionisation.Bhabha(T, cut) : Ionisation.Moller(T, cut);
        const double Low = 1e-3, High = 2e-2;
        // Energy lost in events between the cuts: integral of w dsigma/dw = -w sigma(w) + integral of sigma(w).
        double between = Quadrature.GaussLegendre(64).Integrate(l => CrossSection(Math.Exp(l)) * Math.Exp(l), Math.Log(Low), Math.Log(High))
            + (Low * CrossSection(Low)) - (High * CrossSection(High));
        double difference = Ionisation.RestrictedLoss(lead, T, High, positron) - Ionisation.RestrictedLoss(lead, T, Low, positron);
        Assert.Equal(1, difference / (between * lead.ElectronsPerVolume), 1e-6);
    }

    /// <summary>Transport coefficients of the screened Rutherford cross section in closed form where the nucleus is a point, and reduced by its size at high energy.</summary>
    [Fact]
    public void ElasticScatteringHasItsClosedFormAndItsNucleus()
    {
        Material lead = MaterialCatalogue.Get("lead");
        double Ratio(double t)
        {
            double m = Constants.ElectronMass;
            double p2 = t * (t + (2 * m)), beta2 = p2 / ((t + m) * (t + m));
            double az = Constants.Alpha * 82;
            double a = 0.25 * Math.Pow(Math.Cbrt(82) * Constants.Alpha * m / 0.885, 2) / p2 * (1.13 + (3.76 * az * az / beta2));
            double point = 2 * lead.AtomsPerVolume[0] * Math.PI * Math.Pow(Constants.ClassicalElectronRadius, 2) * 82 * 83 * m * m / (p2 * beta2) * (Math.Log((1 + a) / a) - (1 / (1 + a)));
            // The Mott ratio set to 1, and collisions with electrons not cut off.
            return ElasticScattering.InverseTransportPath(ElasticScattering.Law(lead, positron: true, t, t), [1, 0, 0, 0, 0]) / point;
        }

        Assert.Equal(1, Ratio(1e-3), 0.002);
        Assert.InRange(Ratio(0.1), 0.75, 0.95);
        // At 10 GeV the logarithm runs from the screening angle to the nucleus: of about 25 only some 12 are left.
        Assert.InRange(Ratio(10), 0.45, 0.65);
    }

    /// <summary>
    /// Bremsstrahlung and pair production are one process crossed: at complete screening both evaluations stand in the same ratio to Tsai's formulas (Rev. Mod. Phys. 46 (1974) 815). Without the radiative
    /// correction of bremsstrahlung they would differ by 0.7 to 0.9 %.
    /// </summary>
    [Theory]
    [InlineData("graphite")]
    [InlineData("aluminium")]
    [InlineData("iron")]
    [InlineData("lead")]
    public void RadiationAndPairsShareTheirLimitOfCompleteScreening(string name)
    {
        Material material = MaterialCatalogue.Get(name);
        int z = material.Components[0].Z;
        double re = Constants.ClassicalElectronRadius;
        double unit = 4 * Constants.Alpha * re * re * material.AtomsPerVolume[0] * ((z * z) + z);
        const double T = 10, Y = 0.3;
        double radiation = Bremsstrahlung.Spectrum(material, T, Y * T) / ((((4.0 / 3) - (4.0 / 3 * Y) + (Y * Y)) / material.RadiationLength) + ((1 - Y) * unit / 9));
        double pairs = Photons.PairProduction(material, 100) / ((7.0 / 9 / material.RadiationLength) - (unit / 54));
        Assert.Equal(1, radiation / pairs, 0.004);
    }

    /// <summary>Sampled mean energies equal the integrals over the differential cross sections.</summary>
    [Fact]
    public void SamplersHaveTheMeansOfTheirCrossSections()
    {
        RandomStream random = new(3, 0, StreamNumber.Shower);
        const double T = 0.05, Cut = 1e-3;
        const int N = 100_000;
        double moller = 0, bhabha = 0, compton = 0;
        for (int i = 0; i < N; i++)
        {
            moller += Ionisation.SampleMoller(T, Cut, ref random);
            bhabha += Ionisation.SampleBhabha(T, Cut, ref random);
            compton += Photons.SampleCompton(T, ref random).Energy;
        }

        double Mean(Func<double, double> above, double end) => Cut
            + (Quadrature.GaussLegendre(64).Integrate(l => above(Math.Exp(l)) * Math.Exp(l), Math.Log(Cut), Math.Log(end)) / above(Cut));
        Assert.Equal(1, moller / N / Mean(w => Ionisation.Moller(T, w), T / 2), 0.02);
        Assert.Equal(1, bhabha / N / Mean(w => Ionisation.Bhabha(T, w), T), 0.02);

        // Klein-Nishina mean scattered fraction, by quadrature of the differential form over e = k'/k.
        double x = T / Constants.ElectronMass;
        double least = 1 / (1 + (2 * x));
        double Shape(double e) => (1 / e) + e - (1 - Math.Pow(1 - ((1 - e) / (x * e)), 2));
        Quadrature q = Quadrature.GaussLegendre(128);
        double mean = q.Integrate(l => Shape(Math.Exp(l)) * Math.Exp(2 * l), Math.Log(least), 0) / q.Integrate(l => Shape(Math.Exp(l)) * Math.Exp(l), Math.Log(least), 0);
        Assert.Equal(1, compton / N / T / mean, 0.01);
    }

    /// <summary>The tables reproduce the functions from which they were made.</summary>
    [Theory]
    [InlineData(0.0123)]
    [InlineData(7.7)]
    [InlineData(91.0)]
    public void TablesReproduceTheirFunctions(double energy)
    {
        Material lead = MaterialCatalogue.Get("lead");
        TransportTables tables = new(lead, new TransportCuts(1e-3, 1e-3, 1e-3, 1e-3));
        EventRates rates = tables.Events(positron: false, energy);
        Assert.Equal(1, rates.Knock / (lead.ElectronsPerVolume * Ionisation.Moller(energy, 1e-3)), 0.001);
        Assert.Equal(1, tables.Charged(positron: false, energy).Strength / ElasticScattering.Law(lead, positron: false, energy, 1e-3).Strength, 0.001);
        Assert.Equal(1, tables.Photons!.Rates(energy).Pair / Photons.PairProduction(lead, energy), 0.005);
        double hard = Quadrature.GaussLegendre(256).Integrate(l => Bremsstrahlung.Spectrum(lead, energy, Math.Exp(l)), Math.Log(1e-3), Math.Log(energy));
        Assert.Equal(1, rates.Bremsstrahlung / hard, 0.005);

        RandomStream random = new(5, 1, StreamNumber.Shower);
        const int N = 100_000;
        double sum = 0;
        for (int i = 0; i < N; i++)
        {
            double k = tables.SampleBremsstrahlung(energy, ref random);
            Assert.InRange(k, 1e-3, energy * (1 + 1e-12));
            sum += k;
        }

        double mean = Quadrature.GaussLegendre(256).Integrate(l => Bremsstrahlung.Spectrum(lead, energy, Math.Exp(l)) * Math.Exp(l), Math.Log(1e-3), Math.Log(energy)) / hard;
        Assert.Equal(1, sum / N / mean, 0.015);
    }

    [Fact]
    public void AnUnknownMaterialIsRefusedWithTheNearestName()
    {
        InputException e = Assert.Throws<InputException>(() => MaterialCatalogue.Get("leed"));
        Assert.Contains("did you mean 'lead'", e.Message, StringComparison.Ordinal);
    }
}
