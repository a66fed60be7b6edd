using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Fields;

namespace Hermetic.Setup.Trackers;

/// <summary>
/// Reads trackers (YAML; the format is described in docs/tracking.md): a file of their own with "beam" and "tracker", or the section "tracker" of an experiment. Everything that is wrong in a file is an <see cref="InputException"/>
/// of the form "FILE:LINE:COLUMN: key 'a.b': what is wrong; allowed: ...; did you mean 'x'?".
/// </summary>
public static class TrackerReader
{
    private const double Farthest = 1e6;

    /// <summary>Distance in mm of the reference plane from the first thing behind it.</summary>
    private const double InFront = 1;

    private static readonly NumberRule Momentum = new(Dimension.Energy, TrackerSetup.LeastMomentum, TrackerSetup.MostMomentum);
    private static readonly NumberRule Spot = new(Dimension.Length, 0, 1e4);
    private static readonly NumberRule Tilt = new(Dimension.Angle, -1.2, 1.2);
    private static readonly NumberRule Divergence = new(Dimension.Angle, 0, 0.1);
    private static readonly NumberRule PileUp = new(Dimension.Number, 0, 20, Units: [""]);
    internal static readonly NumberRule Place = new(Dimension.Length, -Farthest, Farthest);
    internal static readonly NumberRule Length = new(Dimension.Length, 0, 1e5, AboveMinimum: true);

    private static readonly string[] TrackerKeys = ["pileUp", "magnets", "detectors", "stations", "matter"];
    internal static readonly string[] Provenance = ["source", "status", "note"];

    /// <summary>Reads a file of a tracker alone.</summary>
    /// <param name="path">Path of the file.</param>
    public static TrackerSetup Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        (YamlMap root, _, string digest) = ExperimentFiles.Load(path);
        string[] keys = ["title", "include", "sources", "beam", "tracker"];
        ExperimentContext context = new(new Dictionary<string, string>(), Geometry.MaterialNames.All);
        ExperimentSection top = new(root, context, keys);
        IReadOnlyDictionary<string, string> sources = ExperimentReader.ReadSources(top.Node("sources"));
        top = new ExperimentSection(root, context with { Sources = sources }, keys);
        ExperimentSection beam = top.Section("beam", "particle", "momentum", "spotX", "spotY", "divergence");
        Gathering gathering = new(path);
        gathering.Enter("beam");
        string particle = beam.Text("particle");
        if (!TrackParticle.Names.Contains(particle))
        {
            throw beam.Error("particle", $"'{particle}' is no particle that a tracker follows", string.Join(", ", TrackParticle.Names));
        }

