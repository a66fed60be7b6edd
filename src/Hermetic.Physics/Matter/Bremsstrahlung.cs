using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Bremsstrahlung of electrons: the evaluated cross section of Seltzer and Berger (nuclear and electron field), times the suppression of soft photons by
/// multiple scattering (Landau, Pomeranchuk, Migdal) and by the medium's polarisation (Ter-Mikaelian). Positrons are taken as electrons, which
/// overestimates their radiation by some per cent below 10 MeV in lead.
/// </summary>
public static class Bremsstrahlung
{
    private const double M = Constants.ElectronMass;

    /// <summary>The LPM energy of a material in GeV, m^2 alpha X0 / (4 pi hbar c) (T. Stanev et al., Phys. Rev. D 25 (1982) 1291): 7.7 TeV per cm of radiation length.</summary>
    /// <param name="material">The material.</param>
    public static double LpmEnergy(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        return M * M * Constants.Alpha * material.RadiationLength / (4 * Math.PI * Constants.HbarC);
    }

    /// <summary>k dSigma/dk in 1/mm: macroscopic differential cross section times the photon energy.</summary>
    /// <param name="material">The material.</param>
    /// <param name="t">Kinetic energy of the electron in GeV, above 1 keV.</param>
    /// <param name="k">Photon energy in GeV, at most <paramref name="t"/>.</param>
    public static double Spectrum(Material material, double t, double k)
    {
        ArgumentNullException.ThrowIfNull(material);
        double total = t + M;
        double beta2 = t * (t + (2 * M)) / (total * total);
        double polarisation = material.PlasmaEnergy * total / M / k;
        double sum = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            int z = material.Components[i].Z;
            double scaled = EvaluatedData.SeltzerBerger(z).At(t, k / t);
            // mb -> mm2: 1e-27 cm2 = 1e-25 mm2.
            sum += material.AtomsPerVolume[i] * scaled * 1e-25 * z * z / beta2 * Suppression(LpmEnergy(material), z, total, k, polarisation * polarisation);
        }

        return sum;
    }

    /// <summary>
    /// Ratio of the suppressed to the unsuppressed spectrum, both in the limit of complete screening (Migdal's functions in the parametrisation of
    /// T. Stanev et al., Phys. Rev. D 25 (1982) 1291).
    /// </summary>
    /// <param name="lpmEnergy">LPM energy in GeV.</param>
    /// <param name="z">Atomic number.</param>
    /// <param name="energy">Total energy of the electron in GeV.</param>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="polarisation">(k_p/k)^2 with k_p = hbar omega_p E/m.</param>
    public static double Suppression(double lpmEnergy, int z, double energy, double k, double polarisation)
    {
        double dielectric = 1 / (1 + polarisation);
        double rest = energy - k;
        if (rest <= 0)
        {
            return dielectric;
        }

        double y = k / energy;
        double sPrime = Math.Sqrt(lpmEnergy * k / (8 * energy * rest)) * (1 + polarisation);
        if (sPrime > 5)
        {
            return dielectric;
        }

        double cube = Math.Cbrt(z) / 184.15;
        double s1 = Math.Sqrt(2) * cube * cube;
        double xi = 1;
        if (sPrime <= s1)
        {
            xi = 2;
        }
        else if (sPrime < 1)
        {
            double lnS1 = Math.Log(s1);
            double h = Math.Log(sPrime) / lnS1;
            xi = 1 + h - (0.08 * (1 - h) * (1 - ((1 - h) * (1 - h))) / lnS1);
        }

        double s = sPrime / Math.Sqrt(xi);
        double phi = Phi(s);
        double g = (3 * Psi(s)) - (2 * phi);
        double suppressed = xi * ((y * y * g) + (2 * (1 + ((1 - y) * (1 - y))) * phi)) / 3;
        double free = (4.0 / 3) - (4.0 / 3 * y) + (y * y);
        return Math.Min(1, suppressed / free) * dielectric;
    }

    /// <summary>Migdal's phi(s); the exponential form holds up to s = 1.55, the expansion above.</summary>
    private static double Phi(double s) => s > 1.55
        ? 1 - (0.0119 / (s * s * s * s))
        : 1 - Math.Exp((-6 * s * (1 + ((3 - Math.PI) * s))) + (s * s * s / (0.623 + (0.796 * s) + (0.658 * s * s))));

    private static double Psi(double s) => 1 - Math.Exp((-4 * s) - (8 * s * s / (1 + (3.936 * s) + (4.97 * s * s) - (0.05 * s * s * s) + (7.50 * s * s * s * s))));
}
