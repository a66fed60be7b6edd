using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class AnnihilationChannelTests
{
    private const double AlphaD = 0.1;

    private static readonly FourMomentum ElectronAtRest = new(Constants.ElectronMass, 0, 0, 0);

    /// <summary>Every final state of every mediator.</summary>
    internal static IReadOnlyList<(string Name, AnnihilationChannel Channel)> Channels(double mass)
    {
        List<(string, AnnihilationChannel)> channels = [];
        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            channels.Add(($"{mediator} to Dirac", AnnihilationChannel.DarkMatter(mediator, DarkMatter.Dirac, mass, AlphaD)));
            channels.Add(($"{mediator} to Majorana", AnnihilationChannel.DarkMatter(mediator, DarkMatter.Majorana, mass, AlphaD)));
            channels.Add(($"{mediator} to chi1 chi2", AnnihilationChannel.Inelastic(mediator, 0.8 * mass, 1.1 * mass, AlphaD)));
            channels.Add(($"{mediator} to leptons", AnnihilationChannel.ChargedLeptons(mediator, mass, 0.7)));
            if (mediator is Mediator.Vector or Mediator.Axial)
            {
                channels.Add(($"{mediator} to scalars", AnnihilationChannel.DarkMatter(mediator, DarkMatter.ComplexScalar, mass, AlphaD)));
                channels.Add(($"{mediator} to neutrinos", AnnihilationChannel.Neutrinos(mediator, 2, AlphaD)));
            }
        }

        return channels;
    }

    [Fact]
    public void PartialWidthsAreTheClosedForms()
    {
        // Unitarity: sigma D = (2J+1) 4 pi Gamma_ee Gamma_f s/s; the widths on the left come from the cross section, those on the right are written down.
        const double M = 0.2, Chi = 0.06, A = AlphaD;
        double r = Chi * Chi / (M * M), beta = Math.Sqrt(1 - (4 * r)), cube = beta * beta * beta;
        foreach (DarkMatter kind in Enum.GetValues<DarkMatter>())
        {
            double expected = Widths.ToDarkMatter(kind, M, Chi, A);
            Relative.Close(expected, AnnihilationChannel.DarkMatter(Mediator.Vector, kind, Chi, A).Width(M), 1e-12, $"vector to {kind}");
        }

        Relative.Close(A * M / 3 * cube, AnnihilationChannel.DarkMatter(Mediator.Axial, DarkMatter.Dirac, Chi, A).Width(M), 1e-12, "axial to Dirac");
        Relative.Close(A * M / 6 * cube, AnnihilationChannel.DarkMatter(Mediator.Axial, DarkMatter.Majorana, Chi, A).Width(M), 1e-12, "axial to Majorana");
        Relative.Close(A * M / 2 * cube, AnnihilationChannel.DarkMatter(Mediator.Scalar, DarkMatter.Dirac, Chi, A).Width(M), 1e-12, "scalar to Dirac");
        Relative.Close(A * M / 2 * beta, AnnihilationChannel.DarkMatter(Mediator.Pseudoscalar, DarkMatter.Dirac, Chi, A).Width(M), 1e-12, "pseudoscalar to Dirac");
        Relative.Close(A * M / 4 * cube, AnnihilationChannel.DarkMatter(Mediator.Scalar, DarkMatter.Majorana, Chi, A).Width(M), 1e-12, "scalar to Majorana");
        Relative.Close(A * M / 3, AnnihilationChannel.Neutrinos(Mediator.Vector, 2, A).Width(M), 1e-12, "two flavours of neutrinos");
        Relative.Close(Widths.ToLeptons(M, 0.05, 0.3), AnnihilationChannel.ChargedLeptons(Mediator.Vector, 0.05, 0.3).Width(M), 1e-12, "vector to leptons");

        // A' -> chi1 chi2 (arXiv:2302.05414).
        const double M1 = 0.04, M2 = 0.07;
        double difference = (M1 - M2) * (M1 - M2), sum = (M1 + M2) * (M1 + M2), m2 = M * M;
        double inelastic = A * M / 3 * Math.Sqrt((1 - (sum / m2)) * (1 - (difference / m2)))
            * (1 - ((difference - (4 * M1 * M2)) / (2 * m2)) - ((M1 * M1) - (M2 * M2)) * ((M1 * M1) - (M2 * M2)) / (2 * m2 * m2));
        Relative.Close(inelastic, AnnihilationChannel.Inelastic(Mediator.Vector, M1, M2, A).Width(M), 1e-12, "vector to chi1 chi2");
    }

    [Fact]
    public void CrossSectionsAreTheClosedFormsOfTheLiterature()
    {
        const double M = 0.2, Chi = 0.06, Width = 1e-3, S = 0.038;
        double d = ((S - (M * M)) * (S - (M * M))) + (M * M * Width * Width);
        double beta = Math.Sqrt(1 - (4 * Chi * Chi / S)), r = Chi * Chi / S;
        double unit = Math.PI * Constants.Alpha * AlphaD * S / d * Constants.PicobarnPerInverseGeV2;
        double Sigma(AnnihilationChannel c) => c.CrossSection(M, Width, S);
        Relative.Close(4.0 / 3 * beta * (1 + (2 * r)) * unit, Sigma(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, Chi, AlphaD)), 1e-12, "vector, Dirac");
        Relative.Close(beta * beta * beta / 3 * unit, Sigma(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.ComplexScalar, Chi, AlphaD)), 1e-12, "vector, scalar");
        Relative.Close(2 * beta * beta * beta / 3 * unit, Sigma(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Majorana, Chi, AlphaD)), 1e-12, "vector, Majorana");
        Relative.Close(4 * beta * beta * beta / 3 * unit, Sigma(AnnihilationChannel.DarkMatter(Mediator.Axial, DarkMatter.Dirac, Chi, AlphaD)), 1e-12, "axial, Dirac");
        Relative.Close(beta * beta * beta * unit, Sigma(AnnihilationChannel.DarkMatter(Mediator.Scalar, DarkMatter.Dirac, Chi, AlphaD)), 1e-12, "scalar, Dirac");
        Relative.Close(beta * unit, Sigma(AnnihilationChannel.DarkMatter(Mediator.Pseudoscalar, DarkMatter.Dirac, Chi, AlphaD)), 1e-12, "pseudoscalar, Dirac");

        // chi1 chi2: 8 pi alpha alphaD (q/sqrt s)(m1 m2 + E1 E2 + q^2/3)/D, and equal masses are a Dirac pair.
        const double M1 = 0.04, M2 = 0.07;
        double root = Math.Sqrt(S), e1 = (S + (M1 * M1) - (M2 * M2)) / (2 * root), q = Math.Sqrt((e1 * e1) - (M1 * M1));
        double expected = 8 * q / root * ((M1 * M2) + (e1 * (root - e1)) + (q * q / 3)) * unit / S;
        Relative.Close(expected, Sigma(AnnihilationChannel.Inelastic(Mediator.Vector, M1, M2, AlphaD)), 1e-12, "vector, chi1 chi2");
        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            Relative.Close(
                Sigma(AnnihilationChannel.DarkMatter(mediator, DarkMatter.Dirac, Chi, AlphaD)), Sigma(AnnihilationChannel.Inelastic(mediator, Chi, Chi, AlphaD)), 1e-14, "no splitting");
        }
    }

    [Theory]
    [InlineData(Mediator.Vector)]
    [InlineData(Mediator.Axial)]
    [InlineData(Mediator.Scalar)]
    [InlineData(Mediator.Pseudoscalar)]
    public void SquaredAmplitudesAreTheTracesOfDiracMatrices(Mediator mediator)
    {
        // Massless electrons, spin-averaged: |M|^2 = (4 pi)^2 alpha alphaD L.H/D; dsigma/dc = |M|^2 q/(16 pi s^1.5).
        const double S = 0.04, Mass = 0.3, Width = 1e-3, M1 = 0.03, M2 = 0.08;
        double root = Math.Sqrt(S), energy = root / 2;
        AnnihilationChannel channel = AnnihilationChannel.Inelastic(mediator, M1, M2, AlphaD);
        double e1 = (S + (M1 * M1) - (M2 * M2)) / (2 * root), q = Math.Sqrt((e1 * e1) - (M1 * M1));
        DiracMatrix[] vertex = DiracMatrix.Vertex(mediator);
        foreach (double c in new[] { -0.9, -0.2, 0.5, 1 })
        {
            double sine = Math.Sqrt(1 - (c * c));
            DiracMatrix electron = DiracMatrix.Slash(new(energy, 0, 0, -energy)), positron = DiracMatrix.Slash(new(energy, 0, 0, energy));
            DiracMatrix chi1 = DiracMatrix.Slash(new(e1, q * sine, 0, q * c)) + (M1 * DiracMatrix.One);
            DiracMatrix chi2 = DiracMatrix.Slash(new(root - e1, -q * sine, 0, -q * c)) + (-M2 * DiracMatrix.One);
            Complex sum = 0;
            for (int i = 0; i < vertex.Length; i++)
            {
                for (int j = 0; j < vertex.Length; j++)
                {
                    double sign = vertex.Length == 1 ? 1 : DiracMatrix.Metric[i] * DiracMatrix.Metric[j];
                    Complex initial = (positron * vertex[i] * electron * vertex[j].Bar).Trace;
                    sum += sign * initial * (chi1 * vertex[i] * chi2 * vertex[j].Bar).Trace;
                }
            }

            double d = ((S - (Mass * Mass)) * (S - (Mass * Mass))) + (Mass * Mass * Width * Width);
            double squared = 16 * Math.PI * Math.PI * Constants.Alpha * AlphaD * sum.Real / 4 / d;
            double expected = squared * q / (16 * Math.PI * S * root) * Constants.PicobarnPerInverseGeV2;
            Relative.Close(expected, channel.CrossSection(Mass, Width, S) * channel.CosineDensity(S, c), 1e-12, $"{mediator} at {c}");
        }
    }

    [Fact]
    public void AngularDistributionsAreTheKnownOnes()
    {
        const double S = 0.04, Chi = 0.06, M1 = 0.03, M2 = 0.08;
        double q2 = (S / 4) - (Chi * Chi), root = Math.Sqrt(S);
        AssertShape(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, Chi, AlphaD), c => S + (4 * q2 * c * c) + (4 * Chi * Chi));
        AssertShape(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.ComplexScalar, Chi, AlphaD), c => 1 - (c * c));
        AssertShape(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Majorana, Chi, AlphaD), c => 1 + (c * c));
        AssertShape(AnnihilationChannel.Neutrinos(Mediator.Vector, 2, AlphaD), c => 1 + (c * c));
        AssertShape(AnnihilationChannel.DarkMatter(Mediator.Axial, DarkMatter.Dirac, Chi, AlphaD), c => 1 + (c * c));
        AssertShape(AnnihilationChannel.DarkMatter(Mediator.Scalar, DarkMatter.Dirac, Chi, AlphaD), _ => 1);
        AssertShape(AnnihilationChannel.DarkMatter(Mediator.Pseudoscalar, DarkMatter.Dirac, Chi, AlphaD), _ => 1);
        double e1 = (S + (M1 * M1) - (M2 * M2)) / (2 * root), p2 = (e1 * e1) - (M1 * M1);
        AssertShape(AnnihilationChannel.Inelastic(Mediator.Vector, M1, M2, AlphaD), c => (M1 * M2) + (e1 * (root - e1)) + (p2 * c * c));

        static void AssertShape(AnnihilationChannel channel, Func<double, double> shape)
        {
            Quadrature rule = Quadrature.GaussLegendre(8);
            double norm = rule.Integrate(shape, -1, 1);
            Relative.Close(1, rule.Integrate(c => channel.CosineDensity(S, c), -1, 1), 1e-12, "norm");
            foreach (double c in new[] { -1, -0.3, 0, 0.8 })
            {
                Assert.Equal(shape(c) / norm, channel.CosineDensity(S, c), 12);
            }
        }
    }

    [Fact]
    public void NarrowWidthIntegralIsTheSameForAllChannels()
    {
        // int sigma dE = 2 pi^2 (2J+1)/3 Gamma_ee/(m_X m_e alpha/3)...: 2 pi^2 alpha/m_e for spin 1, 2 pi^2 alpha/(2 m_e) for spin 0 (Gamma_ee = alpha m/2, 2J+1 = 1).
        double unit = 2 * Math.PI * Math.PI * Constants.Alpha / Constants.ElectronMass * Constants.PicobarnPerInverseGeV2;
        foreach ((string name, AnnihilationChannel open) in Channels(0.25 / 3))
        {
            double expected = open.Mediator is Mediator.Vector or Mediator.Axial ? unit : unit / 2;
            // The wings fall with the width: a narrow one by a wide "other" width would not do, so take the share of the channel.
            ResonantAnnihilationTable table = new(open, 0.25, 100, 1e-4);
            double share = open.Width(0.25) / table.Width;
            Relative.Close(expected * share, 99 * table.MeanCrossSection(1, 100), 0.08, name);
        }

        ResonantAnnihilationTable narrow = new(AnnihilationChannel.DarkMatter(Mediator.Pseudoscalar, DarkMatter.Dirac, 0.08, 1e-4), 0.25, 100);
        Relative.Close(unit / 2, 99 * narrow.MeanCrossSection(1, 100), 1e-4, "narrow pseudoscalar");
    }

    [Fact]
    public void CrossSectionsArePositiveOpenAtTheThresholdAndScaleWithTheCoupling()
    {
        Prop.ForAll(Gen.Choose(1, 999).ToArbitrary(), Gen.Choose(1, 999).ToArbitrary(), (a, b) =>
        {
            double mass = 1e-3 * a, above = 1 + (1e-3 * b);
            foreach ((string name, AnnihilationChannel channel) in Channels(mass))
            {
                Assert.Equal(0, channel.Numerator(channel.Threshold));
                double s = Math.Max(channel.Threshold, 1e-6) * above;
                Assert.True(channel.Numerator(s) > 0, name);
                Assert.True(channel.Numerator(1.01 * s) > channel.Numerator(s), $"{name}: the numerator grows");
                Assert.True(channel.CosineDensity(s, 1) >= 0 && channel.CosineDensity(s, 0) >= 0, name);
            }

            double low = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, mass, 0.05).Numerator(5 * mass * mass);
            Relative.Close(2 * low, AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, mass, 0.1).Numerator(5 * mass * mass), 1e-12, "alphaD");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SamplesConserveFourMomentumAndFollowTheDistribution()
    {
        RandomStream random = new(5, 1, StreamNumber.Signal);
        const int Count = 20_000;
        foreach ((string name, AnnihilationChannel channel) in Channels(0.06))
        {
            FourMomentum positron = FourMomentum.AlongZ(Constants.ElectronMass, 50);
            FourMomentum total = positron + ElectronAtRest;
            double s = ResonantAnnihilation.S(50), root = Math.Sqrt(s), c2 = 0, energy = 0;
            double e1 = (s + (channel.Mass1 * channel.Mass1) - (channel.Mass2 * channel.Mass2)) / (2 * root), q = Math.Sqrt((e1 * e1) - (channel.Mass1 * channel.Mass1));
            for (int i = 0; i < Count; i++)
            {
                channel.Sample(positron, ElectronAtRest, ref random, out FourMomentum first, out FourMomentum second);
                Conservation.Check(total, first + second);
                Conservation.Mass(channel.Mass1, first);
                Conservation.Mass(channel.Mass2, second, 50);
                // E1 in the laboratory = gamma (e1 + beta q c).
                double c = ((first.Energy * root / total.Energy) - e1) / (q * total.Z / total.Energy);
                c2 += c * c / Count;
                energy += first.Energy / Count;
            }

            Quadrature rule = Quadrature.GaussLegendre(8);
            double expected = rule.Integrate(c => c * c * channel.CosineDensity(s, c), -1, 1);
            double spread = Math.Sqrt((rule.Integrate(c => c * c * c * c * channel.CosineDensity(s, c), -1, 1) - (expected * expected)) / Count);
            Assert.True(Math.Abs(c2 - expected) < 4.5 * spread, $"{name}: mean of c^2 is {c2}, expected {expected} +- {spread}");
            Assert.True(Math.Abs(energy - (e1 * total.Energy / root)) < 4.5 * 50 / Math.Sqrt(Count), $"{name}: mean energy {energy}");
        }
    }

    [Fact]
    public void ImpossibleInputIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.DarkMatter(Mediator.Scalar, DarkMatter.ComplexScalar, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.DarkMatter((Mediator)7, DarkMatter.Dirac, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.DarkMatter(Mediator.Vector, (DarkMatter)7, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.Neutrinos(Mediator.Scalar, 1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.Neutrinos(Mediator.Vector, 0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.Inelastic(Mediator.Vector, -0.1, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.ChargedLeptons(Mediator.Vector, 0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnnihilationChannel.Inelastic(Mediator.Vector, 0.1, 0.1, 0));
        AnnihilationChannel channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, 0.2, 0.1);
        RandomStream random = new(1, 1, StreamNumber.Signal);
        Assert.Throws<ArgumentOutOfRangeException>(() => channel.Sample(FourMomentum.AlongZ(Constants.ElectronMass, 10), ElectronAtRest, ref random, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => channel.CrossSection(0.5, 0, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => channel.CosineDensity(1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResonantAnnihilationTable(channel, 0.39, 100));
    }
}

/// <summary>Conservation laws of sampled final states.</summary>
internal static class Conservation
{
    /// <summary>Four-momenta agree to 1e-12 of the energy.</summary>
    public static void Check(FourMomentum expected, FourMomentum actual)
    {
        FourMomentum d = expected - actual;
        double worst = Math.Max(Math.Max(Math.Abs(d.Energy), Math.Abs(d.X)), Math.Max(Math.Abs(d.Y), Math.Abs(d.Z)));
        Assert.True(worst <= 1e-12 * expected.Energy, $"four-momentum is off by {worst:E2} of {expected.Energy} GeV");
    }

    /// <summary>A particle is on its mass shell, to the rounding of the energies involved.</summary>
    public static void Mass(double mass, FourMomentum p, double scale = 0)
    {
        double energy = Math.Max(scale, p.Energy);
        double off = Math.Abs(p.MassSquared - (mass * mass));
        Assert.True(off <= 1e-14 * energy * energy, $"mass squared is off by {off:E2} GeV^2 at {energy} GeV");
    }
}
