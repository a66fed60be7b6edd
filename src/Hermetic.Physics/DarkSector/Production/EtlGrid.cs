namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Numbers of quadrature points of the exact-tree-level integral.</summary>
/// <param name="X">Points in each of the two ranges of x.</param>
/// <param name="Angles">Points in the mediator's angle.</param>
/// <param name="Transfers">Points in the momentum transfer, a multiple of four.</param>
/// <param name="ScreeningFloor">Lower cut of t in units of the screening scale.</param>
/// <param name="TransferSpan">Upper cut of t in units of -u, beyond which the amplitude falls as 1/t.</param>
internal readonly record struct EtlGrid(int X, int Angles, int Transfers, double ScreeningFloor, double TransferSpan)
{
    /// <summary>For single cross sections: below 0.05 % typically, 0.4 % at worst (mediators below 1 MeV on light nuclei).</summary>
    public static EtlGrid Standard { get; } = new(28, 24, 72, 0.03, 1e4);

    /// <summary>For tables: below 0.07 % typically, 0.5 % at worst.</summary>
    public static EtlGrid Table { get; } = new(20, 16, 32, 0.03, 1e4);

    /// <summary>To measure the error of the others: two to three times finer in every variable.</summary>
    public static EtlGrid Fine { get; } = new(48, 56, 120, 0.003, 1e7);
}
