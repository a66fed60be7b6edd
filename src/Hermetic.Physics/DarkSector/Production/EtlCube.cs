using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// The phase space of l Z -> l Z X at one lepton energy, mapped to the unit cube: the share x, the mediator's angle, the momentum transfer t. The density of the
/// cross section in the cube is bounded and varies slowly with the lepton's energy; the azimuth of the momentum transfer is averaged or drawn.
/// </summary>
internal sealed class EtlCube
{
    /// <summary>Random directions in the azimuth for one point of the cube: four uniform ones and four that are denser where s is small.</summary>
    public const int Directions = 8;

    private const double Alpha3Pb = Constants.Alpha * Constants.Alpha * Constants.Alpha * Constants.PicobarnPerInverseGeV2;

    private readonly double _m, _mX, _mass, _floorT, _capT, _span;
    private readonly EtlAmplitude _amplitude;
    private readonly NuclearFormFactor _form;

    public EtlCube(Mediator mediator, double leptonMass, Nucleus nucleus, double mediatorMass, EtlGrid grid)
    {
        (_m, _mX, _mass, _span) = (leptonMass, mediatorMass, nucleus.Mass, grid.TransferSpan);
        _form = new NuclearFormFactor(nucleus);
        (_floorT, _capT) = DarkBremsstrahlung.TransferLimits(_form, grid);
        _amplitude = new EtlAmplitude(mediator, leptonMass, mediatorMass);
    }

    /// <summary>The range of x at one lepton energy in the variable v = ln(x/(x_max - x + scale)).</summary>
    public readonly struct Range
    {
        public readonly double Energy, SmallestRest, Scale, D, Low, Length;

        public Range(double energy, double leptonMass, double mediatorMass, double smallestShare)
        {
            Energy = energy;
            SmallestRest = leptonMass / energy;
            Scale = DarkBremsstrahlung.UpperScale(leptonMass, mediatorMass, energy);
            D = 1 - SmallestRest + Scale;
            Low = Math.Log(smallestShare / (D - smallestShare));
            Length = Math.Log((D - Scale) / Scale) - Low;
        }
    }

    /// <summary>A point of phase space without its azimuth.</summary>
    public struct Point
    {
        public EtlShare Share;
        public EtlEmission Emission;
        public double Omega, T, R0, R1;

        /// <summary>Density in the cube but for the amplitude.</summary>
        public double Weight;

        /// <summary>Form factors over t^2.</summary>
        public double Elastic, Inelastic;
    }

    public Range RangeAt(double energy, double smallestEnergy) => new(energy, _m, _mX, smallestEnergy / energy);

    /// <summary>The kinematics at a share and an angle.</summary>
    /// <returns>False where nothing can be produced.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Emit(in Range range, double a, double b, ref Point point)
    {
        // Denser towards both ends, where the density opens and closes.
        double ev = Math.Exp(range.Low + (range.Length * a * a * (3 - (2 * a))));
        double aboveScale = range.D / (1 + ev);
        double x = range.D - aboveScale;
        double oneMinusX = aboveScale - range.Scale + range.SmallestRest;
        double e0 = range.Energy;
        if (!(x * e0 > _mX) || !(oneMinusX * e0 > _m))
        {
            return false;
        }

        EtlShare share = new(e0, oneMinusX, _m, _mX, _mass);
        // The largest angle: of the sphere, of the nucleus' recoil, and a bound on the angle at which tmin reaches the cap of t.
        double largestU = (2 * _capT) + (2 * Math.Sqrt(_capT * (_capT + (share.PMinusK * share.PMinusK) - share.MinusU0)));
        double wMin = Math.Max(share.MinusU0 / largestU, Math.Max(share.Omega0 / (2 + share.Omega0), share.MinusU0 / (2 * _mass * (share.RecoilEnergy - _m))));
        if (!(wMin < 1))
        {
            return false;
        }

        double w = wMin + ((1 - wMin) * b * b);
        double omega = Math.Min(2, share.Omega0 * (1 - w) / w);
        EtlEmission emission = new(share, omega, -share.MinusU0 / w);
        point.Share = share;
        point.Emission = emission;
        point.Omega = omega;
        point.Weight = Alpha3Pb * share.EmittedMomentum * e0 / share.LeptonMomentum * emission.InverseV
            * 6 * a * (1 - a) * range.Length * x * aboveScale / range.D
            * 2 * b * (1 - wMin) * share.Omega0 / (w * w);
        return emission.Allowed;
    }

