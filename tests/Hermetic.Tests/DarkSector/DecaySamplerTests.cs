using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;

namespace Hermetic.Tests.DarkSector;

public class DecaySamplerTests
{
    private const int Many = 400_000;

    [Fact]
    public void FourMomentaAreConserved() => Prop.ForAll(
        Gen.Choose(1, 1_000_000).ToArbitrary(),
        seed =>
        {
            RandomStream random = new((ulong)seed, 0, StreamNumber.Signal);
            double mass1 = random.NextUniform(), mass2 = random.NextUniform(), mass = (mass1 + mass2) * (1.01 + random.NextUniform());
            double momentum = 100 * Math.Pow(random.NextUniform(), 4);
            FourMomentum parent = new(Math.Sqrt((momentum * momentum) + (mass * mass)), 0.6 * momentum, 0, -0.8 * momentum);
            DecaySampler.TwoBody(parent, mass, mass1, mass2, ref random, out FourMomentum first, out FourMomentum second);
            return Same(parent, first + second, 1e-12) && Near(mass1, first, parent) && Near(mass2, second, parent);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(PartnerDecayTests.Points), MemberType = typeof(PartnerDecayTests))]
    public void ThreeBodiesAreConservedAndOnTheirShells(double light, double heavy, double mediator, double lepton)
    {
        PartnerDecaySampler sampler = new(new PartnerDecay(light, heavy, mediator, 1), lepton);
        RandomStream random = new(3, 4, StreamNumber.Signal);
        foreach (double momentum in new[] { 0, 0.1, 10, 100 })
        {
            FourMomentum parent = new(Math.Sqrt((momentum * momentum) + (heavy * heavy)), 0, momentum * 0.28, momentum * 0.96);
            for (int i = 0; i < 1000; i++)
            {
                sampler.Sample(parent, ref random, out FourMomentum chi, out FourMomentum k1, out FourMomentum k2);
                Assert.True(Same(parent, chi + k1 + k2, 1e-12), $"{parent} {chi + k1 + k2}");
                Assert.True(Near(light, chi, parent) && Near(lepton, k1, parent) && Near(lepton, k2, parent), $"{chi} {k1} {k2}");
            }
        }
    }

    [Fact]
    public void TwoBodiesAreIsotropicAtRestAndUniformInEnergyInFlight()
    {
        RandomStream random = new(5, 6, StreamNumber.Signal);
        FourMomentum parent = FourMomentum.AlongZ(1, 50);
        double momentum = Math.Sqrt((1 - (0.5 * 0.5)) * (1 - (0.1 * 0.1))) / 2, energy = (1 + (0.3 * 0.3) - (0.2 * 0.2)) / 2;
        double sum = 0, squares = 0;
        for (int i = 0; i < Many; i++)
        {
            DecaySampler.TwoBody(parent, 1, 0.3, 0.2, ref random, out FourMomentum first, out _);
            // E = gamma (E* + beta p* c).
            double cosine = ((first.Energy / 50) - energy) / (momentum * parent.Z / 50);
            Assert.InRange(cosine, -1 - 1e-9, 1 + 1e-9);
            sum += cosine;
            squares += cosine * cosine;
        }

        Assert.Equal(0, sum / Many, 4 / Math.Sqrt(3.0 * Many));
        Assert.Equal(1.0 / 3, squares / Many, 4 * Math.Sqrt(4.0 / 45 / Many));
    }

    [Theory]
    [MemberData(nameof(PartnerDecayTests.Points), MemberType = typeof(PartnerDecayTests))]
    public void SampledMomentsAreThoseOfTheDalitzPlot(double light, double heavy, double mediator, double lepton)
    {
        PartnerDecay decay = new(light, heavy, mediator, 1);
        PartnerDecaySampler sampler = new(decay, lepton);
        RandomStream random = new(7, 8, StreamNumber.Signal);
        FourMomentum parent = new(heavy, 0, 0, 0);
        double[] sums = new double[4], squares = new double[4];
        for (int i = 0; i < Many; i++)
        {
            sampler.Sample(parent, ref random, out FourMomentum chi, out FourMomentum k1, out FourMomentum k2);
            double q2 = (2 * lepton * lepton) + (2 * k1.Dot(k2));
            double[] values = [q2 / (decay.Splitting * decay.Splitting), k1.Energy / decay.Splitting, Math.Pow(k1.Energy / decay.Splitting, 2), Math.Pow((k1.Energy - k2.Energy) / decay.Splitting, 2)];
            for (int k = 0; k < 4; k++)
            {
                sums[k] += values[k];
                squares[k] += values[k] * values[k];
            }
        }

        double[] expected = Moments(decay, lepton);
        for (int k = 0; k < 4; k++)
        {
            double mean = sums[k] / Many, error = Math.Sqrt(((squares[k] / Many) - (mean * mean)) / Many);
            Assert.True(Math.Abs(mean - expected[k]) < 4 * error, $"moment {k}: sampled {mean} +- {error}, integrated {expected[k]}");
        }
    }

