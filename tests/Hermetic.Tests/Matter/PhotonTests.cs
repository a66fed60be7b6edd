using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Matter;

/// <summary>Photon interactions against published tables, closed forms and their own integrals.</summary>
public sealed class PhotonTests
{
    private const double KeV = 1e-6;
    private const int N = 100_000;

    private static readonly PhotonTables Lead = new(MaterialCatalogue.Get("lead"));
    private static readonly PhotonTables Polystyrene = new(MaterialCatalogue.Get("polystyrene-scintillator"));

    /// <summary>Total mass attenuation coefficients in cm2/g (J. H. Hubbell, S. M. Seltzer, NISTIR 5632, physics.nist.gov/xaamdi, tables 3 and 4); 1 % covers the incoherent scattering function.</summary>
    [Theory]
    [InlineData("lead", 10, 130.6)]
    [InlineData("lead", 100, 5.549)]
    [InlineData("lead", 1000, 0.07102)]
    [InlineData("lead", 10000, 0.04972)]
    [InlineData("carbon", 10, 2.373)]
    [InlineData("carbon", 100, 0.1514)]
    [InlineData("carbon", 1000, 0.06361)]
    [InlineData("carbon", 10000, 0.01959)]
    [InlineData("aluminium", 10, 26.23)]
    [InlineData("aluminium", 100, 0.1704)]
    [InlineData("aluminium", 1000, 0.06146)]
    [InlineData("aluminium", 10000, 0.02318)]
    [InlineData("iron", 10, 170.6)]
    [InlineData("iron", 100, 0.3717)]
    [InlineData("iron", 1000, 0.05995)]
    [InlineData("iron", 10000, 0.02994)]
    [InlineData("water", 10, 5.329)]
    [InlineData("water", 100, 0.1707)]
    [InlineData("water", 1000, 0.07072)]
    [InlineData("water", 10000, 0.02219)]
    public void AttenuationIsThatOfNist(string name, double energyKeV, double expected)
    {
        Material material = MaterialCatalogue.Get(name);
        double k = energyKeV * KeV;
        double total = Photons.PairProduction(material, k) + Photons.BoundCompton(material, k) + Photons.Photoelectric(material, k) + Photons.Rayleigh(material, k);
        Assert.Equal(1, total * 10 / material.Density / expected, 0.01);
    }

    /// <summary>Incoherent cross section in barn per atom of NIST XCOM (doi:10.18434/T48G6X).</summary>
    [Theory]
    [InlineData("lead", 10, 15.61)]
    [InlineData("lead", 100, 33.96)]
    [InlineData("lead", 1000, 17.15)]
    [InlineData("iron", 10, 7.914)]
    [InlineData("iron", 100, 11.99)]
    [InlineData("iron", 1000, 5.474)]
    [InlineData("carbon", 10, 2.696)]
    [InlineData("carbon", 100, 2.918)]
    [InlineData("carbon", 1000, 1.266)]
    public void BoundComptonIsThatOfXcom(string name, double energyKeV, double expected)
    {
        Material material = MaterialCatalogue.Get(name);
        Assert.Equal(1, Photons.BoundCompton(material, energyKeV * KeV) / material.AtomsPerVolume[0] / 1e-22 / expected, 0.013);
    }

    [Fact]
    public void ScatteringFunctionsHaveTheirLimits()
    {
        foreach (string name in new[] { "lead", "water", "lead-tungstate" })
        {
            Material material = MaterialCatalogue.Get(name);
            Assert.Equal(1, Photons.IncoherentFunction(material, 80) / material.ElectronsPerVolume, 1e-3);
            Assert.InRange(Photons.IncoherentFunction(material, 0.01) / material.ElectronsPerVolume, 0, 0.01);
            double forward = material.Components.Select((c, i) => material.AtomsPerVolume[i] * c.Z * c.Z).Sum();
            Assert.Equal(1, Photons.FormFactorSquared(material, 0) / forward, 2e-3);
            Assert.InRange(Photons.FormFactorSquared(material, 80) / forward, 0, 1e-3);
        }
    }

