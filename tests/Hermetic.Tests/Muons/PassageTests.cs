using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Muons;

/// <summary>Heavy particles through layers: conservation, scattering against the exact integral, loss against Geant4 (the full comparison is in "hermetic validate").</summary>
public sealed class PassageTests
{
    private static readonly Material Lead = MaterialCatalogue.Get("lead");
    private static readonly Material Iron = MaterialCatalogue.Get("iron");
    private static readonly LayerStack Slab = new([(Lead, 224.48)], 600);

    /// <summary>What Geant4 had: cuts of 0.7 mm in lead, no nuclear reactions, its form factor.</summary>
    private static readonly HeavyCuts AsGeant4 = new(1.007e-3, 1e-3, NuclearReactions: false, NuclearShape.Small);

    [Theory]
    [InlineData(ParticleKind.MuonMinus)]
    [InlineData(ParticleKind.PionPlus)]
    [InlineData(ParticleKind.KaonMinus)]
    [InlineData(ParticleKind.Antiproton)]
    public void EnergyIsConservedInEveryEvent(ParticleKind kind)
    {
        HeavyParticle particle = HeavyTransport.Facts(kind)!;
        Material[] unit = [Lead, MaterialCatalogue.Get("polystyrene-scintillator"), MaterialCatalogue.Get("vacuum")];
        // Thin and narrow, so that particles leave through every face.
        LayerStack stack = new([.. Enumerable.Range(0, 60).Select(i => (unit[i % 3], 2.0))], 30);
        HeavyTables[] tables = [.. stack.Materials.Select(m => new HeavyTables(m, particle, new HeavyCuts(1e-4, 1e-4)))];
        HeavyTransport transport = new(stack, tables);
        HeavySecondaries secondaries = new();
        foreach (double energy in new[] { 0.02, 0.3, 5, 150 })
        {
            for (int i = 0; i < 50; i++)
            {
                RandomStream random = new(3, (ulong)i, StreamNumber.Shower);
                Ledger ledger = default;
                Particle p = new() { Kind = kind, Energy = energy, Uz = 1 };
                secondaries.Clear();
                transport.Follow(ref p, ref random, ref ledger, secondaries);
                double given = 0;
                foreach (Particle made in secondaries.Particles)
                {
                    // A pair's rest mass is counted with its positron.
                    given += made.Energy + (made.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
                    Assert.True(made.Energy >= 0);
                    Assert.Equal(1, (made.Ux * made.Ux) + (made.Uy * made.Uy) + (made.Uz * made.Uz), 1e-9);
                    Assert.InRange(made.Time, 0, p.Time);
                }

                Assert.Equal(energy, ledger.Deposited + ledger.Escaped + given, 1e-9 * energy);
            }
        }
    }

    /// <summary>
    /// The projected exit angle against the exact small-angle integral of the same cross section (W. T. Scott, Rev. Mod. Phys. 35 (1963) 231: the Hankel transform of the single-scattering law in the exponent), 68.27 % half width
    /// in 4 X0 of lead at 80 GeV, where the loss hardly matters; and the moments of the displacement, (x theta) = (theta^2) L/2 and (x^2) = (theta^2) L^2/3.
    /// </summary>
    [Theory]
    [InlineData(NuclearShape.Helm)]
    [InlineData(NuclearShape.Small)]
    public void AnglesFollowTheExactIntegral(NuclearShape shape)
    {
        const double Length = 22.448;
        LayerStack thin = new([(Lead, Length)], 600);
        HeavyAverages run = HeavyStudy.Run(thin, Tables(AsGeant4 with { Shape = shape }), ParticleKind.MuonMinus, 80, 40_000, 5, 2, []);
        HeavyPassage[] calm = [.. run.Passages.Where(p => p.Through && p.Loss < 0.4)];
        double found = HalfWidth(calm.SelectMany(p => new[] { p.ThetaX, p.ThetaY }));
        double exact = ExactHalfWidth(shape, 79.98, Length);
        Assert.Equal(exact, found, 0.01 * exact);
        double square = 0, mixed = 0, displaced = 0;
        foreach (HeavyPassage p in calm.Where(p => Math.Abs(p.ThetaX) < 4 * exact))
        {
            square += p.ThetaX * p.ThetaX;
            mixed += p.X * p.ThetaX;
            displaced += p.X * p.X;
        }

        Assert.Equal(Length / 2, mixed / square, 0.02 * Length / 2);
        Assert.Equal(Length * Length / 3, displaced / square, 0.03 * Length * Length / 3);
    }

    /// <summary>80 GeV muons in 22.448 cm of lead against Geant4 11.4.0: median 0.43477 GeV, P(loss above 1, 5 GeV) = 0.097477, 0.009417, half width of the angle 1.2332 mrad.</summary>
    [Fact]
    public void LossAndAngleAgreeWithGeant4()
    {
        HeavyAverages run = HeavyStudy.Run(Slab, Tables(AsGeant4), ParticleKind.MuonMinus, 80, 60_000, 6, 2, []);
        double[] losses = [.. run.Passages.Select(p => p.Loss).Order()];
        Assert.All(run.Passages, p => Assert.True(p.Through));
        Assert.Equal(0.43477, losses[losses.Length / 2], 0.01 * 0.43477);
        Assert.Equal(0.097477, losses.Count(l => l > 1) / (double)losses.Length, (0.05 * 0.097477) + (2 * 0.0012));
        Assert.Equal(0.009417, losses.Count(l => l > 5) / (double)losses.Length, (0.05 * 0.009417) + (2 * 0.0004));
        Assert.Equal(1.2332e-3, HalfWidth(run.Passages.SelectMany(p => new[] { p.ThetaX, p.ThetaY })), 0.02 * 1.2332e-3);
    }

    /// <summary>Slow muons stop in iron after the range of the tables of PUMAS 1.0 (CSDA, 100 MeV: 43.77 g/cm2), and their mean time of flight is longer than light's.</summary>
    [Fact]
    public void SlowMuonsStopAtTheirRange()
    {
        LayerStack block = new([(Iron, 300)], 600);
        HeavyTransport transport = new(block, [new HeavyTables(Iron, HeavyParticle.Muon, new HeavyCuts(1e-3, 1e-3))]);
        HeavySecondaries secondaries = new();
        double sum = 0;
        const int Events = 2000;
        for (int i = 0; i < Events; i++)
        {
            RandomStream random = new(8, (ulong)i, StreamNumber.Shower);
            Ledger ledger = default;
            Particle p = new() { Kind = ParticleKind.MuonPlus, Energy = 0.1, Uz = 1 };
            transport.Follow(ref p, ref random, ref ledger, secondaries);
            Assert.Equal(0, p.Energy);
            Assert.InRange(p.Time, ledger.Length / 299.792458, 10);
            sum += ledger.Length;
        }

        double expected = 43.77 / Iron.Density * 10;
        Assert.Equal(expected, sum / Events, 0.01 * expected);
    }

    /// <summary>Muons and what they set free, followed to the end in a calorimeter: nothing is lost, and most of the deposits are the muon's own.</summary>
    [Theory]
    [InlineData(ParticleKind.MuonMinus, 80)]
    [InlineData(ParticleKind.MuonPlus, 0.2)]
    [InlineData(ParticleKind.PionMinus, 20)]
    public void ShowersOfHeavyParticlesConserveEnergy(ParticleKind kind, double energy)
    {
        Material scintillator = MaterialCatalogue.Get("polystyrene-scintillator");
        LayerStack stack = new([.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? Lead : scintillator, 1.5))], 60);
        ShowerTransport<Whole> transport = new(stack, [.. stack.Materials.Select(m => new TransportTables(m, new TransportCuts(1e-4, 5e-4, 3e-5, 2e-4)))]);
        double own = 0, all = 0;
        for (int i = 0; i < 100; i++)
        {
            RandomStream random = new(4, (ulong)i, StreamNumber.Shower);
            Whole whole = default;
            transport.Run(new Particle { Kind = kind, Energy = energy, Uz = 1 }, ref random, ref whole);
            Assert.Equal(energy, whole.Deposited + whole.Escaped, 1e-9 * energy);
            own += whole.Own;
            all += whole.Deposited;
        }

