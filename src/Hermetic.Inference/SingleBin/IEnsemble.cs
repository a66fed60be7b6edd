namespace Hermetic.Inference.SingleBin;

/// <summary>What the exact ensembles of one bin can be asked for.</summary>
internal interface IEnsemble
{
    /// <summary>Sets the tested signal.</summary>
    /// <param name="signal">Signal events, above 0.</param>
    void Test(double signal);

    /// <summary>Tail probabilities of the observed outcome with signal and without.</summary>
    (double SignalAndBackground, double BackgroundOnly) Observed();

    /// <summary>
    /// Quantiles of CLs in the background-only ensemble at -2 to +2 sigma, ascending; no interpolation between discrete outcomes. With profiled ensembles CLs does not follow the
    /// statistic strictly, so that the quantiles are those of CLs itself and not of the statistic.
    /// </summary>
    double[] Expected();
}
