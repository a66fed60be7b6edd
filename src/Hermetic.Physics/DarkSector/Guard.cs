namespace Hermetic.Physics.DarkSector;

/// <summary>Refusal of arguments outside a formula's range, with the range in the message.</summary>
internal static class Guard
{
    /// <summary>Requires a finite value in a closed range.</summary>
    public static void Within(double value, double low, double high, string parameter, string what)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(parameter, value, FormattableString.Invariant($"{what} must lie in [{low}, {high}]."));
        }
    }

    /// <summary>Requires a finite value in a range that is open below.</summary>
    public static void Above(double value, double low, double high, string parameter, string what)
    {
        if (!(value > low && value <= high))
        {
            throw new ArgumentOutOfRangeException(parameter, value, FormattableString.Invariant($"{what} must lie in ({low}, {high}]."));
        }
    }
}
