using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;
using Hermetic.Setup.Models;

namespace Hermetic.Production.DarkSector;

/// <summary>What follows from a model without any experiment: the verbs "width", "lifetime", "g-2" and "relic".</summary>
public static class ModelTables
{
    /// <summary>The particles of a model that may decay.</summary>
    public static IReadOnlyList<string> Particles { get; } = ["mediator", "chi2"];

    /// <summary>Kinds of dark matter that the verb "relic" knows.</summary>
    public static IReadOnlyList<string> DarkMatterKinds { get; } = ["scalar", "majorana", "pseudo-dirac", "dirac"];

    private static DataColumn Mass { get; } = new("mass_GeV", "m_X [GeV]");

    /// <summary>Partial widths by channel.</summary>
    /// <param name="model">The model.</param>
    /// <param name="masses">Masses of the mediator, GeV.</param>
    /// <param name="coupling">The coupling parameter of the model.</param>
    /// <param name="particle">One of <see cref="Particles"/>.</param>
    /// <exception cref="InputException">The model has no such particle.</exception>
    public static DataTable Widths(ModelSetup model, IReadOnlyList<double> masses, double coupling, string particle)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(masses);
        DecayTable[] tables = [.. masses.Select(m => Decays(model, m, coupling, particle))];
        // Visible ones first, and in the order of the masses at which they open.
        string[] channels = [.. tables.SelectMany(t => t.Channels.Select(c => (c.Name, c.Kind))).Distinct().OrderBy(c => c.Kind).Select(c => c.Name)];
        List<DataColumn> columns =
        [
            Mass,
            .. channels.Select(c => new DataColumn($"width_{c.Replace(" ", "", StringComparison.Ordinal)}_GeV", $"{c} [GeV]") { Label = Label.Plain(c) }),
            new("width_total_GeV", "total [GeV]") { Label = Label.Plain("total") },
            new("branching_invisible", "BR invisible"),
        ];
        return new DataTable
        {
            Name = "width",
            Title = $"Widths of the {Decaying(particle)} of {model.Title}",
            Statements = [.. Assumptions(model, coupling, particle), "Tree level; invisible are neutrinos and dark matter that does not decay."],
            Columns = columns,
            Rows = [.. tables.Select((t, i) => (double[])[masses[i], .. channels.Select(t.Width), t.Total, t.Total > 0 ? t.InvisibleRatio : double.NaN])],
            Plot = new DataPlot(0, [.. Enumerable.Range(1, channels.Length + 1)], Label.Parse("*Γ*  (GeV)")) { XScale = 1000, XTitle = Label.Parse("*m*_{X}  (MeV)") },
        };
    }

    /// <summary>Lifetimes and decay lengths.</summary>
    /// <param name="model">The model.</param>
    /// <param name="masses">Masses of the mediator, GeV.</param>
    /// <param name="coupling">The coupling parameter of the model.</param>
    /// <param name="particle">One of <see cref="Particles"/>.</param>
    /// <param name="energy">Total energy in the laboratory for the decay length, GeV, or null.</param>
    /// <exception cref="InputException">The model has no such particle, or the energy is below its mass.</exception>
    public static DataTable Lifetimes(ModelSetup model, IReadOnlyList<double> masses, double coupling, string particle, double? energy)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(masses);
        DecayTable[] tables = [.. masses.Select(m => Decays(model, m, coupling, particle))];
        if (energy is { } e && tables.FirstOrDefault(t => t.Mass >= e) is { } heavy)
        {
            throw new InputException($"--energy: {Quantity.FormatEnergy(e)} is not above the particle's mass of {Quantity.FormatEnergy(heavy.Mass)}; allowed: a greater energy");
        }

        List<DataColumn> columns = [Mass, new("width_GeV", "width [GeV]"), new("lifetime_ns", "lifetime [ns]"), new("ctau_mm", "c tau [mm]"), new("branching_invisible", "BR invisible")];
        if (energy is not null)
        {
            columns.Add(new("decay_length_mm", "decay length [mm]"));
        }

        string stable = tables.Any(t => t.Total == 0) ? " Where no width is given the particle has no open channel here and counts as stable." : "";
        string length = energy is { } at ? $" The decay length is the mean one at a total energy of {Quantity.FormatEnergy(at)}." : "";
        return new DataTable
        {
            Name = "lifetime",
            Title = $"Lifetime of the {Decaying(particle)} of {model.Title}",
            Statements = [.. Assumptions(model, coupling, particle), $"Tree-level widths.{length}{stable}"],
            Columns = columns,
            Rows = [.. tables.Select((t, i) => Row(masses[i], t))],
            Plot = new DataPlot(0, [energy is null ? 3 : 5], Label.Parse(energy is null ? "*cτ*  (mm)" : "decay length  (mm)")) { XScale = 1000, XTitle = Label.Parse("*m*_{X}  (MeV)") },
        };

        double[] Row(double mass, DecayTable t)
        {
            bool decays = t.Total > 0;
            double boost = energy is { } lab ? Math.Sqrt((lab - t.Mass) * (lab + t.Mass)) / t.Mass : double.NaN;
            double[] row = [mass, decays ? t.Total : double.NaN, decays ? t.Lifetime : double.NaN, decays ? t.CTau : double.NaN, decays ? t.InvisibleRatio : double.NaN];
            return energy is null ? row : [.. row, decays ? boost * t.CTau : double.NaN];
        }
    }

    /// <summary>Contributions to g-2 at a coupling.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lepton">"e", "mu" or "tau".</param>
    /// <param name="masses">Masses of the mediator, GeV.</param>
    /// <param name="coupling">The coupling parameter of the model.</param>
    /// <exception cref="InputException">The mediator does not couple to the lepton.</exception>
    public static DataTable Moments(ModelSetup model, string lepton, IReadOnlyList<double> masses, double coupling)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(masses);
        (double leptonMass, double charge) = LeptonOf(model, lepton);
        double epsilon = coupling * Math.Sqrt(model.Model.Epsilon2(charge));
        return new DataTable
        {
            Name = "g-2",
            Title = $"Contribution of {model.Title} to a = (g-2)/2 of the {Name(lepton)}",
            Statements =
            [
                $"One loop, {Word(model.Model.Mediator)} X, at {CouplingText(model, coupling)}; the contribution scales as the coupling squared.",
                "J. P. Leveille, Nucl. Phys. B 137 (1978) 63. Neglected: two loops, flavour-changing couplings.",
            ],
            Columns = [Mass, new("delta_a", "Delta a")],
            Rows = [.. masses.Select(m => (double[])[m, AnomalousMoment.OfEpsilon(model.Model.Mediator, epsilon, m, leptonMass)])],
            Plot = new DataPlot(0, [1], Label.Parse($"Δ*a*_{{{(lepton == "mu" ? "μ" : lepton)}}}"))
            {
                LogY = model.Model.Mediator is Mediator.Vector or Mediator.Scalar,
                XScale = 1000,
                XTitle = Label.Parse("*m*_{X}  (MeV)"),
            },
        };
    }

    /// <summary>The couplings that a published difference of g-2 prefers or allows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="reference">The published difference.</param>
    /// <param name="masses">Masses of the mediator, GeV.</param>
    /// <param name="standardErrors">Half width of the band in standard errors.</param>
    /// <exception cref="InputException">The mediator does not couple to the lepton.</exception>
    public static DataTable MomentBand(ModelSetup model, MomentReference reference, IReadOnlyList<double> masses, double standardErrors)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(masses);
        (_, double charge) = LeptonOf(model, reference.Lepton);
        // The reference knows the coupling g to the lepton; the model's parameter times this is g.
        double perParameter = Math.Sqrt(model.Model.Epsilon2(charge) * 4 * Math.PI * Constants.Alpha);
        string parameter = model.Model.Unit == CouplingUnit.Epsilon ? "epsilon" : "g";
        return new DataTable
        {
            Name = "g-2-band",
            Title = string.Create(CultureInfo.InvariantCulture, $"Coupling of {model.Title} by g-2 of the {Name(reference.Lepton)}, {reference.Name}: Delta a = {reference.Value:G4} +- {reference.Sigma:G2}"),
            Statements =
            [
                $"Source: {reference.Source}. Status: {reference.Status}.",
                string.Create(CultureInfo.InvariantCulture, $"Centre and edges at +-{standardErrors:G3} standard errors, in {parameter}. Without a lower edge zero coupling is allowed and the upper edge is a bound; without a centre this mediator moves a the other way."),
            ],
            Columns =
            [
                Mass, new($"{parameter}_low", $"{parameter}, lower edge") { Label = Label.Plain("lower edge") },
                new($"{parameter}_central", $"{parameter}, centre") { Label = Label.Plain("centre") },
                new($"{parameter}_high", $"{parameter}, upper edge") { Label = Label.Plain("upper edge or bound") },
            ],
            Rows =
            [
                .. masses.Select(m =>
                {
                    CouplingBand band = reference.Couplings(model.Model.Mediator, m, standardErrors);
                    return (double[])[m, .. new[] { band.Lowest, band.Centre, band.Highest }.Select(c => c / perParameter ?? double.NaN)];
                }),
            ],
            Plot = new DataPlot(0, [1, 2, 3], Label.Plain(parameter)) { XScale = 1000, XTitle = Label.Parse("*m*_{X}  (MeV)") },
        };
    }

    /// <summary>A thermal target: y by m_chi.</summary>
    /// <param name="model">The model, for what the mediator couples to.</param>
    /// <param name="darkMatter">One of <see cref="DarkMatterKinds"/>.</param>
    /// <param name="massRatio">m_X/m_chi.</param>
    /// <param name="alphaD">Dark fine-structure constant.</param>
    /// <param name="splitting">(m_chi2 - m_chi1)/m_chi1 of a pseudo-Dirac pair.</param>
    /// <param name="masses">Masses m_chi, GeV.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The model has no thermal target, or an argument is outside the formula's range.</exception>
    public static DataTable Relic(
        ModelSetup model, string darkMatter, double massRatio, double alphaD, double splitting, IReadOnlyList<double> masses, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(masses);
        if (model.Model.Mediator != Mediator.Vector || model.Model.Unit == CouplingUnit.PerGev)
        {
            throw new InputException($"--model: thermal targets are computed for vector mediators, and that of {model.Name} is {Word(model.Model.Mediator)}; allowed: a model with a vector");
        }

        DarkMatter kind = KindOf(darkMatter);
        if (splitting > 0 && !darkMatter.StartsWith("pseudo", StringComparison.Ordinal))
        {
            throw new InputException("--splitting: only a pair chi1 chi2 has one; allowed: with --dark-matter pseudo-dirac");
        }

        ThermalRelic relic = new() { DarkMatter = kind, MassRatio = massRatio, AlphaD = alphaD, Splitting = splitting, Couplings = model.Model.Visible() };
        // The solver counts in epsilon; y of a model with parameter g is in g^2/(4 pi alpha) just the same.
        double[][] rows = RowWork.Rows(
            "thermal targets",
            masses.Count,
            i =>
            {
                ThermalTarget target = relic.Target(masses[i]);
                return [masses[i], target.Y, target.Epsilon, target.SigmaVAt20, target.FreezeOutX];
            },
            progress,
            cancellation);
        return new DataTable
        {
            Name = "relic",
            Title = string.Create(CultureInfo.InvariantCulture, $"Thermal target of {darkMatter} dark matter with the mediator of {model.Title}, m_X = {massRatio:G4} m_chi"),
            Statements =
            [
                string.Create(CultureInfo.InvariantCulture, $"y = epsilon^2 alphaD (m_chi/m_X)^4 that leaves Omega h^2 = {ThermalRelic.MeasuredOmega}; epsilon at alphaD = {alphaD:G4}.{(splitting > 0 ? $" Splitting {splitting:G4}." : "")}"),
                model.Model.Unit == CouplingUnit.Epsilon ? "epsilon is the coupling in units of e." : "epsilon is g/e: g^2 = 4 pi alpha epsilon^2.",
                "Boltzmann equation with thermally averaged cross sections, resonance resolved; g*(T) of arXiv:1803.01038; hadrons by the measured ratio R(s). Assumed: kinetic equilibrium until freeze-out, a standard expansion.",
            ],
            Columns =
            [
                new("m_chi_GeV", "m_chi [GeV]"), new("y", "y"), new("epsilon", "epsilon") { OutsideCsv = true },
                new("sigma_v_x20_cm3_s", "<sigma v> at x = 20 [cm3/s]") { OutsideCsv = true }, new("freeze_out_x", "x at freeze-out") { OutsideCsv = true },
            ],
            Rows = rows,
            Plot = new DataPlot(0, [1], Label.Parse("*y*  =  *α*_{D} *ε*^{2} (*m*_{*χ*}/*m*_{X})^{4}")) { XScale = 1000, XTitle = Label.Parse("*m*_{*χ*}  (MeV)") },
        };
    }

    /// <summary>The coupling of a table in words.</summary>
    /// <param name="model">The model.</param>
    /// <param name="coupling">Its coupling parameter.</param>
    internal static string CouplingText(ModelSetup model, double coupling)
    {
        string value = coupling.ToString("G6", CultureInfo.InvariantCulture);
        return model.Model.Unit switch
        {
            CouplingUnit.Epsilon => $"epsilon = {value} (coupling epsilon e times the charge)",
            CouplingUnit.G => $"g = {value} (coupling g times the charge)",
            _ => $"g = {value}/GeV",
        };
    }

    /// <summary>A mediator in words.</summary>
    internal static string Word(Mediator mediator) => mediator == Mediator.Axial ? "axial-vector" : mediator.ToString().ToLowerInvariant();

    private static DarkMatter KindOf(string word) => word switch
    {
        "scalar" => DarkMatter.ComplexScalar,
        "majorana" => DarkMatter.Majorana,
        // Tables of others write it without the hyphen.
        "pseudo-dirac" or "pseudodirac" or "dirac" => DarkMatter.Dirac,
        _ => throw new InputException(
            $"--dark-matter: '{word}' is not known; allowed: {string.Join(", ", DarkMatterKinds)}{InputException.Hint(word, DarkMatterKinds)}"),
    };

    private static DecayTable Decays(ModelSetup model, double mass, double coupling, string particle) => particle switch
    {
        "mediator" => DecayTable.Of(model.Model, mass, coupling),
        "chi2" => DecayTable.OfPartner(model.Model, mass, coupling)
            ?? throw new InputException($"--particle: the dark matter of {model.Name} has no heavier partner chi2; allowed: mediator"),
        _ => throw new InputException($"--particle: '{particle}' is not known; allowed: {string.Join(", ", Particles)}"),
    };

    private static IEnumerable<string> Assumptions(ModelSetup model, double coupling, string particle)
    {
        yield return $"Model {model.Name}: {Word(model.Model.Mediator)} mediator X, at {CouplingText(model, coupling)}.";
        yield return model.Model.DarkMatter is { } dark
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Dark matter: {Species(dark.Species)}, m_X = {dark.MassRatio:G4} m_chi, alphaD = {dark.AlphaD:G4}{(dark.Splitting > 0 ? $", splitting (m_chi2 - m_chi1)/m_chi1 = {dark.Splitting:G4}" : "")}{(dark.MixingAngle > 0 ? $", mixing angle {dark.MixingAngle:G4} rad" : "")}.")
            : "No dark matter.";
        if (particle == "chi2")
        {
            yield return "chi2 -> chi1 + pair by the exact integral over the pair's mass.";
        }
    }

    private static string Species(DarkSpecies species) => species switch
    {
        DarkSpecies.Scalar => "complex scalar",
        DarkSpecies.PseudoDirac => "pseudo-Dirac pair",
        DarkSpecies.Inelastic => "inelastic pair chi1 chi2",
        DarkSpecies.Mixed => "two mixed Dirac fermions",
        _ => $"{species} fermion",
    };

    private static string Decaying(string particle) => particle == "chi2" ? "heavier partner chi2" : "mediator";

    private static string Name(string lepton) => lepton switch
    {
        "e" => "electron",
        "mu" => "muon",
        _ => lepton,
    };

    private static (double Mass, double Charge) LeptonOf(ModelSetup model, string lepton)
    {
        string word = lepton.TrimEnd('+', '-');
        FermionCharges charges = model.Model.Charges;
        (double mass, double charge) = word switch
        {
            "e" => (Constants.ElectronMass, charges.Electron),
            "mu" => (Constants.MuonMass, charges.Muon),
            "tau" => (Constants.TauMass, charges.Tau),
            _ => throw new InputException($"--lepton: '{lepton}' is not known; allowed: e, mu, tau (or with a charge sign)"),
        };
        return charge != 0 && model.Model.Unit != CouplingUnit.PerGev
            ? (mass, charge)
            : throw new InputException($"--lepton: the mediator of {model.Name} has no coupling to {word} at tree level; allowed: a lepton to which it couples");
    }
}