    /// <summary>
    /// Pair production of XCOM (J. H. Hubbell, H. A. Gimm, I. Overbo, J. Phys. Chem. Ref. Data 9 (1980) 1023) against complete screening (Y. S. Tsai, Rev. Mod.
    /// Phys. 46 (1974) 815): independent form factors, and radiative corrections only in XCOM; they agree to 1.5 %.
    /// </summary>
    [Theory]
    [InlineData("lead")]
    [InlineData("iron")]
    [InlineData("carbon")]
    public void PairProductionAtHighEnergyIsTsaisOfCompleteScreening(string name)
    {
        Material material = MaterialCatalogue.Get(name);
        double re = Constants.ClassicalElectronRadius;
        double rest = material.Components.Select((c, i) => material.AtomsPerVolume[i] * c.Z * (c.Z + 1.0)).Sum() * 4 * Constants.Alpha * re * re / 54;
        Assert.Equal(1, Photons.PairProduction(material, 100) / ((7.0 / 9 / material.RadiationLength) - rest), 0.015);
    }

    /// <summary>The Landau-Pomeranchuk-Migdal effect is below 3e-4 at 200 GeV, and far above its energy the cross section falls with the inverse root of the photon energy.</summary>
    [Fact]
    public void LpmSuppressionOfPairsSetsInWhereItShould()
    {
        Material lead = MaterialCatalogue.Get("lead");
        Assert.InRange(1 - Photons.PairSuppression(lead, 200), 1e-5, 3e-4);
        Assert.Equal(1, Photons.PairSuppression(lead, 10));
        Assert.Equal(0.5, Photons.PairSuppression(lead, 4e12) / Photons.PairSuppression(lead, 1e12), 0.005);
    }

    [Fact]
    public void EveryMaterialHasItsPhotonData()
    {
        foreach (Material material in MaterialCatalogue.Names.Select(MaterialCatalogue.Get).Where(m => m.Components.Count > 0))
        {
            foreach (double k in new[] { 1.001e-6, 1e-4, 0.01, 200 })
            {
                Assert.True(Photons.Photoelectric(material, k) > 0, material.Name);
                Assert.True(Photons.BoundCompton(material, k) > 0, material.Name);
                Assert.True(Photons.Rayleigh(material, k) > 0, material.Name);
                Assert.Equal(k > 1e-3, Photons.PairProduction(material, k) > 0);
            }

            Assert.True(Bremsstrahlung.Spectrum(material, 1, 0.1) > 0, material.Name);
        }
    }

    /// <summary>Interpolation error of the tables over the whole range.</summary>
    [Fact]
    public void TablesReproduceTheirFunctions()
    {
        // Energies from above the M shells. The evaluated photoelectric tables have kinks, at which single cells are off.
        foreach (PhotonTables tables in new[] { Lead, Polystyrene })
        {
            Material material = tables.Material;
            double deviations = 0;
            int points = 0;
            for (double k = 3.9e-6; k < 250; k *= 1.0137)
            {
                PhotonAttenuation rates = tables.Rates(k);
                double pair = Photons.PairProduction(material, k), photoelectric = Photons.Photoelectric(material, k);
                // Binding is neglected where it takes less than 0.1 %.
                double compton = Photons.BoundCompton(material, k);
                Assert.Equal(1, rates.Compton / compton, 0.0012);
                Assert.Equal(1, rates.Photoelectric / photoelectric, 0.005);
                deviations += Math.Abs((rates.Photoelectric / photoelectric) - 1);
                points++;
                Assert.Equal(1, rates.Rayleigh / Photons.Rayleigh(material, k), 0.001);
                Assert.Equal(pair, rates.Pair, (0.001 * pair) + (1e-4 * compton));
                Assert.Equal(rates.Pair + rates.Compton + rates.Photoelectric + rates.Rayleigh, rates.Total, 1e-15 * rates.Total);
            }

            Assert.InRange(deviations / points, 0, 5e-4);
        }
    }

