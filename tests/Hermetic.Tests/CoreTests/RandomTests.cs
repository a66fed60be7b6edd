using Hermetic.Core.Random;

namespace Hermetic.Tests.CoreTests;

/// <summary>The generators against published vectors and their own contract.</summary>
public sealed class RandomTests
{
    /// <summary>Known-answer vectors of philox4x32-10 (Random123 distribution, kat_vectors).</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xE169C58D6627E8D5UL, 0x9B00DBD8BC57AC4CUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41C83B0E408F276DUL, 0x6D5451FDA20BC7C6UL)]
    [InlineData(0x85A308D3243F6A88UL, 0x0370734413198A2EUL, 0x299F31D0A4093822UL, 0x94FDCCEBD16CFE09UL, 0x24126EA15001E420UL)]
    public void PhiloxGivesThePublishedVectors(ulong low, ulong high, ulong key, ulong expectedLow, ulong expectedHigh) =>
        Assert.Equal((expectedLow, expectedHigh), Philox.Block(low, high, key));

    [Fact]
    public void AStreamDependsOnSeedEventAndNumberAlone()
    {
        ulong First(ulong seed, ulong e, StreamNumber n) => new RandomStream(seed, e, n).NextBits();
        Assert.Equal(First(1, 2, StreamNumber.Shower), First(1, 2, StreamNumber.Shower));
        ulong[] others = [First(2, 2, StreamNumber.Shower), First(1, 3, StreamNumber.Shower), First(1, 2, StreamNumber.Signal), First(1, 2, StreamNumber.Shower)];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void UniformNumbersHaveTheirMoments()
    {
        RandomStream random = new(7, 0, StreamNumber.Shower);
        const int N = 200_000;
        double sum = 0, sum2 = 0, normal2 = 0, cosine = 0;
        for (int i = 0; i < N; i++)
        {
            double u = random.NextUniform();
            Assert.InRange(u, double.Epsilon, 1 - 1e-17);
            sum += u;
            sum2 += u * u;
            double z = random.NextNormal();
            normal2 += z * z;
            random.NextAzimuth(out double c, out double s);
            Assert.Equal(1, (c * c) + (s * s), 9);
            cosine += c;
        }

        // Five standard errors each.
        Assert.Equal(0.5, sum / N, 5 * Math.Sqrt(1.0 / 12 / N));
        Assert.Equal(1.0 / 3, sum2 / N, 5 * Math.Sqrt(4.0 / 45 / N));
        Assert.Equal(1, normal2 / N, 5 * Math.Sqrt(2.0 / N));
        Assert.Equal(0, cosine / N, 5 * Math.Sqrt(0.5 / N));
    }
}
