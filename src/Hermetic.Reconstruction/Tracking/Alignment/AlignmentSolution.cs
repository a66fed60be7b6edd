using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Hermetic.Reconstruction.Tracking.Alignment;

/// <summary>Shifts and rotations of all planes, with their covariance and the modes that the tracks do not tell.</summary>
public sealed class AlignmentSolution
{
    private readonly double[] _scales;
    private readonly Matrix<double>? _weak;
    private readonly Matrix<double> _covariance;

    private AlignmentSolution(Vector<double> values, Matrix<double> covariance, Matrix<double>? weak, double[] scales)
    {
        Values = [.. values];
        Errors = [.. covariance.Diagonal().Select(v => Math.Sqrt(Math.Max(0, v)))];
        _covariance = covariance;
        _weak = weak;
        _scales = scales;
    }

    /// <summary>Shift in mm and rotation in rad of each plane in turn, without any of the weak modes.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Standard errors of the values, under the same constraints.</summary>
    public IReadOnlyList<double> Errors { get; }

    /// <summary>Number of weak modes.</summary>
    public int WeakModes => _weak?.ColumnCount ?? 0;

    /// <summary>Covariance of two values.</summary>
    /// <param name="i">One.</param>
    /// <param name="j">The other.</param>
    public double Covariance(int i, int j) => _covariance[i, j];

    /// <summary>The same displacements without the weak modes: what the tracks can tell of them, to compare with <see cref="Values"/>.</summary>
    /// <param name="values">Shift and rotation of each plane in turn.</param>
    public double[] WithoutWeakModes(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, _scales.Length, nameof(values));
        Vector<double> scaled = Vector<double>.Build.Dense(_scales.Length, i => values[i] / _scales[i]);
        if (_weak is not null)
        {
            scaled -= _weak * (_weak.Transpose() * scaled);
        }

        return [.. scaled.Select((v, i) => v * _scales[i])];
    }

    /// <summary>Chi2 of the differences between these values and given ones, in the modes that the tracks determine.</summary>
    /// <param name="values">Shift and rotation of each plane in turn.</param>
    /// <param name="freedom">Number of these modes.</param>
    public double Chi2Against(IReadOnlyList<double> values, out int freedom)
    {
        double[] wanted = WithoutWeakModes(values);
        Evd<double> modes = ScaledCovariance().Evd(Symmetricity.Symmetric);
        Vector<double> difference = modes.EigenVectors.Transpose() * Vector<double>.Build.Dense(_scales.Length, i => (Values[i] - wanted[i]) / _scales[i]);
        // Weak modes have no variance: they come first.
        freedom = _scales.Length - WeakModes;
        double chi2 = 0;
        for (int i = WeakModes; i < _scales.Length; i++)
        {
            chi2 += difference[i] * difference[i] / modes.EigenValues[i].Real;
        }

        return chi2;
    }

    internal static AlignmentSolution Of(double[] matrix, double[] vector, double[] scales, double weak)
    {
        int n = scales.Length;
        Matrix<double> normal = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (matrix[(i * n) + j] + matrix[(j * n) + i]) * scales[i] * scales[j]);
        Vector<double> right = Vector<double>.Build.Dense(n, i => vector[i] * scales[i]);
        Evd<double> modes = normal.Evd(Symmetricity.Symmetric);
        Vector<double> values = Vector<double>.Build.Dense(n);
        Matrix<double> covariance = Matrix<double>.Build.Dense(n, n);
        List<Vector<double>> undetermined = [];
        // The error of a mode in units of the scales is the inverse root of its eigenvalue.
        double least = 1 / (weak * weak);
        for (int k = 0; k < n; k++)
        {
            double eigenvalue = modes.EigenValues[k].Real;
            Vector<double> mode = modes.EigenVectors.Column(k);
            if (eigenvalue < least)
            {
                undetermined.Add(mode);
                continue;
            }

            values += mode * (mode.DotProduct(right) / eigenvalue);
            covariance += mode.OuterProduct(mode) / eigenvalue;
        }

        Vector<double> scale = Vector<double>.Build.DenseOfArray(scales);
        return new AlignmentSolution(
            values.PointwiseMultiply(scale),
            covariance.PointwiseMultiply(scale.OuterProduct(scale)),
            undetermined.Count == 0 ? null : Matrix<double>.Build.DenseOfColumnVectors(undetermined),
            scales);
    }

    private Matrix<double> ScaledCovariance() => _covariance.MapIndexed((i, j, v) => v / (_scales[i] * _scales[j]));
}
