using System.Globalization;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;

namespace Hermetic.Production.DarkSector;

/// <summary>Target nuclei as users write them.</summary>
public static class TargetText
{
    /// <summary>Reads a target: the symbol of an element ("Pb" is Z = 82, A = 207), or charge and mass number ("Z=82,A=208").</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It is neither.</exception>
    public static Nucleus Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Nucleus.Elements.Contains(text))
        {
            return Nucleus.OfElement(text);
        }

        string[] parts = text.Replace(" ", "", StringComparison.Ordinal).Split(',');
        if (parts.Length == 2 && parts[0].StartsWith("Z=", StringComparison.Ordinal) && parts[1].StartsWith("A=", StringComparison.Ordinal)
            && int.TryParse(parts[0].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int z)
            && double.TryParse(parts[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double a)
            && z is >= 1 and <= 118 && a >= z && a <= (3 * z) + 1)
        {
            return new Nucleus(z, a);
        }

        string near = InputException.Hint(text, Nucleus.Elements);
        throw new InputException(
            $"--target: '{text}' is no known nucleus; allowed: {string.Join(", ", Nucleus.Elements)}, or charge and mass number such as \"Z=82,A=208\" (Z from 1 to 118, A from Z to 3 Z + 1){near}");
    }

    /// <summary>The nucleus in words.</summary>
    /// <param name="nucleus">The nucleus.</param>
    public static string Describe(Nucleus nucleus) => string.Create(CultureInfo.InvariantCulture, $"Z = {nucleus.Z}, A = {nucleus.A:G7}, mass {nucleus.Mass:G7} GeV");
}
