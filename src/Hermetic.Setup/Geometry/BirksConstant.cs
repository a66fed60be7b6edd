using Hermetic.Core.Units;

namespace Hermetic.Setup.Geometry;

/// <summary>Birks's constant kB of a scintillator: light per energy falls as 1/(1 + kB dE/dx) (J. B. Birks, Proc. Phys. Soc. A 64 (1951) 874).</summary>
public static class BirksConstant
{
    /// <summary>What is accepted, for messages.</summary>
    public const string Allowed = "a length over an energy such as 0.126 mm/MeV, from 0 to 10 mm/MeV";

    private const double Most = 1e4;

    /// <summary>Reads a constant.</summary>
    /// <param name="text">Such as "0.126 mm/MeV".</param>
    /// <param name="value">The constant in mm/GeV.</param>
    /// <returns>False for what is no such constant.</returns>
    public static bool TryParse(string? text, out double value)
    {
        value = 0;
        string[] parts = (text ?? "").Split('/');
        if (parts.Length != 2 || !Quantity.TryParse(parts[0], Dimension.Length, out double length) || !Quantity.TryParse("1" + parts[1].Trim(), Dimension.Energy, out double energy))
        {
            return false;
        }

        value = length / energy;
        return value is >= 0 and <= Most;
    }
}
