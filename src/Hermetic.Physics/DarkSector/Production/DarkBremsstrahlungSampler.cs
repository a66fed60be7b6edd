using System.Runtime.Intrinsics;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>The final state of one production l Z -> l Z X, for an incoming lepton along the z axis on a nucleus at rest.</summary>
public struct DarkBremsstrahlungEvent
{
    /// <summary>The mediator.</summary>
    public FourMomentum Mediator;

    /// <summary>The recoil lepton.</summary>
    public FourMomentum Lepton;

    /// <summary>The recoiling nucleus, with its mass. In an inelastic event it stands for all that was hit.</summary>
    public FourMomentum Nucleus;

    /// <summary>1 - x, where x is the mediator's share of the lepton's energy.</summary>
    public double OneMinusX;

    /// <summary>Squared momentum transfer t to the nucleus, GeV^2; the kinetic energy of its recoil is t/(2 M).</summary>
    public double MomentumTransfer;

    /// <summary>Whether the event belongs to the inelastic part (on the protons, with the kinematics of the whole nucleus).</summary>
    public bool Inelastic;
}

/// <summary>
/// Draws complete final states of bremsstrahlung-like production from the exact-tree-level distribution of <see cref="DarkBremsstrahlung"/>: share, angles, momentum
/// transfer and azimuths, elastic and inelastic in their proportion. Immutable and safe to share between threads; drawing allocates nothing.
/// </summary>
/// <remarks>
/// Method: phase space is mapped to a cube, cut into cells; a table holds a bound of the density in each cell for a bin of lepton energies. A cell is drawn in
/// proportion to its bound (A. Walker's alias method), a point in it uniformly, and accepted with the exact density over the bound. So the tables decide the speed and not
/// the distribution, but where the density exceeds a bound: this share of the cross section, measured after the build with independent points, is
/// <see cref="Overshoot"/> and below 1e-3. The four-momenta are conserved to rounding. Units GeV. What the cross section neglects, the sample neglects.
/// </remarks>
public sealed class DarkBremsstrahlungSampler
{
    private readonly EtlCube _cube;
    private readonly CellTable[] _bins;
    private readonly double _invLogRatio;

