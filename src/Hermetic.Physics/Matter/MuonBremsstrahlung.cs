using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Bremsstrahlung of muons on nuclei and atomic electrons: S. R. Kelner, R. P. Kokoulin, A. A. Petrukhin, "About cross section for high-energy muon bremsstrahlung", preprint MEPhI 024-95 (1995),
/// and Phys. Atom. Nucl. 60 (1997) 576, with Thomas-Fermi screening (exact for hydrogen) and the finite nucleus, elastic and excited. Good to about 1 % for energies far above the muon's mass.
/// </summary>
public static class MuonBremsstrahlung
{
    private const double Electron = Constants.ElectronMass;
    private const double Muon = Constants.MuonMass;
    private static readonly double SqrtE = Math.Sqrt(Math.E);

    /// <summary>k dsigma/dk per atom in mm^2.</summary>
    /// <param name="component">The element.</param>
    /// <param name="energy">Total energy of the muon in GeV.</param>
    /// <param name="k">Photon energy in GeV, below the muon's kinetic energy.</param>
    public static double Spectrum(Component component, double energy, double k)
    {
        int z = component.Z;
        double v = k / energy;
        double delta = Muon * Muon * v / (2 * (energy - k));
        double screening = (z == 1 ? 202.4 : 183) / Math.Cbrt(z);
        double size = 1.54 * Math.Pow(component.A, 0.27);
        if (z > 1)
        {
            size = Math.Pow(size, 1 - (1.0 / z));
        }

        double nuclear = Math.Log(screening * (Muon + (delta * ((size * SqrtE) - 2))) / (size * (Electron + (delta * SqrtE * screening))));
        double electronic = 0;
        if (k < energy / (1 + (Muon * Muon / (2 * Electron * energy))))
        {
            double incoherent = (z == 1 ? 446 : 1429) / Math.Cbrt(z * (double)z);
            electronic = Math.Log(incoherent * Muon / ((1 + (delta * Muon / (Electron * Electron * SqrtE))) * (Electron + (delta * SqrtE * incoherent))));
        }

        double radius = Constants.ClassicalElectronRadius * Electron / Muon;
        double sum = (z * Math.Max(0, nuclear)) + Math.Max(0, electronic);
        return 16.0 / 3 * Constants.Alpha * radius * radius * z * sum * (1 - v + (0.75 * v * v));
    }
}
