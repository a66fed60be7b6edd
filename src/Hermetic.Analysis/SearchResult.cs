using Hermetic.Core.Numerics;
using Hermetic.Inference;
using Hermetic.Setup.Experiments;

namespace Hermetic.Analysis;

/// <summary>Limits on the coupling at one mass: the observed one and the expected ones without signal, at -2 to +2 sigma of the background-only ensemble.</summary>
/// <param name="Mass">Mass in GeV.</param>
/// <param name="Observed">Observed limit.</param>
/// <param name="ExpectedMinus2">Expected limit at -2 sigma.</param>
/// <param name="ExpectedMinus1">Expected limit at -1 sigma.</param>
/// <param name="Expected">Median expected limit.</param>
/// <param name="ExpectedPlus1">Expected limit at +1 sigma.</param>
/// <param name="ExpectedPlus2">Expected limit at +2 sigma.</param>
public sealed record LimitPoint(
    double Mass,
    double Observed,
    double ExpectedMinus2,
    double ExpectedMinus1,
    double Expected,
    double ExpectedPlus1,
    double ExpectedPlus2)
{
    /// <summary>The point in another parameter: every limit through a function, at another mass.</summary>
    /// <param name="mass">New mass in GeV.</param>
    /// <param name="value">From the old parameter to the new one, increasing.</param>
    public LimitPoint Map(double mass, Func<double, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(mass, value(Observed), value(ExpectedMinus2), value(ExpectedMinus1), value(Expected), value(ExpectedPlus1), value(ExpectedPlus2));
    }
}

/// <summary>A one-sided limit as a function of mass. Points where the search has no sensitivity at all (no yield) are absent.</summary>
/// <param name="Name">File name without extension, such as "limit" or "limit-95".</param>
/// <param name="Title">For legends, such as "bremsstrahlung, 90 % CL".</param>
/// <param name="Parameter">What is limited: "epsilon" or "y".</param>
/// <param name="ConfidenceLevel">0.90 or 0.95.</param>
/// <param name="Construction">Name of the statistical construction, in words.</param>
/// <param name="Points">Ascending in mass.</param>
public sealed record LimitCurve(
    string Name,
    string Title,
    string Parameter,
    double ConfidenceLevel,
    string Construction,
    IReadOnlyList<LimitPoint> Points);

/// <summary>Accepted signal events per particle on target at epsilon = 1, all efficiencies contained, with their Monte Carlo errors.</summary>
/// <param name="Mass">m_A' in GeV.</param>
/// <param name="Bremsstrahlung">From e Z -> e Z A'.</param>
/// <param name="BremsstrahlungError">Standard Monte Carlo error.</param>
/// <param name="Annihilation">From e+ e- -> A' -> chi chi.</param>
/// <param name="AnnihilationError">Standard Monte Carlo error.</param>
/// <param name="Efficiency">Accepted over produced: weight passing every cut and the efficiency chain over all bremsstrahlung weight with E_A' above half the missing-energy cut.</param>
/// <param name="EffectiveEvents">Effective number of showers behind the bremsstrahlung yield, (sum w)^2 / sum w^2 over showers.</param>
/// <param name="EffectiveAnnihilationEvents">The same for annihilation.</param>
public sealed record YieldPoint(
    double Mass,
    double Bremsstrahlung,
    double BremsstrahlungError,
    double Annihilation,
    double AnnihilationError,
    double Efficiency,
    double EffectiveEvents,
    double EffectiveAnnihilationEvents);

/// <summary>One row of a signal cut flow.</summary>
/// <param name="Cut">The cut.</param>
/// <param name="Cumulative">Fraction of produced signal left after it.</param>
/// <param name="Origin">"simulated" or the source of a published efficiency.</param>
public sealed record CutFlowRow(string Cut, double Cumulative, string Origin);

/// <summary>Reconstructed ECAL energy of signal events at one mass, per particle on target at epsilon = 1, before the missing-energy cut and the efficiency chain.</summary>
/// <param name="Mass">m_A' in GeV.</param>
/// <param name="Spectrum">Weights by ECAL energy in GeV.</param>
public sealed record SignalSpectrum(double Mass, Histogram Spectrum);

/// <summary>Results of one period.</summary>
/// <param name="Period">The period as the file describes it.</param>
/// <param name="Yields">By mass, ascending.</param>
/// <param name="CutFlow">At <see cref="CutFlowMass"/>.</param>
/// <param name="CutFlowMass">Mass of the cut flow in GeV.</param>
public sealed record PeriodResult(Period Period, IReadOnlyList<YieldPoint> Yields, IReadOnlyList<CutFlowRow> CutFlow, double CutFlowMass);

/// <summary>The statistical model of one mass: what the nominal limit at that mass comes from.</summary>
/// <param name="Mass">m_A' in GeV.</param>
/// <param name="EventsAtUnitCoupling">Expected signal events of all periods at epsilon = 1.</param>
/// <param name="Counting">The periods as channels; its signal strength is the number of signal events of all periods, so that epsilon is the square root of it over <paramref name="EventsAtUnitCoupling"/>.</param>
public sealed record SignalModel(double Mass, double EventsAtUnitCoupling, CountingModel Counting);

/// <summary>Everything that a search computes from an experiment file.</summary>
public sealed record SearchResult
{
    /// <summary>The experiment.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>One entry per period, in the file's order.</summary>
    public required IReadOnlyList<PeriodResult> Periods { get; init; }

    /// <summary>Yields averaged over the periods with their exposures as weights.</summary>
    public required IReadOnlyList<YieldPoint> Yields { get; init; }

    /// <summary>Limits by file name: limit, limit-95, limit-with-annihilation, limit-y, and one limit-alternative-N per alternative efficiency.</summary>
    public required IReadOnlyList<LimitCurve> Limits { get; init; }

    /// <summary>The statistical models behind the nominal limit, ascending in mass; masses without any signal are absent.</summary>
    public IReadOnlyList<SignalModel> Models { get; init; } = [];

    /// <summary>Reconstructed ECAL energy of beam particles without signal, per particle on target.</summary>
    public required Histogram BeamSpectrum { get; init; }

    /// <summary>Signal spectra at a few masses.</summary>
    public required IReadOnlyList<SignalSpectrum> SignalSpectra { get; init; }

    /// <summary>Number of simulated showers.</summary>
    public required int Showers { get; init; }

    /// <summary>Run seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Remarks on what was approximated and how a number is to be read, in sentences.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}
