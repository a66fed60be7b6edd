using System.Numerics;
using System.Runtime.CompilerServices;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using MathNet.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Fluctuation of the collision loss that a step leaves to collisions below a cut (L. Landau, J. Phys. USSR 8 (1944) 201; P. V. Vavilov, Sov. Phys. JETP 5 (1957) 749, without and with his term in beta^2).
/// For the collision spectrum xi/w^2 per GeV up to the cut the loss less its mean, in units of the cut, depends on kappa = xi/cut alone. Its quantiles are tabulated once from
/// the characteristic function exp(kappa integral_0^1 (exp(itu) - 1 - itu)/u^2 du), and read by linear interpolation in probability and kappa.
/// xi = 2 pi re^2 m n_e s/beta^2 (n_e electrons per volume, m their mass, s the length of the step; charge 1).
/// </summary>
/// <remarks>
/// The electrons are taken as free and the mean is the caller's, so binding enters through the mean alone: right where xi is well above the mean excitation energy I. The returned value has no lower bound: mean + value
/// can be negative where mean/xi is below ln(1/kappa) + 4 (below ln(1/kappa) + 3, for more than about one step in 300); as mean/xi = ln(cut/I) + ln(2 m beta^2 gamma^2/I) - ..., this is where xi is below
/// I^2 e^4/(2 m beta^2 gamma^2). There <see cref="SampleBound"/>, whose loss is never negative, is the right one.
/// </remarks>
public static class Straggling
{
    /// <summary>kappa below which the collisions above xi/this are drawn one by one (there are 0 of them in 99.6 % of the steps).</summary>
    internal const double LeastKappa = 1.0 / 256;

    /// <summary>Largest kappa of the tables; beyond, the quantiles approach those of the normal distribution as 1/sqrt(kappa).</summary>
    internal const double GreatestKappa = 16;

    /// <summary>xi over the mean excitation energy above which a step counts as thick for <see cref="SampleBound"/>.</summary>
    private const double ManyCollisions = 10;

    /// <summary>The table of the spectrum xi/w^2.</summary>
    internal static readonly StragglingTable Table = new(false);

    /// <summary>Samples loss - mean for the spectrum xi/w^2 below the cut: mean 0, variance xi cut, third central moment xi cut^2/2. Any kappa is allowed.</summary>
    /// <param name="xi">xi in GeV, positive.</param>
    /// <param name="cut">Greatest loss in one collision in GeV.</param>
    /// <param name="random">The stream to draw from.</param>
    /// <returns>Loss less its mean in GeV.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sample(double xi, double cut, ref RandomStream random) => SampleCut(xi / cut, cut, ref random);

    /// <summary>The same with kappa = xi/cut in place of xi, for callers who know it sooner.</summary>
    /// <param name="kappa">kappa, positive.</param>
    /// <param name="cut">Greatest loss in one collision in GeV.</param>
    /// <param name="random">The stream to draw from.</param>
    /// <returns>Loss less its mean in GeV.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SampleCut(double kappa, double cut, ref RandomStream random) =>
        cut * (kappa >= LeastKappa ? Table.Sample(kappa, ref random) : SampleThin(kappa, 1, 0, ref random));

    /// <summary>
    /// Samples loss - mean for the spectrum (xi/w^2)(1 - b w/cut) below the cut, as a sum of independent losses of spectra (1 - b) xi/w^2 and b xi (1 - w/cut)/w^2. Mean 0, variance xi cut (1 - b/2).
    /// </summary>
    /// <param name="xi">xi in GeV, positive.</param>
    /// <param name="cut">Greatest loss in one collision in GeV.</param>
    /// <param name="reduction">b = beta^2 cut/wmax, 0 to 1, with wmax the greatest loss that kinematics allows; beta^2 without production of knock-on electrons (Vavilov's distribution).</param>
    /// <param name="random">The stream to draw from.</param>
    /// <returns>Loss less its mean in GeV.</returns>
    public static double Sample(double xi, double cut, double reduction, ref RandomStream random)
    {
        double full = xi * (1 - reduction);
        double reduced = xi * reduction;
        double loss = full > 0 ? Sample(full, cut, ref random) : 0;
        if (reduced > 0)
        {
            double kappa = reduced / cut;
            loss += kappa >= LeastKappa ? cut * Vavilov.Table.Sample(kappa, ref random) : SampleThin(reduced, cut, 1, ref random);
        }

        return loss;
    }

