using Hermetic.Core;
using Hermetic.Core.Numerics;
using SpecialFunctions = MathNet.Numerics.SpecialFunctions;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// Thermal average of cross section times relative velocity, for Maxwell-Boltzmann distributions: P. Gondolo and G. Gelmini, Nucl. Phys. B 360 (1991) 145; two masses:
/// J. Edsjo and P. Gondolo, arXiv:hep-ph/9704361. For the total density of all dark particles (chi and chi*, or chi1 and chi2), so that dn/dt = -3Hn - &lt;sigma v&gt; (n^2 - n_eq^2).
/// The integral runs over w, sqrt(s) = m1 + m2 + T w^2, in pieces whose length shrinks towards the resonance, each bisected until Gauss and Kronrod agree; error
/// 1e-5. VERIFIED: brute-force quadrature (1e-5, on and beside the resonance), narrow-width limit, expansion in 1/x.
/// </summary>
internal sealed class ThermalAverage
{
    /// <summary>GeV^-2 times c in cm^3/s.</summary>
    public const double CubicCentimetrePerSecond = Constants.PicobarnPerInverseGeV2 * 1e-36 * Constants.SpeedOfLight * 1e8;

    private const double Tolerance = 3e-5;
    private const double Reach = 6, FarResonance = 8.4;
    private const int MaximumDepth = 24;

    private readonly PairAnnihilation _pair;
    private readonly double _temperature;
    private readonly double _origin;
    private readonly bool _resonant;

    private ThermalAverage(PairAnnihilation pair, double temperature)
    {
        _pair = pair;
        _temperature = temperature;
        double above = (pair.MediatorMass - pair.Threshold) / temperature;
        // A resonance further out than this is suppressed by e^-70, more than any width can make up for.
        _resonant = above > 0 && above < FarResonance * FarResonance;
        _origin = _resonant ? Math.Sqrt(above) : 0;
    }

    /// <summary>Effective average in GeV^-2 per epsilon^2.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="x">m1/T, in [1, 1e8].</param>
    public static double PerEpsilon2(PairAnnihilation pair, double x)
    {
        Guard.Within(x, 1, 1e8, nameof(x), "x = m_chi/T");
        double temperature = pair.Mass / x;
        double integral = new ThermalAverage(pair, temperature).Integral();
        double light = pair.Mass * pair.Mass * BesselK2Scaled(x), heavy = pair.HeavyMass * pair.HeavyMass * BesselK2Scaled(pair.HeavyMass / temperature);
        return Weight(pair, x) * integral / (light * heavy);
    }

    /// <summary>Equilibrium density of all dark particles over T^3.</summary>
    public static double Equilibrium(PairAnnihilation pair, double x)
    {
        // Degrees of freedom of one particle of the pair; a scalar, like a Majorana fermion, has two in all.
        double light = x * x * Bessel2(x) / Math.PI / Math.PI;
        if (pair.DarkMatter != DarkMatter.Dirac)
        {
            return light;
        }

        double y = x * pair.HeavyMass / pair.Mass;
        return light + (y * y * Bessel2(y) / Math.PI / Math.PI);

        static double Bessel2(double z) => Math.Exp(-z) * BesselK2Scaled(z);
    }

    /// <summary>e^z K_2(z).</summary>
    public static double BesselK2Scaled(double z) => SpecialFunctions.BesselK0e(z) + (2 / z * SpecialFunctions.BesselK1e(z));

    /// <summary>Share of pairs that can annihilate: 1/2 for particle with antiparticle, 1 for a self-conjugate particle, 2 n1 n2/(n1 + n2)^2 for chi1 with chi2.</summary>
    private static double Weight(PairAnnihilation pair, double x)
    {
        if (pair.DarkMatter != DarkMatter.Dirac)
        {
            return pair.DarkMatter == DarkMatter.Majorana ? 1 : 0.5;
        }

        double ratio = pair.HeavyMass / pair.Mass;
        double f = ratio * ratio * BesselK2Scaled(ratio * x) / BesselK2Scaled(x) * Math.Exp(-(ratio - 1) * x);
        return 2 * f / ((1 + f) * (1 + f));
    }

