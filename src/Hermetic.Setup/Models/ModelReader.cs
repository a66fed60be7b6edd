using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Models;

/// <summary>
/// Reads model files (YAML; the format is described in docs/models.md). Everything that is wrong in a file is an <see cref="InputException"/>
/// of the form "FILE:LINE:COLUMN: key 'a.b': what is wrong; allowed: ...; did you mean 'x'?".
/// </summary>
public static class ModelReader
{
    private static readonly NumberRule Mass = new(Dimension.Energy, 0, DecayTable.MaximumMass, AboveMinimum: true);
    private static readonly NumberRule Charge = new(Dimension.Number, -DarkModel.MaximumCharge, DarkModel.MaximumCharge);
    private static readonly NumberRule MassRatio = new(Dimension.Number, 0, 1e6, AboveMinimum: true);
    private static readonly NumberRule AlphaD = new(Dimension.Number, 0, 4 * Math.PI, AboveMinimum: true);
    private static readonly NumberRule Splitting = new(Dimension.Number, 0, 1e6);
    private static readonly NumberRule MixingAngle = new(Dimension.Angle, 0, Math.PI / 2);

    private static readonly string[] TopKeys = ["title", "description", "include", "sources", "mediator", "mass", "charges", "neutrinos", "mixing", "photons", "darkMatter"];
    private static readonly string[] Provenance = ["source", "status", "note"];
    private static readonly string[] Quarks = ["up", "down", "strange", "charm", "bottom", "top"];
    private static readonly string[] Neutrinos = ["electronNeutrino", "muonNeutrino", "tauNeutrino"];
    private static readonly string[] ChargeKeys = ["electron", "muon", "tau", .. Neutrinos, .. Quarks];

    private enum MixingKind
    {
        LeptonLoops,
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">Path of its file.</param>
    /// <exception cref="InputException">The file cannot be read, or something in it or in what it includes is wrong.</exception>
    public static ModelSetup Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        (YamlMap root, IReadOnlyList<string> files, string digest) = ExperimentFiles.Load(path);
        ExperimentContext context = new(new Dictionary<string, string>(), []);

        // The keys of the whole file are checked first: a mistyped "sources" should not be reported as an unknown source.
        ExperimentSection top = new(root, context, TopKeys);
        context = context with { Sources = ExperimentReader.ReadSources(top.Node("sources")) };
        top = new ExperimentSection(root, context, TopKeys);

