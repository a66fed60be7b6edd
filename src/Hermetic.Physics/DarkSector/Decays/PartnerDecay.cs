using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// chi2 -> chi1 f fbar through a virtual vector, tree level, exact in all masses: current chibar1 gamma^mu chi2 with alphaD, vector current of f with alpha_f (1 here: multiply widths by it).
/// Source of the set-up: arXiv:2302.05414. VERIFIED: widths against an independent table (1e-3) and the limit 4 alpha_f alphaD Delta^5/(15 pi M^4) of small Delta without lepton masses;
/// the matrix element against explicit traces of Dirac matrices; its integral over the Dalitz plot against the width. DMG4's printed matrix element is proportional to this one.
/// </summary>
/// <remarks>chi2 is unpolarised; the mediator is off its shell (m2 - m1 below its mass), so that its width plays no role. Neglected: radiative corrections, and Coulomb attraction near the threshold.</remarks>
public sealed class PartnerDecay
{
    private const int Nodes = 128;
    private const int HadronPanels = 4000;

    private readonly double _mediator2;

    /// <summary>A decay.</summary>
    /// <param name="lightMass">Mass m1 of chi1, GeV, not negative.</param>
    /// <param name="heavyMass">Mass m2 of chi2, GeV, above m1.</param>
    /// <param name="mediatorMass">Mass M of the mediator, GeV, above m2 - m1.</param>
    /// <param name="alphaD">g_D^2/(4 pi) of the current chi1 chi2, in (0, 4 pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public PartnerDecay(double lightMass, double heavyMass, double mediatorMass, double alphaD)
    {
        Guard.Within(lightMass, 0, 1e6, nameof(lightMass), "the mass of chi1 in GeV");
        Guard.Above(heavyMass, lightMass, 1e6, nameof(heavyMass), "the mass of chi2 in GeV");
        Guard.Above(mediatorMass, heavyMass - lightMass, 1e6, nameof(mediatorMass), "the mediator mass in GeV (the decay goes through a virtual one)");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        (LightMass, HeavyMass, MediatorMass, AlphaD) = (lightMass, heavyMass, mediatorMass, alphaD);
        _mediator2 = mediatorMass * mediatorMass;
    }

    /// <summary>Mass m1 of chi1, GeV.</summary>
    public double LightMass { get; }

    /// <summary>Mass m2 of chi2, GeV.</summary>
    public double HeavyMass { get; }

    /// <summary>Mass M of the mediator, GeV.</summary>
    public double MediatorMass { get; }

    /// <summary>g_D^2/(4 pi) of the current chi1 chi2.</summary>
    public double AlphaD { get; }

    /// <summary>Greatest mass q of the pair, m2 - m1, GeV.</summary>
    public double Splitting => HeavyMass - LightMass;

    /// <summary>
    /// dGamma/dq^2 in 1/GeV at alpha_f = 1 of a pair with q^2, for a current whose rate is f(q^2) times that of a massless lepton pair:
    /// (1/pi) Gamma(chi2 to chi1 V(q^2)) (f/3) q^2/(q^2 - M^2)^2. Zero outside 0 &lt; q &lt; m2 - m1.
    /// </summary>
    /// <param name="q2">q^2, GeV^2.</param>
    /// <param name="ratio">f: (1 + 2 m^2/q^2) sqrt(1 - 4 m^2/q^2) for leptons, R for hadrons.</param>
    public double PerQ2(double q2, double ratio)
    {
        double q = Math.Sqrt(q2);
        if (!(q2 > 0) || q >= Splitting)
        {
            return 0;
        }

        (double a, double b) = Amplitude(q, 0);
        double distance = q2 - _mediator2;
        // With massless leptons a and b have beta = 1; the lepton's mass enters through f alone, since only the transverse part of its current counts.
        return 2 * AlphaD * q * PairFrameMomentum(q) * (a - (b / 3)) * ratio / (Math.PI * HeavyMass * HeavyMass * HeavyMass * distance * distance);
    }

    /// <summary>dGamma/dq^2 of a lepton pair, 1/GeV at alpha_f = 1; zero outside 2 m &lt; q &lt; m2 - m1.</summary>
    /// <param name="q2">q^2, GeV^2.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, not negative.</param>
    public double LeptonsPerQ2(double q2, double leptonMass) => PerQ2(q2, LeptonRatio(q2, leptonMass));

    /// <summary>Width to a lepton pair, GeV at alpha_f = 1; zero below the threshold.</summary>
    /// <param name="leptonMass">Mass of the lepton, GeV, not negative.</param>
    /// <param name="charge2">Square of the lepton's charge against q^2; null for 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mass is negative.</exception>
    public double WidthToLeptons(double leptonMass, Func<double, double>? charge2 = null)
    {
        Guard.Within(leptonMass, 0, 1e6, nameof(leptonMass), "the lepton mass in GeV");
        if (2 * leptonMass >= Splitting)
        {
            return 0;
        }

        return Quadrature.GaussLegendre(Nodes).Integrate(
            x =>
            {
                double q = MassAt(x, 2 * leptonMass, out double slope);
                double q2 = q * q;
                return 2 * q * slope * LeptonsPerQ2(q2, leptonMass) * (charge2?.Invoke(q2) ?? 1);
            },
            0,
            1);
    }

