using System.Runtime.CompilerServices;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>Scattering on the sphere, by the sum over Legendre polynomials.</summary>
internal sealed class SphereAngles
{
    /// <summary>Number of terms: enough where the mean of 1 - cos theta is above 0.002.</summary>
    private const int Orders = 512;

    /// <summary>Exponent beyond which a term of the sum is nothing.</summary>
    private const double Vanished = 36;

    /// <summary>Mean number of collisions below which the probability of one alone is taken out of the sum, which then converges faster.</summary>
    private const double Few = 30;

    private static readonly SphereGrid Grid = new(Orders);

    private readonly double _collisions;
    private readonly double[] _exponent = new double[Orders];
    private readonly double[] _single = new double[SphereGrid.Results];

    /// <summary>Moments of a law.</summary>
    public SphereAngles(SingleScattering single)
    {
        double[] weighted = new double[Grid.Omega.Length];
        for (int i = 0; i < weighted.Length; i++)
        {
            weighted[i] = Grid.Weight[i] * single.Density(Grid.Omega[i]);
            _collisions += weighted[i];
        }

        for (int l = 1; l < Orders; l++)
        {
            _exponent[l] = AngleSums.Product(weighted, Grid.Deficits(l));
        }

        // Collisions beyond the points of the result: by Simpson's rule from that beyond the last, where the density falls as 1/omega.
        _single[^1] = single.Density(SphereGrid.Result(SphereGrid.Results - 1));
        for (int i = SphereGrid.Results - 2; i >= 0; i--)
        {
            double sum = 0;
            for (int k = 0; k <= 4; k++)
            {
                double weight = k is 0 or 4 ? 1 : k == 2 ? 2 : 4;
                sum += weight * single.Density(SphereGrid.Result(i + (k / 4.0)));
            }

            _single[i] = _single[i + 1] + (sum * SphereGrid.Step / 12);
        }
    }

    /// <summary>See <see cref="ScatteringAngles.Above"/>.</summary>
    public List<(double Omega, double Above)> Above(double b)
    {
        double collisions = b * _collisions;
        bool few = collisions < Few;
        double none = Math.Exp(-collisions);
        double[] coefficient = new double[Orders];
        int count = few ? Orders : 0;
        for (int l = 0; l < Orders; l++)
        {
            double exponent = b * _exponent[l];
            coefficient[l] = Math.Exp(-exponent) - none - (few ? none * (collisions - exponent) : 0);
            if (exponent < Vanished)
            {
                count = Math.Max(count, l + 1);
            }
        }

        return AngleSums.Falling(
            SphereGrid.Results,
            i => SphereGrid.Result(i),
            i => (AngleSums.Product(coefficient.AsSpan(0, count), Grid.Tails(i)[..count]) + (few ? none * b * _single[i] : 0)) / (1 - none));
    }
}

/// <summary>Legendre polynomials where the sphere needs them, the same for all laws.</summary>
internal sealed class SphereGrid
{
    /// <summary>Distance in ln omega of the points of the result.</summary>
    public const double Step = 0.17;

    /// <summary>Number of points of the result.</summary>
    public const int Results = 170;

    private const double LeastResult = 1e-8;
    private const double LeastAngle = 1e-8;

    /// <summary>Angle up to which the integral over the law runs in ln theta; beyond, where the highest polynomial begins to oscillate within a panel, in theta.</summary>
    private const double Wide = 0.05;
    private const int NarrowPanels = 38, WidePanels = 62;

    private readonly int _orders;
    private readonly double[] _deficits;
    private readonly double[] _tails;

    /// <summary>Computes the polynomials below an order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SphereGrid(int orders)
    {
        _orders = orders;
        Quadrature fine = Quadrature.GaussLegendre(6), coarse = Quadrature.GaussLegendre(12);
        Omega = new double[(NarrowPanels * fine.Nodes.Length) + (WidePanels * coarse.Nodes.Length)];
        Weight = new double[Omega.Length];
        double ratio = Math.Log(Wide / LeastAngle) / NarrowPanels, width = (Math.PI - Wide) / WidePanels;
        for (int i = 0; i < Omega.Length; i++)
        {
            int j = i - (NarrowPanels * fine.Nodes.Length);
            bool narrow = j < 0;
            Quadrature rule = narrow ? fine : coarse;
            int panel = (narrow ? i : j) / rule.Nodes.Length, node = (narrow ? i : j) % rule.Nodes.Length;
            double theta = narrow ? LeastAngle * Math.Exp(ratio * (panel + rule.Nodes[node])) : Wide + (width * (panel + rule.Nodes[node]));
            double tangent = Math.Tan(0.5 * theta);
            Omega[i] = tangent * tangent;
            // d ln omega = 2 d theta/sin theta.
            Weight[i] = rule.Weights[node] * (narrow ? ratio * theta : width) * 2 / Math.Sin(theta);
        }

        _deficits = new double[orders * Omega.Length];
        for (int i = 0; i < Omega.Length; i++)
        {
            // Recurrence of 1 - P_l, which keeps its digits where P_l is nearly 1.
            double mu = Omega[i] / (1 + Omega[i]), before = 0, deficit = 2 * mu;
            for (int l = 1; l < orders; l++)
            {
                _deficits[(l * Omega.Length) + i] = deficit;
                double next = ((((2 * l) + 1) * (((1 - (2 * mu)) * deficit) + (2 * mu))) - (l * before)) / (l + 1);
                (before, deficit) = (deficit, next);
            }
        }

        _tails = new double[Results * orders];
        for (int i = 0; i < Results; i++)
        {
            // The integral of (l + 1/2) P_l from -1 is (P_(l+1) - P_(l-1))/2.
            double omega = Result(i), cosine = (1 - omega) / (1 + omega), before = 1, legendre = cosine;
            _tails[i * orders] = 1 / (1 + omega);
            for (int l = 1; l < orders; l++)
            {
                double next = ((((2 * l) + 1) * cosine * legendre) - (l * before)) / (l + 1);
                _tails[(i * orders) + l] = 0.5 * (next - before);
                (before, legendre) = (legendre, next);
            }
        }
    }

    /// <summary>Nodes of the integral over the law.</summary>
    public double[] Omega { get; }

    /// <summary>Their weights in ln omega.</summary>
    public double[] Weight { get; }

    /// <summary>omega of a point of the result.</summary>
    public static double Result(double index) => LeastResult * Math.Exp(Step * index);

    /// <summary>1 - P_l at the nodes.</summary>
    public ReadOnlySpan<double> Deficits(int order) => _deficits.AsSpan(order * Omega.Length, Omega.Length);

    /// <summary>Integrals of (l + 1/2) P_l over the angles beyond a point of the result.</summary>
    public ReadOnlySpan<double> Tails(int result) => _tails.AsSpan(result * _orders, _orders);
}
