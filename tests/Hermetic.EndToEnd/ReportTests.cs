using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Hermetic.EndToEnd;

/// <summary>The report in a real browser, opened from the disk.</summary>
/// <param name="bench">Shared program and run.</param>
public sealed class ReportTests(Workbench bench)
{
    // For every visible figure: its size, and the boxes of its texts in pixels. A glyph box holds room for accents and descenders that the letters
    // seldom use; a sixth is taken off above and below.
    private const string MeasureFigures = """
        () => [...document.querySelectorAll('svg')]
          .filter(svg => !svg.parentElement.closest('svg'))
          .map((svg, index) => {
            const box = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')]
              .filter(t => t.textContent.trim() !== '' && getComputedStyle(t).visibility !== 'hidden' && t.getClientRects().length > 0)
              .map(t => {
                const b = t.getBoundingClientRect();
                const upright = b.height <= b.width || t.textContent.trim().length < 3;
                const dx = upright ? 0 : b.width / 6, dy = upright ? b.height / 6 : 0;
                return { text: t.textContent.trim(), left: b.left + dx, right: b.right - dx, top: b.top + dy, bottom: b.bottom - dy };
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

    private static IEnumerable<string> Collisions(Figure figure)
    {
        for (int i = 0; i < figure.Texts.Count; i++)
        {
            Text a = figure.Texts[i];
            if (a.Left < figure.Left - 1 || a.Right > figure.Right + 1 || a.Top < figure.Top - 1 || a.Bottom > figure.Bottom + 1)
            {
                yield return $"{figure.Name}: '{a.Content}' leaves the figure.";
            }

            foreach (Text b in figure.Texts.Skip(i + 1))
            {
                if (Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left) > 0.5 && Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top) > 0.5)
                {
                    yield return $"{figure.Name}: '{a.Content}' and '{b.Content}' overlap.";
                }
            }
        }
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

    private sealed record Text([property: System.Text.Json.Serialization.JsonPropertyName("text")] string Content, double Left, double Right, double Top, double Bottom);
}
