using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Simulation.Transport;

/// <summary>How a flight through a field ended.</summary>
public enum FlightEnd
{
    /// <summary>After the wanted length, inside the layer.</summary>
    Inside,

    /// <summary>At the front plane of the layer, going backwards.</summary>
    Front,

    /// <summary>At the back plane of the layer, going forwards.</summary>
    Back,

    /// <summary>At a side of the stack, going outwards.</summary>
    Side,

    /// <summary>Nowhere: the track closes on itself inside the layer.</summary>
    Never,
}

/// <summary>A layer with a field, as a particle in it sees it.</summary>
/// <param name="Field">Vertical field (along +y) in T; uniform in the layer and zero outside.</param>
/// <param name="Front">z of the front plane in mm.</param>
/// <param name="Back">z of the back plane in mm.</param>
/// <param name="HalfWidth">Half the transverse width of the stack in mm.</param>
public readonly record struct FieldLayer(double Field, double Front, double Back, double HalfWidth);

/// <summary>
/// Flight of charged particles through an empty layer with a uniform vertical field: the exact helix, and the synchrotron photons that are emitted along it. Matter in such a layer is
/// neglected. The particle loses a photon's energy and keeps its direction at the emission; the angle of a photon to the plane of the orbit is sampled, that within
/// the plane (of the same size, 1/gamma) is not told apart from the place of emission. Neither changes the deflection to first order in the loss.
/// </summary>
public static class FieldFlight
{
    /// <summary>Below this critical energy in GeV (0.01 eV) a particle is taken not to radiate; what is neglected is below 1e-9 GeV for any track in a detector.</summary>
    private const double LeastCriticalEnergy = 1e-11;

    /// <summary>Turning angles that rounding has made as much as this negative are zero.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Moves a particle along its helix by a length, or to the edge of the layer if that comes first. Position, direction and time change; energy and layer number do not.</summary>
    /// <param name="p">The particle, inside the layer.</param>
    /// <param name="mass">Its mass in GeV.</param>
    /// <param name="charge">Its charge: 1 or -1; 0 flies straight.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="length">Wanted length in mm; may be infinite.</param>
    /// <param name="flown">Length flown in mm; 0 for <see cref="FlightEnd.Never"/>.</param>
    public static FlightEnd Advance(ref Particle p, double mass, int charge, in FieldLayer layer, double length, out double flown)
    {
        double momentum = Math.Sqrt(p.Energy * (p.Energy + (2 * mass)));
        // d(ux, uz)/ds = kappa (-uz, ux) from F = q v x B.
        double kappa = charge * SynchrotronRadiation.CurvaturePerTesla * layer.Field / momentum;
        double across2 = (p.Ux * p.Ux) + (p.Uz * p.Uz);
        FlightEnd end = FlightEnd.Inside;
        double path = length;
        Nearer(ToPlane(p.Ux, p.Uz, across2, kappa, layer.Back - p.Z, 1), FlightEnd.Back, ref path, ref end);
        Nearer(ToPlane(p.Ux, p.Uz, across2, kappa, layer.Front - p.Z, -1), FlightEnd.Front, ref path, ref end);
        // The same in x: exchanging the axes turns the sense of rotation.
        Nearer(ToPlane(p.Uz, p.Ux, across2, -kappa, layer.HalfWidth - p.X, 1), FlightEnd.Side, ref path, ref end);
        Nearer(ToPlane(p.Uz, p.Ux, across2, -kappa, -layer.HalfWidth - p.X, -1), FlightEnd.Side, ref path, ref end);
        if (p.Uy != 0)
        {
            Nearer(Math.Max(0, (Math.CopySign(layer.HalfWidth, p.Uy) - p.Y) / p.Uy), FlightEnd.Side, ref path, ref end);
        }

        if (double.IsPositiveInfinity(path))
        {
            flown = 0;
            return FlightEnd.Never;
        }

        flown = path;
        double angle = kappa * path;
        (double sine, double cosine) = Math.SinCos(angle);
        // sin(a)/a and (1 - cos(a))/a without loss of digits at small angles.
        bool small = Math.Abs(angle) < 1e-4;
        double along = small ? 1 - (angle * angle / 6) : sine / angle;
        double half = Math.Sin(0.5 * angle);
        double aside = small ? 0.5 * angle : 2 * half * half / angle;
        p.X += path * ((p.Ux * along) - (p.Uz * aside));
        p.Y += path * p.Uy;
        p.Z += path * ((p.Uz * along) + (p.Ux * aside));
        (p.Ux, p.Uz) = ((p.Ux * cosine) - (p.Uz * sine), (p.Uz * cosine) + (p.Ux * sine));
        double norm = 1.5 - (0.5 * ((p.Ux * p.Ux) + (p.Uy * p.Uy) + (p.Uz * p.Uz)));
        (p.Ux, p.Uy, p.Uz) = (p.Ux * norm, p.Uy * norm, p.Uz * norm);
        p.Time += path * (p.Energy + mass) / (momentum * Constants.SpeedOfLight);
        p.Z = end == FlightEnd.Back ? layer.Back : end == FlightEnd.Front ? layer.Front : p.Z;
        return end;
    }

