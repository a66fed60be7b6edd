using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>Final state of gamma -> mu+ mu-. Total energies in GeV; directions to the photon's as cosines, with cosine and sine of the azimuth.</summary>
/// <param name="PlusEnergy">Total energy of the mu+.</param>
/// <param name="MinusEnergy">Total energy of the mu-; the sum is the photon's energy (the nucleus takes none).</param>
/// <param name="PlusDirection">Direction of the mu+.</param>
/// <param name="MinusDirection">Direction of the mu-.</param>
public readonly record struct MuonPair(
    double PlusEnergy, double MinusEnergy, (double CosTheta, double CosPhi, double SinPhi) PlusDirection, (double CosTheta, double CosPhi, double SinPhi) MinusDirection);

/// <summary>
/// Conversion of photons to muon pairs on whole nuclei: H. Burkhardt, S. R. Kelner, R. P. Kokoulin, "Monte Carlo generator for muon pair production", CERN-SL-2002-016 (CLIC note 511).
/// Neglected: incoherent conversion on nucleons and atomic electrons, Coulomb correction, LPM suppression (beyond 10^12 GeV).
/// </summary>
/// <remarks>
/// Three forms of the total cross section are here, because no simple one is exact at low energy. <see cref="BornCrossSection"/> is exact in the Born approximation for a given form factor;
/// <see cref="HighEnergyCrossSection"/> is the integral of the note's spectrum; <see cref="CrossSection"/>, which the transport uses, is the note's parametrisation
/// without its factor C_f. That factor (up to 1.2 in the logarithm's argument) fits the parametrisation to the integral of the spectrum, which however lies above the exact
/// result where C_f matters: in iron by 7 % at 5 GeV and 2 % at 20 GeV, where the form without C_f agrees to 1 %. All agree to 2.5 % above 30 GeV.
/// Below 5 GeV they differ by 10 to 30 % in heavy elements and more near threshold, where the form factor decides.
/// </remarks>
public static class MuonPairs
{
    /// <summary>Threshold in GeV.</summary>
    public const double Threshold = 2 * M;

    private const double M = Constants.MuonMass;

    /// <summary>Energy below which the spectrum of the note, a high-energy approximation, is not used: 5 muon masses.</summary>
    private const double LowEnergy = 5 * M;

    private static readonly double RootE = Math.Exp(0.5);
    private static readonly Quadrature Rule = Quadrature.GaussLegendre(96);

    /// <summary>
    /// Cross section per atom in mm^2: (28/9) alpha Z^2 r_mu^2 ln(1 + W_M E_g), the parametrisation of the note with C_f = 1 (see the remarks). The note gives no form below 4 muon masses;
    /// from the threshold to 5 muon masses the cross section rises as (k - 2 m)^2, the behaviour of the phase space of two massive particles near a heavy one.
    /// </summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="a">Molar mass in g/mol.</param>
    /// <param name="k">Photon energy in GeV, up to 10^12.</param>
    public static double CrossSection(int z, double a, double k)
    {
        if (k <= Threshold)
        {
            return 0;
        }

        if (k < LowEnergy)
        {
            double rise = (k - Threshold) / (LowEnergy - Threshold);
            return CrossSection(z, a, LowEnergy) * rise * rise;
        }

        (double b, double dn) = Shape(z, a);
        double wInfinity = b * M / (dn * Constants.ElectronMass);
        double wMedium = 1 / (4 * dn * RootE * M);
        const double Saturation = -0.88;
        double threshold = Math.Pow(1 - (4 * M / k), 1.479 + (0.00799 * dn));
        double energy = threshold * Math.Pow(Math.Pow(wInfinity / wMedium, Saturation) + Math.Pow(k, Saturation), 1 / Saturation);
        return 7.0 / 9 * Scale(z) * Math.Log(1 + (wMedium * energy));
    }

