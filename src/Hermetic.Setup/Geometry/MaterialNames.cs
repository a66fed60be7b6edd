using Hermetic.Physics.Matter;

namespace Hermetic.Setup.Geometry;

/// <summary>Names of materials in stacks: those of the catalogue, and the chemical symbols of the elements in it.</summary>
internal static class MaterialNames
{
    private static readonly string[] Symbols = (
        "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe "
        + "Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U").Split(' ');

    private static readonly Dictionary<string, string> ByName = Build();

    /// <summary>All accepted names, those of the catalogue first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. MaterialCatalogue.Names, .. ByName.Keys.Except(MaterialCatalogue.Names).Order(StringComparer.Ordinal)];

    /// <summary>The material of an accepted name.</summary>
    public static Material Get(string name) => MaterialCatalogue.Get(ByName[name]);

    private static Dictionary<string, string> Build()
    {
        Dictionary<string, string> names = MaterialCatalogue.Names.ToDictionary(n => n);
        foreach (string name in MaterialCatalogue.Names)
        {
            Material material = MaterialCatalogue.Get(name);
            if (material.Components.Count == 1 && material.Components[0].Z <= Symbols.Length)
            {
                names.TryAdd(Symbols[material.Components[0].Z - 1], name);
            }
        }

        return names;
    }
}
