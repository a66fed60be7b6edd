using Hermetic.Core;
using Hermetic.Physics.Matter;

namespace Hermetic.Setup.Trackers;

/// <summary>A charged particle that trackers see.</summary>
/// <param name="Name">Name on the command line and in files, such as "mu-".</param>
/// <param name="Charge">1 or -1.</param>
/// <param name="Heavy">What it is if heavier than the electron; null for electrons and positrons.</param>
public sealed record TrackParticle(string Name, int Charge, HeavyParticle? Heavy)
{
    private static readonly TrackParticle[] Known =
    [
        new("e-", -1, null), new("e+", 1, null), new("mu-", -1, HeavyParticle.Muon), new("mu+", 1, HeavyParticle.Muon), new("pi-", -1, HeavyParticle.Pion), new("pi+", 1, HeavyParticle.Pion),
        new("K-", -1, HeavyParticle.Kaon), new("K+", 1, HeavyParticle.Kaon), new("p", 1, HeavyParticle.Proton),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>Mass in GeV.</summary>
    public double Mass => Heavy?.Mass ?? Constants.ElectronMass;

    /// <summary>A particle by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="where">The option or place, for the error.</param>
    /// <exception cref="InputException">There is no such particle.</exception>
    public static TrackParticle Get(string name, string where) => Array.Find(Known, k => k.Name == name)
        ?? throw new InputException($"{where}: '{name}' is no particle that a tracker follows; allowed: {string.Join(", ", Names)}"
            + InputException.Hint(name, Names));
}
