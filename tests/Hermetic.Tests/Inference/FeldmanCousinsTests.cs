using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class FeldmanCousinsTests
{
    private static readonly ToyOptions Toys = new(2000, 1, 2);

    [Fact]
    public void AgreesWithTheReferenceTable()
    {
        int compared = 0;
        foreach (string[] row in StatisticsReference.Rows("feldman_cousins.csv"))
        {
            double Cell(int i) => StatisticsReference.Number(row[i]);
            (double lower, double upper) = FeldmanCousins.Interval(Cell(1), (int)Cell(2), Cell(0));
            Assert.Equal(Cell(3), lower, 1e-3);
            Assert.Equal(Cell(4), upper, 1e-3);
            if (row[5].Length > 0)
            {
                Assert.Equal(Cell(5), FeldmanCousins.UpperNonincreasing(Cell(1), (int)Cell(2), Cell(0)), 1e-3);
                compared++;
            }
        }

        Assert.Equal(15, compared);
    }

    /// <summary>The paper's tables: no background, and the rows n = 0 and 1 over the background (Phys. Rev. D 57 (1998) 3873, Table IV).</summary>
    [Fact]
    public void AgreesWithThePaper()
    {
        double[] noBackground = [2.44, 4.36, 5.91, 7.42, 8.60, 9.99];
        Assert.All(Enumerable.Range(0, 6), n => Assert.Equal(noBackground[n], FeldmanCousins.Interval(0, n, 0.9).Upper, 0.0051));
        Assert.Equal(3.09, FeldmanCousins.Interval(0, 0, 0.95).Upper, 0.0051);
        foreach ((double b, double none, double one) in new[] { (0.5, 1.94, 3.86), (1, 1.61, 3.36), (2, 1.26, 2.53), (3, 1.08, 1.88), (5, 0.98, 1.22) })
        {
            Assert.Equal(none, FeldmanCousins.UpperNonincreasing(b, 0, 0.9), 0.0051);
            Assert.Equal(one, FeldmanCousins.UpperNonincreasing(b, 1, 0.9), 0.0051);
        }
    }

    /// <summary>Without uncertainty both treatments are the known construction.</summary>
    [Fact]
    public void TinyUncertaintiesChangeLittle()
    {
        (double lower, double upper) = FeldmanCousins.Interval(3, 8, 0.9);
        LimitResult hybrid = FeldmanCousins.Compute(LessonTests.Model(3, 0.003, BackgroundModel.LogNormal, 8), 0.9, NuisanceTreatment.Hybrid, Toys);
        Assert.Equal(lower, hybrid.Lower, 0.01);
        Assert.Equal(upper, hybrid.Observed, 0.01);
        LimitResult known = FeldmanCousins.Compute(LessonTests.Model(3, 0, BackgroundModel.None, 8), 0.9, NuisanceTreatment.Profile, Toys);
        Assert.Equal(upper, known.Observed, 1e-6);
        Assert.Contains("known", known.Construction, StringComparison.Ordinal);
    }

    [Fact]
    public void TreatmentsAreNamed()
    {
        BinnedModel model = LessonTests.Model(1, 0.3, BackgroundModel.Gamma, 2);
        Assert.Contains("profiled", FeldmanCousins.Compute(model, 0.9, NuisanceTreatment.Profile, Toys).Construction, StringComparison.Ordinal);
        Assert.Contains("hybrid", FeldmanCousins.Compute(model, 0.9, NuisanceTreatment.Hybrid, Toys).Construction, StringComparison.Ordinal);
        BinnedModel two = new([.. model.Bins, new Bin("b", 1, [], 0)], model.Nuisances);
        Assert.Throws<InputException>(() => FeldmanCousins.Compute(two, 0.9, NuisanceTreatment.Hybrid, Toys));
        Assert.Contains("toys", FeldmanCousins.Compute(two, 0.9, NuisanceTreatment.Profile, Toys with { Toys = 200 }).Construction, StringComparison.Ordinal);
    }

    /// <summary>Toys of a bin without uncertainties are the construction of the paper.</summary>
    [Fact]
    public void ToysAgreeWithTheTable()
    {
        BinnedModel halves = new([new Bin("a", 1, [new Background("b", 0.5)], 1), new Bin("b", 1, [new Background("b", 0.5)], 2)], []);
        double upper = 2 * FeldmanCousins.Compute(halves, 0.9, NuisanceTreatment.Profile, Toys with { Toys = 4000 }).Observed;
        Assert.Equal(FeldmanCousins.Interval(1, 3, 0.9).Upper, upper, 0.4);
    }
}
