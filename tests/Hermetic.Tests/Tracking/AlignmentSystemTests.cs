using Hermetic.Core.Random;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Reconstruction.Tracking.Alignment;

namespace Hermetic.Tests.Tracking;

/// <summary>The normal equations of the alignment against displacements that are known.</summary>
public sealed class AlignmentSystemTests
{
    private const double Shift = 0.5, Rotation = 1e-3;

    /// <summary>Straight tracks tell all but shift and shear across the beam in x and y, and common rotations of all planes that measure x, and of all that measure y.</summary>
    [Fact]
    public void StraightTracksLeaveSixModes()
    {
        (AlignmentSolution solution, double[] truth) = Align(1, 2000, straight: true, bent: false, 0);
        Assert.Equal(6, solution.WeakModes);
        Assert.Equal(24 - 6, Freedom(solution, truth));
    }

    /// <summary>With bent tracks the momentum of each track is free, and the bend itself is a mode; the direction of the bend tells the rotation of the planes that measure y. A rotation of x planes that grows behind the magnet looks like a bend too, but for the slopes of the tracks.</summary>
    [Fact]
    public void BentTracksLeaveTheBend()
    {
        (AlignmentSolution solution, _) = Align(2, 2000, straight: false, bent: true, 0);
        Assert.InRange(solution.WeakModes, 6, 7);
    }

    [Fact]
    public void BothTogetherLeaveFive()
    {
        (AlignmentSolution solution, double[] truth) = Align(3, 2000, straight: true, bent: true, 0);
        Assert.Equal(5, solution.WeakModes);
        double[] wanted = solution.WithoutWeakModes(truth);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.InRange(solution.Errors[i], 0, i % 2 == 0 ? 0.1 * Shift : Rotation);
            Assert.InRange(solution.Values[i] - wanted[i], -5 * solution.Errors[i], 5 * solution.Errors[i]);
        }
    }

    /// <summary>Displacements of 0.5 mm and 1 mrad are recovered within the errors that the solution tells, over seeds and with multiple scattering.</summary>
    [Theory]
    [InlineData(true, false, 0.4e-3)]
    [InlineData(false, true, 0.4e-3)]
    [InlineData(true, true, 0)]
    public void ErrorsAreRight(bool straight, bool bent, double scattering)
    {
        const int seeds = 40;
        double sum2 = 0, chi2 = 0;
        int values = 0, freedom = 0;
        for (ulong seed = 0; seed < seeds; seed++)
        {
            (AlignmentSolution solution, double[] truth) = Align(100 + seed, 500, straight, bent, scattering);
            double[] wanted = solution.WithoutWeakModes(truth);
            for (int i = 0; i < wanted.Length; i++)
            {
                double pull = (solution.Values[i] - wanted[i]) / solution.Errors[i];
                sum2 += pull * pull;
                values++;
            }

            chi2 += solution.Chi2Against(truth, out int independent);
            freedom += independent;
        }

        // chi2 over 40 x 19 degrees of freedom is known to 5 %.
        Assert.InRange(chi2 / freedom, 0.8, 1.2);
        Assert.InRange(Math.Sqrt(sum2 / values), 0.9, 1.1);
    }

    [Fact]
    public void HalvesAddUp()
    {
        AlignmentSystem whole = new(12), one = new(12), two = new(12);
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve();
        double[] truth = Displacements(4);
        Fill(whole, spectrometer, truth, 4, 0, 400, false);
        Fill(one, spectrometer, truth, 4, 0, 200, false);
        Fill(two, spectrometer, truth, 4, 200, 400, false);
        one.Merge(two);
        AlignmentSolution a = whole.Solve(Shift, Rotation), b = one.Solve(Shift, Rotation);
        Assert.Equal(whole.Chi2, one.Chi2, 1e-9 * whole.Chi2);
        for (int i = 0; i < 24; i++)
        {
            Assert.Equal(a.Values[i], b.Values[i], 1e-6);
        }
    }

    private static int Freedom(AlignmentSolution solution, double[] truth)
    {
        solution.Chi2Against(truth, out int freedom);
        return freedom;
    }

    private static (AlignmentSolution Solution, double[] Truth) Align(ulong seed, int tracks, bool straight, bool bent, double scattering)
    {
        ThinSpectrometer spectrometer = ThinSpectrometer.Twelve(scattering);
        AlignmentSystem system = new(12);
        double[] truth = Displacements(seed);
        if (straight)
        {
            Fill(system, spectrometer, truth, seed, 0, tracks, true);
        }

        if (bent)
        {
            Fill(system, spectrometer, truth, seed, tracks, 2 * tracks, false);
        }

        return (system.Solve(Shift, Rotation), truth);
    }

    private static double[] Displacements(ulong seed)
    {
        RandomStream random = new(seed, 0, StreamNumber.Beam);
        double[] values = new double[24];
        for (int i = 0; i < 24; i++)
        {
            values[i] = random.NextNormal() * (i % 2 == 0 ? Shift : Rotation);
        }

        return values;
    }

    private static void Fill(AlignmentSystem system, ThinSpectrometer spectrometer, double[] truth, ulong seed, int from, int to, bool straight)
    {
        AlignmentTrack track = new();
        double[] local = new double[5], effect = new double[12];
        for (int e = from; e < to; e++)
        {
            RandomStream random = new(seed, (ulong)e, StreamNumber.Response);
            double x = 8 * random.NextNormal(), y = 8 * random.NextNormal(), tx = 1e-3 * random.NextNormal(), ty = 1e-3 * random.NextNormal();
            double momentum = 20 + (80 * random.NextUniform());
            double[] u = (straight ? new ThinSpectrometer(spectrometer.Planes, spectrometer.Magnet, 0, spectrometer.Scattering) : spectrometer).Trace(x, y, tx, ty, -1 / momentum, ref random);
            track.Begin(straight ? 4 : 5);
            for (int i = 0; i < 12; i++)
            {
                (double z, double angle) = spectrometer.Planes[i];
                (double cos, double sin) = (Math.Cos(angle), Math.Sin(angle));
                double arm = straight ? 0 : Math.Max(0, z - spectrometer.Magnet) * spectrometer.Kick;
                (local[0], local[1], local[2], local[3], local[4]) = (cos, sin, cos * z, sin * z, cos * arm);
                double along = (-sin * (x + (tx * z) - (arm / momentum))) + (cos * (y + (ty * z)));
                double measured = u[i] - truth[2 * i] + (along * truth[(2 * i) + 1]) + (ThinSpectrometer.Resolution * random.NextNormal());
                track.Add(i, measured, ThinSpectrometer.Resolution * ThinSpectrometer.Resolution, local, along);
            }

            for (int k = 0; k < 24 && spectrometer.Scattering > 0; k++)
            {
                double from0 = spectrometer.Planes[k / 2].Z;
                for (int i = 0; i < 12; i++)
                {
                    (double z, double angle) = spectrometer.Planes[i];
                    effect[i] = Math.Max(0, z - from0) * (k % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
                }

                track.AddScattering(spectrometer.Scattering / momentum * (spectrometer.Scattering / momentum), effect);
            }

            system.Add(track);
        }
    }
}
