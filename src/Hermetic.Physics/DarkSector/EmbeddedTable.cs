using System.Globalization;

namespace Hermetic.Physics.DarkSector;

/// <summary>The rows of a table of data/darksector, as it travels inside the assembly.</summary>
internal static class EmbeddedTable
{
    /// <summary>Cells of all rows after the header, in its order.</summary>
    /// <param name="file">Name of the file.</param>
    public static IEnumerable<string[]> Rows(string file)
    {
        using Stream stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The embedded table {file} is missing from the build.");
        using StreamReader reader = new(stream);
        bool header = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (!header)
            {
                yield return line.Split(',');
            }

            header = false;
        }
    }

    /// <summary>A number of a table.</summary>
    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
