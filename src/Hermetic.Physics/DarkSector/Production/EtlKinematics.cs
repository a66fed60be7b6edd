using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Kinematics of l Z -> l Z X that depends on the energies alone (rest frame of the nucleus, GeV). Everything that is small at x -> 1 or theta -> 0 is
/// written as a sum of small terms of one sign, never as a difference of large ones, so that plain double precision suffices.
/// One particle, the emitted one, has a fixed momentum k; the other recoils and takes up the momentum transfer. In the constructor the mediator is emitted and
/// the lepton recoils; in <see cref="OfLepton"/> they change places, and x, u and the angle are those of the lepton.
/// </summary>
internal readonly struct EtlShare
{
    public readonly double E0, X, OneMinusX, InverseOneMinusX, RecoilEnergy, RecoilMass, InverseM, LeptonMomentum, EmittedMomentum;

    /// <summary>1 + (1-x) E0/M.</summary>
    public readonly double C;

    /// <summary>-u at theta = 0 (u = (p-k)^2 - m^2 with the mass m of the recoiling particle), and the value of 1 - cos(theta) that doubles it.</summary>
    public readonly double MinusU0, Omega0;

    /// <summary>p - k, and x p - k, of the momenta.</summary>
    public readonly double PMinusK, XpMinusK;

    public EtlShare(double e0, double oneMinusX, double m, double mX, double nuclearMass)
    {
        (E0, OneMinusX, X, RecoilMass) = (e0, oneMinusX, 1 - oneMinusX, m);
        InverseOneMinusX = 1 / oneMinusX;
        InverseM = 1 / nuclearMass;
        RecoilEnergy = oneMinusX * e0;
        double mX2 = mX * mX, m2 = m * m, e02 = e0 * e0, eX = X * e0;
        double k2 = (eX - mX) * (eX + mX);
        double p = Math.Sqrt((e0 - m) * (e0 + m));
        double k = Math.Sqrt(k2);
        (LeptonMomentum, EmittedMomentum) = (p, k);
        PMinusK = ((oneMinusX * (1 + X) * e02) + mX2 - m2) / (p + k);
        XpMinusK = (mX2 - (X * X * m2)) / ((X * p) + k);
        double e2MinusPk = ((oneMinusX * (1 + X) * e02 * e02) + (e02 * mX2) + (m2 * k2)) / (e02 + (p * k));
        MinusU0 = ((mX2 * ((oneMinusX * e02) + e2MinusPk)) + (2 * m2 * k2)) / ((X * e02) + (p * k));
        Omega0 = MinusU0 / (2 * p * k);
        C = 1 + (RecoilEnergy * InverseM);
    }

    private EtlShare(double e0, double y, double m, double mX, double nuclearMass, double momentum)
    {
        (E0, OneMinusX, X, RecoilMass) = (e0, 1 - y, y, mX);
        InverseOneMinusX = 1 / OneMinusX;
        InverseM = 1 / nuclearMass;
        RecoilEnergy = OneMinusX * e0;
        double m2 = m * m, emitted = y * e0;
        double p = Math.Sqrt((e0 - m) * (e0 + m));
        (LeptonMomentum, EmittedMomentum) = (p, momentum);
        double sum = e0 + emitted, momenta = p + momentum;
        PMinusK = RecoilEnergy * sum / momenta;
        XpMinusK = m2 * OneMinusX * (1 + y) / ((y * p) + momentum);
        // E0 E' - p p' and the squared momentum transfer of the lepton, without cancellation.
        double product = ((m2 * e0 * e0) + (m2 * momentum * momentum)) / ((e0 * emitted) + (p * momentum));
        double transfer = RecoilEnergy * RecoilEnergy * 2 * (m2 + product) / (momenta * momenta);
        MinusU0 = transfer + (mX * mX);
        Omega0 = MinusU0 / (2 * p * momentum);
        C = 1 + (RecoilEnergy * InverseM);
    }

    /// <summary>The kinematics with the recoil lepton as the particle of fixed momentum.</summary>
    /// <param name="e0">Energy of the incoming lepton.</param>
    /// <param name="y">Share of the energy that the outgoing lepton has.</param>
    /// <param name="m">Mass of the lepton.</param>
    /// <param name="mX">Mass of the mediator, which recoils.</param>
    /// <param name="nuclearMass">Mass of the nucleus.</param>
    public static EtlShare OfLepton(double e0, double y, double m, double mX, double nuclearMass) =>
        new(e0, y, m, mX, nuclearMass, Math.Sqrt(((y * e0) - m) * ((y * e0) + m)));
}

/// <summary>Kinematics of l Z -> l Z X that depends on the angle of the emitted particle as well.</summary>
internal readonly struct EtlEmission
{
    public readonly double U, InverseU, InverseV;

    /// <summary>1 - (1-x) p (p - k cos(theta))/V^2, small.</summary>
    public readonly double Delta;

    /// <summary>Limits of the momentum transfer t.</summary>
    public readonly double TMin, TMax;

    /// <summary>False where energy and momentum cannot be conserved.</summary>
    public readonly bool Allowed;

    /// <summary>1 + 2 (1-x) E0/M + (p-k)^2/M^2: with it (t - tmin)(tmax - t) is the square of 2 |V| |q| sin(q, V).</summary>
    public readonly double Qa;

    private readonly double _r1Scale;

    public EtlEmission(in EtlShare share, double omega, double u)
    {
        double pk = share.LeptonMomentum * share.EmittedMomentum;
        double v2 = (share.PMinusK * share.PMinusK) + (2 * pk * omega);
        double m = share.RecoilMass, rest = share.RecoilEnergy, invM = share.InverseM;
        double recoil = rest + (0.5 * u * invM);
        double discriminant = v2 * (recoil - m) * (recoil + m);
        double qb = v2 + ((rest - m) * (rest + m)) + (u * rest * invM);
        Allowed = recoil > m && discriminant > 0 && qb > 0;
        U = u;
        InverseU = 1 / u;
        InverseV = 1 / Math.Sqrt(v2);
        Delta = ((share.XpMinusK * share.PMinusK) + ((1 + share.X) * pk * omega)) / v2;
        double qa = 1 + (2 * rest * invM) + ((u + (m * m)) * invM * invM);
        double root = qb + (2 * Math.Sqrt(discriminant));
        Qa = qa;
        TMin = u * u / root;
        TMax = root / qa;
        _r1Scale = share.OneMinusX * pk * Math.Sqrt(omega * (2 - omega) * qa) / v2;
    }

    /// <summary>Mean over the azimuth of the small combination R = (1-x) s + u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> R0(in EtlShare share, Vector256<double> t) => (share.X * t) + (Delta * (Vector256.Create(U) - (t * share.C)));

    /// <summary>Amplitude of R in the azimuth, for four momentum transfers.</summary>
    /// <param name="t">Momentum transfer.</param>
    /// <param name="aboveMinimum">t - tmin, known without cancellation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> R1(Vector256<double> t, Vector256<double> aboveMinimum) =>
        _r1Scale * Vector256.Sqrt(aboveMinimum * Vector256.Max(Vector256.Create(TMax) - t, Vector256<double>.Zero));

    /// <summary>Mean over the azimuth of the small combination R = (1-x) s + u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double R0(in EtlShare share, double t) => (share.X * t) + (Delta * (U - (t * share.C)));

    /// <summary>Amplitude of R in the azimuth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double R1(double t, double aboveMinimum) => _r1Scale * Math.Sqrt(Math.Max(0, aboveMinimum * (TMax - t)));
}
