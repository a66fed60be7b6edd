using System.Numerics;
using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// Partial widths of a mediator X in GeV, tree level (standard closed forms, no single source), each zero below its threshold. Couplings: g fbar gamma^mu f (vector), with gamma5 (axial),
/// g fbar f (scalar), i g fbar gamma5 f (pseudoscalar), alpha_f = g^2/(4 pi). VERIFIED: consistent with the annihilation cross sections by unitarity, and numerically to 1e-3. Hadronic channels:
/// <see cref="HadronicRatio"/>.
/// </summary>
public static class Widths
{
    /// <summary>Width of a dark photon to a pair of charged leptons.</summary>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, not negative.</param>
    /// <param name="epsilon">Coupling in units of e.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToLeptons(double mediatorMass, double leptonMass, double epsilon) =>
        ToFermions(Mediator.Vector, mediatorMass, leptonMass, Constants.Alpha * epsilon * epsilon);

    /// <summary>
    /// Width to a pair of Dirac fermions without colour: alpha_f m/3 (1 + 2r) sqrt(1 - 4r) (vector), alpha_f m/3 (1 - 4r)^(3/2) (axial), alpha_f m/2 (1 - 4r)^(3/2) (scalar),
    /// alpha_f m/2 sqrt(1 - 4r) (pseudoscalar), r = m_f^2/m^2.
    /// </summary>
    /// <param name="mediator">Spin and parity of X.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="fermionMass">Mass of the fermion, GeV, not negative.</param>
    /// <param name="alpha">alpha_f, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToFermions(Mediator mediator, double mediatorMass, double fermionMass, double alpha)
    {
        CheckMasses(mediatorMass, fermionMass);
        Guard.Within(alpha, 0, double.MaxValue, nameof(alpha), "alpha of the coupling");
        double r = fermionMass * fermionMass / (mediatorMass * mediatorMass);
        if (4 * r >= 1)
        {
            return 0;
        }

        double beta = Math.Sqrt(1 - (4 * r));
        return alpha * mediatorMass * mediator switch
        {
            Mediator.Vector => (1 + (2 * r)) * beta / 3,
            Mediator.Axial => beta * beta * beta / 3,
            Mediator.Scalar => beta * beta * beta / 2,
            Mediator.Pseudoscalar => beta / 2,
            _ => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector, Axial, Scalar or Pseudoscalar."),
        };
    }

    /// <summary>Width of a vector or axial mediator to neutrinos without mass: alpha_nu m/6 for the left-handed ones of a flavour, twice that for Dirac neutrinos.</summary>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="alpha">alpha_nu, summed over flavours with the squares of their charges, not negative.</param>
    /// <param name="dirac">Whether there are light right-handed partners with the same charges.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToNeutrinos(double mediatorMass, double alpha, bool dirac) => ToFermions(Mediator.Vector, mediatorMass, 0, alpha) * (dirac ? 1 : 0.5);

    /// <summary>Width of a dark photon to a pair of dark-matter particles.</summary>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToDarkMatter(DarkMatter darkMatter, double mediatorMass, double darkMatterMass, double alphaD) =>
        ToDarkMatter(Mediator.Vector, darkMatter, mediatorMass, darkMatterMass, alphaD);

    /// <summary>
    /// Width to a pair of dark-matter particles: Dirac as <see cref="ToFermions"/>; Majorana half of it, with the axial form for both mediators of spin 1 (couplings (g_D/2) chibar Gamma chi, two
    /// identical particles); complex scalar alphaD m/12 (1 - 4r)^(3/2) from spin 1.
    /// </summary>
    /// <param name="mediator">Spin and parity of X.</param>
    /// <param name="darkMatter">Kind of dark matter; a complex scalar for spin 1 only.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or the mediator does not go to this pair.</exception>
    public static double ToDarkMatter(Mediator mediator, DarkMatter darkMatter, double mediatorMass, double darkMatterMass, double alphaD)
    {
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        bool spinOne = mediator is Mediator.Vector or Mediator.Axial;
        return darkMatter switch
        {
            DarkMatter.Dirac => ToFermions(mediator, mediatorMass, darkMatterMass, alphaD),
            DarkMatter.Majorana => ToFermions(spinOne ? Mediator.Axial : mediator, mediatorMass, darkMatterMass, alphaD) / 2,
            DarkMatter.ComplexScalar when spinOne => ToFermions(Mediator.Axial, mediatorMass, darkMatterMass, alphaD) / 4,
            DarkMatter.ComplexScalar => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector or Axial for a pair of complex scalars."),
            _ => throw new ArgumentOutOfRangeException(nameof(darkMatter), darkMatter, "Dirac, ComplexScalar or Majorana."),
        };
    }

