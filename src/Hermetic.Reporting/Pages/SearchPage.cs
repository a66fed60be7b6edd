using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Reporting.Curves;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting.Pages;

/// <summary>The report of a search as one page: everything inside, nothing fetched; well-formed as XML and valid as HTML.</summary>
internal static class SearchPage
{
    /// <summary>The page.</summary>
    /// <param name="result">The search.</param>
    /// <param name="provenance">How it came to be.</param>
    /// <param name="curves">The curves to compare with.</param>
    /// <param name="figures">The figures.</param>
    /// <param name="drawings">The figures as SVG, in the same order.</param>
    public static string Render(SearchResult result, Provenance provenance, CurveLibrary curves, IReadOnlyList<Figure> figures, IReadOnlyList<string> drawings)
    {
        Markup page = Markup.Of($"""
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="generator" content="Hermetic {provenance.Version}"/>
            <title>{result.Experiment.Name}: {result.Experiment.Title}</title>
            <style>
            {new Markup(Style.Sheet)}
            </style>
            </head>
            <body>
            {Head(result)}
            <main>
            <section id="figures"><h2>Figures</h2><div class="figures">
            {figures.Select((f, i) => FigureCard(f, drawings[i], i + 1))}</div></section>
            <section id="factors"><h2>From yield to limit</h2>
            {Factors(result)}</section>
            <section id="limits"><h2>Limits</h2>
            {Limits(result)}</section>
            <section id="yields"><h2>Signal yields</h2>
            {Yields(result)}</section>
            <section id="periods"><h2>Periods and selection</h2>
            {Periods(result)}{CutFlows(result)}</section>
            <section id="background"><h2>Background</h2>
            {Backgrounds(result)}</section>
            <section id="statistics"><h2>Statistics</h2>
            {Statistics(result)}</section>
            <section id="inputs"><h2>Inputs of the experiment</h2>
            {Inputs(result.Experiment)}</section>
            <section id="curves"><h2>Curves</h2>
            {Comparison(result, curves)}</section>
            <section id="remarks"><h2>Remarks</h2>
            {Remarks(result)}</section>
            <section id="provenance"><h2>Provenance</h2>
            {Origin(result, provenance)}</section>
            </main>
            <footer>Made by Hermetic {provenance.Version}. This file is complete: it needs no network and no other file.</footer>
            </body>
            </html>

            """);
        return page.Text;
    }

    private static Markup Head(SearchResult result)
    {
        Experiment experiment = result.Experiment;
        LimitCurve limit = SearchFigures.Limit(result);
        List<Markup> cards =
        [
            Card(Html("Exposure"), Html(Words.Exposure(experiment)), Html(Words.Beam(experiment))),
            .. Headline.Limits(limit).Select(h => Card(
                Html(Label.Parse("*ε* at *m*_{*A*′} = ") + Numbers.Energy(h.Mass, 3)),
                Html(Label.Plain("< ") + Numbers.Of(h.Observed)),
                Html(Label.Plain("expected ") + Numbers.Of(h.Expected) + Label.Plain(h.Interpolated ? ", interpolated" : "")))),
            Card(Html("Observed events"), Html(Numbers.Of(experiment.Periods.Sum(p => p.Observed.Value))), Html(Label.Plain("background ") + BackgroundTotal(experiment) + Label.Plain(" expected"))),
        ];
        (string Id, string Name)[] sections =
        [
            ("figures", "Figures"), ("factors", "From yield to limit"), ("limits", "Limits"), ("yields", "Yields"), ("periods", "Periods"), ("background", "Background"),
            ("statistics", "Statistics"), ("inputs", "Inputs"), ("curves", "Curves"), ("remarks", "Remarks"), ("provenance", "Provenance"),
        ];
        return Markup.Of($"""
            <header><div class="inner">
            <h1>{experiment.Title}</h1>
            <p class="lead">{Label.Parse("Search for *A*′ → invisible · ")}{experiment.Name} · {Numbers.Percent(limit.ConfidenceLevel)} CL · {Words.Processes(experiment.Signal.LimitProcesses)} · {result.Showers.ToString("N0", CultureInfo.InvariantCulture)} simulated showers</p>
            <div class="cards">
            {cards}</div>
            <nav aria-label="Sections">{sections.Select(s => Markup.Of($"""<a href="#{s.Id}">{s.Name}</a>{"\n"}"""))}</nav>
            </div></header>
            """);
    }

    private static Markup Card(Markup what, Markup value, Markup more) =>
        Markup.Of($"""<div class="card"><div class="what">{what}</div><div class="value">{value}</div><div class="more">{more}</div></div>{"\n"}""");

