using Hermetic.Physics.DarkSector.Models;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Models;

/// <summary>One statement of a model file with where it comes from.</summary>
/// <param name="Key">Key in the file, such as "darkMatter.alphaD".</param>
/// <param name="Value">What it says, with its unit.</param>
/// <param name="Source">Key into <see cref="ModelSetup.Sources"/>.</param>
/// <param name="Status">How far it can be trusted.</param>
/// <param name="Note">A remark, or null.</param>
public sealed record ModelStatement(string Key, string Value, string Source, SourceStatus Status, string? Note);

/// <summary>A dark-sector model as a file tells it.</summary>
public sealed record ModelSetup
{
    /// <summary>Name: that of the file, without extension.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>A paragraph for people.</summary>
    public required string Description { get; init; }

    /// <summary>The physics.</summary>
    public required DarkModel Model { get; init; }

    /// <summary>Mass of the mediator in GeV at which the model is of special interest, or null.</summary>
    public required double? Mass { get; init; }

    /// <summary>Citations by key.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    /// <summary>All that the file states about physics, in its order.</summary>
    public required IReadOnlyList<ModelStatement> Statements { get; init; }

    /// <summary>SHA-256 of the text of all files.</summary>
    public required string Digest { get; init; }

    /// <summary>The files that were read.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}
