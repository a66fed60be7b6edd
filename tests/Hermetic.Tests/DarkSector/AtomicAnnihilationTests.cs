using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Core.Storage;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class AtomicAnnihilationTests
{
    private const double M = Constants.ElectronMass;
    private const double Mass = 0.2;

    private static readonly AnnihilationChannel Dirac = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, Mass / 3, 0.1);
    private static readonly double Width = Widths.ToDarkMatter(DarkMatter.Dirac, Mass, Mass / 3, 0.1);
    private static readonly ElectronMotion Lead = ElectronMotion.OfElement(82);

    [Fact]
    public void AveragesOverDirectionsAgreeWithTheReference()
    {
        ReferenceTable table = new("annihilation_atomic_motion.csv");
        for (int i = 0; i < table.Count; i++)
        {
            double energy = table.Number(i, "E_positron_GeV"), kinetic = 1e-6 * table.Number(i, "electron_kinetic_keV");
            double numeric = 1e-8 * AtomicAnnihilation.CrossSection(Dirac, Mass, Width, energy, kinetic, MotionWeight.CrossSection);
            Relative.Close(table.Number(i, "sigma_isotropic_numeric_pb"), numeric, 1e-5, $"numeric, row {i}");
            double closed = 1e-8 * AtomicAnnihilation.ArctangentForm(Dirac, Mass, Width, energy, kinetic);
            Relative.Close(table.Number(i, "sigma_arctan_closed_form_pb"), closed, 1e-5, $"arctangent, row {i}");
            double rest = 1e-8 * Dirac.CrossSection(Mass, Width, ResonantAnnihilation.S(energy));
            Relative.Close(table.Number(i, "sigma_electron_at_rest_pb"), rest, 1e-5, $"at rest, row {i}");
        }
    }

    [Fact]
    public void ArctangentFormIsExactForAConstantNumeratorAndErrsAsStated()
    {
        // A scalar decaying to massless particles has a numerator proportional to s; near the resonance that is nearly constant for slow electrons.
        double Error(double energy, double kinetic) =>
            AtomicAnnihilation.ArctangentForm(Dirac, Mass, Width, energy, kinetic) / AtomicAnnihilation.CrossSection(Dirac, Mass, Width, energy, kinetic, MotionWeight.CrossSection) - 1;
        Assert.InRange(Math.Abs(Error(39, 1e-9)), 0, 1e-3);
        Assert.InRange(Error(100, 1e-6), 0.001, 0.005);
        Assert.InRange(Error(30, 1e-6), -0.02, -0.01);
        Assert.InRange(Error(45, 1e-5), 0.12, 0.18);
        Assert.InRange(Error(35, 8.8e-5), -0.16, -0.10);
        Assert.Equal(-0.029, Error(35, 1e-6), 3);
        Assert.Equal(-0.593, Error(20, 8.8e-5), 3);
        Assert.Equal(0.576, Error(60, 8.8e-5), 3);
    }

    [Fact]
    public void FluxWeightsTheRateAsStated()
    {
        double Ratio(double energy, double kinetic) => AtomicAnnihilation.CrossSection(Dirac, Mass, Width, energy, kinetic, MotionWeight.Rate)
            / AtomicAnnihilation.CrossSection(Dirac, Mass, Width, energy, kinetic, MotionWeight.CrossSection);
        Assert.InRange(Ratio(45, 1e-5), 0.86, 0.89);
        Assert.InRange(Ratio(35, 8.8e-5), 0.96, 0.98);
        Assert.InRange(Ratio(45, 1e-12), 0.9995, 1.0005);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(29)]
    [InlineData(53)]
    [InlineData(74)]
    [InlineData(82)]
    [InlineData(92)]
    public void DensityOfTheLightConeIsNormalisedAndMatchesQuadrature(int z)
    {
        ElectronMotion motion = ElectronMotion.OfElement(z);
        Relative.Close(1, motion.Shells.Sum(s => s.Share), 1e-12, "all electrons are there");
        Quadrature rule = Quadrature.GaussLegendre(60);
        foreach (MotionWeight weight in Enum.GetValues<MotionWeight>())
        {
            // In t with lambda = max t^3: dy = y dlambda.
            double sum = 0;
            foreach (int sign in new[] { -1, 1 })
            {
                sum += rule.Integrate(
                    t =>
                    {
                        double y = M * Math.Exp(sign * motion.MaximumRapidity * t * t * t);
                        return motion.LightConeDensity(y, weight) * y * 3 * motion.MaximumRapidity * t * t;
                    },
                    0,
                    1);
            }

            Relative.Close(1, sum, 2e-4, $"norm with {weight}");
        }

        for (double lambda = 1e-5; lambda < 0.9 * motion.MaximumRapidity; lambda *= 1.37)
        {
            (double plain, double flux) = motion.Density(lambda);
            Relative.Close(plain, motion.LightConeDensity(M * Math.Exp(lambda), MotionWeight.CrossSection), 5e-4, $"density at {lambda}");
            Relative.Close(plain, motion.LightConeDensity(M * Math.Exp(-lambda), MotionWeight.CrossSection), 5e-4, $"density at -{lambda}");
            Relative.Close(flux * M * Math.Exp(lambda), motion.LightConeDensity(M * Math.Exp(lambda), MotionWeight.Rate), 5e-4, $"flux at {lambda}");
        }
    }

    [Fact]
    public void DensityOfOneShellIsTheComplementaryErrorFunction()
    {
        // Slow electrons: T = p^2/2m, so that the density of p_z is int_|pz| dp exp(-p^2/(2 m B))/(2 m B), a complementary error function.
        ElectronMotion hydrogen = ElectronMotion.OfElement(1);
        double b = hydrogen.Shells[0].Binding, sigma = Math.Sqrt(2 * M * b);
        Relative.Close(Math.Sqrt(Math.PI) / (2 * sigma), hydrogen.LightConeDensity(M, MotionWeight.CrossSection), 1e-4, "at rest");
        double atOne = 0.5 * Math.Sqrt(Math.PI) * 0.15729920705028513 / sigma;
        Relative.Close(atOne, hydrogen.LightConeDensity(M - sigma, MotionWeight.CrossSection), 2e-2, "at one sigma");
    }

    [Fact]
    public void AtomIsTheSumOverItsShells()
    {
        // Directly: shells, exp(-T/B), and the average over directions at each T.
        Quadrature rule = Quadrature.GaussLegendre(24);
        ElectronMotion oxygen = ElectronMotion.OfElement(8);
        foreach (MotionWeight weight in Enum.GetValues<MotionWeight>())
        {
            foreach (double energy in new[] { 25.0, 38, 41, 80 })
            {
                double expected = 0;
                foreach ((double binding, double share) in oxygen.Shells)
                {
                    // T = B u^2 resolves the square root at small T.
                    expected += share * rule.Integrate(
                        u => 2 * u * Math.Exp(-u * u) * AtomicAnnihilation.CrossSection(Dirac, Mass, Width, energy, binding * u * u, weight), 0, 6);
                }

                double actual = AtomicAnnihilation.CrossSection(Dirac, Mass, Width, energy, oxygen, weight);
                Relative.Close(expected, actual, 3e-4, $"{energy} GeV, {weight}");
            }
        }
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-8)]
    [InlineData(1e-14)]
    public void NarrowResonanceSeesTheDensityOfTheElectrons(double relativeWidth)
    {
        // sigma -> pi N/(m Gamma) w(y_res)/(2 E): the Breit-Wigner becomes a delta function.
        foreach (double energy in new[] { 30, 39.1385, 45.0 })
        {
            double width = relativeWidth * Mass;
            double y = ((Mass * Mass) - (2 * M * M)) / (2 * energy);
            double expected = Math.PI * Dirac.Numerator(Mass * Mass) / (Mass * width) * Lead.LightConeDensity(y, MotionWeight.Rate) / (2 * energy);
            double actual = AtomicAnnihilation.CrossSection(Dirac, Mass, width, energy, Lead, MotionWeight.Rate);
            Relative.Close(expected, actual, relativeWidth > 1e-6 ? 0.01 : 1e-5, $"{energy} GeV");
        }
    }

    [Fact]
    public void MotionKeepsTheIntegralOverThePositronEnergyOfLightAtoms()
    {
        // <1/E-> = 1/m (1 - T/m): slow electrons leave the narrow-width integral alone.
        AtomicAnnihilationTable table = AtomicAnnihilationTable.Build(new(
            AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.ComplexScalar, Mass / 3, 1e-3), Mass, [new TargetElement(new Nucleus(6, 12), 1)], 1, 200));
        double unit = 2 * Math.PI * Math.PI * Constants.Alpha / M * Constants.PicobarnPerInverseGeV2;
        Relative.Close(unit, 199 * table.MeanCrossSection(1, 200), 2e-3, "carbon");
    }

    [Fact]
    public void MotionInLeadActsAsStated()
    {
        TargetElement[] lead = [new(new Nucleus(82, 207.2), 1)];
        AtomicAnnihilationTable rate = AtomicAnnihilationTable.Build(new(Dirac, Mass, lead, 5, 100));
        AtomicAnnihilationTable plain = AtomicAnnihilationTable.Build(new(Dirac, Mass, lead, 5, 100, Weight: MotionWeight.CrossSection));
        ResonantAnnihilationTable rest = new(Dirac, Mass, 100);
        double peak = ResonantAnnihilation.PeakEnergy(Mass);
        Assert.Equal(0.689, rate.MeanCrossSection(peak, peak) / rest.MeanCrossSection(peak, peak), 3);
        Assert.Equal(1.116, rate.MeanCrossSection(50, 100) / rest.MeanCrossSection(50, 100), 3);
        Assert.Equal(1.197, plain.MeanCrossSection(50, 100) / rest.MeanCrossSection(50, 100), 3);
        Assert.Equal(0.993, rate.MeanCrossSection(5, 100) / rest.MeanCrossSection(5, 100), 3);
    }

    [Theory]
    [InlineData(0.2, 0.1, 82, 0.02)]
    [InlineData(0.2, 1e-12, 82, 0)]
    [InlineData(0.2, 1e-6, 6, 0)]
    [InlineData(0.3, 0.01, 74, 0)]
    public void TableAgreesWithDirectIntegration(double mass, double alphaD, int z, double otherShare)
    {
        AnnihilationChannel channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, mass / 3, alphaD);
        TargetElement[] elements = [new(new Nucleus(z, 2.4 * z), 1), new(new Nucleus(1, 1.008), 1.5)];
        double other = otherShare * mass;
        AtomicAnnihilationTable table = AtomicAnnihilationTable.Build(new(channel, mass, elements, 3, 150, other));
        Assert.InRange(table.Cells, 48, 3000);
        ElectronMotion motion = ElectronMotion.OfCompound(elements);
        Quadrature rule = Quadrature.GaussLegendre(6);
        RandomStream random = new(3, 1, StreamNumber.Signal);
        double greatest = table.MeanCrossSection(ResonantAnnihilation.PeakEnergy(mass), ResonantAnnihilation.PeakEnergy(mass));
        double Value(double e) => AtomicAnnihilation.CrossSection(channel, mass, table.Width, e, motion, MotionWeight.Rate);
        for (int i = 0; i < 60; i++)
        {
            double e1 = 3 * Math.Pow(50, random.NextUniform()), e2 = Math.Min(150, e1 * (1 + Math.Pow(1e-6, random.NextUniform()) / 200));
            double expected = rule.Integrate(Value, e1, e2) / (e2 - e1);
            double actual = table.MeanCrossSection(e2, e1);
            Assert.True(Math.Abs(actual - expected) <= (3e-4 * expected) + (1e-7 * greatest), $"{e1} to {e2} GeV: {actual} against {expected}, greatest {greatest}");
        }

        Relative.Close(table.MeanCrossSection(3, 150) * 147, (table.MeanCrossSection(3, 60) * 57) + (table.MeanCrossSection(60, 150) * 90), 1e-12, "steps add");
        Assert.Throws<ArgumentOutOfRangeException>(() => table.MeanCrossSection(2.9, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.MeanCrossSection(10, 151));
    }

    [Fact]
    public void TableReturnsFromTheStoreUnchanged()
    {
        string folder = Path.Combine(Path.GetTempPath(), "hermetic-" + Guid.NewGuid().ToString("N"));
        try
        {
            AtomicAnnihilationRequest request = new(Dirac, Mass, [new TargetElement(new Nucleus(6, 12), 1)], 10, 100);
            AtomicAnnihilationTable first = AtomicAnnihilationTable.Obtain(request, new ResultStore(folder));
            string[] entries = Directory.GetFiles(folder);
            Assert.Single(entries);
            DateTime written = File.GetLastWriteTimeUtc(entries[0]);
            AtomicAnnihilationTable second = AtomicAnnihilationTable.Obtain(request, new ResultStore(folder));
            Assert.Equal(first.Pack(), second.Pack());
            Assert.Equal(written, File.GetLastWriteTimeUtc(entries[0]));
            Assert.Equal(first.MeanCrossSection(38, 40), AtomicAnnihilationTable.Unpack(first.Pack()).MeanCrossSection(38, 40));
            Assert.Throws<ArgumentException>(() => AtomicAnnihilationTable.Unpack([1, 2, 3]));
            AtomicAnnihilationTable.Obtain(request with { Weight = MotionWeight.CrossSection }, new ResultStore(folder));
            AtomicAnnihilationTable.Obtain(request with { Channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Majorana, Mass / 3, 0.2) }, new ResultStore(folder));
            Assert.Equal(3, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(82, 0.1, 30, MotionWeight.Rate)]
    [InlineData(82, 0.1, 39.2, MotionWeight.CrossSection)]
    [InlineData(82, 1e-9, 60, MotionWeight.Rate)]
    [InlineData(6, 0.02, 39, MotionWeight.Rate)]
    public void SamplesFollowTheIntegratedDistribution(int z, double alphaD, double energy, MotionWeight weight)
    {
        ElectronMotion motion = ElectronMotion.OfElement(z);
        AnnihilationChannel channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, Mass / 3, alphaD);
        double width = channel.Width(Mass);
        RandomStream random = new(8, 1, StreamNumber.Signal);
        FourMomentum positron = FourMomentum.AlongZ(M, energy);
        const int Count = 20_000;
        double y1 = 0, y2 = 0, kinetic = 0, kinetic2 = 0;
        for (int i = 0; i < Count; i++)
        {
            AtomicAnnihilation.Sample(channel, Mass, width, energy, motion, weight, ref random, out FourMomentum electron, out FourMomentum first, out FourMomentum second);
            Conservation.Check(positron + electron, first + second);
            Conservation.Mass(M, electron);
            Conservation.Mass(channel.Mass1, first);
            double y = positron.Dot(electron) / energy;
            y1 += y / Count;
            y2 += y * y / Count;
            kinetic += (electron.Energy - M) / Count;
            kinetic2 += (electron.Energy - M) * (electron.Energy - M) / Count;
        }

        // Means of y and of T from the shells: T = B u^2, all directions.
        Quadrature rule = Quadrature.GaussLegendre(40);
        Quadrature fine = Quadrature.GaussLegendre(200);
        double norm = 0, meanY = 0, meanT = 0;
        foreach ((double binding, double share) in motion.Shells)
        {
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double u = 6 * rule.Nodes[i], t = binding * u * u, p = Math.Sqrt(t * (t + (2 * M))), e = M + t;
                double w = share * rule.Weights[i] * u * Math.Exp(-u * u);
                // Uniform in the angle of the resonance: exact however narrow it is.
                double mw = Mass * width, low = (2 * M * M) + (2 * energy * (e - p)) - (Mass * Mass), high = (2 * M * M) + (2 * energy * (e + p)) - (Mass * Mass);
                double a1 = Math.Atan(low / mw), a2 = Math.Atan(high / mw);
                for (int j = 0; j < fine.Nodes.Length; j++)
                {
                    double s = (Mass * Mass) + (mw * Math.Tan(a1 + ((a2 - a1) * fine.Nodes[j])));
                    double y = (s - (2 * M * M)) / (2 * energy);
                    double value = w * fine.Weights[j] * (a2 - a1) * channel.Numerator(s) / (energy * p) * (weight == MotionWeight.Rate ? y / e : 1);
                    norm += value;
                    meanY += value * y;
                    meanT += value * t;
                }
            }
        }

        double errorY = Math.Sqrt(Math.Max(0, y2 - (y1 * y1)) / Count), errorT = Math.Sqrt((kinetic2 - (kinetic * kinetic)) / Count);
        Assert.True(Math.Abs(y1 - (meanY / norm)) < (4.5 * errorY) + (1e-4 * y1), $"mean y {y1}, expected {meanY / norm} +- {errorY}");
        Assert.True(Math.Abs(kinetic - (meanT / norm)) < (4.5 * errorT) + (1e-3 * kinetic), $"mean T {kinetic}, expected {meanT / norm} +- {errorT}");
    }

    [Fact]
    public void ImpossibleInputIsRefused()
    {
        RandomStream random = new(1, 1, StreamNumber.Signal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ElectronMotion.OfElement(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ElectronMotion.OfCompound([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ElectronMotion.OfCompound([new TargetElement(new Nucleus(6, 12), 0)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AtomicAnnihilation.CrossSection(Dirac, Mass, Width, 0.01, 1e-6, MotionWeight.Rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => AtomicAnnihilation.CrossSection(Dirac, Mass, Width, 10, 0, MotionWeight.Rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => AtomicAnnihilation.CrossSection(Dirac, Mass, 0, 10, Lead, MotionWeight.Rate));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AtomicAnnihilation.Sample(Dirac, Mass, Width, 0.1, Lead, MotionWeight.Rate, ref random, out _, out _, out _));
        Assert.Equal(0, AtomicAnnihilation.CrossSection(Dirac, Mass, Width, 0.1, Lead, MotionWeight.Rate));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AtomicAnnihilationTable.Build(new(AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, 0.2, 0.1), Mass, [new(new Nucleus(6, 12), 1)], 3, 100)));
    }
}
