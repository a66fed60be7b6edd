using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;

namespace Hermetic.Tests.DarkSector;

public class PartnerDecayTests
{
    /// <summary>m1, m2, M and the lepton's mass in GeV: NA64's benchmark, a small splitting, near the threshold of muons, massless chi1.</summary>
    public static readonly TheoryData<double, double, double, double> Points = new()
    {
        { 0.01, 0.014, 0.03, Constants.ElectronMass },
        { 0.1, 0.102, 0.3, Constants.ElectronMass },
        { 1.0, 1.4, 3.0, Constants.MuonMass },
        { 1.0, 1.22, 3.0, Constants.MuonMass },
        { 0.0, 0.5, 2.0, Constants.MuonMass },
        { 5.0, 7.0, 15.0, Constants.ElectronMass },
    };

    [Fact]
    public void WidthsAgreeWithTheReference()
    {
        ReferenceTable table = new("idm_chi2_width.csv");
        for (int i = 0; i < table.Count; i++)
        {
            PartnerDecay decay = new(1e-3 * table.Number(i, "m_chi1_MeV"), 1e-3 * table.Number(i, "m_chi2_MeV"), 1e-3 * table.Number(i, "mA_MeV"), table.Number(i, "alphaD"));
            double width = Constants.Alpha * Math.Pow(table.Number(i, "epsilon"), 2) * decay.WidthToLeptons(Constants.ElectronMass);
            Relative.Close(table.Number(i, "width_chi2_to_chi1_ee_GeV"), width, 5e-5, $"row {i}"); // masses of the table have six digits, the width is their difference to the fifth power
        }
    }

