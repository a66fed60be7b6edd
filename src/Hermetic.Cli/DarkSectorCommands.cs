using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Physics.DarkSector.Models;
using Hermetic.Production.DarkSector;
using Hermetic.Setup.Models;

namespace Hermetic.Cli;

/// <summary>The verbs that compute numbers of the dark sector without any experiment.</summary>
internal static class DarkSectorCommands
{
    private const double LeastMass = 1e-8, MostMass = 3;

    /// <summary>All verbs that answer with a table.</summary>
    public static IReadOnlyList<TableVerb> All() => [CrossSection(), Width(), Lifetime(), Moment(), Relic()];

    private static TableVerb CrossSection()
    {
        Option<string> model = Model("dark-photon");
        Option<string?> process = new("--process")
        {
            Description = $"Process: {string.Join(", ", OtherCrossSections.Processes)}; by default bremsstrahlung, and for a model that couples to photons alone primakoff.",
            HelpName = "NAME",
        };
        Option<string> lepton = new("--lepton") { Description = $"Beam lepton of bremsstrahlung: {string.Join(", ", CrossSections.Leptons)}.", DefaultValueFactory = _ => "e-", HelpName = "L" };
        Option<string> target = new("--target") { Description = "Target nucleus: symbol of an element (Pb is Z = 82, A = 207), or \"Z=82,A=208\".", DefaultValueFactory = _ => "Pb", HelpName = "ELEMENT" };
        Option<string> energy = Grid("--energy", "Total energy of the beam particle: one, a list with commas, or a grid low:high:points.", "100GeV");
        Option<string> mass = Grid("--mass", "Mass of the mediator.", "1MeV:1GeV:30");
        Option<string?> meson = new("--meson") { Description = $"Meson of charge exchange ({string.Join(", ", OtherCrossSections.ExchangeMesons)}) or photoproduction ({string.Join(", ", OtherCrossSections.VectorMesons)}).", HelpName = "NAME" };
        Option<string> photon = new("--photon-energy") { Description = "Least energy of the photon of radiative-return.", DefaultValueFactory = _ => "1GeV", HelpName = "E" };
        Option<double?> least = Number("--xmin", "Bremsstrahlung: smallest share x of the energy that the mediator takes; by default m_X/E0.", 0, 1);
        Option<bool> differential = new("--differential") { Description = "Bremsstrahlung: differential cross section dsigma/dx instead of the total." };
        Option<string?> shares = new("--x") { Description = "With --differential: values of x; by default a dense grid of round numbers.", HelpName = "GRID" };
        Option<string> method = new("--approximation")
        {
            Description = $"Bremsstrahlung: how the total is computed: {string.Join(", ", CrossSections.Methods)}. Approximations are shown beside the exact total.",
            DefaultValueFactory = _ => CrossSections.Methods[0],
            HelpName = "NAME",
        };
        return new TableVerb(
            "cross-section",
            "Cross sections of the production of a model's mediator: l Z -> l Z X at exact tree level, and other processes.\n\nExamples:\n"
            + "  hermetic cross-section --model dark-photon --lepton e- --target Pb --energy 100GeV --mass 1MeV:1GeV:10\n"
            + "  hermetic cross-section --model l-mu-minus-l-tau --lepton mu- --energy 160GeV --mass 10MeV --xmin 0.5 --csv\n"
            + "  hermetic cross-section --model scalar --target W --mass 100MeV --differential --plot dsigma-dx.svg\n"
            + "  hermetic cross-section --mass 1MeV,100MeV --approximation ww\n"
            + "  hermetic cross-section --process annihilation --mass 200MeV --energy 20GeV:100GeV:9\n"
            + "  hermetic cross-section --model alp-photon --mass 1MeV:300MeV:5 --energy 50GeV\n"
            + "  hermetic cross-section --process charge-exchange --meson eta --target Fe --energy 50GeV",
            [model, process, lepton, target, energy, mass, meson, photon, least, differential, shares, method],
            (parsed, progress, cancellation) =>
            {
                ModelSetup setup = ModelLibrary.Get(parsed.GetValue(model)!);
                string chosen = parsed.GetValue(process) ?? (setup.Model.Unit == CouplingUnit.PerGev ? "primakoff" : OtherCrossSections.Processes[0]);
                if (!OtherCrossSections.Processes.Contains(chosen))
                {
                    string near = InputException.Hint(chosen, OtherCrossSections.Processes);
                    throw new InputException($"--process: '{chosen}' is not known; allowed: {string.Join(", ", OtherCrossSections.Processes)}{near}");
                }

                Nucleus nucleus = TargetText.Parse(parsed.GetValue(target)!);
                double[] energies = new QuantityGrid("--energy", Dimension.Energy, 1e-3, 1e4).Parse(parsed.GetValue(energy)!);
                double[] masses = Masses("--mass", parsed.GetValue(mass)!);
                if (chosen != OtherCrossSections.Processes[0])
                {
                    RefuseOptions(parsed, chosen, least, differential, shares, method);
                    string Meson() => parsed.GetValue(meson) ?? throw new InputException($"--meson: {chosen} needs one; allowed: {string.Join(", ", chosen == "photoproduction" ? OtherCrossSections.VectorMesons : OtherCrossSections.ExchangeMesons)}");
                    return chosen switch
                    {
                        "annihilation" => OtherCrossSections.Annihilation(setup, nucleus, energies, masses, progress, cancellation),
                        "radiative-return" => OtherCrossSections.RadiativeReturn(
                            setup, nucleus, energies, masses, Quantity.Parse(parsed.GetValue(photon), Dimension.Energy, "--photon-energy"), progress, cancellation),
                        "primakoff" => OtherCrossSections.Primakoff(setup, nucleus, energies, masses, progress, cancellation),
                        "charge-exchange" => OtherCrossSections.ChargeExchange(Meson(), nucleus, energies, progress, cancellation),
                        _ => OtherCrossSections.Photoproduction(Meson(), nucleus, energies, progress, cancellation),
                    };
                }

                CrossSectionRequest request = CrossSections.Request(setup, parsed.GetValue(lepton)!, nucleus, energies, masses, parsed.GetValue(least));
                string? grid = parsed.GetValue(shares);
                if (parsed.GetValue(differential))
                {
                    double[]? x = grid is null ? null : new QuantityGrid("--x", Dimension.Number, 1e-9, 1 - 1e-12).Parse(grid);
                    return parsed.GetValue(method) == CrossSections.Methods[0]
                        ? CrossSections.Differential(request, x, progress, cancellation)
                        : throw new InputException("--approximation: with --differential only the exact tree level is there; allowed: exact");
                }

                return grid is null
                    ? CrossSections.Total(request, parsed.GetValue(method)!, progress, cancellation)
                    : throw new InputException("--x: a total has no values of x; allowed: with --differential");
            });
    }

