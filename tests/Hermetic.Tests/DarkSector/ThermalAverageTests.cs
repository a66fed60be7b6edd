using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;
using SpecialFunctions = MathNet.Numerics.SpecialFunctions;

namespace Hermetic.Tests.DarkSector;

public class ThermalAverageTests
{
    /// <summary>Massless final states only, so that closed forms hold.</summary>
    private static readonly VisibleCouplings Massless = new() { Neutrinos = 2 };

    private static readonly DarkMatter[] Kinds = [DarkMatter.Dirac, DarkMatter.ComplexScalar, DarkMatter.Majorana];

    [Fact]
    public void CrossSectionsObeyDetailedBalance()
    {
        // sigma(chi chi to f f) g_chi^2 p_chi^2 = sigma(f f to chi chi) g_f^2 p_f^2 per state, with the production cross section of the dump: an independent formula.
        foreach (DarkMatter kind in Kinds)
        {
            (double states, double identical) = kind switch { DarkMatter.Dirac => (4.0, 1.0), DarkMatter.Majorana => (4.0, 2.0), _ => (1.0, 1.0) };
            foreach (double energy in new[] { 0.21, 0.3, 0.5, 2 })
            {
                const double Mass = 0.1, Ratio = 3.3, AlphaD = 0.3, Epsilon = 1e-3;
                PairAnnihilation pair = new(kind, Mass, Ratio, AlphaD, Epsilon, Massless);
                double s = energy * energy, width = pair.Width(energy), distance = s - (Mass * Mass * Ratio * Ratio);
                double produced = Epsilon * Epsilon * AnnihilationChannel.DarkMatter(Mediator.Vector, kind, Mass, AlphaD).Numerator(s) / ((distance * distance) + (s * width * width));
                double p2 = (s / 4) - (Mass * Mass);
                double expected = produced * 4 * (s / 4) / (states * p2) * identical;
                Relative.Close(expected, pair.CrossSection(energy), 1e-12, $"{kind} at {energy} GeV");
            }
        }
    }

    [Fact]
    public void WidthsAreThoseOfTheDecays()
    {
        foreach (DarkMatter kind in Kinds)
        {
            PairAnnihilation pair = new(kind, 0.1, 3.3, 0.3, 1e-2, new() { Electron = -1, Muon = -1 });
            double expected = Widths.ToDarkMatter(kind, 0.33, 0.1, 0.3) + Widths.ToLeptons(0.33, Constants.ElectronMass, 1e-2) + Widths.ToLeptons(0.33, Constants.MuonMass, 1e-2);
            Relative.Close(expected, pair.Width(0.33), 1e-12, $"{kind}");
        }
    }

    [Fact]
    public void ASplitPairHasTheTwoBodyWidth()
    {
        const double M = 0.33, M1 = 0.1, M2 = 0.13, AlphaD = 0.2;
        PairAnnihilation pair = new(DarkMatter.Dirac, M1, M / M1, AlphaD, 0, Massless, (M2 / M1) - 1);
        double Square(double a) => a * a;
        double closed = AlphaD * M / 3 * Math.Sqrt((1 - Square((M1 + M2) / M)) * (1 - Square((M1 - M2) / M)))
            * (1 - ((Square(M1 - M2) - (4 * M1 * M2)) / (2 * M * M)) - (Square((M1 * M1) - (M2 * M2)) / (2 * Math.Pow(M, 4))));
        Relative.Close(closed, pair.Width(M), 1e-12, "width to chi1 chi2");
    }

    [Theory]
    [InlineData(DarkMatter.Dirac)]
    [InlineData(DarkMatter.ComplexScalar)]
    [InlineData(DarkMatter.Majorana)]
    public void SlowParticlesAnnihilateAsTheExpansionTells(DarkMatter kind)
    {
        // Effective averages for a heavy mediator: s-wave (1/2) 16 pi alpha y/m^2, p-wave (8 pi/3) alpha y <v^2>/m^2 with <v^2> = 6/x, 1/2 for scalars.
        const double Mass = 0.005, Ratio = 1000;
        PairAnnihilation pair = new(kind, Mass, Ratio, 0.1, 0, Massless);
        foreach (double x in new[] { 1e3, 1e4, 1e6 })
        {
            double unit = Math.PI * Constants.Alpha * 0.1 / Math.Pow(Ratio, 4) / (Mass * Mass);
            double limit = kind switch { DarkMatter.Dirac => 8 * unit, DarkMatter.ComplexScalar => 8 * unit / x, _ => 16 * unit / x };
            double average = ThermalAverage.PerEpsilon2(pair, x);
            Relative.Close(limit, average, (5 / x) + 2e-5, $"{kind}, x = {x}");
        }

        // The first correction is of order 1/x: it shrinks tenfold from x = 1000 to 10000.
        double Correction(double x) => (ThermalAverage.PerEpsilon2(pair, x) * (kind == DarkMatter.Dirac ? 1 : x) / (ThermalAverage.PerEpsilon2(pair, 1e7) * (kind == DarkMatter.Dirac ? 1 : 1e7))) - 1;
        Assert.InRange(Correction(1e3) / Correction(1e4), 9.5, 10.5);
    }

