using Hermetic.Core;
using Hermetic.Production;

namespace Hermetic.Tests.Production;

/// <summary>Folders of runs: visible when finished, never overwritten, gone when not.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFinishedRunAppearsAtOnceAndIsNeverOverwritten()
    {
        string path = Path.Combine(_folder, "a", "run");
        using (RunFolder run = RunFolder.Create(path, "x"))
        {
            File.Create(Path.Combine(run.Working, "report.html")).Dispose();
            Assert.False(Directory.Exists(path));
            run.Finish();
        }

        Assert.Equal(["report.html"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
        Assert.Equal(["run"], Directory.GetFileSystemEntries(Path.Combine(_folder, "a")).Select(Path.GetFileName));
        InputException e = Assert.Throws<InputException>(() => RunFolder.Create(path, "x"));
        Assert.Contains("never overwritten", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnfinishedRunLeavesNothing()
    {
        string path = Path.Combine(_folder, "run");
        using (RunFolder run = RunFolder.Create(path, "x"))
        {
            File.Create(Path.Combine(run.Working, "half")).Dispose();
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AnEmptyFolderMayBeUsedAndAFileNot()
    {
        string path = Path.Combine(_folder, "empty");
        Directory.CreateDirectory(path);
        using (RunFolder run = RunFolder.Create(path, "x"))
        {
            run.Finish();
        }

        string file = Path.Combine(_folder, "file");
        File.Create(file).Dispose();
        Assert.Throws<InputException>(() => RunFolder.Create(file, "x"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" ", "empty")]
    [InlineData(".", "current folder")]
    [InlineData("..", "exists already")]
    public void AFolderThatCannotTakeARunIsRefused(string output, string reason)
    {
        InputException e = Assert.Throws<InputException>(() => RunFolder.Create(output, "x"));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondRunForTheSameFolderIsRefusedAtItsStart()
    {
        string path = Path.Combine(_folder, "run");
        using (RunFolder.Create(path, "x"))
        {
            InputException e = Assert.Throws<InputException>(() => RunFolder.Create(path, "x"));
            Assert.Contains("another run is writing", e.Message, StringComparison.Ordinal);
        }

        // An unfinished run frees the folder.
        using RunFolder second = RunFolder.Create(path, "x");
        second.Finish();
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void AFinishedRunWhoseFolderWasFilledMeanwhileIsKept()
    {
        string path = Path.Combine(_folder, "run");
        string working;
        using (RunFolder run = RunFolder.Create(path, "x"))
        {
            working = run.Working;
            File.Create(Path.Combine(working, "report.html")).Dispose();
            Directory.CreateDirectory(Path.Combine(path, "foreign"));
            InputException e = Assert.Throws<InputException>(run.Finish);
            Assert.Contains(working, e.Message, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(Path.Combine(working, "report.html")));
        Assert.Equal(["foreign"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
    }
}
