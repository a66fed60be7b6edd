using System.Runtime.CompilerServices;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Geometry;

/// <summary>Planar layers along z from z = 0, in vacuum, with a square transverse cross section centred on the axis. Immutable.</summary>
public sealed class LayerStack
{
    /// <summary>Most places of the look-up table.</summary>
    private const int MostPlaces = 1 << 16;

    private readonly double[] _edges;
    private readonly int[] _materialOf;
    private readonly double[] _field;
    private readonly bool[] _active;
    private readonly double[] _depthSlope;
    private readonly double[] _depthOffset;
    private readonly int[] _layerAt;
    private readonly double _placesPerLength;

    /// <summary>A stack from its layers, none of them active, without field.</summary>
    /// <param name="layers">Material and thickness in mm of each layer in the order of the beam; at least one.</param>
    /// <param name="width">Full transverse width in mm.</param>
    public LayerStack(IReadOnlyList<(Material Material, double Thickness)> layers, double width)
        : this([.. layers.Select(l => new Layer(l.Material, l.Thickness))], width)
    {
    }

    /// <summary>A stack from its layers.</summary>
    /// <param name="layers">The layers in the order of the beam; at least one, each thicker than 0.</param>
    /// <param name="width">Full transverse width in mm.</param>
    /// <param name="sections">Numbers of layers of consecutive sections inside which depth in radiation lengths grows evenly with z; null for one section.</param>
    /// <param name="radiationLengths">Radiation lengths in mm by name of the material in which lengths are told, where they differ from the material's own.</param>
    public LayerStack(
        IReadOnlyList<Layer> layers, double width, IReadOnlyList<int>? sections = null, IReadOnlyDictionary<string, double>? radiationLengths = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count, nameof(layers));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        sections ??= [layers.Count];
        ArgumentOutOfRangeException.ThrowIfNotEqual(sections.Sum(), layers.Count, nameof(sections));
        _edges = new double[layers.Count + 1];
        _materialOf = new int[layers.Count];
        _field = [.. layers.Select(l => l.Field)];
        _active = [.. layers.Select(l => l.Active)];
        List<Material> materials = [];
        for (int i = 0; i < layers.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers[i].Thickness, nameof(layers));
            int known = materials.IndexOf(layers[i].Material);
            if (known < 0)
            {
                known = materials.Count;
                materials.Add(layers[i].Material);
            }

            _materialOf[i] = known;
            _edges[i + 1] = _edges[i] + layers[i].Thickness;
        }

        Materials = materials;
        HalfWidth = width / 2;
        RadiationLengthOf = [.. materials.Select(m => radiationLengths is not null && radiationLengths.TryGetValue(m.Name, out double told) ? told : m.RadiationLength)];
        (_depthOffset, _depthSlope, RadiationLengths) = Depths(sections);
        (_layerAt, _placesPerLength) = Places();
    }

    /// <summary>The different materials.</summary>
    public IReadOnlyList<Material> Materials { get; }

    /// <summary>Radiation length in mm in which lengths are told, of each of <see cref="Materials"/>; infinite for vacuum.</summary>
    public IReadOnlyList<double> RadiationLengthOf { get; }

    /// <summary>Half the transverse width in mm.</summary>
    public double HalfWidth { get; }

    /// <summary>Number of layers.</summary>
    public int Count => _materialOf.Length;

    /// <summary>Depth of the boundaries in mm: <see cref="Count"/> + 1 values from 0.</summary>
    public ReadOnlySpan<double> Edges => _edges;

    /// <summary>Index into <see cref="Materials"/> of each layer.</summary>
    public ReadOnlySpan<int> MaterialOf => _materialOf;

    /// <summary>Vertical magnetic field By of each layer in T.</summary>
    public ReadOnlySpan<double> FieldOf => _field;

    /// <summary>Whether the energy deposited in each layer is seen.</summary>
    public ReadOnlySpan<bool> ActiveOf => _active;

    /// <summary>Whether any layer is active.</summary>
    public bool HasActive => _active.Contains(true);

    /// <summary>Whole depth in mm.</summary>
    public double Depth => _edges[^1];

    /// <summary>Whole depth in radiation lengths.</summary>
    public double RadiationLengths { get; }

    /// <summary>The layers of a sampling calorimeter.</summary>
    /// <param name="calorimeter">The calorimeter.</param>
    public static LayerStack Of(Calorimeter calorimeter)
    {
        ArgumentNullException.ThrowIfNull(calorimeter);
        Layer[] unit = [.. calorimeter.Unit.Select(p => new Layer(MaterialCatalogue.Get(p.Material), p.Thickness.Value, p.Active))];
        return new LayerStack([.. Enumerable.Repeat(unit, (int)calorimeter.Units.Value).SelectMany(u => u)], calorimeter.Width.Value);
    }

    /// <summary>The layer at a depth: one multiplication and one look-up where layers are not much thinner than the others.</summary>
    /// <param name="z">Depth in mm; below 0 counts as the first layer, beyond the end as the last. A boundary belongs to the layer behind it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LayerAt(double z)
    {
        int place = (int)(z * _placesPerLength);
        int layer = _layerAt[Math.Clamp(place, 0, _layerAt.Length - 1)];
        while (layer < _materialOf.Length - 1 && z >= _edges[layer + 1])
        {
            layer++;
        }

        return layer;
    }

    /// <summary>Depth in radiation lengths, which grows evenly within a section of the stack (such as all units of a sampling calorimeter).</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>Depth at z = 0 if the line of this layer's section went on to there, and depth per mm.</returns>
    public (double Offset, double Slope) DepthLine(int layer) => (_depthOffset[layer], _depthSlope[layer]);

    private (double[] Offset, double[] Slope, double Whole) Depths(IReadOnlyList<int> sections)
    {
        double[] offset = new double[Count], slope = new double[Count];
        int first = 0;
        double before = 0;
        foreach (int count in sections.Where(s => s > 0))
        {
            double depth = 0;
            for (int i = first; i < first + count; i++)
            {
                depth += (_edges[i + 1] - _edges[i]) / RadiationLengthOf[_materialOf[i]];
            }

            double length = _edges[first + count] - _edges[first];
            slope.AsSpan(first, count).Fill(depth / length);
            offset.AsSpan(first, count).Fill(before - (_edges[first] * depth / length));
            before += depth;
            first += count;
        }

        return (offset, slope, before);
    }

    private (int[] LayerAt, double PerLength) Places()
    {
        double thinnest = Depth;
        for (int i = 0; i < Count; i++)
        {
            thinnest = Math.Min(thinnest, _edges[i + 1] - _edges[i]);
        }

        int[] places = new int[(int)Math.Clamp(Math.Ceiling(Depth / thinnest), 1, MostPlaces)];
        double perLength = places.Length / Depth;
        int layer = 0;
        for (int p = 0; p < places.Length; p++)
        {
            // A place begins a rounding error earlier than told; the walk in LayerAt only goes on, never back.
            double low = (p / perLength) * (1 - 1e-12);
            while (layer < Count - 1 && low >= _edges[layer + 1])
            {
                layer++;
            }

            places[p] = layer;
        }

        return (places, perLength);
    }
}
