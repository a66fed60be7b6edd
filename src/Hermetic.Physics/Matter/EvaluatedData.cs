using System.Globalization;

namespace Hermetic.Physics.Matter;

/// <summary>Reader of the evaluated cross-section tables of data/matter, which are embedded in this assembly; each file names its source in its header.</summary>
internal static class EvaluatedData
{
    private const string PhotonFile = "photon_xcom.csv";
    private const string BremsstrahlungFile = "bremsstrahlung_seltzer_berger.csv";
    private const string ScatteringFile = "photon_scattering.csv";
    private const string ShellFile = "atomic_shells.csv";
    private const string OuterShellFile = "outer_shells.csv";
    private const string ElementFile = "elements.csv";
    private const string MaterialFile = "materials.csv";

    private static readonly Lazy<Dictionary<(string Process, int Z), LogTable>> Photon = new(() => ReadTables(PhotonFile));
    private static readonly Lazy<Dictionary<(string Quantity, int Z), LogTable>> Scattering = new(() => ReadTables(ScatteringFile));
    private static readonly Lazy<ILookup<int, AtomicShell>> Shells = new(ReadShells);
    private static readonly Lazy<ILookup<int, (double Binding, double Electrons)>> OuterShells = new(
        () => Rows(OuterShellFile).Skip(1).ToLookup(r => Integer(r[0]), r => (Number(r[1]), Number(r[2]))));

    private static readonly Lazy<Dictionary<int, ChemicalElement>> ByNumber = new(() => ReadElements().ToDictionary(e => e.Z));
    private static readonly Lazy<Dictionary<string, ChemicalElement>> BySymbol = new(() => ByNumber.Value.Values.ToDictionary(e => e.Symbol));
    private static readonly Lazy<Dictionary<int, SeltzerBergerTable>> Bremsstrahlung = new(ReadBremsstrahlung);

    /// <summary>Photon cross section of a process ("photoelectric", "nuclear", "triplet") on an element, in barn per atom against GeV.</summary>
    public static LogTable PhotonCrossSection(string process, int z) => Photon.Value.TryGetValue((process, z), out LogTable? table)
        ? table
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"No evaluated photon data for this element; there are data for Z = {Elements()}.");

    /// <summary>Scaled bremsstrahlung cross section of an element.</summary>
    public static SeltzerBergerTable SeltzerBerger(int z) => Bremsstrahlung.Value.TryGetValue(z, out SeltzerBergerTable? table)
        ? table
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"No evaluated bremsstrahlung data for this element; there are data for Z = {Elements()}.");

    /// <summary>Atomic form factor ("form_factor") or incoherent scattering function ("incoherent") of an element against sin(theta/2)/wavelength in 1/Angstrom.</summary>
    public static LogTable ScatteringFunction(string quantity, int z) => Scattering.Value.TryGetValue((quantity, z), out LogTable? table)
        ? table
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"No scattering functions for this element; there are data for Z = {Elements()}.");

    /// <summary>The shells of an element that are bound by 1 keV or more, innermost first; none for light elements.</summary>
    public static IEnumerable<AtomicShell> AtomicShells(int z) => Shells.Value[z];

    /// <summary>Binding energy in GeV and number of electrons of all subshells of an element.</summary>
    public static IEnumerable<(double Binding, double Electrons)> AllShells(int z) => OuterShells.Value.Contains(z)
        ? AtomicShells(z).Select(s => (s.Binding, s.Electrons)).Concat(OuterShells.Value[z])
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"No electron shells for this element; there are data for Z = {Elements()}.");

    /// <summary>An element by its atomic number.</summary>
    public static ChemicalElement Element(int z) => ByNumber.Value.TryGetValue(z, out ChemicalElement? element)
        ? element
        : throw new ArgumentOutOfRangeException(nameof(z), z, $"Unknown element; known are Z = {Elements()}.");

    /// <summary>An element by its symbol.</summary>
    public static ChemicalElement Element(string symbol) => BySymbol.Value.TryGetValue(symbol, out ChemicalElement? element)
        ? element
        : throw new ArgumentOutOfRangeException(nameof(symbol), symbol, $"Unknown element; known are {string.Join(", ", BySymbol.Value.Keys)}.");

    /// <summary>Symbols of all elements by atomic number.</summary>
    public static IReadOnlyList<string> Symbols => [.. ByNumber.Value.Values.OrderBy(e => e.Z).Select(e => e.Symbol)];

    /// <summary>Rows of the table of materials, columns as in its header.</summary>
    public static IEnumerable<string[]> Materials() => Rows(MaterialFile).Skip(1);

    /// <summary>A number of a table.</summary>
    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

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

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Rows of name, atomic number, argument, value.</summary>
    private static Dictionary<(string Name, int Z), LogTable> ReadTables(string file) => Rows(file)
        .Skip(1)
        .GroupBy(r => (Name: r[0], Z: Integer(r[1])))
        .ToDictionary(g => g.Key, g => new LogTable([.. g.Select(r => Number(r[2]))], [.. g.Select(r => Number(r[3]))]));

    private static IEnumerable<ChemicalElement> ReadElements() => Rows(ElementFile)
        .Skip(1)
        .Select(r => new ChemicalElement(Integer(r[0]), r[1], Number(r[2]), Number(r[3]), Number(r[4])));

    private static ILookup<int, AtomicShell> ReadShells() => Rows(ShellFile)
        .Skip(1)
        .GroupBy(r => (Z: Integer(r[1]), Shell: r[2]))
        .Select(g =>
        {
            ILookup<string, (double Energy, double Value)> kinds = g.ToLookup(r => r[0], r => (Energy: Number(r[3]), Value: Number(r[4])));
            (double binding, double electrons) = kinds["binding"].Single();
            LogTable share = new([.. kinds["share"].Select(s => s.Energy)], [.. kinds["share"].Select(s => s.Value)]);
            return (g.Key.Z, Shell: new AtomicShell(g.Key.Shell, binding, electrons, share, [.. kinds["line"].Select(l => new XRayLine(l.Energy, l.Value))]));
        })
        .ToLookup(s => s.Z, s => s.Shell);

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

