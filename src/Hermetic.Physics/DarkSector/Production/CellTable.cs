using System.Runtime.CompilerServices;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>Bounds of the density in the cells of the unit cube for one bin of lepton energies, and the drawing of points in proportion to them.</summary>
internal sealed class CellTable
{
    /// <summary>Width of a bin in the logarithm of the energy above the threshold.</summary>
    public const double LogWidth = 0.7;

    private const int A = 32, B = 16, C = 32, Cells = A * B * C;

    // A factor on the bounds, for what lies between the points where they are made.
    private const double Margin = 1.05;

    // Cells that look empty get this share of the mean bound, so that they are not left out.
    private const double LeastShare = 1e-3;
    // Points along the ridge for one of the lattice.
    private const int RidgePoints = 4;
    private const int TrainingPoints = 10 * Cells;
    private const int TestPoints = 100_000;

    private readonly Entry[] _entries = new Entry[Cells];
    private readonly double _logLow, _invLog, _threshold, _logScale, _growth;

    public CellTable(EtlCube cube, double smallestEnergy, double threshold, double low, double high, ulong number)
    {
        _threshold = threshold;
        double[] bounds = new double[Cells];
        double[] ends = [low, Math.Sqrt((low - threshold) * (high - threshold)) + threshold, high];
        double[][] densities = [.. ends.Select(e => Lattice(cube, cube.RangeAt(e, smallestEnergy)))];
        double[] totals = [.. densities.Select(d => d.Average())];
        if (!totals.All(t => t > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(low), low, FormattableString.Invariant($"at the smallest lepton energy nothing is produced: it must lie further above {threshold} GeV."));
        }

        _logLow = Math.Log(low - threshold);
        double length = Math.Log(high - threshold) - _logLow;
        _invLog = length > 0 ? 1 / length : 0;
        _logScale = Math.Log(totals[0]);
        _growth = Math.Log(totals[2]) - _logScale;
        for (int e = 0; e < ends.Length; e++)
        {
            Raise(bounds, densities[e], Margin / Scale(ends[e]));
        }

        double least = LeastShare * bounds.Average();
        for (int i = 0; i < Cells; i++)
        {
            bounds[i] = Math.Max(bounds[i], least);
        }

        RandomStream random = new(0x48_65_72_6D, number, StreamNumber.Signal);
        Train(cube, smallestEnergy, low, high, bounds, ref random);
        Fill(bounds);
        Overshoot = Measure(cube, smallestEnergy, low, high, ref random);
    }

    /// <summary>Share of the cross section above the bounds.</summary>
    public double Overshoot { get; }

    /// <summary>Share of the points that are accepted.</summary>
    public double Efficiency { get; private set; }

    /// <summary>What the bounds are multiplied with at an energy: about the cross section.</summary>
    public double Scale(double energy) => Math.Exp(_logScale + (_growth * (Math.Log(energy - _threshold) - _logLow) * _invLog));

    /// <summary>Draws a point of the cube.</summary>
    /// <returns>The bound at the point.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Draw(ref RandomStream random, out double a, out double b, out double c)
    {
        // The upper 32 bits choose the column of the alias table, the lower ones within it.
        ulong bits = random.NextBits();
        int i = (int)(((bits >> 32) * Cells) >> 32);
        ref Entry entry = ref _entries[i];
        if ((uint)bits >= entry.Keep)
        {
            i = entry.Alias;
        }

        int ab = i / C;
        c = (i - (ab * C) + random.NextUniform()) * (1.0 / C);
        int first = ab / B;
        b = (ab - (first * B) + random.NextUniform()) * (1.0 / B);
        a = (first + random.NextUniform()) * (1.0 / A);
        return _entries[i].Bound;
    }

