using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Geometry;

/// <summary>Planar layers along z from z = 0, in vacuum, with a square transverse cross section centred on the axis. Immutable.</summary>
public sealed class LayerStack
{
    private readonly double[] _edges;
    private readonly int[] _materialOf;

    /// <summary>A stack from its layers.</summary>
    /// <param name="layers">Material and thickness in mm of each layer in the order of the beam; at least one.</param>
    /// <param name="width">Full transverse width in mm.</param>
    public LayerStack(IReadOnlyList<(Material Material, double Thickness)> layers, double width)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count, nameof(layers));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        _edges = new double[layers.Count + 1];
        _materialOf = new int[layers.Count];
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
    }

    /// <summary>The different materials.</summary>
    public IReadOnlyList<Material> Materials { get; }

    /// <summary>Half the transverse width in mm.</summary>
    public double HalfWidth { get; }

    /// <summary>Number of layers.</summary>
    public int Count => _materialOf.Length;

    /// <summary>Depth of the boundaries in mm: <see cref="Count"/> + 1 values from 0.</summary>
    public ReadOnlySpan<double> Edges => _edges;

    /// <summary>Index into <see cref="Materials"/> of each layer.</summary>
    public ReadOnlySpan<int> MaterialOf => _materialOf;

    /// <summary>Whole depth in mm.</summary>
    public double Depth => _edges[^1];

    /// <summary>Whole depth in radiation lengths.</summary>
    public double RadiationLengths
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Count; i++)
            {
                sum += (_edges[i + 1] - _edges[i]) / Materials[_materialOf[i]].RadiationLength;
            }

            return sum;
        }
    }

    /// <summary>The layers of a sampling calorimeter.</summary>
    /// <param name="calorimeter">The calorimeter.</param>
    public static LayerStack Of(Calorimeter calorimeter)
    {
        ArgumentNullException.ThrowIfNull(calorimeter);
        List<(Material, double)> layers = [];
        for (int unit = 0; unit < (int)calorimeter.Units.Value; unit++)
        {
            foreach (Plate plate in calorimeter.Unit)
            {
                layers.Add((MaterialCatalogue.Get(plate.Material), plate.Thickness.Value));
            }
        }

        return new LayerStack(layers, calorimeter.Width.Value);
    }
}