    private static Markup FigureCard(Figure figure, string drawing, int number) => Markup.Of($"""
        <figure><div class="paper">
        {new Markup(drawing)}</div><figcaption><b>Figure {number}.</b> {figure.Caption} File: <code>figures/{figure.Name}.svg</code>.</figcaption></figure>

        """);

    private static Markup Factors(SearchResult result)
    {
        string per = Words.OnTarget(result.Experiment);
        Table table = new(
            (Html(Label.Parse("*m*_{*A*′}")), Align.Right),
            (Html("Period"), Align.Name),
            (Html($"Yield per {per}, simulated cuts"), Align.Right),
            (Html(Label.Plain("× on target")), Align.Right),
            (Html("× efficiency chain"), Align.Right),
            (Html(Label.Parse("= events at *ε* = 1")), Align.Right),
            (Html(Label.Parse("Limit on signal events, *s*_{up}")), Align.Right),
            (Html(Label.Parse("*ε* = √(*s*_{up} / events)")), Align.Right));
        foreach (FactorChain chain in Headline.Chains(result))
        {
            bool single = chain.Periods.Count == 1;
            for (int i = 0; i < chain.Periods.Count; i++)
            {
                PeriodFactors p = chain.Periods[i];
                table.Add(
                    i == 0 ? Html(Numbers.Energy(chain.Mass)) : Markup.None,
                    Html(p.Period),
                    Html(Numbers.Of(p.YieldBeforeChain, 4)),
                    Html(Numbers.Of(p.OnTarget, 4)),
                    Html(Numbers.Of(p.ChainEfficiency, 4)),
                    Html(Numbers.Of(p.Events, 4)),
                    single ? Html(Numbers.Of(chain.EventsLimit, 4)) : Markup.None,
                    single ? Html(Numbers.Of(chain.Epsilon, 4)) : Markup.None);
            }

            if (!single)
            {
                table.AddTotal(
                    Markup.None, Html("all"), Markup.None, Html(Numbers.Of(chain.Periods.Sum(p => p.OnTarget), 4)), Markup.None,
                    Html(Numbers.Of(chain.Events, 4)), Html(Numbers.Of(chain.EventsLimit, 4)), Html(Numbers.Of(chain.Epsilon, 4)));
            }
        }

        Markup rows = table.Render();
        return rows.Text.Length == 0
            ? Markup.Of($"<p>No mass has both a yield and a limit.</p>\n")
            : Markup.Of($"""
                <p>The signal grows as {Label.Parse("*ε*^{2}")}, so the limit on {Label.Parse("*ε*")} is the square root of the limit on signal events over the events at {Label.Parse("*ε* = 1")}. Processes: {Words.Processes(result.Experiment.Signal.LimitProcesses)}. The limit on events is read back from the limit on {Label.Parse("*ε*")}; it holds the uncertainties of the signal and of the background.</p>
                {rows}
                """);
    }

    private static Markup Limits(SearchResult result)
    {
        List<Markup> parts = [];
        foreach (LimitCurve curve in result.Limits)
        {
            Label parameter = curve.Parameter == "epsilon" ? Label.Parse("*ε*") : curve.Parameter == "y" ? Label.Parse("*y*") : Label.Plain(curve.Parameter);
            Table table = new(
                (Html(Label.Parse(curve.Parameter == "y" ? "*m*_{*χ*}" : "*m*_{*A*′}")), Align.Right),
                (Html(Label.Plain("Observed ") + parameter), Align.Right),
                (Html(Label.Parse("Expected −2*σ*")), Align.Right),
                (Html(Label.Parse("−1*σ*")), Align.Right),
                (Html("median"), Align.Right),
                (Html(Label.Parse("+1*σ*")), Align.Right),
                (Html(Label.Parse("+2*σ*")), Align.Right));
            foreach (LimitPoint p in curve.Points)
            {
                table.Add(
                    Html(Numbers.Energy(p.Mass)), Html(Numbers.Scientific(p.Observed)), Html(Numbers.Scientific(p.ExpectedMinus2)), Html(Numbers.Scientific(p.ExpectedMinus1)),
                    Html(Numbers.Scientific(p.Expected)), Html(Numbers.Scientific(p.ExpectedPlus1)), Html(Numbers.Scientific(p.ExpectedPlus2)));
            }

            Markup rows = table.Render();
            parts.Add(Markup.Of($"""
                <details><summary>{curve.Title} ({parameter}, {curve.Points.Count} {(curve.Points.Count == 1 ? "mass" : "masses")}) · <code>{curve.Name}.csv</code></summary>
                {(rows.Text.Length == 0 ? Markup.Of($"<p>The search has no sensitivity at any mass.</p>\n") : rows)}</details>

                """));
        }

        return Markup.Join(parts);
    }

