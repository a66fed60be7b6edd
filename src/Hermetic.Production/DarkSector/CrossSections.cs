using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;

namespace Hermetic.Production.DarkSector;

/// <summary>Which cross sections of bremsstrahlung-like production l Z -> l Z X are wanted.</summary>
/// <param name="Mediator">Spin and parity of X.</param>
/// <param name="Lepton">Beam lepton: "e-", "e+", "mu-" or "mu+"; both charges have the same cross section at tree level.</param>
/// <param name="Target">The nucleus.</param>
/// <param name="Energies">Total energies of the lepton, GeV.</param>
/// <param name="Masses">Masses of X, GeV.</param>
public sealed record CrossSectionRequest(Mediator Mediator, string Lepton, Nucleus Target, IReadOnlyList<double> Energies, IReadOnlyList<double> Masses)
{
    /// <summary>Smallest share x of the energy that X takes; null for m_X/E0.</summary>
    public double? LeastShare { get; init; }

    /// <summary>Square of the coupling in the table over that of epsilon = 1: 1 where the table is per epsilon^2, 1/(4 pi alpha) where it is per g^2, times the square of the lepton's charge.</summary>
    public double CouplingSquared { get; init; } = 1;

    /// <summary>What the cross sections are multiplied by for another coupling, in words.</summary>
    public string Coupling { get; init; } = "epsilon = 1 (coupling e to the lepton); they scale as epsilon^2";
}

/// <summary>The verb "cross-section" for bremsstrahlung-like production.</summary>
public static class CrossSections
{
    /// <summary>The beam leptons.</summary>
    public static IReadOnlyList<string> Leptons { get; } = ["e-", "e+", "mu-", "mu+"];

