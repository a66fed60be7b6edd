using Hermetic.Physics.DarkSector;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting.Curves;

/// <summary>The plane that a curve lives in.</summary>
public enum Plane
{
    /// <summary>Kinetic mixing epsilon against the mass m_A' in GeV.</summary>
    Epsilon,

    /// <summary>y = alphaD epsilon^2 (m_chi/m_A')^4 against the mass m_chi in GeV.</summary>
    Y,
}

/// <summary>What a curve is.</summary>
public enum CurveKind
{
    /// <summary>A limit of another experiment.</summary>
    Experiment,

    /// <summary>A sensitivity that an experiment expects to reach.</summary>
    Projection,

    /// <summary>The coupling that gives the observed dark-matter abundance.</summary>
    Thermal,

    /// <summary>A published result of an experiment that Hermetic computes.</summary>
    ThisExperiment,
}

/// <summary>How a limit moves with alphaD and m_A'/m_chi, which is decided by how its signal rate does.</summary>
public enum Rescaling
{
    /// <summary>Not known: the curve is shown only for its own assumptions.</summary>
    None,

    /// <summary>Missing energy, missing momentum, mono-photon: rate ~ epsilon^2, so the limit is one on epsilon(m_A') for any alphaD and mass ratio.</summary>
    Production,

    /// <summary>Production and scattering in a beam dump: rate ~ epsilon^4 alphaD, so at a fixed mass ratio y ~ alphaD^(1/2).</summary>
    Scattering,

    /// <summary>Direct detection: cross section ~ alphaD epsilon^2, so at a fixed mass ratio the limit on y does not move.</summary>
    DirectDetection,

    /// <summary>Thermal target away from the resonance: y does not depend on alphaD at a fixed mass ratio.</summary>
    Thermal,
}

/// <summary>A curve of the library with everything that a legend and a citation need.</summary>
public sealed record PublishedCurve
{
    /// <summary>File name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Short name written along the line.</summary>
    public required string Label { get; init; }

    /// <summary>Public reference.</summary>
    public required string Citation { get; init; }

    /// <summary>Confidence level as a fraction; null where none applies or the source does not state it.</summary>
    public required double? ConfidenceLevel { get; init; }

    /// <summary>How the numbers came here: published, digitised by whom, or derived.</summary>
    public required string How { get; init; }

    /// <summary>Assumptions in words, "alphaD = 0.1, m_A' = 3 m_chi" among them.</summary>
    public required string Assumptions { get; init; }

    /// <summary>Dark coupling of the assumptions; null where the curve does not depend on one.</summary>
    public required double? AlphaD { get; init; }

    /// <summary>m_A'/m_chi of the assumptions; null where the curve does not depend on it.</summary>
    public required double? MassRatio { get; init; }

    /// <summary>The plane of <see cref="Points"/>.</summary>
    public required Plane Plane { get; init; }

    /// <summary>What it is.</summary>
    public required CurveKind Kind { get; init; }

    /// <summary>How it moves with the assumptions.</summary>
    public required Rescaling Rescaling { get; init; }

    /// <summary>The kind of dark matter that it holds for, or null for any.</summary>
    public required DarkMatter? DarkMatter { get; init; }

    /// <summary>The planes in which reports draw it; may be empty.</summary>
    public required IReadOnlyList<Plane> DrawnIn { get; init; }

    /// <summary>A remark, or null.</summary>
    public required string? Note { get; init; }

    /// <summary>Masses in GeV, strictly ascending, with the positive values of the plane; at least two.</summary>
    public required IReadOnlyList<Point> Points { get; init; }
}
