using Hermetic.Reporting.Figures;

namespace Hermetic.Tests.Reporting;

public sealed class AxisTests
{
    [Fact]
    public void A_computed_power_of_ten_does_not_open_a_decade()
    {
        Axis axis = Axis.Decades(Label.Empty, [1.0000000000000002, 999.9999999999991, 1000.0000000001]);
        Assert.Equal((1, 1000), (axis.Low, Math.Round(axis.High, 9)));
    }

    [Fact]
    public void Fine_ends_lie_just_around_the_values()
    {
        Axis axis = Axis.Decades(Label.Empty, [0.3334, 333.4], fine: true);
        Assert.Equal(0.3, axis.Low, 12);
        Assert.Equal(500, axis.High, 9);
    }

    [Theory]
    [InlineData(0.0167)]
    [InlineData(10)]
    [InlineData(3e-7)]
    public void A_single_value_lies_strictly_inside_or_on_a_finite_axis(double value)
    {
        Axis axis = Axis.Decades(Label.Empty, [value], fine: true);
        Assert.InRange(axis.Fraction(value), 0.01, 0.99);
        Assert.True(axis.Ticks(8).Count(t => t.Text is not null) >= 2);
    }

    [Fact]
    public void Values_without_a_place_are_passed_over()
    {
        Axis axis = Axis.Decades(Label.Empty, [0, -1, double.NaN, double.PositiveInfinity, 2e-5]);
        Assert.Equal(1e-5, axis.Low, 15);
        Assert.Equal(1e-4, axis.High, 15);
        Assert.True(double.IsNaN(axis.Fraction(0)));
        Axis empty = Axis.Decades(Label.Empty, [], 1e-9, 1);
        Assert.True(empty.Low > 0 && empty.High > empty.Low);
    }

    [Fact]
    public void Logarithmic_ticks_have_labelled_decades_and_eight_minor_ones_each()
    {
        IReadOnlyList<Tick> ticks = new Axis(Label.Empty, 1, 1000, true).Ticks(8);
        Assert.Equal(["1", "10", "10^2", "10^3"], ticks.Where(t => t.Text is not null).Select(t => t.Text!.ToString()));
        Assert.Equal(24, ticks.Count(t => t.Text is null));
    }

    [Fact]
    public void Many_decades_are_labelled_sparsely()
    {
        IReadOnlyList<Tick> ticks = new Axis(Label.Empty, 1e-30, 1, true).Ticks(10);
        Assert.InRange(ticks.Count(t => t.Text is not null), 5, 10);
        Assert.Equal(31, ticks.Count);
    }

    [Fact]
    public void Linear_ticks_are_round()
    {
        IReadOnlyList<Tick> ticks = Axis.Linear(Label.Empty, 0, 120).Ticks(8);
        Assert.Equal(["0", "20", "40", "60", "80", "100", "120"], ticks.Where(t => t.Text is not null).Select(t => t.Text!.ToString()));
        IReadOnlyList<Tick> small = Axis.Linear(Label.Empty, -0.1, 0.1).Ticks(5);
        Assert.Equal(["−0.10", "−0.05", "0.00", "0.05", "0.10"], small.Where(t => t.Text is not null).Select(t => t.Text!.ToString()));
    }
}