    /// <summary>Spectrum of the share x of the mu+ per atom, dsigma/dx in mm^2: 4 alpha Z^2 r_mu^2 (1 - 4/3 x (1 - x)) ln W. Zero outside the limits of the note, x (1 - x) >= m/k. High-energy approximation, k above 5 muon masses.</summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="a">Molar mass in g/mol.</param>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="x">Total energy of the mu+ over the photon's.</param>
    public static double Spectrum(int z, double a, double k, double x)
    {
        double product = x * (1 - x);
        return product * k < M ? 0 : Scale(z) * (1 - (4.0 / 3 * product)) * Math.Max(0, LogW(Shape(z, a), k, product));
    }

    /// <summary>Integral of <see cref="Spectrum"/> in mm^2; 0 below 4 muon masses.</summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="a">Molar mass in g/mol.</param>
    /// <param name="k">Photon energy in GeV.</param>
    public static double HighEnergyCrossSection(int z, double a, double k) =>
        k <= 4 * M ? 0 : 2 * Rule.Integrate(x => Spectrum(z, a, k, x), 0.5 - Math.Sqrt(0.25 - (M / k)), 0.5);

    /// <summary>
    /// Coherent cross section per atom in mm^2, exact in the Born approximation for a nucleus without recoil: the photon meets the photons of the static Coulomb field, with the exact cross sections of gamma gamma* -> mu mu
    /// for transverse and scalar virtual photons (V. M. Budnev et al., Phys. Rep. 15 (1975) 181; heavy-quark production by photon and gluon has the same form). Without form factor this is the Bethe-Heitler total (L. C. Maximon, J. Res. NBS 72B (1968) 79).
    /// The form factor is Tsai's: exponential screening with 111 Z^(-1/3) Bohr radii and (1 + q^2/d)^-1, d = 0.164 A^(-2/3) GeV^2 (Y. S. Tsai, Rev. Mod. Phys. 46 (1974) 815); of the proton the dipole with 0.71 GeV^2.
    /// </summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="a">Molar mass in g/mol; 0 for a point nucleus without screening.</param>
    /// <param name="k">Photon energy in GeV.</param>
    public static double BornCrossSection(int z, double a, double k)
    {
        if (k <= Threshold)
        {
            return 0;
        }

        double root = Math.Sqrt((k * k) - (4 * M * M));
        double lnLow = Math.Log(4 * M * M / (k + root));
        double lnHigh = Math.Log(k + root);
        double sum = Rule.Integrate(ln =>
        {
            double q = Math.Exp(ln);
            double least = ((q * q) + (4 * M * M)) / (2 * k);
            // The square in v removes the root with which the cross section begins at its threshold.
            double flux = Rule.Integrate(v => 2 * v * Longitudinal(k, q, least + ((q - least) * v * v)), 0, 1) * Math.Max(0, q - least);
            return FormFactorSquared(z, a, q * q) / (q * q) * flux;
        }, lnLow, lnHigh);
        // (hbar c)^2 in GeV^2 mm^2.
        return z * z * Constants.Alpha / Math.PI * 2 / k * sum * Constants.HbarC * Constants.HbarC;
    }

    /// <summary>Rate in a material in 1/mm.</summary>
    /// <param name="material">The material.</param>
    /// <param name="k">Photon energy in GeV.</param>
    public static double Rate(Material material, double k)
    {
        ArgumentNullException.ThrowIfNull(material);
        double sum = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            sum += material.AtomsPerVolume[i] * CrossSection(material.Components[i].Z, material.Components[i].A, k);
        }

