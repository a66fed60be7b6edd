using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;
using Hermetic.Simulation.Response;
using Hermetic.Simulation.Tracking;
using MathNet.Numerics;

namespace Hermetic.Tests.Tracking;

/// <summary>What layers do to particles, and planes make of them.</summary>
public sealed class DigitTests
{
    private static readonly StripResponse Strips = new(new ChannelMap(320, 64, [1, 7, 13, 19, 25]), 0.25, 0.08, 0.25, 0.97, 0, 0.08, 0.02, 15, 75);

    /// <summary>The centres of clusters have the resolution of the plane, whatever part of it the sharing makes.</summary>
    [Fact]
    public void ClustersHaveTheResolutionOfThePlane()
    {
        Assert.InRange(StripDigitiser.SharingError(Strips), 0.005, 0.07);
        StripDigitiser digitiser = new(Strips);
        StripClusters clusters = new(new StripPlane(Strips.Map, Strips.Pitch, Strips.Resolution, Strips.TimeResolution));
        TrackerDigit[] digits = new TrackerDigit[64];
        PlaneMeasurement[] found = new PlaneMeasurement[64];
        RandomStream random = new(1, 1, StreamNumber.Response);
        double sum2 = 0, time2 = 0;
        int seen = 0, alone = 0;
        const int events = 20000;
        for (int e = 0; e < events; e++)
        {
            double u = 60 * (random.NextUniform() - 0.5);
            digitiser.Pass(u, 10, ref random);
            int count = digitiser.Read(0, ref random, digits), sources = 0;
            count = clusters.Find(digits.AsSpan(0, count), ref sources, found);
            seen += count > 0 ? 1 : 0;
            if (count == 1)
            {
                alone++;
                sum2 += Math.Pow(found[0].U - u, 2);
                time2 += Math.Pow(found[0].Time - 10, 2);
            }
        }

        Assert.InRange(seen / (double)events, 0.96, 0.98);
        Assert.InRange(alone / (double)seen, 0.85, 1);
        Assert.InRange(Math.Sqrt(sum2 / alone), 0.076, 0.092);
        Assert.InRange(Math.Sqrt(time2 / alone), 14.5, 15.5);
    }

    [Fact]
    public void NoiseIsAsOftenAsTold()
    {
        StripDigitiser strips = new(Strips with { NoiseProbability = 0.02 });
        StrawDigitiser straws = new(new StrawResponse(100, 6, 2.95, 14.5, 0.25, 0.97, 0.01, 75));
        TrackerDigit[] digits = new TrackerDigit[100];
        RandomStream random = new(2, 1, StreamNumber.Response);
        int strip = 0, straw = 0;
        for (int e = 0; e < 20000; e++)
        {
            strip += strips.Read(0, ref random, digits);
            int read = straws.Read(0, ref random, digits);
            Assert.Equal(read, digits[..read].Select(d => d.Channel).Distinct().Count());
            straw += read;
        }

        // 64 channels at 2 %, 100 tubes at 1 %; noise that follows noise begins a channel later.
        Assert.InRange(strip / 20000.0, 1.2, 1.36);
        Assert.InRange(straw / 20000.0, 0.95, 1.05);
    }

    /// <summary>One of the two sides of the wire is where the particle passed, but near the wire and between the tubes.</summary>
    [Fact]
    public void AStrawTellsTheDistanceToTheWire()
    {
        StrawDigitiser digitiser = new(new StrawResponse(100, 6, 2.95, 14.5, 0.25, 1, 0, 75));
        StrawPlane plane = new(100, 6, 2.95, 14.5, 0.25);
        TrackerDigit[] digits = new TrackerDigit[100];
        PlaneMeasurement[] found = new PlaneMeasurement[8];
        RandomStream random = new(3, 1, StreamNumber.Response);
        double sum2 = 0;
        int count = 0;
        for (int e = 0; e < 20000; e++)
        {
            double u = 200 * (random.NextUniform() - 0.5), distance = Math.Abs(u - (6 * Math.Floor(u / 6)) - 3);
            digitiser.Pass(u, 0, ref random);
            int sources = 0, made = StrawCircles.Find(plane, digits.AsSpan(0, digitiser.Read(0, ref random, digits)), ref sources, found);
            Assert.InRange(made, 0, 2);
            if (distance is > 1 and < 2)
            {
                Assert.Equal(2, made);
                sum2 += found[..made].Min(m => Math.Pow(m.U - u, 2));
                count++;
            }
        }

        Assert.InRange(Math.Sqrt(sum2 / count), 0.24, 0.26);
    }

