using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public sealed class DarkBremsstrahlungSamplerTests
{
    private const int Bins = 20;

    public static TheoryData<Mediator, double, int, double, double, double> Cases => new()
    {
        // Spin, lepton mass, Z, mediator mass, smallest mediator energy, lepton energy.
        { Mediator.Vector, Constants.ElectronMass, 82, 0.001, 50, 100 },
        { Mediator.Scalar, Constants.ElectronMass, 82, 0.0167, 50, 60 },
        { Mediator.Axial, Constants.ElectronMass, 6, 1, 1, 20 },
        { Mediator.Vector, Constants.ElectronMass, 1, 1e-5, 1, 100 },
        { Mediator.Pseudoscalar, Constants.MuonMass, 82, 0.1, 80, 160 },
        { Mediator.Vector, Constants.MuonMass, 1, 1, 10, 160 },
    };

    /// <summary>The angle of the lepton depends on share, angle, momentum transfer and azimuth together, and its expectation is an independent integral.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void SampledDistributionsFollowTheIntegrals(Mediator mediator, double leptonMass, int z, double mass, double smallest, double energy)
    {
        const int Samples = 400_000;
        Nucleus nucleus = NucleusOf(z);
        DarkBremsstrahlung process = new(mediator, leptonMass, nucleus, mass);
        DarkBremsstrahlungSampler sampler = new(mediator, leptonMass, nucleus, mass, smallest, 0.98 * energy, 1.01 * energy);
        double xMin = smallest / energy, all = process.Total(energy, xMin).Sum;
        AngularDistribution theta = process.MediatorAngles(energy, xMin), psi = process.RecoilAngles(energy, xMin);
        double[] thetaEdges = Edges(theta.Quantile), psiEdges = Edges(psi.Quantile);
        double[] shareEdges = Edges(q => ShareQuantile(process, energy, xMin, all, q));
        int[] thetas = new int[Bins], psis = new int[Bins], shares = new int[Bins], azimuths = new int[Bins];
        int inelastic = 0;
        RandomStream random = new(3, (ulong)z, StreamNumber.Signal);
        for (int i = 0; i < Samples; i++)
        {
            sampler.Sample(energy, ref random, out DarkBremsstrahlungEvent e);
            thetas[BinOf(thetaEdges, e.Mediator.Angle)]++;
            psis[BinOf(psiEdges, e.Lepton.Angle)]++;
            shares[BinOf(shareEdges, 1 - e.OneMinusX)]++;
            azimuths[(int)((Math.Atan2(e.Mediator.Y, e.Mediator.X) + Math.PI) / (2 * Math.PI) * Bins * 0.9999999)]++;
            inelastic += e.Inelastic ? 1 : 0;
        }

        IsUniform(thetas, "angle of the mediator");
        IsUniform(psis, "angle of the lepton");
        IsUniform(shares, "share of the mediator");
        IsUniform(azimuths, "azimuth");
        double expected = process.Total(energy, xMin).Inelastic / all;
        double error = Math.Sqrt(expected * (1 - expected) / Samples);
        Assert.InRange((double)inelastic / Samples, expected - (4.5 * error) - (2e-3 * expected), expected + (4.5 * error) + (2e-3 * expected));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SampledMomentumTransfersFollowTheIntegrand(Mediator mediator, double leptonMass, int z, double mass, double smallest, double energy)
    {
        const int Samples = 200_000, Side = 80;
        Nucleus nucleus = NucleusOf(z);
        // The distribution of ln t by a sum over the cube, coarse in shares and angles and fine in t.
        EtlCube cube = new(mediator, leptonMass, nucleus, mass, EtlGrid.Standard);
        EtlCube.Range range = cube.RangeAt(energy, smallest);
        const double Low = -40, High = 8, Fine = 0.02;
        double[] density = new double[(int)((High - Low) / Fine)];
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                EtlCube.Point emitted = default;
                if (!cube.Emit(range, (i + 0.5) / Side, (j + 0.5) / Side, ref emitted))
                {
                    continue;
                }

                for (int k = 0; k < 2 * Side; k++)
                {
                    EtlCube.Point point = emitted;
                    if (cube.Transfer((k + 0.5) / (2 * Side), ref point))
                    {
                        density[(int)((Math.Log(point.T) - Low) / Fine)] += point.Weight * cube.Average(point);
                    }
                }
            }
        }

        double sum = density.Sum();
        DarkBremsstrahlungSampler sampler = new(mediator, leptonMass, nucleus, mass, smallest, energy, energy);
        double[] sampled = new double[density.Length];
        RandomStream random = new(4, (ulong)z, StreamNumber.Signal);
        for (int i = 0; i < Samples; i++)
        {
            sampler.Sample(energy, ref random, out DarkBremsstrahlungEvent e);
            sampled[(int)((Math.Log(e.MomentumTransfer) - Low) / Fine)]++;
        }

        // Kolmogorov's distance: 1.95/sqrt(N) is passed once in a thousand.
        double expected = 0, seen = 0, distance = 0;
        for (int i = 0; i < density.Length; i++)
        {
            expected += density[i] / sum;
            seen += sampled[i] / Samples;
            distance = Math.Max(distance, Math.Abs(seen - expected));
        }

        Assert.InRange(distance, 0, (1.95 / Math.Sqrt(Samples)) + 1e-3);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FourMomentumIsConservedOnTheMassShells(Mediator mediator, double leptonMass, int z, double mass, double smallest, double energy)
    {
        Nucleus nucleus = NucleusOf(z);
        DarkBremsstrahlungSampler sampler = new(mediator, leptonMass, nucleus, mass, smallest, 0.9 * energy, 1.1 * energy);
        RandomStream random = new(5, (ulong)z, StreamNumber.Signal);
        for (int i = 0; i < 20_000; i++)
        {
            double e0 = energy * (0.9 + (0.2 * random.NextUniform()));
            sampler.Sample(e0, ref random, out DarkBremsstrahlungEvent e);
            FourMomentum rest = e.Mediator + e.Lepton + e.Nucleus - new FourMomentum(e0 + nucleus.Mass, 0, 0, Math.Sqrt((e0 - leptonMass) * (e0 + leptonMass)));
            double worst = new[] { rest.Energy, rest.X, rest.Y, rest.Z }.Max(Math.Abs);
            Assert.InRange(worst / (e0 + nucleus.Mass), 0, 1e-14);
            OnShell(e.Mediator, mass);
            OnShell(e.Lepton, leptonMass);
            OnShell(e.Nucleus, nucleus.Mass);
            Assert.True(e.Mediator.Energy >= smallest * (1 - 1e-12) && e.Lepton.Energy >= leptonMass && e.MomentumTransfer > 0);
            Relative.Close(e.Mediator.Energy, (1 - e.OneMinusX) * e0, 1e-12, "share");
            double q2 = (e.Nucleus.X * e.Nucleus.X) + (e.Nucleus.Y * e.Nucleus.Y) + (e.Nucleus.Z * e.Nucleus.Z);
            Relative.Close(e.MomentumTransfer * (1 + (e.MomentumTransfer / (4 * nucleus.Mass * nucleus.Mass))), q2, 1e-6, "momentum transfer");
        }

        static void OnShell(FourMomentum p, double mass) => Assert.InRange(Math.Abs(p.Energy - Math.Sqrt((p.Momentum * p.Momentum) + (mass * mass))) / p.Energy, 0, 1e-12);
    }

    [Fact]
    public void TheBoundsHoldOverEnergiesAndMasses()
    {
        foreach (double mass in (double[])[1e-8, 1e-4, 0.02, 0.5, 3])
        {
            foreach (double leptonMass in (double[])[Constants.ElectronMass, Constants.MuonMass])
            {
                DarkBremsstrahlungSampler sampler = new(Mediator.Axial, leptonMass, new Nucleus(82, 207), mass, Math.Max(1, mass), 20, 160);
                Assert.InRange(sampler.Overshoot, 0, 1e-3);
                Assert.InRange(sampler.Efficiency, 0.4, 1);
            }
        }
    }

    [Fact]
    public void TheSameStreamGivesTheSameEvents()
    {
        DarkBremsstrahlungSampler a = Build(), b = Build();
        RandomStream first = new(9, 1, StreamNumber.Signal), second = first;
        for (int i = 0; i < 1000; i++)
        {
            a.Sample(60 + (i * 0.03), ref first, out DarkBremsstrahlungEvent left);
            b.Sample(60 + (i * 0.03), ref second, out DarkBremsstrahlungEvent right);
            Assert.Equal(left.Lepton, right.Lepton);
            Assert.Equal(left.Nucleus, right.Nucleus);
        }

        static DarkBremsstrahlungSampler Build() => new(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 0.01, 50, 51, 100);
    }

    [Fact]
    public void SamplingAllocatesNothing()
    {
        DarkBremsstrahlungSampler sampler = new(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 0.01, 50, 90, 100);
        RandomStream random = new(9, 1, StreamNumber.Signal);
        sampler.Sample(95, ref random, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            sampler.Sample(95, ref random, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ArgumentsOutsideTheRangeAreRefused()
    {
        DarkBremsstrahlungSampler sampler = new(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 0.01, 50, 90, 100);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(89.9));
        Assert.Contains("[90, 100]", Assert.Throws<ArgumentOutOfRangeException>(() => Sample(100.1)).Message);
        // The mediator's energy below its mass; a lepton at the threshold; no range of energies.
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlungSampler(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 0.01, 0.001, 90, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlungSampler(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 0.01, 90, 90, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlungSampler(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 0.01, 50, 90, 80));
        // So near to the threshold that the form factor ends production.
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkBremsstrahlungSampler(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), 3, 3, 3.1, 3.2));

        void Sample(double energy)
        {
            RandomStream random = new(1, 1, StreamNumber.Signal);
            sampler.Sample(energy, ref random, out _);
        }
    }

    private static Nucleus NucleusOf(int z) => z switch { 82 => new Nucleus(82, 207), 6 => new Nucleus(6, 12.011), _ => new Nucleus(1, 1.008) };

    private static double ShareQuantile(DarkBremsstrahlung process, double energy, double xMin, double all, double quantile)
    {
        // In the logarithm of the distance from the upper end, where electrons' spectra peak.
        double low = Math.Log(1e-9), high = Math.Log(1 - xMin);
        for (int i = 0; i < 40; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = process.Total(energy, 1 - Math.Exp(middle)).Sum > (1 - quantile) * all ? (low, middle) : (middle, high);
        }

        return 1 - Math.Exp(low);
    }

    private static double[] Edges(Func<double, double> quantile) => [.. Enumerable.Range(1, Bins - 1).Select(i => quantile((double)i / Bins))];

    private static int BinOf(double[] edges, double value)
    {
        int at = Array.BinarySearch(edges, value);
        return at < 0 ? ~at : at;
    }

    /// <summary>Chi-squared of equal expectations, with the error of the integrals' quantiles of 0.5 % in each bin.</summary>
    private static void IsUniform(int[] counts, string what)
    {
        double expected = (double)counts.Sum() / counts.Length;
        double variance = expected + (0.005 * expected * 0.005 * expected);
        double chi2 = counts.Sum(n => (n - expected) * (n - expected) / variance);
        // 19 degrees of freedom: 1e-5 above 56.
        Assert.True(chi2 < 56, $"{what}: chi2 = {chi2:F1} for {counts.Length - 1} degrees of freedom: {string.Join(' ', counts)}");
    }
}
