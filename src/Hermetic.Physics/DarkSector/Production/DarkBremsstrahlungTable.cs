using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Storage;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>One element of a compound.</summary>
/// <param name="Nucleus">Its nucleus.</param>
/// <param name="AtomsPerMm3">Number density, 1/mm^3, positive.</param>
public readonly record struct TargetElement(Nucleus Nucleus, double AtomsPerMm3);

/// <summary>What a table of bremsstrahlung-like production is made for, but for the mediator's mass.</summary>
/// <param name="Mediator">Spin and parity of the mediator.</param>
/// <param name="LeptonMass">Mass of the lepton, GeV.</param>
/// <param name="Elements">The compound.</param>
/// <param name="MinimumMediatorEnergy">Smallest total energy of the mediator, GeV, at least twice its mass.</param>
/// <param name="MaximumLeptonEnergy">Largest total energy of the lepton, GeV.</param>
public sealed record DarkBremsstrahlungRequest(
    Mediator Mediator, double LeptonMass, IReadOnlyList<TargetElement> Elements, double MinimumMediatorEnergy, double MaximumLeptonEnergy);

/// <summary>
/// Production of one mediator by bremsstrahlung in one compound, tabulated from <see cref="DarkBremsstrahlung"/>: the probability per length as a function of
/// the lepton's energy, and the inverse distribution of the mediator's share of it. Immutable and safe to share between threads; reading it allocates nothing.
/// </summary>
/// <remarks>
/// Measured against direct integration with a finer grid (lead, carbon, hydrogen and oxygen; mediators of 0.1 MeV to 1 GeV, electrons and muons): from 0.1 GeV
/// above the threshold the probability is within 0.4 % and mostly 0.1 %, the fraction above a cut in x within 0.5 % for fractions down to 3 %. In the first
/// ten lepton masses above the threshold the relative error of the probability grows: to 2 % for mediators above 10 MeV, and to some 30 % for lighter ones, whose
/// probability there is below 1e-4 of the one at twice the threshold.
/// </remarks>
public sealed class DarkBremsstrahlungTable
{
    // Layout of the packed numbers.
    private const int Layout = 2;

    private const int Energies = 192;
    private const int EnergyRows = 65;
    private const int Quantiles = 64;
    private const int Panels = 56;
    private const int HeaderLength = 8;

    private readonly double _m, _scale, _invSpan;

    // Probability per length divided by the logarithmic range of x, at z = i/Energies; z is the fourth root of (E - threshold)/(maximum - threshold), because
    // both the first MeV above the threshold and the slow variation with E matter.
    private readonly double[] _perLength;

    // Share of the logarithmic range, row by row in z, at w = (j/Quantiles)^2 of the distribution counted from x = 1.
    private readonly double[] _shares;

    private DarkBremsstrahlungTable(
        Mediator mediator, double leptonMass, double mediatorMass, double minimum, double maximum, double[] perLength, double[] shares)
    {
        (Mediator, MediatorMass, MinimumMediatorEnergy, MaximumLeptonEnergy, _m) = (mediator, mediatorMass, minimum, maximum, leptonMass);
        (_perLength, _shares) = (perLength, shares);
        _scale = DarkBremsstrahlung.UpperScale(leptonMass, mediatorMass, maximum);
        _invSpan = 1 / (maximum - minimum - leptonMass);
    }

    /// <summary>Spin and parity of the mediator.</summary>
    public Mediator Mediator { get; }

    /// <summary>Mass of the mediator, GeV.</summary>
    public double MediatorMass { get; }

    /// <summary>Mass of the lepton, GeV.</summary>
    public double LeptonMass => _m;

    /// <summary>Smallest total energy of the mediator, GeV.</summary>
    public double MinimumMediatorEnergy { get; }

    /// <summary>Largest total energy of the lepton, GeV.</summary>
    public double MaximumLeptonEnergy { get; }

    /// <summary>Steps in energy of the probabilities.</summary>
    internal static int EnergySteps => Energies;

