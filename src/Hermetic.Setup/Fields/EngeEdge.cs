using Hermetic.Core.Numerics;

namespace Hermetic.Setup.Fields;

/// <summary>
/// The soft edge of a dipole: the field on the mid-plane falls as F(s) = 1/(1 + exp(a0 + a1 s + a2 s^2 + ...)) with s the distance from the edge over the gap, positive outside
/// (H. A. Enge, in "Focusing of charged particles", ed. A. Septier, vol. 2, Academic Press 1967). The origin is moved so that the field integral is that of a sharp edge. LIT; coefficients that do not fall from 1 to 0 are refused.
/// </summary>
public sealed class EngeEdge
{
    /// <summary>What 1 - F inside and F outside fall to before the edge counts as over.</summary>
    private const double Negligible = 1e-12;

    /// <summary>Gaps within which an edge must be over.</summary>
    private const double Reach = 20;

    private readonly double[] _a;
    private readonly double _shift;

    /// <summary>An edge.</summary>
    /// <param name="coefficients">a0, a1, ...; one to ten.</param>
    public EngeEdge(IReadOnlyList<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (!IsUsable(coefficients))
        {
            throw new ArgumentOutOfRangeException(nameof(coefficients), string.Join(", ", coefficients), Allowed);
        }

        _a = [.. coefficients];
        Inside = Find(-1);
        Outside = Find(1);
        Quadrature rule = Quadrature.GaussLegendre(64);
        double area = 0;
        const int panels = 8;
        for (int i = 0; i < panels; i++)
        {
            double outer = Outside / panels, inner = Inside / panels;
            area += rule.Integrate(s => Value(s), i * outer, (i + 1) * outer) - rule.Integrate(s => 1 - Value(s), (i + 1) * inner, i * inner);
        }

        _shift = area;
        Inside -= area;
        Outside -= area;
    }

    /// <summary>What the coefficients may be.</summary>
    public static string Allowed => FormattableString.Invariant($"two to ten numbers that let the field fall steadily from 1 to 0 within {Reach} gaps on both sides");

    /// <summary>Coefficients of an unclamped dipole with Rogowski profile, widely used as the default (K. Makino, M. Berz, COSY INFINITY, table of fringe fields). LIT.</summary>
    public static IReadOnlyList<double> Usual { get; } = [0.478959, 1.911289, -1.185953, 1.630554, -1.082657, 0.318111];

    /// <summary>s inside which the field is full (negative).</summary>
    public double Inside { get; }

    /// <summary>s outside which there is no field.</summary>
    public double Outside { get; }

    /// <summary>Whether coefficients describe an edge.</summary>
    /// <param name="coefficients">a0, a1, ...</param>
    public static bool IsUsable(IReadOnlyList<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.Count is < 2 or > 10 || !coefficients.All(double.IsFinite))
        {
            return false;
        }

        double before = double.NegativeInfinity;
        for (int i = -1000; i <= 1000; i++)
        {
            double p = Polynomial(coefficients, Reach * i / 1000.0);
            if (!(p > before))
            {
                return false;
            }

            before = p;
        }

        return Polynomial(coefficients, -Reach) < -30 && Polynomial(coefficients, Reach) > 30;
    }

    /// <summary>F and its first three derivatives.</summary>
    /// <param name="s">Distance from the effective edge in gaps, positive outside.</param>
    /// <param name="f1">dF/ds.</param>
    /// <param name="f2">Second derivative.</param>
    /// <param name="f3">Third derivative.</param>
    public double At(double s, out double f1, out double f2, out double f3)
    {
        s += _shift;
        double p = 0, p1 = 0, p2 = 0, p3 = 0;
        for (int i = _a.Length - 1; i >= 0; i--)
        {
            p3 = (p3 * s) + (3 * p2);
            p2 = (p2 * s) + (2 * p1);
            p1 = (p1 * s) + p;
            p = (p * s) + _a[i];
        }

        double f = 1 / (1 + Math.Exp(p));
        double g = f * (1 - f);
        f1 = -p1 * g;
        double g1 = f1 * (1 - (2 * f));
        f2 = -(p2 * g) - (p1 * g1);
        double g2 = (f2 * (1 - (2 * f))) - (2 * f1 * f1);
        f3 = -(p3 * g) - (2 * p2 * g1) - (p1 * g2);
        return f;
    }

    private static double Polynomial(IReadOnlyList<double> a, double s)
    {
        double p = 0;
        for (int i = a.Count - 1; i >= 0; i--)
        {
            p = (p * s) + a[i];
        }

        return p;
    }

    private double Value(double s) => 1 / (1 + Math.Exp(Polynomial(_a, s)));

    /// <summary>Where the edge is over on one side, by bisection of the steady fall.</summary>
    private double Find(int side)
    {
        double near = 0, far = side * Reach;
        double least = Math.Log(1 / Negligible);
        while (Math.Abs(far - near) > 1e-6)
        {
            double middle = 0.5 * (near + far);
            (near, far) = side * Polynomial(_a, middle) > least ? (near, middle) : (middle, far);
        }

        return far;
    }
}
