using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Resonant annihilation on the moving electrons of atoms: averages of <see cref="AnnihilationChannel.CrossSection"/> over direction and energy of the electron, per
/// electron, in pb at epsilon = 1 with the width held fixed. VERIFIED: the average over directions at one kinetic energy, against an independent integration (1e-5).
/// Validity of the motion itself: see <see cref="ElectronMotion"/>. Positrons from 20 MeV, where the neglected m_e^2/(2 E^2) in their momentum is 3e-4.
/// </summary>
/// <remarks>
/// The literature (DMG4) averages the cross section; the rate of reactions is the average of cross section times relative flux, <see cref="MotionWeight.Rate"/>.
/// Both are offered: at m_A' = 200 MeV the rate is 12 % lower at 45 GeV for electrons of 10 keV, and equal within 3 % for 88 keV at 35 GeV. All
/// electrons of lead (Dirac, alphaD = 0.1): the peak at 39 GeV falls to 0.69 of that for electrons at rest, the integral from 50 to 100 GeV rises by 12 %
/// (rate; 20 % without flux), that from 5 to 100 GeV falls by 0.7 %.
/// </remarks>
public static class AtomicAnnihilation
{
    /// <summary>Least total energy of a positron, GeV.</summary>
    public const double MinimumEnergy = 0.02;

    private const double M = Constants.ElectronMass;

    private static readonly Quadrature Rule = Quadrature.GaussLegendre(8);

