using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector.Consequences;

namespace Hermetic.Tests.DarkSector;

public class DegreesOfFreedomTests
{
    /// <summary>Photons, electrons and decoupled neutrinos whose temperature falls with the entropy they left behind; no interactions, and no heating of the neutrinos (N_eff = 3 and not 3.044).</summary>
    [Theory]
    [InlineData(2e-5)]
    [InlineData(5e-5)]
    [InlineData(1e-4)]
    [InlineData(2e-4)]
    [InlineData(5e-4)]
    [InlineData(1e-3)]
    [InlineData(3e-3)]
    public void LightPlasmaIsAnIdealGas(double temperature)
    {
        (double energy, double entropy) = Electrons(0.51099895e-3 / temperature);
        double visible = 2 + entropy;
        // (T_nu/T)^3 = entropy of photons and electrons over the 11/2 they shared it with.
        double neutrinos = Math.Pow(visible / 5.5, 1.0 / 3);
        Relative.Close(visible + (5.25 * Math.Pow(neutrinos, 3)), DegreesOfFreedom.Entropy(temperature), 7e-3, $"g_s at {temperature} GeV");
        Relative.Close(2 + energy + (5.25 * Math.Pow(neutrinos, 4)), DegreesOfFreedom.Energy(temperature), 7e-3, $"g_rho at {temperature} GeV");
    }

    /// <summary>Points of the authors' own table (arXiv:1803.01038): T, g_s, g_rho. Their fits, which are tabulated here, depart from it above the QCD transition.</summary>
    [Theory]
    [InlineData(1e-5, 3.93094, 3.38308, 1e-3)]
    [InlineData(5.00319e-05, 3.95165, 3.40577, 1e-3)]
    [InlineData(1.04013e-4, 4.91475, 4.44365, 1e-3)]
    [InlineData(2.27047e-4, 8.05778, 7.86822, 1e-3)]
    [InlineData(1.03035e-3, 10.5582, 10.5561, 1e-3)]
    [InlineData(1.02066e-2, 10.7447, 10.7474, 1e-3)]
    [InlineData(4.63179e-2, 14.0153, 14.3178, 1e-3)]
    [InlineData(1.01106e-1, 17.4093, 17.8294, 1e-3)]
    [InlineData(1.49380e-1, 25.2769, 26.9704, 2e-2)]
    [InlineData(1.90651e-1, 36.3872, 39.3766, 4e-2)]
    [InlineData(4.81765e-1, 59.2606, 60.9564, 2e-2)]
    [InlineData(1.00155, 68.7548, 69.7781, 3e-3)]
    [InlineData(5.01097, 79.8868, 80.1642, 3e-3)]
    public void FitsFollowTheAuthorsTable(double temperature, double entropy, double energy, double tolerance)
    {
        Relative.Close(entropy, DegreesOfFreedom.Entropy(temperature), tolerance, $"g_s at {temperature} GeV");
        Relative.Close(energy, DegreesOfFreedom.Energy(temperature), tolerance, $"g_rho at {temperature} GeV");
    }

    [Fact]
    public void SlopeIsTheDerivativeAndTheEndsAreFlat()
    {
        for (double t = 1.3e-5; t < 9; t *= 1.37)
        {
            double difference = Math.Log(DegreesOfFreedom.Entropy(1.001 * t) / DegreesOfFreedom.Entropy(t / 1.001)) / (2 * Math.Log(1.001));
            Assert.Equal(difference, DegreesOfFreedom.EntropySlope(t), 3e-3);
            Assert.True(DegreesOfFreedom.EntropySlope(t) > -1e-6);
        }

        Assert.Equal(DegreesOfFreedom.Entropy(1e-5), DegreesOfFreedom.Entropy(1e-12));
        Assert.Equal(0, DegreesOfFreedom.EntropySlope(1e-12));
        Assert.Throws<ArgumentOutOfRangeException>(() => DegreesOfFreedom.Entropy(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DegreesOfFreedom.Energy(10.1));
    }

    /// <summary>Contributions of electrons and positrons to g_rho and g_s, against the mass over the temperature.</summary>
    private static (double Energy, double Entropy) Electrons(double mass)
    {
        Quadrature rule = Quadrature.GaussLegendre(200);
        double Moment(bool entropy) => rule.Integrate(
            p =>
            {
                double e = Math.Sqrt((p * p) + (mass * mass));
                return p * p / (Math.Exp(e) + 1) * (entropy ? 0.75 * (e + (p * p / (3 * e))) : e);
            },
            0,
            60);
        double unit = 15 / Math.Pow(Math.PI, 4);
        return (4 * unit * Moment(false), 4 * unit * Moment(true));
    }
}
