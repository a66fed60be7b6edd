using System.Runtime.Intrinsics;
using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Production;

/// <content>
/// Differential cross sections in the angle of the mediator and in that of the recoil lepton. The second is an integral of its own: there the lepton's momentum is
/// held fixed and the mediator takes up the momentum transfer, so that the agreement of both totals and of both with sampled events tests the kinematics.
/// </content>
public sealed partial class DarkBremsstrahlung
{
    // The azimuth of the momentum transfer around p - p' in a variable in which the poles in u are flat: 16 points leave errors below 1e-4.
    private const int Azimuths = 16;

    private static readonly double[] AzimuthCosines = [.. Enumerable.Range(0, Azimuths).Select(i => Math.Cos((i + 0.5) * Math.PI / Azimuths))];

    /// <summary>Differential cross section d2 sigma/(dx dtheta) in the mediator's share of the energy and its angle to the lepton, pb/rad at epsilon = 1.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="oneMinusX">1 - x with x in [mX/E, 1 - m/E].</param>
    /// <param name="theta">Angle, in [0, pi].</param>
    /// <returns>Elastic and inelastic part; zero where energy and momentum cannot be conserved, and where the smallest momentum transfer exceeds <see cref="SizesOfT"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDxDTheta(double leptonEnergy, double oneMinusX, double theta)
    {
        CheckShare(leptonEnergy, oneMinusX);
        Guard.Within(theta, 0, Math.PI, nameof(theta), "the angle of the mediator");
        return AtAngle(leptonEnergy, oneMinusX, theta);
    }

