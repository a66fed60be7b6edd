using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Reporting;
using Hermetic.Setup.Workspaces;

namespace Hermetic.Tests.Reporting;

public sealed partial class SearchReportTests : IDisposable
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hermetic-report-{Guid.NewGuid():N}");

    public static TheoryData<string> Searches => FigureSvgTests.Searches;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void The_folder_holds_the_files_of_the_contract()
    {
        Write(SyntheticSearch.OnePeriod());
        Assert.Equal(
            [
                "figures/ecal-spectrum.svg", "figures/exclusion-epsilon.svg", "figures/exclusion-y.svg", "figures/yield.svg", "limit-95.csv", "limit-alternative-1.csv",
                "limit-with-annihilation.csv", "limit-y.csv", "limit.csv", "report.html", "spectra.csv", "summary.json", "yield.csv",
            ],
            Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_statistical_models_are_written_as_workspaces()
    {
        SignalModel model = new(0.0167, 4e11, new CountingModel(new CountingChannel("2016-18", 1, 0.53, 0.17, BackgroundModel.Gamma, 0), 0.1));
        Write(SyntheticSearch.OnePeriod() with { Models = [model, model with { Mass = 0.1 }] });
        Assert.Equal(["0.0167GeV.json", "0.1GeV.json"], Directory.GetFiles(Path.Combine(_folder, "workspaces")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal("2016-18", WorkspaceReader.Read(Path.Combine(_folder, "workspaces", "0.0167GeV.json")).Channels[0].Name);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void The_page_is_well_formed_and_fetches_nothing(string search)
    {
        Write(FigureSvgTests.AllSearches[search]());
        string text = File.ReadAllText(Path.Combine(_folder, "report.html"));
        XElement page = Parse(text);
        foreach (XAttribute attribute in page.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "href" or "src" or "srcset" or "data" or "action" or "poster"))
        {
            Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(page.DescendantsAndSelf(), e => e.Name.LocalName is "link" or "script" or "iframe" or "object" or "embed" or "img" or "image" or "use");
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
        Assert.All(Url().Matches(text), m => Assert.StartsWith("url(#", m.Value, StringComparison.Ordinal));
        // The only addresses are the two names of XML vocabularies, which no browser fetches.
        Assert.All(Address().Matches(text), m => Assert.Matches("^http://www.w3.org/(1999/xhtml|2000/svg)$", m.Value));
        string[] ids = [.. page.DescendantsAndSelf().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants(Html + "a"), a => Assert.Contains(a.Attribute("href")!.Value[1..], ids));
        // A browser reads <td/> as an opening tag: only elements that HTML calls void may be written so.
        Assert.All(SelfClosed().Matches(SvgElement().Replace(text, "")), m => Assert.Contains(m.Groups[1].Value, (string[])["meta"]));
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_row_has_as_many_cells_as_its_head(string search)
    {
        foreach (XElement table in Page(FigureSvgTests.AllSearches[search]()).Descendants(Html + "table"))
        {
            int columns = table.Element(Html + "thead")!.Descendants(Html + "th").Count();
            Assert.All(table.Element(Html + "tbody")!.Elements(Html + "tr"), r => Assert.Equal(columns, r.Elements(Html + "td").Count()));
            Assert.Equal("scroll", table.Parent!.Attribute("class")!.Value);
        }
    }

    [Fact]
    public void Names_of_the_user_come_through_as_they_are()
    {
        SearchResult result = SyntheticSearch.Hostile();
        XElement page = Page(result);
        string shown = result.Experiment.Title.Replace('\u0001', '\uFFFD');
        Assert.Equal(shown, page.Descendants(Html + "h1").Single().Value);
        Assert.Contains(page.Descendants(Html + "li"), l => l.Value == shown);
        Assert.Contains(page.Descendants(Html + "td"), c => c.Value == shown + " 2");
        Assert.DoesNotContain(page.Descendants(Html + "b"), b => b.Parent!.Name != Html + "figcaption");
    }

    [Fact]
    public void The_headline_tells_exposure_and_limits_with_units()
    {
        XElement page = Page(SyntheticSearch.OnePeriod());
        string[] cards = [.. page.Descendants(Html + "div").Where(d => (string?)d.Attribute("class") == "card").Select(d => d.Value.Replace('\u00A0', ' ').Replace('\u2009', ' '))];
        Assert.Equal(5, cards.Length);
        Assert.Contains("2.84 × 1011 EOT", cards[0], StringComparison.Ordinal);
        LimitPoint first = SyntheticSearch.OnePeriod().Limits[0].Points[0];
        Assert.Contains("1 MeV", cards[1], StringComparison.Ordinal);
        Assert.Contains($"< {Numbers.Of(first.Observed).ToString().Replace("^", "", StringComparison.Ordinal).Replace('\u2009', ' ')}", cards[1], StringComparison.Ordinal);
        Assert.Contains("0.53 ± 0.17", cards[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_headline_between_two_masses_is_interpolated_in_the_logarithms()
    {
        SearchResult result = SyntheticSearch.OnePeriod();
        LimitPoint at9 = new(0.008, 2e-5, 2e-5, 2e-5, 2e-5, 2e-5, 2e-5);
        LimitPoint at12 = at9 with { Mass = 0.0125, Observed = 8e-5 };
        result = result with { Limits = [result.Limits[0] with { Points = [at9, at12] }] };
        using JsonDocument json = JsonDocument.Parse(SearchReport.SummaryJson(result, SyntheticSearch.Provenance));
        JsonElement only = Assert.Single(json.RootElement.GetProperty("headline").EnumerateArray());
        // 10 MeV is half way between 8 and 12.5 MeV, so the limit is the geometric mean.
        Assert.Equal(4e-5, only.GetProperty("observed").GetDouble(), 1e-12);
        Assert.True(only.GetProperty("interpolated").GetBoolean());
    }

    [Theory]
    [InlineData("three periods", 3)]
    [InlineData("one mass", 1)]
    public void The_chain_of_factors_multiplies_up(string search, int chains)
    {
        using JsonDocument json = JsonDocument.Parse(SearchReport.SummaryJson(FigureSvgTests.AllSearches[search](), SyntheticSearch.Provenance));
        JsonElement[] found = [.. json.RootElement.GetProperty("factor_chains").EnumerateArray()];
        Assert.Equal(chains, found.Length);
        foreach (JsonElement chain in found)
        {
            double events = chain.GetProperty("periods").EnumerateArray().Sum(p =>
                p.GetProperty("on_target").GetDouble() * p.GetProperty("yield_before_chain").GetDouble() * p.GetProperty("chain_efficiency").GetDouble());
            Assert.Equal(1, chain.GetProperty("events").GetDouble() / events, 12);
            Assert.Equal(chain.GetProperty("epsilon").GetDouble(), Math.Sqrt(chain.GetProperty("events_limit").GetDouble() / events), 1e-15);
        }
    }

    [Fact]
    public void Limits_have_the_columns_of_the_contract_and_read_back()
    {
        SearchResult result = SyntheticSearch.OnePeriod();
        Write(result);
        foreach (LimitCurve curve in result.Limits)
        {
            string[] lines = File.ReadAllText(Path.Combine(_folder, curve.Name + ".csv")).Split('\n');
            Assert.Equal("mass_GeV,parameter,observed,expected_m2,expected_m1,expected,expected_p1,expected_p2,cl", lines[0]);
            Assert.Equal(curve.Points.Count + 2, lines.Length);
            for (int i = 0; i < curve.Points.Count; i++)
            {
                string[] cells = lines[i + 1].Split(',');
                LimitPoint p = curve.Points[i];
                Assert.Equal(curve.Name == "limit-y" ? "y" : "epsilon", cells[1]);
                Assert.Equal(curve.Name == "limit-95" ? "0.95" : "0.90", cells[8]);
                double[] written = [.. ((int[])[0, 2, 3, 4, 5, 6, 7]).Select(c => double.Parse(cells[c], CultureInfo.InvariantCulture))];
                double[] meant = [p.Mass, p.Observed, p.ExpectedMinus2, p.ExpectedMinus1, p.Expected, p.ExpectedPlus1, p.ExpectedPlus2];
                Assert.All(written.Zip(meant), w => Assert.Equal(1, w.First / w.Second, 8));
            }
        }
    }

    [Fact]
    public void Yields_have_the_columns_of_the_contract_and_zeros_are_zeros()
    {
        SearchResult result = SyntheticSearch.Sparse();
        Write(result);
        string[] lines = File.ReadAllLines(Path.Combine(_folder, "yield.csv"));
        Assert.Equal("mass_GeV,bremsstrahlung,bremsstrahlung_error,annihilation,annihilation_error,efficiency", lines[0]);
        Assert.Equal(11, lines.Length);
        Assert.Equal("1,0,0,0,0,0", lines[^1]);
        string[] first = lines[1].Split(',');
        Assert.Equal(result.Yields[0].Bremsstrahlung, double.Parse(first[1], CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal(result.Yields[0].Efficiency, double.Parse(first[5], CultureInfo.InvariantCulture), 1e-9);
    }

    [Fact]
    public void Tables_do_not_know_the_time_of_the_run()
    {
        SearchResult result = SyntheticSearch.ThreePeriods();
        string[] Tables(Provenance provenance)
        {
            SearchReport.Write(_folder, result, provenance, TestCurves.Library);
            return [.. Directory.GetFiles(_folder, "*.csv").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        }

        Assert.Equal(
            Tables(SyntheticSearch.Provenance),
            Tables(SyntheticSearch.Provenance with { Started = SyntheticSearch.Provenance.Started.AddDays(1), WallSeconds = 1, CpuSeconds = 2, Threads = 64 }));
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void The_summary_holds_everything_exactly(string search)
    {
        SearchResult result = FigureSvgTests.AllSearches[search]();
        using JsonDocument json = JsonDocument.Parse(SearchReport.SummaryJson(result, SyntheticSearch.Provenance));
        JsonElement root = json.RootElement;
        Assert.Equal(result.Experiment.Title, root.GetProperty("experiment").GetProperty("title").GetString());
        Assert.Equal("published", root.GetProperty("experiment").GetProperty("periods")[0].GetProperty("on_target").GetProperty("status").GetString());
        Assert.Equal(result.Periods.Count, root.GetProperty("periods").GetArrayLength());
        Assert.Equal(result.Yields.Select(y => y.Bremsstrahlung), root.GetProperty("yields").EnumerateArray().Select(y => y.GetProperty("bremsstrahlung").GetDouble()));
        Assert.Equal(result.Limits.SelectMany(l => l.Points).Select(p => p.ExpectedPlus2), root.GetProperty("limits").EnumerateArray()
            .SelectMany(l => l.GetProperty("points").EnumerateArray()).Select(p => p.GetProperty("expected_plus2").GetDouble()));
        Assert.Equal(result.Limits.Select(l => l.Construction), root.GetProperty("limits").EnumerateArray().Select(l => l.GetProperty("construction").GetString()!));
        Assert.Equal(result.BeamSpectrum.Sums.ToArray(), root.GetProperty("beam_spectrum").GetProperty("sums").EnumerateArray().Select(s => s.GetDouble()));
        Assert.Equal(result.Periods[0].CutFlow.Select(c => c.Cut), root.GetProperty("periods")[0].GetProperty("cut_flow").EnumerateArray().Select(c => c.GetProperty("cut").GetString()!));
        Assert.Equal(result.Remarks, root.GetProperty("remarks").EnumerateArray().Select(r => r.GetString()!));
        Assert.Equal(SyntheticSearch.Provenance.ExperimentDigest, root.GetProperty("provenance").GetProperty("experiment_digest").GetString());
        Assert.Equal(42.7, root.GetProperty("provenance").GetProperty("wall_seconds").GetDouble());
    }

    [Fact]
    public void A_published_curve_that_is_missing_stops_before_anything_is_written()
    {
        SearchResult result = SyntheticSearch.OnePeriod();
        result = result with { Experiment = result.Experiment with { PublishedCurves = ["na64e-invisible-2p84e12"] } };
        InputException e = Assert.Throws<InputException>(() => Write(result));
        Assert.Contains("did you mean 'na64e-invisible-2p84e11'", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Every_curve_that_is_drawn_is_cited()
    {
        SearchResult result = SyntheticSearch.OnePeriod();
        string text = Page(result).Value;
        foreach (Hermetic.Reporting.Curves.Plane plane in Enum.GetValues<Hermetic.Reporting.Curves.Plane>())
        {
            Assert.All(SearchFigures.Comparison(result, TestCurves.Library, plane), c => Assert.Contains(c.Curve.Citation, text, StringComparison.Ordinal));
        }
    }

    private void Write(SearchResult result) => SearchReport.Write(_folder, result, SyntheticSearch.Provenance, TestCurves.Library);

    private XElement Page(SearchResult result)
    {
        Write(result);
        return Parse(File.ReadAllText(Path.Combine(_folder, "report.html")));
    }

    private static XElement Parse(string text)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    [GeneratedRegex(@"url\([^)]*\)")]
    private static partial Regex Url();

    [GeneratedRegex("""https?://[^"'\s<)]*""")]
    private static partial Regex Address();

    [GeneratedRegex(@"<([a-z0-9]+)[^<>]*/>")]
    private static partial Regex SelfClosed();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex SvgElement();
}
