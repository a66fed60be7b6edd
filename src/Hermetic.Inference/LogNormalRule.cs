namespace Hermetic.Inference;

/// <summary>
/// Quadrature over a log-normal prior: factors kappa^z with standard normal z, and their weights. Equidistant in z: for a normal weight the trapezoidal rule
/// converges exponentially (L. Trefethen, J. Weideman, SIAM Rev. 56 (2014) 385), as Gauss-Hermite does, and its step can be matched to how narrow the Poisson
/// probability is as a function of z. Nodes reach to 7.5 standard deviations (6e-14 of the prior is outside).
/// </summary>
internal sealed class LogNormalRule
{
    private const double Reach = 7.5;

    /// <summary>Step over the width of the integrand, which is near to Gaussian: 0.6 gives errors of exp(-2 pi^2 / 0.36), nothing at all.</summary>
    private const double StepOverWidth = 0.6;

    private LogNormalRule(double[] factors, double[] weights)
    {
        Factors = factors;
        Weights = weights;
    }

    /// <summary>Factors on the nominal value.</summary>
    public double[] Factors { get; }

    /// <summary>Weights; their sum is 1.</summary>
    public double[] Weights { get; }

    /// <summary>A rule fine enough for Poisson probabilities whose mean contains the uncertain rate.</summary>
    /// <param name="relative">Relative uncertainty, kappa - 1; 0 gives the single factor 1.</param>
    /// <param name="rate">The nominal rate in events.</param>
    public static LogNormalRule Create(double relative, double rate)
    {
        if (relative == 0)
        {
            return new LogNormalRule([1], [1]);
        }

        // In z, ln Pois(n | rate kappa^z) has the curvature n ln^2 kappa; n is taken three standard deviations up.
        double logKappa = Math.Log(1 + relative);
        double width = 1 / Math.Sqrt(1 + (logKappa * logKappa * rate * Math.Exp(3 * logKappa)));
        int half = (int)Math.Ceiling(Reach / (StepOverWidth * width));
        double[] factors = new double[(2 * half) + 1];
        double[] weights = new double[factors.Length];
        double sum = 0;
        for (int i = 0; i < factors.Length; i++)
        {
            double z = Reach * (i - half) / half;
            factors[i] = Math.Exp(logKappa * z);
            weights[i] = Math.Exp(-0.5 * z * z);
            sum += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return new LogNormalRule(factors, weights);
    }

    /// <summary>Probabilities of counts from a known background and a signal averaged over this rule.</summary>
    /// <param name="signal">Nominal signal events.</param>
    /// <param name="background">Background events.</param>
    /// <param name="first">Count of the first element.</param>
    /// <param name="probabilities">Receives the probabilities.</param>
    public void FillCounts(double signal, double background, int first, Span<double> probabilities)
    {
        if (Factors.Length == 1)
        {
            Poisson.Fill(signal + background, first, probabilities);
            return;
        }

        probabilities.Clear();
        double[] node = new double[probabilities.Length];
        for (int k = 0; k < Factors.Length; k++)
        {
            Poisson.Fill((signal * Factors[k]) + background, first, node);
            for (int n = 0; n < node.Length; n++)
            {
                probabilities[n] += Weights[k] * node[n];
            }
        }
    }
}
