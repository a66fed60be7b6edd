using System.Text.Json.Serialization;
using Hermetic.Core.Units;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Trackers;

/// <summary>The beam that a tracker sees, at its reference plane.</summary>
/// <param name="Particle">What it is made of.</param>
/// <param name="Momentum">Mean momentum in GeV.</param>
/// <param name="SpotX">Gaussian width in x in mm.</param>
/// <param name="SpotY">Gaussian width in y in mm.</param>
/// <param name="Divergence">Gaussian divergence in each plane in rad.</param>
/// <param name="PileUp">Mean number of other beam particles within the times that the detectors read.</param>
public sealed record TrackerBeam(TrackParticle Particle, double Momentum, double SpotX, double SpotY, double Divergence, double PileUp);

/// <summary>A number of a tracker with its place in the file.</summary>
/// <param name="Section">What it belongs to, such as "station MM1".</param>
/// <param name="Key">Its key.</param>
/// <param name="Dimension">Its dimension.</param>
/// <param name="Value">The number.</param>
public sealed record TrackerNumber(string Section, string Key, Dimension Dimension, Sourced Value);

/// <summary>A tracker as its file describes it. Immutable.</summary>
/// <param name="Name">Name of the file without extension.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Beam">The beam.</param>
/// <param name="Layout">Planes, matter and field; the numbers stand for it in JSON.</param>
/// <param name="Numbers">Every number with its source.</param>
/// <param name="Sources">Citations by key.</param>
/// <param name="Digest">Digest of the files' text.</param>
public sealed record TrackerSetup(
    string Name,
    string Title,
    TrackerBeam Beam,
    [property: JsonIgnore] TrackerLayout Layout,
    IReadOnlyList<TrackerNumber> Numbers,
    IReadOnlyDictionary<string, string> Sources,
    string Digest)
{
    /// <summary>Most planes of a tracker.</summary>
    public const int MostPlanes = 48;

    /// <summary>Least momentum in GeV that a tracker is asked for.</summary>
    public const double LeastMomentum = 1;

    /// <summary>Greatest momentum in GeV.</summary>
    public const double MostMomentum = 1000;
}
