using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector.Decays;

namespace Hermetic.Tests.DarkSector;

public class HadronicRatioTests
{
    private const double ZMass = 91.1876;

    /// <summary>J/psi, psi(2S), Upsilon(1S, 2S, 3S): mass and width to e+ e- in GeV (PDG 2022).</summary>
    private static readonly (double Mass, double Width)[] Narrow =
        [(3.0969, 5.53e-6), (3.6861, 2.33e-6), (9.4603, 1.340e-6), (10.0233, 0.612e-6), (10.3552, 0.443e-6)];

    /// <summary>Published widths contain the running of alpha, R does not: (alpha/alpha(M))^2.</summary>
    private const double Bare = 0.957;

    [Theory]
    [InlineData(3.0, 2.22, 0.02)] // BES 2009: R = 2.18 to 2.21 +- 3 %; perturbative QCD 2.18
    [InlineData(0.7755, 12.2, 0.03)] // rho and the flank of the omega
    [InlineData(5.5, 3.46, 0.03)] // four flavours
    [InlineData(20, 3.85, 0.005)] // five flavours
    public void KnownValuesComeOut(double energy, double expected, double tolerance) =>
        Relative.Close(expected, HadronicRatio.Of(energy * energy), tolerance, $"R at {energy} GeV");

    [Fact]
    public void TheAreaOfThePhiIsThatOfItsWidths()
    {
        // Under the phi lies the tail of the rho with 0.95 to 1.1 on either side. A Breit-Wigner of 4.25 MeV has 91 % of its area within 15 MeV of its mass.
        double area = Integral(1.0045, 1.0345, s => HadronicRatio.Of(s) - 1.0);
        double inside = 2 / Math.PI * Math.Atan(30 / 4.249);
        Relative.Close(inside * Bare * Area(1.019461, 1.265e-6), area, 0.05, "phi");
    }

    [Fact]
    public void TheMagneticMomentOfTheMuonComesOut()
    {
        double smooth = Integral(HadronicRatio.Threshold, 50, s => HadronicRatio.Of(s) * MomentKernel(s));
        double narrow = Narrow.Sum(n => Bare * Area(n.Mass, n.Width) * MomentKernel(n.Mass * n.Mass));
        // Davier, Hoecker, Malaescu, Zhang, arXiv:1908.00921: 694.0 +- 4.0; J/psi and psi(2S) 7.84 +- 0.19.
        Relative.Close(7.84e-10, narrow, 0.05, "narrow states");
        Relative.Close(694.0e-10, smooth + narrow, 0.01, "lowest-order hadronic vacuum polarisation");
    }

    [Fact]
    public void TheCouplingAtTheZComesOut()
    {
        double Kernel(double s) => Constants.Alpha / (3 * Math.PI) * ZMass * ZMass / (s * (ZMass * ZMass - s));
        double smooth = Integral(HadronicRatio.Threshold, 50, s => HadronicRatio.Of(s) * Kernel(s));
        double narrow = Narrow.Sum(n => Bare * Area(n.Mass, n.Width) * Kernel(n.Mass * n.Mass));
        // Above 50 GeV, principal value with constant R: (alpha/3 pi) R ln|1 - M^2/s0| with s0 = 2500.
        double tail = -Constants.Alpha / (3 * Math.PI) * 3.82 * -Math.Log((ZMass * ZMass / 2500) - 1);
        Relative.Close(276.0e-4, smooth + narrow + tail, 0.01, "five-flavour hadronic shift of alpha at the Z (arXiv:1908.00921)");
    }

    [Fact]
    public void ThereIsNothingBelowTheThresholdAndNoJumpThere()
    {
        double pion = HadronicRatio.Threshold;
        Assert.Equal(0, HadronicRatio.Of(0));
        Assert.Equal(0, HadronicRatio.Of(pion * pion));
        Assert.InRange(HadronicRatio.Of(1.001 * pion * pion), 0, 1e-6);
    }

    [Fact]
    public void ItIsPositiveAboveItsThresholdAndFinite() => Prop.ForAll(
        Gen.Choose(1, 1_000_000).Select(n => HadronicRatio.Threshold + ((50 - HadronicRatio.Threshold) * n / 1e6)).ToArbitrary(),
        energy => HadronicRatio.Of(energy * energy) is > 0 and < 60).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(2500.1)]
    [InlineData(double.NaN)]
    public void OutsideItsRangeItRefuses(double s) =>
        Assert.Contains("[0, 2500]", Assert.Throws<ArgumentOutOfRangeException>(() => HadronicRatio.Of(s)).Message, StringComparison.Ordinal);

    /// <summary>(alpha/3 pi)^2 K(s)/s in the common normalisation: (1/3)(alpha/pi)^2/s int dx x^2 (1-x)/(x^2 + (1-x) s/m^2).</summary>
    private static double MomentKernel(double s)
    {
        double r = s / (Constants.MuonMass * Constants.MuonMass);
        double k = Quadrature.GaussLegendre(40).Integrate(x => x * x * (1 - x) / ((x * x) + ((1 - x) * r)), 0, 1);
        return Constants.Alpha * Constants.Alpha / (3 * Math.PI * Math.PI * s) * k;
    }

    /// <summary>Integral of R over s across a narrow state.</summary>
    private static double Area(double mass, double width) => 9 * Math.PI * mass * width / (Constants.Alpha * Constants.Alpha);

    /// <summary>Integral over s, in steps of the table's fineness.</summary>
    private static double Integral(double from, double to, Func<double, double> function)
    {
        const int Steps = 20_000;
        double sum = 0, step = Math.Log(to / from) / Steps;
        for (int i = 0; i < Steps; i++)
        {
            double s = from * from * Math.Exp(2 * (i + 0.5) * step);
            sum += 2 * step * s * function(s);
        }

        return sum;
    }
}
