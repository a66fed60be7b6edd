using Hermetic.Physics.DarkSector;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Setup;

public sealed class ShippedExperimentsTests
{
    private static readonly ExperimentLibrary Library = ExperimentLibrary.OfProgram();

    private static Experiment Read(string name) => ExperimentReader.Read(Library.Resolve(name), Hermetic.Physics.Matter.MaterialCatalogue.Names);

    [Fact]
    public void TheLibraryListsTheFiveExperimentsAndNoParts()
    {
        Assert.Equal(["na64e-2016", "na64e-2018", "na64e-2022", "na64e-2023", "na64e-2024"], Library.List().Select(e => e.Name));
    }

    [Theory]
    [InlineData("na64e-2016", 4.3e10, 1)]
    [InlineData("na64e-2018", 2.84e11, 1)]
    [InlineData("na64e-2022", 9.37e11, 1)]
    [InlineData("na64e-2023", 13.77e11, 2)]
    [InlineData("na64e-2024", 18.97e11, 3)]
    public void ExposureAndPeriods(string name, double onTarget, int periods)
    {
        Experiment experiment = Read(name);
        Assert.Equal(name, experiment.Name);
        Assert.Equal(periods, experiment.Periods.Count);
        Assert.Equal(onTarget, experiment.Periods.Sum(p => p.OnTarget.Value), 1e-9 * onTarget);
    }

    [Theory]
    [InlineData("na64e-2016", SignalProcesses.Bremsstrahlung)]
    [InlineData("na64e-2018", SignalProcesses.Bremsstrahlung)]
    [InlineData("na64e-2022", SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation)]
    [InlineData("na64e-2023", SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation)]
    [InlineData("na64e-2024", SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation)]
    public void TheNominalLimitContainsWhatThePublicationsContain(string name, SignalProcesses processes)
    {
        Assert.Equal(processes, Read(name).Signal.LimitProcesses);
    }

    [Fact]
    public void BeamAndCalorimeterOf2018()
    {
        Experiment experiment = Read("na64e-2018");
        Assert.Equal(BeamParticle.Electron, experiment.Beam.Particle);
        Assert.Equal(100, experiment.Beam.Momentum.Value);
        Assert.Equal(SourceStatus.Published, experiment.Beam.Momentum.Status);
        Assert.Equal(0.01, experiment.Beam.MomentumSpread.Value);
        Assert.Equal(SourceStatus.Assumed, experiment.Beam.MomentumSpread.Status);
        Assert.Equal(4.13, experiment.Beam.SpotX.Value);
        Assert.Equal(1.4, experiment.Beam.SpotY.Value);
        Assert.Equal(0.4e-3, experiment.Beam.Divergence.Value, 1e-15);

        Assert.Equal(["lead", "polystyrene-scintillator", "paper"], experiment.Ecal.Unit.Select(p => p.Material));
        Assert.Equal([false, true, false], experiment.Ecal.Unit.Select(p => p.Active));
        Assert.Equal(471, experiment.Ecal.Units.Value * experiment.Ecal.Unit.Sum(p => p.Thickness.Value), 1e-9);
        Assert.Equal(50.24, experiment.Ecal.PreshowerUnits.Value * experiment.Ecal.Unit.Sum(p => p.Thickness.Value), 1e-9);
        Assert.Equal(229.2, experiment.Ecal.Width.Value);
        Assert.Equal(0.1, experiment.Ecal.StochasticResolution.Value);
        Assert.Equal(0, experiment.Ecal.ConstantResolution.Value);
        Assert.Equal(0.1, experiment.Signal.AlphaD.Value);
        Assert.Equal(3, experiment.Signal.MassRatio.Value);
        Assert.Equal(DarkMatter.ComplexScalar, experiment.Signal.DarkMatter);
        Assert.Equal(["na64e-invisible-2p84e11"], experiment.PublishedCurves);
    }

