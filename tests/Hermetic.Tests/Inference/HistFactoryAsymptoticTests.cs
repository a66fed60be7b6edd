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
