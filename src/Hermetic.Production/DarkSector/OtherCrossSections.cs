using System.Globalization;
using Hermetic.Analysis;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;
using Hermetic.Physics.DarkSector.Production;
using Hermetic.Reporting.Figures;
using Hermetic.Reporting.Tables;
using Hermetic.Setup.Models;

namespace Hermetic.Production.DarkSector;

/// <summary>The verb "cross-section" for the processes other than bremsstrahlung, with the same columns; parts that do not apply are empty.</summary>
public static class OtherCrossSections
{
    /// <summary>Words for the processes, the usual one first.</summary>
    public static IReadOnlyList<string> Processes { get; } = ["bremsstrahlung", "annihilation", "radiative-return", "primakoff", "charge-exchange", "photoproduction"];

    private static readonly (string Word, ExchangeMeson Meson)[] Exchanged =
        [("pi0", ExchangeMeson.Pi0), ("eta", ExchangeMeson.Eta), ("eta-prime", ExchangeMeson.EtaPrime), ("omega", ExchangeMeson.Omega), ("f2", ExchangeMeson.F2)];

    private static readonly (string Word, VectorMeson Meson)[] Vectors = [("rho", VectorMeson.Rho), ("omega", VectorMeson.Omega), ("phi", VectorMeson.Phi)];

    /// <summary>Words for the mesons of charge exchange.</summary>
    public static IReadOnlyList<string> ExchangeMesons { get; } = [.. Exchanged.Select(m => m.Word), "K0"];

    /// <summary>Words for the mesons of photoproduction.</summary>
    public static IReadOnlyList<string> VectorMesons { get; } = [.. Vectors.Select(m => m.Word)];

    /// <summary>e+ e- -> X -> the dark matter of the model, per atom with electrons in motion, and per electron at rest.</summary>
    /// <param name="model">A model with dark matter, or with loop-induced mixing.</param>
    /// <param name="target">The nucleus.</param>
    /// <param name="energies">Total energies of the positron, GeV.</param>
    /// <param name="masses">Masses of X, GeV.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The model has no such process.</exception>
    public static DataTable Annihilation(
        ModelSetup model, Nucleus target, IReadOnlyList<double> energies, IReadOnlyList<double> masses, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        DarkModel physics = model.Model;
        if (physics.DarkMatter is not { } dark || physics.Charges.Electron == 0 || physics.Unit == CouplingUnit.PerGev)
        {
            throw new InputException($"--process: annihilation into dark matter needs a mediator that couples to electrons and to dark matter, and that of {model.Name} does not; allowed: another model or process");
        }

        double squared = physics.Epsilon2(physics.Charges.Electron);
        ElectronMotion motion = ElectronMotion.OfElement(target.Z);
        return Table(
            "annihilation",
            $"Cross section of e+ e- -> X -> dark matter, {model.Title}",
            [
                $"Per atom with Z = {target.Z} electrons in motion (shells with exponential kinetic energies), in pb, at {physics.QuotedAt}; beside it per electron at rest.",
                string.Create(CultureInfo.InvariantCulture, $"Dark matter with m_X = {dark.MassRatio:G4} m_chi, alphaD = {dark.AlphaD:G4}. The width of X is that to dark matter alone, which holds while alphaD is much above alpha epsilon^2: then the cross section scales with the coupling squared."),
            ],
            [new DataColumn("sigma_electron_at_rest_pb", "per electron at rest [pb]") { OutsideCsv = true }],
            energies,
            masses,
            (mass, energy) =>
            {
                AnnihilationChannel channel = dark.IsPair && dark.Species != DarkSpecies.Mixed
                    ? AnnihilationChannel.Inelastic(physics.Mediator, dark.LightMass(mass), dark.HeavyMass(mass), dark.AlphaD)
                    : AnnihilationChannel.DarkMatter(physics.Mediator, dark.Particle, dark.LightMass(mass), dark.AlphaD);
                // Without visible couplings: the width to dark matter alone.
                double width = DecayTable.Of(physics, mass, 0).Total;
                return width > 0
                    ? [squared * target.Z * AtomicAnnihilation.CrossSection(channel, mass, width, energy, motion, MotionWeight.CrossSection), double.NaN, double.NaN,
                        squared * channel.CrossSection(mass, width, ResonantAnnihilation.S(energy))]
                    : throw new InputException($"--mass: X of {Quantity.FormatEnergy(mass)} does not decay to the dark matter of {model.Name}; allowed: a model with a mass ratio above 2");
            },
            progress,
            cancellation);
    }