    /// <summary>Lead on both sides of its K edge at 88.004 keV: 1.910 and 7.683 cm2/g (NISTIR 5632), a part in 10^4 of the energy away.</summary>
    [Fact]
    public void AbsorptionEdgesAreSharp()
    {
        Assert.Equal(1, Lead.Rates(88.00 * KeV).Total * 10 / 11.35 / 1.910, 0.01);
        Assert.Equal(1, Lead.Rates(88.01 * KeV).Total * 10 / 11.35 / 7.683, 0.01);
    }

    [Theory]
    [InlineData("lead")]
    [InlineData("lead-tungstate")]
    [InlineData("sodium-iodide")]
    [InlineData("polystyrene-scintillator")]
    public void OutgoingEnergiesSumToThePhotonsExactly(string name)
    {
        PhotonTables tables = new(MaterialCatalogue.Get(name));
        RandomStream random = new(11, 0, StreamNumber.Shower);
        for (int i = 0; i < 50_000; i++)
        {
            double k = 1e-6 * Math.Exp(19 * random.NextUniform());
            (double energy, double cosTheta, double deposit) = tables.SampleCompton(k, ref random);
            double electron = k - energy - deposit;
            Assert.True(energy > 0 && electron >= 0 && deposit >= 0, $"Compton at {k}");
            Assert.InRange(cosTheta, -1, 1);
            Assert.Equal(k, energy + electron + deposit);

            tables.SamplePhotoelectric(k, 0, ref random, out double photoelectron, out double xray, out double local);
            Assert.True(photoelectron > 0 && xray >= 0 && local >= 0, $"photoelectric effect at {k}");
            Assert.Equal(k, photoelectron + xray + local);

            Assert.InRange(tables.SampleRayleigh(k, ref random), -1, 1);
            if (k > 2.001 * Constants.ElectronMass)
            {
                double least = Constants.ElectronMass / k;
                Assert.InRange(tables.SamplePairShare(k, ref random), least * (1 - 1e-12), (1 - least) * (1 + 1e-12));
            }
        }
    }

    /// <summary>Mean energy loss and mean angle of bound Compton scattering equal the integrals over Klein-Nishina times S.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(800)]
    public void ComptonHasTheMomentsOfItsCrossSection(double energyKeV)
    {
        double k = energyKeV * KeV;
        double x = k / Constants.ElectronMass;
        double Density(double t)
        {
            double e = 1 / (1 + (x * t));
            return e * e * (e + (1 / e) - (t * (2 - t))) * Photons.IncoherentFunction(Lead.Material, k / Photons.PlanckC * Math.Sqrt(t / 2));
        }

        Quadrature rule = Quadrature.GaussLegendre(256);
        double total = rule.Integrate(Density, 0, 2);
        double meanT = rule.Integrate(t => t * Density(t), 0, 2) / total;
        double meanE = rule.Integrate(t => Density(t) / (1 + (x * t)), 0, 2) / total;
        Assert.Equal(1, total * Math.PI * Math.Pow(Constants.ClassicalElectronRadius, 2) / Photons.BoundCompton(Lead.Material, k), 2e-3);

        RandomStream random = new(7, 0, StreamNumber.Shower);
        double t1 = 0, e1 = 0;
        for (int i = 0; i < N; i++)
        {
            (double energy, double cosTheta, _) = Lead.SampleCompton(k, ref random);
            t1 += 1 - cosTheta;
            e1 += energy / k;
        }

        Assert.Equal(1, t1 / N / meanT, 0.008);
        Assert.Equal(1, (1 - (e1 / N)) / (1 - meanE), 0.008);
    }

