using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;

namespace Hermetic.Simulation.Transport;

/// <summary>
/// Follows muons and charged hadrons through planar layers. Steps end at boundaries, at discrete events (knock-on electrons, and for muons photons, pairs and photonuclear reactions above the cuts) or
/// where the loss or the scattering would become large. A step of length s scatters in two parts: single collisions beyond mu_c, about half a collision per step or more where the nuclei's size asks for it, drawn one by one with
/// their form factors; and all softer ones as one Gaussian deflection with their exact first moment. Both are made at a uniformly random point of the step (random hinge: J. M. Fernandez-Varea et al., NIM B 73
/// (1993) 447), which makes the second moments of the lateral displacement right. Layers with a magnetic field are crossed on the exact helix, without matter. Not followed: decay, strong interactions of hadrons, and the debris of photonuclear reactions and of struck protons, whose energy stays where they happen.
/// Immutable apart from its counter; one instance belongs to one thread.
/// </summary>
public sealed class HeavyTransport
{
    private const double M = Constants.ElectronMass;

    /// <summary>Mean number of single collisions of a step beyond mu_c, where the size of the nuclei does not ask for more.</summary>
    private const double HardCollisions = 0.5;

    /// <summary>Largest y = q^2 r^2/3 of the soft collisions, for which <see cref="HeavyScattering.SoftMoment"/> is good to 1e-4.</summary>
    private const double SoftSize = 0.3;

    /// <summary>Greatest loss of energy in one step, as a fraction of the kinetic energy.</summary>
    private const double MaximumLoss = 0.05;

    /// <summary>Greatest mean mu of a step's scattering: 0.02 is an angle of 16 degrees.</summary>
    private const double MaximumScattering = 0.02;

    /// <summary>
    /// Kinetic energy over mass at which a particle has stopped: its range is then 20 um for a muon and 0.2 mm for a proton in iron.
    /// </summary>
    private const double Stopped = 0.01;

    private readonly LayerStack _stack;
    private readonly HeavyTables[] _tables;
    private readonly HeavyParticle _particle;

