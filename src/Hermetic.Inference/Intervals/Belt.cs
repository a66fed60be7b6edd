namespace Hermetic.Inference.Intervals;

/// <summary>Whether a signal accepts the observation.</summary>
internal interface IAcceptance
{
    /// <summary>The construction in words.</summary>
    string Construction { get; }

    /// <summary>A signal beyond the interval, in events.</summary>
    /// <param name="confidenceLevel">Confidence level.</param>
    double Beyond(double confidenceLevel);

    /// <summary>Steps of the first scan up to <see cref="Beyond"/>.</summary>
    int Steps { get; }

    /// <summary>Probability of outcomes that enter the acceptance region of a signal before the observed one; the observation is accepted where it is below the confidence level.</summary>
    /// <param name="signal">Signal events, at least 0.</param>
    double Before(double signal);
}

/// <summary>Ends of the set of signals that accept an observation.</summary>
internal static class Belt
{
    private const double Precision = 1e-7;

    /// <summary>The hull of the accepted signals.</summary>
    /// <param name="acceptance">The construction.</param>
    /// <param name="confidenceLevel">Confidence level.</param>
    public static (double Lower, double Upper) Interval(IAcceptance acceptance, double confidenceLevel)
    {
        bool Accepts(double s) => acceptance.Before(s) < confidenceLevel;
        double high = acceptance.Beyond(confidenceLevel);
        while (Accepts(high))
        {
            high *= 1.5;
        }

        double step = high / acceptance.Steps;
        int last = acceptance.Steps - 1;
        while (last > 0 && !Accepts(last * step))
        {
            last--;
        }

        if (last == 0 && !Accepts(0))
        {
            return (0, 0);
        }

        double upper = Close(Accepts, last * step, (last + 1) * step);
        int first = 0;
        while (first < last && !Accepts(first * step))
        {
            first++;
        }

        return (first == 0 ? 0 : Close(Accepts, first * step, (first - 1) * step), upper);
    }

    private static double Close(Func<double, bool> accepts, double inside, double outside)
    {
        while (Math.Abs(inside - outside) > Precision * Math.Max(1, Math.Abs(outside)))
        {
            double middle = 0.5 * (inside + outside);
            (inside, outside) = accepts(middle) ? (middle, outside) : (inside, middle);
        }

        return 0.5 * (inside + outside);
    }
}

/// <summary>One count with known background: the construction of the paper.</summary>
internal sealed class KnownAcceptance(double background, int observed) : IAcceptance
{
    private const double Depth = 32;
    private double[] _probabilities = [];

    public string Construction => "Feldman-Cousins, background known";

    public int Steps => 1200;

    /// <summary>Where so few events have hardly any probability.</summary>
    public double Beyond(double confidenceLevel)
    {
        double low = 0;
        double high = Poisson.Above(observed + 1, -Math.Log(0.01 * (1 - confidenceLevel)));
        double[] probabilities = new double[observed + 1];
        while (high - low > 0.01 * high)
        {
            double mean = 0.5 * (low + high);
            Poisson.Fill(mean, 0, probabilities);
            (low, high) = probabilities.Sum() < 0.02 * (1 - confidenceLevel) ? (low, mean) : (mean, high);
        }

        return Math.Max(0.5, high - background);
    }

    public double Before(double signal)
    {
        double mean = signal + background;
        int first = Poisson.Below(mean, Depth);
        int count = Poisson.Above(mean, Depth) - first + 1;
        if (_probabilities.Length < count)
        {
            _probabilities = new double[count];
        }

        Span<double> probabilities = _probabilities.AsSpan(0, count);
        Poisson.Fill(mean, first, probabilities);
        double ratio = LogRatio(observed, signal);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += first + i != observed && LogRatio(first + i, signal) > ratio + 1e-12 ? probabilities[i] : 0;
        }

        return sum;
    }

    /// <summary>ln of the likelihood over that of the best physical signal.</summary>
    private double LogRatio(int n, double signal)
    {
        double mean = signal + background;
        double best = Math.Max(n, background);
        return (n == 0 ? 0 : n * Math.Log(mean / best)) - mean + best;
    }
}
