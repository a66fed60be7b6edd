using Hermetic.Analysis.Tracking;
using Hermetic.Core.Random;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;
using Hermetic.Simulation.Tracking;

namespace Hermetic.Tests.Tracking;

/// <summary>The fit against what is known of its errors in closed form.</summary>
public sealed class TrackFitterTests
{
    private const int Tracks = 6000;

    [Theory]
    [InlineData(100, 0.5, false, 7)]
    [InlineData(20, 0.5, true, 7)]
    [InlineData(160, 3.0, true, 1.4)]
    public void PullsAreOneAndChi2IsFlat(double momentum, double matter, bool soft, double integral)
    {
        TrackerLayout layout = TestLayouts.TwoArms(matter, integral: integral, soft: soft);
        for (ulong seed = 1; seed <= 10; seed++)
        {
            (double[] widths, double[] probabilities, _) = Study(layout, momentum, seed, Tracks, new FitOptions { MostOutliers = 0 });
            // 6000 tracks tell a width to 0.9 %; five parameters in ten seeds.
            Assert.All(widths, w => Assert.InRange(w, 0.97, 1.03));
            Assert.InRange(FlatnessTest.Probability(probabilities), 0.01, 1);
        }
    }

    /// <summary>R. L. Gluckstern, NIM 24 (1963) 381, eq. 12: equally spaced planes in a uniform field, without scattering: sigma(1/p) = sigma/(0.3 B L^2) sqrt(720 N^3/((N-1)(N+1)(N+2)(N+3))) with N + 1 planes.</summary>
    [Theory]
    [InlineData(12, 2000, 1.5, 0.1, 50)]
    [InlineData(8, 3000, 0.7, 0.2, 20)]
    public void TheResolutionIsGlucksterns(int planes, double length, double field, double resolution, double momentum)
    {
        TrackerLayout layout = TestLayouts.InField(planes, length, field, resolution);
        (_, _, double[] kappa) = Study(layout, momentum, 3, 20000, new FitOptions { MostOutliers = 0 });
        double n = planes - 1;
        double expected = resolution / (0.299792458e-3 * field * length * length) * Math.Sqrt(720 * n * n * n / ((n - 1) * (n + 1) * (n + 2) * (n + 3)));
        Assert.Equal(expected, Spread(kappa), 0.03 * expected);
    }

    /// <summary>Two arms of three planes at different distances from a magnet: each arm gives a straight line, and both lines meet in the middle of the magnet.</summary>
    [Fact]
    public void TheResolutionOfTwoArmsIsThatOfTwoLinesThatMeet()
    {
        TrackerLayout layout = new(
            new[] { 100.0, 1100, 2100, 5400, 5600, 5800 }.SelectMany(z => new[] { TestLayouts.Plane(z, 0), TestLayouts.Plane(z + 10, Math.PI / 2) }),
            [],
            new MagneticField([new Dipole("magnet", 4100, 2000, 1.75)], []),
            0);
        (_, _, double[] kappa) = Study(layout, 100, 4, 20000, new FitOptions { MostOutliers = 0 });
        // Variances over that of a measurement, of the slopes: 1/sum (z - mean)^2. The second line would be too steep where it lies too far back: the distance of the lines at the magnet tells of the bend.
        (double before, double behind) = (1 / 2e6, 1 / 8e4);
        (double arm, double arm2) = (3000, 1500);
        double bend = before + behind, distance = (2.0 / 3) + (arm * arm * before) + (arm2 * arm2 * behind), mixed = (arm * before) - (arm2 * behind);
        Assert.True(mixed * mixed / distance > 0.5 * bend);
        double expected = TestLayouts.Resolution * Math.Sqrt(bend - (mixed * mixed / distance)) / (0.299792458 * 3.5);
        Assert.Equal(expected, Spread(kappa), 0.03 * expected);
    }

