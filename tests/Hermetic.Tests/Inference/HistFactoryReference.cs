using System.Globalization;
using Hermetic.Inference.HistFactory;
using Hermetic.Setup.Workspaces;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Inference;

/// <summary>The workspaces and numbers in validation/reference/workspaces (their README says where they come from).</summary>
internal static class HistFactoryReference
{
    public static HistFactoryModel Model(string name, Interpolation interpolation = Interpolation.Piecewise) =>
        HistFactoryModel.Create(WorkspaceReader.Read(Path.Combine(Folder, name + ".json")), null, interpolation);

    public static IEnumerable<Row> Rows() =>
        File.ReadLines(Path.Combine(Folder, "asymptotic.csv"))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Skip(1)
            .Select(l => l.Split(','))
            .Select(c => new Row(c[0], c[1] == "q" ? TestStatistic.Q : TestStatistic.QTilde, c[2], c[3], [.. c[4..].Select(v => double.Parse(v, CultureInfo.InvariantCulture))]));

    /// <summary>One row: the observed value and those at -2 to +2 sigma.</summary>
    public sealed record Row(string Case, TestStatistic Statistic, string Quantity, string Origin, double[] Values);

    private static string Folder => Repository.PathOf(Path.Combine("validation", "reference", "workspaces"));
}
