namespace Hermetic.Setup.Trackers;

/// <summary>How a plane of a tracker measures.</summary>
public enum DetectorKind
{
    /// <summary>Tells the coordinate itself, with a Gaussian error.</summary>
    Coordinate,

    /// <summary>Strips with clusters of charge (Micromegas, GEM, silicon).</summary>
    Strips,

    /// <summary>A layer of straw tubes that tell the distance to the wire, but not the side.</summary>
    Straws,
}

/// <summary>Numbers of a detector, in house units, as they hold for each of its planes.</summary>
public sealed record TrackerDetector
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it measures.</summary>
    public required DetectorKind Kind { get; init; }

    /// <summary>Standard error in mm: of the coordinate, of the centre of a cluster, or of the distance to the wire.</summary>
    public required double Resolution { get; init; }

    /// <summary>Half the sensitive width in mm along the measured coordinate.</summary>
    public required double HalfU { get; init; }

    /// <summary>Half the sensitive width in mm along strips or wires.</summary>
    public required double HalfV { get; init; }

    /// <summary>Probability that a particle is seen.</summary>
    public double Efficiency { get; init; } = 1;

    /// <summary>Probability that a channel reads noise in an event; of a coordinate plane the mean number of noise hits.</summary>
    public double Noise { get; init; }

    /// <summary>Standard error of the time in ns; 0 where none is told.</summary>
    public double TimeResolution { get; init; }

    /// <summary>Times in ns before and after the trigger that are read.</summary>
    public double Window { get; init; } = 100;

    /// <summary>Distance in mm of strips or wires.</summary>
    public double Pitch { get; init; }

    /// <summary>Strips and channels; null for other kinds.</summary>
    public ChannelMap? Map { get; init; }

    /// <summary>Standard deviation in mm of the charge about its centre.</summary>
    public double Spread { get; init; }

    /// <summary>Least charge of a channel, over the mean charge of a particle.</summary>
    public double Threshold { get; init; }

    /// <summary>Standard deviation of a channel's charge in the same unit.</summary>
    public double ChannelNoise { get; init; }

    /// <summary>Number of tubes.</summary>
    public int Tubes { get; init; }

    /// <summary>Inner radius of a tube in mm.</summary>
    public double Radius { get; init; }

    /// <summary>Drift time in ns per mm.</summary>
    public double TimePerLength { get; init; }
}

/// <summary>
/// Where a plane stands. The measured coordinate u and the one along the strips v lie in the plane; without tilt, u makes the angle "roll" with x. Tilts turn the plane about the axes x and then y of the experiment.
/// </summary>
public sealed record TrackerPlane
{
    /// <summary>Its name, unique in the set-up.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required TrackerDetector Detector { get; init; }

    /// <summary>Centre, x in mm.</summary>
    public double X { get; init; }

    /// <summary>Centre, y in mm.</summary>
    public double Y { get; init; }

    /// <summary>Centre, z in mm.</summary>
    public required double Z { get; init; }

    /// <summary>Angle of the measured coordinate to x in rad.</summary>
    public double Roll { get; init; }

    /// <summary>Rotation about x in rad.</summary>
    public double TiltX { get; init; }

    /// <summary>Rotation about y in rad.</summary>
    public double TiltY { get; init; }

    /// <summary>Coordinate in mm of the middle of a straw layer, such as half a pitch for the second of two.</summary>
    public double Offset { get; init; }

    /// <summary>The plane moved along its measured coordinate and turned in itself, as an alignment finds it.</summary>
    /// <param name="shift">Shift in mm.</param>
    /// <param name="rotation">Rotation in rad.</param>
    public TrackerPlane Displaced(double shift, double rotation)
    {
        PlaneFrame frame = new(this);
        return this with { X = X + (shift * frame.Ux), Y = Y + (shift * frame.Uy), Z = Z + (shift * frame.Uz), Roll = Roll + rotation };
    }
}
