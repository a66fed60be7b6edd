namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// R(s) = sigma(e+ e- to hadrons)/(4 pi alpha^2/3s): hadrons by one photon in units of pairs of massless muons, so that a dark photon of mass sqrt(s) decays to hadrons with
/// R(s) alpha epsilon^2 sqrt(s)/3. Data: the Particle Data Group's compilation (hep-ph/0312114, update of 2020) from 0.30 to 11.2 GeV; the thresholds of pi0 gamma and
/// pi+ pi- below and perturbative QCD above are calculated (data/darksector/make_hadronic_ratio.py). Linear between the points of the table, so never above or below its neighbours.
/// VERIFIED: the lowest-order hadronic contributions to the muon's g - 2 and to alpha at the Z, which weight low and high energies, come out 0.4 and 0.3 % below
/// arXiv:1908.00921 (691.4e-10 for 694.0e-10, 275.1e-4 for 276.0e-4). Uncertainty: 1 to 3 % below 1 GeV (point-to-point scatter 1 to 3 %), 3 to 7 % up to 2 GeV, 3 to 10 % above
/// (structures narrower than 20 MeV above 3.8 GeV are averaged).
/// Neglected: J/psi, psi(2S) and Upsilon(1S, 2S, 3S), which are narrower than any table, hence a mediator within about 10 MeV of one of them; exchange of the Z.
/// </summary>
public static class HadronicRatio
{
    /// <summary>Greatest s, GeV^2: (50 GeV)^2.</summary>
    public const double MaximumS = 2500;

    private static readonly (double[] Energy, double[] Ratio) Table = Read();

    /// <summary>Energies sqrt(s) in GeV where the ratio has a threshold or a narrow state (pi0 gamma, pi+ pi-, omega, phi, the psi(3770) at the charm threshold): help for a quadrature.</summary>
    public static IReadOnlyList<double> Edges { get; } = [Threshold, 0.2791408, 0.7755, 0.78266, 0.7900, 1.0100, 1.019461, 1.0300, 3.7300, 3.7737, 3.80];

    /// <summary>Least energy sqrt(s) of hadrons, GeV: the mass of the neutral pion (pi0 gamma).</summary>
    public static double Threshold => Table.Energy[0];

    /// <summary>The ratio; zero below its threshold.</summary>
    /// <param name="s">Square of the centre-of-mass energy, GeV^2, in [0, 2500].</param>
    /// <exception cref="ArgumentOutOfRangeException">s is outside its range.</exception>
    public static double Of(double s)
    {
        Guard.Within(s, 0, MaximumS, nameof(s), "s in GeV^2");
        double energy = Math.Sqrt(s);
        double[] grid = Table.Energy;
        if (energy <= grid[0])
        {
            return 0;
        }

        int at = Array.BinarySearch(grid, energy);
        int right = Math.Clamp(at < 0 ? ~at : at, 1, grid.Length - 1);
        double share = (energy - grid[right - 1]) / (grid[right] - grid[right - 1]);
        return Table.Ratio[right - 1] + (share * (Table.Ratio[right] - Table.Ratio[right - 1]));
    }

    private static (double[] Energy, double[] Ratio) Read()
    {
        string[][] rows = [.. EmbeddedTable.Rows("hadronic_ratio.csv")];
        return ([.. rows.Select(r => EmbeddedTable.Number(r[0]))], [.. rows.Select(r => EmbeddedTable.Number(r[1]))]);
    }
}
