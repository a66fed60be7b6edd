using Hermetic.Core.Random;
using Hermetic.Setup.Trackers;

namespace Hermetic.Simulation.Response;

/// <summary>How a layer of straw tubes answers.</summary>
/// <param name="Tubes">Number of tubes.</param>
/// <param name="Pitch">Distance of the wires in mm.</param>
/// <param name="Radius">Inner radius in mm; between the tubes it is dead.</param>
/// <param name="TimePerLength">Drift time in ns per mm.</param>
/// <param name="Resolution">Standard error of the distance to the wire in mm.</param>
/// <param name="Efficiency">Probability that a particle inside a tube makes a signal.</param>
/// <param name="NoiseProbability">Probability that a tube reads noise in an event.</param>
/// <param name="Window">Times in ns before and after the trigger that are read.</param>
public sealed record StrawResponse(
    int Tubes, double Pitch, double Radius, double TimePerLength, double Resolution, double Efficiency, double NoiseProbability, double Window);

/// <summary>
/// Turns passages of particles through a layer of straw tubes into digits: the first electrons to arrive at a wire tell the time, so that a tube has one digit, of the particle that comes first. The drift velocity is constant; a particle
/// through the wall between tubes is not seen. One instance belongs to one thread.
/// </summary>
public sealed class StrawDigitiser
{
    private readonly StrawResponse _response;
    private readonly NoisyChannels _noise;
    private readonly double[] _time;
    private readonly int[] _touched;
    private int _count;

    /// <summary>A digitiser.</summary>
    /// <param name="response">How the layer answers.</param>
    public StrawDigitiser(StrawResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _response = response;
        _noise = new NoisyChannels(response.NoiseProbability);
        _time = new double[response.Tubes];
        _touched = new int[response.Tubes];
        Array.Fill(_time, double.PositiveInfinity);
    }

    /// <summary>A particle passes.</summary>
    /// <param name="u">Where, in mm from the middle of the layer along the measured coordinate.</param>
    /// <param name="time">When, in ns against the trigger.</param>
    /// <param name="random">Random stream.</param>
    public void Pass(double u, double time, ref RandomStream random)
    {
        double place = (u / _response.Pitch) + (0.5 * (_response.Tubes - 1));
        int tube = (int)Math.Round(place);
        double distance = Math.Abs(place - tube) * _response.Pitch;
        if (tube < 0 || tube >= _response.Tubes || distance > _response.Radius || random.NextUniform() >= _response.Efficiency)
        {
            return;
        }

        Add(tube, time + (_response.TimePerLength * Math.Abs(distance + (_response.Resolution * random.NextNormal()))));
    }

    /// <summary>Ends the event: adds the noise and forgets the particles.</summary>
    /// <param name="plane">Number of the plane, for the digits.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="digits">Room for the digits: as many as there are tubes.</param>
    /// <returns>Number of digits.</returns>
    public int Read(int plane, ref RandomStream random, Span<TrackerDigit> digits)
    {
        for (double at = _noise.First(ref random); at < _response.Tubes; at = _noise.Next(at, ref random))
        {
            Add((int)at, _response.Window * ((2 * random.NextUniform()) - 1));
        }

        int made = 0;
        for (int i = 0; i < _count; i++)
        {
            int tube = _touched[i];
            digits[made++] = new TrackerDigit(plane, tube, 1, _time[tube]);
            _time[tube] = double.PositiveInfinity;
        }

        _count = 0;
        return made;
    }

    private void Add(int tube, double time)
    {
        if (Math.Abs(time) > _response.Window)
        {
            return;
        }

        if (double.IsPositiveInfinity(_time[tube]))
        {
            _touched[_count++] = tube;
        }

        _time[tube] = Math.Min(_time[tube], time);
    }
}
