using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// Annihilation of a pair of dark-matter particles into the Standard Model through a vector mediator in the s channel, tree level:
/// sigma = (8 pi/3) alpha epsilon^2 alphaD p sqrt(s) f_SM(s)/D for a complex scalar (chi chi*) and for a Majorana fermion, and
/// 2 pi alpha epsilon^2 alphaD sqrt(s) (m1 m2 + E1 E2 + p^2/3) f_SM(s)/(p D) for a Dirac fermion or a pseudo-Dirac pair chi1 chi2, which for equal masses is
/// (4 pi/3) alpha epsilon^2 alphaD s (1 + 2 m^2/s) f_SM/(beta D); D = (s - M^2)^2 + s Gamma(sqrt(s))^2, p = momentum in the centre of mass. Source: arXiv:1505.00011 and, by crossing, the
/// annihilation e+ e- to chi chi of arXiv:2108.04195. VERIFIED: by detailed balance against that cross section. The width is taken at mass sqrt(s) and not at the mass of the mediator:
/// the same away from the resonance, and right where the mediator lies so near to its threshold that its width changes across the resonance.
/// Neglected: annihilation into mediators (t channel; matters for M &lt; 2 m_chi only), Sommerfeld enhancement, mixing with the Z (M far below it).
/// </summary>
public sealed class PairAnnihilation
{
    /// <summary>Least dark-matter mass, GeV: below it the dark matter is still relativistic when the light elements form.</summary>
    public const double MinimumMass = 5e-4;

    /// <summary>Greatest dark-matter mass, GeV: all that counts stays inside the tables of hadrons and of degrees of freedom, and far below the Z.</summary>
    public const double MaximumMass = 5;

    /// <summary>Greatest mass of the mediator, GeV: far below the Z.</summary>
    public const double MaximumMediatorMass = 30;

    private readonly bool _dirac;
    private readonly double _difference2;

