using Hermetic.Analysis;
using Hermetic.Core.Numerics;
using Hermetic.Physics.DarkSector;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Reporting;

/// <summary>A search result of realistic size and shape, made by closed formulas: no physics, but everything that a report must cope with.</summary>
internal static class SyntheticSearch
{
    /// <summary>A result like that of the 2016-18 data: one period, 40 masses, one alternative efficiency.</summary>
    public static SearchResult OnePeriod() => Make([Period("2016-18", 2.84e11, 50, 0.48)], Grid(1e-3, 1, 40), ["na64e-invisible-2p84e11"]);

    /// <summary>Three periods with two different cuts, and annihilation in the nominal limit.</summary>
    public static SearchResult ThreePeriods()
    {
        SearchResult result = Make(
            [Period("2016-22", 9.37e11, 50, 0.48), Period("2023", 4.4e11, 40, 0.52), Period("2024", 5.2e11, 40, 0.52)],
            Grid(1e-3, 1, 40),
            ["na64e-invisible-2p84e11"]);
        return result with
        {
            Experiment = result.Experiment with
            {
                Name = "na64e-2024",
                Title = "NA64e 2016-24: A' → invisible",
                Signal = result.Experiment.Signal with { DarkMatter = DarkMatter.Dirac, LimitProcesses = SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation },
            },
        };
    }

    /// <summary>A single mass.</summary>
    public static SearchResult OneMass() => Make([Period("2016-18", 2.84e11, 50, 0.48)], [0.0167], ["na64e-invisible-2p84e11"]);

    /// <summary>No yield above 300 MeV, no alternatives, no spectra, nothing published: the least that a search can give.</summary>
    public static SearchResult Sparse()
    {
        SearchResult result = Make([Period("2016-18", 2.84e11, 50, 0.48) with { AlternativeEfficiencies = [], SignalUncertainties = [] }], Grid(1e-3, 1, 10), []);
        YieldPoint[] yields = [.. result.Yields.Select(y => y.Mass > 0.3 ? new YieldPoint(y.Mass, 0, 0, 0, 0, 0, 0, 0) : y)];
        return result with
        {
            Yields = yields,
            Periods = [result.Periods[0] with { Yields = yields, CutFlow = [] }],
            Limits = [.. result.Limits.Where(l => l.Name is "limit" or "limit-y").Select(l => l with { Points = [.. l.Points.Where(p => p.Mass <= 0.3)] })],
            SignalSpectra = [],
            BeamSpectrum = new Histogram(0, 120, 60),
            Remarks = [],
        };
    }

    /// <summary>Nothing accepted at any mass.</summary>
    public static SearchResult NoSensitivity()
    {
        SearchResult result = Sparse();
        YieldPoint[] yields = [.. result.Yields.Select(y => new YieldPoint(y.Mass, 0, 0, 0, 0, 0, 0, 0))];
        return result with
        {
            Yields = yields,
            Periods = [result.Periods[0] with { Yields = yields }],
            Limits = [.. result.Limits.Select(l => l with { Points = [] })],
        };
    }

    /// <summary>Names that would break a page that does not escape.</summary>
    public static SearchResult Hostile()
    {
        const string Name = "<b>&\"quoted\" 'x' </script> ]]> \u0001";
        SearchResult result = ThreePeriods();
        Period[] periods = [.. result.Experiment.Periods.Select((p, i) => p with { Name = $"{Name} {i}" })];
        return result with
        {
            Experiment = result.Experiment with
            {
                Title = Name,
                Sources = new Dictionary<string, string> { ["prl"] = Name, ["thesis"] = Name, ["choice"] = Name },
                Periods = periods,
            },
            Periods = [.. result.Periods.Select((p, i) => p with { Period = periods[i], CutFlow = [new CutFlowRow(Name, 0.5, Name)] })],
            Limits = [.. result.Limits.Select(l => l with { Title = Name + l.Name + new string('W', 90), Construction = Name })],
            Remarks = [Name],
        };
    }

    /// <summary>How the synthetic result came to be.</summary>
    public static Provenance Provenance { get; } = new(
        "0.1.0", "hermetic run na64e-2018 --seed 1", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 1, 200000, 2,
        new DateTimeOffset(2026, 11, 23, 1, 15, 0, TimeSpan.Zero), 42.7, 81.3, "Linux, .NET 10.0, 2 processors");

