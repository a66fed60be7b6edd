namespace Hermetic.Inference;

/// <summary>An upper limit on the signal strength, observed and expected without signal.</summary>
/// <param name="Observed">Observed limit.</param>
/// <param name="Expected">Expected limits at -2, -1, 0, +1, +2 sigma of the background-only ensemble, ascending.</param>
/// <param name="ConfidenceLevel">Such as 0.90.</param>
/// <param name="Construction">The statistical construction in words; it belongs beside the number.</param>
public sealed record LimitResult(double Observed, IReadOnlyList<double> Expected, double ConfidenceLevel, string Construction)
{
    /// <summary>Lower end of a two-sided interval; 0 for an upper limit.</summary>
    public double Lower { get; init; }

    /// <summary>Standard error of the observed limit from a finite number of toys; 0 where nothing is sampled.</summary>
    public double ObservedError { get; init; }

    /// <summary>What else is to be said about the numbers, in sentences.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>The test of one signal strength.</summary>
/// <param name="Strength">Signal strength mu.</param>
/// <param name="SignalAndBackground">CLsb: probability, with signal, of an outcome at least as background-like as the observed one.</param>
/// <param name="BackgroundOnly">CLb: the same without signal.</param>
/// <param name="Cls">CLsb / CLb.</param>
/// <param name="Expected">Quantiles of CLs in the background-only ensemble at -2, -1, 0, +1, +2 sigma, ascending; no interpolation between discrete outcomes.</param>
public sealed record HypothesisTest(double Strength, double SignalAndBackground, double BackgroundOnly, double Cls, IReadOnlyList<double> Expected);
