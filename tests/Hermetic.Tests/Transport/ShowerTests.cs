using System.Collections.Concurrent;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Transport;

/// <summary>Showers: conservation and reproducibility. The comparison with Geant4 and EGSnrc is in "hermetic validate".</summary>
public sealed class ShowerTests
{
    /// <summary>Most reports of one event of at most 10 MeV: far above the thousands that the finest tracking needs.</summary>
    private const int MostReports = 1_000_000;

    private static readonly TransportCuts Fine = new(1e-4, 5e-4, 3e-5, 2e-4);
    private static readonly Material Lead = MaterialCatalogue.Get("lead");
    private static readonly Material Scintillator = MaterialCatalogue.Get("polystyrene-scintillator");
    private static readonly Material Air = MaterialCatalogue.Get("air");
    private static readonly Material Vacuum = MaterialCatalogue.Get("vacuum");
    private static readonly ConcurrentDictionary<(string Material, double Cut), TransportTables> Made = new();
    private static readonly LayerStack Slab = new([(Lead, 224.48)], 600);

    private static readonly (string Name, LayerStack Stack)[] Stacks =
    [
        ("lead slab", Slab),
        ("thin layers", new([.. Enumerable.Range(0, 60).SelectMany(_ => new[] { (Lead, 1.5), (Scintillator, 1.5), (Vacuum, 0.14) })], 600)),
        ("air", new([(Air, 1e5)], 600)),
        ("foil", new([(Lead, 0.3)], 600)),
        ("narrow", new([.. Enumerable.Range(0, 8).SelectMany(_ => new[] { (Lead, 1.5), (Scintillator, 4), (Air, 3) })], 4)),
    ];

    /// <summary>Event by event: energy of the beam particle = deposits + energy that leaves + rest masses made. Cuts of two ranges, of which the finer follows ten times more particles.</summary>
    [Theory]
    [InlineData(ParticleKind.Electron)]
    [InlineData(ParticleKind.Positron)]
    [InlineData(ParticleKind.Photon)]
    [InlineData(ParticleKind.MuonMinus)]
    [InlineData(ParticleKind.PionPlus)]
    public void EnergyIsConserved(ParticleKind kind)
    {
        foreach ((string name, LayerStack stack) in Stacks)
        {
            foreach (double cut in (double[])[0.7, 0.05])
            {
                ShowerTransport<Ledger> transport = new(stack, [.. stack.Materials.Select(m => Tables(m, cut))]);
                foreach ((double energy, int events) in (ReadOnlySpan<(double, int)>)[(0.01, 10), (0.3, 4), (5, 2), (100, cut > 0.1 || kind > ParticleKind.Photon ? 1 : 0)])
                {
                    for (int e = 0; e < events; e++)
                    {
                        RandomStream random = new(11, (ulong)e, StreamNumber.Shower);
                        Ledger ledger = new(kind, energy);
                        transport.Run(new Particle { Kind = kind, Energy = energy, Uz = 1 }, ref random, ref ledger);
                        Assert.True(ledger.Sound, $"{kind} of {energy} GeV, {name}, cut {cut} mm, event {e}: {ledger.Fault}");
                        Assert.True(Math.Abs(ledger.Missing) < 1e-9 * energy, $"{kind} of {energy} GeV, {name}, cut {cut} mm, event {e}: {ledger.Missing:E3} GeV missing, {ledger.MuonsMade} muons made");
                        Assert.Equal(0, ledger.MuonsMade % 2);
                    }
                }
            }
        }
    }

    /// <summary>The rest masses of muon pairs are booked: showers whose electrons and photons are followed down to 1 GeV only are quick, so that some of many make pairs.</summary>
    [Fact]
    public void EnergyIsConservedWhereMuonPairsAreMade()
    {
        ShowerTransport<Ledger> transport = new(Slab, [new TransportTables(Lead, new TransportCuts(0.02, 0.02, 1, 1))]);
        int made = 0;
        for (int e = 0; e < 25_000; e++)
        {
            RandomStream random = new(13, (ulong)e, StreamNumber.Shower);
            Ledger ledger = new(ParticleKind.Photon, 100);
            transport.Run(new Particle { Kind = ParticleKind.Photon, Energy = 100, Uz = 1 }, ref random, ref ledger);
            Assert.True(ledger.Sound, $"event {e}: {ledger.Fault}");
            Assert.Equal(0, ledger.Missing, 1e-7);
            made += ledger.MuonsMade;
        }

        Assert.InRange(made, 2, 100);
    }

