namespace Hermetic.Core;

/// <summary>
/// The user's input cannot be used. The message is complete as it stands: what is wrong, where (file:line:column or option), and what is allowed.
/// The command line prints it without a stack trace and exits with code 2.
/// </summary>
/// <param name="message">What, where, and what is allowed.</param>
public sealed class InputException(string message) : Exception(message)
{
    /// <summary>The closest of the allowed words to a mistyped one, or null when none is near (Levenshtein distance at most a third of the length, and at least 2).</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="allowed">The words that would have been right.</param>
    public static string? Nearest(string word, IEnumerable<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(allowed);
        string? best = null;
        int bestDistance = Math.Max(2, word.Length / 3) + 1;
        foreach (string candidate in allowed)
        {
            int distance = EditDistance(word, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>What a message about a mistyped word ends with: "; did you mean 'x'?" with the <see cref="Nearest"/> of the allowed words, or nothing.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="allowed">The words that would have been right.</param>
    public static string Hint(string word, IEnumerable<string> allowed) => Nearest(word, allowed) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static int EditDistance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? diagonal : diagonal + 1;
                row[j] = Math.Min(same, 1 + Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
