using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>Expected number of muon pairs that the photons of a shower make, without disturbing the shower.</summary>
public static class MuonPairStudy
{
    /// <summary>Least kinetic energy in GeV that is followed: below 2 muon masses nothing makes a pair.</summary>
    private const double Least = 0.205;

    /// <summary>
    /// Mean number of pairs per beam particle: for each photon the ratio of the rate of pairs to that of all interactions, both averaged over the layers by thickness. That is exact for layers much thinner than the
    /// photons' mean free path, and nearly so for others, because the ratio hardly depends on the material (both rates go with Z squared). Photons count as interacting inside the stack.
    /// </summary>
    /// <param name="stack">The layers.</param>
    /// <param name="energy">Kinetic energy of the beam electron in GeV.</param>
    /// <param name="events">Number of showers, at least 2.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="threads">Worker threads; they do not change the result.</param>
    /// <param name="cancellation">Ends the run early with <see cref="OperationCanceledException"/>.</param>
    public static Measured PerElectron(LayerStack stack, double energy, int events, ulong seed, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 2);
        TransportCuts cuts = new(0.5 * Least, Least, Least, Least);
        TransportTables[] tables = [.. stack.Materials.Select(m => new TransportTables(m, cuts))];
        double[] thickness = new double[stack.Materials.Count];
        for (int i = 0; i < stack.Count; i++)
        {
            thickness[stack.MaterialOf[i]] += stack.Edges[i + 1] - stack.Edges[i];
        }

        double[] perEvent = new double[events];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, events, options, () => new ShowerTransport<Pairs>(stack, tables), (i, _, transport) =>
        {
            Pairs pairs = new(tables, thickness);
            RandomStream random = new(seed, (ulong)i, StreamNumber.Shower);
            transport.Run(new Particle { Kind = ParticleKind.Electron, Energy = energy, Uz = 1 }, ref random, ref pairs);
            perEvent[i] = pairs.Expected;
            return transport;
        }, _ => { });
        double mean = perEvent.Average();
        double variance = perEvent.Sum(p => (p - mean) * (p - mean)) / (events - 1.0);
        return new Measured(mean, Math.Sqrt(variance / events));
    }

    private struct Pairs(TransportTables[] tables, double[] thickness) : IScoring
    {
        public double Expected { get; private set; }

        public readonly void Deposit(in EnergyDeposit deposit)
        {
            // Only photons count.
        }

        public readonly int Track(in Particle after, double energyBefore, double length, int layer) => after.Owner;

        public bool TakeOver(in Particle particle)
        {
            if (particle.Kind == ParticleKind.Photon && particle.Energy > MuonPairs.Threshold)
            {
                double pairs = 0, all = 0;
                for (int m = 0; m < tables.Length; m++)
                {
                    pairs += thickness[m] * MuonPairs.Rate(tables[m].Material, particle.Energy);
                    all += thickness[m] * ((tables[m].Photons?.Rates(particle.Energy).Total ?? 0) + tables[m].MuonPairRate(particle.Energy));
                }

                Expected += pairs / all;
            }

            return particle.Energy < Least;
        }

        public readonly void Escape(in Particle particle, Face face)
        {
            // What leaves has hardly any energy in a stack of many radiation lengths.
        }
    }
}