    /// <summary>Three planes about a thin bend determine the momentum without anything left over: error of the kink, with scattering in the middle.</summary>
    [Fact]
    public void WithScatteringTheKinkIsKnownToItsAngle()
    {
        TrackerPlane[] planes = [.. new[] { 100.0, 5100, 10100 }.Select(z => TestLayouts.Plane(z, 0)), .. new[] { 90.0, 10090 }.Select(z => TestLayouts.Plane(z, Math.PI / 2))];
        MatterLayer layer = new(5101, Physics.Matter.MaterialCatalogue.Get("copper"), 2);
        TrackerLayout layout = new(planes, [layer], new MagneticField([new Dipole("m", 5100, 100, 10)], []), 0);
        (_, _, double[] kappa) = Study(layout, 50, 5, 20000, new FitOptions { MostOutliers = 0 });
        double theta = 13.6e-3 / 50 * Math.Sqrt(layer.Thickness / layer.Material.RadiationLength) * (1 + (0.038 * Math.Log(layer.Thickness / layer.Material.RadiationLength)));
        double expected = Math.Sqrt((6 * TestLayouts.Resolution * TestLayouts.Resolution / 25e6) + (theta * theta)) / 0.299792458;
        Assert.True(theta > Math.Sqrt(6) * TestLayouts.Resolution / 5000);
        Assert.Equal(expected, Spread(kappa), 0.03 * expected);
    }

    /// <summary>Behind the last element the momentum is that after all losses: with a thick plate in the first arm, and errors of both ends.</summary>
    [Fact]
    public void TheMomentumAtTheEndHasItsErrorToo()
    {
        TrackerLayout thin = TestLayouts.TwoArms(0.5);
        TrackerLayout layout = new(thin.Planes, [.. thin.Layers, new MatterLayer(2200, Physics.Matter.MaterialCatalogue.Get("copper"), 100)], thin.Field, 0);
        TrackFitter fitter = new(layout, TestLayouts.Muon, new FitOptions { MostOutliers = 0 });
        TrackSimulator simulator = new(layout, TestLayouts.Muon, false);
        PlaneMeasurement[] measurements = new PlaneMeasurement[12];
        int[] first = new int[13];
        double end2 = 0, start2 = 0, loss = 0;
        const int tracks = 4000;
        for (int t = 0; t < tracks; t++)
        {
            RandomStream random = new(11, (ulong)t, StreamNumber.Response);
            TrackState start = TestLayouts.Beam(ref random, 10, TestLayouts.Muon), end = start;
            TestLayouts.Measure(layout, simulator, ref end, ref random, measurements, first, out PlaneHits at);
            Assert.True(fitter.Fit(start, at, measurements, first, out TrackFit fit));
            end2 += Math.Pow(fit.EndKappa - end.Kappa, 2) / fit.EndKappaVariance / tracks;
            start2 += Math.Pow(fit.Parameters.Kappa - start.Kappa, 2) / fit.Covariance[14] / tracks;
            loss += ((1 / Math.Abs(fit.Parameters.Kappa)) - (1 / Math.Abs(fit.EndKappa))) / tracks;
        }

        Assert.InRange(Math.Sqrt(end2), 0.96, 1.04);
        Assert.InRange(Math.Sqrt(start2), 0.96, 1.04);
        // 10 cm of copper: about 1.3 GeV/m.
        Assert.InRange(loss, 0.12, 0.17);
    }

