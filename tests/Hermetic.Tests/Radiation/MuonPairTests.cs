using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Radiation;

/// <summary>Conversion of photons to muon pairs: three forms of its cross section against each other and against closed forms, and its final state.</summary>
public sealed class MuonPairTests
{
    private const double M = Constants.MuonMass;

    /// <summary>The exact Born result for a point nucleus is Bethe and Heitler's total in the series of L. C. Maximon, J. Res. NBS 72B (1968) 79.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void BornOfAPointNucleusIsBetheHeitler(double k)
    {
        double kappa = k / M;
        double ln = Math.Log(2 * kappa);
        const double Zeta3 = 1.2020569031595942;
        double series = (28.0 / 9 * ln) - (218.0 / 27)
            + (Math.Pow(2 / kappa, 2) * ((6 * ln) - 3.5 + (2.0 / 3 * ln * ln * ln) - (ln * ln) - (Math.PI * Math.PI / 3 * ln) + (2 * Zeta3) + (Math.PI * Math.PI / 6)))
            - (Math.Pow(2 / kappa, 4) * ((3.0 / 16 * ln) + 0.125));
        double radius = Constants.ClassicalElectronRadius * Constants.ElectronMass / M;
        Assert.Equal(1, MuonPairs.BornCrossSection(1, 0, k) / (Constants.Alpha * radius * radius * series), 2e-5);
    }

    /// <summary>The three forms agree at high energy, where none of their approximations matters.</summary>
    [Theory]
    [InlineData(82, 207.2, 100, 0.02)]
    [InlineData(26, 55.845, 70, 0.015)]
    [InlineData(6, 12.011, 50, 0.015)]
    [InlineData(1, 1.008, 100, 0.015)]
    public void TheFormsAgreeAtHighEnergy(int z, double a, double k, double tolerance)
    {
        double used = MuonPairs.CrossSection(z, a, k);
        Assert.Equal(1, MuonPairs.HighEnergyCrossSection(z, a, k) / used, tolerance);
        Assert.Equal(1, MuonPairs.BornCrossSection(z, a, k) / used, tolerance);
    }

    /// <summary>The cross section begins at the threshold, rises, and is continuous where its low-energy form ends.</summary>
    [Fact]
    public void CrossSectionRisesFromItsThreshold()
    {
        Assert.Equal(0, MuonPairs.CrossSection(82, 207.2, 2 * M));
        double previous = 0;
        for (double k = 0.215; k < 300; k *= 1.02)
        {
            double sigma = MuonPairs.CrossSection(82, 207.2, k);
            Assert.InRange(sigma, previous * (1 + 1e-9), double.MaxValue);
            previous = sigma;
        }

        Assert.Equal(1, MuonPairs.CrossSection(82, 207.2, 5 * M * (1 - 1e-9)) / MuonPairs.CrossSection(82, 207.2, 5 * M * (1 + 1e-9)), 1e-6);
    }

    /// <summary>Energies sum to the photon's exactly, no muon is below its mass, directions are unit vectors, and the momentum that the nucleus takes is small and across the beam at high energy.</summary>
    [Theory]
    [InlineData("lead", 0.2114)]
    [InlineData("lead", 0.3)]
    [InlineData("polystyrene-scintillator", 0.6)]
    [InlineData("lead", 5)]
    [InlineData("polystyrene-scintillator", 100)]
    public void FinalStatesConserveEnergyAndNearlyMomentum(string name, double k)
    {
        Material material = MaterialCatalogue.Get(name);
        RandomStream random = new(5, 1, StreamNumber.Shower);
        const int Count = 4000;
        double transfer = 0;
        for (int i = 0; i < Count; i++)
        {
            MuonPair pair = MuonPairs.Sample(material, k, ref random);
            Assert.Equal(k, pair.PlusEnergy + pair.MinusEnergy, 1e-15 * k);
            Assert.InRange(pair.PlusEnergy, M, k - M);
            (double plusX, double plusY, double plusZ) = Momentum(pair.PlusEnergy, pair.PlusDirection);
            (double minusX, double minusY, double minusZ) = Momentum(pair.MinusEnergy, pair.MinusDirection);
            double across = Math.Sqrt(Math.Pow(plusX + minusX, 2) + Math.Pow(plusY + minusY, 2));
            double along = k - plusZ - minusZ;
            Assert.InRange(along, 0, k);
            transfer += across;
        }

        // Form factors keep the transfer at a tenth of a GeV even where kinematics allows more.
        Assert.InRange(transfer / Count, 1e-5, 0.15);
    }

    /// <summary>Shares of the mu+ follow the note's spectrum: chi-squared over 20 bins, 60 000 pairs.</summary>
    [Fact]
    public void SharesFollowTheSpectrum()
    {
        const double K = 30;
        const int Bins = 20, Count = 60_000;
        RandomStream random = new(6, 1, StreamNumber.Shower);
        int[] counts = new int[Bins];
        for (int i = 0; i < Count; i++)
        {
            counts[(int)(MuonPairs.Sample(82, 207.2, K, ref random).PlusEnergy / K * Bins)]++;
        }

        double total = MuonPairs.HighEnergyCrossSection(82, 207.2, K);
        double chi2 = 0;
        for (int i = 0; i < Bins; i++)
        {
            double expected = Count / total * Core.Numerics.Quadrature.GaussLegendre(200).Integrate(x => MuonPairs.Spectrum(82, 207.2, K, x), (double)i / Bins, (i + 1.0) / Bins);
            chi2 += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        // 19 degrees of freedom: 45 is exceeded with probability 7e-4.
        Assert.InRange(chi2, 3, 45);
    }

    /// <summary>Angles are of the size 1/gamma at any energy.</summary>
    [Fact]
    public void OpeningAnglesScaleWithOneOverGamma()
    {
        RandomStream random = new(7, 1, StreamNumber.Shower);
        double[] mean = new double[2];
        double[] energies = [50, 200];
        for (int e = 0; e < 2; e++)
        {
            for (int i = 0; i < 20_000; i++)
            {
                MuonPair pair = MuonPairs.Sample(6, 12.011, energies[e], ref random);
                double gammaTheta = pair.PlusEnergy / M * Math.Acos(pair.PlusDirection.CosTheta);
                mean[e] += 1 / (1 + (gammaTheta * gammaTheta)) / 20_000;
            }
        }

        // The matrix element is symmetric in t about 1/2; the logarithm of the least momentum transfer favours large t (by 0.06 here), the less the higher the energy.
        Assert.InRange(mean[0], 0.52, 0.60);
        Assert.InRange(mean[1], 0.51, mean[0]);
    }

    private static (double X, double Y, double Z) Momentum(double energy, (double CosTheta, double CosPhi, double SinPhi) direction)
    {
        Assert.Equal(1, (direction.CosPhi * direction.CosPhi) + (direction.SinPhi * direction.SinPhi), 1e-9);
        Assert.InRange(direction.CosTheta, 0, 1);
        double p = Math.Sqrt((energy * energy) - (M * M));
        double across = p * Math.Sqrt(1 - (direction.CosTheta * direction.CosTheta));
        return (across * direction.CosPhi, across * direction.SinPhi, p * direction.CosTheta);
    }
}
