using System.Text.Json.Serialization;

namespace Hermetic.Physics.DarkSector.Models;

/// <summary>The parameter of a model that scales all its couplings to known particles, and in what it is measured. Charges multiply it.</summary>
public enum CouplingUnit
{
    /// <summary>epsilon: couplings in units of e, so that a charge Q couples with epsilon e Q. Cross sections are quoted at epsilon = 1.</summary>
    Epsilon,

    /// <summary>g: a dimensionless coupling; a charge Q couples with g Q. Cross sections are quoted at g = 1.</summary>
    G,

    /// <summary>g in 1/GeV: the coupling of a (pseudo)scalar to two photons. Cross sections are quoted at 1/GeV.</summary>
    [JsonStringEnumMemberName("1/GeV")]
    PerGev,
}
