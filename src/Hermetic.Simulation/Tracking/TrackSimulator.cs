using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Simulation.Tracking;

/// <summary>Where a particle crosses a plane.</summary>
/// <param name="U">Measured coordinate in mm.</param>
/// <param name="V">Coordinate along the strips in mm.</param>
/// <param name="Inside">Whether it is inside the sensitive area; false too where the particle never comes.</param>
public readonly record struct PlanePassage(double U, double V, bool Inside);

/// <summary>
/// Sends particles through a tracker: exact propagation, and in the layers of matter multiple scattering and loss of energy. Either as the fit supposes (Gaussian, no bremsstrahlung), or with tails: single Coulomb scattering off nuclei with their form factor and off electrons, Landau
/// fluctuations with knock-on electrons, and bremsstrahlung of electrons by Bethe and Heitler. Not simulated: the electrons knocked on, nuclear reactions, decay, synchrotron radiation, and radiation of heavy particles. One instance belongs to one thread.
/// </summary>
public sealed class TrackSimulator
{
    private readonly TrackerLayout _layout;
    private readonly ThinPassage[] _passages;
    private readonly LayerTails[]? _tails;

    /// <summary>A simulator.</summary>
    /// <param name="layout">The layout, as it really stands.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="tails">Whether scattering and losses have their tails.</param>
    public TrackSimulator(TrackerLayout layout, TrackParticle particle, bool tails)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _passages = layout.Passages(particle);
        _tails = tails ? [.. _passages.Select(p => new LayerTails(p))] : null;
    }

    /// <summary>Follows a particle to the end.</summary>
    /// <param name="state">The particle at the reference plane; behind the last element afterwards.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="passages">Where it crosses each plane.</param>
    /// <returns>Number of planes that it crosses inside their sensitive area.</returns>
    public int Follow(ref TrackState state, ref RandomStream random, Span<PlanePassage> passages)
    {
        passages[.._layout.Planes.Count].Clear();
        int inside = 0;
        foreach (ref readonly TrackerElement element in _layout.Elements)
        {
            if (element.Z != state.Z && Propagator.To(_layout.Field, ref state, element.Z) != PropagationEnd.Arrived)
            {
                return inside;
            }

            if (element.Plane >= 0)
            {
                _layout.Frames[element.Plane].Cross(state, out double u, out double v);
                TrackerDetector detector = _layout.Planes[element.Plane].Detector;
                bool within = Math.Abs(u) <= detector.HalfU && Math.Abs(v) <= detector.HalfV;
                passages[element.Plane] = new PlanePassage(u, v, within);
                inside += within ? 1 : 0;
            }
            else if (_tails is null)
            {
                PassGaussian(_passages[element.Layer], ref state, ref random);
            }
            else if (!_tails[element.Layer].Pass(ref state, ref random))
            {
                return inside;
            }
        }

        return inside;
    }

    private static void PassGaussian(ThinPassage layer, ref TrackState s, ref RandomStream random)
    {
        double path = Math.Sqrt(1 + (s.Tx * s.Tx) + (s.Ty * s.Ty));
        double width = Math.Sqrt(layer.AngleVariance(s.Kappa) * path);
        double p = s.Momentum, energy = Math.Sqrt((p * p) + (layer.Mass * layer.Mass));
        double loss = layer.MeanLoss(p, out double variance);
        SetEnergy(ref s, layer.Mass, energy - (path * loss) - (Math.Sqrt(path * variance) * random.NextNormal()));
        Turn(ref s, width * random.NextNormal(), width * random.NextNormal());
    }

    /// <summary>Turns a direction by two small angles in planes through it at right angles.</summary>
    internal static void Turn(ref TrackState s, double a, double b)
    {
        double n2 = 1 + (s.Tx * s.Tx) + (s.Ty * s.Ty), n = Math.Sqrt(n2), across = Math.Sqrt(1 + (s.Tx * s.Tx));
        // Unit vectors across the direction t/n: e1 = (1, 0, -tx)/across, e2 = (-tx ty, 1 + tx^2, -ty)/(across n).
        double x = (s.Tx / n) + (a / across) - (b * s.Tx * s.Ty / (across * n));
        double y = (s.Ty / n) + (b * across / n);
        double z = (1 / n) - (a * s.Tx / across) - (b * s.Ty / (across * n));
        (s.Tx, s.Ty) = (x / z, y / z);
    }

    /// <summary>Gives a particle another total energy, at least half a percent of its kinetic energy above its mass.</summary>
    internal static void SetEnergy(ref TrackState s, double mass, double energy)
    {
        double p = s.Momentum, kinetic = p * p / (Math.Sqrt((p * p) + (mass * mass)) + mass);
        energy = Math.Max(energy, mass + (5e-3 * kinetic));
        s.Kappa = Math.CopySign(1 / Math.Sqrt((energy - mass) * (energy + mass)), s.Kappa);
    }
}
