using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Law of single elastic scattering in a material at one energy: dSigma/dmu = Strength/(Screening + mu)^2 with mu = (1 - cos theta)/2, times the Mott ratio and the nuclear form factor for the
/// share of the nuclei, and up to <paramref name="ElectronLimit"/> for the share of the atomic electrons (harder collisions with them are Moller and Bhabha scattering).
/// </summary>
/// <param name="Strength">Strength in 1/mm.</param>
/// <param name="Screening">Moliere's screening parameter chi_a^2/4; of a compound the geometric mean with the weights Z(Z+1).</param>
/// <param name="ElectronShare">Share of the strength that is scattering on atomic electrons.</param>
/// <param name="ElectronLimit">Greatest mu of a collision with an electron that is not made as a discrete event.</param>
/// <param name="FormSize">Coefficient c of the form factor squared (1 + c mu)^-4.</param>
public readonly record struct ScatteringLaw(double Strength, double Screening, double ElectronShare, double ElectronLimit, double FormSize);

/// <summary>
/// Elastic scattering of electrons and positrons on screened nuclei: Rutherford with Moliere's screening angle (G. Moliere, Z. Naturforsch. 2a (1947) 133), the Mott ratio for the spin, the form
/// factor of an exponential charge distribution, and the atomic electrons as Z further charges (Z^2 + Z) whose hard collisions are left to Moller and Bhabha scattering.
/// </summary>
public static class ElasticScattering
{
    private const double M = Constants.ElectronMass;

    /// <summary>Radius of a nucleus as a uniform sphere in mm over the cube root of its mass number (1.2 fm, the usual liquid-drop value); its mean square charge radius is 3/5 of the square.</summary>
    private const double NuclearRadius = 1.2e-12;

    private static readonly Quadrature Rule = Quadrature.GaussLegendre(96);

    /// <summary>The law of single scattering.</summary>
    /// <param name="material">The material, not vacuum.</param>
    /// <param name="positron">Whether the particle is a positron.</param>
    /// <param name="t">Kinetic energy in GeV.</param>
    /// <param name="electronCut">Kinetic energy in GeV above which knocked-out electrons are discrete events.</param>
    public static ScatteringLaw Law(Material material, bool positron, double t, double electronCut)
    {
        ArgumentNullException.ThrowIfNull(material);
        double p2 = t * (t + (2 * M));
        double beta2 = p2 / ((t + M) * (t + M));
        double re = Constants.ClassicalElectronRadius;
        double nuclear = 0, electronic = 0, lnScreening = 0, size = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            int z = material.Components[i].Z;
            double unit = material.AtomsPerVolume[i] * Math.PI * re * re * M * M / (p2 * beta2);
            // chi_a^2 = (hbar/(p a))^2 (1.13 + 3.76 (alpha Z/beta)^2), a = 0.885 Bohr radii Z^(-1/3).
            double inverseRadius = Math.Cbrt(z) * Constants.Alpha * M / 0.885;
            double screening = 0.25 * inverseRadius * inverseRadius / p2 * (1.13 + (3.76 * Math.Pow(Constants.Alpha * z, 2) / beta2));
            double weight = unit * z * z;
            nuclear += weight;
            electronic += unit * z;
            lnScreening += unit * z * (z + 1.0) * Math.Log(screening);
            // |F|^2 = (1 + q^2 r^2/12)^-4 with q = 2 p sqrt(mu) and r^2 = (3/5) R^2.
            double radius = NuclearRadius * Math.Cbrt(material.Components[i].A) / Constants.HbarC;
            size += weight * p2 * 0.6 * radius * radius / 3;
        }

        double strength = nuclear + electronic;
        double transfer = Math.Min(electronCut, positron ? t : 0.5 * t);
        double left = t - transfer;
        double cosine = left > 0 ? Math.Sqrt(left * (t + (2 * M)) / (t * (left + (2 * M)))) : 0;
        return new ScatteringLaw(strength, Math.Exp(lnScreening / strength), electronic / strength, 0.5 * (1 - cosine), size / nuclear);
    }

    /// <summary>Inverse first transport mean free path in 1/mm: the mean of 1 - cos theta per length.</summary>
    /// <param name="law">Law of single scattering.</param>
    /// <param name="mott">Coefficients of the Mott ratio (<see cref="Mott"/>).</param>
    public static double InverseTransportPath(in ScatteringLaw law, ReadOnlySpan<double> mott)
    {
        // The integral over mu runs in v with A + mu = A ((1 + A)/A)^v.
        double range = Math.Log((1 + law.Screening) / law.Screening);
        double nuclear = 0;
        for (int j = 0; j < Rule.Nodes.Length; j++)
        {
            double sum = law.Screening * Math.Exp(range * Rule.Nodes[j]);
            double mu = sum - law.Screening;
            nuclear += Rule.Weights[j] * range * mu / sum * Mott.Ratio(mott, mu) * FormFactor(law.FormSize, mu);
        }

        double limit = law.ElectronLimit;
        double electronic = Math.Log((law.Screening + limit) / law.Screening) - (limit / (law.Screening + limit));
        return 2 * law.Strength * (((1 - law.ElectronShare) * nuclear) + (law.ElectronShare * electronic));
    }

    /// <summary>Nuclear form factor squared.</summary>
    /// <param name="size">Coefficient of <see cref="ScatteringLaw.FormSize"/>.</param>
    /// <param name="mu">(1 - cos theta)/2.</param>
    public static double FormFactor(double size, double mu)
    {
        double form = 1 + (size * mu);
        form *= form;
        return 1 / (form * form);
    }
}
