using Hermetic.Reporting;
using Hermetic.Reporting.Figures;

namespace Hermetic.Tests.Reporting;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.48, "0.48")]
    [InlineData(150, "150")]
    [InlineData(9999, "1 × 10^4")]
    [InlineData(0.0009999, "0.001")]
    [InlineData(0.00099, "9.9 × 10^−4")]
    [InlineData(2.84e11, "2.84 × 10^11")]
    [InlineData(-7.544e-6, "−7.54 × 10^−6")]
    [InlineData(1e-300, "1 × 10^−300")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Numbers_are_rounded_to_three_digits_and_use_real_superscripts(double value, string expected) =>
        Assert.Equal(expected, Numbers.Of(value).ToString().Replace('\u2009', ' '));

    [Theory]
    [InlineData(1.5e-4, "1.500 × 10^−4")]
    [InlineData(0.99999, "1.000 × 10^0")]
    [InlineData(0, "0")]
    public void Columns_keep_their_digits(double value, string expected) =>
        Assert.Equal(expected, Numbers.Scientific(value).ToString().Replace('\u2009', ' '));

    [Theory]
    [InlineData(0.53, 0.17, "0.53 ± 0.17")]
    [InlineData(1.59, 0.294, "1.59 ± 0.29")]
    [InlineData(123.4, 5.67, "123.4 ± 5.7")]
    [InlineData(3.2734e-6, 4.3e-8, "(3.273 ± 0.043) × 10^−6")]
    [InlineData(9.37e11, 2.1e10, "(9.37 ± 0.21) × 10^11")]
    [InlineData(0, 0.02, "0.000 ± 0.020")]
    [InlineData(4.5, 0, "4.5")]
    public void Errors_decide_the_digits_of_a_value(double value, double error, string expected) =>
        Assert.Equal(expected, Numbers.WithError(value, error).ToString().Replace('\u2009', ' ').Replace('\u00A0', ' '));

    [Theory]
    [InlineData(0.0167, "16.7 MeV")]
    [InlineData(0.99999999, "1 GeV")]
    [InlineData(0.511e-3, "0.511 MeV")]
    [InlineData(7.9, "7.9 GeV")]
    public void Masses_carry_the_prefix_that_suits_them(double gev, string expected) =>
        Assert.Equal(expected, Numbers.Energy(gev).ToString().Replace('\u00A0', ' '));

    [Fact]
    public void Label_markup_gives_runs()
    {
        Label label = Label.Parse("*m*_{*A*′} (MeV)^{2}");
        Assert.Equal(
            [new Run("m", Level.Normal, true), new Run("A", Level.Lowered, true), new Run("′", Level.Lowered, false), new Run(" (MeV)", Level.Normal, false), new Run("2", Level.Raised, false)],
            label.Runs);
        Assert.Throws<FormatException>(() => Label.Parse("10^{5"));
    }

    [Fact]
    public void Plain_labels_keep_markup_characters() => Assert.Equal("a*b_{c}^{d}", Label.Plain("a*b_{c}^{d}").Runs.Single().Text);

    [Fact]
    public void Wrapped_lines_fit_and_lose_no_word()
    {
        Label label = Label.Parse("limits of *other* experiments, rescaled by *y* ∝ *α*_{D}^{1/2} where that is known");
        IReadOnlyList<Label> lines = label.Wrap(120, 12);
        Assert.True(lines.Count > 2);
        Assert.All(lines, l => Assert.True(l.Width(12) <= 120, l.ToString()));
        Assert.Equal(label.ToString(), string.Join(' ', lines));
    }

    [Fact]
    public void A_word_wider_than_the_line_is_cut()
    {
        string word = new('w', 60);
        IReadOnlyList<Label> lines = Label.Plain("a " + word).Wrap(120, 12);
        Assert.All(lines, l => Assert.True(l.Width(12) <= 120, l.ToString()));
        Assert.Equal("a" + word, string.Concat(lines));
    }
}
