using Hermetic.Core.Random;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Fields;

namespace Hermetic.Simulation.Tracking;

/// <summary>
/// A thin layer with all tails. Scattering: collisions above an angle that some per passage exceed are drawn one by one from S/(A + mu)^2 with the form factor of the nucleus (<see cref="HeavyScattering"/>, which for nuclei does not depend on the particle); those below are a Gaussian of the right variance.
/// Collision loss: <see cref="Straggling"/> below the cut of <see cref="ThinPassage"/>, single knock-on electrons above, xi/w^2 (1 - beta^2 w/wmax). Bremsstrahlung: -ln z is gamma distributed. Immutable.
/// </summary>
internal sealed class LayerTails
{
    /// <summary>Mean number of collisions that are drawn one by one.</summary>
    private const double Hard = 4;

    /// <summary>Momentum in GeV below which a particle is given up.</summary>
    private const double Least = 0.5;

    private readonly ThinPassage _layer;
    private readonly HeavyScattering _scattering;
    private readonly double _beta1;

    public LayerTails(ThinPassage layer)
    {
        _layer = layer;
        _scattering = new HeavyScattering(layer.Material, NuclearShape.Helm);
        _beta1 = HeavyIonisation.Strength(layer.Material, 1);
    }

    /// <summary>Takes a particle through.</summary>
    /// <returns>False if it has lost nearly all of its energy.</returns>
    public bool Pass(ref TrackState s, ref RandomStream random)
    {
        double path = Math.Sqrt(1 + (s.Tx * s.Tx) + (s.Ty * s.Ty));
        double p = s.Momentum, mass = _layer.Mass, energy = Math.Sqrt((p * p) + (mass * mass)), beta2 = p * p / (energy * energy);
        Scatter(ref s, path * _layer.Thickness, p, beta2, ref random);
        energy = Math.Max(mass, energy - Loss(p, energy, beta2, path, ref random));
        if (_layer.Radiates)
        {
            energy = mass + ((energy - mass) * Math.Exp(-Gamma(path * _layer.RadiationLengths / Math.Log(2), ref random)));
        }

        TrackSimulator.SetEnergy(ref s, mass, energy);
        return s.Momentum > Least;
    }

    private void Scatter(ref TrackState s, double length, double p, double beta2, ref RandomStream random)
    {
        double strength = (_scattering.NuclearStrength + _scattering.ElectronStrength) * length / (p * p * beta2);
        // The Coulomb correction to the screening grows as 1/beta^2.
        double a = _scattering.Screening * (1 + (_scattering.CoulombShare * ((1 / beta2) - 1))) / (p * p);
        // The mean number above mu is strength (1/(A + mu) - 1/(A + 1)).
        double end = 1 / (a + 1), begin = Math.Min(1 / a, (Hard / strength) + end), most = Math.Max(0, (1 / begin) - a);
        double ax = 0, ay = 0;
        if (most > 0)
        {
            // <theta^2> = 4 mu, half of it in each projection.
            double width = Math.Sqrt(2 * strength * HeavyScattering.SoftMoment(a, most, 0));
            (ax, ay) = (width * random.NextNormal(), width * random.NextNormal());
        }

        double mean = strength * (begin - end);
        for (double left = mean - random.NextExponential(); left > 0; left -= random.NextExponential())
        {
            double mu = Math.Max(0, (1 / (begin - (random.NextUniform() * (begin - end)))) - a);
            double q2 = 4 * p * p * mu;
            double nuclear = _scattering.NuclearStrength / (_scattering.NuclearStrength + _scattering.ElectronStrength);
            double factor = random.NextUniform() < nuclear
                ? _scattering.NuclearFormFactorSquared(_scattering.Pick(random.NextUniform()), q2)
                // An electron at rest takes at most all of the energy.
                : q2 < 2 * Core.Constants.ElectronMass * p ? 1 : 0;
            if (random.NextUniform() < factor)
            {
                double angle = 2 * Math.Asin(Math.Sqrt(Math.Min(1, mu)));
                random.NextAzimuth(out double cos, out double sin);
                ax += angle * cos;
                ay += angle * sin;
            }
        }

        TrackSimulator.Turn(ref s, ax, ay);
    }

    private double Loss(double p, double energy, double beta2, double path, ref RandomStream random)
    {
        double loss = path * _layer.MeanLoss(p, out double variance), xi = path * _layer.Thickness * _beta1 / beta2;
        double cut = path * variance / xi;
        double t = energy - _layer.Mass;
        double most = _layer.Particle is null ? 0.5 * t : HeavyIonisation.MaximumTransfer(_layer.Particle, t);
        loss += Straggling.Sample(xi, cut, ref random);
        double mean = xi * ((1 / cut) - (1 / most));
        for (double left = mean - random.NextExponential(); left > 0; left -= random.NextExponential())
        {
            double w = 1 / ((1 / most) + (random.NextUniform() * ((1 / cut) - (1 / most))));
            loss += random.NextUniform() < 1 - (beta2 * w / most) ? w : 0;
        }

        return Math.Max(0, loss);
    }

    /// <summary>A gamma distributed number of shape c, as that of shape c + 1 times U^(1/c); the former by G. Marsaglia, W. W. Tsang, ACM TOMS 26 (2000) 363.</summary>
    private static double Gamma(double c, ref RandomStream random)
    {
        double d = c + 1 - (1.0 / 3), k = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double n = random.NextNormal(), v = 1 + (k * n);
            v = v * v * v;
            if (v > 0 && Math.Log(random.NextUniform()) < (0.5 * n * n) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v * Math.Exp(Math.Log(random.NextUniform()) / c);
            }
        }
    }
}
