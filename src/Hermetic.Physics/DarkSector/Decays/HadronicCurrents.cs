using Hermetic.Core;
using Hermetic.Physics.DarkSector.Models;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// Hadrons from a vector with arbitrary quark charges, in units of pairs of massless muons of charge 1, as <see cref="HadronicRatio"/> is for electric charges. For charges in
/// proportion to the electric ones it is that ratio, exactly. For others: below 1.6 GeV by vector-meson dominance (P. Ilten, Y. Soreq, M. Williams, W. Xue, arXiv:1801.04847):
/// the shares of R that the rho, omega and phi currents carry, times [(Qu - Qd)]^2, [3 (Qu + Qd)]^2, [3 Qs]^2, with the interference of omega and phi; above 2 GeV by quarks, sum Q^2 over
/// sum Q_electric^2 of the light ones, of charm from 3.73 GeV and of bottom from 10.56 GeV; a linear passage from 1.6 to 2.0 GeV.
/// </summary>
/// <remarks>
/// VERIFIED: electric charges give R identically; the shares are those of the paper's fits, whose sum agrees with R within 4 % below 1 GeV. DERIVED: the normalisation of the shares to R.
/// Uncertainty: that of R where one current dominates (near omega and phi); 15 to 30 % from 1.03 to 1.4 GeV, where all of K Kbar is counted for the phi, and up to 20 %
/// from 1.6 to 3 GeV. Below the omega a vector without a rho current (B - L) has only pi0 gamma and the tails of 3 pi, taken from the omega alone: pi0 gamma is then up to four
/// times too large far below it, where it is 1e-4 of the width to leptons. Neglected: J/psi and Upsilon, as in R.
/// </remarks>
public static class HadronicCurrents
{
    private const double QuarksFrom = 1.6;
    private const double QuarksAlone = 2.0;
    private const double CharmThreshold = 3.73;
    private const double BottomThreshold = 10.56;

    private static readonly double[][] Shares = Read();

    /// <summary>The ratio; zero below the threshold of hadrons.</summary>
    /// <param name="charges">Charges under the mediator; those of leptons are not used.</param>
    /// <param name="s">Square of the centre-of-mass energy, GeV^2, in [0, 2500].</param>
    /// <exception cref="ArgumentOutOfRangeException">s is outside its range.</exception>
    public static double Ratio(FermionCharges charges, double s)
    {
        ArgumentNullException.ThrowIfNull(charges);
        double ratio = HadronicRatio.Of(s);
        if (ratio == 0 || !charges.HasQuarks)
        {
            return 0;
        }

        if (IsElectric(charges))
        {
            return charges.Up * charges.Up * (9.0 / 4) * ratio;
        }

        double energy = Math.Sqrt(s);
        double quarks = Math.Clamp((energy - QuarksFrom) / (QuarksAlone - QuarksFrom), 0, 1);
        double mesons = quarks < 1 ? Mesons(charges, energy) * ratio : 0;
        return ((1 - quarks) * mesons) + (quarks > 0 ? quarks * Quarks(charges, energy, ratio) : 0);
    }

    private static bool IsElectric(FermionCharges c) => c.Down == -0.5 * c.Up && c.Strange == c.Down && c.Charm == c.Up && c.Bottom == c.Down;

    /// <summary>Width over that of electric charges, by currents.</summary>
    private static double Mesons(FermionCharges charges, double energy)
    {
        double rho = charges.Up - charges.Down, omega = 3 * (charges.Up + charges.Down), phi = -3 * charges.Strange;
        double[] grid = Shares[0];
        int at = Array.BinarySearch(grid, energy);
        int right = Math.Clamp(at < 0 ? ~at : at, 1, grid.Length - 1);
        // Below the first point only the tail of the omega is left.
        double share = Math.Clamp((energy - grid[right - 1]) / (grid[right] - grid[right - 1]), 0, 1);
        double Part(int current) => Shares[current][right - 1] + (share * (Shares[current][right] - Shares[current][right - 1]));
        return Math.Max(0, (rho * rho * Part(1)) + (omega * omega * Part(2)) + (phi * phi * Part(3)) + (omega * phi * Part(4)));
    }

    /// <summary>Ratio by quarks: what is above the three light ones is charm, what is above these is bottom.</summary>
    private static double Quarks(FermionCharges c, double energy, double ratio)
    {
        // 1 + alpha_s/pi with alpha_s at one loop, five flavours, Lambda = 0.0878 GeV (0.118 at the Z); its change over a threshold does not matter here.
        double strong = 1 + (12 / (23 * 2 * Math.Log(energy / 0.0878)));
        double light = energy < CharmThreshold ? ratio : Math.Min(ratio, 2 * strong);
        double charm = energy < BottomThreshold ? ratio - light : Math.Min(ratio - light, 4.0 / 3 * strong);
        double bottom = ratio - light - charm;
        return (light * ((c.Up * c.Up) + (c.Down * c.Down) + (c.Strange * c.Strange)) * 1.5) + (charm * c.Charm * c.Charm * (9.0 / 4)) + (bottom * c.Bottom * c.Bottom * 9);
    }

    private static double[][] Read()
    {
        string[][] rows = [.. EmbeddedTable.Rows("hadronic_currents.csv")];
        return [.. Enumerable.Range(0, 5).Select(column => rows.Select(r => EmbeddedTable.Number(r[column])).ToArray())];
    }
}
