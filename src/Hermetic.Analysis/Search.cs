using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Storage;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Simulation.Response;
using Hermetic.Simulation.Signal;

namespace Hermetic.Analysis;

/// <summary>The whole search for A' -> invisible of an experiment in an electron or positron beam: cross-section tables, shower sample, yields, limits.</summary>
public static class Search
{
    /// <summary>Runs a search.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="options">Masses, number of showers, seed, threads.</param>
    /// <param name="store">Store of tables and shower chunks; what is there is not computed again.</param>
    /// <param name="progress">Receives the state of the work, from several threads.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>; what was finished stays in the store.</param>
    /// <exception cref="InputException">The experiment and the options do not fit together.</exception>
    public static SearchResult Run(
        Experiment experiment, SearchOptions options, ResultStore store, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(progress);
        ShowerSampler sampler = new(experiment.Beam, experiment.Ecal, store);
        double mediatorEnergy = LeastMediatorEnergy(experiment, sampler);
        if (options.Masses[^1] > 0.5 * mediatorEnergy)
        {
            throw new InputException(
                $"--masses: {options.Masses[^1]:G4} GeV is too heavy for {experiment.Name}, whose softest mediator of interest has {mediatorEnergy:G4} GeV; allowed: up to {0.5 * mediatorEnergy:G4} GeV");
        }

        List<DarkBremsstrahlungTable[]> tables = Tables(experiment, options, sampler, mediatorEnergy, store, progress, cancellation);
        List<ResonantAnnihilationTable> annihilation = [.. options.Masses.Select(m => Annihilation(experiment.Signal, m, HighestEnergy(experiment)))];
        int[] spectra = Spread(options.Masses, [0.001, 0.0167, 0.1, 0.5]);
        int flow = Spread(options.Masses, [0.010])[0];
        SignalYields evaluator = new(experiment, sampler, tables, annihilation, spectra, flow);
        YieldSums sums = Sample(sampler, evaluator, options, progress, cancellation);

        List<IReadOnlyList<YieldPoint>> yields = [.. experiment.Periods.Select((p, i) => (IReadOnlyList<YieldPoint>)
            [.. options.Masses.Select((mass, m) => sums.Yield(m, i, mass, p.Efficiency.Total))])];
        int showers = sums.Showers;
        List<YieldPoint> average = Average(experiment, yields);
        List<LimitCurve> limits = Limits(experiment, yields, progress, cancellation);
        if (limits[0].Points.Count == 0)
        {
            throw new InputException(
                $"{experiment.Name}: the selection leaves no signal at any of the masses, so that there is no limit to compute; allowed: cuts and masses that a signal can pass");
        }

        return new SearchResult
        {
            Experiment = experiment,
            Periods = [.. experiment.Periods.Select((p, i) => new PeriodResult(p, yields[i], CutFlow(p, sums.Flow[i]), options.Masses[flow]))],
            Yields = average,
            Limits = limits,
            Models = [.. options.Masses.Select((_, m) => new LimitScan(experiment).Model(yields, m, experiment.Signal.LimitProcesses, p => p.Efficiency)).OfType<SignalModel>()],
            BeamSpectrum = sums.Beam.Scaled(1.0 / showers),
            SignalSpectra = [.. spectra.Select((m, i) => new SignalSpectrum(options.Masses[m], sums.Reconstructed(i, CalorimeterResponse.Of(experiment.Ecal)).Scaled(1.0 / showers)))],
            Showers = showers,
            Seed = options.Seed,
            Remarks = Remarks(sampler, mediatorEnergy, experiment.Signal.LimitProcesses, average, limits[0]),
        };
    }

    /// <summary>Half the smallest missing-energy cut: mediators below it are lost to every selection, whatever the resolution does.</summary>
    private static double LeastMediatorEnergy(Experiment experiment, ShowerSampler sampler)
    {
        double energy = 0.5 * experiment.Periods.Min(p => p.Selection.MissingEnergyMinimum.Value);
        if (energy < sampler.SegmentEnergy)
        {
            throw new InputException(
                $"{experiment.Name}: a missing-energy cut of {2 * energy:G4} GeV is too low for the shower sample, which keeps tracks above {sampler.SegmentEnergy:G4} GeV; "
                + $"allowed: at least {2 * sampler.SegmentEnergy:G4} GeV (0.4 of the beam momentum)");
        }

        return energy;
    }

    /// <summary>The highest energy of the tables: that of the beam, with room for rounding and the electron's mass.</summary>
    private static double HighestEnergy(Experiment experiment) => experiment.Beam.HighestMomentum + (1e-6 * experiment.Beam.Momentum.Value);