    /// <summary>Total cross sections by mass and energy.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static DataTable Total(CrossSectionRequest request, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        double lepton = LeptonMass(request.Lepton);
        int energies = request.Energies.Count;
        double[][] rows = RowWork.Rows(
            "cross sections",
            request.Masses.Count * energies,
            i =>
            {
                (double mass, double energy) = (request.Masses[i / energies], request.Energies[i % energies]);
                CrossSectionParts sigma = new DarkBremsstrahlung(request.Mediator, lepton, request.Target, mass).Total(energy, request.LeastShare ?? 0);
                double factor = request.CouplingSquared;
                return [mass, energy, factor * sigma.Sum, factor * sigma.Elastic, factor * sigma.Inelastic];
            },
            progress,
            cancellation);
        bool byMass = request.Masses.Count >= energies;
        string range = request.LeastShare is { } x ? string.Create(CultureInfo.InvariantCulture, $"x above {x:G4}") : "x above m_X/E0";
        return new DataTable
        {
            Name = "cross-section",
            Title = $"Total cross section of {request.Lepton} {Symbol(request.Target)} -> {request.Lepton} {Symbol(request.Target)} X, {Word(request.Mediator)} X",
            Statements = [.. Conventions(request), $"Integrated over {range}, the share of the lepton's total energy that X takes. Zero: below the threshold."],
            Columns = [Mass, Energy, new("sigma_pb", "sigma [pb]"), new("sigma_elastic_pb", "elastic [pb]"), new("sigma_inelastic_pb", "inelastic [pb]")],
            Rows = rows,
            Plot = new DataPlot(byMass ? 0 : 1, [2], Label.Parse("*σ*  (pb)"))
            {
                Group = byMass ? (energies > 1 ? 1 : null) : (request.Masses.Count > 1 ? 0 : null),
                XScale = byMass ? 1000 : 1,
                XTitle = byMass ? Label.Parse("*m*_{X}  (MeV)") : Label.Parse("*E*_{0}  (GeV)"),
            },
        };
    }

    /// <summary>Differential cross sections in x, the share of the lepton's energy that X takes.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="shares">Values of x; null for a dense grid of round numbers over the whole range.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static DataTable Differential(CrossSectionRequest request, IReadOnlyList<double>? shares, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        double lepton = LeptonMass(request.Lepton);
        List<(double Mass, double Energy, double X)> points = [];
        foreach (double mass in request.Masses)
        {
            foreach (double energy in request.Energies)
            {
                double low = Math.Max(mass / energy, request.LeastShare ?? 0), high = 1 - (lepton / energy);
                points.AddRange((shares ?? RoundShares).Where(x => x >= low && x <= high).Select(x => (mass, energy, x)));
            }
        }

        if (points.Count == 0)
        {
            throw new InputException(shares is null
                ? "--differential: no share x is kinematically allowed (from m_X/E0 to 1 - m_l/E0); allowed: an energy above the mass"
                : "--x: no value lies in the allowed range, from m_X/E0 (or --xmin) to 1 - m_l/E0");
        }

        double[][] rows = RowWork.Rows(
            "cross sections",
            points.Count,
            i =>
            {
                (double mass, double energy, double x) = points[i];
                CrossSectionParts sigma = new DarkBremsstrahlung(request.Mediator, lepton, request.Target, mass).DsDx(energy, 1 - x);
                double factor = request.CouplingSquared;
                return [mass, energy, x, factor * sigma.Sum, factor * sigma.Elastic, factor * sigma.Inelastic];
            },
            progress,
            cancellation);
        bool many = request.Masses.Count > 1;
        return new DataTable
        {
            Name = "differential-cross-section",
            Title = $"Differential cross section dsigma/dx of {request.Lepton} {Symbol(request.Target)} -> {request.Lepton} {Symbol(request.Target)} X, {Word(request.Mediator)} X",
            Statements = [.. Conventions(request), "x is the share of the lepton's total energy that X takes, from m_X/E0 to 1 - m_l/E0."],
            Columns =
            [
                Mass, Energy, new("x", "x") { Label = Label.Parse("*x* = *E*_{X}/*E*_{0}") }, new("dsigma_dx_pb", "dsigma/dx [pb]"),
                new("dsigma_dx_elastic_pb", "elastic [pb]"), new("dsigma_dx_inelastic_pb", "inelastic [pb]"),
            ],
            Rows = rows,
            Plot = new DataPlot(2, [3], Label.Parse("d*σ*/d*x*  (pb)")) { Group = many ? 0 : request.Energies.Count > 1 ? 1 : null, LogX = false },
        };
    }

    private static DataColumn Mass { get; } = new("mass_GeV", "m_X [GeV]");

    private static DataColumn Energy { get; } = new("energy_GeV", "E0 [GeV]");

    /// <summary>Round numbers, dense towards both ends: 1 to 9 times 10^-5 to 10^-3, the hundredths, and 1 minus those.</summary>
    private static IReadOnlyList<double> RoundShares { get; } =
    [
        .. Enumerable.Range(-5, 3).SelectMany(e => Enumerable.Range(1, 9).Select(d => Decimal(d, e))),
        .. Enumerable.Range(1, 99).Select(i => i / 100.0),
        .. Enumerable.Range(-5, 3).SelectMany(e => Enumerable.Range(1, 9).Select(d => (double)(1 - (decimal)Decimal(d, e)))).Order(),
    ];

    /// <summary>Mass of a beam lepton, GeV.</summary>
    /// <param name="lepton">One of <see cref="Leptons"/>.</param>
    /// <exception cref="InputException">There is no such lepton.</exception>
    public static double LeptonMass(string lepton) => lepton switch
    {
        "e-" or "e+" => Constants.ElectronMass,
        "mu-" or "mu+" => Constants.MuonMass,
        _ => throw new InputException($"--lepton: '{lepton}' is no beam lepton; allowed: {string.Join(", ", Leptons)}"),
    };

    private static IEnumerable<string> Conventions(CrossSectionRequest request) =>
    [
        $"Per atom, in pb, at {request.Coupling}.",
        $"Target: {TargetText.Describe(request.Target)}; lepton mass {Quantity.FormatEnergy(LeptonMass(request.Lepton))}; E0 is the lepton's total energy.",
        "Exact tree level (Liu, McKeen, Miller, arXiv:1609.06781) with Tsai's form factors: elastic on the screened nucleus, inelastic on its protons. Radiative corrections and nuclear spin are neglected.",
    ];

    private static string Word(Mediator mediator) => mediator switch
    {
        Mediator.Axial => "axial-vector",
        _ => mediator.ToString().ToLowerInvariant(),
    };

    private static string Symbol(Nucleus nucleus) => Nucleus.Elements.FirstOrDefault(s => Nucleus.OfElement(s).Z == nucleus.Z) ?? $"Z={nucleus.Z}";

    private static double Decimal(int digit, int exponent) => double.Parse($"{digit}e{exponent}", CultureInfo.InvariantCulture);
}
