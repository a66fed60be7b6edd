using Hermetic.Core.Random;

namespace Hermetic.Inference.Toys;

/// <summary>Draws counts of a fixed mean from one uniform number each, by inversion with a guide table: the same number gives similar counts at similar means.</summary>
internal sealed class PoissonSampler
{
    private const double Depth = 30;
    private const int Guides = 256;

    private readonly int _first;
    private readonly double[] _cumulative;
    private readonly int[] _guide = new int[Guides + 1];

    /// <summary>A sampler.</summary>
    /// <param name="mean">Mean, at least 0.</param>
    public PoissonSampler(double mean)
    {
        _first = Poisson.Below(mean, Depth);
        double[] probabilities = new double[Poisson.Above(mean, Depth) - _first + 1];
        Poisson.Fill(mean, _first, probabilities);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i];
            probabilities[i] = sum;
        }

        _cumulative = probabilities;
        _cumulative[^1] = double.PositiveInfinity;
        int at = 0;
        for (int g = 0; g <= Guides; g++)
        {
            while (_cumulative[at] < (double)g / Guides)
            {
                at++;
            }

            _guide[g] = at;
        }
    }

    /// <summary>The next count.</summary>
    /// <param name="random">Random numbers.</param>
    public int Next(ref RandomStream random)
    {
        double u = random.NextUniform();
        int at = _guide[(int)(u * Guides)];
        while (_cumulative[at] < u)
        {
            at++;
        }

        return _first + at;
    }
}