    private static double[] Grid(double low, double high, int count) =>
        [.. Enumerable.Range(0, count).Select(i => low * Math.Pow(high / low, (double)i / (count - 1)))];

    private static Sourced From(double value, SourceStatus status = SourceStatus.Published, string source = "prl", string? note = null) => new(value, source, status, note);

    private static Period Period(string name, double onTarget, double missing, double efficiency) => new()
    {
        Name = name,
        OnTarget = From(onTarget),
        Selection = new Selection(From(0.5, SourceStatus.Recalled), From(80, SourceStatus.Published, "thesis"), From(missing)),
        Efficiency = new EfficiencyChain("calibration run",
        [
            new("SRD", From(0.61, SourceStatus.Published, "thesis")),
            new("shower chi2", From(0.58, SourceStatus.Published, "thesis")),
            new("VETO", From(0.51, SourceStatus.Published, "thesis")),
            new("straws", From(efficiency, SourceStatus.Derived, "thesis", "product of the cuts")),
        ]),
        AlternativeEfficiencies = [new EfficiencyChain("physics runs", [new("all cuts", From(0.285, SourceStatus.Unrefereed, "thesis", "denominator not defined"))])],
        Background = new BackgroundBudget(
            [
                new("electron-nuclear interaction in the target", From(0.044), 0, true),
                new("π, µ, K decays", From(0.02), 0.01, false),
                new("electron-nuclear interaction in the beam line", From(0.43), 0.16, false),
            ],
            From(0.53),
            From(0.17)),
        Observed = From(0),
        SignalUncertainties = [new("cross section", From(0.1, SourceStatus.SecondHand)), new("exposure", From(0.02, SourceStatus.Figure))],
    };

