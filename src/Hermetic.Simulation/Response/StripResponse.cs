using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Setup.Trackers;

namespace Hermetic.Simulation.Response;

/// <summary>How a plane of strips (Micromegas or GEM) answers.</summary>
/// <param name="Map">Strips and channels.</param>
/// <param name="Pitch">Distance of the strips in mm.</param>
/// <param name="Resolution">Standard error in mm of a cluster's centre, of which the sharing among strips above the threshold makes a part (<see cref="StripDigitiser.SharingError"/>).</param>
/// <param name="Spread">Standard deviation in mm of the charge about its centre, which makes clusters of several strips.</param>
/// <param name="Efficiency">Probability that a particle makes a signal at all.</param>
/// <param name="NoiseProbability">Probability that a channel reads noise in an event.</param>
/// <param name="Threshold">Least charge of a channel, in units of a particle's mean charge.</param>
/// <param name="ChannelNoise">Standard deviation of a channel's charge in the same unit.</param>
/// <param name="TimeResolution">Standard error in ns of the time of a cluster.</param>
/// <param name="Window">Times in ns before and after the trigger that are read.</param>
public sealed record StripResponse(
    ChannelMap Map, double Pitch, double Resolution, double Spread, double Efficiency, double NoiseProbability, double Threshold, double ChannelNoise, double TimeResolution, double Window);

/// <summary>
/// Turns passages of particles through a plane of strips into digits. The charge of a particle fluctuates as in a thin layer of gas (Moyal's form of Landau's distribution, full width 0.9 of the most probable charge, typical of some mm of argon), lies about
/// a centre that is off by the resolution, and is shared among the strips as a Gaussian; strips of one channel add up, and particles whose signals overlap are one digit at the mean time.
/// Not modelled: sparks, cross talk, and the dependence on the angle. One instance belongs to one thread.
/// </summary>
public sealed class StripDigitiser
{
    /// <summary>Scale of the fluctuation of charge over its most probable value.</summary>
    private const double MoyalScale = 0.25;

    /// <summary>Mean of the standard Moyal distribution: Euler's constant and ln 2.</summary>
    private const double MoyalMean = 1.2703628454614782;

    /// <summary>Standard deviations of the spread beyond which there is no charge.</summary>
    private const double Reach = 4;

    private readonly StripResponse _response;
    private readonly NoisyChannels _noise;
    private readonly double _smearing;
    private readonly double[] _charge;
    private readonly double[] _moment;
    private readonly int[] _touched;
    private int _count;

    /// <summary>A digitiser.</summary>
    /// <param name="response">How the plane answers.</param>
    public StripDigitiser(StripResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _response = response;
        _noise = new NoisyChannels(response.NoiseProbability);
        double sharing = SharingError(response);
        _smearing = Math.Sqrt(Math.Max(0, (response.Resolution * response.Resolution) - (sharing * sharing)));
        _charge = new double[response.Map.Channels];
        _moment = new double[response.Map.Channels];
        _touched = new int[response.Map.Channels];
    }

    /// <summary>A particle passes.</summary>
    /// <param name="u">Where, in mm from the centre of the plane along the measured coordinate.</param>
    /// <param name="time">When, in ns against the trigger.</param>
    /// <param name="random">Random stream.</param>
    public void Pass(double u, double time, ref RandomStream random)
    {
        if (random.NextUniform() >= _response.Efficiency)
        {
            return;
        }

        double seen = time + (_response.TimeResolution * random.NextNormal());
        if (Math.Abs(seen) > _response.Window)
        {
            return;
        }

        double charge = Charge(random.NextNormal());
        if (charge <= 0)
        {
            return;
        }

        double strips = _response.Map.Strips;
        double centre = ((u + (_smearing * random.NextNormal())) / _response.Pitch) + (0.5 * (strips - 1));
        double spread = _response.Spread / _response.Pitch;
        int from = (int)Math.Max(0, Math.Round(centre - (Reach * spread))), to = (int)Math.Min(strips - 1, Math.Round(centre + (Reach * spread)));
        double below = Normal.Cdf((from - 0.5 - centre) / spread);
        for (int strip = from; strip <= to; strip++)
        {
            double above = Normal.Cdf((strip + 0.5 - centre) / spread);
            Add(_response.Map.ChannelOf[strip], charge * (above - below), seen);
            below = above;
        }
    }

    /// <summary>Root mean square in mm of the difference between the centre of the charge above the threshold and that of all charge: over places within a strip and charges of a particle, without noise of the channels.</summary>
    /// <param name="response">How the plane answers.</param>
    public static double SharingError(StripResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        const int places = 32, charges = 16;
        double spread = response.Spread / response.Pitch, sum2 = 0;
        int reach = (int)Math.Ceiling(Reach * spread) + 1, seen = 0;
        for (int p = 0; p < places; p++)
        {
            double centre = ((p + 0.5) / places) - 0.5;
            for (int c = 0; c < charges; c++)
            {
                double least = response.Threshold / Charge(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (c + 0.5) / charges / 2));
                double charge = 0, moment = 0, below = Normal.Cdf((-reach - 0.5 - centre) / spread);
                for (int strip = -reach; strip <= reach; strip++)
                {
                    double above = Normal.Cdf((strip + 0.5 - centre) / spread);
                    charge += above - below > least ? above - below : 0;
                    moment += above - below > least ? strip * (above - below) : 0;
                    below = above;
                }

                if (charge > 0)
                {
                    sum2 += ((moment / charge) - centre) * ((moment / charge) - centre);
                    seen++;
                }
            }
        }

        return seen > 0 ? response.Pitch * Math.Sqrt(sum2 / seen) : 0;
    }

    /// <summary>Ends the event: adds the noise, applies the threshold, and forgets the particles.</summary>
    /// <param name="plane">Number of the plane, for the digits.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="digits">Room for the digits: as many as there are channels.</param>
    /// <returns>Number of digits.</returns>
    public int Read(int plane, ref RandomStream random, Span<TrackerDigit> digits)
    {
        int made = 0;
        for (int i = 0; i < _count; i++)
        {
            int channel = _touched[i];
            double charge = _charge[channel] + (_response.ChannelNoise * random.NextNormal());
            if (charge > _response.Threshold)
            {
                digits[made++] = new TrackerDigit(plane, channel, charge, _moment[channel] / _charge[channel]);
            }
        }

        for (double at = _noise.First(ref random); at < _response.Map.Channels; at = _noise.Next(at, ref random))
        {
            int channel = (int)at;
            double charge = _response.Threshold + (_response.ChannelNoise * random.NextExponential());
            if (_charge[channel] == 0)
            {
                digits[made++] = new TrackerDigit(plane, channel, charge, _response.Window * ((2 * random.NextUniform()) - 1));
            }
        }

        for (int i = 0; i < _count; i++)
        {
            _charge[_touched[i]] = 0;
            _moment[_touched[i]] = 0;
        }

        _count = 0;
        return made;
    }

    /// <summary>Charge of a particle over its mean, from a standard normal number: minus the logarithm of its square has Moyal's distribution.</summary>
    private static double Charge(double normal) => (1 + (MoyalScale * -Math.Log(Math.Max(normal * normal, 1e-12)))) / (1 + (MoyalScale * MoyalMean));

    private void Add(int channel, double charge, double time)
    {
        if (charge <= 0)
        {
            return;
        }

        if (_charge[channel] == 0)
        {
            _touched[_count++] = channel;
        }

        _charge[channel] += charge;
        _moment[channel] += charge * time;
    }
}
