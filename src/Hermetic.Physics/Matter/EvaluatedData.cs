using System.Globalization;

namespace Hermetic.Physics.Matter;

/// <summary>Reader of the evaluated cross-section tables of data/matter, which are embedded in this assembly; each file names its source in its header.</summary>
internal static class EvaluatedData
{
    private const string PhotonFile = "photon_xcom.csv";
    private const string BremsstrahlungFile = "bremsstrahlung_seltzer_berger.csv";

    private static readonly Lazy<Dictionary<(string Process, int Z), LogTable>> Photon = new(ReadPhoton);
    private static readonly Lazy<Dictionary<int, SeltzerBergerTable>> Bremsstrahlung = new(ReadBremsstrahlung);

    /// <summary>Photon cross section of a process ("photoelectric", "nuclear", "triplet") on an element, in barn per atom against GeV.</summary>
    public static LogTable PhotonCrossSection(string process, int z) => Photon.Value.TryGetValue((process, z), out LogTable? table)
        ? table
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"No evaluated photon data for this element; there are data for Z = {Elements()}.");

    /// <summary>Scaled bremsstrahlung cross section of an element.</summary>
    public static SeltzerBergerTable SeltzerBerger(int z) => Bremsstrahlung.Value.TryGetValue(z, out SeltzerBergerTable? table)
        ? table
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"No evaluated bremsstrahlung data for this element; there are data for Z = {Elements()}.");

    private static string Elements() => string.Join(", ", Bremsstrahlung.Value.Keys.Order());

    private static IEnumerable<string[]> Rows(string file)
    {
        using Stream stream = typeof(EvaluatedData).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The embedded table {file} is missing from the build.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split(',');
            }
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Dictionary<(string Process, int Z), LogTable> ReadPhoton() => Rows(PhotonFile)
        .Skip(1)
        .GroupBy(r => (Process: r[0], Z: int.Parse(r[1], CultureInfo.InvariantCulture)))
        .ToDictionary(g => g.Key, g => new LogTable([.. g.Select(r => Number(r[2]))], [.. g.Select(r => Number(r[3]))]));

    private static Dictionary<int, SeltzerBergerTable> ReadBremsstrahlung()
    {
        string[][] rows = [.. Rows(BremsstrahlungFile)];
        double[] fractions = [.. rows[0].Skip(2).Select(Number)];
        return rows.Skip(1)
            .GroupBy(r => int.Parse(r[0], CultureInfo.InvariantCulture))
            .ToDictionary(g => g.Key, g => new SeltzerBergerTable(
                [.. g.Select(r => Number(r[1]))],
                fractions,
                [.. g.SelectMany(r => r.Skip(2).Select(Number))]));
    }
}

/// <summary>A positive function tabulated against a positive argument; logarithm interpolated linearly against logarithm, zero below the table, continued by the last slope above.</summary>
/// <param name="x">Arguments, not decreasing; a value given twice is an edge.</param>
/// <param name="y">Values.</param>
internal sealed class LogTable(double[] x, double[] y)
{
    private readonly double[] _lnX = Array.ConvertAll(x, Math.Log);
    private readonly double[] _lnY = Array.ConvertAll(y, Math.Log);

    /// <summary>The interpolated value.</summary>
    public double At(double argument)
    {
        double ln = Math.Log(argument);
        if (ln < _lnX[0])
        {
            return 0;
        }

        int i = Array.BinarySearch(_lnX, ln);
        i = Math.Clamp(i >= 0 ? i : ~i - 1, 0, _lnX.Length - 2);
        double width = _lnX[i + 1] - _lnX[i];
        double f = width > 0 ? (ln - _lnX[i]) / width : 1;
        return Math.Exp(_lnY[i] + (f * (_lnY[i + 1] - _lnY[i])));
    }
}

/// <summary>
/// The scaled bremsstrahlung cross section (beta^2/Z^2) k dsigma/dk of Seltzer and Berger in mb, linear in ln T and k/T between the tabulated points.
/// Above the table (10 GeV) the last row is used: there screening is complete and the function depends on k/T alone.
/// </summary>
internal sealed class SeltzerBergerTable(double[] kineticEnergies, double[] fractions, double[] values)
{
    private readonly double[] _lnT = Array.ConvertAll(kineticEnergies, Math.Log);

    /// <summary>The scaled cross section in mb.</summary>
    public double At(double kineticEnergy, double fraction)
    {
        double lnT = Math.Log(kineticEnergy);
        int i = Cell(_lnT, lnT);
        double ft = Math.Clamp((lnT - _lnT[i]) / (_lnT[i + 1] - _lnT[i]), 0, 1);
        int j = Cell(fractions, fraction);
        double fk = (fraction - fractions[j]) / (fractions[j + 1] - fractions[j]);
        int row = i * fractions.Length;
        int next = row + fractions.Length;
        double low = values[row + j] + (fk * (values[row + j + 1] - values[row + j]));
        double high = values[next + j] + (fk * (values[next + j + 1] - values[next + j]));
        return low + (ft * (high - low));
    }

    private static int Cell(double[] grid, double x)
    {
        int i = Array.BinarySearch(grid, x);
        return Math.Clamp(i >= 0 ? i : ~i - 1, 0, grid.Length - 2);
    }
}
