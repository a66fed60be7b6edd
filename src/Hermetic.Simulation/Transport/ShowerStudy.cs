using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>Beam, number of showers and what is scored.</summary>
/// <param name="Kind">Beam particle.</param>
/// <param name="Energy">Its kinetic energy in GeV.</param>
/// <param name="Events">Number of showers, at least 1.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Threads">Worker threads; they do not change the result.</param>
public sealed record ShowerStudyOptions(ParticleKind Kind, double Energy, int Events, ulong Seed, int Threads)
{
    /// <summary>Transverse cells.</summary>
    public CellGrid Cells { get; init; } = CellGrid.Usual;

    /// <summary>Birks's constant of the active layers in mm/GeV; 0 for no quenching.</summary>
    public double Birks { get; init; }

    /// <summary>Bins of time of the cells' energy; null for none.</summary>
    public TimeBins? Times { get; init; }

    /// <summary>Whether the rate is measured after a warm-up of the just-in-time compiler, which takes half a second and changes nothing else.</summary>
    public bool Timed { get; init; }
}

/// <summary>
/// Runs showers of a pencil beam on the axis along +z and averages them. Events run on several threads in chunks whose size depends on the number of events alone and which are
/// merged in their order, so that the result has the same bits for any number of threads; memory does not grow with the number of events.
/// </summary>
public static class ShowerStudy
{
    /// <summary>Chunks per study: enough to share among threads, few enough that merging costs nothing.</summary>
    private const int Chunks = 256;

    /// <summary>Greatest number of events in a chunk.</summary>
    private const int LargestChunk = 64;

    /// <summary>Chunks per thread that may be finished before their turn.</summary>
    private const int Ahead = 8;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.5);

    /// <summary>Energy of the warm-up's showers in GeV, or the beam's if that is less.</summary>
    private const double WarmUpEnergy = 1;

    /// <summary>Simulates showers.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="tables">One table per material of the stack, in its order.</param>
    /// <param name="options">Beam, number of showers and what is scored.</param>
    /// <param name="done">Receives the number of finished showers now and then, from several threads.</param>
    /// <param name="cancellation">Ends the run early with <see cref="OperationCanceledException"/>.</param>
    public static ShowerTables Run(
        LayerStack stack, IReadOnlyList<TransportTables> tables, ShowerStudyOptions options, Action<int>? done = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Events, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Energy);
        ShowerBins bins = new(stack, options.Energy, options.Cells, options.Birks, options.Times);
        if (options.Timed)
        {
            WarmUp(new Worker(stack, tables, bins, options), options.Energy, cancellation);
        }

        int size = Math.Clamp(options.Events / Chunks, 1, LargestChunk);
        int chunks = ((options.Events - 1) / size) + 1;
        int threads = Math.Min(options.Threads, chunks);
        using OrderedSum sum = new(bins.Length, Ahead * threads);
        double[] seconds = new double[threads];
        int next = 0, finished = 0;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        void Work(int thread)
        {
            try
            {
                Worker worker = new(stack, tables, bins, options);
                double begun = ThreadClock.Seconds;
                while (true)
                {
                    // The permit is taken before the number, so that the chunk whose turn it is always holds one.
                    ShowerMoments moments = sum.Reserve(stop.Token);
                    int chunk = Interlocked.Increment(ref next) - 1;
                    if (chunk >= chunks)
                    {
                        sum.Release(moments);
                        break;
                    }

                    int first = chunk * size, end = Math.Min(first + size, options.Events);
                    for (int i = first; i < end; i++)
                    {
                        stop.Token.ThrowIfCancellationRequested();
                        worker.Simulate(options.Energy, (ulong)i, moments);
                    }

                    sum.Add(chunk, moments);
                    done?.Invoke(Interlocked.Add(ref finished, end - first));
                }

                seconds[thread] = ThreadClock.Seconds - begun;
            }
            catch
            {
                // The others may wait for this one's chunk.
                stop.Cancel();
                throw;
            }
        }

        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
        }
        catch (AggregateException e)
        {
            cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(i => i is not OperationCanceledException) ?? e);
        }

        return new ShowerTables(bins, sum.Total, options.Energy, seconds.Sum(), threads);
    }

    private static void WarmUp(Worker worker, double energy, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ShowerMoments unused = worker.NewMoments();
        for (ulong i = 0; i < 2 || clock.Elapsed < WarmUpTime; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            worker.Simulate(Math.Min(energy, WarmUpEnergy), ulong.MaxValue - i, unused);
        }
    }

    /// <summary>The transport and the arrays of one thread.</summary>
    private sealed class Worker(LayerStack stack, IReadOnlyList<TransportTables> tables, ShowerBins bins, ShowerStudyOptions options)
    {
        private readonly ShowerTransport<ShowerTally> _transport = new(stack, tables);
        private readonly double[] _quantities = new double[bins.Length];
        private ShowerTally _tally = new(bins);

        public ShowerMoments NewMoments() => new(bins.Length);

        public void Simulate(double energy, ulong eventNumber, ShowerMoments moments)
        {
            RandomStream random = new(options.Seed, eventNumber, StreamNumber.Shower);
            long photons = _transport.PhotonFlights;
            _tally.Clear();
            _transport.Run(new Particle { Kind = options.Kind, Energy = energy, Uz = 1 }, ref random, ref _tally);
            _tally.Close(energy, _transport.PhotonFlights - photons, _quantities);
            moments.Add(_quantities);
        }
    }

    /// <summary>Merges chunks in their order whenever they come; a bounded number of them waits for its turn.</summary>
    private sealed class OrderedSum(int length, int bound) : IDisposable
    {
        private readonly SemaphoreSlim _permits = new(bound);
        private readonly ConcurrentBag<ShowerMoments> _free = [];
        private readonly Dictionary<int, ShowerMoments> _waiting = [];
        private readonly Lock _lock = new();
        private int _turn;

        public ShowerMoments Total { get; } = new(length);

        public void Dispose() => _permits.Dispose();

        public ShowerMoments Reserve(CancellationToken cancellation)
        {
            _permits.Wait(cancellation);
            return _free.TryTake(out ShowerMoments? known) ? known : new ShowerMoments(length);
        }

        public void Release(ShowerMoments moments)
        {
            _free.Add(moments);
            _permits.Release();
        }

        public void Add(int chunk, ShowerMoments moments)
        {
            lock (_lock)
            {
                _waiting.Add(chunk, moments);
                while (_waiting.Remove(_turn, out ShowerMoments? first))
                {
                    Total.Merge(first);
                    first.Clear();
                    Release(first);
                    _turn++;
                }
            }
        }
    }
}
