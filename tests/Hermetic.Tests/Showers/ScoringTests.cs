using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Production;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Showers;

/// <summary>The tables of showers against a plain second accounting, and their invariants.</summary>
public sealed class ScoringTests
{
    private const double Energy = 1;
    private const int Events = 6;
    private const ulong Seed = 5;

    private static readonly StackSetup Setup = StackLibrary.Get("3 x (Pb 1X0), 20 x (Pb 3mm, polystyrene-scintillator 4mm active), Al 2mm");
    private static readonly TransportTables[] Tables = [.. Setup.Stack.Materials.Select(m => new TransportTables(m, new TransportCuts(1e-3, 1e-3, 1e-3, 1e-3)))];
    private static readonly ShowerStudyOptions Options = new(ParticleKind.Electron, Energy, Events, Seed, 2) { Times = TimeBins.Usual };
    private static readonly ShowerTables Ours = ShowerStudy.Run(Setup.Stack, Tables, Options);

    /// <summary>Every deposit and track piece of the same showers, booked without any table or trick.</summary>
    [Fact]
    public void EveryTableAgreesWithAPlainAccount()
    {
        List<Account> accounts = Accounts();
        void Same(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));
        double Mean(Func<Account, double> of) => accounts.Average(of);
        LayerStack stack = Setup.Stack;

        // Two top-level groups and a plate: depth is even inside each of them, written out here from the edges.
        double lead = stack.RadiationLengthOf[0], scintillator = stack.RadiationLengthOf[1], aluminium = stack.RadiationLengthOf[2];
        double end1 = 3 * lead, end2 = end1 + 140;
        double unit = (3 / lead) + (4 / scintillator);
        double Depth(double z) => z < end1 ? z / lead : z < end2 ? 3 + ((z - end1) * unit / 7) : 3 + (20 * unit) + ((z - end2) / aluminium);

        foreach (ProfileRow row in Ours.Profile)
        {
            Same(Mean(a => a.Sum(d => (int)Depth(d.Z) == row.Low)) / Energy / (row.High - row.Low), row.Deposited.Mean);
            Same(Mean(a => a.Sum(d => (int)Depth(d.Z) == row.Low && Active(d))) / Energy / (row.High - row.Low), row.Visible!.Value.Mean);
        }

        foreach (RadialRow row in Ours.Radial)
        {
            bool Within(EnergyDeposit d) => Math.Sqrt((d.X * d.X) + (d.Y * d.Y)) <= row.Radius;
            Same(Mean(a => a.Sum(Within) / a.Sum(_ => true)), row.Deposited.Mean);
            Same(Mean(a => a.Sum(d => Within(d) && Active(d)) / a.Sum(Active)), row.Visible!.Value.Mean);
        }

        foreach (CellRow row in Ours.Cells)
        {
            bool Inside(EnergyDeposit d) => Active(d) && Math.Floor((d.X / 38.2) + 0.5) == row.X && Math.Floor((d.Y / 38.2) + 0.5) == row.Y;
            Same(Mean(a => a.Sum(Inside) / a.Sum(Active)), row.Fraction.Mean);
            Same(row.Fraction.Mean, row.Times.Sum(t => t.Mean));
            Same(Mean(a => a.Sum(d => Inside(d) && d.Time < 0.5) / a.Sum(Active)), row.Times[0].Mean + row.Times[1].Mean);
        }

        foreach (LayerRow row in Ours.Layers)
        {
            int active = 3 + (2 * row.Index) + 1;
            Same(Mean(a => a.Sum(d => d.Layer == active)) / Energy, row.Active.Mean);
            int first = row.Index == 0 ? 0 : active - 1;
            Same(Mean(a => a.Sum(d => (d.Layer >= first && d.Layer < active) || (row.Index == 19 && d.Layer > active))) / Energy, row.Passive.Mean);
        }

        foreach (TrackRow row in Ours.Tracks)
        {
            bool Within(double e) => e >= row.Low && e < row.High;
            Same(Mean(a => a.Tracks.Where(t => t.Kind == ParticleKind.Electron && Within(t.Energy)).Sum(t => t.Length)) / (row.High - row.Low), row.Electron.Mean);
            Same(Mean(a => a.Tracks.Where(t => t.Kind == ParticleKind.Positron && Within(t.Energy)).Sum(t => t.Length)) / (row.High - row.Low), row.Positron.Mean);
        }

        Same(Mean(a => a.Sum(_ => true)) / Energy, Ours.Deposited.Mean);
        Same(Mean(a => a.Sum(Active)) / Energy, Ours.Visible.Mean);
        Same(Mean(a => a.Deposits.Sum(d => d.Energy * Depth(d.Z)) / a.Sum(_ => true)), Ours.MeanDepth.Mean);
        Same(Mean(a => a.Deposits.Where(Active).Sum(d => d.Energy * Depth(d.Z)) / a.Sum(Active)), Ours.VisibleMeanDepth.Mean);
        Same(Mean(a => a.Deposits.Where(Active).Sum(d => d.Energy * Math.Sqrt((d.X * d.X) + (d.Y * d.Y))) / a.Sum(Active)), Ours.MeanRadius.Mean);
        Same(Mean(a => a.Leaked[Face.Front]) / Energy, Ours.FrontLeakage.Mean);
        Same(Mean(a => a.Leaked[Face.Back]) / Energy, Ours.BackLeakage.Mean);
        Same(Mean(a => a.Leaked[Face.Side]) / Energy, Ours.SideLeakage.Mean);
        Same(Mean(a => a.Tracks.Where(t => t.Kind == ParticleKind.Electron).Sum(t => t.Length)), Ours.ElectronTrack.Mean);
        Same(Mean(a => a.Tracks.Count(t => t.Kind == ParticleKind.Positron)), Ours.PositronSteps);

