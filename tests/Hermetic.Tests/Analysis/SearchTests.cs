using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Simulation.Signal;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Analysis;

/// <summary>The search from file to limit on a small sample.</summary>
public sealed class SearchTests : IDisposable
{
    private static readonly double[] Masses = [0.002, 0.02, 0.24];
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-search-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Experiment Read(string name) => ExperimentReader.Read(Path.Combine(Repository.Root, "experiments", name + ".yaml"), MaterialCatalogue.Names);

    private ResultStore Store(string name) => new(Path.Combine(_folder, name));

    private static SearchResult Run(Experiment experiment, ResultStore store, int threads = 2, ulong seed = 1, int showers = 500) =>
        Search.Run(experiment, new SearchOptions(Masses, showers, seed, threads), store, new Silent(), CancellationToken.None);

    [Fact]
    public void TheResultDependsNeitherOnThreadsNorOnTheStore()
    {
        Experiment experiment = Read("na64e-2018");
        SearchResult one = Run(experiment, Store("a"), threads: 1);
        SearchResult two = Run(experiment, Store("b"), threads: 2);
        SearchResult again = Run(experiment, Store("a"), threads: 2);
        SearchResult other = Run(experiment, Store("a"), seed: 2);
        foreach (SearchResult same in new[] { two, again })
        {
            Assert.Equal(one.Yields, same.Yields);
            Assert.Equal(one.Limits.SelectMany(l => l.Points), same.Limits.SelectMany(l => l.Points));
            Assert.Equal(one.BeamSpectrum.Sums.ToArray(), same.BeamSpectrum.Sums.ToArray());
        }

        Assert.NotEqual(one.Yields, other.Yields);
    }

    [Fact]
    public void LimitsFollowFromTheirFactors()
    {
        Experiment experiment = Read("na64e-2018");
        ResultStore store = Store("s");
        SearchResult result = Run(experiment, store);
        LimitCurve limit = result.Limits.Single(l => l.Name == "limit");
        Assert.Contains("CLs", limit.Construction, StringComparison.Ordinal);
        for (int m = 0; m < Masses.Length; m++)
        {
            // Zero observed events: ln 10, a per cent weaker by the signal uncertainty.
            double events = limit.Points[m].Observed * limit.Points[m].Observed * 2.84e11 * result.Yields[m].Bremsstrahlung;
            Assert.InRange(events, Math.Log(10), 1.03 * Math.Log(10));
            LimitPoint y = result.Limits.Single(l => l.Name == "limit-y").Points[m];
            Assert.Equal(Masses[m] / 3, y.Mass, 12);
            Assert.Equal(limit.Points[m].Observed * limit.Points[m].Observed * 0.1 / 81, y.Observed, 1e-12 * y.Observed);
            Assert.True(result.Limits.Single(l => l.Name == "limit-95").Points[m].Observed > limit.Points[m].Observed);
            Assert.True(result.Limits.Single(l => l.Name == "limit-with-annihilation").Points[m].Observed < limit.Points[m].Observed);
        }

        // The alternative efficiency stands for the chain, never on top of it.
        LimitPoint alternative = result.Limits.Single(l => l.Name == "limit-alternative-1").Points[0];
        double ratio = experiment.Periods[0].AlternativeEfficiencies[0].Total / experiment.Periods[0].Efficiency.Total;
        Assert.Equal(limit.Points[0].Observed / Math.Sqrt(ratio), alternative.Observed, 1e-9 * alternative.Observed);

        Period period = experiment.Periods[0];
        Experiment doubled = experiment with { Periods = [period with { OnTarget = period.OnTarget with { Value = 2 * period.OnTarget.Value } }] };
        Assert.Equal(limit.Points[1].Observed / Math.Sqrt(2), Run(doubled, store).Limits[0].Points[1].Observed, 1e-9 * limit.Points[1].Observed);
    }

    /// <summary>The whole default range of masses has a limit.</summary>
    [Fact]
    public void EveryMassOfTheDefaultRangeHasALimit()
    {
        double[] masses = [0.001, 0.5, 0.7, 0.84, 1.0];
        SearchResult result = Search.Run(Read("na64e-2024"), new SearchOptions(masses, 250, 1, 2), Store("s"), new Silent(), CancellationToken.None);
        Assert.All(result.Limits, l => Assert.Equal(masses.Length, l.Points.Count));
        Assert.All(result.Yields.Zip(result.Yields.Skip(1)), pair => Assert.True(pair.Second.Bremsstrahlung < pair.First.Bremsstrahlung));
    }

