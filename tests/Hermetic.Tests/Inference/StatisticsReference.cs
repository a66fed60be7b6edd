using System.Globalization;
using Hermetic.Inference;

namespace Hermetic.Tests.Inference;

/// <summary>Rows of the reference tables in validation/reference/stats (their README says where they come from).</summary>
internal static class StatisticsReference
{
    public static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Folder(), file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));

    /// <summary>The channel of a row of counting_limits.csv.</summary>
    public static CountingChannel Channel(string[] row)
    {
        BackgroundModel model = row[1] switch { "none" => BackgroundModel.None, "gamma" => BackgroundModel.Gamma, _ => BackgroundModel.LogNormal };
        return new CountingChannel(row[0], Number(row[2]), Number(row[3]), Number(row[4]), model, (int)Number(row[5]));
    }

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
