using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.Matter;

/// <summary>Photon interactions per length in 1/mm at one energy.</summary>
/// <param name="Pair">Pair production.</param>
/// <param name="Compton">Compton scattering.</param>
/// <param name="Photoelectric">Photoelectric effect.</param>
/// <param name="Rayleigh">Rayleigh scattering.</param>
public readonly record struct PhotonAttenuation(double Pair, double Compton, double Photoelectric, double Rayleigh)
{
    /// <summary>All interactions that change the photon's energy.</summary>
    public double Inelastic => Pair + Compton + Photoelectric;

    /// <summary>All interactions.</summary>
    public double Total => Inelastic + Rayleigh;
}

/// <summary>
/// Photon interactions of one material, ready for transport from 1 keV to 512 GeV: flat tables on <see cref="EnergyGrid"/> read without search or logarithm, and samplers without
/// allocation. Immutable and shared by threads. Energies that a sampler gives are multiples of the photon energy's last binary place, so that what is
/// left over after subtracting them is exact and the sum equals the photon energy to the bit.
/// </summary>
/// <remarks>
/// Approximations: electrons bound by less than 1 keV are free; a Compton electron comes from a shell in proportion to its electrons, among those that the
/// transfer can free, and its binding energy stays on the spot; above the energy where binding takes less than 0.1 % off the total, electrons are
/// free. Of the relaxation after a photoelectric event the first K or L X-ray is made, the rest (Auger electrons, further X-rays) stays on the spot.
/// </remarks>
public sealed class PhotonTables
{
    private const double M = Constants.ElectronMass;
    private const int Stride = 4;
    private const int Quantiles = 64;

    /// <summary>Rows of the photoelectric channels, up to 1 GeV: the shells' shares do not change above.</summary>
    private const int ChannelRows = (20 * EnergyGrid.PerOctave) + 1;

    /// <summary>Energies of the pair spectra, from the threshold's octave.</summary>
    private static readonly OctaveGrid PairEnergies = new(-10, 19, 2);

    /// <summary>Squared momentum transfer in 1/Angstrom^2; its ends are those of the scattering functions.</summary>
    private static readonly OctaveGrid Transfers = new(-16, 30, 4);

    private readonly double[] _rates = new double[EnergyGrid.Points * Stride];
    private readonly byte[] _firstEdge = new byte[EnergyGrid.Points - 1];
    private readonly Edge[] _edges;
    private readonly Channel[] _channels;
    private readonly XRayLine[] _lines;
    private readonly double[] _channelCumulative;
    private readonly double[] _channelEdge = new double[ChannelRows - 1];
    private readonly double[] _pair = new double[PairEnergies.Nodes * (Quantiles + 1)];
    private readonly double[] _incoherent = new double[Transfers.Nodes];
    private readonly double[] _coherent = new double[Transfers.Nodes];
    private readonly double[] _bindings;
    private readonly double[] _boundCumulative;
    private readonly double _bindingLimit;

    /// <summary>Builds the tables of a material.</summary>
    /// <param name="material">The material.</param>
    public PhotonTables(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        Material = material;
        _bindingLimit = FindBindingLimit();
        BuildRates();
        _edges = BuildEdges();
        (_channels, _lines, _channelCumulative) = BuildChannels();
        BuildPairs();
        BuildScattering();
        (_bindings, _boundCumulative) = BuildBindings();
    }

    /// <summary>The material.</summary>
    public Material Material { get; }

    /// <summary>
    /// Rates of a photon, linear between grid points, with absorption edges in their place. Interpolation error: below 0.2 %; more only in single cells at kinks of
    /// the evaluated photoelectric tables (0.5 %; 3 % at the tip of tungsten's M shell at 2 keV), and in pair production below 1.3 MeV, where it is less than 1e-3 of the total.
    /// </summary>
    /// <param name="k">Photon energy in GeV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhotonAttenuation Rates(double k)
    {
        double place = EnergyGrid.Locate(k, out int cell);
        Rates(k, cell, place, out PhotonAttenuation rates);
        return rates;
    }

