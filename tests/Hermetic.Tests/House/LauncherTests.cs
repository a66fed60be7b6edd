using System.Diagnostics;
using System.Runtime.Versioning;
using Hermetic.Core.Storage;

namespace Hermetic.Tests.House;

/// <summary>
/// The launcher ./hermetic, in a small copy of the house whose "dotnet" is a script that notes what it was asked, so that no test waits for a build.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    // Lists SDKs, "builds" by writing the program, and runs it by printing its arguments and the current folder.
    private const string FakeDotnet = """
        #!/bin/sh
        case $1 in
          --list-sdks) echo "$FAKE_SDK [somewhere]" ;;
          build)
            echo noise
            echo "$PWD" >> "$FAKE_LOG"
            if [ -e src/broken.cs ]; then for twice in 1 2; do echo "broken.cs(1,1): error CS0001: mistake"; done; exit 1; fi
            sleep "${FAKE_SECONDS:-0}"
            mkdir -p artifacts/bin/Hermetic.Cli/release
            cat src/*.cs > artifacts/bin/Hermetic.Cli/release/hermetic.dll ;;
          *)
            shift
            printf '%s|' "$PWD" "$#" "$@"
            exit 7 ;;
        esac
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("hermetic launcher ").FullName;

    public LauncherTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The launcher is a shell script.");
        Directory.CreateDirectory(At("house/src"));
        Directory.CreateDirectory(At("bin"));
        Directory.CreateDirectory(At("elsewhere"));
        File.Copy(Repository.PathOf("hermetic"), At("house/hermetic"));
        Write("house/global.json", "{}");
        Write("house/Directory.Build.props", "<Project/>");
        Write("house/src/A.cs", "a");
        Write("house/src/B.cs", "b");
        Write("house/data/table.csv", "1");
        Write("bin/dotnet", FakeDotnet);
        File.SetUnixFileMode(At("bin/dotnet"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(At("elsewhere/link"), "../house/hermetic");
    }

    private int Builds => File.Exists(At("builds.log")) ? File.ReadAllLines(At("builds.log")).Length : 0;

    [Fact]
    public void ArgumentsFolderAndExitCodePassThrough()
    {
        Outcome outcome = Launch(["run", "two words", "", "*", "--x=$HOME"]);
        Assert.Equal($"{At("elsewhere")}|5|run|two words||*|--x=$HOME|", outcome.Output);
        Assert.Equal(7, outcome.ExitCode);
        Assert.Equal("Building Hermetic (first use or sources changed) ...\n", outcome.Errors);
        Assert.Equal(At("house"), File.ReadAllText(At("builds.log")).Trim());
    }

    [Fact]
    public void BuildsOnlyWhereTheContentOfTheSourcesChanged()
    {
        Launch([]);
        Assert.Equal("", Launch([]).Errors);
        File.SetLastWriteTimeUtc(At("house/src/A.cs"), new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Launch([]);
        Assert.Equal(1, Builds);

        Write("house/src/A.cs", "c");
        File.SetLastWriteTimeUtc(At("house/src/A.cs"), new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Launch([]);
        Assert.Equal(2, Builds);

        File.Delete(At("house/src/B.cs"));
        Launch([]);
        Assert.Equal(3, Builds);

        Write("house/global.json", "{ }");
        Launch([]);
        Assert.Equal(4, Builds);

        // Tables are embedded in the program.
        Write("house/data/table.csv", "2");
        Launch([]);
        Assert.Equal(5, Builds);

        // Somebody else's build put another program there.
        Write("house/artifacts/bin/Hermetic.Cli/release/hermetic.dll", "other");
        Launch([]);
        Assert.Equal(6, Builds);
        Launch([]);
        Assert.Equal(6, Builds);
    }

    [Fact]
    public void AFailedBuildIsShownAndEndsTheCommand()
    {
        Write("house/src/broken.cs", "");
        for (int attempt = 0; attempt < 2; attempt++)
        {
            Outcome outcome = Launch(["run"]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Equal("", outcome.Output);
            Assert.Equal(1, outcome.Errors.Split("broken.cs(1,1): error CS0001: mistake").Length - 1);
            Assert.DoesNotContain("noise", outcome.Errors, StringComparison.Ordinal);
        }

        File.Delete(At("house/src/broken.cs"));
        Assert.Equal(7, Launch(["run"]).ExitCode);
    }

    [Fact]
    public async Task TwoLaunchersBuildOnce()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock is not installed.");
        await Task.WhenAll(Task.Run(() => Launch([], seconds: "0.5")), Task.Run(() => Launch([], seconds: "0.5")));
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void ASignalEndsTheBuildAtOnce(string signal, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signal is sent with the tools of Linux.");
        using Process launcher = Process.Start(Start([], seconds: "20"))!;
        SpinWait.SpinUntil(() => Builds == 1, TimeSpan.FromSeconds(10));
        Stopwatch watch = Stopwatch.StartNew();
        using (Process kill = Process.Start("kill", [$"-{signal}", launcher.Id.ToString()]))
        {
            kill.WaitForExit();
        }

        Assert.True(launcher.WaitForExit(TimeSpan.FromSeconds(10)), "The launcher goes on after the signal.");
        Assert.Equal(exitCode, launcher.ExitCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);

        // Neither the lock nor the build outlives it.
        Assert.Equal(7, Launch([]).ExitCode);
        Assert.Equal(2, Builds);
    }

    [Theory]
    [InlineData("9.0.300")]
    [InlineData("")]
    public void AMissingOrOldSdkIsNamedInOneLine(string sdk)
    {
        Outcome outcome = Launch(["run"], sdk);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        string line = Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(".NET 10 SDK", line, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download", line, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingDotnetIsNamedInOneLine()
    {
        File.Delete(At("bin/dotnet"));
        foreach (string tool in new[] { "sh", "readlink", "dirname", "grep" })
        {
            string path = new[] { "/usr/bin", "/bin" }.Select(f => Path.Combine(f, tool)).First(File.Exists);
            File.CreateSymbolicLink(At("bin/" + tool), path);
        }

        Outcome outcome = Launch(["run"], path: At("bin"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(".NET 10 SDK", Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(string relative) => Path.Combine(_root, relative);

    private void Write(string relative, string text) => WholeFile.Write(At(relative), text);

    private Outcome Launch(string[] arguments, string sdk = "10.0.100", string? path = null, string seconds = "0")
    {
        using Process process = Process.Start(Start(arguments, sdk, path, seconds))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }

    private ProcessStartInfo Start(string[] arguments, string sdk = "10.0.100", string? path = null, string seconds = "0")
    {
        // A test run in the background of a shell ignores SIGINT, and its children inherit that: env restores the default.
        string[] command = OperatingSystem.IsLinux() ? ["/usr/bin/env", "--default-signal=INT,TERM", "/bin/sh"] : ["/bin/sh"];
        ProcessStartInfo start = new(command[0], [.. command[1..], At("elsewhere/link"), .. arguments])
        {
            WorkingDirectory = At("elsewhere"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = path ?? $"{At("bin")}:/usr/bin:/bin";
        start.Environment["HOME"] = At("nobody");
        start.Environment["FAKE_SDK"] = sdk;
        start.Environment["FAKE_LOG"] = At("builds.log");
        start.Environment["FAKE_SECONDS"] = seconds;
        start.Environment.Remove("DOTNET_ROOT");
        return start;
    }

    private sealed record Outcome(int ExitCode, string Output, string Errors);
}
