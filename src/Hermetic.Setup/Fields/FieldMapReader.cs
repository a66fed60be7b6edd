using System.Globalization;
using Hermetic.Core;

namespace Hermetic.Setup.Fields;

/// <summary>
/// Reads field maps (text; the format is described in docs/tracking.md): the line "hermetic-field-map 1", three lines "x FIRST LAST COUNT", "y ...", "z ..." in mm, then a line "Bx By Bz" in T for each point, x fastest.
/// Lines that begin with # are comments. The size is checked against the file's length before memory is taken.
/// </summary>
public static class FieldMapReader
{
    /// <summary>First line of a map.</summary>
    public const string Signature = "hermetic-field-map 1";

    private const double MostField = 100;
    private const double MostLength = 1e6;

    /// <summary>Least length of a line of values, "0 0 0" and its end.</summary>
    private const int ShortestLine = 6;

    private const int LongestLine = 400;

    /// <summary>Reads a map.</summary>
    /// <param name="path">Path of its file.</param>
    /// <exception cref="InputException">The file cannot be read, or something in it is wrong.</exception>
    public static FieldMap Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            using StreamReader reader = new(stream);
            return Read(path, reader, stream.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: the field map cannot be read ({(File.Exists(path) ? e.Message : "there is no such file")}); allowed: a text file that begins with '{Signature}'");
        }
    }

    private static FieldMap Read(string path, StreamReader reader, long bytes)
    {
        Lines lines = new(path, reader);
        if (lines.Next("the signature") != Signature)
        {
            throw lines.Error("this is no field map", $"'{Signature}' as the first line");
        }

        GridAxis x = Axis(lines, "x"), y = Axis(lines, "y"), z = Axis(lines, "z");
        long points = (long)x.Count * y.Count * z.Count;
        if (points > FieldMap.MostPoints)
        {
            throw lines.Error($"the grid has {points} points", $"at most {FieldMap.MostPoints}");
        }

        if (bytes < points * ShortestLine)
        {
            throw lines.Error($"the file of {bytes} bytes is too short for {points} points", "as many lines 'Bx By Bz' as the grid has points");
        }

        double[] values = new double[3 * points];
        Span<Range> parts = stackalloc Range[5];
        for (long i = 0; i < points; i++)
        {
            ReadOnlySpan<char> line = lines.Next($"the field at point {i + 1} of {points}");
            int count = line.SplitAny(parts, " \t,", StringSplitOptions.RemoveEmptyEntries);
            for (int c = 0; c < 3; c++)
            {
                if (count != 3 || !double.TryParse(line[parts[c]], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(Math.Abs(value) <= MostField))
                {
                    throw lines.Error("this is no field", $"three numbers Bx By Bz in T, each within {MostField}");
                }

                values[(3 * i) + c] = value;
            }
        }

        if (lines.More())
        {
            throw lines.Error($"something follows after the last of {points} points", "nothing");
        }

        return new FieldMap(x, y, z, values);
    }

    private static GridAxis Axis(Lines lines, string name)
    {
        string line = lines.Next($"the axis {name}");
        string[] parts = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string allowed = FormattableString.Invariant($"'{name} FIRST LAST COUNT', in mm within {MostLength}, FIRST below LAST, COUNT from 2 to {FieldMap.MostPoints / 4}");
        return parts.Length == 4 && parts[0] == name
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double first) && Math.Abs(first) <= MostLength
            && double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double last) && Math.Abs(last) <= MostLength && last - first > 1e-3
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 2 and <= FieldMap.MostPoints / 4
            ? new GridAxis(first, last, count)
            : throw lines.Error($"this is not the axis {name}", allowed);
    }

    /// <summary>The lines that are no comments, with their numbers.</summary>
    private sealed class Lines(string path, StreamReader reader)
    {
        private readonly char[] _line = new char[LongestLine];
        private long _number;

        public string Next(string wanted) => Read() ?? throw new InputException($"{path}:{_number + 1}: the file ends here; allowed: {wanted}");

        public bool More() => Read() is not null;

        public InputException Error(string wrong, string allowed) => new($"{path}:{_number}: {wrong}; allowed: {allowed}");

        private string? Read()
        {
            while (true)
            {
                int length = 0, next = reader.Read();
                if (next < 0)
                {
                    return null;
                }

                _number++;
                while (next is >= 0 and not '\n')
                {
                    if (length == LongestLine)
                    {
                        throw Error("the line is too long", $"at most {LongestLine} characters");
                    }

                    _line[length++] = (char)next;
                    next = reader.Read();
                }

                ReadOnlySpan<char> line = _line.AsSpan(0, length).Trim();
                if (line.Length > 0 && line[0] != '#')
                {
                    return line.ToString();
                }
            }
        }
    }
}
