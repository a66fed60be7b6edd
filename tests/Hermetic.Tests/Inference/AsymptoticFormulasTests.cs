using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class AsymptoticFormulasTests
{
    /// <summary>Closed forms and pyhf's fits, and our own fits beside the closed form: a second bin without signal makes the model one that must be fitted.</summary>
    [Fact]
    public void AgreesWithClosedFormsPyhfAndItsOwnFits()
    {
        int compared = 0;
        foreach (string[] row in StatisticsReference.Rows("counting_limits.csv").Where(r => r[7].StartsWith("asymptotic", StringComparison.Ordinal) && r[8].Length > 0))
        {
            BinnedModel model = BinnedModel.Of(new CountingModel(StatisticsReference.Channel(row)));
            BinnedModel fitted = new([.. model.Bins, new Bin("control", 0, [new Background("known", 2)], 2)], model.Nuisances);
            double[] closed = Values(AsymptoticFormulas.Compute(model, StatisticsReference.Number(row[6]), allowFewEvents: true));
            double[] fits = Values(AsymptoticFormulas.Compute(fitted, StatisticsReference.Number(row[6]), allowFewEvents: true));
            for (int i = 0; i < closed.Length; i++)
            {
                Assert.Equal(StatisticsReference.Number(row[8 + i]), closed[i], 1.01e-6);
                ExactEnumerationTests.AssertRelative(closed[i], fits[i], 1e-7, $"{row[0]} {i}");
                compared++;
            }
        }

        Assert.Equal(258, compared);
    }

    /// <summary>Cases of several bins whose limits pyhf computed (commit b3dc4bb2, tolerance 1e-10): 95 %, -2 to +2 sigma.</summary>
    [Fact]
    public void AgreesWithPyhfInSeveralBins()
    {
        Nuisance Control(string bin, double tau) => new(bin, NuisanceKind.Gamma, [new NuisanceEffect(bin, "b")]) { ControlCount = tau };
        BinnedModel channels = new(
            [One("c1", 0, 200, 205), One("c2", 0, 350, 345), One("s1", 10, 100, 110), One("s2", 35, 150, 155)],
            [Control("c1", 1600), Control("c2", 1225), Control("s1", 100), Control("s2", 225)]);
        Compare(channels, [1.0244923853514498, 0.45954006873655884, 0.6185667588318631, 0.8622910276313649, 1.2075847785044707, 1.632640802455899]);
        BinnedModel norm = new(
            [One("1", 30, 100, 120), One("2", 95, 150, 180)],
            [new Nuisance("norm", NuisanceKind.LogNormal, [new NuisanceEffect("1", "b", 0.1, -0.1), new NuisanceEffect("2", "b", 0.1, -0.1)])]);
        Compare(norm, [0.6671453475980266, 0.22688955431475377, 0.3037113248729124, 0.41986725944382697, 0.5883236684532724, 0.7903349396505962]);

        static Bin One(string name, double signal, double background, int observed) => new(name, signal, [new Background("b", background)], observed);

        static void Compare(BinnedModel model, double[] reference)
        {
            double[] ours = Values(AsymptoticFormulas.Compute(model, 0.95));
            Assert.All(Enumerable.Range(0, 6), i => ExactEnumerationTests.AssertRelative(reference[i], ours[i], 1e-6, $"{i}"));
        }
    }

    [Fact]
    public void RefusesFewEventsUnlessToldOtherwise()
    {
        BinnedModel few = BinnedModel.Of(new CountingModel(CountingChannel.Known("a", 1, 0.19, 0)));
        InputException error = Assert.Throws<InputException>(() => AsymptoticFormulas.Compute(few, 0.9));
        Assert.Contains("fewer than 5", error.Message, StringComparison.Ordinal);
        LimitResult warned = AsymptoticFormulas.Compute(few, 0.9, allowFewEvents: true);
        Assert.Contains("fewer than 5", Assert.Single(warned.Remarks), StringComparison.Ordinal);
        Assert.Empty(AsymptoticFormulas.Compute(BinnedModel.Of(new CountingModel(CountingChannel.Known("a", 1, 3, 2))), 0.9).Remarks);
    }

    /// <summary>For many events the formulas come near to the enumeration.</summary>
    [Fact]
    public void ManyEventsAreNearlyExact()
    {
        CountingModel model = new(new CountingChannel("a", 1, 200, 10, BackgroundModel.Gamma, 205));
        double exact = ExactEnumeration.Compute(model, 0.9).Observed;
        ExactEnumerationTests.AssertRelative(exact, AsymptoticFormulas.Compute(BinnedModel.Of(model), 0.9).Observed, 0.01, "b = 200");
    }

    private static double[] Values(LimitResult limit) => [limit.Observed, .. limit.Expected];
}