    /// <summary>
    /// Samples the loss in a layer so thin that binding matters (gases): an atom of one level at the mean excitation energy I, excited with the rate that gives the mean loss, and ionised by the free
    /// spectrum xi/w^2 from I to the cut (the model behind N. Bohr, Mat. Fys. Medd. 18 (1948) no. 8). Mean as given; variance xi (cut - I) + I (mean - xi ln(cut/I)). Above xi = 10 I by the universal
    /// distribution and a normal one for what the binding adds to the variance (O. Blunck, S. Leisegang, Z. Phys. 128 (1950) 500; P. Shulek et al., Sov. J. Nucl. Phys. 4 (1967) 400).
    /// Approximate: the shells of an atom are one level; widths, not the shape of single peaks of primary clusters.
    /// </summary>
    /// <param name="mean">Mean of the loss in GeV.</param>
    /// <param name="xi">xi in GeV, positive.</param>
    /// <param name="cut">Greatest loss in one collision in GeV.</param>
    /// <param name="meanExcitation">Mean excitation energy I in GeV.</param>
    /// <param name="random">The stream to draw from.</param>
    /// <returns>The loss in GeV, not below 0.</returns>
    public static double SampleBound(double mean, double xi, double cut, double meanExcitation, ref RandomStream random)
    {
        double excitation = cut > meanExcitation ? mean - (xi * Math.Log(cut / meanExcitation)) : -1;
        if (excitation <= 0)
        {
            // Slower than the level's own electrons: no room for the free spectrum above I in this mean.
            return Math.Max(0, mean + Sample(xi, cut, ref random));
        }

        if (xi > ManyCollisions * meanExcitation)
        {
            double added = meanExcitation * Math.Max(0, excitation - xi);
            return Math.Max(0, mean + Sample(xi, cut, ref random) + (Math.Sqrt(added) * random.NextNormal()));
        }

        double loss = meanExcitation * Poisson(excitation / meanExcitation, ref random);
        double least = 1 / cut;
        double range = (1 / meanExcitation) - least;
        for (int i = Poisson(xi * range, ref random); i > 0; i--)
        {
            loss += 1 / (least + (range * random.NextUniform()));
        }

        return loss;
    }

    /// <summary>kappa below the table: the collisions above a lower cut one by one, the rest from the table. <paramref name="reduction"/> is 0 or 1.</summary>
    private static double SampleThin(double xi, double cut, double reduction, ref RandomStream random)
    {
        // With the reduction the soft part keeps a reduction of softCut/cut itself; a higher table entry keeps that small.
        double softKappa = reduction > 0 ? 16 * LeastKappa : LeastKappa;
        double softCut = xi / softKappa;
        double rest = reduction * softCut / cut;
        // The spectrum with this rest is replaced by one without, of the same second and third moments.
        double scale = (1 - (2 * rest / 3)) / (1 - (rest / 2));
        double loss = softCut * scale * Table.Sample(softKappa * (1 - (rest / 2)) / (scale * scale), ref random);

        double least = 1 / cut;
        double range = (1 / softCut) - least;
        loss -= xi * (FastLog.Of(cut / softCut) - (reduction * (1 - (softCut / cut))));
        for (int i = Poisson(xi * range, ref random); i > 0; i--)
        {
            double w = 1 / (least + (range * random.NextUniform()));
            if (reduction == 0 || random.NextUniform() > reduction * w / cut)
            {
                loss += w;
            }
        }

        return loss;
    }

    /// <summary>A Poisson number by inversion; by halves for large means, where exp(-mean) would vanish.</summary>
    private static int Poisson(double mean, ref RandomStream random)
    {
        double u = random.NextUniform();
        if (u < 1 - mean)
        {
            // exp(-mean) is not below 1 - mean: no need of it for the usual answer of a small mean.
            return 0;
        }

        int n = 0;
        while (mean > 500)
        {
            n += Poisson(250, ref random);
            mean -= 250;
        }

        double term = FastExp.Of(-mean);
        for (int k = 1; u > term && term > 0; k++)
        {
            u -= term;
            term *= mean / k;
            n++;
        }

        return n;
    }

