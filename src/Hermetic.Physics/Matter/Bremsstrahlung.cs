using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Bremsstrahlung of electrons and positrons: the evaluated cross section of Seltzer and Berger (nuclear and electron field) with the radiative correction of Mork and Olsen at high energy, times
/// the suppression of soft photons by multiple scattering (Landau, Pomeranchuk, Migdal) and by the medium's polarisation (Ter-Mikaelian).
/// </summary>
public static class Bremsstrahlung
{
    private const double M = Constants.ElectronMass;

    /// <summary>
    /// Radiative correction at high energy (K. Mork, H. Olsen, Phys. Rev. 140 (1965) B1661: +0.93 % for pair production, the same for bremsstrahlung by crossing). The evaluated pair cross
    /// sections contain it (J. H. Hubbell, H. A. Gimm, I. Overbo, J. Phys. Chem. Ref. Data 9 (1980) 1023), the bremsstrahlung tables do not: the two limits of complete screening, divided
    /// by Tsai's, differ by just this factor for C, Al, Fe and Pb (a test holds it).
    /// </summary>
    private const double RadiativeCorrection = 0.0093;

    /// <summary>Above this energy the tables rest on high-energy theory, to which the correction belongs; below <see cref="PartialWaveEnergy"/> on partial waves, without it; linear in ln T between.</summary>
    private const double HighEnergy = 0.050;

    private const double PartialWaveEnergy = 0.002;

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
        double correction = 1 + (RadiativeCorrection * Math.Clamp(Math.Log(t / PartialWaveEnergy) / Math.Log(HighEnergy / PartialWaveEnergy), 0, 1));
        double sum = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            int z = material.Components[i].Z;
            double scaled = EvaluatedData.SeltzerBerger(z).At(t, k / t);
            // mb -> mm2: 1e-27 cm2 = 1e-25 mm2.
            sum += correction * material.AtomsPerVolume[i] * scaled * 1e-25 * z * z / beta2 * Suppression(LpmEnergy(material), z, total, k, polarisation * polarisation);
        }

        return sum;
    }

    /// <summary>
    /// Ratio of a positron's radiation to an electron's (L. Kim et al., Phys. Rev. A 33 (1986) 3002, in the polynomial of F. Salvat et al., PENELOPE, NEA 2006; 0.5 % from 1 keV up).
    /// The shape of the spectrum is taken as the electron's.
    /// </summary>
    /// <param name="material">The material, not vacuum.</param>
    /// <param name="t">Kinetic energy in GeV.</param>
    public static double PositronRatio(Material material, double t)
    {
        ArgumentNullException.ThrowIfNull(material);
        double sum = 0, weights = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            double z2 = material.Components[i].Z * (double)material.Components[i].Z;
            double x = Math.Log(1 + (1e6 / z2 * t / M));
            double polynomial = x * (-1.2359e-1 + (x * (6.1274e-2 + (x * (-3.1516e-2 + (x * (7.7446e-3 + (x * (-1.0595e-3 + (x * (7.0568e-5 - (x * 1.8080e-6))))))))))));
            sum += material.AtomsPerVolume[i] * z2 * (1 - Math.Exp(polynomial));
            weights += material.AtomsPerVolume[i] * z2;
        }

        return sum / weights;
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

        double xi = Migdal.Xi(sPrime, z);
        double s = sPrime / Math.Sqrt(xi);
        double phi = Migdal.Phi(s);
        double g = Migdal.G(s, phi);
        double suppressed = xi * ((y * y * g) + (2 * (1 + ((1 - y) * (1 - y))) * phi)) / 3;
        double free = (4.0 / 3) - (4.0 / 3 * y) + (y * y);
        return Math.Min(1, suppressed / free) * dielectric;
    }
}
