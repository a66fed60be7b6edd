using Hermetic.Core.Random;
using Hermetic.Reconstruction.Tracking;

namespace Hermetic.Tests.Tracking;

/// <summary>Pattern recognition against tracks whose measurements are known.</summary>
public sealed class TrackFinderTests
{
    private const double Resolution = ThinSpectrometer.Resolution, TimeResolution = ThinSpectrometer.TimeResolution;

    /// <summary>Without noise the filter is the least-squares fit: pulls of all parameters have width 1, and chi2 its degrees of freedom.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.4e-3)]
    public void TheCandidateIsTheLeastSquaresFit(double scattering)
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve(scattering);
        TrackFinder finder = spectrometer.Finder();
        const int events = 2000;
        double[] sum2 = new double[5];
        double chi2 = 0;
        int complete = 0;
        for (int e = 0; e < events; e++)
        {
            RandomStream random = new(5, (ulong)e, StreamNumber.Response);
            double[] truth = Truth(ref random, 100);
            (List<PlaneMeasurement> all, int[] first) = Event(spectrometer, [truth], 0, 1, ref random);
            TrackCandidate found = Assert.Single(finder.Find(all.ToArray(), first).ToArray());
            complete += found.Hits == 12 ? 1 : 0;
            chi2 += found.Chi2;
            double[] values = [found.X, found.Y, found.Tx, found.Ty, found.Kappa];
            int[] diagonal = [0, 2, 5, 9, 14];
            for (int i = 0; i < 5; i++)
            {
                // With scattering the parameters are those that the last part of the track points back to.
                double pull = (values[i] - truth[i]) / Math.Sqrt(found.Covariance[diagonal[i]]);
                sum2[i] += pull * pull;
            }
        }

        // Two in ten thousand measurements are so far off, in place and time together, that a missing one is likelier.
        Assert.InRange(complete, 0.995 * events, events);
        // q/p is not changed by scattering, and always comparable; 2000 events tell a width to 1.6 %.
        for (int i = scattering > 0 ? 4 : 0; i < 5; i++)
        {
            Assert.InRange(Math.Sqrt(sum2[i] / events), 0.95, 1.05);
        }