    /// <summary>Differential cross section d sigma/dtheta in the mediator's angle, integrated over x, pb/rad at epsilon = 1.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV.</param>
    /// <param name="theta">Angle, in [0, pi].</param>
    /// <param name="xMin">Smallest share of the mediator, in [0, 1]; below mX/E it has no effect. Quote it with mediators below 1 MeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDTheta(double leptonEnergy, double theta, double xMin)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(theta, 0, Math.PI, nameof(theta), "the angle of the mediator");
        Guard.Within(xMin, 0, 1, nameof(xMin), "the smallest x");
        return OverX(leptonEnergy, xMin, 2 * Grid.X, oneMinusX => AtAngle(leptonEnergy, oneMinusX, theta));
    }

    /// <summary>
    /// Differential cross section d2 sigma/(dy dpsi) in the recoil lepton's share of the energy and its angle to the beam, pb/rad at epsilon = 1. What the nucleus takes
    /// apart (t/(2 M), below 1e-6 of the energy on lead), y is 1 - x.
    /// </summary>
    /// <param name="leptonEnergy">Total energy of the incoming lepton, GeV.</param>
    /// <param name="y">Share of the recoil lepton, in [m/E, 1 - mX/E].</param>
    /// <param name="psi">Angle, in [0, pi].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDyDPsi(double leptonEnergy, double y, double psi)
    {
        CheckShare(leptonEnergy, y);
        Guard.Within(psi, 0, Math.PI, nameof(psi), "the angle of the lepton");
        return AtRecoilAngle(leptonEnergy, y, psi);
    }

    /// <summary>Differential cross section d sigma/dpsi in the recoil lepton's angle to the beam, integrated over its energy, pb/rad at epsilon = 1.</summary>
    /// <param name="leptonEnergy">Total energy of the incoming lepton, GeV.</param>
    /// <param name="psi">Angle, in [0, pi].</param>
    /// <param name="xMin">One minus the largest share of the recoil lepton, in [0, 1]; below mX/E it has no effect. Quote it with mediators below 1 MeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CrossSectionParts DsDPsi(double leptonEnergy, double psi, double xMin)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(psi, 0, Math.PI, nameof(psi), "the angle of the lepton");
        Guard.Within(xMin, 0, 1, nameof(xMin), "the smallest x");
        return OverX(leptonEnergy, xMin, 2 * Grid.X, y => AtRecoilAngle(leptonEnergy, y, psi));
    }

    /// <summary>The distribution of the mediator's angle, with moments and quantiles.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV, above the <see cref="Threshold"/>.</param>
    /// <param name="xMin">Smallest share of the mediator, in [0, 1).</param>
    /// <param name="elasticOnly">Leaves out the inelastic part.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or nothing is produced.</exception>
    public AngularDistribution MediatorAngles(double leptonEnergy, double xMin, bool elasticOnly = false) =>
        new(SmallestAngle(leptonEnergy), Math.PI, angle => Selected(DsDTheta(leptonEnergy, angle, xMin), elasticOnly));

    /// <summary>The distribution of the recoil lepton's angle to the beam, with moments and quantiles.</summary>
    /// <param name="leptonEnergy">Total energy of the incoming lepton, GeV, above the <see cref="Threshold"/>.</param>
    /// <param name="xMin">One minus the largest share of the recoil lepton, in [0, 1).</param>
    /// <param name="elasticOnly">Leaves out the inelastic part.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or nothing is produced.</exception>
    public AngularDistribution RecoilAngles(double leptonEnergy, double xMin, bool elasticOnly = false) =>
        new(SmallestAngle(leptonEnergy), Math.PI, angle => Selected(DsDPsi(leptonEnergy, angle, xMin), elasticOnly));

    private static double Selected(CrossSectionParts parts, bool elasticOnly) => elasticOnly ? parts.Elastic : parts.Sum;

    /// <summary>Far inside the narrowest structure of both distributions, where they rise in proportion to the angle.</summary>
    private double SmallestAngle(double leptonEnergy)
    {
        Guard.Above(leptonEnergy, Threshold, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        return 1e-3 * Math.Min(Math.Min(_m, _mX), Math.Sqrt(_form.ScreeningT)) / leptonEnergy;
    }

    private void CheckShare(double leptonEnergy, double oneMinusX)
    {
        Guard.Above(leptonEnergy, _m, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        Guard.Within(oneMinusX, _m / leptonEnergy, 1 - (_mX / leptonEnergy), nameof(oneMinusX), "1 - x");
    }

    /// <summary>1 - cos(theta).</summary>
    private static double Versine(double theta)
    {
        double half = Math.Sin(0.5 * theta);
        return 2 * half * half;
    }

    private CrossSectionParts AtAngle(double e0, double oneMinusX, double theta)
    {
        if (!((1 - oneMinusX) * e0 > _mX) || !(oneMinusX * e0 > _m))
        {
            return default;
        }

        EtlShare share = new(e0, oneMinusX, _m, _mX, _mass);
        double omega = Versine(theta);
        EtlEmission emission = new(share, omega, -(share.MinusU0 + (2 * share.LeptonMomentum * share.EmittedMomentum * omega)));
        if (!emission.Allowed)
        {
            return default;
        }

        CrossSectionParts sum = OverTransfers(share, emission, false, Collinear(share, omega, _m), 0);
        double factor = Alpha3Pb * share.EmittedMomentum * e0 / share.LeptonMomentum * emission.InverseV * Math.Sin(theta);
        return new CrossSectionParts(factor * sum.Elastic, factor * sum.Inelastic);
    }

    private CrossSectionParts AtRecoilAngle(double e0, double y, double psi)
    {
        if (!((1 - y) * e0 > _mX) || !(y * e0 > _m))
        {
            return default;
        }

        EtlShare share = EtlShare.OfLepton(e0, y, _m, _mX, _mass);
        double omega = Versine(psi);
        double momenta = share.LeptonMomentum * share.EmittedMomentum;
        EtlEmission emission = new(share, omega, -(share.MinusU0 + (2 * momenta * omega)));
        if (!emission.Allowed)
        {
            return default;
        }

        // The integrand also peaks where the mediator can follow the beam: the nucleus then balances the lepton's transverse momentum, and u is small.
        double transverse = share.EmittedMomentum * Math.Sin(psi);
        double along = share.PMinusK + (share.EmittedMomentum * omega) - Math.Sqrt((share.RecoilEnergy - _mX) * (share.RecoilEnergy + _mX));
        CrossSectionParts sum = OverTransfers(share, emission, true, (transverse * transverse) + (along * along), Collinear(share, omega, _mX));
        double factor = Alpha3Pb * share.EmittedMomentum * e0 / share.LeptonMomentum * emission.InverseV * Math.Sin(psi);
        return new CrossSectionParts(factor * sum.Elastic, factor * sum.Inelastic);
    }

    /// <summary>The momentum transfer at which the recoiling particle can follow the emitted one, because the nucleus balances the transverse momentum of both: there s is small.</summary>
    private static double Collinear(in EtlShare share, double omega, double recoilMass)
    {
        double recoil = Math.Sqrt((share.RecoilEnergy - recoilMass) * (share.RecoilEnergy + recoilMass));
        double pair = recoil + share.EmittedMomentum;
        double along = share.PMinusK - recoil + (pair * omega);
        return (pair * pair * omega * (2 - omega)) + (along * along);
    }

    /// <summary>Integral over t of G(t)/t^2 times the azimuth average of A/(8 M^2), with points that are denser towards two peaks (zero: none).</summary>
    private CrossSectionParts OverTransfers(in EtlShare share, in EtlEmission emission, bool ofLepton, double first, double second)
    {
        double low = Math.Max(emission.TMin, _floorT);
        double high = Math.Min(emission.TMax, Math.Min(_capT, -Grid.TransferSpan * emission.U));
        if (low >= high)
        {
            return default;
        }

        first = Math.Clamp(first, low, high);
        second = Math.Clamp(second, first, high);
        double middle = Math.Sqrt(first * second);
        CrossSectionParts sum = AddTransfers(share, emission, ofLepton, first, low, default);
        sum = AddTransfers(share, emission, ofLepton, first, middle, sum);
        sum = AddTransfers(share, emission, ofLepton, second, middle, sum);
        return AddTransfers(share, emission, ofLepton, second, high, sum);
    }

    /// <summary>Adds the integral between two momentum transfers, in ln t, the points denser towards the first.</summary>
    private CrossSectionParts AddTransfers(in EtlShare share, in EtlEmission emission, bool ofLepton, double start, double end, CrossSectionParts sum)
    {
        double length = Math.Log(end / start);
        if (length == 0)
        {
            return sum;
        }

        double elastic = sum.Elastic, inelastic = sum.Inelastic;
        ReadOnlySpan<double> nodes = _transfers.Nodes, weights = _transfers.Weights;
        for (int i = 0; i < nodes.Length; i++)
        {
            double v = nodes[i];
            double t = start * Math.Exp(length * v * v * v);
            double f = weights[i] * 3 * v * v * Math.Abs(length) * t
                * (ofLepton ? RecoilAzimuthAverage(share, emission, t) : _amplitude.AzimuthAverage(share, emission, t));
            elastic += f * _form.ElasticOverT2(t);
            inelastic += f * _form.ProtonsOverT2(t);
        }

        return new CrossSectionParts(elastic, inelastic);
    }

    /// <summary>Average of A/(8 M^2) over the azimuth of the momentum transfer around p - p'.</summary>
    private double RecoilAzimuthAverage(in EtlShare share, in EtlEmission emission, double t)
    {
        // In the kinematics of the lepton: R' = (1-y) s + u' = r0 + r1 cos(phi) with u' = (p-p')^2 - mX^2. -u = (s + u' + t) is a (1 + beta cos(phi)).
        double y = share.X, x0 = share.OneMinusX, uPrime = emission.U, invM = share.InverseM, e0 = share.E0;
        double r0 = emission.R0(share, t);
        double r1 = emission.R1(t, t - emission.TMin);
        double a = ((t * (1 - (emission.Delta * share.C))) + ((emission.Delta - y) * uPrime)) * share.InverseOneMinusX;
        double beta = Math.Min(r1 * share.InverseOneMinusX / a, 1 - 1e-12);
        double g2 = (1 - beta) * (1 + beta);
        double recoil = 0.5 * t * invM / e0;
        Vector256<double> one = Vector256<double>.One, sum = default;
        for (int i = 0; i < Azimuths; i += 4)
        {
            Vector256<double> cosine = Vector256.LoadUnsafe(ref AzimuthCosines[i]);
            Vector256<double> inverse = one / (one - (beta * cosine));
            Vector256<double> rPrime = Vector256.Create(r0) + (r1 * ((cosine - Vector256.Create(beta)) * inverse));
            Vector256<double> s = (rPrime - Vector256.Create(uPrime)) * share.InverseOneMinusX;
            Vector256<double> u = -a * g2 * inverse;
            Vector256<double> r = (s * recoil) - rPrime - Vector256.Create(t);
            sum += inverse * _amplitude.At(e0, invM, Vector256.Create(x0 - recoil), Vector256.Create(y + recoil), s, r, u, Vector256.Create(t));
        }

        return Vector256.Sum(sum) * Math.Sqrt(g2) / Azimuths;
    }
}
