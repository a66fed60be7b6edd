using Hermetic.Physics.DarkSector;

namespace Hermetic.Setup.Experiments;

/// <summary>One experiment as data: everything that its file (and what the file includes) says. Immutable; values in house units.</summary>
public sealed record Experiment
{
    /// <summary>Short name, the file name without extension (such as "na64e-2018").</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Citations by key.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    /// <summary>The beam.</summary>
    public required Beam Beam { get; init; }

    /// <summary>The electromagnetic calorimeter that is the active dump.</summary>
    public required Calorimeter Ecal { get; init; }

    /// <summary>What is searched for.</summary>
    public required SignalHypothesis Signal { get; init; }

    /// <summary>The data-taking periods, combined in the likelihood; at least one.</summary>
    public required IReadOnlyList<Period> Periods { get; init; }

    /// <summary>Names (without extension) of the files in data/limits that the exclusion plot shows as this experiment's published result.</summary>
    public required IReadOnlyList<string> PublishedCurves { get; init; }

    /// <summary>SHA-256 of the text of the file and of everything it includes, in the order of reading.</summary>
    public required string Digest { get; init; }

    /// <summary>The files read, the experiment's own first.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

/// <summary>The beam particle.</summary>
public enum BeamParticle
{
    /// <summary>Electrons.</summary>
    Electron,

    /// <summary>Positrons.</summary>
    Positron,
}

/// <summary>The beam at the face of the calorimeter.</summary>
/// <param name="Particle">What it is made of.</param>
/// <param name="Momentum">Mean momentum in GeV.</param>
/// <param name="MomentumSpread">Relative Gaussian spread of the momentum (a fraction).</param>
/// <param name="SpotX">Gaussian width in x in mm.</param>
/// <param name="SpotY">Gaussian width in y in mm.</param>
/// <param name="Divergence">Gaussian divergence in each plane in rad.</param>
public sealed record Beam(BeamParticle Particle, Sourced Momentum, Sourced MomentumSpread, Sourced SpotX, Sourced SpotY, Sourced Divergence)
{
    /// <summary>The momentum with nine standard deviations of its spread in GeV, beyond which the normal generator cannot go.</summary>
    public double HighestMomentum => Momentum.Value * (1 + (9 * MomentumSpread.Value));
}

/// <summary>A plate of the calorimeter's repeated unit.</summary>
/// <param name="Material">Name in the material catalogue of Hermetic.Physics.</param>
/// <param name="Thickness">Thickness in mm.</param>
/// <param name="Active">Whether its deposited energy is seen.</param>
public sealed record Plate(string Material, Sourced Thickness, bool Active);

/// <summary>A sampling calorimeter of identical units along the beam.</summary>
/// <param name="Unit">Plates of one unit in the order in which the beam meets them.</param>
/// <param name="Units">Number of units in all (a count).</param>
/// <param name="PreshowerUnits">How many of them, from the front, form the preshower (0 for none).</param>
/// <param name="Width">Full transverse width in mm (square).</param>
/// <param name="StochasticResolution">Stochastic term a of sigma/E = a/sqrt(E/GeV) + b added in quadrature (a fraction).</param>
/// <param name="ConstantResolution">Constant term b (a fraction).</param>
public sealed record Calorimeter(
    IReadOnlyList<Plate> Unit,
    Sourced Units,
    Sourced PreshowerUnits,
    Sourced Width,
    Sourced StochasticResolution,
    Sourced ConstantResolution);

/// <summary>Production processes of the dark photon in an electron beam.</summary>
[Flags]
public enum SignalProcesses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>e Z -> e Z A'.</summary>
    Bremsstrahlung = 1,

    /// <summary>e+ e- -> A' -> chi chi on atomic electrons.</summary>
    Annihilation = 2,
}

/// <summary>The signal hypothesis: A' -> invisible.</summary>
/// <param name="AlphaD">Dark coupling alphaD = g_D^2/(4 pi).</param>
/// <param name="MassRatio">m_A'/m_chi, above 2.</param>
/// <param name="DarkMatter">Kind of dark matter.</param>
/// <param name="LimitProcesses">Processes of the nominal limit (limit.csv).</param>
public sealed record SignalHypothesis(Sourced AlphaD, Sourced MassRatio, DarkMatter DarkMatter, SignalProcesses LimitProcesses);

/// <summary>One period of data taking with one selection.</summary>
public sealed record Period
{
    /// <summary>Name, unique in the experiment (such as "2016-18").</summary>
    public required string Name { get; init; }

    /// <summary>Electrons (positrons) on target.</summary>
    public required Sourced OnTarget { get; init; }

    /// <summary>Cuts on simulated quantities.</summary>
    public required Selection Selection { get; init; }

    /// <summary>Efficiency of what is not simulated: the nominal chain.</summary>
    public required EfficiencyChain Efficiency { get; init; }

    /// <summary>Other readings of that efficiency, drawn as alternative curves; may be empty.</summary>
    public required IReadOnlyList<EfficiencyChain> AlternativeEfficiencies { get; init; }

    /// <summary>Expected background.</summary>
    public required BackgroundBudget Background { get; init; }

    /// <summary>Observed events in the signal box.</summary>
    public required Sourced Observed { get; init; }

    /// <summary>Relative uncertainties of the signal yield, added in quadrature; may be empty.</summary>
    public required IReadOnlyList<NamedValue> SignalUncertainties { get; init; }

    /// <summary>Relative uncertainty of the signal yield: the quadratic sum.</summary>
    public double SignalUncertainty => Math.Sqrt(SignalUncertainties.Sum(u => u.Value.Value * u.Value.Value));
}

/// <summary>Cuts on quantities that are simulated.</summary>
/// <param name="PreshowerMinimum">Least preshower energy in GeV (trigger).</param>
/// <param name="TriggerEcalMaximum">Greatest calorimeter energy in GeV that the trigger accepts.</param>
/// <param name="MissingEnergyMinimum">Least missing energy E_beam - E_ECAL in GeV.</param>
public sealed record Selection(Sourced PreshowerMinimum, Sourced TriggerEcalMaximum, Sourced MissingEnergyMinimum);

/// <summary>A named number with its source.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
public sealed record NamedValue(string Name, Sourced Value);

/// <summary>A published chain of efficiencies for cuts that are not simulated.</summary>
/// <param name="Name">Name for legends and tables.</param>
/// <param name="Cumulative">Efficiency after each cut, in the order of the cuts; not increasing; at least one.</param>
public sealed record EfficiencyChain(string Name, IReadOnlyList<NamedValue> Cumulative)
{
    /// <summary>Efficiency after the last cut.</summary>
    public double Total => Cumulative[^1].Value.Value;
}

/// <summary>One source of background.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Mean">Expected events, or the upper limit on them.</param>
/// <param name="Uncertainty">Standard uncertainty in events; 0 where <paramref name="IsUpperLimit"/>.</param>
/// <param name="IsUpperLimit">Whether the source gives only an upper limit.</param>
public sealed record BackgroundSource(string Name, Sourced Mean, double Uncertainty, bool IsUpperLimit);

/// <summary>The expected background of a period.</summary>
/// <param name="Sources">The rows of the published table; may be empty.</param>
/// <param name="Total">Expected events in all.</param>
/// <param name="Uncertainty">Standard uncertainty of the total in events.</param>
public sealed record BackgroundBudget(IReadOnlyList<BackgroundSource> Sources, Sourced Total, Sourced Uncertainty);
