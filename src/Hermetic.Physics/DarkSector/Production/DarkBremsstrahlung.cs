using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Bremsstrahlung-like production l Z -> l Z X of a mediator by a charged lepton on an atom at rest: exact tree level, 2 -> 3 on a spin-0 nucleus, with
/// elastic and inelastic form factors. Method: Y.-S. Liu, D. McKeen, G. Miller, arXiv:1609.06781; Y.-S. Liu, G. Miller, arXiv:1705.01633; used for electron
/// beams in arXiv:1712.05706. VERIFIED: the amplitudes against explicit traces (1e-11), the totals on lead against the tables of DMG4 within -2.0 to
/// +2.7 % (elastic + inelastic, electrons, mediators of 1 keV to 1 GeV). Not confirmed above 1 GeV: there the difference grows to 5 % at 2.2 GeV and 12 % at 2.8.
/// </summary>
/// <remarks>
/// Cross sections are in pb per atom at epsilon = 1 (lepton coupling e) and scale as epsilon squared. x is the mediator's share of the lepton's total energy;
/// it is passed as 1 - x, because the cross section of a heavy mediator peaks at x -> 1. Neglected: radiative corrections, the width of the mediator,
/// nuclear spin, the phase-space change of inelastic break-up. The azimuth of the momentum transfer is integrated in closed form; mediator angle and
/// momentum transfer by Gauss-Legendre quadrature.
/// </remarks>
public sealed partial class DarkBremsstrahlung
{
    /// <summary>Smallest mediator mass in GeV, 10 eV; below it nothing was ever compared.</summary>
    public const double MinimumMass = 1e-8;

    /// <summary>Largest mediator mass in GeV; above it the formulas were never compared with anything.</summary>
    public const double MaximumMass = 3;

    /// <summary>
    /// Largest momentum transfer in units of the nuclear-size parameter d of the form factor (0.23 GeV^2 for lead). The elastic part beyond it is below 1e-4.
    /// For the inelastic part it is a convention, taken over from the independent reference tables: without it that part would be larger by 1.3 % at 0.5 GeV (electrons of 100 GeV on
    /// lead) and by 5 % at 1 GeV (muons of 160 GeV), which is 0.03 % and 0.17 % of the total.
    /// </summary>
    public const double SizesOfT = 50;

    private const double Alpha3Pb = Constants.Alpha * Constants.Alpha * Constants.Alpha * Constants.PicobarnPerInverseGeV2;

    private readonly double _m, _mX, _mass, _floorT, _capT;
    private readonly EtlAmplitude _amplitude;
    private readonly NuclearFormFactor _form;
    private readonly Quadrature _angles, _transfers;

    /// <summary>Production by one lepton on one kind of atom.</summary>
    /// <param name="mediator">Spin and parity of the mediator.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, positive.</param>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV, in [<see cref="MinimumMass"/>, <see cref="MaximumMass"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">A mass is outside its range, or the mediator is unknown.</exception>
    public DarkBremsstrahlung(Mediator mediator, double leptonMass, Nucleus nucleus, double mediatorMass)
        : this(mediator, leptonMass, nucleus, mediatorMass, EtlGrid.Standard)
    {
    }

    /// <summary>The same with a given quadrature.</summary>
    internal DarkBremsstrahlung(Mediator mediator, double leptonMass, Nucleus nucleus, double mediatorMass, EtlGrid grid)
    {
        Guard.Above(leptonMass, 0, 10, nameof(leptonMass), "the lepton mass in GeV");
        Guard.Within(mediatorMass, MinimumMass, MaximumMass, nameof(mediatorMass), "the mediator mass in GeV");
        // A default(Nucleus) has no charge and would give zeros silently.
        Guard.Within(nucleus.Z, 1, 118, nameof(nucleus), "the charge number");
        (_m, _mX, _mass) = (leptonMass, mediatorMass, nucleus.Mass);
        (Mediator, Nucleus) = (mediator, nucleus);
        _form = new NuclearFormFactor(nucleus);
        (_floorT, _capT) = TransferLimits(_form, grid);
        (_angles, _transfers) = (Quadrature.GaussLegendre(grid.Angles), Quadrature.GaussLegendre(grid.Transfers));
        Grid = grid;
        _amplitude = new EtlAmplitude(mediator, leptonMass, mediatorMass);
    }

    /// <summary>Spin and parity of the mediator.</summary>
    public Mediator Mediator { get; }

    /// <summary>The target nucleus.</summary>
    public Nucleus Nucleus { get; }

    /// <summary>Mass of the mediator, GeV.</summary>
    public double MediatorMass => _mX;

    /// <summary>Mass of the lepton, GeV.</summary>
    public double LeptonMass => _m;

