using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Tables of one compound for many mediator masses, laid side by side, so that one place in them is found once and read for all masses with vector instructions. The values are those
/// of <see cref="DarkBremsstrahlungTable"/> but for the rounding of logarithms and exponentials. Immutable and safe to share between threads.
/// </summary>
public sealed class DarkBremsstrahlungScan
{
    private readonly double _m, _threshold, _maximum, _invSpan;

    // Mass by mass at each place of the tables; padded to whole vectors with copies of the last mass.
    private readonly double[] _scale;
    private readonly double[] _perLength;
    private readonly double[] _shares;

    /// <summary>Lays tables side by side.</summary>
    /// <param name="tables">Tables of one request, that is of the same lepton, compound and energies.</param>
    /// <exception cref="ArgumentException">There is none, or they are of different requests.</exception>
    public DarkBremsstrahlungScan(IReadOnlyList<DarkBremsstrahlungTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 0 || tables.Any(t => t.LeptonMass != tables[0].LeptonMass
            || t.MinimumMediatorEnergy != tables[0].MinimumMediatorEnergy || t.MaximumLeptonEnergy != tables[0].MaximumLeptonEnergy))
        {
            throw new ArgumentException("a scan takes at least one table, all of the same lepton and energies", nameof(tables));
        }

        Masses = tables.Count;
        int width = Vector<double>.Count;
        Padded = (Masses + width - 1) / width * width;
        _m = tables[0].LeptonMass;
        _threshold = tables[0].MinimumMediatorEnergy + _m;
        _maximum = tables[0].MaximumLeptonEnergy;
        _invSpan = 1 / (_maximum - _threshold);
        _scale = SideBySide(tables, 1, (t, _) => t.Scale);
        _perLength = SideBySide(tables, DarkBremsstrahlungTable.EnergySteps + 1, (t, i) => t.RangedProbabilities[i]);
        _shares = SideBySide(tables, (DarkBremsstrahlungTable.RowSteps + 1) * (DarkBremsstrahlungTable.QuantileSteps + 1), (t, i) => t.Shares[i]);
    }

    /// <summary>Number of masses.</summary>
    public int Masses { get; }

    /// <summary>Length of the spans that hold one number per mass: a whole number of vectors.</summary>
    public int Padded { get; }

    /// <summary>Probabilities per mm at epsilon = 1, as <see cref="DarkBremsstrahlungTable.PerLength"/>, and the logarithmic ranges of x.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="perLength">Receives the probabilities, <see cref="Padded"/> numbers.</param>
    /// <param name="logRange">Receives the ranges, which <see cref="OneMinusX"/> needs.</param>
    /// <returns>False below the threshold, where nothing is produced and nothing is written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The energy is above the tables' largest.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool PerLength(double leptonEnergy, Span<double> perLength, Span<double> logRange)
    {
        if (!(leptonEnergy <= _maximum))
        {
            throw new ArgumentOutOfRangeException(nameof(leptonEnergy), leptonEnergy, FormattableString.Invariant($"the lepton energy must not exceed {_maximum} GeV."));
        }

        double gap = leptonEnergy - _threshold;
        if (gap <= 0)
        {
            return false;
        }

        double position = Math.Sqrt(Math.Sqrt(gap * _invSpan)) * DarkBremsstrahlungTable.EnergySteps;
        int i = Math.Min((int)position, DarkBremsstrahlungTable.EnergySteps - 1);
        Vector<double> f = new(position - i);
        Vector<double> ratio = new(gap / leptonEnergy);
        ReadOnlySpan<double> low = _perLength.AsSpan(i * Padded, Padded);
        ReadOnlySpan<double> high = _perLength.AsSpan((i + 1) * Padded, Padded);
        for (int m = 0; m < Padded; m += Vector<double>.Count)
        {
            Vector<double> range = Vector.Log(Vector<double>.One + (ratio / new Vector<double>(_scale, m)));
            Vector<double> at = new(low[m..]);
            range.CopyTo(logRange[m..]);
            (range * (at + (f * (new Vector<double>(high[m..]) - at)))).CopyTo(perLength[m..]);
        }

        return true;
    }

    /// <summary>1 - x at a quantile, as <see cref="DarkBremsstrahlungTable.OneMinusX"/>.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV, above the threshold.</param>
    /// <param name="quantile">In [0, 1].</param>
    /// <param name="logRange">From <see cref="PerLength"/> at this energy.</param>
    /// <param name="oneMinusX">Receives one number per mass.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OneMinusX(double leptonEnergy, double quantile, ReadOnlySpan<double> logRange, Span<double> oneMinusX)
    {
        double row = Math.Sqrt(Math.Sqrt((leptonEnergy - _threshold) * _invSpan)) * DarkBremsstrahlungTable.RowSteps;
        int i = Math.Min((int)row, DarkBremsstrahlungTable.RowSteps - 1);
        Vector<double> fi = new(row - i);
        double column = Math.Sqrt(1 - quantile) * DarkBremsstrahlungTable.QuantileSteps;
        int j = Math.Min((int)column, DarkBremsstrahlungTable.QuantileSteps - 1);
        Vector<double> fj = new(column - j);
        int columns = DarkBremsstrahlungTable.QuantileSteps + 1;
        ReadOnlySpan<double> a = _shares.AsSpan(((i * columns) + j) * Padded, 2 * Padded);
        ReadOnlySpan<double> b = _shares.AsSpan((((i + 1) * columns) + j) * Padded, 2 * Padded);
        Vector<double> least = new(_m / leptonEnergy);
        for (int m = 0; m < Padded; m += Vector<double>.Count)
        {
            Vector<double> low = new(a[m..]);
            low += fj * (new Vector<double>(a[(Padded + m)..]) - low);
            Vector<double> high = new(b[m..]);
            high += fj * (new Vector<double>(b[(Padded + m)..]) - high);
            Vector<double> share = low + (fi * (high - low));
            Vector<double> grown = Vector.Exp(share * new Vector<double>(logRange[m..])) - Vector<double>.One;
            (least + (new Vector<double>(_scale, m) * grown)).CopyTo(oneMinusX[m..]);
        }
    }

    private double[] SideBySide(IReadOnlyList<DarkBremsstrahlungTable> tables, int places, Func<DarkBremsstrahlungTable, int, double> value)
    {
        double[] result = new double[places * Padded];
        for (int i = 0; i < places; i++)
        {
            for (int m = 0; m < Padded; m++)
            {
                result[(i * Padded) + m] = value(tables[Math.Min(m, Masses - 1)], i);
            }
        }

        return result;
    }
}