    [Fact]
    public void YieldsBehaveLikeTheirProcesses()
    {
        SearchResult result = Run(Read("na64e-2018"), Store("s"));
        Assert.True(result.Yields[0].Bremsstrahlung > 20 * result.Yields[1].Bremsstrahlung);
        Assert.True(result.Yields[1].Bremsstrahlung > 20 * result.Yields[2].Bremsstrahlung);
        // sqrt(2 m_e 56 GeV) = 240 MeV lies in the window of the missing-energy cut, 20 MeV far below it.
        Assert.True(result.Yields[2].Annihilation > 30 * result.Yields[1].Annihilation);
        foreach (PeriodResult period in result.Periods)
        {
            Assert.Equal(1, period.CutFlow[0].Cumulative);
            Assert.All(period.CutFlow.Zip(period.CutFlow.Skip(1)), rows => Assert.True(rows.Second.Cumulative <= rows.First.Cumulative));
            int at = Array.FindIndex(Masses, m => m == period.CutFlowMass);
            Assert.Equal(period.Yields[at].Efficiency, period.CutFlow[^1].Cumulative, 1e-9);
        }

        Assert.All(result.Yields, y => Assert.InRange(y.EffectiveEvents, 100, 500));
        Assert.All(result.Yields, y => Assert.InRange(y.BremsstrahlungError / y.Bremsstrahlung, 0.005, 0.1));
        double beam = result.BeamSpectrum.Sums.ToArray().Select((w, i) => w * 0.5 * (result.BeamSpectrum.Edge(i) + result.BeamSpectrum.Edge(i + 1))).Sum();
        Assert.Equal(100, beam, 1.0);
        foreach (SignalSpectrum spectrum in result.SignalSpectra)
        {
            // Per particle on target, as the yields: all that was produced, before any cut; far below the resonance annihilation adds some 0.1 %.
            YieldPoint point = result.Yields.Single(y => y.Mass == spectrum.Mass);
            double all = spectrum.Spectrum.Sums.ToArray().Sum() + spectrum.Spectrum.Underflow + spectrum.Spectrum.Overflow;
            Assert.InRange(all * point.Efficiency / point.Bremsstrahlung, 1, point.Mass > 0.2 ? 100 : 1.003);
        }
    }

    /// <summary>The periods of a combination share the sample, and together they exclude more than the strongest of them.</summary>
    [Fact]
    public void PeriodsCombine()
    {
        ResultStore store = Store("s");
        Experiment all = Read("na64e-2024");
        double combined = Run(all, store).Limits[0].Points[0].Observed;
        foreach (Period period in all.Periods)
        {
            Assert.True(Run(all with { Periods = [period] }, store).Limits[0].Points[0].Observed > combined);
        }
    }

    /// <summary>The yield equals the plain fold of track length and cross section, with a sharp cut, where the preshower cut and the resolution are switched off.</summary>
    [Fact]
    public void YieldsAreTrackLengthTimesCrossSection()
    {
        Experiment experiment = Read("na64e-2018");
        Period period = experiment.Periods[0];
        Sourced none = new(0, "test", SourceStatus.Assumed);
        experiment = experiment with
        {
            Beam = experiment.Beam with { MomentumSpread = none },
            Ecal = experiment.Ecal with { StochasticResolution = none },
            Periods = [period with { Selection = period.Selection with { PreshowerMinimum = none with { Value = -1e-9 } } }],
        };
        ResultStore store = Store("s");
        SearchResult result = Run(experiment, store);
        ShowerSampler sampler = new(experiment.Beam, experiment.Ecal, store);
        Hermetic.Physics.DarkSector.Production.DarkBremsstrahlung lead = new(
            Hermetic.Physics.DarkSector.Mediator.Vector, Constants.ElectronMass, new Hermetic.Physics.DarkSector.Nucleus(82, 207.2), Masses[1]);
        double atoms = MaterialCatalogue.Get("lead").AtomsPerVolume[0];
        // Cross section above 50 GeV against the lepton's energy, from direct integration at a few energies.
        double[] energies = [51, 53, 56, 60, 65, 70, 75, 80, 85, 90, 95, 100.001];
        double[] sigma = [.. energies.Select(e => lead.Total(e, 50 / e).Sum)];
        double sum = 0;
        for (int c = 0; c < 2; c++)
        {
            ShowerChunk chunk = sampler.Sample(1, c, CancellationToken.None);
            foreach (SampledShower shower in chunk.Showers)
            {
                foreach (EnergeticSegment s in chunk.SegmentsOf(shower))
                {
                    double e = 0.5 * (s.EnergyBefore + s.EnergyAfter);
                    int i = Array.FindLastIndex(energies, x => x <= e);
                    if (sampler.Stack.Materials[s.Material].Name == "lead" && i >= 0 && i < energies.Length - 1)
                    {
                        sum += s.Length * atoms * Constants.Picobarn * (sigma[i] + ((e - energies[i]) / (energies[i + 1] - energies[i]) * (sigma[i + 1] - sigma[i])));
                    }
                }
            }
        }

        // Scintillator and paper add 1.5 %; leakage of the rest of the event lets a little more pass.
        double fold = sum / 500 * experiment.Periods[0].Efficiency.Total;
        Assert.InRange(result.Yields[1].Bremsstrahlung / fold, 1.00, 1.03);
    }

