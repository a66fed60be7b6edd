using Hermetic.Analysis;
using Hermetic.Core.Numerics;
using Hermetic.Reporting.Curves;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting;

/// <summary>The figures of a search for A' -> invisible. Masses are drawn in MeV; nothing is computed but changes of units.</summary>
public static class SearchFigures
{
    private static readonly Stroke OtherExperiment = new(Palette.Gray, 1.1);
    private static readonly Stroke Projection = new(Palette.Gray, 1.1, Dash.Dashed);
    private static readonly Stroke Relic = new(Palette.Green, 1.3);
    private static readonly Dash[] Broken = [Dash.Dashed, Dash.Dotted, Dash.Solid, Dash.DashDotted];
    private static readonly Label MediatorMass = Label.Parse("*m*_{*A*′}  (MeV)");

    /// <summary>Every figure of a search, in the order of the report.</summary>
    /// <param name="result">The search.</param>
    /// <param name="curves">The curves to compare with.</param>
    public static IReadOnlyList<Figure> All(SearchResult result, CurveLibrary curves)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<Figure> figures = [Exclusion(result, curves)];
        if (Curve(result, "limit-y") is not null)
        {
            figures.Add(ExclusionInY(result, curves));
        }

        figures.Add(Yields(result));
        figures.Add(Spectra(result));
        if (result.Periods.Count > 1)
        {
            figures.Add(Periods(result));
        }

