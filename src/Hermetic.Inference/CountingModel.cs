using Hermetic.Core;
using Hermetic.Inference.SingleBin;

namespace Hermetic.Inference;

/// <summary>How well the background of a channel is known.</summary>
public enum BackgroundModel
{
    /// <summary>Known exactly.</summary>
    None,

    /// <summary>
    /// Known from a control count: n ~ Pois(mu s + g b), m ~ Pois(tau g) with tau = (b / sigma)^2 and observed m = tau (HistFactory "shapesys").
    /// As a prior, in the hybrid construction: g ~ Gamma(shape tau, rate tau), which has mean 1 and standard deviation sigma / b.
    /// </summary>
    Gamma,

    /// <summary>b kappa^a with kappa = 1 + sigma / b and a standard normal a; the median is b (HistFactory "normsys", interpolation code 1).</summary>
    LogNormal,

    /// <summary>b + sigma a with a standard normal a, cut off at 0.</summary>
    Gaussian,
}

/// <summary>One channel of a counting experiment: a bin, a run period or a region, with its own count.</summary>
/// <param name="Name">For messages.</param>
/// <param name="SignalPerUnit">Expected signal events at signal strength 1, at least 0.</param>
/// <param name="Background">Expected background events, at least 0.</param>
/// <param name="BackgroundUncertainty">Standard uncertainty of the background in events; 0 if and only if it is known.</param>
/// <param name="Model">How the background is known.</param>
/// <param name="Observed">Observed events, at least 0.</param>
public sealed record CountingChannel(
    string Name,
    double SignalPerUnit,
    double Background,
    double BackgroundUncertainty,
    BackgroundModel Model,
    int Observed)
{
    /// <summary>A channel with exactly known background.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="signalPerUnit">Expected signal events at signal strength 1, at least 0.</param>
    /// <param name="background">Expected background events, at least 0.</param>
    /// <param name="observed">Observed events, at least 0.</param>
    public static CountingChannel Known(string name, double signalPerUnit, double background, int observed) =>
        new(name, signalPerUnit, background, 0, BackgroundModel.None, observed);

    /// <summary>What is known of the background, for the statistics that profile it.</summary>
    internal IBackgroundLaw Law => (BackgroundUncertainty > 0 ? Model : BackgroundModel.None) switch
    {
        BackgroundModel.Gamma => new GammaBackground(ControlCount / Background, ControlCount),
        BackgroundModel.LogNormal => new LogNormalBackground(Background, Math.Log(1 + (BackgroundUncertainty / Background))),
        BackgroundModel.Gaussian => new GaussianBackground(Background, BackgroundUncertainty),
        _ => new KnownBackground(Background),
    };

    /// <summary>Size tau of the control count that the gamma model stands for; infinite when the background is known.</summary>
    internal double ControlCount => BackgroundUncertainty == 0
        ? double.PositiveInfinity
        : Background / BackgroundUncertainty * (Background / BackgroundUncertainty);
}

/// <summary>
/// A counting experiment of one or more channels: n_i ~ Pois(mu s_i + b_i). The backgrounds are independent of each other; the signal efficiency has one
/// relative uncertainty common to all channels. Checked on construction, so that the constructions need not check again.
/// </summary>
public sealed record CountingModel
{
    /// <summary>Largest relative log-normal uncertainty (a factor of two up or down); beyond it an average over the prior says nothing about the experiment.</summary>
    public const double LargestLogNormalUncertainty = 1;

    /// <summary>Largest expected or observed count of a channel whose outcomes are listed one by one.</summary>
    internal const int LargestListedCount = 1000;

    /// <summary>A counting experiment.</summary>
    /// <param name="channels">At least one, and at least one with signal.</param>
    /// <param name="signalUncertainty">See <see cref="SignalUncertainty"/>.</param>
    /// <exception cref="ArgumentException">A rate is negative or not finite, the uncertainties contradict the model, or there is no signal; the message names the channel.</exception>
    public CountingModel(IReadOnlyList<CountingChannel> channels, double signalUncertainty = 0)
    {
        Channels = channels;
        SignalUncertainty = signalUncertainty;
    }

    /// <summary>A single channel.</summary>
    /// <param name="channel">The channel, with signal.</param>
    /// <param name="signalUncertainty">See <see cref="SignalUncertainty"/>.</param>
    /// <exception cref="ArgumentException">As for several channels.</exception>
    public CountingModel(CountingChannel channel, double signalUncertainty = 0)
        : this([channel], signalUncertainty)
    {
    }

