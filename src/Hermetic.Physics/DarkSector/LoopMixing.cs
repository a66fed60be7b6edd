using System.Numerics;
using Hermetic.Core;

namespace Hermetic.Physics.DarkSector;

/// <summary>
/// Kinetic mixing of photon and Z' of L_mu - L_tau through loops of muons and taus, by which the Z' couples to electrons: arXiv:2206.03101, 2404.06982. A possible
/// tree-level mixing is set to zero by convention.
/// </summary>
/// <remarks>
/// eps_eff(q^2)/g' = e/(4 pi^2) int_0^1 dz 2 z (1 - z) ln{[m_tau^2 - z(1-z) q^2]/[m_mu^2 - z(1-z) q^2]}, with q^2 + i 0. VERIFIED: closed form against
/// quadrature of this
/// integral (1e-11; 1e-9 above the threshold of muon pairs), and against an independent table (1e-5). One loop; nothing is neglected in it.
/// </remarks>
public static class LoopMixing
{
    /// <summary>Greatest |q^2|, GeV^2: the masses of W and Z, whose loops are not included, end the range (a choice made here).</summary>
    public const double MaximumQ2 = 1e4;

    /// <summary>The effective coupling to electrons in units of e, per g': complex above the threshold of muon pairs (its imaginary part is positive there).</summary>
    /// <param name="q2">Square of the four-momentum of the Z', GeV^2, of either sign, within +-<see cref="MaximumQ2"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The argument is outside its range.</exception>
    public static Complex EpsilonPerCoupling(double q2)
    {
        Guard.Within(q2, -MaximumQ2, MaximumQ2, nameof(q2), "q^2 in GeV^2");
        double e = Math.Sqrt(4 * Math.PI * Constants.Alpha);
        Complex tau = Loop(q2 / (Constants.TauMass * Constants.TauMass)), muon = Loop(q2 / (Constants.MuonMass * Constants.MuonMass));
        return e / (4 * Math.PI * Math.PI) * ((2 * Math.Log(Constants.TauMass / Constants.MuonMass) / 3) + tau - muon);
    }

    /// <summary>|eps_eff|^2 for a coupling g'.</summary>
    /// <param name="q2">Square of the four-momentum of the Z', GeV^2, within +-<see cref="MaximumQ2"/>.</param>
    /// <param name="coupling">g', not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double EpsilonSquared(double q2, double coupling)
    {
        Guard.Within(coupling, 0, 4 * Math.PI, nameof(coupling), "the coupling g'");
        Complex epsilon = EpsilonPerCoupling(q2);
        return coupling * coupling * ((epsilon.Real * epsilon.Real) + (epsilon.Imaginary * epsilon.Imaginary));
    }

    /// <summary>int_0^1 dz 2 z(1-z) ln(1 - z(1-z) w - i 0): 1/3 times the vacuum polarisation of one lepton, -1/15 w at small w.</summary>
    private static Complex Loop(double w)
    {
        if (Math.Abs(w) < 0.03)
        {
            // -sum w^n/n int 2 [z(1-z)]^(n+1) = -sum w^n/n 2 [(n+1)!]^2/(2n+3)!.
            double term = 1.0 / 3, sum = 0;
            for (int n = 1; n < 12; n++)
            {
                term *= w * (n + 1) / (2 * ((2 * n) + 3));
                sum -= term / n;
            }

            return sum;
        }

        // With tau = 4/w: -5/9 - tau/3 + (1/3)(1 + tau/2) f, f = r ln[(r+1)/(r-1)], r = sqrt(1 - tau).
        double x = 4 / w;
        Complex f;
        if (x > 1)
        {
            double r = Math.Sqrt(x - 1);
            f = 2 * r * Math.Atan(1 / r);
        }
        else
        {
            double r = Math.Sqrt(1 - x);
            // Above the threshold (0 < x <= 1) the logarithm of the negative ratio takes -i pi, from q^2 + i 0.
            f = new Complex(r * Math.Log((1 + r) / Math.Abs(1 - r)), x > 0 ? -Math.PI * r : 0);
        }

        return (-5.0 / 9) - (x / 3) + ((1 + (x / 2)) / 3 * f);
    }
}