    /// <summary>Binding energies of Compton electrons: never more than the transfer; where all shells are open, the mean over the electrons of lead bound by 1 keV or more.</summary>
    [Fact]
    public void ComptonLeavesTheBindingEnergyOnTheSpot()
    {
        RandomStream random = new(8, 0, StreamNumber.Shower);
        const double K = 2e-3;
        double sum = 0;
        int open = 0;
        // X-ray data booklet (LBNL/PUB-490): K 88.005, L 15.861, 15.200, 13.035, M 3.851, 3.554, 3.066, 2.586, 2.484 keV with 2, 2, 2, 4, 2, 2, 4, 4, 6 electrons.
        (double Binding, int Electrons)[] shells = [(88.005, 2), (15.861, 2), (15.200, 2), (13.035, 4), (3.851, 2), (3.554, 2), (3.066, 4), (2.586, 4), (2.484, 6)];
        double expected = shells.Sum(s => s.Binding * s.Electrons) / 82 * KeV;
        for (int i = 0; i < N; i++)
        {
            (double energy, _, double deposit) = Lead.SampleCompton(K, ref random);
            Assert.True(deposit <= K - energy);
            if (K - energy > 0.1e-3)
            {
                open++;
                sum += deposit;
            }
        }

        Assert.Equal(1, sum / open / expected, 0.02);
    }

    /// <summary>The quantiles of Compton scattering on free electrons: mean and mean square of the energy after it, mean cosine, and the ends, against integrals over Klein and Nishina's formula.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(75)]
    [InlineData(300)]
    [InlineData(1100)]
    [InlineData(7000)]
    [InlineData(30000)]
    public void FreeComptonIsThatOfKleinAndNishina(double energyKeV)
    {
        double k = energyKeV * KeV, x = k / Constants.ElectronMass;
        // By t = 1 - cos theta, in its logarithm.
        double Density(double lnT)
        {
            double t = Math.Exp(lnT), e = 1 / (1 + (x * t));
            return t * e * e * (e + (1 / e) - (t * (2 - t)));
        }

        Quadrature rule = Quadrature.GaussLegendre(256);
        double from = Math.Log(1e-12), to = Math.Log(2);
        double total = rule.Integrate(Density, from, to);
        double Mean(Func<double, double> f) => rule.Integrate(v => f(Math.Exp(v)) * Density(v), from, to) / total;
        RandomStream random = new(11, 0, StreamNumber.Shower);
        const int Draws = 1_000_000;
        double e1 = 0, e2 = 0, cosine = 0, least = 1;
        for (int i = 0; i < Draws; i++)
        {
            (double energy, double cosTheta) = ComptonSpectrum.Sample(k, ref random);
            e1 += energy / k / Draws;
            e2 += energy * energy / (k * k) / Draws;
            cosine += cosTheta / Draws;
            least = Math.Min(least, energy / k);
            Assert.InRange(cosTheta, -1, 1);
            Assert.Equal(1, energy / k * (1 + (x * (1 - cosTheta))), 1e-12);
        }

        // Four standard errors of a variable between 0 and 1 (the cosine: between -1 and 1), whose deviation is at most a half.
        Assert.Equal(Mean(t => 1 / (1 + (x * t))), e1, (4 * 0.35 / Math.Sqrt(Draws)) + 1e-4);
        Assert.Equal(Mean(t => 1 / Math.Pow(1 + (x * t), 2)), e2, (4 * 0.35 / Math.Sqrt(Draws)) + 1e-4);
        Assert.Equal(Mean(t => 1 - t), cosine, (4 * 0.7 / Math.Sqrt(Draws)) + 1e-4);
        Assert.InRange(least * (1 + (2 * x)), 1 - 1e-6, 1.01);
    }

    /// <summary>X-rays below the cut stay on the spot, in the same events.</summary>
    [Fact]
    public void XRaysBelowTheCutStayOnTheSpot()
    {
        RandomStream random = new(12, 0, StreamNumber.Shower);
        int kept = 0;
        for (int i = 0; i < 20_000; i++)
        {
            const double K = 150 * KeV;
            Lead.SamplePhotoelectric(K, 80 * KeV, ref random, out double electron, out double xray, out double local);
            Assert.Equal(K, electron + xray + local);
            Assert.True(xray is 0 or >= 80 * KeV);
            kept += xray > 0 ? 1 : 0;
            Lead.SamplePhotoelectric(K, 93 * KeV, ref random, out electron, out xray, out local);
            Assert.Equal(0, xray);
            Assert.Equal(K, electron + local);
        }

        // The K beta lines, 0.22 of the K X-rays (X-ray data booklet: 84.45 to 87.36 keV, relative to alpha 1 and 2: 0.28), of four fifths of the events.
        Assert.InRange(kept / 20_000.0, 0.14, 0.20);
    }

