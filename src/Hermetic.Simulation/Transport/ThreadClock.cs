using System.Runtime.InteropServices;

namespace Hermetic.Simulation.Transport;

/// <summary>CPU time of the current thread, which other programs on the machine and the compiler's own threads do not disturb as they do wall time and the process's time.</summary>
internal static partial class ThreadClock
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux and of macOS.</summary>
    private static readonly int Clock = OperatingSystem.IsMacOS() ? 16 : 3;

    /// <summary>Seconds of CPU time that this thread has used; where the system has no such clock (it is not POSIX), those of the whole process.</summary>
    public static double Seconds =>
        !OperatingSystem.IsWindows() && Read(Clock, out TimeSpec time) == 0 ? time.Seconds + (1e-9 * time.Nanoseconds) : Environment.CpuUsage.TotalTime.TotalSeconds;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
