using Hermetic.Analysis;
using Hermetic.Analysis.Tracking;
using Hermetic.Production.Tracking;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Reporting.Tables;
using Hermetic.Setup.Trackers;

namespace Hermetic.Tests.Tracking;

/// <summary>From the beam to tables: the shipped trackers with noise, pile-up, strips and straws.</summary>
public sealed class TrackStudyTests
{
    private static readonly Progress<SearchProgress> Nobody = new();

    [Fact]
    public void TwoArmsAreWhatTheyShouldBe()
    {
        TrackStudyPoint point = Study("two-arms", 100, 4000, FitMethod.Kalman, false);
        Assert.InRange(point.Found / (double)point.Accepted, 0.998, 1);
        Assert.InRange(point.Ghosts, 0, 10);
        Assert.All(point.PullWidths, w => Assert.InRange(w, 0.95, 1.05));
        Assert.InRange(point.Flatness, 0.001, 1);
        Assert.InRange(point.Resolution / point.Expected, 0.95, 1.05);
        // Slopes of both arms with 0.08 mm, and the scattering of their inner halves: closed form but for the latter.
        Assert.InRange(point.Resolution, 3.8e-3, 4.2e-3);
    }

    [Theory]
    [InlineData("na64e-2018", 100, 0.002, 0.01)]
    [InlineData("na64mu-2022", 160, 0.015, 0.044)]
    public void TheShippedSpectrometersFindTheirBeam(string name, double momentum, double best, double worst)
    {
        TrackStudyPoint point = Study(name, momentum, 400, FitMethod.Kalman, false);
        Assert.InRange(point.Found / (double)point.Accepted, 0.93, 1);
        Assert.InRange(point.Ghosts / (double)point.Events, 0, 0.1);
        Assert.InRange(point.Resolution, best, worst);
        // Clusters and straws are not Gaussian: as they are.
        Assert.All(point.PullWidths, w => Assert.InRange(w, 0.85, 1.25));
    }

    /// <summary>Bremsstrahlung by its mean alone puts the whole core off; the sum of Gaussians puts it back.</summary>
    [Fact]
    public void TheGaussianSumTakesTheBiasOfBremsstrahlungAway()
    {
        TrackStudyPoint mean = Study("na64e-2018", 100, 500, FitMethod.Kalman, true), sum = Study("na64e-2018", 100, 500, FitMethod.GaussianSum, true);
        Assert.InRange(Math.Abs(mean.Bias), 0.01, 0.05);
        Assert.InRange(Math.Abs(sum.Bias), 0, 0.002);
        Assert.True(sum.Resolution < 0.7 * mean.Resolution);
        Assert.InRange(sum.PullWidths[4], 0.7, 1.1);
    }

    /// <summary>The tails of single scattering and knock-on electrons are there, and the core is that of the Gaussian model to the accuracy of Highland's formula.</summary>
    [Fact]
    public void TailsAreTailsOfTheSameCore()
    {
        TrackStudyPoint gaussian = Study("two-arms", 20, 6000, FitMethod.Kalman, false), tails = Study("two-arms", 20, 6000, FitMethod.Kalman, true);
        Assert.InRange(tails.Resolution / gaussian.Resolution, 0.85, 1.11);
        Assert.True(tails.RootMeanSquare > 1.05 * gaussian.RootMeanSquare || tails.Tail > gaussian.Tail);
    }

    [Fact]
    public void ThreadsDoNotChangeTheTable()
    {
        TrackerSetup setup = TrackerLibrary.Get("na64mu-2022");
        TrackStudyOptions options = new(setup.Beam.Particle, [80, 160], 600, 5, 1, FitMethod.Annealing, true);
        string one = DataTableText.Csv(TrackTables.Study(setup, options, Nobody, CancellationToken.None));
        Assert.Equal(one, DataTableText.Csv(TrackTables.Study(setup, options with { Threads = 3 }, Nobody, CancellationToken.None)));
        Assert.NotEqual(one, DataTableText.Csv(TrackTables.Study(setup, options with { Seed = 6 }, Nobody, CancellationToken.None)));
        TrackAlignmentOptions align = new(setup.Beam.Particle, 160, 600, 600, 0.1, 1e-4, 5, 1);
        Assert.Equal(
            DataTableText.Json(TrackTables.Align(setup, align, Nobody, CancellationToken.None), "1"),
            DataTableText.Json(TrackTables.Align(setup, align with { Threads = 3 }, Nobody, CancellationToken.None), "1"));
    }