    /// <summary>e+ e- -> gamma X on electrons at rest.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">The nucleus, for the number of electrons.</param>
    /// <param name="energies">Total energies of the positron, GeV.</param>
    /// <param name="masses">Masses of X, GeV.</param>
    /// <param name="leastPhoton">Least energy of the photon, GeV.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The mediator does not couple to electrons.</exception>
    public static DataTable RadiativeReturn(
        ModelSetup model, Nucleus target, IReadOnlyList<double> energies, IReadOnlyList<double> masses, double leastPhoton, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        DarkModel physics = model.Model;
        if (physics.Charges.Electron == 0 || physics.Unit == CouplingUnit.PerGev)
        {
            throw new InputException($"--process: the mediator of {model.Name} has no coupling to electrons at tree level; allowed: another model or process");
        }

        double squared = physics.Epsilon2(physics.Charges.Electron);
        return Table(
            "radiative-return",
            $"Cross section of e+ e- -> gamma X, {model.Title}",
            [
                $"Per atom with Z = {target.Z} electrons at rest, in pb, at {physics.QuotedAt}; photons above {Quantity.FormatEnergy(leastPhoton)} in the laboratory.",
                "Tree level with a stable X; without a cut it diverges towards the resonance.",
            ],
            [],
            energies,
            masses,
            (mass, energy) =>
            {
                RadiativeReturn process = new(physics.Mediator, mass);
                double sigma = energy > process.ThresholdEnergy ? process.CrossSection(energy, leastPhoton) : 0;
                return [squared * target.Z * sigma, double.NaN, double.NaN];
            },
            progress,
            cancellation);
    }

    /// <summary>gamma Z -> a Z for a model with a photon coupling.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">The nucleus.</param>
    /// <param name="energies">Energies of the photon, GeV.</param>
    /// <param name="masses">Masses of a, GeV.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">The model has no photon coupling.</exception>
    public static DataTable Primakoff(
        ModelSetup model, Nucleus target, IReadOnlyList<double> energies, IReadOnlyList<double> masses, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        double squared = model.Model.Photon * model.Model.Photon;
        if (squared == 0)
        {
            throw new InputException($"--process: the mediator of {model.Name} has no photon coupling of its own; allowed: a model such as alp-photon");
        }

        return Table(
            "primakoff",
            $"Cross section of gamma Z -> a Z, {model.Title}",
            [
                $"Per atom, in pb, at {model.Model.QuotedAt}; it scales as the coupling squared. The energy is that of the photon.",
                $"Target: {TargetText.Describe(target)}. Integral of the photon flux to all momentum transfers; nuclear recoil neglected in the energy.",
            ],
            [],
            energies,
            masses,
            (mass, energy) =>
            {
                CrossSectionParts sigma = new Primakoff(target, mass).CrossSection(energy);
                return [squared * sigma.Sum, squared * sigma.Elastic, squared * sigma.Inelastic];
            },
            progress,
            cancellation);
    }