    /// <summary>The density at the corners, the middles of the edges and faces and the centres of the cells.</summary>
    private static double[] Lattice(EtlCube cube, in EtlCube.Range range)
    {
        const int La = (2 * A) + 1, Lb = (2 * B) + 1, Lc = (2 * C) + 1;
        double[] density = new double[La * Lb * Lc];
        for (int i = 0; i < La; i++)
        {
            for (int j = 0; j < Lb; j++)
            {
                EtlCube.Point emitted = default;
                if (!cube.Emit(range, Inside(i, La), Inside(j, Lb), ref emitted))
                {
                    continue;
                }

                for (int k = 0; k < Lc; k++)
                {
                    density[(((i * Lb) + j) * Lc) + k] = Value(emitted, Inside(k, Lc));
                }
            }

            // The ridge can be narrower than a cell, most of all at the largest angles: its height counts for the points around it.
            for (int j = 0; j < RidgePoints * Lb; j++)
            {
                double root = (j + 0.5) / (RidgePoints * Lb), b = root * root;
                EtlCube.Point emitted = default;
                double ridge = cube.Emit(range, Inside(i, La), b, ref emitted) ? cube.Ridge(emitted) : double.NaN;
                if (!(ridge > 0 && ridge < 1))
                {
                    continue;
                }

                double height = Value(emitted, ridge);
                int at = (((i * Lb) + (int)(b * (Lb - 1))) * Lc) + (int)(ridge * (Lc - 1));
                foreach (int near in (ReadOnlySpan<int>)[at, at + 1, at + Lc, at + Lc + 1])
                {
                    density[near] = Math.Max(density[near], height);
                }
            }
        }

        return density;

        double Value(EtlCube.Point point, double c) => cube.Transfer(c, ref point) ? point.Weight * cube.Average(point) : 0;

        // The ends themselves can be singular.
        static double Inside(int i, int count) => Math.Clamp((double)i / (count - 1), 1e-6, 1 - 1e-6);
    }

    private static void Raise(double[] bounds, double[] density, double factor)
    {
        const int Lb = (2 * B) + 1, Lc = (2 * C) + 1;
        for (int cell = 0; cell < Cells; cell++)
        {
            int k = cell % C, j = cell / C % B, i = cell / (B * C);
            double most = 0;
            for (int corner = 0; corner < 27; corner++)
            {
                most = Math.Max(most, density[(((((2 * i) + (corner / 9)) * Lb) + (2 * j) + (corner / 3 % 3)) * Lc) + (2 * k) + (corner % 3)]);
            }

            bounds[cell] = Math.Max(bounds[cell], factor * most);
        }
    }

    /// <summary>Raises bounds that random points exceed.</summary>
    private void Train(EtlCube cube, double smallestEnergy, double low, double high, double[] bounds, ref RandomStream random)
    {
        for (int i = 0; i < TrainingPoints; i++)
        {
            int cell = i % Cells;
            double a = ((cell / (B * C)) + random.NextUniform()) / A;
            double b = ((cell / C % B) + random.NextUniform()) / B;
            double c = ((cell % C) + random.NextUniform()) / C;
            double density = Density(cube, smallestEnergy, RandomEnergy(low, high, ref random), a, b, c, ref random);
            if (density > bounds[cell])
            {
                bounds[cell] = Margin * density;
            }
        }
    }

    private double Measure(EtlCube cube, double smallestEnergy, double low, double high, ref RandomStream random)
    {
        double all = 0, above = 0;
        for (int i = 0; i < TestPoints; i++)
        {
            double bound = Draw(ref random, out double a, out double b, out double c);
            double ratio = Density(cube, smallestEnergy, RandomEnergy(low, high, ref random), a, b, c, ref random) / bound;
            all += ratio;
            above += Math.Max(0, ratio - 1);
        }

        Efficiency = all / TestPoints;
        return above / all;
    }

    private double RandomEnergy(double low, double high, ref RandomStream random) =>
        _threshold + ((low - _threshold) * Math.Pow((high - _threshold) / (low - _threshold), random.NextUniform()));

    private double Density(EtlCube cube, double smallestEnergy, double energy, double a, double b, double c, ref RandomStream random)
    {
        EtlCube.Point point = default;
        EtlCube.Range range = cube.RangeAt(energy, smallestEnergy);
        if (!cube.Emit(range, a, b, ref point) || !cube.Transfer(c, ref point))
        {
            return 0;
        }

        random.NextAzimuth(out double cosine, out double sine);
        Span<System.Runtime.Intrinsics.Vector256<double>> scratch = stackalloc System.Runtime.Intrinsics.Vector256<double>[6];
        return point.Weight * cube.Directed(point, cosine, sine, scratch[..2], scratch[2..4], scratch[4..]) / Scale(energy);
    }

    /// <summary>Walker's alias table for the bounds (M. Vose's construction).</summary>
    private void Fill(double[] bounds)
    {
        double mean = bounds.Average();
        double[] share = [.. bounds.Select(b => b / mean)];
        Stack<int> small = new(), large = new();
        for (int i = 0; i < Cells; i++)
        {
            _entries[i] = new Entry { Bound = bounds[i], Keep = uint.MaxValue, Alias = i };
            (share[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            int under = small.Pop(), over = large.Pop();
            _entries[under].Keep = (uint)(share[under] * uint.MaxValue);
            _entries[under].Alias = over;
            share[over] -= 1 - share[under];
            (share[over] < 1 ? small : large).Push(over);
        }
    }

    private struct Entry
    {
        public double Bound;
        public uint Keep;
        public int Alias;
    }
}
