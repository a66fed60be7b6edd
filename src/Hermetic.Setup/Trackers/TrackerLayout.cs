using Hermetic.Physics.Matter;
using Hermetic.Setup.Fields;

namespace Hermetic.Setup.Trackers;

/// <summary>A layer of matter without depth.</summary>
/// <param name="Z">Where it stands in mm.</param>
/// <param name="Material">Its material.</param>
/// <param name="Thickness">Its thickness in mm.</param>
public sealed record MatterLayer(double Z, Material Material, double Thickness)
{
    /// <summary>Slabs thicker than this in mm are two layers.</summary>
    private const double Thin = 30;

    /// <summary>
    /// A slab as layers: one in the middle, or, of a thick one, two of half the thickness at its centre plus and minus its length over the square root of 12, which have the same variances and covariance of angle and displacement behind it.
    /// </summary>
    /// <param name="from">Front in mm.</param>
    /// <param name="to">Back in mm.</param>
    /// <param name="material">Its material.</param>
    public static IReadOnlyList<MatterLayer> Slab(double from, double to, Material material)
    {
        double length = to - from, centre = 0.5 * (from + to), arm = length / Math.Sqrt(12);
        return length <= Thin
            ? [new MatterLayer(centre, material, length)]
            : [new MatterLayer(centre - arm, material, 0.5 * length), new MatterLayer(centre + arm, material, 0.5 * length)];
    }
}

/// <summary>One thing that a track meets: a plane, or else a layer of matter.</summary>
/// <param name="Z">Where in mm.</param>
/// <param name="Plane">Number of the plane; -1 for none.</param>
/// <param name="Layer">Number of the layer; -1 for none.</param>
public readonly record struct TrackerElement(double Z, int Plane, int Layer);

/// <summary>A tracker as tracks meet it: planes and layers of matter in the order of the beam, and the field. Immutable.</summary>
public sealed class TrackerLayout
{
    private readonly PlaneFrame[] _frames;
    private readonly TrackerElement[] _elements;

    /// <summary>A layout.</summary>
    /// <param name="planes">The planes, in any order.</param>
    /// <param name="layers">The layers of matter, in any order; at the place of a plane they lie behind it.</param>
    /// <param name="field">The field.</param>
    /// <param name="reference">Where track parameters are told, in mm: in front of all planes and layers.</param>
    public TrackerLayout(IEnumerable<TrackerPlane> planes, IEnumerable<MatterLayer> layers, MagneticField field, double reference)
    {
        Planes = [.. planes.OrderBy(p => p.Z)];
        Layers = [.. layers.Where(l => l.Thickness > 0 && l.Material.Components.Count > 0).OrderBy(l => l.Z)];
        Field = field;
        Reference = reference;
        _frames = [.. Planes.Select(p => new PlaneFrame(p))];
        _elements =
        [
            .. Planes.Select((p, i) => new TrackerElement(p.Z, i, -1)).Concat(Layers.Select((l, i) => new TrackerElement(l.Z, -1, i))).OrderBy(e => e.Z).ThenBy(e => e.Plane < 0),
        ];
        if (_elements.Length == 0 || _elements[0].Z < reference)
        {
            throw new ArgumentOutOfRangeException(nameof(reference), reference, "Planes and layers lie behind the reference plane, and there is at least one.");
        }
    }

    /// <summary>The planes in the order of the beam.</summary>
    public IReadOnlyList<TrackerPlane> Planes { get; }

    /// <summary>The layers of matter in the order of the beam.</summary>
    public IReadOnlyList<MatterLayer> Layers { get; }

    /// <summary>The field.</summary>
    public MagneticField Field { get; }

    /// <summary>Where track parameters are told, z in mm.</summary>
    public double Reference { get; }

    /// <summary>Planes and layers in the order of the beam.</summary>
    public ReadOnlySpan<TrackerElement> Elements => _elements;

    /// <summary>The frames of the planes.</summary>
    public ReadOnlySpan<PlaneFrame> Frames => _frames;

    /// <summary>What the layers do to a particle.</summary>
    /// <param name="particle">The particle.</param>
    public ThinPassage[] Passages(TrackParticle particle)
    {
        ArgumentNullException.ThrowIfNull(particle);
        return [.. Layers.Select(l => new ThinPassage(l.Material, l.Thickness, particle.Heavy))];
    }

    /// <summary>The same with planes that have moved. The order along the beam must not change.</summary>
    /// <param name="values">Shift in mm and rotation in rad of each plane in turn.</param>
    public TrackerLayout Displaced(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, 2 * Planes.Count, nameof(values));
        return new TrackerLayout(Planes.Select((p, i) => p.Displaced(values[2 * i], values[(2 * i) + 1])), Layers, Field, Reference);
    }

    /// <summary>The same without field, as for straight tracks of an alignment.</summary>
    public TrackerLayout WithoutField() => new(Planes, Layers, MagneticField.None, Reference);
}