    [Theory]
    [InlineData(0.01, 0.985)]
    [InlineData(0.05, 0.931)]
    [InlineData(0.1, 0.871)]
    [InlineData(0.2, 0.775)]
    [InlineData(0.4, 0.644)]
    public void MasslessLeptonsApproachTheLimitOfSmallSplittings(double splitting, double expected)
    {
        PartnerDecay decay = new(1, 1 + splitting, 3, 1);
        double limit = 4 * Math.Pow(splitting, 5) / (15 * Math.PI * 81);
        Assert.Equal(expected, decay.WidthToLeptons(0) / limit, 6e-4);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void TheDalitzPlotIntegratesToTheSpectrumOfThePair(double light, double heavy, double mediator, double lepton)
    {
        PartnerDecay decay = new(light, heavy, mediator, 0.5);
        for (int i = 1; i < 20; i++)
        {
            double q = (2 * lepton) + ((decay.Splitting - (2 * lepton)) * i / 20), q2 = q * q;
            (double least, double greatest) = decay.DalitzLimits(q2, lepton);
            double integral = Quadrature.GaussLegendre(4).Integrate(s => decay.Dalitz(q2, s, lepton), least, greatest);
            Relative.Close(decay.LeptonsPerQ2(q2, lepton), integral, 1e-7, $"q = {q}");
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void TheSpectrumIntegratesToTheWidth(double light, double heavy, double mediator, double lepton)
    {
        PartnerDecay decay = new(light, heavy, mediator, 0.5);
        // Another substitution: in the cube of the distance from both ends, in two halves, by small panels.
        double middle = lepton + (decay.Splitting / 2), half = middle - (2 * lepton), sum = 0;
        const int Panels = 20_000;
        for (int i = 0; i < Panels; i++)
        {
            double u = (i + 0.5) / Panels, step = half * u * u * u, slope = 3 * half * u * u / Panels;
            double low = (2 * lepton) + step, high = decay.Splitting - step;
            sum += slope * 2 * ((low * decay.LeptonsPerQ2(low * low, lepton)) + (high * decay.LeptonsPerQ2(high * high, lepton)));
        }

        Relative.Close(sum, decay.WidthToLeptons(lepton), 1e-6, "width");
    }

    /// <summary>The matrix element against traces of explicit Dirac matrices, and against the form that DMG4 has in its code.</summary>
    [Theory]
    [MemberData(nameof(Points))]
    public void TheMatrixElementIsThatOfTheTraces(double light, double heavy, double mediator, double leptonMass)
    {
        PartnerDecay decay = new(light, heavy, mediator, 1);
        PartnerDecaySampler sampler = new(decay, leptonMass);
        RandomStream random = new(1, 2, StreamNumber.Signal);
        for (int i = 0; i < 20; i++)
        {
            FourMomentum parent = new(heavy, 0, 0, 0);
            sampler.Sample(parent, ref random, out FourMomentum chi, out FourMomentum k1, out FourMomentum k2);
            DiracMatrix chi1 = DiracMatrix.Slash(chi) + (light * DiracMatrix.One), chi2 = DiracMatrix.Slash(parent) + (heavy * DiracMatrix.One);
            DiracMatrix lepton = DiracMatrix.Slash(k1) + (leptonMass * DiracMatrix.One), antilepton = DiracMatrix.Slash(k2) + (-leptonMass * DiracMatrix.One);
            double traces = 0;
            for (int mu = 0; mu < 4; mu++)
            {
                for (int nu = 0; nu < 4; nu++)
                {
                    DiracMatrix g = DiracMatrix.Gamma[mu], h = DiracMatrix.Gamma[nu];
                    double product = ((chi1 * g * chi2 * h).Trace * (lepton * g * antilepton * h).Trace).Real;
                    traces += DiracMatrix.Metric[mu] * DiracMatrix.Metric[nu] * product;
                }
            }

            double q2 = (2 * leptonMass * leptonMass) + (2 * k1.Dot(k2)), s = (light * light) + (leptonMass * leptonMass) + (2 * chi.Dot(k1));
            double distance = q2 - (mediator * mediator);
            double element = decay.MatrixElement(q2, s, leptonMass);
            // Rounding of the traces is relative to the masses, the element to the energy that is released.
            double scale = Math.Pow(heavy, 4) / (distance * distance);
            Assert.True(Math.Abs((traces / 2 / (distance * distance)) - element) < (1e-9 * element) + (1e-12 * scale), $"traces {traces / 2 / (distance * distance)}, element {element}");

            double l2 = leptonMass * leptonMass, m1 = light * light, m2 = heavy * heavy;
            double printed = -((q2 * q2) - (m2 * (q2 + (2 * s) - (2 * m1))) + (2 * light * heavy * (q2 + (2 * l2))) + (q2 * ((2 * s) - m1)) + (2 * ((s * s) - (s * (m1 + (2 * l2))) + (l2 * l2))));
            Assert.True(Math.Abs((4 * printed / (distance * distance)) - element) < (1e-9 * element) + (1e-12 * scale), $"DMG4 {4 * printed / (distance * distance)}, element {element}");
        }
    }

    [Fact]
    public void HadronsFollowTheRatioAndOpenWithPions()
    {
        PartnerDecay closed = new(0.3, 0.43, 1, 0.1), open = new(1, 2.2, 3.5, 0.1);
        Assert.Equal(0, closed.WidthToHadrons(HadronicRatio.Of));
        // A constant ratio without threshold is a massless lepton pair without its start.
        double from = HadronicRatio.Threshold, sum = 0;
        const int Panels = 200_000;
        for (int i = 0; i < Panels; i++)
        {
            double q = from + ((open.Splitting - from) * (i + 0.5) / Panels);
            sum += 2 * q * open.PerQ2(q * q, HadronicRatio.Of(q * q)) * (open.Splitting - from) / Panels;
        }

        Relative.Close(sum, open.WidthToHadrons(HadronicRatio.Of), 1e-3, "width to hadrons");
    }

    [Fact]
    public void ClosedOrImpossibleDecaysAreRefusedOrZero()
    {
        PartnerDecay decay = new(1, 1.1, 3, 0.1);
        Assert.Equal(0, decay.WidthToLeptons(Constants.MuonMass));
        Assert.Equal(0, decay.PerQ2(0.02, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartnerDecaySampler(decay, Constants.MuonMass));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartnerDecay(1, 1, 3, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartnerDecay(1, 5, 3, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartnerDecay(1, 1.1, double.NaN, 0.1));
    }
}
