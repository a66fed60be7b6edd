using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>What the measurement by a layer of straw tubes has to know.</summary>
/// <param name="Tubes">Number of tubes.</param>
/// <param name="Pitch">Distance of the wires in mm.</param>
/// <param name="Radius">Inner radius of a tube in mm.</param>
/// <param name="TimePerLength">Drift time in ns per mm.</param>
/// <param name="Resolution">Standard error of the distance to the wire in mm.</param>
public sealed record StrawPlane(int Tubes, double Pitch, double Radius, double TimePerLength, double Resolution);

/// <summary>Drift circles of straw tubes: from the time after the trigger the distance to the wire, and from it two measurements of the same source, one on each side.</summary>
public static class StrawCircles
{
    /// <summary>Standard errors by which a time may lie outside the drift.</summary>
    private const double Margin = 4;

    /// <summary>Measurements of a layer.</summary>
    /// <param name="plane">The layer.</param>
    /// <param name="digits">Its digits.</param>
    /// <param name="sources">Number of sources of the event before, and after.</param>
    /// <param name="measurements">Room for the measurements; those that find no room are lost.</param>
    /// <returns>Number of measurements.</returns>
    public static int Find(StrawPlane plane, ReadOnlySpan<TrackerDigit> digits, ref int sources, Span<PlaneMeasurement> measurements)
    {
        ArgumentNullException.ThrowIfNull(plane);
        int made = 0;
        double variance = plane.Resolution * plane.Resolution;
        double margin = Margin * plane.Resolution;
        foreach (ref readonly TrackerDigit digit in digits)
        {
            double distance = digit.Time / plane.TimePerLength;
            if (distance < -margin || distance > plane.Radius + margin || made + 2 > measurements.Length)
            {
                // Not of the triggering particle: its own time is unknown, so is its distance.
                continue;
            }

            distance = Math.Clamp(distance, 0, plane.Radius);
            double wire = (digit.Channel - (0.5 * (plane.Tubes - 1))) * plane.Pitch;
            if (distance < 0.5 * plane.Resolution)
            {
                measurements[made++] = new PlaneMeasurement(wire, variance, 0, 0, sources++);
                continue;
            }

            measurements[made++] = new PlaneMeasurement(wire - distance, variance, 0, 0, sources);
            measurements[made++] = new PlaneMeasurement(wire + distance, variance, 0, 0, sources++);
        }

        return made;
    }
}
