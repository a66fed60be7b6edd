using System.Numerics;

namespace Hermetic.Inference.SingleBin;

/// <summary>
/// What is known of the background of one bin: the auxiliary measurement x and how it constrains the background. The profile over the background is a closed form (known, gamma,
/// Gaussian) or the root of one monotone equation (log-normal), so that a test statistic needs no fit and ties are exact.
/// A parameter is the background itself (gamma) or its normal variable (log-normal, Gaussian).
/// </summary>
internal interface IBackgroundLaw
{
    /// <summary>The observed auxiliary measurement.</summary>
    double Observed { get; }

    /// <summary>The parameter that the auxiliary measurement alone prefers.</summary>
    /// <param name="x">Auxiliary measurement.</param>
    double Preferred(double x);

    /// <summary>The parameter that maximises the likelihood of a count and an auxiliary measurement.</summary>
    /// <param name="n">Count, at least 0; an Asimov count need not be whole.</param>
    /// <param name="x">Auxiliary measurement.</param>
    /// <param name="signal">Expected signal events, at least 0.</param>
    double Profile(double n, double x, double signal);

    /// <summary>Expected background events of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    double Background(double parameter);

    /// <summary>ln of the auxiliary likelihood at one parameter less that at another.</summary>
    /// <param name="x">Auxiliary measurement.</param>
    /// <param name="one">First parameter.</param>
    /// <param name="other">Second parameter.</param>
    double LogRatio(double x, double one, double other);

    /// <summary>The expected auxiliary measurement of a parameter, as an Asimov data set has it.</summary>
    /// <param name="parameter">The parameter.</param>
    double Asimov(double parameter);

    /// <summary><see cref="Statistic.QTilde"/> of one count, at least 1, and many auxiliary measurements at which it is above 0.</summary>
    /// <param name="n">Count.</param>
    /// <param name="x">Auxiliary measurements.</param>
    /// <param name="signal">Tested signal events.</param>
    /// <param name="q">Receives the statistic.</param>
    void FillQTilde(int n, ReadOnlySpan<double> x, double signal, Span<double> q);
}

/// <summary>A background that is known.</summary>
/// <param name="b">Expected events.</param>
internal readonly struct KnownBackground(double b) : IBackgroundLaw
{
    public double Observed => 0;

    public double Preferred(double x) => b;

    public double Profile(double n, double x, double signal) => b;

    public double Background(double parameter) => b;

    public double LogRatio(double x, double one, double other) => 0;

    public double Asimov(double parameter) => 0;

    public void FillQTilde(int n, ReadOnlySpan<double> x, double signal, Span<double> q) => Statistic.Fill(this, n, x, signal, q);
}

/// <summary>A background B known from a control count m ~ Pois(c B); the parameter is B.</summary>
/// <param name="perEvent">c: expected control events per background event, tau / b.</param>
/// <param name="observed">Observed control count, which need not be whole.</param>
internal readonly struct GammaBackground(double perEvent, double observed) : IBackgroundLaw
{
    public double Observed => observed;

    public double PerEvent => perEvent;

    public double Preferred(double x) => x / perEvent;

    /// <summary>The positive root of (1 + c) B^2 + ((1 + c) S - n - m) B - m S = 0.</summary>
    public double Profile(double n, double x, double signal)
    {
        double a = 1 + perEvent;
        if (signal == 0 || n == 0)
        {
            // Without events the signal only adds a constant: the tie of all outcomes with n = 0 is exact.
            return (n + x) / a;
        }

        double half = 0.5 * ((a * signal) - n - x);
        double root = Math.Sqrt((half * half) + (a * x * signal));
        return half > 0 ? x * signal / (half + root) : (root - half) / a;
    }

    public double Background(double parameter) => parameter;

    public double LogRatio(double x, double one, double other) => (x == 0 ? 0 : x * Math.Log(one / other)) - (perEvent * (one - other));

    public double Asimov(double parameter) => perEvent * parameter;

    /// <inheritdoc/>
    /// <remarks>Written out for vectors: this is where the expected limits spend their time.</remarks>
    public void FillQTilde(int n, ReadOnlySpan<double> x, double signal, Span<double> q)
    {
        int width = Vector<double>.Count;
        int i = 0;
        Vector<double> c = new(perEvent);
        Vector<double> a = new(1 + perEvent);
        Vector<double> count = new(n);
        Vector<double> s = new(signal);
        for (; i <= x.Length - width; i += width)
        {
            Vector<double> m = new(x[i..]);
            Vector<double> sum = count + m;

            // Where the best fit without bound has a negative signal, the fit without signal takes its place.
            Vector<double> preferred = m / c;
            Vector<double> fitted = sum / a;
            Vector<long> bounded = Vector.LessThan(count, preferred);
            Vector<double> best = Vector.ConditionalSelect(bounded, fitted, preferred);
            Vector<double> mean = Vector.ConditionalSelect(bounded, fitted, count);
            Vector<double> half = 0.5 * ((a * s) - sum);
            Vector<double> product = m * s;
            Vector<double> root = Vector.SquareRoot((half * half) + (a * product));
            Vector<double> tested = Vector.ConditionalSelect(Vector.GreaterThan(half, Vector<double>.Zero), product / (half + root), (root - half) / a);
            Vector<double> testedMean = s + tested;
            Vector<double> control = Vector.ConditionalSelect(Vector.Equals(m, Vector<double>.Zero), m, m * Vector.Log(best / tested));
            Vector<double> value = (count * Vector.Log(mean / testedMean)) - mean + testedMean + control - (c * (best - tested));
            Vector.Max(2 * value, Vector<double>.Zero).CopyTo(q[i..]);
        }

        Statistic.Fill(this, n, x[i..], signal, q[i..]);
    }
}

