using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Inference.HistFactory;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Workspaces;
using Hermetic.Tests.Inference;

namespace Hermetic.Tests.Setup;

/// <summary>pyhf workspaces in and out: what is sound comes back as it was, what is not is refused with the path of the bad element.</summary>
public sealed class WorkspaceReaderTests : IDisposable
{
    private const string Sound = """
        {
          "channels": [
            {
              "name": "signal region",
              "samples": [
                { "name": "signal", "data": [5, 10.5], "modifiers": [ { "name": "mu", "type": "normfactor", "data": null }, { "name": "lumi", "type": "lumi", "data": null } ] },
                {
                  "name": "background",
                  "data": [50.0, 60.0],
                  "modifiers": [
                    { "name": "norm", "type": "normsys", "data": { "lo": 0.9, "hi": 1.1 } },
                    { "name": "tilt", "type": "histosys", "data": { "lo_data": [45, 62], "hi_data": [55, 58] } },
                    { "name": "control", "type": "shapesys", "data": [3, 4] },
                    { "name": "statistics", "type": "staterror", "data": [2, 2.5] },
                    { "name": "shape", "type": "shapefactor", "data": null }
                  ]
                }
              ]
            }
          ],
          "observations": [ { "name": "signal region", "data": [51, 62] } ],
          "measurements": [
            {
              "name": "first",
              "config": {
                "poi": "mu",
                "parameters": [
                  { "name": "lumi", "auxdata": [1.0], "bounds": [[0.5, 1.5]], "fixed": true, "inits": [1.0], "sigmas": [0.02] },
                  { "name": "shape", "fixed": true }
                ]
              }
            }
          ],
          "version": "1.0.0"
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic workspaces ").FullName;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "[5, 10.5]", "[5, -1]", "channels[0].samples[0].data[1]: -1 cannot be a number of events" },
        { "[5, 10.5]", "[5, NaN]", "channels[0].samples[0].data[1]: line 6 is no JSON" },
        { "[5, 10.5]", "[5, -Infinity]", "channels[0].samples[0].data[1]: line 6 is no JSON" },
        { "[5, 10.5]", "[5, \"NaN\"]", "channels[0].samples[0].data[1]: \"NaN\" is no finite number" },
        { "[5, 10.5]", "[5, null]", "channels[0].samples[0].data[1]: null is no finite number" },
        { "[5, 10.5]", "[5, 1e400]", "channels[0].samples[0].data[1]: 1e400 is no finite number" },
        { "[5, 10.5]", "[5]", "channels[0].samples[1].data: 2 values instead of 1" },
        { "[5, 10.5]", "[]", "channels[0].samples[0].data: the list is empty" },
        { "[5, 10.5]", "5", "channels[0].samples[0].data: 5 is no list" },
        { "\"data\": [5, 10.5], ", "", "channels[0].samples[0].data: missing" },
        { ", \"modifiers\": [ { \"name\": \"mu\", \"type\": \"normfactor\", \"data\": null }, { \"name\": \"lumi\", \"type\": \"lumi\", \"data\": null } ]", "", "channels[0].samples[0].modifiers: missing" },
        { "\"type\": \"normfactor\", \"data\": null", "\"type\": \"normfactor\"", "channels[0].samples[0].modifiers[0].data: missing" },
        { "\"type\": \"normfactor\", \"data\": null", "\"type\": \"normfactor\", \"data\": [1]", "channels[0].samples[0].modifiers[0].data: a list has no meaning here" },
        { "\"normfactor\"", "\"normfaktor\"", "channels[0].samples[0].modifiers[0].type: \"normfaktor\" is no known type of modifier" },
        { "\"normfaktor\"", "\"normfaktor\"", "did you mean 'normfactor'?" },
        { "\"name\": \"norm\"", "\"name\": \"mu\"", "channels[0].samples[1].modifiers[0].name: 'mu' is of type normsys here and of type normfactor at channels[0].samples[0].modifiers[0]" },
        { "\"name\": \"tilt\", \"type\": \"histosys\", \"data\": { \"lo_data\": [45, 62], \"hi_data\": [55, 58] }", "\"name\": \"norm\", \"type\": \"normsys\", \"data\": { \"lo\": 0.9, \"hi\": 1.1 }", "channels[0].samples[1].modifiers[1].name: the sample has two modifiers of type normsys" },
        { "\"lo\": 0.9", "\"lo\": 0", "channels[0].samples[1].modifiers[0].data.lo: 0 cannot be a factor" },
        { "\"lo\": 0.9, ", "", "channels[0].samples[1].modifiers[0].data.lo: missing" },
        { "\"lo_data\": [45, 62]", "\"lo_data\": [45]", "channels[0].samples[1].modifiers[1].data.lo_data: 1 values instead of 2" },
        { "\"hi_data\": [55, 58]", "\"hi_data\": [55, -58]", "channels[0].samples[1].modifiers[1].data.hi_data[1]: -58 cannot be" },
        { "\"shapesys\", \"data\": [3, 4]", "\"shapesys\", \"data\": [3, -4]", "channels[0].samples[1].modifiers[2].data[1]: -4 cannot be" },
        { "\"staterror\", \"data\": [2, 2.5]", "\"staterror\", \"data\": [2, 2.5, 3]", "channels[0].samples[1].modifiers[3].data: 3 values instead of 2" },
        { "\"name\": \"lumi\", \"type\"", "\"name\": \"luminosity\", \"type\"", "channels[0].samples[0].modifiers[1].name: a modifier of type lumi with the name 'luminosity'" },
        { "\"name\": \"background\"", "\"name\": \"signal\"", "channels[0].samples[1].name: 'signal' is given twice" },
        { "\"name\": \"background\",", "\"name\": \"background\", \"name\": \"b\",", "channels[0].samples[1].name: given twice" },
        { "\"name\": \"background\",", "\"name\": \"background\", \"dat\": 1,", "channels[0].samples[1].dat: unknown key; allowed: name, data, modifiers; did you mean 'data'?" },
        { "{ \"name\": \"signal region\", \"data\": [51, 62] }", "{ \"name\": \"region\", \"data\": [51, 62] }", "observations[0].name: there is no channel 'region'" },
        { "[ { \"name\": \"signal region\", \"data\": [51, 62] } ]", "[]", "observations: channel 'signal region' (channels[0]) has no observation" },
        { "[51, 62]", "[51]", "observations[0].data: 1 values instead of 2" },
        { "[51, 62]", "[51, -62]", "observations[0].data[1]: -62 cannot be a number of events" },
        { "\"version\": \"1.0.0\"", "\"version\": \"0.1\"", "version: '0.1' is not known" },
        { "\"version\": \"1.0.0\"", "\"version\": 1", "version: 1 is no text" },
        { "[[0.5, 1.5]]", "[[0.5]]", "measurements[0].config.parameters[0].bounds[0]: 1 numbers" },
        { "\"fixed\": true,", "\"fixed\": 1,", "measurements[0].config.parameters[0].fixed: 1 is neither true nor false" },
        { "\"poi\": \"mu\",", "", "measurements[0].config.poi: missing" },
        { "\"channels\": [", "\"channels\": [ [],", "channels[0]: a list is no object" },
        { "\"version\": \"1.0.0\"\n}", "\"version\": \"1.0.0\"", "version: line 34 is no JSON" },
        { "\"name\": \"background\"", "\"name\": \"\\ud800\"", "channels[0].samples[1].name: \"\\ud800\" is no text" },
        { "\"name\": \"background\"", "\"\\ud800\": \"background\"", "channels[0].samples[1]: a key is no text" },
    };

    public static TheoryData<string, string, string> BadMeasurements => new()
    {
        { "\"poi\": \"mu\"", "\"poi\": \"nu\"", "measurements[0].config.poi: 'nu' is no normfactor of the workspace; allowed: mu" },
        { "\"poi\": \"mu\"", "\"poi\": \"norm\"", "measurements[0].config.poi: 'norm' is no normfactor" },
        { "\"poi\": \"mu\"", "\"poi\": \"\"", "measurements[0].config.poi: there is no parameter of interest" },
        { "\"name\": \"shape\", \"fixed\": true }", "\"name\": \"mu\", \"fixed\": true }", "measurements[0].config.parameters[1].fixed: the parameter of interest 'mu' is fixed" },
        { "\"name\": \"shape\", \"fixed\": true }", "\"name\": \"lumi\" }", "measurements[0].config.parameters[1].name: 'lumi' is given twice" },
        { "\"name\": \"shape\", \"fixed\": true }", "\"name\": \"shape\", \"inits\": [1] }", "measurements[0].config.parameters[1].inits: 1 values for 2 parameters" },
        { "\"name\": \"shape\", \"fixed\": true }", "\"name\": \"control\", \"auxdata\": [1, 2] }", "measurements[0].config.parameters[1].auxdata: 'control' has no normal constraint" },
        { "\"sigmas\": [0.02]", "\"sigmas\": [0]", "measurements[0].config.parameters[0].sigmas[0]: 0 cannot be a standard deviation" },
        { "\"auxdata\": [1.0], ", "", "measurements[0].config.parameters: the modifier 'lumi' needs the luminosity" },
        { "[[0.5, 1.5]]", "[[1.5, 0.5]]", "measurements[0].config.parameters[0].bounds[0]: from 1.5 to 0.5 is no range" },
        { "[[0.5, 1.5]]", "[[1.2, 1.5]]", "measurements[0].config.parameters[0].inits[0]: 1 is outside of the bounds" },
    };

    [Fact]
    public void ASoundWorkspaceIsRead()
    {
        HistFactoryModel model = HistFactoryModel.Create(Parse(Sound));
        Assert.Equal(2, model.Bins);
        Assert.Equal(["mu", "lumi", "norm", "tilt", "control[0]", "control[1]", "statistics[0]", "statistics[1]", "shape[0]", "shape[1]"], model.Parameters.Select(p => p.Name));
        Assert.Equal([55.0, 70.5], model.ExpectedRates([.. model.Parameters.Select(p => p.Initial)]));
        Assert.Equal(50.0 * 50 / 9, model.Parameters[4].Scale, 1e-12);
        Assert.Equal(0.04, model.Parameters[6].Scale, 1e-12);
        Assert.True(model.Parameters[8].Fixed);
        Assert.False(model.Parameters[0].Fixed);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeIsNamedWithItsPath(string original, string replaced, string message)
    {
        // A row that only asks for another part of a message repeats the mistake of the row before.
        string text = original == replaced ? Sound.Replace("\"normfactor\"", replaced, StringComparison.Ordinal) : ReplaceOnce(original, replaced);
        InputException error = Assert.Throws<InputException>(() => Parse(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("file.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("allowed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadMeasurements))]
    public void AMeasurementThatCannotBeUsedIsNamedWithItsPath(string original, string replaced, string message)
    {
        Workspace workspace = Parse(ReplaceOnce(original, replaced));
        InputException error = Assert.Throws<InputException>(() => HistFactoryModel.Create(workspace));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownMeasurementIsRefusedWithTheKnownOnes()
    {
        InputException error = Assert.Throws<InputException>(() => HistFactoryModel.Create(Parse(Sound), "second"));
        Assert.Contains("there is no measurement 'second'; allowed: first", error.Message, StringComparison.Ordinal);
    }

    /// <summary>One set of parameters for two samples or channels where the layout has no meaning for it.</summary>
    [Fact]
    public void ParametersThatCannotBeSharedAreRefused()
    {
        const string second = """{ "name": "more", "data": [1, 1], "modifiers": [ { "name": "control", "type": "shapesys", "data": [1, 1] } ] } """;
        string twice = ReplaceOnce("\"samples\": [\n", "\"samples\": [\n" + second + ",");
        Assert.Contains("the shapesys 'control' stands at channels[0].samples[0].modifiers[0] already", Assert.Throws<InputException>(() => Parse(twice)).Message, StringComparison.Ordinal);
        string channel = """{ "name": "control region", "samples": [ { "name": "b", "data": [7], "modifiers": [ { "name": "WHAT", "type": "KIND", "data": DATA } ] } ] }, """;
        string observed = ReplaceOnce("\"observations\": [", "\"observations\": [ { \"name\": \"control region\", \"data\": [7] }, ");
        string With(string name, string kind, string data) => observed.Replace(
            "\"channels\": [", "\"channels\": [" + channel.Replace("WHAT", name, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal).Replace("DATA", data, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("channels[1].samples[1].modifiers[3].name: the staterror 'statistics' belongs to another channel", Assert.Throws<InputException>(() => Parse(With("statistics", "staterror", "[1]"))).Message, StringComparison.Ordinal);
        Assert.Contains("channels[1].samples[1].modifiers[4].name: the shapefactor 'shape' has 1 bins", Assert.Throws<InputException>(() => Parse(With("shape", "shapefactor", "null"))).Message, StringComparison.Ordinal);
        Assert.Equal(2, Parse(With("norm", "histosys", "{ \"lo_data\": [6], \"hi_data\": [8] }")).Channels.Count);
    }

    [Fact]
    public void WhatIsWrittenIsReadAgain() => Prop.ForAll(RandomWorkspace.Seeds, seed =>
    {
        Workspace workspace = RandomWorkspace.Make(seed);
        string text = WorkspaceJson.Write(workspace);
        Workspace back = Parse(text);
        AssertSame(workspace, back);
        Assert.Equal(text, WorkspaceJson.Write(back));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void TheReferenceWorkspacesComeBack()
    {
        Workspace workspace = Parse(Sound);
        AssertSame(workspace, Parse(WorkspaceJson.Write(workspace)));
        Assert.Throws<InputException>(() => WorkspaceJson.Write(workspace with { Channels = [] }));
    }

    [Fact]
    public void FilesThatCannotBeReadAreNamed()
    {
        string path = Path.Combine(_folder, "file.json");
        Assert.Contains("there is no such file", Assert.Throws<InputException>(() => WorkspaceReader.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains("this is a folder", Assert.Throws<InputException>(() => WorkspaceReader.Read(_folder)).Message, StringComparison.Ordinal);
        using (FileStream file = File.Create(path))
        {
            file.SetLength(WorkspaceReader.MostBytes + 1L);
        }

        Assert.Contains("larger than 64 MiB", Assert.Throws<InputException>(() => WorkspaceReader.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
        Core.Storage.WholeFile.Write(path, Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Sound)).ToArray());
        Assert.Single(WorkspaceReader.Read(path).Channels);
    }

    /// <summary>Whatever bytes come: a workspace, or a refusal.</summary>
    [Fact]
    public void DamagedTextsNeverCrash()
    {
        byte[] sound = Encoding.UTF8.GetBytes(Sound);
        Gen<(int At, byte Value, int Cut)> damages =
            from at in Gen.Choose(0, sound.Length - 1)
            from value in Gen.Choose(0, 255)
            from cut in Gen.Choose(0, 3)
            select (at, (byte)value, cut);
        Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            byte[] damaged = [.. damage.Cut == 0 ? sound[..damage.At] : sound];
            if (damage.Cut > 0)
            {
                damaged[damage.At] = damage.Value;
            }

            try
            {
                _ = HistFactoryModel.Create(WorkspaceReader.Parse(damaged, "file.json"));
            }
            catch (InputException)
            {
                // As it should be.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Workspace Parse(string text) => WorkspaceReader.Parse(Encoding.UTF8.GetBytes(text), "file.json");

    private static string ReplaceOnce(string original, string replaced)
    {
        int at = Sound.IndexOf(original, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The sound workspace holds no {original}");
        return Sound[..at] + replaced + Sound[(at + original.Length)..];
    }

    private static void AssertSame(Workspace one, Workspace two)
    {
        Assert.Equal(one.Version, two.Version);
        Assert.Equal(one.Observations.Select(o => o.Name), two.Observations.Select(o => o.Name));
        Assert.Equal(one.Observations.SelectMany(o => o.Data), two.Observations.SelectMany(o => o.Data));
        Assert.Equal(one.Channels.Select(c => (c.Name, c.Samples.Count)), two.Channels.Select(c => (c.Name, c.Samples.Count)));
        foreach ((Sample a, Sample b) in one.Channels.SelectMany(c => c.Samples).Zip(two.Channels.SelectMany(c => c.Samples)))
        {
            Assert.Equal((a.Name, a.Modifiers.Count), (b.Name, b.Modifiers.Count));
            Assert.Equal(a.Data, b.Data);
            foreach ((Modifier m, Modifier n) in a.Modifiers.Zip(b.Modifiers))
            {
                Assert.Equal((m.GetType(), m.Name), (n.GetType(), n.Name));
                Assert.Equal(Numbers(m), Numbers(n));
            }
        }

        foreach ((Measurement a, Measurement b) in one.Measurements.Zip(two.Measurements, (a, b) => (a, b)))
        {
            Assert.Equal((a.Name, a.ParameterOfInterest, a.Parameters.Count), (b.Name, b.ParameterOfInterest, b.Parameters.Count));
            foreach ((ParameterSettings p, ParameterSettings q) in a.Parameters.Zip(b.Parameters))
            {
                Assert.Equal((p.Name, p.Fixed), (q.Name, q.Fixed));
                Assert.Equal(p.Initial, q.Initial);
                Assert.Equal(p.Bounds, q.Bounds);
                Assert.Equal(p.AuxiliaryData, q.AuxiliaryData);
                Assert.Equal(p.Sigmas, q.Sigmas);
            }
        }
    }

    private static IEnumerable<double> Numbers(Modifier modifier) => modifier switch
    {
        NormSys m => [m.Low, m.High],
        HistoSys m => [.. m.Low, .. m.High],
        ShapeSys m => m.Uncertainties,
        StatError m => m.Uncertainties,
        _ => [],
    };
}
