using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Core.Storage;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

public sealed class DarkBremsstrahlungTableTests
{
    // Atoms per mm^3 of a lead-scintillator stack, 1.5 to 1.5 in thickness.
    private static readonly TargetElement[] LeadScintillator =
    [
        new(new Nucleus(82, 207.2), 1.65e19), new(new Nucleus(6, 12.011), 2.4e19), new(new Nucleus(1, 1.008), 2.6e19), new(new Nucleus(8, 15.999), 1e17),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DarkBremsstrahlungRequest Electrons => new(Mediator.Vector, Constants.ElectronMass, LeadScintillator, 50, 105);

    [Theory]
    [InlineData(Mediator.Vector, 0.001)]
    [InlineData(Mediator.Vector, 0.0167)]
    [InlineData(Mediator.Scalar, 0.15)]
    [InlineData(Mediator.Vector, 1.0)]
    public void TableAgreesWithDirectIntegration(Mediator mediator, double mass)
    {
        DarkBremsstrahlungRequest request = Electrons with { Mediator = mediator };
        DarkBremsstrahlungTable table = DarkBremsstrahlungTable.Build(request, mass);
        (double Density, DarkBremsstrahlung Process)[] direct =
        [
            .. request.Elements.Select(e => (e.AtomsPerMm3 * Constants.Picobarn,
                new DarkBremsstrahlung(mediator, request.LeptonMass, e.Nucleus, mass, new EtlGrid(40, 24, 48, 0.01, 1e5)))),
        ];
        double Direct(double energy, double xMin) => direct.Sum(d => d.Density * d.Process.Total(energy, xMin).Sum);

        foreach (double energy in (double[])[50.05, 51.3, 57, 73, 104])
        {
            double expected = Direct(energy, 50 / energy);
            Relative.Close(expected, table.PerLength(energy), 0.005, $"per length at {energy} GeV");
            foreach (double quantile in (double[])[0.05, 0.5, 0.9])
            {
                double fraction = Direct(energy, 1 - table.OneMinusX(energy, quantile)) / expected;
                Relative.Close(1 - quantile, fraction, 0.005, $"fraction above quantile {quantile} at {energy} GeV");
            }
        }
    }

    /// <summary>Heavy mediators near the threshold, where the recoil of a light nucleus forbids a sliver of x: every number is finite, and the probability rises with energy.</summary>
    [Theory]
    [InlineData(0.59)]
    [InlineData(0.8)]
    [InlineData(1.0)]
    public void HeavyMediatorsNearTheThresholdAreFinite(double mass)
    {
        DarkBremsstrahlungTable table = DarkBremsstrahlungTable.Build(Electrons with { MinimumMediatorEnergy = 20, MaximumLeptonEnergy = 110 }, mass);
        Assert.All(table.Pack(), value => Assert.True(double.IsFinite(value)));
        double previous = 0;
        for (double above = 1e-6; above < 80; above *= 1.5)
        {
            double now = table.PerLength(20 + Constants.ElectronMass + above);
            Assert.True(now >= previous, $"falls at {above} GeV above the threshold");
            previous = now;
        }
    }

    [Fact]
    public void ThresholdIsTheMinimumEnergyPlusTheLeptonMass()
    {
        DarkBremsstrahlungTable table = DarkBremsstrahlungTable.Build(Electrons, 0.1);
        Assert.Equal(0, table.PerLength(1));
        Assert.Equal(0, table.PerLength(50 + Constants.ElectronMass));
        Assert.True(table.PerLength(50.001) > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.PerLength(105.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.OneMinusX(49, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.OneMinusX(90, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkBremsstrahlungTable.Build(Electrons with { MinimumMediatorEnergy = 0.15 }, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkBremsstrahlungTable.Build(Electrons with { MaximumLeptonEnergy = 50 }, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkBremsstrahlungTable.Build(Electrons with { Elements = [] }, 0.1));
    }

    [Theory]
    [InlineData(0.0005)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void InverseDistributionIsMonotoneAndSpansItsRange(double mass)
    {
        DarkBremsstrahlungTable table = DarkBremsstrahlungTable.Build(Electrons, mass);
        foreach (double energy in (double[])[50.01, 60, 77.7, 105])
        {
            Relative.Close(1 - (50 / energy), table.OneMinusX(energy, 0), 1e-9, "lower end of x");
            Relative.Close(Constants.ElectronMass / energy, table.OneMinusX(energy, 1), 1e-9, "upper end of x");
            double last = double.PositiveInfinity;
            for (int i = 0; i <= 1000; i++)
            {
                double rest = table.OneMinusX(energy, i / 1000.0);
                Assert.True(rest < last, $"at {energy} GeV, quantile {i}");
                last = rest;
            }
        }
    }

    [Fact]
    public void SampledMeanEqualsTheIntegratedMean()
    {
        const double Energy = 95;
        DarkBremsstrahlungRequest request = Electrons with { Elements = [new(new Nucleus(82, 207.2), 3.3e19)] };
        DarkBremsstrahlungTable table = DarkBremsstrahlungTable.Build(request, 0.01);
        DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207.2), 0.01);
        // Mean of 1 - x as the integral of the fraction below each value.
        double total = process.Total(Energy, 50 / Energy).Sum;
        double range = 1 - (50 / Energy);
        double mean = Core.Numerics.Quadrature.GaussLegendre(24).Integrate(
            v => 2 * v * range * (1 - (process.Total(Energy, 1 - (range * v * v)).Sum / total)), 0, 1);
        RandomStream random = new(5, 1, StreamNumber.Signal);
        double sum = 0, sum2 = 0;
        const int Samples = 200_000;
        for (int i = 0; i < Samples; i++)
        {
            double rest = table.OneMinusX(Energy, random.NextUniform());
            sum += rest;
            sum2 += rest * rest;
        }

        double sampled = sum / Samples;
        double error = Math.Sqrt(((sum2 / Samples) - (sampled * sampled)) / Samples);
        Assert.InRange(sampled, mean - (4 * error) - (0.003 * mean), mean + (4 * error) + (0.003 * mean));
    }

    [Fact]
    public void CompoundIsTheSumOfItsElements()
    {
        DarkBremsstrahlungTable compound = DarkBremsstrahlungTable.Build(Electrons, 0.05);
        double sum = LeadScintillator.Sum(e => DarkBremsstrahlungTable.Build(Electrons with { Elements = [e] }, 0.05).PerLength(88));
        Relative.Close(sum, compound.PerLength(88), 1e-4, "sum of elements");
    }

    [Fact]
    public void PackedTableIsTheSame()
    {
        DarkBremsstrahlungTable table = DarkBremsstrahlungTable.Build(Electrons, 0.2);
        DarkBremsstrahlungTable copy = DarkBremsstrahlungTable.Unpack(table.Pack());
        Assert.Equal(table.PerLength(71.3), copy.PerLength(71.3));
        Assert.Equal(table.OneMinusX(71.3, 0.37), copy.OneMinusX(71.3, 0.37));
        Assert.Equal(0.2, copy.MediatorMass);
        Assert.Throws<ArgumentException>(() => DarkBremsstrahlungTable.Unpack([1, 2, 3]));
    }

    [Fact]
    public void StoreAndThreadsDoNotChangeTheTables()
    {
        string folder = Path.Combine(Path.GetTempPath(), "hermetic-test-" + Guid.NewGuid().ToString("N"));
        try
        {
            ResultStore store = new(folder);
            double[] masses = [0.003, 0.03, 0.3];
            int[] reports = new int[masses.Length + 1];
            Counter progress = new(n => reports[n]++);
            DarkBremsstrahlungTable[] first = DarkBremsstrahlungTable.BuildAll(Electrons, masses, store, 2, progress, Cancellation);
            Assert.Equal([0, 1, 1, 1], reports);
            Assert.Equal(3, Directory.GetFiles(folder).Length);
            DarkBremsstrahlungTable[] second = DarkBremsstrahlungTable.BuildAll(Electrons, masses, store, 1, null, Cancellation);
            DarkBremsstrahlungTable[] without = DarkBremsstrahlungTable.BuildAll(Electrons, masses, null, 1, null, Cancellation);
            for (int i = 0; i < masses.Length; i++)
            {
                Assert.Equal(first[i].Pack(), second[i].Pack());
                Assert.Equal(first[i].Pack(), without[i].Pack());
            }

            // Another threshold is another table.
            DarkBremsstrahlungTable.BuildAll(Electrons with { MinimumMediatorEnergy = 51 }, [0.03], store, 1, null, Cancellation);
            Assert.Equal(4, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void CancelledAndRefusedWorkSaySo()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => DarkBremsstrahlungTable.BuildAll(Electrons, [0.1], null, 1, null, source.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarkBremsstrahlungTable.BuildAll(Electrons, [0.1, -1], null, 2, null, Cancellation));
    }

    private sealed class Counter(Action<int> action) : IProgress<int>
    {
        public void Report(int value)
        {
            lock (action)
            {
                action(value);
            }
        }
    }
}
