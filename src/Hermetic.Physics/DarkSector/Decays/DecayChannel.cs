namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>What a channel looks like to an experiment.</summary>
public enum ChannelKind
{
    /// <summary>Charged leptons, photons or hadrons, without dark matter.</summary>
    Visible,

    /// <summary>Neutrinos.</summary>
    Neutrinos,

    /// <summary>Dark matter that does not decay.</summary>
    Dark,

    /// <summary>Dark matter of which a part decays with visible products, or such a decay itself.</summary>
    Semivisible,
}

/// <summary>One channel of a decay.</summary>
/// <param name="Name">Products in words, such as "e+ e-", "neutrinos", "chi1 chi2".</param>
/// <param name="Kind">What it looks like.</param>
/// <param name="Width">Partial width, GeV, positive.</param>
public sealed record DecayChannel(string Name, ChannelKind Kind, double Width);
