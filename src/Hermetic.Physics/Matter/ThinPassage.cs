using System.Runtime.CompilerServices;
using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>
/// What a thin layer does to a fast charged particle, as a track fit needs it: the width of the Gaussian core of multiple scattering, mean and variance of the loss of energy. The layer is taken to have no depth.
/// Scattering: V. L. Highland, NIM 129 (1975) 497, as fitted by G. R. Lynch, O. I. Dahl, NIM B 58 (1991) 6 (Review of Particle Physics), good to 11 % for 1e-3 to 100 radiation lengths; below 1e-4 radiation lengths the
/// logarithm is held at that value. Collision loss: Bethe's with the density effect, in transfers that at least one passage in ten has; rarer ones are left to the tails.
/// Bremsstrahlung: H. Bethe, W. Heitler, Proc. R. Soc. A 146 (1934) 83, in complete screening, so that z = E'/E has the mean exp(-t). LIT. Immutable.
/// </summary>
public sealed class ThinPassage
{
    private const double HighlandScale = 13.6e-3, HighlandLog = 0.038, LeastThickness = 1e-4;

    /// <summary>Transfers of more energy happen in fewer than one passage in this many.</summary>
    private const double Rarity = 10;

    private const int Nodes = 64;
    private static readonly double LogLow = Math.Log(LeastMomentum), LogStep = Math.Log(MostMomentum / LeastMomentum) / (Nodes - 1);

    private readonly double _angle;
    private readonly double[] _loss = new double[Nodes];
    private readonly double[] _variance = new double[Nodes];

    /// <summary>A layer.</summary>
    /// <param name="material">Its material.</param>
    /// <param name="thickness">Its thickness along the beam in mm.</param>
    /// <param name="particle">The particle; null for an electron or a positron.</param>
    public ThinPassage(Material material, double thickness, HeavyParticle? particle)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentOutOfRangeException.ThrowIfNegative(thickness);
        Material = material;
        Thickness = thickness;
        Particle = particle;
        Mass = particle?.Mass ?? Constants.ElectronMass;
        RadiationLengths = thickness / material.RadiationLength;
        double theta = HighlandScale * Math.Sqrt(RadiationLengths) * (1 + (HighlandLog * Math.Log(Math.Max(RadiationLengths, LeastThickness))));
        _angle = theta * theta;
        for (int i = 0; i < Nodes && material.Components.Count > 0; i++)
        {
            double p = Math.Exp(LogLow + (i * LogStep)), energy = Math.Sqrt((p * p) + (Mass * Mass)), t = p * p / (energy + Mass);
            double xi = thickness * HeavyIonisation.Strength(material, p * p / (energy * energy));
            double most = particle is null ? 0.5 * t : HeavyIonisation.MaximumTransfer(particle, t);
            double cut = Math.Min(most, Math.Max(Rarity * xi, 20 * material.MeanExcitation));
            double perLength = particle is null ? Ionisation.RestrictedLoss(material, t, cut, false) : HeavyIonisation.RestrictedLoss(material, particle, t, cut);
            _loss[i] = Math.Max(0, thickness * perLength);
            _variance[i] = xi * cut;
        }
    }

    /// <summary>Least momentum in GeV.</summary>
    public static double LeastMomentum => 0.3;

    /// <summary>Greatest momentum in GeV.</summary>
    public static double MostMomentum => 3000;

    /// <summary>The material.</summary>
    public Material Material { get; }

    /// <summary>Thickness along the beam in mm.</summary>
    public double Thickness { get; }

    /// <summary>The particle; null for an electron or a positron.</summary>
    public HeavyParticle? Particle { get; }

    /// <summary>Mass of the particle in GeV.</summary>
    public double Mass { get; }

    /// <summary>Thickness in radiation lengths.</summary>
    public double RadiationLengths { get; }

    /// <summary>Whether the particle radiates so much that a fit must know it.</summary>
    public bool Radiates => Particle is null && RadiationLengths > 0;

    /// <summary>Variance of the angle projected on a plane in rad^2, for a passage along the beam.</summary>
    /// <param name="kappa">Charge over momentum in 1/GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double AngleVariance(double kappa)
    {
        double k2 = kappa * kappa;
        // (1/(p beta))^2 = (1/p)^2 (1 + m^2/p^2).
        return _angle * k2 * (1 + (Mass * Mass * k2));
    }

    /// <summary>Mean loss in collisions in GeV, for a passage along the beam.</summary>
    /// <param name="momentum">Momentum in GeV.</param>
    /// <param name="variance">Its variance in GeV^2.</param>
    public double MeanLoss(double momentum, out double variance)
    {
        double place = Math.Clamp((Math.Log(momentum) - LogLow) / LogStep, 0, Nodes - 1.0001);
        int i = (int)place;
        double w = place - i;
        variance = ((1 - w) * _variance[i]) + (w * _variance[i + 1]);
        return ((1 - w) * _loss[i]) + (w * _loss[i + 1]);
    }

    /// <summary>q/p after the mean loss.</summary>
    /// <param name="kappa">q/p in 1/GeV before.</param>
    /// <param name="path">Length of the way through the layer over its thickness.</param>
    /// <param name="radiates">Whether bremsstrahlung counts, by mean and variance.</param>
    /// <param name="derivative">Derivative of q/p behind with respect to q/p before.</param>
    /// <param name="variance">Variance of q/p behind from the fluctuation of the loss in 1/GeV^2.</param>
    public double Lose(double kappa, double path, bool radiates, out double derivative, out double variance)
    {
        if (RadiationLengths == 0)
        {
            (derivative, variance) = (1, 0);
            return kappa;
        }

        double p = 1 / Math.Abs(kappa), energy = Math.Sqrt((p * p) + (Mass * Mass));
        double loss = path * MeanLoss(p, out double energyVariance);
        energyVariance *= path;
        double after = Math.Max(energy - loss, Mass + (0.5 * (energy - Mass)));
        derivative = 1;
        if (radiates && Radiates)
        {
            double mean = Math.Exp(-path * RadiationLengths);
            // <z^2> = 3^-c with c = t/ln 2.
            energyVariance += after * after * (Math.Exp(-path * RadiationLengths * Math.Log(3) / Math.Log(2)) - (mean * mean));
            after *= mean;
            derivative = mean;
        }

        double left = Math.Sqrt((after * after) - (Mass * Mass));
        double changed = kappa * p / left;
        derivative *= after / energy * Math.Pow(p / left, 3);
        variance = changed * changed * after * after / (left * left * left * left) * energyVariance;
        return changed;
    }
}