    /// <summary>Width to hadrons, GeV at alpha_f = 1; zero below the threshold.</summary>
    /// <param name="ratio">Ratio to massless muons of charge 1 against q^2, such as <see cref="HadronicRatio.Of"/>.</param>
    public double WidthToHadrons(Func<double, double> ratio)
    {
        ArgumentNullException.ThrowIfNull(ratio);
        double from = HadronicRatio.Threshold;
        if (from >= Splitting)
        {
            return 0;
        }

        // Midpoints: the ratio is a table with narrow states, for which smooth rules have no advantage. The map ends as (1 - x)^2 does, and so does the sum.
        double sum = 0;
        for (int i = 0; i < HadronPanels; i++)
        {
            double q = MassAt((i + 0.5) / HadronPanels, from, out double slope);
            sum += 2 * q * slope * PerQ2(q * q, ratio(q * q));
        }

        return sum / HadronPanels;
    }

    /// <summary>
    /// |M|^2 summed over final spins and averaged over that of chi2, per (4 pi)^2 alphaD alpha_f: 16 [(p1.k1)(p2.k2) + (p1.k2)(p2.k1) + m^2 p1.p2 - m1 m2 k1.k2 - 2 m1 m2 m^2]/(q^2 - M^2)^2,
    /// p2 = chi2, p1 = chi1, k1, k2 = leptons of mass m; no dimension.
    /// </summary>
    /// <param name="pairMass2">q^2 = (k1 + k2)^2, GeV^2.</param>
    /// <param name="lightLepton2">(p1 + k1)^2, GeV^2.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    public double MatrixElement(double pairMass2, double lightLepton2, double leptonMass)
    {
        double l2 = leptonMass * leptonMass, m1 = LightMass * LightMass, m2 = HeavyMass * HeavyMass;
        double other = m1 + m2 + (2 * l2) - pairMass2 - lightLepton2;
        double k1k2 = (pairMass2 / 2) - l2, p1k1 = (lightLepton2 - m1 - l2) / 2, p1k2 = (other - m1 - l2) / 2;
        double p2k1 = p1k1 + l2 + k1k2, p2k2 = p1k2 + l2 + k1k2, p1p2 = (m1 + m2 - pairMass2) / 2;
        double masses = LightMass * HeavyMass;
        double distance = pairMass2 - _mediator2;
        return 16 * ((p1k1 * p2k2) + (p1k2 * p2k1) + (l2 * p1p2) - (masses * k1k2) - (2 * masses * l2)) / (distance * distance);
    }

    /// <summary>d^2 Gamma/(dq^2 ds), s = (p1 + k1)^2, in 1/GeV^3 at alpha_f = 1, inside the Dalitz plot.</summary>
    /// <param name="pairMass2">q^2, GeV^2.</param>
    /// <param name="lightLepton2">(p1 + k1)^2, GeV^2.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    public double Dalitz(double pairMass2, double lightLepton2, double leptonMass) =>
        16 * Math.PI * Math.PI * AlphaD * MatrixElement(pairMass2, lightLepton2, leptonMass) / (256 * Math.Pow(Math.PI * HeavyMass, 3));

    /// <summary>Limits of (p1 + k1)^2 in the Dalitz plot at q^2, GeV^2.</summary>
    /// <param name="pairMass2">q^2, GeV^2, with 2 m &lt; q &lt; m2 - m1.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    public (double Least, double Greatest) DalitzLimits(double pairMass2, double leptonMass)
    {
        double q = Math.Sqrt(pairMass2);
        double momentum = PairFrameMomentum(q);
        double energy = Math.Sqrt((LightMass * LightMass) + (momentum * momentum));
        double k = Math.Sqrt(Math.Max(0, (pairMass2 / 4) - (leptonMass * leptonMass)));
        double middle = (LightMass * LightMass) + (leptonMass * leptonMass) + (q * energy);
        return (middle - (2 * momentum * k), middle + (2 * momentum * k));
    }

    /// <summary>(1 + 2 m^2/q^2) sqrt(1 - 4 m^2/q^2); zero below the threshold.</summary>
    internal static double LeptonRatio(double q2, double leptonMass)
    {
        double r = leptonMass * leptonMass / q2;
        return 4 * r < 1 ? (1 + (2 * r)) * Math.Sqrt(1 - (4 * r)) : 0;
    }

    /// <summary>The mass q of the pair at x in [0, 1], dense at both ends, where the width has square roots.</summary>
    internal double MassAt(double x, double threshold, out double slope)
    {
        double range = Splitting - threshold;
        slope = 6 * range * x * (1 - x);
        return threshold + (range * x * x * (3 - (2 * x)));
    }

    /// <summary>Momentum of chi1 (and of chi2) where the pair is at rest, GeV.</summary>
    internal double PairFrameMomentum(double q)
    {
        double difference = Splitting, sum = LightMass + HeavyMass;
        double product = (difference - q) * (difference + q) * (sum - q) * (sum + q);
        return product > 0 ? Math.Sqrt(product) / (2 * q) : 0;
    }

    /// <summary>The square bracket of the matrix element as a - b c^2, c = cosine between chi1 and a lepton where the pair is at rest, GeV^4.</summary>
    internal (double Constant, double Squared) Amplitude(double q, double leptonMass)
    {
        double q2 = q * q, p = PairFrameMomentum(q), p2 = p * p;
        double l2 = leptonMass * leptonMass;
        double light = Math.Sqrt((LightMass * LightMass) + p2), heavy = light + q;
        // E1 E2 - m1 m2 and p1.p2 - m1 m2 without cancellation for small splittings.
        double energies = p2 * ((light * light) + (HeavyMass * HeavyMass)) / ((light * heavy) + (LightMass * HeavyMass));
        double constant = (q2 / 2 * energies) + (l2 / 2 * (Splitting - q) * (Splitting + q));
        return (constant, p2 * ((q2 / 2) - (2 * l2)));
    }
}
