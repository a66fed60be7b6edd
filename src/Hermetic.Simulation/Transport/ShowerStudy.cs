using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>Mean over events with its standard error.</summary>
/// <param name="Value">Mean.</param>
/// <param name="Error">Standard error of the mean.</param>
public readonly record struct Measured(double Value, double Error);

/// <summary>Averages of many showers: longitudinal profile, leakage and integrated track lengths.</summary>
/// <param name="Events">Number of showers.</param>
/// <param name="Profile">Deposited fraction of the beam energy per X0, in bins of 1 X0 from the front face.</param>
/// <param name="Deposited">Deposited fraction of the beam energy.</param>
/// <param name="FrontLeakage">Fraction of the beam energy that left through the front face.</param>
/// <param name="BackLeakage">Fraction that left through the back.</param>
/// <param name="SideLeakage">Fraction that left through the sides.</param>
/// <param name="ActiveFraction">Fraction of the beam energy deposited in active layers.</param>
/// <param name="ActiveResolution">rms over mean of the energy in active layers.</param>
/// <param name="ElectronTrack">Track length of electrons above each threshold in X0 per shower, in the order of the thresholds.</param>
/// <param name="PositronTrack">The same for positrons.</param>
public sealed record ShowerAverages(
    int Events,
    IReadOnlyList<Measured> Profile,
    Measured Deposited,
    Measured FrontLeakage,
    Measured BackLeakage,
    Measured SideLeakage,
    Measured ActiveFraction,
    Measured ActiveResolution,
    IReadOnlyList<Measured> ElectronTrack,
    IReadOnlyList<Measured> PositronTrack);

/// <summary>Runs showers of one beam into one stack and averages them. Events run on several threads; the averages are the same for any number of them.</summary>
public static class ShowerStudy
{
    /// <summary>Simulates showers of a pencil beam on the axis along +z.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="cuts">Thresholds of the transport.</param>
    /// <param name="kind">Beam particle.</param>
    /// <param name="energy">Kinetic energy in GeV.</param>
    /// <param name="events">Number of showers, at least 2.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="activeMaterial">Name of the material whose deposits count as active, or null.</param>
    /// <param name="thresholds">Total energies in GeV above which track length is summed.</param>
    /// <param name="cancellation">Ends the run early with <see cref="OperationCanceledException"/>.</param>
    public static ShowerAverages Run(
        LayerStack stack,
        TransportCuts cuts,
        ParticleKind kind,
        double energy,
        int events,
        ulong seed,
        int threads,
        string? activeMaterial,
        IReadOnlyList<double> thresholds,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 2);
        TransportTables[] tables = [.. stack.Materials.Select(m => new TransportTables(m, cuts))];
        TallyLayout layout = new(stack, activeMaterial, [.. thresholds]);
        double[][] perEvent = new double[events][];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, events, options, () => new ShowerTransport<Tally>(stack, tables), (i, _, transport) =>
        {
            Tally tally = new(layout);
            RandomStream random = new(seed, (ulong)i, StreamNumber.Shower);
            Particle primary = new() { Kind = kind, Energy = energy, Uz = 1 };
            transport.Run(primary, ref random, ref tally);
            perEvent[i] = tally.Values;
            return transport;
        }, _ => { });
        return Average(layout, perEvent, energy);
    }

    private static ShowerAverages Average(TallyLayout layout, double[][] perEvent, double energy)
    {
        Measured Mean(Func<double[], double> value)
        {
            double sum = 0, sum2 = 0;
            foreach (double[] v in perEvent)
            {
                double x = value(v);
                sum += x;
                sum2 += x * x;
            }

            int n = perEvent.Length;
            double mean = sum / n;
            return new Measured(mean, Math.Sqrt(Math.Max(0, (sum2 / n) - (mean * mean)) / (n - 1)));
        }

        Measured Fraction(int slot) => Mean(v => v[slot] / energy);
        Measured active = Fraction(TallyLayout.Active);
        double resolution = active.Value > 0 ? active.Error * Math.Sqrt(perEvent.Length) / active.Value : 0;
        return new ShowerAverages(
            perEvent.Length,
            [.. Enumerable.Range(0, layout.Bins).Select(b => Mean(v => v[layout.ProfileAt + b] / energy / layout.BinWidth(b)))],
            Mean(v => v.AsSpan(layout.ProfileAt, layout.Bins).ToArray().Sum() / energy),
            Fraction(TallyLayout.Front),
            Fraction(TallyLayout.Back),
            Fraction(TallyLayout.Side),
            active,
            new Measured(resolution, resolution / Math.Sqrt(2.0 * perEvent.Length)),
            [.. layout.Thresholds.Select((_, t) => Mean(v => v[layout.ElectronAt + t]))],
            [.. layout.Thresholds.Select((_, t) => Mean(v => v[layout.PositronAt + t]))]);
    }

    /// <summary>Where each quantity of an event stands in its array.</summary>
    private sealed class TallyLayout
    {
        public const int Front = 0;
        public const int Back = 1;
        public const int Side = 2;
        public const int Active = 3;

        private readonly double _depth;

        public TallyLayout(LayerStack stack, string? activeMaterial, double[] thresholds)
        {
            Thresholds = thresholds;
            _depth = stack.RadiationLengths;
            PerLength = _depth / stack.Depth;
            Bins = (int)Math.Ceiling(_depth - 1e-6);
            ActiveLayer = [.. Enumerable.Range(0, stack.Count).Select(l => stack.Materials[stack.MaterialOf[l]].Name == activeMaterial)];
            InverseRadiationLength = [.. Enumerable.Range(0, stack.Count).Select(l => 1 / stack.Materials[stack.MaterialOf[l]].RadiationLength)];
            ProfileAt = 4;
            ElectronAt = ProfileAt + Bins;
            PositronAt = ElectronAt + thresholds.Length;
            Length = PositronAt + thresholds.Length;
        }

        public double[] Thresholds { get; }

        /// <summary>Mean number of radiation lengths per mm of depth.</summary>
        public double PerLength { get; }

        public int Bins { get; }

        public bool[] ActiveLayer { get; }

        public double[] InverseRadiationLength { get; }

        public int ProfileAt { get; }

        public int ElectronAt { get; }

        public int PositronAt { get; }

        public int Length { get; }

        public double BinWidth(int bin) => Math.Min(1, _depth - bin);
    }

    private readonly struct Tally(TallyLayout layout) : IScoring
    {
        public double[] Values { get; } = new double[layout.Length];

        public void Deposit(in EnergyDeposit deposit)
        {
            int bin = Math.Clamp((int)(deposit.Z * layout.PerLength), 0, layout.Bins - 1);
            Values[layout.ProfileAt + bin] += deposit.Energy;
            if (layout.ActiveLayer[deposit.Layer])
            {
                Values[TallyLayout.Active] += deposit.Energy;
            }
        }

        public int Track(in Particle after, double energyBefore, double length, int layer)
        {
            double total = (0.5 * (energyBefore + after.Energy)) + Constants.ElectronMass;
            int at = after.Kind == ParticleKind.Positron ? layout.PositronAt : layout.ElectronAt;
            for (int t = 0; t < layout.Thresholds.Length; t++)
            {
                if (total >= layout.Thresholds[t])
                {
                    Values[at + t] += length * layout.InverseRadiationLength[layer];
                }
            }

            return after.Owner;
        }

        public bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face)
        {
            double energy = particle.Energy + (particle.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
            Values[face switch { Face.Front => TallyLayout.Front, Face.Back => TallyLayout.Back, _ => TallyLayout.Side }] += energy;
        }
    }
}
