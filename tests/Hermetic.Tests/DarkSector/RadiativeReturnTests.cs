using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public class RadiativeReturnTests
{
    private const double M = Constants.ElectronMass;

    private static readonly FourMomentum ElectronAtRest = new(M, 0, 0, 0);

    [Theory]
    [InlineData(Mediator.Vector)]
    [InlineData(Mediator.Axial)]
    [InlineData(Mediator.Scalar)]
    [InlineData(Mediator.Pseudoscalar)]
    public void SquaredAmplitudesAreTheTracesOfDiracMatrices(Mediator mediator)
    {
        // Energies near the threshold, where the electron's mass matters, and far above it.
        foreach ((double mass, double energy) in new[] { (0.6e-3, 1.5e-3), (2e-3, 6e-3), (5e-3, 0.03), (0.02, 1.0) })
        {
            foreach (double z in new[] { -0.99, -0.4, 0.1, 0.7, 1 })
            {
                double s = ResonantAnnihilation.S(energy);
                double squared = SquaredAmplitude(mediator, mass, s, z);
                double photon = (s - (mass * mass)) / (2 * Math.Sqrt(s)), electron = Math.Sqrt((s / 4) - (M * M));
                double expected = 16 * Math.PI * Math.PI * Constants.Alpha * Constants.Alpha * squared * photon / (32 * Math.PI * s * electron)
                    * Constants.PicobarnPerInverseGeV2;
                Relative.Close(expected, new RadiativeReturn(mediator, mass).DifferentialCrossSection(energy, z), 1e-9, $"{mediator}, {mass} GeV at {energy} GeV, z = {z}");
            }
        }
    }

    [Fact]
    public void VectorIsTheFormulaOfTheLiteratureAwayFromTheBeam()
    {
        // (4 pi alpha^2/s) [(s-mX^2)(1+z^2)/(2s) + 2 mX^2/(s-mX^2)]/(1 - beta^2 z^2), arXiv:1802.03794.
        const double Mass = 0.05, Energy = 20;
        double s = ResonantAnnihilation.S(Energy), d = s - (Mass * Mass);
        foreach (double z in new[] { -0.9, 0, 0.6 })
        {
            double expected = 4 * Math.PI * Constants.Alpha * Constants.Alpha / s * ((d * (1 + (z * z)) / (2 * s)) + (2 * Mass * Mass / d)) / (1 - (z * z)) * Constants.PicobarnPerInverseGeV2;
            Relative.Close(expected, new RadiativeReturn(Mediator.Vector, Mass).DifferentialCrossSection(Energy, z), 3e-4, $"z = {z}");
        }
    }

    [Fact]
    public void MasslessVectorIsAnnihilationIntoTwoPhotons()
    {
        // Twice Heitler's cross section: two photons are counted once there.
        double heitler = Hermetic.Physics.Matter.Annihilation.CrossSection(1 - M) / Constants.Picobarn;
        RadiativeReturn light = new(Mediator.Vector, 1e-6);
        Relative.Close(2 * heitler, light.CrossSection(1, 1e-7), 1e-5, "two photons");
    }

    [Fact]
    public void TotalIsTheIntegralOfTheDifferentialCrossSection()
    {
        Prop.ForAll(Gen.Choose(0, 3).ToArbitrary(), Gen.Choose(1, 900).ToArbitrary(), Gen.Choose(1, 900).ToArbitrary(), (kind, a, b) =>
        {
            double energy = 5 + (0.1 * a), s = ResonantAnnihilation.S(energy);
            RadiativeReturn process = new((Mediator)kind, 1e-3 * b * Math.Sqrt(s));
            double hardest = process.PhotonEnergy(energy, 1);
            double total = process.CrossSection(energy, 0.1 * hardest);
            // The cut as a cosine, from the energies at both ends; then uniform in artanh(beta z).
            double softest = process.PhotonEnergy(energy, -1), from = Math.Max(-1, (2 * ((0.1 * hardest) - softest) / (hardest - softest)) - 1);
            double beta = Math.Sqrt(1 - (4 * M * M / s)), low = Math.Atanh(beta * from), high = Math.Atanh(beta);
            double sum = Quadrature.GaussLegendre(60).Integrate(
                u => process.DifferentialCrossSection(energy, Math.Min(1, Math.Tanh(u) / beta)) * (1 - (Math.Tanh(u) * Math.Tanh(u))) / beta, low, high);
            Relative.Close(sum, total, 1e-6, $"{process.Mediator} of {process.MediatorMass} GeV at {energy} GeV");
            Assert.True(total > 0);
            Assert.True(process.CrossSection(energy, 0.05 * hardest) >= total);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void OnlyAboveTheThresholdAndDivergentTowardsIt()
    {
        RadiativeReturn process = new(Mediator.Vector, 0.1);
        Assert.Equal(0, process.CrossSection(0.99 * process.ThresholdEnergy, 1e-3));
        Assert.Equal(0, process.DifferentialCrossSection(0.99 * process.ThresholdEnergy, 0.3));
        Assert.Equal(0, process.CrossSection(1.001 * process.ThresholdEnergy, 1));
        // Soft photons: dsigma/dz grows as 1/(s - mX^2).
        double near = process.DifferentialCrossSection(1.0001 * process.ThresholdEnergy, 0), nearer = process.DifferentialCrossSection(1.00001 * process.ThresholdEnergy, 0);
        Relative.Close(10, nearer / near, 1e-2, "soft photons");
    }

    [Fact]
    public void LightAxialVectorIsAPseudoscalarOfItsLongitudinalCoupling()
    {
        // Equivalence: a light axial vector emits its longitudinal mode as a pseudoscalar with coupling 2 m/mX, plus two transverse ones as a vector.
        double axial = new RadiativeReturn(Mediator.Axial, 2e-6).CrossSection(10, 0.1);
        double pseudoscalar = new RadiativeReturn(Mediator.Pseudoscalar, 2e-6).CrossSection(10, 0.1);
        Relative.Close(4 * M * M / 4e-12 * pseudoscalar, axial, 1e-4, "longitudinal mode");
    }

    [Fact]
    public void SamplesConserveFourMomentumAndFollowTheDistribution()
    {
        RandomStream random = new(4, 1, StreamNumber.Signal);
        const int Count = 20_000;
        foreach (Mediator mediator in Enum.GetValues<Mediator>())
        {
            const double Energy = 100, Cut = 2;
            RadiativeReturn process = new(mediator, 0.2);
            FourMomentum total = FourMomentum.AlongZ(M, Energy) + ElectronAtRest;
            double mean = 0, square = 0;
            for (int i = 0; i < Count; i++)
            {
                process.Sample(Energy, Cut, ref random, out FourMomentum photon, out FourMomentum x);
                Conservation.Check(total, photon + x);
                Conservation.Mass(0, photon);
                Conservation.Mass(0.2, x, Energy);
                Assert.True(photon.Energy >= Cut * (1 - 1e-9));
                mean += photon.Energy / Count;
                square += photon.Energy * photon.Energy / Count;
            }

            // Mean photon energy from the totals: int dk sigma(> k)/sigma(> cut) + cut.
            double hardest = process.PhotonEnergy(Energy, 1);
            double sum = Quadrature.GaussLegendre(80).Integrate(v => process.CrossSection(Energy, hardest - ((hardest - Cut) * v * v * v)) * 3 * v * v * (hardest - Cut), 0, 1);
            double expected = Cut + (sum / process.CrossSection(Energy, Cut)), error = Math.Sqrt((square - (mean * mean)) / Count);
            Assert.True(Math.Abs(mean - expected) < (4.5 * error) + (1e-3 * expected), $"{mediator}: mean photon energy {mean}, expected {expected} +- {error}");
        }
    }

    [Fact]
    public void ImpossibleInputIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RadiativeReturn((Mediator)5, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RadiativeReturn(Mediator.Vector, 0));
        RadiativeReturn process = new(Mediator.Vector, 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => process.CrossSection(20, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.DifferentialCrossSection(20, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => process.PhotonEnergy(1, 0));
        RandomStream random = new(1, 1, StreamNumber.Signal);
        Assert.Throws<ArgumentOutOfRangeException>(() => process.Sample(20, 19, ref random, out _, out _));
    }

    /// <summary>Spin-averaged |M|^2/e^4 of e+ e- -> gamma X, from both diagrams, z counted from the electron (it is even in z).</summary>
    private static double SquaredAmplitude(Mediator mediator, double mass, double s, double z)
    {
        double energy = Math.Sqrt(s) / 2, p = Math.Sqrt((energy - M) * (energy + M)), k = (s - (mass * mass)) / (4 * energy), sine = Math.Sqrt(1 - (z * z));
        FourMomentum electron = new(energy, 0, 0, p), positron = new(energy, 0, 0, -p), photon = new(k, k * sine, 0, k * z);
        FourMomentum x = electron + positron - photon;
        DiracMatrix first = (-1 / (2 * electron.Dot(photon))) * (DiracMatrix.Slash(electron - photon) + (M * DiracMatrix.One));
        DiracMatrix second = (-1 / (2 * positron.Dot(photon))) * (DiracMatrix.Slash(photon - positron) + (M * DiracMatrix.One));
        DiracMatrix initial = DiracMatrix.Slash(electron) + (M * DiracMatrix.One), other = DiracMatrix.Slash(positron) + (-M * DiracMatrix.One);
        DiracMatrix[] vertex = DiracMatrix.Vertex(mediator);
        Complex sum = 0;
        for (int mu = 0; mu < 4; mu++)
        {
            DiracMatrix[] amplitude = [.. vertex.Select(v => (v * first * DiracMatrix.Gamma[mu]) + (DiracMatrix.Gamma[mu] * second * v))];
            for (int i = 0; i < vertex.Length; i++)
            {
                for (int j = 0; j < vertex.Length; j++)
                {
                    double polarisation = vertex.Length == 1
                        ? 1
                        : (i == j ? -DiracMatrix.Metric[i] : 0)
                            + (DiracMatrix.Metric[i] * DiracMatrix.Component(x, i) * DiracMatrix.Metric[j] * DiracMatrix.Component(x, j) / (mass * mass));
                    sum += -DiracMatrix.Metric[mu] * polarisation * (other * amplitude[i] * initial * amplitude[j].Bar).Trace;
                }
            }
        }

        return sum.Real / 4;
    }
}
