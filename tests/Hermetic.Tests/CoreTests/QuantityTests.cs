using Hermetic.Core;
using Hermetic.Core.Units;

namespace Hermetic.Tests.CoreTests;

/// <summary>Quantities with units.</summary>
public sealed class QuantityTests
{
    [Theory]
    [InlineData("100 GeV", Dimension.Energy, 100)]
    [InlineData("100GeV", Dimension.Energy, 100)]
    [InlineData("16.7 MeV", Dimension.Energy, 0.0167)]
    [InlineData("5eV", Dimension.Energy, 5e-9)]
    [InlineData("1e3 eV", Dimension.Energy, 1e-6)]
    [InlineData("-2.5e-1 mm", Dimension.Length, -0.25)]
    [InlineData("1.5 cm", Dimension.Length, 15)]
    [InlineData("2.84e11 EOT", Dimension.Count, 2.84e11)]
    [InlineData("48 %", Dimension.Fraction, 0.48)]
    [InlineData("0.48", Dimension.Fraction, 0.48)]
    [InlineData("0.4 mrad", Dimension.Angle, 0.4e-3)]
    public void Reads(string text, Dimension dimension, double expected)
    {
        Assert.True(Quantity.TryParse(text, dimension, out double value));
        Assert.Equal(expected, value, 1e-12 * Math.Abs(expected));
    }

    [Theory]
    [InlineData("100", Dimension.Energy)]
    [InlineData("100 mm", Dimension.Energy)]
    [InlineData("100 gev", Dimension.Energy)]
    [InlineData("GeV", Dimension.Energy)]
    [InlineData("", Dimension.Energy)]
    [InlineData("NaN GeV", Dimension.Energy)]
    [InlineData("1e999 GeV", Dimension.Energy)]
    [InlineData("1,5 mm", Dimension.Length)]
    [InlineData("1.2.3 mm", Dimension.Length)]
    public void RefusesWithWhatIsAllowed(string text, Dimension dimension)
    {
        InputException e = Assert.Throws<InputException>(() => Quantity.Parse(text, dimension, "--x"));
        Assert.Contains("--x", e.Message, StringComparison.Ordinal);
        Assert.Contains("allowed", e.Message, StringComparison.Ordinal);
        Assert.Contains(Quantity.HouseUnit(dimension), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FormatIsReadBackExactly()
    {
        foreach (Dimension dimension in Enum.GetValues<Dimension>())
        {
            foreach (double value in new[] { 1 / 3.0, 2.84e11, 1e-30 })
            {
                Assert.Equal(value, Quantity.Parse(Quantity.Format(value, dimension), dimension, "x"));
            }
        }
    }

    [Theory]
    [InlineData("missing-energy", "missingEnergy", "missingEnergy")]
    [InlineData("na64e-2081", "na64e-2018", "na64e-2018")]
    public void FindsTheNearestWord(string word, string near, string expected) =>
        Assert.Equal(expected, InputException.Nearest(word, [near, "something-else"]));

    [Fact]
    public void FindsNoWordThatIsFar() => Assert.Null(InputException.Nearest("zzz", ["na64e-2018", "beam"]));
}
