using System.Diagnostics;
using Hermetic.Analysis;

namespace Hermetic.Cli;

/// <summary>Progress on standard error with rate and time left: one line that is rewritten on a terminal, a line every few seconds elsewhere. Silent for work under two seconds.</summary>
internal sealed class ProgressLine : IProgress<SearchProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _total = Stopwatch.StartNew();
    private Stopwatch _stageClock = Stopwatch.StartNew();
    private TimeSpan _shown = TimeSpan.Zero;
    private string _stage = string.Empty;
    private bool _open;

    public void Report(SearchProgress value)
    {
        lock (_lock)
        {
            if (value.Stage != _stage)
            {
                Close();
                _stage = value.Stage;
                _stageClock = Stopwatch.StartNew();
            }

            TimeSpan pause = _terminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5);
            if (_total.Elapsed < Patience || (_total.Elapsed - _shown < pause && value.Done < value.Total))
            {
                return;
            }

            _shown = _total.Elapsed;
            double seconds = Math.Max(_stageClock.Elapsed.TotalSeconds, 1e-3);
            double rate = value.Done / seconds;
            double left = rate > 0 ? (value.Total - value.Done) / rate : 0;
            string text = $"{value.Stage}: {value.Done} of {value.Total} {value.Unit}, {rate:G3}/s, {Duration(left)} left";
            if (_terminal)
            {
                Console.Error.Write($"\r{text}\u001b[K");
                _open = true;
            }
            else
            {
                Console.Error.WriteLine(text);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Close();
        }
    }

    private static string Duration(double seconds) => seconds < 90 ? $"{Math.Ceiling(seconds)} s" : $"{seconds / 60:F1} min";

    private void Close()
    {
        if (_open)
        {
            Console.Error.WriteLine();
            _open = false;
        }
    }
}