    /// <summary>Steps in energy of the distributions.</summary>
    internal static int RowSteps => EnergyRows - 1;

    /// <summary>Steps in the quantile.</summary>
    internal static int QuantileSteps => Quantiles;

    /// <summary>Scale of the logarithmic variable of x.</summary>
    internal double Scale => _scale;

    /// <summary>Probabilities per length over the logarithmic range, by energy.</summary>
    internal ReadOnlySpan<double> RangedProbabilities => _perLength;

    /// <summary>Shares of the logarithmic range, by energy and quantile.</summary>
    internal ReadOnlySpan<double> Shares => _shares;

    /// <summary>Probability per mm, at epsilon = 1, to produce a mediator of at least the minimum energy; it scales as epsilon squared.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV; below the threshold the probability is zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is above <see cref="MaximumLeptonEnergy"/>.</exception>
    public double PerLength(double leptonEnergy)
    {
        double gap = Gap(leptonEnergy);
        if (gap <= 0)
        {
            return 0;
        }

        double position = FourthRoot(gap * _invSpan) * Energies;
        int i = Math.Min((int)position, Energies - 1);
        double f = position - i;
        return LogRange(gap, leptonEnergy) * (_perLength[i] + (f * (_perLength[i + 1] - _perLength[i])));
    }

    /// <summary>1 - x of the mediator at a quantile of the distribution of x above the minimum energy: the inverse of its cumulative distribution.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV, above the threshold (minimum energy plus lepton mass).</param>
    /// <param name="quantile">In [0, 1]: 0 is the minimum energy, 1 the largest x.</param>
    /// <returns>1 - x, between m/E and 1 - (minimum energy)/E, falling with the quantile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double OneMinusX(double leptonEnergy, double quantile)
    {
        double gap = Gap(leptonEnergy);
        if (!(gap > 0) || !(quantile >= 0 && quantile <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(leptonEnergy),
                leptonEnergy,
                FormattableString.Invariant($"the energy must lie above {MinimumMediatorEnergy + _m} GeV and the quantile ({quantile}) in [0, 1]."));
        }

        double row = FourthRoot(gap * _invSpan) * (EnergyRows - 1);
        int i = Math.Min((int)row, EnergyRows - 2);
        double fi = row - i;
        double column = Math.Sqrt(1 - quantile) * Quantiles;
        int j = Math.Min((int)column, Quantiles - 1);
        double fj = column - j;
        int at = (i * (Quantiles + 1)) + j;
        int above = at + Quantiles + 1;
        double low = _shares[at] + (fj * (_shares[at + 1] - _shares[at]));
        double high = _shares[above] + (fj * (_shares[above + 1] - _shares[above]));
        double share = low + (fi * (high - low));
        return (_m / leptonEnergy) + (_scale * PhotonFlux.Expm1(share * LogRange(gap, leptonEnergy)));
    }

    /// <summary>Computes a table.</summary>
    /// <param name="request">Lepton, compound and energies.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV, at most half the minimum energy.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static DarkBremsstrahlungTable Build(DarkBremsstrahlungRequest request, double mediatorMass)
    {
        ArgumentNullException.ThrowIfNull(request);
        double m = request.LeptonMass, minimum = request.MinimumMediatorEnergy, maximum = request.MaximumLeptonEnergy;
        Guard.Within(minimum, 2 * mediatorMass, 1e6, nameof(request), "the minimum mediator energy in GeV");
        Guard.Above(maximum, minimum + m, 1e6, nameof(request), "the maximum lepton energy in GeV");
        if (request.Elements.Count == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(request), "a compound needs at least one element.");
        }

        foreach (TargetElement element in request.Elements)
        {
            Guard.Above(element.AtomsPerMm3, 0, 1e24, nameof(request), "the atoms per mm^3");
        }

