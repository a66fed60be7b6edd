namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// e+ e- -> Z'* -> neutrinos or dark matter for the Z' of L_mu - L_tau, whose coupling to electrons is <see cref="LoopMixing"/> at q^2 = s: arXiv:2206.03101,
/// eq. A.4 as
/// cited in DMG4 (LIT for the equation number; DERIVED: the vector cross section of <see cref="AnnihilationChannel"/> with |eps_eff(s)|^2 for epsilon^2).
/// </summary>
/// <remarks>For neutrinos with g' = sqrt(4 pi alpha'): <see cref="AnnihilationChannel.Neutrinos"/> with two flavours and alpha'. The electron's own mixing
/// loop, W loops, is beyond this order.</remarks>
public static class LoopMixedAnnihilation
{
    /// <summary>Cross section per electron at rest, pb (not at unit coupling: g' is an argument).</summary>
    /// <param name="channel">Final state of the Z', from a vector.</param>
    /// <param name="coupling">g', in [0, 4 pi].</param>
    /// <param name="mediatorMass">Mass of the Z', GeV, positive.</param>
    /// <param name="width">Its total width, GeV, positive.</param>
    /// <param name="positronEnergy">Total energy of the positron, GeV, at least the electron mass.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or the channel is not one of a vector.</exception>
    public static double CrossSection(in AnnihilationChannel channel, double coupling, double mediatorMass, double width, double positronEnergy)
    {
        if (channel.Mediator != Mediator.Vector)
        {
            throw new ArgumentOutOfRangeException(nameof(channel), channel.Mediator, "the Z' is a Vector.");
        }

        Guard.Within(positronEnergy, Hermetic.Core.Constants.ElectronMass, 1e6, nameof(positronEnergy), "the positron energy in GeV");
        double s = ResonantAnnihilation.S(positronEnergy);
        return LoopMixing.EpsilonSquared(s, coupling) * channel.CrossSection(mediatorMass, width, s);
    }
}
