using System.Runtime.CompilerServices;
using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>Thresholds of the transport in GeV (kinetic energy; photon energy). Production cuts split collisions and radiation into continuous loss and discrete events.</summary>
/// <param name="PhotonProduction">Bremsstrahlung photons above it are made.</param>
/// <param name="ElectronProduction">Knocked-out electrons above it are made.</param>
/// <param name="PhotonTracking">Photons below it are absorbed where they are.</param>
/// <param name="ElectronTracking">Electrons and positrons below it are absorbed where they are.</param>
public readonly record struct TransportCuts(double PhotonProduction, double ElectronProduction, double PhotonTracking, double ElectronTracking)
{
    /// <summary>Electrons and positrons below it that cannot leave their layer are slowed down where they are; the electrons' production cut unless set.</summary>
    public double OnTheSpot { get; init; } = ElectronProduction;
}

/// <summary>What every step of an electron or positron reads, at one energy.</summary>
/// <param name="Loss">Restricted loss in GeV/mm: collisions and radiation below the production cuts.</param>
/// <param name="LossSlope">Its derivative by energy in 1/mm.</param>
/// <param name="Discrete">Rate of all discrete events in 1/mm.</param>
/// <param name="StepLimit">Greatest length in mm of a step next to a boundary.</param>
/// <param name="LongLimit">Greatest length in mm of a step away from the boundaries.</param>
/// <param name="Reach">Distance in mm beyond which hardly any particle gets before it stops: mean displacement of the slowing-down track plus two standard deviations of its diffusion, at most the range.</param>
/// <param name="Strength">Strength of single scattering in 1/mm, see <see cref="ScatteringLaw"/>.</param>
/// <param name="TimePerLength">Inverse velocity in ns/mm.</param>
/// <param name="InverseTransport">Inverse first transport mean free path in 1/mm.</param>
public readonly record struct ChargedRates(
    double Loss,
    double LossSlope,
    double Discrete,
    double StepLimit,
    double LongLimit,
    double Reach,
    double Strength,
    double TimePerLength,
    double InverseTransport);

/// <summary>Rates of the discrete events of an electron or positron in 1/mm at one energy.</summary>
/// <param name="Bremsstrahlung">Photons above the cut.</param>
/// <param name="Knock">Moller or Bhabha electrons above the cut.</param>
/// <param name="Annihilation">Annihilation in flight (positrons).</param>
/// <param name="Range">Range in mm by the restricted loss.</param>
public readonly record struct EventRates(double Bremsstrahlung, double Knock, double Annihilation, double Range)
{
    /// <summary>Rate of all discrete events.</summary>
    public double Total => Bremsstrahlung + Knock + Annihilation;
}

/// <summary>
/// Everything that the transport reads of one material for one set of cuts: flat arrays on <see cref="EnergyGrid"/>. Immutable and shared by threads. Spectra are inverse cumulative
/// distributions at 128 probabilities, denser towards the hard end; the energy row is picked at random with the interpolation weight, so that no interpolation between spectra is needed.
/// </summary>
public sealed class TransportTables
{
    private const double M = Constants.ElectronMass;

    /// <summary>Greatest length of a step as a fraction of the range.</summary>
    private const double MaximumLoss = 0.35;

    /// <summary>Greatest length of a step next to a boundary in first transport mean free paths.</summary>
    private const double MaximumScattering = 0.25;

    /// <summary>Standard deviations of the diffusion that count as reach; with three, the visible fraction of thin plates changes by 0.05 %.</summary>
    private const double ReachDeviations = 2;

    private const int Points = EnergyGrid.Points;
    private const int ChargedStride = 8;
    private const int ReachColumn = 4;
    private const int EventStride = 4;

    /// <summary>Spectra are kept at four energies an octave, against the spectrum's own limits they change slowly.</summary>
    private const int SpectrumEvery = 8;

    private const int SpectrumRows = ((Points - 1) / SpectrumEvery) + 1;
    private const int Quantiles = 128;

    private readonly double[] _electron = new double[Points * ChargedStride];
    private readonly double[] _positron = new double[Points * ChargedStride];
    private readonly MultipleScattering? _electronScattering;
    private readonly MultipleScattering? _positronScattering;
    private readonly double[] _electronEvents = new double[Points * EventStride];
    private readonly double[] _positronEvents = new double[Points * EventStride];
    private readonly double[] _electronCount = new double[Points];
    private readonly double[] _positronCount = new double[Points];
    private readonly double[] _muonPair = new double[Points];
    private readonly float[] _bremsstrahlung = new float[SpectrumRows * (Quantiles + 1)];

