using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>What splits the loss of a heavy particle into continuous loss and discrete events, in GeV.</summary>
/// <param name="KnockOn">Knocked-out electrons above it are made.</param>
/// <param name="Radiation">Photons, pairs and nuclear reactions with a larger transfer are made.</param>
/// <param name="NuclearReactions">Whether muons make photonuclear reactions, and whether particles scatter on single protons of nuclei.</param>
/// <param name="Shape">Charge distribution of the nuclei in elastic scattering.</param>
public readonly record struct HeavyCuts(double KnockOn, double Radiation, bool NuclearReactions = true, NuclearShape Shape = NuclearShape.Helm)
{
    /// <summary>Everything is loss, nothing an event.</summary>
    public static HeavyCuts None { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>
    /// The cuts that go with those of electrons and photons: radiation from 1 MeV on or from the electrons' cut, whichever is larger (softer photons cost a muon 2e-6 of its energy loss).
    /// </summary>
    /// <param name="cuts">Thresholds of the shower.</param>
    public static HeavyCuts Of(TransportCuts cuts) => new(cuts.ElectronProduction, Math.Max(1e-3, cuts.ElectronProduction));
}

/// <summary>What a table row holds, interpolated at one energy. Rates in 1/mm, loss in GeV/mm.</summary>
/// <param name="Loss">Mean loss below the cuts.</param>
/// <param name="KnockOn">Rate of electrons above the cut.</param>
/// <param name="Bremsstrahlung">Rate of photons above the cut.</param>
/// <param name="PairProduction">Rate of pairs above the cut.</param>
/// <param name="Photonuclear">Rate of photonuclear reactions above the cut.</param>
public readonly record struct HeavyRates(double Loss, double KnockOn, double Bremsstrahlung, double PairProduction, double Photonuclear)
{
    /// <summary>Rate of all discrete events.</summary>
    public double Discrete => KnockOn + Bremsstrahlung + PairProduction + Photonuclear;
}

/// <summary>
/// Everything that the transport reads of one material for one heavy particle: flat arrays on a logarithmic energy grid (16 points a decade, 0.5 % of the mass to 1 TeV), read by an index without search and
/// interpolated linearly in ln T. Spectra are kept as the inverse of s = -ln(survival), so that an exponential variate samples them and rare large transfers are as finely tabulated as frequent
/// small ones (400 steps even in the root of s up to s = 20, so that the rise at a threshold is resolved too); the energy row is picked at random with the interpolation weight. Immutable and shared by threads.
/// </summary>
public sealed class HeavyTables
{
    /// <summary>Greatest kinetic energy of the grid in GeV.</summary>
    public const double MaximumEnergy = 1000;

    private const int PerDecade = 16;
    private const int Stride = 5;
    private const int Quantiles = 400;
    private const int SpectrumPoints = 240;
    private const double LargestS = 20;
    private static readonly double LnStep = Math.Log(10) / PerDecade;
    private static readonly MuonProcess[] Processes = Enum.GetValues<MuonProcess>();
    private static readonly ConditionalWeakTable<TransportTables, ConcurrentDictionary<HeavyParticle, Lazy<HeavyTables>>> Beside = [];

    private readonly double _lnMinimum;
    private readonly int _points;
    private readonly double[] _rows;
    private readonly double[][] _spectra = [[], [], []];
    private readonly int _leastZ;

    /// <summary>Builds the tables (about 0.2 s for a muon in an element).</summary>
    /// <param name="material">The material.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="cuts">The cuts, at least 1 keV.</param>
    public HeavyTables(Material material, HeavyParticle particle, HeavyCuts cuts)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(particle);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts.KnockOn, 1e-6);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts.Radiation, 1e-6);
        Material = material;
        Particle = particle;
        Cuts = cuts;
        Scattering = new HeavyScattering(material, cuts.Shape);
        double minimum = 0.005 * particle.Mass;
        _lnMinimum = Math.Log(minimum);
        _points = (int)Math.Ceiling(Math.Log(MaximumEnergy / minimum) / LnStep) + 1;
        _rows = new double[_points * Stride];
        if (material.Components.Count == 0)
        {
            return;
        }

        _leastZ = material.Components.Min(c => c.Z);
        for (int i = 0; i < _points; i++)
        {
            double t = Math.Exp(_lnMinimum + (i * LnStep));
            _rows[i * Stride] = HeavyLoss.Below(material, particle, t, cuts).Total;
            _rows[(i * Stride) + 1] = HeavyIonisation.KnockOnRate(material, particle, t, cuts.KnockOn);
        }

        if (particle.IsMuon)
        {
            foreach (MuonProcess process in Processes.Where(p => p != MuonProcess.Photonuclear || cuts.NuclearReactions))
            {
                _spectra[(int)process] = BuildSpectra(process);
            }
        }
    }

    /// <summary>The tables that go with those of electrons and photons (<see cref="HeavyCuts.Of"/>): made when first asked for, kept as long as these, shared by threads.</summary>
    /// <param name="tables">Tables of electrons and photons.</param>
    /// <param name="particle">The particle.</param>
    public static HeavyTables Of(TransportTables tables, HeavyParticle particle)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(particle);
        return Beside.GetOrCreateValue(tables)
            .GetOrAdd(particle, p => new Lazy<HeavyTables>(() => new HeavyTables(tables.Material, p, HeavyCuts.Of(tables.Cuts))))
            .Value;
    }

    /// <summary>The material.</summary>
    public Material Material { get; }

    /// <summary>The particle.</summary>
    public HeavyParticle Particle { get; }

    /// <summary>The cuts.</summary>
    public HeavyCuts Cuts { get; }

    /// <summary>Elastic scattering in the material.</summary>
    public HeavyScattering Scattering { get; }

    /// <summary>Loss and rates.</summary>
    /// <param name="t">Kinetic energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeavyRates Rates(double t)
    {
        double f = Locate(t, out int i);
        ReadOnlySpan<double> r = _rows.AsSpan(i * Stride, 2 * Stride);
        return new HeavyRates(
            r[0] + (f * (r[5] - r[0])),
            r[1] + (f * (r[6] - r[1])),
            r[2] + (f * (r[7] - r[2])),
            r[3] + (f * (r[8] - r[3])),
            r[4] + (f * (r[9] - r[4])));
    }

    /// <summary>Samples the energy transfer of a radiative process above the cut.</summary>
    /// <param name="process">The process.</param>
    /// <param name="t">Kinetic energy in GeV.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>Transfer in GeV; 0 when nothing happens (the process is closed at this energy).</returns>
    public double SampleTransfer(MuonProcess process, double t, ref RandomStream random)
    {
        (double least, double greatest) = Range(process, t);
        if (greatest <= least)
        {
            return 0;
        }

        double f = Locate(t, out int row);
        if (random.NextUniform() < f)
        {
            row++;
        }

        double[] table = _spectra[(int)process];
        double position = Math.Min(Math.Sqrt(random.NextExponential() / LargestS) * Quantiles, Quantiles - 1e-9);
        int q = (int)position;
        int at = (row * (Quantiles + 1)) + q;
        double w = table[at] + ((position - q) * (table[at + 1] - table[at]));
        return least * Math.Exp(w * Math.Log(greatest / least));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Locate(double t, out int index)
    {
        double position = (Math.Log(t) - _lnMinimum) / LnStep;
        index = Math.Clamp((int)position, 0, _points - 2);
        return Math.Clamp(position - index, 0, 1);
    }

    /// <summary>Range of the transfers that are events; empty where the process is closed.</summary>
    private (double Least, double Greatest) Range(MuonProcess process, double t)
    {
        double energy = t + Particle.Mass;
        return process switch
        {
            MuonProcess.Bremsstrahlung => (Cuts.Radiation, t),
            MuonProcess.PairProduction => (Math.Max(Cuts.Radiation, MuonPairProduction.LeastTransfer), MuonPairProduction.GreatestTransfer(_leastZ, energy)),
            _ => (Math.Max(Cuts.Radiation, MuonPhotonuclear.LeastTransfer), MuonPhotonuclear.GreatestTransfer(energy)),
        };
    }

    /// <summary>Rates and inverse spectra of one process for all energies; w = ln(e/least)/ln(greatest/least) keeps a transfer within its limits whichever row is picked.</summary>
    private double[] BuildSpectra(MuonProcess process)
    {
        double[] table = new double[_points * (Quantiles + 1)];
        double[] value = new double[SpectrumPoints];
        double[] survival = new double[SpectrumPoints];
        for (int row = 0; row < _points; row++)
        {
            double t = Math.Exp(_lnMinimum + (row * LnStep));
            (double least, double greatest) = Range(process, t);
            if (greatest <= least)
            {
                continue;
            }

            double range = Math.Log(greatest / least);
            for (int j = 0; j < SpectrumPoints; j++)
            {
                value[j] = MuonRadiation.Spectrum(Material, process, t, Math.Min(least * Math.Exp(Node(j) * range), greatest * (1 - 1e-12)));
            }

            survival[SpectrumPoints - 1] = 0;
            for (int j = SpectrumPoints - 2; j >= 0; j--)
            {
                survival[j] = survival[j + 1] + (0.5 * (value[j] + value[j + 1]) * (Node(j + 1) - Node(j)));
            }

            _rows[(row * Stride) + 2 + (int)process] = survival[0] * range;
            if (survival[0] > 0)
            {
                Invert(survival, table.AsSpan(row * (Quantiles + 1), Quantiles + 1));
            }
        }

        return table;
    }

    /// <summary>Nodes denser towards both ends, where the spectra rise and fall.</summary>
    private static double Node(int j) => 0.5 * (1 - Math.Cos(Math.PI * j / (SpectrumPoints - 1)));

    private static void Invert(double[] survival, Span<double> quantiles)
    {
        int j = 0;
        for (int q = 0; q <= Quantiles; q++)
        {
            double root = (double)q / Quantiles;
            double wanted = survival[0] * Math.Exp(-root * root * LargestS);
            while (j < SpectrumPoints - 2 && survival[j + 1] > wanted)
            {
                j++;
            }

            double low = survival[j], high = survival[j + 1];
            // Between nodes the logarithm of the survival is straight, as for a power law; the last cell ends at 0 and is straight itself.
            double f = low <= high ? 0 : high > 0 ? Math.Log(low / wanted) / Math.Log(low / high) : (low - wanted) / low;
            quantiles[q] = Node(j) + (Math.Clamp(f, 0, 1) * (Node(j + 1) - Node(j)));
        }
    }
}
