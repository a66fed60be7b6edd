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
    /// <summary>The construction of a word.</summary>
    /// <param name="word">The word.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static Construction ConstructionOf(string word)
    {
        int index = Limits.Words.ToList().IndexOf(word);
        if (index >= 0)
        {
            return (Construction)index;
        }

        string near = InputException.Hint(word, Limits.Words);
        throw new InputException($"--construction: '{word}' is not known; allowed: {string.Join(", ", Limits.Words)}{near}");
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
            return new LimitAnswer(title, model, Limits.Compute(model, request), model.TotalObserved > model.TotalBackground ? Discovery.Compute(model) : null);
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message);
        }
    }
}
