namespace Hermetic.Physics.DarkSector.Models;

/// <summary>Which neutrinos a mediator with neutrino charges decays to.</summary>
public enum NeutrinoKind
{
    /// <summary>The left-handed ones of the Standard Model alone: half the width of a charged lepton without mass.</summary>
    LeftHanded,

    /// <summary>Dirac neutrinos, whose right-handed partners are as light: the whole width.</summary>
    Dirac,
}