    /// <summary>Without a preshower there is no preshower cut; and where no signal passes at all, the search says so instead of an empty limit.</summary>
    [Fact]
    public void NoPreshowerIsNoCutAndNoSignalIsAnError()
    {
        Experiment experiment = Read("na64e-2018");
        Period period = experiment.Periods[0];
        Experiment open = experiment with
        {
            Ecal = experiment.Ecal with { PreshowerUnits = experiment.Ecal.PreshowerUnits with { Value = 0 } },
            Periods = [period with { Selection = period.Selection with { PreshowerMinimum = period.Selection.PreshowerMinimum with { Value = 0 } } }],
        };
        ResultStore store = Store("s");
        SearchResult result = Run(open, store);
        Assert.Equal(1, result.Periods[0].CutFlow[1].Cumulative);
        Assert.True(result.Yields[1].Bremsstrahlung > Run(experiment, store).Yields[1].Bremsstrahlung);

        Experiment closed = open with
        {
            Periods = [period with { Selection = period.Selection with { PreshowerMinimum = period.Selection.PreshowerMinimum with { Value = 90 } } }],
        };
        InputException e = Assert.Throws<InputException>(() => Run(closed, store));
        Assert.Contains("no signal", e.Message, StringComparison.Ordinal);
        InputException heavy = Assert.Throws<InputException>(() => Search.Run(
            experiment, new SearchOptions([0.01, 20], 250, 1, 1), store, new Silent(), CancellationToken.None));
        Assert.Contains("allowed: up to 12.5 GeV", heavy.Message, StringComparison.Ordinal);
    }

    /// <summary>The Monte Carlo error of the yield widens the limit's signal uncertainty.</summary>
    [Fact]
    public void MonteCarloErrorsEnterTheLimit()
    {
        ResultStore store = Store("s");
        Experiment experiment = Read("na64e-2018");
        Period exact = experiment.Periods[0] with { SignalUncertainties = [] };
        SearchResult result = Run(experiment with { Periods = [exact] }, store);
        LimitPoint point = result.Limits[0].Points[1];
        double events = point.Observed * point.Observed * 2.84e11 * result.Yields[1].Bremsstrahlung;
        Assert.InRange(events, Math.Log(10) * 1.0001, Math.Log(10) * 1.02);
        Assert.Contains(result.Remarks, r => r.Contains("Monte Carlo error", StringComparison.Ordinal));
    }

    [Fact]
    public void ACutBelowTheSampleIsRefused()
    {
        Experiment experiment = Read("na64e-2018");
        Period period = experiment.Periods[0];
        Experiment low = experiment with
        {
            Periods = [period with { Selection = period.Selection with { MissingEnergyMinimum = period.Selection.MissingEnergyMinimum with { Value = 30 } } }],
        };
        InputException e = Assert.Throws<InputException>(() => Run(low, Store("s")));
        Assert.Contains("at least 40 GeV", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShowerChunksKeepEnergyAndSurviveTheStore()
    {
        Experiment experiment = Read("na64e-2018");
        ShowerSampler sampler = new(experiment.Beam, experiment.Ecal, Store("s"));
        ShowerChunk chunk = sampler.Sample(3, 1, CancellationToken.None);
        ShowerChunk stored = ShowerChunk.Unpack(chunk.Pack())!;
        Assert.Equal(chunk.Showers.ToArray(), stored.Showers.ToArray());
        foreach (SampledShower shower in chunk.Showers)
        {
            Assert.InRange(shower.Total, 0.97 * shower.BeamEnergy, 1.0001 * shower.BeamEnergy);
            Assert.InRange(shower.Preshower, 0, shower.Total);
            Assert.Equal(chunk.SegmentsOf(shower).ToArray(), stored.SegmentsOf(shower).ToArray());
            foreach (EnergeticSegment s in chunk.SegmentsOf(shower))
            {
                // What the rest leaves and what the particle still carries are the event.
                Assert.InRange(s.RestTotal + s.EnergyAfter, 0.97 * shower.BeamEnergy, 1.0001 * shower.BeamEnergy);
                Assert.InRange(s.EnergyAfter, 0, s.EnergyBefore);
                Assert.InRange(s.RestPreshower, -1e-9, s.RestTotal + 1e-9);
            }
        }

        Assert.Null(ShowerChunk.Unpack([double.NaN]));
        Assert.Null(ShowerChunk.Unpack([1e6, 1]));
        Assert.Null(ShowerChunk.Unpack(chunk.Pack().AsSpan()[..^1]));
    }

    private sealed class Silent : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value)
        {
        }
    }
}
