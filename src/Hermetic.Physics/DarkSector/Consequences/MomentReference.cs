using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// A published difference Delta a = a(experiment) - a(Standard Model) of a lepton, from data/darksector/anomalous_moments.csv. Which one to use is a choice of the
/// analysis, not of this library: the prediction for the muon moved by 2.5 standard errors between 2020 and 2025, and the two fine-structure constants for the
/// electron disagree.
/// </summary>
/// <param name="Name">Short name, for instance "2021" or "wp2025".</param>
/// <param name="Lepton">"e" or "mu".</param>
/// <param name="Value">Delta a.</param>
/// <param name="Sigma">Its standard error.</param>
/// <param name="Status">"printed" where the number was read in its publication, "LIT" where it was quoted from the literature and should be checked before use.</param>
/// <param name="Source">Where it was published.</param>
public sealed record MomentReference(string Name, string Lepton, double Value, double Sigma, string Status, string Source)
{
    /// <summary>All references, muons first.</summary>
    public static IReadOnlyList<MomentReference> All { get; } =
    [
        .. EmbeddedTable.Rows("anomalous_moments.csv").Select(r => new MomentReference(
            r[0], r[1], EmbeddedTable.Number(r[2]), EmbeddedTable.Number(r[3]), r[4], r[5])),
    ];

    /// <summary>Mass of the lepton, GeV.</summary>
    public double LeptonMass => Lepton == "mu" ? Constants.MuonMass : Constants.ElectronMass;

    /// <summary>A reference by its name.</summary>
    /// <param name="name">One of the names of <see cref="All"/>.</param>
    /// <exception cref="InputException">There is no such reference.</exception>
    public static MomentReference Get(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new InputException($"unknown reference of g-2 '{name}'; allowed: {string.Join(", ", All.Select(r => r.Name))}"
            + InputException.Hint(name, [.. All.Select(r => r.Name)]));

    /// <summary>The couplings of one mediator that fit this difference.</summary>
    /// <param name="mediator">Kind of mediator.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    /// <param name="standardErrors">Half width of the band in standard errors, in (0, 10].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CouplingBand Couplings(Mediator mediator, double mediatorMass, double standardErrors = 2)
    {
        Guard.Above(standardErrors, 0, 10, nameof(standardErrors), "the half width of the band in standard errors");
        double unit = AnomalousMoment.AtUnitCoupling(mediator, mediatorMass, LeptonMass);
        return new CouplingBand(Coupling(-standardErrors), Coupling(0), Coupling(standardErrors));

        // In the direction in which this mediator moves the moment.
        double? Coupling(double errors)
        {
            double wanted = (Math.Sign(unit) * Value) + (errors * Sigma);
            return wanted > 0 ? Math.Sqrt(wanted / Math.Abs(unit)) : null;
        }
    }
}

/// <summary>Couplings g that a published g-2 prefers or allows.</summary>
/// <param name="Lowest">Lower edge of the band; null where zero coupling is inside it, so that there is only an upper bound.</param>
/// <param name="Centre">Coupling that gives the central value; null where this mediator moves the moment the other way.</param>
/// <param name="Highest">Upper edge, or the upper bound; null where the difference is so far on the other side that not even zero coupling is inside.</param>
public readonly record struct CouplingBand(double? Lowest, double? Centre, double? Highest)
{
    /// <summary>Whether zero coupling is excluded in favour of a finite one, so that this is a band and not only a bound.</summary>
    public bool IsBand => Lowest is not null;
}
