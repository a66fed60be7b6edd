using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>Charge distribution of nuclei in elastic scattering.</summary>
public enum NuclearShape
{
    /// <summary>
    /// R. H. Helm's (Phys. Rev. 104 (1956) 1466) with the radii of J. D. Lewin, P. F. Smith, Astropart. Phys. 6 (1996) 87: root mean square radii within 2 % of measured ones for A above 10.
    /// </summary>
    Helm,

    /// <summary>
    /// |F|^2 = (1 + q^2 R^2/12)^-2 with R = 1.27 A^0.27 fm (radius of A. V. Butkevich et al., NIM A 488 (2002) 282), as Geant4 11.4 has it for muons and hadrons: the first power of the exponential distribution's form factor, so that
    /// nuclei look 1/sqrt(2) as large as they are. Only for comparisons with that code.
    /// </summary>
    Small,
}

/// <summary>
/// Elastic scattering of heavy charged particles in one material. In mu = (1 - cos theta)/2 the macroscopic cross section is S/(A + mu)^2 with Moliere's screening A (G. Moliere, Z. Naturforsch. 2a (1947) 133),
/// S = pi r_e^2 m^2 n Z^2/(p beta)^2 for nuclei and with Z for atomic electrons; nuclei enter with their form factor (<see cref="NuclearShape"/>;
/// hydrogen with the proton's dipole) and, where wanted, with quasi-free scattering on protons, Z (1 - |F|^2) times the proton's dipole (its magnetic moment neglected).
/// Neglected: nuclear excitation to bound levels, the error of Moliere's interpolation of the Coulomb correction to the screening (0.5 % of the angle in lead), second Born approximation (odd in the charge).
/// </summary>
public sealed class HeavyScattering
{
    private const double M = Constants.ElectronMass;

    /// <summary>Skin thickness of Helm's form factor in mm (0.9 fm, Lewin and Smith).</summary>
    private const double Skin = 0.9e-12;

    /// <summary>Scale of the proton's dipole form factor in GeV^2 (R. Hofstadter's fit, 0.71).</summary>
    private const double DipoleScale = 0.71;

    private readonly double[] _cumulative;
    private readonly double[] _z;
    private readonly double[] _radius;
    private readonly NuclearShape _shape;

    /// <summary>The scattering in a material.</summary>
    /// <param name="material">The material.</param>
    /// <param name="shape">Charge distribution of its nuclei.</param>
    public HeavyScattering(Material material, NuclearShape shape)
    {
        ArgumentNullException.ThrowIfNull(material);
        _shape = shape;
        int n = material.Components.Count;
        _cumulative = new double[n];
        _z = new double[n];
        _radius = new double[n];
        double re = Constants.ClassicalElectronRadius;
        double lnRest = 0, lnSlope = 0, radius2 = 0;
        for (int i = 0; i < n; i++)
        {
            (int z, double a) = (material.Components[i].Z, material.Components[i].A);
            double strength = Math.PI * re * re * M * M * material.AtomsPerVolume[i] * z * z;
            NuclearStrength += strength;
            ElectronStrength += strength / z;
            _cumulative[i] = NuclearStrength;
            _z[i] = z;
            _radius[i] = shape == NuclearShape.Helm ? HelmRadius(a) : 1.27e-12 * Math.Pow(a, 0.27);
            // chi_a^2 = (hbar/(p a))^2 (1.13 + 3.76 (alpha Z/beta)^2), a = 0.885 Bohr radii Z^(-1/3); A = chi_a^2/4.
            double inverse = Math.Cbrt(z) * Constants.Alpha * M / 0.885;
            double coulomb = 3.76 * Math.Pow(Constants.Alpha * z, 2);
            lnRest += strength * Math.Log(0.25 * inverse * inverse * (1.13 + coulomb));
            lnSlope += strength * coulomb / (1.13 + coulomb);
            // |F|^2 = 1 - q^2 r^2/3 + ... at small q defines r.
            double r2 = z == 1 ? 12 * Constants.HbarC * Constants.HbarC / DipoleScale
                : shape == NuclearShape.Helm ? (0.6 * _radius[i] * _radius[i]) + (3 * Skin * Skin)
                : 0.5 * _radius[i] * _radius[i];
            radius2 += strength * r2;
        }

        if (n > 0)
        {
            Screening = Math.Exp(lnRest / NuclearStrength);
            CoulombShare = lnSlope / NuclearStrength;
            SizeScale = 4 * radius2 / (3 * NuclearStrength * Constants.HbarC * Constants.HbarC);
            MeanCharge = NuclearStrength / ElectronStrength;
        }
    }

