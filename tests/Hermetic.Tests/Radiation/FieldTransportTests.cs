using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Radiation;

/// <summary>Layers with a field in the transport of showers.</summary>
public sealed class FieldTransportTests
{
    private static readonly TransportCuts Cuts = new(1e-4, 5e-4, 3e-5, 2e-4);
    private static readonly Material Vacuum = MaterialCatalogue.Get("vacuum");

    /// <summary>Showers between two magnets: slow particles turn round in the fields and come back, others leave through every face; energy is kept event by event.</summary>
    [Theory]
    [InlineData(ParticleKind.Electron, 100)]
    [InlineData(ParticleKind.Positron, 100)]
    [InlineData(ParticleKind.Electron, 0.02)]
    [InlineData(ParticleKind.Photon, 5)]
    public void EnergyIsConserved(ParticleKind kind, double energy)
    {
        Material lead = MaterialCatalogue.Get("lead");
        LayerStack stack = new([new Layer(Vacuum, 400, Field: 1.75), new Layer(lead, 20), new Layer(Vacuum, 300, Field: -1), new Layer(Vacuum, 200), new Layer(lead, 10)], 120);
        ShowerTransport<Ledger> transport = Transport(stack);
        for (int i = 0; i < 40; i++)
        {
            Ledger ledger = default;
            RandomStream random = new(11, (ulong)i, StreamNumber.Shower);
            transport.Run(new Particle { Kind = kind, Energy = energy, Uz = 1 }, ref random, ref ledger);
            // Every positron that annihilated brought two electron masses from the beam's rest energy or from a pair made before.
            double beam = energy + (kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
            Assert.Equal(beam, ledger.Total, 1e-9 * beam);
        }
    }

    /// <summary>
    /// The set-up of a synchrotron tag: 100 GeV electrons in 4 m of 1.75 T, then 15 m of vacuum. The electron arrives displaced by rho (1 - cos) + 15 m tan(21 mrad), to +x because By is upwards; all photons
    /// arrive, spread between the straight line and the electron, with the closed form's number and energy, and nothing is deposited but what is below 1 keV.
    /// </summary>
    [Fact]
    public void PhotonsAndElectronArriveBehindTheMagnet()
    {
        LayerStack stack = new([new Layer(Vacuum, 4000, Field: 1.75), new Layer(Vacuum, 15_000)], 2000);
        ShowerTransport<Ledger> transport = Transport(stack);
        const int Electrons = 2000;
        Ledger sum = default;
        RandomStream random = new(12, 0, StreamNumber.Shower);
        for (int i = 0; i < Electrons; i++)
        {
            transport.Run(new Particle { Kind = ParticleKind.Electron, Energy = 100, Uz = 1 }, ref random, ref sum);
        }

        double rho = 100 / (SynchrotronRadiation.CurvaturePerTesla * 1.75);
        double angle = Math.Asin(4000 / rho);
        double displacement = (rho * (1 - Math.Cos(angle))) + (15_000 * Math.Tan(angle));
        Assert.Equal(displacement, sum.ElectronX / Electrons, 0.003 * displacement);
        Assert.InRange(sum.LeastPhotonX, -1, 5);
        Assert.InRange(sum.GreatestPhotonX, 0.95 * displacement, 1.02 * displacement);
        // 5.4 % of the photons are below 1 keV. Four standard errors.
        Assert.Equal(43.26 * (1 - 0.0543), sum.Photons / Electrons, 4 * 0.15);
        Assert.Equal(0.1548, sum.PhotonEnergy / Electrons, 4 * 0.0011);
        Assert.InRange(sum.Deposited / Electrons, 0, 2e-6);
    }

    private static ShowerTransport<Ledger> Transport(LayerStack stack) => new(stack, [.. stack.Materials.Select(m => new TransportTables(m, Cuts))]);

    private struct Ledger : IScoring
    {
        public double Deposited, Escaped, PhotonEnergy, Photons, ElectronX, LeastPhotonX, GreatestPhotonX;

        public readonly double Total => Deposited + Escaped;

        public void Deposit(in EnergyDeposit deposit) => Deposited += deposit.Energy;

        public readonly int Track(in Particle after, double energyBefore, double length, int layer) => after.Owner;

        public readonly bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face)
        {
            Escaped += particle.Energy + (particle.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
            if (particle.Kind == ParticleKind.Photon)
            {
                Photons++;
                PhotonEnergy += particle.Energy;
                LeastPhotonX = Math.Min(LeastPhotonX, particle.X);
                GreatestPhotonX = Math.Max(GreatestPhotonX, particle.X);
            }
            else
            {
                ElectronX += particle.X;
            }
        }
    }
}