    private static Markup Yields(SearchResult result)
    {
        string per = Words.OnTarget(result.Experiment);
        Table table = new(
            (Html(Label.Parse("*m*_{*A*′}")), Align.Right),
            (Html("Bremsstrahlung"), Align.Right),
            (Html("Effective showers"), Align.Right),
            (Html("Annihilation"), Align.Right),
            (Html("Effective showers"), Align.Right),
            (Html("Accepted / produced"), Align.Right));
        foreach (YieldPoint y in result.Yields)
        {
            table.Add(
                Html(Numbers.Energy(y.Mass)), Html(Numbers.WithError(y.Bremsstrahlung, y.BremsstrahlungError)), Html(Numbers.Of(y.EffectiveEvents)),
                Html(Numbers.WithError(y.Annihilation, y.AnnihilationError)), Html(Numbers.Of(y.EffectiveAnnihilationEvents)), Html(Numbers.Percent(y.Efficiency)));
        }

        string averaged = result.Periods.Count > 1 ? ", averaged over the periods by exposure" : "";
        return Markup.Of($"""
            <p>Accepted signal events per {per} at {Label.Parse("*ε* = 1")}, every efficiency contained{averaged}; errors are standard Monte Carlo errors. The last column is the accepted bremsstrahlung weight over all of it with {Label.Parse("*E*_{*A*′}")} above half the missing-energy cut.</p>
            <details{new Markup(result.Yields.Count > 12 ? "" : " open=\"open\"")}><summary>{result.Yields.Count} {(result.Yields.Count == 1 ? "mass" : "masses")} · <code>yield.csv</code></summary>
            {table.Render()}</details>

            """);
    }

    private static Markup Periods(SearchResult result)
    {
        Experiment experiment = result.Experiment;
        Table table = new(
            (Html("Period"), Align.Name),
            (Html(Words.OnTarget(experiment)), Align.Right),
            (Html("Missing energy"), Align.Right),
            (Html(Label.Parse("Signal box *E*_{ECAL}")), Align.Right),
            (Html("Efficiency chain"), Align.Right),
            (Html("Alternative chains"), Align.Left),
            (Html("Signal uncertainty"), Align.Right),
            (Html("Background"), Align.Right),
            (Html("Observed"), Align.Right));
        foreach (Period p in experiment.Periods)
        {
            table.Add(
                Html(p.Name),
                Html(Numbers.Of(p.OnTarget.Value, 4)),
                Html(Label.Plain("> ") + Numbers.Of(p.Selection.MissingEnergyMinimum.Value, 4) + Label.Plain("\u00A0GeV")),
                Html(Label.Plain("< ") + Numbers.Of(experiment.Beam.Momentum.Value - p.Selection.MissingEnergyMinimum.Value, 4) + Label.Plain("\u00A0GeV")),
                Html(Numbers.Of(p.Efficiency.Total)),
                p.AlternativeEfficiencies.Count == 0
                    ? Html("–")
                    : Markup.Join(p.AlternativeEfficiencies.Select((a, i) => Markup.Of($"{(i == 0 ? "" : "; ")}{a.Name}: {Numbers.Of(a.Total)}"))),
                Html(Numbers.Percent(p.SignalUncertainty)),
                Html(Numbers.WithError(p.Background.Total.Value, p.Background.Uncertainty.Value)),
                Html(Numbers.Of(p.Observed.Value)));
        }

        if (experiment.Periods.Count > 1)
        {
            table.AddTotal(
                Html("all"), Html(Numbers.Of(Words.TotalOnTarget(experiment), 4)), Markup.None, Markup.None, Markup.None, Markup.None, Markup.None,
                Html(BackgroundTotal(experiment)), Html(Numbers.Of(experiment.Periods.Sum(p => p.Observed.Value))));
        }

        return table.Render();
    }

