using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Trackers;

/// <summary>A detector with what it is made of and how many layers a view has.</summary>
/// <param name="Detector">Its numbers.</param>
/// <param name="Layers">Layers of a view, each shifted by half a pitch against the one before.</param>
/// <param name="Matter">Materials with their thickness in mm, for a whole station.</param>
internal sealed record DetectorSetup(TrackerDetector Detector, int Layers, IReadOnlyList<(Material Material, double Thickness)> Matter);

/// <summary>Reads the detectors of a tracker.</summary>
internal static class DetectorReader
{
    /// <summary>Keys of a detector.</summary>
    public static readonly string[] Keys =
    [
        "name", "kind", "resolution", "width", "height", "efficiency", "noise", "timeResolution", "window", "pitch", "strips", "channels", "series", "spread", "threshold", "channelNoise", "tubes", "radius", "driftTime",
        "layers", "matter",
    ];

    private static readonly string[] StripKeys = ["strips", "channels", "series", "spread", "threshold", "channelNoise"];
    private static readonly string[] StrawKeys = ["tubes", "radius", "driftTime", "layers"];

    private static readonly NumberRule Resolution = new(Dimension.Length, 1e-4, 100);
    private static readonly NumberRule Size = new(Dimension.Length, 0, 1e5, AboveMinimum: true);
    private static readonly NumberRule Efficiency = new(Dimension.Fraction, 0, 1, AboveMinimum: true);
    private static readonly NumberRule Noise = new(Dimension.Number, 0, 0.5, Units: [""]);
    private static readonly NumberRule NoiseHits = new(Dimension.Number, 0, 20, Units: [""]);
    private static readonly NumberRule Time = new(Dimension.Time, 0, 1e4);
    private static readonly NumberRule Window = new(Dimension.Time, 0, 1e5, AboveMinimum: true);
    private static readonly NumberRule Number = new(Dimension.Count, 1, 10_000, Whole: true, Units: [""]);
    private static readonly NumberRule Charge = new(Dimension.Number, 0, 1, Units: [""]);
    private static readonly NumberRule Drift = new(Dimension.Time, 1e-2, 1e3);
    private static readonly NumberRule LayerCount = new(Dimension.Count, 1, 4, Whole: true, Units: [""]);

    /// <summary>Reads one.</summary>
    public static DetectorSetup Read(ExperimentSection section, TrackerReader.Gathering numbers)
    {
        DetectorKind kind = section.Word<DetectorKind>("kind");
        string[] foreign = kind switch
        {
            DetectorKind.Strips => StrawKeys,
            DetectorKind.Straws => [.. StripKeys, "timeResolution"],
            _ => [.. StripKeys, .. StrawKeys, "pitch"],
        };
        if (foreign.FirstOrDefault(section.Has) is { } wrong)
        {
            throw section.Error(wrong, $"a detector of the kind '{EnumWords.Word(kind)}' has no such number", $"without '{wrong}'");
        }

        double pitch = kind == DetectorKind.Coordinate ? 0 : numbers.Number(section, "pitch", Size);
        int strips = kind == DetectorKind.Strips ? (int)numbers.Number(section, "strips", Number) : 0;
        int tubes = kind == DetectorKind.Straws ? (int)numbers.Number(section, "tubes", Number) : 0;
        double half = kind == DetectorKind.Coordinate ? 0.5 * numbers.Number(section, "width", Size)
            : section.Has("width") ? throw section.Error("width", "the number of strips or tubes and their pitch tell the width", "without 'width'")
            : 0.5 * pitch * (strips + tubes);
        TrackerDetector detector = new()
        {
            Name = section.Text("name"),
            Kind = kind,
            Resolution = numbers.Number(section, "resolution", Resolution),
            HalfU = half,
            HalfV = 0.5 * numbers.Number(section, "height", Size, 2 * half),
            Efficiency = numbers.Number(section, "efficiency", Efficiency),
            Noise = numbers.Number(section, "noise", kind == DetectorKind.Coordinate ? NoiseHits : Noise, 0),
            TimeResolution = kind == DetectorKind.Straws ? 0 : numbers.Number(section, "timeResolution", Time, 0),
            Window = numbers.Number(section, "window", Window, 100),
            Pitch = pitch,
            Map = kind == DetectorKind.Strips ? Map(section, numbers, strips) : null,
            Spread = kind == DetectorKind.Strips ? numbers.Number(section, "spread", Resolution) : 0,
            Threshold = kind == DetectorKind.Strips ? numbers.Number(section, "threshold", Charge) : 0,
            ChannelNoise = kind == DetectorKind.Strips ? numbers.Number(section, "channelNoise", Charge) : 0,
            Tubes = tubes,
            Radius = kind == DetectorKind.Straws ? numbers.Number(section, "radius", Size) : 0,
            TimePerLength = kind == DetectorKind.Straws ? numbers.Number(section, "driftTime", Drift) : 0,
        };
        if (kind == DetectorKind.Straws && detector.Radius > 0.5 * pitch)
        {
            throw section.Error("radius", "the tubes overlap", FormattableString.Invariant($"at most half the pitch, {0.5 * pitch} mm"));
        }

        List<(Material, double)> matter = [];
        foreach (ExperimentSection layer in section.Sections("matter", 0, 20, "material", "thickness", "source", "status", "note"))
        {
            matter.Add((MaterialCatalogue.Get(layer.Material("material")), numbers.Number(layer, "thickness", Size)));
        }

        return new DetectorSetup(detector, (int)numbers.Number(section, "layers", LayerCount, 1), matter);
    }

    private static ChannelMap Map(ExperimentSection section, TrackerReader.Gathering numbers, int strips)
    {
        if (!section.Has("channels"))
        {
            return section.Has("series") ? throw section.Error("series", "stands without 'channels'", "both or neither") : ChannelMap.Single(strips);
        }

        int channels = (int)numbers.Number(section, "channels", Number);
        string allowed = $"a list of {(strips + channels - 1) / channels} whole numbers from 1 to {channels - 1} without common factor with {channels}: one for each block of {channels} strips";
        int[] series = [.. section.Texts("series", 1000).Select(t => int.TryParse(t, System.Globalization.CultureInfo.InvariantCulture, out int s) ? s : -1)];
        try
        {
            return new ChannelMap(strips, channels, series);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw section.Error("series", "strips would be lost", allowed);
        }
    }
}
