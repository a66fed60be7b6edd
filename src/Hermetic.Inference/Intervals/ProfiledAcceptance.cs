using Hermetic.Core.Numerics;
using Hermetic.Inference.SingleBin;
using Hermetic.Inference.Toys;

namespace Hermetic.Inference.Intervals;

/// <summary>
/// One count with a profiled background: the two-sided likelihood ratio of every outcome, counts and auxiliary measurements, at the parameters fitted to the observed data. A signal
/// uncertainty is averaged in the probability of the count.
/// </summary>
internal static class ProfiledAcceptance
{
    /// <summary>The construction for a model of one channel.</summary>
    /// <param name="model">The model.</param>
    public static IAcceptance Of(CountingModel model) => model.Channels[0].Law switch
    {
        GammaBackground gamma => new Listed<GammaBackground>(gamma, model),
        LogNormalBackground logNormal => new Listed<LogNormalBackground>(logNormal, model),
        GaussianBackground gaussian => new Listed<GaussianBackground>(gaussian, model),
        KnownBackground known => new Listed<KnownBackground>(known, model),
        _ => throw new ArgumentException("no such background", nameof(model)),
    };

    private sealed class Listed<TLaw>(TLaw law, CountingModel model) : IAcceptance
        where TLaw : struct, IBackgroundLaw
    {
        private const double Depth = 24;
        private const double Tie = 1e-9;
        private const int NormalPoints = 161;
        private const double NormalReach = 6.5;

        private readonly int _n = model.Channels[0].Observed;

        public string Construction => "Feldman-Cousins, profiled likelihood ratio, exact enumeration of counts and auxiliary measurements"
            + (model.SignalUncertainty > 0 ? "; signal uncertainty averaged over a log-normal prior" : "");

        public int Steps => 150;

        public double Beyond(double confidenceLevel) => Poisson.Above(_n + 1, -Math.Log(0.01 * (1 - confidenceLevel))) * (1 + model.SignalUncertainty);

        public double Before(double signal)
        {
            double parameter = law.Profile(_n, law.Observed, signal);
            double background = law.Background(parameter);
            (double[] x, double[] weights) = Auxiliary(parameter);
            int first = Math.Min(_n, Poisson.Below(background + signal, Depth));
            double[] counts = new double[Poisson.Above(background + (signal * Math.Exp(5 * model.SignalUncertainty)), Depth) - first + 1];
            LogNormalRule.Create(model.SignalUncertainty, Math.Max(signal, 1e-9)).FillCounts(signal, background, first, counts);
            double observed = Statistic.TwoSided(law, _n, law.Observed, signal);
            double sum = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                for (int j = 0; j < x.Length && counts[i] > 1e-12; j++)
                {
                    if (Statistic.TwoSided(law, first + i, x[j], signal) < observed - Tie)
                    {
                        sum += counts[i] * weights[j];
                    }
                }
            }

            return sum;
        }

        /// <summary>Auxiliary measurements with their probabilities.</summary>
        private (double[] X, double[] Weights) Auxiliary(double parameter)
        {
            if (law is KnownBackground)
            {
                return ([0], [1]);
            }

            if (law is GammaBackground gamma)
            {
                double mean = gamma.Asimov(parameter);
                int first = Poisson.Below(mean, Depth);
                double[] weights = new double[Poisson.Above(mean, Depth) - first + 1];
                Poisson.Fill(mean, first, weights);
                return ([.. Enumerable.Range(first, weights.Length).Select(m => (double)m)], weights);
            }

            double step = 2 * NormalReach / (NormalPoints - 1);
            double[] x = [.. Enumerable.Range(0, NormalPoints).Select(i => parameter - NormalReach + (i * step))];
            return (x, [.. x.Select(v => Normal.Cdf(v + (0.5 * step) - parameter) - Normal.Cdf(v - (0.5 * step) - parameter))]);
        }
    }
}

/// <summary>Any model with toys.</summary>
internal sealed class ToyAcceptance(BinnedModel model, ToyOptions options) : IAcceptance
{
    private const double Tie = 1e-7;

    private readonly IToyModel _toys = ToySample.ModelOf(model, ToyStatistic.TwoSided);
    private readonly double _perEvent = 1 / model.TotalSignal;

    public string Construction => $"Feldman-Cousins, profiled likelihood ratio, {options.Toys} toys of each signal";

    public int Steps => 60;

    public double Beyond(double confidenceLevel) => 2 * Poisson.Above(model.TotalObserved + 1, -Math.Log(0.1 * (1 - confidenceLevel)));

    public double Before(double signal)
    {
        ToySample sample = new(_toys, options);
        sample.Draw(signal * _perEvent, withSignal: true, withoutSignal: false);
        return 1 - ToySample.Tail(sample.With, _toys.Observed, Tie);
    }
}
