using System.Text.Json.Serialization;

namespace Hermetic.Physics.DarkSector;

/// <summary>Dark-matter particle chi that couples to a vector mediator with alphaD. The numbers are part of stored results: add, never renumber.</summary>
public enum DarkMatter
{
    /// <summary>Dirac fermion; also a pseudo-Dirac pair in the limit of vanishing splitting.</summary>
    Dirac = 0,

    /// <summary>Complex scalar; files and reports call it "scalar".</summary>
    [JsonStringEnumMemberName("scalar")]
    ComplexScalar = 1,

    /// <summary>Majorana fermion, coupling (g_D/2) chibar gamma^mu gamma5 chi A'_mu.</summary>
    Majorana = 2,
}
