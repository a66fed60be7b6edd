using Hermetic.Core;
using Hermetic.Core.Numerics;

namespace Hermetic.Inference.HistFactory;

/// <summary>Test statistics for upper limits (G. Cowan et al., Eur. Phys. J. C 71 (2011) 1554).</summary>
public enum TestStatistic
{
    /// <summary>q-tilde: the estimate of the signal strength is bounded at 0, and the statistic is 0 where the estimate exceeds the tested value.</summary>
    QTilde,

    /// <summary>q: bounded only by the workspace's own bound of the parameter (by default 0 as well), with the asymptotic distribution of the unbounded case.</summary>
    Q,
}

/// <summary>A fit of a model.</summary>
/// <param name="HalfDeviance">Minus the logarithm of the likelihood, over that of a perfect fit.</param>
/// <param name="Parameters">Values of all parameters.</param>
public sealed record FitResult(double HalfDeviance, double[] Parameters);

/// <summary>
/// The profile likelihood of a model and data, and asymptotic CLs from it. Expected values come from the Asimov data of the background-only model profiled to the
/// data (as in pyhf), so that with nuisance parameters they move with the observed counts. Every method is a pure function of its arguments, to the last bit,
/// whatever was asked before. Not for several threads at once.
/// </summary>
public sealed class ProfileTest
{
    private static readonly double[] Bands = [2, 1, 0, -1, -2];

    /// <summary>
    /// Signal strengths, in units of one signal event or one fluctuation of the background, from whose profiles the fit of all parameters starts as well: a
    /// likelihood can have several minima.
    /// </summary>
    private static readonly double[] Starts = [0.3, 1, 3, 10];

    /// <summary>Greatest signal strength in the same units; a larger workspace's own bound counts.</summary>
    private const double Farthest = 1e4;

    private readonly HistFactoryModel _model;
    private readonly HistFactoryData _data;
    private readonly Minimiser _minimiser;
    private readonly int _poi;
    private readonly double _lowest;
    private readonly double _unit;
    private readonly double _highest;
    private readonly double[] _initial;

    /// <summary>Where fits at a fixed signal strength start.</summary>
    private readonly IReadOnlyList<double[]> _starts;

