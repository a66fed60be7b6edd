using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Storage;

namespace Hermetic.Physics.DarkSector;

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
/// the lepton's energy, and the inverse distribution of the mediator's share of it. Against direct integration both are within 0.5 % (see the tests for what
/// was measured). Immutable and safe to share between threads; reading it allocates nothing.
/// </summary>
public sealed class DarkBremsstrahlungTable
{
    // Version of the algorithm: part of the digest of stored tables. Raise it with any change that moves a number.
    private const int Algorithm = 1;

    private const int Energies = 96;
    private const int EnergyRows = 33;
    private const int Quantiles = 64;
    private const int Panels = 40;
    private const int HeaderLength = 8;

    private readonly double _m, _scale, _invRange;

    // Probability per length divided by z^2, at z = i/Energies.
    private readonly double[] _perLength;

    // Share of the logarithmic range, row by row in z, at w = (j/Quantiles)^2 of the distribution counted from x = 1.
    private readonly double[] _shares;

    private DarkBremsstrahlungTable(Mediator mediator, double leptonMass, double mediatorMass, double minimum, double maximum, double[] perLength, double[] shares)
    {
        (Mediator, MediatorMass, MinimumMediatorEnergy, MaximumLeptonEnergy, _m) = (mediator, mediatorMass, minimum, maximum, leptonMass);
        (_perLength, _shares) = (perLength, shares);
        _scale = Scale(leptonMass, mediatorMass, maximum);
        _invRange = 1 / Math.Log(1 + ((1 - ((minimum + leptonMass) / maximum)) / _scale));
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

    /// <summary>Probability per mm, at epsilon = 1, to produce a mediator of at least the minimum energy; it scales as epsilon squared.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV; below the threshold the probability is zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The energy is above <see cref="MaximumLeptonEnergy"/>.</exception>
    public double PerLength(double leptonEnergy)
    {
        double range = LogRange(leptonEnergy);
        if (!(range > 0))
        {
            return 0;
        }

        double z2 = range * _invRange;
        double position = Math.Sqrt(z2) * Energies;
        int i = Math.Min((int)position, Energies - 1);
        double f = position - i;
        return z2 * (_perLength[i] + (f * (_perLength[i + 1] - _perLength[i])));
    }

    /// <summary>1 - x of the mediator at a quantile of the distribution of x above the minimum energy: the inverse of its cumulative distribution.</summary>
    /// <param name="leptonEnergy">Total energy of the lepton, GeV, above the threshold (minimum energy plus lepton mass).</param>
    /// <param name="quantile">In [0, 1]: 0 is the minimum energy, 1 the largest x.</param>
    /// <returns>1 - x, between m/E and 1 - (minimum energy)/E, falling with the quantile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double OneMinusX(double leptonEnergy, double quantile)
    {
        double range = LogRange(leptonEnergy);
        if (!(range > 0) || !(quantile >= 0 && quantile <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(leptonEnergy), leptonEnergy, FormattableString.Invariant($"the energy must lie above {MinimumMediatorEnergy + _m} GeV and the quantile ({quantile}) in [0, 1]."));
        }

        double row = Math.Sqrt(range * _invRange) * (EnergyRows - 1);
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
        return (_m / leptonEnergy) + (_scale * PhotonFlux.Expm1(share * range));
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
        double scale = Scale(m, mediatorMass, maximum);
        double threshold = minimum + m;
        double Top(double energy) => Math.Log(1 + ((1 - (threshold / energy)) / scale));

        // At a fixed distance from the upper end of x the cross section varies slowly with the energy, so that few energies suffice, also near the threshold.
        double total = Top(maximum);
        int segments = Math.Max(1, (int)Math.Ceiling(Math.Log(maximum / threshold) / Math.Log(2)));
        Segment[] parts = new Segment[segments];
        for (int k = 0; k < segments; k++)
        {
            double low = threshold * Math.Pow(maximum / threshold, (double)k / segments);
            double high = threshold * Math.Pow(maximum / threshold, (k + 1.0) / segments);
            parts[k] = new Segment(request.Elements, processes, low, high, scale, Top(high), m);
        }

        double[] perLength = new double[Energies + 1];
        double[] shares = new double[EnergyRows * (Quantiles + 1)];
        double[] cumulative = new double[Panels + 1];
        Segment At(double energy) => parts[Math.Clamp((int)(Math.Log(energy / threshold) / Math.Log(maximum / threshold) * segments), 0, segments - 1)];
        for (int i = 1; i <= Energies; i++)
        {
            double z = (double)i / Energies;
            double energy = EnergyOf(z * z * total, threshold, scale);
            Segment segment = At(energy);
            segment.Cumulative(energy, cumulative);
            perLength[i] = MonotoneCubic(cumulative, Math.Sqrt(z * z * total / segment.Range) * Panels) / (z * z);
        }

        perLength[0] = Math.Max(0, (2 * perLength[1]) - perLength[2]);
        for (int i = 1; i < EnergyRows; i++)
        {
            double z = i / (EnergyRows - 1.0);
            double range = z * z * total;
            double energy = EnergyOf(range, threshold, scale);
            Segment segment = At(energy);
            segment.Cumulative(energy, cumulative);
            FillShares(cumulative, Math.Sqrt(range / segment.Range) * Panels, shares.AsSpan(i * (Quantiles + 1), Quantiles + 1));
        }

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
        [Algorithm, (int)Mediator, _m, MediatorMass, MinimumMediatorEnergy, MaximumLeptonEnergy, Energies, Quantiles, .. _perLength, .. _shares];

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
        return packed.Length == Shares + (EnergyRows * (Quantiles + 1)) && packed[0] == Algorithm && packed[6] == Energies && packed[7] == Quantiles
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
        digest.Add("algorithm", Algorithm)
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

    private static double Scale(double m, double mediatorMass, double maximum)
    {
        double lepton = m / mediatorMass;
        double recoil = mediatorMass / (2 * maximum);
        return Math.Min(1, Math.Max(m / maximum, Math.Max(lepton * lepton, recoil * recoil)));
    }

    /// <summary>The lepton energy at which the range of x has the given logarithmic length.</summary>
    private static double EnergyOf(double range, double threshold, double scale) => threshold / (1 - (scale * PhotonFlux.Expm1(range)));

    /// <summary>Logarithmic length of the range of x at an energy.</summary>
    private double LogRange(double leptonEnergy)
    {
        if (!(leptonEnergy <= MaximumLeptonEnergy))
        {
            throw new ArgumentOutOfRangeException(
                nameof(leptonEnergy), leptonEnergy, FormattableString.Invariant($"the lepton energy must not exceed {MaximumLeptonEnergy} GeV."));
        }

        double gap = leptonEnergy - (MinimumMediatorEnergy + _m);
        return gap <= 0 ? 0 : Math.Log(1 + (gap / (leptonEnergy * _scale)));
    }

    /// <summary>Inverts the cumulative distribution over [0, end] at w = (j/Quantiles)^2, as shares of the logarithmic range.</summary>
    private static void FillShares(ReadOnlySpan<double> cumulative, double end, Span<double> shares)
    {
        double all = MonotoneCubic(cumulative, end);
        shares[0] = 0;
        shares[Quantiles] = 1;
        for (int j = 1; j < Quantiles; j++)
        {
            double v = (double)j / Quantiles;
            double target = v * v * all;
            double low = 0, high = end;
            while (high - low > 1e-10 * end)
            {
                double middle = 0.5 * (low + high);
                (low, high) = MonotoneCubic(cumulative, middle) < target ? (middle, high) : (low, middle);
            }

            double share = high / end;
            shares[j] = share * share;
        }
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
                // The distribution opens with zero slope in the square-root variable.
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

        private readonly double[] _logs = new double[Nodes];
        private readonly double[][] _cumulative = new double[Nodes][];

        public Segment(
            IReadOnlyList<TargetElement> elements, DarkBremsstrahlung[] processes, double low, double high, double scale, double range, double m)
        {
            Range = range;
            Quadrature rule = Quadrature.GaussLegendre(2);
            for (int node = 0; node < Nodes; node++)
            {
                // Chebyshev points of the second kind in ln E, ends included.
                double c = 0.5 * (1 - Math.Cos(Math.PI * node / (Nodes - 1)));
                double energy = low * Math.Pow(high / low, c);
                _logs[node] = Math.Log(energy);
                double[] sums = _cumulative[node] = new double[Panels + 1];
                for (int panel = 0; panel < Panels; panel++)
                {
                    double sum = 0;
                    for (int i = 0; i < rule.Nodes.Length; i++)
                    {
                        double z = (panel + rule.Nodes[i]) / Panels;
                        double grown = scale * PhotonFlux.Expm1(range * z * z);
                        double jacobian = rule.Weights[i] / Panels * 2 * z * range * (grown + scale);
                        double macroscopic = 0;
                        for (int k = 0; k < processes.Length; k++)
                        {
                            macroscopic += elements[k].AtomsPerMm3 * processes[k].Differential(energy, grown + (m / energy)).Sum;
                        }

                        sum += jacobian * macroscopic;
                    }

                    sums[panel + 1] = sums[panel] + (sum * Constants.Picobarn);
                }
            }
        }

        public double Range { get; }

        /// <summary>The integrals at an energy: barycentric interpolation in ln E.</summary>
        public void Cumulative(double energy, Span<double> result)
        {
            double log = Math.Log(energy);
            result.Clear();
            double norm = 0;
            for (int node = 0; node < Nodes; node++)
            {
                double distance = log - _logs[node];
                if (Math.Abs(distance) < 1e-12)
                {
                    _cumulative[node].CopyTo(result);
                    return;
                }

                double weight = (node % 2 == 0 ? 1 : -1) * (node is 0 or Nodes - 1 ? 0.5 : 1) / distance;
                norm += weight;
                for (int j = 0; j < result.Length; j++)
                {
                    result[j] += weight * _cumulative[node][j];
                }
            }

            for (int j = 0; j < result.Length; j++)
            {
                result[j] /= norm;
            }
        }
    }
}