        DarkBremsstrahlung[] processes =
            [.. request.Elements.Select(e => new DarkBremsstrahlung(request.Mediator, m, e.Nucleus, mediatorMass, EtlGrid.Table))];
        double scale = DarkBremsstrahlung.UpperScale(m, mediatorMass, maximum);
        double threshold = minimum + m;
        // At a fixed distance from the upper end of x the cross section varies slowly with the energy, so that few energies suffice, also near the threshold.
        int segments = Math.Max(1, (int)Math.Ceiling(Math.Log(maximum / threshold) / Math.Log(2)));
        Segment[] parts = new Segment[segments];
        for (int k = 0; k < segments; k++)
        {
            double low = threshold * Math.Pow(maximum / threshold, (double)k / segments);
            double high = threshold * Math.Pow(maximum / threshold, (k + 1.0) / segments);
            parts[k] = new Segment(request.Elements, processes, low, high, threshold, m);
        }

        double[] perLength = new double[Energies + 1];
        double[] shares = new double[EnergyRows * (Quantiles + 1)];
        double[] cumulative = new double[Panels + 1];
        for (int i = 1; i <= Energies; i++)
        {
            double z = (double)i / Energies;
            double energy = threshold + ((maximum - threshold) * z * z * z * z);
            int part = (int)(Math.Log(energy / threshold) / Math.Log(maximum / threshold) * segments);
            Segment segment = parts[Math.Clamp(part, 0, segments - 1)];
            segment.Cumulative(energy, cumulative);
            double width = 1 - (threshold / energy);
            double range = Math.Log(1 + (width / scale));
            double end = segment.Position(energy, width);
            double all = MonotoneCubic(cumulative, end);
            perLength[i] = all / range;
            if (i % (Energies / (EnergyRows - 1)) == 0)
            {
                Span<double> row = shares.AsSpan(i / (Energies / (EnergyRows - 1)) * (Quantiles + 1), Quantiles + 1);
                row[Quantiles] = 1;
                for (int j = 1; j < Quantiles; j++)
                {
                    double v = (double)j / Quantiles;
                    double position = Invert(cumulative, end, v * v * all);
                    row[j] = Math.Log(1 + (segment.Distance(energy, position) / scale)) / range;
                }
            }
        }

