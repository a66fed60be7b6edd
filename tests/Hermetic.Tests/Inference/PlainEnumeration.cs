namespace Hermetic.Tests.Inference;

/// <summary>
/// CLs of one bin with a control count, written down as its definition says: every outcome with its statistic, tails by comparing each with all, quantiles by sorting. Slow, and apart
/// from the program.
/// </summary>
internal static class PlainEnumeration
{
    private static readonly double[] Bands = [0.022750131948179, 0.158655253931457, 0.5, 0.841344746068543, 0.977249868051821];

    public static (double SignalAndBackground, double BackgroundOnly, double[] Expected) Test(double b, double sigma, int n, double s)
    {
        double tau = b / sigma * (b / sigma);
        double without = (n + tau) / (b + tau);
        double with = Profile(n, tau, s, b, tau);
        List<(double Q, double Background, double Signal)> outcomes = [];
        for (int m = 0; m < 60 + (4 * tau); m++)
        {
            for (int k = 0; k < 60 + (3 * b); k++)
            {
                outcomes.Add((Statistic(k, m, s, b, tau), Poisson(k, without * b) * Poisson(m, tau * without), Poisson(k, s + (with * b)) * Poisson(m, tau * with)));
            }
        }

        double observed = Statistic(n, tau, s, b, tau);
        (double clsb, double clb) = Tail(observed);
        (double Cls, double Weight)[] cls = [.. outcomes.Where(o => o.Background > 1e-14).Select(o => (o.Q <= 1e-9 ? 1 : Ratio(Tail(o.Q)), o.Background)).OrderBy(o => o.Item1)];
        double[] expected = new double[5];
        for (int i = 0; i < 5; i++)
        {
            double sum = 0;
            expected[i] = cls.First(c => (sum += c.Weight) >= Bands[i]).Cls;
        }

        return (clsb, clb, expected);

        (double, double) Tail(double q) => (outcomes.Where(o => o.Q >= q - 1e-9).Sum(o => o.Signal), outcomes.Where(o => o.Q >= q - 1e-9).Sum(o => o.Background));
        static double Ratio((double Signal, double Background) tail) => Math.Min(1, tail.Signal / tail.Background);
    }

    private static double Statistic(double n, double m, double s, double b, double tau)
    {
        double g = m / tau;
        if (n >= s + (g * b))
        {
            return 0;
        }

        double mean = n;
        if (n < g * b)
        {
            g = (n + m) / (b + tau);
            mean = g * b;
        }

        double tested = Profile(n, m, s, b, tau);
        return 2 * (LogPoisson(n, mean) + LogPoisson(m, tau * g) - LogPoisson(n, s + (tested * b)) - LogPoisson(m, tau * tested));
    }

    /// <summary>The fit of the factor by bisection of its derivative.</summary>
    private static double Profile(double n, double m, double s, double b, double tau)
    {
        double low = 0;
        double high = 10 + ((n + m) / (b + tau));
        for (int i = 0; i < 200; i++)
        {
            double g = 0.5 * (low + high);
            double slope = (n * b / (s + (g * b))) - b + (m / g) - tau;
            (low, high) = slope > 0 ? (g, high) : (low, g);
        }

        return 0.5 * (low + high);
    }

    private static double LogPoisson(double n, double mean) => (n == 0 ? 0 : n * Math.Log(mean)) - mean;

    private static double Poisson(int n, double mean)
    {
        double log = (n == 0 ? 0 : n * Math.Log(mean)) - mean;
        for (int i = 2; i <= n; i++)
        {
            log -= Math.Log(i);
        }

        return Math.Exp(log);
    }
}