    /// <summary>Vavilov's table, made when a caller first needs it.</summary>
    private static class Vavilov
    {
        internal static readonly StragglingTable Table = new(true);
    }
}

/// <summary>
/// Quantiles of (loss - mean)/cut for the collision spectrum kappa/u^2 (or kappa (1 - u)/u^2) on 0 &lt; u &lt; 1, for kappa from 2^-8 to 2^4, eight rows an octave.
/// Probabilities lie on both sides of the median at 1/2 v with v = 2^-e (1 + j/16): the bits of a number in (0, 1) are its index.
/// </summary>
internal sealed class StragglingTable
{
    private const int RowsPerOctave = 8;
    private const int RowBits = 49;
    private const int Octaves = 20;
    private const int NodeBits = 48;

    /// <summary>v = 0, then 16 an octave from 2^-20 to 1.</summary>
    private const int Nodes = (Octaves * 16) + 2;
    private const int Stride = 2 * Nodes;
    private const double LeastV = 1.0 / (1 << Octaves);

    private static readonly long FirstRow = BitConverter.DoubleToInt64Bits(Straggling.LeastKappa) >> RowBits;
    private static readonly int Rows = (int)((BitConverter.DoubleToInt64Bits(Straggling.GreatestKappa) >> RowBits) - FirstRow) + 1;
    private static readonly long FirstNode = (BitConverter.DoubleToInt64Bits(LeastV) >> NodeBits) - 1;

    private readonly float[] _quantiles = new float[Rows * Stride];

    /// <summary>Quantiles of the normal distribution with the variance at kappa = 1.</summary>
    private readonly float[] _normal = new float[Stride];

    /// <summary>Makes the table.</summary>
    /// <param name="reduced">Whether the spectrum has the factor 1 - u.</param>
    public StragglingTable(bool reduced)
    {
        double variance = reduced ? 0.5 : 1;
        for (int row = 0; row < Rows; row++)
        {
            double kappa = BitConverter.Int64BitsToDouble((FirstRow + row) << RowBits);
            Store(Distribution.Invert(kappa, reduced), kappa * variance, _quantiles.AsSpan(row * Stride, Stride));
        }

        Store(static (side, v) => side * Math.Sqrt(2) * SpecialFunctions.ErfcInv(v), variance, _normal);
    }

    /// <summary>Samples (loss - mean)/cut.</summary>
    /// <param name="kappa">At least <see cref="Straggling.LeastKappa"/>.</param>
    /// <param name="random">The stream to draw from.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sample(double kappa, ref RandomStream random)
    {
        // A low bit that the number itself leaves unused picks the side of the median.
        ulong bits = random.NextBits();
        return Quantile(kappa, (int)(bits & 1), ((long)(bits >> 12) + 0.5) * (1.0 / 4503599627370496.0));
    }

    /// <summary>(loss - mean)/cut beyond which lies the probability <paramref name="v"/>/2.</summary>
    /// <param name="kappa">At least <see cref="Straggling.LeastKappa"/>.</param>
    /// <param name="below">1 for the side below the median, 0 for that above.</param>
    /// <param name="v">Between 0 and 1, both exclusive.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Quantile(double kappa, int below, double v)
    {
        long vBits = BitConverter.DoubleToInt64Bits(v);
        int node = (int)((vBits >> NodeBits) - FirstNode);
        double g = (vBits & ((1L << NodeBits) - 1)) * (1.0 / (1L << NodeBits));
        if (node < 1)
        {
            node = 0;
            g = v * (1 / LeastV);
        }

        node += below * Nodes;
        if (kappa >= Straggling.GreatestKappa)
        {
            int last = ((Rows - 1) * Stride) + node;
            return Linear.Between(_quantiles[last], _quantiles[last + 1], g)
                + ((Math.Sqrt(kappa) - Math.Sqrt(Straggling.GreatestKappa)) * Linear.Between(_normal[node], _normal[node + 1], g));
        }

        long kappaBits = BitConverter.DoubleToInt64Bits(kappa);
        double f = (kappaBits & ((1L << RowBits) - 1)) * (1.0 / (1L << RowBits));
        int i = ((int)((kappaBits >> RowBits) - FirstRow) * Stride) + node;
        double low = Linear.Between(_quantiles[i], _quantiles[i + 1], g);
        return Linear.Between(low, Linear.Between(_quantiles[i + Stride], _quantiles[i + Stride + 1], g), f);
    }

