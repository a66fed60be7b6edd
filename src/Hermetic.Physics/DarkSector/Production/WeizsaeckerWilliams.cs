using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Upper limit of the momentum transfer in the photon flux of the approximations.</summary>
public enum FluxLimit
{
    /// <summary>mX^2 + m^2, where the amplitude of a real photon ends; the usual choice for vectors.</summary>
    MediatorScale,

    /// <summary>E^2, as some programs take it for mediators of spin zero. It overestimates most where mX is small.</summary>
    EnergyScale,
}

/// <summary>
/// The approximations of l Z -> l Z X by a flux of real photons: Weizsaecker-Williams (WW) with the smallest momentum transfer of each x and angle, improved
/// Weizsaecker-Williams (IWW) with the one of x = 1 and theta = 0 everywhere, and the leading logarithm. Y.-S. Liu, G. Miller, arXiv:1705.01633; J. Bjorken, R. Essig,
/// P. Schuster, N. Toro, arXiv:0906.0580; muons: arXiv:2107.13297, 2305.09015. They are here to compare with others' work: use <see cref="DarkBremsstrahlung"/>.
/// </summary>
/// <remarks>
/// Cross sections in pb per atom at epsilon = 1, with elastic and inelastic flux (<see cref="PhotonFlux"/>, the inelastic one with the square of the bracket as printed).
/// VERIFIED against an independent program (elastic flux; 0.5 %). How far they are from exact tree level was measured and can be computed for any case with
/// <see cref="ApproximationError"/>. Angles are small: sin(theta) is written as theta throughout, as U is written in theta^2. Muons of 160 GeV on lead: WW is within -0.1 and +1.5 % in the total for 1 keV to 2 GeV, and 2 %, 10 %, 50 % too high at
/// x = 0.99, 0.998, 0.999; IWW is 1.1 to 2.5 times too high. Electrons of 100 GeV on lead: WW is 0.80, 1.11, 1.33, 1.45 times the exact total at
/// 1, 10, 100, 1000 MeV, and both fail in shape towards x = 1, where most electrons' mediators are: IWW is twice too high there, and normalising it to the exact
/// total makes the spectrum too hard. Energies must be large against all masses.
/// </remarks>
public sealed class WeizsaeckerWilliams
{
    /// <summary>Largest angle of the mediator in totals and spectra, rad; what lies beyond is negligible, and the approximation does not hold there.</summary>
    public const double LargestAngle = 0.3;

    private const double Alpha3Pb = Constants.Alpha * Constants.Alpha * Constants.Alpha * Constants.PicobarnPerInverseGeV2;
    private const int SharePoints = 40, AnglePoints = 32;

    private readonly double _m, _m2, _mX, _mX2;
    private readonly Mediator _mediator;
    private readonly FluxLimit _limit;
    private readonly NuclearFormFactor _form;

    /// <summary>The approximations for one lepton on one kind of atom.</summary>
    /// <param name="mediator">Spin and parity of the mediator.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, positive.</param>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV, in [<see cref="DarkBremsstrahlung.MinimumMass"/>, <see cref="DarkBremsstrahlung.MaximumMass"/>].</param>
    /// <param name="limit">Upper limit of the momentum transfer.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public WeizsaeckerWilliams(Mediator mediator, double leptonMass, Nucleus nucleus, double mediatorMass, FluxLimit limit = FluxLimit.MediatorScale)
    {
        // The exact process holds the checks of what both need.
        Exact = new DarkBremsstrahlung(mediator, leptonMass, nucleus, mediatorMass);
        (_mediator, _m, _m2, _mX, _mX2, _limit) = (mediator, leptonMass, leptonMass * leptonMass, mediatorMass, mediatorMass * mediatorMass, limit);
        _form = new NuclearFormFactor(nucleus);
    }

    /// <summary>The same process at exact tree level.</summary>
    public DarkBremsstrahlung Exact { get; }

