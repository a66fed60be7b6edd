using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Radiation;

/// <summary>Helices against closed forms and a numerical integration; emission of synchrotron photons on the way.</summary>
public sealed class FieldFlightTests
{
    private const double M = Constants.ElectronMass;
    private static readonly FieldLayer Magnet = new(1.75, 0, 4000, 1000);

    /// <summary>An electron on the axis crosses the magnet on a circle: sin(angle) = L/rho, displacement rho (1 - cos), length rho angle; to the +x side, as -e v x B with B along +y demands.</summary>
    [Theory]
    [InlineData(-1, 100)]
    [InlineData(1, 100)]
    [InlineData(-1, 5)]
    public void ACircleThroughTheMagnet(int charge, double energy)
    {
        Particle p = new() { Energy = energy, Uz = 1, Z = 0 };
        double rho = Math.Sqrt(energy * (energy + (2 * M))) / (SynchrotronRadiation.CurvaturePerTesla * 1.75);
        FieldLayer wide = Magnet with { HalfWidth = 1e5 };
        Assert.Equal(FlightEnd.Back, FieldFlight.Advance(ref p, M, charge, wide, double.PositiveInfinity, out double flown));
        double angle = Math.Asin(4000 / rho);
        Assert.Equal(4000, p.Z);
        Assert.Equal(rho * angle, flown, 1e-9 * flown);
        Assert.Equal(-charge * rho * (1 - Math.Cos(angle)), p.X, 1e-9 * Math.Abs(p.X));
        Assert.Equal(-charge * Math.Sin(angle), p.Ux, 1e-13);
        Assert.Equal(flown / 299.792458, p.Time, 1e-6 * p.Time);
    }

    /// <summary>Random starts, fields and energies, turning many times or hardly: the end lies on the named face, going outwards, and is where a fine numerical integration leaves the layer.</summary>
    [Fact]
    public void TheFirstExitIsFound()
    {
        RandomStream random = new(3, 0, StreamNumber.Signal);
        HashSet<FlightEnd> seen = [];
        for (int i = 0; i < 300; i++)
        {
            FieldLayer layer = new((random.NextUniform() - 0.5) * 4, 10, 110, 60);
            double energy = Math.Exp(Math.Log(3e-3) + (10 * random.NextUniform()));
            random.NextAzimuth(out double cosPhi, out double sinPhi);
            Particle p = new()
            {
                X = 110 * (random.NextUniform() - 0.5),
                Y = 110 * (random.NextUniform() - 0.5),
                Z = 10 + (100 * random.NextUniform()),
                Uz = 1,
                Energy = energy,
            };
            p.Turn((2 * random.NextUniform()) - 1, cosPhi, sinPhi);
            Particle stepped = p;
            FlightEnd expected = Integrate(ref stepped, -1, layer);
            Assert.Equal(expected, FieldFlight.Advance(ref p, M, -1, layer, double.PositiveInfinity, out _));
            seen.Add(expected);
            Assert.Equal(stepped.X, p.X, 0.05);
            Assert.Equal(stepped.Y, p.Y, 0.05);
            Assert.Equal(stepped.Z, p.Z, 0.05);
            Assert.Equal(1, (p.Ux * p.Ux) + (p.Uy * p.Uy) + (p.Uz * p.Uz), 1e-12);
        }

        Assert.Equal(3, seen.Count);
    }

    /// <summary>A slow electron that enters the field turns round and leaves through the plane by which it came, on half a circle, also when it starts exactly on that plane.</summary>
    [Fact]
    public void ASlowElectronTurnsRound()
    {
        Particle p = new() { Energy = 0.01, Uz = 1, Z = 0 };
        double rho = Math.Sqrt(p.Energy * (p.Energy + (2 * M))) / (SynchrotronRadiation.CurvaturePerTesla * 1.75);
        Assert.Equal(FlightEnd.Front, FieldFlight.Advance(ref p, M, -1, Magnet, double.PositiveInfinity, out double flown));
        Assert.Equal(Math.PI * rho, flown, 1e-9);
        Assert.Equal(2 * rho, p.X, 1e-9);
        Assert.Equal(-1, p.Uz, 1e-12);
    }

