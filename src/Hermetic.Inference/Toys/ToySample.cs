using Hermetic.Core.Random;
using Hermetic.Inference.SingleBin;

namespace Hermetic.Inference.Toys;

/// <summary>
/// Toys of both hypotheses, block by block. A block has its own random stream, a function of seed and block number, so that the number of threads does not matter; every strength
/// uses the same numbers, so that CLs is as smooth a function of it as can be.
/// </summary>
internal sealed class ToySample
{
    private const int BlockSize = 2048;

    private readonly IToyModel _model;
    private readonly ToyOptions _options;
    private readonly double[] _with;
    private readonly double[] _without;

    public ToySample(IToyModel model, ToyOptions options)
    {
        (_model, _options) = (model, options);
        _with = new double[options.Toys];
        _without = new double[options.Toys];
    }

    /// <summary>Statistics of toys with signal, ascending.</summary>
    public ReadOnlySpan<double> With => _with;

    /// <summary>Statistics of toys without signal, ascending.</summary>
    public ReadOnlySpan<double> Without => _without;

    /// <summary>The toys of a model.</summary>
    /// <param name="model">The experiment.</param>
    /// <param name="statistic">What orders the toys.</param>
    public static IToyModel ModelOf(BinnedModel model, ToyStatistic statistic)
    {
        if (model.Bins.Count == 1 && model.Reduce() is { SignalUncertainty: 0 } reduced)
        {
            CountingChannel channel = reduced.Channels[0];
            switch (channel.Law)
            {
                case KnownBackground known:
                    return new SingleBinToys<KnownBackground>(known, channel, statistic);
                case GammaBackground gamma:
                    return new SingleBinToys<GammaBackground>(gamma, channel, statistic);
                case LogNormalBackground logNormal:
                    return new SingleBinToys<LogNormalBackground>(logNormal, channel, statistic);
                case GaussianBackground gaussian:
                    return new SingleBinToys<GaussianBackground>(gaussian, channel, statistic);
            }
        }

        return new BinnedToys(model, statistic);
    }

    /// <summary>Draws the toys for a strength.</summary>
    /// <param name="strength">Signal strength.</param>
    /// <param name="withSignal">Whether those with signal are wanted.</param>
    /// <param name="withoutSignal">Whether those without are.</param>
    public void Draw(double strength, bool withSignal, bool withoutSignal)
    {
        _model.Prepare(strength);
        int blocks = (_options.Toys + BlockSize - 1) / BlockSize;
        int first = withSignal ? 0 : blocks;
        int last = withoutSignal ? 2 * blocks : blocks;
        Parallel.For(first, last, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads }, b =>
        {
            bool signal = b < blocks;
            int block = signal ? b : b - blocks;
            RandomStream random = new(_options.Seed, ((ulong)block << 1) | (signal ? 1UL : 0UL), StreamNumber.Toys);
            int start = block * BlockSize;
            _model.Fill(signal, block, ref random, (signal ? _with : _without).AsSpan(start, Math.Min(BlockSize, _options.Toys - start)));
        });
        if (withSignal)
        {
            Array.Sort(_with);
        }

        if (withoutSignal)
        {
            Array.Sort(_without);
        }
    }

    /// <summary>Fraction of sorted statistics that reach a value; what ties counts.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="value">The value.</param>
    /// <param name="tolerance">Tie tolerance.</param>
    public static double Tail(ReadOnlySpan<double> sorted, double value, double tolerance)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = sorted[middle] >= value - tolerance ? (low, middle) : (middle + 1, high);
        }

        return (double)(sorted.Length - low) / sorted.Length;
    }
}