    private static List<DarkBremsstrahlungTable[]> Tables(
        Experiment experiment,
        SearchOptions options,
        ShowerSampler sampler,
        double mediatorEnergy,
        ResultStore store,
        IProgress<SearchProgress> progress,
        CancellationToken cancellation)
    {
        IReadOnlyList<Material> materials = sampler.Stack.Materials;
        int total = materials.Count * options.Masses.Count;
        DarkBremsstrahlungTable[][] byMaterial = new DarkBremsstrahlungTable[materials.Count][];
        for (int i = 0; i < materials.Count; i++)
        {
            Material material = materials[i];
            int done = i * options.Masses.Count;
            DarkBremsstrahlungRequest request = new(
                Mediator.Vector,
                Constants.ElectronMass,
                [.. material.Components.Select((c, k) => new TargetElement(new Nucleus(c.Z, c.A), material.AtomsPerVolume[k]))],
                mediatorEnergy,
                HighestEnergy(experiment));
            byMaterial[i] = DarkBremsstrahlungTable.BuildAll(
                request, options.Masses, store, options.Threads, new Relay(n => progress.Report(new SearchProgress("cross-section tables", done + n, total, "tables"))), cancellation);
        }

        return [.. options.Masses.Select((_, m) => byMaterial.Select(list => list[m]).ToArray())];
    }

    private static ResonantAnnihilationTable Annihilation(SignalHypothesis signal, double mass, double highestEnergy) => new(
        signal.DarkMatter,
        mass,
        mass / signal.MassRatio.Value,
        signal.AlphaD.Value,
        highestEnergy);

