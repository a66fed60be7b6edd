using Hermetic.Physics.Matter;

namespace Hermetic.Setup.Geometry;

/// <summary>Names of materials in stacks: those of the catalogue and its short ones, such as chemical symbols.</summary>
internal static class MaterialNames
{
    /// <summary>All accepted names, the full ones first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. MaterialCatalogue.Names, .. MaterialCatalogue.ShortNames];
}
