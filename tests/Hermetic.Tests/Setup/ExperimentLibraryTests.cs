using Hermetic.Core;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Setup;

public sealed class ExperimentLibraryTests : IDisposable
{
    private readonly ExperimentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ListsFilesOfEveryFolderOnceAndSkipsWhatIsNoExperiment()
    {
        string wanted = _folder.Write("mine/b.yaml", "");
        _folder.Write("mine/readme.md", "");
        _folder.Write("mine/parts/part.yaml", "");
        _folder.Write("theirs/b.yaml", "");
        _folder.Write("theirs/a.yml", "");
        ExperimentLibrary library = new([_folder.PathOf("mine"), _folder.PathOf("theirs"), _folder.PathOf("nowhere")]);
        Assert.Equal(["a", "b"], library.List().Select(e => e.Name));
        Assert.Equal(wanted, library.Resolve("b"));
    }

    [Fact]
    public void ResolvesAPathAndPrefersTheLibraryForAName()
    {
        string path = _folder.Write("elsewhere/own.yaml", "");
        ExperimentLibrary library = new([_folder.PathOf("mine")]);
        Assert.Equal(path, library.Resolve(path));
    }

    [Theory]
    [InlineData("na64e-2081", "there is no experiment 'na64e-2081'; allowed: na64e-2018, zeta, or the path of a file; did you mean 'na64e-2018'?")]
    [InlineData("x/na64e-2019.yaml", "there is no experiment 'x/na64e-2019.yaml'; allowed: na64e-2018, zeta, or the path of a file; did you mean 'na64e-2018'?")]
    [InlineData("quite-another-thing", "there is no experiment 'quite-another-thing'; allowed: na64e-2018, zeta, or the path of a file")]
    [InlineData("", "there is no experiment ''; allowed: na64e-2018, zeta, or the path of a file")]
    public void AnUnknownNameListsWhatExists(string name, string message)
    {
        _folder.Write("mine/na64e-2018.yaml", "");
        _folder.Write("mine/zeta.yaml", "");
        ExperimentLibrary library = new([_folder.PathOf("mine")]);
        Assert.Equal(message, Assert.Throws<InputException>(() => library.Resolve(name)).Message);
    }

    [Fact]
    public void AnEmptyLibrarySaysSo()
    {
        string message = Assert.Throws<InputException>(() => new ExperimentLibrary([]).Resolve("x")).Message;
        Assert.Equal("there is no experiment 'x'; allowed: the path of a file (no experiments were found)", message);
    }

    [Fact]
    public void TheNearestFolderAboveIsFound()
    {
        _folder.Write("repository/experiments/a.yaml", "");
        _folder.Write("repository/artifacts/bin/x.txt", "");
        ExperimentLibrary library = ExperimentLibrary.Above(_folder.PathOf("repository/artifacts/bin"));
        Assert.Equal(["a"], library.List().Select(e => e.Name));
    }
}
