namespace Hermetic.Core.Units;

/// <summary>What a quantity in a file or on the command line measures; it decides which units are accepted.</summary>
public enum Dimension
{
    /// <summary>A pure number without unit, such as a coupling or a ratio.</summary>
    Number,

    /// <summary>A whole number of particles or events, such as "2.84e11" (an optional unit word EOT, MOT, pOT or events is accepted).</summary>
    Count,

    /// <summary>A fraction: "0.48" or "48 %".</summary>
    Fraction,

    /// <summary>Energy, momentum or mass; house unit GeV.</summary>
    Energy,

    /// <summary>Length; house unit mm.</summary>
    Length,

    /// <summary>Time; house unit ns.</summary>
    Time,

    /// <summary>Angle; house unit rad.</summary>
    Angle,

    /// <summary>Magnetic field; house unit T.</summary>
    Field,

    /// <summary>Density; house unit g/cm3 (the one the material tables of the field use).</summary>
    Density,

    /// <summary>Cross section; house unit pb.</summary>
    CrossSection,
}
