using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Inference;

namespace Hermetic.Production.Counting;

/// <summary>Counting experiments from the command line: lists with commas, one item per channel; "0.53+-0.17" or "0.53±32%" for a number with its uncertainty.</summary>
public static class CountsText
{
    private const int MostChannels = 100;
    private const int MostObserved = 1_000_000;
    private const double MostExpected = 1e7;
    private const string BackgroundAllowed = "a number of events such as 0.53, or with its uncertainty such as 0.53+-0.17 or 0.53+-32%";

    /// <summary>The model of given counts.</summary>
    /// <param name="observed">Observed counts, such as "0" or "0,1".</param>
    /// <param name="background">Expected backgrounds, such as "0.53+-0.17".</param>
    /// <param name="backgroundModel">"none", "gamma", "lognormal" or "gaussian" for all or for each channel; null for gamma where there is an uncertainty, else none.</param>
    /// <param name="signal">Signal shares of the channels, such as "0.6,0.4"; null for equal ones. They are scaled to a sum of 1, so that limits are in signal events.</param>
    /// <param name="signalUncertainty">Relative uncertainty of the signal in all channels, such as "10%"; null for none.</param>
    /// <exception cref="InputException">A text cannot be used; the message names the option.</exception>
    public static BinnedModel Parse(string observed, string background, string? backgroundModel, string? signal, string? signalUncertainty)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(background);
        int[] counts = [.. Split("--observed", observed).Select(Count)];
        (double Events, double Uncertainty)[] backgrounds = [.. Split("--background", background).Select(WithUncertainty)];
        RequireLength("--background", backgrounds.Length, counts.Length, one: false);
        BackgroundModel?[] models = backgroundModel is null ? [null] : [.. Split("--background-model", backgroundModel).Select(m => (BackgroundModel?)ModelOf(m))];
        RequireLength("--background-model", models.Length, counts.Length, one: true);
        double[] shares = signal is null ? [1] : [.. Split("--signal", signal).Select(Share)];
        RequireLength("--signal", shares.Length, counts.Length, one: signal is null);
        double sum = Enumerable.Range(0, counts.Length).Sum(i => shares[i % shares.Length]);
        if (sum <= 0)
        {
            throw new InputException($"--signal: '{signal}' leaves no signal in any channel; allowed: a share above 0 in one channel at least");
        }

        CountingChannel[] channels = [.. counts.Select((n, i) => Channel(
            counts.Length == 1 ? "counts" : $"channel {i + 1}", shares[i % shares.Length] / sum, backgrounds[i], models[i % models.Length], n))];
        try
        {
            return BinnedModel.Of(new CountingModel(channels, signalUncertainty is null ? 0 : Fraction("--signal-uncertainty", signalUncertainty, CountingModel.LargestLogNormalUncertainty)));
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message);
        }
    }

    /// <summary>A confidence level: 90, 90% or 0.9.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It is none.</exception>
    public static double ConfidenceLevel(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string number = text.Trim().TrimEnd('%').TrimEnd();
        bool percent = text.Contains('%', StringComparison.Ordinal);
        if (TryNumber(number, out double value))
        {
            double level = percent || value > 1 ? value / 100 : value;
            if (level is >= 0.5 and <= 0.9999)
            {
                return level;
            }
        }

        throw new InputException($"--cl: '{text}' cannot be used; allowed: a confidence level from 50 to 99.99 per cent, such as 90, 90% or 0.9");
    }

    /// <summary>A background with its uncertainty in events, 0 for none.</summary>
    /// <param name="text">Such as "0.53", "0.53+-0.17", "0.53±0.17" or "0.53+-30%".</param>
    /// <exception cref="InputException">It is none.</exception>
    public static (double Events, double Uncertainty) WithUncertainty(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        InputException Wrong(string what) => new($"--background: '{text}' {what}; allowed: {BackgroundAllowed}");
        string[] parts = text.Replace("+/-", "+-", StringComparison.Ordinal).Replace("±", "+-", StringComparison.Ordinal).Split("+-");
        if (!TryNumber(parts[0], out double events) || events < 0 || events > MostExpected || parts.Length > 2)
        {
            throw Wrong("cannot be used");
        }

        if (parts.Length == 1)
        {
            return (events, 0);
        }

        string second = parts[1].Trim();
        bool percent = second.EndsWith('%');
        if (!TryNumber(second.TrimEnd('%'), out double uncertainty) || uncertainty <= 0)
        {
            throw Wrong("has no usable uncertainty");
        }

        return events > 0 ? (events, percent ? 0.01 * uncertainty * events : uncertainty) : throw Wrong("has an uncertainty but no background");
    }

    private static CountingChannel Channel(string name, double share, (double Events, double Uncertainty) background, BackgroundModel? wanted, int observed)
    {
        bool known = background.Uncertainty == 0;
        if (wanted == BackgroundModel.None && !known)
        {
            throw new InputException(FormattableString.Invariant(
                $"--background-model: a background of {background.Events} +- {background.Uncertainty:G6} is not known exactly; allowed with none: a plain number, else gamma, lognormal or gaussian"));
        }

        if (wanted is not (null or BackgroundModel.None) && known && background.Events > 0)
        {
            throw new InputException(FormattableString.Invariant(
                $"--background-model: a background of {background.Events} without uncertainty is known; allowed: none, or an uncertainty such as {background.Events}+-30%"));
        }

        BackgroundModel model = known ? BackgroundModel.None : wanted ?? BackgroundModel.Gamma;
        return new CountingChannel(name, share, background.Events, background.Uncertainty, model, observed);
    }

    private static string[] Split(string option, string text)
    {
        string[] items = [.. text.Split(',').Select(t => t.Trim())];
        return items.Length <= MostChannels ? items : throw new InputException($"{option}: {items.Length} channels; allowed: at most {MostChannels}");
    }

    private static void RequireLength(string option, int given, int channels, bool one)
    {
        if (given != channels && !(one && given == 1))
        {
            throw new InputException(
                $"{option}: {given} {(given == 1 ? "value" : "values")} for {channels} {(channels == 1 ? "observed count" : "observed counts")}; allowed: one for each{(one ? ", or one for all" : "")}");
        }
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= MostObserved
            ? value
            : throw new InputException($"--observed: '{text}' cannot be used; allowed: a whole number of events from 0 to {MostObserved}, or several with commas");

    private static double Share(string text) =>
        TryNumber(text, out double value) && value >= 0 && value <= MostExpected
            ? value
            : throw new InputException($"--signal: '{text}' cannot be used; allowed: a share of the signal, 0 or more, for each channel, such as 0.6,0.4");

    private static double Fraction(string option, string text, double most) =>
        Quantity.TryParse(text, Dimension.Fraction, out double value) && value >= 0 && value <= most
            ? value
            : throw new InputException(FormattableString.Invariant($"{option}: '{text}' cannot be used; allowed: a fraction from 0 to {most} such as 0.1 or 10%"));

    private static BackgroundModel ModelOf(string word)
    {
        string[] words = ["none", "gamma", "lognormal", "gaussian"];
        switch (word)
        {
            case "none":
                return BackgroundModel.None;
            case "gamma":
                return BackgroundModel.Gamma;
            case "lognormal":
                return BackgroundModel.LogNormal;
            case "gaussian":
                return BackgroundModel.Gaussian;
        }

        string near = InputException.Hint(word, words);
        throw new InputException($"--background-model: '{word}' is not known; allowed: {string.Join(", ", words)}{near}");
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
