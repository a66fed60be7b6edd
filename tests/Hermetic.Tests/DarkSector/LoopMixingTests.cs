using System.Numerics;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class LoopMixingTests
{
    private static readonly double E = Math.Sqrt(4 * Math.PI * Constants.Alpha);

    [Fact]
    public void MixingAgreesWithTheReference()
    {
        ReferenceTable table = new("lmutau_loop_mixing.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double q = 1e-3 * table.Number(i, "sqrt_q2_MeV");
            Complex epsilon = LoopMixing.EpsilonPerCoupling(q * q);
            Relative.Close(table.Number(i, "Re_eps_over_gprime"), epsilon.Real, 1e-5, $"real part, row {i}");
            Assert.Equal(table.Number(i, "abs_Im_eps_over_gprime"), Math.Abs(epsilon.Imaginary), 1e-8);
        }
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-1)]
    [InlineData(-1e-3)]
    [InlineData(-1e-5)]
    [InlineData(1e-6)]
    [InlineData(3e-4)]
    [InlineData(4e-4)]
    [InlineData(0.02)]
    [InlineData(0.044)]
    public void ClosedFormIsTheIntegralBelowTheThreshold(double q2)
    {
        double tau = Constants.TauMass * Constants.TauMass, muon = Constants.MuonMass * Constants.MuonMass;
        double integral = 0;
        // Halves of z in squares of the distance from the ends, where the logarithm of a large space-like q^2 turns.
        integral += 2 * Quadrature.GaussLegendre(60).Integrate(
            u => 6 * Math.Pow(u, 5) * (1 - (u * u * u)) * Math.Log((tau - (u * u * u * (1 - (u * u * u)) * q2)) / (muon - (u * u * u * (1 - (u * u * u)) * q2))),
            0,
            Math.Cbrt(0.5));
        Complex epsilon = LoopMixing.EpsilonPerCoupling(q2);
        Relative.Close(E / (4 * Math.PI * Math.PI) * integral, epsilon.Real, 1e-11, $"q^2 = {q2}");
        Assert.Equal(0, epsilon.Imaginary);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.4)]
    [InlineData(2)]
    [InlineData(20)]
    public void ClosedFormIsTheIntegralAboveTheThreshold(double q2)
    {
        // The logarithm of |m^2 - z(1-z) q^2| and minus i pi where it is negative; panels end at its zeros.
        Complex expected = E / (4 * Math.PI * Math.PI) * (Loop(Constants.TauMass, q2) - Loop(Constants.MuonMass, q2));
        Complex epsilon = LoopMixing.EpsilonPerCoupling(q2);
        Assert.True(Complex.Abs(expected - epsilon) < 1e-9, $"q^2 = {q2}: {epsilon} against {expected}");
        Assert.True(epsilon.Imaginary > 0);

        static Complex Loop(double mass, double q2)
        {
            double x = 4 * mass * mass / q2, root = x < 1 ? 0.5 * (1 - Math.Sqrt(1 - x)) : 0.5;
            double Part(double a, double b) => Quadrature.GaussLegendre(80).Integrate(
                v =>
                {
                    // Both ends are approached as a fifth power: the logarithm is singular at one of them.
                    double w = v * v * v * (10 - (15 * v) + (6 * v * v)), slope = 30 * v * v * (1 - v) * (1 - v);
                    double z = a + ((b - a) * w);
                    return (b - a) * slope * 2 * z * (1 - z) * Math.Log(Math.Abs((mass * mass) - (z * (1 - z) * q2)));
                },
                0,
                1);
            double real = root < 0.5 ? 2 * (Part(0, root) + Part(root, 0.5)) : 2 * Part(0, 0.5);
            double inside = 1 - (2 * root), share = root < 0.5 ? inside * (1 - (inside * inside / 3)) / 2 : 0;
            return new Complex(real, -Math.PI * share);
        }
    }

    [Fact]
    public void ZeroMomentumIsTheLogarithmAndTheFunctionIsContinuous()
    {
        Relative.Close(E / (6 * Math.PI * Math.PI) * Math.Log(Constants.TauMass / Constants.MuonMass), LoopMixing.EpsilonPerCoupling(0).Real, 1e-14, "q^2 = 0");
        // The change from series to closed form, and the threshold of muon pairs.
        foreach (double q2 in new[] { 0.03 * Constants.MuonMass * Constants.MuonMass, 0.03 * Constants.TauMass * Constants.TauMass, -0.03 * Constants.MuonMass * Constants.MuonMass })
        {
            Relative.Close(LoopMixing.EpsilonPerCoupling(q2 * (1 - 1e-12)).Real, LoopMixing.EpsilonPerCoupling(q2 * (1 + 1e-12)).Real, 1e-11, $"{q2}");
        }

        double threshold = 4 * Constants.MuonMass * Constants.MuonMass;
        Assert.True(Complex.Abs(LoopMixing.EpsilonPerCoupling(threshold * (1 - 1e-9)) - LoopMixing.EpsilonPerCoupling(threshold * (1 + 1e-9))) < 1e-6);
        Relative.Close(4, LoopMixing.EpsilonSquared(0.5, 2e-3) / LoopMixing.EpsilonSquared(0.5, 1e-3), 1e-12, "coupling squared");
        Assert.Throws<ArgumentOutOfRangeException>(() => LoopMixing.EpsilonPerCoupling(1e5));
        Assert.Throws<ArgumentOutOfRangeException>(() => LoopMixing.EpsilonSquared(0.1, -1));
    }

    [Fact]
    public void AnnihilationThroughTheLoopIsTheFormulaOfTheLiterature()
    {
        // (4 pi alpha/3)(g'^2/4pi)|eps|^2 s/D for two flavours of neutrinos; (pi alpha/3) alphaD |eps|^2 s beta^3/D for complex scalars.
        const double G = 1e-3, Mass = 0.2, Energy = 38;
        double alpha = G * G / (4 * Math.PI), width = G * G * Mass / (12 * Math.PI), s = ResonantAnnihilation.S(Energy);
        double d = ((s - (Mass * Mass)) * (s - (Mass * Mass))) + (Mass * Mass * width * width);
        double common = Math.PI * Constants.Alpha / 3 * LoopMixing.EpsilonSquared(s, G) * s / d * Constants.PicobarnPerInverseGeV2;
        AnnihilationChannel neutrinos = AnnihilationChannel.Neutrinos(Mediator.Vector, 2, alpha);
        Relative.Close(width, neutrinos.Width(Mass), 1e-12, "g'^2 m/(12 pi)");
        Relative.Close(4 * alpha * common, LoopMixedAnnihilation.CrossSection(neutrinos, G, Mass, width, Energy), 1e-12, "neutrinos");
        double beta = Math.Sqrt(1 - (4 * 0.06 * 0.06 / s));
        Relative.Close(
            0.1 * beta * beta * beta * common,
            LoopMixedAnnihilation.CrossSection(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.ComplexScalar, 0.06, 0.1), G, Mass, width, Energy),
            1e-12,
            "scalars");
        Assert.Throws<ArgumentOutOfRangeException>(
            () => LoopMixedAnnihilation.CrossSection(AnnihilationChannel.DarkMatter(Mediator.Scalar, DarkMatter.Dirac, 0.06, 0.1), G, Mass, width, Energy));
    }
}