    private static YieldSums Sample(
        ShowerSampler sampler, SignalYields evaluator, SearchOptions options, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        int chunks = (options.Showers + ShowerSampler.ChunkSize - 1) / ShowerSampler.ChunkSize;
        YieldSums[] parts = new YieldSums[chunks];
        int done = 0;
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation }, c =>
        {
            parts[c] = evaluator.Evaluate(sampler.Sample(options.Seed, c, cancellation), options.Seed, c);
            int finished = Interlocked.Increment(ref done);
            progress.Report(new SearchProgress("showers", finished * ShowerSampler.ChunkSize, chunks * ShowerSampler.ChunkSize, "showers"));
        });

        // In the order of the chunks, so that the sums are the same for any number of threads.
        YieldSums all = parts[0];
        foreach (YieldSums part in parts.AsSpan(1))
        {
            all.Merge(part);
        }

        return all;
    }

    private static List<YieldPoint> Average(Experiment experiment, List<IReadOnlyList<YieldPoint>> yields)
    {
        double total = experiment.Periods.Sum(p => p.OnTarget.Value);
        double[] share = [.. experiment.Periods.Select(p => p.OnTarget.Value / total)];
        double Mean(int m, Func<YieldPoint, double> value) => yields.Select((y, i) => share[i] * value(y[m])).Sum();
        // The periods share one shower sample: their errors are fully correlated and add linearly.
        return [.. yields[0].Select((y, m) => new YieldPoint(
            y.Mass,
            Mean(m, p => p.Bremsstrahlung),
            Mean(m, p => p.BremsstrahlungError),
            Mean(m, p => p.Annihilation),
            Mean(m, p => p.AnnihilationError),
            Mean(m, p => p.Efficiency),
            Mean(m, p => p.EffectiveEvents),
            Mean(m, p => p.EffectiveAnnihilationEvents)))];
    }

    private static List<CutFlowRow> CutFlow(Period period, FlowSums flow)
    {
        double all = flow.Produced > 0 ? flow.Produced : 1;
        List<CutFlowRow> rows =
        [
            new("produced with E_A' above half the missing-energy cut", flow.Produced / all, "simulated"),
            new($"preshower > {period.Selection.PreshowerMinimum.Value:G4} GeV", flow.Preshower / all, "simulated"),
            new($"trigger: ECAL < {period.Selection.TriggerEcalMaximum.Value:G4} GeV", flow.Trigger / all, "simulated"),
            new($"missing energy > {period.Selection.MissingEnergyMinimum.Value:G4} GeV", flow.Box / all, "simulated"),
        ];
        rows.AddRange(period.Efficiency.Cumulative.Select(c => new CutFlowRow(c.Name, flow.Box / all * c.Value.Value, c.Value.Source)));
        return rows;
    }

    private static List<LimitCurve> Limits(
        Experiment experiment, List<IReadOnlyList<YieldPoint>> yields, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        LimitScan scan = new(experiment);
        SignalProcesses nominal = experiment.Signal.LimitProcesses;
        SignalProcesses both = SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation;
        int alternatives = experiment.Periods.Max(p => p.AlternativeEfficiencies.Count);
        int total = 3 + alternatives;
        int done = 0;
        LimitCurve Curve(string name, string title, SignalProcesses processes, double level, Func<Period, EfficiencyChain> efficiency)
        {
            LimitCurve curve = scan.Curve(name, title, yields, processes, level, efficiency, cancellation);
            progress.Report(new SearchProgress("limits", ++done, total, "curves"));
            return curve;
        }

        LimitCurve limit = Curve("limit", $"{Words(nominal)}, 90 % CL", nominal, 0.90, p => p.Efficiency);
        List<LimitCurve> curves =
        [
            limit,
            Curve("limit-95", $"{Words(nominal)}, 95 % CL", nominal, 0.95, p => p.Efficiency),
            nominal == both
                ? limit with { Name = "limit-with-annihilation" }
                : Curve("limit-with-annihilation", $"{Words(both)}, 90 % CL", both, 0.90, p => p.Efficiency),
            scan.InY(limit, "limit-y"),
        ];
        for (int a = 0; a < alternatives; a++)
        {
            EfficiencyChain Alternative(Period p) => a < p.AlternativeEfficiencies.Count ? p.AlternativeEfficiencies[a] : p.Efficiency;
            string name = experiment.Periods.First(p => a < p.AlternativeEfficiencies.Count).AlternativeEfficiencies[a].Name;
            curves.Add(Curve($"limit-alternative-{a + 1}", $"alternative efficiency ({name}), 90 % CL", nominal, 0.90, Alternative));
        }

        return curves;
    }

    private static string Words(SignalProcesses processes) => processes switch
    {
        SignalProcesses.Bremsstrahlung => "bremsstrahlung",
        SignalProcesses.Annihilation => "annihilation",
        _ => "bremsstrahlung and annihilation",
    };

    private static List<string> Remarks(
        ShowerSampler sampler, double mediatorEnergy, SignalProcesses nominal, List<YieldPoint> yields, LimitCurve limit)
    {
        YieldPoint worst = yields.Where(y => LimitScan.Yield(y, nominal) > 0).MaxBy(y => LimitScan.RelativeError(y, nominal))!;
        List<string> remarks = Remarks(sampler, mediatorEnergy);
        remarks.Add(
            $"The Monte Carlo error of the yield is part of the signal uncertainty at each mass; it is largest at {1e3 * worst.Mass:G4} MeV, {100 * LimitScan.RelativeError(worst, nominal):G2} % of the yield.");
        if (limit.Points.Count(p => p.Observed > 1) is > 0 and int weak)
        {
            remarks.Add($"At {weak} of {limit.Points.Count} masses the limit is above epsilon = 1: the formulas do not hold there, and the search says nothing.");
        }

        if (limit.Points.Count < yields.Count)
        {
            remarks.Add($"No signal passes at {string.Join(", ", yields.Select(y => y.Mass).Except(limit.Points.Select(p => p.Mass)).Select(m => $"{1e3 * m:G4}"))} MeV: there is no limit there.");
        }

        return remarks;
    }

    private static List<string> Remarks(ShowerSampler sampler, double mediatorEnergy) =>
    [
        $"Showers follow every particle above {1e3 * sampler.TakeOverEnergy:G4} MeV; below it a particle is replaced by its mean cascade (gamma distribution of Longo and Sestili).",
        $"Dark photons are produced with at least {mediatorEnergy:G4} GeV, half the smallest missing-energy cut; the column \"efficiency\" refers to them.",
        "Dark bremsstrahlung: exact tree level on every nucleus of the calorimeter with elastic and inelastic form factors.",
        "Resonant annihilation: atomic electrons at rest; narrow-width regime, in which the width of A' is that to dark matter (alphaD much above alpha epsilon^2) and the yield is proportional to epsilon^2; the Breit-Wigner shape is integrated over the energy loss of each track segment.",
        "The efficiency chain stands for cuts that are not simulated; preshower, trigger and missing-energy cut are simulated and are not part of the chain.",
    ];

    /// <summary>Indices of the masses nearest (in ratio) to the wanted ones, without repetition.</summary>
    private static int[] Spread(IReadOnlyList<double> masses, double[] wanted) =>
        [.. wanted.Select(w => Enumerable.Range(0, masses.Count).MinBy(m => Math.Abs(Math.Log(masses[m] / w)))).Distinct()];

    /// <summary>Reports at once on the worker's thread; Progress&lt;T&gt; would post to the thread pool and could report after the end.</summary>
    private sealed class Relay(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