    /// <summary>The least-squares fit by normal equations of the same track model, without any filter.</summary>
    [Fact]
    public void TheFilterIsTheLeastSquaresFit()
    {
        TrackerLayout layout = TestLayouts.TwoArms(2, soft: true);
        TrackFitter fitter = new(layout, TestLayouts.Muon, new FitOptions { MostOutliers = 0 });
        TrackSimulator simulator = new(layout, TestLayouts.Muon, false);
        PlaneMeasurement[] measurements = new PlaneMeasurement[12];
        int[] first = new int[13];
        RandomStream random = new(7, 1, StreamNumber.Response);
        for (int t = 0; t < 20; t++)
        {
            TrackState start = TestLayouts.Beam(ref random, 40, TestLayouts.Muon);
            Assert.True(TestLayouts.Measure(layout, simulator, start, ref random, measurements, first, out PlaneHits at));
            Assert.True(fitter.Fit(start, at, measurements, first, out TrackFit fit));
            MathNet.Numerics.LinearAlgebra.Matrix<double> v = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(12, 12), h = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(12, 5);
            MathNet.Numerics.LinearAlgebra.Vector<double> r = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(12);
            double[] row = new double[5];
            for (int p = 0; p < 12; p++)
            {
                fitter.Describe(p, row);
                h.SetRow(p, row);
                r[p] = measurements[p].U - fitter.Expected(p);
                v[p, p] += measurements[p].Variance;
                for (int q = 0; q < 12; q++)
                {
                    for (int l = 0; l < layout.Layers.Count && layout.Layers[l].Z < Math.Min(layout.Planes[p].Z, layout.Planes[q].Z); l++)
                    {
                        (double a, double b, double c) = fitter.Effect(l, p);
                        (double d, double e, double f) = fitter.Effect(l, q);
                        v[p, q] += (a * d) + (b * e) + (c * f);
                    }
                }
            }

            MathNet.Numerics.LinearAlgebra.Matrix<double> weight = v.Inverse(), covariance = (h.Transpose() * weight * h).Inverse();
            MathNet.Numerics.LinearAlgebra.Vector<double> x = covariance * (h.Transpose() * (weight * r)), left = r - (h * x);
            Assert.Equal(left * (weight * left), fit.Chi2, 1e-4);
            int[] diagonal = [0, 2, 5, 9, 14];
            double[] values = [fit.Parameters.X, fit.Parameters.Y, fit.Parameters.Tx, fit.Parameters.Ty, fit.Parameters.Kappa], from = [start.X, start.Y, start.Tx, start.Ty, start.Kappa];
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(covariance[i, i], fit.Covariance[diagonal[i]], 1e-5 * covariance[i, i]);
                Assert.Equal(from[i] + x[i], values[i], 1e-4 * Math.Sqrt(covariance[i, i]));
            }

            // Smoothed residuals and their variances: V (V^-1 - V^-1 H C H^T V^-1) for the measurement errors alone.
            MathNet.Numerics.LinearAlgebra.Matrix<double> projector = weight - (weight * h * covariance * h.Transpose() * weight);
            for (int p = 0; p < 12; p++)
            {
                double own = measurements[p].Variance;
                Assert.Equal(own * (weight * left)[p], fitter.Residuals[p], 1e-4 * Math.Sqrt(own));
                Assert.Equal(own * own * projector[p, p], fitter.ResidualVariances[p], 1e-4 * own);
            }
        }
    }

    [Fact]
    public void AnOutlierIsLeftOut()
    {
        TrackerLayout layout = TestLayouts.LongArms(0.5);
        foreach (FitMethod method in new[] { FitMethod.Kalman, FitMethod.Annealing })
        {
            TrackFitter fitter = new(layout, TestLayouts.Muon, new FitOptions { Method = method });
            TrackSimulator simulator = new(layout, TestLayouts.Muon, false);
            PlaneMeasurement[] measurements = new PlaneMeasurement[24];
            int[] first = new int[25];
            double sum2 = 0;
            int alone = 0;
            for (int t = 0; t < 400; t++)
            {
                RandomStream random = new(8, (ulong)t, StreamNumber.Response);
                TrackState start = TestLayouts.Beam(ref random, 100, TestLayouts.Muon);
                TestLayouts.Measure(layout, simulator, start, ref random, measurements, first, out PlaneHits at);
                int wrong = t % 24;
                measurements[wrong] = measurements[wrong] with { U = measurements[wrong].U + 1.5 };
                Assert.True(fitter.Fit(start, at, measurements, first, out TrackFit fit));
                alone += fit.Outliers == 1 ? 1 : 0;
                double pull = (fit.Parameters.Kappa - start.Kappa) / Math.Sqrt(fit.Covariance[14]);
                sum2 += pull * pull;
            }

            // Of 24 measurements at four or five standard errors, some is lost with it now and then.
            Assert.InRange(alone, 390, 400);
            Assert.InRange(Math.Sqrt(sum2 / 400), 0.9, 1.1);
        }
    }

    /// <summary>Annealing decides between the two sides of a wire, starting from the wrong one.</summary>
    [Fact]
    public void AnnealingChoosesTheSideOfAWire()
    {
        TrackerLayout layout = TestLayouts.LongArms(0.5);
        TrackFitter fitter = new(layout, TestLayouts.Muon, new FitOptions { Method = FitMethod.Annealing });
        TrackSimulator simulator = new(layout, TestLayouts.Muon, false);
        int right = 0;
        const int tracks = 300;
        for (int t = 0; t < tracks; t++)
        {
            RandomStream random = new(9, (ulong)t, StreamNumber.Response);
            TrackState start = TestLayouts.Beam(ref random, 100, TestLayouts.Muon);
            PlaneMeasurement[] single = new PlaneMeasurement[24], both = new PlaneMeasurement[48];
            int[] first = new int[25];
            TestLayouts.Measure(layout, simulator, start, ref random, single, first, out PlaneHits at);
            for (int p = 0; p < 24; p++)
            {
                double other = 1 + (2 * random.NextUniform());
                both[2 * p] = single[p];
                both[(2 * p) + 1] = single[p] with { U = single[p].U + (random.NextUniform() < 0.5 ? other : -other) };
                first[p] = 2 * p;
                at[p] = (short)((2 * p) + (p is 4 or 9 or 15 ? 1 : 0));
            }

            first[24] = 48;
            Assert.True(fitter.Fit(start, at, both, first, out TrackFit fit));
            right += Math.Abs(fit.Parameters.Kappa - start.Kappa) < 5 * Math.Sqrt(fit.Covariance[14]) && fit.Probability > 1e-4 ? 1 : 0;
        }

        Assert.InRange(right, 0.97 * tracks, tracks);
    }

    [Fact]
    public void TheFitAllocatesNothing()
    {
        TrackerLayout layout = TestLayouts.TwoArms(0.5, soft: true);
        foreach (FitMethod method in Enum.GetValues<FitMethod>())
        {
            TrackParticle particle = TrackParticle.Get(method == FitMethod.GaussianSum ? "e-" : "mu-", "");
            TrackFitter fitter = new(layout, particle, new FitOptions { Method = method });
            TrackSimulator simulator = new(layout, particle, true);
            PlaneMeasurement[] measurements = new PlaneMeasurement[12];
            int[] first = new int[13];
            RandomStream random = new(10, 1, StreamNumber.Response);
            TrackState start = TestLayouts.Beam(ref random, 100, particle);
            TestLayouts.Measure(layout, simulator, start, ref random, measurements, first, out PlaneHits at);
            // Compilation in tiers may allocate while it goes on: the least of some hundreds of fits is ours.
            long least = long.MaxValue;
            for (int k = 0; k < 5; k++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++)
                {
                    fitter.Fit(start, at, measurements, first, out _);
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
        }
    }

    private static double Spread(double[] values) => Math.Sqrt(values.Sum(v => v * v) / values.Length);

    /// <summary>Widths of the pulls of the five parameters, chi2 probabilities, and errors of q/p.</summary>
    private static (double[] Widths, double[] Probabilities, double[] Kappa) Study(TrackerLayout layout, double momentum, ulong seed, int tracks, FitOptions options)
    {
        TrackFitter fitter = new(layout, TestLayouts.Muon, options);
        TrackSimulator simulator = new(layout, TestLayouts.Muon, false);
        PlaneMeasurement[] measurements = new PlaneMeasurement[layout.Planes.Count];
        int[] first = new int[layout.Planes.Count + 1];
        double[] sum2 = new double[5], probabilities = new double[tracks], kappa = new double[tracks];
        for (int t = 0; t < tracks; t++)
        {
            RandomStream random = new(seed, (ulong)t, StreamNumber.Response);
            TrackState start = TestLayouts.Beam(ref random, momentum, TestLayouts.Muon);
            Assert.True(TestLayouts.Measure(layout, simulator, start, ref random, measurements, first, out PlaneHits at));
            // Away from the truth, as pattern recognition would be.
            TrackState guess = start;
            guess.X += 0.1;
            guess.Kappa *= 1.02;
            Assert.True(fitter.Fit(guess, at, measurements, first, out TrackFit fit));
            double[] errors = [fit.Parameters.X - start.X, fit.Parameters.Y - start.Y, fit.Parameters.Tx - start.Tx, fit.Parameters.Ty - start.Ty, fit.Parameters.Kappa - start.Kappa];
            int[] diagonal = [0, 2, 5, 9, 14];
            for (int i = 0; i < 5; i++)
            {
                sum2[i] += errors[i] * errors[i] / fit.Covariance[diagonal[i]];
            }

            probabilities[t] = fit.Probability;
            kappa[t] = errors[4];
        }

        return ([.. sum2.Select(s => Math.Sqrt(s / tracks))], probabilities, kappa);
    }
}
