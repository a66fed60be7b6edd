using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Resonant annihilation e+ e- -> A' -> chi chi of a positron on an electron at rest, vector mediator: L. Marsicano et al., arXiv:1802.03794 and 1807.05884;
/// NA64, arXiv:2108.04195. VERIFIED: narrow-width integral (0.1 %), peak values. The motion of atomic electrons is not included; on a lead K-shell electron
/// of 88 keV it lowers the peak of a 200 MeV resonance by an order of magnitude and fills the wings.
/// </summary>
public static class ResonantAnnihilation
{
    /// <summary>Total energy of the positron at the peak, s = mX^2, GeV; not positive where the mediator is lighter than about two electrons.</summary>
    /// <param name="mediatorMass">Mass of A', GeV.</param>
    public static double PeakEnergy(double mediatorMass) =>
        ((mediatorMass * mediatorMass) / (2 * Constants.ElectronMass)) - Constants.ElectronMass;

    /// <summary>Square of the centre-of-mass energy with an electron at rest, GeV^2.</summary>
    /// <param name="positronEnergy">Total energy of the positron, GeV.</param>
    public static double S(double positronEnergy) => 2 * Constants.ElectronMass * (Constants.ElectronMass + positronEnergy);

    /// <summary>Cross section per electron, pb at epsilon = 1 with the width held fixed; zero for s at or below 4 m_chi^2.</summary>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="width">Total width of A', GeV, positive.</param>
    /// <param name="positronEnergy">Total energy of the positron, GeV, at least the electron mass.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double CrossSection(
        DarkMatter darkMatter, double mediatorMass, double darkMatterMass, double alphaD, double width, double positronEnergy)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Within(darkMatterMass, 0, double.MaxValue, nameof(darkMatterMass), "the dark-matter mass in GeV");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        Guard.Above(width, 0, double.MaxValue, nameof(width), "the width in GeV");
        Guard.Within(positronEnergy, Constants.ElectronMass, double.MaxValue, nameof(positronEnergy), "the positron energy in GeV");
        double s = S(positronEnergy);
        double distance = s - (mediatorMass * mediatorMass);
        double massWidth = mediatorMass * width;
        return Numerator(darkMatter, darkMatterMass, alphaD, s) / ((distance * distance) + (massWidth * massWidth));
    }

    /// <summary>The cross section times the Breit-Wigner denominator, pb GeV^4.</summary>
    internal static double Numerator(DarkMatter darkMatter, double darkMatterMass, double alphaD, double s)
    {
        double r = darkMatterMass * darkMatterMass / s;
        if (4 * r >= 1)
        {
            return 0;
        }

        double beta = Math.Sqrt(1 - (4 * r));
        return Math.PI * Constants.Alpha * alphaD * s * Constants.PicobarnPerInverseGeV2 * darkMatter switch
        {
            DarkMatter.Dirac => 4.0 / 3 * beta * (1 + (2 * r)),
            DarkMatter.ComplexScalar => beta * beta * beta / 3,
            DarkMatter.Majorana => 2.0 / 3 * beta * beta * beta,
            _ => throw new ArgumentOutOfRangeException(nameof(darkMatter), darkMatter, "Dirac, ComplexScalar or Majorana."),
        };
    }
}
