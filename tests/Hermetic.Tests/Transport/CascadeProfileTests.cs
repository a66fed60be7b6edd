using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Signal;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Transport;

/// <summary>The mean cascade that stands for particles below the take-over energy, against the full transport.</summary>
public sealed class CascadeProfileTests
{
    private static LayerStack Units(int units)
    {
        List<(Material, double)> layers = [];
        for (int i = 0; i < units; i++)
        {
            layers.Add((MaterialCatalogue.Get("lead"), 1.5));
            layers.Add((MaterialCatalogue.Get("polystyrene-scintillator"), 1.5));
            layers.Add((MaterialCatalogue.Get("paper"), 0.14));
        }

        return new LayerStack(layers, 229.2);
    }

    /// <summary>Energy in the first 16 units (4.3 X0), which decides on the preshower cut: the mean cascade is within 15 % of the full transport from 0.1 to 10 GeV.</summary>
    [Theory]
    [InlineData(ParticleKind.Electron, 0.1, 300)]
    [InlineData(ParticleKind.Electron, 0.3, 150)]
    [InlineData(ParticleKind.Electron, 1.0, 100)]
    [InlineData(ParticleKind.Electron, 5.0, 40)]
    [InlineData(ParticleKind.Photon, 0.1, 300)]
    [InlineData(ParticleKind.Photon, 1.0, 150)]
    public void PreshowerFractionAgreesWithFullTransport(ParticleKind kind, double energy, int events)
    {
        LayerStack preshower = Units(16);
        TransportCuts cuts = new(1e-4, 5e-4, 3e-5, 2e-4);
        ShowerTables full = ShowerStudy.Run(
            preshower, [.. preshower.Materials.Select(m => new TransportTables(m, cuts))], new ShowerStudyOptions(kind, energy, events, 21, Environment.ProcessorCount));
        double mean = new CascadeProfile(Units(150)).Within(kind, energy, preshower.Depth);
        Assert.True(Math.Abs(mean - full.Deposited.Mean) < (0.15 * full.Deposited.Mean) + (3 * full.Deposited.Error), $"{mean:F4} against {full.Deposited}");
    }
}