    private static Markup CutFlows(SearchResult result)
    {
        List<Markup> parts = [Markup.Of($"<h3>Cut flow of the signal</h3>\n")];
        foreach (PeriodResult period in result.Periods)
        {
            Table table = new((Html("Cut"), Align.Wide), (Html("Left of produced"), Align.Right), (Html("This cut"), Align.Right), (Html("Origin"), Align.Wide));
            double before = 1;
            foreach (CutFlowRow row in period.CutFlow)
            {
                table.Add(Html(row.Cut), Html(Numbers.Percent(row.Cumulative)), Html(before > 0 ? Numbers.Percent(row.Cumulative / before) : Label.Plain("–")), Html(row.Origin));
                before = row.Cumulative;
            }

            parts.Add(table.Render(Markup.Of($"Period {period.Period.Name}, {Label.Parse("*m*_{*A*′} = ")}{Numbers.Energy(period.CutFlowMass)}")));
        }

        return Markup.Join(parts);
    }

    private static Markup Backgrounds(SearchResult result)
    {
        List<Markup> parts = [];
        foreach (Period period in result.Experiment.Periods)
        {
            Table table = new((Html("Source of background"), Align.Wide), (Html("Events"), Align.Right), (Html("Status"), Align.Left), (Html("Source"), Align.Wide));
            foreach (BackgroundSource source in period.Background.Sources)
            {
                table.Add(
                    Html(source.Name),
                    Html(source.IsUpperLimit ? Label.Plain("< ") + Numbers.Of(source.Mean.Value) : Numbers.WithError(source.Mean.Value, source.Uncertainty)),
                    Status(source.Mean.Status),
                    Cite(result.Experiment, source.Mean));
            }

            table.AddTotal(
                Html("total"), Html(Numbers.WithError(period.Background.Total.Value, period.Background.Uncertainty.Value)),
                Status(period.Background.Total.Status), Cite(result.Experiment, period.Background.Total));
            parts.Add(table.Render(Markup.Of($"Period {period.Name}: {Numbers.Of(period.OnTarget.Value, 4)} {Words.OnTarget(result.Experiment)}, observed {Numbers.Of(period.Observed.Value)}")));
        }

        return Markup.Join(parts);
    }

    private static Markup Statistics(SearchResult result)
    {
        IEnumerable<Markup> constructions = result.Limits.GroupBy(c => c.Construction).Select(g => Markup.Of(
            $"<li>{g.Key} ({string.Join("; ", g.Select(c => c.Title))}).</li>\n"));
        Markup periods = result.Periods.Count > 1
            ? Markup.Of($"<li>The {result.Periods.Count} periods are combined in one likelihood, each with its own exposure, selection, efficiency, background and observation.</li>\n")
            : Markup.None;
        return Markup.Of($"""
            <p>Each number below is an upper limit on the coupling from counted events in the signal box; the construction is named with the curves that use it.</p>
            <ul>
            {constructions}{periods}<li>The observed limit uses the observed counts. The expected limits are those of experiments without signal that have the same expected background: the median, and the values that bound {Numbers.Percent(0.68)} ({Label.Parse("±1*σ*")}) and {Numbers.Percent(0.95)} ({Label.Parse("±2*σ*")}) of them. Counts are whole numbers, so with little background several of these values coincide.</li>
            <li>The relative uncertainty of the signal yield is the quadratic sum of its published parts; it and the uncertainty of the background are part of the construction as named above.</li>
            </ul>

            """);
    }

    private static Markup Inputs(Experiment experiment)
    {
        Table table = new((Html("Quantity"), Align.Wide), (Html("Value"), Align.Right), (Html("Status"), Align.Left), (Html("Source"), Align.Wide));
        foreach (Input input in InputList.Of(experiment))
        {
            table.Add(Html(input.Name), Html(input.Shown), Status(input.Value.Status), Cite(experiment, input.Value));
        }

        IEnumerable<Markup> legend = Enum.GetValues<SourceStatus>().Select(s => Markup.Of($"{Status(s)} {Meaning(s)}. "));
        return Markup.Of($"""
            <p>{legend}</p>
            <details><summary>All numbers of <code>{experiment.Name}</code> with their sources</summary>
            {table.Render()}</details>

            """);
    }

