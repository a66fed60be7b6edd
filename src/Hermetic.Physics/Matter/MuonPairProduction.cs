using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Direct production of e+ e- pairs by muons on nuclei and atomic electrons: S. R. Kelner, Yu. D. Kotov, Sov. J. Nucl. Phys. 7 (1968) 237 in the parametrisation of R. P. Kokoulin, A. A. Petrukhin
/// (Proc. 12th ICRC, Hobart 1971, vol. 6, 2436), with the nuclear form factor, Thomas-Fermi screening, and the atomic electrons after S. R. Kelner, Phys. Atom. Nucl. 61 (1998) 448.
/// The integral over the asymmetry of the pair is done numerically. Good to about 2 % for energies far above the muon's mass.
/// </summary>
public static class MuonPairProduction
{
    private const double Electron = Constants.ElectronMass;
    private const double Muon = Constants.MuonMass;

    /// <summary>Cells of the logarithm of 1 - rho in which the asymmetry is sampled.</summary>
    private const int Cells = 24;

    private static readonly Quadrature Rule = Quadrature.GaussLegendre(24);

    private static readonly double SqrtE = Math.Sqrt(Math.E);

    /// <summary>Least energy of a pair in GeV, four electron masses.</summary>
    public const double LeastTransfer = 4 * Electron;

    /// <summary>Greatest energy of a pair in GeV.</summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    public static double GreatestTransfer(int z, double energy) => energy - (0.75 * SqrtE * Muon * Math.Cbrt(z));

    /// <summary>e dsigma/de per atom in mm^2, with e the total energy of the pair.</summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    /// <param name="transfer">Total energy of the pair in GeV.</param>
    public static double Spectrum(int z, double energy, double transfer)
    {
        double range = LogRange(z, energy, transfer);
        if (range >= 0)
        {
            return 0;
        }

        double sum = 0;
        for (int i = 0; i < Rule.Nodes.Length; i++)
        {
            double rest = Math.Exp(range * Rule.Nodes[i]);
            sum += Rule.Weights[i] * rest * Asymmetric(z, energy, transfer, 1 - rest);
        }

        double re = Constants.ClassicalElectronRadius;
        return 4 * Constants.Alpha * Constants.Alpha * re * re / (3 * Math.PI) * z * (z + AtomicElectrons(z, energy)) * (1 - (transfer / energy))
            * sum * -range;
    }

    /// <summary>Samples the asymmetry of a pair, (energy of the positron less that of the electron) over their sum.</summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    /// <param name="transfer">Total energy of the pair in GeV, within the limits.</param>
    /// <param name="random">Random stream.</param>
    public static double SampleAsymmetry(int z, double energy, double transfer, ref RandomStream random)
    {
        double range = LogRange(z, energy, transfer);
        if (range >= 0)
        {
            return 0;
        }

        Span<double> cumulative = stackalloc double[Cells];
        double sum = 0;
        for (int i = 0; i < Cells; i++)
        {
            double t = range * (i + 0.5) / Cells;
            sum += Math.Exp(t) * Asymmetric(z, energy, transfer, 1 - Math.Exp(t));
            cumulative[i] = sum;
        }

        double wanted = sum * random.NextUniform();
        int cell = 0;
        while (cell < Cells - 1 && cumulative[cell] < wanted)
        {
            cell++;
        }

        double rho = 1 - Math.Exp(range * (cell + random.NextUniform()) / Cells);
        return random.NextUniform() < 0.5 ? rho : -rho;
    }

    /// <summary>ln(1 - rho_max), negative; 0 where no pair is possible.</summary>
    private static double LogRange(int z, double energy, double transfer)
    {
        if (transfer <= LeastTransfer || transfer >= GreatestTransfer(z, energy))
        {
            return 0;
        }

        double root = Math.Sqrt(1 - (LeastTransfer / transfer));
        double least = 1 - root + (6 * Muon * Muon / (energy * (energy - transfer)) * root);
        return least < 1 ? Math.Log(least) : 0;
    }

    /// <summary>zeta, the share of atomic electrons: Z^2 becomes Z (Z + zeta).</summary>
    private static double AtomicElectrons(int z, double energy)
    {
        double gamma = energy / Muon;
        double cube = Math.Cbrt(z);
        (double g1, double g2) = z == 1 ? (4.4e-5, 4.8e-5) : (1.95e-5, 5.3e-5);
        double upper = (0.073 * Math.Log(gamma / (1 + (g1 * cube * cube * gamma)))) - 0.26;
        return upper > 0 ? upper / ((0.058 * Math.Log(gamma / (1 + (g2 * cube * gamma)))) - 0.14) : 0;
    }

    /// <summary>Phi_e + (m/mu)^2 Phi_mu.</summary>
    private static double Asymmetric(int z, double energy, double transfer, double rho)
    {
        double r2 = rho * rho;
        double v = transfer / energy;
        double ratio = Electron / Muon;
        double beta = v * v / (2 * (1 - v));
        double xi = v * v * (1 - r2) / (4 * ratio * ratio * (1 - v));
        double cube = Math.Cbrt(z);
        double radiation = (z == 1 ? 202.4 : 183) / cube;
        double ye = (5 - r2 + (4 * beta * (1 + r2))) / ((2 * (1 + (3 * beta)) * Math.Log(3 + (1 / xi))) - r2 - (2 * beta * (2 - r2)));
        double ym = (4 + r2 + (3 * beta * (1 + r2))) / (((1 + r2) * (1.5 + (2 * beta)) * Math.Log(3 + xi)) + 1 - (1.5 * r2));
        double screening = 2 * Electron * SqrtE * radiation * (1 + xi) / (transfer * (1 - r2));
        double size = 1.5 * ratio * cube;

        double le = Math.Log(radiation * Math.Sqrt((1 + xi) * (1 + ye)) / (1 + (screening * (1 + ye))))
            - (0.5 * Math.Log(1 + (size * size * (1 + xi) * (1 + ye))));
        double lm = Math.Log(radiation / (1.5 * ratio * cube * (1 + (screening * (1 + ym)))));

        // The closed forms cancel to many digits at their ends; there the leading terms serve.
        double be = xi > 1e3
            ? (3 - r2 + (2 * beta * (1 + r2))) / (2 * xi)
            : ((((2 + r2) * (1 + beta)) + (xi * (3 + r2))) * Math.Log(1 + (1 / xi))) + ((1 - r2 - beta) / (1 + xi)) - (3 + r2);
        double bm = xi < 1e-3
            ? 0.5 * xi * (5 - r2 + (beta * (3 + r2)))
            : ((((1 + r2) * (1 + (1.5 * beta))) - ((1 + (2 * beta)) * (1 - r2) / xi)) * Math.Log(1 + xi))
                + (xi * (1 - r2 - beta) / (1 + xi)) + ((1 + (2 * beta)) * (1 - r2));
        return Math.Max(0, le * be) + (ratio * ratio * Math.Max(0, lm * bm));
    }
}
