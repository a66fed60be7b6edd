using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core.Numerics;

namespace Hermetic.Tests.CoreTests;

/// <summary>The exponential function for hot loops.</summary>
public sealed class FastExpTests
{
    [Fact]
    public void IsTheLibrarys() => Prop.ForAll(
        Gen.Choose(-700_000_000, 700_000_000).Select(n => n * 1e-6).ToArbitrary(),
        x => Error(x) < 2e-12).QuickCheckThrowOnFailure();

    /// <summary>The ends of the range, zero, and the middle between two nodes of the table.</summary>
    [Theory]
    [InlineData(-700)]
    [InlineData(700)]
    [InlineData(0)]
    [InlineData(-1e-300)]
    [InlineData(0.5 * 0.6931471805599453 / 256)]
    [InlineData(-0.5 * 0.6931471805599453 / 256)]
    public void EndsAndMiddle(double x) => Assert.InRange(Error(x), 0, 2e-12);

    private static double Error(double x) => Math.Abs((FastExp.Of(x) / Math.Exp(x)) - 1);
}