        TrackerBeam read = new(
            TrackParticle.Get(particle, path),
            gathering.Number(beam, "momentum", Momentum),
            gathering.Number(beam, "spotX", Spot),
            gathering.Number(beam, "spotY", Spot),
            gathering.Number(beam, "divergence", Divergence),
            0);
        return Build(Path.GetFileNameWithoutExtension(path), top.Text("title"), read, top, gathering, sources, digest);
    }

    /// <summary>The tracker of an experiment; null if its file describes none.</summary>
    internal static TrackerSetup? Read(string name, string title, Beam beam, ExperimentSection top, string path, IReadOnlyDictionary<string, string> sources, string digest)
    {
        if (!top.Has("tracker"))
        {
            return null;
        }

        TrackParticle particle = TrackParticle.Get(beam.Particle == BeamParticle.Electron ? "e-" : "e+", path);
        return Build(
            name, title, new TrackerBeam(particle, beam.Momentum.Value, beam.SpotX.Value, beam.SpotY.Value, beam.Divergence.Value, 0), top, new Gathering(path), sources, digest);
    }

    private static TrackerSetup Build(
        string name, string title, TrackerBeam beam, ExperimentSection top, Gathering gathering, IReadOnlyDictionary<string, string> sources, string digest)
    {
        ExperimentSection tracker = top.Section("tracker", TrackerKeys);
        gathering.Enter("tracker");
        double pileUp = tracker.Has("pileUp") ? gathering.Number(tracker, "pileUp", PileUp) : 0;
        MagneticField field = MagnetReader.Read(tracker, gathering);
        Dictionary<string, DetectorSetup> detectors = [];
        foreach (ExperimentSection section in tracker.Sections("detectors", 1, 100, [.. DetectorReader.Keys, .. Provenance]))
        {
            string called = section.Text("name");
            gathering.Enter($"detector {called}");
            if (!detectors.TryAdd(called, DetectorReader.Read(section, gathering)))
            {
                throw section.Error("name", $"there are two of the name '{called}'", "a name of its own for every detector");
            }
        }

        List<MatterLayer> layers = ReadMatter(tracker, gathering);
        (List<TrackerPlane> planes, List<bool> onBeam) = ReadStations(tracker, gathering, detectors, layers);
        double reference = planes.Select(p => p.Z).Concat(layers.Select(l => l.Z)).Min() - InFront;
        TrackState nominal = new(0, 0, 0, 0, beam.Particle.Charge / beam.Momentum, reference);
        for (int i = 0; i < planes.Count; i++)
        {
            TrackState there = nominal;
            if (onBeam[i] && Propagator.To(field, ref there, planes[i].Z) != PropagationEnd.Arrived)
            {
                throw tracker.Error("stations", $"the beam does not reach '{planes[i].Name}'", "magnets that bend the beam by less");
            }

            planes[i] = planes[i] with { X = planes[i].X + (onBeam[i] ? there.X : 0), Y = planes[i].Y + (onBeam[i] ? there.Y : 0) };
        }

        return new TrackerSetup(name, title, beam with { PileUp = pileUp }, new TrackerLayout(planes, layers, field, reference), gathering.Numbers, sources, digest);
    }

    private static List<MatterLayer> ReadMatter(ExperimentSection tracker, Gathering gathering)
    {
        List<MatterLayer> layers = [];
        foreach (ExperimentSection slab in tracker.Sections("matter", 0, 200, ["name", "material", "from", "to", "thickness", .. Provenance]))
        {
            gathering.Enter($"matter {slab.Text("name")}");
            Material material = MaterialCatalogue.Get(slab.Material("material"));
            double from = gathering.Number(slab, "from", Place);
            if (slab.Has("to") == slab.Has("thickness"))
            {
                throw slab.Error("from", "where the matter ends is not told once", "either 'to' or 'thickness' beside 'from'");
            }

            double to = slab.Has("to") ? gathering.Number(slab, "to", Place) : from + gathering.Number(slab, "thickness", Length);
            if (to <= from)
            {
                throw slab.Error("to", "the matter ends before it begins", FormattableString.Invariant($"above {from} mm"));
            }

            layers.AddRange(MatterLayer.Slab(from, to, material));
        }

        return layers;
    }

    private static (List<TrackerPlane> Planes, List<bool> OnBeam) ReadStations(
        ExperimentSection tracker, Gathering gathering, Dictionary<string, DetectorSetup> detectors, List<MatterLayer> layers)
    {
        List<TrackerPlane> planes = [];
        List<bool> onBeam = [];
        HashSet<string> names = [];
        foreach (ExperimentSection station in tracker.Sections("stations", 2, TrackerSetup.MostPlanes, ["name", "detector", "z", "x", "y", "centred", "views", "tiltX", "tiltY", .. Provenance]))
        {
            string name = station.Text("name"), kind = station.Text("detector");
            gathering.Enter($"station {name}");
            if (!names.Add(name))
            {
                throw station.Error("name", $"there are two of the name '{name}'", "a name of its own for every station");
            }

            if (!detectors.TryGetValue(kind, out DetectorSetup? detector))
            {
                string near = InputException.Hint(kind, detectors.Keys);
                throw station.Error("detector", $"'{kind}' is none of the detectors", string.Join(", ", detectors.Keys) + near);
            }

            double z = gathering.Number(station, "z", Place);
            TrackerPlane plane = new()
            {
                Name = name,
                Detector = detector.Detector,
                Z = z,
                X = gathering.Number(station, "x", Place, 0),
                Y = gathering.Number(station, "y", Place, 0),
                TiltX = gathering.Number(station, "tiltX", Tilt, 0),
                TiltY = gathering.Number(station, "tiltY", Tilt, 0),
            };
            bool beam = !station.Has("centred") || station.Word<Centre>("centred") == Centre.Beam;
            foreach (double roll in Views(station))
            {
                for (int layer = 0; layer < detector.Layers; layer++)
                {
                    string suffix = detector.Layers > 1 ? ((char)('a' + layer)).ToString() : "";
                    planes.Add(plane with
                    {
                        Name = FormattableString.Invariant($"{name}-{roll * 180 / Math.PI:0.#}{suffix}"),
                        Roll = roll,
                        Offset = layer * 0.5 * detector.Detector.Pitch,
                        Z = z + (layer * detector.Detector.Pitch),
                    });
                    onBeam.Add(beam);
                }
            }

            layers.AddRange(detector.Matter.Select(m => new MatterLayer(z, m.Material, m.Thickness)));
        }

        return planes.Count <= TrackerSetup.MostPlanes ? (planes, onBeam) : throw tracker.Error("stations", $"there are {planes.Count} planes", $"at most {TrackerSetup.MostPlanes}");
    }

    private static List<double> Views(ExperimentSection station)
    {
        if (!station.Has("views"))
        {
            return [0, 0.5 * Math.PI];
        }

        List<double> views = [];
        foreach (string text in station.Texts("views", 4))
        {
            views.Add(Quantity.TryParse(text, Dimension.Angle, out double angle) && Math.Abs(angle) <= Math.PI
                ? angle
                : throw station.Error("views", $"'{InputError.Shown(text)}' is no angle", "a list of one to four angles within 180 deg, such as [0 deg, 90 deg]"));
        }

        return views.Count > 0 ? views : throw station.Error("views", "nothing is measured", "one to four angles, such as [0 deg, 90 deg]");
    }

    private enum Centre
    {
        /// <summary>On the beam of nominal momentum.</summary>
        Beam,

        /// <summary>On the axis.</summary>
        Axis,
    }

    /// <summary>Takes numbers out of sections and remembers them with their sources.</summary>
    internal sealed class Gathering(string path)
    {
        private readonly List<TrackerNumber> _numbers = [];
        private string _section = "";

        public string Path { get; } = path;

        public IReadOnlyList<TrackerNumber> Numbers => _numbers;

        public void Enter(string section) => _section = section;

        public double Number(ExperimentSection section, string key, NumberRule rule)
        {
            Sourced read = section.NumberOrSourced(key, rule);
            _numbers.Add(new TrackerNumber(_section, key, rule.Dimension, read));
            return read.Value;
        }

        public double Number(ExperimentSection section, string key, NumberRule rule, double usual) => section.Has(key) ? Number(section, key, rule) : usual;
    }
}
