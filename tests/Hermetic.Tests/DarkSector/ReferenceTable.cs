using System.Globalization;
using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;

namespace Hermetic.Tests.DarkSector;

/// <summary>A reference table of validation/reference/dark, read by column name.</summary>
internal sealed class ReferenceTable
{
    private readonly string[] _columns;
    private readonly string[][] _rows;

    public ReferenceTable(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), file));
        _columns = lines[0].Split(',');
        _rows = [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))];
    }

    public int Count => _rows.Length;

    public string Text(int row, string column)
    {
        int at = Array.IndexOf(_columns, column);
        Assert.True(at >= 0, $"no column {column}");
        return _rows[row][at];
    }

    public double Number(int row, string column) => double.Parse(Text(row, column), CultureInfo.InvariantCulture);

    public Mediator Mediator(int row, string column) => Text(row, column) switch
    {
        "V" => Physics.DarkSector.Mediator.Vector,
        "A" => Physics.DarkSector.Mediator.Axial,
        "S" => Physics.DarkSector.Mediator.Scalar,
        "P" => Physics.DarkSector.Mediator.Pseudoscalar,
        string other => throw new InvalidDataException(other),
    };

    public double LeptonMass(int row, string column) => Text(row, column) == "e" ? Constants.ElectronMass : Constants.MuonMass;

    public Nucleus Nucleus(int row) => new((int)Number(row, "Z"), Number(row, "A"));

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "validation", "reference", "dark");
}

/// <summary>Comparison by relative deviation, with the deviation in the message.</summary>
internal static class Relative
{
    public static void Close(double expected, double actual, double tolerance, string what)
    {
        double deviation = Math.Abs((actual / expected) - 1);
        Assert.True(deviation <= tolerance, FormattableString.Invariant($"{what}: {actual} against {expected}, off by {deviation:E2}, allowed {tolerance:E1}"));
    }
}