    /// <summary>Moves a particle to where it emits its next synchrotron photon, or to the edge of the layer if that comes first.</summary>
    /// <param name="p">The particle, inside the layer; after an emission without the photon's energy.</param>
    /// <param name="mass">Its mass in GeV.</param>
    /// <param name="charge">Its charge: 1 or -1; 0 flies straight.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="flown">Length flown in mm.</param>
    /// <param name="photon">The photon, where the end is <see cref="FlightEnd.Inside"/>; it inherits what the particle carries.</param>
    public static FlightEnd ToEmission(ref Particle p, double mass, int charge, in FieldLayer layer, ref RandomStream random, out double flown, out Particle photon)
    {
        photon = default;
        double gamma = 1 + (p.Energy / mass);
        double momentum = Math.Sqrt(p.Energy * (p.Energy + (2 * mass)));
        // The component across the field bends; the angle to the field is constant on a helix.
        double curvature = Math.Abs(charge * layer.Field) * SynchrotronRadiation.CurvaturePerTesla / momentum * Math.Sqrt((p.Ux * p.Ux) + (p.Uz * p.Uz));
        double critical = SynchrotronRadiation.CriticalEnergy(gamma, 1 / curvature);
        double length = critical > LeastCriticalEnergy ? random.NextExponential() / (SynchrotronRadiation.PhotonsPerRadian(gamma) * curvature) : double.PositiveInfinity;
        FlightEnd end = Advance(ref p, mass, charge, layer, length, out flown);
        if (end != FlightEnd.Inside)
        {
            return end;
        }

        double energy = Math.Min(critical * SynchrotronRadiation.Sample(ref random, out double gammaPsi), p.Energy);
        p.Energy -= energy;
        photon = p;
        photon.Kind = ParticleKind.Photon;
        photon.Energy = energy;
        Raise(ref photon, Math.Atan(gammaPsi / gamma));
        return end;
    }

    /// <summary>
    /// Length to a plane at a distance along the axis "main", which the helix must reach going outwards; infinite if it does not. With d(other) = -kappa d(main coordinate), the direction at the
    /// plane is known without solving for the length, and half the turning angle is the direction of the sum of the directions at both ends.
    /// </summary>
    private static double ToPlane(double other, double main, double across2, double kappa, double distance, int outwards)
    {
        if (kappa == 0)
        {
            return main * outwards > 0 ? Math.Max(0, distance / main) : double.PositiveInfinity;
        }

        double otherThere = other - (kappa * distance);
        double main2 = across2 - (otherThere * otherThere);
        if (main2 <= 0)
        {
            return double.PositiveInfinity;
        }

        double mainThere = outwards * Math.Sqrt(main2);
        // Both forms of tan(angle/2) are exact; each is used where it adds numbers of one sign.
        double angle = main * outwards > 0
            ? 2 * Math.Atan2(outwards * kappa * distance, outwards * (main + mainThere))
            : 2 * Math.Atan2(mainThere - main, other + otherThere);
        // Turning by kappa s: of either sign, the first positive length.
        angle = kappa > 0 ? angle : -angle;
        angle = angle < -Rounding ? angle + (2 * Math.PI) : Math.Max(0, angle);
        return angle / Math.Abs(kappa);
    }

    private static void Nearer(double candidate, FlightEnd where, ref double path, ref FlightEnd end)
    {
        if (candidate < path)
        {
            path = candidate;
            end = where;
        }
    }

    /// <summary>Turns a direction towards the vertical by an angle; a vertical direction stays as it is.</summary>
    private static void Raise(ref Particle p, double angle)
    {
        double across = Math.Sqrt((p.Ux * p.Ux) + (p.Uz * p.Uz));
        if (across == 0)
        {
            return;
        }

        (double sine, double cosine) = Math.SinCos(angle);
        double level = cosine - (sine * p.Uy / across);
        (p.Ux, p.Uy, p.Uz) = (p.Ux * level, (p.Uy * cosine) + (across * sine), p.Uz * level);
    }
}