    /// <summary>The momentum transfer and the flux at a point whose share and angle are known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Transfer(double c, ref Point point)
    {
        ref readonly EtlEmission emission = ref point.Emission;
        (double low, double high) = TransferRange(emission);
        if (!(low < high))
        {
            return false;
        }

        double length = Math.Log(high / low);
        double y = length * c;
        double grown = y < 0.01 ? y * (1 + (y * (0.5 + (y * ((1.0 / 6) + (y * (1.0 / 24))))))) : Math.Exp(y) - 1;
        double t = low * (1 + grown);
        point.T = t;
        point.R0 = emission.R0(point.Share, t);
        point.R1 = emission.R1(t, low - emission.TMin + (low * grown));
        point.Elastic = _form.ElasticOverT2(t);
        point.Inelastic = _form.ProtonsOverT2(t);
        point.Weight *= length * t * (point.Elastic + point.Inelastic);
        return true;
    }

    /// <summary>
    /// Where along the third side of the cube the density has its ridge at a large angle of the mediator: there the lepton can follow the mediator, because the nucleus
    /// balances the transverse momentum of both, and s is small.
    /// </summary>
    /// <returns>The place; outside of (0, 1) or not a number where there is none.</returns>
    public double Ridge(in Point point)
    {
        ref readonly EtlShare share = ref point.Share;
        double lepton = Math.Sqrt((share.RecoilEnergy - share.RecoilMass) * (share.RecoilEnergy + share.RecoilMass));
        double pair = lepton + share.EmittedMomentum;
        double along = share.PMinusK - lepton + (pair * point.Omega);
        double t = (pair * pair * point.Omega * (2 - point.Omega)) + (along * along);
        (double low, double high) = TransferRange(point.Emission);
        return Math.Log(t / low) / Math.Log(high / low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double Low, double High) TransferRange(in EtlEmission emission) =>
        (Math.Max(emission.TMin, _floorT), Math.Min(emission.TMax, Math.Min(_capT, -_span * emission.U)));

    /// <summary>Azimuth average of the amplitude at a point.</summary>
    public double Average(in Point point) =>
        _amplitude.AzimuthAverage(point.Share, point.Emission, Vector256.Create(point.R1), Vector256.Create(point.T))[0];

    /// <summary>
    /// The amplitude in eight random directions of the azimuth phi of R = r0 + r1 cos(phi), weighted such that their sum estimates the azimuth average and that a
    /// direction drawn in proportion to its weight follows the amplitude (multiple importance sampling, balance heuristic): four uniform directions and four
    /// distributed as 1/s.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Directed(in Point point, double cosine, double sine, Span<Vector256<double>> weights, Span<Vector256<double>> cosines, Span<Vector256<double>> sines)
    {
        Vector256<double> one = Vector256<double>.One;
        double beta = point.R1 / (point.R0 - point.Emission.U);
        double g = Math.Sqrt((1 - beta) * (1 + beta));
        Vector256<double> cosFlat = Vector256.Create(cosine, -sine, -cosine, sine);
        Vector256<double> sinFlat = Vector256.Create(sine, cosine, -sine, -cosine);
        // If E is uniform, then phi with cos(phi) = (cos(E) - beta)/(1 - beta cos(E)) has the density g/(1 + beta cos(phi)).
        Vector256<double> inverse = one / (one - (beta * cosFlat));
        Vector256<double> cosSteep = (cosFlat - Vector256.Create(beta)) * inverse;
        cosines[0] = cosFlat;
        sines[0] = sinFlat;
        cosines[1] = cosSteep;
        sines[1] = g * sinFlat * inverse;
        weights[0] = Weigh(point, cosFlat, beta, g);
        weights[1] = Weigh(point, cosSteep, beta, g);
        return Vector256.Sum(weights[0] + weights[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Weigh(in Point point, Vector256<double> cosine, double beta, double g)
    {
        ref readonly EtlShare share = ref point.Share;
        Vector256<double> steep = Vector256<double>.One + (beta * cosine);
        Vector256<double> r = Vector256.Create(point.R0) + (point.R1 * cosine);
        Vector256<double> u = Vector256.Create(point.Emission.U);
        Vector256<double> s = (r - u) * share.InverseOneMinusX;
        Vector256<double> amplitude = _amplitude.At(
            share.E0, share.InverseM, Vector256.Create(share.X), Vector256.Create(share.OneMinusX), s, r, u, Vector256.Create(point.T));
        return 0.25 * amplitude * steep / (steep + Vector256.Create(g));
    }
}