    /// <summary>pi- p -> M n or K- p -> K0 n, per proton and per nucleus.</summary>
    /// <param name="meson">One of <see cref="ExchangeMesons"/>.</param>
    /// <param name="target">The nucleus.</param>
    /// <param name="energies">Total energies of the beam particle (of a kaon its momentum), GeV.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">There is no such meson.</exception>
    public static DataTable ChargeExchange(string meson, Nucleus target, IReadOnlyList<double> energies, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        if (!ExchangeMesons.Contains(meson))
        {
            throw Unknown(meson, ExchangeMesons);
        }

        bool kaon = meson == "K0";
        ExchangeMeson exchanged = kaon ? default : Exchanged.First(m => m.Word == meson).Meson;
        return Table(
            "charge-exchange",
            kaon ? "Cross section of K- p -> K0 n" : $"Cross section of pi- p -> {meson} n",
            [
                "Per nucleus, in pb: that of the proton times Z^(2/3), without absorption in the nucleus (OPEN: versions of the fit's code differ); beside it per free proton.",
                kaon ? "The energy is the kaon's momentum; Geant4's parametrisation (FROM-CODE)." : "Fit of V. Lyubovitskij as coded in Geant4 (FROM-CODE), normalisation of set 1 over the branching ratio of the detected mode; the other set is lower by 5.4 for pi0 and 2.1 for eta at 50 GeV (OPEN).",
            ],
            [new DataColumn("sigma_proton_pb", "per proton [pb]") { OutsideCsv = true }],
            energies,
            [kaon ? 0.497611 : MassOf(exchanged)],
            (_, energy) => kaon
                ? [KaonChargeExchange.NuclearCrossSection(energy, target), double.NaN, double.NaN, KaonChargeExchange.CrossSection(energy)]
                : [Physics.DarkSector.Production.ChargeExchange.NuclearCrossSection(exchanged, energy, target, 1), double.NaN, double.NaN, Physics.DarkSector.Production.ChargeExchange.CrossSection(exchanged, energy)],
            progress,
            cancellation);
    }

    /// <summary>gamma A -> V A of vector mesons.</summary>
    /// <param name="meson">One of <see cref="VectorMesons"/>.</param>
    /// <param name="target">The nucleus.</param>
    /// <param name="energies">Energies of the photon, GeV.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputException">There is no such meson.</exception>
    public static DataTable Photoproduction(string meson, Nucleus target, IReadOnlyList<double> energies, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        if (!VectorMesons.Contains(meson))
        {
            throw Unknown(meson, VectorMesons);
        }

        VectorMeson vector = Vectors.First(m => m.Word == meson).Meson;
        return Table(
            "photoproduction",
            $"Cross section of gamma A -> {meson} A",
            [
                "Per nucleus, in pb; elastic is the coherent, inelastic the incoherent part. The energy is that of the photon.",
                "OPEN: the shipped table (data/darksector) is a replaceable collection of literature values and models.",
            ],
            [],
            energies,
            [VectorMesonDecay.Mass(vector)],
            (_, energy) =>
            {
                CrossSectionParts sigma = VectorMesonPhotoproduction.Shipped.CrossSection(vector, target.Z, energy);
                return [sigma.Sum, sigma.Elastic, sigma.Inelastic];
            },
            progress,
            cancellation);
    }

    private static double MassOf(ExchangeMeson meson) => Physics.DarkSector.Production.ChargeExchange.Mass(meson);

    private static InputException Unknown(string meson, IReadOnlyList<string> known) => new(
        $"--meson: '{meson}' is not made by this process; allowed: {string.Join(", ", known)}{InputException.Hint(meson, known)}");

    private static DataTable Table(
        string name,
        string title,
        IReadOnlyList<string> statements,
        IReadOnlyList<DataColumn> more,
        IReadOnlyList<double> energies,
        IReadOnlyList<double> masses,
        Func<double, double, double[]> sigma,
        IProgress<SearchProgress> progress,
        CancellationToken cancellation)
    {
        bool byMass = masses.Count >= energies.Count && masses.Count > 1;
        return new DataTable
        {
            Name = name,
            Title = title,
            Statements = statements,
            Columns = [.. CrossSections.TotalColumns, .. more],
            Rows = RowWork.Rows(
                "cross sections",
                masses.Count * energies.Count,
                i =>
                {
                    (double mass, double energy) = (masses[i / energies.Count], energies[i % energies.Count]);
                    return [mass, energy, .. sigma(mass, energy)];
                },
                progress,
                cancellation),
            Plot = new DataPlot(byMass ? 0 : 1, [2], Label.Parse("*σ*  (pb)"))
            {
                Group = byMass ? (energies.Count > 1 ? 1 : null) : (masses.Count > 1 ? 0 : null),
                XScale = byMass ? 1000 : 1,
                XTitle = byMass ? Label.Parse("*m*_{X}  (MeV)") : Label.Parse("*E*  (GeV)"),
            },
        };
    }
}