    /// <summary>
    /// Threshold of the lepton's total energy, GeV, for production on a nucleus at rest that stays whole: m + mX + mX (mX + 2 m)/(2 M). At and below it all
    /// cross sections are zero. (The condition E > mX (1 + m/M + 2 mX/M) of DMG4 is an estimate of it.)
    /// </summary>
    public double Threshold => _m + _mX + (_mX * (_mX + (2 * _m)) / (2 * _mass));

    internal EtlGrid Grid { get; }

    /// <summary>The range of t outside of which the integrand is left out; below the floor screening suppresses the flux as t^2: less than 1e-4 of the integral.</summary>
    internal static (double Floor, double Cap) TransferLimits(NuclearFormFactor form, EtlGrid grid) =>
        (grid.ScreeningFloor * Math.Min(form.ScreeningT, form.InelasticScreeningT), SizesOfT * form.SizeT);

    /// <summary>Differential cross section d sigma/dx, pb at epsilon = 1.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="oneMinusX">1 - x with x in [mX/E, 1 - m/E].</param>
    /// <returns>Elastic and inelastic part; zero in the sliver at the upper end that the recoil of the nucleus forbids.</returns>
    /// <exception cref="ArgumentOutOfRangeException">x is outside its range, or the energy is not above the lepton's mass.</exception>
    public CrossSectionParts DsDx(double leptonEnergy, double oneMinusX)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(oneMinusX, _m / leptonEnergy, 1 - (_mX / leptonEnergy), nameof(oneMinusX), "1 - x");
        return Differential(leptonEnergy, oneMinusX);
    }

    /// <summary>Total cross section for a mediator with at least a share <paramref name="xMin"/> of the energy, pb at epsilon = 1.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="xMin">Smallest share, in [0, 1]; below mX/E it has no effect. A total for a mediator below 1 MeV grows with ln(1/xMin): quote it.</param>
    /// <returns>Elastic and inelastic part; zero where no x is allowed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts Total(double leptonEnergy, double xMin = 0)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(xMin, 0, 1, nameof(xMin), "the smallest x");
        return OverX(leptonEnergy, xMin, Grid.X, oneMinusX => Differential(leptonEnergy, oneMinusX));
    }

    /// <summary>Integral over x from the larger of xMin and mX/E to its upper end of a function of 1 - x, with the given number of points below and above 0.5.</summary>
    internal CrossSectionParts OverX(double leptonEnergy, double xMin, int points, Func<double, CrossSectionParts> differential)
    {
        double low = Math.Max(xMin, _mX / leptonEnergy);
        double smallestRest = _m / leptonEnergy;
        if (low >= 1 - smallestRest || leptonEnergy <= Threshold)
        {
            return default;
        }

        double elastic = 0, inelastic = 0;
        void Add(CrossSectionParts parts, double weight)
        {
            elastic += weight * parts.Elastic;
            inelastic += weight * parts.Inelastic;
        }

        const double Middle = 0.5;
        Quadrature rule = Quadrature.GaussLegendre(points);
        double split = Math.Min(Math.Max(low, Middle), 1 - smallestRest);
        if (low < split)
        {
            // ln x, denser towards the lower end, where the phase space opens as a square root.
            double length = Math.Log(split / low);
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double z = rule.Nodes[i];
                double x = low * Math.Exp(length * z * z);
                Add(differential(1 - x), rule.Weights[i] * 2 * z * length * x);
            }
        }

        double scale = UpperScale(leptonEnergy);
        double range = Math.Log(1 + ((1 - split - smallestRest) / scale));
        for (int i = 0; range > 0 && i < rule.Nodes.Length; i++)
        {
            double z = rule.Nodes[i];
            double s = range * z * z;
            double rest = scale * PhotonFlux.Expm1(s);
            Add(differential(rest + smallestRest), rule.Weights[i] * 2 * z * range * (rest + scale));
        }

        return new CrossSectionParts(elastic, inelastic);
    }

    /// <summary>The distance from the upper end of x below which d sigma/dx no longer grows, below 1: the sum of its three causes where they are small.</summary>
    internal static double UpperScale(double leptonMass, double mediatorMass, double leptonEnergy)
    {
        double lepton = leptonMass / mediatorMass;
        double recoil = mediatorMass / (2 * leptonEnergy);
        double sum = (leptonMass / leptonEnergy) + (lepton * lepton) + (recoil * recoil);
        return sum / (1 + sum);
    }

    internal double UpperScale(double leptonEnergy) => UpperScale(_m, _mX, leptonEnergy);

    /// <summary>d sigma/dx without checks; zero outside the allowed range.</summary>
    internal CrossSectionParts Differential(double e0, double oneMinusX)
    {
        if (!((1 - oneMinusX) * e0 > _mX) || !(oneMinusX * e0 > _m))
        {
            return default;
        }

        EtlShare share = new(e0, oneMinusX, _m, _mX, _mass);
        // w = U(0)/U(theta) from 1 (forward) to the largest angle that the sphere or the recoil of the nucleus allows.
        double wMin = Math.Max(share.Omega0 / (2 + share.Omega0), share.MinusU0 / (2 * _mass * (share.RecoilEnergy - _m)));
        if (wMin >= 1)
        {
            return default;
        }

        wMin = RaiseToCap(share, wMin);
        double elastic = 0, inelastic = 0;
        ReadOnlySpan<double> nodes = _angles.Nodes, weights = _angles.Weights;
        for (int i = 0; i < nodes.Length; i++)
        {
            // Cubed spacing: towards small w (large angles) the integrand falls, with structure on a logarithmic scale.
            double v = nodes[i];
            double w = wMin + ((1 - wMin) * v * v * v);
            EtlEmission emission = new(share, share.Omega0 * (1 - w) / w, -share.MinusU0 / w);
            if (emission.Allowed)
            {
                double jacobian = weights[i] * 3 * v * v * (1 - wMin) * share.Omega0 / (w * w);
                CrossSectionParts sum = IntegrateTransfers(share, emission);
                elastic += jacobian * sum.Elastic;
                inelastic += jacobian * sum.Inelastic;
            }
        }

        double prefactor = Alpha3Pb * share.EmittedMomentum * e0 / share.LeptonMomentum;
        return new CrossSectionParts(prefactor * elastic, prefactor * inelastic);
    }

    /// <summary>The smallest w (largest angle) at which tmin is still below the cap of t, so that the quadrature ends where its integrand does.</summary>
    private double RaiseToCap(in EtlShare share, double wMin)
    {
        bool Open(in EtlShare s, double w)
        {
            EtlEmission emission = new(s, s.Omega0 * (1 - w) / w, -s.MinusU0 / w);
            return emission.Allowed && emission.TMin < _capT;
        }

        if (Open(share, wMin * (1 + 1e-9)) || !Open(share, 1))
        {
            return wMin;
        }

        double closed = wMin, open = 1;
        while (open > 1.01 * closed)
        {
            double middle = Math.Sqrt(open * closed);
            (closed, open) = Open(share, middle) ? (closed, middle) : (middle, open);
        }

        return closed;
    }

    /// <summary>Azimuth average of A/(8 M^2) at one point, for tests against the formulas as printed.</summary>
    internal double AmplitudeAt(double e0, double oneMinusX, double oneMinusCosTheta, double t)
    {
        EtlShare share = new(e0, oneMinusX, _m, _mX, _mass);
        double u = -share.MinusU0 * (1 + (oneMinusCosTheta / share.Omega0));
        EtlEmission emission = new(share, oneMinusCosTheta, u);
        Vector256<double> transfer = Vector256.Create(t);
        return _amplitude.AzimuthAverage(share, emission, emission.R1(transfer, Vector256.Create(t - emission.TMin)), transfer)[0];
    }

    /// <summary>Integral over t of G(t)/t^2 times the azimuth average of A/(8 M^2), over |V|.</summary>
    private CrossSectionParts IntegrateTransfers(in EtlShare share, in EtlEmission emission)
    {
        double low = Math.Max(emission.TMin, _floorT);
        double high = Math.Min(emission.TMax, Math.Min(_capT, -Grid.TransferSpan * emission.U));
        if (low >= high)
        {
            return default;
        }

        double length = Math.Log(high / low);
        Vector256<double> offset = Vector256.Create(low - emission.TMin), elastic = default, inelastic = default, one = Vector256<double>.One;
        // Four momentum transfers at a time; the number of points is a multiple of four.
        ReadOnlySpan<Vector256<double>> nodes = MemoryMarshal.Cast<double, Vector256<double>>(_transfers.Nodes);
        ReadOnlySpan<Vector256<double>> weights = MemoryMarshal.Cast<double, Vector256<double>>(_transfers.Weights);
        for (int i = 0; i < nodes.Length; i++)
        {
            Vector256<double> y = length * nodes[i];
            Vector256<double> series = y * (one + (y * (Vector256.Create(0.5) + (y * (Vector256.Create(1.0 / 6) + (y * (1.0 / 24)))))));
            Vector256<double> growth = Vector256.ConditionalSelect(Vector256.LessThan(y, Vector256.Create(0.01)), series, Vector256.Exp(y) - one);
            Vector256<double> t = low * (one + growth);
            Vector256<double> f = weights[i] * t * _amplitude.AzimuthAverage(share, emission, emission.R1(t, offset + (low * growth)), t);
            elastic += f * _form.ElasticOverT2(t);
            inelastic += f * _form.ProtonsOverT2(t);
        }

        double factor = length * emission.InverseV;
        return new CrossSectionParts(factor * Vector256.Sum(elastic), factor * Vector256.Sum(inelastic));
    }
}
