using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class LookElsewhereTests
{
    private static readonly ToyOptions Toys = new(6000, 1, 2);

    private static BinnedModel Bins(params int[] observed) =>
        new([.. observed.Select((n, i) => new Bin($"bin {i}", 1, [new Background("b", 2)], n))], []);

    /// <summary>One count, forty masses: one hypothesis, and no trials factor.</summary>
    [Fact]
    public void OneBinHasNoTrials()
    {
        LookElsewhereResult result = LookElsewhere.Scan(Bins(6), [.. Enumerable.Range(1, 40).Select(i => (IReadOnlyList<double>)[0.1 * i])], Toys);
        Assert.Equal(1, result.Distinct);
        Assert.Equal(result.LocalPValue, result.GlobalPValue);
        Assert.Equal(1, result.TrialsFactor);
    }

    /// <summary>Five signals in five separate bins are independent: p = 1 - (1 - p local)^5.</summary>
    [Fact]
    public void SeparateBinsAreIndependentTrials()
    {
        double[][] separate = [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, 5).Select(j => i == j ? 1.0 : 0.0).ToArray())];
        LookElsewhereResult result = LookElsewhere.Scan(Bins(2, 1, 6, 2, 3), separate, Toys);
        double local = 1 - (Math.Exp(-2) * (1 + 2 + 2 + (8.0 / 6) + (16.0 / 24) + (32.0 / 120)));
        Assert.Equal(2, result.Best);
        Assert.Equal(5, result.Distinct);
        Assert.Equal(local, result.LocalPValue, 3 * Math.Sqrt(local / Toys.Toys));
        double global = 1 - Math.Pow(1 - local, 5);
        Assert.Equal(global, result.GlobalPValue, 3 * Math.Sqrt(global / Toys.Toys));
    }

    [Fact]
    public void OverlappingSignalsCountLessThanSeparateOnes()
    {
        double[][] broad = [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, 5).Select(j => Math.Exp(-0.5 * (i - j) * (i - j) / 4.0)).ToArray())];
        LookElsewhereResult result = LookElsewhere.Scan(Bins(2, 3, 6, 4, 2), broad, Toys);
        Assert.InRange(result.TrialsFactor, 1, 4);
        LookElsewhereResult threads = LookElsewhere.Scan(Bins(2, 3, 6, 4, 2), broad, Toys with { Threads = 1 });
        Assert.Equal(result.GlobalPValue, threads.GlobalPValue);
    }

    [Fact]
    public void RefusesAnEmptyScan() => Assert.Throws<ArgumentException>(() => LookElsewhere.Scan(Bins(1), [], Toys));
}
