using Hermetic.Core.Numerics;
using Gamma = MathNet.Numerics.Distributions.Gamma;

namespace Hermetic.Inference.Averages;

/// <summary>
/// Points and weights for the average over the joint prior of nuisance parameters that several bins or processes share: a product of trapezoidal rules in the normal variables (for
/// a normal weight it converges exponentially; L. Trefethen, J. Weideman, SIAM Rev. 56 (2014) 385) for up to a few parameters, a lattice (N. Korobov) for more.
/// Gaussian factors are truncated: points where one is not positive have no weight.
/// </summary>
internal sealed class SharedPrior
{
    /// <summary>Standard deviations; 2e-11 of the prior is outside.</summary>
    private const double Reach = 6.7;

    /// <summary>Step over the width of the integrand.</summary>
    private const double StepOverWidth = 0.6;

    private const int MostProductPoints = 6000;
    private const int LatticePoints = 8191;
    private const long LatticeGenerator = 1884;

    private SharedPrior(double[] weights, double[][] values, bool isLattice) => (Weights, Values, IsLattice) = (weights, values, isLattice);

    /// <summary>Weights; their sum is 1.</summary>
    public double[] Weights { get; }

    /// <summary>By point, then by nuisance parameter.</summary>
    public double[][] Values { get; }

    /// <summary>Whether the points are those of a lattice, whose error is about 1e-3 of a probability.</summary>
    public bool IsLattice { get; }

    /// <summary>A rule fine enough for Poisson probabilities of about so many events.</summary>
    /// <param name="nuisances">The parameters.</param>
    /// <param name="events">Events of all bins that matter.</param>
    public static SharedPrior Create(IReadOnlyList<Nuisance> nuisances, double events)
    {
        if (nuisances.Count == 0)
        {
            return new SharedPrior([1], [[]], false);
        }

        double[][] rules = [.. nuisances.Select(n => Points(n, events))];
        double product = rules.Aggregate(1.0, (p, r) => p * r.Length);
        double[][] normals = product <= MostProductPoints ? Product(rules) : Lattice(nuisances.Count);
        List<double> weights = [];
        List<double[]> values = [];
        foreach (double[] z in normals)
        {
            double[] value = [.. z.Select((x, j) => nuisances[j].Kind == NuisanceKind.Gamma ? GammaQuantile(nuisances[j].ControlCount, x) : x)];
            if (nuisances.Select((n, j) => n.Kind != NuisanceKind.Gaussian || n.Effects.All(e => Factor(n, e, value[j]) > 0)).All(positive => positive))
            {
                weights.Add(product <= MostProductPoints ? Math.Exp(-0.5 * z.Sum(x => x * x)) : 1);
                values.Add(value);
            }
        }

        double sum = weights.Sum();
        return new SharedPrior([.. weights.Select(w => w / sum)], [.. values], product > MostProductPoints);
    }

    /// <summary>The factor of an effect at a value of its parameter.</summary>
    /// <param name="nuisance">The parameter.</param>
    /// <param name="effect">One of its effects.</param>
    /// <param name="value">Its value.</param>
    public static double Factor(Nuisance nuisance, NuisanceEffect effect, double value) => nuisance.Kind switch
    {
        NuisanceKind.LogNormal => value >= 0 || effect.Down is null ? Math.Pow(1 + effect.Up, value) : Math.Pow(1 + effect.Down.Value, -value),
        NuisanceKind.Gaussian => 1 + (value >= 0 || effect.Down is null ? effect.Up * value : -effect.Down.Value * value),
        _ => value,
    };

    private static double[] Points(Nuisance nuisance, double events)
    {
        double size = nuisance.Kind == NuisanceKind.Gamma
            ? 1 / Math.Sqrt(nuisance.ControlCount)
            : nuisance.Effects.Max(e => Math.Max(Math.Abs(Math.Log(1 + e.Up)), e.Down is { } down ? Math.Abs(Math.Log(1 + down)) : 0));

        // In z, ln Pois(n | rate kappa^z) has the curvature n ln^2 kappa; n is taken three standard deviations up.
        double width = 1 / Math.Sqrt(1 + (size * size * events * Math.Exp(Math.Min(3 * size, 3))));
        int half = (int)Math.Ceiling(Reach / (StepOverWidth * width));
        return [.. Enumerable.Range(-half, (2 * half) + 1).Select(i => Reach * i / half)];
    }

    private static double[][] Product(double[][] rules)
    {
        IEnumerable<double[]> points = [[]];
        foreach (double[] rule in rules)
        {
            points = [.. points.SelectMany(p => rule.Select(z => (double[])[.. p, z])).Where(p => p.Sum(z => z * z) <= Reach * Reach * 1.0001)];
        }

        return [.. points];
    }

    private static double[][] Lattice(int dimensions)
    {
        double[][] points = new double[LatticePoints][];
        for (int i = 0; i < LatticePoints; i++)
        {
            points[i] = new double[dimensions];
            long generator = 1;
            for (int j = 0; j < dimensions; j++)
            {
                double u = (((i * generator) % LatticePoints) + 0.5) / LatticePoints;
                points[i][j] = Normal.Quantile(u);
                generator = generator * LatticeGenerator % LatticePoints;
            }
        }

        return points;
    }

    private static double GammaQuantile(double shape, double z)
    {
        // Far tails are bounded: the quantile function of the library does not converge there.
        double probability = Math.Clamp(Normal.Cdf(z), 1e-13, 1 - 1e-13);
        return Math.Max(Gamma.InvCDF(shape, shape, probability), 1e-300);
    }
}
