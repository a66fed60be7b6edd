using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Core.Storage;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public sealed class CrossSectionGridTests
{
    private static readonly TargetElement[] Lead = [new(new Nucleus(82, 207), 3.3e19)];
    private static readonly TargetElement[] Compound = [new(new Nucleus(82, 207.2), 1.65e19), new(new Nucleus(6, 12.011), 2.4e19), new(new Nucleus(1, 1.008), 2.6e19)];

    private static CrossSectionGridRequest Electrons => new(Mediator.Vector, Constants.ElectronMass, Lead, 0.001, 1, 10, 200, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void InterpolationAgreesWithDirectIntegration()
    {
        foreach (CrossSectionGridRequest request in (CrossSectionGridRequest[])
            [Electrons, Electrons with { Mediator = Mediator.Axial, LeptonMass = Constants.MuonMass, XMin = 0.5 }, Electrons with { Elements = Compound, Masses = 30, Energies = 20 }])
        {
            CrossSectionGrid grid = CrossSectionGrid.Build(request, 2, Cancellation);
            Assert.InRange(grid.MeasuredError, 0, 0.002);
            RandomStream random = new(31, 1, 0);
            for (int i = 0; i < 12; i++)
            {
                double mass = Math.Pow(1000, -random.NextUniform()), energy = 10 * Math.Pow(20, random.NextUniform());
                double atoms = request.Elements.Sum(e => e.AtomsPerMm3);
                double elastic = 0, inelastic = 0;
                foreach (TargetElement element in request.Elements)
                {
                    CrossSectionParts total = new DarkBremsstrahlung(request.Mediator, request.LeptonMass, element.Nucleus, mass, EtlGrid.Fine).Total(energy, request.XMin);
                    elastic += element.AtomsPerMm3 / atoms * total.Elastic;
                    inelastic += element.AtomsPerMm3 / atoms * total.Inelastic;
                }

                CrossSectionParts value = grid.Total(mass, energy);
                Relative.Close(elastic, value.Elastic, 0.002, $"elastic at {mass}, {energy}");
                Relative.Close(inelastic, value.Inelastic, 0.002, $"inelastic at {mass}, {energy}");
                Relative.Close(1e-34 * atoms * value.Sum, grid.PerLength(mass, energy), 1e-12, "per length");
            }
        }
    }

    [Fact]
    public void AHardCornerIsStated()
    {
        // 3 GeV at 10 GeV: the form factor ends production, and no grid in logarithms follows that.
        CrossSectionGridRequest request = Electrons with { MaximumMass = 3, Masses = 20, Energies = 20 };
        Assert.True(CrossSectionGrid.Build(request, 2, Cancellation).MeasuredError > 0.01);
    }

    [Fact]
    public void StoreAndThreadsDoNotChangeTheGrid()
    {
        string folder = Path.Combine(Path.GetTempPath(), "hermetic-test-" + Guid.NewGuid().ToString("N"));
        try
        {
            ResultStore store = new(folder);
            CrossSectionGridRequest request = Electrons with { Masses = 8, Energies = 9 };
            CrossSectionGrid first = CrossSectionGrid.Obtain(request, store, 2, Cancellation);
            Assert.Single(Directory.GetFiles(folder));
            CrossSectionGrid second = CrossSectionGrid.Obtain(request, store, 1, Cancellation), without = CrossSectionGrid.Obtain(request, null, 1, Cancellation);
            Assert.Equal(first.Total(0.03, 77), second.Total(0.03, 77));
            Assert.Equal(first.Total(0.03, 77), without.Total(0.03, 77));
            Assert.Equal(first.MeasuredError, second.MeasuredError);
            // Each part of a request decides the entry.
            CrossSectionGrid.Obtain(request with { XMin = 0.1 }, store, 2, Cancellation);
            CrossSectionGrid.Obtain(request with { MaximumEnergy = 201 }, store, 2, Cancellation);
            CrossSectionGrid.Obtain(request with { Elements = [new(new Nucleus(74, 183.84), 3.3e19)] }, store, 2, Cancellation);
            Assert.Equal(4, Directory.GetFiles(folder).Length);
            // A damaged entry is computed again.
            foreach (string file in Directory.GetFiles(folder))
            {
                WholeFile.Write(file, [1, 2, 3]);
            }

            Assert.Equal(first.Total(0.03, 77), CrossSectionGrid.Obtain(request, store, 1, Cancellation).Total(0.03, 77));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ArgumentsOutsideTheGridAreRefusedWithItsRange()
    {
        CrossSectionGrid grid = CrossSectionGrid.Build(Electrons with { Masses = 8, Energies = 8 }, 2, Cancellation);
        Assert.Contains("[0.001, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => grid.Total(1.01, 100)).Message);
        Assert.Contains("[10, 200]", Assert.Throws<ArgumentOutOfRangeException>(() => grid.Total(0.1, 9.9)).Message);
        Assert.True(grid.Total(0.001, 10).Sum > 0 && grid.Total(1, 200).Sum > 0);
        foreach (CrossSectionGridRequest wrong in (CrossSectionGridRequest[])
            [
                Electrons with { MinimumMass = 1e-9 }, Electrons with { MaximumMass = 4 }, Electrons with { MinimumEnergy = 1.5 }, Electrons with { MaximumEnergy = 9 },
                Electrons with { XMin = 1 }, Electrons with { Masses = 3 }, Electrons with { Elements = [] }, Electrons with { Elements = [new(new Nucleus(82, 207), 0)] },
            ])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => CrossSectionGrid.Build(wrong, 1, Cancellation));
        }

        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CrossSectionGrid.Build(Electrons, 1, source.Token));
    }
}