    /// <summary>WW: d2 sigma/(dx dtheta), pb/rad.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="oneMinusX">1 - x with x in [mX/E, 1 - m/E].</param>
    /// <param name="theta">Angle of the mediator, in [0, <see cref="LargestAngle"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDxDTheta(double leptonEnergy, double oneMinusX, double theta)
    {
        CheckShare(leptonEnergy, oneMinusX);
        Guard.Within(theta, 0, LargestAngle, nameof(theta), "the angle of the mediator");
        double x = 1 - oneMinusX;
        double u = ForwardU(oneMinusX) + (x * leptonEnergy * leptonEnergy * theta * theta);
        return Scaled(Chi(leptonEnergy, oneMinusX, u), PerVersine(leptonEnergy, oneMinusX, u) * theta);
    }

    /// <summary>WW: d sigma/dx for angles below <see cref="LargestAngle"/>, pb.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="oneMinusX">1 - x with x in [mX/E, 1 - m/E].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDx(double leptonEnergy, double oneMinusX)
    {
        CheckShare(leptonEnergy, oneMinusX);
        return Spectrum(leptonEnergy, oneMinusX);
    }

    /// <summary>WW: total for angles below <see cref="LargestAngle"/>, pb.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="xMin">Smallest share of the mediator, in [0, 1]; below mX/E it has no effect. Quote it with mediators below 1 MeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts Total(double leptonEnergy, double xMin)
    {
        CheckTotal(leptonEnergy, xMin);
        return Exact.OverX(leptonEnergy, xMin, SharePoints, rest => Spectrum(leptonEnergy, rest));
    }

    /// <summary>
    /// WW: d2 sigma/(dy dpsi) in the recoil lepton's share and angle, pb/rad, from the same amplitude as the mediator's angle: the photon's transverse momentum is
    /// neglected, so that the lepton balances the mediator. For vectors this is the form of arXiv:2107.13297 (VERIFIED for muons: totals within 0.02 to 0.7 %,
    /// mean and median of psi within 2 % of exact tree level); for the other spins DERIVED in the same way. It fails for electrons, whose recoil angles come from the nucleus.
    /// </summary>
    /// <param name="leptonEnergy">Total energy of the incoming lepton, GeV.</param>
    /// <param name="y">Share of the recoil lepton, in [m/E, 1 - mX/E].</param>
    /// <param name="psi">Angle, in [0, pi/2].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDyDPsi(double leptonEnergy, double y, double psi)
    {
        CheckShare(leptonEnergy, y);
        Guard.Within(psi, 0, Math.PI / 2, nameof(psi), "the angle of the lepton");
        return AtRecoilAngle(leptonEnergy, y, psi);
    }

    /// <summary>WW: the distribution of the recoil lepton's angle (see <see cref="DsDyDPsi"/>), with moments and quantiles.</summary>
    /// <param name="leptonEnergy">Total energy of the incoming lepton, GeV.</param>
    /// <param name="xMin">Smallest share of the mediator, in [0, 1).</param>
    /// <param name="elasticOnly">Leaves out the inelastic part.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or nothing is produced.</exception>
    public AngularDistribution RecoilAngles(double leptonEnergy, double xMin, bool elasticOnly = false)
    {
        CheckTotal(leptonEnergy, xMin);
        return new AngularDistribution(
            1e-3 * Math.Min(_m, _mX) / leptonEnergy,
            Math.PI / 2,
            psi =>
            {
                CrossSectionParts parts = Exact.OverX(leptonEnergy, xMin, SharePoints, y => AtRecoilAngle(leptonEnergy, y, psi, elasticOnly));
                return elasticOnly ? parts.Elastic : parts.Sum;
            });
    }

    /// <summary>
    /// IWW: d sigma/dx with the flux of tmin = mX^4/(4 E^2) everywhere, pb. Vector, all angles: arXiv:1705.01633; the other spins DERIVED by the same integration.
    /// </summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="oneMinusX">1 - x with x in [mX/E, 1 - m/E].</param>
    /// <param name="largestAngle">
    /// Largest angle of the mediator. The published closed forms have no limit (<see cref="double.PositiveInfinity"/>); at x below some 0.02 most of them lies beyond 0.3 rad.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts ImprovedDsDx(double leptonEnergy, double oneMinusX, double largestAngle = LargestAngle)
    {
        CheckShare(leptonEnergy, oneMinusX);
        Guard.Above(largestAngle, 0, double.PositiveInfinity, nameof(largestAngle), "the largest angle");
        return Scaled(ImprovedFlux(leptonEnergy), ImprovedShape(leptonEnergy, oneMinusX, largestAngle));
    }

