using Hermetic.Core;

namespace Hermetic.Inference.HistFactory;

/// <summary>
/// A HistFactory model ready to be evaluated: one measurement of a checked <see cref="Workspace"/>, its parameters in the order of their first appearance. Expected
/// events in a bin are the sum over samples of (nominal + histosys shifts) x (normfactor, normsys, lumi) x (shapesys, staterror, shapefactor of the bin); counts are
/// Poisson, auxiliary measurements normal or Poisson (K. Cranmer et al., CERN-OPEN-2012-016). Immutable and safe for any number of threads.
/// </summary>
public sealed class HistFactoryModel
{
    /// <summary>Most parameters: fits keep a matrix of their second derivatives.</summary>
    public const int MostParameters = 2000;

    internal HistFactoryModel(
        Workspace workspace, Measurement measurement, Interpolation interpolation, ModelParameter[] parameters, int poi, SampleTerm[] terms, double[] observed)
    {
        Workspace = workspace;
        Measurement = measurement;
        Interpolation = interpolation;
        Parameters = parameters;
        ParameterOfInterest = poi;
        Terms = terms;
        Observed = new HistFactoryData(observed, [.. parameters.Select(p => p.AuxiliaryData)]);
        Kinked = FindKinks(terms, interpolation, parameters.Length);
        BinParameters = FindBinParameters(terms, observed.Length);
    }

    /// <summary>What the model was made from.</summary>
    public Workspace Workspace { get; }

    /// <summary>The measurement.</summary>
    public Measurement Measurement { get; }

    /// <summary>How systematic effects are interpolated.</summary>
    public Interpolation Interpolation { get; }

    /// <summary>All parameters.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Index of the parameter of interest.</summary>
    public int ParameterOfInterest { get; }

    /// <summary>Number of bins of all channels together.</summary>
    public int Bins => Observed.Counts.Length;

    /// <summary>The observed counts and auxiliary measurements; not to be changed.</summary>
    public HistFactoryData Observed { get; }

    internal SampleTerm[] Terms { get; }

    /// <summary>Whether the rates have a kink where a parameter is 0.</summary>
    internal bool[] Kinked { get; }

    /// <summary>The parameters that the rate of each bin depends on, ascending.</summary>
    internal int[][] BinParameters { get; }

    /// <summary>A model from a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="measurement">Name of the measurement, or null for the first.</param>
    /// <param name="interpolation">How systematic effects are interpolated; the workspace does not say.</param>
    /// <exception cref="InputException">The workspace cannot be used; the message names the path of the bad element.</exception>
    public static HistFactoryModel Create(Workspace workspace, string? measurement = null, Interpolation interpolation = Interpolation.Piecewise)
    {
        WorkspaceCheck.Check(workspace);
        int index = measurement is null ? 0 : workspace.Measurements.ToList().FindIndex(m => m.Name == measurement);
        if (index < 0)
        {
            throw WorkspaceCheck.Refusal("measurements", $"there is no measurement '{measurement}'", string.Join(", ", workspace.Measurements.Select(m => m.Name).Take(20)));
        }

        return new ModelBuilder(workspace, index, interpolation).Build();
    }

    /// <summary>Index of a parameter, or -1.</summary>
    /// <param name="name">Its name.</param>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Expected events by bin.</summary>
    /// <param name="parameters">Values of all parameters.</param>
    public double[] ExpectedRates(ReadOnlySpan<double> parameters)
    {
        RequireLength(parameters.Length);
        Likelihood likelihood = new(this);
        likelihood.Rates(parameters);
        return [.. likelihood.LastRates];
    }

    /// <summary>
    /// Logarithm of the probability (density) of data: Poisson terms of all bins and all auxiliary measurements, with every constant; counts that are not whole by the gamma
    /// function. Minus infinity where the data are impossible.
    /// </summary>
    /// <param name="parameters">Values of all parameters.</param>
    /// <param name="data">The data.</param>
    public double LogLikelihood(ReadOnlySpan<double> parameters, HistFactoryData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireLength(parameters.Length);
        return new Likelihood(this).LogProbability(parameters, data);
    }

    /// <summary>
    /// Half the deviance (minus the logarithm of the likelihood over that of a model that fits the data exactly), its gradient with respect to the parameters, and
    /// the matrix of second derivatives.
    /// </summary>
    /// <param name="parameters">Values of all parameters.</param>
    /// <param name="data">The data.</param>
    public (double HalfDeviance, double[] Gradient, double[,] Curvature) Derivatives(ReadOnlySpan<double> parameters, HistFactoryData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireLength(parameters.Length);
        int n = Parameters.Count;
        bool[] sides = new bool[n];
        Array.Fill(sides, true);
        double[] gradient = new double[n];
        double[] packed = new double[n * n];
        double value = new Likelihood(this).Derivatives(parameters, sides, data, gradient, packed);
        double[,] curvature = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                curvature[i, j] = curvature[j, i] = packed[(i * n) + j];
            }
        }

        return (value, gradient, curvature);
    }

    private void RequireLength(int length)
    {
        if (length != Parameters.Count)
        {
            throw new ArgumentException($"{length} values for {Parameters.Count} parameters");
        }
    }

    private static bool[] FindKinks(SampleTerm[] terms, Interpolation interpolation, int parameters)
    {
        bool[] kinked = new bool[parameters];
        foreach (SampleTerm term in terms)
        {
            foreach (Factor factor in term.Factors)
            {
                kinked[factor.Parameter] |= factor.Kind == FactorKind.Exponential && factor.LogHigh != -factor.LogLow;
            }

            foreach (Shift shift in term.Shifts)
            {
                kinked[shift.Parameter] |= interpolation == Interpolation.Piecewise && !shift.Up.AsSpan().SequenceEqual(shift.Down);
            }
        }

        return kinked;
    }

    private static int[][] FindBinParameters(SampleTerm[] terms, int bins)
    {
        SortedSet<int>[] sets = [.. Enumerable.Range(0, bins).Select(_ => new SortedSet<int>())];
        foreach (SampleTerm term in terms)
        {
            for (int b = 0; b < term.Nominal.Length; b++)
            {
                SortedSet<int> set = sets[term.FirstBin + b];
                set.UnionWith(term.Factors.Select(f => f.Parameter));
                set.UnionWith(term.Shifts.Select(s => s.Parameter));
                set.UnionWith(term.BinFactors.Select(f => f[b]).Where(i => i >= 0));
            }
        }

        return [.. sets.Select(s => s.ToArray())];
    }
}
