using Hermetic.Core.Numerics;

namespace Hermetic.Setup.Fields;

/// <summary>A field map where it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Map">The map.</param>
/// <param name="X">x in mm of the map's origin.</param>
/// <param name="Y">y in mm of the map's origin.</param>
/// <param name="Z">z in mm of the map's origin.</param>
/// <param name="Scale">Factor on the field.</param>
public sealed record PlacedMap(string Name, FieldMap Map, double X, double Y, double Z, double Scale);

/// <summary>
/// All magnets of a set-up: their fields add up. Along the beam it is cut where a field begins, becomes uniform, or ends, so that a track is followed exactly between and with large steps inside. Immutable.
/// </summary>
public sealed class MagneticField
{
    private readonly double[] _edges;
    private readonly Dipole[][] _dipoles;
    private readonly PlacedMap[][] _maps;

    /// <summary>A field.</summary>
    /// <param name="dipoles">Dipoles.</param>
    /// <param name="maps">Maps.</param>
    public MagneticField(IReadOnlyList<Dipole> dipoles, IReadOnlyList<PlacedMap> maps)
    {
        ArgumentNullException.ThrowIfNull(dipoles);
        ArgumentNullException.ThrowIfNull(maps);
        Dipoles = [.. dipoles];
        Maps = [.. maps];
        _edges = [.. dipoles.SelectMany(d => d.Breaks).Concat(maps.SelectMany(m => new[] { m.Z + m.Map.Z.First, m.Z + m.Map.Z.Last })).Distinct().Order()];
        int segments = _edges.Length + 1;
        _dipoles = new Dipole[segments][];
        _maps = new PlacedMap[segments][];
        for (int s = 0; s < segments; s++)
        {
            (double low, double high) = (Low(s), High(s));
            _dipoles[s] = [.. dipoles.Where(d => d.Field != 0 && d.Breaks[0] <= low && d.Breaks[^1] >= high)];
            _maps[s] = [.. maps.Where(m => m.Scale != 0 && m.Z + m.Map.Z.First <= low && m.Z + m.Map.Z.Last >= high)];
        }
    }

    /// <summary>No field at all.</summary>
    public static MagneticField None { get; } = new([], []);

    /// <summary>The dipoles.</summary>
    public IReadOnlyList<Dipole> Dipoles { get; }

    /// <summary>The maps.</summary>
    public IReadOnlyList<PlacedMap> Maps { get; }

    /// <summary>Where along the beam a field begins, becomes uniform or ends, in mm, rising.</summary>
    public ReadOnlySpan<double> Edges => _edges;

    /// <summary>Number of segments between the edges, with those before the first and behind the last.</summary>
    public int Segments => _edges.Length + 1;

    /// <summary>The segment that a track enters at a place.</summary>
    /// <param name="z">z in mm.</param>
    /// <param name="forward">Whether the track goes along the beam.</param>
    public int SegmentAt(double z, bool forward)
    {
        int s = 0;
        while (s < _edges.Length && (forward ? z >= _edges[s] : z > _edges[s]))
        {
            s++;
        }

        return s;
    }

    /// <summary>Where a segment begins in mm.</summary>
    /// <param name="segment">The segment.</param>
    public double Low(int segment) => segment == 0 ? double.NegativeInfinity : _edges[segment - 1];

    /// <summary>Where a segment ends in mm.</summary>
    /// <param name="segment">The segment.</param>
    public double High(int segment) => segment == _edges.Length ? double.PositiveInfinity : _edges[segment];

    /// <summary>Whether a segment has no field.</summary>
    /// <param name="segment">The segment.</param>
    public bool IsFree(int segment) => _dipoles[segment].Length == 0 && _maps[segment].Length == 0;

    /// <summary>The field at a point of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="x">x in mm.</param>
    /// <param name="y">y in mm.</param>
    /// <param name="z">z in mm.</param>
    /// <param name="sample">The field.</param>
    public void At(int segment, double x, double y, double z, out FieldSample sample)
    {
        sample = default;
        foreach (Dipole dipole in _dipoles[segment])
        {
            dipole.Add(x, y, z, ref sample);
        }

        foreach (PlacedMap map in _maps[segment])
        {
            map.Map.Add(x - map.X, y - map.Y, z - map.Z, map.Scale, ref sample);
        }
    }

    /// <summary>Integrals of Bx and By along the beam on a line parallel to the axis, in T m.</summary>
    /// <param name="x">x in mm.</param>
    /// <param name="y">y in mm.</param>
    public (double Bx, double By) Integral(double x = 0, double y = 0)
    {
        Quadrature rule = Quadrature.GaussLegendre(16);
        double bx = 0, by = 0;
        for (int s = 1; s < Segments - 1; s++)
        {
            if (IsFree(s))
            {
                continue;
            }

            // Between the points of a map the field is a polynomial of third order.
            int panels = Math.Max(8, _maps[s].Select(m => (int)Math.Ceiling((High(s) - Low(s)) / m.Map.Z.Step)).DefaultIfEmpty(0).Max());
            double step = (High(s) - Low(s)) / panels;
            int segment = s;
            for (int p = 0; p < panels; p++)
            {
                double low = Low(s) + (p * step);
                bx += rule.Integrate(z => Component(segment, x, y, z).Bx, low, low + step);
                by += rule.Integrate(z => Component(segment, x, y, z).By, low, low + step);
            }
        }

        return (1e-3 * bx, 1e-3 * by);
    }

    private FieldSample Component(int segment, double x, double y, double z)
    {
        At(segment, x, y, z, out FieldSample sample);
        return sample;
    }
}
