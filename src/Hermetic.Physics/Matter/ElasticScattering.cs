using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Elastic scattering of electrons and positrons on screened nuclei (Rutherford with Moliere's screening angle, Z(Z+1) for the atomic electrons), through
/// its first two transport coefficients. The finite nucleus enters by the form factor of an exponential charge distribution. Neglected: spin, and the share of hard collisions with electrons that
/// Moller scattering above the cut counts again.
/// </summary>
public static class ElasticScattering
{
    private const double M = Constants.ElectronMass;

    /// <summary>Radius of a nucleus as a uniform sphere in mm over the cube root of its mass number (1.2 fm, the usual liquid-drop value); its mean square charge radius is 3/5 of the square.</summary>
    private const double NuclearRadius = 1.2e-12;

    private static readonly Quadrature Rule = Quadrature.GaussLegendre(96);

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
            // |F|^2 = (1 + q^2 r^2/12)^-4 with q = 2 p sqrt(mu) and r^2 = (3/5) R^2; the integrals over mu run in v with A + mu = A ((1 + A)/A)^v.
            double radius = NuclearRadius * Math.Cbrt(material.Components[i].A) / Constants.HbarC;
            double size = p2 * 0.6 * radius * radius / 3;
            double range = Math.Log((1 + screening) / screening);
            double mu1 = 0, mu2 = 0;
            for (int j = 0; j < Rule.Nodes.Length; j++)
            {
                double sum = screening * Math.Exp(range * Rule.Nodes[j]);
                double mu = sum - screening;
                double form = 1 + (size * mu);
                double weight = Rule.Weights[j] * range * mu / (sum * form * form * form * form);
                mu1 += weight;
                mu2 += weight * mu;
            }

            first += 2 * scale * mu1;
            second += 6 * scale * (mu1 - mu2);
        }

        return (first, second);
    }
}