    [Fact]
    public void SelectionEfficiencyAndBackgroundOf2018()
    {
        Period period = Assert.Single(Read("na64e-2018").Periods);
        Assert.Equal(0.3, period.Selection.PreshowerMinimum.Value);
        Assert.Equal(85, period.Selection.TriggerEcalMaximum.Value);
        Assert.Equal(50, period.Selection.MissingEnergyMinimum.Value);
        Assert.Equal([0.61, 0.58, 0.58, 0.56, 0.56, 0.56, 0.51, 0.48], period.Efficiency.Cumulative.Select(c => c.Value.Value));
        Assert.Equal(0.48, period.Efficiency.Total);
        double[] runs = [0.250, 0.275, 0.300, 0.311, 0.318, 0.289, 0.251];
        Assert.Equal(runs.Average(), Assert.Single(period.AlternativeEfficiencies).Total, 5e-4);
        Assert.Equal(0.53, period.Background.Total.Value);
        Assert.Equal(0.17, period.Background.Uncertainty.Value);
        Assert.Equal(SourceStatus.Published, period.Background.Total.Status);
        Assert.Equal([true, true, true, false, false], period.Background.Sources.Select(s => s.IsUpperLimit));
        Assert.Equal(0, period.Observed.Value);
        Assert.Equal(SourceStatus.Published, period.Observed.Status);
        Assert.Equal(0.1364, period.SignalUncertainty, 5e-5); // sqrt(2^2 + 10^2 + 4^2 + 2^2 + 7^2 + 3^2 + 2^2) %
    }

    [Fact]
    public void TheBackgroundsOfUnpublishedPeriodsFollowTheArithmeticOfTheirNotes()
    {
        Experiment experiment = Read("na64e-2024");
        Assert.Equal(["2016-22", "2023", "2024"], experiment.Periods.Select(p => p.Name));
        Assert.Equal([50, 40, 40], experiment.Periods.Select(p => p.Selection.MissingEnergyMinimum.Value));

        Period combined = experiment.Periods[0];
        Assert.Equal(0.53 + 0.51, combined.Background.Total.Value, 1e-9);
        Assert.Equal(Math.Sqrt((0.17 * 0.17) + (0.13 * 0.13)), combined.Background.Uncertainty.Value, 5e-3);
        double exposure = 9.37e11 - 2.84e11;
        (double Mean, double Reduction)[] rows = [(0.04, 1), (0.3, 1), (0.16, 10), (0.01, 1)];
        foreach (Period period in experiment.Periods.Skip(1))
        {
            double[] expected = [.. rows.Select(r => r.Mean * period.OnTarget.Value / exposure / r.Reduction)];
            Assert.Equal(rows.Length, period.Background.Sources.Count);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Equal(expected[i], period.Background.Sources[i].Mean.Value, 5.1e-4);
            }

            Assert.Equal(expected.Sum(), period.Background.Total.Value, 5e-3);
            Assert.Equal(SourceStatus.Assumed, period.Background.Total.Status);
            Assert.Equal(SourceStatus.Assumed, period.Observed.Status);
        }
    }

    [Fact]
    public void ExperimentsThatShareAPartShareItExactly()
    {
        Experiment first = Read("na64e-2016");
        Experiment second = Read("na64e-2018");
        Assert.Equal(first.Beam, second.Beam);
        Assert.Equal(first.Periods[0].Selection, second.Periods[0].Selection);
        Assert.NotEqual(first.Digest, second.Digest);
    }

    [Fact]
    public void EveryNumberCitesAPublicSource()
    {
        foreach (ExperimentEntry entry in Library.List())
        {
            Experiment experiment = Read(entry.Name);
            Assert.All(experiment.Sources.Values, citation => Assert.Matches(@"arXiv:|ETH Zurich|SPSC|github\.com", citation));
        }
    }

    [Fact]
    public void TheExampleOfTheManualReads()
    {
        using ExperimentFolder folder = new();
        Experiment example = folder.Read(ExperimentFolder.Example);
        Assert.Equal("A small active dump", example.Title);
        Assert.Equal(2, example.Beam.SpotY.Value);
        Assert.Equal(0.3, example.Periods[0].Selection.PreshowerMinimum.Value);
        Assert.Equal(0.48, example.Periods[0].Efficiency.Total);
        Assert.Empty(example.Periods[0].AlternativeEfficiencies);
        Assert.Empty(example.PublishedCurves);
    }

    [Fact]
    public void TheManualQuotesTheErrorThatTheReaderGives()
    {
        using ExperimentFolder folder = new();
        string page = File.ReadAllText(Path.Combine(ExperimentFolder.Repository, "docs", "experiments.md"));
        string error = folder.ErrorOf(ExperimentFolder.Example.Replace("  momentum:", "  momentun:", StringComparison.Ordinal));
        Assert.Contains(error.Replace("bad.yaml", "my.yaml", StringComparison.Ordinal), page, StringComparison.Ordinal);
    }
}