    /// <summary>Cross section per electron of one kinetic energy, averaged over its direction by quadrature.</summary>
    /// <param name="channel">Mediator and final state.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="width">Total width of X, GeV, positive.</param>
    /// <param name="positronEnergy">Total energy of the positron, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <param name="kineticEnergy">Kinetic energy of the electron, GeV, positive, at most 0.1.</param>
    /// <param name="weight">Mean of the cross section, or of the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double CrossSection(
        in AnnihilationChannel channel, double mediatorMass, double width, double positronEnergy, double kineticEnergy, MotionWeight weight)
    {
        Check(mediatorMass, width, positronEnergy);
        Guard.Above(kineticEnergy, 0, 0.1, nameof(kineticEnergy), "the electron's kinetic energy in GeV");
        (double energies, double momenta) = Products(positronEnergy, kineticEnergy);
        double mX2 = mediatorMass * mediatorMass, massWidth = mediatorMass * width;
        double s1 = (2 * M * M) + (2 * (energies - momenta)), s2 = (2 * M * M) + (2 * (energies + momenta));
        double low = Math.Max(s1, channel.Threshold) - mX2, high = s2 - mX2;
        if (high <= low)
        {
            return 0;
        }

        Span<double> edges = stackalloc double[ResonancePanels.Most];
        int count = ResonancePanels.Fill(edges, low, high, massWidth, double.NaN, 1);
        double sum = 0;
        for (int panel = 1; panel < count; panel++)
        {
            double start = edges[panel - 1], length = edges[panel] - start;
            for (int i = 0; i < Rule.Nodes.Length; i++)
            {
                double d = start + (Rule.Nodes[i] * length);
                double s = mX2 + d;
                double value = Rule.Weights[i] * length * channel.Numerator(s) / ((d * d) + (massWidth * massWidth));
                sum += weight == MotionWeight.Rate ? value * Flux(s, energies) : value;
            }
        }

        return sum / (4 * momenta);
    }

    /// <summary>
    /// The same in closed form with the numerator of the Breit-Wigner form held at its value for an electron at rest (FROM-CODE, DMG4 2.4; an approximation).
    /// Measured error at
    /// m_A' = 200 MeV: for electrons of 1 keV up to 2.9 % (35 GeV), of 10 keV up to 15 % (45 GeV),
    /// of 88 keV -59 % (20 GeV) to +58 % (60 GeV), in positrons of 20 to 150 GeV.
    /// </summary>
    /// <param name="channel">Mediator and final state.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="width">Total width of X, GeV, positive.</param>
    /// <param name="positronEnergy">Total energy of the positron, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <param name="kineticEnergy">Kinetic energy of the electron, GeV, positive, at most 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ArctangentForm(in AnnihilationChannel channel, double mediatorMass, double width, double positronEnergy, double kineticEnergy)
    {
        Check(mediatorMass, width, positronEnergy);
        Guard.Above(kineticEnergy, 0, 0.1, nameof(kineticEnergy), "the electron's kinetic energy in GeV");
        (double energies, double momenta) = Products(positronEnergy, kineticEnergy);
        double massWidth = mediatorMass * width;
        double middle = (mediatorMass * mediatorMass) - (2 * M * M) - (2 * energies);
        double angle = Math.Atan(((2 * momenta) + middle) / massWidth) - Math.Atan((middle - (2 * momenta)) / massWidth);
        return channel.Numerator(ResonantAnnihilation.S(positronEnergy)) * angle / (4 * massWidth * momenta);
    }

    /// <summary>Cross section per electron of an element or compound (times Z: per atom).</summary>
    /// <param name="channel">Mediator and final state.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="width">Total width of X, GeV, positive.</param>
    /// <param name="positronEnergy">Total energy of the positron, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <param name="motion">The electrons.</param>
    /// <param name="weight">Mean of the cross section, or of the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double CrossSection(
        in AnnihilationChannel channel, double mediatorMass, double width, double positronEnergy, ElectronMotion motion, MotionWeight weight)
    {
        ArgumentNullException.ThrowIfNull(motion);
        Check(mediatorMass, width, positronEnergy);
        Span<double> edges = stackalloc double[ResonancePanels.Most];
        double mX2 = mediatorMass * mediatorMass, massWidth = mediatorMass * width;
        int count = Panels(channel, mX2, massWidth, positronEnergy, motion, edges);
        double sum = 0, perY = 1 / (2 * positronEnergy);
        for (int panel = 1; panel < count; panel++)
        {
            double start = edges[panel - 1], length = edges[panel] - start;
            for (int i = 0; i < Rule.Nodes.Length; i++)
            {
                double d = start + (Rule.Nodes[i] * length);
                double s = mX2 + d;
                sum += Rule.Weights[i] * length * channel.Numerator(s) / ((d * d) + (massWidth * massWidth))
                    * motion.LightConeDensity((s - (2 * M * M)) * perY, weight);
            }
        }

        return sum * perY;
    }

    /// <summary>
    /// Samples the electron and both products for a positron along z, from the distribution that
    /// <see cref="CrossSection(in AnnihilationChannel, double, double, double, ElectronMotion, MotionWeight)"/>
    /// integrates; products = positron + electron to rounding. Allocates nothing.
    /// </summary>
    /// <param name="channel">Mediator and final state.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="width">Total width of X, GeV, positive.</param>
    /// <param name="positronEnergy">Total energy of the positron, GeV, at least <see cref="MinimumEnergy"/>.</param>
    /// <param name="motion">The electrons.</param>
    /// <param name="weight">Mean of the cross section, or of the rate.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="electron">The electron that annihilates, with its kinetic energy on its mass shell.</param>
    /// <param name="first">First product.</param>
    /// <param name="second">Second product.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or no electron opens the channel at this energy.</exception>
    public static void Sample(
        in AnnihilationChannel channel,
        double mediatorMass,
        double width,
        double positronEnergy,
        ElectronMotion motion,
        MotionWeight weight,
        ref RandomStream random,
        out FourMomentum electron,
        out FourMomentum first,
        out FourMomentum second)
    {
        ArgumentNullException.ThrowIfNull(motion);
        Check(mediatorMass, width, positronEnergy);
        Span<double> edges = stackalloc double[ResonancePanels.Most];
        Span<double> bounds = stackalloc double[ResonancePanels.Most];
        double mX2 = mediatorMass * mediatorMass, massWidth = mediatorMass * width, perY = 1 / (2 * positronEnergy);
        int count = Panels(channel, mX2, massWidth, positronEnergy, motion, edges);
        if (count == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(positronEnergy), positronEnergy, "no electron is fast enough to open the channel at this energy.");
        }

        double s = mX2 + Locate(channel, mX2, massWidth, perY, motion, weight, edges[..count], bounds, ref random);
        double y = (s - (2 * M * M)) * perY;
        double rapidity = motion.SampleRapidity(y, weight, ref random);
        double energy = M * Math.Cosh(rapidity), momentum = M * Math.Sinh(rapidity);
        FourMomentum positron = FourMomentum.AlongZ(M, positronEnergy);
        double cosine = Math.Clamp(((positronEnergy * energy) - (positronEnergy * y)) / (positron.Z * momentum), -1, 1);
        double across = momentum * Math.Sqrt((1 - cosine) * (1 + cosine));
        random.NextAzimuth(out double cosPhi, out double sinPhi);
        double x = across * cosPhi, yy = across * sinPhi, z = momentum * cosine;
        electron = new FourMomentum(energy, x, yy, z);
        channel.Sample(positron, electron, ref random, out first, out second);
    }

    /// <summary>
    /// Samples d = s - m_X^2. In each panel the product of the largest values of its monotonic factors bounds the density: an exact rejection.
    /// </summary>
    private static double Locate(
        in AnnihilationChannel channel,
        double mX2,
        double massWidth,
        double perY,
        ElectronMotion motion,
        MotionWeight weight,
        ReadOnlySpan<double> edges,
        Span<double> bounds,
        ref RandomStream random)
    {
        double all = 0;
        double yLow = (mX2 + edges[0] - (2 * M * M)) * perY;
        double left = motion.LightConeDensity(yLow, weight) / (weight == MotionWeight.Rate ? yLow : 1);
        for (int panel = 1; panel < edges.Length; panel++)
        {
            double start = edges[panel - 1], end = edges[panel];
            double nearest = start >= 0 ? start : end <= 0 ? end : 0;
            double y = (mX2 + end - (2 * M * M)) * perY;
            double flux = weight == MotionWeight.Rate ? y : 1;
            double right = motion.LightConeDensity(y, weight) / flux;
            // The numerator and y grow with s; the density without y falls with distance from y = m, which is an edge. Interpolation ripples below 1e-3.
            bounds[panel] = 1.001 * channel.Numerator(mX2 + end) / ((nearest * nearest) + (massWidth * massWidth)) * flux * Math.Max(left, right);
            all += bounds[panel] * (end - start);
            left = right;
        }

        while (true)
        {
            double at = random.NextUniform() * all;
            int panel = 1;
            while (panel < edges.Length - 1 && at > bounds[panel] * (edges[panel] - edges[panel - 1]))
            {
                at -= bounds[panel] * (edges[panel] - edges[panel - 1]);
                panel++;
            }

            double d = edges[panel - 1] + (random.NextUniform() * (edges[panel] - edges[panel - 1]));
            double s = mX2 + d;
            double value = channel.Numerator(s) / ((d * d) + (massWidth * massWidth)) * motion.LightConeDensity((s - (2 * M * M)) * perY, weight);
            if (random.NextUniform() * bounds[panel] <= value)
            {
                return d;
            }
        }
    }

    /// <summary>Panels of the range of s that the electrons reach; their number, or 0 where the channel stays closed.</summary>
    private static int Panels(in AnnihilationChannel channel, double mX2, double massWidth, double positronEnergy, ElectronMotion motion, Span<double> edges)
    {
        double reach = Math.Exp(motion.MaximumRapidity);
        double rest = 2 * positronEnergy * M;
        double low = Math.Max((2 * M * M) + (rest / reach), channel.Threshold) - mX2;
        double high = (2 * M * M) + (rest * reach) - mX2;
        return high > low ? ResonancePanels.Fill(edges, low, high, massWidth, (2 * M * M) + rest - mX2, 1e-4) : 0;
    }

    /// <summary>Relative flux p+.p-/(E+ E-), in units of that of an electron at rest.</summary>
    private static double Flux(double s, double energies)
    {
        double product = (0.5 * s) - (M * M);
        return Math.Sqrt(Math.Max(0, (product - (M * M)) * (product + (M * M)))) / energies;
    }

    /// <summary>E+ E- and p+ p-.</summary>
    private static (double Energies, double Momenta) Products(double positronEnergy, double kineticEnergy)
    {
        double positron = Math.Sqrt((positronEnergy - M) * (positronEnergy + M));
        double electron = Math.Sqrt(kineticEnergy * (kineticEnergy + (2 * M)));
        return (positronEnergy * (M + kineticEnergy), positron * electron);
    }

    private static void Check(double mediatorMass, double width, double positronEnergy)
    {
        Guard.Above(mediatorMass, 0, 1e6, nameof(mediatorMass), "the mediator mass in GeV");
        Guard.Above(width, 0, 1e6, nameof(width), "the width in GeV");
        Guard.Within(positronEnergy, MinimumEnergy, 1e6, nameof(positronEnergy), "the positron energy in GeV");
    }
}