        Assert.InRange(own / all, 0.4, 0.999);
    }

    [Fact]
    public void ResultDoesNotDependOnTheNumberOfThreads()
    {
        double[] edges = [0.001, 0.01, 0.1, 1, 100];
        HeavyTables[] tables = Tables(new HeavyCuts(1e-3, 1e-3));
        HeavyAverages one = HeavyStudy.Run(Slab, tables, ParticleKind.MuonPlus, 160, 3000, 9, 1, edges);
        HeavyAverages three = HeavyStudy.Run(Slab, tables, ParticleKind.MuonPlus, 160, 3000, 9, 3, edges);
        Assert.Equal(one.Passages, three.Passages);
        Assert.Equal(one.Transfers, three.Transfers);
    }

    private static HeavyTables[] Tables(HeavyCuts cuts) => [new(Lead, HeavyParticle.Muon, cuts)];

    private static double HalfWidth(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Select(Math.Abs).Order()];
        return sorted[(int)(0.6827 * sorted.Length)];
    }

    /// <summary>P(|theta_x| below t) = 2/pi integral sin(b t)/b exp(-Omega(b)) db, Omega(b) = integral dSigma (1 - J0(b theta)).</summary>
    private static double ExactHalfWidth(NuclearShape shape, double t, double length)
    {
        HeavyScattering scattering = new(Lead, shape);
        double m = HeavyParticle.Muon.Mass, p2 = t * (t + (2 * m)), beta2 = p2 / ((t + m) * (t + m));
        double mostWithElectrons = Constants.ElectronMass * 1.007e-3 / (2 * p2);
        const int Angles = 1500, Frequencies = 60, Points = 20_000;
        double least = Math.Log(1e-8), step = (Math.Log(0.3) - least) / Angles;
        (double Theta, double Weight)[] law = new (double, double)[Angles];
        for (int i = 0; i < Angles; i++)
        {
            double theta = Math.Exp(least + ((i + 0.5) * step));
            double mu = theta * theta / 4;
            double a = scattering.Screening / p2 * (1 + (scattering.CoulombShare * ((1 / beta2) - 1)));
            double strength = (scattering.NuclearStrength * scattering.NuclearFormFactorSquared(0, p2 * theta * theta)) + (mu < mostWithElectrons ? scattering.ElectronStrength : 0);
            // dmu = theta dtheta/2 = theta^2 dln(theta)/2.
            law[i] = (theta, strength / (p2 * beta2) * length / ((a + mu) * (a + mu)) * theta * theta / 2 * step);
        }

        double[] ln = new double[Frequencies];
        double lnMost = Math.Log(1e6);
        for (int k = 0; k < Frequencies; k++)
        {
            double b = Math.Exp(lnMost * k / (Frequencies - 1));
            ln[k] = Math.Log(law.Sum(l => l.Weight * (b * l.Theta < 1e-3 ? b * b * l.Theta * l.Theta / 4 : 1 - MathNet.Numerics.SpecialFunctions.BesselJ(0, b * l.Theta))));
        }

        double width = 3e4 / Points;
        double[] damped = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            double at = Math.Max(0, Math.Log((i + 0.5) * width)) / lnMost * (Frequencies - 1);
            int k = Math.Min(Frequencies - 2, (int)at);
            damped[i] = Math.Exp(-Math.Exp(ln[k] + ((at - k) * (ln[k + 1] - ln[k]))));
        }

        double low = 1e-5, high = 1e-2;
        while (high - low > 1e-9)
        {
            double middle = 0.5 * (low + high), sum = 0;
            for (int i = 0; i < Points; i++)
            {
                double b = (i + 0.5) * width;
                sum += Math.Sin(b * middle) / b * damped[i] * width;
            }

            (low, high) = 2 / Math.PI * sum < 0.6827 ? (middle, high) : (low, middle);
        }

        return low;
    }

    private struct Ledger : IScoring
    {
        public double Deposited { get; private set; }

        public double Escaped { get; private set; }

        public double Length { get; private set; }

        public void Deposit(in EnergyDeposit deposit)
        {
            Assert.True(deposit.Energy >= 0);
            Deposited += deposit.Energy;
        }

        public int Track(in Particle after, double energyBefore, double length, int layer)
        {
            Length += length;
            return after.Owner;
        }

        public readonly bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face) => Escaped += particle.Energy;
    }

    private struct Whole : IScoring
    {
        public double Deposited { get; private set; }

        public double Own { get; private set; }

        public double Escaped { get; private set; }

        public void Deposit(in EnergyDeposit deposit)
        {
            Deposited += deposit.Energy;
            Own += deposit.Kind > ParticleKind.Photon ? deposit.Energy : 0;
        }

        public readonly int Track(in Particle after, double energyBefore, double length, int layer) => after.Owner;

        public readonly bool TakeOver(in Particle particle) => false;

        public void Escape(in Particle particle, Face face) => Escaped += particle.Energy + (particle.Kind == ParticleKind.Positron ? 2 * Constants.ElectronMass : 0);
    }
}