    /// <summary>The core of the scattering is Highland's to the 11 % of that formula; far out it is the single collision off a nucleus or an electron.</summary>
    [Fact]
    public void ScatteringHasACoreAndATail()
    {
        Material kapton = MaterialCatalogue.Get("kapton");
        ThinPassage layer = new(kapton, 3, HeavyParticle.Muon);
        LayerTails tails = new(layer);
        HeavyScattering scattering = new(kapton, NuclearShape.Helm);
        const int passages = 400_000;
        double highland = Math.Sqrt(layer.AngleVariance(0.1)), far = 12 * highland;
        double[] angles = new double[passages];
        int beyond = 0;
        RandomStream random = new(4, 1, StreamNumber.Response);
        for (int i = 0; i < passages; i++)
        {
            TrackState s = new(0, 0, 0, 0, 0.1, 0);
            tails.Pass(ref s, ref random);
            angles[i] = Math.Abs(s.Tx);
            beyond += Math.Sqrt((s.Tx * s.Tx) + (s.Ty * s.Ty)) > far ? 1 : 0;
        }

        Array.Sort(angles);
        Assert.InRange(angles[(int)(0.6827 * passages)] / highland, 0.89, 1.11);
        // mu = theta^2/4; the nucleus still looks like a point at 0.05 GeV. Plural collisions add some per cent.
        double mu = far * far / 4, expected = passages * (scattering.NuclearStrength + scattering.ElectronStrength) * 3 / 100 / mu;
        Assert.True(expected > 300);
        Assert.InRange(beyond / expected, 0.85, 1.25);
    }

    /// <summary>Bremsstrahlung of an electron: the share of energies that it keeps, against the incomplete gamma function; collision losses alone for a muon, with knock-on electrons.</summary>
    [Fact]
    public void LossesHaveTheirDistribution()
    {
        Material copper = MaterialCatalogue.Get("copper");
        LayerTails electron = new(new ThinPassage(copper, 0.05 * copper.RadiationLength, null)), muon = new(new ThinPassage(copper, 10, HeavyParticle.Muon));
        const int passages = 100_000;
        int half = 0;
        double sum = 0;
        RandomStream random = new(5, 1, StreamNumber.Response);
        for (int i = 0; i < passages; i++)
        {
            TrackState s = new(0, 0, 0, 0, -0.01, 0);
            half += !electron.Pass(ref s, ref random) || s.Momentum < 50 ? 1 : 0;
            s = new(0, 0, 0, 0, -0.1, 0);
            muon.Pass(ref s, ref random);
            sum += 10 - s.Momentum;
        }

        double expected = passages * SpecialFunctions.GammaUpperRegularized(0.05 / Math.Log(2), Math.Log(2));
        Assert.InRange((half - expected) / Math.Sqrt(expected), -5, 5);
        double t = Math.Sqrt(100 + (HeavyParticle.Muon.Mass * HeavyParticle.Muon.Mass)) - HeavyParticle.Muon.Mass;
        Assert.Equal(10 * HeavyIonisation.RestrictedLoss(copper, HeavyParticle.Muon, t, double.PositiveInfinity), sum / passages, 0.03 * 0.015);
    }

    /// <summary>A turned direction makes the angle with the old one that was asked for.</summary>
    [Fact]
    public void ADirectionTurnsByTheAngle()
    {
        TrackState s = new(0, 0, 0.3, -0.4, 0.1, 0);
        double n = Math.Sqrt(1 + 0.09 + 0.16);
        TrackSimulator.Turn(ref s, 3e-4, -4e-4);
        double m = Math.Sqrt(1 + (s.Tx * s.Tx) + (s.Ty * s.Ty));
        double cx = (-0.4 / n / m) - (s.Ty / n / m), cy = (s.Tx / n / m) - (0.3 / n / m), cz = ((0.3 * s.Ty) - (-0.4 * s.Tx)) / n / m;
        Assert.Equal(5e-4, Math.Sqrt((cx * cx) + (cy * cy) + (cz * cz)), 1e-9);
    }
}
