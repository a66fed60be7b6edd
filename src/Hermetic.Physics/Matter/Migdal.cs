namespace Hermetic.Physics.Matter;

/// <summary>
/// Suppression of radiation and pair production by multiple scattering (L. D. Landau, I. Ya. Pomeranchuk; A. B. Migdal, Phys. Rev. 103 (1956) 1811), Migdal's
/// functions in the parametrisation of T. Stanev et al., Phys. Rev. D 25 (1982) 1291.
/// </summary>
internal static class Migdal
{
    /// <summary>Ratio of the suppressed to the unsuppressed pair spectrum at one energy share, both in the limit of complete screening.</summary>
    /// <param name="lpmEnergy">LPM energy in GeV.</param>
    /// <param name="z">Atomic number.</param>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="share">Total energy of one lepton over the photon energy.</param>
    public static double PairSuppression(double lpmEnergy, int z, double k, double share)
    {
        double product = share * (1 - share);
        double sPrime = Math.Sqrt(lpmEnergy / (8 * k * product));
        // Beyond, 1 - phi and 1 - G are below 3e-6.
        if (sPrime > 10)
        {
            return 1;
        }

        double xi = Xi(sPrime, z);
        double s = sPrime / Math.Sqrt(xi);
        double phi = Phi(s);
        return Math.Min(1, xi * (G(s, phi) + (2 * (1 - (2 * product)) * phi)) / (3 - (4 * product)));
    }

    /// <summary>Migdal's xi, between 1 and 2.</summary>
    public static double Xi(double sPrime, int z)
    {
        double s1 = Math.Sqrt(2) * Math.Pow(Math.Cbrt(z) / 184.15, 2);
        if (sPrime <= s1)
        {
            return 2;
        }

        if (sPrime >= 1)
        {
            return 1;
        }

        double lnS1 = Math.Log(s1);
        double h = Math.Log(sPrime) / lnS1;
        return 1 + h - (0.08 * (1 - h) * (1 - ((1 - h) * (1 - h))) / lnS1);
    }

    /// <summary>Migdal's phi(s).</summary>
    public static double Phi(double s) => s < 1.54954
        ? 1 - Math.Exp((-6 * s * (1 + ((3 - Math.PI) * s))) + (s * s * s / (0.623 + (0.796 * s) + (0.658 * s * s))))
        : 1 - (0.012 / (s * s * s * s));

    /// <summary>Migdal's G(s); phi is phi(s).</summary>
    public static double G(double s, double phi) => s switch
    {
        < 0.710390 => (3 * (1 - Math.Exp((-4 * s) - (8 * s * s / (1 + (3.936 * s) + (4.97 * s * s) - (0.05 * s * s * s) + (7.50 * s * s * s * s)))))) - (2 * phi),
        < 0.904912 => 36 * s * s / ((36 * s * s) + 1),
        _ => 1 - (0.022 / (s * s * s * s)),
    };
}
