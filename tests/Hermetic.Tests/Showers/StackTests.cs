using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Geometry;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Showers;

/// <summary>Stacks: shipped ones, files, descriptions, look-ups.</summary>
public sealed class StackTests : IDisposable
{
    private const string Sound = """
        title: A stack
        source: a test
        layers:
          - { material: lead, thickness: 2 X0 }
          - repeat: 3
            layers:
              - { material: He, thickness: 1 cm, field: 0.5 T }
              - { material: polystyrene-scintillator, thickness: 2 mm, active: true }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-stacks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The set-ups of the reference tables, to the last digit of their README.</summary>
    [Fact]
    public void TheReferenceSetUpsAreExact()
    {
        LayerStack slab = StackLibrary.Get("pb-slab").Stack;
        Assert.Equal(["lead"], slab.Materials.Select(m => m.Name));
        Assert.Equal(1, slab.Count);
        Assert.Equal(224.48, slab.Depth, 1e-12);
        Assert.Equal(300, slab.HalfWidth);
        Assert.Equal(40, slab.RadiationLengths, 1e-12);
        Assert.False(slab.HasActive);

        StackSetup setup = StackLibrary.Get("ecal");
        LayerStack ecal = setup.Stack;
        Assert.Equal(["lead", "vinyltoluene-scintillator"], ecal.Materials.Select(m => m.Name));
        Assert.Equal(11.35, ecal.Materials[0].Density);
        Assert.Equal(1.032, ecal.Materials[1].Density);
        Assert.Equal(300, ecal.Count);
        Assert.Equal(300, ecal.HalfWidth);
        Assert.Equal(450, ecal.Depth, 1e-9);
        Assert.Equal(40.6216, ecal.RadiationLengths, 1e-4);
        Assert.All(Enumerable.Range(0, 300), i => Assert.True(ecal.MaterialOf[i] == i % 2 && ecal.ActiveOf[i] == (i % 2 == 1) && ecal.FieldOf[i] == 0));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(1.5, ecal.Edges[i + 1] - ecal.Edges[i], 1e-9));
        Assert.Equal(new CellGrid(38.2, 7), setup.Cells);
        Assert.Equal(0, setup.Birks);
    }

    [Fact]
    public void TheCalorimeterOfNa64IsThatOfItsExperiment()
    {
        Experiment experiment = ExperimentReader.Read(Path.Combine(Repository.Root, "experiments", "na64e-2018.yaml"), MaterialCatalogue.Names);
        LayerStack theirs = LayerStack.Of(experiment.Ecal);
        LayerStack ours = StackLibrary.Get("na64-ecal").Stack;
        Assert.Equal(theirs.Edges, ours.Edges);
        Assert.Equal(theirs.Materials, ours.Materials);
        Assert.Equal(theirs.MaterialOf, ours.MaterialOf);
        Assert.Equal(theirs.ActiveOf, ours.ActiveOf);
        Assert.Equal(theirs.HalfWidth, ours.HalfWidth);
        Assert.Equal(theirs.RadiationLengths, ours.RadiationLengths, 1e-9);
    }

    [Fact]
    public void AFileIsReadWithGroupsAndRadiationLengths()
    {
        StackSetup setup = Read(Sound + "\nbirks: { kB: 0.2 mm/MeV, source: a test }\nwidth: 100 mm\ncells: { pitch: 10 mm, count: 4 }\n");
        LayerStack stack = setup.Stack;
        double lead = MaterialCatalogue.Get("lead").RadiationLength;
        Assert.Equal(7, stack.Count);
        Assert.Equal(2 * lead, stack.Edges[1], 1e-9);
        Assert.Equal((2 * lead) + 36, stack.Depth, 1e-9);
        Assert.Equal([0, 0.5, 0, 0.5, 0, 0.5, 0], stack.FieldOf);
        Assert.Equal([false, false, true, false, true, false, true], stack.ActiveOf);
        Assert.Equal(50, stack.HalfWidth);
        Assert.Equal(200, setup.Birks, 1e-9);
        Assert.Equal(new CellGrid(10, 4), setup.Cells);
        Assert.Equal(-2, setup.Cells.First);
        Assert.Equal(-20, setup.Cells.Low);

        // Depth grows evenly through the repeated units, from where the lead ends.
        (double offset, double slope) = stack.DepthLine(6);
        Assert.Equal(2, offset + (slope * stack.Edges[1]), 1e-9);
        Assert.Equal(stack.RadiationLengths, offset + (slope * stack.Depth), 1e-9);
        Assert.Equal((0, 1 / lead), stack.DepthLine(0));
    }

    [Theory]
    [InlineData("title: A stack", "titel: A stack", "s.yaml:1:1: key 'titel': there is no such key; allowed: title, source, width", "did you mean 'title'?")]
    [InlineData("source: a test\n", "", "s.yaml:1:1: key 'source': missing in the section that begins here", "")]
    [InlineData("material: lead", "material: leed", "s.yaml:4:17: key 'layers[0].material': 'leed' is no known material", "did you mean 'lead'?")]
    [InlineData("2 X0", "2", "s.yaml:4:34: key 'layers[0].thickness': '2' lacks its unit", "mm")]
    [InlineData("2 X0", "-2 X0", "s.yaml:4:34: key 'layers[0].thickness': '-2 X0' is impossible", "such as 40 X0")]
    [InlineData("2 X0", "nan X0", "s.yaml:4:34: key 'layers[0].thickness': 'nan X0' is impossible", "such as 40 X0")]
    [InlineData("2 X0", "2 GeV", "s.yaml:4:34: key 'layers[0].thickness': '2 GeV' has a unit of another kind", "mm")]
    [InlineData("repeat: 3", "repeat: 2.5", "s.yaml:5:13: key 'layers[1].repeat': '2.5' is impossible", "whole")]
    [InlineData("repeat: 3", "repeat: 19999", "s.yaml:5:5: key 'layers[1]': 39999 layers are too many", "at most 20000")]
    [InlineData("repeat: 3", "repaet: 3", "s.yaml:5:5: key 'layers[1].repaet': there is no such key", "did you mean 'repeat'?")]
    [InlineData("active: true", "active: yes", "s.yaml:8:72: key 'layers[1].layers[1].active': 'yes' is not a word that is known here", "false, true")]
    [InlineData("field: 0.5 T", "field: 0.5", "s.yaml:7:49: key 'layers[1].layers[0].field': '0.5' lacks its unit", "T")]
    [InlineData("material: He", "material: Fe", "s.yaml:7:49: key 'layers[1].layers[0].field': a field in iron is not modelled", "vacuum or gas")]
    [InlineData("title: A stack", "title: A stack\ncells: { pitch: 10 mm, count: 0 }", "s.yaml:2:31: key 'cells.count': '0' is impossible", "at least 1")]
    [InlineData("title: A stack", "title: A stack\nbirks: { kB: 0.1 mm, source: x }", "s.yaml:2:14: key 'birks.kB': '0.1 mm' cannot be used", "mm/MeV")]
    [InlineData("title: A stack", "title: A stack\nbirks: { kB: 0.1 mm/MeV }", "s.yaml:2:8: key 'birks.source': missing", "")]
    [InlineData("title: A stack", "title: A stack\nradiationLengths: { leed: 5 mm }", "s.yaml:2:21: key 'radiationLengths.leed': there is no such key", "did you mean 'lead'?")]
    public void AMistakeIsNamedWithItsPlace(string sound, string mistake, string message, string more)
    {
        string text = Sound.Replace(sound, mistake, StringComparison.Ordinal);
        Assert.NotEqual(Sound, text);
        InputException error = Assert.Throws<InputException>(() => Read(text));
        Assert.Contains(message, error.Message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(more, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VacuumAloneIsRefused() =>
        Assert.Contains("all layers are vacuum", Assert.Throws<InputException>(() => Read("title: a\nsource: b\nlayers: [{ material: vacuum, thickness: 1 mm }]\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Pb 40X0", 1, 0)]
    [InlineData("lead 1.5mm,polystyrene-scintillator 1.5 mm active", 2, 1)]
    [InlineData("150x(Pb 1.5mm, vinyltoluene-scintillator 1.5mm active)", 300, 150)]
    [InlineData("W 1 X0, 3 * (Cu 1mm, 2 x (Al 1mm, polystyrene-scintillator 3mm active)), vacuum 2cm", 17, 6)]
    [InlineData("(Pb 1mm)", 1, 0)]
    public void ADescriptionIsUnderstood(string text, int layers, int active)
    {
        LayerStack stack = StackLibrary.Get(text).Stack;
        Assert.Equal(layers, stack.Count);
        Assert.Equal(active, stack.ActiveOf.Count(true));
        Assert.Equal(300, stack.HalfWidth);
    }

    [Theory]
    [InlineData("Pb", "lacks its thickness")]
    [InlineData("Pb 1.5", "'1.5' of 'Pb 1.5' is no thickness")]
    [InlineData("Pb -1mm", "is no thickness")]
    [InlineData("Pb 1mm,", "a layer is empty")]
    [InlineData("Pb 1mm, (Pb 1mm", "a ')' is missing")]
    [InlineData("Pb 1mm)", "closes nothing")]
    [InlineData("two x (Pb 1mm)", "'two x' before '(' is no number of repeats")]
    [InlineData("2 (Pb 1mm)", "'2' before '(' is no number of repeats")]
    [InlineData("2 x (Pb 1mm) Pb", "'Pb' after ')'")]
    [InlineData("99999999 x (Pb 1mm)", "no number of repeats")]
    [InlineData("200 x (200 x (Pb 1mm))", "more than 20000 layers")]
    [InlineData("Pd 1mm", "'Pd' is no known material")]
    [InlineData("Pb 2 active", "is no thickness")]
    [InlineData("vacuum 1m", "all layers are vacuum")]
    [InlineData("Pb 1e9m", "is no thickness")]
    [InlineData("ecl", "did you mean 'ecal'?")]
    [InlineData("", "there is no stack ''")]
    [InlineData("((((((((((((((((((Pb 1mm))))))))))))))))))", "nested more than")]
    public void ADescriptionThatIsNoneIsRefused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => StackLibrary.Get(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheLayerAtADepthIsFoundWithoutSearch()
    {
        Material lead = MaterialCatalogue.Get("lead");
        double[] thicknesses = [1.5, 0.01, 30, 1.5, 1e-3, 7, 0.14, 100];
        LayerStack stack = new([.. thicknesses.Select(t => new Layer(lead, t))], 10);
        for (int layer = 0; layer < stack.Count; layer++)
        {
            double low = stack.Edges[layer], high = stack.Edges[layer + 1];
            Assert.All([low, (0.5 * low) + (0.5 * high), Math.BitDecrement(high)], z => Assert.Equal(layer, stack.LayerAt(z)));
        }

        Assert.Equal(0, stack.LayerAt(-1));
        Assert.Equal(stack.Count - 1, stack.LayerAt(stack.Depth));
        Assert.Equal(stack.Count - 1, stack.LayerAt(1e9));
    }

    /// <summary>The example of the manual, which the documentation's commands use too.</summary>
    [Fact]
    public void TheExampleOfTheManualIsValid()
    {
        StackSetup setup = Read(Repository.Read("docs/shower.md").Split("```yaml\n")[1].Split("```")[0]);
        Assert.Equal(3 + (30 * 5), setup.Stack.Count);
        Assert.Equal(0.2, setup.Stack.FieldOf[1]);
        Assert.Equal(126, setup.Birks, 1e-9);
    }

    private StackSetup Read(string text)
    {
        string path = Path.Combine(_folder, "s.yaml");
        WholeFile.Write(path, text);
        return StackReader.Read(path);
    }
}
