namespace Hermetic.Cli;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Success = 0;

    /// <summary>Something outside the user's input went wrong, or a validation failed.</summary>
    public const int Failure = 1;

    /// <summary>The user's input cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C, as a shell reports it.</summary>
    public const int Interrupted = 130;
}