    /// <summary>Rates of a photon whose place on <see cref="EnergyGrid"/> is known: one place serves all materials.</summary>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="cell">Its cell.</param>
    /// <param name="place">Its place in the cell, 0 to 1.</param>
    /// <param name="rates">The rates.</param>
    /// <returns>Their sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Rates(double k, int cell, double place, out PhotonAttenuation rates)
    {
        // The four rates of a row are the lanes of a vector.
        ReadOnlySpan<double> rows = _rates.AsSpan(cell * Stride, 2 * Stride);
        Vector256<double> low = Vector256.Create(rows);
        Vector256<double> row = Vector256.FusedMultiplyAdd(Vector256.Create(place), Vector256.Create(rows[Stride..]) - low, low);
        if (_firstEdge[cell] != 0)
        {
            row = row.WithElement(2, PhotoelectricNearEdge(cell, k));
        }

        rates = new PhotonAttenuation(row[0], row[1], row[2], row[3]);
        return rates.Total;
    }

    /// <summary>Samples Compton scattering. The electron gets what remains of k, exactly: k - energy - binding deposit.</summary>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>The photon's energy after it in GeV, the cosine of its angle, and the energy in GeV that stays on the spot.</returns>
    public (double Energy, double CosTheta, double BindingDeposit) SampleCompton(double k, ref RandomStream random)
    {
        if (k > _bindingLimit)
        {
            (double energy, double cosTheta) = ComptonSpectrum.Sample(k, ref random);
            return (InPlacesOf(k, energy), cosTheta, 0);
        }

        double kappa2 = k * k / (2 * Photons.PlanckC * Photons.PlanckC);
        while (true)
        {
            (double energy, double cosTheta) = ComptonSpectrum.Sample(k, ref random);
            double f = Transfers.Locate(kappa2 * (1 - cosTheta), out int cell);
            if (random.NextUniform() <= _incoherent[cell] + (f * (_incoherent[cell + 1] - _incoherent[cell])))
            {
                energy = InPlacesOf(k, energy);
                return (energy, cosTheta, InPlacesOf(k, SampleBinding(k - energy, ref random)));
            }
        }
    }

    /// <summary>Samples the shell of a photoelectric event and the X-ray that fills it; the three energies sum to k exactly.</summary>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="leastXRay">Energy in GeV below which X-rays are not made: their energy stays on the spot.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="electronEnergy">Kinetic energy of the photoelectron in GeV (its angle: <see cref="Photons.SamplePhotoelectronCosine"/>).</param>
    /// <param name="xrayEnergy">Energy in GeV of an isotropic X-ray; 0 if there is none.</param>
    /// <param name="localDeposit">Energy in GeV that stays on the spot.</param>
    public void SamplePhotoelectric(double k, double leastXRay, ref RandomStream random, out double electronEnergy, out double xrayEnergy, out double localDeposit)
    {
        double f = EnergyGrid.Locate(k, out int row);
        if (row >= ChannelRows - 1)
        {
            (row, f) = (ChannelRows - 2, 1);
        }

        double edge = _channelEdge[row];
        // A row is picked with the interpolation weight; in a cell with an edge, the row of the photon's side.
        bool upper = edge > 0 ? k >= edge : random.NextUniform() < f;
        double u = random.NextUniform();
        int channel = PickChannel(upper ? row + 1 : row, u);
        if (_channels[channel].Binding >= k)
        {
            // Above the photon's energy lies a second edge of the cell.
            channel = PickChannel(row, u);
        }

        ref readonly Channel shell = ref _channels[channel];
        double binding = shell.Binding < k ? InPlacesOf(k, shell.Binding) : 0;
        electronEnergy = k - binding;
        xrayEnergy = 0;
        localDeposit = binding;
        if (binding == 0 || shell.GreatestLine < leastXRay)
        {
            return;
        }

        double v = random.NextUniform();
        for (int i = shell.FirstLine; i < shell.FirstLine + shell.LineCount; i++)
        {
            v -= _lines[i].Probability;
            if (v < 0)
            {
                if (_lines[i].Energy < leastXRay)
                {
                    return;
                }

                xrayEnergy = InPlacesOf(k, Math.Min(_lines[i].Energy, binding));
                localDeposit = binding - xrayEnergy;
                return;
            }
        }
    }

