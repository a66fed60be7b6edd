using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Hermetic.EndToEnd;

/// <summary>The report in a real browser, opened from the disk.</summary>
/// <param name="bench">Shared program and run.</param>
public sealed class ReportTests(Workbench bench)
{
    // For every figure: its box, and the four corners of each text in pixels, turned with the text. A glyph box holds room for accents and descenders that
    // the letters seldom use; a sixth is taken off above and below.
    private const string MeasureFigures = """
        () => [...document.querySelectorAll('svg')]
          .filter(svg => !svg.parentElement.closest('svg'))
          .map((svg, index) => {
            const box = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')]
              .filter(t => t.textContent.trim() !== '' && getComputedStyle(t).visibility !== 'hidden' && t.getClientRects().length > 0)
              .map(t => {
                const b = t.getBBox(), toScreen = t.getScreenCTM();
                const corner = (x, y) => { const p = new DOMPoint(x, y).matrixTransform(toScreen); return [p.x, p.y]; };
                const top = b.y + b.height / 6, bottom = b.y + b.height * 5 / 6;
                return { text: t.textContent.trim(), corners: [corner(b.x, top), corner(b.x + b.width, top), corner(b.x + b.width, bottom), corner(b.x, bottom)] };
              });
            return { name: svg.querySelector('title')?.textContent ?? String(index), left: box.left, top: box.top, right: box.right, bottom: box.bottom, texts };
          })
        """;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(400, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task TheReportIsReadable(int width, ColorScheme scheme)
    {
        string executable = FindChromium();
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        List<string> requests = [];
        page.Request += (_, request) => requests.Add(request.Url);

        string address = new Uri(Path.Combine(bench.SmallRun, "report.html")).AbsoluteUri;
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        string pictures = Directory.CreateDirectory(Path.Combine(Workbench.Root, "artifacts", "screenshots")).FullName;
        await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"report-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });

        Assert.Empty(complaints);
        Assert.Equal([address], requests.Where(r => !r.StartsWith("data:", StringComparison.Ordinal)));
        Assert.NotEqual("", await page.TitleAsync());
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        int overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} px wider than a window of {width} px.");

        Figure[] figures = JsonSerializer.Deserialize<Figure[]>((await page.EvaluateAsync<JsonElement>(MeasureFigures)).GetRawText(), Web)!;
        Assert.True(figures.Length >= 4, $"{figures.Length} figures.");
        Assert.All(figures, f => Assert.True(f.Right - f.Left >= 200 && f.Bottom - f.Top >= 120, $"{f.Name} has no size."));
        List<string> collisions = [.. figures.SelectMany(Collisions)];
        Assert.True(collisions.Count == 0, string.Join('\n', collisions));
        double smallest = figures.SelectMany(f => f.Texts).Min(t => 1.5 * double.Hypot(t.Corners[3][0] - t.Corners[0][0], t.Corners[3][1] - t.Corners[0][1]));
        Assert.True(smallest >= 7.5, $"The smallest line of text is {smallest:F1} px high.");
    }

    [Fact]
    public void FiguresAreFilesForAPaper()
    {
        string[] figures = Directory.GetFiles(bench.SmallRun, "*.svg", SearchOption.AllDirectories);
        Assert.True(figures.Length >= 4, $"{figures.Length} figures.");
        foreach (string figure in figures)
        {
            XElement svg = XDocument.Load(figure).Root!;
            Assert.Equal("{http://www.w3.org/2000/svg}svg", svg.Name.ToString());
            Assert.NotNull(svg.Attribute("viewBox"));
            Assert.DoesNotContain("NaN", File.ReadAllText(figure), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheReportHoldsEverythingItself()
    {
        string report = File.ReadAllText(Path.Combine(bench.SmallRun, "report.html"));
        Assert.DoesNotMatch("(?i)<(link|script|img|iframe)[^>]+(src|href)=[\"']?(?!data:|#)", report);
        Assert.DoesNotContain("@import", report, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\bNaN\b|∞", report);
    }

    [Fact]
    public void TurnedTextsOverlapOnlyWhereTheyMeet()
    {
        double[][] rising = [[0, 100], [100, 0], [107, 7], [7, 107]];
        double[][] beside = [.. rising.Select(c => new[] { c[0] + 12, c[1] + 12 })];
        double[][] crossing = [[0, 45], [100, 45], [100, 60], [0, 60]];
        Assert.False(Overlap(rising, beside));
        Assert.True(Overlap(rising, crossing));
        Assert.True(Overlap(rising, rising));
    }

    private static IEnumerable<string> Collisions(Figure figure)
    {
        for (int i = 0; i < figure.Texts.Count; i++)
        {
            Text a = figure.Texts[i];
            if (a.Corners.Any(c => c[0] < figure.Left - 1 || c[0] > figure.Right + 1 || c[1] < figure.Top - 1 || c[1] > figure.Bottom + 1))
            {
                yield return $"{figure.Name}: '{a.Content}' leaves the figure.";
            }

            foreach (Text b in figure.Texts.Skip(i + 1).Where(b => Overlap(a.Corners, b.Corners)))
            {
                yield return $"{figure.Name}: '{a.Content}' and '{b.Content}' overlap.";
            }
        }
    }

    /// <summary>Two rectangles overlap by more than half a pixel unless an edge direction of one of them separates their shadows.</summary>
    private static bool Overlap(double[][] a, double[][] b)
    {
        foreach (double[][] box in new[] { a, b })
        {
            for (int i = 0; i < 2; i++)
            {
                (double x, double y) = (box[i + 1][0] - box[i][0], box[i + 1][1] - box[i][1]);
                double length = double.Hypot(x, y);
                double[] ofA = [.. a.Select(c => (c[0] * x + c[1] * y) / length)];
                double[] ofB = [.. b.Select(c => (c[0] * x + c[1] * y) / length)];
                if (Math.Min(ofA.Max(), ofB.Max()) - Math.Max(ofA.Min(), ofB.Min()) <= 0.5)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string FindChromium()
    {
        string? named = Environment.GetEnvironmentVariable("HERMETIC_CHROMIUM");
        string? found = !string.IsNullOrEmpty(named)
            ? named
            : (from name in new[] { "chromium", "chromium-browser", "google-chrome" }
               from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
               select Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "THE REPORT WAS NOT SEEN BY A BROWSER: Chromium is not installed (apt install chromium, or set HERMETIC_CHROMIUM to its path).");
        return found!;
    }

    private sealed record Figure(string Name, double Left, double Top, double Right, double Bottom, IReadOnlyList<Text> Texts);

    private sealed record Text([property: JsonPropertyName("text")] string Content, double[][] Corners);
}