    /// <summary>
    /// Width of a vector to chi1 chi2 by the off-diagonal current chibar1 gamma^mu chi2: alphaD m/3 sqrt{[1 - (m1+m2)^2/m^2][1 - (m1-m2)^2/m^2]} {1 - [(m1-m2)^2 - 4 m1 m2]/(2 m^2) - (m1^2-m2^2)^2/(2 m^4)}.
    /// Source: arXiv:2302.05414. VERIFIED: equals the annihilation channel by unitarity, and a Dirac pair for equal masses.
    /// </summary>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="mass1">Mass of chi1, GeV, not negative.</param>
    /// <param name="mass2">Mass of chi2, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToUnequalPair(double mediatorMass, double mass1, double mass2, double alphaD)
    {
        CheckMasses(mediatorMass, mass1);
        Guard.Within(mass2, 0, double.MaxValue, nameof(mass2), "the mass of chi2 in GeV");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        double m2 = mediatorMass * mediatorMass;
        double sum = (mass1 + mass2) * (mass1 + mass2) / m2, difference = (mass1 - mass2) * (mass1 - mass2) / m2;
        if (sum >= 1)
        {
            return 0;
        }

        double bracket = 1 - ((difference - (4 * mass1 * mass2 / m2)) / 2) - (sum * difference / 2);
        return alphaD * mediatorMass / 3 * Math.Sqrt((1 - sum) * (1 - difference)) * bracket;
    }

    /// <summary>Width of a scalar (-(1/4) g X F F) or pseudoscalar (-(1/4) g X F Ftilde) to two photons: g^2 m^3/(64 pi). VERIFIED: reference table, 1e-3.</summary>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="coupling">g in 1/GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mass is outside its range.</exception>
    public static double ToPhotons(double mediatorMass, double coupling)
    {
        CheckMasses(mediatorMass, 0);
        return coupling * coupling * mediatorMass * mediatorMass * mediatorMass / (64 * Math.PI);
    }

    /// <summary>
    /// Effective coupling g in 1/GeV of a scalar or pseudoscalar to two photons by the loop of a lepton of charge 1, per unit of its coupling to the lepton:
    /// alpha/(2 pi m_l) F with F = 2 tau [1 + (1 - tau) f] (scalar), 2 tau f (pseudoscalar), tau = 4 m_l^2/m^2, f = arcsin^2(1/sqrt tau), continued above the threshold.
    /// Source: standard one-loop amplitude (J. Gunion et al., The Higgs Hunter's Guide, 1990). VERIFIED: heavy lepton 2 alpha/(3 pi m_l) and alpha/(pi m_l), the low-energy theorem and the anomaly.
    /// </summary>
    /// <param name="mediator">Scalar or Pseudoscalar.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Complex PhotonLoop(Mediator mediator, double mediatorMass, double leptonMass)
    {
        CheckMasses(mediatorMass, leptonMass);
        Guard.Above(leptonMass, 0, double.MaxValue, nameof(leptonMass), "the lepton mass in GeV");
        double x = mediatorMass / (2 * leptonMass);
        double tau = 1 / (x * x);
        Complex f;
        if (x <= 1)
        {
            double angle = Math.Asin(x);
            f = angle * angle;
        }
        else
        {
            // f = -(1/4) [ln((1 + b)/(1 - b)) - i pi]^2 with b = sqrt(1 - tau) = tanh(arcosh x).
            Complex logarithm = new(2 * Math.Acosh(x), -Math.PI);
            f = -0.25 * logarithm * logarithm;
        }

        // For heavy leptons 1 + (1 - tau) f loses its digits: it is (2/3) x^2 (1 + 7/30 x^2 + 2/21 x^4 + ...).
        double x2 = x * x;
        Complex shape = mediator switch
        {
            Mediator.Scalar => x < 0.02 ? 4.0 / 3 * (1 + (7 * x2 / 30) + (2 * x2 * x2 / 21)) : 2 * tau * (1 + ((1 - tau) * f)),
            Mediator.Pseudoscalar => 2 * tau * f,
            _ => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Scalar or Pseudoscalar."),
        };
        return Constants.Alpha / (2 * Math.PI * leptonMass) * shape;
    }

    private static void CheckMasses(double mediatorMass, double mass)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Within(mass, 0, double.MaxValue, nameof(mass), "the mass of a decay product in GeV");
    }
}
