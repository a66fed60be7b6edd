using System.Numerics;

namespace Hermetic.Setup.Trackers;

/// <summary>
/// Which strips of a plane share a channel of the electronics ("genetic" multiplexing: S. Procureur, R. Dupre, S. Aune, NIM A 729 (2013) 888). Strips come in blocks of as many as there are channels;
/// strip k of block b is read by channel s_b k modulo the number of channels, with a series s of numbers that have no factor in common with it. Neighbours in block b then differ by s_b in channel, which tells
/// the block of every cluster of at least two strips. The formula gives, strip by strip, the two maps of 320 strips on 64 channels that are printed for NA64's Micromegas (E. Depero, PhD thesis, ETH Zurich 2020, Appendix F): series 1, 7, 13,
/// 19, 25 (2016 to 2018) and 1, 13, 29, 17, 21 (from 2021).
/// </summary>
public sealed class ChannelMap
{
    private readonly int[] _channelOf;
    private readonly int[] _stripOf;

    /// <summary>A map.</summary>
    /// <param name="strips">Number of strips: channels times blocks, or less where the last block is not full.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="series">One number for each block, below the number of channels and without common factor with it; a single 1 with as many channels as strips for strips that are read one by one.</param>
    public ChannelMap(int strips, int channels, IReadOnlyList<int> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(strips, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(series.Count, (strips + channels - 1) / channels, nameof(series));
        foreach (int s in series)
        {
            if (s < 1 || (channels > 1 && s >= channels) || BigInteger.GreatestCommonDivisor(s, channels) != 1)
            {
                throw new ArgumentOutOfRangeException(nameof(series), s, $"A number of the series must lie between 1 and {channels} and have no factor in common with it.");
            }
        }

        Strips = strips;
        Channels = channels;
        Blocks = series.Count;
        _channelOf = new int[strips];
        _stripOf = new int[channels * Blocks];
        Array.Fill(_stripOf, -1);
        for (int strip = 0; strip < strips; strip++)
        {
            int block = strip / channels;
            int channel = (int)((long)series[block] * (strip % channels) % channels);
            _channelOf[strip] = channel;
            _stripOf[(channel * Blocks) + block] = strip;
        }
    }

    /// <summary>Number of strips.</summary>
    public int Strips { get; }

    /// <summary>Number of channels.</summary>
    public int Channels { get; }

    /// <summary>Number of blocks: most strips of a channel.</summary>
    public int Blocks { get; }

    /// <summary>Channel of each strip.</summary>
    public ReadOnlySpan<int> ChannelOf => _channelOf;

    /// <summary>Strips of a channel, one of each block; -1 where the last block has none.</summary>
    /// <param name="channel">The channel.</param>
    public ReadOnlySpan<int> StripsOf(int channel) => _stripOf.AsSpan(channel * Blocks, Blocks);

    /// <summary>Strips that are read one by one.</summary>
    /// <param name="strips">Number of strips.</param>
    public static ChannelMap Single(int strips) => new(strips, strips, [1]);
}
