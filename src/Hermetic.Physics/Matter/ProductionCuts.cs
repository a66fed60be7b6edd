using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>Production cuts given as a range, which means the same resolution in every material, converted to energies.</summary>
public static class ProductionCuts
{
    /// <summary>Tracks end when their range is this fraction of the cut range: what is left of them cannot be resolved.</summary>
    private const double TrackingFraction = 0.02;

    /// <summary>Photons end where five of their absorption lengths are this fraction of the cut range.</summary>
    private const double PhotonTrackingFraction = 0.2;

    /// <summary>A photon counts as absorbed within five mean free paths (1 - e^-5 = 99.3 %).</summary>
    private const double AbsorptionLengths = 5;

    /// <summary>
    /// Knocked-out electrons are made down to this fraction of the cut range. Those that cannot reach a boundary of their layer end where they are, at next to no cost; the others carry energy over it:
    /// 0.9 % of the visible energy in plates of 1.5 mm lead and scintillator with a cut of 0.7 mm.
    /// </summary>
    private const double KnockFraction = 0.2;

    private const int PerDecade = 60;
    private const double Least = 1e-6;
    private const double Most = 10;

    /// <summary>
    /// Cuts for a range: electrons whose continuous-slowing-down range, and photons whose five photoelectric absorption lengths, are the range, both at least 1 keV and at most 10 GeV. Electrons are tracked
    /// down to a range of 2 % of the cut, photons while five absorption lengths exceed 20 % of it.
    /// </summary>
    /// <param name="material">The material; in vacuum all cuts are 1 keV.</param>
    /// <param name="range">The range in mm, 1e-4 to 1e3.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is outside.</exception>
    public static TransportCuts FromRange(Material material, double range)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentOutOfRangeException.ThrowIfLessThan(range, 1e-4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range, 1e3);
        if (material.Components.Count == 0)
        {
            return new TransportCuts(Least, Least, Least, Least);
        }

        return new TransportCuts(
            AbsorptionEnergy(material, range),
            ElectronEnergy(material, KnockFraction * range),
            AbsorptionEnergy(material, PhotonTrackingFraction * range),
            ElectronEnergy(material, TrackingFraction * range))
        {
            OnTheSpot = ElectronEnergy(material, range),
        };
    }

    /// <summary>Energy in GeV of an electron with the given continuous-slowing-down range (all losses) in mm.</summary>
    private static double ElectronEnergy(Material material, double range)
    {
        double step = Math.Log(10) / PerDecade;
        double energy = Least;
        // Below 1 keV the loss is taken as at 1 keV: 0.1 um in solids.
        double sum = energy / Loss(material, energy);
        while (sum < range && energy < Most)
        {
            double next = energy * Math.Exp(step);
            double piece = (next - energy) / Loss(material, Math.Sqrt(energy * next));
            if (sum + piece >= range)
            {
                return energy + ((next - energy) * (range - sum) / piece);
            }

            sum += piece;
            energy = next;
        }

        return energy;
    }

    private static double Loss(Material material, double t)
    {
        double radiated = 0;
        const int Points = 40;
        for (int j = 0; j < Points; j++)
        {
            radiated += Bremsstrahlung.Spectrum(material, t, t * (j + 0.5) / Points) * t / Points;
        }

        return Ionisation.RestrictedLoss(material, t, t, positron: false) + radiated;
    }

    /// <summary>Greatest photon energy in GeV at which the photoelectric absorption lengths fit into the range; edges make the length rise and fall with energy.</summary>
    private static double AbsorptionEnergy(Material material, double range)
    {
        double step = Math.Log(10) / PerDecade;
        for (double ln = Math.Log(Most); ln > Math.Log(Least); ln -= step)
        {
            double k = Math.Exp(ln);
            if (AbsorptionLengths / Photons.Photoelectric(material, k) <= range)
            {
                double above = Math.Exp(ln + step);
                double low = k;
                // Bisection to 0.1 %.
                while (above / low > 1.001)
                {
                    double middle = Math.Sqrt(low * above);
                    (low, above) = AbsorptionLengths / Photons.Photoelectric(material, middle) <= range ? (middle, above) : (low, middle);
                }

                return low;
            }
        }

        return Least;
    }
}