    /// <summary>The channels.</summary>
    /// <exception cref="ArgumentException">On setting: see the constructor.</exception>
    public IReadOnlyList<CountingChannel> Channels
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
            Check(field);
        }
    }

    /// <summary>
    /// Relative uncertainty of the signal efficiency, fully correlated over the channels: s -> s kappa^a with kappa = 1 + this and a standard normal a. 0 for none, at most
    /// <see cref="LargestLogNormalUncertainty"/>.
    /// </summary>
    /// <exception cref="ArgumentException">On setting: outside the allowed range.</exception>
    public double SignalUncertainty
    {
        get;
        init => field = value is >= 0 and <= LargestLogNormalUncertainty
            ? value
            : throw new ArgumentException(FormattableString.Invariant(
                $"signal uncertainty: {value} is not allowed; a relative uncertainty from 0 to {LargestLogNormalUncertainty} is (0.1 for 10 %)"));
    }

    /// <summary>Expected signal events of all channels at signal strength 1.</summary>
    internal double TotalSignal
    {
        get
        {
            double sum = 0;
            foreach (CountingChannel channel in Channels)
            {
                sum += channel.SignalPerUnit;
            }

            return sum;
        }
    }

    /// <summary>Refuses rates and counts whose outcomes cannot be listed one by one.</summary>
    /// <exception cref="InputException">A channel is too large.</exception>
    internal void RefuseIfTooLargeToList()
    {
        foreach (CountingChannel channel in Channels)
        {
            RefuseIfTooLargeToList(channel.Name, channel.Background, channel.Observed);
        }
    }

    /// <summary>Refuses rates and counts of a channel whose outcomes cannot be listed one by one.</summary>
    /// <param name="name">Name of the channel.</param>
    /// <param name="background">Expected background.</param>
    /// <param name="observed">Observed events.</param>
    /// <exception cref="InputException">The channel is too large.</exception>
    internal static void RefuseIfTooLargeToList(string name, double background, int observed)
    {
        if (background > LargestListedCount || observed > LargestListedCount)
        {
            throw new InputException(FormattableString.Invariant(
                $"channel '{name}': background {background} and {observed} observed events; every outcome is listed one by one, which allows at most {LargestListedCount} of each"));
        }
    }

    private static void Check(IReadOnlyList<CountingChannel> channels)
    {
        if (channels.Count == 0)
        {
            throw new ArgumentException("a counting model needs at least one channel");
        }

        double signal = 0;
        foreach (CountingChannel channel in channels)
        {
            ArgumentNullException.ThrowIfNull(channel, nameof(channels));
            CheckRate(channel, "signal per unit strength", channel.SignalPerUnit);
            CheckRate(channel, "background", channel.Background);
            CheckRate(channel, "background uncertainty", channel.BackgroundUncertainty);
            if (channel.Observed < 0)
            {
                throw Refusal(channel, $"{channel.Observed} observed events; a count is 0 or more");
            }

            CheckUncertainty(channel);
            signal += channel.SignalPerUnit;
        }

        if (signal <= 0 || !double.IsFinite(signal))
        {
            throw new ArgumentException("no channel expects signal at strength 1, so there is nothing to limit; at least one must, and their sum must be finite");
        }
    }

    private static void CheckRate(CountingChannel channel, string what, double value)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw Refusal(channel, FormattableString.Invariant($"{what} is {value}; allowed: a finite number of events, 0 or more"));
        }
    }

    private static void CheckUncertainty(CountingChannel channel)
    {
        double relative = channel.BackgroundUncertainty / channel.Background;
        switch (channel.Model)
        {
            case BackgroundModel.None when channel.BackgroundUncertainty > 0:
                throw Refusal(channel, FormattableString.Invariant(
                    $"background uncertainty is {channel.BackgroundUncertainty} but the background model says that it is known; allowed: 0, or model Gamma, LogNormal or Gaussian"));
            case BackgroundModel.None:
                break;
            case BackgroundModel.Gamma or BackgroundModel.LogNormal or BackgroundModel.Gaussian when channel.BackgroundUncertainty > 0 && channel.Background == 0:
                throw Refusal(channel, $"background 0 with an uncertainty has no meaning in model {channel.Model}; allowed: a background above 0, or uncertainty 0");
            case BackgroundModel.Gamma or BackgroundModel.Gaussian:
                break;
            case BackgroundModel.LogNormal when relative > LargestLogNormalUncertainty:
                throw Refusal(channel, FormattableString.Invariant(
                    $"relative background uncertainty is {relative:G4}; allowed in model LogNormal: at most {LargestLogNormalUncertainty}"));
            case BackgroundModel.LogNormal:
                break;
            default:
                throw Refusal(channel, $"unknown background model {(int)channel.Model}; allowed: {string.Join(", ", Enum.GetNames<BackgroundModel>())}");
        }
    }

    private static ArgumentException Refusal(CountingChannel channel, string what) => new($"channel '{channel.Name}': {what}");
}
