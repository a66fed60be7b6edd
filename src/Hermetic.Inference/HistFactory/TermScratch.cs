namespace Hermetic.Inference.HistFactory;

/// <summary>
/// Memory for the derivatives of one sample. A rate is A F G with A = nominal + shifts, F the product of the common factors, G that of the factors of the bin.
/// Products that leave out one or two factors are formed from partial products, never by division: a signal strength of 0 is the most frequent value of all.
/// </summary>
internal sealed class TermScratch
{
    private readonly double[] _value;
    private readonly double[] _first;
    private readonly double[] _second;

    /// <summary>F without factor k, times its derivative; the same with the second derivative.</summary>
    private readonly double[] _single;
    private readonly double[] _curved;

    /// <summary>F without factors k and l, times both derivatives, at k K + l for l below k.</summary>
    private readonly double[] _pairs;

    private readonly double[] _suffix;
    private double _product;

    /// <summary>Sum over bins of (derivative of the Poisson term) A G.</summary>
    private double _weight;

    /// <summary>For each shift: sum over bins of (derivative of the Poisson term) A' G, and with A''.</summary>
    private readonly double[] _shiftWeight;
    private readonly double[] _shiftCurved;

    public TermScratch(SampleTerm term)
    {
        int k = term.Factors.Length;
        _value = new double[k];
        _first = new double[k];
        _second = new double[k];
        _single = new double[k];
        _curved = new double[k];
        _pairs = new double[k * k];
        _suffix = new double[k + 1];
        Weights = new ShiftWeights[term.Shifts.Length];
        _shiftWeight = new double[term.Shifts.Length];
        _shiftCurved = new double[term.Shifts.Length];
    }

    /// <summary>Weights of the shifts.</summary>
    public ShiftWeights[] Weights { get; }

    /// <summary>Computes the weights of the shifts and returns the product of the common factors.</summary>
    public double Values(SampleTerm term, Interpolation interpolation, ReadOnlySpan<double> x)
    {
        for (int h = 0; h < Weights.Length; h++)
        {
            Interpolations.Weights(interpolation, x[term.Shifts[h].Parameter], true, out Weights[h]);
        }

        double product = 1;
        for (int k = 0; k < term.Factors.Length; k++)
        {
            product *= Interpolations.Of(term.Factors[k], x[term.Factors[k].Parameter], true, out _, out _);
        }

        return product;
    }

    /// <summary>Prepares the derivatives.</summary>
    public void Derivatives(SampleTerm term, Interpolation interpolation, ReadOnlySpan<double> x, ReadOnlySpan<bool> positiveSides)
    {
        int count = term.Factors.Length;
        for (int h = 0; h < Weights.Length; h++)
        {
            int parameter = term.Shifts[h].Parameter;
            Interpolations.Weights(interpolation, x[parameter], positiveSides[parameter], out Weights[h]);
        }

        for (int k = 0; k < count; k++)
        {
            int parameter = term.Factors[k].Parameter;
            _value[k] = Interpolations.Of(term.Factors[k], x[parameter], positiveSides[parameter], out _first[k], out _second[k]);
        }

        _suffix[count] = 1;
        for (int k = count - 1; k >= 0; k--)
        {
            _suffix[k] = _suffix[k + 1] * _value[k];
        }

        _product = _suffix[0];
        double prefix = 1;
        for (int l = 0; l < count; l++)
        {
            double without = prefix * _suffix[l + 1];
            _single[l] = without * _first[l];
            _curved[l] = without * _second[l];
            double between = prefix * _first[l];
            for (int k = l + 1; k < count; k++)
            {
                _pairs[(k * count) + l] = between * _first[k] * _suffix[k + 1];
                between *= _value[k];
            }

            prefix *= _value[l];
        }

        _weight = 0;
        Array.Clear(_shiftWeight);
        Array.Clear(_shiftCurved);
    }