    /// <summary>A transport through a stack.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="tables">One table per material of the stack, in its order, all for the same particle.</param>
    public HeavyTransport(LayerStack stack, IReadOnlyList<HeavyTables> tables)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count != stack.Materials.Count || tables.Where((t, i) => t.Material != stack.Materials[i] || t.Particle != tables[0].Particle).Any())
        {
            throw new ArgumentException("The tables must be those of the stack's materials, in its order, for one particle.", nameof(tables));
        }

        _stack = stack;
        _tables = [.. tables];
        _particle = tables[0].Particle;
    }

    /// <summary>Steps since construction.</summary>
    public long Steps { get; private set; }

    /// <summary>The facts about a kind of particle; null for electrons, positrons and photons.</summary>
    /// <param name="kind">The kind.</param>
    public static HeavyParticle? Facts(ParticleKind kind) => kind switch
    {
        ParticleKind.MuonMinus or ParticleKind.MuonPlus => HeavyParticle.Muon,
        ParticleKind.PionMinus or ParticleKind.PionPlus => HeavyParticle.Pion,
        ParticleKind.KaonMinus or ParticleKind.KaonPlus => HeavyParticle.Kaon,
        ParticleKind.Proton or ParticleKind.Antiproton => HeavyParticle.Proton,
        _ => null,
    };

    /// <summary>Follows a particle until it leaves the stack, stops, or the scoring takes it over.</summary>
    /// <typeparam name="TScoring">What is recorded.</typeparam>
    /// <param name="p">The particle; afterwards it is as it was at its end.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="scoring">Receives what happens.</param>
    /// <param name="secondaries">Receives what is made.</param>
    public void Follow<TScoring>(ref Particle p, ref RandomStream random, ref TScoring scoring, HeavySecondaries secondaries)
        where TScoring : struct, IScoring
    {
        ArgumentNullException.ThrowIfNull(secondaries);
        double stopped = Stopped * _particle.Mass;
        while (true)
        {
            if (_stack.FieldOf[p.Layer] != 0)
            {
                if (!CrossField(ref p, ref scoring) || scoring.TakeOver(p))
                {
                    return;
                }

                continue;
            }

            HeavyTables tables = _tables[_stack.MaterialOf[p.Layer]];
            if (p.Energy <= stopped && tables.Material.Components.Count > 0)
            {
                scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, p.Energy, 0));
                p.Energy = 0;
                return;
            }

            Steps++;
            HeavyRates rates = tables.Rates(p.Energy);
            Collisions collisions = new(tables.Scattering, _particle, p.Energy, tables.Cuts);
            double toBoundary = ToBoundary(p);
            double discrete = rates.Discrete;
            double step = Math.Min(MaximumLoss * p.Energy / rates.Loss, MaximumScattering / collisions.MeanRate);
            bool atEvent = false, atBoundary = false;
            if (discrete > 0)
            {
                double toEvent = random.NextExponential() / discrete;
                atEvent = toEvent < step;
                step = Math.Min(step, toEvent);
            }

            if (toBoundary <= step)
            {
                (step, atEvent, atBoundary) = (toBoundary, false, true);
            }

            double loss = rates.Loss * step;
            if (loss > 0.01 * p.Energy)
            {
                // Midpoint rule for the loss along the step.
                loss = tables.Rates(p.Energy - (0.5 * loss)).Loss * step;
            }

            loss = SampleLoss(tables, p.Energy, loss, step, ref random);
            double hinge = step * random.NextUniform();
            if (!Fly(ref p, hinge, false, loss * hinge / step, ref random, ref scoring))
            {
                return;
            }

            Scatter(ref p, collisions, step, ref random, ref scoring);
            double rest = step - hinge;
            if (atBoundary)
            {
                // The deflection changes the way to the boundary by a part of theta^2; without this the particle would stop just before it.
                double way = ToBoundary(p);
                atBoundary = way < 1.1 * rest;
                rest = atBoundary ? way : rest;
            }
            else if (ToBoundary(p) <= rest)
            {
                (rest, atEvent, atBoundary) = (ToBoundary(p), false, true);
            }

            if (!Fly(ref p, rest, atBoundary, loss * (1 - (hinge / step)), ref random, ref scoring))
            {
                return;
            }

            if (atEvent && p.Energy > stopped)
            {
                MakeEvent(ref p, tables, rates, ref random, ref scoring, secondaries);
            }

            if (scoring.TakeOver(p))
            {
                return;
            }
        }
    }

    private double ToBoundary(in Particle p)
    {
        ReadOnlySpan<double> edges = _stack.Edges;
        // A track along a layer meets nothing before the side.
        double z = p.Uz > 0 ? (edges[p.Layer + 1] - p.Z) / p.Uz : p.Uz < 0 ? (edges[p.Layer] - p.Z) / p.Uz : double.PositiveInfinity;
        return Math.Max(0, Math.Min(z, 8 * _stack.HalfWidth));
    }

    /// <summary>Moves a particle straight; false when it has left the stack.</summary>
    private bool Fly<TScoring>(ref Particle p, double length, bool toBoundary, double loss, ref RandomStream random, ref TScoring scoring)
        where TScoring : struct, IScoring
    {
        double half = _stack.HalfWidth;
        double toSide = Math.Min(SideDistance(p.X, p.Ux, half), SideDistance(p.Y, p.Uy, half));
        bool side = toSide < length;
        double d = side ? toSide : length;
        double before = p.Energy;
        double lost = Math.Min(side ? loss * d / length : loss, before);
        double at = random.NextUniform();
        double speed = Constants.SpeedOfLight * Math.Sqrt(before * (before + (2 * _particle.Mass))) / (before + _particle.Mass);
        double along = at * d;
        if (lost > 0)
        {
            scoring.Deposit(new EnergyDeposit(
                p.Owner, p.Layer, p.Kind, p.X + (along * p.Ux), p.Y + (along * p.Uy), p.Z + (along * p.Uz), p.Time + (along / speed), lost, d));
        }

        int layer = p.Layer;
        bool forward = p.Uz > 0;
        p.X += d * p.Ux;
        p.Y += d * p.Uy;
        p.Z = toBoundary && !side && p.Uz != 0 ? _stack.Edges[forward ? layer + 1 : layer] : p.Z + (d * p.Uz);
        p.Time += d / speed;
        p.Energy = before - lost;
        p.Owner = scoring.Track(p, before, d, layer);
        if (side)
        {
            scoring.Escape(p, Face.Side);
            return false;
        }

        if (toBoundary && p.Uz != 0)
        {
            p.Layer += forward ? 1 : -1;
            if (p.Layer < 0 || p.Layer >= _stack.Count)
            {
                scoring.Escape(p, forward ? Face.Back : Face.Front);
                return false;
            }
        }

        return true;
    }

    /// <summary>Flies a particle through a layer with a field, whose matter is neglected as it is for electrons; false when it has left the stack or circles in the field for ever.</summary>
    private bool CrossField<TScoring>(ref Particle p, ref TScoring scoring)
        where TScoring : struct, IScoring
    {
        int layer = p.Layer;
        FieldLayer field = new(_stack.FieldOf[layer], _stack.Edges[layer], _stack.Edges[layer + 1], _stack.HalfWidth);
        FlightEnd end = FieldFlight.Advance(ref p, _particle.Mass, Charge(p.Kind), field, double.PositiveInfinity, out double flown);
        if (end == FlightEnd.Never)
        {
            Leave(ref p, p.Energy, ref scoring);
            return false;
        }

        p.Owner = scoring.Track(p, p.Energy, flown, layer);
        p.Layer += end == FlightEnd.Back ? 1 : end == FlightEnd.Front ? -1 : 0;
        if (end == FlightEnd.Side || p.Layer < 0 || p.Layer >= _stack.Count)
        {
            scoring.Escape(p, end switch { FlightEnd.Side => Face.Side, FlightEnd.Front => Face.Front, _ => Face.Back });
            return false;
        }

        return true;
    }

    private static int Charge(ParticleKind kind) => kind is ParticleKind.MuonPlus or ParticleKind.PionPlus or ParticleKind.KaonPlus or ParticleKind.Proton ? 1 : -1;

    private static double SideDistance(double x, double u, double half) =>
        u > 0 ? Math.Max(0, (half - x) / u) : u < 0 ? Math.Max(0, (-half - x) / u) : double.PositiveInfinity;

    /// <summary>
    /// The loss below the cut with its straggling. Binding matters in thin layers, the reduction of the collision spectrum towards its end only where that end is not far above the cut, at low energy; each is neglected
    /// where it changes the variance by less than 1 %, or, where both would matter, the binding.
    /// </summary>
    private double SampleLoss(HeavyTables tables, double t, double mean, double step, ref RandomStream random)
    {
        if (mean <= 0)
        {
            return 0;
        }

        double energy = t + _particle.Mass;
        double beta2 = t * (t + (2 * _particle.Mass)) / (energy * energy);
        double xi = HeavyIonisation.Strength(tables.Material, beta2) * step;
        double most = HeavyIonisation.MaximumTransfer(_particle, t);
        double upper = Math.Min(tables.Cuts.KnockOn, most);
        double reduction = beta2 * upper / most;
        double loss = reduction < 0.02
            ? Straggling.SampleBound(mean, xi, upper, tables.Material.MeanExcitation, ref random)
            : mean + Straggling.Sample(xi, upper, reduction, ref random);
        return Math.Clamp(loss, 0, t);
    }

    private void Scatter<TScoring>(ref Particle p, in Collisions collisions, double step, ref RandomStream random, ref TScoring scoring)
        where TScoring : struct, IScoring
    {
        HeavyScattering scattering = collisions.Scattering;
        double strength = collisions.Strength * step;
        if (strength <= 0)
        {
            return;
        }

        double a = collisions.Screening;
        double muC = Math.Min(Math.Min(strength / HardCollisions, SoftSize / collisions.Size), 1);
        double soft = step * collisions.SoftMoment(muC);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double mu = soft * random.NextExponential();
        while (mu > 1)
        {
            mu = soft * random.NextExponential();
        }

        p.Turn(1 - (2 * mu), cosPhi, sinPhi);
        double least = 1 / (1 + a), most = 1 / (a + muC);
        double collisionsLeft = strength * (most - least);
        for (double path = random.NextExponential(); path < collisionsLeft; path += random.NextExponential())
        {
            mu = (1 / (least + ((most - least) * random.NextUniform()))) - a;
            double recoil = 0;
            if (random.NextUniform() * collisions.Strength > collisions.Nuclear)
            {
                if (mu > collisions.ElectronMost)
                {
                    continue;
                }
            }
            else
            {
                int element = scattering.Pick(random.NextUniform());
                double q2 = 4 * collisions.Momentum2 * mu;
                double coherent = scattering.NuclearFormFactorSquared(element, q2);
                double single = collisions.WithProtons ? (1 - coherent) * HeavyScattering.ProtonFormFactorSquared(q2) / scattering.Z(element) : 0;
                double accept = random.NextUniform();
                if (accept > (coherent + single) * (1 - (collisions.SpinBeta2 * mu)) * _particle.FormFactorSquared(q2))
                {
                    continue;
                }

                recoil = random.NextUniform() * (coherent + single) > coherent ? q2 / (2 * Constants.ProtonMass) : 0;
            }

            random.NextAzimuth(out cosPhi, out sinPhi);
            p.Turn(1 - (2 * mu), cosPhi, sinPhi);
            if (recoil > 0)
            {
                Leave(ref p, Math.Min(recoil, p.Energy), ref scoring);
            }
        }
    }

    private void MakeEvent<TScoring>(ref Particle p, HeavyTables tables, in HeavyRates rates, ref RandomStream random, ref TScoring scoring, HeavySecondaries secondaries)
        where TScoring : struct, IScoring
    {
        double u = random.NextUniform() * rates.Discrete;
        if (u < rates.KnockOn)
        {
            KnockOn(ref p, tables.Cuts.KnockOn, ref random, secondaries);
            return;
        }

        u -= rates.KnockOn;
        MuonProcess process = u < rates.Bremsstrahlung ? MuonProcess.Bremsstrahlung
            : u < rates.Bremsstrahlung + rates.PairProduction ? MuonProcess.PairProduction
            : MuonProcess.Photonuclear;
        double transfer = tables.SampleTransfer(process, p.Energy, ref random);
        if (transfer <= 0 || transfer >= p.Energy)
        {
            return;
        }

        switch (process)
        {
            case MuonProcess.Bremsstrahlung:
                Radiate(ref p, transfer, ref random, secondaries);
                break;
            case MuonProcess.PairProduction:
                MakePair(ref p, tables, transfer, ref random, secondaries);
                break;
            default:
                React(ref p, transfer, ref random, ref scoring);
                break;
        }
    }

    private void KnockOn(ref Particle p, double cut, ref RandomStream random, HeavySecondaries secondaries)
    {
        double w = HeavyIonisation.SampleKnockOn(_particle, p.Energy, cut, ref random);
        if (w <= 0)
        {
            return;
        }

        double momentum = Momentum(p.Energy);
        double cos = Math.Min(1, (p.Energy + _particle.Mass + M) / momentum * Math.Sqrt(w / (w + (2 * M))));
        Particle electron = Secondary(p, ParticleKind.Electron, w);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        electron.Turn(cos, cosPhi, sinPhi);
        double across = Math.Sqrt(w * (w + (2 * M)) * Math.Max(0, (1 - cos) * (1 + cos)));
        Recoil(ref p, w, across, -cosPhi, -sinPhi);
        secondaries.Add(electron);
    }

    /// <summary>A photon; the nucleus takes no momentum across the beam to speak of, since its size and the screening keep that below the muon's mass.</summary>
    private void Radiate(ref Particle p, double k, ref RandomStream random, HeavySecondaries secondaries)
    {
        Particle photon = Secondary(p, ParticleKind.Photon, k);
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double sine = EmissionSine(p.Energy, ref random);
        photon.Turn(Math.Sqrt(1 - (sine * sine)), cosPhi, sinPhi);
        Recoil(ref p, k, k * sine, -cosPhi, -sinPhi);
        secondaries.Add(photon);
    }

    /// <summary>A pair goes on the whole where a photon would go; its members open by about m/E each, against one another.</summary>
    private void MakePair(ref Particle p, HeavyTables tables, double transfer, ref RandomStream random, HeavySecondaries secondaries)
    {
        double energy = p.Energy + _particle.Mass;
        int z = tables.Material.Components[tables.Scattering.Pick(random.NextUniform())].Z;
        double rho = MuonPairProduction.SampleAsymmetry(z, energy, transfer, ref random);
        Particle pair = Secondary(p, ParticleKind.Electron, 0);
        pair.OfPair = true;
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double sine = EmissionSine(p.Energy, ref random);
        pair.Turn(Math.Sqrt(1 - (sine * sine)), cosPhi, sinPhi);
        Recoil(ref p, transfer, transfer * sine, -cosPhi, -sinPhi);

        random.NextAzimuth(out cosPhi, out sinPhi);
        double electronEnergy = 0.5 * transfer * (1 - rho);
        double positronEnergy = transfer - electronEnergy;
        double across = M * SampleReducedAngle(ref random);
        Particle electron = pair;
        electron.Energy = Math.Max(0, electronEnergy - M);
        electron.Turn(OpeningCosine(across, electronEnergy), cosPhi, sinPhi);
        Particle positron = pair;
        positron.Kind = ParticleKind.Positron;
        positron.Energy = transfer - (2 * M) - electron.Energy;
        positron.Turn(OpeningCosine(across, positronEnergy), -cosPhi, -sinPhi);
        secondaries.Add(electron);
        secondaries.Add(positron);
    }

    /// <summary>A photonuclear reaction: the muon is deflected, the hadrons' energy stays here.</summary>
    private void React<TScoring>(ref Particle p, double transfer, ref RandomStream random, ref TScoring scoring)
        where TScoring : struct, IScoring
    {
        double energy = p.Energy + _particle.Mass;
        double q2 = MuonPhotonuclear.SampleQ2(energy, transfer, ref random);
        double v = transfer / energy;
        double across = Math.Sqrt(Math.Max(0, (q2 - MuonPhotonuclear.LeastQ2(v)) * (1 - v)));
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        Leave(ref p, transfer, ref scoring);
        double momentum = Momentum(p.Energy);
        p.Turn(Math.Sqrt(Math.Max(0, 1 - (across * across / (momentum * momentum)))), cosPhi, sinPhi);
    }

    private static void Leave<TScoring>(ref Particle p, double energy, ref TScoring scoring)
        where TScoring : struct, IScoring
    {
        scoring.Deposit(new EnergyDeposit(p.Owner, p.Layer, p.Kind, p.X, p.Y, p.Z, p.Time, energy, 0));
        p.Energy -= energy;
    }

    private static Particle Secondary(in Particle p, ParticleKind kind, double energy)
    {
        Particle secondary = p;
        secondary.Kind = kind;
        secondary.Energy = energy;
        secondary.OfPair = false;
        return secondary;
    }

    /// <summary>Takes energy and momentum across the direction from the particle.</summary>
    private void Recoil(ref Particle p, double energy, double across, double cosPhi, double sinPhi)
    {
        p.Energy -= energy;
        double momentum = Momentum(p.Energy);
        double sine = Math.Min(1, across / momentum);
        p.Turn(Math.Sqrt(1 - (sine * sine)), cosPhi, sinPhi);
    }

    private double Momentum(double t) => Math.Sqrt(t * (t + (2 * _particle.Mass)));

    /// <summary>Sine of the angle of emission: gamma theta distributed as x/(1 + x^2)^2, the dipole form of soft radiation at high energy.</summary>
    private double EmissionSine(double t, ref RandomStream random)
    {
        double gamma = 1 + (t / _particle.Mass);
        return Math.Min(1, SampleReducedAngle(ref random) / gamma);
    }

    private static double SampleReducedAngle(ref RandomStream random)
    {
        double u = random.NextUniform();
        return Math.Sqrt(u / (1 - u));
    }

    private static double OpeningCosine(double across, double energy)
    {
        double sine = Math.Min(1, across / energy);
        return Math.Sqrt(1 - (sine * sine));
    }

    /// <summary>The elastic scattering at one energy: strengths in 1/mm.</summary>
    private readonly struct Collisions
    {
        public Collisions(HeavyScattering scattering, HeavyParticle particle, double t, HeavyCuts cuts)
        {
            Scattering = scattering;
            double energy = t + particle.Mass;
            Momentum2 = t * (t + (2 * particle.Mass));
            double beta2 = Momentum2 / (energy * energy);
            Nuclear = scattering.NuclearStrength / (Momentum2 * beta2);
            Strength = Nuclear + (scattering.ElectronStrength / (Momentum2 * beta2));
            Screening = scattering.Screening / Momentum2 * (1 + (scattering.CoulombShare * ((1 / beta2) - 1)));
            Size = scattering.SizeScale * Momentum2;
            WithProtons = cuts.NuclearReactions;
            SpinBeta2 = particle.SpinHalf ? beta2 : 0;
            // q^2 = 2 m w = 4 p^2 mu; harder collisions with electrons are knock-on events.
            ElectronMost = M * Math.Min(cuts.KnockOn, HeavyIonisation.MaximumTransfer(particle, t)) / (2 * Momentum2);
        }

        public HeavyScattering Scattering { get; }

        public double Momentum2 { get; }

        public double Nuclear { get; }

        public double Strength { get; }

        public double Screening { get; }

        public double Size { get; }

        public bool WithProtons { get; }

        public double SpinBeta2 { get; }

        public double ElectronMost { get; }

        /// <summary>Mean mu per mm of all collisions with points, an upper bound.</summary>
        public double MeanRate => Strength > 0 ? Strength * HeavyScattering.SoftMoment(Screening, 1, 0) : 0;

        /// <summary>Mean mu per mm of collisions below mu_c.</summary>
        public double SoftMoment(double muC)
        {
            double withProtons = WithProtons ? 1 - (1 / Scattering.MeanCharge) : 1;
            double point = HeavyScattering.SoftMoment(Screening, muC, 0);
            double finite = point - HeavyScattering.SoftMoment(Screening, muC, Size * muC);
            return (Nuclear * (point - (withProtons * finite)))
                + ((Strength - Nuclear) * HeavyScattering.SoftMoment(Screening, Math.Min(muC, ElectronMost), 0));
        }
    }
}