        // 7 degrees of freedom, and what the beam adds: 4 parameters that are drawn 0.4 times as wide as the filter is told.
        Assert.InRange(chi2 / events, 7.64 - 0.35, 7.64 + 0.35);
    }

    /// <summary>Whatever the momentum is, of either charge, although the first measurement behind the magnet is where the table's linearisation about the beam is worst.</summary>
    [Fact]
    public void EveryMomentumIsFound()
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve();
        TrackFinder finder = spectrometer.Finder();
        for (int e = 0; e < 300; e++)
        {
            RandomStream random = new(6, (ulong)e, StreamNumber.Response);
            double momentum = (e % 2 == 0 ? 1 : -1) * (22 + (150 * random.NextUniform()));
            double[] truth = Truth(ref random, momentum);
            (List<PlaneMeasurement> all, int[] first) = Event(spectrometer, [truth], 0, 1, ref random);
            TrackCandidate found = Assert.Single(finder.Find(all.ToArray(), first).ToArray());
            Assert.InRange((found.Kappa - truth[4]) / Math.Sqrt(found.Covariance[14]), -5, 5);
        }
    }

    /// <summary>Noise, inefficiency and two particles at once.</summary>
    [Fact]
    public void TracksAreFoundAmongNoiseAndPileUp()
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve(0.4e-3);
        TrackFinder finder = spectrometer.Finder();
        const int events = 1000;
        int found = 0, right = 0, measurements = 0, ghosts = 0;
        for (int e = 0; e < events; e++)
        {
            RandomStream random = new(7, (ulong)e, StreamNumber.Response);
            double[][] truths = [Truth(ref random, 100), [.. Truth(ref random, 100)[..5], 40]];
            (List<PlaneMeasurement> all, int[] first) = Event(spectrometer, truths, 2, 0.96, ref random);
            TrackCandidate[] tracks = finder.Find(all.ToArray(), first).ToArray();
            foreach (TrackCandidate t in tracks)
            {
                int[] from = [.. Enumerable.Range(0, 12).Where(p => t.At[p] >= 0).Select(p => all[t.At[p]].Source % 100)];
                int best = new[] { 1, 2 }.MaxBy(k => from.Count(s => s == k));
                int correct = from.Count(s => s == best);
                if (correct >= 0.7 * from.Length)
                {
                    found++;
                    right += correct;
                    measurements += from.Length;
                }
                else
                {
                    ghosts++;
                }
            }
        }

        Assert.InRange(found / (2.0 * events), 0.97, 1.0);
        Assert.InRange(right / (double)measurements, 0.99, 1.0);
        Assert.InRange(ghosts / (double)events, 0, 0.03);
    }

    /// <summary>Two particles that pass within a standard error of each other, but 80 ns apart, are told from each other by time.</summary>
    [Fact]
    public void ParticlesInOnePlaceAreToldApartByTime()
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve();
        TrackFinder finder = spectrometer.Finder();
        int pure = 0, tracks = 0;
        const int events = 300;
        for (int e = 0; e < events; e++)
        {
            RandomStream random = new(12, (ulong)e, StreamNumber.Response);
            double[] early = Truth(ref random, 100);
            double[] late = [early[0] + 0.05, early[1] - 0.05, .. early[2..5], 40];
            early[5] = -40;
            (List<PlaneMeasurement> all, int[] first) = Event(spectrometer, [early, late], 0, 1, ref random);
            foreach (TrackCandidate t in finder.Find(all.ToArray(), first))
            {
                int[] from = [.. Enumerable.Range(0, 12).Where(p => t.At[p] >= 0).Select(p => all[t.At[p]].Source % 100)];
                tracks++;
                pure += from.Distinct().Count() == 1 ? 1 : 0;
            }
        }

        Assert.InRange(tracks, 1.95 * events, 2.05 * events);
        Assert.InRange(pure / (double)tracks, 0.98, 1);
    }

    [Fact]
    public void NoiseAloneMakesFewTracks()
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve();
        TrackFinder finder = spectrometer.Finder();
        int ghosts = 0;
        for (int e = 0; e < 500; e++)
        {
            RandomStream random = new(8, (ulong)e, StreamNumber.Response);
            (List<PlaneMeasurement> all, int[] first) = Event(spectrometer, [], 2, 1, ref random);
            ghosts += finder.Find(all.ToArray(), first).Length;
        }

        Assert.InRange(ghosts, 0, 10);
    }

    [Fact]
    public void TheSearchAllocatesNothing()
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve(0.4e-3);
        TrackFinder finder = spectrometer.Finder();
        RandomStream random = new(9, 1, StreamNumber.Response);
        (List<PlaneMeasurement> all, int[] first) = Event(spectrometer, [Truth(ref random, 100), Truth(ref random, 80)], 3, 1, ref random);
        PlaneMeasurement[] measurements = [.. all];
        // Compilation in tiers may allocate while it goes on: the least of some hundreds of events is ours.
        long least = long.MaxValue;
        for (int k = 0; k < 5; k++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                finder.Find(measurements, first);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>x, y, slopes, q/p; the sixth is the time.</summary>
    private static double[] Truth(ref RandomStream random, double momentum) =>
        [4 * random.NextNormal(), 4 * random.NextNormal(), 0.4e-3 * random.NextNormal(), 0.4e-3 * random.NextNormal(), -1 / momentum, 0];

    /// <summary>Measurements of particles and of noise, shuffled within each plane; the source modulo 100 is the number of the particle from 1, or 0 for noise.</summary>
    private static (List<PlaneMeasurement> All, int[] First) Event(ThinSpectrometer spectrometer, double[][] truths, double noise, double efficiency, ref RandomStream random)
    {
        List<double[]> traces = [];
        foreach (double[] t in truths)
        {
            traces.Add(spectrometer.Trace(t[0], t[1], t[2], t[3], t[4], ref random));
        }

        List<PlaneMeasurement> all = [];
        List<int> first = [];
        int source = 0;
        for (int plane = 0; plane < spectrometer.Planes.Count; plane++)
        {
            first.Add(all.Count);
            for (double left = noise * random.NextExponential(); left > 0.7; left -= 1)
            {
                all.Add(new PlaneMeasurement(40 * ((2 * random.NextUniform()) - 1), Resolution * Resolution, 60 * ((2 * random.NextUniform()) - 1), TimeResolution * TimeResolution, 100 * source++));
            }

            for (int k = 0; k < truths.Length; k++)
            {
                if (random.NextUniform() < efficiency)
                {
                    all.Add(new PlaneMeasurement(
                        traces[k][plane] + (Resolution * random.NextNormal()), Resolution * Resolution, truths[k][5] + (TimeResolution * random.NextNormal()), TimeResolution * TimeResolution, (100 * source++) + k + 1));
                }
            }
        }

        first.Add(all.Count);
        return (all, [.. first]);
    }
}
