using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>
/// Monte Carlo of electromagnetic showers in planar layers: a condensed history with discrete events above the production cuts. Multiple scattering by the random hinge
/// (J. M. Fernandez-Varea et al., NIM B 73 (1993) 447): each step is split at a uniformly random point, where one deflection with the step's exact first and second
/// moments of mu = (1 - cos)/2 is made; mean path, lateral displacement and boundary crossings come out right to first order. Not modelled: energy-loss straggling below the cuts,
/// Rayleigh scattering, atomic relaxation, the momentum that a radiated photon takes from the electron's direction, photonuclear reactions.
/// One instance belongs to one thread; it allocates only when the stack grows.
/// </summary>
/// <typeparam name="TScoring">What is recorded.</typeparam>
public sealed class ShowerTransport<TScoring>
    where TScoring : struct, IScoring
{
    private const double M = Constants.ElectronMass;

    /// <summary>Greatest loss of energy in one step, as a fraction of the kinetic energy.</summary>
    private const double MaximumLoss = 0.15;

    /// <summary>Greatest length of a step in first transport mean free paths.</summary>
    private const double MaximumScattering = 0.4;

    private readonly LayerStack _stack;
    private readonly TransportTables[] _tables;
    private readonly PhotonRates[] _photonRates;
    private readonly TransportCuts _cuts;
    private Particle[] _particles = new Particle[1024];
    private int _count;

    /// <summary>A transport through a stack.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="tables">One table per material of the stack, in its order, all with the same cuts.</param>
    public ShowerTransport(LayerStack stack, IReadOnlyList<TransportTables> tables)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count != stack.Materials.Count || tables.Where((t, i) => t.Material != stack.Materials[i] || t.Cuts != tables[0].Cuts).Any())
        {
            throw new ArgumentException("The tables must be those of the stack's materials, in its order, with equal cuts.", nameof(tables));
        }

        _stack = stack;
        _tables = [.. tables];
        _photonRates = new PhotonRates[_tables.Length];
        _cuts = tables[0].Cuts;
    }

    /// <summary>Steps of charged particles since construction.</summary>
    public long ChargedSteps { get; private set; }

    /// <summary>Flights of photons since construction.</summary>
    public long PhotonFlights { get; private set; }

    /// <summary>Follows a particle and all its descendants.</summary>
    /// <param name="primary">The particle, inside the stack or on its front face (then with <see cref="Particle.Layer"/> 0).</param>
    /// <param name="random">Random stream of the event.</param>
    /// <param name="scoring">Receives what happens.</param>
    public void Run(in Particle primary, ref RandomStream random, ref TScoring scoring)
    {
        _count = 0;
        Push(primary);
        while (_count > 0)
        {
            Particle particle = _particles[--_count];
            if (scoring.TakeOver(particle))
            {
                continue;
            }

            if (particle.Kind == ParticleKind.Photon)
            {
                FollowPhoton(ref particle, ref random, ref scoring);
            }
            else
            {
                FollowCharged(ref particle, ref random, ref scoring);
            }
        }
    }

    private void FollowCharged(ref Particle p, ref RandomStream random, ref TScoring scoring)
    {
        bool positron = p.Kind == ParticleKind.Positron;
        while (true)
        {
            if (p.Energy < _cuts.ElectronTracking)
            {
                Stop(p, positron, ref random, ref scoring);
                return;
            }

            ChargedSteps++;
            TransportTables tables = _tables[_stack.MaterialOf[p.Layer]];
            ChargedRates rates = tables.Charged(positron, p.Energy);
            double discrete = rates.Discrete;
            double toEvent = random.NextExponential() / discrete;
            double range = p.Energy / rates.Loss;
            double limit = Math.Min(MaximumLoss * range, Math.Max(MaximumScattering / rates.Scattering1, 0.05 * range));
            bool eventAtEnd = toEvent < limit;
            double step = eventAtEnd ? toEvent : limit;
            double loss = rates.Loss;
            if (loss * step > 0.01 * p.Energy)
            {
                // Midpoint rule for the loss along the step.
                loss = tables.Charged(positron, p.Energy - (0.5 * loss * step)).Loss;
            }

            double hinge = step * random.NextUniform();
            if (!Fly(ref p, hinge, loss, ref random, ref scoring, out bool lost))
            {
                if (lost || (p.Energy > 0 && scoring.TakeOver(p)))
                {
                    return;
                }

                continue;
            }

            Scatter(ref p, step * rates.Scattering1, step * rates.Scattering2, ref random);
            if (!Fly(ref p, step - hinge, loss, ref random, ref scoring, out lost))
            {
                if (lost || scoring.TakeOver(p))
                {
                    return;
                }

                continue;
            }

            if (eventAtEnd && p.Energy > _cuts.ElectronTracking)
            {
                double u = random.NextUniform() * discrete;
                if (u < rates.Bremsstrahlung)
                {
                    Radiate(ref p, tables, ref random, ref scoring);
                }
                else if (u < rates.Bremsstrahlung + rates.Knock)
                {
                    Knock(ref p, positron, ref random, ref scoring);
                }
                else
                {
                    AnnihilateInFlight(p, ref random, ref scoring);
                    return;
                }
            }

            if (scoring.TakeOver(p))
            {
                return;
            }
        }
    }

    /// <summary>Moves a charged particle straight by a length or to the boundary of its layer, whichever comes first.</summary>
    /// <param name="p">The particle.</param>
    /// <param name="length">Length wanted in mm.</param>
    /// <param name="loss">Loss in GeV/mm.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="scoring">Receives track and deposit.</param>
    /// <param name="lost">Whether the particle left the stack.</param>
    /// <returns>Whether the whole length was flown inside the layer.</returns>
    private bool Fly(ref Particle p, double length, double loss, ref RandomStream random, ref TScoring scoring, out bool lost)
    {
        lost = false;
        int layer = p.Layer;
        bool forward = p.Uz > 0;
        double boundary = _stack.Edges[forward ? layer + 1 : layer];
        double toBoundary = p.Uz == 0 ? double.PositiveInfinity : (boundary - p.Z) / p.Uz;
        bool whole = length < toBoundary;
        double d = whole ? length : toBoundary;
        if (double.IsPositiveInfinity(d))
        {
            // A track along a vacuum layer meets nothing before the side.
            d = 4 * _stack.HalfWidth;
        }

        double before = p.Energy;
        double lostEnergy = Math.Min(loss * d, before);
        double at = random.NextUniform() * d;
        scoring.Deposit(new EnergyDeposit(p.Owner, layer, p.Kind, p.X + (at * p.Ux), p.Y + (at * p.Uy), p.Z + (at * p.Uz), p.Time, lostEnergy, d));
        p.X += d * p.Ux;
        p.Y += d * p.Uy;
        p.Z = whole ? p.Z + (d * p.Uz) : boundary;
        p.Energy = before - lostEnergy;
        p.Owner = scoring.Track(p, before, d, layer);
        if (Math.Abs(p.X) > _stack.HalfWidth || Math.Abs(p.Y) > _stack.HalfWidth)
        {
            scoring.Escape(p, Face.Side);
            lost = true;
            return false;
        }

        if (!whole)
        {
            p.Layer += forward ? 1 : -1;
            if (p.Layer < 0 || p.Layer >= _stack.Count)
            {
                scoring.Escape(p, forward ? Face.Back : Face.Front);
                lost = true;
            }
        }

        return whole;
    }

    /// <summary>One deflection with the exact first two moments of mu after a path of the given strengths (the two-step distribution of PENELOPE's soft scattering).</summary>
    private static void Scatter(ref Particle p, double strength1, double strength2, ref RandomStream random)
    {
        if (strength1 <= 0)
        {
            return;
        }

        double mu1 = strength1 < 1e-5 ? 0.5 * strength1 : 0.5 * (1 - Math.Exp(-strength1));
        double mu2 = mu1 - ((strength2 < 1e-5 ? strength2 : 1 - Math.Exp(-strength2)) / 6);
        double mu0 = ((2 * mu1) - (3 * mu2)) / (1 - (2 * mu1));
        double share = 1 - (2 * mu1) + mu0;
        double u = random.NextUniform();
        double mu = random.NextUniform() < share ? u * mu0 : mu0 + (u * (1 - mu0));
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        p.Turn(1 - (2 * mu), cosPhi, sinPhi);
    }

    private void Radiate(ref Particle p, TransportTables tables, ref RandomStream random, ref TScoring scoring)
    {
        if (p.Energy <= _cuts.PhotonProduction)
        {
            return;
        }

        double k = tables.SampleBremsstrahlung(p.Energy, ref random);
        Particle photon = p;
        photon.Kind = ParticleKind.Photon;
        photon.Energy = k;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        photon.Turn(TsaiCosine(1 + (p.Energy / M), ref random), cosPhi, sinPhi);
        p.Energy -= k;
        Emit(photon, ref random, ref scoring);
    }

    private void Knock(ref Particle p, bool positron, ref RandomStream random, ref TScoring scoring)
    {
        double cut = _cuts.ElectronProduction;
        double t = p.Energy;
        if (t <= (positron ? cut : 2 * cut))
        {
            return;
        }

        double w = positron ? Ionisation.SampleBhabha(t, cut, ref random) : Ionisation.SampleMoller(t, cut, ref random);
        double left = t - w;
        Particle knocked = p;
        knocked.Kind = ParticleKind.Electron;
        knocked.OfPair = false;
        knocked.Energy = w;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        knocked.Turn(Math.Min(1, Math.Sqrt(w * (t + (2 * M)) / (t * (w + (2 * M))))), cosPhi, sinPhi);
        p.Turn(left > 0 ? Math.Min(1, Math.Sqrt(left * (t + (2 * M)) / (t * (left + (2 * M))))) : 1, -cosPhi, -sinPhi);
        p.Energy = left;
        Emit(knocked, ref random, ref scoring);
    }

    private void AnnihilateInFlight(in Particle p, ref RandomStream random, ref TScoring scoring)
    {
        double share = Annihilation.SampleShare(p.Energy, ref random);
        double available = p.Energy + (2 * M);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        Particle photon = p;
        photon.Kind = ParticleKind.Photon;
        photon.Energy = share * available;
        photon.Turn(Annihilation.CosTheta(p.Energy, share), cosPhi, sinPhi);
        Emit(photon, ref random, ref scoring);
        photon = p;
        photon.Kind = ParticleKind.Photon;
        photon.Energy = (1 - share) * available;
        photon.Turn(Annihilation.CosTheta(p.Energy, 1 - share), -cosPhi, -sinPhi);
        Emit(photon, ref random, ref scoring);
    }

    /// <summary>End of a charged track below the tracking threshold: the energy stays here; a positron annihilates at rest.</summary>
    private void Stop(in Particle p, bool positron, ref RandomStream random, ref TScoring scoring)
    {
        scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, p.Energy, 0));
        if (!positron)
        {
            return;
        }

        Particle photon = p;
        photon.Kind = ParticleKind.Photon;
        photon.Energy = M;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        photon.Turn((2 * random.NextUniform()) - 1, cosPhi, sinPhi);
        Emit(photon, ref random, ref scoring);
        (photon.Ux, photon.Uy, photon.Uz) = (-photon.Ux, -photon.Uy, -photon.Uz);
        Emit(photon, ref random, ref scoring);
    }

    private void FollowPhoton(ref Particle p, ref RandomStream random, ref TScoring scoring)
    {
        while (true)
        {
            PhotonFlights++;
            for (int m = 0; m < _tables.Length; m++)
            {
                _photonRates[m] = _tables[m].Photon(p.Energy);
            }

            if (!FlyPhoton(ref p, random.NextExponential(), out Face face))
            {
                scoring.Escape(p, face);
                return;
            }

            PhotonRates rates = _photonRates[_stack.MaterialOf[p.Layer]];
            double u = random.NextUniform() * rates.Total;
            if (u < rates.Pair)
            {
                MakePair(p, ref random, ref scoring);
                return;
            }

            if (u < rates.Pair + rates.Compton)
            {
                ScatterCompton(ref p, ref random, ref scoring);
                if (p.Energy < _cuts.PhotonTracking)
                {
                    scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, p.Energy, 0));
                    return;
                }

                if (scoring.TakeOver(p))
                {
                    return;
                }

                continue;
            }

            // Photoelectric effect: the whole energy to an electron along the photon; binding energy and relaxation are not told apart from it.
            Particle electron = p;
            electron.Kind = ParticleKind.Electron;
            electron.OfPair = false;
            Emit(electron, ref random, ref scoring);
            return;
        }
    }

    /// <summary>Flies a photon over an optical depth through as many layers as it takes; false when it leaves the stack.</summary>
    private bool FlyPhoton(ref Particle p, double opticalDepth, out Face face)
    {
        ReadOnlySpan<double> edges = _stack.Edges;
        bool forward = p.Uz > 0;
        double path = 0;
        double inverse = p.Uz == 0 ? double.PositiveInfinity : 1 / Math.Abs(p.Uz);
        double z = p.Z;
        int layer = p.Layer;
        face = forward ? Face.Back : Face.Front;
        while (true)
        {
            double rate = _photonRates[_stack.MaterialOf[layer]].Total;
            double toBoundary = Math.Max(0, forward ? edges[layer + 1] - z : z - edges[layer]) * inverse;
            if (double.IsNaN(toBoundary))
            {
                toBoundary = 4 * _stack.HalfWidth;
            }

            double depth = rate * toBoundary;
            bool inside = depth > opticalDepth;
            double d = inside ? opticalDepth / rate : toBoundary;
            path += d;
            double x = p.X + (path * p.Ux);
            double y = p.Y + (path * p.Uy);
            if (Math.Abs(x) > _stack.HalfWidth || Math.Abs(y) > _stack.HalfWidth)
            {
                face = Face.Side;
                return false;
            }

            if (inside)
            {
                (p.X, p.Y, p.Z, p.Layer) = (x, y, z + (d * p.Uz), layer);
                return true;
            }

            opticalDepth -= depth;
            z = edges[forward ? layer + 1 : layer];
            layer += forward ? 1 : -1;
            if (layer < 0 || layer >= _stack.Count)
            {
                (p.X, p.Y, p.Z) = (x, y, z);
                return false;
            }
        }
    }

    private void MakePair(in Particle p, ref RandomStream random, ref TScoring scoring)
    {
        double k = p.Energy;
        double share = _tables[_stack.MaterialOf[p.Layer]].SamplePairShare(k, ref random);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        Particle lepton = p;
        lepton.OfPair = true;
        lepton.Kind = ParticleKind.Electron;
        lepton.Energy = Math.Max(0, (share * k) - M);
        lepton.Turn(TsaiCosine(share * k / M, ref random), cosPhi, sinPhi);
        Emit(lepton, ref random, ref scoring);
        double other = Math.Max(0, k - (2 * M) - lepton.Energy);
        lepton = p;
        lepton.OfPair = true;
        lepton.Kind = ParticleKind.Positron;
        lepton.Energy = other;
        lepton.Turn(TsaiCosine(1 + (other / M), ref random), -cosPhi, -sinPhi);
        Emit(lepton, ref random, ref scoring);
    }

    private void ScatterCompton(ref Particle p, ref RandomStream random, ref TScoring scoring)
    {
        double k = p.Energy;
        (double scattered, double cosTheta) = Photons.SampleCompton(k, ref random);
        double t = k - scattered;
        Particle electron = p;
        electron.Kind = ParticleKind.Electron;
        electron.OfPair = false;
        electron.Energy = t;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double momentum = Math.Sqrt(t * (t + (2 * M)));
        electron.Turn(momentum > 0 ? Math.Clamp((k - (scattered * cosTheta)) / momentum, -1, 1) : 1, -cosPhi, -sinPhi);
        p.Energy = scattered;
        p.Turn(cosTheta, cosPhi, sinPhi);
        Emit(electron, ref random, ref scoring);
    }

    /// <summary>Puts a secondary on the stack, or leaves its energy here when it is below the tracking threshold.</summary>
    private void Emit(in Particle p, ref RandomStream random, ref TScoring scoring)
    {
        if (p.Kind == ParticleKind.Photon)
        {
            if (p.Energy < _cuts.PhotonTracking)
            {
                scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, p.Energy, 0));
                return;
            }
        }
        else if (p.Energy < _cuts.ElectronTracking)
        {
            Stop(p, p.Kind == ParticleKind.Positron, ref random, ref scoring);
            return;
        }

        Push(p);
    }

    private void Push(in Particle p)
    {
        if (_count == _particles.Length)
        {
            Array.Resize(ref _particles, 2 * _count);
        }

        _particles[_count++] = p;
    }

    /// <summary>Cosine of the angle of a photon to its electron, or of a pair's lepton to its photon: theta = u m/E with Tsai's distribution of u as two exponentials (Y. S. Tsai, Rev. Mod. Phys. 49 (1977) 421).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TsaiCosine(double gamma, ref RandomStream random)
    {
        double most = 2 * gamma;
        double u;
        do
        {
            u = (random.NextExponential() + random.NextExponential()) * (random.NextUniform() < 0.25 ? 1.6 : 1 / 1.875);
        }
        while (u > most);
        double ratio = u / most;
        return 1 - (2 * ratio * ratio);
    }
}