    /// <summary>int sigma p^2 s K1e(sqrt(s)/T) e^-u du, GeV^2 per epsilon^2; u = w^2 = (sqrt(s) - m1 - m2)/T.</summary>
    private double Integral()
    {
        double[] edges = [.. Edges()];
        Array.Sort(edges);
        (double Value, double Error)[] pieces = new (double, double)[edges.Length - 1];
        double total = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = Piece(edges[i], edges[i + 1]);
            total += pieces[i].Value;
        }

        double allowed = Tolerance * total / pieces.Length, sum = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            sum += pieces[i].Error <= allowed ? pieces[i].Value : Bisect(edges[i], edges[i + 1], allowed, MaximumDepth);
        }

        return sum;
    }

    /// <summary>Ends of the pieces, as distances from the resonance in w (from the threshold where no resonance is in reach).</summary>
    private IEnumerable<double> Edges()
    {
        double end = Math.Max(Reach, _resonant ? Math.Sqrt((_origin * _origin) + 10) : 0) - _origin;
        yield return -_origin;
        yield return end;
        double span = _pair.Threshold - _pair.MediatorMass;
        double near = _resonant ? HalfWidth() : span < 0 ? Reach : Math.Max(1e-3, Math.Sqrt(span / _temperature));
        for (double step = near; step < end; step *= 4)
        {
            yield return step;
        }

        if (_resonant)
        {
            yield return 0;
            for (double step = near; step < _origin; step *= 4)
            {
                yield return -step;
            }
        }

        foreach (double edge in _pair.Couplings.Edges())
        {
            double u = (edge - _pair.Threshold) / _temperature;
            double w = u > 0 ? Math.Sqrt(u) - _origin : end;
            if (w < end && w != 0)
            {
                yield return w;
            }
        }
    }

    /// <summary>The distance in w at which the resonance has fallen to one half.</summary>
    private double HalfWidth()
    {
        double half = _pair.Width(_pair.MediatorMass) / (2 * _temperature);
        return Math.Max(1e-13 * _origin, Math.Min(half / (2 * _origin), Math.Sqrt(half)));
    }

    private double Bisect(double from, double to, double allowed, int depth)
    {
        double middle = 0.5 * (from + to);
        (double Value, double Error) left = Piece(from, middle), right = Piece(middle, to);
        if (depth == 0 || left.Error + right.Error <= allowed)
        {
            return left.Value + right.Value;
        }

        return Bisect(from, middle, allowed, depth - 1) + Bisect(middle, to, allowed, depth - 1);
    }

    private (double Value, double Error) Piece(double from, double to)
    {
        double centre = 0.5 * (from + to), half = 0.5 * (to - from);
        double middle = Integrand(centre);
        double kronrod = GaussKronrod.CentreKronrod * middle, gauss = GaussKronrod.CentreGauss * middle;
        for (int i = 0; i < GaussKronrod.Nodes.Length; i++)
        {
            double pair = Integrand(centre - (half * GaussKronrod.Nodes[i])) + Integrand(centre + (half * GaussKronrod.Nodes[i]));
            kronrod += GaussKronrod.Kronrod[i] * pair;
            gauss += GaussKronrod.Gauss[i] * pair;
        }

        return (half * kronrod, Math.Abs(half * (kronrod - gauss)));
    }

    private double Integrand(double distance)
    {
        double w = _origin + distance;
        double kinetic = _temperature * w * w;
        double energy = _pair.Threshold + kinetic;
        // sqrt(s) - M = T (w^2 - w_R^2): exact to the last digit inside the narrowest resonance.
        double gap = _resonant ? _temperature * distance * (w + _origin) : _pair.Threshold - _pair.MediatorMass + kinetic;
        double p2 = _pair.Momentum2(energy, kinetic * (_pair.Threshold + energy));
        return _pair.CrossSectionTimesMomentum2(energy, gap, p2) * energy * energy
            * SpecialFunctions.BesselK1e(energy / _temperature) * Math.Exp(-w * w) * 2 * w;
    }
}