        double mean = Mean(a => a.Sum(Active) / Energy);
        double rms = Math.Sqrt(accounts.Sum(a => Math.Pow((a.Sum(Active) / Energy) - mean, 2)) / (Events - 1));
        Same(rms, Ours.Visible.Rms);
        Same(rms / Math.Sqrt(Events), Ours.Visible.Error);
        Same(rms / mean, Ours.VisibleResolution.Value);
        Assert.True(Ours.SideLeakage.Mean >= 0 && Ours.FrontLeakage.Mean > 0 && Ours.BackLeakage.Mean > 0, "Nothing leaked: the test would not see an error there.");
    }

    [Fact]
    public void TablesAddUp()
    {
        Assert.Equal(1, Ours.Deposited.Mean + Ours.FrontLeakage.Mean + Ours.BackLeakage.Mean + Ours.SideLeakage.Mean, 1e-9);
        Assert.Equal(Ours.Deposited.Mean, Ours.Profile.Sum(r => r.Deposited.Mean * (r.High - r.Low)), 1e-12);
        Assert.Equal(Ours.Visible.Mean, Ours.Profile.Sum(r => r.Visible!.Value.Mean * (r.High - r.Low)), 1e-12);
        Assert.Equal(Ours.Deposited.Mean, Ours.Layers.Sum(r => r.Active.Mean + r.Passive.Mean), 1e-12);
        Assert.Equal(Ours.Visible.Mean, Ours.Layers.Sum(r => r.Active.Mean), 1e-12);
    }

    /// <summary>One event, several chunks, and more threads than chunks: the same bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(600)]
    public void TheTextOfTheTablesDoesNotDependOnTheThreads(int events)
    {
        StackSetup thin = StackLibrary.Get("Pb 2mm, polystyrene-scintillator 10mm active");
        TransportTables[] tables = [.. thin.Stack.Materials.Select(m => new TransportTables(m, new TransportCuts(1e-3, 1e-3, 1e-3, 1e-3)))];
        string Text(int threads)
        {
            ShowerStudyOptions options = new(ParticleKind.Photon, 0.2, events, 3, threads) { Times = TimeBins.Usual, Birks = 126 };
            IEnumerable<string> lines = ShowerFiles.Of(ShowerStudy.Run(thin.Stack, tables, options)).SelectMany(f => f.Text.Split('\n'));
            return string.Join('\n', lines.Where(l => !l.StartsWith("cpu_", StringComparison.Ordinal) && !l.StartsWith("events_per", StringComparison.Ordinal)));
        }

        string one = Text(1);
        Assert.Equal(one, Text(2));
        Assert.Equal(one, Text(5));
    }

    /// <summary>Quenching acts on what is seen alone; kB = 0 is none, more kB means less light, and a minimum-ionising track of 2 MeV/cm loses kB dE/dx.</summary>
    [Fact]
    public void BirksQuenchesTheVisibleEnergy()
    {
        ShowerTables some = ShowerStudy.Run(Setup.Stack, Tables, Options with { Birks = 126 });
        ShowerTables more = ShowerStudy.Run(Setup.Stack, Tables, Options with { Birks = 252 });
        Assert.Equal(Ours.Deposited, some.Deposited);
        Assert.Equal(Ours.Layers, some.Layers);
        // 0.126 mm/MeV x 0.2 MeV/mm = 2.5 %, and more for electrons that stop.
        Assert.InRange(some.Visible.Mean / Ours.Visible.Mean, 0.90, 0.974);
        Assert.InRange(more.Visible.Mean / some.Visible.Mean, 0.90, 0.98);
    }

    [Fact]
    public void ACancelledStudyEnds()
    {
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => ShowerStudy.Run(
            Setup.Stack, Tables, Options with { Events = 1_000_000 }, n => source.Cancel(), source.Token));
    }

    private static bool Active(EnergyDeposit d) => Setup.Stack.ActiveOf[d.Layer];

    private static List<Account> Accounts()
    {
        List<Account> accounts = [];
        ShowerTransport<Book> transport = new(Setup.Stack, Tables);
        for (ulong i = 0; i < Events; i++)
        {
            Account account = new();
            Book book = new(account);
            RandomStream random = new(Seed, i, StreamNumber.Shower);
            transport.Run(new Particle { Kind = ParticleKind.Electron, Energy = Energy, Uz = 1 }, ref random, ref book);
            accounts.Add(account);
        }

        return accounts;
    }

    private sealed class Account
    {
        public List<EnergyDeposit> Deposits { get; } = [];

        public List<(ParticleKind Kind, double Energy, double Length)> Tracks { get; } = [];

        public Dictionary<Face, double> Leaked { get; } = new() { [Face.Front] = 0, [Face.Back] = 0, [Face.Side] = 0 };

        public double Sum(Func<EnergyDeposit, bool> where) => Deposits.Where(where).Sum(d => d.Energy);
    }

    private readonly struct Book(Account account) : IScoring
    {
        public void Deposit(in EnergyDeposit deposit) => account.Deposits.Add(deposit);

        public int Track(in Particle after, double energyBefore, double length, int layer)
        {
            LayerStack stack = Setup.Stack;
            double energy = (0.5 * (energyBefore + after.Energy)) + Constants.ElectronMass;
            account.Tracks.Add((after.Kind, energy, length / stack.RadiationLengthOf[stack.MaterialOf[layer]]));
            return after.Owner;
        }

        public bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face) =>
            account.Leaked[face] += particle.Energy + (particle.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
    }
}
