using Hermetic.Inference.Averages;

namespace Hermetic.Inference.Intervals;

/// <summary>One count whose probabilities are averaged over the priors of all uncertainties before they are ordered.</summary>
internal sealed class AveragedAcceptance(AveragedModel model) : IAcceptance
{
    private const double Golden = 0.6180339887498949;

    private readonly double _perEvent = 1 / model.Model.TotalSignal;
    private readonly int _observed = model.Model.TotalObserved;
    private readonly List<double> _best = [];

    public string Construction => "Feldman-Cousins, hybrid: probabilities" + model.Describe().Replace(';', ',').TrimEnd('.');

    public int Steps => 400;

    public double Beyond(double confidenceLevel) => Poisson.Above(_observed + 1, -Math.Log(0.01 * (1 - confidenceLevel)));

    public double Before(double signal)
    {
        double strength = signal * _perEvent;
        double[] probabilities = new double[Math.Max(model.Length(0, strength, 1e-10), _observed + 1)];
        for (int k = 0; k < model.Prior.Weights.Length; k++)
        {
            double[] counts = model.Counts(0, strength, k, probabilities.Length);
            for (int n = 0; n < counts.Length; n++)
            {
                probabilities[n] += model.Prior.Weights[k] * counts[n];
            }
        }

        double ratio = probabilities[_observed] / Best(_observed);
        double sum = 0;
        for (int n = 0; n < probabilities.Length; n++)
        {
            sum += n != _observed && probabilities[n] > 1e-13 && probabilities[n] / Best(n) > ratio * (1 + 1e-9) ? probabilities[n] : 0;
        }

        return sum;
    }

    private double Probability(int n, double signal) => model.Probability([n], signal * _perEvent);

    /// <summary>The greatest probability of a count over all signals, by golden section.</summary>
    private double Best(int n)
    {
        while (_best.Count <= n)
        {
            int count = _best.Count;
            double low = 0;
            double high = count + 1;
            double a = high - (Golden * (high - low));
            double b = low + (Golden * (high - low));
            double atA = Probability(count, a);
            double atB = Probability(count, b);
            for (int i = 0; i < 45; i++)
            {
                if (atA >= atB)
                {
                    (high, b, atB) = (b, a, atA);
                    a = high - (Golden * (high - low));
                    atA = Probability(count, a);
                }
                else
                {
                    (low, a, atA) = (a, b, atB);
                    b = low + (Golden * (high - low));
                    atB = Probability(count, b);
                }
            }

            _best.Add(Math.Max(Math.Max(atA, atB), Probability(count, 0)));
        }

        return _best[n];
    }
}
