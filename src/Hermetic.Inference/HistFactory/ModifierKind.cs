namespace Hermetic.Inference.HistFactory;

/// <summary>The words of the layout for the kinds of modifiers.</summary>
public static class ModifierKind
{
    /// <summary>All words.</summary>
    public static IReadOnlyList<string> All { get; } = ["normfactor", "normsys", "histosys", "shapesys", "staterror", "shapefactor", "lumi"];

    /// <summary>The word for a modifier.</summary>
    /// <param name="modifier">The modifier.</param>
    public static string Of(Modifier modifier) => modifier switch
    {
        NormFactor => "normfactor",
        NormSys => "normsys",
        HistoSys => "histosys",
        ShapeSys => "shapesys",
        StatError => "staterror",
        ShapeFactor => "shapefactor",
        Luminosity => "lumi",
        _ => throw new ArgumentException($"a modifier of class {modifier?.GetType().Name} is not known", nameof(modifier)),
    };
}
