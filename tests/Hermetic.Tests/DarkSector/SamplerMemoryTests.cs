using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

/// <summary>Samplers and look-ups of the hot loop allocate nothing; counted for this thread alone.</summary>
public class SamplerMemoryTests
{
    [Fact]
    public void SamplersAndLookUpsAllocateNothing()
    {
        const double Mass = 0.2;
        AnnihilationChannel channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.ComplexScalar, Mass / 3, 0.1);
        double width = channel.Width(Mass);
        ElectronMotion motion = ElectronMotion.OfElement(6);
        AtomicAnnihilationTable table = AtomicAnnihilationTable.Build(new(channel, Mass, [new TargetElement(new Nucleus(6, 12), 1)], 20, 100));
        RadiativeReturn radiative = new(Mediator.Axial, 0.1);
        Primakoff primakoff = new(new Nucleus(82, 207), 0.1);
        VectorMesonPhotoproduction mesons = VectorMesonPhotoproduction.Shipped;
        FourMomentum rest = new(Constants.ElectronMass, 0, 0, 0);
        RandomStream random = new(1, 1, StreamNumber.Signal);
        double sum = 0;
        long before = 0;
        // The first turns compile.
        for (int i = 0; i < 2000; i++)
        {
            if (i == 1000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            double energy = 30 + (0.03 * i);
            channel.Sample(FourMomentum.AlongZ(Constants.ElectronMass, 50), rest, ref random, out FourMomentum a, out _);
            AtomicAnnihilation.Sample(channel, Mass, width, energy, motion, MotionWeight.Rate, ref random, out _, out FourMomentum b, out _);
            radiative.Sample(energy, 1, ref random, out FourMomentum c, out _);
            primakoff.Sample(energy, ref random, out FourMomentum d, out _);
            ChargeExchange.Sample(ExchangeMeson.Eta, energy, ref random, out FourMomentum e, out _);
            KaonChargeExchange.Sample(energy, 6, ref random, out FourMomentum f, out _);
            mesons.Sample(VectorMeson.Phi, new Nucleus(82, 207), energy, ref random, out FourMomentum g, out _);
            sum += a.Energy + b.Energy + c.Energy + d.Energy + e.Energy + f.Energy + g.Energy;
            sum += table.MeanCrossSection(energy, 0.99 * energy) + LoopMixing.EpsilonSquared(1e-3 * energy, 1e-3) + primakoff.CrossSection(energy).Elastic;
            sum += AtomicAnnihilation.CrossSection(channel, Mass, width, energy, motion, MotionWeight.Rate);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sum > 0);
        Assert.True(allocated < 1000, $"{allocated} bytes in 1000 turns");
    }
}
