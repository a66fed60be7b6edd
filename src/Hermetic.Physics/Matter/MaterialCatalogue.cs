using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>
/// The materials that files may name. Densities, mean excitation energies and density-effect parameters: Particle Data Group,
/// "Atomic and nuclear properties of materials" (after Sternheimer, Berger and Seltzer 1984), unless the entry says otherwise.
/// </summary>
public static class MaterialCatalogue
{
    private const string Pdg = "PDG, Atomic and nuclear properties of materials";

    private static readonly Dictionary<string, Material> ByName = new Material[]
    {
        new("vacuum", 0, 1e-9, [], null, "definition"),
        Element("lead", 82, 207.2, 11.35, 823.0, new DensityEffect(6.2018, 0.3776, 3.8073, 0.09359, 3.1608, 0.14)),
        Element("tungsten", 74, 183.84, 19.30, 727.0, new DensityEffect(5.4059, 0.2167, 3.4960, 0.15509, 2.8447, 0.14)),
        Element("copper", 29, 63.546, 8.96, 322.0, new DensityEffect(4.4190, -0.0254, 3.2792, 0.14339, 2.9044, 0.08)),
        Element("iron", 26, 55.845, 7.874, 286.0, new DensityEffect(4.2911, -0.0012, 3.1531, 0.14680, 2.9632, 0.12)),
        Element("aluminium", 13, 26.9815385, 2.699, 166.0, new DensityEffect(4.2395, 0.1708, 3.0127, 0.08024, 3.6345, 0.12)),
        Compound("polystyrene-scintillator", 1.060, 68.7, [(6, 8), (1, 8)], new DensityEffect(3.2999, 0.1647, 2.5031, 0.16454, 3.2224, 0), Pdg),
        Compound("vinyltoluene-scintillator", 1.032, 64.7, [(6, 9), (1, 10)], new DensityEffect(3.1997, 0.1464, 2.4855, 0.16101, 3.2393, 0), Pdg),
        Compound("paper", 0.90, 77.6, [(6, 6), (1, 10), (8, 5)], null, "cellulose C6H10O5 with the mean excitation energy of cellophane (PDG); density 0.9 g/cm3 assumed, typical of wrapping paper"),
    }.ToDictionary(m => m.Name);

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A material by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="InputException">There is no such material.</exception>
    public static Material Get(string name) => ByName.TryGetValue(name, out Material? material)
        ? material
        : throw new InputException($"unknown material '{name}'; allowed: {string.Join(", ", Names)}"
            + (InputException.Nearest(name, Names) is { } near ? $"; did you mean '{near}'?" : string.Empty));

    private static Material Element(string name, int z, double a, double density, double meanExcitationEv, DensityEffect densityEffect) =>
        new(name, density, meanExcitationEv * 1e-9, [new Component(z, a, 1)], densityEffect, Pdg);

    private static Material Compound(string name, double density, double meanExcitationEv, (int Z, int Count)[] formula, DensityEffect? densityEffect, string source)
    {
        double total = formula.Sum(f => f.Count * MolarMass(f.Z));
        return new(name, density, meanExcitationEv * 1e-9, [.. formula.Select(f => new Component(f.Z, MolarMass(f.Z), f.Count * MolarMass(f.Z) / total))], densityEffect, source);
    }

    /// <summary>Standard atomic weights (IUPAC 2021, abridged).</summary>
    private static double MolarMass(int z) => z switch
    {
        1 => 1.008,
        6 => 12.011,
        7 => 14.007,
        8 => 15.999,
        _ => throw new ArgumentOutOfRangeException(nameof(z), z, "no atomic weight for this element in the catalogue"),
    };
}