    /// <summary>A closed circle never ends; a photon flies straight.</summary>
    [Fact]
    public void ClosedCirclesAndNeutralParticles()
    {
        Particle p = new() { Energy = 0.01, Ux = 1, Z = 2000 };
        Assert.Equal(FlightEnd.Never, FieldFlight.Advance(ref p, M, 1, Magnet, double.PositiveInfinity, out _));
        Particle photon = new() { Kind = ParticleKind.Photon, Energy = 1, Uz = 1 };
        Assert.Equal(FlightEnd.Back, FieldFlight.Advance(ref photon, 0, 0, Magnet, double.PositiveInfinity, out double flown));
        Assert.Equal(4000, flown);
        Assert.Equal(0, photon.X);
    }

    /// <summary>Photons of 100 GeV electrons: number, energy (less by half of the relative loss, as the electron loses energy on the way), conservation, directions and order in time.</summary>
    [Fact]
    public void PhotonsOfABeamElectron()
    {
        const int Electrons = 20_000;
        double number = 0, energy = 0, worst = 0;
        for (int i = 0; i < Electrons; i++)
        {
            RandomStream random = new(4, (ulong)i, StreamNumber.Shower);
            Particle p = new() { Energy = 100, Uz = 1 };
            double radiated = 0, time = 0;
            while (FieldFlight.ToEmission(ref p, M, -1, Magnet, ref random, out _, out Particle photon) == FlightEnd.Inside)
            {
                number++;
                radiated += photon.Energy;
                Assert.InRange(photon.Time, time, 14);
                time = photon.Time;
                Assert.Equal(1, (photon.Ux * photon.Ux) + (photon.Uy * photon.Uy) + (photon.Uz * photon.Uz), 1e-12);
                Assert.Equal(p.Ux / p.Uz, photon.Ux / photon.Uz, 1e-12);
            }

            energy += radiated;
            worst = Math.Max(worst, Math.Abs(p.Energy + radiated - 100));
        }

        Assert.InRange(worst, 0, 1e-11);
        // Four standard errors: 6.58/sqrt(20 000) and 48.9 MeV/sqrt(20 000).
        Assert.Equal(43.26, number / Electrons, 4 * 0.0465);
        Assert.Equal(0.1550 * (1 - 0.00155), energy / Electrons, 4 * 0.00035);
    }

    /// <summary>A muon of the same momentum emits as many photons per radian less as its gamma is smaller, and with hardly any energy.</summary>
    [Fact]
    public void MuonsHardlyRadiate()
    {
        double number = 0, energy = 0;
        for (int i = 0; i < 20_000; i++)
        {
            RandomStream random = new(5, (ulong)i, StreamNumber.Shower);
            Particle p = new() { Kind = ParticleKind.MuonMinus, Energy = 100, Uz = 1 };
            while (FieldFlight.ToEmission(ref p, Constants.MuonMass, -1, Magnet, ref random, out _, out Particle photon) == FlightEnd.Inside)
            {
                number++;
                energy += photon.Energy;
            }
        }

        Assert.Equal(43.26 * M / Constants.MuonMass, number / 20_000, 0.015);
        Assert.InRange(energy / 20_000, 0, 2e-10);
    }

    private static FlightEnd Integrate(ref Particle p, int charge, in FieldLayer layer)
    {
        double kappa = charge * SynchrotronRadiation.CurvaturePerTesla * layer.Field / Math.Sqrt(p.Energy * (p.Energy + (2 * M)));
        double step = Math.Min(0.02, 1e-3 / Math.Abs(kappa));
        while (true)
        {
            // Midpoint rule: direction at half the step.
            double ux = p.Ux - (0.5 * step * kappa * p.Uz), uz = p.Uz + (0.5 * step * kappa * p.Ux);
            p.X += step * ux;
            p.Y += step * p.Uy;
            p.Z += step * uz;
            (p.Ux, p.Uz) = (p.Ux - (step * kappa * uz), p.Uz + (step * kappa * ux));
            if (Math.Abs(p.X) > layer.HalfWidth || Math.Abs(p.Y) > layer.HalfWidth)
            {
                return FlightEnd.Side;
            }

            if (p.Z < layer.Front || p.Z > layer.Back)
            {
                return p.Z < layer.Front ? FlightEnd.Front : FlightEnd.Back;
            }
        }
    }
}