    private static Markup Comparison(SearchResult result, CurveLibrary curves)
    {
        List<Markup> parts = [];
        foreach ((Plane plane, Label name) in (ReadOnlySpan<(Plane, Label)>)
            [(Plane.Epsilon, Label.Parse("Plane of *m*_{*A*′} and *ε*")), (Plane.Y, Label.Parse("Plane of *m*_{*χ*} and *y*"))])
        {
            if (plane == Plane.Y && SearchFigures.Curve(result, "limit-y") is null)
            {
                continue;
            }

            Table table = new(
                (Html("Curve"), Align.Wide), (Html("CL"), Align.Left), (Html("Assumptions"), Align.Wide), (Html("Drawn"), Align.Wide), (Html("Source"), Align.Wide));
            foreach (ConvertedCurve c in SearchFigures.Comparison(result, curves, plane))
            {
                Markup level = c.Curve.ConfidenceLevel is { } cl ? Html(Numbers.Percent(cl)) : Html(c.Curve.Kind == CurveKind.Thermal ? "–" : "not stated");
                Markup drawn = c.IsDrawn
                    ? c.Statement is null ? Html("as published") : Html(c.Statement)
                    : Markup.Of($"left out: {c.Statement ?? Label.Empty}");
                Markup note = c.Curve.Note is null ? Markup.None : Markup.Of($" Note: {c.Curve.Note}.");
                table.Add(Html(c.Curve.Title), level, Html(c.Curve.Assumptions), drawn, Markup.Of($"{c.Curve.Citation}; {c.Curve.How}.{note}"));
            }

            parts.Add(Markup.Of($"<details><summary>{name}: curves of others and their sources</summary>\n{table.Render()}</details>\n"));
        }

        return Markup.Join(parts);
    }

    private static Markup Remarks(SearchResult result) => result.Remarks.Count == 0
        ? Markup.Of($"<p>None.</p>\n")
        : Markup.Of($"<ul>\n{result.Remarks.Select(r => Markup.Of($"<li>{r}</li>\n"))}</ul>\n");

    private static Markup Origin(SearchResult result, Provenance provenance)
    {
        Table table = new((Html("What"), Align.Left), (Html("Value"), Align.Wide));
        table.Add(Html("Program"), Html($"Hermetic {provenance.Version}"));
        table.Add(Html("Command"), Code(provenance.Command));
        table.Add(Html("Experiment digest (SHA-256)"), Code(provenance.ExperimentDigest));
        table.Add(Html("Experiment files"), Markup.Join(result.Experiment.Files.Select((f, i) => Markup.Of($"{(i == 0 ? "" : ", ")}{Code(f)}"))));
        table.Add(Html("Seed"), Html(provenance.Seed.ToString(CultureInfo.InvariantCulture)));
        table.Add(Html("Showers"), Html(provenance.Showers.ToString("N0", CultureInfo.InvariantCulture)));
        table.Add(Html("Threads"), Html(Label.Plain(provenance.Threads.ToString(CultureInfo.InvariantCulture) + " (they do not change the result)")));
        table.Add(Html("Started"), Html(provenance.Started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)));
        table.Add(Html("Wall-clock time"), Html(Numbers.Of(provenance.WallSeconds, 4) + Label.Plain(" s")));
        table.Add(Html("Processor time"), Html(Numbers.Of(provenance.CpuSeconds, 4) + Label.Plain(" s")));
        table.Add(Html("Machine"), Html(provenance.Machine));
        return table.Render();
    }

    private static Label BackgroundTotal(Experiment experiment) => Numbers.WithError(
        experiment.Periods.Sum(p => p.Background.Total.Value),
        Math.Sqrt(experiment.Periods.Sum(p => p.Background.Uncertainty.Value * p.Background.Uncertainty.Value)));

    private static Markup Cite(Experiment experiment, Sourced value)
    {
        string source = experiment.Sources.TryGetValue(value.Source, out string? citation) ? citation : value.Source;
        return value.Note is null ? Html(source) : Markup.Of($"{source}. {value.Note}");
    }

    private static Markup Status(SourceStatus status)
    {
        (string kind, string name) = status switch
        {
            SourceStatus.Published => ("ok", "published"),
            SourceStatus.Figure => ("ok", "from figure"),
            SourceStatus.Derived => ("mid", "derived"),
            SourceStatus.SecondHand => ("mid", "second-hand"),
            SourceStatus.Unrefereed => ("mid", "unrefereed"),
            SourceStatus.Recalled => ("weak", "recalled"),
            _ => ("weak", "assumed"),
        };
        return Markup.Of($"""<span class="tag {kind}">{name}</span>""");
    }

    private static string Meaning(SourceStatus status) => status switch
    {
        SourceStatus.Published => "as printed in the cited publication",
        SourceStatus.Figure => "read from a published figure",
        SourceStatus.Derived => "arithmetic on published numbers",
        SourceStatus.SecondHand => "the source quotes another publication",
        SourceStatus.Unrefereed => "public code or notes, never refereed",
        SourceStatus.Recalled => "from memory, not seen in a text at hand",
        _ => "a choice made for the simulation",
    };

    private static Markup Code(string text) => Markup.Of($"<code>{text}</code>");

    private static Markup Html(string text) => Markup.Of($"{text}");

    private static Markup Html(Label label) => Markup.Of($"{label}");
}