        perLength[0] = Math.Max(0, (2 * perLength[1]) - perLength[2]);
        shares.AsSpan(Quantiles + 1, Quantiles + 1).CopyTo(shares);
        return new DarkBremsstrahlungTable(request.Mediator, m, mediatorMass, minimum, maximum, perLength, shares);
    }

    /// <summary>Computes tables for many masses, or takes them from the store.</summary>
    /// <param name="request">Lepton, compound and energies.</param>
    /// <param name="masses">Masses of the mediator, GeV.</param>
    /// <param name="store">Store of computed tables, or null for none.</param>
    /// <param name="threads">Number of threads, at least 1; the result does not depend on it.</param>
    /// <param name="progress">Told the number of finished tables after each.</param>
    /// <param name="cancellation">Ends the work between two tables.</param>
    /// <returns>Tables in the order of the masses.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled; finished tables are in the store.</exception>
    public static DarkBremsstrahlungTable[] BuildAll(
        DarkBremsstrahlungRequest request,
        IReadOnlyList<double> masses,
        ResultStore? store,
        int threads,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(masses);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        DarkBremsstrahlungTable[] tables = new DarkBremsstrahlungTable[masses.Count];
        int done = 0;
        try
        {
            Parallel.For(0, masses.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
            {
                tables[i] = Obtain(request, masses[i], store);
                progress?.Report(Interlocked.Increment(ref done));
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0 && e.InnerExceptions[0] is ArgumentException refused)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(refused);
        }

        return tables;
    }

    /// <summary>The table as numbers for a <see cref="ResultStore"/>.</summary>
    public double[] Pack() =>
        [Layout, (int)Mediator, _m, MediatorMass, MinimumMediatorEnergy, MaximumLeptonEnergy, Energies, Quantiles, .. _perLength, .. _shares];

    /// <summary>A table from the numbers of <see cref="Pack"/>.</summary>
    /// <param name="packed">The numbers.</param>
    /// <exception cref="ArgumentException">They are not those of a table of this version.</exception>
    public static DarkBremsstrahlungTable Unpack(double[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        return TryUnpack(packed) ?? throw new ArgumentException("These numbers are no table of this version.", nameof(packed));
    }

    private static DarkBremsstrahlungTable? TryUnpack(double[] packed)
    {
        const int Shares = HeaderLength + Energies + 1;
        return packed.Length == Shares + (EnergyRows * (Quantiles + 1)) && packed[0] == Layout && packed[6] == Energies && packed[7] == Quantiles
            ? new DarkBremsstrahlungTable((Mediator)(int)packed[1], packed[2], packed[3], packed[4], packed[5], packed[HeaderLength..Shares], packed[Shares..])
            : null;
    }

    private static DarkBremsstrahlungTable Obtain(DarkBremsstrahlungRequest request, double mediatorMass, ResultStore? store)
    {
        const string Kind = "dark-bremsstrahlung";
        if (store is null)
        {
            return Build(request, mediatorMass);
        }

        string digest = DigestOf(request, mediatorMass);
        if (store.TryRead(Kind, digest) is { } packed && TryUnpack(packed) is { } stored)
        {
            return stored;
        }

        DarkBremsstrahlungTable table = Build(request, mediatorMass);
        store.Write(Kind, digest, table.Pack());
        return table;
    }

    private static string DigestOf(DarkBremsstrahlungRequest request, double mediatorMass)
    {
        using Digest digest = new();
        digest.AddCode(typeof(DarkBremsstrahlungTable))
            .Add("mediator", (int)request.Mediator)
            .Add("lepton mass", request.LeptonMass)
            .Add("mediator mass", mediatorMass)
            .Add("minimum", request.MinimumMediatorEnergy)
            .Add("maximum", request.MaximumLeptonEnergy);
        foreach (TargetElement element in request.Elements)
        {
            digest.Add("element", [element.Nucleus.Z, element.Nucleus.A, element.AtomsPerMm3]);
        }

        return digest.ToHex();
    }

    private static double FourthRoot(double value) => Math.Sqrt(Math.Sqrt(value));

    /// <summary>Logarithmic length of the range of x.</summary>
    private double LogRange(double gap, double leptonEnergy) => Math.Log(1 + (gap / (leptonEnergy * _scale)));

    /// <summary>Energy above the threshold.</summary>
    private double Gap(double leptonEnergy) => leptonEnergy <= MaximumLeptonEnergy
        ? leptonEnergy - (MinimumMediatorEnergy + _m)
        : throw new ArgumentOutOfRangeException(
            nameof(leptonEnergy), leptonEnergy, FormattableString.Invariant($"the lepton energy must not exceed {MaximumLeptonEnergy} GeV."));

    /// <summary>The position below <paramref name="end"/> at which the integral reaches a value, by bisection.</summary>
    private static double Invert(ReadOnlySpan<double> cumulative, double end, double target)
    {
        double low = 0, high = end;
        while (high - low > 1e-10 * end)
        {
            double middle = 0.5 * (low + high);
            (low, high) = MonotoneCubic(cumulative, middle) < target ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Monotone cubic interpolation (F. Fritsch, R. Carlson) on a uniform grid.</summary>
    private static double MonotoneCubic(ReadOnlySpan<double> values, double position)
    {
        int last = values.Length - 1;
        int i = Math.Clamp((int)position, 0, last - 1);
        double f = position - i;
        double step = values[i + 1] - values[i];
        double left = Slope(values, i), right = Slope(values, i + 1);
        double f2 = f * f;
        return values[i] + (f * left) + (f2 * ((3 * step) - (2 * left) - right)) + (f2 * f * (left + right - (2 * step)));

        static double Slope(ReadOnlySpan<double> v, int k)
        {
            if (k == 0)
            {
                // The distribution opens with zero slope in the cube-root variable.
                return 0;
            }

            if (k == v.Length - 1)
            {
                return Math.Clamp((1.5 * (v[k] - v[k - 1])) - (0.5 * (v[k - 1] - v[k - 2])), 0, 3 * (v[k] - v[k - 1]));
            }

            double a = v[k] - v[k - 1], b = v[k + 1] - v[k];
            return Math.Min(0.5 * (a + b), 3 * Math.Min(a, b));
        }
    }

    /// <summary>Integrals of the macroscopic cross section from x = 1 downwards, on a grid of x and of lepton energies within a factor of two.</summary>
    private sealed class Segment
    {
        private const int Nodes = 5;

        private readonly DarkBremsstrahlung _process;
        private readonly double _top;
        private readonly double[] _logEnergies = new double[Nodes];
        private readonly double[][] _logCumulative = new double[Nodes][];

        public Segment(
            IReadOnlyList<TargetElement> elements, DarkBremsstrahlung[] processes, double low, double high, double threshold, double m)
        {
            // All energies share the panels of the widest range of x, that of the highest one, counted in each energy's own logarithmic variable.
            _top = 1 - (threshold / high);
            _process = processes[0];
            Quadrature rule = Quadrature.GaussLegendre(2);
            for (int node = 0; node < Nodes; node++)
            {
                // Chebyshev points of the second kind in ln E, ends included.
                double energy = low * Math.Pow(high / low, 0.5 * (1 - Math.Cos(Math.PI * node / (Nodes - 1))));
                _logEnergies[node] = Math.Log(energy);
                double scale = _process.UpperScale(energy);
                double range = Math.Log(1 + (_top / scale));
                double[] logs = _logCumulative[node] = new double[Panels + 1];
                double cumulative = 0;
                for (int panel = 0; panel < Panels; panel++)
                {
                    for (int i = 0; i < rule.Nodes.Length; i++)
                    {
                        double z = (panel + rule.Nodes[i]) / Panels;
                        double grown = scale * PhotonFlux.Expm1(range * z * z * z);
                        double jacobian = rule.Weights[i] / Panels * 3 * z * z * range * (grown + scale);
                        for (int k = 0; k < processes.Length; k++)
                        {
                            double macroscopic = elements[k].AtomsPerMm3 * processes[k].Differential(energy, grown + (m / energy)).Sum;
                            cumulative += Constants.Picobarn * jacobian * macroscopic;
                        }
                    }

                    logs[panel + 1] = Math.Log(cumulative);
                }
            }
        }

        /// <summary>Position on the panels, 0 to their number, of a distance from the upper end of x.</summary>
        public double Position(double energy, double distance)
        {
            double scale = _process.UpperScale(energy);
            return Panels * Math.Cbrt(Math.Log(1 + (distance / scale)) / Math.Log(1 + (_top / scale)));
        }

        /// <summary>The distance from the upper end of x at a position on the panels.</summary>
        public double Distance(double energy, double position)
        {
            double scale = _process.UpperScale(energy);
            double z = position / Panels;
            return scale * PhotonFlux.Expm1(z * z * z * Math.Log(1 + (_top / scale)));
        }

        /// <summary>The integrals at an energy: barycentric interpolation of their logarithms in ln E.</summary>
        public void Cumulative(double energy, Span<double> result)
        {
            Span<double> weights = stackalloc double[Nodes];
            double log = Math.Log(energy), norm = 0;
            for (int node = 0; node < Nodes; node++)
            {
                double distance = log - _logEnergies[node];
                // On a node, or within rounding of it, that node alone counts.
                double weight = Math.Abs(distance) < 1e-12 ? 1e30 : 1 / distance;
                weights[node] = (node % 2 == 0 ? 1 : -1) * (node is 0 or Nodes - 1 ? 0.5 : 1) * weight;
                norm += weights[node];
            }

            result[0] = 0;
            for (int j = 1; j < result.Length; j++)
            {
                double sum = 0;
                for (int node = 0; node < Nodes; node++)
                {
                    sum += weights[node] * _logCumulative[node][j];
                }

                // Near the upper end the recoil of a nucleus forbids a sliver of x, whose integral is zero at some energies: there it is left out at all of them.
                result[j] = double.IsFinite(sum) ? Math.Exp(sum / norm) : 0;
            }
        }
    }
}
