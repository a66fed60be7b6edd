using Hermetic.Physics.Matter;

namespace Hermetic.Tests.Scattering;

/// <summary>
/// The exact angular distribution after a path at constant energy: the series of S. Goudsmit and J. L. Saunderson, Phys. Rev. 57 (1940) 24, sum_l (2l + 1)/2 exp(-s G_l) P_l(cos theta)
/// with G_l = integral dSigma (1 - P_l), from the law of single scattering.
/// </summary>
internal sealed class GoudsmitSaunderson
{
    private const int Points = 1500;
    private const int MostTerms = 10000;

    /// <summary>Exponent beyond which a term of the series is nothing.</summary>
    private const double Vanished = 40;

    /// <summary>Coefficients less the part of the unscattered, which no series of finite length can hold.</summary>
    private readonly double[] _coefficient;
    private readonly double _unscattered;

    public GoudsmitSaunderson(in ScatteringLaw law, ReadOnlySpan<double> mott, double path)
    {
        // Midpoints in ln mu, from far below the screening angle.
        double low = Math.Log(law.Screening * 1e-3), step = -low / Points;
        double[] mu = new double[Points], weight = new double[Points], before = new double[Points], deficit = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            mu[i] = Math.Exp(low + ((i + 0.5) * step));
            double nuclei = (1 - law.ElectronShare) * Mott.Ratio(mott, mu[i]) * ElasticScattering.FormFactor(law.FormSize, mu[i]);
            double electrons = law.ElectronShare * Math.Clamp(((Math.Log(law.ElectronLimit) - low) / step) - i, 0, 1);
            weight[i] = path * step * mu[i] * law.Strength / Math.Pow(law.Screening + mu[i], 2) * (nuclei + electrons);
            deficit[i] = 2 * mu[i];
        }

        // Recurrence of 1 - P_l, which keeps its digits where P_l is nearly 1.
        List<double> exponent = [0];
        for (int l = 1; l < MostTerms && exponent[^1] < Vanished; l++)
        {
            double sum = 0;
            for (int i = 0; i < Points; i++)
            {
                sum += weight[i] * deficit[i];
                double next = ((((2 * l) + 1) * (((1 - (2 * mu[i])) * deficit[i]) + (2 * mu[i]))) - (l * before[i])) / (l + 1);
                (before[i], deficit[i]) = (deficit[i], next);
            }

            exponent.Add(sum);
        }

        _unscattered = Math.Exp(-weight.Sum());
        _coefficient = [.. exponent.Select(e => Math.Exp(-e) - _unscattered)];
        Complete = Math.Abs(_coefficient[^1]) < 1e-5;
    }

    /// <summary>Whether the series has come to its end.</summary>
    public bool Complete { get; }

    /// <summary>Mean of P_l(cos theta).</summary>
    public double MeanLegendre(int l) => _unscattered + (l < _coefficient.Length ? _coefficient[l] : 0);

    /// <summary>Probability of an angle with (1 - cos theta)/2 above a value.</summary>
    public double Above(double mu)
    {
        double cosine = 1 - (2 * mu), before = 1, legendre = cosine, below = _unscattered + (0.5 * (1 - cosine) * _coefficient[0]);
        for (int l = 1; l < _coefficient.Length; l++)
        {
            double next = ((((2 * l) + 1) * cosine * legendre) - (l * before)) / (l + 1);
            below += 0.5 * _coefficient[l] * (before - next);
            (before, legendre) = (legendre, next);
        }

        return 1 - below;
    }

    /// <summary>(1 - cos theta)/2 that is exceeded with a probability.</summary>
    public double Quantile(double above)
    {
        double low = 0, high = 1;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Above(middle) > above ? (middle, high) : (low, middle);
        }

        return low;
    }
}
