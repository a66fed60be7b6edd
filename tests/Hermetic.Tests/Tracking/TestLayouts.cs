using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;
using Hermetic.Simulation.Tracking;

namespace Hermetic.Tests.Tracking;

/// <summary>Layouts whose resolution is known in closed form, and tracks through them.</summary>
internal static class TestLayouts
{
    public const double Resolution = 0.08;

    public static TrackParticle Muon { get; } = TrackParticle.Get("mu-", "");

    public static TrackerDetector Detector(double resolution = Resolution, double noise = 0, double efficiency = 1, double half = 3000) => new()
    {
        Name = "plane",
        Kind = DetectorKind.Coordinate,
        Resolution = resolution,
        HalfU = half,
        HalfV = half,
        Noise = noise,
        Efficiency = efficiency,
        TimeResolution = 5,
    };

    public static TrackerPlane Plane(double z, double roll, TrackerDetector? detector = null) => new() { Name = FormattableString.Invariant($"{z}/{roll:F2}"), Detector = detector ?? Detector(), Z = z, Roll = roll };

    /// <summary>Three stations of x and y in front of a dipole and three behind, as in NA64's arms; with matter in each station.</summary>
    public static TrackerLayout TwoArms(double matter = 0, TrackerDetector? detector = null, double integral = 7, bool soft = false) => new(
        new[] { 100.0, 1100, 2100, 12100, 13100, 14100 }.SelectMany(z => new[] { Plane(z, 0, detector), Plane(z + 10, Math.PI / 2, detector) }),
        new[] { 120.0, 1120, 2120, 12120, 13120, 14120 }.Select(z => new MatterLayer(z, MaterialCatalogue.Get("mylar"), matter)),
        new MagneticField([new Dipole("magnet", 7100, 4000, 0.25 * integral, 0, 140, soft ? new EngeEdge(EngeEdge.Usual) : null)], []),
        0);

    /// <summary>As <see cref="TwoArms"/> with six stations in each arm, so that one wrong measurement of an arm can be told from the others.</summary>
    public static TrackerLayout LongArms(double matter) => new(
        Enumerable.Range(0, 12).Select(i => 100.0 + (500 * i) + (i < 6 ? 0 : 8000)).SelectMany(z => new[] { Plane(z, 0), Plane(z + 10, Math.PI / 2) }),
        Enumerable.Range(0, 12).Select(i => new MatterLayer(120 + (500 * i) + (i < 6 ? 0 : 8000), MaterialCatalogue.Get("mylar"), matter)),
        new MagneticField([new Dipole("magnet", 6500, 4000, 1.75)], []),
        0);

    /// <summary>Equally spaced planes in a uniform field, R. L. Gluckstern's case, with two planes of y at each end.</summary>
    public static TrackerLayout InField(int planes, double length, double field, double resolution) => new(
        Enumerable.Range(0, planes).Select(i => Plane(100 + (length * i / (planes - 1)), 0, Detector(resolution)))
            .Concat(new[] { 90.0, 95, length + 105, length + 110 }.Select(z => Plane(z, Math.PI / 2, Detector(resolution)))),
        [],
        new MagneticField([new Dipole("magnet", 100 + (0.5 * length), length + 200, field)], []),
        0);

    public static TrackState Beam(ref RandomStream random, double momentum, TrackParticle particle) =>
        new(4 * random.NextNormal(), 3 * random.NextNormal(), 0.5e-3 * random.NextNormal(), 0.5e-3 * random.NextNormal(), particle.Charge / momentum, 0);

    /// <summary>Measurements of one particle, one on each plane, with Gaussian errors; false if it does not cross all planes.</summary>
    public static bool Measure(TrackerLayout layout, TrackSimulator simulator, TrackState start, ref RandomStream random, PlaneMeasurement[] measurements, int[] first, out PlaneHits at) =>
        Measure(layout, simulator, ref start, ref random, measurements, first, out at);

    /// <summary>The same; the particle is behind the last element afterwards.</summary>
    public static bool Measure(TrackerLayout layout, TrackSimulator simulator, ref TrackState start, ref RandomStream random, PlaneMeasurement[] measurements, int[] first, out PlaneHits at)
    {
        Span<PlanePassage> passages = stackalloc PlanePassage[PlaneHits.MostPlanes];
        int inside = simulator.Follow(ref start, ref random, passages);
        at = default;
        for (int p = 0; p < layout.Planes.Count; p++)
        {
            double resolution = layout.Planes[p].Detector.Resolution;
            measurements[p] = new PlaneMeasurement(passages[p].U + (resolution * random.NextNormal()), resolution * resolution, 0, 0, p);
            at[p] = (short)p;
            first[p] = p;
        }

        first[layout.Planes.Count] = layout.Planes.Count;
        return inside == layout.Planes.Count;
    }
}
