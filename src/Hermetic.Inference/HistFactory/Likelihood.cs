using MathNet.Numerics;

namespace Hermetic.Inference.HistFactory;

/// <summary>
/// Evaluates a model: half the deviance, its gradient and its second derivatives, all analytic and without allocation. The deviance is measured from a perfect fit,
/// so that differences of it lose no digits to large constants. Not for several threads at once: it keeps the rates of the last call.
/// </summary>
internal sealed class Likelihood
{
    private readonly HistFactoryModel _model;
    private readonly ModelParameter[] _parameters;
    private readonly double[] _rates;
    private readonly TermScratch[] _scratch;
    private readonly double[] _binGradient;

    public Likelihood(HistFactoryModel model)
    {
        _model = model;
        _parameters = [.. model.Parameters];
        _rates = new double[model.Bins];
        _scratch = [.. model.Terms.Select(t => new TermScratch(t))];
        _binGradient = new double[_parameters.Length];
    }

    /// <summary>
    /// Strength of a logarithmic barrier, -strength ln(rate), in bins without events; 0 for none. Linear shifts can make rates negative: in a bin without events the
    /// likelihood ends there with a slope, and only a barrier lets a smooth search come close to that edge.
    /// </summary>
    public double Barrier { get; set; }

    /// <summary>Rates of the last call.</summary>
    public ReadOnlySpan<double> LastRates => _rates;

    /// <summary>Computes the expected events of all bins.</summary>
    public void Rates(ReadOnlySpan<double> x)
    {
        Array.Clear(_rates);
        SampleTerm[] terms = _model.Terms;
        for (int t = 0; t < terms.Length; t++)
        {
            SampleTerm term = terms[t];
            double common = _scratch[t].Values(term, _model.Interpolation, x);
            Span<double> rates = _rates.AsSpan(term.FirstBin, term.Nominal.Length);
            for (int b = 0; b < rates.Length; b++)
            {
                double rate = Shifted(term, _scratch[t], b) * common;
                foreach (int[] set in term.BinFactors)
                {
                    rate *= set[b] >= 0 ? x[set[b]] : 1;
                }

                rates[b] += rate;
            }
        }
    }

    /// <summary>Half the deviance; infinite where a rate is negative, or 0 with events.</summary>
    public double Value(ReadOnlySpan<double> x, HistFactoryData data)
    {
        Rates(x);
        double sum = 0;
        double[] counts = data.Counts;
        for (int b = 0; b < _rates.Length; b++)
        {
            sum += HalfDeviance(counts[b], _rates[b]);
            sum -= Barrier > 0 && counts[b] == 0 && _rates[b] > 0 ? Barrier * Math.Log(_rates[b]) : 0;
        }

        return sum + Constraints(x, data);
    }

    /// <summary>Logarithm of the probability of the data with all constants.</summary>
    public double LogProbability(ReadOnlySpan<double> x, HistFactoryData data)
    {
        double result = -Value(x, data);
        foreach (double count in data.Counts)
        {
            result += Saturated(count);
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            result += _parameters[i].Constraint switch
            {
                ParameterConstraint.Normal => -Math.Log(_parameters[i].Scale * Math.Sqrt(2 * Math.PI)),
                ParameterConstraint.Poisson => Saturated(data.Auxiliary[i]),
                _ => 0,
            };
        }

        return result;

        static double Saturated(double count) => (count > 0 ? count * Math.Log(count) : 0) - count - SpecialFunctions.GammaLn(count + 1);
    }

    /// <summary>Half the deviance with its gradient and, where wanted, the lower triangle (row by row) of its second derivatives.</summary>
    /// <param name="x">Values of the parameters.</param>
    /// <param name="positiveSides">For parameters at the kink at 0: whether the derivatives are those to the positive side.</param>
    /// <param name="data">The data.</param>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="curvature">Receives element (i, j), j at most i, at i N + j; empty where it is not wanted.</param>
    public double Derivatives(ReadOnlySpan<double> x, ReadOnlySpan<bool> positiveSides, HistFactoryData data, Span<double> gradient, Span<double> curvature)
    {
        double value = Value(x, data);
        gradient.Clear();
        curvature.Clear();
        SampleTerm[] terms = _model.Terms;
        for (int t = 0; t < terms.Length; t++)
        {
            _scratch[t].Derivatives(terms[t], _model.Interpolation, x, positiveSides);
        }

        int first = 0;
        for (int t = 0; t < terms.Length; t++)
        {
            if (t + 1 == terms.Length || terms[t + 1].FirstBin != terms[t].FirstBin)
            {
                Channel(first, t + 1, x, data, gradient, curvature);
                first = t + 1;
            }
        }

        AddConstraints(x, data, gradient, curvature);
        return value;
    }