    /// <summary>S (p beta)^2 of the nuclei in GeV^2/mm.</summary>
    public double NuclearStrength { get; }

    /// <summary>S (p beta)^2 of the atomic electrons in GeV^2/mm.</summary>
    public double ElectronStrength { get; }

    /// <summary>A p^2 at beta = 1 in GeV^2, the logarithmic mean over the elements.</summary>
    public double Screening { get; }

    /// <summary>Share of Moliere's (alpha Z)^2 term in <see cref="Screening"/>, which grows as 1/beta^2.</summary>
    public double CoulombShare { get; }

    /// <summary>4 r^2/3 in 1/GeV^2 with the mean square radius of the nuclei: |F|^2 = 1 - y + ... with y = this times p^2 mu.</summary>
    public double SizeScale { get; }

    /// <summary>Mean atomic number, sum of n Z^2 over sum of n Z.</summary>
    public double MeanCharge { get; }

    /// <summary>
    /// Integral of mu S/(A + mu)^2 from 0 to some mu_c over S, for mu_c so small that the form factor is 1 - y + y^2/2 - y^3/6 with y = <see cref="SizeScale"/> p^2 mu up to 0.3.
    /// </summary>
    /// <param name="a">Screening A.</param>
    /// <param name="most">mu_c.</param>
    /// <param name="y">y at mu_c; 0 for points.</param>
    public static double SoftMoment(double a, double most, double y) =>
        Math.Log(1 + (most / a)) - (most / (a + most)) - (y * (1 - (0.25 * y) + (y * y / 18)));

    /// <summary>Picks an element in proportion to its nuclear strength.</summary>
    /// <param name="uniform">Uniform in (0, 1).</param>
    /// <returns>Index of the component.</returns>
    public int Pick(double uniform)
    {
        double wanted = uniform * NuclearStrength;
        int i = 0;
        while (i < _cumulative.Length - 1 && _cumulative[i] < wanted)
        {
            i++;
        }

        return i;
    }

    /// <summary>Atomic number of a component.</summary>
    /// <param name="index">Its index.</param>
    public double Z(int index) => _z[index];

    /// <summary>|F|^2 of a nucleus.</summary>
    /// <param name="index">Index of the component.</param>
    /// <param name="q2">Momentum transfer squared in GeV^2.</param>
    public double NuclearFormFactorSquared(int index, double q2)
    {
        if (_z[index] == 1)
        {
            return ProtonFormFactorSquared(q2);
        }

        double q = Math.Sqrt(q2) / Constants.HbarC;
        double x = q * _radius[index];
        if (_shape == NuclearShape.Small)
        {
            double form = 1 + (x * x / 12);
            return 1 / (form * form);
        }

        double bessel = x < 0.05 ? 1 - (x * x / 10) : 3 * (Math.Sin(x) - (x * Math.Cos(x))) / (x * x * x);
        return bessel * bessel * Math.Exp(-q * q * Skin * Skin);
    }

    /// <summary>|F|^2 of the proton's charge.</summary>
    /// <param name="q2">Momentum transfer squared in GeV^2.</param>
    public static double ProtonFormFactorSquared(double q2)
    {
        double form = 1 + (q2 / DipoleScale);
        return 1 / (form * form * form * form);
    }

    /// <summary>Lewin and Smith's effective radius: r^2 = c^2 + 7 pi^2 a^2/3 - 5 s^2 with c = 1.23 A^(1/3) - 0.60 fm, a = 0.52 fm.</summary>
    private static double HelmRadius(double a)
    {
        double c = ((1.23 * Math.Cbrt(a)) - 0.60) * 1e-12;
        double diffuseness = 0.52e-12;
        return Math.Sqrt((c * c) + (7.0 / 3 * Math.PI * Math.PI * diffuseness * diffuseness) - (5 * Skin * Skin));
    }
}
