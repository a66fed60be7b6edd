using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Transport;

/// <summary>Showers: conservation and reproducibility. The comparison with Geant4 and EGSnrc is in "hermetic validate".</summary>
public sealed class ShowerTests
{
    private static readonly TransportCuts Fine = new(1e-4, 5e-4, 3e-5, 2e-4);
    private static readonly Material Lead = MaterialCatalogue.Get("lead");
    private static readonly LayerStack Slab = new([(Lead, 224.48)], 600);

    [Theory]
    [InlineData(ParticleKind.Electron)]
    [InlineData(ParticleKind.Positron)]
    [InlineData(ParticleKind.Photon)]
    public void EnergyIsConserved(ParticleKind kind)
    {
        Material scintillator = MaterialCatalogue.Get("polystyrene-scintillator");
        (Material, double)[] layers = [.. Enumerable.Range(0, 40).Select(i => (i % 3) switch { 0 => (Lead, 1.5), 1 => (scintillator, 1.5), _ => (MaterialCatalogue.Get("vacuum"), 0.5) })];
        LayerStack thin = new(layers, 60);
        // A thin and narrow stack, so that energy leaves through every face.
        for (int e = 0; e < 3; e++)
        {
            double energy = Math.Pow(10, e - 1);
            ShowerTables a = Run(thin, Fine, kind, energy, 20, (ulong)e, 2);
            double beam = energy + (kind == ParticleKind.Positron ? 2 * Hermetic.Core.Constants.ElectronMass : 0);
            double all = (a.Deposited.Mean + a.FrontLeakage.Mean + a.BackLeakage.Mean + a.SideLeakage.Mean) * energy;
            Assert.Equal(beam, all, 1e-9 * beam);
        }
    }

    [Fact]
    public void AveragesDoNotDependOnTheNumberOfThreads()
    {
        ShowerTables one = Run(Slab, Fine, ParticleKind.Electron, 1, 30, 9, 1);
        ShowerTables three = Run(Slab, Fine, ParticleKind.Electron, 1, 30, 9, 3);
        Assert.Equal(one.Profile, three.Profile);
        Assert.Equal(one.Tracks, three.Tracks);
    }

    private static ShowerTables Run(LayerStack stack, TransportCuts cuts, ParticleKind kind, double energy, int events, ulong seed, int threads) =>
        ShowerStudy.Run(stack, [.. stack.Materials.Select(m => new TransportTables(m, cuts))], new ShowerStudyOptions(kind, energy, events, seed, threads));
}