    /// <summary>Samples the cosine of the angle of Rayleigh scattering.</summary>
    /// <param name="k">Photon energy in GeV.</param>
    /// <param name="random">Random stream.</param>
    public double SampleRayleigh(double k, ref RandomStream random)
    {
        double largest = k * k / (Photons.PlanckC * Photons.PlanckC);
        double end = CoherentIntegral(largest);
        while (true)
        {
            double cosTheta = 1 - (2 * Math.Min(1, InverseCoherentIntegral(random.NextUniform() * end) / largest));
            if (2 * random.NextUniform() <= 1 + (cosTheta * cosTheta))
            {
                return cosTheta;
            }
        }
    }

    /// <summary>Samples the share of one lepton in pair production.</summary>
    /// <param name="k">Photon energy in GeV, above twice the electron mass.</param>
    /// <param name="random">Random stream.</param>
    /// <returns>Total energy of one lepton over the photon energy, within its kinematic limits.</returns>
    public double SamplePairShare(double k, ref RandomStream random)
    {
        double f = PairEnergies.Locate(k, out int row);
        if (random.NextUniform() < f)
        {
            row++;
        }

        // Half of the symmetric spectrum is tabulated; the sign of the place decides the half.
        double place = ((2 * random.NextUniform()) - 1) * Quantiles;
        double position = Math.Abs(place);
        int q = double.ConvertToIntegerNative<int>(position);
        int at = (row * (Quantiles + 1)) + q;
        double w = _pair[at] + ((position - q) * (_pair[at + 1] - _pair[at]));
        double least = M / k;
        return least + ((1 - (2 * least)) * (place < 0 ? w : 1 - w));
    }

    /// <summary>Rounds an energy below k to k's last binary place, so that k minus it has no rounding error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double InPlacesOf(double k, double energy) => (energy + k) - k;

    private double PhotoelectricNearEdge(int cell, double k)
    {
        double low = EnergyGrid.Energy(cell), lowValue = _rates[(cell * Stride) + 2];
        double high = EnergyGrid.Energy(cell + 1), highValue = _rates[((cell + 1) * Stride) + 2];
        for (int i = _firstEdge[cell] - 1; i < _edges.Length && _edges[i].Cell == cell; i++)
        {
            if (k < _edges[i].Energy)
            {
                (high, highValue) = (_edges[i].Energy, _edges[i].Below);
                break;
            }

            (low, lowValue) = (_edges[i].Energy, _edges[i].Above);
        }

        return lowValue + ((k - low) / (high - low) * (highValue - lowValue));
    }

    private int PickChannel(int row, double u)
    {
        int at = row * _channels.Length;
        int channel = 0;
        while (channel < _channels.Length - 1 && u >= _channelCumulative[at + channel])
        {
            channel++;
        }

        return channel;
    }

    private double SampleBinding(double transfer, ref RandomStream random)
    {
        while (true)
        {
            double u = random.NextUniform() * _boundCumulative[^1];
            int i = 0;
            while (i < _bindings.Length - 1 && u >= _boundCumulative[i])
            {
                i++;
            }

            // The first are the free electrons, which are always open.
            if (i == 0 || _bindings[i] < transfer)
            {
                return _bindings[i];
            }
        }
    }

    private double CoherentIntegral(double transfer)
    {
        double first = Transfers.Node(0);
        if (transfer < first)
        {
            return _coherent[0] * transfer / first;
        }

        double f = Transfers.Locate(transfer, out int cell);
        return _coherent[cell] + (f * (_coherent[cell + 1] - _coherent[cell]));
    }

    private double InverseCoherentIntegral(double value)
    {
        if (value <= _coherent[0])
        {
            return Transfers.Node(0) * value / _coherent[0];
        }

        int found = Array.BinarySearch(_coherent, value);
        int cell = Math.Clamp(found >= 0 ? found : ~found - 1, 0, Transfers.Cells - 1);
        double width = _coherent[cell + 1] - _coherent[cell];
        double low = Transfers.Node(cell);
        return low + (width > 0 ? (value - _coherent[cell]) / width * (Transfers.Node(cell + 1) - low) : 0);
    }

