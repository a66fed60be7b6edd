namespace Hermetic.Reconstruction.Tracking.Alignment;

/// <summary>One track as the alignment needs it: residuals, their covariance from resolution and multiple scattering, derivatives. Is filled again for each track; belongs to one thread.</summary>
public sealed class AlignmentTrack
{
    /// <summary>Most parameters of a track: position, slope and q/p.</summary>
    public const int LocalParameters = 5;

    /// <summary>Alignment parameters of a plane: shift in mm along the measured coordinate, and rotation in rad about the beam.</summary>
    public const int PerPlane = 2;

    private readonly double[] _residuals = new double[PlaneHits.MostPlanes];
    private readonly double[] _covariance = new double[PlaneHits.MostPlanes * PlaneHits.MostPlanes];
    private readonly double[] _local = new double[PlaneHits.MostPlanes * LocalParameters];
    private readonly double[] _global = new double[PlaneHits.MostPlanes * PerPlane];
    private readonly int[] _plane = new int[PlaneHits.MostPlanes];

    /// <summary>Number of measurements.</summary>
    public int Count { get; private set; }

    /// <summary>Number of track parameters: 5, or 4 without field.</summary>
    public int Locals { get; private set; }

    /// <summary>Measured less expected coordinates in mm.</summary>
    public ReadOnlySpan<double> Residuals => _residuals;

    /// <summary>Begins a track.</summary>
    /// <param name="locals">Number of its parameters, 4 or 5.</param>
    public void Begin(int locals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(locals, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(locals, LocalParameters);
        Count = 0;
        Locals = locals;
    }

    /// <summary>Adds a measurement; its covariances with the others are zero until they are set.</summary>
    /// <param name="plane">Its plane.</param>
    /// <param name="residual">Measured less expected coordinate in mm.</param>
    /// <param name="variance">Variance of the measurement in mm^2.</param>
    /// <param name="local">Derivatives of the expected coordinate with respect to the track parameters.</param>
    /// <param name="alongStrip">Expected coordinate along the strips in mm, the derivative with respect to the rotation but for its sign.</param>
    public void Add(int plane, double residual, double variance, ReadOnlySpan<double> local, double alongStrip)
    {
        int i = Count++;
        _plane[i] = plane;
        _residuals[i] = residual;
        for (int j = 0; j <= i; j++)
        {
            _covariance[(i * PlaneHits.MostPlanes) + j] = i == j ? variance : 0;
        }

        local[..Locals].CopyTo(_local.AsSpan(i * LocalParameters));
        // A plane that stands further along u measures less; turned by a small angle about its centre, its u axis points a little along v.
        _global[i * PerPlane] = -1;
        _global[(i * PerPlane) + 1] = alongStrip;
    }

    /// <summary>Adds what one scattering angle of a given variance does to all measurements.</summary>
    /// <param name="variance">Variance of the angle in rad^2.</param>
    /// <param name="effect">Derivative of each measurement with respect to the angle in mm.</param>
    public void AddScattering(double variance, ReadOnlySpan<double> effect)
    {
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _covariance[(i * PlaneHits.MostPlanes) + j] += variance * effect[i] * effect[j];
            }
        }
    }

    internal int Plane(int i) => _plane[i];

    internal double LocalDerivative(int i, int parameter) => _local[(i * LocalParameters) + parameter];

    internal double GlobalDerivative(int i, int parameter) => _global[(i * PerPlane) + parameter];

    internal double Covariance(int i, int j) => _covariance[(Math.Max(i, j) * PlaneHits.MostPlanes) + Math.Min(i, j)];
}