    [Theory]
    [InlineData(DarkMatter.Dirac)]
    [InlineData(DarkMatter.ComplexScalar)]
    [InlineData(DarkMatter.Majorana)]
    public void ANarrowResonanceIsADeltaFunction(DarkMatter kind)
    {
        // alphaD so small that nothing but the resonance counts: 1/D = pi delta(s - M^2)/(M Gamma).
        const double Mass = 0.05;
        foreach ((double ratio, double x, double alphaD) in new[] { (2.5, 5.0, 1e-8), (2.5, 20.0, 1e-9), (2.01, 20.0, 1e-9), (3, 15.0, 1e-9), (2.0001, 100.0, 1e-9) })
        {
            PairAnnihilation pair = new(kind, Mass, ratio, alphaD, 0, Massless);
            double m = ratio * Mass, p2 = ((m * m) / 4) - (Mass * Mass), width = pair.Width(m);
            double numerator = kind == DarkMatter.Dirac ? 4 * Math.PI / 3 * m * m * (1 + (2 / ratio / ratio)) / (2 * Math.Sqrt(p2) / m) : 8 * Math.PI / 3 * m * Math.Sqrt(p2);
            double area = Constants.Alpha * alphaD * numerator * Math.PI / (m * width);
            double bessel = SpecialFunctions.BesselK1e(m * x / Mass) * Math.Exp(-x * (ratio - 2)) / Math.Pow(ThermalAverage.BesselK2Scaled(x), 2);
            double weight = kind == DarkMatter.Majorana ? 1 : 0.5;
            double expected = weight * area * 4 * p2 * m * bessel / (8 * Math.Pow(Mass, 5) / x);
            Relative.Close(expected, ThermalAverage.PerEpsilon2(pair, x), 1e-4, $"{kind}, M/m = {ratio}, x = {x}");
        }
    }

    [Fact]
    public void TheQuadratureAgreesWithABruteForceOne()
    {
        VisibleCouplings couplings = new() { Electron = -1, Muon = -1 };
        Quadrature rule = Quadrature.GaussLegendre(8);
        foreach ((double ratio, double alphaD, double x) in new[] { (2.1, 0.1, 15.0), (2.0, 0.1, 20.0), (1.95, 0.5, 20.0), (3, 0.1, 10.0), (2.5, 0.5, 20.0), (10, 0.1, 20.0) })
        {
            foreach (DarkMatter kind in Kinds)
            {
                const double Mass = 0.09;
                PairAnnihilation pair = new(kind, Mass, ratio, alphaD, 1e-3, couplings);
                double sum = 0;
                // In ln u from 1e-12 to 60, so fine that the resonance, whose width is above 1e-4 here, is resolved.
                const int Panels = 20000;
                double from = Math.Log(1e-12), step = (Math.Log(60) - from) / Panels;
                for (int panel = 0; panel < Panels; panel++)
                {
                    for (int i = 0; i < rule.Nodes.Length; i++)
                    {
                        double u = Math.Exp(from + ((panel + rule.Nodes[i]) * step));
                        double energy = (2 * Mass) + (u * Mass / x), s = energy * energy;
                        sum += rule.Weights[i] * step * u * pair.CrossSection(energy) * (s - (4 * Mass * Mass)) * s
                            * SpecialFunctions.BesselK1e(energy * x / Mass) * Math.Exp(-u);
                    }
                }

                double scaled = Math.Pow(ThermalAverage.BesselK2Scaled(x), 2);
                double expected = (kind == DarkMatter.Majorana ? 1 : 0.5) * sum * 2 / (8 * Math.Pow(Mass, 4) * scaled) / (Constants.PicobarnPerInverseGeV2 * 1e-6);
                Relative.Close(expected, ThermalAverage.PerEpsilon2(pair, x), 1e-5, $"{kind}, M/m = {ratio}, alphaD = {alphaD}, x = {x}");
            }
        }
    }

    [Fact]
    public void AveragesArePositiveFallWithTheMassOfTheMediatorAndIgnoreAlphaDFarFromTheResonance()
    {
        Prop.ForAll(
            Gen.Choose(0, 2).ToArbitrary(), Gen.Choose(20, 2000).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(),
            (kind, x, mass) =>
            {
                PairAnnihilation At(double ratio, double alphaD) => new(Kinds[kind], mass / 1000.0, ratio, alphaD, 1e-4, Massless);
                double near = ThermalAverage.PerEpsilon2(At(5, 0.1), x), far = ThermalAverage.PerEpsilon2(At(6, 0.1), x), strong = ThermalAverage.PerEpsilon2(At(6, 0.2), x);
                return near > 0 && far > 0 && far < near && Math.Abs((strong / (2 * far)) - 1) < 1e-3;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ASplittingThinsOutTheHeavyPartner()
    {
        const double Mass = 0.01, X = 20;
        PairAnnihilation none = new(DarkMatter.Dirac, Mass, 10, 0.1, 0, Massless), tiny = new(DarkMatter.Dirac, Mass, 10, 0.1, 0, Massless, 1e-7);
        Relative.Close(ThermalAverage.PerEpsilon2(none, X), ThermalAverage.PerEpsilon2(tiny, X), 1e-5, "no splitting");
        Relative.Close(ThermalAverage.Equilibrium(none, X), ThermalAverage.Equilibrium(tiny, X), 1e-5, "equilibrium");
        // 2 f/(1 + f)^2 with f = (1 + d)^(3/2) e^(-d x) instead of 1/2; s grows as (m1 + m2)^2; what is left is of order d/x and d^2.
        PairAnnihilation split = new(DarkMatter.Dirac, Mass, 10, 0.1, 0, Massless, 0.1);
        double f = Math.Pow(1.1, 1.5) * Math.Exp(-2);
        double expected = 4 * f / ((1 + f) * (1 + f)) * 1.05 * 1.05;
        Relative.Close(expected, ThermalAverage.PerEpsilon2(split, X) / ThermalAverage.PerEpsilon2(none, X), 0.01, "splitting of 0.1");
    }
}
