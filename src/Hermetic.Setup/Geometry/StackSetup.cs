namespace Hermetic.Setup.Geometry;

/// <summary>A stack of layers as the user names or describes it.</summary>
/// <param name="Name">Name of the file without extension, or the description in one line.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Stack">The layers.</param>
/// <param name="Cells">Transverse cells.</param>
/// <param name="Birks">Birks's constant of the active layers in mm/GeV; 0 for no quenching.</param>
public sealed record StackSetup(string Name, string Title, LayerStack Stack, CellGrid Cells, double Birks)
{
    /// <summary>Full transverse width in mm where none is given: that of the reference set-ups.</summary>
    public const double UsualWidth = 600;

    /// <summary>Greatest number of layers of a stack.</summary>
    public const int MostLayers = 20_000;

    /// <summary>Greatest depth in mm.</summary>
    public const double MostDepth = 1e6;
}
