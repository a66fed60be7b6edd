using System.Numerics;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>What the clustering of a plane of strips has to know.</summary>
/// <param name="Map">Strips and channels.</param>
/// <param name="Pitch">Distance of the strips in mm.</param>
/// <param name="Resolution">Standard error in mm of the centre of a cluster of several strips.</param>
/// <param name="TimeResolution">Standard error of a cluster's time in ns; 0 where it tells none.</param>
public sealed record StripPlane(ChannelMap Map, double Pitch, double Resolution, double TimeResolution);

/// <summary>
/// Clusters of strips, out of channels that may each be read from several strips. All strips of the channels that fired are looked at; neighbours in place and time are a run, and the longest runs are
/// taken first. A run whose channels longer runs have explained already is a ghost. A channel that no run of several strips explains gives one measurement for each of its strips, all
/// from the same source, and the track decides. One instance belongs to one thread.
/// </summary>
public sealed class StripClusters
{
    private const int MostRuns = 256;

    /// <summary>Neighbouring strips of one cluster differ in time by less than this many standard errors.</summary>
    private const double TimeCut = 5;

    private readonly StripPlane _plane;
    private readonly ulong[] _fired;
    private readonly short[] _digitOf;
    private readonly bool[] _explained;
    private readonly Run[] _runs = new Run[MostRuns];

    /// <summary>A clustering.</summary>
    /// <param name="plane">The plane.</param>
    public StripClusters(StripPlane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        _plane = plane;
        _fired = new ulong[(plane.Map.Strips + 63) / 64];
        _digitOf = new short[plane.Map.Channels];
        _explained = new bool[plane.Map.Channels];
    }

    /// <summary>Finds the clusters of a plane.</summary>
    /// <param name="digits">Its digits, at most one for each channel.</param>
    /// <param name="sources">Number of sources of the event before, and after.</param>
    /// <param name="measurements">Room for the measurements; those that find no room are lost.</param>
    /// <returns>Number of measurements.</returns>
    public int Find(ReadOnlySpan<TrackerDigit> digits, ref int sources, Span<PlaneMeasurement> measurements)
    {
        if (digits.IsEmpty)
        {
            return 0;
        }

        ChannelMap map = _plane.Map;
        for (int d = 0; d < digits.Length; d++)
        {
            int channel = digits[d].Channel;
            _digitOf[channel] = (short)d;
            _explained[channel] = false;
            foreach (int strip in map.StripsOf(channel))
            {
                if (strip >= 0)
                {
                    _fired[strip >> 6] |= 1UL << (strip & 63);
                }
            }
        }

        int runs = FindRuns(digits);
        int made = 0;
        for (int r = 0; r < runs && made < measurements.Length; r++)
        {
            Run run = _runs[r];
            int fresh = 0;
            for (int strip = run.First; strip < run.First + run.Length; strip++)
            {
                fresh += _explained[map.ChannelOf[strip]] ? 0 : 1;
            }

            // Runs of a channel here and a channel there of other clusters are ghosts.
            if (2 * fresh > run.Length)
            {
                measurements[made++] = Cluster(run, digits, run.Length - fresh, sources++);
            }
        }

        made += Single(digits, ref sources, measurements[made..]);
        _fired.AsSpan().Clear();
        return made;
    }

    /// <summary>Runs of at least two strips, the longest first; of equal ones the one with more charge.</summary>
    private int FindRuns(ReadOnlySpan<TrackerDigit> digits)
    {
        int count = 0;
        Run open = default;
        double lastTime = 0;
        double most = TimeCut * Math.Sqrt(2) * _plane.TimeResolution;
        for (int word = 0; word < _fired.Length; word++)
        {
            for (ulong bits = _fired[word]; bits != 0; bits &= bits - 1)
            {
                int strip = (word << 6) + BitOperations.TrailingZeroCount(bits);
                ref readonly TrackerDigit digit = ref digits[_digitOf[_plane.Map.ChannelOf[strip]]];
                if (open.Length > 0 && strip == open.First + open.Length && (most == 0 || Math.Abs(digit.Time - lastTime) < most))
                {
                    open.Length++;
                    open.Charge += digit.Charge;
                }
                else
                {
                    Keep(open, ref count);
                    open = new Run { First = strip, Length = 1, Charge = digit.Charge };
                }

                lastTime = digit.Time;
            }
        }

        Keep(open, ref count);
        return count;
    }

    private void Keep(in Run run, ref int count)
    {
        if (run.Length < 2 || count == MostRuns)
        {
            return;
        }

        int i = count++;
        while (i > 0 && (run.Length > _runs[i - 1].Length || (run.Length == _runs[i - 1].Length && run.Charge > _runs[i - 1].Charge)))
        {
            _runs[i] = _runs[i - 1];
            i--;
        }

        _runs[i] = run;
    }

    private PlaneMeasurement Cluster(in Run run, ReadOnlySpan<TrackerDigit> digits, int shared, int source)
    {
        double charge = 0, moment = 0, time = 0;
        for (int strip = run.First; strip < run.First + run.Length; strip++)
        {
            int channel = _plane.Map.ChannelOf[strip];
            ref readonly TrackerDigit digit = ref digits[_digitOf[channel]];
            _explained[channel] = true;
            charge += digit.Charge;
            moment += digit.Charge * strip;
            time += digit.Charge * digit.Time;
        }

        // A channel that holds charge of another cluster too moves the centre by an unknown part of a strip.
        double variance = (_plane.Resolution * _plane.Resolution) + (shared * _plane.Pitch * _plane.Pitch / 12);
        return new PlaneMeasurement(Place(moment / charge), variance, time / charge, _plane.TimeResolution * _plane.TimeResolution, source);
    }

    private int Single(ReadOnlySpan<TrackerDigit> digits, ref int sources, Span<PlaneMeasurement> measurements)
    {
        int made = 0;
        double variance = (_plane.Resolution * _plane.Resolution) + (_plane.Pitch * _plane.Pitch / 12);
        foreach (ref readonly TrackerDigit digit in digits)
        {
            if (_explained[digit.Channel])
            {
                continue;
            }

            foreach (int strip in _plane.Map.StripsOf(digit.Channel))
            {
                if (strip >= 0 && made < measurements.Length)
                {
                    measurements[made++] = new PlaneMeasurement(Place(strip), variance, digit.Time, _plane.TimeResolution * _plane.TimeResolution, sources);
                }
            }

            sources++;
        }

        return made;
    }

    /// <summary>Coordinate of a place in units of strips: 0 is the centre of the first.</summary>
    private double Place(double strip) => (strip - (0.5 * (_plane.Map.Strips - 1))) * _plane.Pitch;

    private struct Run
    {
        public int First, Length;
        public double Charge;
    }
}