    /// <summary>
    /// Low-energy particles in thin layers, from boundaries and inside, across and along the layers and nearly so: every event ends, by itself and after a bounded number of reports, and keeps its energy.
    /// </summary>
    [Fact(Timeout = 60_000)]
    public async Task EveryEventEnds()
    {
        await Task.Run(FollowLowEnergies, TestContext.Current.CancellationToken);
    }

    private static void FollowLowEnergies()
    {
        const int Events = 2500;
        LayerStack stack = new(
            [(Lead, 0.01), (Scintillator, 0.1), (Air, 1), (Vacuum, 0.5), (Lead, 0.2), (Vacuum, 1e-3), (Scintillator, 1e-3), (Lead, 1e-4), (Air, 50), (Lead, 1e-3)], 20);
        double[] cosines = [1, -1, 0.3, -0.3, 1e-3, -1e-3, 1e-8, -1e-8, 1e-16, -1e-16, 0];
        foreach (double cut in (double[])[0.7, 0.05])
        {
            ShowerTransport<Ledger> transport = new(stack, [.. stack.Materials.Select(m => Tables(m, cut))]);
            for (int e = 0; e < Events; e++)
            {
                RandomStream random = new(12, (ulong)e, StreamNumber.Shower);
                // From 1 keV to 10 MeV.
                double energy = 1e-6 * Math.Pow(10, 4 * random.NextUniform());
                ParticleKind kind = (ParticleKind)(e % 3);
                double cosine = cosines[e / 3 % cosines.Length];
                double sine = Math.Sqrt(1 - (cosine * cosine));
                (double cosPhi, double sinPhi) = (e % 5) switch { 0 => (1, 0), 1 => (0, -1), _ => (0.6, 0.8) };
                int layer = e / 7 % stack.Count;
                double at = (e / 2 % 3) switch { 0 => 0, 1 => 1, _ => random.NextUniform() };
                double z = at == 1 ? stack.Edges[layer + 1] : stack.Edges[layer] + (at * (stack.Edges[layer + 1] - stack.Edges[layer]));
                Ledger ledger = new(kind, energy);
                transport.Run(new Particle { Kind = kind, Energy = energy, Z = z, Layer = layer, Ux = sine * cosPhi, Uy = sine * sinPhi, Uz = cosine }, ref random, ref ledger);
                string what = $"{kind} of {energy} GeV at {at} of layer {layer}, cosine {cosine}, cut {cut} mm, event {e}";
                Assert.True(ledger.Sound, $"{what}: {ledger.Fault}");
                Assert.True(Math.Abs(ledger.Missing) < 1e-9 * (energy + Constants.ElectronMass), $"{what}: {ledger.Missing:E3} GeV missing");
            }
        }
    }

