using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Setup.Counting;

namespace Hermetic.Production.Counting;

/// <summary>The answer of the verb "limit".</summary>
/// <param name="Title">Title of the file, or null for counts from the command line.</param>
/// <param name="Model">The experiment.</param>
/// <param name="Report">The limit.</param>
/// <param name="Excess">Significance, where more events were seen than expected; else null.</param>
public sealed record LimitAnswer(string? Title, BinnedModel Model, LimitReport Report, DiscoveryResult? Excess);

/// <summary>The verb "limit": counts in, a limit with its construction out.</summary>
public static class LimitRun
{
    /// <summary>Words of the constructions on the command line.</summary>
    public static IReadOnlyList<string> ConstructionWords { get; } = ["exact", "toys", "hybrid", "asymptotic", "feldman-cousins", "bayes"];

    /// <summary>The word of a construction.</summary>
    /// <param name="construction">The construction.</param>
    public static string WordOf(Construction construction) => ConstructionWords[(int)construction];

    /// <summary>The construction of a word.</summary>
    /// <param name="word">The word.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static Construction ConstructionOf(string word)
    {
        for (int i = 0; i < ConstructionWords.Count; i++)
        {
            if (ConstructionWords[i] == word)
            {
                return (Construction)i;
            }
        }

        string near = InputException.Nearest(word, ConstructionWords) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        throw new InputException($"--construction: '{word}' is not known; allowed: {string.Join(", ", ConstructionWords)}{near}");
    }

    /// <summary>Reads the file of a counting experiment.</summary>
    /// <param name="path">Path of its file.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    public static CountingFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CountingReader.Read(path);
    }

    /// <summary>Computes the limit.</summary>
    /// <param name="title">Title, or null.</param>
    /// <param name="model">The experiment.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="InputException">The construction does not apply.</exception>
    public static LimitAnswer Compute(string? title, BinnedModel model, LimitRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return new LimitAnswer(title, model, Limits.Compute(model, request), Excess(model));
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message);
        }
    }

    private static DiscoveryResult? Excess(BinnedModel model)
    {
        if (model.TotalObserved <= model.TotalBackground)
        {
            return null;
        }

        return model.Reduce() is { Channels.Count: 1 } single && Math.Max(model.TotalBackground, model.TotalObserved) <= 1000
            ? Discovery.Exact(single)
            : Discovery.Asymptotic(model);
    }
}