    [Fact]
    public void FlightsAreExponentialAndLengthenedByTheBoost()
    {
        RandomStream random = new(9, 10, StreamNumber.Signal);
        FourMomentum particle = FourMomentum.AlongZ(0.1, 10);
        double mean = 5 * particle.Momentum / 0.1, sum = 0;
        int inside = 0;
        for (int i = 0; i < Many; i++)
        {
            double length = DecaySampler.Length(5, particle, 0.1, ref random);
            sum += length;
            inside += length is > 100 and < 300 ? 1 : 0;
        }

        Assert.Equal(mean, sum / Many, 4 * mean / Math.Sqrt(Many));
        double probability = DecaySampler.Probability(5, particle, 0.1, 100, 300);
        Relative.Close(Math.Exp(-100 / mean) - Math.Exp(-300 / mean), probability, 1e-12, "probability");
        Assert.Equal(probability, (double)inside / Many, 4 * Math.Sqrt(probability / Many));
        Relative.Close(1e-12, DecaySampler.Probability(1e15, particle, 0.1, 0, 1e3 * particle.Momentum / 0.1), 1e-9, "a long life");
        Assert.Equal(0, DecaySampler.Probability(double.PositiveInfinity, particle, 0.1, 0, 1e6));
        Assert.Equal(double.PositiveInfinity, DecaySampler.Length(double.PositiveInfinity, particle, 0.1, ref random));
    }

    [Fact]
    public void SamplingAllocatesNothing()
    {
        PartnerDecaySampler sampler = new(new PartnerDecay(0.1, 0.14, 0.3, 1), Constants.ElectronMass);
        RandomStream random = new(11, 12, StreamNumber.Signal);
        FourMomentum parent = FourMomentum.AlongZ(0.14, 20);
        Sample(1000, ref random);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Sample(1000, ref random);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Sample(int count, ref RandomStream stream)
        {
            for (int i = 0; i < count; i++)
            {
                sampler.Sample(parent, ref stream, out FourMomentum chi, out _, out _);
                DecaySampler.TwoBody(parent, 0.14, 0.02, 0.03, ref stream, out _, out _);
                _ = DecaySampler.Length(5, chi, 0.1, ref stream);
            }
        }
    }

    [Fact]
    public void AClosedDecayIsRefused()
    {
        RandomStream random = new(1, 1, StreamNumber.Signal);
        FourMomentum parent = FourMomentum.AlongZ(1, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecaySampler.TwoBody(parent, 1, 0.5, 0.6, ref random, out _, out _));
    }

    /// <summary>Means of q^2/Delta^2, E/Delta, (E/Delta)^2, ((E1 - E2)/Delta)^2 by quadrature over the Dalitz plot at rest.</summary>
    private static double[] Moments(PartnerDecay decay, double lepton)
    {
        double[] sums = new double[5];
        double range = decay.Splitting - (2 * lepton), light2 = decay.LightMass * decay.LightMass, heavy2 = decay.HeavyMass * decay.HeavyMass;
        Quadrature outer = Quadrature.GaussLegendre(120), inner = Quadrature.GaussLegendre(8);
        for (int i = 0; i < outer.Nodes.Length; i++)
        {
            double x = outer.Nodes[i], q = (2 * lepton) + (range * x * x * (3 - (2 * x))), q2 = q * q;
            (double least, double greatest) = decay.DalitzLimits(q2, lepton);
            for (int k = 0; k < inner.Nodes.Length; k++)
            {
                double s = least + ((greatest - least) * inner.Nodes[k]);
                double weight = outer.Weights[i] * inner.Weights[k] * 2 * q * 6 * range * x * (1 - x) * (greatest - least) * decay.Dalitz(q2, s, lepton);
                // s = (p2 - k2)^2 gives the energy of k2; the pair's is that of q^2.
                double second = (heavy2 + (lepton * lepton) - s) / (2 * decay.HeavyMass), pair = (heavy2 + q2 - light2) / (2 * decay.HeavyMass), first = pair - second;
                double d = decay.Splitting;
                double[] values = [1, q2 / (d * d), first / d, first * first / (d * d), (first - second) * (first - second) / (d * d)];
                for (int v = 0; v < 5; v++)
                {
                    sums[v] += weight * values[v];
                }
            }
        }

        return [.. sums.Skip(1).Select(s => s / sums[0])];
    }

    private static bool Same(FourMomentum a, FourMomentum b, double tolerance)
    {
        FourMomentum d = a - b;
        return Math.Max(Math.Max(Math.Abs(d.Energy), Math.Abs(d.X)), Math.Max(Math.Abs(d.Y), Math.Abs(d.Z))) <= tolerance * a.Energy;
    }

    /// <summary>On its mass shell, to the rounding of a square of its energies.</summary>
    private static bool Near(double mass, FourMomentum p, FourMomentum parent) => Math.Abs(p.MassSquared - (mass * mass)) <= 1e-13 * parent.Energy * parent.Energy;
}
