using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>How a cross section is averaged over moving electrons.</summary>
public enum MotionWeight
{
    /// <summary>Mean of the cross section alone, as DMG4 and the literature's arctangent form have it.</summary>
    CrossSection = 0,

    /// <summary>
    /// Mean of cross section times relative (Moller) flux p+.p-/(E+ E-): the rate of reactions per unit of positron track and electron density. It differs from
    /// <see cref="CrossSection"/> at first order in the electron's velocity.
    /// </summary>
    Rate = 1,
}

/// <summary>Electrons of one subshell.</summary>
/// <param name="Binding">Binding energy, GeV.</param>
/// <param name="Share">Share of all electrons.</param>
public readonly record struct ElectronShell(double Binding, double Share);

/// <summary>
/// Motion of the electrons in an element or compound: isotropic, with kinetic energies T distributed as exp(-T/B), B the binding energy of the subshell. A fast
/// particle of energy E sees only the light-cone component y = E- - p- cos(theta) of the electron, because s = 2 m^2 + 2 E y; its distribution is tabulated here.
/// Binding energies: data/matter/atomic_shells.csv and outer_shells.csv.
/// </summary>
/// <remarks>
/// exp(-T/B) is an approximation (FROM-CODE: DMG4 2.4, arXiv:2401.12573): its mean is the virial theorem's for a hydrogen-like shell, its shape is not that of
/// an orbital, whose
/// momentum distribution falls as a power and not as a Gaussian. Electrons are on their mass shell with energy m + T; a bound one has m - B in all, an effect
/// of the order B/m.
/// Measured Compton profiles (arXiv:2403.15387, LIT) replace both; they are not included. Orbitals of free atoms: bands of metals and molecules are not.
/// Immutable and safe to share between threads.
/// </remarks>
public sealed class ElectronMotion
{
    private const double M = Constants.ElectronMass;
    private const int Cells = 256;

    // Kinetic energies above this multiple of the binding energy of the innermost shell are left out: exp(-40) of its electrons.
    private const double Cut = 40;

    private readonly ElectronShell[] _shells;
    private readonly double _cellsPerRoot;

    // Logarithm of the density at |lambda| = MaximumRapidity (i/Cells)^3, one table for each weight.
    private readonly double[][] _ln = [new double[Cells + 1], new double[Cells + 1]];

    private ElectronMotion(ElectronShell[] shells)
    {
        _shells = shells;
        MaximumRapidity = Math.Acosh(1 + (Cut * shells.Max(s => s.Binding) / M));
        _cellsPerRoot = Cells / Math.Cbrt(MaximumRapidity);
        for (int i = 0; i <= Cells; i++)
        {
            double root = i / _cellsPerRoot;
            (double plain, double flux) = Density(root * root * root);
            (_ln[0][i], _ln[1][i]) = (Math.Log(plain), Math.Log(flux));
        }
    }

    /// <summary>The subshells, with shares that add to 1.</summary>
    public IReadOnlyList<ElectronShell> Shells => _shells;

    /// <summary>Greatest |ln(y/m)| that an electron reaches.</summary>
    public double MaximumRapidity { get; }

    /// <summary>The electrons of an element.</summary>
    /// <param name="z">Atomic number, one of data/matter/elements.csv.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no data for this element.</exception>
    public static ElectronMotion OfElement(int z) => new([.. EvaluatedData.AllShells(z).Select(s => new ElectronShell(s.Binding, s.Electrons / z))]);

    /// <summary>The electrons of a compound.</summary>
    /// <param name="elements">Its elements, with positive numbers of atoms per volume.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no data for one of the elements, or a number of atoms is not positive.</exception>
    public static ElectronMotion OfCompound(IReadOnlyList<TargetElement> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentOutOfRangeException.ThrowIfZero(elements.Count);
        foreach (TargetElement element in elements)
        {
            Guard.Above(element.AtomsPerMm3, 0, double.MaxValue, nameof(elements), "the number of atoms per mm3");
        }

        double all = elements.Sum(e => e.AtomsPerMm3 * e.Nucleus.Z);
        return new([.. elements.SelectMany(e => EvaluatedData.AllShells(e.Nucleus.Z).Select(s => new ElectronShell(s.Binding, s.Electrons * e.AtomsPerMm3 / all)))]);
    }