    /// <summary>Fills a row from the quantile function of side (+1 above, -1 below the median) and v, then shifts and scales it so that linear interpolation has mean 0 and the given variance exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store(Func<int, double, double> quantile, double variance, Span<float> row)
    {
        Span<double> value = stackalloc double[Stride];
        double mean = 0, square = 0;
        for (int side = 0; side < 2; side++)
        {
            for (int k = 0; k < Nodes; k++)
            {
                double v = V(k);
                // The outermost cell is linear from v = 0; where the density falls exponentially its mean is right if it ends at the quantile of e^-2, nearly 1/8, of its probability.
                int i = (side * Nodes) + k;
                value[i] = quantile(side == 0 ? 1 : -1, k == 0 ? LeastV / 8 : v);
            }

            for (int k = 0; k + 1 < Nodes; k++)
            {
                int i = (side * Nodes) + k;
                double weight = (V(k + 1) - V(k)) / 2;
                mean += weight * (value[i] + value[i + 1]) / 2;
                square += weight * ((value[i] * value[i]) + (value[i] * value[i + 1]) + (value[i + 1] * value[i + 1])) / 3;
            }
        }

        double scale = Math.Sqrt(variance / (square - (mean * mean)));
        for (int i = 0; i < Stride; i++)
        {
            row[i] = (float)((value[i] - mean) * scale);
        }
    }

    private static double V(int node) => node == 0 ? 0 : BitConverter.Int64BitsToDouble((FirstNode + node) << NodeBits);
}

/// <summary>The distribution of (loss - mean)/cut by a Fourier series of its characteristic function over a period that holds all but 1e-10 of it.</summary>
internal static class Distribution
{
    /// <summary>Points of the series: a step of less than 0.3 kappa at the least kappa of the table.</summary>
    private const int Points = 4096;

    /// <summary>Quantile function of side (+1 above, -1 below the median) and v, the probability beyond being v/2.</summary>
    /// <param name="kappa">xi over the cut.</param>
    /// <param name="reduced">Whether the spectrum has the factor 1 - u.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Func<int, double, double> Invert(double kappa, bool reduced)
    {
        // Below: Landau's tail falls as exp(-exp(.)), the normal one of large kappa within 10 standard deviations. Above: four and more of the hardest collisions.
        double lower = -Math.Min(10 * Math.Sqrt(kappa), kappa * (Math.Log(1 / Math.Min(kappa, 1)) + 9));
        double upper = 3.5 + (10 * Math.Sqrt(kappa));
        double period = upper - lower;
        double dt = 2 * Math.PI / period;

        // One transform gives the density (real part) and the cumulative distribution less its linear part (imaginary part).
        Complex[] series = new Complex[Points];
        double offset = 0;
        series[0] = 1 / period;
        for (int n = 1; n < Points / 2; n++)
        {
            double t = n * dt;
            Complex phi = Complex.Exp((kappa * LogCharacteristic(t, reduced)) - new Complex(0, t * lower)) / period;
            if (phi.Magnitude < 1e-18)
            {
                break;
            }

            Complex integral = phi / new Complex(0, -t);
            offset += 2 * integral.Real;
            series[n] = phi + (Complex.ImaginaryOne * integral);
            series[Points - n] = Complex.Conjugate(phi) + (Complex.ImaginaryOne * Complex.Conjugate(integral));
        }

        Transform(series);
        double step = period / Points;
        double[] below = new double[Points + 1];
        for (int k = 0; k <= Points; k++)
        {
            below[k] = ((double)k / Points) + (series[k % Points].Imaginary - offset);
        }

        return (side, v) => side > 0
            ? Find(p => 1 - below[p], p => -series[p % Points].Real, v / 2, lower, step, false)
            : Find(p => below[p], p => series[p % Points].Real, v / 2, lower, step, true);
    }