    private static SearchResult Make(Period[] periods, double[] masses, string[] published)
    {
        double total = periods.Sum(p => p.OnTarget.Value);
        // Yields of the size and slope that the published limit of 2016-18 asks for: 2.4 events at eps = 7.5e-6 and 1 MeV, slope 2.1 in the logarithms, falling faster above 200 MeV.
        double Bremsstrahlung(double m, Period p) => 0.30 * p.Efficiency.Total / 0.48 / (1 + Math.Pow(m / 0.0013, 1.72) + Math.Pow(m / 0.016, 2.75));
        double Annihilation(double m) => 6e-5 * Math.Exp(-Math.Pow(Math.Log(m / 0.27) / 0.22, 2)) * (m > 0.15 && m < 0.32 ? 1 : 0);
        YieldPoint At(double m, double b, double a) => new(m, b, 0.012 * b, a, 0.05 * a, 0.36 / (1 + (m / 0.6)), 4.1e4 / (1 + (m / 0.2)), a > 0 ? 310 : 0);
        YieldPoint Average(double m) => At(m, periods.Sum(p => p.OnTarget.Value * Bremsstrahlung(m, p)) / total, Annihilation(m));
        LimitCurve Limit(string name, string title, double level, Func<YieldPoint, double> yield, double factor = 1) => new(
            name, title, "epsilon", level, "CLs, exact Poisson, background and efficiency uncertainty marginalised",
            [.. masses.Select(Average).Where(y => yield(y) > 0).Select(y =>
            {
                double Epsilon(double events) => Math.Sqrt(events * factor / (yield(y) * total));
                return new LimitPoint(y.Mass, Epsilon(2.38), Epsilon(2.38), Epsilon(2.38), Epsilon(2.38), Epsilon(3.52), Epsilon(4.61));
            })]);
        LimitCurve limit = Limit("limit", "bremsstrahlung, 90 % CL", 0.90, y => y.Bremsstrahlung);
        double[] shown = masses.Length == 1 ? masses : [1e-3, 1e-2, 0.1, 0.5];
        return new SearchResult
        {
            Experiment = new Experiment
            {
                Name = "na64e-2018",
                Title = "NA64e 2016-18: A' → invisible",
                Sources = new Dictionary<string, string>
                {
                    ["prl"] = "NA64, Phys. Rev. Lett. 123 (2019) 121801, arXiv:1906.00176",
                    ["thesis"] = "E. Depero, PhD thesis, ETH Zurich (2020)",
                    ["choice"] = "a choice of this simulation",
                },
                Beam = new Beam(BeamParticle.Electron, From(100), From(0.01, SourceStatus.Assumed, "choice"), From(4.13), From(1.4), From(4e-4, SourceStatus.Published, "thesis")),
                Ecal = new Calorimeter(
                    [new Plate("lead", From(1.5), false), new Plate("polystyrene", From(1.5), true)],
                    From(150), From(16), From(229.2, SourceStatus.Derived), From(0.1), From(0.04)),
                Signal = new SignalHypothesis(
                    From(0.1, SourceStatus.Assumed, "choice"), From(3, SourceStatus.Assumed, "choice"), DarkMatter.ComplexScalar, SignalProcesses.Bremsstrahlung),
                Periods = periods,
                PublishedCurves = published,
                Digest = "0123456789abcdef",
                Files = ["experiments/na64e-2018.yaml", "experiments/shared/ecal.yaml"],
            },
            Periods =
            [
                .. periods.Select(p => new PeriodResult(
                    p,
                    [.. masses.Select(m => At(m, Bremsstrahlung(m, p), Annihilation(m)))],
                    [
                        new("produced with E_A' > 25 GeV", 1, "simulated"),
                        new("trigger: preshower", 0.93, "simulated"),
                        new("missing energy", 0.71, "simulated"),
                        new("calibration run: SRD", 0.433, "E. Depero, PhD thesis, ETH Zurich (2020)"),
                        new("calibration run: straws", 0.341, "E. Depero, PhD thesis, ETH Zurich (2020)"),
                    ],
                    masses.Length == 1 ? masses[0] : masses[masses.Length / 3])),
            ],
            Yields = [.. masses.Select(Average)],
            Limits =
            [
                limit,
                Limit("limit-95", "bremsstrahlung, 95 % CL", 0.95, y => y.Bremsstrahlung, 1.3),
                Limit("limit-with-annihilation", "with annihilation, 90 % CL", 0.90, y => y.Bremsstrahlung + y.Annihilation),
                new LimitCurve(
                    "limit-y", "bremsstrahlung, 90 % CL", "y", 0.90, limit.Construction,
                    [.. limit.Points.Select(p => new LimitPoint(p.Mass / 3, Y(p.Observed), Y(p.ExpectedMinus2), Y(p.ExpectedMinus1), Y(p.Expected), Y(p.ExpectedPlus1), Y(p.ExpectedPlus2)))]),
                Limit("limit-alternative-1", "efficiency of the physics runs, 90 % CL", 0.90, y => y.Bremsstrahlung, 0.48 / 0.285),
            ],
            BeamSpectrum = Spectrum(x => Math.Exp(-0.5 * Math.Pow((x - 99) / 4.2, 2)) + (2e-4 * Math.Exp((x - 99) / 12) * (x < 99 ? 1 : 0)), 1, 5e4),
            SignalSpectra = [.. shown.Select(m => new SignalSpectrum(m, Spectrum(x => Math.Exp(-x / (8 + (40 * Math.Exp(-m / 0.003)))) * (x < 100 ? 1 : 0), 0.1, 4e3)))],
            Showers = 200000,
            Seed = 1,
            Remarks =
            [
                "Annihilation is evaluated in the narrow-width regime at ε = 1e-4 and scaled with ε².",
                "The efficiency chain of the calibration run was fixed before any comparison; the row of the physics runs has no defined denominator and is drawn as an alternative.",
            ],
        };

        static double Y(double epsilon) => 0.1 * epsilon * epsilon / 81;
    }

    /// <summary>A histogram with the shape of a density and the fluctuations that a weighted sample of the given size would have.</summary>
    private static Histogram Spectrum(Func<double, double> density, double total, double entries)
    {
        Histogram histogram = new(0, 120, 60);
        double sum = Enumerable.Range(0, 60).Sum(i => density((2 * i) + 1));
        for (int i = 0; i < 60; i++)
        {
            int count = (int)(entries * density((2 * i) + 1) / sum);
            for (int k = 0; k < count; k++)
            {
                histogram.Fill((2 * i) + 1, total / entries);
            }
        }

        return histogram;
    }
}