    [Theory]
    [InlineData(ParticleKind.Electron)]
    [InlineData(ParticleKind.Positron)]
    [InlineData(ParticleKind.Photon)]
    public void AveragesConserveEnergy(ParticleKind kind)
    {
        (Material, double)[] layers = [.. Enumerable.Range(0, 40).Select(i => (i % 3) switch { 0 => (Lead, 1.5), 1 => (Scintillator, 1.5), _ => (Vacuum, 0.5) })];
        LayerStack thin = new(layers, 60);
        // A thin and narrow stack, so that energy leaves through every face.
        for (int e = 0; e < 3; e++)
        {
            double energy = Math.Pow(10, e - 1);
            ShowerTables a = Run(thin, Fine, kind, energy, 20, (ulong)e, 2);
            double beam = energy + (kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
            double all = (a.Deposited.Mean + a.FrontLeakage.Mean + a.BackLeakage.Mean + a.SideLeakage.Mean) * energy;
            Assert.Equal(beam, all, 1e-9 * beam);
        }
    }

    [Fact]
    public void AveragesDoNotDependOnTheNumberOfThreads()
    {
        ShowerTables one = Run(Slab, Fine, ParticleKind.Electron, 1, 30, 9, 1);
        ShowerTables three = Run(Slab, Fine, ParticleKind.Electron, 1, 30, 9, 3);
        Assert.Equal(one.Profile, three.Profile);
        Assert.Equal(one.Tracks, three.Tracks);
    }

    private static TransportTables Tables(Material material, double cut) =>
        Made.GetOrAdd((material.Name, cut), _ => new TransportTables(material, ProductionCuts.FromRange(material, cut)));

    private static ShowerTables Run(LayerStack stack, TransportCuts cuts, ParticleKind kind, double energy, int events, ulong seed, int threads) =>
        ShowerStudy.Run(stack, [.. stack.Materials.Select(m => new TransportTables(m, cuts))], new ShowerStudyOptions(kind, energy, events, seed, threads));

    /// <summary>The energy book of one event, which also watches that all it is told is finite.</summary>
    private struct Ledger(ParticleKind beam, double energy) : IScoring
    {
        private readonly double _beam = energy + (beam == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
        private int _reports;
        private int _muonTracks;
        private double _muonX, _muonY, _muonZ;
        private ParticleKind _muon;
        private double _deposited, _left;

        /// <summary>What was wrong first; null when all is well.</summary>
        public string? Fault { get; private set; }

        public readonly bool Sound => Fault is null;

        /// <summary>Muons beside the beam particle; the transport follows no decay, their rest mass stays with them wherever they end.</summary>
        public readonly int MuonsMade => _muonTracks - (beam is ParticleKind.MuonMinus or ParticleKind.MuonPlus ? 1 : 0);

        public readonly double Missing => _beam - _deposited - _left - (MuonsMade * Constants.MuonMass);

        public void Deposit(in EnergyDeposit deposit)
        {
            _deposited += deposit.Energy;
            Watch(deposit.Energy >= 0 && double.IsFinite(deposit.X + deposit.Y + deposit.Z + deposit.Time + deposit.Energy + deposit.Length), deposit);
        }

        public int Track(in Particle after, double energyBefore, double length, int layer)
        {
            Watch(length >= 0 && double.IsFinite(energyBefore + length) && after.Energy <= energyBefore && Good(after), Told(after));
            if (IsMuon(after))
            {
                (_muon, _muonX, _muonY, _muonZ) = (after.Kind, after.X, after.Y, after.Z);
            }

            return after.Owner;
        }

        public bool TakeOver(in Particle particle)
        {
            Watch(Good(particle), Told(particle));
            // The question is put at the start of a track and after each of its pieces.
            if (IsMuon(particle) && (_muonTracks == 0 || (particle.Kind, particle.X, particle.Y, particle.Z) != (_muon, _muonX, _muonY, _muonZ)))
            {
                _muonTracks++;
            }

            return !Sound;
        }

        public void Escape(in Particle particle, Face face)
        {
            _left += particle.Energy + (particle.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
            Watch(Good(particle), Told(particle));
        }

        private static bool IsMuon(in Particle p) => p.Kind is ParticleKind.MuonMinus or ParticleKind.MuonPlus;

        private static bool Good(in Particle p) => p.Energy >= 0 && double.IsFinite(p.X + p.Y + p.Z + p.Time + p.Energy)
            && Math.Abs((p.Ux * p.Ux) + (p.Uy * p.Uy) + (p.Uz * p.Uz) - 1) < 1e-9;

        private static (ParticleKind, double, double, double, double, double, double, double, double) Told(in Particle p) =>
            (p.Kind, p.Energy, p.X, p.Y, p.Z, p.Time, p.Ux, p.Uy, p.Uz);

        private void Watch<T>(bool good, in T what)
        {
            if (!good)
            {
                Fault ??= $"{what}";
            }

            if (energy < 0.02 && ++_reports > MostReports)
            {
                throw new InvalidOperationException($"The event does not end: {what}");
            }
        }
    }
}
