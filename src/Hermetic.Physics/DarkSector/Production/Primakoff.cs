using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Primakoff production gamma Z -> a Z of an axion-like particle with L = -(1/4) g a F Ftilde, at g = 1/GeV (it scales as g^2): arXiv:2004.04469 (eqs. 5, 11,
/// 16 for the angle), arXiv:2005.02710. VERIFIED: totals against an independent integration (1e-4).
/// </summary>
/// <remarks>
/// sigma = (alpha g^2/8) int_tmin^inf dt (t - tmin)/t^2 G(t), tmin = m_a^4/(4 E^2), with the form factors of <see cref="NuclearFormFactor"/> (so screened at
/// small t). Neglected: the recoil of
/// the nucleus (t/(2 M), relative to E) in the cross section, terms of order m_a^2/E^2 and theta^2. Hence the range: E at least 5 m_a. The inelastic part is
/// the same formula with G_in
/// (LIT, not compared with anything): for orientation.
/// </remarks>
public sealed class Primakoff
{
    private const double EnergyPerMass = 5;

    private readonly NuclearFormFactor _form;
    private readonly double _massSquared;

    /// <summary>The process for one nucleus and mass.</summary>
    /// <param name="nucleus">The nucleus, with its atom's electrons.</param>
    /// <param name="mass">Mass of a, GeV, in [0, 10].</param>
    /// <exception cref="ArgumentOutOfRangeException">The mass is outside its range.</exception>
    public Primakoff(Nucleus nucleus, double mass)
    {
        Guard.Within(mass, 0, 10, nameof(mass), "the mass of the axion-like particle in GeV");
        (Nucleus, Mass, _massSquared, _form) = (nucleus, mass, mass * mass, new NuclearFormFactor(nucleus));
    }

    /// <summary>The nucleus.</summary>
    public Nucleus Nucleus { get; }

    /// <summary>Mass of a, GeV.</summary>
    public double Mass { get; }

    /// <summary>Least energy of the photon, GeV: five masses.</summary>
    public double MinimumEnergy => Math.Max(1e-3, EnergyPerMass * Mass);

    /// <summary>Cross section per atom, pb at g = 1/GeV.</summary>
    /// <param name="photonEnergy">Energy of the photon, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range.</exception>
    public CrossSectionParts CrossSection(double photonEnergy)
    {
        double least = LeastTransfer(photonEnergy);
        // Both form factors have fallen by 1e-9 there.
        double most = 1e5 * (least + _form.SizeT + 0.71);
        double from = Math.Max(least, 1e-12 * _form.ScreeningT);
        CrossSectionParts chi = PhotonFlux.Chi(_form, from, most);
        double unit = Constants.Alpha / 8 * Constants.PicobarnPerInverseGeV2;
        return new CrossSectionParts(unit * chi.Elastic, unit * chi.Inelastic);
    }

    /// <summary>
    /// Elastic cross section in the logarithmic approximation (alpha g^2 Z^2/8) {ln[(d + tmin)/(1/a^2 + tmin)] - 2}, pb at g = 1/GeV. VERIFIED error on lead:
    /// 1e-6 at 10 MeV, 3 % (low) at 500 MeV
    /// and 20 GeV; it turns negative where tmin approaches d, and is refused there.
    /// </summary>
    /// <param name="photonEnergy">Energy of the photon, GeV, at least <see cref="MinimumEnergy"/>, with tmin below d/20.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range.</exception>
    public double LogarithmicForm(double photonEnergy)
    {
        double least = LeastTransfer(photonEnergy);
        if (least > 0.05 * _form.SizeT)
        {
            throw new ArgumentOutOfRangeException(
                nameof(photonEnergy), photonEnergy, FormattableString.Invariant($"the logarithmic form needs at least {0.5 * _massSquared / Math.Sqrt(0.05 * _form.SizeT)} GeV."));
        }

        double logarithm = Math.Log((_form.SizeT + least) / (_form.ScreeningT + least));
        return Constants.Alpha / 8 * Nucleus.Z * Nucleus.Z * (logarithm - 2) * Constants.PicobarnPerInverseGeV2;
    }

    /// <summary>Elastic dsigma/dtheta in the angle between photon and a, small angles, pb per radian at g = 1/GeV: G_el(t) theta^3/(theta^2 + delta^2)^2, delta
    /// = m_a^2/(2 E^2).</summary>
    /// <param name="photonEnergy">Energy of the photon, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <param name="theta">The angle, in [0, 0.3].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double DifferentialCrossSection(double photonEnergy, double theta)
    {
        Guard.Within(theta, 0, 0.3, nameof(theta), "the angle");
        double least = LeastTransfer(photonEnergy);
        double e2 = photonEnergy * photonEnergy, transverse = e2 * theta * theta;
        return Constants.Alpha / 4 * transverse * e2 * theta * _form.ElasticOverT2(transverse + least) * Constants.PicobarnPerInverseGeV2;
    }

    /// <summary>
    /// Samples a and the recoiling nucleus of an elastic event, for a photon along z on a nucleus at rest; their sum is that of photon and nucleus to rounding.
    /// The momentum transfer
    /// is distributed as in the cross section; the kinematics that follow from it are exact. Allocates nothing.
    /// </summary>
    /// <param name="photonEnergy">Energy of the photon, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="axion">The axion-like particle.</param>
    /// <param name="recoil">The nucleus.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range.</exception>
    public void Sample(double photonEnergy, ref RandomStream random, out FourMomentum axion, out FourMomentum recoil)
    {
        double least = LeastTransfer(photonEnergy);
        double s = Nucleus.Mass * (Nucleus.Mass + (2 * photonEnergy));
        double range = 4 * TwoBody.Momentum(Math.Sqrt(s), 0, Nucleus.Mass) * TwoBody.Momentum(Math.Sqrt(s), Mass, Nucleus.Mass);
        // x/[(A + x)(D + x)]^2 for x = t - tmin, A and D the screening and the size plus tmin; candidates from 1/[(A + x)(D + x)], whose integral is a logarithm.
        double a = _form.ScreeningT + least, d = _form.SizeT + least;
        double logarithm = Math.Log(d / a), x;
        do
        {
            double r = PhotonFlux.Expm1(logarithm * random.NextUniform());
            x = a * d * r / (d - a - (a * r));
        }
        while (!(x >= 0 && x <= range) || random.NextUniform() * (a + x) * (d + x) > x * d);
        Scatter.Sample(photonEnergy, 0, Nucleus.Mass, Mass, Nucleus.Mass, x, ref random, out axion, out recoil);
    }

    private double LeastTransfer(double photonEnergy)
    {
        Guard.Within(photonEnergy, MinimumEnergy, 1e6, nameof(photonEnergy), "the photon energy in GeV");
        double root = 0.5 * _massSquared / photonEnergy;
        return root * root;
    }
}
