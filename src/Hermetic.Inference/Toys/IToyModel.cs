using Hermetic.Core.Random;

namespace Hermetic.Inference.Toys;

/// <summary>Toys of an experiment at the parameters fitted to the observed data under each hypothesis, with fluctuating auxiliary measurements.</summary>
internal interface IToyModel
{
    /// <summary>Sets the tested strength.</summary>
    /// <param name="strength">Signal strength.</param>
    void Prepare(double strength);

    /// <summary>The observed statistic.</summary>
    double Observed { get; }

    /// <summary>Draws toys and computes their statistics; may be called from several threads at once.</summary>
    /// <param name="withSignal">Which hypothesis generates them.</param>
    /// <param name="block">Number of the block, for what is kept of background-only toys between strengths.</param>
    /// <param name="random">Random numbers of the block.</param>
    /// <param name="statistics">Receives one value per toy.</param>
    void Fill(bool withSignal, int block, ref RandomStream random, Span<double> statistics);
}

/// <summary>Which likelihood ratio orders the toys.</summary>
internal enum ToyStatistic
{
    /// <summary>q-tilde, for upper limits.</summary>
    QTilde,

    /// <summary>The two-sided statistic of Feldman and Cousins.</summary>
    TwoSided,

    /// <summary>q0, for a discovery.</summary>
    Discovery,
}
