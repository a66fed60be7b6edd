using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>
/// Collisions of muons and charged hadrons with atomic electrons: Bethe's loss restricted to transfers below a cut, with the density effect, and knock-on electrons above it
/// (B. Rossi, "High-Energy Particles", 1952, section 2.3: dSigma/dw = 2 pi r_e^2 m/beta^2 (1 - beta^2 w/w_max + w^2/(2 E^2))/w^2, the last term for spin 1/2 alone).
/// For muons the cross section carries the radiative correction of S. R. Kelner, R. P. Kokoulin, A. A. Petrukhin, Phys. Atom. Nucl. 60 (1997) 576, which adds 2 % to the whole loss at
/// 100 GeV, nearly all of it above 1 MeV; it is not known for hadrons and left out. Neglected: shell corrections (below 1 % above beta gamma = 0.3) and Barkas terms. Energies in GeV.
/// </summary>
public static class HeavyIonisation
{
    private const double M = Constants.ElectronMass;

    /// <summary>Transfers below it have no radiative correction to speak of: it is proportional to w there.</summary>
    private const double LeastCorrected = 1e-6;

    private static readonly double TwoPiRe2M = 2 * Math.PI * Constants.ClassicalElectronRadius * Constants.ClassicalElectronRadius * M;
    private static readonly Quadrature Rule = Quadrature.GaussLegendre(32);

    /// <summary>Greatest kinetic energy that an electron at rest can get.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="t">Its kinetic energy.</param>
    public static double MaximumTransfer(HeavyParticle particle, double t)
    {
        ArgumentNullException.ThrowIfNull(particle);
        double ratio = M / particle.Mass;
        double gamma = 1 + (t / particle.Mass);
        return 2 * M * ((gamma * gamma) - 1) / (1 + (2 * gamma * ratio) + (ratio * ratio));
    }

    /// <summary>The strength xi of the collision spectrum per length, dSigma/dw = xi/w^2, in GeV/mm.</summary>
    /// <param name="material">The material.</param>
    /// <param name="beta2">Velocity squared over that of light.</param>
    public static double Strength(Material material, double beta2)
    {
        ArgumentNullException.ThrowIfNull(material);
        return TwoPiRe2M * material.ElectronsPerVolume / beta2;
    }

    /// <summary>Mean loss in GeV/mm in transfers below the cut.</summary>
    /// <param name="material">The material.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="t">Kinetic energy, above some percent of the mass.</param>
    /// <param name="cut">Greatest transfer that counts; infinity for the whole loss.</param>
    public static double RestrictedLoss(Material material, HeavyParticle particle, double t, double cut)
    {
        ArgumentNullException.ThrowIfNull(material);
        Kinematics k = new(particle, t);
        double upper = Math.Min(cut, k.MaximumTransfer);
        double delta = material.DensityEffect.At(Math.Sqrt(k.BetaGamma2));
        double bracket = Math.Log(2 * M * k.BetaGamma2 * upper / (material.MeanExcitation * material.MeanExcitation))
            - (k.Beta2 * (1 + (upper / k.MaximumTransfer))) - delta;
        if (particle.SpinHalf)
        {
            bracket += upper * upper / (4 * k.Energy * k.Energy);
        }

        bracket += k.Correction(LeastCorrected, upper, 1);
        return Math.Max(0, Strength(material, k.Beta2) * bracket);
    }

    /// <summary>Rate in 1/mm of electrons knocked out above the cut.</summary>
    /// <param name="material">The material.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="t">Kinetic energy.</param>
    /// <param name="cut">Least kinetic energy of the electron.</param>
    public static double KnockOnRate(Material material, HeavyParticle particle, double t, double cut)
    {
        ArgumentNullException.ThrowIfNull(material);
        Kinematics k = new(particle, t);
        double most = k.MaximumTransfer;
        if (most <= cut)
        {
            return 0;
        }

        double integral = (1 / cut) - (1 / most) - (k.Beta2 / most * Math.Log(most / cut));
        if (particle.SpinHalf)
        {
            integral += (most - cut) / (2 * k.Energy * k.Energy);
        }

        return Strength(material, k.Beta2) * (integral + k.Correction(cut, most, 0));
    }

    /// <summary>Samples the energy of a knocked-out electron, for the rate of <see cref="KnockOnRate"/>.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="t">Kinetic energy.</param>
    /// <param name="cut">Least kinetic energy of the electron.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>The electron's kinetic energy; 0 when nothing happens (the transfer is beyond reach, or the particle's form factor forbids it).</returns>
    public static double SampleKnockOn(HeavyParticle particle, double t, double cut, ref RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(particle);
        Kinematics k = new(particle, t);
        double most = k.MaximumTransfer;
        if (most <= cut)
        {
            return 0;
        }

        // The correction's product of two logarithms with a fixed sum is largest where they are equal; the bracket without it never exceeds 1.
        double bound = particle.IsMuon ? 1 + (Constants.Alpha / (8 * Math.PI) * k.LogEnergies(0) * k.LogEnergies(0)) : 1;
        double w;
        do
        {
            w = cut / (1 - ((1 - (cut / most)) * random.NextUniform()));
        }
        while (random.NextUniform() * bound > k.Bracket(w) * (1 + k.RelativeCorrection(w)));

        return particle.ChargeRadius == 0 || random.NextUniform() < particle.FormFactorSquared(2 * M * w) ? w : 0;
    }

    private readonly struct Kinematics
    {
        private readonly bool _muon;
        private readonly bool _spinHalf;
        private readonly double _mass2;

        public Kinematics(HeavyParticle particle, double t)
        {
            MaximumTransfer = HeavyIonisation.MaximumTransfer(particle, t);
            _muon = particle.IsMuon;
            _spinHalf = particle.SpinHalf;
            _mass2 = particle.Mass * particle.Mass;
            Energy = t + particle.Mass;
            BetaGamma2 = t * (t + (2 * particle.Mass)) / _mass2;
            Beta2 = BetaGamma2 * _mass2 / (Energy * Energy);
        }

        public double MaximumTransfer { get; }

        public double Energy { get; }

        public double BetaGamma2 { get; }

        public double Beta2 { get; }

        public double Bracket(double w) => 1 - (Beta2 * w / MaximumTransfer) + (_spinHalf ? w * w / (2 * Energy * Energy) : 0);

        public double LogEnergies(double w) => Math.Log(4 * Energy * (Energy - w) / _mass2);

        public double RelativeCorrection(double w)
        {
            if (!_muon)
            {
                return 0;
            }

            double a = Math.Log(1 + (2 * w / M));
            return Constants.Alpha / (2 * Math.PI) * a * (LogEnergies(w) - a);
        }

        /// <summary>Integral of the corrected part of w^power (1/w^2) bracket.</summary>
        public double Correction(double from, double to, int power)
        {
            if (!_muon || to <= from)
            {
                return 0;
            }

            double range = Math.Log(to / from);
            double sum = 0;
            for (int i = 0; i < Rule.Nodes.Length; i++)
            {
                double w = from * Math.Exp(range * Rule.Nodes[i]);
                double value = Bracket(w) * RelativeCorrection(w);
                sum += Rule.Weights[i] * range * (power == 1 ? value : value / w);
            }

            return sum;
        }
    }
}
