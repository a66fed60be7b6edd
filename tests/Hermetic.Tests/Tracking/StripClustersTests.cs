using Hermetic.Reconstruction.Tracking;
using Hermetic.Setup.Trackers;

namespace Hermetic.Tests.Tracking;

public sealed class StripClustersTests
{
    private const double Pitch = 0.25, Resolution = 0.08;
    private static readonly ChannelMap Multiplexed = new(320, 64, [1, 7, 13, 19, 25]);

    /// <summary>A cluster of two or more strips is found at its place, wherever it lies and however the others of its channels lie.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void AClusterTellsItsPlaceInSpiteOfSharedChannels(int length)
    {
        int unique = 0, all = 0;
        for (int first = 0; first + length <= 320; first++)
        {
            PlaneMeasurement[] found = Find(Multiplexed, Digits(Multiplexed, (first, length, 0)));
            double place = (first + (0.5 * (length - 1)) - 159.5) * Pitch;
            all++;
            unique += found.Length == 1 && Math.Abs(found[0].U - place) < 1e-9 ? 1 : 0;
        }

        // Where two blocks meet and where neighbours of neighbours share channels, a few remain ambiguous or are widened.
        Assert.True(unique >= 0.9 * all, $"{unique} of {all} clusters of {length} strips are found alone and in place.");
    }

    [Fact]
    public void ASingleStripHasAsManyPlacesAsItsChannelHasStrips()
    {
        PlaneMeasurement[] found = Find(Multiplexed, Digits(Multiplexed, (133, 1, 0)));
        Assert.Equal(5, found.Length);
        Assert.Contains(found, m => Math.Abs(m.U - ((133 - 159.5) * Pitch)) < 1e-9);
        Assert.Single(found.Select(m => m.Source).Distinct());
        Assert.All(found, m => Assert.Equal((Resolution * Resolution) + (Pitch * Pitch / 12), m.Variance, 12));
    }

    [Fact]
    public void TheCentreIsThatOfTheCharge()
    {
        TrackerDigit[] digits = [new(0, 10, 1, 3), new(0, 11, 3, 7)];
        PlaneMeasurement found = Assert.Single(Find(ChannelMap.Single(256), digits));
        Assert.Equal((10.75 - 127.5) * Pitch, found.U, 12);
        Assert.Equal(6, found.Time, 12);
        Assert.Equal(Resolution * Resolution, found.Variance, 12);
    }

    [Fact]
    public void NeighboursOfDifferentTimesAreTwoClusters()
    {
        TrackerDigit[] digits = [new(0, 10, 1, -80), new(0, 11, 1, -80), new(0, 12, 1, 60), new(0, 13, 1, 60)];
        PlaneMeasurement[] found = Find(ChannelMap.Single(256), digits, 10);
        Assert.Equal([-80.0, 60.0], found.Select(m => m.Time).Order());
        Assert.Equal(2, found.Select(m => m.Source).Distinct().Count());
    }

    [Fact]
    public void AnEventLeavesNothingBehind()
    {
        StripClusters clusters = new(new StripPlane(Multiplexed, Pitch, Resolution, 0));
        PlaneMeasurement[] room = new PlaneMeasurement[64];
        int sources = 0;
        int first = clusters.Find(Digits(Multiplexed, (40, 3, 0), (200, 4, 0)), ref sources, room);
        PlaneMeasurement[] before = room[..first];
        clusters.Find(Digits(Multiplexed, (100, 6, 0)), ref sources, room);
        sources = 0;
        int again = clusters.Find(Digits(Multiplexed, (40, 3, 0), (200, 4, 0)), ref sources, room);
        Assert.Equal(before, room[..again]);
    }

    [Fact]
    public void AStrawGivesBothSides()
    {
        StrawPlane plane = new(64, 6, 2.95, 14.5, 0.25);
        PlaneMeasurement[] room = new PlaneMeasurement[16];
        int sources = 4;
        int found = StrawCircles.Find(plane, [new TrackerDigit(0, 32, 1, 29), new TrackerDigit(0, 5, 1, 200), new TrackerDigit(0, 6, 1, -60), new TrackerDigit(0, 7, 1, 0)], ref sources, room);
        Assert.Equal(3, found);
        Assert.Equal([3 - 2.0, 3 + 2.0], room[..2].Select(m => m.U));
        Assert.Equal([4, 4, 5], room[..3].Select(m => m.Source));
        Assert.Equal(6, sources);
        Assert.Equal((7 - 31.5) * 6, room[2].U, 12);
    }

    private static PlaneMeasurement[] Find(ChannelMap map, TrackerDigit[] digits, double timeResolution = 0)
    {
        PlaneMeasurement[] room = new PlaneMeasurement[64];
        int sources = 0;
        int count = new StripClusters(new StripPlane(map, Pitch, Resolution, timeResolution)).Find(digits, ref sources, room);
        return room[..count];
    }

    private static TrackerDigit[] Digits(ChannelMap map, params (int First, int Length, double Time)[] clusters)
    {
        Dictionary<int, double> charges = [];
        foreach ((int first, int length, _) in clusters)
        {
            for (int strip = first; strip < first + length; strip++)
            {
                int channel = map.ChannelOf[strip];
                charges[channel] = charges.GetValueOrDefault(channel) + 1;
            }
        }

        return [.. charges.Select(c => new TrackerDigit(0, c.Key, c.Value, 0))];
    }
}
