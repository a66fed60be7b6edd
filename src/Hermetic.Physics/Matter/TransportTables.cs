using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>Thresholds of the transport in GeV (kinetic energy; photon energy). Production cuts split collisions and radiation into continuous loss and discrete events.</summary>
/// <param name="PhotonProduction">Bremsstrahlung photons above it are made.</param>
/// <param name="ElectronProduction">Knocked-out electrons above it are made.</param>
/// <param name="PhotonTracking">Photons below it are absorbed where they are.</param>
/// <param name="ElectronTracking">Electrons and positrons below it are absorbed where they are.</param>
public readonly record struct TransportCuts(double PhotonProduction, double ElectronProduction, double PhotonTracking, double ElectronTracking);

/// <summary>What a table row of a charged particle holds, interpolated at one energy. Rates in 1/mm, loss in GeV/mm.</summary>
/// <param name="Loss">Restricted loss: collisions and radiation below the production cuts.</param>
/// <param name="Bremsstrahlung">Rate of photons above the cut.</param>
/// <param name="Knock">Rate of Moller or Bhabha electrons above the cut.</param>
/// <param name="Annihilation">Rate of annihilation in flight (positrons).</param>
/// <param name="Scattering1">Inverse first transport mean free path.</param>
/// <param name="Scattering2">Inverse second transport mean free path.</param>
public readonly record struct ChargedRates(double Loss, double Bremsstrahlung, double Knock, double Annihilation, double Scattering1, double Scattering2)
{
    /// <summary>Rate of all discrete events.</summary>
    public double Discrete => Bremsstrahlung + Knock + Annihilation;
}

/// <summary>Photon rates in 1/mm at one energy.</summary>
/// <param name="Pair">Pair production.</param>
/// <param name="Compton">Compton scattering.</param>
/// <param name="Photoelectric">Photoelectric effect.</param>
public readonly record struct PhotonRates(double Pair, double Compton, double Photoelectric)
{
    /// <summary>Rate of all events.</summary>
    public double Total => Pair + Compton + Photoelectric;
}

/// <summary>
/// Everything that the transport reads of one material for one set of cuts: flat arrays on a logarithmic energy grid (24 points a decade, 10 keV to 500 GeV), read by an index
/// without search and interpolated linearly in ln E. Immutable and shared by threads. Spectra are inverse cumulative distributions at 128 equal
/// probabilities; the energy row is picked at random with the interpolation weight, so that no interpolation between spectra is needed.
/// </summary>
public sealed class TransportTables
{
    /// <summary>Least energy of the grid in GeV.</summary>
    public const double MinimumEnergy = 1e-5;

    /// <summary>Greatest energy of the grid in GeV.</summary>
    public const double MaximumEnergy = 500;

    private const int PerDecade = 24;
    private const int ChargedStride = 6;
    private const int PhotonStride = 3;
    private const int Quantiles = 128;
    private static readonly double LnMinimum = Math.Log(MinimumEnergy);
    private static readonly double LnStep = Math.Log(10) / PerDecade;
    private static readonly int Points = (int)Math.Ceiling(Math.Log(MaximumEnergy / MinimumEnergy) / LnStep) + 1;

    private readonly double[] _electron = new double[Points * ChargedStride];
    private readonly double[] _positron = new double[Points * ChargedStride];
    private readonly double[] _photon = new double[Points * PhotonStride];
    private readonly double[] _bremsstrahlung = new double[Points * (Quantiles + 1)];
    private readonly double[] _pair = new double[Points * (Quantiles + 1)];