    /// <summary>Density of y = E- - p- cos(theta), 1/GeV; with <see cref="MotionWeight.Rate"/> times y/E-. Both integrate to 1.</summary>
    /// <param name="y">Light-cone component of the electron's momentum, GeV; m for an electron at rest.</param>
    /// <param name="weight">With or without the relative flux.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double LightConeDensity(double y, MotionWeight weight)
    {
        if (!(y > 0))
        {
            return 0;
        }

        double lambda = Math.Abs(Math.Log(y * (1 / M)));
        if (lambda > MaximumRapidity)
        {
            return 0;
        }

        double value = Math.Exp(Interpolate(_ln[(int)weight], Math.Cbrt(lambda) * _cellsPerRoot));
        return weight == MotionWeight.Rate ? y * value : value;
    }

    /// <summary>Samples the electron's rapidity, given y, from the shells' distributions.</summary>
    internal double SampleRapidity(double y, MotionWeight weight, ref RandomStream random)
    {
        double lambda = Math.Abs(Math.Log(y / M));
        double cosh = Math.Cosh(lambda), sinh = Math.Sinh(lambda), kinetic = M * (cosh - 1);
        Span<double> cumulative = stackalloc double[_shells.Length];
        while (true)
        {
            // Each shell's exp(-m (cosh rho - cosh lambda)/B) lies below a half normal and below an exponential in rho - lambda; the tighter one is the proposal.
            double sum = 0;
            for (int i = 0; i < cumulative.Length; i++)
            {
                double b = _shells[i].Binding;
                sum += _shells[i].Share / b * Math.Exp(-kinetic / b) * Math.Min(Math.Sqrt(0.5 * Math.PI * b / (M * cosh)), b / (M * sinh));
                cumulative[i] = sum;
            }

            double at = random.NextUniform() * sum;
            int shell = 0;
            while (shell < cumulative.Length - 1 && cumulative[shell] < at)
            {
                shell++;
            }

            double binding = _shells[shell].Binding;
            bool normal = Math.Sqrt(0.5 * Math.PI * binding / (M * cosh)) < binding / (M * sinh);
            double delta = normal
                ? Math.Abs(random.NextNormal()) * Math.Sqrt(binding / (M * cosh))
                : random.NextExponential() * binding / (M * sinh);
            double proposal = normal ? 0.5 * delta * delta * cosh : delta * sinh;
            // cosh rho - cosh lambda = 2 sinh((rho + lambda)/2) sinh((rho - lambda)/2).
            double exact = 2 * Math.Sinh(lambda + (0.5 * delta)) * Math.Sinh(0.5 * delta);
            double accept = Math.Exp(-(exact - proposal) * M / binding) * (weight == MotionWeight.Rate ? cosh / Math.Cosh(lambda + delta) : 1);
            if (random.NextUniform() <= accept)
            {
                return lambda + delta;
            }
        }
    }

    /// <summary>Sum over the shells of share/(2 B) int_lambda^inf exp(-m (cosh rho - 1)/B) d rho, and the same with 1/(m cosh rho), by quadrature.</summary>
    internal (double Plain, double Flux) Density(double lambda)
    {
        Quadrature rule = Quadrature.GaussLegendre(16);
        const int Panels = 3;
        double plain = 0, flux = 0;
        foreach ((double binding, double share) in _shells)
        {
            double width = (Math.Acosh(Math.Cosh(lambda) + (Cut * binding / M)) - lambda) / Panels;
            for (int panel = 0; panel < Panels; panel++)
            {
                for (int i = 0; i < rule.Nodes.Length; i++)
                {
                    double rho = lambda + ((panel + rule.Nodes[i]) * width);
                    double half = Math.Sinh(0.5 * rho);
                    double value = rule.Weights[i] * width * share / (2 * binding) * Math.Exp(-2 * M * half * half / binding);
                    plain += value;
                    flux += value / (M * Math.Cosh(rho));
                }
            }
        }

        return (plain, flux);
    }

    /// <summary>Cubic interpolation through the four nearest points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Interpolate(double[] values, double position)
    {
        int i = Math.Clamp((int)position - 1, 0, Cells - 3);
        double f = position - i - 1;
        double a = values[i], b = values[i + 1], c = values[i + 2], d = values[i + 3];
        double first = c - (a / 3) - (b / 2) - (d / 6);
        double second = (0.5 * (a + c)) - b;
        double third = ((d - a) / 6) + (0.5 * (b - c));
        return b + (f * (first + (f * (second + (f * third)))));
    }
}