    /// <summary>ln of the characteristic function over kappa.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Complex LogCharacteristic(double t, bool reduced)
    {
        (double si, double cin) = SineCosineIntegral(t);
        Complex g = new(1 - Math.Cos(t) - (t * si), t - Math.Sin(t) - (t * cin));
        return reduced ? g - new Complex(-cin, si - t) : g;
    }

    /// <summary>Si(t) and Cin(t) = integral_0^t (1 - cos u)/u du for t above 0: power series, beyond 4 the continued fraction of E1(it) (M. Abramowitz, I. A. Stegun, 5.2.14-16, 5.1.22).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (double Si, double Cin) SineCosineIntegral(double t)
    {
        const double Euler = 0.57721566490153286;
        if (t <= 4)
        {
            double si = 0, cin = 0, term = 1;
            for (int n = 1; n < 40; n++)
            {
                term *= t / n;
                // term = t^n/n!; signs + - - + ... of sin and 1 - cos.
                if (n % 2 == 1)
                {
                    si += (n % 4 == 1 ? term : -term) / n;
                }
                else
                {
                    cin += (n % 4 == 2 ? term : -term) / n;
                }
            }

            return (si, cin);
        }

        // E1(z) = e^-z / (z + 1 - 1/(z + 3 - 4/(z + 5 - ...))) with z = it, from the tail; E1(it) = -Ci(t) + i (Si(t) - pi/2).
        Complex z = new(0, t);
        int terms = 10 + (int)(200 / t);
        Complex fraction = z + ((2 * terms) + 1);
        for (int n = terms; n > 0; n--)
        {
            fraction = z + ((2 * n) - 1) - (n * (double)n / fraction);
        }

        Complex e1 = Complex.Exp(-z) / fraction;
        return (e1.Imaginary + (Math.PI / 2), Euler + Math.Log(t) + e1.Real);
    }

    /// <summary>Discrete Fourier transform in place, sum_n a_n exp(-2 pi i n k/N), by J. W. Cooley and J. W. Tukey's halving; N is a power of 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transform(Complex[] a)
    {
        for (int i = 1, j = 0; i < a.Length; i++)
        {
            int bit = a.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j |= bit;
            if (i < j)
            {
                (a[i], a[j]) = (a[j], a[i]);
            }
        }

        for (int length = 2; length <= a.Length; length <<= 1)
        {
            int half = length >> 1;
            for (int j = 0; j < half; j++)
            {
                (double sine, double cosine) = Math.SinCos(-2 * Math.PI * j / length);
                for (int i = j; i < a.Length; i += length)
                {
                    double re = (a[i + half].Real * cosine) - (a[i + half].Imaginary * sine);
                    double im = (a[i + half].Real * sine) + (a[i + half].Imaginary * cosine);
                    a[i + half] = new Complex(a[i].Real - re, a[i].Imaginary - im);
                    a[i] = new Complex(a[i].Real + re, a[i].Imaginary + im);
                }
            }
        }
    }

    /// <summary>Where a monotone function given with its derivative on the grid takes a value: bisection over the grid, then inside a cell on the cubic through values and slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Find(Func<int, double> function, Func<int, double> slope, double target, double origin, double step, bool rising)
    {
        int low = 0, high = Points;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (function(middle) < target == rising)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        double a = function(low), b = function(high), da = slope(low) * step, db = slope(high) * step;
        double left = 0, right = 1;
        for (int i = 0; i < 26; i++)
        {
            double x = (left + right) / 2;
            double y = 1 - x;
            double value = (a * (1 + (2 * x)) * y * y) + (da * x * y * y) + (b * x * x * (3 - (2 * x))) - (db * x * x * y);
            if (value < target == rising)
            {
                left = x;
            }
            else
            {
                right = x;
            }
        }

        return origin + (step * (low + left));
    }
}
