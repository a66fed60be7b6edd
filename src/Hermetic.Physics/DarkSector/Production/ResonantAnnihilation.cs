using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Resonant annihilation e+ e- -> A' -> chi chi of a positron on an electron at rest, vector mediator: L. Marsicano et al., arXiv:1802.03794 and 1807.05884;
/// NA64, arXiv:2108.04195. VERIFIED: narrow-width integral (0.1 %), peak values. Other mediators and final states: <see cref="AnnihilationChannel"/>. The motion of
/// atomic electrons is not included (see <see cref="AtomicAnnihilation"/>); on a lead K-shell electron of 88 keV it lowers the peak of a 200 MeV resonance by an
/// order of magnitude and fills the wings.
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
        Guard.Within(positronEnergy, Constants.ElectronMass, double.MaxValue, nameof(positronEnergy), "the positron energy in GeV");
        return AnnihilationChannel.DarkMatter(Mediator.Vector, darkMatter, darkMatterMass, alphaD).CrossSection(mediatorMass, width, S(positronEnergy));
    }
}