    /// <summary>Far above the binding energies Compton scattering is Klein and Nishina's, draw by draw.</summary>
    [Fact]
    public void ComptonIsFreeAboveTheShells()
    {
        RandomStream bound = new(9, 0, StreamNumber.Shower), free = bound;
        for (int i = 0; i < 1000; i++)
        {
            (double energy, double cosTheta, double deposit) = Lead.SampleCompton(0.05, ref bound);
            (double freeEnergy, double freeCosTheta) = Photons.SampleCompton(0.05, ref free);
            Assert.Equal(freeEnergy, energy, 1e-16);
            Assert.Equal(freeCosTheta, cosTheta);
            Assert.Equal(0, deposit);
        }
    }

    /// <summary>
    /// Lead above its K edge: the K shell takes 1 - 1/4.7 of the events (jump ratio of NISTIR 5632: photoelectric 1.71 to 7.49 cm2/g is 0.77; of Kissel 0.79),
    /// X-rays follow with Krause's yield 0.963, the strongest at 74.97 and 72.80 keV (X-ray data booklet). Below the edge no K electron is set free.
    /// </summary>
    [Fact]
    public void PhotoelectricEffectIonisesTheKShell()
    {
        const double BindingK = 88.0045 * KeV;
        (int K, int Xrays, int Alpha1, int Alpha2) Count(double k)
        {
            RandomStream random = new(10, 0, StreamNumber.Shower);
            int fromK = 0, xrays = 0, alpha1 = 0, alpha2 = 0;
            for (int i = 0; i < N; i++)
            {
                Lead.SamplePhotoelectric(k, 0, ref random, out double electron, out double xray, out _);
                if (Math.Abs(k - electron - BindingK) < 1e-9)
                {
                    fromK++;
                    xrays += xray > 0 ? 1 : 0;
                    alpha1 += Math.Abs(xray - (74.97 * KeV)) < 0.01 * KeV ? 1 : 0;
                    alpha2 += Math.Abs(xray - (72.80 * KeV)) < 0.01 * KeV ? 1 : 0;
                }
            }

            return (fromK, xrays, alpha1, alpha2);
        }

        (int k, int xrays, int alpha1, int alpha2) = Count(88.3 * KeV);
        Assert.InRange(k / (double)N, 0.76, 0.80);
        Assert.Equal(0.963, xrays / (double)k, 0.01);
        Assert.Equal(0.60, alpha2 / (double)alpha1, 0.02);
        Assert.Equal(0, Count(87.9 * KeV).K);
        Assert.InRange(Count(1e-3).K / (double)N, 0.79, 0.83);
    }

    /// <summary>Between the L3 and the K edge the L shells lead; in polystyrene all electrons are as good as free.</summary>
    [Fact]
    public void PhotoelectricEffectIonisesTheLShells()
    {
        RandomStream random = new(12, 0, StreamNumber.Shower);
        int shellL = 0, xrays = 0;
        const double K = 20 * KeV;
        for (int i = 0; i < N; i++)
        {
            Lead.SamplePhotoelectric(K, 0, ref random, out double electron, out double xray, out _);
            shellL += K - electron > 13e-6 ? 1 : 0;
            xrays += xray > 0 ? 1 : 0;
            Polystyrene.SamplePhotoelectric(K, 0, ref random, out electron, out xray, out double local);
            Assert.Equal((K, 0.0, 0.0), (electron, xray, local));
        }

        // NISTIR 5632: the jumps 2.42, 1.38 and 1.15 at the three L edges multiply to 3.84, which is a share of 0.74.
        Assert.InRange(shellL / (double)N, 0.70, 0.78);
        Assert.InRange(xrays / (double)shellL, 0.3, 0.4);
    }

