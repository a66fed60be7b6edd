using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Simulation.Transport;

/// <content>Muons and charged hadrons in the shower: <see cref="HeavyTransport"/> with tables made when a kind first appears.</content>
public sealed partial class ShowerTransport<TScoring>
{
    private readonly HeavySecondaries _heavySecondaries = new();
    private readonly Dictionary<HeavyParticle, HeavyTransport> _heavyTransports = [];

    /// <summary>Steps of muons and hadrons since construction.</summary>
    public long HeavySteps { get; private set; }

    private void FollowHeavy(ref Particle p, ref RandomStream random, ref TScoring scoring)
    {
        HeavyParticle particle = HeavyTransport.Facts(p.Kind)!;
        if (!_heavyTransports.TryGetValue(particle, out HeavyTransport? transport))
        {
            transport = new HeavyTransport(_stack, [.. _tables.Select(t => HeavyTables.Of(t, particle))]);
            _heavyTransports[particle] = transport;
        }

        long before = transport.Steps;
        _heavySecondaries.Clear();
        transport.Follow(ref p, ref random, ref scoring, _heavySecondaries);
        HeavySteps += transport.Steps - before;
        foreach (ref readonly Particle made in _heavySecondaries.Particles)
        {
            Emit(made, ref random, ref scoring);
        }
    }
}
