using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Tracking;

/// <summary>What tracker files say, and how the wrong ones are refused.</summary>
public sealed class TrackerReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-tracker-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void TheSpectrometerOfNa64eIsPartOfItsExperiment()
    {
        TrackerSetup tracker = TrackerLibrary.Get("na64e-2018");
        Assert.Equal(20, tracker.Layout.Planes.Count);
        Assert.Equal(7, tracker.Layout.Field.Integral().By, 1e-9);
        Assert.Equal("e-", tracker.Beam.Particle.Name);
        // The beam bends by 21 mrad about the middle of both magnets, 14 m in front of MM3; the thesis has 31 cm at the detector before.
        TrackerPlane mm3 = tracker.Layout.Planes.Single(p => p.Name == "MM3-0");
        Assert.Equal(20.99e-3 * (13200 + 867), mm3.X, 0.1);
        Experiment experiment = ExperimentReader.Read(Path.Combine(Repository.Root, "experiments", "na64e-2018.yaml"), MaterialCatalogue.Names);
        Assert.Contains("Tracker: station MM3", ExperimentText.Describe(experiment), StringComparison.Ordinal);
        Assert.Contains("\"magnet MBPL1\"", ExperimentText.ToJson(experiment), StringComparison.Ordinal);
        Assert.Contains(tracker.Numbers, n => n is { Section: "station MM3", Key: "z", Value: { Status: SourceStatus.Figure, Value: 867 } });
    }

    [Fact]
    public void StrawsAndEdgesAreRead()
    {
        TrackerSetup tracker = TrackerLibrary.Get("na64mu-2022");
        TrackerPlane[] straws = [.. tracker.Layout.Planes.Where(p => p.Detector.Kind == DetectorKind.Straws)];
        Assert.Equal(4, straws.Length);
        Assert.Equal(["ST1-0a", "ST1-0b", "ST1-90a", "ST1-90b"], straws.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, straws.Single(s => s.Name == "ST1-0b").Offset);
        Assert.NotNull(tracker.Layout.Field.Dipoles[0].Edge);
        Assert.Equal(1.4, tracker.Layout.Field.Integral().By, 1e-6);
    }

    [Theory]
    [InlineData("resolution: 0.08 mm", "resolution: 0.08", "lacks its unit")]
    [InlineData("resolution: 0.08 mm", "resolution: -1 mm", "is impossible")]
    [InlineData("resolution: 0.08 mm", "resolutoin: 0.08 mm", "did you mean 'resolution'")]
    [InlineData("kind: coordinate", "kind: pixels", "not a word that is known here")]
    [InlineData("kind: coordinate", "kind: straws", "has no such number")]
    [InlineData("detector: plane, z: 1 m", "detector: plan, z: 1 m", "did you mean 'plane'")]
    [InlineData("name: T2", "name: T1", "two of the name 'T1'")]
    [InlineData("edge: enge, gap: 140 mm", "edge: enge", "gap")]
    [InlineData("edge: enge, gap: 140 mm", "edge: enge, coefficients: [0.1, -3], gap: 140 mm", "they are no edge")]
    [InlineData("edge: enge, gap: 140 mm", "edge: enge, map: field.txt, gap: 140 mm", "does not belong beside")]
    [InlineData("field: 1.75 T", "field: 1.75 GeV", "another kind")]
    [InlineData("field: 1.75 T", "field: 1000 T", "is impossible")]
    [InlineData("particle: mu-", "particle: nu", "no particle that a tracker follows")]
    [InlineData("z: 14 m,", "z: 14 m, views: [0 rad, 2 T],", "is no angle")]
    [InlineData("material: mylar", "material: milar", "did you mean 'mylar'")]
    [InlineData("momentum: { value: 100 GeV", "momentum: { value: 1.2 GeV", "the beam does not reach")]
    public void WhatIsWrongIsRefusedWithItsPlace(string right, string wrong, string wanted)
    {
        string text = Repository.Read("trackers/two-arms.yaml");
        Assert.Contains(right, text, StringComparison.Ordinal);
        InputException e = Assert.Throws<InputException>(() => TrackerLibrary.Get(Write(ReplaceFirst(text, right, wrong))));
        Assert.Contains(wanted, e.Message, StringComparison.Ordinal);
        Assert.Matches(@"\.yaml:\d+:\d+: key ", e.Message);
    }

    /// <summary>A file with a line missing, doubled or mangled is read or refused, never anything else.</summary>
    [Fact]
    public void MangledFilesAreReadOrRefused()
    {
        string[] lines = Repository.Read("trackers/na64mu-2022.yaml").Split('\n');
        Prop.ForAll(Gen.Choose(0, lines.Length - 1).ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (line, how) =>
        {
            List<string> mangled = [.. lines];
            switch (how)
            {
                case 0: mangled.RemoveAt(line); break;
                case 1: mangled.Insert(line, mangled[line]); break;
                case 2: mangled[line] = mangled[line].Replace(": ", ":", StringComparison.Ordinal); break;
                default: mangled[line] = mangled[line][..(mangled[line].Length / 2)]; break;
            }

            try
            {
                return TrackerLibrary.Get(Write(string.Join('\n', mangled))).Layout.Planes.Count > 0;
            }
            catch (InputException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AMapIsPartOfATracker()
    {
        WholeFile.Write(Path.Combine(_folder, "field.txt"), $"{FieldMapReader.Signature}\nx -500 500 2\ny -500 500 2\nz -2000 2000 2\n" + string.Concat(Enumerable.Repeat("0 1.75 0\n", 8)));
        string text = ReplaceFirst(Repository.Read("trackers/two-arms.yaml"), "length: 4 m, field: 1.75 T, edge: enge, gap: 140 mm", "map: field.txt, scale: 0.5");
        TrackerSetup tracker = TrackerLibrary.Get(Write(text));
        Assert.Equal(3.5, tracker.Layout.Field.Integral().By, 1e-9);
        InputException e = Assert.Throws<InputException>(() => TrackerLibrary.Get(Write(ReplaceFirst(text, "field.txt", "no-field.txt"))));
        Assert.Contains("there is no such file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownNamesAreToldTheNearest()
    {
        Assert.Contains("did you mean 'two-arms'", Assert.Throws<InputException>(() => TrackerLibrary.Get("two-arm")).Message, StringComparison.Ordinal);
        Assert.Contains("describes no tracker; allowed: an experiment with the section 'tracker' (na64e-2018", Assert.Throws<InputException>(() => TrackerLibrary.Get("na64e-2016")).Message, StringComparison.Ordinal);
    }

    /// <summary>Where a plane is crossed, for any tilt: the point lies on the plane and on the track, and the derivatives are those of differences.</summary>
    [Fact]
    public void ATiltedPlaneIsCrossedWhereTheTrackMeetsIt() => Prop.ForAll(
        Gen.Choose(-60, 60).ToArbitrary(),
        Gen.Choose(-60, 60).ToArbitrary(),
        Gen.Choose(-180, 180).ToArbitrary(),
        (tiltX, tiltY, roll) =>
        {
            TrackerPlane plane = new() { Name = "p", Detector = TestLayouts.Detector(), X = 3, Y = -2, Z = 100, Roll = roll * Math.PI / 180, TiltX = 0.01 * tiltX, TiltY = 0.01 * tiltY };
            PlaneFrame frame = new(plane);
            TrackState s = new(12, 7, 0.03, -0.02, 0.01, 100);
            Span<double> du = stackalloc double[4], dv = stackalloc double[4];
            frame.Cross(s, out double u, out double v, du, dv);
            // Length in the plane is length in space: from two tracks.
            TrackState other = s with { X = s.X + 5, Ty = 0.04 };
            frame.Cross(other, out double u2, out double v2);
            bool right = true;
            for (int i = 0; i < 4; i++)
            {
                const double h = 1e-5;
                TrackState low = s, high = s;
                ref double l = ref i == 0 ? ref low.X : ref i == 1 ? ref low.Y : ref i == 2 ? ref low.Tx : ref low.Ty;
                ref double r = ref i == 0 ? ref high.X : ref i == 1 ? ref high.Y : ref i == 2 ? ref high.Tx : ref high.Ty;
                l -= h;
                r += h;
                frame.Cross(low, out double ul, out double vl);
                frame.Cross(high, out double uh, out double vh);
                right &= Math.Abs(du[i] - ((uh - ul) / (2 * h))) < 1e-5 * (1 + Math.Abs(du[i])) && Math.Abs(dv[i] - ((vh - vl) / (2 * h))) < 1e-5 * (1 + Math.Abs(dv[i]));
            }

            // By vector algebra: centre + u e_u + v e_v lies on the track.
            double cr = Math.Cos(plane.Roll), sr = Math.Sin(plane.Roll);
            (double X, double Y, double Z) e1 = Turned(cr, sr), e2 = Turned(-sr, cr);
            double z = (u * e1.Z) + (v * e2.Z);
            return right && Math.Abs(3 + (u * e1.X) + (v * e2.X) - (s.X + (z * s.Tx))) < 1e-9 && Math.Abs(-2 + (u * e1.Y) + (v * e2.Y) - (s.Y + (z * s.Ty))) < 1e-9 && Math.Abs(u2 - u) + Math.Abs(v2 - v) > 0.1;

            (double X, double Y, double Z) Turned(double x, double y)
            {
                (double cx, double sx, double cy, double sy) = (Math.Cos(plane.TiltX), Math.Sin(plane.TiltX), Math.Cos(plane.TiltY), Math.Sin(plane.TiltY));
                (double y1, double z1) = (y * cx, y * sx);
                return ((x * cy) + (z1 * sy), y1, (z1 * cy) - (x * sy));
            }
        }).QuickCheckThrowOnFailure();

    private static string ReplaceFirst(string text, string from, string to)
    {
        int at = text.IndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "tracker.yaml");
        WholeFile.Write(path, text);
        return path;
    }
}
