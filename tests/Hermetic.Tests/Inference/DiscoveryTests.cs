using Hermetic.Core;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

public sealed class DiscoveryTests
{
    [Fact]
    public void AKnownBackgroundIsAPoissonTail()
    {
        DiscoveryResult result = Discovery.Exact(LessonTests.Model(0.5, 0, BackgroundModel.None, 3).Reduce()!);
        double below = Math.Exp(-0.5) * (1 + 0.5 + 0.125);
        Assert.Equal(1 - below, result.PValue, 1e-12);
        Assert.Equal(1, Discovery.Exact(LessonTests.Model(0.5, 0, BackgroundModel.None, 0).Reduce()!).PValue);
        // P = 2.866516e-7 is five standard deviations.
        Assert.Equal(5.0, Discovery.Hybrid(Tail(2.866515719e-7)).Significance, 0.35);
    }

    /// <summary>Li and Ma, Astrophys. J. 272 (1983) 317, eq. 17: the asymptotic significance with a control region of exposure tau / b.</summary>
    [Fact]
    public void AsymptoticSignificanceIsThatOfLiAndMa()
    {
        const double b = 10, tau = 40, n = 20;
        double alpha = b / tau;
        double lima = Math.Sqrt(2 * ((n * Math.Log((1 + alpha) / alpha * (n / (n + tau)))) + (tau * Math.Log((1 + alpha) * (tau / (n + tau))))));
        BinnedModel model = LessonTests.Model(b, b / Math.Sqrt(tau), BackgroundModel.Gamma, (int)n);
        Assert.Equal(lima, Discovery.Asymptotic(model).Significance, 1e-7);
    }

    /// <summary>A gamma prior of shape tau makes the counts negative binomial; tau = 1: geometric.</summary>
    [Fact]
    public void AnAveragedBackgroundIsNegativeBinomial()
    {
        const double b = 0.8;
        double r = b / (1 + b);
        Assert.Equal(r * r * r, Discovery.Hybrid(LessonTests.Model(b, b, BackgroundModel.Gamma, 3)).PValue, 1e-12);
    }

    [Theory]
    [InlineData(BackgroundModel.Gamma)]
    [InlineData(BackgroundModel.LogNormal)]
    [InlineData(BackgroundModel.Gaussian)]
    public void ToysConvergeToTheEnumeration(BackgroundModel kind)
    {
        BinnedModel model = LessonTests.Model(2, 0.6, kind, 5);
        double exact = Discovery.Exact(model.Reduce()!).PValue;
        double toys = Discovery.Toys(model, new ToyOptions(40_000, 5, 2)).PValue;
        Assert.Equal(exact, toys, 3 * Math.Sqrt(exact / 40_000));
        Assert.InRange(Discovery.Exact(model.Reduce()!).Significance, 0.5, 2.5);
    }

    [Fact]
    public void DeficitsAreNoExcess()
    {
        Assert.Equal(1, Discovery.Exact(LessonTests.Model(4, 1, BackgroundModel.Gamma, 3).Reduce()!).PValue);
        Assert.Equal(0, Discovery.Asymptotic(LessonTests.Model(4, 1, BackgroundModel.Gamma, 3)).Significance);
        BinnedModel two = BinnedModel.Of(new CountingModel([CountingChannel.Known("a", 1, 1, 1), CountingChannel.Known("b", 1, 1, 1)]));
        Assert.Throws<ArgumentException>(() => Discovery.Exact(two.Reduce()!));
        Assert.Throws<InputException>(() => Discovery.Hybrid(two));
    }

    /// <summary>A count whose Poisson tail is nearest to a probability.</summary>
    private static BinnedModel Tail(double probability)
    {
        int n = 1;
        while (Discovery.Exact(LessonTests.Model(1, 0, BackgroundModel.None, n).Reduce()!).PValue > probability)
        {
            n++;
        }

        return LessonTests.Model(1, 0, BackgroundModel.None, n);
    }
}
