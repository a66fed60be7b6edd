using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>How one particle left the stack.</summary>
/// <param name="Through">Whether it left through the back; the rest is meaningless otherwise.</param>
/// <param name="Loss">Kinetic energy at the start less that at the back face, GeV.</param>
/// <param name="ThetaX">Projected angle atan(ux/uz) in rad.</param>
/// <param name="ThetaY">Projected angle atan(uy/uz) in rad.</param>
/// <param name="X">Position at the back face in mm.</param>
/// <param name="Y">Position at the back face in mm.</param>
public readonly record struct HeavyPassage(bool Through, double Loss, double ThetaX, double ThetaY, double X, double Y);

/// <summary>Kinds of discrete transfers that a study counts.</summary>
public enum HeavyTransfer
{
    /// <summary>A knocked-out electron.</summary>
    KnockOn,

    /// <summary>A photon.</summary>
    Photon,

    /// <summary>An electron pair; the transfer is its total energy.</summary>
    Pair,
}

/// <summary>What a heavy-particle study found.</summary>
/// <param name="Passages">One per event, in order.</param>
/// <param name="Edges">Edges of the transfer bins in GeV, ascending.</param>
/// <param name="Transfers">Number of transfers per bin, for each <see cref="HeavyTransfer"/>; smaller ones than the first edge count in the first bin, larger ones than the last not at all.</param>
public sealed record HeavyAverages(IReadOnlyList<HeavyPassage> Passages, IReadOnlyList<double> Edges, IReadOnlyList<IReadOnlyList<long>> Transfers);

/// <summary>A pencil beam of muons or hadrons through a stack, the beam particle alone: what it loses, how it is deflected, what it hands out.</summary>
public static class HeavyStudy
{
    private const int Chunk = 1000;

    /// <summary>Simulates a pencil beam on the axis along +z.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="tables">One table per material of the stack, in its order, for the beam particle.</param>
    /// <param name="kind">Beam particle.</param>
    /// <param name="energy">Kinetic energy in GeV.</param>
    /// <param name="events">Number of particles.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="threads">Worker threads; they do not change the result.</param>
    /// <param name="edges">Edges of the transfer bins in GeV, ascending; fewer than two for none.</param>
    /// <param name="cancellation">Ends the run early with <see cref="OperationCanceledException"/>.</param>
    public static HeavyAverages Run(
        LayerStack stack,
        IReadOnlyList<HeavyTables> tables,
        ParticleKind kind,
        double energy,
        int events,
        ulong seed,
        int threads,
        IReadOnlyList<double> edges,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 1);
        double[] bins = [.. edges];
        HeavyPassage[] passages = new HeavyPassage[events];
        long[][] total = [.. Enum.GetValues<HeavyTransfer>().Select(_ => new long[Math.Max(0, bins.Length - 1)])];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, (events + Chunk - 1) / Chunk, options, () => new Worker(stack, tables, total[0].Length), (chunk, _, worker) =>
        {
            for (int i = chunk * Chunk; i < Math.Min(events, (chunk + 1) * Chunk); i++)
            {
                RandomStream random = new(seed, (ulong)i, StreamNumber.Shower);
                Particle p = new() { Kind = kind, Energy = energy, Uz = 1 };
                passages[i] = worker.Follow(p, ref random, bins);
            }

            return worker;
        }, worker =>
        {
            // Counts are whole numbers, so that the order of the workers does not matter.
            lock (total)
            {
                for (int k = 0; k < total.Length; k++)
                {
                    for (int b = 0; b < total[k].Length; b++)
                    {
                        total[k][b] += worker.Transfers[k][b];
                    }
                }
            }
        });
        return new HeavyAverages(passages, bins, total);
    }

    private sealed class Worker(LayerStack stack, IReadOnlyList<HeavyTables> tables, int bins)
    {
        private readonly HeavyTransport _transport = new(stack, tables);
        private readonly HeavySecondaries _secondaries = new();

        public long[][] Transfers { get; } = [.. Enum.GetValues<HeavyTransfer>().Select(_ => new long[bins])];

        public HeavyPassage Follow(Particle p, ref RandomStream random, double[] edges)
        {
            Exit exit = default;
            double start = p.Energy;
            _secondaries.Clear();
            _transport.Follow(ref p, ref random, ref exit, _secondaries);
            ReadOnlySpan<Particle> made = _secondaries.Particles;
            for (int i = 0; i < made.Length && bins > 0; i++)
            {
                if (made[i].Kind == ParticleKind.Electron && made[i].OfPair)
                {
                    Count(HeavyTransfer.Pair, made[i].Energy + made[++i].Energy + (2 * Constants.ElectronMass), edges);
                }
                else
                {
                    Count(made[i].Kind == ParticleKind.Photon ? HeavyTransfer.Photon : HeavyTransfer.KnockOn, made[i].Energy, edges);
                }
            }

            return new HeavyPassage(exit.Back, start - p.Energy, Math.Atan2(p.Ux, p.Uz), Math.Atan2(p.Uy, p.Uz), p.X, p.Y);
        }

        private void Count(HeavyTransfer kind, double transfer, double[] edges)
        {
            int at = Array.BinarySearch(edges, transfer);
            int bin = Math.Max(0, at >= 0 ? at : ~at - 1);
            if (bin < edges.Length - 1)
            {
                Transfers[(int)kind][bin]++;
            }
        }
    }

    private struct Exit : IScoring
    {
        public bool Back { get; private set; }

        public readonly void Deposit(in EnergyDeposit deposit)
        {
        }

        public readonly int Track(in Particle after, double energyBefore, double length, int layer) => after.Owner;

        public readonly bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face) => Back = face == Face.Back;
    }
}
