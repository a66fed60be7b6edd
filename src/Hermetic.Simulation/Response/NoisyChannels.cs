using Hermetic.Core.Random;

namespace Hermetic.Simulation.Response;

/// <summary>The channels of a plane that read noise in an event, each with the same probability: found by the exponential gaps between them, without asking every channel.</summary>
/// <param name="probability">Probability of a channel, 0 or more and below 1.</param>
internal readonly struct NoisyChannels(double probability)
{
    private readonly double _gap = probability > 0 ? -1 / Math.Log(1 - probability) : double.PositiveInfinity;

    /// <summary>Place of the first one; its whole part is the channel.</summary>
    /// <param name="random">Random stream.</param>
    public double First(ref RandomStream random) => random.NextExponential() * _gap;

    /// <summary>Place of the next one.</summary>
    /// <param name="place">That of the one before.</param>
    /// <param name="random">Random stream.</param>
    public double Next(double place, ref RandomStream random) => place + (1 + (random.NextExponential() * _gap));
}
