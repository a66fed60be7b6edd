using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Collisions of electrons and positrons with atomic electrons, taken as free: Moller and Bhabha scattering above a cut, and the restricted collision loss
/// below it (H. Messel, D. F. Crawford, "Electron-photon shower distribution function", 1970; ICRU 37). Energies are kinetic, in GeV.
/// </summary>
public static class Ionisation
{
    private const double M = Constants.ElectronMass;
    private static readonly double TwoPiRe2 = 2 * Math.PI * Constants.ClassicalElectronRadius * Constants.ClassicalElectronRadius;

    /// <summary>Cross section per electron in mm^2 for Moller scattering with the slower outgoing electron above the cut; 0 below 2 x cut.</summary>
    /// <param name="t">Kinetic energy.</param>
    /// <param name="cut">Least kinetic energy of the knocked-out electron.</param>
    public static double Moller(double t, double cut)
    {
        if (t <= 2 * cut)
        {
            return 0;
        }

        (double gamma, double gamma2, double beta2) = Kinematics(t);
        double x = cut / t;
        double g = ((2 * gamma) - 1) / gamma2;
        double integral = ((gamma - 1) * (gamma - 1) / gamma2 * (0.5 - x)) + (1 / x) - (1 / (1 - x)) - (g * Math.Log((1 - x) / x));
        return TwoPiRe2 / (beta2 * (gamma - 1)) * integral;
    }

    /// <summary>Cross section per electron in mm^2 for Bhabha scattering with the knocked-out electron above the cut.</summary>
    /// <param name="t">Kinetic energy.</param>
    /// <param name="cut">Least kinetic energy of the knocked-out electron.</param>
    public static double Bhabha(double t, double cut)
    {
        if (t <= cut)
        {
            return 0;
        }

        (double gamma, _, double beta2) = Kinematics(t);
        (double b1, double b2, double b3, double b4) = BhabhaCoefficients(gamma);
        double x = cut / t;
        double integral = (((1 / x) - 1) / beta2) + (b1 * Math.Log(x)) + (b2 * (1 - x)) - (b3 / 2 * (1 - (x * x))) + (b4 / 3 * (1 - (x * x * x)));
        return TwoPiRe2 / (gamma - 1) * integral;
    }

    /// <summary>Restricted collision loss in GeV/mm: energy given to electrons below the cut (ICRU 37, eqs. for F- and F+), with the density effect.</summary>
    /// <param name="material">The material.</param>
    /// <param name="t">Kinetic energy.</param>
    /// <param name="cut">Greatest kinetic energy of an electron that counts as loss.</param>
    /// <param name="positron">Whether the particle is a positron.</param>
    public static double RestrictedLoss(Material material, double t, double cut, bool positron)
    {
        ArgumentNullException.ThrowIfNull(material);
        (double gamma, double gamma2, double beta2) = Kinematics(t);
        double tau = t / M;
        double f;
        if (positron)
        {
            double c = Math.Min(cut / M, tau);
            double y = 1 / (gamma + 1);
            f = Math.Log(tau * c) - (beta2 / tau * (tau + (2 * c) - (1.5 * c * c * y) - ((c - (c * c * c / 3)) * y * y)
                - (((c * c / 2) - (tau * c * c * c / 3) + (c * c * c * c / 4)) * y * y * y)));
        }
        else
        {
            double c = Math.Min(cut / M, tau / 2);
            f = -1 - beta2 + Math.Log((tau - c) * c) + (tau / (tau - c))
                + (((c * c / 2) + (((2 * tau) + 1) * Math.Log(1 - (c / tau)))) / gamma2);
        }

        double delta = material.DensityEffect.At(Math.Sqrt(gamma2 - 1));
        // Near the mean excitation energy Bethe's logarithm fails; the effective energy of D. C. Joy and S. Luo, Scanning 11 (1989) 176, I/(1 + 0.85 I/T), keeps it right down to 1 keV.
        double ratio = material.MeanExcitation / (1 + (0.85 * material.MeanExcitation / t)) / M;
        return TwoPiRe2 * M * material.ElectronsPerVolume / beta2 * (Math.Log(2 * (gamma + 1) / (ratio * ratio)) + f - delta);
    }

    /// <summary>Samples the kinetic energy of the knocked-out (slower) electron of Moller scattering.</summary>
    /// <param name="t">Kinetic energy, above 2 x cut.</param>
    /// <param name="cut">The cut.</param>
    /// <param name="random">Random stream.</param>
    public static double SampleMoller(double t, double cut, ref RandomStream random)
    {
        double gamma = (t / M) + 1;
        double gamma2 = gamma * gamma;
        double x0 = cut / t;
        double g = ((2 * gamma) - 1) / gamma2;
        double c = (gamma - 1) * (gamma - 1) / gamma2;
        // Over the 1/x^2 envelope the bracket is convex: its maximum is at one of the ends, x -> 0 (1) or x = 1/2.
        double bound = Math.Max(1, (0.25 * c) + 2 - g);
        while (true)
        {
            double x = x0 / (1 - ((1 - (2 * x0)) * random.NextUniform()));
            double y = 1 - x;
            double value = (c * x * x) + 1 - (g * x) + (x * x / y * ((1 / y) - g));
            if (random.NextUniform() * bound <= value)
            {
                return x * t;
            }
        }
    }

    /// <summary>Samples the kinetic energy of the knocked-out electron of Bhabha scattering.</summary>
    /// <param name="t">Kinetic energy, above the cut.</param>
    /// <param name="cut">The cut.</param>
    /// <param name="random">Random stream.</param>
    public static double SampleBhabha(double t, double cut, ref RandomStream random)
    {
        double gamma = (t / M) + 1;
        double beta2 = 1 - (1 / (gamma * gamma));
        (double b1, double b2, double b3, double b4) = BhabhaCoefficients(gamma);
        double x0 = cut / t;
        while (true)
        {
            double x = x0 / (1 - ((1 - x0) * random.NextUniform()));
            double value = 1 + (beta2 * x * (-b1 + (x * (b2 + (x * (-b3 + (x * b4)))))));
            // The Bhabha bracket never exceeds its Rutherford part.
            if (random.NextUniform() <= value)
            {
                return x * t;
            }
        }
    }

    private static (double Gamma, double Gamma2, double Beta2) Kinematics(double t)
    {
        double gamma = (t / M) + 1;
        double gamma2 = gamma * gamma;
        return (gamma, gamma2, t / M * ((t / M) + 2) / gamma2);
    }

    private static (double B1, double B2, double B3, double B4) BhabhaCoefficients(double gamma)
    {
        double y = 1 / (gamma + 1);
        double z = 1 - (2 * y);
        double b4 = z * z * z;
        return (2 - (y * y), z * (3 + (y * y)), b4 + (z * z), b4);
    }
}
