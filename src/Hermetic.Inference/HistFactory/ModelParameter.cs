namespace Hermetic.Inference.HistFactory;

/// <summary>How an auxiliary measurement constrains a parameter.</summary>
public enum ParameterConstraint
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>a ~ N(parameter, scale).</summary>
    Normal,

    /// <summary>m ~ Pois(scale parameter).</summary>
    Poisson,
}

/// <summary>One parameter of a HistFactory model.</summary>
/// <param name="Name">Its name; with the bin in brackets where a set has several.</param>
/// <param name="Initial">Where fits start; the value where it is fixed.</param>
/// <param name="Low">Least allowed value.</param>
/// <param name="High">Greatest allowed value.</param>
/// <param name="Fixed">Whether it stays at <paramref name="Initial"/>.</param>
/// <param name="Constraint">How it is constrained.</param>
/// <param name="AuxiliaryData">The observed auxiliary measurement; 0 where there is none.</param>
/// <param name="Scale">Normal: the standard deviation. Poisson: the expected auxiliary count at 1.</param>
public sealed record ModelParameter(
    string Name,
    double Initial,
    double Low,
    double High,
    bool Fixed,
    ParameterConstraint Constraint,
    double AuxiliaryData,
    double Scale);

/// <summary>How the effect of a unit-normal parameter is interpolated between -1, 0 and +1.</summary>
public enum Interpolation
{
    /// <summary>normsys exponential (code 1) and histosys linear (code 0), each with a kink at 0: what pyhf's Python interface takes by default.</summary>
    Piecewise,

    /// <summary>normsys (code 4) and histosys (code 4p) by a polynomial of sixth degree inside +-1, exponential and linear outside: what pyhf's command line takes.</summary>
    Smooth,
}

/// <summary>Counts by bin and auxiliary measurements by parameter.</summary>
/// <param name="Counts">Counts, bins of all channels in order; they need not be whole.</param>
/// <param name="Auxiliary">Auxiliary measurements in the order of the parameters; those of unconstrained parameters are not read.</param>
public sealed record HistFactoryData(double[] Counts, double[] Auxiliary);