    /// <summary>The least energy of the grid above which binding takes less than 0.1 % off the Compton cross section; it takes ever less.</summary>
    private double FindBindingLimit()
    {
        int bound = 0, free = EnergyGrid.Points - 1;
        while (free - bound > 1)
        {
            int middle = (bound + free) / 2;
            double k = EnergyGrid.Energy(middle);
            (bound, free) = Photons.BoundCompton(Material, k) < 0.999 * Photons.Compton(Material, k) ? (middle, free) : (bound, middle);
        }

        return EnergyGrid.Energy(free);
    }

    private void BuildRates()
    {
        for (int i = 0; i < EnergyGrid.Points; i++)
        {
            double k = EnergyGrid.Energy(i);
            _rates[i * Stride] = Photons.PairProduction(Material, k);
            _rates[(i * Stride) + 1] = k > _bindingLimit ? Photons.Compton(Material, k) : Photons.BoundCompton(Material, k);
            _rates[(i * Stride) + 2] = DownTo(k, Photons.Photoelectric);
            _rates[(i * Stride) + 3] = DownTo(k, Photons.Rayleigh);
        }
    }

    /// <summary>A cross section whose data begin at 1 keV, continued as a power to the first nodes below.</summary>
    private double DownTo(double k, Func<Material, double, double> crossSection)
    {
        const double First = 1e-6;
        if (k >= First)
        {
            return crossSection(Material, k);
        }

        double at = crossSection(Material, First);
        return at > 0 ? at * at / crossSection(Material, First * First / k) : 0;
    }

    private Edge[] BuildEdges()
    {
        List<Edge> edges = [];
        foreach (double energy in Material.Components.SelectMany(c => EvaluatedData.PhotonCrossSection("photoelectric", c.Z).Steps).Order())
        {
            if (energy > EnergyGrid.Minimum)
            {
                EnergyGrid.Locate(energy, out int cell);
                edges.Add(new Edge(cell, energy, Photons.Photoelectric(Material, energy * (1 - 1e-9)), Photons.Photoelectric(Material, energy * (1 + 1e-9))));
                _firstEdge[cell] = _firstEdge[cell] == 0 ? (byte)edges.Count : _firstEdge[cell];
            }
        }

        return [.. edges];
    }

    /// <summary>One channel for each shell of each component, then one for all free electrons; and their cumulative probabilities.</summary>
    private (Channel[] Channels, XRayLine[] Lines, double[] Cumulative) BuildChannels()
    {
        List<(int Component, AtomicShell Shell)> shells = [.. Material.Components.SelectMany((c, i) => EvaluatedData.AtomicShells(c.Z).Select(s => (i, s)))];
        List<Channel> channels = [];
        List<XRayLine> lines = [];
        foreach ((_, AtomicShell shell) in shells)
        {
            channels.Add(new Channel(shell.Binding, lines.Count, shell.Lines.Length, shell.Lines.Select(l => l.Energy).DefaultIfEmpty(0).Max()));
            lines.AddRange(shell.Lines);
            EnergyGrid.Locate(shell.Binding, out int cell);
            _channelEdge[cell] = shell.Binding;
        }

        channels.Add(new Channel(0, 0, 0, 0));
        double[] cumulative = new double[ChannelRows * channels.Count];
        for (int row = 0; row < ChannelRows; row++)
        {
            double k = EnergyGrid.Energy(row);
            double total = Photons.Photoelectric(Material, k);
            double sum = 0;
            for (int j = 0; j < shells.Count; j++)
            {
                (int i, AtomicShell shell) = shells[j];
                double share = k > shell.Binding ? shell.Share.At(Math.Min(k, shell.Share.Last)) : 0;
                sum += share * Material.AtomsPerVolume[i] * EvaluatedData.PhotonCrossSection("photoelectric", Material.Components[i].Z).At(k) * 1e-22 / total;
                cumulative[(row * channels.Count) + j] = sum;
            }

            cumulative[(row * channels.Count) + shells.Count] = 1;
        }

        return ([.. channels], [.. lines], cumulative);
    }