    /// <summary>Sauter's angular distribution: sampled mean cosine against its integral.</summary>
    [Theory]
    [InlineData(2e-6)]
    [InlineData(1e-4)]
    [InlineData(1e-3)]
    [InlineData(1e-2)]
    public void PhotoelectronsFollowSauter(double t)
    {
        double gamma = 1 + (t / Constants.ElectronMass);
        double beta = Math.Sqrt(1 - (1 / (gamma * gamma)));
        double Density(double c) => (1 - (c * c)) / Math.Pow(1 - (beta * c), 4) * (1 + (0.5 * gamma * (gamma - 1) * (gamma - 2) * (1 - (beta * c))));
        Quadrature rule = Quadrature.GaussLegendre(256);
        double mean = rule.Integrate(c => c * Density(c), -1, 1) / rule.Integrate(Density, -1, 1);
        RandomStream random = new(13, 0, StreamNumber.Shower);
        double sum = 0;
        for (int i = 0; i < N; i++)
        {
            sum += Photons.SamplePhotoelectronCosine(t, ref random);
        }

        Assert.Equal(mean, sum / N, 0.007);
    }

    /// <summary>Rayleigh scattering: sampled mean of 1 - cos against the integral over the form factor.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(300)]
    public void RayleighHasTheMomentOfItsFormFactor(double energyKeV)
    {
        double k = energyKeV * KeV;
        foreach (PhotonTables tables in new[] { Lead, Polystyrene })
        {
            double Density(double t) => (1 + ((1 - t) * (1 - t))) * Photons.FormFactorSquared(tables.Material, k / Photons.PlanckC * Math.Sqrt(t / 2));
            Quadrature rule = Quadrature.GaussLegendre(128);
            double Log(Func<double, double> f) => rule.Integrate(l => f(Math.Exp(l)) * Math.Exp(l), Math.Log(1e-9), Math.Log(2));
            double mean = Log(t => t * Density(t)) / Log(Density);
            RandomStream random = new(14, 0, StreamNumber.Shower);
            double sum = 0;
            for (int i = 0; i < N; i++)
            {
                sum += 1 - tables.SampleRayleigh(k, ref random);
            }

            Assert.Equal(1, sum / N / mean, 0.02);
        }
    }

    /// <summary>Pair production: the share is symmetric and has the variance of its spectrum.</summary>
    [Theory]
    [InlineData(0.003)]
    [InlineData(0.1)]
    [InlineData(100)]
    public void PairSharesHaveTheMomentsOfTheirSpectrum(double k)
    {
        double least = Constants.ElectronMass / k;
        Quadrature rule = Quadrature.GaussLegendre(256);
        double Density(double e) => Photons.PairSharing(Lead.Material, k, e);
        double variance = rule.Integrate(e => (e - 0.5) * (e - 0.5) * Density(e), least, 0.5) / rule.Integrate(Density, least, 0.5);
        RandomStream random = new(15, 0, StreamNumber.Shower);
        double first = 0, second = 0;
        for (int i = 0; i < N; i++)
        {
            double e = Lead.SamplePairShare(k, ref random) - 0.5;
            first += e;
            second += e * e;
        }

        Assert.Equal(0, first / N, 0.005);
        Assert.Equal(1, second / N / variance, 0.015);
    }

    [Fact]
    public void SamplingAllocatesNothing()
    {
        RandomStream random = new(16, 0, StreamNumber.Shower);
        double Sweep(ref RandomStream stream)
        {
            double sum = 0;
            for (double k = 1.5e-3; k > 1e-6; k *= 0.98)
            {
                sum += Lead.Rates(k).Total + Lead.SampleCompton(k, ref stream).Energy + Lead.SampleRayleigh(k, ref stream) + Photons.SamplePhotoelectronCosine(k, ref stream);
                Lead.SamplePhotoelectric(k, 0, ref stream, out double electron, out _, out _);
                sum += electron + Lead.SamplePairShare(k + 0.002, ref stream);
            }

            return sum;
        }

        Sweep(ref random);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Sweep(ref random);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