/// <summary>A background b kappa^a with an auxiliary measurement x ~ N(a, 1), observed x = 0; the parameter is a.</summary>
/// <param name="b">Median background.</param>
/// <param name="logKappa">ln kappa, above 0.</param>
internal readonly struct LogNormalBackground(double b, double logKappa) : IBackgroundLaw
{
    private const int MostSteps = 60;

    public double Observed => 0;

    public double Preferred(double x) => x;

    /// <summary>The root of a - x = ln kappa B (n / (S + B) - 1), by Newton steps inside a bracket.</summary>
    public double Profile(double n, double x, double signal)
    {
        if (n == 0)
        {
            signal = 0;
        }

        double background = Background(x);
        double pull = Pull(n, signal, background);
        // Below x the background and with it the pull downwards only shrink; above x the pull cannot exceed n.
        (double low, double high) = pull < 0 ? (x + (logKappa * -background), x) : (x, x + (logKappa * n));
        double a = Math.Clamp(x + (logKappa * pull / (1 + (logKappa * Math.Abs(pull)))), low, high);
        for (int step = 0; step < MostSteps; step++)
        {
            background = Background(a);
            double total = signal + background;
            double value = a - x - (logKappa * Pull(n, signal, background));
            (low, high) = value > 0 ? (low, a) : (a, high);
            double slope = 1 + (logKappa * logKappa * background * (1 - (total > 0 ? n * signal / (total * total) : 0)));
            double next = a - (value / slope);
            if (!(slope > 0 && next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            double change = Math.Abs(next - a);
            a = next;
            if (change <= 1e-13 * (1 + Math.Abs(a)))
            {
                break;
            }
        }

        return a;
    }

    public double Background(double parameter) => b * Math.Exp(logKappa * parameter);

    public double LogRatio(double x, double one, double other) => 0.5 * (other - one) * (other + one - (2 * x));

    public double Asimov(double parameter) => parameter;

    public void FillQTilde(int n, ReadOnlySpan<double> x, double signal, Span<double> q) => Statistic.Fill(this, n, x, signal, q);

    private static double Pull(double n, double signal, double background) => n == 0 ? -background : background * ((n / (signal + background)) - 1);
}

/// <summary>A background b + sigma a, cut off at 0, with an auxiliary measurement x ~ N(a, 1), observed x = 0; the parameter is a.</summary>
/// <param name="b">Background.</param>
/// <param name="sigma">Its standard uncertainty, above 0.</param>
internal readonly struct GaussianBackground(double b, double sigma) : IBackgroundLaw
{
    public double Observed => 0;

    public double Preferred(double x) => x;

    /// <summary>The root of (S + B)(B - y + sigma^2) = n sigma^2 with y = b + sigma x, or the edge B = 0.</summary>
    public double Profile(double n, double x, double signal)
    {
        double variance = sigma * sigma;
        double shifted = b + (sigma * x) - variance;
        double background;
        if (n == 0)
        {
            background = shifted;
        }
        else
        {
            double sum = shifted + signal;
            double root = Math.Sqrt((sum * sum) + (4 * n * variance));
            double difference = shifted - signal;
            background = difference > 0 ? 0.5 * (difference + root) : ((2 * n * variance) + (2 * shifted * signal)) / (root - difference);
        }

        return background > 0 ? (background - b) / sigma : Math.Min(x, -b / sigma);
    }

    public double Background(double parameter) => Math.Max(0, b + (sigma * parameter));

    public double LogRatio(double x, double one, double other) => 0.5 * (other - one) * (other + one - (2 * x));

    public double Asimov(double parameter) => parameter;

    public void FillQTilde(int n, ReadOnlySpan<double> x, double signal, Span<double> q) => Statistic.Fill(this, n, x, signal, q);
}