    /// <summary>Displacements of 0.5 mm and 1 mrad, ten times over, from both kinds of tracks and from each alone: recovered with their errors.</summary>
    [Theory]
    [InlineData(1500, 1500)]
    [InlineData(2000, 0)]
    [InlineData(0, 2000)]
    public void DisplacementsAreRecoveredWithTheirErrors(int straight, int bent)
    {
        TrackerSetup setup = TrackerLibrary.Get("two-arms");
        double chi2 = 0, pulls2 = 0;
        int freedom = 0, values = 0;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            TrackAlignmentResult result = TrackAlignment.Run(setup, new TrackAlignmentOptions(setup.Beam.Particle, 100, straight, bent, 0.5, 1e-3, seed, 2), Nobody, CancellationToken.None);
            chi2 += result.Chi2;
            freedom += result.Freedom;
            Assert.InRange(result.TrackChi2.Last, 0.95, 1.05);
            Assert.True(result.TrackChi2.First > 10);
            for (int i = 0; i < result.Truth.Count; i++)
            {
                pulls2 += Math.Pow((result.Found[i] - result.Truth[i]) / result.Errors[i], 2);
                values++;
                Assert.True(i % 2 == 1 || result.Errors[i] < 0.05);
            }
        }

        // About 180 independent differences: their chi2 is known to 10 %.
        Assert.InRange(chi2 / freedom, 0.7, 1.3);
        Assert.InRange(Math.Sqrt(pulls2 / values), 0.8, 1.2);
    }

    [Fact]
    public void AnEventAllocatesNothing()
    {
        foreach (string name in new[] { "two-arms", "na64mu-2022", "na64e-2018" })
        {
            TrackerSetup setup = TrackerLibrary.Get(name);
            ReconstructionSetup reconstruction = TrackPreparation.Prepare(setup.Beam, setup.Layout, setup.Beam.Particle, 20, new FitOptions());
            TrackEvents events = new(setup.Beam, setup.Layout, reconstruction, setup.Beam.Particle, true);
            // Compilation in tiers may allocate while it goes on: the least of some hundreds of events is ours.
            long least = long.MaxValue;
            for (ulong e = 0; e < 600; e += 100)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (ulong i = 0; i < 100; i++)
                {
                    for (int t = events.Next(setup.Beam.Momentum, 1, e + i).Length - 1; t >= 0; t--)
                    {
                        events.ParticleOf(t);
                    }
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
        }
    }

    [Fact]
    public void FlatNumbersAreFlatAndOthersAreNot()
    {
        double[] flat = [.. Enumerable.Range(0, 1000).Select(i => (i + 0.5) / 1000)];
        Assert.InRange(FlatnessTest.Probability(flat), 0.999, 1);
        Assert.InRange(FlatnessTest.Probability([.. flat.Select(v => v * v)]), 0, 1e-9);
        // d = 0.04301 for 1000 numbers is the 5 % point (M. A. Stephens, J. Am. Stat. Ass. 69 (1974) 730: 1.358 = d (sqrt n + 0.12 + 0.11/sqrt n)).
        double d = 1.358 / (Math.Sqrt(1000) + 0.12 + (0.11 / Math.Sqrt(1000)));
        Assert.Equal(0.05, FlatnessTest.Probability([.. flat.Select(v => Math.Min(1, v + d - 0.0005))]), 2e-3);
        Assert.True(double.IsNaN(FlatnessTest.Probability([0.1, 0.2])));
    }

    private static TrackStudyPoint Study(string name, double momentum, int events, FitMethod method, bool tails)
    {
        TrackerSetup setup = TrackerLibrary.Get(name);
        return TrackStudy.Run(setup, new TrackStudyOptions(setup.Beam.Particle, [momentum], events, 1, 2, method, tails), Nobody, CancellationToken.None)[0];
    }
}