    internal static double Shifted(SampleTerm term, TermScratch scratch, int bin)
    {
        double rate = term.Nominal[bin];
        for (int h = 0; h < term.Shifts.Length; h++)
        {
            ref readonly ShiftWeights w = ref scratch.Weights[h];
            rate += (w.Up * term.Shifts[h].Up[bin]) + (w.Down * term.Shifts[h].Down[bin]);
        }

        return rate;
    }

    /// <summary>
    /// count ln(count / rate) - count + rate. Near its minimum the three terms cancel; there ln is expanded in v = (count - rate) / (count + rate), as artanh (C.
    /// Loader, "Fast and accurate computation of binomial probabilities", 2000), which leaves full relative precision.
    /// </summary>
    internal static double HalfDeviance(double count, double rate)
    {
        if (!(rate > 0))
        {
            return count == 0 && rate == 0 ? 0 : double.PositiveInfinity;
        }

        double difference = count - rate;
        double v = difference / (count + rate);
        if (Math.Abs(v) > 0.1)
        {
            return (count > 0 ? count * Math.Log(count / rate) : 0) - difference;
        }

        double sum = difference * v;
        double power = 2 * count * v;
        double square = v * v;
        for (int j = 3; ; j += 2)
        {
            power *= square;
            double next = sum + (power / j);
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }

    private double Constraints(ReadOnlySpan<double> x, HistFactoryData data)
    {
        double sum = 0;
        for (int i = 0; i < _parameters.Length; i++)
        {
            ModelParameter p = _parameters[i];
            if (p.Constraint == ParameterConstraint.Normal)
            {
                double pull = (data.Auxiliary[i] - x[i]) / p.Scale;
                sum += 0.5 * pull * pull;
            }
            else if (p.Constraint == ParameterConstraint.Poisson)
            {
                sum += HalfDeviance(data.Auxiliary[i], p.Scale * x[i]);
            }
        }

        return sum;
    }

    private void AddConstraints(ReadOnlySpan<double> x, HistFactoryData data, Span<double> gradient, Span<double> curvature)
    {
        int n = _parameters.Length;
        for (int i = 0; i < n; i++)
        {
            ModelParameter p = _parameters[i];
            double second = 0;
            if (p.Constraint == ParameterConstraint.Normal)
            {
                second = 1 / (p.Scale * p.Scale);
                gradient[i] += (x[i] - data.Auxiliary[i]) * second;
            }
            else if (p.Constraint == ParameterConstraint.Poisson)
            {
                double ratio = data.Auxiliary[i] / x[i];
                gradient[i] += p.Scale - ratio;
                second = ratio / x[i];
            }

            if (curvature.Length > 0)
            {
                curvature[(i * n) + i] += second;
            }
        }
    }

    /// <summary>All samples of a channel: the derivatives of the rates, and through them those of the Poisson terms.</summary>
    private void Channel(int firstTerm, int endTerm, ReadOnlySpan<double> x, HistFactoryData data, Span<double> gradient, Span<double> curvature)
    {
        SampleTerm[] terms = _model.Terms;
        int firstBin = terms[firstTerm].FirstBin;
        int bins = terms[firstTerm].Nominal.Length;
        int n = _parameters.Length;
        for (int b = 0; b < bins; b++)
        {
            double count = data.Counts[firstBin + b];
            double rate = _rates[firstBin + b];

            // d/d(rate) and d2/d(rate)2 of rate - count ln(rate).
            double events = count > 0 || rate == 0 ? count : Barrier;
            double slope = events > 0 ? 1 - (events / rate) : 1;
            double bend = events > 0 ? events / (rate * rate) : 0;
            ReadOnlySpan<int> active = _model.BinParameters[firstBin + b];
            foreach (int i in active)
            {
                _binGradient[i] = 0;
            }

            for (int t = firstTerm; t < endTerm; t++)
            {
                _scratch[t].AddBin(terms[t], b, x, slope, _binGradient, curvature, n);
            }

            for (int a = 0; a < active.Length; a++)
            {
                double g = _binGradient[active[a]];
                gradient[active[a]] += slope * g;
                if (curvature.Length > 0 && bend > 0 && g != 0)
                {
                    Span<double> row = curvature.Slice(active[a] * n, active[a] + 1);
                    double scaled = bend * g;
                    for (int c = 0; c <= a; c++)
                    {
                        row[active[c]] += scaled * _binGradient[active[c]];
                    }
                }
            }
        }

        if (curvature.Length > 0)
        {
            for (int t = firstTerm; t < endTerm; t++)
            {
                _scratch[t].AddCommon(terms[t], curvature, n);
            }
        }
    }
}
