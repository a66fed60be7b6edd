using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production;

/// <summary>What the verb "shower" is asked for.</summary>
/// <param name="Particle">Beam particle, one of <see cref="ShowerRun.Particles"/>.</param>
/// <param name="Energy">Its kinetic energy in GeV.</param>
/// <param name="Stack">Name, path or description of the stack.</param>
/// <param name="Events">Number of showers.</param>
/// <param name="Cut">Production cut as a range in mm.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Threads">Worker threads; they do not change the tables.</param>
public sealed record ShowerRequest(string Particle, double Energy, string Stack, int Events, double Cut, ulong Seed, int Threads)
{
    /// <summary>Birks's constant in mm/GeV; null for that of the stack.</summary>
    public double? Birks { get; init; }

    /// <summary>Whether the times of the deposits are scored.</summary>
    public bool Times { get; init; }

    /// <summary>Folder for the tables; null for none.</summary>
    public string? Folder { get; init; }
}

/// <summary>The verb "shower": a beam particle and a stack in, tables of the showers out.</summary>
public static class ShowerRun
{
    /// <summary>Least and greatest kinetic energy in GeV.</summary>
    public const double LeastEnergy = 1e-3, MostEnergy = 300;

    /// <summary>Least and greatest production cut in mm.</summary>
    public const double LeastCut = 0.01, MostCut = 100;

    private static readonly (string Word, ParticleKind Kind)[] Kinds =
    [
        ("e-", ParticleKind.Electron),
        ("e+", ParticleKind.Positron),
        ("gamma", ParticleKind.Photon),
        ("mu-", ParticleKind.MuonMinus),
        ("mu+", ParticleKind.MuonPlus),
        ("pi-", ParticleKind.PionMinus),
        ("pi+", ParticleKind.PionPlus),
        ("K-", ParticleKind.KaonMinus),
        ("K+", ParticleKind.KaonPlus),
        ("p", ParticleKind.Proton),
        ("pbar", ParticleKind.Antiproton),
    ];

    /// <summary>Words for the beam particles.</summary>
    public static IReadOnlyList<string> Particles { get; } = [.. Kinds.Select(k => k.Word)];

    /// <summary>Simulates showers and writes their tables.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Receives the state of the work, from several threads.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>; then nothing is written.</param>
    /// <exception cref="InputException">Something of the request cannot be used.</exception>
    public static (StackSetup Setup, ShowerTables Tables) Execute(ShowerRequest request, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        ParticleKind kind = Kind(request.Particle);
        Require("--energy", request.Energy, LeastEnergy, MostEnergy, Dimension.Energy);
        Require("--cut", request.Cut, LeastCut, MostCut, Dimension.Length);
        StackSetup setup = StackLibrary.Get(request.Stack);
        double birks = request.Birks ?? setup.Birks;
        if (birks > 0 && !setup.Stack.HasActive)
        {
            throw new InputException("--birks: no layer of the stack is active, nothing is quenched; allowed: a stack with active layers");
        }

        using OutputFolder? folder = request.Folder is null ? null : new OutputFolder(request.Folder);
        ShowerStudyOptions options = new(kind, request.Energy, request.Events, request.Seed, request.Threads)
        {
            Cells = setup.Cells,
            Birks = birks,
            Times = request.Times ? TimeBins.Usual : null,
            Timed = true,
        };
        ShowerTables tables = ShowerStudy.Run(
            setup.Stack,
            TablesOf(setup.Stack, request.Cut),
            options,
            n => progress.Report(new SearchProgress("simulation", n, request.Events, "showers")),
            cancellation);
        folder?.Write(ShowerFiles.Of(tables));
        return (setup, tables);
    }

    /// <summary>The transport's tables of every material of a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="cut">Production cut as a range in mm.</param>
    internal static TransportTables[] TablesOf(LayerStack stack, double cut) =>
        [.. stack.Materials.Select(m => new TransportTables(m, ProductionCuts.FromRange(m, cut)))];

    private static ParticleKind Kind(string word)
    {
        int i = Array.FindIndex(Kinds, k => k.Word == word);
        string near = InputException.Hint(word, Particles);
        return i >= 0 ? Kinds[i].Kind : throw new InputException($"--particle: '{word}' is no known particle; allowed: {string.Join(", ", Particles)}{near}");
    }

    private static void Require(string option, double value, double least, double most, Dimension dimension)
    {
        if (!(value >= least && value <= most))
        {
            throw new InputException($"{option}: {Quantity.Format(value, dimension)} is impossible; allowed: from {Quantity.Format(least, dimension)} to {Quantity.Format(most, dimension)}");
        }
    }

    /// <summary>A folder for tables: found to be writable before the work begins, and gone again if it was made for work that came to nothing.</summary>
    private sealed class OutputFolder : IDisposable
    {
        private readonly string _path;
        private readonly bool _made;

        public OutputFolder(string wanted)
        {
            const string allowed = "allowed: a folder in a place where you may write";
            if (string.IsNullOrWhiteSpace(wanted) || File.Exists(wanted))
            {
                throw new InputException($"--out: '{wanted}' is no folder; {allowed}");
            }

            _path = Path.GetFullPath(wanted);
            _made = !Directory.Exists(_path);
            try
            {
                Directory.CreateDirectory(_path);
                using FileStream probe = new(
                    Path.Combine(_path, $"{Environment.ProcessId}.tmp"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"--out: the folder {wanted} cannot be written ({e.Message}); {allowed}");
            }
        }

        public void Write(IEnumerable<(string Name, string Text)> files)
        {
            foreach ((string name, string text) in files)
            {
                WholeFile.Write(Path.Combine(_path, name), text);
            }
        }

        public void Dispose()
        {
            if (_made && Directory.Exists(_path) && !Directory.EnumerateFileSystemEntries(_path).Any())
            {
                Directory.Delete(_path);
            }
        }
    }
}
