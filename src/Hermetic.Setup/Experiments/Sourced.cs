namespace Hermetic.Setup.Experiments;

/// <summary>How far a number of an experiment file can be trusted.</summary>
public enum SourceStatus
{
    /// <summary>As printed in the cited publication.</summary>
    Published,

    /// <summary>Read from a published figure.</summary>
    Figure,

    /// <summary>Computed from published numbers by arithmetic that the note tells.</summary>
    Derived,

    /// <summary>The source quotes another publication.</summary>
    SecondHand,

    /// <summary>From public code or notes that were never refereed.</summary>
    Unrefereed,

    /// <summary>From memory; not seen in any text at hand.</summary>
    Recalled,

    /// <summary>A choice made for the simulation.</summary>
    Assumed,
}

/// <summary>A number of an experiment with where it comes from. <c>default</c> is no valid value: it lacks a source.</summary>
/// <param name="Value">The value in house units.</param>
/// <param name="Source">Key into <see cref="Experiment.Sources"/>.</param>
/// <param name="Status">How far it can be trusted.</param>
/// <param name="Note">A remark, or null.</param>
public readonly record struct Sourced(double Value, string Source, SourceStatus Status, string? Note = null);
