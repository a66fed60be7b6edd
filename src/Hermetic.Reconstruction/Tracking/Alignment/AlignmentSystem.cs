namespace Hermetic.Reconstruction.Tracking.Alignment;

/// <summary>
/// The simultaneous least squares of all tracks and of the alignment, as Millepede does it (V. Blobel, C. Kleinwort, hep-ex/0208021): the parameters of each track are eliminated exactly, and what is
/// left are normal equations of the alignment parameters alone. Multiple scattering enters as the covariance of a track's residuals, which is the same as fitting the kinks
/// (V. Blobel, C. Kleinwort, F. Meier, Comput. Phys. Commun. 182 (2011) 1760). Sums over tracks: two systems add up in any order but for rounding. Linear in all parameters.
/// </summary>
public sealed class AlignmentSystem
{
    /// <summary>Most measurements of a track.</summary>
    private const int MostMeasurements = PlaneHits.MostPlanes;

    private readonly double[] _matrix;
    private readonly double[] _vector;
    private readonly double[] _lower = new double[MostMeasurements * MostMeasurements];
    private readonly double[] _basis = new double[MostMeasurements * AlignmentTrack.LocalParameters];
    private readonly double[] _residuals = new double[MostMeasurements];
    private readonly double[] _columns;
    private readonly int[] _touched;

    /// <summary>An empty system.</summary>
    /// <param name="planes">Number of planes.</param>
    public AlignmentSystem(int planes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(planes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(planes, PlaneHits.MostPlanes);
        Planes = planes;
        _matrix = new double[Parameters * Parameters];
        _vector = new double[Parameters];
        _columns = new double[MostMeasurements * AlignmentTrack.PerPlane * MostMeasurements];
        _touched = new int[MostMeasurements * AlignmentTrack.PerPlane];
    }

    /// <summary>Number of planes.</summary>
    public int Planes { get; }

    /// <summary>Number of alignment parameters: shift and rotation of each plane in turn.</summary>
    public int Parameters => AlignmentTrack.PerPlane * Planes;

    /// <summary>Number of tracks.</summary>
    public long Tracks { get; private set; }

    /// <summary>Sum of chi2 of the tracks before the alignment.</summary>
    public double Chi2 { get; private set; }

    /// <summary>Degrees of freedom of the tracks.</summary>
    public long Freedom { get; private set; }

    /// <summary>Adds a track.</summary>
    /// <param name="track">Its residuals and derivatives.</param>
    /// <returns>Chi2 of the track as the planes stand; NaN if its residuals' covariance is not positive, and then it is not added.</returns>
    public double Add(AlignmentTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        int m = track.Count, locals = track.Locals;
        if (m <= locals || !Decompose(track, m))
        {
            return double.NaN;
        }

        // All that follows is in units of independent standard deviations.
        track.Residuals[..m].CopyTo(_residuals);
        Forward(_residuals.AsSpan(0, m), m);
        int rank = 0;
        for (int l = 0; l < locals; l++)
        {
            Span<double> column = _basis.AsSpan(rank * m, m);
            for (int i = 0; i < m; i++)
            {
                column[i] = track.LocalDerivative(i, l);
            }

            Forward(column, m);
            double before = Dot(column, column);
            // Twice is enough (W. Kahan, in B. N. Parlett, "The symmetric eigenvalue problem").
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < rank; k++)
                {
                    RemoveProjection(column, _basis.AsSpan(k * m, m));
                }
            }

            double after = Dot(column, column);
            // A parameter that the others already describe (q/p without field) is left out.
            if (after > 1e-12 * before)
            {
                double inverse = 1 / Math.Sqrt(after);
                for (int i = 0; i < m; i++)
                {
                    column[i] *= inverse;
                }

                rank++;
            }
        }

        Project(_residuals.AsSpan(0, m), m, rank);
        int touched = 0;
        for (int i = 0; i < m; i++)
        {
            for (int p = 0; p < AlignmentTrack.PerPlane; p++)
            {
                Span<double> column = _columns.AsSpan(touched * m, m);
                column.Clear();
                column[i] = track.GlobalDerivative(i, p);
                Forward(column, m);
                Project(column, m, rank);
                _touched[touched++] = (AlignmentTrack.PerPlane * track.Plane(i)) + p;
            }
        }

        for (int a = 0; a < touched; a++)
        {
            ReadOnlySpan<double> column = _columns.AsSpan(a * m, m);
            _vector[_touched[a]] += Dot(column, _residuals.AsSpan(0, m));
            for (int b = 0; b < touched; b++)
            {
                _matrix[(_touched[a] * Parameters) + _touched[b]] += Dot(column, _columns.AsSpan(b * m, m));
            }
        }

        double chi2 = Dot(_residuals.AsSpan(0, m), _residuals.AsSpan(0, m));
        Tracks++;
        Freedom += m - rank;
        Chi2 += chi2;
        return chi2;
    }

    /// <summary>Adds the sums of another system.</summary>
    /// <param name="other">System of the same planes.</param>
    public void Merge(AlignmentSystem other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Planes, Planes, nameof(other));
        for (int i = 0; i < _matrix.Length; i++)
        {
            _matrix[i] += other._matrix[i];
        }

        for (int i = 0; i < _vector.Length; i++)
        {
            _vector[i] += other._vector[i];
        }

        Tracks += other.Tracks;
        Freedom += other.Freedom;
        Chi2 += other.Chi2;
    }

    /// <summary>The alignment that makes chi2 least.</summary>
    /// <param name="shiftScale">Size in mm of shifts that matter.</param>
    /// <param name="rotationScale">Size in rad of rotations that matter.</param>
    /// <param name="weak">
    /// A combination of parameters that the tracks determine worse than this many scales is a weak mode: the solution is constrained to have none of it, which is the constraint of Lagrange multipliers.
    /// </param>
    public AlignmentSolution Solve(double shiftScale, double rotationScale, double weak = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shiftScale);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rotationScale);
        return AlignmentSolution.Of(_matrix, _vector, [.. Enumerable.Range(0, Parameters).Select(i => i % AlignmentTrack.PerPlane == 0 ? shiftScale : rotationScale)], weak);
    }

    /// <summary>Cholesky decomposition of the covariance of the residuals.</summary>
    private bool Decompose(AlignmentTrack track, int m)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = track.Covariance(i, j);
                for (int k = 0; k < j; k++)
                {
                    sum -= _lower[(i * m) + k] * _lower[(j * m) + k];
                }

                if (i != j)
                {
                    _lower[(i * m) + j] = sum / _lower[(j * m) + j];
                }
                else if (sum > 0)
                {
                    _lower[(i * m) + i] = Math.Sqrt(sum);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Forward(Span<double> vector, int m)
    {
        for (int i = 0; i < m; i++)
        {
            double sum = vector[i];
            for (int k = 0; k < i; k++)
            {
                sum -= _lower[(i * m) + k] * vector[k];
            }

            vector[i] = sum / _lower[(i * m) + i];
        }
    }

    private void Project(Span<double> vector, int m, int rank)
    {
        for (int k = 0; k < rank; k++)
        {
            RemoveProjection(vector, _basis.AsSpan(k * m, m));
        }
    }

    private static void RemoveProjection(Span<double> vector, ReadOnlySpan<double> unit)
    {
        double along = Dot(vector, unit);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] -= along * unit[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
