using Hermetic.Core.Random;
using Hermetic.Inference.Profiles;
using Hermetic.Inference.Toys;

namespace Hermetic.Inference;

/// <summary>The look-elsewhere effect of a scan.</summary>
/// <param name="Best">Index of the most significant hypothesis of the scan.</param>
/// <param name="LocalPValue">p-value of that hypothesis alone.</param>
/// <param name="GlobalPValue">Probability, without signal, that any hypothesis of the scan is at least as significant.</param>
/// <param name="TrialsFactor">Global over local p-value.</param>
/// <param name="Distinct">Number of hypotheses that differ by more than their total yield: a single bin has one, whatever the number of masses.</param>
/// <param name="Construction">The statistical construction in words.</param>
public sealed record LookElsewhereResult(int Best, double LocalPValue, double GlobalPValue, double TrialsFactor, int Distinct, string Construction);

/// <summary>
/// Local and global significance of a scan over signal hypotheses, such as masses, whose yields share the same bins. Toys of the background-only hypothesis at the fitted parameters;
/// in each the greatest q0 of the scan counts. Correlations between hypotheses are those of their yields: hypotheses with proportional yields are one.
/// </summary>
public static class LookElsewhere
{
    private const int BlockSize = 512;
    private const double Tie = 1e-7;

    /// <summary>Scans.</summary>
    /// <param name="model">Bins, backgrounds and uncertainties; its signal does not matter.</param>
    /// <param name="hypotheses">Signal events per bin of each hypothesis, at any strength.</param>
    /// <param name="options">Number of toys, seed, threads.</param>
    /// <exception cref="ArgumentException">A hypothesis has another number of bins or no signal.</exception>
    public static LookElsewhereResult Scan(BinnedModel model, IReadOnlyList<IReadOnlyList<double>> hypotheses, ToyOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(hypotheses);
        ProfileToys.Require(options);
        if (hypotheses.Count == 0)
        {
            throw new ArgumentException("a scan needs at least one hypothesis", nameof(hypotheses));
        }

        List<BinnedLikelihood> distinct = [];
        List<double[]> shapes = [];
        int[] place = new int[hypotheses.Count];
        for (int h = 0; h < hypotheses.Count; h++)
        {
            double total = hypotheses[h].Sum();
            double[] shape = [.. hypotheses[h].Select(s => s / total)];
            place[h] = shapes.FindIndex(s => s.Length == shape.Length && s.Zip(shape).All(p => Math.Abs(p.First - p.Second) < 1e-9));
            if (place[h] < 0)
            {
                place[h] = shapes.Count;
                shapes.Add(shape);
                distinct.Add(new BinnedLikelihood(model.WithSignal(shape)));
            }
        }

        ProfileFit first = new(distinct[0]);
        double[] observed = [.. distinct.Select(l => new ProfileFit(l).Discovery(l.Counts, l.Auxiliary))];
        int best = Array.IndexOf(observed, observed.Max());
        first.Conditional(distinct[0].Counts, distinct[0].Auxiliary, 0);
        double[] parameters = first.Parameters.ToArray();
        double[] rates = new double[distinct[0].Bins];
        distinct[0].Rates(parameters, rates);
        PoissonSampler[] counts = [.. rates.Select(r => new PoissonSampler(r))];
        PoissonSampler?[] controls = [.. Enumerable.Range(0, distinct[0].Nuisances).Select(j => distinct[0].IsGamma(j) ? new PoissonSampler(distinct[0].Control(j) * parameters[j]) : null)];

        int blocks = (options.Toys + BlockSize - 1) / BlockSize;
        int[] local = new int[blocks];
        int[] global = new int[blocks];
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, b =>
        {
            RandomStream random = new(options.Seed, (2UL << 40) + (ulong)b, StreamNumber.Toys);
            ProfileFit[] fits = [.. distinct.Select(l => new ProfileFit(l))];
            double[] n = new double[counts.Length];
            double[] x = new double[controls.Length];
            for (int toy = b * BlockSize; toy < Math.Min(options.Toys, (b + 1) * BlockSize); toy++)
            {
                for (int i = 0; i < n.Length; i++)
                {
                    n[i] = counts[i].Next(ref random);
                }

                for (int j = 0; j < x.Length; j++)
                {
                    x[j] = controls[j] is { } control ? control.Next(ref random) : parameters[j] + random.NextNormal();
                }

                bool any = false;
                for (int h = 0; h < fits.Length && !(any && h > best); h++)
                {
                    // The best hypothesis is always looked at; the others only until one is as significant.
                    if (any && h != best)
                    {
                        continue;
                    }

                    bool reached = fits[h].Discovery(n, x) >= observed[best] - Tie;
                    any |= reached;
                    local[b] += reached && h == best ? 1 : 0;
                }

                global[b] += any ? 1 : 0;
            }
        });
        double localP = (double)local.Sum() / options.Toys;
        double globalP = (double)global.Sum() / options.Toys;
        return new LookElsewhereResult(
            Array.IndexOf(place, best), localP, globalP, localP > 0 ? globalP / localP : double.NaN, distinct.Count, $"greatest profiled q0 of the scan, {options.Toys} toys");
    }
}
