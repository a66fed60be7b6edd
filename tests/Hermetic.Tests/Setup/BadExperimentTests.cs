using System.Diagnostics;
using System.Text;
using Hermetic.Core;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Setup;

public sealed class BadExperimentTests : IDisposable
{
    private readonly ExperimentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Unknown keys: every depth, with and without a near one.
    [InlineData("\nbeam:", "\nbeem:", "ample\"\n\n^beem:", "key 'beem': there is no such key; allowed: title, include, sources, beam, ecal, signal, periods, publishedCurves, tracker; did you mean 'beam'?")]
    [InlineData("  spotX:", "  spot:", "hed }\n  ^spot: { ", "key 'beam.spot': there is no such key; allowed: particle, momentum, momentumSpread, spotX, spotY, divergence; did you mean 'spotX'?")]
    [InlineData("momentum: { value:", "momentum: { valeu:", "ntum: { ^valeu: 1", "key 'beam.momentum.valeu': there is no such key; allowed: value, source, status, note; did you mean 'value'?")]
    [InlineData("      preshowerMinimum:", "      zzzzzzzz:", ":\n      ^zzzzzzzz", "key 'periods[0].selection.zzzzzzzz': there is no such key; allowed: preshowerMinimum, triggerEcalMaximum, missingEnergyMinimum")]
    [InlineData("mean: 0.02 events", "men: 0.02 events", "decays, ^men: 0.0", "key 'periods[0].background.sources[0].men': there is no such key; allowed: name, mean, uncertainty, upperLimit, source, status, note; did you mean 'mean'?")]
    // Duplicate and missing keys.
    [InlineData("  divergence:", "  spotX: 1 mm\n  divergence:", "ure }\n  ^spotX: 1", "key 'beam.spotX': given twice, first at bad.yaml:10:3; allowed: once")]
    [InlineData("title: A small active dump\n", "", "^sources:", "key 'title': missing in the section that begins here")]
    [InlineData("    observed: { value: 0 events, source: book, status: published }\n", "", "ds:\n  - ^name: fi", "key 'periods[0].observed': missing in the section that begins here")]
    [InlineData("{ value: 100 GeV, source: book,", "{ value: 100 GeV,", "mentum: ^{ value:", "key 'beam.momentum.source': missing in the section that begins here")]
    [InlineData(", note: Not published", "", "status: ^assumed ", "key 'beam.momentumSpread.note': missing: what is assumed needs a note that says how; allowed: a note, or another status")]
    // Wrong kinds.
    [InlineData("{ value: 4 mm, source: book, status: published }", "4 mm", " spotX: ^4 mm", "key 'beam.spotX': the text '4 mm' stands here; allowed: keys with values (value, source, status, note)")]
    [InlineData("[bremsstrahlung, annihilation]", "bremsstrahlung", "cesses: ^bremsstr", "key 'signal.limitProcesses': the text 'bremsstrahlung' stands here; allowed: a list of 1 to 2 items")]
    [InlineData("title: A small active dump", "title:", "title:^", "key 'title': nothing stands here; allowed: a text")]
    [InlineData("particle: electron ", "particle: [electron] ", "rticle: ^[electro", "key 'beam.particle': a list stands here; allowed: electron, positron")]
    // Numbers and units.
    [InlineData("value: 100 GeV", "value: 100", " value: ^100, sou", "key 'beam.momentum.value': '100' lacks its unit; allowed: a number with unit GeV, eV, keV, MeV, TeV, at least 1 GeV and at most 300 GeV")]
    [InlineData("value: 100 GeV", "value: 100 mm", " value: ^100 mm, ", "key 'beam.momentum.value': '100 mm' has a unit of another kind; allowed: a number with unit GeV, eV, keV, MeV, TeV, at least 1 GeV and at most 300 GeV")]
    [InlineData("value: 100 GeV", "value: NaN", " value: ^NaN, sou", "key 'beam.momentum.value': 'NaN' is no finite number with a known unit; allowed: a number with unit GeV, eV, keV, MeV, TeV, at least 1 GeV and at most 300 GeV")]
    [InlineData("value: 1e11 EOT", "value: -1e11 EOT", " value: ^-1e11 EO", "key 'periods[0].onTarget.value': '-1e11 EOT' is impossible; allowed: a number with unit EOT, above 0 EOT and at most 1e+20 EOT")]
    [InlineData("value: 1e11 EOT", "value: 1e11 events", " value: ^1e11 eve", "key 'periods[0].onTarget.value': '1e11 events' has a unit that does not belong here; allowed: a number with unit EOT, above 0 EOT and at most 1e+20 EOT")]
    [InlineData("value: 0 events", "value: 0", " value: ^0, sourc", "key 'periods[0].observed.value': '0' lacks its unit; allowed: a number with unit events or event, whole, at least 0 events and at most 1e+06 events")]
    [InlineData("value: 0 events", "value: 0.5 events", " value: ^0.5 even", "key 'periods[0].observed.value': '0.5 events' is impossible; allowed: a number with unit events or event, whole, at least 0 events and at most 1e+06 events")]
    [InlineData("value: 0.61", "value: 1.61", " value: ^1.61, so", "key 'periods[0].efficiency.cumulative[0].value': '1.61' is impossible; allowed: a number, optionally with unit %, above 0 and at most 1")]
    [InlineData("value: 48 %", "value: 62 %", " value: ^62 %, so", "key 'periods[0].efficiency.cumulative[1].value': a cumulative efficiency rises: no cut brings events back; allowed: at most 0.61, the value after 'tagging'")]
    [InlineData("massRatio: { value: 3,", "massRatio: { value: 2,", " value: ^2, sourc", "key 'signal.massRatio.value': '2' is impossible; allowed: a number without unit, above 2 and at most 1e+06")]
    [InlineData("units: { value: 150,", "units: { value: 0,", " value: ^0, sourc", "key 'ecal.units.value': '0' is impossible; allowed: a number without unit, whole, at least 1 and at most 100000")]
    [InlineData("units: { value: 150,", "units: { value: 100001,", " value: ^100001, ", "key 'ecal.units.value': '100001' is impossible; allowed: a number without unit, whole, at least 1 and at most 100000")]
    [InlineData("value: 229.2 mm", "value: 229.2 km", " value: ^229.2 km", "key 'ecal.width.value': '229.2 km' is no finite number with a known unit; allowed: a number with unit mm, nm, um, cm, m, above 0 mm and at most 100000 mm")]
    [InlineData("preshowerUnits: { value: 16,", "preshowerUnits: { value: 151,", " value: ^151, sou", "key 'ecal.preshowerUnits.value': 151 preshower units are more than there are units; allowed: at most 150")]
    [InlineData("missingEnergyMinimum: { value: 50 GeV", "missingEnergyMinimum: { value: 30 GeV", "mum: { value: ^30 GeV,", "key 'periods[0].selection.missingEnergyMinimum.value': the shower sample does not keep tracks that soft; allowed: at least 40 GeV (0.4 of the beam momentum) and below 100 GeV")]
    [InlineData("missingEnergyMinimum: { value: 50 GeV", "missingEnergyMinimum: { value: 100 GeV", "mum: { value: ^100 GeV,", "key 'periods[0].selection.missingEnergyMinimum.value': the signal box would hold nothing; allowed: at least 40 GeV (0.4 of the beam momentum) and below 100 GeV")]
    [InlineData("preshowerUnits: { value: 16,", "preshowerUnits: { value: 0,", " value: ^300 MeV,", "key 'periods[0].selection.preshowerMinimum.value': the calorimeter has no preshower (ecal.preshowerUnits is 0); allowed: 0 GeV")]
    [InlineData("upperLimit: 0.01 events", "upperLimit: 0.01 events, mean: 0 events", ", mean: ^0 events", "key 'periods[0].background.sources[1].mean': stands beside an upper limit; allowed: either 'mean' with 'uncertainty', or 'upperLimit'")]
    // Words.
    [InlineData("material: lead", "material: leed", "terial: ^leed", "key 'ecal.unit[0].material': 'leed' is no known material; allowed: lead, polystyrene-scintillator, paper, tungsten; did you mean 'lead'?")]
    [InlineData("active: true", "active: yes", "active: ^yes", "key 'ecal.unit[1].active': 'yes' is not a word that is known here; allowed: false, true")]
    [InlineData("active: true", "active: false", "hem\n    ^- materi", "key 'ecal.unit': no plate is active: nothing would be seen; allowed: at least one plate with 'active: true'")]
    [InlineData("status: figure", "status: figures", "status: ^figures ", "key 'beam.spotY.status': 'figures' is not a word that is known here; allowed: published, figure, derived, second-hand, unrefereed, recalled, assumed; did you mean 'figure'?")]
    [InlineData("value: 100 GeV, source: book", "value: 100 GeV, source: boook", "source: ^boook, s", "key 'beam.momentum.source': 'boook' is not among the sources; allowed: book, ours; did you mean 'book'?")]
    [InlineData("annihilation]", "anihilation]", "ahlung, ^anihilat", "key 'signal.limitProcesses[1]': 'anihilation' is not a word that is known here; allowed: bremsstrahlung, annihilation; did you mean 'annihilation'?")]
    [InlineData("{ name: veto,", "{ name: tagging,", "}\n        - { name: ^tagging,", "key 'periods[0].efficiency.cumulative[1].name': there are two of the name 'tagging'; allowed: a name of its own for every row")]
    // YAML that experiment files do not use.
    [InlineData("particle: electron", "particle: &e electron", "rticle: ^&e elect", "key 'beam.particle': anchors (&name) are not used in experiment files; allowed: the value itself, or 'include' for what is shared")]
    [InlineData("particle: electron", "particle: *e", "rticle: ^*e      ", "key 'beam.particle': aliases (*name) are not used in experiment files; allowed: the value itself, or 'include' for what is shared")]
    [InlineData("particle: electron", "particle: !!str electron", "rticle: ^!!str el", "key 'beam.particle': tags (!name) are not used in experiment files; allowed: the value itself")]
    [InlineData("  particle:", "\tparticle:", "\n\nbeam:\n^\tparticl", "a tab stands in the indentation; allowed: spaces")]
    [InlineData("\necal:", "\n---\necal:", "shed }\n\n^---", "a second document begins; allowed: one document in a file")]
    [InlineData("particle: electron", "? [particle] : electron", "am:\n  ? ^[particl", "key 'beam': a list stands where a key should stand; allowed: a word followed by ':'")]
    public void TheFaultIsNamedWithItsPlaceAndTheWayOut(string good, string bad, string place, string message)
    {
        string text = Changed(good, bad);
        Assert.Equal($"bad.yaml:{LineAndColumn(text, place)}: {message}", _folder.ErrorOf(text));
    }

