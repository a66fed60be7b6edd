using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Form factors of an atom seen by a virtual photon of squared momentum transfer t = -q^2 > 0 (GeV^2):
/// elastic (screened, coherent, dipole of the nucleus) and inelastic (on the protons, dipole form factor).
/// Y.-S. Tsai, Rev. Mod. Phys. 46 (1974) 815; J. Bjorken, R. Essig, P. Schuster, N. Toro, arXiv:0906.0580, appendix A.
/// Screening lengths are atomic and so carry the electron mass for every beam. VERIFIED: the flux made of them, to 1e-6.
/// </summary>
/// <remarks>
/// The inelastic part is given twice, because the literature disagrees on the power of one bracket (a public code uses the first power, 0906.0580 prints the
/// square): the flux of 0.1 GeV mediators changes by 0.3 %, the total cross section by 0.2 % at 1 GeV.
/// </remarks>
public readonly struct NuclearFormFactor
{
    private const double ProtonMagneticMoment = 2.79;
    private const double DipoleScale = 0.71;
    private const double MagneticTerm =
        ((ProtonMagneticMoment * ProtonMagneticMoment) - 1) / (4 * Constants.ProtonMass * Constants.ProtonMass);

    private readonly double _a2, _aPrime2, _z, _invD;

    /// <summary>The form factors of an atom.</summary>
    /// <param name="nucleus">Its nucleus.</param>
    public NuclearFormFactor(Nucleus nucleus)
    {
        double a = 111 / (Math.Cbrt(nucleus.Z) * Constants.ElectronMass);
        double aPrime = 773 / (Math.Pow(nucleus.Z, 2.0 / 3) * Constants.ElectronMass);
        _a2 = a * a;
        _aPrime2 = aPrime * aPrime;
        _z = nucleus.Z;
        _invD = Math.Pow(nucleus.A, 2.0 / 3) / 0.164;
    }

    /// <summary>Momentum transfer of elastic screening, 1/a^2, in GeV^2.</summary>
    public double ScreeningT => 1 / _a2;

    /// <summary>Momentum transfer of inelastic screening, 1/a'^2, in GeV^2.</summary>
    public double InelasticScreeningT => 1 / _aPrime2;

    /// <summary>Momentum transfer of the nuclear size, d, in GeV^2.</summary>
    public double SizeT => 1 / _invD;

    /// <summary>G_el(t), which tends to Z^2 between screening and nuclear size.</summary>
    /// <param name="t">Momentum transfer squared, GeV^2, positive.</param>
    public double Elastic(double t) => t * t * ElasticOverT2(t);

    /// <summary>
    /// G_in(t) as printed in arXiv:0906.0580, with the square of the bracket [1 + t (mu_p^2-1)/(4 m_p^2)]/(1 + t/0.71 GeV^2)^4; it tends to Z above
    /// screening. The flux chi of the Weizsaecker-Williams approximations is defined with it.
    /// </summary>
    /// <param name="t">Momentum transfer squared, GeV^2, positive.</param>
    public double Inelastic(double t) => t * t * InelasticOverT2(t);

    /// <summary>G_el(t)/t^2, finite at t = 0, GeV^-4.</summary>
    /// <param name="t">Momentum transfer squared, GeV^2.</param>
    public double ElasticOverT2(double t)
    {
        double f = _z * _a2 / ((1 + (_a2 * t)) * (1 + (_invD * t)));
        return f * f;
    }

    /// <summary><see cref="ElasticOverT2(double)"/> of four momentum transfers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<double> ElasticOverT2(Vector256<double> t)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> f = Vector256.Create(_z * _a2) / ((one + (_a2 * t)) * (one + (_invD * t)));
        return f * f;
    }

    /// <summary>G_in(t)/t^2 as printed (see <see cref="Inelastic"/>), finite at t = 0, GeV^-4.</summary>
    /// <param name="t">Momentum transfer squared, GeV^2.</param>
    public double InelasticOverT2(double t)
    {
        double bracket = (1 + (MagneticTerm * t)) * ElectricFormFactorSquared(t);
        return ProtonScreening(t) * bracket * bracket;
    }

    /// <summary>
    /// G_in(t)/t^2 with the bracket to the first power, GeV^-4: that is what (G_E^2 + tau G_M^2)/(1 + tau) of Z free protons in dipole form gives, up to terms
    /// of order tau = t/(4 m_p^2). The exact-tree-level cross section uses it.
    /// </summary>
    /// <param name="t">Momentum transfer squared, GeV^2.</param>
    public double ProtonsOverT2(double t) => ProtonScreening(t) * (1 + (MagneticTerm * t)) * ElectricFormFactorSquared(t);

    /// <summary><see cref="ProtonsOverT2(double)"/> of four momentum transfers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<double> ProtonsOverT2(Vector256<double> t)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> root = one + (t * (1 / DipoleScale));
        root *= root;
        Vector256<double> f = Vector256.Create(_aPrime2) / ((one + (_aPrime2 * t)) * root);
        return _z * f * f * (one + (MagneticTerm * t));
    }

    private static double ElectricFormFactorSquared(double t)
    {
        double root = 1 / (1 + (t * (1 / DipoleScale)));
        root *= root;
        return root * root;
    }

    private double ProtonScreening(double t)
    {
        double f = _aPrime2 / (1 + (_aPrime2 * t));
        return _z * f * f;
    }
}