        return sum;
    }

    /// <summary>Samples a conversion in a material: element, energies and directions. Allocates nothing.</summary>
    /// <param name="material">The material.</param>
    /// <param name="k">Photon energy in GeV, above <see cref="Threshold"/>.</param>
    /// <param name="random">Random stream.</param>
    public static MuonPair Sample(Material material, double k, ref RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(k, Threshold);
        double left = random.NextUniform() * Rate(material, k);
        int i = 0;
        while (i < material.Components.Count - 1
            && (left -= material.AtomsPerVolume[i] * CrossSection(material.Components[i].Z, material.Components[i].A, k)) > 0)
        {
            i++;
        }

        return Sample(material.Components[i].Z, material.Components[i].A, k, ref random);
    }

    /// <summary>
    /// Samples a conversion on an atom. Share x by the note's spectrum above 5 muon masses, below by phase space (the product of the momenta). Transverse momenta by the note's matrix element for momentum
    /// transfers q small against the muons': with t = 1/(1 + u^2), u = theta gamma, the density 1 - 2 x+ x- + 4 x+ x- t (1 - t)(1 + cos 2 psi) over t and the angle psi between u and the transverse part of q, and (q^2 - q_min^2)/q^4 over
    /// q^2, with q_min = m^2/(2 k x+ x- t). Screening and nuclear size enter by the form factor of <see cref="BornCrossSection"/> in place of the note's sharp limits; q^2 is limited to m^2/t, where the matrix
    /// element ceases to hold. The transverse momenta add to that of q exactly.
    /// </summary>
    /// <param name="z">Atomic number.</param>
    /// <param name="a">Molar mass in g/mol.</param>
    /// <param name="k">Photon energy in GeV, above <see cref="Threshold"/>.</param>
    /// <param name="random">Random stream.</param>
    public static MuonPair Sample(int z, double a, double k, ref RandomStream random)
    {
        double x = SampleShare(z, a, k, ref random);
        double plus = x * k;
        double minus = k - plus;
        double product = x * (1 - x);
        double momentumPlus2 = Math.Max(0, (plus * plus) - (M * M));
        double momentumMinus2 = Math.Max(0, (minus * minus) - (M * M));
        // Least momentum transfer at t = 1, squared, in muon masses.
        double least = M / (2 * k * product);
        least *= least;
        // Both limits of u and of q across follow from 2 u m <= p+ + p- and q <= p+ + p-; they matter near threshold.
        double reach = (Math.Sqrt(momentumPlus2) + Math.Sqrt(momentumMinus2)) / M;
        double leastT = 1 / (1 + (0.25 * reach * reach));
        double greatest = Math.Min((1 + least) * (1 + least) / least, (least / (leastT * leastT)) + (reach * reach));
        double lnRange = Math.Log(greatest / least);
        double bound = Math.Min(1, reach * reach / least);
        while (true)
        {
            double t = leastT + ((1 - leastT) * random.NextUniform());
            double s = least * Math.Exp(lnRange * random.NextUniform());
            double across = s - (least / (t * t));
            if (across <= 0 || s * t > 1 + least)
            {
                continue;
            }

            random.NextAzimuth(out double cosPsi, out double sinPsi);
            // (1 + cos 2 psi)/2 = cos^2 psi; the bound is the value at t = 1/2, cos psi = 1, or at t = 0.
            double matrix = 1 - (2 * product) + (8 * product * t * (1 - t) * cosPsi * cosPsi);
            if (random.NextUniform() * bound > matrix * across / s * FormFactorSquared(z, a, s * M * M))
            {
                continue;
            }

            double u = Math.Sqrt((1 / t) - 1);
            double half = 0.5 * Math.Sqrt(across);
            (double plusX, double minusX, double y) = (M * (u + (half * cosPsi)), M * ((half * cosPsi) - u), M * half * sinPsi);
            double plus2 = (plusX * plusX) + (y * y);
            double minus2 = (minusX * minusX) + (y * y);
            if (plus2 >= momentumPlus2 || minus2 >= momentumMinus2)
            {
                continue;
            }

            random.NextAzimuth(out double cosPhi, out double sinPhi);
            return new MuonPair(plus, minus, Direction(plusX, y, plus2, momentumPlus2, cosPhi, sinPhi), Direction(minusX, y, minus2, momentumMinus2, cosPhi, sinPhi));
        }
    }

    private static double SampleShare(int z, double a, double k, ref RandomStream random)
    {
        if (k < LowEnergy)
        {
            double r = M / k;
            while (true)
            {
                double x = r + ((1 - (2 * r)) * random.NextUniform());
                double y = 1 - x;
                double bound = 0.25 - (r * r);
                if (random.NextUniform() * bound < Math.Sqrt(Math.Max(0, ((x * x) - (r * r)) * ((y * y) - (r * r)))))
                {
                    return x;
                }
            }
        }

        (double B, double Dn) shape = Shape(z, a);
        double least = 0.5 - Math.Sqrt(0.25 - (M / k));
        double greatestLog = LogW(shape, k, 0.25);
        while (true)
        {
            double x = least + ((1 - (2 * least)) * random.NextUniform());
            double product = x * (1 - x);
            if (random.NextUniform() * greatestLog < (1 - (4.0 / 3 * product)) * LogW(shape, k, product))
            {
                return x;
            }
        }
    }

    private static (double CosTheta, double CosPhi, double SinPhi) Direction(double x, double y, double across2, double momentum2, double cosPhi, double sinPhi)
    {
        if (across2 == 0)
        {
            return (1, 1, 0);
        }

        double inverse = 1 / Math.Sqrt(across2);
        return (Math.Sqrt(1 - (across2 / momentum2)), ((x * cosPhi) - (y * sinPhi)) * inverse, ((x * sinPhi) + (y * cosPhi)) * inverse);
    }

    /// <summary>B Z^(-1/3) and D_n of the note: 202.4 and 1.49 for hydrogen, 183 and 1.54 A^0.27 for all others.</summary>
    private static (double B, double Dn) Shape(int z, double a) => z == 1 ? (202.4, 1.49) : (183 / Math.Cbrt(z), 1.54 * Math.Pow(a, 0.27));

    /// <summary>4 alpha Z^2 r_mu^2 in mm^2.</summary>
    private static double Scale(int z)
    {
        const double Radius = Constants.ClassicalElectronRadius * Constants.ElectronMass / M;
        return 4 * Constants.Alpha * Radius * Radius * z * z;
    }

    private static double LogW((double B, double Dn) shape, double k, double product)
    {
        double delta = M * M / (2 * k * product);
        return Math.Log(shape.B * M / (shape.Dn * Constants.ElectronMass) * (1 + (((shape.Dn * RootE) - 2) * delta / M)) / (1 + (shape.B * RootE * delta / Constants.ElectronMass)));
    }

    private static double FormFactorSquared(int z, double a, double q2)
    {
        if (a == 0)
        {
            return 1;
        }

        double inverseRadius = Math.Cbrt(z) * Constants.ElectronMass / 111;
        double screening = q2 / (q2 + (inverseRadius * inverseRadius));
        double size = z == 1 ? Math.Pow(1 + (q2 / 0.71), -2) : 1 / (1 + (q2 * Math.Pow(a, 2.0 / 3) / 0.164));
        return screening * screening * size * size;
    }

    /// <summary>Flux times cross section of a Coulomb photon of momentum q with component qPar along the incoming photon, up to the factors in front of the integral. The Coulomb field is transverse and scalar in the shares q^2/qPar^2 - 1 and q^2/qPar^2.</summary>
    private static double Longitudinal(double k, double q, double qPar)
    {
        double q2 = q * q;
        double w2 = (2 * k * qPar) - q2;
        if (w2 <= 4 * M * M)
        {
            return 0;
        }

        double z = q2 / (2 * k * qPar);
        double r = M * M / q2;
        double beta = Math.Sqrt(1 - (4 * M * M / w2));
        double ln = Math.Log((1 + beta) / (1 - beta));
        double f2 = (((z * z) + ((1 - z) * (1 - z)) + (4 * r * z * (1 - (3 * z))) - (8 * r * r * z * z)) * ln) + (beta * (-1 + (8 * z * (1 - z)) - (4 * r * z * (1 - z))));
        double fL = (-8 * r * z * z * ln) + (4 * beta * z * (1 - z));
        double scalar = q2 / (qPar * qPar);
        double perPhoton = 4 * Math.PI * Constants.Alpha * Constants.Alpha * z / q2;
        return perPhoton * (((scalar - 1) * (f2 - fL)) + (scalar * fL)) * k * qPar;
    }
}
