using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;
using Hermetic.Setup.Models;
using Hermetic.Tests.DarkSector;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Setup;

/// <summary>Model files: shipped ones, mistakes, the example of the manual.</summary>
public sealed class ModelTests : IDisposable
{
    private const string Sound = """
        title: A model
        description: A test
        sources: { here: "A test" }
        mediator: { spin: vector, coupling: epsilon, source: here, status: published }
        charges: { electron: -1, muonNeutrino: 0.5, up: 2/3, source: here, status: published }
        neutrinos: { kind: dirac, source: here, status: published }
        darkMatter:
          kind: inelastic
          source: here
          status: published
          massRatio: { value: 3, source: here, status: published }
          alphaD: { value: 0.1, source: here, status: published }
          splitting: { value: 0.4, source: here, status: published }
        """;

    private const string Scalar = """
        title: A model
        description: A test
        sources: { here: "A test" }
        mediator: { spin: scalar, coupling: g, source: here, status: published }
        charges: { muon: 1, source: here, status: published }
        """;

    private static readonly string[] Shipped =
    [
        "alp-electron", "alp-photon", "axial", "b-minus-l", "b-minus-l-broken", "dark-photon", "electrophilic-pseudoscalar", "electrophilic-scalar", "i2dm", "inelastic-dark-matter",
        "l-mu-minus-l-tau", "muophilic-pseudoscalar", "muophilic-scalar", "pseudoscalar", "scalar", "vector", "x17-pseudoscalar", "x17-vector",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AllShippedModelsAreReadAndTheirDecaysKnownInTheWholeRange()
    {
        Assert.Equal(Shipped, ModelLibrary.Names);
        foreach (ModelSetup setup in ModelLibrary.List())
        {
            for (double mass = 1e-6; mass < 50; mass *= 1.7)
            {
                DecayTable table = DecayTable.Of(setup.Model, mass, 1e-4);
                Assert.All(table.Channels, c => Assert.True(double.IsFinite(c.Width) && c.Width > 0, $"{setup.Name} {mass} {c}"));
                if (setup.Model.DarkMatter is { IsPair: true })
                {
                    Assert.NotNull(DecayTable.OfPartner(setup.Model, mass, 1e-4));
                }
            }
        }
    }

    [Fact]
    public void EveryStatementHasASourceAndEverySourceIsUsed() => Assert.All(ModelLibrary.List(), setup =>
    {
        Assert.NotEmpty(setup.Statements);
        Assert.Equal(setup.Sources.Keys, setup.Statements.Select(s => s.Source).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(setup.Statements.Select(s => s.Key).Distinct(), setup.Statements.Select(s => s.Key));
    });

    [Fact]
    public void ShippedModelsSayWhatTheirNamesSay()
    {
        DarkModel Model(string name) => ModelLibrary.Get(name).Model;
        Assert.Equal(FermionCharges.Electric, Model("dark-photon").Charges);
        Assert.Equal(DarkMatter.ComplexScalar, Model("dark-photon").DarkMatter!.Particle);
        Assert.Equal(0.75, DecayTable.Of(Model("b-minus-l"), 0.1, 1e-4).InvisibleRatio, 1e-4);
        Assert.Equal(0.60, DecayTable.Of(Model("b-minus-l-broken"), 0.1, 1e-4).InvisibleRatio, 1e-4);
        Assert.True(Model("l-mu-minus-l-tau").MixingLoops);
        Assert.Equal(CouplingUnit.PerGev, Model("alp-photon").Unit);
        Assert.Equal(0.0167, ModelLibrary.Get("x17-vector").Mass!.Value, 1e-12);
        Assert.Equal((DarkSpecies.Mixed, 0.1), (Model("i2dm").DarkMatter!.Species, Model("i2dm").DarkMatter!.MixingAngle));
        foreach (string word in new[] { "vector", "axial", "scalar", "pseudoscalar" })
        {
            Assert.Equal(word, Hermetic.Setup.Experiments.EnumWords.Word(Model(word).Mediator));
            Assert.Equal(new FermionCharges { Electron = 1, Muon = 1, Tau = 1 }, Model(word).Charges);
            Assert.Equal("epsilon = 1 (coupling e times the charge)", Model(word).QuotedAt);
        }
    }

    [Fact]
    public void AModelIsFoundByNameOrPath()
    {
        string path = Path.Combine(_folder, "mine.yaml");
        WholeFile.Write(path, Sound);
        Assert.Equal("mine", ModelLibrary.Get(path).Name);
        string error = Assert.Throws<InputException>(() => ModelLibrary.Get("dark-foton")).Message;
        Assert.Contains("there is no model 'dark-foton'; allowed: alp-electron,", error, StringComparison.Ordinal);
        Assert.EndsWith("did you mean 'dark-photon'?", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileIsReadAsItStands()
    {
        ModelSetup setup = Read(Sound);
        Assert.Equal((Mediator.Vector, CouplingUnit.Epsilon, NeutrinoKind.Dirac), (setup.Model.Mediator, setup.Model.Unit, setup.Model.Neutrinos));
        Assert.Equal(new FermionCharges { Electron = -1, MuonNeutrino = 0.5, Up = 2.0 / 3 }, setup.Model.Charges);
        Assert.Equal((DarkSpecies.Inelastic, 3, 0.1, 0.4), (setup.Model.DarkMatter!.Species, setup.Model.DarkMatter.MassRatio, setup.Model.DarkMatter.AlphaD, setup.Model.DarkMatter.Splitting));
        Assert.Null(setup.Mass);
        Assert.Equal(
            ["mediator.spin", "mediator.coupling", "charges.electron", "charges.muonNeutrino", "charges.up", "neutrinos.kind", "darkMatter.kind", "darkMatter.massRatio", "darkMatter.alphaD", "darkMatter.splitting"],
            setup.Statements.Select(s => s.Key));
        Assert.Equal(64, setup.Digest.Length);
    }

    [Theory]
    [InlineData("title: A model", "titel: A model", "m.yaml:1:1: key 'titel': there is no such key; allowed: title, description", "did you mean 'title'?")]
    [InlineData("description: A test\n", "", "m.yaml:1:1: key 'description': missing in the section that begins here", "")]
    [InlineData("spin: vector", "spin: vektor", "m.yaml:4:19: key 'mediator.spin': 'vektor' is not a word that is known here; allowed: vector, axial, scalar, pseudoscalar", "did you mean 'vector'?")]
    [InlineData("coupling: epsilon", "coupling: 1", "m.yaml:4:37: key 'mediator.coupling': '1' is not a word that is known here; allowed: epsilon, g, 1/GeV", "")]
    [InlineData("electron: -1", "electorn: -1", "m.yaml:5:12: key 'charges.electorn': there is no such key", "did you mean 'electron'?")]
    [InlineData("electron: -1", "electron: nan", "m.yaml:5:22: key 'charges.electron': 'nan' is no finite number", "")]
    [InlineData("electron: -1", "electron: 1e9", "m.yaml:5:22: key 'charges.electron': '1e9' is impossible", "at most 1000")]
    [InlineData("up: 2/3", "up: 2/0", "m.yaml:5:49: key 'charges.up': '2/0' is no fraction of two whole numbers", "a fraction such as -1/3")]
    [InlineData("up: 2/3", "up: 2/3/4", "m.yaml:5:49: key 'charges.up': '2/3/4' is no finite number", "")]
    [InlineData("source: here, status: published }\nneutrinos", "source: there, status: published }\nneutrinos", "key 'charges.source': 'there' is not among the sources", "did you mean 'here'?")]
    [InlineData("published }\nneutrinos", "assumed }\nneutrinos", "key 'charges.note': missing: what is assumed needs a note", "")]
    [InlineData("neutrinos: { kind: dirac, source: here, status: published }\n", "", "key 'neutrinos': missing in the section that begins here", "")]
    [InlineData("muonNeutrino: 0.5, ", "", "m.yaml:6:12: key 'neutrinos': no neutrino has a charge", "")]
    [InlineData("kind: dirac", "kind: majorana", "m.yaml:6:20: key 'neutrinos.kind': 'majorana' is not a word that is known here; allowed: left-handed, dirac", "")]
    [InlineData("kind: inelastic", "kind: inelastick", "m.yaml:8:9: key 'darkMatter.kind': 'inelastick'", "did you mean 'inelastic'?")]
    [InlineData("kind: inelastic", "kind: scalar", "m.yaml:13:23: key 'darkMatter.splitting.value': scalar dark matter has none", "")]
    [InlineData("value: 3,", "value: 0,", "m.yaml:11:23: key 'darkMatter.massRatio.value': '0' is impossible", "above 0")]
    [InlineData("value: 0.1,", "value: -0.1,", "m.yaml:12:20: key 'darkMatter.alphaD.value': '-0.1' is impossible", "12.5664")]
    [InlineData("value: 0.4,", "value: 3,", "m.yaml:13:23: key 'darkMatter.splitting.value': chi2 would decay into dark particles alone; allowed: below 3", "")]
    [InlineData("value: 0.4,", "value: 0,", "m.yaml:13:23: key 'darkMatter.splitting.value': inelastic dark matter has two masses", "pseudo-dirac")]
    [InlineData("value: 0.4,", "value: -1,", "m.yaml:13:23: key 'darkMatter.splitting.value': '-1' is impossible", "at least 0")]
    [InlineData("kind: inelastic", "kind: mixed", "key 'darkMatter.mixingAngle': missing in the section that begins here", "")]
    [InlineData("spin: vector", "spin: axial", "m.yaml:5:49: key 'charges.up': quarks have charges under a vector only", "")]
    [InlineData("coupling: epsilon", "coupling: 1/GeV", "m.yaml:4:37: key 'mediator.coupling': a coupling in 1/GeV is that of a scalar or pseudoscalar to photons alone", "")]
    public void AMistakeIsNamedWithItsPlace(string sound, string mistake, string message, string more) => Refused(Sound, sound, mistake, message, more);

    [Theory]
    [InlineData("charges: { muon: 1, ", "charges: { muon: 0, ", "m.yaml:5:10: key 'charges': the mediator couples to no known particle", "")]
    [InlineData("charges: { muon: 1, source: here, status: published }", "mass: { value: 1 GeV, source: here, status: published }", "m.yaml:4:11: key 'mediator': the mediator couples to no known particle", "'photons'")]
    [InlineData("muon: 1", "tauNeutrino: 1", "m.yaml:5:25: key 'charges.tauNeutrino': neutrinos have charges under vector and axial mediators only", "")]
    [InlineData("muon: 1", "up: 1", "m.yaml:5:16: key 'charges.up': quarks have charges under a vector only", "")]
    [InlineData("charges:", "mixing: { kind: lepton-loops, source: here, status: published }\ncharges:", "m.yaml:5:9: key 'mixing': the loops are known for a vector", "")]
    [InlineData("charges:", "mixing: { kind: loops, source: here, status: published }\ncharges:", "m.yaml:5:17: key 'mixing.kind': 'loops' is not a word that is known here; allowed: lepton-loops", "")]
    [InlineData("charges:", "photons: { coupling: 0, source: here, status: published }\ncharges:", "m.yaml:5:22: key 'photons.coupling': photons without coupling", "")]
    [InlineData("charges:", "mass: { value: 60 GeV, source: here, status: published }\ncharges:", "m.yaml:5:16: key 'mass.value': '60 GeV' is impossible", "at most 50 GeV")]
    [InlineData("charges:", "darkMatter: { kind: scalar, massRatio: { value: 3, source: here, status: published }, alphaD: { value: 1, source: here, status: published }, source: here, status: published }\ncharges:", "m.yaml:5:13: key 'darkMatter': a scalar's coupling to a scalar", "")]
    public void AScalarsMistakesToo(string sound, string mistake, string message, string more) => Refused(Scalar, sound, mistake, message, more);

    [Fact]
    public void TextsShowEveryStatement()
    {
        foreach (ModelSetup setup in ModelLibrary.List())
        {
            string text = ModelText.Describe(setup), csv = ModelText.ToCsv(setup);
            string flat = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
            Assert.All(setup.Statements, s => Assert.Contains($"{s.Key} {s.Value} {Hermetic.Setup.Experiments.EnumWords.Word(s.Status)} [{s.Source}]", flat, StringComparison.Ordinal));
            Assert.All(setup.Statements.Select(s => s.Note).OfType<string>(), n => Assert.Contains(n, flat, StringComparison.Ordinal));
            Assert.All(setup.Sources.Values, c => Assert.Contains(c, flat, StringComparison.Ordinal));
            Assert.Contains(setup.Model.QuotedAt, flat, StringComparison.Ordinal);
            Assert.Equal(setup.Statements.Count + 1, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }

        string list = ModelText.List(ModelLibrary.List());
        Assert.Equal(Shipped.Length, list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("alp-photon ", list, StringComparison.Ordinal);
        Assert.Contains("; pseudoscalar, coupling 1/GeV\n", list, StringComparison.Ordinal);
    }

    /// <summary>The example of the manual, and its table of shipped models.</summary>
    [Fact]
    public void TheManualIsRight()
    {
        string manual = Repository.Read("docs/models.md");
        ModelSetup setup = Read(manual.Split("```yaml\n")[1].Split("```")[0]);
        Assert.Equal(0.0, setup.Model.Charges.Electron);
        Assert.NotNull(setup.Model.DarkMatter);
        Assert.All(Shipped, name => Assert.Contains($"| `{name}` |", manual, StringComparison.Ordinal));
    }

    private void Refused(string whole, string sound, string mistake, string message, string more)
    {
        string text = whole.Replace(sound, mistake, StringComparison.Ordinal);
        Assert.NotEqual(whole, text);
        InputException error = Assert.Throws<InputException>(() => Read(text));
        Assert.Contains(message, error.Message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(more, error.Message, StringComparison.Ordinal);
    }

    private ModelSetup Read(string text)
    {
        string path = Path.Combine(_folder, "m.yaml");
        WholeFile.Write(path, text);
        return ModelReader.Read(path);
    }
}
