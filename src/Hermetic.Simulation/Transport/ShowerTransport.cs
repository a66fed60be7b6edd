using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>
/// Monte Carlo of electromagnetic showers in planar layers: a condensed history with discrete events above the production cuts. A step of a charged particle ends at an event, at the boundary of its
/// layer, or at a limit; its multiple scattering (<see cref="Deflection"/>) is made at one point near its middle, the hinge, between two straight legs that have the mean displacements and the mean square displacement
/// of the true, winding track (<see cref="StepDisplacement"/>). Away from boundaries steps are long; next to one they are short, and cut where a leg crosses it. Slow electrons that cannot leave their layer are slowed
/// down in one step, with the photons that they radiate on the way. Not modelled: the momentum that a radiated photon takes from the electron's direction, photonuclear reactions.
/// One instance belongs to one thread; it allocates only when the stack grows.
/// </summary>
/// <typeparam name="TScoring">What is recorded.</typeparam>
public sealed partial class ShowerTransport<TScoring>
    where TScoring : struct, IScoring
{
    private const double M = Constants.ElectronMass;

    /// <summary>Least slope against the layers that counts: with less, a track is as good as along them.</summary>
    private const double LeastSlope = 1e-9;

    /// <summary>
    /// A step may be this many times longer than the distance to the boundary ahead, but not longer than the way there: tracks wind. With the limits of <see cref="TransportTables"/> it was chosen by the limit of short
    /// steps and low cuts of the visible energy in 1.5 mm plates (docs/transport.md).
    /// </summary>
    private const double AheadFactor = 1.4;

    /// <summary>A step may be this many times longer than the distance to the boundary behind.</summary>
    private const double BehindFactor = 2;

    private readonly LayerStack _stack;
    private readonly TransportTables[] _tables;
    private readonly PhotonAttenuation[] _photonRates;
    private readonly double[] _photonTotals;
    private readonly double[] _edges;
    private readonly int[] _materialOf;
    private readonly double[] _fieldOf;
    private readonly double[] _thickness;
    private readonly double _halfWidth;
    private readonly bool _anyField;
    private Particle[] _particles = new Particle[1024];
    private int _count;

    /// <summary>A transport through a stack.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="tables">One table per material of the stack, in its order.</param>
    public ShowerTransport(LayerStack stack, IReadOnlyList<TransportTables> tables)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count != stack.Materials.Count || tables.Where((t, i) => t.Material != stack.Materials[i]).Any())
        {
            throw new ArgumentException("The tables must be those of the stack's materials, in its order.", nameof(tables));
        }

        _stack = stack;
        _edges = stack.Edges.ToArray();
        _halfWidth = stack.HalfWidth;
        _materialOf = stack.MaterialOf.ToArray();
        _fieldOf = stack.FieldOf.ToArray();
        _thickness = [.. Enumerable.Range(0, stack.Count).Select(i => stack.Edges[i + 1] - stack.Edges[i])];
        _anyField = _fieldOf.AsSpan().ContainsAnyExcept(0.0);
        _tables = [.. tables];
        _photonRates = new PhotonAttenuation[_tables.Length];
        _photonTotals = new double[_tables.Length];
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
            _particles[--_count].CopyTo(out Particle particle);
            if (scoring.TakeOver(particle))
            {
                continue;
            }

            if (particle.Kind == ParticleKind.Photon)
            {
                FollowPhoton(ref particle, ref random, ref scoring);
            }
            else if (particle.Kind > ParticleKind.Photon)
            {
                FollowHeavy(ref particle, ref random, ref scoring);
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
        // Drawn with the first step: many tracks end without one.
        double meanFreePaths = -1;
        while (true)
        {
            int layer = p.Layer;
            if (_anyField && _fieldOf[layer] != 0)
            {
                if (!FollowInField(ref p, M, positron ? 1 : -1, ref random, ref scoring))
                {
                    return;
                }

                continue;
            }

            int material = _materialOf[layer];
            TransportTables tables = _tables[material];
            int forward = Forward(p);
            double ahead = Math.Abs(_edges[layer + forward] - p.Z);
            double behind = Math.Abs(_edges[layer + 1 - forward] - p.Z);
            double obliqueness = Obliqueness(p);
            double toBoundary = ahead * obliqueness;
            if (tables.Empty)
            {
                FlyInVacuum(ref p, toBoundary);
                if (Left(p, ref scoring))
                {
                    return;
                }

                continue;
            }

            double energy = p.Energy;
            if (energy < tables.Cuts.ElectronTracking)
            {
                Stop(p, positron, ref random, ref scoring);
                return;
            }

            ChargedRates rates = tables.Charged(positron, energy);
            // MinNative and MaxNative are one instruction each; what sets them apart from Min and Max, the treatment of NaN, is not met here.
            if (energy < tables.Cuts.OnTheSpot && rates.Reach < double.MinNative(ahead, behind))
            {
                SlowDown(ref p, tables, positron, tables.SlowDown(positron, energy, ref random), ref random, ref scoring);
                return;
            }

            ChargedSteps++;
            // What needs not wait for the length of the step: kappa of the straggling per length, half the slope of the loss, and the rate at which p beta falls, with d ln(p beta)/dE.
            double greatest = double.MinNative(tables.Cuts.ElectronProduction, positron ? energy : 0.5 * energy);
            double kappaPerLength = tables.StragglingStrength * rates.TimePerLength * rates.TimePerLength / greatest;
            double slow = 0.5 * rates.LossSlope;
            double total = energy + M;
            double fall = rates.Loss * ((total * total) + (M * M)) / (total * energy * (total + M));
            meanFreePaths = meanFreePaths < 0 ? random.NextExponential() : meanFreePaths;
            double clear = double.MinNative(ahead * double.MinNative(obliqueness, AheadFactor), behind * BehindFactor);
            double limit = double.MaxNative(rates.StepLimit, double.MinNative(rates.LongLimit, clear));
            bool interacts = meanFreePaths < limit * rates.Discrete;
            double step = interacts ? meanFreePaths / rates.Discrete : limit;
            bool toEdge = step >= toBoundary && toBoundary <= rates.StepLimit;
            step = toEdge ? toBoundary : step;
            double mean = step * rates.Loss * Math.FusedMultiplyAdd(-step, slow, 1);
            // Scattering goes as 1/(p beta)^2. Its mean on the step is nearly the geometric mean of the values at the ends, with p beta falling like the energy, at the rate that it has at the start.
            double fallen = Math.FusedMultiplyAdd(-step * fall, Math.FusedMultiplyAdd(-step, slow, 1), 1);
            double growth = 1 / fallen;
            (double along, double asymmetry, double across) = StepDisplacement.Of(step * rates.InverseTransport * growth);
            asymmetry *= 0.5 * (growth - fallen);
            double first = step * (along + asymmetry);
            double second = step * (along - asymmetry);
            double z = p.Z;
            double hingeX = Math.FusedMultiplyAdd(first, p.Ux, p.X);
            double hingeY = Math.FusedMultiplyAdd(first, p.Uy, p.Y);
            double hingeZ = Math.FusedMultiplyAdd(first, p.Uz, z);
            double v = random.NextUniform(out int spare);
            Deflection.Apply(
                ref p, tables.Scattering(positron), energy, step * rates.Strength * growth, step * across, v, random.NextBits(), out double acrossX, out double acrossY, out double acrossZ);
            hingeX += acrossX;
            hingeY += acrossY;
            hingeZ = double.MaxNative(_edges[layer], double.MinNative(_edges[layer + 1], hingeZ + acrossZ));
            p.Z = hingeZ;
            int onwards = Forward(p);
            double beyond = Math.Abs(_edges[layer + onwards] - hingeZ);
            // A step to the boundary goes on to it unless it has turned far away: the rest would be a step of almost no length.
            bool crosses = second * (toEdge && onwards == forward ? 1.5 : 1) * Math.Abs(p.Uz) >= beyond;
            double path = step;
            if (crosses)
            {
                second = beyond * Obliqueness(p);
                path = first + second;
                mean = path * rates.Loss * Math.FusedMultiplyAdd(-path, slow, 1);
            }

            interacts &= !(toEdge | crosses);
            double kappa = path * kappaPerLength;
            double loss = kappa <= 0 ? 0 : double.MinNative(energy, double.MaxNative(0, mean + Straggling.SampleCut(kappa, greatest, ref random)));
            p.X = Math.FusedMultiplyAdd(second, p.Ux, hingeX);
            p.Y = Math.FusedMultiplyAdd(second, p.Uy, hingeY);
            p.Z = Math.FusedMultiplyAdd(second, p.Uz, hingeZ);
            p.Energy = energy - loss;
            // Across at the hinge, which is near the middle, but at a random depth: deposits would pile up in the middle of thin layers, which bins of the depth may cut.
            double depth = Linear.Between(z, p.Z, (spare + 0.5) * (1.0 / 4096));
            scoring.Deposit(new EnergyDeposit(p.Owner, layer, p.Kind, hingeX, hingeY, depth, p.Time, loss, path));
            p.Time += path * rates.TimePerLength;
            p.Owner = scoring.Track(p, energy, path, layer);
            // A step to the boundary may have gone a little further than the event.
            meanFreePaths = double.MaxNative(0, meanFreePaths - (path * rates.Discrete));
            if (p.Energy <= 0)
            {
                // Nothing is left to cross the boundary with: it ends in the layer that took the rest.
                Stop(p, positron, ref random, ref scoring);
                return;
            }

            if (crosses)
            {
                Cross(ref p);
            }

            if (Left(p, ref scoring))
            {
                return;
            }

            if (interacts)
            {
                meanFreePaths = random.NextExponential();
                if (!Interact(ref p, positron, tables, rates.Discrete, ref random, ref scoring))
                {
                    return;
                }
            }

            if (scoring.TakeOver(p))
            {
                return;
            }
        }
    }

    /// <summary>Path over depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Obliqueness(in Particle p) => 1 / double.MaxNative(LeastSlope, Math.Abs(p.Uz));

    /// <summary>1 when the face ahead is the layer's second, 0 when it is the first: an index in place of a branch, since directions of slow electrons are too random to be predicted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Forward(in Particle p) => p.Uz > 0 ? 1 : 0;

    /// <summary>Puts a particle that has reached the boundary ahead exactly there, and into the next layer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Cross(ref Particle p)
    {
        int forward = Forward(p);
        p.Z = _edges[p.Layer + forward];
        p.Layer += (2 * forward) - 1;
    }

    /// <summary>Tells the scoring when a particle is outside the stack.</summary>
    private bool Left(in Particle p, ref TScoring scoring)
    {
        if (Beside(p.X, p.Y))
        {
            scoring.Escape(p, Face.Side);
            return true;
        }

        if ((uint)p.Layer >= (uint)_materialOf.Length)
        {
            scoring.Escape(p, p.Layer < 0 ? Face.Front : Face.Back);
            return true;
        }

        return false;
    }

    private void FlyInVacuum(ref Particle p, double toBoundary)
    {
        // A track along the layer meets nothing before the side.
        double path = Math.Min(toBoundary, 4 * _halfWidth);
        p.X += path * p.Ux;
        p.Y += path * p.Uy;
        p.Z += path * p.Uz;
        double gamma = 1 + (p.Energy / M);
        p.Time += path / (Constants.SpeedOfLight * Math.Sqrt(1 - (1 / (gamma * gamma))));
        if (path == toBoundary)
        {
            Cross(ref p);
        }
    }

    /// <summary>A discrete event, or none where the rate has fallen along the step; false when the particle is gone.</summary>
    private bool Interact(ref Particle p, bool positron, TransportTables tables, double discrete, ref RandomStream random, ref TScoring scoring)
    {
        if (p.Energy <= tables.Cuts.ElectronTracking)
        {
            return true;
        }

        EventRates rates = tables.Events(positron, p.Energy);
        double u = random.NextUniform() * discrete;
        if (u < rates.Bremsstrahlung)
        {
            Radiate(ref p, tables, ref random, ref scoring);
        }
        else if (u < rates.Bremsstrahlung + rates.Knock)
        {
            Knock(ref p, positron, tables.Cuts.ElectronProduction, ref random, ref scoring);
        }
        else if (u < rates.Total)
        {
            AnnihilateInFlight(p, ref random, ref scoring);
            return false;
        }

        return true;
    }

    /// <summary>Rest of a track whose range ends inside its layer: the energy stays here but for the photons that are radiated on the way, in the direction that scattering has left.</summary>
    private void SlowDown(ref Particle p, TransportTables tables, bool positron, double left, ref RandomStream random, ref TScoring scoring)
    {
        for (; ; left = tables.SlowDown(positron, p.Energy, ref random))
        {
            double before = p.Energy;
            double range = tables.Events(positron, before).Range;
            bool stops = left <= tables.Cuts.ElectronTracking;
            EventRates events = stops ? default : tables.Events(positron, left);
            double path = range - events.Range;
            double loss = stops ? before : before - left;
            scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, loss, path));
            p.Energy = before - loss;
            p.Owner = scoring.Track(p, before, path, p.Layer);
            if (stops)
            {
                Stop(p, positron, ref random, ref scoring);
                return;
            }

            ChargedRates rates = tables.Charged(positron, left);
            Deflection.Apply(ref p, tables.Scattering(positron), left, path * rates.Strength, ref random);
            if (!Interact(ref p, positron, tables, events.Total, ref random, ref scoring) || scoring.TakeOver(p))
            {
                return;
            }

            if (p.Energy <= tables.Cuts.ElectronTracking)
            {
                Stop(p, positron, ref random, ref scoring);
                return;
            }
        }
    }

    private void Radiate(ref Particle p, TransportTables tables, ref RandomStream random, ref TScoring scoring)
    {
        if (p.Energy <= tables.Cuts.PhotonProduction)
        {
            return;
        }

        double k = tables.SampleBremsstrahlung(p.Energy, ref random);
        p.CopyTo(out Particle photon);
        photon.Kind = ParticleKind.Photon;
        photon.Energy = k;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        photon.Turn(DipoleCosine(p.Energy, ref random), cosPhi, sinPhi);
        p.Energy -= k;
        Emit(photon, ref random, ref scoring);
    }

    private void Knock(ref Particle p, bool positron, double cut, ref RandomStream random, ref TScoring scoring)
    {
        double t = p.Energy;
        if (t <= (positron ? cut : 2 * cut))
        {
            return;
        }

        double w = positron ? Ionisation.SampleBhabha(t, cut, ref random) : Ionisation.SampleMoller(t, cut, ref random);
        double left = t - w;
        p.CopyTo(out Particle knocked);
        knocked.Kind = ParticleKind.Electron;
        knocked.OfPair = false;
        knocked.Energy = w;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        knocked.Turn(double.MinNative(1, Math.Sqrt(w * (t + (2 * M)) / (t * (w + (2 * M))))), cosPhi, sinPhi);
        p.Turn(left > 0 ? double.MinNative(1, Math.Sqrt(left * (t + (2 * M)) / (t * (left + (2 * M))))) : 1, -cosPhi, -sinPhi);
        p.Energy = left;
        Emit(knocked, ref random, ref scoring);
    }

    private void AnnihilateInFlight(in Particle p, ref RandomStream random, ref TScoring scoring)
    {
        double share = Annihilation.SampleShare(p.Energy, ref random);
        double available = p.Energy + (2 * M);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        p.CopyTo(out Particle photon);
        photon.Kind = ParticleKind.Photon;
        photon.Energy = share * available;
        photon.Turn(Annihilation.CosTheta(p.Energy, share), cosPhi, sinPhi);
        Emit(photon, ref random, ref scoring);
        p.CopyTo(out photon);
        photon.Kind = ParticleKind.Photon;
        photon.Energy = (1 - share) * available;
        photon.Turn(Annihilation.CosTheta(p.Energy, 1 - share), -cosPhi, -sinPhi);
        Emit(photon, ref random, ref scoring);
    }

    /// <summary>End of a charged track below the tracking threshold: the energy stays here; a positron annihilates at rest.</summary>
    private void Stop(in Particle p, bool positron, ref RandomStream random, ref TScoring scoring)
    {
        if (p.Energy > 0)
        {
            Leave(p, p.Energy, ref scoring);
        }

        if (!positron)
        {
            return;
        }

        p.CopyTo(out Particle photon);
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
            bool muons = p.Energy > MuonPairs.Threshold;
            double place = EnergyGrid.Locate(p.Energy, out int cell);
            for (int m = 0; m < _tables.Length; m++)
            {
                PhotonTables? photons = _tables[m].Photons;
                double total = 0;
                if (photons is not null)
                {
                    total = photons.Rates(p.Energy, cell, place, out _photonRates[m]) + (muons ? _tables[m].MuonPairRate(p.Energy) : 0);
                }

                _photonTotals[m] = total;
            }

            if (!FlyPhoton(ref p, random.NextExponential(), out Face face))
            {
                scoring.Escape(p, face);
                return;
            }

            int material = _materialOf[p.Layer];
            TransportTables tables = _tables[material];
            ref readonly PhotonAttenuation rates = ref _photonRates[material];
            double u = random.NextUniform() * _photonTotals[material];
            if (u < rates.Pair)
            {
                MakePair(p, tables.Photons!, ref random, ref scoring);
                return;
            }

            u -= rates.Pair + rates.Compton;
            if (u >= 0)
            {
                u -= rates.Rayleigh;
                if (u >= rates.Photoelectric)
                {
                    MakeMuons(p, tables.Material, ref random, ref scoring);
                    return;
                }

                if (u >= 0)
                {
                    Absorb(p, tables, ref random, ref scoring);
                    return;
                }

                random.NextAzimuth(out double cosPhi, out double sinPhi);
                p.Turn(tables.Photons!.SampleRayleigh(p.Energy, ref random), cosPhi, sinPhi);
                continue;
            }

            ScatterCompton(ref p, tables.Photons!, ref random, ref scoring);
            if (p.Energy < tables.Cuts.PhotonTracking)
            {
                Leave(p, p.Energy, ref scoring);
                return;
            }

            if (scoring.TakeOver(p))
            {
                return;
            }
        }
    }

    /// <summary>Flies a photon over an optical depth through as many layers as it takes; false when it leaves the stack.</summary>
    private bool FlyPhoton(ref Particle p, double opticalDepth, out Face face)
    {
        double[] edges = _edges;
        int ahead = Forward(p);
        int onwards = (2 * ahead) - 1;
        double slope = Math.Abs(p.Uz);
        int layer = p.Layer;
        double z = p.Z;
        double rate = _photonTotals[_materialOf[layer]];
        double path;
        face = ahead > 0 ? Face.Back : Face.Front;
        if (slope > 0)
        {
            // Along z, where the layers have their thicknesses, all depths are smaller by the slope.
            double left = opticalDepth * slope;
            double depth = rate * Math.Abs(edges[layer + ahead] - z);
            while (depth <= left)
            {
                left -= depth;
                layer += onwards;
                if ((uint)layer >= (uint)_thickness.Length)
                {
                    double exit = edges[layer + 1 - ahead];
                    path = Math.Abs(exit - p.Z) / slope;
                    (p.X, p.Y, p.Z) = (p.X + (path * p.Ux), p.Y + (path * p.Uy), exit);
                    face = Beside(p.X, p.Y) ? Face.Side : face;
                    return false;
                }

                z = edges[layer + 1 - ahead];
                rate = _photonTotals[_materialOf[layer]];
                depth = rate * _thickness[layer];
            }

            z += left / rate * onwards;
            path = Math.Abs(z - p.Z) / slope;
        }
        else
        {
            path = opticalDepth / rate;
        }

        (double x, double y) = (p.X + (path * p.Ux), p.Y + (path * p.Uy));
        if (Beside(x, y))
        {
            face = Face.Side;
            return false;
        }

        p.Time += path * (1 / Constants.SpeedOfLight);
        (p.X, p.Y, p.Z, p.Layer) = (x, y, z, layer);
        return true;
    }

    /// <summary>Whether a place is outside the stack's sides; where a straight way ends inside, all of it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Beside(double x, double y) => !(double.MaxNative(Math.Abs(x), Math.Abs(y)) <= _halfWidth);

    private void MakePair(in Particle p, PhotonTables photons, ref RandomStream random, ref TScoring scoring)
    {
        double k = p.Energy;
        double share = photons.SamplePairShare(k, ref random);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        p.CopyTo(out Particle lepton);
        lepton.OfPair = true;
        lepton.Kind = ParticleKind.Electron;
        lepton.Energy = Math.Max(0, (share * k) - M);
        lepton.Turn(DipoleCosine(lepton.Energy, ref random), cosPhi, sinPhi);
        Emit(lepton, ref random, ref scoring);
        double other = Math.Max(0, k - (2 * M) - lepton.Energy);
        p.CopyTo(out lepton);
        lepton.OfPair = true;
        lepton.Kind = ParticleKind.Positron;
        lepton.Energy = other;
        lepton.Turn(DipoleCosine(other, ref random), -cosPhi, -sinPhi);
        Emit(lepton, ref random, ref scoring);
    }

    private void MakeMuons(in Particle p, Material material, ref RandomStream random, ref TScoring scoring)
    {
        MuonPair pair = MuonPairs.Sample(material, p.Energy, ref random);
        p.CopyTo(out Particle muon);
        muon.OfPair = false;
        muon.Kind = ParticleKind.MuonPlus;
        muon.Energy = pair.PlusEnergy - Constants.MuonMass;
        muon.Turn(pair.PlusDirection.CosTheta, pair.PlusDirection.CosPhi, pair.PlusDirection.SinPhi);
        Emit(muon, ref random, ref scoring);
        p.CopyTo(out muon);
        muon.OfPair = false;
        muon.Kind = ParticleKind.MuonMinus;
        muon.Energy = pair.MinusEnergy - Constants.MuonMass;
        muon.Turn(pair.MinusDirection.CosTheta, pair.MinusDirection.CosPhi, pair.MinusDirection.SinPhi);
        Emit(muon, ref random, ref scoring);
    }

    private void ScatterCompton(ref Particle p, PhotonTables photons, ref RandomStream random, ref TScoring scoring)
    {
        double k = p.Energy;
        (double scattered, double cosTheta, double binding) = photons.SampleCompton(k, ref random);
        double t = k - scattered;
        p.CopyTo(out Particle electron);
        electron.Kind = ParticleKind.Electron;
        electron.OfPair = false;
        electron.Energy = t - binding;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        // The direction of a free electron that takes what the photon loses.
        double momentum = Math.Sqrt(t * (t + (2 * M)));
        electron.Turn(momentum > 0 ? double.MinNative(1, double.MaxNative(-1, (k - (scattered * cosTheta)) / momentum)) : 1, -cosPhi, -sinPhi);
        if (binding > 0)
        {
            Leave(p, binding, ref scoring);
        }

        p.Energy = scattered;
        p.Turn(cosTheta, cosPhi, sinPhi);
        Emit(electron, ref random, ref scoring);
    }

    /// <summary>Photoelectric effect: an electron from a shell, the X-ray that fills it, and the rest of the binding energy here.</summary>
    private void Absorb(in Particle p, TransportTables tables, ref RandomStream random, ref TScoring scoring)
    {
        tables.Photons!.SamplePhotoelectric(p.Energy, tables.Cuts.PhotonProduction, ref random, out double electronEnergy, out double xrayEnergy, out double rest);
        if (rest > 0)
        {
            Leave(p, rest, ref scoring);
        }

        if (electronEnergy < tables.Cuts.PhotonProduction && EndsHere(p, electronEnergy, tables))
        {
            // It neither leaves nor radiates: its direction does not matter.
            scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, ParticleKind.Electron, p.X, p.Y, p.Z, p.Time, electronEnergy, 0));
        }
        else
        {
            p.CopyTo(out Particle electron);
            electron.Kind = ParticleKind.Electron;
            electron.OfPair = false;
            electron.Energy = electronEnergy;
            bool ends = electronEnergy >= tables.Cuts.ElectronTracking && EndsHere(p, electronEnergy, tables);
            double left = ends ? tables.SlowDown(positron: false, electronEnergy, ref random) : 0;
            if (!ends || left > 0)
            {
                // One that ends here without radiating needs no direction.
                random.NextAzimuth(out double cosPhi, out double sinPhi);
                electron.Turn(Photons.SamplePhotoelectronCosine(electronEnergy, ref random), cosPhi, sinPhi);
            }

            if (!ends)
            {
                Emit(electron, ref random, ref scoring);
            }
            else if (!scoring.TakeOver(electron))
            {
                SlowDown(ref electron, tables, positron: false, left, ref random, ref scoring);
            }
        }

        if (xrayEnergy > 0)
        {
            p.CopyTo(out Particle xray);
            xray.Energy = xrayEnergy;
            xray.TurnBy(random.NextUniform(), ref random);
            Emit(xray, ref random, ref scoring);
        }
    }

    /// <summary>Whether an electron at a place ends in its layer, which is matter without a field: its reach is shorter than the way to the nearest boundary.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool EndsHere(in Particle at, double energy, TransportTables tables) => energy < tables.Cuts.OnTheSpot
        && !tables.Empty && !(_anyField && _fieldOf[at.Layer] != 0)
        && tables.ElectronReach(energy) < double.MinNative(at.Z - _edges[at.Layer], _edges[at.Layer + 1] - at.Z);

    /// <summary>Energy that stays where the particle is.</summary>
    private static void Leave(in Particle p, double energy, ref TScoring scoring) =>
        scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, energy, 0));

    /// <summary>Puts a secondary on the stack, or leaves its energy here when it is below the tracking threshold.</summary>
    private void Emit(in Particle p, ref RandomStream random, ref TScoring scoring)
    {
        TransportTables tables = _tables[_materialOf[p.Layer]];
        TransportCuts cuts = tables.Cuts;
        if (p.Kind == ParticleKind.Photon)
        {
            if (p.Energy < cuts.PhotonTracking)
            {
                Leave(p, p.Energy, ref scoring);
                return;
            }
        }
        else if (p.Kind <= ParticleKind.Positron && p.Energy < cuts.ElectronTracking)
        {
            Stop(p, p.Kind == ParticleKind.Positron, ref random, ref scoring);
            return;
        }

        if (p.Kind == ParticleKind.Electron && EndsHere(p, p.Energy, tables))
        {
            // Slowed down here and now: it makes at most photons.
            p.CopyTo(out Particle electron);
            if (!scoring.TakeOver(electron))
            {
                SlowDown(ref electron, tables, positron: false, tables.SlowDown(positron: false, electron.Energy, ref random), ref random, ref scoring);
            }

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

        p.CopyTo(out _particles[_count++]);
    }

    /// <summary>
    /// Cosine of the angle of a photon to its electron, or of a pair's lepton to its photon: the distribution 1/(1 - beta cos theta)^2 of dipole radiation seen from the moving electron,
    /// the leading term of the exact ones at high energy and isotropic at low (H. W. Koch, J. W. Motz, Rev. Mod. Phys. 31 (1959) 920). The angle m/E is far below that of multiple scattering in any layer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double DipoleCosine(double kineticEnergy, ref RandomStream random)
    {
        double total = kineticEnergy + M;
        double beta = Math.Sqrt(kineticEnergy * (kineticEnergy + (2 * M))) / total;
        double x = (2 * random.NextUniform()) - 1;
        return double.MinNative(1, double.MaxNative(-1, (x + beta) / (1 + (beta * x))));
    }
}
