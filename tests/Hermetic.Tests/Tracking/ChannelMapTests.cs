using Hermetic.Setup.Trackers;

namespace Hermetic.Tests.Tracking;

public sealed class ChannelMapTests
{
    private static readonly int[] First = [1, 7, 13, 19, 25];
    private static readonly int[] Second = [1, 13, 29, 17, 21];

    /// <summary>Rows of the two tables in E. Depero, PhD thesis, ETH Zurich 2020, Appendix F.</summary>
    [Theory]
    [InlineData(true, 0, 0, 64, 128, 192, 256)]
    [InlineData(true, 1, 1, 119, 133, 219, 297)]
    [InlineData(true, 25, 25, 95, 189, 227, 257)]
    [InlineData(true, 38, 38, 106, 190, 194, 278)]
    [InlineData(true, 63, 63, 73, 187, 229, 279)]
    [InlineData(false, 1, 1, 69, 181, 241, 317)]
    [InlineData(false, 43, 43, 87, 167, 251, 319)]
    [InlineData(false, 63, 63, 123, 139, 207, 259)]
    public void AChannelReadsTheStripsOfThePrintedMap(bool first, int channel, params int[] strips)
    {
        ChannelMap map = new(320, 64, first ? First : Second);
        Assert.Equal(strips, map.StripsOf(channel).ToArray());
        Assert.All(strips, s => Assert.Equal(channel, map.ChannelOf[s]));
    }

    /// <summary>The smallest distance of two strips of a channel in the printed tables (strips 190 and 194 of channel 38; the caption of the first table says 3, that of the second 16).</summary>
    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 16)]
    public void StripsOfAChannelAreAsFarApartAsInTheTables(bool first, int distance)
    {
        ChannelMap map = new(320, 64, first ? First : Second);
        int least = Enumerable.Range(0, 64).SelectMany(c => map.StripsOf(c).ToArray().Order().ToArray() is var s ? s.Zip(s[1..], (a, b) => b - a) : []).Min();
        Assert.Equal(distance, least);
    }

    [Fact]
    public void TwoNeighbouringStripsTellTheirPlace()
    {
        foreach (int[] series in new[] { First, Second })
        {
            ChannelMap map = new(320, 64, series);
            HashSet<(int, int)> pairs = [];
            for (int strip = 0; strip + 1 < 320; strip++)
            {
                if (strip % 64 != 63)
                {
                    Assert.True(pairs.Add((map.ChannelOf[strip], map.ChannelOf[strip + 1])), $"Strip {strip}");
                }
            }
        }
    }

    [Theory]
    [InlineData(320, 64, new[] { 1, 7, 13, 19, 24 })]
    [InlineData(320, 64, new[] { 1, 7, 13, 19 })]
    [InlineData(320, 64, new[] { 1, 7, 13, 19, 65 })]
    public void AMapThatLosesStripsIsRefused(int strips, int channels, int[] series) => Assert.Throws<ArgumentOutOfRangeException>(() => new ChannelMap(strips, channels, series));

    [Fact]
    public void SingleStripsAreTheirOwnChannels() => Assert.Equal(Enumerable.Range(0, 256), ChannelMap.Single(256).ChannelOf.ToArray());
}
