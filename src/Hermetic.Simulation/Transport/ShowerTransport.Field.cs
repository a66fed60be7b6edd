using Hermetic.Core.Random;
using Hermetic.Physics.Matter;

namespace Hermetic.Simulation.Transport;

public sealed partial class ShowerTransport<TScoring>
    where TScoring : struct, IScoring
{
    /// <summary>
    /// Follows a charged particle through a layer with a field until it leaves the layer: a helix with synchrotron radiation (<see cref="FieldFlight"/>). Collisions with a gas in the layer are neglected (1 m of air
    /// is 0.3 % of a radiation length); photons fly straight and interact with it. Photons below the least energy of the tables, 1 keV, are left where they are made: 4e-6 of the energy that a
    /// 100 GeV electron radiates in 1.75 T.
    /// </summary>
    /// <param name="p">The particle, inside the layer; afterwards in the next layer or outside the stack.</param>
    /// <param name="mass">Its mass in GeV.</param>
    /// <param name="charge">Its charge, 1 or -1.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="scoring">Receives what happens.</param>
    /// <returns>Whether the particle is still to be followed.</returns>
    private bool FollowInField(ref Particle p, double mass, int charge, ref RandomStream random, ref TScoring scoring)
    {
        FieldLayer layer = new(_stack.FieldOf[p.Layer], _stack.Edges[p.Layer], _stack.Edges[p.Layer + 1], _stack.HalfWidth);
        while (true)
        {
            ChargedSteps++;
            FlightEnd end = FieldFlight.ToEmission(ref p, mass, charge, layer, ref random, out _, out Particle photon);
            switch (end)
            {
                case FlightEnd.Inside:
                    if (photon.Energy < EnergyGrid.Minimum)
                    {
                        scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, ParticleKind.Photon, p.X, p.Y, p.Z, p.Time, photon.Energy, 0));
                    }
                    else
                    {
                        Push(photon);
                    }

                    if (scoring.TakeOver(p))
                    {
                        return false;
                    }

                    break;
                case FlightEnd.Never:
                    Stop(p, p.Kind == ParticleKind.Positron, ref random, ref scoring);
                    return false;
                case FlightEnd.Side:
                    scoring.Escape(p, Face.Side);
                    return false;
                default:
                    p.Layer += end == FlightEnd.Back ? 1 : -1;
                    return !Left(p, ref scoring);
            }
        }
    }
}
