using System.Collections.Concurrent;
using Hermetic.Core.Random;
using Hermetic.Inference.Profiles;

namespace Hermetic.Inference.Toys;

/// <summary>Toys of any binned model, with fits by Newton steps. The background-only toys and their best fits do not depend on the tested strength and are kept.</summary>
internal sealed class BinnedToys(BinnedModel model, ToyStatistic statistic) : IToyModel
{
    private readonly BinnedLikelihood _likelihood = new(model);
    private readonly ConcurrentDictionary<int, Kept> _kept = new();
    private readonly ConcurrentBag<ProfileFit> _fits = [];
    private Hypothesis _with = null!;
    private Hypothesis? _without;
    private double _strength;

    public double Observed { get; private set; }

    public void Prepare(double strength)
    {
        _strength = strength;
        ProfileFit fit = Take();
        _with = new Hypothesis(fit, strength);
        _without ??= new Hypothesis(fit, 0);
        double best = fit.Best(_likelihood.Counts, _likelihood.Auxiliary);
        Observed = Of(fit, _likelihood.Counts, _likelihood.Auxiliary, best, fit.Parameters[^1]);
        _fits.Add(fit);
    }

    public void Fill(bool withSignal, int block, ref RandomStream random, Span<double> statistics)
    {
        ProfileFit fit = Take();
        if (withSignal)
        {
            double[] counts = new double[_likelihood.Bins];
            double[] auxiliary = new double[_likelihood.Nuisances];
            for (int i = 0; i < statistics.Length; i++)
            {
                _with.Draw(ref random, counts, auxiliary);
                double best = fit.Best(counts, auxiliary);
                statistics[i] = Of(fit, counts, auxiliary, best, fit.Parameters[^1]);
            }
        }
        else
        {
            if (!_kept.TryGetValue(block, out Kept? kept) || kept.Best.Length != statistics.Length)
            {
                _kept[block] = kept = new Kept(_likelihood, _without!, fit, ref random, statistics.Length);
            }

            for (int i = 0; i < statistics.Length; i++)
            {
                statistics[i] = Of(fit, kept.Counts(i), kept.Auxiliary(i), kept.Best[i], kept.Strength[i]);
            }
        }

        _fits.Add(fit);
    }

    private ProfileFit Take() => _fits.TryTake(out ProfileFit? fit) ? fit : new ProfileFit(_likelihood);

    private double Of(ProfileFit fit, ReadOnlySpan<double> counts, ReadOnlySpan<double> auxiliary, double best, double fitted)
    {
        double tested = _strength;
        switch (statistic)
        {
            case ToyStatistic.QTilde when fitted >= tested:
            case ToyStatistic.Discovery when fitted <= 0:
                return 0;
            case ToyStatistic.Discovery:
                tested = 0;
                break;
        }

        return Math.Max(0, 2 * (fit.Conditional(counts, auxiliary, tested) - best));
    }

    private sealed class Hypothesis
    {
        private readonly PoissonSampler[] _counts;
        private readonly PoissonSampler?[] _controls;
        private readonly double[] _parameters;

        public Hypothesis(ProfileFit fit, double strength)
        {
            BinnedLikelihood likelihood = fit.Likelihood;
            fit.Conditional(likelihood.Counts, likelihood.Auxiliary, strength);
            _parameters = fit.Parameters.ToArray();
            double[] rates = new double[likelihood.Bins];
            likelihood.Rates(_parameters, rates);
            _counts = [.. rates.Select(r => new PoissonSampler(r))];
            _controls = [.. Enumerable.Range(0, likelihood.Nuisances).Select(j => likelihood.IsGamma(j) ? new PoissonSampler(likelihood.Control(j) * _parameters[j]) : null)];
        }

        public void Draw(ref RandomStream random, Span<double> counts, Span<double> auxiliary)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] = _counts[i].Next(ref random);
            }

            for (int j = 0; j < auxiliary.Length; j++)
            {
                auxiliary[j] = _controls[j] is { } control ? control.Next(ref random) : _parameters[j] + random.NextNormal();
            }
        }
    }

    private sealed class Kept
    {
        private readonly int _bins;
        private readonly int _nuisances;
        private readonly double[] _data;

        public Kept(BinnedLikelihood likelihood, Hypothesis hypothesis, ProfileFit fit, ref RandomStream random, int toys)
        {
            (_bins, _nuisances) = (likelihood.Bins, likelihood.Nuisances);
            _data = new double[toys * (_bins + _nuisances)];
            Best = new double[toys];
            Strength = new double[toys];
            for (int i = 0; i < toys; i++)
            {
                Span<double> data = _data.AsSpan(i * (_bins + _nuisances), _bins + _nuisances);
                hypothesis.Draw(ref random, data[.._bins], data[_bins..]);
                Best[i] = fit.Best(data[.._bins], data[_bins..]);
                Strength[i] = fit.Parameters[^1];
            }
        }

        public double[] Best { get; }

        public double[] Strength { get; }

        public ReadOnlySpan<double> Counts(int toy) => _data.AsSpan(toy * (_bins + _nuisances), _bins);

        public ReadOnlySpan<double> Auxiliary(int toy) => _data.AsSpan((toy * (_bins + _nuisances)) + _bins, _nuisances);
    }
}
