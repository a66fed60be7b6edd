using System.Diagnostics;
using System.Text;

namespace Hermetic.EndToEnd;

/// <summary>Ctrl-C. These tests measure times, therefore nothing runs beside them.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>A long run is interrupted, and begun again.</summary>
/// <param name="bench">Shared program.</param>
[Collection("alone")]
public sealed class InterruptTests(Workbench bench)
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void ASignalEndsARunCleanly(string signal)
    {
        string folder = Path.Combine(bench.NewFolder(), "long");
        AssertInterrupted(signal, folder, "run", "na64e-2018", "--showers", "10000000", "--masses", "10MeV:100MeV:2", "--out", folder);
        Assert.Equal(0, bench.Run(["run", "na64e-2018", "--showers", "50", "--masses", "10MeV:100MeV:2", "--out", folder]).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "limit.csv")));
    }

    [Fact]
    public void ASignalEndsShowersCleanly()
    {
        string folder = Path.Combine(bench.NewFolder(), "long");
        AssertInterrupted("INT", folder, "shower", "--energy", "100GeV", "--events", "1000000", "--out", folder);
    }

    private void AssertInterrupted(string signal, string folder, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signal is sent with the tools of Linux.");
        StringBuilder errors = new();
        using ManualResetEventSlim spoke = new();

        // A test run in the background of a shell ignores SIGINT, and its children inherit that: env restores the default.
        using Process process = Process.Start(bench.Start(
            "env",
            ["--default-signal=INT,TERM", "dotnet", Workbench.Program, .. arguments]))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }

            spoke.Set();
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Assert.True(spoke.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), "The run told nothing about its progress.");
        Thread.Sleep(TimeSpan.FromSeconds(2));
        Assert.False(process.HasExited, $"The run ended by itself:\n{errors}");

        Stopwatch watch = Stopwatch.StartNew();
        using (Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]))
        {
            kill.WaitForExit();
        }

        bool ended = process.WaitForExit(TimeSpan.FromSeconds(30));
        double seconds = watch.Elapsed.TotalSeconds;
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        Assert.True(seconds < 3, $"The run ended {seconds:F1} s after the signal.");
        Assert.Contains(process.ExitCode, signal == "INT" ? new[] { 130 } : [130, 143]);
        Assert.DoesNotContain("   at ", errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder), "An interrupted run left its folder behind.");
    }
}
