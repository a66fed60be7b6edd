using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hermetic.Analysis;
using Hermetic.Reporting;
using Hermetic.Reporting.Figures;

namespace Hermetic.Tests.Reporting;

public sealed partial class FigureSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Searches => [.. AllSearches.Keys];

    internal static Dictionary<string, Func<SearchResult>> AllSearches { get; } = new()
    {
        ["one period"] = SyntheticSearch.OnePeriod,
        ["three periods"] = SyntheticSearch.ThreePeriods,
        ["one mass"] = SyntheticSearch.OneMass,
        ["sparse"] = SyntheticSearch.Sparse,
        ["no sensitivity"] = SyntheticSearch.NoSensitivity,
        ["hostile"] = SyntheticSearch.Hostile,
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_figure_is_well_formed_accessible_and_scales(string search)
    {
        foreach ((Figure figure, XElement svg) in Drawn(search))
        {
            double[] box = ViewBox(svg);
            Assert.True(box[2] > 0 && box[3] > 0);
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.NotEmpty(svg.Element(Svg + "title")!.Value);
            Assert.Equal(figure.Name + "-desc", svg.Element(Svg + "desc")!.Attribute("id")!.Value);
            Assert.NotEmpty(svg.Element(Svg + "desc")!.Value);
            Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_text_lies_inside_the_drawing(string search)
    {
        foreach ((Figure figure, XElement svg) in Drawn(search))
        {
            double[] box = ViewBox(svg);
            foreach (XElement text in svg.Descendants(Svg + "text"))
            {
                foreach ((double x, double y) in Corners(text))
                {
                    Assert.True(x >= 0 && x <= box[2] && y >= 0 && y <= box[3], $"{figure.Name}: '{text.Value}' reaches ({x:F0}, {y:F0})");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void The_legend_lies_below_the_frame_and_curves_are_clipped_to_it(string search)
    {
        foreach ((Figure figure, XElement svg) in Drawn(search))
        {
            XElement frame = svg.Descendants(Svg + "rect").Single(r => (string?)r.Attribute("class") == "frame");
            double bottom = Number(frame, "y") + Number(frame, "height");
            XElement? legend = svg.Elements(Svg + "g").SingleOrDefault(g => (string?)g.Attribute("class") == "legend");
            foreach (XElement text in legend?.Descendants(Svg + "text") ?? [])
            {
                Assert.True(Corners(text).Min(c => c.Y) > bottom + 30, $"{figure.Name}: '{text.Value}' lies in the frame");
            }

            XElement marks = svg.Elements(Svg + "g").Single(g => (string?)g.Attribute("class") == "marks");
            string clip = marks.Attribute("clip-path")!.Value;
            XElement hole = svg.Elements(Svg + "clipPath").Single(c => clip == $"url(#{c.Attribute("id")!.Value})").Elements().Single();
            Assert.Equal(Number(frame, "x"), Number(hole, "x"));
            Assert.Equal(Number(frame, "height"), Number(hole, "height"));
            Assert.Empty(marks.Descendants(Svg + "text"));
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void No_text_lies_on_another(string search)
    {
        foreach ((Figure figure, XElement svg) in Drawn(search))
        {
            List<(string Text, (double X, double Y)[] Corners)> texts = [.. svg.Descendants(Svg + "text").Select(t => (t.Value, Corners(t, 0.7, 0.15)))];
            for (int i = 0; i < texts.Count; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    Assert.False(Overlap(texts[i].Corners, texts[j].Corners), $"{figure.Name}: '{texts[i].Text}' lies on '{texts[j].Text}'");
                }
            }
        }
    }

    [Fact]
    public void Powers_of_ten_have_raised_exponents()
    {
        XElement svg = Drawn("one period").First(d => d.Figure.Name == "exclusion-epsilon").Svg;
        XElement label = svg.Descendants(Svg + "text").First(t => t.Value == "10−5");
        XElement exponent = label.Elements(Svg + "tspan").Single();
        Assert.Equal("−5", exponent.Value);
        Assert.True(Number(exponent, "dy") < 0 && Number(exponent, "font-size") < Number(label, "font-size"));
    }

    [Fact]
    public void The_observed_limit_is_drawn_where_its_numbers_are()
    {
        SearchResult result = SyntheticSearch.OnePeriod();
        (Figure figure, XElement svg) = Drawn("one period").First(d => d.Figure.Name == "exclusion-epsilon");
        XElement frame = svg.Descendants(Svg + "rect").Single(r => (string?)r.Attribute("class") == "frame");
        XElement line = svg.Descendants(Svg + "path").Single(p => p.Parent!.Attribute("class")?.Value == "marks" && (string?)p.Attribute("stroke-width") == "2.2");
        double[] coordinates = [.. NumberPattern().Matches(line.Attribute("d")!.Value).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        IReadOnlyList<LimitPoint> points = result.Limits[0].Points;
        Assert.Equal(2 * points.Count, coordinates.Length);
        for (int i = 0; i < points.Count; i++)
        {
            double x = (coordinates[2 * i] - Number(frame, "x")) / Number(frame, "width");
            double y = (Number(frame, "y") + Number(frame, "height") - coordinates[(2 * i) + 1]) / Number(frame, "height");
            Assert.Equal(1e3 * points[i].Mass, figure.X.Low * Math.Pow(figure.X.High / figure.X.Low, x), 1e-3 * 1e3 * points[i].Mass);
            Assert.Equal(points[i].Observed, figure.Y.Low * Math.Pow(figure.Y.High / figure.Y.Low, y), 1e-3 * points[i].Observed);
        }
    }

    [Fact]
    public void Spectra_have_unit_area()
    {
        Figure figure = SearchFigures.Spectra(SyntheticSearch.OnePeriod());
        List<Steps> spectra = [.. figure.Marks.OfType<Steps>()];
        Assert.Equal(5, spectra.Count);
        Assert.All(spectra, s => Assert.Equal(1, s.Values.Zip(s.Edges.Zip(s.Edges.Skip(1), (a, b) => b - a), (v, w) => v * w).Sum(), 12));
        Assert.Equal(50, figure.Marks.OfType<VerticalLine>().Single().X);
        Assert.Equal([60, 50], SearchFigures.Spectra(SyntheticSearch.ThreePeriods()).Marks.OfType<VerticalLine>().Select(l => l.X));
    }

    [Fact]
    public void Figures_name_only_what_they_draw()
    {
        Assert.Equal(["limit-alternative-1", "limit-with-annihilation"], Legends(SyntheticSearch.OnePeriod()).Intersect(["limit-alternative-1", "limit-with-annihilation"]));
        Assert.Empty(Legends(SyntheticSearch.Sparse()).Intersect(["limit-alternative-1", "limit-with-annihilation"]));

        static IEnumerable<string> Legends(SearchResult result) => SearchFigures
            .Exclusion(result with { Limits = [.. result.Limits.Select(l => l with { Title = l.Name })] }, TestCurves.Library)
            .Marks.Select(m => m.Legend?.ToString() ?? "")
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Equal_figures_give_equal_bytes()
    {
        string[] Once() => [.. SearchFigures.All(SyntheticSearch.ThreePeriods(), TestCurves.Library).Select(FigureSvg.Render)];
        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void Gaps_and_absurd_values_do_not_reach_the_file()
    {
        Figure figure = new()
        {
            Name = "gaps",
            Title = "Gaps",
            Caption = Label.Plain("Gaps"),
            X = new Axis(Label.Plain("x"), 1, 10, true),
            Y = new Axis(Label.Plain("y"), 1, 10, true),
            Marks =
            [
                new Curve([new(1, 2), new(2, 0), new(3, double.NaN), new(4, 5), new(5, double.PositiveInfinity), new(6, 1e300), new(7, 1e-300)], new Stroke(Palette.Black), Label.Plain("c")),
                new Measured([new(1, 0), new(2, 3)], [1, 100], new Stroke(Palette.Black), true, null),
                new Steps([1, 2, 3], [0, 1], [0, 5], new Stroke(Palette.Black), null),
                new Band([new(1, 0), new(2, 2)], [new(1, 0), new(2, 3)], Palette.OneSigma, null),
            ],
        };
        string svg = FigureSvg.Render(figure);
        XElement root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.All(
            root.Descendants(Svg + "path").SelectMany(p => NumberPattern().Matches(p.Attribute("d")!.Value)),
            m => Assert.InRange(double.Parse(m.Value, CultureInfo.InvariantCulture), -20000, 20000));
    }

    private static readonly ConcurrentDictionary<string, (Figure Figure, XElement Svg)[]> Drawings = new();

    private static (Figure Figure, XElement Svg)[] Drawn(string search) => Drawings.GetOrAdd(
        search, s => [.. SearchFigures.All(AllSearches[s](), TestCurves.Library).Select(f => (f, XDocument.Parse(FigureSvg.Render(f)).Root!))]);

    private static double[] ViewBox(XElement svg) => [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>Corners of the box of a text, by approximate widths and through the transforms of its groups.</summary>
    private static (double X, double Y)[] Corners(XElement text, double ascent = 0.8, double descent = 0.22)
    {
        double size = Number(text, "font-size");
        // Scripts are counted at full size less their scale, as they are drawn.
        double width = text.Nodes().Sum(n => n is XElement span
            ? Label.Plain(span.Value).Width(span.Attribute("font-size") is null ? size : Number(span, "font-size"))
            : Label.Plain(((XText)n).Value).Width(size));
        double left = Number(text, "x") - (text.Attribute("text-anchor")!.Value switch { "middle" => width / 2, "end" => width, _ => 0 });
        double y = Number(text, "y");
        (double X, double Y)[] corners = [(left, y - (ascent * size)), (left + width, y - (ascent * size)), (left + width, y + (descent * size)), (left, y + (descent * size))];
        foreach (string transform in text.Ancestors().Select(a => (string?)a.Attribute("transform")).OfType<string>())
        {
            double[] t = [.. NumberPattern().Matches(transform).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
            (double sine, double cosine) = Math.SinCos(t[2] * Math.PI / 180);
            corners = [.. corners.Select(c => (t[0] + (c.X * cosine) - (c.Y * sine), t[1] + (c.X * sine) + (c.Y * cosine)))];
        }

        return corners;
    }

    /// <summary>Whether two convex quadrilaterals overlap, by the separating-axis theorem.</summary>
    private static bool Overlap((double X, double Y)[] a, (double X, double Y)[] b)
    {
        foreach ((double X, double Y)[] polygon in (ReadOnlySpan<(double X, double Y)[]>)[a, b])
        {
            for (int i = 0; i < polygon.Length; i++)
            {
                (double X, double Y) p = polygon[i];
                (double X, double Y) q = polygon[(i + 1) % polygon.Length];
                (double nx, double ny) = (q.Y - p.Y, p.X - q.X);
                double Along((double X, double Y) c) => (c.X * nx) + (c.Y * ny);
                if (a.Max(Along) <= b.Min(Along) || b.Max(Along) <= a.Min(Along))
                {
                    return false;
                }
            }
        }

        return true;
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex NumberPattern();
}
