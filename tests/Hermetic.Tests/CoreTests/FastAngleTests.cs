using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core.Numerics;

namespace Hermetic.Tests.CoreTests;

/// <summary>Cosine and sine for hot loops.</summary>
public sealed class FastAngleTests
{
    [Fact]
    public void CosineAndSineAreTheLibrarys() => Prop.ForAll(
        Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(),
        n => Error((uint)n) < 2e-10).QuickCheckThrowOnFailure();

    /// <summary>The ends and the middle of the turn.</summary>
    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(1u << 31)]
    [InlineData((1u << 31) - 1)]
    [InlineData(1u << 30)]
    [InlineData(3u << 30)]
    public void EndsOfTheTurn(uint bits) => Assert.InRange(Error(bits), 0, 2e-10);

    private static double Error(uint bits)
    {
        FastAngle.Of(bits, out double cosine, out double sine);
        (double s, double c) = Math.SinCos((2 * Math.PI * (bits + 0.5) / 4294967296.0) - Math.PI);
        return Math.Max(Math.Abs(cosine - c), Math.Abs(sine - s));
    }
}
