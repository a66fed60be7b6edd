using Hermetic.Core.Random;
using Hermetic.Inference.SingleBin;

namespace Hermetic.Inference.Toys;

/// <summary>Toys of one bin whose profile is a closed form: no fit, no memory.</summary>
internal sealed class SingleBinToys<TLaw>(TLaw law, CountingChannel channel, ToyStatistic statistic) : IToyModel
    where TLaw : struct, IBackgroundLaw
{
    private Hypothesis _with = null!;
    private Hypothesis _without = null!;
    private double _signal;

    public double Observed { get; private set; }

    public void Prepare(double strength)
    {
        _signal = strength * channel.SignalPerUnit;
        _with = new Hypothesis(law, channel.Observed, _signal);
        _without = new Hypothesis(law, channel.Observed, 0);
        Observed = Of(channel.Observed, law.Observed);
    }

    public void Fill(bool withSignal, int block, ref RandomStream random, Span<double> statistics)
    {
        Hypothesis hypothesis = withSignal ? _with : _without;
        PoissonSampler counts = hypothesis.Counts;
        PoissonSampler? controls = hypothesis.Controls;
        bool normal = typeof(TLaw) == typeof(LogNormalBackground) || typeof(TLaw) == typeof(GaussianBackground);
        for (int i = 0; i < statistics.Length; i++)
        {
            int n = counts.Next(ref random);
            double x = controls is not null ? controls.Next(ref random) : normal ? hypothesis.Parameter + random.NextNormal() : 0;
            statistics[i] = Of(n, x);
        }
    }

    private double Of(double n, double x) => statistic switch
    {
        ToyStatistic.QTilde => Statistic.QTilde(law, n, x, _signal),
        ToyStatistic.TwoSided => Statistic.TwoSided(law, n, x, _signal),
        _ => Statistic.Discovery(law, n, x),
    };

    private sealed class Hypothesis
    {
        public Hypothesis(TLaw law, int n, double signal)
        {
            Parameter = law.Profile(n, law.Observed, signal);
            Counts = new PoissonSampler(signal + law.Background(Parameter));
            Controls = law is GammaBackground ? new PoissonSampler(law.Asimov(Parameter)) : null;
        }

        public double Parameter { get; }

        public PoissonSampler Counts { get; }

        public PoissonSampler? Controls { get; }
    }
}
