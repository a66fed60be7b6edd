using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Showers;

/// <summary>Tests that nothing else may run beside, because they count for the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "alone in the process";
}

/// <summary>Memory of the showers.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class MemoryTests
{
    /// <summary>Memory does not grow with the number of events: what is allocated for many showers is what is allocated for few.</summary>
    [Fact]
    public void NothingIsAllocatedForAnEvent()
    {
        StackSetup thin = StackLibrary.Get("Pb 2mm");
        TransportTables[] tables = [.. thin.Stack.Materials.Select(m => new TransportTables(m, new TransportCuts(1e-3, 1e-3, 1e-3, 1e-3)))];
        long Allocated(int events)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            ShowerStudy.Run(thin.Stack, tables, new ShowerStudyOptions(ParticleKind.Electron, 0.1, events, 3, 1));
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Allocated(300);
        // The runtime itself allocates at times: the least of a few differences is ours.
        Assert.InRange(Enumerable.Range(0, 4).Min(_ => Allocated(20_000) - Allocated(300)), long.MinValue, 400_000);
    }
}