    /// <summary>Builds the tables, in a fraction of a second.</summary>
    /// <param name="mediator">Spin and parity of the mediator.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    /// <param name="minimumMediatorEnergy">Smallest total energy of the mediator, GeV, at least its mass. With mediators below 1 MeV the distribution depends on it.</param>
    /// <param name="minimumLeptonEnergy">Smallest energy of the lepton, GeV: above the minimum energy of the mediator plus the lepton's mass, and so far that the nucleus' recoil lets an event happen.</param>
    /// <param name="maximumLeptonEnergy">Largest energy of the lepton, GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public DarkBremsstrahlungSampler(
        Mediator mediator,
        double leptonMass,
        Nucleus nucleus,
        double mediatorMass,
        double minimumMediatorEnergy,
        double minimumLeptonEnergy,
        double maximumLeptonEnergy)
    {
        DarkBremsstrahlung process = new(mediator, leptonMass, nucleus, mediatorMass);
        Guard.Within(minimumMediatorEnergy, mediatorMass, 1e6, nameof(minimumMediatorEnergy), "the smallest energy of the mediator in GeV");
        double threshold = Math.Max(process.Threshold, minimumMediatorEnergy + leptonMass);
        Guard.Above(minimumLeptonEnergy, threshold, 1e6, nameof(minimumLeptonEnergy), "the smallest lepton energy in GeV");
        Guard.Within(maximumLeptonEnergy, minimumLeptonEnergy, 1e6, nameof(maximumLeptonEnergy), "the largest lepton energy in GeV");
        (Mediator, LeptonMass, Nucleus, MediatorMass) = (mediator, leptonMass, nucleus, mediatorMass);
        (MinimumMediatorEnergy, MinimumLeptonEnergy, MaximumLeptonEnergy, Threshold) = (minimumMediatorEnergy, minimumLeptonEnergy, maximumLeptonEnergy, threshold);
        _cube = new EtlCube(mediator, leptonMass, nucleus, mediatorMass, EtlGrid.Standard);
        double log = Math.Log((maximumLeptonEnergy - threshold) / (minimumLeptonEnergy - threshold));
        int bins = Math.Max(1, (int)Math.Ceiling(log / CellTable.LogWidth));
        _bins = new CellTable[bins];
        _invLogRatio = log > 0 ? bins / log : 0;
        for (int i = 0; i < bins; i++)
        {
            double Edge(int k) => k == bins ? maximumLeptonEnergy : threshold + ((minimumLeptonEnergy - threshold) * Math.Exp(k * log / bins));
            _bins[i] = new CellTable(_cube, minimumMediatorEnergy, threshold, Edge(i), Edge(i + 1), (ulong)i);
            Overshoot = Math.Max(Overshoot, _bins[i].Overshoot);
        }
    }

    /// <summary>Spin and parity of the mediator.</summary>
    public Mediator Mediator { get; }

    /// <summary>Mass of the lepton, GeV.</summary>
    public double LeptonMass { get; }

    /// <summary>The nucleus.</summary>
    public Nucleus Nucleus { get; }

    /// <summary>Mass of the mediator, GeV.</summary>
    public double MediatorMass { get; }

    /// <summary>Smallest total energy of the mediator, GeV.</summary>
    public double MinimumMediatorEnergy { get; }

    /// <summary>Smallest energy of the lepton, GeV.</summary>
    public double MinimumLeptonEnergy { get; }

    /// <summary>Largest energy of the lepton, GeV.</summary>
    public double MaximumLeptonEnergy { get; }

    /// <summary>Share of the cross section that lies above the bounds and is lost, in the worst bin of energies; measured with points that did not make the bounds.</summary>
    public double Overshoot { get; }

    internal double Efficiency => _bins.Min(b => b.Efficiency);

    private double Threshold { get; }

    /// <summary>Draws one final state.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV, in [<see cref="MinimumLeptonEnergy"/>, <see cref="MaximumLeptonEnergy"/>].</param>
    /// <param name="random">Random stream.</param>
    /// <param name="result">The final state, for a lepton along the z axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is outside its range.</exception>
    public void Sample(double leptonEnergy, ref RandomStream random, out DarkBremsstrahlungEvent result)
    {
        Guard.Within(leptonEnergy, MinimumLeptonEnergy, MaximumLeptonEnergy, nameof(leptonEnergy), "the lepton energy in GeV");
        double position = Math.Log((leptonEnergy - Threshold) / (MinimumLeptonEnergy - Threshold)) * _invLogRatio;
        CellTable table = _bins[Math.Clamp((int)position, 0, _bins.Length - 1)];
        EtlCube.Range range = _cube.RangeAt(leptonEnergy, MinimumMediatorEnergy);
        double scale = table.Scale(leptonEnergy);
        EtlCube.Point point = default;
        Span<Vector256<double>> weights = stackalloc Vector256<double>[2], cosines = stackalloc Vector256<double>[2], sines = stackalloc Vector256<double>[2];
        while (true)
        {
            double bound = table.Draw(ref random, out double a, out double b, out double c) * scale;
            if (!_cube.Emit(range, a, b, ref point) || !_cube.Transfer(c, ref point))
            {
                continue;
            }

            random.NextAzimuth(out double cosine, out double sine);
            double sum = _cube.Directed(point, cosine, sine, weights, cosines, sines);
            if (random.NextUniform() * bound < point.Weight * sum)
            {
                double pick = random.NextUniform() * sum;
                int i = 0;
                while (i < EtlCube.Directions - 1 && (pick -= weights[i >> 2][i & 3]) > 0)
                {
                    i++;
                }

                Complete(point, cosines[i >> 2][i & 3], sines[i >> 2][i & 3], ref random, out result);
                return;
            }
        }
    }

    private void Complete(in EtlCube.Point point, double cosine, double sine, ref RandomStream random, out DarkBremsstrahlungEvent result)
    {
        ref readonly EtlShare share = ref point.Share;
        ref readonly EtlEmission emission = ref point.Emission;
        double t = point.T, mass = Nucleus.Mass;

        // In the plane of the beam and the mediator: k = (kx, 0, kz) and V = p - k = (-kx, 0, vz).
        double kx = share.EmittedMomentum * Math.Sqrt(point.Omega * (2 - point.Omega));
        double kz = share.EmittedMomentum * (1 - point.Omega);
        double vz = share.PMinusK + (share.EmittedMomentum * point.Omega);

        // The lepton's momentum is V + q. Components of q along V, in the plane across V, and out of the plane.
        double along = 0.5 * (emission.U - (t * share.C)) * emission.InverseV;
        double across = 0.5 * emission.InverseV * Math.Sqrt(Math.Max(0, emission.Qa * (t - emission.TMin) * (emission.TMax - t)));
        double inPlane = -across * cosine, qy = across * sine;
        double nx = -kx * emission.InverseV, nz = vz * emission.InverseV;
        double qx = (along * nx) + (inPlane * nz), qz = (along * nz) - (inPlane * nx);

        random.NextAzimuth(out double c, out double s);
        double recoil = 0.5 * t / mass;
        result.Mediator = new FourMomentum(share.X * share.E0, kx * c, kx * s, kz);
        double px = qx - kx;
        result.Lepton = new FourMomentum(share.RecoilEnergy - recoil, (px * c) - (qy * s), (px * s) + (qy * c), vz + qz);
        result.Nucleus = new FourMomentum(mass + recoil, (qy * s) - (qx * c), -(qx * s) - (qy * c), -qz);
        result.OneMinusX = share.OneMinusX;
        result.MomentumTransfer = t;
        result.Inelastic = random.NextUniform() * (point.Elastic + point.Inelastic) < point.Inelastic;
    }
}
