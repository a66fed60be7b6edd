using Hermetic.Core.Random;
using Hermetic.Setup.Trackers;
using Hermetic.Simulation.Response;

namespace Hermetic.Simulation.Tracking;

/// <summary>Turns passages of particles into the digits of all planes of a tracker. One instance belongs to one thread; nothing is allocated after construction.</summary>
public sealed class TrackerDigitiser
{
    private const int MostCoordinates = 64;

    private readonly TrackerLayout _layout;
    private readonly StripDigitiser?[] _strips;
    private readonly StrawDigitiser?[] _straws;
    private readonly TrackerDigit[] _coordinates;
    private readonly int[] _coordinateCount;

    /// <summary>A digitiser.</summary>
    /// <param name="layout">The layout.</param>
    public TrackerDigitiser(TrackerLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _strips = [.. layout.Planes.Select(p => p.Detector.Kind == DetectorKind.Strips ? new StripDigitiser(StripsOf(p.Detector)) : null)];
        _straws = [.. layout.Planes.Select(p => p.Detector.Kind == DetectorKind.Straws ? new StrawDigitiser(StrawsOf(p.Detector)) : null)];
        _coordinates = new TrackerDigit[MostCoordinates * layout.Planes.Count];
        _coordinateCount = new int[layout.Planes.Count];
        MostDigits = layout.Planes.Sum(p => p.Detector.Kind switch
        {
            DetectorKind.Strips => p.Detector.Map!.Channels,
            DetectorKind.Straws => p.Detector.Tubes,
            _ => MostCoordinates,
        });
    }

    /// <summary>Most digits of an event.</summary>
    public int MostDigits { get; }

    /// <summary>A particle passes the planes.</summary>
    /// <param name="passages">Where it crosses each plane.</param>
    /// <param name="time">When, in ns against the trigger; the time of flight is taken out.</param>
    /// <param name="random">Random stream.</param>
    public void Pass(ReadOnlySpan<PlanePassage> passages, double time, ref RandomStream random)
    {
        for (int p = 0; p < _strips.Length; p++)
        {
            if (!passages[p].Inside)
            {
                continue;
            }

            if (_strips[p] is { } strips)
            {
                strips.Pass(passages[p].U, time, ref random);
            }
            else if (_straws[p] is { } straws)
            {
                straws.Pass(passages[p].U, time, ref random);
            }
            else
            {
                TrackerDetector detector = _layout.Planes[p].Detector;
                if (random.NextUniform() < detector.Efficiency)
                {
                    Add(p, passages[p].U + (detector.Resolution * random.NextNormal()), time + (detector.TimeResolution * random.NextNormal()));
                }
            }
        }
    }

    /// <summary>Ends the event: adds noise, applies thresholds, and forgets the particles.</summary>
    /// <param name="random">Random stream.</param>
    /// <param name="digits">Room for <see cref="MostDigits"/> digits.</param>
    /// <param name="first">Number of the first digit of each plane, and the number of all behind the last: planes + 1 values.</param>
    /// <returns>Number of digits.</returns>
    public int Read(ref RandomStream random, Span<TrackerDigit> digits, Span<int> first)
    {
        int made = 0;
        for (int p = 0; p < _strips.Length; p++)
        {
            first[p] = made;
            made += _strips[p] is { } strips ? strips.Read(p, ref random, digits[made..])
                : _straws[p] is { } straws ? straws.Read(p, ref random, digits[made..])
                : ReadCoordinates(p, ref random, digits[made..]);
        }

        first[_strips.Length] = made;
        return made;
    }

    private static StripResponse StripsOf(TrackerDetector d) =>
        new(d.Map!, d.Pitch, d.Resolution, d.Spread, d.Efficiency, d.Noise, d.Threshold, d.ChannelNoise, d.TimeResolution, d.Window);

    private static StrawResponse StrawsOf(TrackerDetector d) => new(d.Tubes, d.Pitch, d.Radius, d.TimePerLength, d.Resolution, d.Efficiency, d.Noise, d.Window);

    private int ReadCoordinates(int plane, ref RandomStream random, Span<TrackerDigit> digits)
    {
        TrackerDetector detector = _layout.Planes[plane].Detector;
        for (double left = detector.Noise - random.NextExponential(); left > 0; left -= random.NextExponential())
        {
            Add(plane, detector.HalfU * ((2 * random.NextUniform()) - 1), detector.Window * ((2 * random.NextUniform()) - 1));
        }

        int count = _coordinateCount[plane];
        _coordinates.AsSpan(plane * MostCoordinates, count).CopyTo(digits);
        _coordinateCount[plane] = 0;
        return count;
    }

    private void Add(int plane, double coordinate, double time)
    {
        if (_coordinateCount[plane] < MostCoordinates && Math.Abs(time) <= _layout.Planes[plane].Detector.Window)
        {
            _coordinates[(plane * MostCoordinates) + _coordinateCount[plane]++] = new TrackerDigit(plane, 0, coordinate, time);
        }
    }
}