    /// <summary>Adds the gradient of the rate of a bin, and those second derivatives that belong to the bin alone.</summary>
    /// <param name="term">The sample.</param>
    /// <param name="bin">Bin of the channel.</param>
    /// <param name="x">Values of the parameters.</param>
    /// <param name="slope">Derivative of the Poisson term with respect to the rate.</param>
    /// <param name="rateGradient">Receives the gradient of the rate.</param>
    /// <param name="curvature">Receives second derivatives; empty where they are not wanted.</param>
    /// <param name="n">Number of parameters.</param>
    public void AddBin(SampleTerm term, int bin, ReadOnlySpan<double> x, double slope, double[] rateGradient, Span<double> curvature, int n)
    {
        double shifted = Likelihood.Shifted(term, this, bin);
        double binProduct = 1;
        foreach (int[] set in term.BinFactors)
        {
            binProduct *= set[bin] >= 0 ? x[set[bin]] : 1;
        }

        double both = shifted * binProduct;
        for (int k = 0; k < term.Factors.Length; k++)
        {
            rateGradient[term.Factors[k].Parameter] += both * _single[k];
        }

        double shiftScale = binProduct * _product;
        for (int h = 0; h < term.Shifts.Length; h++)
        {
            rateGradient[term.Shifts[h].Parameter] += shiftScale * ShiftSlope(term, h, bin);
        }

        _weight += slope * both;
        if (curvature.Length > 0)
        {
            for (int h = 0; h < term.Shifts.Length; h++)
            {
                ref readonly ShiftWeights w = ref Weights[h];
                _shiftWeight[h] += slope * binProduct * ShiftSlope(term, h, bin);
                _shiftCurved[h] += slope * shiftScale * ((w.Up2 * term.Shifts[h].Up[bin]) + (w.Down2 * term.Shifts[h].Down[bin]));
            }
        }

        for (int g = 0; g < term.BinFactors.Length; g++)
        {
            if (term.BinFactors[g][bin] >= 0)
            {
                AddBinFactor(term, g, bin, x, shifted, slope, rateGradient, curvature, n);
            }
        }
    }

    /// <summary>Adds second derivatives of parameters that all bins share, after the last bin.</summary>
    public void AddCommon(SampleTerm term, Span<double> curvature, int n)
    {
        int count = term.Factors.Length;
        for (int k = 0; k < count; k++)
        {
            int i = term.Factors[k].Parameter;
            curvature[(i * n) + i] += _weight * _curved[k];
            for (int l = 0; l < k; l++)
            {
                Add(curvature, n, i, term.Factors[l].Parameter, _weight * _pairs[(k * count) + l]);
            }

            for (int h = 0; h < term.Shifts.Length; h++)
            {
                Add(curvature, n, i, term.Shifts[h].Parameter, _shiftWeight[h] * _single[k]);
            }
        }

        for (int h = 0; h < term.Shifts.Length; h++)
        {
            int i = term.Shifts[h].Parameter;
            curvature[(i * n) + i] += _shiftCurved[h];
        }
    }

    private void AddBinFactor(
        SampleTerm term, int g, int bin, ReadOnlySpan<double> x, double shifted, double slope, double[] rateGradient, Span<double> curvature, int n)
    {
        int i = term.BinFactors[g][bin];
        double others = 1;
        for (int o = 0; o < term.BinFactors.Length; o++)
        {
            others *= o != g && term.BinFactors[o][bin] >= 0 ? x[term.BinFactors[o][bin]] : 1;
        }

        rateGradient[i] += shifted * others * _product;
        if (curvature.Length == 0)
        {
            return;
        }

        for (int k = 0; k < term.Factors.Length; k++)
        {
            Add(curvature, n, i, term.Factors[k].Parameter, slope * shifted * others * _single[k]);
        }

        for (int h = 0; h < term.Shifts.Length; h++)
        {
            Add(curvature, n, i, term.Shifts[h].Parameter, slope * others * _product * ShiftSlope(term, h, bin));
        }

        for (int o = 0; o < g; o++)
        {
            int j = term.BinFactors[o][bin];
            if (j >= 0)
            {
                double rest = 1;
                for (int r = 0; r < term.BinFactors.Length; r++)
                {
                    rest *= r != g && r != o && term.BinFactors[r][bin] >= 0 ? x[term.BinFactors[r][bin]] : 1;
                }

                Add(curvature, n, i, j, slope * shifted * rest * _product);
            }
        }
    }

    private double ShiftSlope(SampleTerm term, int h, int bin) => (Weights[h].Up1 * term.Shifts[h].Up[bin]) + (Weights[h].Down1 * term.Shifts[h].Down[bin]);

    /// <summary>Adds a mixed second derivative, which for one parameter in two places counts twice.</summary>
    private static void Add(Span<double> curvature, int n, int i, int j, double value)
    {
        if (i == j)
        {
            curvature[(i * n) + i] += 2 * value;
        }
        else
        {
            curvature[(Math.Max(i, j) * n) + Math.Min(i, j)] += value;
        }
    }
}