    [Theory]
    [InlineData("value: 4 mm", "value: [4 mm", "status: published ^}\n  spotY")]
    [InlineData("  spotX:", "   spotX:", "   ^spotX:")]
    [InlineData("\"A. Author, A book (2020)\"", "\"A. Author, A book (2020)", "book: ^\"A. Author")]
    [InlineData("particle: electron", "particle: electron: positron", "electron^: positron")]
    public void MalformedYamlIsReportedWhereItBegins(string good, string bad, string place)
    {
        string text = Changed(good, bad);
        Assert.StartsWith($"bad.yaml:{LineAndColumn(text, place)}: not readable as YAML: ", _folder.ErrorOf(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "bad.yaml:1:1: the file holds nothing; allowed: keys with values, such as 'title: ...'")]
    [InlineData("# only a remark\n", "bad.yaml:1:1: the file holds nothing; allowed: keys with values, such as 'title: ...'")]
    [InlineData("- a\n- b\n", "bad.yaml:1:1: the file holds a list; allowed: keys with values, such as 'title: ...'")]
    [InlineData("just words\n", "bad.yaml:1:1: the file holds the text 'just words'; allowed: keys with values, such as 'title: ...'")]
    [InlineData("title: a\u0007b\n", "bad.yaml:1:9: the control character U+0007 is no text; allowed: YAML in UTF-8")]
    public void FilesThatAreNoExperiment(string text, string message)
    {
        Assert.Equal(message, _folder.ErrorOf(text));
    }

    [Fact]
    public void BinaryGarbageAndWrongEncodingsAreNoText()
    {
        byte[] garbage = [.. Encoding.ASCII.GetBytes("title: x\nbeam: "), 0xFF, 0xFE, 0x00, 0x80];
        Assert.Equal("bad.yaml:2:7: the file is no UTF-8 text; allowed: YAML in UTF-8", _folder.Error(_folder.Write("bad.yaml", garbage)));
        string utf16 = _folder.Error(_folder.Write("bad.yaml", Encoding.Unicode.GetPreamble()));
        Assert.Equal("bad.yaml:1:1: the file is no UTF-8 text; allowed: YAML in UTF-8", utf16);
    }

    [Fact]
    public void AByteOrderMarkAndCarriageReturnsAreHarmless()
    {
        byte[] content = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ExperimentFolder.Example.Replace("\n", "\r\n", StringComparison.Ordinal))];
        Experiment experiment = ExperimentReader.Read(_folder.Write("good.yaml", content), ExperimentFolder.Materials);
        Assert.Equal("A small active dump", experiment.Title);
    }

    [Fact]
    public void LargeFilesAreRefusedBeforeTheyAreParsed()
    {
        string path = _folder.Write("bad.yaml", new byte[(1 << 20) + 1]);
        Assert.Equal("bad.yaml: the file is larger than 1048576 bytes", _folder.Error(path));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: &a [*a, *a]\n")]
    [InlineData("a:\n")]
    [InlineData("\"")]
    [InlineData("!a!b ")]
    public void HostileFilesEndQuicklyInAnError(string pattern)
    {
        string text = string.Concat(Enumerable.Repeat(pattern, (1 << 20) / pattern.Length));
        Stopwatch watch = Stopwatch.StartNew();
        Assert.StartsWith("bad.yaml:", _folder.ErrorOf(text), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public void AMissingFileAndAFolderAreNamed()
    {
        Assert.Equal("nowhere.yaml: there is no such file", _folder.Error(_folder.PathOf("nowhere.yaml")));
        Directory.CreateDirectory(_folder.PathOf("folder.yaml"));
        Assert.Equal("folder.yaml: this is a folder, not a file", _folder.Error(_folder.PathOf("folder.yaml")));
        Assert.Throws<InputException>(() => ExperimentReader.Read("", ExperimentFolder.Materials));
        Assert.Throws<InputException>(() => ExperimentReader.Read("a\0b", ExperimentFolder.Materials));
    }

    [Fact]
    public void AnIncludeOfAMissingFileNamesTheNearestOne()
    {
        _folder.Write("parts/beam.yaml", "beam: 1\n");
        string message = _folder.ErrorOf("title: x\ninclude: [parts/bean.yaml]\n");
        Assert.Equal(
            "bad.yaml:2:11: key 'include[0]': 'parts/bean.yaml': there is no such file; allowed: a path relative to this file; did you mean 'parts/beam.yaml'?",
            message.Replace('\\', '/'));
    }

    [Fact]
    public void AbsoluteIncludesAreRefused()
    {
        string message = _folder.ErrorOf("include: /etc/hostname\n");
        Assert.Equal(
            "bad.yaml:1:10: key 'include': '/etc/hostname' is an absolute path; allowed: a path relative to this file, so that the folder can be moved", message);
    }

    [Fact]
    public void AnIncludeCycleIsShown()
    {
        _folder.Write("one.yaml", "include: two.yaml\n");
        _folder.Write("two.yaml", "beam:\n  include: one.yaml\n");
        Assert.Equal(
            "two.yaml:2:12: key 'beam.include': 'one.yaml': the file includes itself: one.yaml -> two.yaml -> one.yaml; allowed: a path relative to this file",
            _folder.Error(_folder.PathOf("one.yaml")));
    }

    [Fact]
    public void IncludesThatMultiplyAreBounded()
    {
        for (int level = 0; level < 10; level++)
        {
            string next = level == 9 ? "[]" : $"[{string.Join(", ", Enumerable.Repeat($"{{ include: level{level + 1}.yaml }}", 10))}]";
            _folder.Write($"level{level}.yaml", $"periods: {next}\n");
        }

        Assert.Contains("more than 256 files are included", _folder.Error(_folder.PathOf("level0.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void ASectionGivenTwiceNamesBothPlaces()
    {
        _folder.Write("parts/beam.yaml", "# a part\nbeam: {}\n");
        string included = _folder.ErrorOf("include: parts/beam.yaml\nbeam: {}\n").Replace('\\', '/');
        Assert.Equal("bad.yaml:2:1: key 'beam': given twice, first at parts/beam.yaml:2:1; allowed: once", included);
        string own = _folder.ErrorOf("beam: {}\ninclude: parts/beam.yaml\n").Replace('\\', '/');
        Assert.Equal("parts/beam.yaml:2:1: key 'beam': given twice, first at bad.yaml:1:1; allowed: once", own);
    }

    [Fact]
    public void AFaultInAnIncludedFileNamesThatFileAndTheWholeKey()
    {
        string example = ExperimentFolder.Example;
        int periods = example.IndexOf("periods:\n", StringComparison.Ordinal);
        string period = example[(periods + "periods:\n".Length)..].Replace("  - name", "    name", StringComparison.Ordinal);
        _folder.Write("parts/period.yaml", period.Replace("1e11 EOT", "1e11 MOT", StringComparison.Ordinal));
        string message = _folder.ErrorOf($"{example[..periods]}periods:\n  - include: parts/period.yaml\n").Replace('\\', '/');
        Assert.StartsWith(
            "parts/period.yaml:2:24: key 'periods[0].onTarget.value': '1e11 MOT' has a unit that does not belong here", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SourcesOfIncludedFilesAreJoinedWhereTheirTextsAgree()
    {
        _folder.Write("parts/sources.yaml", "sources:\n  book: \"A. Author, A book (2020)\"\n  more: Another\n");
        string text = "include: parts/sources.yaml\n" + ExperimentFolder.Example;
        Experiment experiment = _folder.Read(text);
        Assert.Equal(["book", "more", "ours"], experiment.Sources.Keys);
        Assert.Equal(["bad.yaml", "sources.yaml"], experiment.Files.Select(f => Path.GetFileName(f)));

        _folder.Write("parts/sources.yaml", "sources:\n  book: Another text\n");
        Assert.Equal(
            "bad.yaml:4:3: key 'sources.book': given with another text at parts/sources.yaml:2:3; allowed: one text for one source",
            _folder.ErrorOf(text).Replace('\\', '/'));
    }

    [Fact]
    public void TheDigestFollowsTheTextOfEveryFileAndNotTheFolder()
    {
        _folder.Write("parts/sources.yaml", "sources:\n  more: Another\n");
        string text = "include: parts/sources.yaml\n" + ExperimentFolder.Example;
        string first = _folder.Read(text).Digest;
        Assert.Matches("^[0-9a-f]{64}$", first);
        _folder.Write("copy/parts/sources.yaml", "sources:\n  more: Another\n");
        Assert.Equal(first, ExperimentReader.Read(_folder.Write("copy/bad.yaml", text), ExperimentFolder.Materials).Digest);
        _folder.Write("parts/sources.yaml", "sources:\n  more: Another one\n");
        Assert.NotEqual(first, _folder.Read(text).Digest);
        Assert.NotEqual(first, _folder.Read(text + "# a remark\n").Digest);
    }

    /// <summary>Line and column of the caret in a piece of the text, counted here and not by the reader.</summary>
    private static string LineAndColumn(string text, string place)
    {
        int caret = place.IndexOf('^', StringComparison.Ordinal);
        int found = text.IndexOf(place.Remove(caret, 1), StringComparison.Ordinal);
        Assert.True(found >= 0, $"the text does not contain '{place}'");
        string before = text[..(found + caret)];
        return $"{before.Split('\n').Length}:{before.Length - before.LastIndexOf('\n')}";
    }

    /// <summary>The example of the manual with its first occurrence of a text replaced.</summary>
    private static string Changed(string good, string bad)
    {
        string example = ExperimentFolder.Example;
        int at = example.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the example does not contain '{good}'");
        return string.Concat(example.AsSpan(0, at), bad, example.AsSpan(at + good.Length));
    }
}
