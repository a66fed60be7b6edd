using Hermetic.Core.Units;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Fields;

namespace Hermetic.Setup.Trackers;

/// <summary>Reads the magnets of a tracker.</summary>
internal static class MagnetReader
{
    private static readonly NumberRule Field = new(Dimension.Field, -20, 20);
    private static readonly NumberRule Scale = new(Dimension.Number, -100, 100, Units: [""]);
    private static readonly NumberRule Angle = new(Dimension.Angle, -2 * Math.PI, 2 * Math.PI);

    /// <summary>Reads them.</summary>
    public static MagneticField Read(ExperimentSection tracker, TrackerReader.Gathering gathering)
    {
        List<Dipole> dipoles = [];
        List<PlacedMap> maps = [];
        string[] keys = ["name", "z", "length", "field", "gap", "roll", "middle", "edge", "coefficients", "map", "x", "y", "scale", .. TrackerReader.Provenance];
        foreach (ExperimentSection magnet in tracker.Sections("magnets", 0, 50, keys))
        {
            string name = magnet.Text("name");
            gathering.Enter($"magnet {name}");
            double z = gathering.Number(magnet, "z", TrackerReader.Place);
            if (magnet.Has("map"))
            {
                RefuseBeside(magnet, "map", "length", "field", "gap", "roll", "middle", "edge", "coefficients");
                string path = Path.Combine(Path.GetDirectoryName(gathering.Path) ?? "", magnet.Text("map"));
                maps.Add(new PlacedMap(
                    name, FieldMapReader.Read(path), gathering.Number(magnet, "x", TrackerReader.Place, 0), gathering.Number(magnet, "y", TrackerReader.Place, 0), z, gathering.Number(magnet, "scale", Scale, 1)));
                continue;
            }

            RefuseBeside(magnet, "field", "x", "y", "scale");
            bool soft = magnet.Has("edge") && magnet.Word<EdgeKind>("edge") == EdgeKind.Enge;
            dipoles.Add(new Dipole(
                name,
                z,
                gathering.Number(magnet, "length", TrackerReader.Length),
                gathering.Number(magnet, "field", Field),
                gathering.Number(magnet, "roll", Angle, 0),
                soft ? gathering.Number(magnet, "gap", TrackerReader.Length) : gathering.Number(magnet, "gap", TrackerReader.Length, 100),
                soft ? new EngeEdge(Coefficients(magnet)) : null,
                gathering.Number(magnet, "middle", TrackerReader.Place, 0)));
        }

        return new MagneticField(dipoles, maps);
    }

    private static IReadOnlyList<double> Coefficients(ExperimentSection magnet)
    {
        if (!magnet.Has("coefficients"))
        {
            return EngeEdge.Usual;
        }

        List<double> read = [];
        foreach (string text in magnet.Texts("coefficients", 10, once: false))
        {
            read.Add(Quantity.TryParse(text, Dimension.Number, out double value) ? value : double.NaN);
        }

        return EngeEdge.IsUsable(read) ? read : throw magnet.Error("coefficients", "they are no edge of a magnet", EngeEdge.Allowed);
    }

    private static void RefuseBeside(ExperimentSection section, string key, params string[] keys)
    {
        if (keys.FirstOrDefault(section.Has) is { } foreign)
        {
            throw section.Error(foreign, $"does not belong beside '{key}'", "the keys of a dipole (length, field, gap, roll, middle, edge, coefficients) or those of a map (map, x, y, scale)");
        }
    }

    private enum EdgeKind
    {
        /// <summary>Ends at once.</summary>
        Sharp,

        /// <summary>Falls as Enge's function.</summary>
        Enge,
    }
}
