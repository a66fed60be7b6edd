using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Associated production e+ e- -> gamma X of a positron on an electron at rest, at coupling epsilon = 1, with the electron mass kept throughout:
/// arXiv:1802.03794 (vector, massless electrons, VERIFIED 2e-5 there); DERIVED for all four mediators, VERIFIED by a test against explicit traces of Dirac
/// matrices (1e-9, from the threshold upwards).
/// </summary>
/// <remarks>
/// With D1 = 2 p-.k, D2 = 2 p+.k, k the photon, and K = s/(D1 D2) - m^2 [(D1+D2)/(D1 D2)]^2 the spin-averaged amplitude is e^4 times
/// vector: 2 (D1/D2 + D2/D1) + 4 (mX^2 + 2 m^2) K; axial: 2 (D1/D2 + D2/D1) + 4 (mX^2 - 4 m^2) K + 4 (m^2/mX^2) (D1+D2)^2/(D1 D2);
/// scalar: (D1+D2)^2/(D1 D2) + 2 (mX^2 - 4 m^2) K; pseudoscalar: (D1+D2)^2/(D1 D2) + 2 mX^2 K.
/// Tree level with a stable X. For s towards mX^2 the photon becomes soft and the cross section diverges: a cut on the photon's energy in the laboratory is
/// therefore an argument, and results hold while (2 alpha/pi) ln(s/m^2) ln(E/cut) is small against 1 (0.25 for 100 GeV and 1 GeV). The motion of the electrons
/// is neglected.
/// </remarks>
public readonly record struct RadiativeReturn
{
    private const double M = Constants.ElectronMass;

    /// <summary>The process for one mediator.</summary>
    /// <param name="mediator">Spin and parity.</param>
    /// <param name="mediatorMass">Its mass, GeV, in [1e-6, 100].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public RadiativeReturn(Mediator mediator, double mediatorMass)
    {
        if (mediator is not (Mediator.Vector or Mediator.Axial or Mediator.Scalar or Mediator.Pseudoscalar))
        {
            throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector, Axial, Scalar or Pseudoscalar.");
        }

        Guard.Within(mediatorMass, 1e-6, 100, nameof(mediatorMass), "the mediator mass in GeV");
        (Mediator, MediatorMass) = (mediator, mediatorMass);
    }

    /// <summary>Spin and parity of X.</summary>
    public Mediator Mediator { get; }

    /// <summary>Mass of X, GeV.</summary>
    public double MediatorMass { get; }

    /// <summary>Total energy of the positron above which X can be produced, GeV.</summary>
    public double ThresholdEnergy => Math.Max(M, ResonantAnnihilation.PeakEnergy(MediatorMass));

    /// <summary>Differential cross section dsigma/dz per electron, pb, z the cosine between photon and positron in the centre of mass; zero below the
    /// threshold.</summary>
    /// <param name="positronEnergy">Total energy of the positron, GeV, above the electron mass.</param>
    /// <param name="z">The cosine, in [-1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double DifferentialCrossSection(double positronEnergy, double z)
    {
        Guard.Within(z, -1, 1, nameof(z), "the cosine of the photon");
        Invariants i = Prepare(positronEnergy);
        if (!(i.S > MediatorMass * MediatorMass))
        {
            return 0;
        }

        double g = 1 / (((1 - z) * (1 + z)) + (z * z * i.Gap));
        return i.Scale * (i.C0 + (g * (i.C1 + (g * i.C2))));
    }

    /// <summary>Cross section per electron for photons above an energy in the laboratory, pb, in closed form; zero where no photon reaches it.</summary>
    /// <param name="positronEnergy">Total energy of the positron, GeV, above the electron mass.</param>
    /// <param name="minimumPhotonEnergy">Least energy of the photon in the laboratory, GeV, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double CrossSection(double positronEnergy, double minimumPhotonEnergy)
    {
        double from = LeastCosine(positronEnergy, minimumPhotonEnergy);
        if (from >= 1)
        {
            return 0;
        }

        Invariants i = Prepare(positronEnergy);
        return i.Scale * (Primitive(1, i) - Primitive(from, i));
    }

    /// <summary>Energy of the photon in the laboratory, GeV.</summary>
    /// <param name="positronEnergy">Total energy of the positron, GeV, above the threshold.</param>
    /// <param name="z">Cosine in the centre of mass, in [-1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double PhotonEnergy(double positronEnergy, double z)
    {
        Guard.Above(positronEnergy, ThresholdEnergy, 1e6, nameof(positronEnergy), "the positron energy in GeV");
        Guard.Within(z, -1, 1, nameof(z), "the cosine of the photon");
        double s = ResonantAnnihilation.S(positronEnergy);
        double momentum = Math.Sqrt((positronEnergy - M) * (positronEnergy + M));
        return (s - (MediatorMass * MediatorMass)) / (2 * s) * (positronEnergy + M + (momentum * z));
    }

    /// <summary>Samples photon and X for a positron along z; their sum is that of positron and electron to rounding. Allocates nothing.</summary>
    /// <param name="positronEnergy">Total energy of the positron, GeV.</param>
    /// <param name="minimumPhotonEnergy">Least energy of the photon in the laboratory, GeV, positive.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="photon">The photon.</param>
    /// <param name="mediator">X.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or no photon reaches the least energy.</exception>
    public void Sample(double positronEnergy, double minimumPhotonEnergy, ref RandomStream random, out FourMomentum photon, out FourMomentum mediator)
    {
        double from = LeastCosine(positronEnergy, minimumPhotonEnergy);
        if (from >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(minimumPhotonEnergy), minimumPhotonEnergy, "no photon reaches this energy.");
        }

        Invariants i = Prepare(positronEnergy);
        double beta = Math.Sqrt(1 - i.Gap);
        // Candidates follow g = 1/(1 - beta^2 z^2), i.e. are uniform in artanh(beta z); amplitude/g is bounded term by term.
        double low = ArtanhOfBeta(from, i.Gap), high = ArtanhOfBeta(1, i.Gap);
        double bound = Math.Max(i.C0, 0) + i.C1 + (i.C2 > 0 ? i.C2 / i.Gap : i.C2);
        double z, g;
        do
        {
            z = Math.Clamp(Math.Tanh(low + ((high - low) * random.NextUniform())) / beta, from, 1);
            g = 1 / (((1 - z) * (1 + z)) + (z * z * i.Gap));
        }
        while (random.NextUniform() * bound > (i.C0 / g) + i.C1 + (i.C2 * g));
        FourMomentum positron = FourMomentum.AlongZ(M, positronEnergy);
        FourMomentum total = new(positronEnergy + M, 0, 0, positron.Z);
        TwoBody.Sample(positron, total, Math.Sqrt(i.S), 0, MediatorMass, z, ref random, out photon, out mediator);
    }

    /// <summary>Primitive of C0 + C1 g + C2 g^2 in z.</summary>
    private static double Primitive(double z, in Invariants i)
    {
        double artanh = ArtanhOfBeta(z, i.Gap) / Math.Sqrt(1 - i.Gap);
        double g = 1 / (((1 - z) * (1 + z)) + (z * z * i.Gap));
        return (i.C0 * z) + (i.C1 * artanh) + (0.5 * i.C2 * ((z * g) + artanh));
    }

    /// <summary>artanh(beta z) with 1 - beta^2 = gap, without loss of digits at |z| = 1.</summary>
    private static double ArtanhOfBeta(double z, double gap)
    {
        double a = Math.Abs(z), beta = Math.Sqrt(1 - gap);
        double missing = (1 - a) + (a * gap / (1 + beta));
        return Math.CopySign(0.5 * Math.Log((1 + (a * beta)) / missing), z);
    }

    private double LeastCosine(double positronEnergy, double minimumPhotonEnergy)
    {
        Guard.Above(positronEnergy, M, 1e6, nameof(positronEnergy), "the positron energy in GeV");
        Guard.Above(minimumPhotonEnergy, 0, 1e6, nameof(minimumPhotonEnergy), "the least photon energy in GeV");
        double s = ResonantAnnihilation.S(positronEnergy), mX2 = MediatorMass * MediatorMass;
        if (s <= mX2)
        {
            return 1;
        }

        double momentum = Math.Sqrt((positronEnergy - M) * (positronEnergy + M));
        return Math.Max(-1, ((minimumPhotonEnergy * 2 * s / (s - mX2)) - positronEnergy - M) / momentum);
    }

    /// <summary>Amplitude C0 + C1 g + C2 g^2 in g = 1/(1 - beta^2 z^2), and what turns it into dsigma/dz.</summary>
    private Invariants Prepare(double positronEnergy)
    {
        Guard.Above(positronEnergy, M, 1e6, nameof(positronEnergy), "the positron energy in GeV");
        double s = ResonantAnnihilation.S(positronEnergy), mX2 = MediatorMass * MediatorMass, m2 = M * M;
        double distance = s - mX2;
        // D1 D2 = (s - mX^2)^2/(4 g); D1/D2 + D2/D1 = 4 g - 2; (D1+D2)^2/(D1 D2) = 4 g; K = 4 s g/(s - mX^2)^2 - 16 m^2 g^2/(s - mX^2)^2.
        double k1 = 4 * s / (distance * distance), k2 = -16 * m2 / (distance * distance);
        (double c0, double c1, double factor) = Mediator switch
        {
            Mediator.Vector => (-4.0, 8.0, 4 * (mX2 + (2 * m2))),
            Mediator.Axial => (-4.0, 8 + (16 * m2 / mX2), 4 * (mX2 - (4 * m2))),
            Mediator.Scalar => (0.0, 4.0, 2 * (mX2 - (4 * m2))),
            _ => (0.0, 4.0, 2 * mX2),
        };
        double gap = 4 * m2 / s;
        double scale = Math.PI * Constants.Alpha * Constants.Alpha * distance / (2 * s * s * Math.Sqrt(1 - gap)) * Constants.PicobarnPerInverseGeV2;
        return new Invariants(s, gap, scale, c0, c1 + (factor * k1), factor * k2);
    }

    private readonly record struct Invariants(double S, double Gap, double Scale, double C0, double C1, double C2);
}