    /// <summary>Builds the tables (about 0.2 s; the first of a process also makes the Mott ratios of its elements).</summary>
    /// <param name="material">The material.</param>
    /// <param name="cuts">Thresholds; production cuts at least 1 keV.</param>
    public TransportTables(Material material, TransportCuts cuts)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts.PhotonProduction, 1e-6);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts.ElectronProduction, 1e-6);
        Material = material;
        Cuts = cuts;
        Empty = material.Components.Count == 0;
        if (Empty)
        {
            return;
        }

        StragglingStrength = 2 * Math.PI * Constants.ClassicalElectronRadius * Constants.ClassicalElectronRadius * M * material.ElectronsPerVolume * Constants.SpeedOfLight * Constants.SpeedOfLight;
        double[] work = new double[SpectrumPoints];
        double[] radiated = new double[2 * SpectrumRows];
        for (int i = 0; i < SpectrumRows; i++)
        {
            double energy = EnergyGrid.Energy(i * SpectrumEvery);
            (radiated[2 * i], radiated[(2 * i) + 1]) = BuildBremsstrahlung(i, energy, work);
        }

        BuildCharged(_electron, _electronEvents, _electronCount, positron: false, radiated);
        BuildCharged(_positron, _positronEvents, _positronCount, positron: true, radiated);
        for (int i = 0; i < Points; i++)
        {
            _muonPair[i] = MuonPairs.Rate(material, EnergyGrid.Energy(i));
        }

        Photons = new PhotonTables(material);
        _electronScattering = new MultipleScattering(material, positron: false, cuts.ElectronProduction, cuts.ElectronTracking);
        _positronScattering = new MultipleScattering(material, positron: true, cuts.ElectronProduction, cuts.ElectronTracking);
    }

    /// <summary>The material.</summary>
    public Material Material { get; }

    /// <summary>The thresholds.</summary>
    public TransportCuts Cuts { get; }

    /// <summary>Interactions of photons; null in vacuum.</summary>
    public PhotonTables? Photons { get; }

    /// <summary>Whether the material is vacuum.</summary>
    public bool Empty { get; }

    /// <summary>Strength of the straggling: xi of <see cref="Straggling"/> over length and the square of the inverse velocity, in GeV mm/ns^2.</summary>
    public double StragglingStrength { get; }

    /// <summary>What a step of an electron or positron reads.</summary>
    /// <param name="positron">Whether it is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ChargedRates Charged(bool positron, double kineticEnergy)
    {
        double f = EnergyGrid.Locate(kineticEnergy, out int i);
        ReadOnlySpan<double> rows = (positron ? _positron : _electron).AsSpan(i * ChargedStride, 2 * ChargedStride);
        return new ChargedRates(
            Linear.Between(rows[0], rows[8], f),
            (rows[8] - rows[0]) * EnergyGrid.InverseWidth(i),
            Linear.Between(rows[1], rows[9], f),
            Linear.Between(rows[2], rows[10], f),
            Linear.Between(rows[3], rows[11], f),
            Linear.Between(rows[4], rows[12], f),
            Linear.Between(rows[5], rows[13], f),
            Linear.Between(rows[6], rows[14], f),
            Linear.Between(rows[7], rows[15], f));
    }

    /// <summary>The reach of an electron in mm, see <see cref="ChargedRates.Reach"/>.</summary>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ElectronReach(double kineticEnergy)
    {
        double f = EnergyGrid.Locate(kineticEnergy, out int i);
        return Linear.Between(_electron[(i * ChargedStride) + ReachColumn], _electron[(i * ChargedStride) + ChargedStride + ReachColumn], f);
    }

    /// <summary>Rates of discrete events of an electron or positron.</summary>
    /// <param name="positron">Whether it is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public EventRates Events(bool positron, double kineticEnergy)
    {
        double f = EnergyGrid.Locate(kineticEnergy, out int i);
        ReadOnlySpan<double> rows = (positron ? _positronEvents : _electronEvents).AsSpan(i * EventStride, 2 * EventStride);
        return new EventRates(
            Linear.Between(rows[0], rows[4], f), Linear.Between(rows[1], rows[5], f), Linear.Between(rows[2], rows[6], f), Linear.Between(rows[3], rows[7], f));
    }

    /// <summary>Multiple scattering of electrons or positrons.</summary>
    /// <param name="positron">Whether of positrons.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MultipleScattering Scattering(bool positron) => (positron ? _positronScattering : _electronScattering)!;

    /// <summary>Slows a charged particle down, continuously, to its next discrete event.</summary>
    /// <param name="positron">Whether it is a positron.</param>
    /// <param name="kineticEnergy">Kinetic energy in GeV.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>Its kinetic energy at the event in GeV; 0 when it stops before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double SlowDown(bool positron, double kineticEnergy, ref RandomStream random)
    {
        double[] events = positron ? _positronCount : _electronCount;
        double f = EnergyGrid.Locate(kineticEnergy, out int i);
        double count = Linear.Between(events[i], events[i + 1], f);
        double u = random.NextUniform();
        // exp(-count), the probability of none, is not below 1 - count: mostly no need of the logarithm.
        return u < 1 - count ? 0 : EnergyBelow(events, i, count + FastLog.Of(u));
    }

    /// <summary>The energy down to which a number of events are left, below a grid point's upper neighbour; 0 where there are fewer.</summary>
    private static double EnergyBelow(double[] events, int i, double left)
    {
        if (left <= events[0])
        {
            return 0;
        }

        int low = 0, high = i + 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = events[middle] <= left ? (middle, high) : (low, middle);
        }

        double width = events[low + 1] - events[low];
        double at = width > 0 ? (left - events[low]) / width : 0;
        return EnergyGrid.Energy(low) + (at * (EnergyGrid.Energy(low + 1) - EnergyGrid.Energy(low)));
    }

    /// <summary>Rate of conversion to a muon pair in 1/mm.</summary>
    /// <param name="energy">Photon energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MuonPairRate(double energy)
    {
        double f = EnergyGrid.Locate(energy, out int i);
        return Linear.Between(_muonPair[i], _muonPair[i + 1], f);
    }

    /// <summary>Samples the energy of a bremsstrahlung photon above the production cut.</summary>
    /// <param name="kineticEnergy">Kinetic energy of the electron in GeV, above the cut.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>Photon energy in GeV, at most the kinetic energy.</returns>
    public double SampleBremsstrahlung(double kineticEnergy, ref RandomStream random)
    {
        double w = SampleRow(_bremsstrahlung, kineticEnergy, ref random);
        // w = ln(k/cut)/ln(T/cut) keeps the photon within its limits whichever row was picked.
        return Math.Min(kineticEnergy, Cuts.PhotonProduction * FastExp.Of(w * FastLog.Of(kineticEnergy / Cuts.PhotonProduction)));
    }

    private static double SampleRow(float[] table, double energy, ref RandomStream random)
    {
        double f = EnergyGrid.Locate(energy, out int i);
        int row = i / SpectrumEvery;
        if (random.NextUniform() * SpectrumEvery < i - (row * SpectrumEvery) + f)
        {
            row++;
        }

        // Probabilities 1 - (1 - j/N)^2: denser at the upper end, where the quantiles spread.
        double position = (1 - Math.Sqrt(random.NextUniform())) * Quantiles;
        int q = double.ConvertToIntegerNative<int>(position);
        int at = (row * (Quantiles + 1)) + q;
        double low = Probability(q), high = Probability(q + 1), here = 1 - ((1 - (position / Quantiles)) * (1 - (position / Quantiles)));
        return table[at] + ((here - low) / (high - low) * (table[at + 1] - table[at]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Probability(int quantile)
    {
        double rest = 1 - ((double)quantile / Quantiles);
        return 1 - (rest * rest);
    }

    private void BuildCharged(double[] table, double[] events, double[] counts, bool positron, double[] radiated)
    {
        Material material = Material;
        double n = material.ElectronsPerVolume;
        Span<double> mott = stackalloc double[Mott.Terms];
        double range = 0, count = 0, previousLoss = 0, previousRate = 0;
        // Of the track from here to rest: mean displacement along the present direction, and mean square of the displacement by diffusion over 2/3.
        double displacement = 0, diffusion = 0;
        for (int i = 0; i < Points; i++)
        {
            double energy = EnergyGrid.Energy(i);
            double ratio = positron ? Bremsstrahlung.PositronRatio(material, energy) : 1;
            (double softLoss, double hardRate) = Radiated(radiated, i);
            double loss = Ionisation.RestrictedLoss(material, energy, Cuts.ElectronProduction, positron) + (ratio * softLoss);
            double radiation = ratio * hardRate;
            double knock = n * (positron ? Ionisation.Bhabha(energy, Cuts.ElectronProduction) : Ionisation.Moller(energy, Cuts.ElectronProduction));
            double annihilation = positron ? n * Matter.Annihilation.CrossSection(energy) : 0;
            ScatteringLaw law = ElasticScattering.Law(material, positron, energy, Cuts.ElectronProduction);
            Mott.Coefficients(material, positron, energy, mott);
            double inverseTransport = ElasticScattering.InverseTransportPath(law, mott);
            double rate = radiation + knock + annihilation;
            if (i == 0)
            {
                range = energy / loss;
                displacement = Math.Min(range, 1 / inverseTransport);
                diffusion = range * displacement;
            }
            else
            {
                double width = energy - EnergyGrid.Energy(i - 1);
                double piece = width * 0.5 * ((1 / loss) + (1 / previousLoss));
                range += piece;
                double turned = Math.Exp(-piece * inverseTransport);
                displacement = ((1 - turned) / inverseTransport) + (turned * displacement);
                diffusion += piece / inverseTransport;
                count += width * 0.5 * ((rate / loss) + (previousRate / previousLoss));
            }

            (previousLoss, previousRate) = (loss, rate);
            counts[i] = count;
            double gamma = 1 + (energy / M);
            double beta = Math.Sqrt(1 - (1 / (gamma * gamma)));
            double limit = Math.Min(MaximumLoss * range, MaximumScattering / inverseTransport);
            double reach = Math.Min(range, displacement + (ReachDeviations * Math.Sqrt(2.0 / 3 * Math.Min(diffusion, range * range))));
            ReadOnlySpan<double> row =
            [
                loss, rate, limit, MaximumLoss * range, reach, law.Strength, 1 / (beta * Constants.SpeedOfLight), inverseTransport,
            ];
            row.CopyTo(table.AsSpan(i * ChargedStride, ChargedStride));
            row = [radiation, knock, annihilation, range];
            row.CopyTo(events.AsSpan(i * EventStride, EventStride));
        }
    }

    private static (double SoftLoss, double HardRate) Radiated(double[] radiated, int point)
    {
        // Loss over energy is nearly constant, so that the logarithm of the energy is the right variable.
        int row = Math.Min(point / SpectrumEvery, SpectrumRows - 2);
        double low = EnergyGrid.Energy(row * SpectrumEvery), high = EnergyGrid.Energy((row + 1) * SpectrumEvery);
        double f = Math.Log(EnergyGrid.Energy(point) / low) / Math.Log(high / low);
        return (radiated[2 * row] + (f * (radiated[(2 * row) + 2] - radiated[2 * row])), radiated[(2 * row) + 1] + (f * (radiated[(2 * row) + 3] - radiated[(2 * row) + 1])));
    }

    private const int SpectrumPoints = 400;

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

        Span<float> quantiles = _bremsstrahlung.AsSpan(row * (Quantiles + 1), Quantiles + 1);
        if (t <= cut * 1.0001)
        {
            // Never used on its own: it only serves as the lower neighbour of the first row above the cut.
            for (int q = 0; q <= Quantiles; q++)
            {
                quantiles[q] = (float)Probability(q);
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

        Invert(cumulative, quantiles);
        return (soft, cumulative[SpectrumPoints - 1] * lnRange);
    }

    private static double Node(int j)
    {
        double v = 1 - ((double)j / (SpectrumPoints - 1));
        return 1 - (v * v);
    }

    private static void Invert(double[] cumulative, Span<float> quantiles)
    {
        double total = cumulative[SpectrumPoints - 1];
        int j = 0;
        for (int q = 0; q <= Quantiles; q++)
        {
            double f = InverseCumulative.Locate(cumulative, total * Probability(q), ref j);
            quantiles[q] = (float)(Node(j) + (f * (Node(j + 1) - Node(j))));
        }
    }
}
