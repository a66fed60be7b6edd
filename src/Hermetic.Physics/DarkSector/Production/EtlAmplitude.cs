using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// The squared amplitude A/(8 M^2) of l Z -> l Z X at exact tree level (arXiv:1609.06781, 1705.01633), averaged over the azimuth of the momentum transfer in
/// closed form, and at single points. VERIFIED: against explicit traces (1e-11).
/// </summary>
internal readonly struct EtlAmplitude
{
    private readonly double _mX2, _coefficientScalar, _coefficientX3, _axialTerm;
    private readonly bool _spinOne;

    public EtlAmplitude(Mediator mediator, double leptonMass, double mediatorMass)
    {
        double m2 = leptonMass * leptonMass;
        _mX2 = mediatorMass * mediatorMass;
        (_coefficientScalar, _coefficientX3, _axialTerm, _spinOne) = mediator switch
        {
            Mediator.Scalar => (1.0, _mX2 - (4 * m2), 0.0, false),
            Mediator.Pseudoscalar => (1.0, _mX2, 0.0, false),
            Mediator.Vector => (0.0, 2 * (_mX2 + (2 * m2)), 0.0, true),
            Mediator.Axial => (4 * m2 / _mX2, 2 * (_mX2 - (4 * m2)), 4 * m2, true),
            _ => throw new ArgumentOutOfRangeException(nameof(mediator), mediator, "Vector, Axial, Scalar or Pseudoscalar."),
        };
    }

    /// <summary>
    /// Average of A/(8 M^2) over the azimuth of the momentum transfer, in closed form. With s = (p'+k)^2 - m^2 = a + b cos(phi), u = (p-k)^2 - m^2 and the
    /// small combination R = (1-x) s + u = r0 + r1 cos(phi), every term of A is a polynomial in y = R/s, s and 1/s.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> AzimuthAverage(in EtlShare share, in EtlEmission emission, Vector256<double> r1, Vector256<double> t)
    {
        double x = share.X, oneMinusX = share.OneMinusX, e0 = share.E0, u = emission.U, invU = emission.InverseU, invM = share.InverseM;
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> r0 = emission.R0(share, t);
        Vector256<double> h = r0 - Vector256.Create(u);
        Vector256<double> invH = one / h;
        Vector256<double> beta = r1 * invH;
        Vector256<double> rho = r0 * invH;
        Vector256<double> b2 = beta * beta;
        Vector256<double> g2 = (one - beta) * (one + beta);
        Vector256<double> g = Vector256.Sqrt(g2);
        Vector256<double> invG = one / g;
        Vector256<double> b2OverOnePlusG = b2 / (one + g);

        Vector256<double> s = h * share.InverseOneMinusX;
        Vector256<double> inverseS = oneMinusX * invH * invG;
        Vector256<double> y1 = oneMinusX * (rho - b2OverOnePlusG) * invG;
        Vector256<double> y2 = oneMinusX * oneMinusX * ((rho * (rho - (2 * b2))) + (b2OverOnePlusG * (one + g - g2))) * invG * invG * invG;
        Vector256<double> r2OverS = oneMinusX * h * (((one - (2 * rho)) * b2OverOnePlusG) + (rho * rho)) * invG;

        // (s+u)^2/(s u)
        Vector256<double> symmetric = ((x * x * s) + (2 * x * r0) + r2OverS) * invU;
        Vector256<double> xy1 = x * y1;
        Vector256<double> x3 = (0.5 * invU * invU)
            * ((t * (Vector256.Create(x * x) + (2 * xy1) + y2 + (2 * e0 * invM * (xy1 + y2)))) - (4 * e0 * e0 * y2));
        Vector256<double> result = _coefficientX3 * x3;
        if (_coefficientScalar != 0)
        {
            Vector256<double> scalar = (0.5 * symmetric) - (x * e0 * invU * t * ((2 * x * e0 * inverseS) - (invM * (Vector256.Create(x) + y1))));
            result += _coefficientScalar * scalar;
        }

        if (_spinOne)
        {
            Vector256<double> pp = Vector256.Create(2 * e0) - (0.5 * invM * t);
            Vector256<double> ppPrime = Vector256.Create((2 * e0 * oneMinusX) + (0.5 * invM * u)) - (0.5 * invM * t);
            Vector256<double> pSquared = Vector256.Create(4.0) + (invM * invM * t);
            Vector256<double> k = (pp * pp) + (ppPrime * ppPrime) + (pSquared * (Vector256.Create(_mX2 - (0.5 * u) - _axialTerm) - (0.5 * t)));
            result += ((symmetric - Vector256.Create(2.0)) * 0.25 * pSquared)
                - (invU * t * ((0.25 * invM * invM * s) - Vector256.Create((2 * e0 * invM) + 2) + (k * inverseS)));
        }

        return result;
    }

    /// <summary>The same at one momentum transfer.</summary>
    public double AzimuthAverage(in EtlShare share, in EtlEmission emission, double t) =>
        AzimuthAverage(share, emission, Vector256.Create(emission.R1(t, Math.Max(0, t - emission.TMin))), Vector256.Create(t))[0];

    /// <summary>A/(8 M^2) at four points that share the lepton's energy.</summary>
    /// <param name="e0">Energy of the incoming lepton.</param>
    /// <param name="invM">One over the mass of the nucleus.</param>
    /// <param name="x">Share of the mediator; <paramref name="oneMinusX"/> carries the digits near 1.</param>
    /// <param name="oneMinusX">1 - x.</param>
    /// <param name="s">(p'+k)^2 - m^2.</param>
    /// <param name="r">(1-x) s + u, known without cancellation.</param>
    /// <param name="u">(p-k)^2 - m^2.</param>
    /// <param name="t">Momentum transfer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> At(
        double e0, double invM, Vector256<double> x, Vector256<double> oneMinusX, Vector256<double> s, Vector256<double> r, Vector256<double> u, Vector256<double> t)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> invS = one / s, invU = one / u;
        Vector256<double> y = r * invS;
        Vector256<double> xy = x + y;
        Vector256<double> symmetric = s * xy * xy * invU;
        Vector256<double> x3 = (0.5 * invU * invU) * ((t * xy * (xy + ((2 * e0 * invM) * y))) - ((4 * e0 * e0) * y * y));
        Vector256<double> result = _coefficientX3 * x3;
        if (_coefficientScalar != 0)
        {
            result += _coefficientScalar * ((0.5 * symmetric) - (x * e0 * invU * t * ((2 * e0 * x * invS) - (invM * xy))));
        }

        if (_spinOne)
        {
            Vector256<double> pp = Vector256.Create(2 * e0) - (0.5 * invM * t);
            Vector256<double> ppPrime = (2 * e0 * oneMinusX) + (0.5 * invM * (u - t));
            Vector256<double> pSquared = Vector256.Create(4.0) + (invM * invM * t);
            Vector256<double> k = (pp * pp) + (ppPrime * ppPrime) + (pSquared * (Vector256.Create(_mX2 - _axialTerm) - (0.5 * (u + t))));
            result += ((symmetric - Vector256.Create(2.0)) * 0.25 * pSquared)
                - (invU * t * ((0.25 * invM * invM * s) - Vector256.Create((2 * e0 * invM) + 2) + (k * invS)));
        }

        return result;
    }
}