/// <summary>An element.</summary>
/// <param name="Z">Atomic number.</param>
/// <param name="Symbol">Chemical symbol.</param>
/// <param name="MolarMass">Molar mass in g/mol.</param>
/// <param name="CollisionLength">Nuclear collision length in g/cm2.</param>
/// <param name="InteractionLength">Nuclear interaction length in g/cm2.</param>
internal sealed record ChemicalElement(int Z, string Symbol, double MolarMass, double CollisionLength, double InteractionLength);

/// <summary>An X-ray that fills a vacancy.</summary>
/// <param name="Energy">Energy in GeV.</param>
/// <param name="Probability">Probability per vacancy.</param>
internal readonly record struct XRayLine(double Energy, double Probability);

/// <summary>An electron shell of an atom.</summary>
/// <param name="Name">K, L1 and so on.</param>
/// <param name="Binding">Binding energy in GeV.</param>
/// <param name="Electrons">Number of electrons.</param>
/// <param name="Share">Share of the photoelectric cross section of the atom against photon energy in GeV.</param>
/// <param name="Lines">X-rays that fill a vacancy.</param>
internal sealed record AtomicShell(string Name, double Binding, double Electrons, LogTable Share, XRayLine[] Lines);

/// <summary>A positive function tabulated against a positive argument; logarithm interpolated linearly against logarithm, zero below the table, continued by the last slope above.</summary>
/// <param name="x">Arguments, not decreasing; a value given twice is an edge.</param>
/// <param name="y">Values.</param>
internal sealed class LogTable(double[] x, double[] y)
{
    private readonly double[] _lnX = Array.ConvertAll(x, Math.Log);
    private readonly double[] _lnY = Array.ConvertAll(y, Math.Log);

    /// <summary>The greatest tabulated argument.</summary>
    public double Last => x[^1];

    /// <summary>Arguments at which the function jumps.</summary>
    public IEnumerable<double> Steps => x.Where((value, i) => i > 0 && value == x[i - 1]);

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