        return figures;
    }

    /// <summary>The library curves that the figures of a search draw or leave out, in the plane asked for.</summary>
    /// <param name="result">The search.</param>
    /// <param name="curves">The library.</param>
    /// <param name="plane">The plane.</param>
    public static IReadOnlyList<ConvertedCurve> Comparison(SearchResult result, CurveLibrary curves, Plane plane)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(curves);
        SignalHypothesis signal = result.Experiment.Signal;
        // The curves that the experiment names come first and are drawn whatever their file says; other results of the same experiment stay out.
        IEnumerable<PublishedCurve> named = result.Experiment.PublishedCurves.Select(curves.Named);
        IEnumerable<PublishedCurve> others = curves.Curves.Where(c => c.Kind != CurveKind.ThisExperiment && c.DrawnIn.Contains(plane));
        double unit = plane == Plane.Y ? signal.MassRatio.Value : 1;
        double least = result.Yields.Min(y => y.Mass) / unit;
        double greatest = result.Yields.Max(y => y.Mass) / unit;
        return
        [
            .. named.Concat(others)
                .DistinctBy(c => c.Name)
                .Select(c => CurveConversion.Convert(c, plane, signal.AlphaD.Value, signal.MassRatio.Value, signal.DarkMatter))
                .Select(c => c.IsDrawn && (c.Points[^1].X < least || c.Points[0].X > greatest)
                    ? c with { Points = [], Statement = Label.Plain("outside the masses of this search") }
                    : c),
        ];
    }

    /// <summary>Exclusion in the plane of m_A' and epsilon.</summary>
    /// <param name="result">The search.</param>
    /// <param name="curves">The curves to compare with.</param>
    public static Figure Exclusion(SearchResult result, CurveLibrary curves)
    {
        ArgumentNullException.ThrowIfNull(result);
        LimitCurve limit = Limit(result);
        IReadOnlyList<ConvertedCurve> compared = Comparison(result, curves, Plane.Epsilon);
        Axis x = Axis.Decades(MediatorMass, result.Yields.Select(y => 1e3 * y.Mass), fine: true);
        List<Mark> marks = [.. Excluded(limit), .. Others(compared, result.Experiment.PublishedCurves)];
        List<LimitCurve> alternatives = [.. result.Limits.Where(c => c.Name.StartsWith("limit-alternative", StringComparison.Ordinal))];
        for (int i = alternatives.Count - 1; i >= 0; i--)
        {
            marks.Add(new Curve(Observed(alternatives[i]), new Stroke(Palette.Purple, 1.5, i % 2 == 0 ? Dash.Dotted : Dash.DashDotted), Label.Plain(alternatives[i].Title)));
        }

        if (Curve(result, "limit-with-annihilation") is { } annihilation && !annihilation.Points.Select(p => p.Observed).SequenceEqual(limit.Points.Select(p => p.Observed)))
        {
            marks.Add(new Curve(Observed(annihilation), new Stroke(Palette.Vermillion, 1.5, Dash.DashDotted), Label.Plain(annihilation.Title)));
        }

        marks.AddRange(Ours(limit));
        return new Figure
        {
            Name = "exclusion-epsilon",
            Title = $"{result.Experiment.Name}: exclusion in the plane of dark-photon mass and kinetic mixing",
            Caption = Label.Join(
                Label.Parse("Limit on the kinetic mixing *ε* of a dark photon that decays invisibly, at "),
                Numbers.Percent(limit.ConfidenceLevel),
                Label.Parse(" CL, against its mass. Bands hold the limits expected without signal in 68\u00A0% and 95\u00A0% of repetitions; where they have no width below the median, fewer events than the median cannot be observed. The construction is named under Statistics.")),
            X = x,
            Y = Axis.Decades(Label.Parse("Kinetic mixing  *ε*"), Extent(limit, alternatives).Concat(Published(compared, result.Experiment, x)), 1e-9, 1),
            Marks = marks,
            Notes = [.. Heading(result, limit), Assumptions(result)],
        };
    }

    /// <summary>Exclusion in the plane of m_chi and y, with the thermal targets.</summary>
    /// <param name="result">The search, with a curve "limit-y".</param>
    /// <param name="curves">The curves to compare with.</param>
    public static Figure ExclusionInY(SearchResult result, CurveLibrary curves)
    {
        ArgumentNullException.ThrowIfNull(result);
        LimitCurve limit = Curve(result, "limit-y") ?? Limit(result);
        IReadOnlyList<ConvertedCurve> compared = Comparison(result, curves, Plane.Y);
        List<Mark> marks = [.. Excluded(limit), .. Others(compared, result.Experiment.PublishedCurves), .. Ours(limit)];
        Axis x = Axis.Decades(Label.Parse("*m*_{*χ*}  (MeV)"), result.Yields.Select(y => 1e3 * y.Mass / result.Experiment.Signal.MassRatio.Value), fine: true);
        IEnumerable<double> relics = Within(compared.Where(c => c.Curve.Kind == CurveKind.Thermal), x);
        return new Figure
        {
            Name = "exclusion-y",
            Title = $"{result.Experiment.Name}: exclusion in the plane of dark-matter mass and y",
            Caption = Label.Join(
                Label.Parse("The same search as a limit on *y* = *α*_{D}*ε*^{2}(*m*_{*χ*}/*m*_{*A*′})^{4}, with the values of *y* that give the observed dark-matter abundance (relic lines). "),
                CurveConversion.Alpha(result.Experiment.Signal.AlphaD.Value),
                Label.Plain(", "),
                CurveConversion.Ratio(result.Experiment.Signal.MassRatio.Value),
                Label.Parse("; lines of others are moved to these values where their rule is known, and left out where it is not (see Curves).")),
            X = x,
            Y = Axis.Decades(Label.Parse("*y*  =  *α*_{D} *ε*^{2} (*m*_{*χ*}/*m*_{*A*′})^{4}"), Extent(limit, []).Concat(Published(compared, result.Experiment, x)).Concat(relics), 1e-18, 1e-4),
            Marks = marks,
            Notes = [.. Heading(result, limit), Assumptions(result)],
            FrameHeight = 400,
        };
    }

    /// <summary>Accepted yield per particle on target at epsilon = 1, by process.</summary>
    /// <param name="result">The search.</param>
    public static Figure Yields(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        IReadOnlyList<YieldPoint> yields = result.Yields;
        List<Point> bremsstrahlung = [.. yields.Select(y => new Point(1e3 * y.Mass, y.Bremsstrahlung))];
        List<Point> annihilation = [.. yields.Select(y => new Point(1e3 * y.Mass, y.Annihilation))];
        double greatest = bremsstrahlung.Concat(annihilation).Max(p => p.Y);
        string onTarget = Words.OnTarget(result.Experiment);
        return new Figure
        {
            Name = "yield",
            Title = $"{result.Experiment.Name}: accepted signal yield by process",
            Caption = Label.Join(
                Label.Parse($"Accepted signal events per {onTarget} at *ε* = 1 with every efficiency contained"),
                Label.Plain(result.Periods.Count > 1 ? ", averaged over the periods by exposure" : ""),
                Label.Parse(". The yield grows as *ε*^{2}. Bars are standard Monte Carlo errors; most are smaller than the points.")),
            X = Axis.Decades(MediatorMass, yields.Select(y => 1e3 * y.Mass), fine: true),
            Y = Axis.Decades(
                Label.Parse($"Accepted *A*′ per {onTarget} at *ε* = 1"),
                bremsstrahlung.Concat(annihilation).Select(p => p.Y).Where(v => v > 0),
                greatest > 0 ? greatest * 1e-7 : 1e-30),
            Marks =
            [
                new Measured(annihilation, [.. yields.Select(y => y.AnnihilationError)], new Stroke(Palette.Vermillion), false, Label.Parse("annihilation, *e*^{+}*e*^{−} → *A*′ → *χχ*")),
                new Measured(bremsstrahlung, [.. yields.Select(y => y.BremsstrahlungError)], new Stroke(Palette.Blue), true, Label.Parse("bremsstrahlung, *eZ* → *eZA*′")),
            ],
            Notes = [Label.Plain(result.Experiment.Name), Numbers.Of(result.Showers) + Label.Plain(" showers"), Assumptions(result)],
        };
    }

    /// <summary>Energy in the calorimeter for beam particles and for signal, each with unit area, and the cuts of the periods.</summary>
    /// <param name="result">The search.</param>
    public static Figure Spectra(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<Mark> marks = [];
        double momentum = result.Experiment.Beam.Momentum.Value;
        List<(double Cut, string Names)> cuts =
        [
            .. result.Periods
                .GroupBy(p => p.Period.Selection.MissingEnergyMinimum.Value)
                .Select(g => (momentum - g.Key, string.Join(", ", g.Select(p => p.Period.Name)))),
        ];
        for (int i = cuts.Count - 1; i >= 0; i--)
        {
            Label label = Label.Parse("cut ") + Label.Plain(cuts[i].Names) + Label.Parse(": *E*_{ECAL} < ") + Numbers.Of(cuts[i].Cut, 4) + Label.Plain(" GeV");
            marks.Add(new VerticalLine(cuts[i].Cut, new Stroke(Palette.Gray, 1.4, i % 2 == 0 ? Dash.Dashed : Dash.DashDotted), label));
        }

        List<double> densities = [];
        IReadOnlyList<SignalSpectrum> shown = Thin(result.SignalSpectra, Palette.Series.Count);
        for (int i = shown.Count - 1; i >= 0; i--)
        {
            if (UnitArea(shown[i].Spectrum, new Stroke(Palette.Series[i], 1.5), Label.Parse("signal, *m*_{*A*′} = ") + Numbers.Energy(shown[i].Mass, 3)) is { } steps)
            {
                marks.Add(steps);
                densities.AddRange(steps.Values);
            }
        }

        if (UnitArea(result.BeamSpectrum, new Stroke(Palette.Black, 1.6), Label.Plain($"beam {Words.BeamParticles(result.Experiment)}, no signal")) is { } beam)
        {
            marks.Add(beam);
            densities.AddRange(beam.Values);
        }

        double greatest = densities.DefaultIfEmpty(1).Max();
        return new Figure
        {
            Name = "ecal-spectrum",
            Title = $"{result.Experiment.Name}: energy in the calorimeter",
            Caption = Label.Parse("Reconstructed energy in the calorimeter for beam particles and for signal at several masses, before the missing-energy cut and the efficiency chain. Every spectrum has unit area; bars are standard Monte Carlo errors."),
            X = Axis.Linear(Label.Parse("*E*_{ECAL}  (GeV)"), result.BeamSpectrum.Low, result.BeamSpectrum.High),
            // Room above the highest bin for the notes.
            Y = Axis.Decades(Label.Parse("Fraction per GeV  (unit area)"), densities.Where(d => d > 0).Append(2 * greatest), greatest * 1e-6),
            Marks = marks,
            Notes = [Label.Plain(result.Experiment.Name), Words.Beam(result.Experiment), Numbers.Of(result.Showers) + Label.Plain(" showers")],
        };
    }

    /// <summary>Accepted signal events of each period at epsilon = 1e-4, for the processes of the nominal limit.</summary>
    /// <param name="result">A search with several periods.</param>
    public static Figure Periods(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        const double Epsilon2 = 1e-8;
        List<Mark> marks = [];
        for (int i = result.Periods.Count - 1; i >= 0; i--)
        {
            PeriodResult period = result.Periods[i];
            Dash dash = (Dash)(i / Palette.Series.Count % 4);
            marks.Add(new Curve(
                [.. period.Yields.Select(y => new Point(1e3 * y.Mass, Epsilon2 * period.Period.OnTarget.Value * Words.LimitYield(result.Experiment, y)))],
                new Stroke(Palette.Series[i % Palette.Series.Count], 1.6, dash),
                Label.Plain(period.Period.Name) + Label.Plain(": ") + Numbers.Of(period.Period.OnTarget.Value) + Label.Plain($" {Words.OnTarget(result.Experiment)}")));
        }

        IEnumerable<double> events = marks.OfType<Curve>().SelectMany(c => c.Points).Select(p => p.Y);
        double greatest = events.Max();
        return new Figure
        {
            Name = "events-by-period",
            Title = $"{result.Experiment.Name}: accepted signal events of each period",
            Caption = Label.Parse($"Accepted signal events of each period at *ε* = 10^{{−4}} ({Words.Processes(result.Experiment.Signal.LimitProcesses)}): what each adds to the combined limit."),
            X = Axis.Decades(MediatorMass, result.Yields.Select(y => 1e3 * y.Mass), fine: true),
            Y = Axis.Decades(Label.Parse("Accepted events at *ε* = 10^{−4}"), events, greatest > 0 ? greatest * 1e-7 : 1e-30),
            Marks = marks,
            Notes = [Label.Plain(result.Experiment.Name), Words.Exposure(result.Experiment)],
            FrameHeight = 330,
        };
    }

    /// <summary>The nominal limit.</summary>
    /// <param name="result">The search.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static LimitCurve Limit(SearchResult result) =>
        Curve(result, "limit") ?? throw new ArgumentException("The result has no curve named 'limit'.", nameof(result));

    /// <summary>A limit by name, or null.</summary>
    /// <param name="result">The search.</param>
    /// <param name="name">Name of the curve.</param>
    internal static LimitCurve? Curve(SearchResult result, string name) => result.Limits.FirstOrDefault(c => c.Name == name);

    private static IEnumerable<Mark> Excluded(LimitCurve limit)
    {
        yield return new Region(Observed(limit), Palette.Excluded, Label.Plain("excluded by this computation"));
        yield return new Band(Points(limit, p => p.ExpectedMinus2), Points(limit, p => p.ExpectedPlus2), Palette.TwoSigma, Label.Parse("expected ± 2*σ*"));
        yield return new Band(Points(limit, p => p.ExpectedMinus1), Points(limit, p => p.ExpectedPlus1), Palette.OneSigma, Label.Parse("expected ± 1*σ*"));
    }

    private static IEnumerable<Mark> Ours(LimitCurve limit)
    {
        // With no event observed the two lines usually coincide; the legend says so, since the drawing cannot.
        bool coincide = limit.Points.All(p => Math.Abs(p.Observed - p.Expected) <= 0.01 * p.Expected);
        yield return new Curve(
            Points(limit, p => p.Expected),
            new Stroke(Palette.Black, 1.4, Dash.Dashed),
            Label.Plain("expected without signal (median)" + (coincide ? ", coincides with the observed limit" : "")));
        yield return new Curve(Observed(limit), new Stroke(Palette.Black, 2.2), Label.Plain("observed: " + limit.Title));
    }

    private static List<Mark> Others(IReadOnlyList<ConvertedCurve> compared, IReadOnlyList<string> published)
    {
        List<Mark> marks = [];
        int relics = 0;
        foreach (ConvertedCurve relic in compared.Where(c => c.IsDrawn && c.Curve.Kind == CurveKind.Thermal))
        {
            marks.Add(new Curve(InMeV(relic.Points), Relic with { Dash = Broken[relics++ % Broken.Length] }, Label.Plain(relic.Curve.Title)) { Tag = Label.Plain(relic.Curve.Label) });
        }

        List<ConvertedCurve> drawn = [.. compared.Where(c => c.IsDrawn && !published.Contains(c.Curve.Name))];
        foreach ((CurveKind kind, Stroke stroke, string words) in (ReadOnlySpan<(CurveKind, Stroke, string)>)
            [
                (CurveKind.Projection, Projection, "projections of others"),
                (CurveKind.Experiment, OtherExperiment, "other experiments"),
            ])
        {
            List<ConvertedCurve> group = [.. drawn.Where(c => c.Curve.Kind == kind)];
            if (group.Count == 0)
            {
                continue;
            }

            IEnumerable<Label> statements = group
                .Where(c => c.Statement is not null)
                .GroupBy(c => c.Statement!.ToString())
                .Select(g => Label.Plain($"; {string.Join(", ", g.Select(c => c.Curve.Label))} ") + g.First().Statement!);
            marks.Add(new LegendOnly(stroke, Label.Join([Label.Plain(words), .. statements])));
            marks.AddRange(group.Select(c => new Curve(InMeV(c.Points), stroke, null) { Tag = Label.Plain(c.Curve.Label) }));
        }

        foreach (ConvertedCurve curve in compared.Where(c => c.IsDrawn && published.Contains(c.Curve.Name)).Reverse())
        {
            Label statement = curve.Statement is null ? Label.Empty : Label.Plain(", ") + curve.Statement;
            marks.Add(new Curve(InMeV(curve.Points), new Stroke(Palette.Blue, 1.4), Label.Plain(curve.Curve.Title) + statement) { Dots = true });
        }

        return marks;
    }

    private static IEnumerable<double> Extent(LimitCurve limit, IEnumerable<LimitCurve> alternatives) =>
        limit.Points.SelectMany(p => new[] { p.Observed, p.ExpectedMinus2, p.ExpectedPlus2 }).Concat(alternatives.SelectMany(a => a.Points).Select(p => p.Observed));

    private static IEnumerable<double> Published(IEnumerable<ConvertedCurve> compared, Experiment experiment, Axis x) =>
        Within(compared.Where(c => experiment.PublishedCurves.Contains(c.Curve.Name)), x);

    private static IEnumerable<double> Within(IEnumerable<ConvertedCurve> curves, Axis x) =>
        curves.SelectMany(c => c.Points).Where(p => 1e3 * p.X >= x.Low && 1e3 * p.X <= x.High).Select(p => p.Y);

    private static IEnumerable<Label> Heading(SearchResult result, LimitCurve limit)
    {
        yield return Label.Plain(result.Experiment.Name);
        yield return Words.Exposure(result.Experiment);
        yield return Numbers.Percent(limit.ConfidenceLevel) + Label.Parse(" CL, *A*′ → invisible");
        if (limit.Points.Count == 0)
        {
            yield return Label.Plain("no sensitivity at any mass");
        }
    }

    private static Label Assumptions(SearchResult result) =>
        CurveConversion.Alpha(result.Experiment.Signal.AlphaD.Value) + Label.Plain(", ") + CurveConversion.Ratio(result.Experiment.Signal.MassRatio.Value);

    private static List<Point> Observed(LimitCurve curve) => Points(curve, p => p.Observed);

    private static List<Point> Points(LimitCurve curve, Func<LimitPoint, double> value) => [.. curve.Points.Select(p => new Point(1e3 * p.Mass, value(p)))];

    private static List<Point> InMeV(IReadOnlyList<Point> points) => [.. points.Select(p => p with { X = 1e3 * p.X })];

    private static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> items, int most) =>
        items.Count <= most ? items : [.. Enumerable.Range(0, most).Select(i => items[i * (items.Count - 1) / (most - 1)])];

    private static Steps? UnitArea(Histogram histogram, Stroke stroke, Label legend)
    {
        double[] edges = [.. Enumerable.Range(0, histogram.Bins + 1).Select(histogram.Edge)];
        double width = (histogram.High - histogram.Low) / histogram.Bins;
        double area = 0;
        foreach (double sum in histogram.Sums)
        {
            area += sum * width;
        }

        return area > 0
            ? new Steps(edges, [.. histogram.Sums.ToArray().Select(s => s / area)], [.. Enumerable.Range(0, histogram.Bins).Select(i => histogram.Error(i) / area)], stroke, legend)
            : null;
    }
}
