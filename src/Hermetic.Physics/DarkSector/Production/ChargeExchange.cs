using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>A neutral meson that pi- p -> M0 n makes.</summary>
public enum ExchangeMeson
{
    /// <summary>pi0.</summary>
    Pi0 = 0,

    /// <summary>eta.</summary>
    Eta = 1,

    /// <summary>eta'(958).</summary>
    EtaPrime = 2,

    /// <summary>omega(782).</summary>
    Omega = 3,

    /// <summary>f2(1270).</summary>
    F2 = 4,
}

/// <summary>Which reading of the fit's normalisation.</summary>
public enum ExchangeNormalisation
{
    /// <summary>
    /// Set 1, which is cross section times branching ratio of the mode that was detected, divided by that ratio (PDG 2022: eta -> 2 gamma 0.3936, eta' -> 2
    /// gamma 0.02307, omega -> pi0 gamma 0.0835, f2 -> pi0 pi0
    /// 0.282; pi0: 1). Recommended.
    /// </summary>
    Set1Corrected = 0,

    /// <summary>Set 2, another version of the same fit: agrees for eta', omega, f2 to 0.3 %, lower by factors 5.4 (pi0) and 2.1 (eta) at 50 GeV.</summary>
    Set2 = 1,

    /// <summary>Set 1 as it stands: cross section times branching ratio of the detected mode.</summary>
    Set1 = 2,
}

/// <summary>
/// Charge exchange pi- p -> M0 n, M0 = pi0, eta, eta', omega, f2: Regge fit of V. Lyubovitskij as coded in the class G4ChargeExchangeXS of Geant4 (FROM-CODE);
/// used for NA64 in
/// arXiv:2312.01703, 2406.01990. Mesons are narrow, protons at rest.
/// </summary>
/// <remarks>
/// d sigma/d|t| = A x^-p (1 + g c |t|) exp(-c |t|), x = s/(10 GeV^2), c = c0 + c1 ln x, g = g0 + g1 ln x, integrated over all |t| from 0: sigma = A x^-p (1 +
/// g)/c. Marks:
/// OPEN: the normalisation of pi0 and eta (both sets of parameters are offered; the tables of arXiv:2312.01703 could not be consulted), and the absorption in
/// nuclei, whose factor differs between
/// versions of the code (Z^(-0.0410 ln A) and Z^(-0.0108 ln A)) and is an argument here. OPEN: the range of validity, which the source does not
/// state; 10 to 200 GeV is a choice made here. For the f2, g turns negative (and with it d sigma/dt at large |t|) at 52.67 GeV, so that its range ends at 52.6 GeV. One reading of set 1 divided by branching ratios equals set 2 for three mesons (DERIVED).
/// </remarks>
public static class ChargeExchange
{
    /// <summary>Least total energy of the pion, GeV.</summary>
    public const double MinimumEnergy = 10;

    private const double PionMass = 0.13957039;
    private const double ProtonMass = Hermetic.Core.Constants.ProtonMass;
    private const double NeutronMass = 0.93956542;

    /// <summary>Parameters by meson: power, c0, c1, g0, g1, A of set 1 and 2 (microbarn/GeV^2), power of set 2, branching ratio of the detected mode, mass
    /// (GeV, PDG 2022).</summary>
    private static readonly Fit[] Fits =
    [
        new(1.04, 12.7, 1.57, 2.55, -0.23, 430, 122, 1.23, 1, 0.1349768, 200),
        new(1.26, 6.0, 1.6, 4.6, -0.5, 36, 78.8, 1.53, 0.3936, 0.547862, 200),
        new(1.35, 6.84, 1.7, 3.7, 0, 1.37, 59.4, 1.35, 0.02307, 0.95778, 200),
        new(0.94, 6.5, 1.23, 5.5, 0, 2.0, 24.0, 0.94, 0.0835, 0.78266, 200),
        new(0.94, 8.0, 2.6, 4.6, -2.0, 60, 213.5, 0.94, 0.282, 1.2755, 52.6),
    ];

    /// <summary>Greatest total energy of the pion, GeV: 200, and 52.6 for the f2.</summary>
    /// <param name="meson">The meson.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the five.</exception>
    public static double MaximumEnergy(ExchangeMeson meson) => FitOf(meson).MaximumEnergy;

    /// <summary>Mass of the meson, GeV (PDG 2022).</summary>
    /// <param name="meson">The meson.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the five.</exception>
    public static double Mass(ExchangeMeson meson) => FitOf(meson).Mass;

    /// <summary>Cross section per free proton, pb.</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="pionEnergy">Total energy of the pi-, GeV, from <see cref="MinimumEnergy"/> to <see cref="MaximumEnergy"/>.</param>
    /// <param name="normalisation">Which reading of the fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double CrossSection(ExchangeMeson meson, double pionEnergy, ExchangeNormalisation normalisation = ExchangeNormalisation.Set1Corrected)
    {
        Shape shape = ShapeOf(meson, pionEnergy, normalisation);
        return shape.Forward * (1 + shape.G) / shape.C;
    }

