using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Elastic scattering of electrons and positrons on screened nuclei (Rutherford with Moliere's screening angle, Z(Z+1) for the atomic electrons), through
/// its first two transport coefficients. The finite nucleus ends the distribution at the momentum transfer hbar/R. Neglected: spin, and the share of hard collisions with electrons that
/// Moller scattering above the cut counts again.
/// </summary>
public static class ElasticScattering
{
    private const double M = Constants.ElectronMass;

    /// <summary>Radius of a nucleus in mm over the cube root of its mass number (1.2 fm, the usual liquid-drop value).</summary>
    private const double NuclearRadius = 1.2e-12;

    /// <summary>Inverse first and second transport mean free paths in 1/mm.</summary>
    /// <param name="material">The material.</param>
    /// <param name="t">Kinetic energy in GeV.</param>
    public static (double First, double Second) InverseTransportPaths(Material material, double t)
    {
        ArgumentNullException.ThrowIfNull(material);
        double p2 = t * (t + (2 * M));
        double beta2 = p2 / ((t + M) * (t + M));
        double re = Constants.ClassicalElectronRadius;
        double first = 0, second = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            int z = material.Components[i].Z;
            // Moliere's screening: chi_a^2 = (hbar/(p a))^2 (1.13 + 3.76 (alpha Z/beta)^2), a = 0.885 Bohr radii Z^(-1/3); A = chi_a^2/4.
            double inverseRadius = Math.Cbrt(z) * Constants.Alpha * M / 0.885;
            double screening = 0.25 * inverseRadius * inverseRadius / p2 * (1.13 + (3.76 * Math.Pow(Constants.Alpha * z, 2) / beta2));
            // dSigma/dmu = n pi re^2 Z(Z+1) (m/(p beta))^2/(A + mu)^2 with mu = (1 - cos)/2.
            double scale = material.AtomsPerVolume[i] * Math.PI * re * re * z * (z + 1.0) * M * M / (p2 * beta2);
            // Momentum transfers q = 2 p sqrt(mu) up to hbar/R.
            double transfer = Constants.HbarC / (NuclearRadius * Math.Cbrt(material.Components[i].A));
            double end = Math.Min(1, transfer * transfer / (4 * p2));
            double ln = Math.Log((end + screening) / screening);
            double mu1 = ln - (end / (end + screening));
            double mu2 = end - (2 * screening * ln) + (screening * end / (end + screening));
            first += 2 * scale * mu1;
            second += 6 * scale * (mu1 - mu2);
        }

        return (first, second);
    }
}
