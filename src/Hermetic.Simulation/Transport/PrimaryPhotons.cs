using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>Counts the photons that a beam electron itself radiates in a stack: the observable in which the suppression of soft photons (LPM) shows.</summary>
public static class PrimaryPhotons
{
    /// <summary>Mean number of photons above each threshold per electron, counted at emission; collisions are continuous loss, so that the photons are the only secondaries.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="energy">Kinetic energy of the electron in GeV.</param>
    /// <param name="thresholds">Photon energies in GeV, the least at least 10 keV.</param>
    /// <param name="events">Number of electrons, at least 2.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="threads">Worker threads; they do not change the result.</param>
    /// <param name="cancellation">Ends the run early with <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<Measured> Count(
        LayerStack stack, double energy, IReadOnlyList<double> thresholds, int events, ulong seed, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 2);
        double least = thresholds.Min();
        // An electron below the least threshold radiates nothing that counts; no Moller electron can carry more than half the energy.
        TransportCuts cuts = new(0.5 * least, energy, 0.5 * least, least);
        TransportTables[] tables = [.. stack.Materials.Select(m => new TransportTables(m, cuts))];
        double[] limits = [.. thresholds];
        int[][] perEvent = new int[events][];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, events, options, () => new ShowerTransport<Counter>(stack, tables), (i, _, transport) =>
        {
            Counter counter = new(limits);
            RandomStream random = new(seed, (ulong)i, StreamNumber.Shower);
            transport.Run(new Particle { Kind = ParticleKind.Electron, Energy = energy, Uz = 1 }, ref random, ref counter);
            perEvent[i] = counter.Counts;
            return transport;
        }, _ => { });
        return [.. limits.Select((_, t) =>
        {
            double mean = perEvent.Average(c => c[t]);
            double variance = perEvent.Sum(c => (c[t] - mean) * (c[t] - mean)) / (events - 1.0);
            return new Measured(mean, Math.Sqrt(variance / events));
        })];
    }

    private readonly struct Counter(double[] thresholds) : IScoring
    {
        public int[] Counts { get; } = new int[thresholds.Length];

        public void Deposit(in EnergyDeposit deposit)
        {
            // Only photons are counted.
        }

        public int Track(in Particle after, double energyBefore, double length, int layer) => after.Owner;

        public bool TakeOver(in Particle particle)
        {
            if (particle.Kind != ParticleKind.Photon)
            {
                return false;
            }

            for (int t = 0; t < thresholds.Length; t++)
            {
                Counts[t] += particle.Energy > thresholds[t] ? 1 : 0;
            }

            return true;
        }

        public void Escape(in Particle particle, Face face)
        {
            // What leaves was counted where it was made.
        }
    }
}
