using Hermetic.Inference;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Tests.Inference;

/// <summary>Asymptotic CLs of HistFactory models against pyhf and closed forms.</summary>
public sealed class HistFactoryAsymptoticTests
{
    /// <summary>Published values of pyhf carry the noise of its fits; its reruns at tight tolerance less; closed forms none.</summary>
    [Fact]
    public void AgreesWithTheReferenceCases()
    {
        Dictionary<string, double> tolerances = new() { ["published"] = 5e-4, ["pyhf"] = 1e-5, ["closed form"] = 1e-6 };
        List<string> wrong = [];
        int compared = 0;
        foreach (IGrouping<(string Case, TestStatistic Statistic), HistFactoryReference.Row> group in HistFactoryReference.Rows().GroupBy(r => (r.Case, r.Statistic)))
        {
            ProfileTest test = new(HistFactoryReference.Model(group.Key.Case), statistic: group.Key.Statistic);
            foreach (HistFactoryReference.Row row in group)
            {
                double[] ours = Compute(test, row.Quantity);
                for (int i = 0; i < ours.Length; i++)
                {
                    compared++;
                    double difference = Math.Abs(ours[i] - row.Values[i]) / Math.Abs(row.Values[i]);
                    if (difference > tolerances[row.Origin])
                    {
                        wrong.Add($"{row.Case} {row.Statistic} {row.Quantity} {row.Origin} [{i}]: {ours[i]:R} instead of {row.Values[i]:R}, {difference:G2}");
                    }
                }
            }
        }

        Assert.Equal(6 * 49, compared);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Fewer events than expected: no sign of a signal, p = 0.5 (pyhf: 0.4999991 to 0.49999997).</summary>
    [Theory]
    [InlineData("pyhf_readme_2bin")]
    [InlineData("pyhf_onebin_b1")]
    [InlineData("pyhf_threebin")]
    [InlineData("pyhf_corr_2bin")]
    public void WithoutAnExcessThereIsNoSignificance(string name)
    {
        ProfileTest test = new(HistFactoryReference.Model(name));
        Assert.Equal(0, test.DiscoverySignificance, 1e-6);
        Assert.Equal(0, test.BestFit.Parameters[0], 1e-6);
    }

    /// <summary>Limits of a hundred signal events lie beyond pyhf's usual bound of 10; scaling the signal scales the limit.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.01)]
    [InlineData(1e5)]
    public void LimitsScaleWithTheSignal(double scale)
    {
        Workspace workspace = HistFactoryReference.Model("pyhf_readme_2bin").Workspace;
        LimitResult usual = new ProfileTest(HistFactoryModel.Create(workspace)).Limit(0.9);
        Channel channel = workspace.Channels[0];
        Sample signal = channel.Samples[0] with { Data = [.. channel.Samples[0].Data.Select(s => s * scale)] };
        Workspace scaled = workspace with { Channels = [channel with { Samples = [signal, .. channel.Samples.Skip(1)] }] };
        LimitResult other = new ProfileTest(HistFactoryModel.Create(scaled)).Limit(0.9);
        Assert.Equal(usual.Observed / scale, other.Observed, 1e-7 * usual.Observed / scale);
        Assert.Equal(usual.Expected[4] / scale, other.Expected[4], 1e-7 * usual.Expected[4] / scale);
    }

    [Fact]
    public void FitsDoNotAllocate()
    {
        HistFactoryModel model = HistFactoryReference.Model("pyhf_corr_2bin");
        ProfileTest test = new(model);
        _ = test.AsimovValue(1.1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _ = test.AsimovValue(0.5 + (0.01 * i));
        }

        // The result of a fit and nothing of its steps.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 400);
    }

    private static double[] Compute(ProfileTest test, string quantity)
    {
        if (quantity == "CLs")
        {
            HypothesisTest result = test.Test(1);
            return [result.Cls, .. result.Expected];
        }

        LimitResult limit = test.Limit(quantity == "limit90" ? 0.90 : 0.95);
        return [limit.Observed, .. limit.Expected];
    }
}
