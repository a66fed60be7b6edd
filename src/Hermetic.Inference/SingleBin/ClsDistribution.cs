namespace Hermetic.Inference.SingleBin;

/// <summary>
/// Distribution of CLs in the background-only ensemble of a continuous statistic: the tails at rising values of the statistic, between which CLs and probability are interpolated
/// linearly, and atoms where outcomes tie.
/// </summary>
internal sealed class ClsDistribution
{
    private readonly List<(double Low, double High, double Weight)> _pieces = [];
    private double _cls = 1;
    private double _background = 1;

    /// <summary>Outcomes that tie at statistic 0, whose CLs is 1.</summary>
    /// <param name="background">Background-only probability of a statistic above 0.</param>
    public void Start(double background)
    {
        _pieces.Clear();
        _pieces.Add((1, 1, Math.Max(0, 1 - background)));
        (_cls, _background) = (1, background);
    }

    /// <summary>The tails of the next value.</summary>
    /// <param name="signal">Tail with signal.</param>
    /// <param name="background">Tail without.</param>
    public void Follow(double signal, double background)
    {
        double cls = background > 0 ? Math.Min(1, signal / background) : 0;
        double weight = _background - background;
        if (weight > 0)
        {
            _pieces.Add((Math.Min(cls, _cls), Math.Max(cls, _cls), weight));
        }

        (_cls, _background) = (cls, background);
    }

    /// <summary>An atom at the last value: its CLs is that of the tail which contains it.</summary>
    /// <param name="weight">Its background-only probability.</param>
    /// <param name="signal">Tail with signal beyond it.</param>
    /// <param name="background">Tail without signal beyond it.</param>
    public void Atom(double weight, double signal, double background)
    {
        _pieces.Add((_cls, _cls, weight));
        _cls = background > 0 ? Math.Min(1, signal / background) : 0;
        _background = background;
    }

    /// <summary>Quantiles of CLs at -2 to +2 sigma.</summary>
    public double[] Quantiles()
    {
        double[] result = new double[Band.Probabilities.Count];
        for (int i = 0; i < result.Length; i++)
        {
            double low = 0;
            double high = 1;
            for (int step = 0; step < 45; step++)
            {
                double middle = 0.5 * (low + high);
                (low, high) = Probability(middle) >= Band.Probabilities[i] ? (low, middle) : (middle, high);
            }

            result[i] = high;
        }

        return result;
    }

    private double Probability(double cls)
    {
        double sum = 0;
        foreach ((double low, double high, double weight) in _pieces)
        {
            sum += cls >= high ? weight : cls <= low ? 0 : weight * (cls - low) / (high - low);
        }

        return sum;
    }
}
