using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>Interactions of photons: totals of photoelectric effect and pair production from the evaluated XCOM tables, Compton scattering by Klein and Nishina on free electrons.</summary>
public static class Photons
{
    private const double M = Constants.ElectronMass;

    /// <summary>Macroscopic cross section of the photoelectric effect in 1/mm.</summary>
    /// <param name="material">The material.</param>
    /// <param name="k">Photon energy in GeV, above 1 keV.</param>
    public static double Photoelectric(Material material, double k) => Sum(material, k, "photoelectric");

    /// <summary>Macroscopic cross section of pair production in the fields of nuclei and electrons in 1/mm.</summary>
    /// <param name="material">The material.</param>
    /// <param name="k">Photon energy in GeV.</param>
    public static double PairProduction(Material material, double k) => Sum(material, k, "nuclear") + Sum(material, k, "triplet");

    /// <summary>Macroscopic cross section of Compton scattering in 1/mm (O. Klein, Y. Nishina, Z. Phys. 52 (1929) 853; electrons free and at rest).</summary>
    /// <param name="material">The material.</param>
    /// <param name="k">Photon energy in GeV.</param>
    public static double Compton(Material material, double k)
    {
        ArgumentNullException.ThrowIfNull(material);
        double x = k / M;
        double re = Constants.ClassicalElectronRadius;
        double perElectron;
        if (x < 1e-3)
        {
            perElectron = 8.0 / 3 * Math.PI * re * re * (1 - (2 * x) + (5.2 * x * x));
        }
        else
        {
            double ln = Math.Log(1 + (2 * x));
            perElectron = 2 * Math.PI * re * re * (((1 + x) / (x * x) * ((2 * (1 + x) / (1 + (2 * x))) - (ln / x)))
                + (ln / (2 * x)) - ((1 + (3 * x)) / ((1 + (2 * x)) * (1 + (2 * x)))));
        }

        return perElectron * material.ElectronsPerVolume;
    }

    /// <summary>Samples Compton scattering: the photon's energy after it, and the cosine of its angle (composition and rejection over 1/e and e).</summary>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="random">Random stream.</param>
    public static (double Energy, double CosTheta) SampleCompton(double k, ref RandomStream random)
    {
        double x = k / M;
        double least = 1 / (1 + (2 * x));
        double a1 = -Math.Log(least);
        double a2 = 0.5 * (1 - (least * least));
        while (true)
        {
            double e = random.NextUniform() * (a1 + a2) < a1
                ? Math.Exp(-a1 * random.NextUniform())
                : Math.Sqrt((least * least) + ((1 - (least * least)) * random.NextUniform()));
            double t = (1 - e) / (x * e);
            double sin2 = t * (2 - t);
            if (random.NextUniform() <= 1 - (e * sin2 / (1 + (e * e))))
            {
                return (e * k, 1 - t);
            }
        }
    }

    /// <summary>
    /// Shape of the energy sharing of pair production, dSigma/de up to a factor (H. A. Bethe, W. Heitler 1934 with the screening functions of
    /// J. C. Butcher, H. Messel, Nucl. Phys. 20 (1960) 15, and the Coulomb correction above 50 MeV). LPM suppression is absent: it is below 1 % in lead up to 200 GeV.
    /// </summary>
    /// <param name="material">The material.</param>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="share">Total energy of one lepton over the photon energy.</param>
    public static double PairSharing(Material material, double k, double share)
    {
        ArgumentNullException.ThrowIfNull(material);
        double sum = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            int z = material.Components[i].Z;
            double cube = Math.Cbrt(z);
            double delta = 136 / cube * M / k / (share * (1 - share));
            double f = 8 * Math.Log(cube);
            if (k > 0.050)
            {
                f += 8 * Material.CoulombCorrection(z);
            }

            double phi1 = delta <= 1 ? 20.867 - (3.242 * delta) + (0.625 * delta * delta) : 21.12 - (4.184 * Math.Log(delta + 0.952));
            double phi2 = delta <= 1 ? 20.209 - (1.930 * delta) - (0.086 * delta * delta) : phi1;
            double e = share;
            double value = (((e * e) + ((1 - e) * (1 - e))) * (phi1 - (f / 2))) + (2.0 / 3 * e * (1 - e) * (phi2 - (f / 2)));
            sum += material.AtomsPerVolume[i] * z * z * Math.Max(0, value);
        }

        return sum;
    }

    private static double Sum(Material material, double k, string process)
    {
        ArgumentNullException.ThrowIfNull(material);
        double sum = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            // barn -> mm2: 1e-24 cm2 = 1e-22 mm2.
            sum += material.AtomsPerVolume[i] * EvaluatedData.PhotonCrossSection(process, material.Components[i].Z).At(k) * 1e-22;
        }

        return sum;
    }
}