    /// <summary>Options that only bremsstrahlung has must not be passed over in silence.</summary>
    private static void RefuseOptions(ParseResult parsed, string process, params Option[] options)
    {
        if (options.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } option)
        {
            throw new InputException($"{option.Name}: {process} does not have it; allowed: with --process bremsstrahlung");
        }
    }

    private static TableVerb Width()
    {
        Option<string> model = Model("dark-photon");
        Option<string> mass = Grid("--mass", "Mass of the mediator.", "1MeV:1GeV:30");
        Option<double?> coupling = Coupling();
        Option<string> particle = Particle();
        return new TableVerb(
            "width",
            "Partial widths of a model's mediator, or of chi2, by channel.\n\nExamples:\n"
            + "  hermetic width --model dark-photon --mass 10MeV:2GeV:10 --coupling 1e-3\n"
            + "  hermetic width --model inelastic-dark-matter --particle chi2 --mass 30MeV:3GeV:10 --coupling 1e-4 --csv",
            [model, mass, coupling, particle],
            (parsed, _, _) => ModelTables.Widths(ModelLibrary.Get(parsed.GetValue(model)!), Masses("--mass", parsed.GetValue(mass)!), parsed.GetValue(coupling) ?? 1, parsed.GetValue(particle)!));
    }

    private static TableVerb Lifetime()
    {
        Option<string> model = Model("x17-vector");
        Option<string> mass = Grid("--mass", "Mass of the mediator.", "1MeV:1GeV:30");
        Option<double?> coupling = Coupling();
        Option<string> particle = Particle();
        Option<string?> energy = new("--energy") { Description = "Total energy in the laboratory, for the mean decay length.", HelpName = "E" };
        return new TableVerb(
            "lifetime",
            "Lifetime, c tau and decay length of a model's mediator, or of chi2.\n\nExamples:\n"
            + "  hermetic lifetime --model x17-vector --mass 16.7MeV --coupling 1e-4 --energy 100GeV\n"
            + "  hermetic lifetime --model inelastic-dark-matter --particle chi2 --mass 30MeV:1GeV:10 --coupling 1e-4 --json",
            [model, mass, coupling, particle, energy],
            (parsed, _, _) => ModelTables.Lifetimes(
                ModelLibrary.Get(parsed.GetValue(model)!),
                Masses("--mass", parsed.GetValue(mass)!),
                parsed.GetValue(coupling) ?? 1,
                parsed.GetValue(particle)!,
                parsed.GetValue(energy) is { } e ? Quantity.Parse(e, Dimension.Energy, "--energy") : null));
    }

    private static TableVerb Moment()
    {
        Option<string> model = Model("vector");
        Option<string> lepton = new("--lepton") { Description = "Lepton: e, mu or tau.", DefaultValueFactory = _ => "mu", HelpName = "L" };
        Option<string> mass = Grid("--mass", "Mass of the mediator.", "1MeV:1GeV:30");
        Option<double?> coupling = Coupling();
        Option<string?> reference = new("--reference")
        {
            Description = $"Instead: the couplings that a published difference prefers or allows ({string.Join(", ", MomentReference.All.Select(r => r.Name))}).",
            HelpName = "NAME",
        };
        Option<double?> errors = Number("--sigma", "With --reference: half width of the band in standard errors; by default 2.", 0.1, 10);
        return new TableVerb(
            "g-2",
            "Contribution of a mediator to the anomalous magnetic moment of a lepton, one loop; or the coupling that a measured difference wants.\n\nExamples:\n"
            + "  hermetic g-2 --model vector --lepton mu --mass 1MeV:1GeV:10 --coupling 1e-3\n"
            + "  hermetic g-2 --model l-mu-minus-l-tau --reference 2021 --mass 1MeV:1GeV:10",
            [model, lepton, mass, coupling, reference, errors],
            (parsed, _, _) =>
            {
                ModelSetup file = ModelLibrary.Get(parsed.GetValue(model)!);
                double[] masses = Masses("--mass", parsed.GetValue(mass)!);
                if (parsed.GetValue(reference) is not { } name)
                {
                    return parsed.GetValue(errors) is null
                        ? ModelTables.Moments(file, parsed.GetValue(lepton)!, masses, parsed.GetValue(coupling) ?? 1)
                        : throw new InputException("--sigma: a computed contribution has no band; allowed: with --reference");
                }

                return parsed.GetValue(coupling) is null
                    ? ModelTables.MomentBand(file, MomentReference.Get(name), masses, parsed.GetValue(errors) ?? 2)
                    : throw new InputException("--coupling: --reference asks for the coupling; allowed: one of the two");
            });
    }

    private static TableVerb Relic()
    {
        Option<string> model = Model("dark-photon");
        Option<string> kind = new("--dark-matter") { Description = $"Kind of dark matter: {string.Join(", ", ModelTables.DarkMatterKinds)}.", DefaultValueFactory = _ => "scalar", HelpName = "KIND" };
        Option<double?> ratio = Number("--ratio", "Mass ratio m_X/m_chi; by default 3.", 1, 1e3);
        Option<double?> alphaD = Number("--alpha-d", "Dark fine-structure constant; by default 0.1. Away from the resonance y does not depend on it.", 1e-6, 4 * Math.PI);
        Option<double?> splitting = Number("--splitting", "(m_chi2 - m_chi1)/m_chi1 of a pseudo-Dirac pair; by default 0.", 0, 1);
        Option<string> mass = Grid("--mass", "Mass m_chi of the dark matter.", "1MeV:1GeV:30");
        return new TableVerb(
            "relic",
            "Thermal target: the y = epsilon^2 alphaD (m_chi/m_X)^4 that leaves the measured density of dark matter.\n\nExamples:\n"
            + "  hermetic relic --dark-matter scalar --ratio 3 --mass 1MeV:300MeV:10\n"
            + "  hermetic relic --dark-matter pseudo-dirac --splitting 0.05 --ratio 3 --mass 10MeV --json\n"
            + "  hermetic relic --model l-mu-minus-l-tau --dark-matter majorana --mass 30MeV:300MeV:5 --plot relic.svg",
            [model, kind, ratio, alphaD, splitting, mass],
            (parsed, progress, cancellation) => ModelTables.Relic(
                ModelLibrary.Get(parsed.GetValue(model)!),
                parsed.GetValue(kind)!,
                parsed.GetValue(ratio) ?? 3,
                parsed.GetValue(alphaD) ?? 0.1,
                parsed.GetValue(splitting) ?? 0,
                new QuantityGrid("--mass", Dimension.Energy, PairAnnihilation.MinimumMass, PairAnnihilation.MaximumMass).Parse(parsed.GetValue(mass)!),
                progress,
                cancellation));
    }

    private static Option<string> Model(string usual) => new("--model") { Description = "Name of a model (see hermetic models) or path of a model file.", DefaultValueFactory = _ => usual, HelpName = "MODEL" };

    private static Option<string> Grid(string name, string description, string usual) => new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "GRID" };

    private static Option<double?> Coupling() => Number("--coupling", "Coupling parameter of the model (epsilon, g or g in 1/GeV); by default 1.", 1e-30, 1e3);

    private static Option<string> Particle() => new("--particle") { Description = $"What decays: {string.Join(", ", ModelTables.Particles)}.", DefaultValueFactory = _ => ModelTables.Particles[0], HelpName = "NAME" };

    private static double[] Masses(string option, string text) => new QuantityGrid(option, Dimension.Energy, LeastMass, MostMass).Parse(text);

    private static Option<double?> Number(string name, string description, double least, double most) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' cannot be used; allowed: a number from {least:G4} to {most:G4}"));
            return null;
        },
    };
}