    private void BuildPairs()
    {
        const int Points = 200;
        double[] cumulative = new double[Points + 1];
        for (int row = 0; row < PairEnergies.Nodes; row++)
        {
            double k = PairEnergies.Node(row);
            double least = M / k;
            for (int j = 1; j <= Points; j++)
            {
                double middle = 0.5 * (Place(j) + Place(j - 1));
                double density = least < 0.5 ? Photons.PairSharing(Material, k, least + ((1 - (2 * least)) * middle)) : 0;
                cumulative[j] = cumulative[j - 1] + (density * (Place(j) - Place(j - 1)));
            }

            Span<double> quantiles = _pair.AsSpan(row * (Quantiles + 1), Quantiles + 1);
            int i = 0;
            for (int q = 0; q <= Quantiles; q++)
            {
                double within = InverseCumulative.Locate(cumulative, cumulative[Points] * q / Quantiles, ref i);
                // At the threshold the spectrum has no width: even shares are as good as any.
                quantiles[q] = cumulative[Points] > 0
                    ? Place(i) + (within * (Place(i + 1) - Place(i)))
                    : 0.5 * q / Quantiles;
            }
        }

        // Denser towards the least share, where screening bends the spectrum.
        static double Place(int j) => 0.5 * j * j / (Points * (double)Points);
    }

    private void BuildScattering()
    {
        for (int i = 0; i < Transfers.Nodes; i++)
        {
            _incoherent[i] = Math.Min(1, Photons.IncoherentFunction(Material, Math.Sqrt(Transfers.Node(i))) / Material.ElectronsPerVolume);
        }

        double Squared(double transfer) => Photons.FormFactorSquared(Material, Math.Sqrt(transfer));
        _coherent[0] = Squared(Transfers.Node(0)) * Transfers.Node(0);
        for (int i = 0; i < Transfers.Cells; i++)
        {
            double low = Transfers.Node(i), high = Transfers.Node(i + 1);
            _coherent[i + 1] = _coherent[i] + ((high - low) / 6 * (Squared(low) + (4 * Squared(0.5 * (low + high))) + Squared(high)));
        }
    }

    /// <summary>Binding energies, ascending from the free electrons' zero, and the electrons per mm3 bound by no more.</summary>
    private (double[] Bindings, double[] Cumulative) BuildBindings()
    {
        List<(double Binding, double Electrons)> shells = [.. Material.Components
            .SelectMany((c, i) => EvaluatedData.AtomicShells(c.Z).Select(s => (s.Binding, Electrons: s.Electrons * Material.AtomsPerVolume[i])))
            .OrderBy(s => s.Binding)];
        double[] bindings = [0, .. shells.Select(s => s.Binding)];
        double[] cumulative = new double[bindings.Length];
        cumulative[0] = Material.ElectronsPerVolume - shells.Sum(s => s.Electrons);
        for (int i = 1; i < cumulative.Length; i++)
        {
            cumulative[i] = cumulative[i - 1] + shells[i - 1].Electrons;
        }

        return (bindings, cumulative);
    }

    /// <summary>An absorption edge in a cell of the rates.</summary>
    /// <param name="Cell">The cell.</param>
    /// <param name="Energy">Energy in GeV.</param>
    /// <param name="Below">Photoelectric rate in 1/mm just below.</param>
    /// <param name="Above">Photoelectric rate in 1/mm just above.</param>
    private readonly record struct Edge(int Cell, double Energy, double Below, double Above);

    /// <summary>A shell that a photoelectric event can ionise.</summary>
    /// <param name="Binding">Binding energy in GeV; 0 for free electrons.</param>
    /// <param name="FirstLine">First of its X-ray lines.</param>
    /// <param name="LineCount">Number of its X-ray lines.</param>
    /// <param name="GreatestLine">Greatest energy of its X-ray lines in GeV; 0 without.</param>
    private readonly record struct Channel(double Binding, int FirstLine, int LineCount, double GreatestLine);
}
