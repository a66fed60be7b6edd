using System.Diagnostics;
using System.Runtime.Versioning;
using Hermetic.Core.Storage;

namespace Hermetic.Tests.House;

/// <summary>The verdict of the script ./test, in a small copy of the house whose "dotnet" is a script that writes the report it is told.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TestScriptTests : IDisposable
{
    private const string FakeDotnet = """
        #!/bin/sh
        case $1 in
          --list-sdks) echo "10.0.100 [somewhere]" ;;
          *.dll)
            case $1 in *EndToEnd*) FAKE_REPORT='total="0" passed="0" failed="0" skipped="0"' ;; esac
            while [ "$1" != -xml ]; do shift; done
            [ -z "$FAKE_REPORT" ] || echo "<assembly name=\"x\" $FAKE_REPORT errors=\"0\" >" > "$2"
            exit "$FAKE_EXIT" ;;
        esac
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("hermetic test ").FullName;

    public TestScriptTests()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "The script needs bash.");
        WholeFile.Write(Path.Combine(_root, "bin", "dotnet"), FakeDotnet);
        File.SetUnixFileMode(Path.Combine(_root, "bin", "dotnet"), (UnixFileMode)0b111_101_101);
        File.Copy(Repository.PathOf("test"), Path.Combine(_root, "test"));
    }

    [Theory]
    [InlineData("total='3' passed='2' failed='0' skipped='1'", 0, "", 0, "4 passed, 0 failed, 1 skipped")]
    [InlineData("total='3' passed='2' failed='1' skipped='0'", 1, "", 1, "4 passed, 1 failed, 0 skipped")]
    [InlineData("total='0' passed='0' failed='0' skipped='0'", 0, "", 1, "2 passed, 1 failed, 0 skipped")]
    [InlineData("total='3' passed='3' failed='0' skipped='0'", 134, "", 1, "5 passed, 1 failed, 0 skipped")]
    [InlineData("", 134, "", 1, "2 passed, 1 failed, 0 skipped")]
    [InlineData("total='0' passed='0' failed='0' skipped='0'", 0, "Word", 1, "2 passed, 1 failed, 0 skipped")]
    public void TheLastLineAndTheExitCodeFollowTheReport(string report, int exit, string word, int expected, string line)
    {
        string[] words = word.Length > 0 ? [word] : [];
        (int code, string last) = Run(report, exit, ["--quick", .. words]);
        Assert.Equal(line, last);
        Assert.Equal(expected, code);
    }

    [Theory]
    [InlineData("", 1, "6 passed, 1 failed, 0 skipped")]
    [InlineData("Word", 0, "5 passed, 0 failed, 0 skipped")]
    public void AProjectMayLackTestsOnlyWhereWordsChoose(string word, int expected, string line)
    {
        // The end-to-end project of the script "dotnet" has none.
        (int code, string last) = Run("total='3' passed='3' failed='0' skipped='0'", 0, word.Length > 0 ? [word] : []);
        Assert.Equal(line, last);
        Assert.Equal(expected, code);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private (int ExitCode, string LastLine) Run(string report, int exit, string[] arguments)
    {
        ProcessStartInfo start = new("/bin/bash", [Path.Combine(_root, "test"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.Combine(_root, "bin")}:/usr/bin:/bin";
        start.Environment["FAKE_REPORT"] = report.Replace('\'', '"');
        start.Environment["FAKE_EXIT"] = exit.ToString();
        // No browser is looked for or installed.
        start.Environment["HERMETIC_CHROMIUM"] = "none";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd().Split('\n')[^1]);
    }
}