    /// <summary>d sigma/d|t| per free proton, pb/GeV^2; zero outside the physical range of t.</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="pionEnergy">Total energy of the pi-, GeV, from <see cref="MinimumEnergy"/> to <see cref="MaximumEnergy"/>.</param>
    /// <param name="transfer">|t|, GeV^2, not negative.</param>
    /// <param name="normalisation">Which reading of the fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double DifferentialCrossSection(
        ExchangeMeson meson, double pionEnergy, double transfer, ExchangeNormalisation normalisation = ExchangeNormalisation.Set1Corrected)
    {
        Guard.Within(transfer, 0, double.MaxValue, nameof(transfer), "|t| in GeV^2");
        Shape shape = ShapeOf(meson, pionEnergy, normalisation);
        (double least, double most) = Scatter.Transfers(pionEnergy, PionMass, ProtonMass, FitOf(meson).Mass, NeutronMass);
        return transfer < least || transfer > most ? 0 : shape.Forward * (1 + (shape.G * shape.C * transfer)) * Math.Exp(-shape.C * transfer);
    }

    /// <summary>Cross section per nucleus, pb: that of the proton times Z^(2/3) times an absorption factor (OPEN).</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="pionEnergy">Total energy of the pi-, GeV, from <see cref="MinimumEnergy"/> to <see cref="MaximumEnergy"/>.</param>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="absorption">Factor for the absorption of the meson in the nucleus, in (0, 1]; see <see cref="Absorption"/>.</param>
    /// <param name="normalisation">Which reading of the fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double NuclearCrossSection(
        ExchangeMeson meson, double pionEnergy, Nucleus nucleus, double absorption, ExchangeNormalisation normalisation = ExchangeNormalisation.Set1Corrected)
    {
        Guard.Above(absorption, 0, 1, nameof(absorption), "the absorption factor");
        return CrossSection(meson, pionEnergy, normalisation) * Math.Pow(nucleus.Z, 2.0 / 3) * absorption;
    }

    /// <summary>An absorption factor Z^(-exponent ln A) (OPEN: versions of the code have the exponents 0.0410 and 0.0108).</summary>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="exponent">The exponent, in [0, 0.2].</param>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is outside its range.</exception>
    public static double Absorption(Nucleus nucleus, double exponent)
    {
        Guard.Within(exponent, 0, 0.2, nameof(exponent), "the exponent");
        return Math.Pow(nucleus.Z, -exponent * Math.Log(nucleus.A));
    }

    /// <summary>
    /// Samples meson and neutron for a pi- along z on a proton at rest; their sum is that of pion and proton to rounding. |t| follows
    /// <see cref="DifferentialCrossSection"/> within its
    /// physical range. Allocates nothing.
    /// </summary>
    /// <param name="meson">The meson.</param>
    /// <param name="pionEnergy">Total energy of the pi-, GeV, from <see cref="MinimumEnergy"/> to <see cref="MaximumEnergy"/>.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="product">The meson.</param>
    /// <param name="neutron">The neutron.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static void Sample(ExchangeMeson meson, double pionEnergy, ref RandomStream random, out FourMomentum product, out FourMomentum neutron)
    {
        Shape shape = ShapeOf(meson, pionEnergy, ExchangeNormalisation.Set1);
        double mass = FitOf(meson).Mass;
        (double least, double most) = Scatter.Transfers(pionEnergy, PionMass, ProtonMass, mass, NeutronMass);
        double t;
        do
        {
            // exp(-c t) with the weight 1 and c t exp(-c t) with the weight g.
            t = random.NextExponential();
            if (random.NextUniform() * (1 + shape.G) > 1)
            {
                t += random.NextExponential();
            }

            t /= shape.C;
        }
        while (t < least || t > most);
        Scatter.Sample(pionEnergy, PionMass, ProtonMass, mass, NeutronMass, t - least, ref random, out product, out neutron);
    }

    private static Fit FitOf(ExchangeMeson meson) => (uint)meson < (uint)Fits.Length
        ? Fits[(int)meson]
        : throw new ArgumentOutOfRangeException(nameof(meson), meson, "Pi0, Eta, EtaPrime, Omega or F2.");

    private static Shape ShapeOf(ExchangeMeson meson, double pionEnergy, ExchangeNormalisation normalisation)
    {
        const double PicobarnPerMicrobarn = 1e6;
        Fit fit = FitOf(meson);
        Guard.Within(pionEnergy, MinimumEnergy, fit.MaximumEnergy, nameof(pionEnergy), "the pion energy in GeV");
        double s = (PionMass * PionMass) + (ProtonMass * ProtonMass) + (2 * ProtonMass * pionEnergy);
        double logarithm = Math.Log(s / 10);
        double forward = normalisation switch
        {
            ExchangeNormalisation.Set1Corrected => fit.A1 / fit.DetectedShare * Math.Exp(-fit.Power1 * logarithm),
            ExchangeNormalisation.Set2 => fit.A2 * Math.Exp(-fit.Power2 * logarithm),
            ExchangeNormalisation.Set1 => fit.A1 * Math.Exp(-fit.Power1 * logarithm),
            _ => throw new ArgumentOutOfRangeException(nameof(normalisation), normalisation, "Set1Corrected, Set2 or Set1."),
        };
        return new Shape(PicobarnPerMicrobarn * forward, fit.C0 + (fit.C1 * logarithm), fit.G0 + (fit.G1 * logarithm));
    }

    /// <param name="Power1">Power of x, set 1.</param>
    /// <param name="C0">Slope, GeV^-2.</param>
    /// <param name="C1">Its rise with ln x.</param>
    /// <param name="G0">Strength of the dip.</param>
    /// <param name="G1">Its rise with ln x.</param>
    /// <param name="A1">Normalisation of set 1.</param>
    /// <param name="A2">Normalisation of set 2.</param>
    /// <param name="Power2">Power of x, set 2.</param>
    /// <param name="DetectedShare">Branching ratio of the detected mode.</param>
    /// <param name="Mass">Mass, GeV.</param>
    /// <param name="MaximumEnergy">End of the range, GeV.</param>
    private readonly record struct Fit(
        double Power1, double C0, double C1, double G0, double G1, double A1, double A2, double Power2, double DetectedShare, double Mass, double MaximumEnergy);

    private readonly record struct Shape(double Forward, double C, double G);
}