        List<ModelStatement> statements = [];
        string title = top.Text("title"), description = top.Text("description");
        ExperimentSection mediatorSection = top.Section("mediator", ["spin", "coupling", .. Provenance]);
        Mediator mediator = State(mediatorSection, statements, "mediator.spin", mediatorSection.Word<Mediator>("spin"));
        CouplingUnit unit = State(mediatorSection, statements, "mediator.coupling", mediatorSection.Word<CouplingUnit>("coupling"));
        double? mass = top.Has("mass") ? Number(top, "mass", "mass", Mass, statements) : null;
        FermionCharges charges = ReadCharges(top, mediator, statements);
        NeutrinoKind neutrinos = ReadNeutrinos(top, charges, statements);
        bool loops = top.Has("mixing") && ReadMixing(top, statements);
        double photon = top.Has("photons") ? ReadPhotons(top, unit, statements) : 0;
        DarkMatterSector? dark = top.Has("darkMatter") ? ReadDarkMatter(top, statements) : null;
        return new ModelSetup
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Title = title,
            Description = description,
            Model = Make(top, mediatorSection, () => new DarkModel(mediator, unit, charges, neutrinos, loops, photon, dark)),
            Mass = mass,
            Sources = context.Sources,
            Statements = statements,
            Digest = digest,
            Files = files,
        };
    }

    /// <summary>What contradicts itself is refused by the model; here the refusal gets its place in the file.</summary>
    private static DarkModel Make(ExperimentSection top, ExperimentSection mediator, Func<DarkModel> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            string reason = e.Message.Split(" (Parameter", 2)[0];
            throw e.ParamName switch
            {
                "unit" => mediator.Error("coupling", reason),
                "photon" => top.Error("photons", reason),
                "mixingLoops" => top.Error("mixing", reason),
                "darkMatter" => top.Error("darkMatter", reason),
                _ => top.Has("charges") ? top.Error("charges", reason) : top.Error("mediator", reason, "a section 'charges' or 'photons'"),
            };
        }
    }

    private static FermionCharges ReadCharges(ExperimentSection top, Mediator mediator, List<ModelStatement> statements)
    {
        if (!top.Has("charges"))
        {
            return new FermionCharges();
        }

        ExperimentSection section = top.Section("charges", [.. ChargeKeys, .. Provenance]);
        bool spinOne = mediator is Mediator.Vector or Mediator.Axial;
        double Of(string key)
        {
            if (!section.Has(key))
            {
                return 0;
            }

            double charge = ReadCharge(section, key);
            if (charge != 0 && !spinOne && Neutrinos.Contains(key))
            {
                throw section.Error(key, "neutrinos have charges under vector and axial mediators only", "0");
            }

            if (charge != 0 && mediator != Mediator.Vector && Quarks.Contains(key))
            {
                throw section.Error(key, "quarks have charges under a vector only: hadronic widths of other mediators are not known well enough", "0");
            }

            (string source, SourceStatus status, string? note) = section.Provenance();
            statements.Add(new ModelStatement($"charges.{key}", section.Text(key), source, status, note));
            return charge;
        }

        return new FermionCharges
        {
            Electron = Of("electron"),
            Muon = Of("muon"),
            Tau = Of("tau"),
            ElectronNeutrino = Of("electronNeutrino"),
            MuonNeutrino = Of("muonNeutrino"),
            TauNeutrino = Of("tauNeutrino"),
            Up = Of("up"),
            Down = Of("down"),
            Strange = Of("strange"),
            Charm = Of("charm"),
            Bottom = Of("bottom"),
            Top = Of("top"),
        };
    }

    /// <summary>A number, or a fraction as charges of quarks are written.</summary>
    private static double ReadCharge(ExperimentSection section, string key)
    {
        string[] parts = section.Text(key).Split('/');
        if (parts.Length != 2)
        {
            return section.Plain(key, Charge);
        }

        bool valid = int.TryParse(parts[0].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int numerator)
            & int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int denominator);
        return valid && denominator > 0 && Math.Abs((double)numerator / denominator) <= DarkModel.MaximumCharge
            ? (double)numerator / denominator
            : throw section.Error(key, $"'{InputError.Shown(section.Text(key))}' is no fraction of two whole numbers", $"a fraction such as -1/3, or {Charge.Allowed}");
    }

    private static NeutrinoKind ReadNeutrinos(ExperimentSection top, FermionCharges charges, List<ModelStatement> statements)
    {
        if (charges.NeutrinosSquared == 0)
        {
            return top.Has("neutrinos") ? throw top.Error("neutrinos", "no neutrino has a charge", "the section left out, or charges of neutrinos") : NeutrinoKind.LeftHanded;
        }

        ExperimentSection section = top.Section("neutrinos", ["kind", .. Provenance]);
        return State(section, statements, "neutrinos.kind", section.Word<NeutrinoKind>("kind"));
    }

    private static bool ReadMixing(ExperimentSection top, List<ModelStatement> statements)
    {
        ExperimentSection section = top.Section("mixing", ["kind", .. Provenance]);
        return State(section, statements, "mixing.kind", section.Word<MixingKind>("kind")) == MixingKind.LeptonLoops;
    }

    private static double ReadPhotons(ExperimentSection top, CouplingUnit unit, List<ModelStatement> statements)
    {
        ExperimentSection section = top.Section("photons", ["coupling", .. Provenance]);
        double value = section.Plain("coupling", Charge);
        if (value == 0)
        {
            throw section.Error("coupling", "photons without coupling", "a number other than 0, or the section left out");
        }

        (string source, SourceStatus status, string? note) = section.Provenance();
        string text = unit == CouplingUnit.PerGev ? section.Text("coupling") : $"{section.Text("coupling")} /GeV";
        statements.Add(new ModelStatement("photons.coupling", text, source, status, note));
        return value;
    }

    private static DarkMatterSector ReadDarkMatter(ExperimentSection top, List<ModelStatement> statements)
    {
        ExperimentSection section = top.Section("darkMatter", ["kind", "massRatio", "alphaD", "splitting", "mixingAngle", .. Provenance]);
        DarkSpecies species = State(section, statements, "darkMatter.kind", section.Word<DarkSpecies>("kind"));
        double Of(string key, NumberRule rule) => Number(section, key, $"darkMatter.{key}", rule, statements);
        double massRatio = Of("massRatio", MassRatio), alphaD = Of("alphaD", AlphaD);
        bool pair = species is DarkSpecies.PseudoDirac or DarkSpecies.Inelastic or DarkSpecies.Mixed;
        Refuse(section, "splitting", !pair, species);
        Refuse(section, "mixingAngle", species != DarkSpecies.Mixed, species);
        double splitting = pair ? Of("splitting", Splitting) : 0;
        double limit = species == DarkSpecies.Mixed ? Math.Min(massRatio, DarkMatterSector.MixedSplitting) : massRatio;
        if (pair && splitting >= limit)
        {
            throw section.Error("splitting", "chi2 would decay into dark particles alone", FormattableString.Invariant($"below {limit:G6}"));
        }

        if (species == DarkSpecies.Inelastic && splitting == 0)
        {
            throw section.Error("splitting", "inelastic dark matter has two masses", "above 0, or kind: pseudo-dirac");
        }

        return new DarkMatterSector(species, massRatio, alphaD, splitting, species == DarkSpecies.Mixed ? Of("mixingAngle", MixingAngle) : 0);
    }

    private static void Refuse(ExperimentSection section, string key, bool senseless, DarkSpecies species)
    {
        if (senseless && section.Has(key))
        {
            throw section.Error(key, $"{EnumWords.Word(species)} dark matter has none", "the key left out");
        }
    }

    private static double Number(ExperimentSection section, string name, string key, NumberRule rule, List<ModelStatement> statements)
    {
        Sourced number = section.Number(name, rule);
        statements.Add(new ModelStatement(key, Quantity.Format(number.Value, rule.Dimension), number.Source, number.Status, number.Note));
        return number.Value;
    }

    private static T State<T>(ExperimentSection section, List<ModelStatement> statements, string key, T word)
        where T : struct, Enum
    {
        (string source, SourceStatus status, string? note) = section.Provenance();
        statements.Add(new ModelStatement(key, EnumWords.Word(word), source, status, note));
        return word;
    }
}
