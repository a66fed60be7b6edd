using Hermetic.Reporting.Curves;

namespace Hermetic.Tests.Reporting;

/// <summary>The repository's own library of curves, read once.</summary>
internal static class TestCurves
{
    private static readonly Lazy<CurveLibrary> Shipped = new(() => CurveLibrary.Load(Folder));

    public static CurveLibrary Library => Shipped.Value;

    public static string Folder
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hermetic.slnx")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."), "data", "limits");
        }
    }
}
