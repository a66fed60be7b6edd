using System.Globalization;

namespace Hermetic.Tests.Inference;

/// <summary>Rows of the reference tables in validation/reference/stats (their README says where they come from).</summary>
internal static class StatisticsReference
{
    public static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Folder(), file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Folder()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Hermetic.slnx")))
        {
            directory = directory.Parent;
        }

        Assert.NotNull(directory);
        return Path.Combine(directory.FullName, "validation", "reference", "stats");
    }
}