    /// <summary>Fits the data with and without signal.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data, or null for the observed ones.</param>
    /// <param name="statistic">The test statistic.</param>
    /// <exception cref="InputException">The data are impossible under background alone, or a fit finds no minimum.</exception>
    public ProfileTest(HistFactoryModel model, HistFactoryData? data = null, TestStatistic statistic = TestStatistic.QTilde)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _data = data ?? model.Observed;
        Statistic = statistic;
        _minimiser = new Minimiser(model);
        _poi = model.ParameterOfInterest;
        double bound = model.Parameters[_poi].Low;
        _lowest = statistic == TestStatistic.QTilde ? 0 : bound;
        _initial = [.. model.Parameters.Select(p => p.Initial)];
        BackgroundOnly = Fit(_data, [_initial], 0, 0, all: true)
            ?? throw new InputException("the observed counts are impossible without signal: a bin without expected background has events; allowed: a background above 0 wherever events are observed");
        _unit = SignalUnit();
        _highest = Math.Max(model.Parameters[_poi].High, Farthest * _unit);
        BestFit = Free(Math.Min(bound, 0));
        Bounded = BestFit.Parameters[_poi] >= _lowest ? BestFit : Free(_lowest);
        Asimov = AsimovData(BackgroundOnly.Parameters);
        _starts = [BackgroundOnly.Parameters, BestFit.Parameters, _initial, .. Profiles(_data), .. Profiles(Asimov)];
    }

    /// <summary>The test statistic.</summary>
    public TestStatistic Statistic { get; }

    /// <summary>The fit of all parameters; the parameter of interest above the smaller of 0 and its own bound.</summary>
    public FitResult BestFit { get; }

    /// <summary>The fit without signal.</summary>
    public FitResult BackgroundOnly { get; }

    /// <summary>The fit that the test statistic compares with.</summary>
    internal FitResult Bounded { get; }

    /// <summary>The Asimov data of the background-only fit: every count and auxiliary measurement at its expectation.</summary>
    public HistFactoryData Asimov { get; }

    /// <summary>Whether a limit was at a jump of the profile likelihood: fits of neighbouring values ended in different minima, and the limit is not to be trusted.</summary>
    public bool Jumps { get; private set; }

    /// <summary>The significance of an excess: sqrt(q0), 0 where the estimate is not above 0 (asymptotic).</summary>
    public double DiscoverySignificance => BestFit.Parameters[_poi] > 0 ? Math.Sqrt(Math.Max(0, 2 * (BackgroundOnly.HalfDeviance - BestFit.HalfDeviance))) : 0;

    /// <summary>The fit at a fixed value of the parameter of interest.</summary>
    /// <param name="strength">The value.</param>
    public FitResult Profile(double strength) =>
        Fit(_data, _starts, strength, strength) ?? throw Impossible(strength);

    /// <summary>The test statistic of the data.</summary>
    /// <param name="strength">Tested value.</param>
    public double Value(double strength) =>
        Bounded.Parameters[_poi] > strength ? 0 : Math.Max(0, 2 * (Profile(strength).HalfDeviance - Bounded.HalfDeviance));

    /// <summary>The test statistic of the Asimov data, whose best fit is the one that they were made from.</summary>
    /// <param name="strength">Tested value, at least 0.</param>
    public double AsimovValue(double strength)
    {
        FitResult fit = Fit(Asimov, _starts, strength, strength) ?? throw Impossible(strength);
        return Math.Max(0, 2 * fit.HalfDeviance);
    }

    /// <summary>Tests a value of the parameter of interest by the asymptotic formulas.</summary>
    /// <param name="strength">Tested value, at least 0.</param>
    public HypothesisTest Test(double strength)
    {
        double reach = Math.Sqrt(AsimovValue(strength));
        (double signal, double background) = Tails(Value(strength), reach);
        return new HypothesisTest(strength, signal, background, signal / background, [.. Bands.Select(n => Normal.Cdf(-n - reach) / Normal.Cdf(-n))]);
    }

    /// <summary>The asymptotic upper limit with its five expected ones, to 1e-9 of its value.</summary>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="InputException">The data do not limit the parameter.</exception>
    public LimitResult Limit(double confidenceLevel)
    {
        LastCrossing.Require(confidenceLevel);
        double alpha = 1 - confidenceLevel;
        double[] expected = new double[Bands.Length];
        double below = 0;
        double start = _unit;
        for (int i = 0; i < expected.Length; i++)
        {
            // CLs = alpha there: sqrt(q_A) = z(alpha Phi(-n)) - n.
            double wanted = -Normal.Quantile(alpha * Normal.Cdf(-Bands[i])) - Bands[i];
            expected[i] = Root(mu => wanted - Math.Sqrt(AsimovValue(mu)), below, start);
            below = expected[i];
            start = 1.4 * below;
        }

        double Excess(double mu)
        {
            (double signal, double background) = Tails(Value(mu), Math.Sqrt(AsimovValue(mu)));
            return Math.Log(Math.Max(signal, 1e-300) / (alpha * background));
        }

        double observed = Root(Excess, 0, Math.Max(expected[2], 1.2 * Bounded.Parameters[_poi]));
        string name = Statistic == TestStatistic.QTilde ? "q-tilde" : "q";
        return new LimitResult(observed, expected, confidenceLevel, $"CLs, {name}, asymptotic formulas, profile likelihood");
    }

    /// <summary>
    /// Value of the parameter of interest at which signal events, all bins together, number as many as the fluctuation of the background, and at least one: the
    /// scale of searches.
    /// </summary>
    private double SignalUnit()
    {
        double[] parameters = [.. BackgroundOnly.Parameters];
        double unit = SignalUnit(parameters);

        // Fitted without signal, a factor that the signal shares may be 0.
        unit = double.IsFinite(unit) ? unit : SignalUnit([.. _initial]);
        return double.IsFinite(unit)
            ? unit
            : throw new InputException(
                $"the parameter of interest '{_model.Parameters[_poi].Name}' changes no expected count, so that there is nothing to limit; allowed: a signal with expected events");
    }

    private double SignalUnit(double[] parameters)
    {
        parameters[_poi] = 1;
        double[] with = _model.ExpectedRates(parameters);
        parameters[_poi] = 0;
        double[] without = _model.ExpectedRates(parameters);
        double signal = 0;
        double information = 0;
        for (int b = 0; b < without.Length; b++)
        {
            double s = Math.Abs(with[b] - without[b]);
            signal += s;
            information += without[b] > 0 ? s * s / without[b] : 0;
        }

        return information > 0 ? Math.Max(1 / signal, 1 / Math.Sqrt(information)) : 1 / signal;
    }

    /// <summary>Data of the size of this model's, at their expectations.</summary>
    private HistFactoryData AsimovData(double[] parameters)
    {
        double[] auxiliary = new double[parameters.Length];
        for (int i = 0; i < auxiliary.Length; i++)
        {
            ModelParameter p = _model.Parameters[i];
            auxiliary[i] = p.Constraint == ParameterConstraint.Poisson ? p.Scale * parameters[i] : parameters[i];
        }

        return new HistFactoryData(_model.ExpectedRates(parameters), auxiliary);
    }

    /// <summary>Asymptotic tails with signal and without (Cowan et al., equations 59 to 67).</summary>
    private (double Signal, double Background) Tails(double q, double reach)
    {
        double root = Math.Sqrt(q);
        double t = Statistic == TestStatistic.QTilde && root > reach && reach > 0 ? (q - (reach * reach)) / (2 * reach) : root - reach;
        return (Normal.Cdf(-t - reach), Normal.Cdf(-t));
    }

    private FitResult Free(double lowest) =>
        Fit(_data, [_initial, BackgroundOnly.Parameters, .. Profiles(_data)], lowest, _highest, all: true) ?? throw Impossible(_initial[_poi]);

    private List<double[]> Profiles(HistFactoryData data)
    {
        List<double[]> profiles = [];
        foreach (double strength in Starts)
        {
            if (double.IsFinite(_minimiser.Minimise(data, BackgroundOnly.Parameters, strength * _unit, strength * _unit)))
            {
                profiles.Add(_minimiser.Parameters.ToArray());
            }
        }

        return profiles;
    }

    /// <summary>The best of the fits from several starts, null where the data are impossible at all of them. Where the first two meet, the others are not needed.</summary>
    private FitResult? Fit(HistFactoryData data, IReadOnlyList<double[]> starts, double low, double high, bool all = false)
    {
        FitResult? best = null;
        bool converged = false;
        List<double[]> queue = [.. starts];
        for (int i = 0; i < queue.Count; i++)
        {
            double value = _minimiser.Minimise(data, queue[i], low, high);
            if (i == 1 && !all && converged && _minimiser.Converged && Math.Abs(value - best!.HalfDeviance) < 1e-9)
            {
                return best;
            }

            if (double.IsFinite(value) && (best is null || value < best.HalfDeviance - 1e-12 || (!converged && _minimiser.Converged && value <= best.HalfDeviance)))
            {
                best = new FitResult(value, _minimiser.Parameters.ToArray());
                converged = _minimiser.Converged;
            }

            if (all && i == starts.Count - 1 && best is not null)
            {
                queue.AddRange(Mirrored(best.Parameters));
            }
        }

        return best is null || converged
            ? best
            : throw NoMinimum(best.Parameters[_poi]);
    }

    /// <summary>A kink can part two minima: the same point on the other side of each.</summary>
    private IEnumerable<double[]> Mirrored(double[] parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (_model.Kinked[i] && parameters[i] != 0 && !_model.Parameters[i].Fixed)
            {
                double[] mirrored = [.. parameters];
                mirrored[i] = -mirrored[i];
                yield return mirrored;
            }
        }
    }

    private InputException NoMinimum(double strength) => new(
        $"the fit of the workspace finds no minimum (closest at {_model.Parameters[_poi].Name} = {strength:G6}); allowed: a model whose expected counts stay above 0 within the bounds of its parameters, without a parameter that the data cannot tell from the signal");

    private InputException Impossible(double strength) =>
        new($"the observed counts are impossible at {_model.Parameters[_poi].Name} = {strength:G6}: a bin without expected events has some; allowed: expected events wherever some are observed");

    /// <summary>The root of a function that is positive at small arguments and negative beyond the root.</summary>
    private double Root(Func<double, double> function, double below, double start)
    {
        double high = Math.Max(start, below * 1.000001);
        double low = below;
        double atHigh = function(high);
        double atLow = low > 0 || atHigh < 0 ? function(low) : double.NaN;
        for (int i = 0; !(atHigh < 0); i++)
        {
            if (i > 100 || !double.IsFinite(high))
            {
                throw new InputException($"the data do not limit '{_model.Parameters[_poi].Name}': even {high:G3} is not excluded; allowed: a model in which other parameters cannot replace the signal");
            }

            (low, atLow) = (high, atHigh);
            high *= 1.5;
            atHigh = function(high);
        }

        double root = RootSearch.Between(function, low, atLow, high, atHigh, 1e-9);
        Jumps |= Math.Abs(function(root)) > 1e-5;
        return root;
    }
}
