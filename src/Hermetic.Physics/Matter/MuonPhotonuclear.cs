using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Inelastic scattering of muons on nuclei by virtual photons: V. V. Borog, A. A. Petrukhin, Proc. 14th ICRC, Munich 1975, vol. 6, 1949, with nuclear shadowing and the total photon-nucleon
/// cross section as there. For transfers above 0.2 GeV; good to about 10 %, as the data are.
/// </summary>
public static class MuonPhotonuclear
{
    private const double Muon = Constants.MuonMass;
    private const double Nucleon = Constants.ProtonMass;

    /// <summary>Lambda^2 of the form factor 1/(1 + Q^2/Lambda^2), in GeV^2.</summary>
    private const double Lambda2 = 0.4;

    /// <summary>Least transfer in GeV, about the threshold of pion production.</summary>
    public const double LeastTransfer = 0.2;

    /// <summary>Greatest transfer in GeV.</summary>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    public static double GreatestTransfer(double energy) => energy - (0.5 * Nucleon * (1 + (Muon * Muon / (Nucleon * Nucleon))));

    /// <summary>e dsigma/de per atom in mm^2, with e the energy transfer.</summary>
    /// <param name="component">The element.</param>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    /// <param name="transfer">Energy transfer in GeV.</param>
    public static double Spectrum(Component component, double energy, double transfer)
    {
        if (transfer < LeastTransfer || transfer > GreatestTransfer(energy))
        {
            return 0;
        }

        double v = transfer / energy;
        double lambda = Math.Sqrt(Lambda2);
        double shadowed = (0.22 * component.A) + (0.78 * Math.Pow(component.A, 0.89));
        // In microbarn; 1 microbarn = 1e-28 mm^2.
        double perNucleon = 49.2 + (11.1 * Math.Log(transfer)) + (151.8 / Math.Sqrt(transfer));
        double ratio = energy * energy * (1 - v) / (Muon * Muon) * (1 + (Muon * Muon * v * v / (Lambda2 * (1 - v))))
            / (1 + (transfer / lambda * (1 + (lambda / (2 * Nucleon)) + (transfer / lambda))));
        double flux = v - 1 + ((1 - v + (0.5 * v * v * (1 + (2 * Muon * Muon / Lambda2)))) * Math.Log(ratio));
        return Constants.Alpha / Math.PI * shadowed * perNucleon * 1e-28 * Math.Max(0, flux);
    }

    /// <summary>Samples the squared four-momentum transfer Q^2 in GeV^2 (transverse virtual photons, form factor 1/(1 + Q^2/Lambda^2)).</summary>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    /// <param name="transfer">Energy transfer in GeV, within the limits.</param>
    /// <param name="random">Random stream.</param>
    public static double SampleQ2(double energy, double transfer, ref RandomStream random)
    {
        double v = transfer / energy;
        double least = LeastQ2(v);
        double range = Math.Log(Math.Max(1, 2 * Nucleon * transfer / least));
        double bound = 1 - v + (0.5 * v * v);
        while (true)
        {
            double q2 = least * Math.Exp(range * random.NextUniform());
            double weight = (bound - ((1 - v) * least / q2)) / (1 + (q2 / Lambda2));
            if (random.NextUniform() * bound <= weight)
            {
                return q2;
            }
        }
    }

    /// <summary>Least Q^2 in GeV^2 at a relative transfer v, mu^2 v^2/(1 - v).</summary>
    /// <param name="v">Energy transfer over the muon's energy.</param>
    public static double LeastQ2(double v) => Muon * Muon * v * v / (1 - v);
}