    /// <summary>Builds the tables (about 0.1 s).</summary>
    /// <param name="material">The material.</param>
    /// <param name="cuts">Thresholds; production cuts at least 1 keV.</param>
    public TransportTables(Material material, TransportCuts cuts)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts.PhotonProduction, 1e-6);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts.ElectronProduction, 1e-6);
        Material = material;
        Cuts = cuts;
        if (material.Components.Count == 0)
        {
            return;
        }

        double[] work = new double[SpectrumPoints];
        for (int i = 0; i < Points; i++)
        {
            double energy = Math.Exp(LnMinimum + (i * LnStep));
            (double softLoss, double hardRate) = BuildBremsstrahlung(i, energy, work);
            (double first, double second) = ElasticScattering.InverseTransportPaths(material, energy);
            double n = material.ElectronsPerVolume;
            SetRow(_electron, i, [
                Ionisation.RestrictedLoss(material, energy, cuts.ElectronProduction, positron: false) + softLoss,
                hardRate,
                n * Ionisation.Moller(energy, cuts.ElectronProduction),
                0,
                first,
                second,
            ]);
            SetRow(_positron, i, [
                Ionisation.RestrictedLoss(material, energy, cuts.ElectronProduction, positron: true) + softLoss,
                hardRate,
                n * Ionisation.Bhabha(energy, cuts.ElectronProduction),
                n * Matter.Annihilation.CrossSection(energy),
                first,
                second,
            ]);
            _photon[i * PhotonStride] = Photons.PairProduction(material, energy);
            _photon[(i * PhotonStride) + 1] = Photons.Compton(material, energy);
            _photon[(i * PhotonStride) + 2] = Photons.Photoelectric(material, energy);
            BuildPair(i, energy, work);
        }
    }

    private const int SpectrumPoints = 400;

    /// <summary>The material.</summary>
    public Material Material { get; }

    /// <summary>The thresholds.</summary>
    public TransportCuts Cuts { get; }

    /// <summary>Rates of an electron or positron.</summary>
    /// <param name="positron">Whether it is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ChargedRates Charged(bool positron, double kineticEnergy)
    {
        double f = Locate(kineticEnergy, out int i);
        double[] table = positron ? _positron : _electron;
        int at = i * ChargedStride;
        ReadOnlySpan<double> rows = table.AsSpan(at, 2 * ChargedStride);
        return new ChargedRates(
            rows[0] + (f * (rows[6] - rows[0])),
            rows[1] + (f * (rows[7] - rows[1])),
            rows[2] + (f * (rows[8] - rows[2])),
            rows[3] + (f * (rows[9] - rows[3])),
            rows[4] + (f * (rows[10] - rows[4])),
            rows[5] + (f * (rows[11] - rows[5])));
    }

    /// <summary>Rates of a photon.</summary>
    /// <param name="energy">Photon energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhotonRates Photon(double energy)
    {
        double f = Locate(energy, out int i);
        ReadOnlySpan<double> rows = _photon.AsSpan(i * PhotonStride, 2 * PhotonStride);
        return new PhotonRates(
            rows[0] + (f * (rows[3] - rows[0])),
            rows[1] + (f * (rows[4] - rows[1])),
            rows[2] + (f * (rows[5] - rows[2])));
    }

    /// <summary>Samples the energy of a bremsstrahlung photon above the production cut.</summary>
    /// <param name="kineticEnergy">Kinetic energy of the electron in GeV, above the cut.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>Photon energy in GeV, at most the kinetic energy.</returns>
    public double SampleBremsstrahlung(double kineticEnergy, ref RandomStream random)
    {
        double w = SampleRow(_bremsstrahlung, kineticEnergy, ref random);
        // w = ln(k/cut)/ln(T/cut) keeps the photon within its limits whichever row was picked.
        return Cuts.PhotonProduction * Math.Exp(w * Math.Log(kineticEnergy / Cuts.PhotonProduction));
    }

    /// <summary>Samples the share of one lepton in pair production.</summary>
    /// <param name="energy">Photon energy in GeV, above twice the electron mass.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>Total energy of one lepton over the photon energy, within its kinematic limits.</returns>
    public double SamplePairShare(double energy, ref RandomStream random)
    {
        double w = SampleRow(_pair, energy, ref random);
        double least = Constants.ElectronMass / energy;
        return least + ((1 - (2 * least)) * w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Locate(double energy, out int index)
    {
        double position = (Math.Log(energy) - LnMinimum) / LnStep;
        int i = (int)position;
        index = Math.Clamp(i, 0, Points - 2);
        return Math.Clamp(position - index, 0, 1);
    }

    private static double SampleRow(double[] table, double energy, ref RandomStream random)
    {
        double f = Locate(energy, out int row);
        if (random.NextUniform() < f)
        {
            row++;
        }

        double position = random.NextUniform() * Quantiles;
        int q = (int)position;
        int at = (row * (Quantiles + 1)) + q;
        return table[at] + ((position - q) * (table[at + 1] - table[at]));
    }

    private static void SetRow(double[] table, int i, ReadOnlySpan<double> row) => row.CopyTo(table.AsSpan(i * ChargedStride, ChargedStride));

    /// <summary>Soft radiative loss in GeV/mm and rate of hard photons in 1/mm at one energy; fills the row of the inverse cumulative spectrum.</summary>
    private (double SoftLoss, double HardRate) BuildBremsstrahlung(int row, double t, double[] cumulative)
    {
        double cut = Cuts.PhotonProduction;
        double soft = 0;
        double softEnd = Math.Min(cut, t);
        // k dSigma/dk is smooth in sqrt(k) down to dielectric suppression.
        const int SoftPoints = 60;
        for (int j = 0; j < SoftPoints; j++)
        {
            double root = (j + 0.5) / SoftPoints;
            soft += Bremsstrahlung.Spectrum(Material, t, softEnd * root * root) * 2 * root / SoftPoints * softEnd;
        }

        Span<double> quantiles = _bremsstrahlung.AsSpan(row * (Quantiles + 1), Quantiles + 1);
        if (t <= cut * 1.0001)
        {
            // Never used on its own: it only serves as the lower neighbour of the first row above the cut.
            for (int q = 0; q <= Quantiles; q++)
            {
                quantiles[q] = (double)q / Quantiles;
            }

            return (soft, 0);
        }

        double lnRange = Math.Log(t / cut);
        // Nodes denser towards the end point, where the spectrum falls: w = 1 - (1-v)^2.
        double previous = Bremsstrahlung.Spectrum(Material, t, cut);
        cumulative[0] = 0;
        for (int j = 1; j < SpectrumPoints; j++)
        {
            double w = Node(j);
            double value = Bremsstrahlung.Spectrum(Material, t, Math.Min(t, cut * Math.Exp(w * lnRange)));
            cumulative[j] = cumulative[j - 1] + (0.5 * (value + previous) * (w - Node(j - 1)));
            previous = value;
        }

        Invert(cumulative, Node, quantiles);
        return (soft, cumulative[SpectrumPoints - 1] * lnRange);
    }

    private static double Node(int j)
    {
        double v = 1 - ((double)j / (SpectrumPoints - 1));
        return 1 - (v * v);
    }

    private static double EvenNode(int j) => (double)j / (SpectrumPoints - 1);

    private void BuildPair(int row, double energy, double[] cumulative)
    {
        Span<double> quantiles = _pair.AsSpan(row * (Quantiles + 1), Quantiles + 1);
        double least = Constants.ElectronMass / energy;
        if (least >= 0.4999)
        {
            for (int q = 0; q <= Quantiles; q++)
            {
                quantiles[q] = (double)q / Quantiles;
            }

            return;
        }

        cumulative[0] = 0;
        for (int j = 1; j < SpectrumPoints; j++)
        {
            double middle = 0.5 * (EvenNode(j) + EvenNode(j - 1));
            double value = Photons.PairSharing(Material, energy, least + ((1 - (2 * least)) * middle));
            cumulative[j] = cumulative[j - 1] + value;
        }

        if (cumulative[SpectrumPoints - 1] <= 0)
        {
            for (int j = 0; j < SpectrumPoints; j++)
            {
                cumulative[j] = EvenNode(j);
            }
        }

        Invert(cumulative, EvenNode, quantiles);
    }

    private static void Invert(double[] cumulative, Func<int, double> node, Span<double> quantiles)
    {
        double total = cumulative[SpectrumPoints - 1];
        int j = 0;
        for (int q = 0; q <= Quantiles; q++)
        {
            double target = total * q / Quantiles;
            while (j < SpectrumPoints - 2 && cumulative[j + 1] < target)
            {
                j++;
            }

            double width = cumulative[j + 1] - cumulative[j];
            double f = width > 0 ? Math.Clamp((target - cumulative[j]) / width, 0, 1) : 0;
            quantiles[q] = node(j) + (f * (node(j + 1) - node(j)));
        }
    }
}
