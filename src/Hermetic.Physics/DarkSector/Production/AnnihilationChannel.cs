using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// One final state of resonant annihilation e+ e- -> X* -> f, at coupling epsilon = 1 of the electron to X: numerator of the cross section, angular distribution,
/// sampler and the partial width of X that goes with them. Tree level, s channel alone, electron mass neglected against s (it adds about 4 m_e^2/s to a
/// vector's: 0.4 % at sqrt s = 17 MeV, less above).
/// </summary>
/// <remarks>
/// Couplings: vector and axial vector X couple with g_f = sqrt(4 pi alpha_f) to fbar gamma^mu f and fbar gamma^mu gamma5 f; a Majorana particle with
/// (g_f/2) chibar gamma^mu gamma5 chi, whichever of both X is to the electron; a complex scalar with its current; chi1 chi2 with the off-diagonal current of a
/// pseudo-Dirac pair (vector: g_f chi1bar gamma^mu chi2 + h.c. of one complex field); scalar and pseudoscalar X with g_f fbar f and i g_f fbar gamma5 f (halved
/// for Majorana).
/// Sources: arXiv:2108.04195 (Dirac, scalar, Majorana), public code of arXiv:2401.12573 (chi1 chi2). VERIFIED: against the partial widths of X by unitarity,
/// sigma = (2 J + 1) 4 pi s Gamma_ee Gamma_f/(s D), and numerically for Dirac, scalar and Majorana (0.1 %). DERIVED: the other mediators, by the same unitarity
/// and by the squared amplitudes, which a test evaluates with explicit Dirac matrices.
/// </remarks>
public readonly record struct AnnihilationChannel
{
    /// <summary>What is produced.</summary>
    private enum Products
    {
        Fermions,
        Scalars,
    }

    private readonly Products _products;

    /// <summary>Relative sign of the product of both masses in the squared amplitude.</summary>
    private readonly int _massSign;

    /// <summary>1, or 1/2 for two equal Majorana particles and for one helicity of neutrinos, times the number of equal channels.</summary>
    private readonly double _share;

    private AnnihilationChannel(Mediator mediator, Products products, int massSign, double share, double mass1, double mass2, double alpha)
    {
        Guard.Within(mass1, 0, 1e6, nameof(mass1), "the mass of a product in GeV");
        Guard.Within(mass2, 0, 1e6, nameof(mass2), "the mass of a product in GeV");
        Guard.Above(alpha, 0, 4 * Math.PI, nameof(alpha), "alpha of the mediator's coupling to the products");
        (Mediator, _products, _massSign, _share, Mass1, Mass2, Alpha) = (mediator, products, massSign, share, mass1, mass2, alpha);
    }

    /// <summary>Spin and parity of the mediator X, as coupled to electrons.</summary>
    public Mediator Mediator { get; }

    /// <summary>Mass of the first product, GeV.</summary>
    public double Mass1 { get; }

    /// <summary>Mass of the second product, GeV.</summary>
    public double Mass2 { get; }

    /// <summary>The coupling of X to the products, g_f^2/(4 pi).</summary>
    public double Alpha { get; }

    /// <summary>Square of the centre-of-mass energy from which the channel is open, GeV^2.</summary>
    public double Threshold => (Mass1 + Mass2) * (Mass1 + Mass2);

    private bool SpinOne => Mediator is Mediator.Vector or Mediator.Axial;

    /// <summary>A pair of equal dark-matter particles.</summary>
    /// <param name="mediator">Mediator; scalar and pseudoscalar go to fermions only (a scalar's coupling to a complex scalar has another dimension).</param>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="mass">Mass of chi, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or the mediator does not go to this pair.</exception>
    public static AnnihilationChannel DarkMatter(Mediator mediator, DarkMatter darkMatter, double mass, double alphaD)
    {
        CheckMediator(mediator);
        bool spinOne = mediator is Mediator.Vector or Mediator.Axial;
        return darkMatter switch
        {
            DarkSector.DarkMatter.Dirac => new(mediator, Products.Fermions, SignOf(mediator), 1, mass, mass, alphaD),
            DarkSector.DarkMatter.ComplexScalar when spinOne => new(mediator, Products.Scalars, 1, 1, mass, mass, alphaD),
            DarkSector.DarkMatter.Majorana => new(mediator, Products.Fermions, spinOne ? -1 : SignOf(mediator), 0.5, mass, mass, alphaD),
            DarkSector.DarkMatter.ComplexScalar => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector or Axial for a pair of complex scalars."),
            _ => throw new ArgumentOutOfRangeException(nameof(darkMatter), darkMatter, "Dirac, ComplexScalar or Majorana."),
        };
    }

    /// <summary>Two different fermions chi1 chi2 (inelastic dark matter).</summary>
    /// <param name="mediator">Mediator.</param>
    /// <param name="mass1">Mass of chi1, GeV, not negative.</param>
    /// <param name="mass2">Mass of chi2, GeV, not negative.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static AnnihilationChannel Inelastic(Mediator mediator, double mass1, double mass2, double alphaD)
    {
        CheckMediator(mediator);
        return new(mediator, Products.Fermions, SignOf(mediator), 1, mass1, mass2, alphaD);
    }

    /// <summary>Massless left-handed neutrinos, from a vector or axial vector.</summary>
    /// <param name="mediator">Vector or axial vector.</param>
    /// <param name="flavours">Number of flavours, at least 1.</param>
    /// <param name="alpha">Coupling g^2/(4 pi) of nubar gamma^mu P_L nu, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static AnnihilationChannel Neutrinos(Mediator mediator, int flavours, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(flavours, 1);
        return mediator is Mediator.Vector or Mediator.Axial
            ? new(mediator, Products.Fermions, 1, 0.5 * flavours, 0, 0, alpha)
            : throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector or Axial: a scalar does not couple to left-handed neutrinos alone.");
    }

    /// <summary>
    /// A pair of charged leptons through X alone: neither the photon's amplitude, with which it interferes off the peak, nor the t channel of e+ e- is included.
    /// </summary>
    /// <param name="mediator">Mediator.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, not negative.</param>
    /// <param name="epsilon">Coupling of the produced lepton in units of e, positive (the electron's own is still taken as 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static AnnihilationChannel ChargedLeptons(Mediator mediator, double leptonMass, double epsilon)
    {
        CheckMediator(mediator);
        Guard.Above(epsilon, 0, 1e3, nameof(epsilon), "the lepton's coupling epsilon");
        return new(mediator, Products.Fermions, SignOf(mediator), 1, leptonMass, leptonMass, Constants.Alpha * epsilon * epsilon);
    }

    /// <summary>The cross section times the Breit-Wigner denominator (s - m_X^2)^2 + m_X^2 Gamma^2, pb GeV^4 at epsilon = 1; zero below the threshold.</summary>
    /// <param name="s">Square of the centre-of-mass energy, GeV^2.</param>
    public double Numerator(double s)
    {
        if (!(s > Threshold) || _share == 0)
        {
            return 0;
        }

        double sqrtS = Math.Sqrt(s);
        double q = TwoBody.Momentum(sqrtS, Mass1, Mass2);
        (double constant, double squared) = Shape(s, q);
        double coupling = Math.PI * Constants.Alpha * Alpha * _share * Constants.PicobarnPerInverseGeV2;
        double factor = SpinOne ? 8 : 4;
        return factor * coupling * (q / sqrtS) * (constant + (squared / 3));
    }

    /// <summary>Cross section per electron, pb at epsilon = 1 with the width held fixed; zero below the threshold.</summary>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="width">Total width of X, GeV, positive.</param>
    /// <param name="s">Square of the centre-of-mass energy, GeV^2, positive (see <see cref="ResonantAnnihilation.S(double)"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double CrossSection(double mediatorMass, double width, double s)
    {
        Guard.Above(mediatorMass, 0, double.MaxValue, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Above(width, 0, double.MaxValue, nameof(width), "the width in GeV");
        Guard.Above(s, 0, double.MaxValue, nameof(s), "s in GeV^2");
        double distance = s - (mediatorMass * mediatorMass);
        double massWidth = mediatorMass * width;
        return Numerator(s) / ((distance * distance) + (massWidth * massWidth));
    }

    /// <summary>
    /// Density of the cosine between the positron and the first product in the centre of mass, normalised over (-1, 1); zero below the threshold. A vector or
    /// axial vector gives a + b c^2 (Dirac: s + 4 m^2 + 4 q^2 c^2 from a vector, 1 + c^2 from an axial one; chi1 chi2: E1 E2 + m1 m2 + q^2 c^2; scalars
    /// 1 - c^2), a scalar or pseudoscalar is isotropic. DMG4 has the same for a vector (public code of arXiv:2401.12573).
    /// </summary>
    /// <param name="s">Square of the centre-of-mass energy, GeV^2.</param>
    /// <param name="cosine">The cosine, in [-1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The cosine is outside its range.</exception>
    public double CosineDensity(double s, double cosine)
    {
        Guard.Within(cosine, -1, 1, nameof(cosine), "the cosine");
        if (!(s > Threshold))
        {
            return 0;
        }

        (double constant, double squared) = Shape(s, TwoBody.Momentum(Math.Sqrt(s), Mass1, Mass2));
        double mean = constant + (squared / 3);
        return mean > 0 ? 0.5 * (constant + (squared * cosine * cosine)) / mean : 0;
    }

    /// <summary>
    /// Partial width of X to this channel, GeV, as unitarity ties it to the cross section: sigma D = (2 J + 1) 4 pi Gamma_ee(sqrt s) Gamma_f(sqrt s) with
    /// Gamma_ee = alpha m/3 (vector, axial) or alpha m/2 (scalar, pseudoscalar) for massless electrons.
    /// </summary>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mass is not positive.</exception>
    public double Width(double mediatorMass)
    {
        Guard.Above(mediatorMass, 0, 1e6, nameof(mediatorMass), "the mediator mass in GeV");
        return Numerator(mediatorMass * mediatorMass) / ((SpinOne ? 4 : 2) * Math.PI * Constants.Alpha * mediatorMass * Constants.PicobarnPerInverseGeV2);
    }

    /// <summary>Samples both products; their sum is the sum of positron and electron to rounding. Allocates nothing.</summary>
    /// <param name="positron">The positron in the laboratory.</param>
    /// <param name="electron">The electron in the laboratory, at rest (mass, 0, 0, 0) or moving.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="first">First product, with <see cref="Mass1"/>.</param>
    /// <param name="second">Second product, with <see cref="Mass2"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The channel is closed at this energy.</exception>
    public void Sample(in FourMomentum positron, in FourMomentum electron, ref RandomStream random, out FourMomentum first, out FourMomentum second)
    {
        // (p1 + p2)^2 from the product of both: the square of the sum would cancel its digits.
        double s = (2 * Constants.ElectronMass * Constants.ElectronMass) + (2 * positron.Dot(electron));
        double sqrtS = Math.Sqrt(s);
        double q = TwoBody.Momentum(sqrtS, Mass1, Mass2);
        if (!(q > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(positron), sqrtS, FormattableString.Invariant($"sqrt s must be above {Mass1 + Mass2} GeV."));
        }

        (double constant, double squared) = Shape(s, q);
        double cosine = SampleCosine(constant, squared, ref random);
        TwoBody.Sample(positron, positron + electron, sqrtS, Mass1, Mass2, cosine, ref random, out first, out second);
    }

    /// <summary>A cosine distributed as constant + squared c^2.</summary>
    private static double SampleCosine(double constant, double squared, ref RandomStream random)
    {
        if (squared >= 0)
        {
            // A sum of a constant and of c^2, whose integrals are in proportion constant : squared/3.
            double u = (2 * random.NextUniform()) - 1;
            return random.NextUniform() * (constant + (squared / 3)) <= constant ? u : Math.Cbrt(u);
        }

        while (true)
        {
            double c = (2 * random.NextUniform()) - 1;
            if (random.NextUniform() * constant <= constant + (squared * c * c))
            {
                return c;
            }
        }
    }

    /// <summary>Squared amplitude a + b c^2, GeV^2, up to the factors of <see cref="Numerator"/>.</summary>
    private (double Constant, double Squared) Shape(double s, double q)
    {
        double q2 = q * q;
        if (_products == Products.Scalars)
        {
            // The transverse current of scalars: a + b/3 = q^2/3.
            return (0.5 * q2, -0.5 * q2);
        }

        double e1 = Math.Sqrt(q2 + (Mass1 * Mass1)), e2 = Math.Sqrt(q2 + (Mass2 * Mass2));
        // E1 E2 - m1 m2 without cancellation near the threshold: [q^2 (E1^2 + m2^2)]/(E1 E2 + m1 m2).
        double masses = Mass1 * Mass2;
        double product = e1 * e2;
        double energies = _massSign > 0 ? product + masses : q2 * ((e1 * e1) + (Mass2 * Mass2)) / (product + masses);
        return SpinOne ? (energies, q2) : (energies + q2, 0);
    }

    /// <summary>Vector and pseudoscalar amplitudes open with the velocity of the products, the other two with its cube.</summary>
    private static int SignOf(Mediator mediator) => mediator is Mediator.Vector or Mediator.Pseudoscalar ? 1 : -1;

    private static void CheckMediator(Mediator mediator)
    {
        if (mediator is not (Mediator.Vector or Mediator.Axial or Mediator.Scalar or Mediator.Pseudoscalar))
        {
            throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector, Axial, Scalar or Pseudoscalar.");
        }
    }
}