    /// <summary>IWW: total for angles below <see cref="LargestAngle"/>, pb.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="xMin">Smallest share of the mediator, in [0, 1]; below mX/E it has no effect. Quote it with mediators below 1 MeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts ImprovedTotal(double leptonEnergy, double xMin)
    {
        CheckTotal(leptonEnergy, xMin);
        CrossSectionParts flux = ImprovedFlux(leptonEnergy);
        return Exact.OverX(leptonEnergy, xMin, SharePoints, rest => Scaled(flux, ImprovedShape(leptonEnergy, rest, LargestAngle)));
    }

    /// <summary>
    /// The leading logarithm of the total, elastic, pb: C alpha^3 chi beta ln(1/delta^2)/mX^2 with the flux between mX^4/(4 E^2) and mX^2, delta the larger of m/mX
    /// and mX/E, C = 4/3 for spin one and 2/3 for spin zero (arXiv:0906.0580). The factor K by which programs divide it is this over the exact total:
    /// for electrons of 100 GeV on lead 0.6 at 1 MeV and 2.1 at 1 GeV. VERIFIED: divided by DMG4's K it gives DMG4's table.
    /// </summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV, above the mediator's mass.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The mediator is not heavier than the lepton: there is no such logarithm.</exception>
    public double LeadingLogarithm(double leptonEnergy)
    {
        Guard.Above(leptonEnergy, _mX, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        if (_mX <= _m)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"the leading logarithm needs a mediator heavier than the lepton ({_m} GeV)."));
        }

        double delta = Math.Max(_m / _mX, _mX / leptonEnergy);
        double beta = Math.Sqrt(1 - (_mX2 / (leptonEnergy * leptonEnergy)));
        double c = _mediator is Mediator.Vector or Mediator.Axial ? 4.0 / 3 : 2.0 / 3;
        double chi = PhotonFlux.ChiElasticClosed(_form, SmallestTransfer(leptonEnergy), _mX2);
        return c * Alpha3Pb * chi * beta * -2 * Math.Log(delta) / _mX2;
    }

    private static CrossSectionParts Scaled(CrossSectionParts parts, double factor) => new(factor * parts.Elastic, factor * parts.Inelastic);

    private static CrossSectionParts Flux(NuclearFormFactor form, double tMin, double tMax, bool elasticOnly) => tMin >= tMax
        ? default
        : new CrossSectionParts(Math.Max(0, PhotonFlux.ChiElasticClosed(form, tMin, tMax)), elasticOnly ? 0 : PhotonFlux.Chi(form, tMin, tMax).Inelastic);

    private void CheckShare(double leptonEnergy, double oneMinusX)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(oneMinusX, _m / leptonEnergy, 1 - (_mX / leptonEnergy), nameof(oneMinusX), "1 - x");
    }

    private void CheckTotal(double leptonEnergy, double xMin)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(xMin, 0, 1, nameof(xMin), "the smallest x");
    }

    private double LargestTransfer(double e0) => _limit == FluxLimit.EnergyScale ? e0 * e0 : _mX2 + _m2;

    private double SmallestTransfer(double e0) => _mX2 * _mX2 / (4 * e0 * e0);

    /// <summary>U = -u at theta = 0.</summary>
    private double ForwardU(double oneMinusX) => (_mX2 * oneMinusX / (1 - oneMinusX)) + (_m2 * (1 - oneMinusX));

    private CrossSectionParts Chi(double e0, double oneMinusX, double u, bool elasticOnly = false)
    {
        double root = u / (2 * e0 * oneMinusX);
        return Flux(_form, root * root, LargestTransfer(e0), elasticOnly);
    }

    /// <summary>d2 sigma/(dx d(theta^2/2)) over the flux.</summary>
    private double PerVersine(double e0, double oneMinusX, double u)
    {
        double x = 1 - oneMinusX;
        double momentum = Math.Sqrt(Math.Max(0, (x * x) - (_mX2 / (e0 * e0))));
        return 2 * Alpha3Pb * e0 * e0 * momentum * oneMinusX / (u * u) * Amplitude(oneMinusX, u);
    }

    /// <summary>The amplitude of a real photon is constant + slope [mX^2 (1-x) + m^2 x^2 - U x]/U^2.</summary>
    private (double Constant, double Slope) Coefficients(double oneMinusX)
    {
        double x = 1 - oneMinusX;
        double spinOne = 2 * (1 + (oneMinusX * oneMinusX)) / oneMinusX;
        double spinZero = x * x / oneMinusX;
        return _mediator switch
        {
            Mediator.Vector => (spinOne, 4 * (_mX2 + (2 * _m2))),
            Mediator.Axial => (spinOne + (4 * _m2 * spinZero / _mX2), 4 * (_mX2 - (4 * _m2))),
            Mediator.Scalar => (spinZero, 2 * (_mX2 - (4 * _m2))),
            _ => (spinZero, 2 * _mX2),
        };
    }

    private double Amplitude(double oneMinusX, double u)
    {
        double x = 1 - oneMinusX;
        (double constant, double slope) = Coefficients(oneMinusX);
        return constant + (slope * ((_mX2 * oneMinusX) + (_m2 * x * x) - (u * x)) / (u * u));
    }

    private CrossSectionParts Spectrum(double e0, double oneMinusX)
    {
        double x = 1 - oneMinusX;
        double u0 = ForwardU(oneMinusX), growth = x * e0 * e0;
        // w = U(0)/U(theta), down to the largest angle or to where tmin reaches its upper limit.
        double largest = Math.Min(u0 + (growth * LargestAngle * LargestAngle), 2 * e0 * oneMinusX * Math.Sqrt(LargestTransfer(e0)));
        if (largest <= u0)
        {
            return default;
        }

        double wMin = u0 / largest, elastic = 0, inelastic = 0;
        Quadrature rule = Quadrature.GaussLegendre(AnglePoints);
        for (int i = 0; i < rule.Nodes.Length; i++)
        {
            double v = rule.Nodes[i];
            double w = wMin + ((1 - wMin) * v * v * v);
            double u = u0 / w;
            CrossSectionParts chi = Chi(e0, oneMinusX, u);
            // theta dtheta = dU/(2 growth).
            double versine = u * u / (2 * growth * u0);
            double f = rule.Weights[i] * 3 * v * v * (1 - wMin) * versine * PerVersine(e0, oneMinusX, u);
            elastic += f * chi.Elastic;
            inelastic += f * chi.Inelastic;
        }

        return new CrossSectionParts(elastic, inelastic);
    }

    private CrossSectionParts AtRecoilAngle(double e0, double y, double psi, bool elasticOnly = false)
    {
        double x = 1 - y;
        // mX^2 - (p-p')^2; the photon's transverse momentum neglected, U = y/x of it.
        double t = _mX2 + (y * e0 * e0 * psi * psi) + (_m2 * x * x / y);
        double u = t * y / x;
        double momentum = Math.Sqrt(Math.Max(0, (y * y) - (_m2 / (e0 * e0))));
        return Scaled(Chi(e0, y, u, elasticOnly), 2 * Alpha3Pb * e0 * e0 * momentum * x / (t * t) * Amplitude(y, u) * psi);
    }

    private CrossSectionParts ImprovedFlux(double e0) => Flux(_form, SmallestTransfer(e0), LargestTransfer(e0), false);

    private double ImprovedShape(double e0, double oneMinusX, double largestAngle)
    {
        double x = 1 - oneMinusX, u0 = ForwardU(oneMinusX);
        double u1 = u0 + (x * e0 * e0 * largestAngle * largestAngle);
        (double constant, double slope) = Coefficients(oneMinusX);
        double b = (_mX2 * oneMinusX) + (_m2 * x * x);
        // The integral of the amplitude over U^2 from U to infinity.
        double Beyond(double u) => (constant + (slope * ((b / (3 * u)) - (0.5 * x)) / u)) / u;
        double momentum = Math.Sqrt(Math.Max(0, (x * x) - (_mX2 / (e0 * e0))));
        return Alpha3Pb * momentum / x * oneMinusX * (Beyond(u0) - (double.IsFinite(u1) ? Beyond(u1) : 0));
    }
}