    /// <summary>A pair.</summary>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="darkMatterMass">Mass m1 of the (lighter) particle, GeV, 0.5 MeV to 5 GeV.</param>
    /// <param name="massRatio">M/m1, above 1; the mediator not above 30 GeV.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="epsilon">Coupling to the Standard Model in units of e, in [0, 1]; it enters the width, and the cross section as its square.</param>
    /// <param name="couplings">What the mediator couples to.</param>
    /// <param name="splitting">(m2 - m1)/m1 of a pseudo-Dirac pair, in [0, 1]; zero for other dark matter.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public PairAnnihilation(
        DarkMatter darkMatter, double darkMatterMass, double massRatio, double alphaD, double epsilon, VisibleCouplings couplings, double splitting = 0)
    {
        ArgumentNullException.ThrowIfNull(couplings);
        Guard.Within(darkMatterMass, MinimumMass, MaximumMass, nameof(darkMatterMass), "the dark-matter mass in GeV");
        if (!(massRatio > 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(massRatio), massRatio, "m_A'/m_chi must lie above 1: dark matter heavier than the mediator annihilates into pairs of mediators, whatever epsilon is, and has no thermal target in epsilon.");
        }

        Guard.Above(massRatio, 1, MaximumMediatorMass / darkMatterMass, nameof(massRatio), "m_A'/m_chi (mediator below 30 GeV)");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        Guard.Within(epsilon, 0, 1, nameof(epsilon), "epsilon");
        if (darkMatter is not (DarkMatter.Dirac or DarkMatter.ComplexScalar or DarkMatter.Majorana))
        {
            throw new ArgumentOutOfRangeException(nameof(darkMatter), darkMatter, "Dirac, ComplexScalar or Majorana.");
        }

        Guard.Within(splitting, 0, darkMatter == DarkMatter.Dirac ? 1 : 0, nameof(splitting), "the splitting (of a Dirac pair only)");
        DarkMatter = darkMatter;
        Mass = darkMatterMass;
        HeavyMass = darkMatterMass * (1 + splitting);
        MediatorMass = massRatio * darkMatterMass;
        AlphaD = alphaD;
        Epsilon = epsilon;
        Couplings = couplings;
        _dirac = darkMatter == DarkMatter.Dirac;
        _difference2 = (HeavyMass - Mass) * (HeavyMass - Mass);
    }

    /// <summary>Kind of dark matter.</summary>
    public DarkMatter DarkMatter { get; }

    /// <summary>Mass m1 of the (lighter) particle, GeV.</summary>
    public double Mass { get; }

    /// <summary>Mass m2 of its partner, GeV.</summary>
    public double HeavyMass { get; }

    /// <summary>Mass M of the mediator, GeV.</summary>
    public double MediatorMass { get; }

    /// <summary>Dark fine-structure constant.</summary>
    public double AlphaD { get; }

    /// <summary>Coupling to the Standard Model in units of e.</summary>
    public double Epsilon { get; }

    /// <summary>What the mediator couples to.</summary>
    public VisibleCouplings Couplings { get; }

    /// <summary>m1 + m2, GeV.</summary>
    internal double Threshold => Mass + HeavyMass;

    /// <summary>Cross section of the pair in pb at the coupling <see cref="Epsilon"/>.</summary>
    /// <param name="energy">Centre-of-mass energy sqrt(s), GeV, above m1 + m2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range, or outside that of the hadrons.</exception>
    public double CrossSection(double energy)
    {
        Guard.Above(energy, Threshold, double.MaxValue, nameof(energy), "the energy in the centre of mass in GeV");
        double p2 = Momentum2(energy, (energy - Threshold) * (energy + Threshold));
        return Constants.PicobarnPerInverseGeV2 * Epsilon * Epsilon * CrossSectionTimesMomentum2(energy, energy - MediatorMass, p2) / p2;
    }

    /// <summary>Total width of the mediator at a mass, GeV.</summary>
    /// <param name="energy">The mass sqrt(s), GeV, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range, or outside that of the hadrons.</exception>
    public double Width(double energy)
    {
        Guard.Above(energy, 0, double.MaxValue, nameof(energy), "the mass in GeV");
        double p2 = energy > Threshold ? Momentum2(energy, (energy - Threshold) * (energy + Threshold)) : 0;
        return DarkWidth(energy, p2) + VisibleWidth(energy);
    }

    /// <summary>Width to the Standard Model at a mass, GeV.</summary>
    internal double VisibleWidth(double energy) => VisibleWidth(energy, Couplings.Ratio(energy * energy));

    /// <summary>p^2 in the centre of mass, GeV^2.</summary>
    /// <param name="energy">sqrt(s), GeV.</param>
    /// <param name="aboveThreshold">s - (m1 + m2)^2 without cancellation, GeV^2.</param>
    internal double Momentum2(double energy, double aboveThreshold)
    {
        double s = energy * energy;
        return aboveThreshold * (s - _difference2) / (4 * s);
    }

    /// <summary>sigma p^2 at epsilon = 1 (the width at <see cref="Epsilon"/>), without unit.</summary>
    /// <param name="energy">sqrt(s), GeV.</param>
    /// <param name="gap">sqrt(s) - M without cancellation, GeV.</param>
    /// <param name="p2">Momentum squared, GeV^2.</param>
    internal double CrossSectionTimesMomentum2(double energy, double gap, double p2)
    {
        double ratio = Couplings.Ratio(energy * energy);
        double p = Math.Sqrt(p2);
        double strength = _dirac ? 2 * Math.PI * energy * p * Trace(energy, p2) : 8 * Math.PI / 3 * energy * p2 * p;
        double distance = gap * (energy + MediatorMass);
        double width = energy * (DarkWidth(energy, p2) + VisibleWidth(energy, ratio));
        return Constants.Alpha * AlphaD * strength * ratio / ((distance * distance) + (width * width));
    }

    private double VisibleWidth(double energy, double ratio) => Constants.Alpha * Epsilon * Epsilon * energy / 3 * ratio;

    private double DarkWidth(double energy, double p2)
    {
        double p = Math.Sqrt(p2);
        double beta = 2 * p / energy;
        return AlphaD * DarkMatter switch
        {
            DarkMatter.Dirac => 2 * p * Trace(energy, p2) / (energy * energy),
            DarkMatter.ComplexScalar => beta * beta * beta * energy / 12,
            _ => beta * beta * beta * energy / 6,
        };
    }

    /// <summary>m1 m2 + E1 E2 + p^2/3, GeV^2.</summary>
    private double Trace(double energy, double p2) =>
        (Mass * HeavyMass) + Math.Sqrt(((Mass * Mass) + p2) * ((HeavyMass * HeavyMass) + p2)) + (p2 / 3);
}
