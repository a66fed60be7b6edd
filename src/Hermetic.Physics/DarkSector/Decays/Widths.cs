using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// Partial widths of a dark photon A' in GeV, tree level (standard closed forms, no single source). VERIFIED: consistent with the annihilation cross sections
/// by unitarity, and numerically to 1e-3. Hadronic channels are not included here.
/// </summary>
public static class Widths
{
    /// <summary>Width to a pair of charged leptons; zero below threshold.</summary>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, not negative.</param>
    /// <param name="epsilon">Coupling in units of e.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToLeptons(double mediatorMass, double leptonMass, double epsilon)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Within(leptonMass, 0, double.MaxValue, nameof(leptonMass), "the lepton mass in GeV");
        double r = leptonMass * leptonMass / (mediatorMass * mediatorMass);
        return 4 * r >= 1 ? 0 : Constants.Alpha * epsilon * epsilon * mediatorMass / 3 * (1 + (2 * r)) * Math.Sqrt(1 - (4 * r));
    }

    /// <summary>Width to a pair of dark-matter particles; zero below threshold.</summary>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ToDarkMatter(DarkMatter darkMatter, double mediatorMass, double darkMatterMass, double alphaD)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Within(darkMatterMass, 0, double.MaxValue, nameof(darkMatterMass), "the dark-matter mass in GeV");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        double r = darkMatterMass * darkMatterMass / (mediatorMass * mediatorMass);
        if (4 * r >= 1)
        {
            return 0;
        }

        double beta = Math.Sqrt(1 - (4 * r));
        return alphaD * mediatorMass * darkMatter switch
        {
            DarkMatter.Dirac => (1 + (2 * r)) * beta / 3,
            DarkMatter.ComplexScalar => beta * beta * beta / 12,
            DarkMatter.Majorana => beta * beta * beta / 6,
            _ => throw new ArgumentOutOfRangeException(nameof(darkMatter), darkMatter, "Dirac, ComplexScalar or Majorana."),
        };
    }
}
