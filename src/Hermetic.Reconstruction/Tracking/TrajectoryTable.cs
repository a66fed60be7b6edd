using System.Runtime.CompilerServices;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>One plane as a trajectory meets it: value and derivatives of the coordinates of the crossing with respect to the track parameters at the reference plane.</summary>
public struct TrajectoryRow
{
    /// <summary>Measured coordinate u in mm of the trajectory that starts on the axis.</summary>
    public double U;

    /// <summary>du/dx at the reference plane.</summary>
    public double Ux;

    /// <summary>du/dy at the reference plane.</summary>
    public double Uy;

    /// <summary>du/d(dx/dz) in mm.</summary>
    public double Utx;

    /// <summary>du/d(dy/dz) in mm.</summary>
    public double Uty;

    /// <summary>du/d(q/p) in mm GeV.</summary>
    public double Uk;

    /// <summary>Half the second derivative of u with respect to q/p in mm GeV^2.</summary>
    public double Ukk;

    /// <summary>Coordinate v along the strips in mm of the trajectory that starts on the axis.</summary>
    public double V;

    /// <summary>dv/dx.</summary>
    public double Vx;

    /// <summary>dv/dy.</summary>
    public double Vy;

    /// <summary>dv/d(dx/dz) in mm.</summary>
    public double Vtx;

    /// <summary>dv/d(dy/dz) in mm.</summary>
    public double Vty;

    /// <summary>dv/d(q/p) in mm GeV.</summary>
    public double Vk;
}

/// <summary>
/// Covariance that multiple scattering between the plane before and a plane adds to the track parameters (x, y, dx/dz, dy/dz) as they are extrapolated back to the reference plane: the lower
/// triangle by rows.
/// </summary>
[InlineArray(Length)]
public struct TrajectoryNoise
{
    /// <summary>Number of elements.</summary>
    public const int Length = 10;

    private double _first;
}

/// <summary>
/// Trajectories through a set-up as a table: for a grid of q/p, what each plane measures of the trajectory along the axis, and its derivatives. Pattern recognition follows tracks by it with
/// additions and multiplications alone, whatever the field is. Linear in position and slope, so that what is of second order in them is neglected (below 0.1 mm up to slopes of 50 mrad behind a magnet that bends by 50 mm; windows are wider,
/// and the final fit is exact); between the nodes of the grid quadratic in q/p. Immutable.
/// </summary>
public sealed class TrajectoryTable
{
    private readonly TrajectoryRow[] _rows;
    private readonly TrajectoryNoise[] _noise;
    private readonly double _inverseStep;

    /// <summary>A table.</summary>
    /// <param name="planes">Number of planes, in the order of the beam.</param>
    /// <param name="low">q/p of the first node in 1/GeV.</param>
    /// <param name="step">Distance of the nodes in 1/GeV, positive.</param>
    /// <param name="rows">What planes measure: all nodes of the first plane, then those of the next.</param>
    /// <param name="noise">Scattering before each plane in the same order.</param>
    public TrajectoryTable(int planes, double low, double step, TrajectoryRow[] rows, TrajectoryNoise[] noise)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (rows.Length % planes != 0 || rows.Length < planes || noise.Length != rows.Length)
        {
            throw new ArgumentException("Each plane has one row and one noise matrix for each node.", nameof(rows));
        }

        Planes = planes;
        Nodes = rows.Length / planes;
        Low = low;
        Step = step;
        _inverseStep = 1 / step;
        _rows = [.. rows];
        _noise = [.. noise];
    }

    /// <summary>Number of planes.</summary>
    public int Planes { get; }

    /// <summary>Number of nodes in q/p.</summary>
    public int Nodes { get; }

    /// <summary>q/p of the first node in 1/GeV.</summary>
    public double Low { get; }

    /// <summary>Distance of the nodes in 1/GeV.</summary>
    public double Step { get; }

    /// <summary>q/p of the last node in 1/GeV.</summary>
    public double High => Low + ((Nodes - 1) * Step);

    /// <summary>q/p of a node in 1/GeV.</summary>
    /// <param name="node">The node.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Kappa(int node) => Low + (node * Step);

    /// <summary>The node nearest to a value of q/p; the first or the last beyond the ends.</summary>
    /// <param name="kappa">q/p in 1/GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Node(double kappa)
    {
        double place = ((kappa - Low) * _inverseStep) + 0.5;
        return place <= 0 ? 0 : place >= Nodes ? Nodes - 1 : (int)place;
    }

    /// <summary>What a plane measures.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="node">Node in q/p.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly TrajectoryRow Row(int plane, int node) => ref _rows[(plane * Nodes) + node];

    /// <summary>Scattering between the plane before and a plane.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="node">Node in q/p.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly TrajectoryNoise Noise(int plane, int node) => ref _noise[(plane * Nodes) + node];
}
