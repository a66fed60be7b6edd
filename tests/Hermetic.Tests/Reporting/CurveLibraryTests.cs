using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Reporting.Curves;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Reporting;

public sealed class CurveLibraryTests : IDisposable
{
    private const string Good = """
        # title: A curve
        # label: Curve
        # citation: arXiv:0000.00000
        # confidence_level: 0.90
        # how: published
        # assumptions: alphaD = 0.1, m_A' = 3 m_chi, something in words
        # plane: y(m_chi)
        # kind: experiment
        # rescaling: scattering
        # dark_matter: any
        # drawn: y
        mass_GeV,value
        0.001,1e-12
        0.01,2e-12

        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hermetic-curves-{Guid.NewGuid():N}");

    public CurveLibraryTests() => Directory.CreateDirectory(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_shipped_library_reads_and_holds_the_published_NA64_limit()
    {
        PublishedCurve na64 = TestCurves.Library.Named("na64e-invisible-2p84e11");
        Assert.Equal(13, na64.Points.Count);
        Assert.Equal(new Point(0.001, 7.544e-6), na64.Points[0]);
        Assert.Equal(new Point(0.7074, 0.0059807), na64.Points[^1]);
        Assert.Equal(0.9, na64.ConfidenceLevel);
        Assert.Equal(CurveKind.ThisExperiment, na64.Kind);
        Assert.All(TestCurves.Library.Curves, c => Assert.True(c.Citation.Contains("arXiv:", StringComparison.Ordinal) || c.Citation.Contains("repository", StringComparison.Ordinal)
            || c.Citation.Contains("Phys.", StringComparison.Ordinal), c.Name));
    }

    [Fact]
    public void A_good_file_is_read_with_its_assumptions()
    {
        PublishedCurve curve = Load(Good).Named("curve");
        Assert.Equal((0.1, 3.0), (curve.AlphaD, curve.MassRatio));
        Assert.Equal([new Point(0.001, 1e-12), new Point(0.01, 2e-12)], curve.Points);
        Assert.Equal([Plane.Y], curve.DrawnIn);
        Assert.Null(curve.Note);
    }

    [Theory]
    [InlineData("0.01,2e-12", "0.001,2e-12", 14, "ascend")]
    [InlineData("0.01,2e-12", "0.01,-2e-12", 14, "'-2e-12' is not a positive number")]
    [InlineData("0.01,2e-12", "0.01,NaN", 14, "not a positive number")]
    [InlineData("0.01,2e-12", "0.01,1e999", 14, "not a positive number")]
    [InlineData("0.01,2e-12", "0.01;2e-12", 14, "two numbers")]
    [InlineData("0.01,2e-12\n", "", 14, "at least two points")]
    [InlineData("mass_GeV,value", "mass_MeV,value", 12, "expected the header 'mass_GeV,value'")]
    [InlineData("# title: A curve\n", "", 11, "'# title: …' is missing")]
    [InlineData("# label: Curve", "# lable: Curve", 2, "did you mean 'label'")]
    [InlineData("# label: Curve", "# label:", 2, "no value")]
    [InlineData("# label: Curve", "# title: Curve", 2, "stands twice")]
    [InlineData("# label: Curve", "#label Curve", 2, "'# key: value'")]
    [InlineData("level: 0.90", "level: 90", 4, "between 0 and 1")]
    [InlineData("alphaD = 0.1", "alpha = 0.1", 6, "'alpha = 0.1' is not understood")]
    [InlineData("m_A' = 3 m_chi, ", "", 6, "must state its mass ratio")]
    [InlineData("alphaD = 0.1, ", "", 6, "must state it")]
    [InlineData("plane: y(m_chi)", "plane: y(mchi)", 7, "did you mean 'y(m_chi)'")]
    [InlineData("kind: experiment", "kind: guess", 8, "allowed: experiment")]
    [InlineData("drawn: y", "drawn: x", 11, "allowed: epsilon, y")]
    public void A_bad_file_is_refused_with_its_line(string from, string to, int line, string message)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        InputException e = Assert.Throws<InputException>(() => Load(Good.Replace(from, to, StringComparison.Ordinal)));
        Assert.StartsWith($"{Path.Combine(_folder, "curve.csv")}:{line}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_and_an_unknown_name_are_errors_of_the_user()
    {
        Assert.Throws<InputException>(() => CurveLibrary.Load(Path.Combine(_folder, "absent")));
        InputException e = Assert.Throws<InputException>(() => Load(Good).Named("curvy"));
        Assert.Contains("did you mean 'curve'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_on_epsilon_becomes_one_on_y_by_its_definition()
    {
        // y = 0.1 x (9.5e-4)^2 / 3^4 = 1.114e-9 at m_chi = 100 MeV / 3: the line that the second BaBar file holds.
        ConvertedCurve babar = CurveConversion.Convert(TestCurves.Library.Named("babar-monophoton"), Plane.Y, 0.1, 3, DarkMatter.Dirac);
        Assert.Equal(0.1 / 3, babar.Points[1].X, 12);
        Assert.Equal(1.1142e-9, babar.Points[1].Y, 1e-13);
        ConvertedCurve other = CurveConversion.Convert(TestCurves.Library.Named("babar-monophoton-y"), Plane.Y, 0.5, 10, DarkMatter.Dirac);
        Assert.Equal(0.0012 * 0.3, other.Points[0].X, 12);
        Assert.Equal(1.1e-9 * 5 * 0.0081, other.Points[0].Y, 1e-15);
    }

    [Fact]
    public void A_scattering_limit_moves_with_the_root_of_alphaD()
    {
        PublishedCurve lsnd = TestCurves.Library.Named("lsnd");
        ConvertedCurve moved = CurveConversion.Convert(lsnd, Plane.Y, 0.1, 3, DarkMatter.ComplexScalar);
        Assert.Equal(0.4472136 * lsnd.Points[0].Y, moved.Points[0].Y, 1e-18);
        Assert.Contains("0.5", moved.Statement!.ToString(), StringComparison.Ordinal);
        Assert.False(CurveConversion.Convert(lsnd, Plane.Y, 0.1, 10, DarkMatter.ComplexScalar).IsDrawn);
    }

    [Fact]
    public void Curves_without_a_rule_are_left_out_and_say_why()
    {
        CurveLibrary library = TestCurves.Library;
        PublishedCurve thermal = library.Named("thermal-scalar");
        Assert.Equal(thermal.Points, CurveConversion.Convert(thermal, Plane.Y, 0.5, 3, DarkMatter.ComplexScalar).Points);
        Assert.False(CurveConversion.Convert(thermal, Plane.Y, 0.5, 10, DarkMatter.ComplexScalar).IsDrawn);
        PublishedCurve damic = library.Named("damic-m-2025");
        Assert.True(CurveConversion.Convert(damic, Plane.Y, 0.5, 3, DarkMatter.ComplexScalar).IsDrawn);
        ConvertedCurve wrongKind = CurveConversion.Convert(damic, Plane.Y, 0.1, 3, DarkMatter.Dirac);
        Assert.False(wrongKind.IsDrawn);
        Assert.Contains("scalar", wrongKind.Statement!.ToString(), StringComparison.Ordinal);
        PublishedCurve lohengrin = library.Named("lohengrin-projection");
        Assert.True(CurveConversion.Convert(lohengrin, Plane.Y, 0.1, 3, DarkMatter.ComplexScalar).IsDrawn);
        Assert.False(CurveConversion.Convert(lohengrin, Plane.Y, 0.5, 3, DarkMatter.ComplexScalar).IsDrawn);
        Assert.False(CurveConversion.Convert(lohengrin, Plane.Epsilon, 0.1, 3, DarkMatter.ComplexScalar).IsDrawn);
    }

    private CurveLibrary Load(string text)
    {
        Core.Storage.WholeFile.Write(Path.Combine(_folder, "curve.csv"), text);
        return CurveLibrary.Load(_folder);
    }
}
