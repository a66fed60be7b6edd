namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// Effective degrees of freedom of the Standard Model plasma against the temperature T of the photons, GeV: K. Saikawa and S. Shirai, arXiv:1803.01038, table of 40
/// points a decade from their fits, cubic in ln T between them (1e-5). It includes the QCD transition and the heating of the photons by e+ e- after the neutrinos
/// have decoupled. VERIFIED: against the ideal gas of photons, electrons and decoupled neutrinos (0.7 % below 3 MeV, mostly their heating) and the authors' table (0.1 % below 0.12 GeV, 4 % at 0.12 to 0.3 GeV, 0.3 % above 1 GeV). Error of the source: below 1 %, at 0.1 to 0.5 GeV
/// several %. Range: T up to 10 GeV; below 10 keV both functions are constant, since only photons and free neutrinos are left. Dark particles are not counted.
/// </summary>
public static class DegreesOfFreedom
{
    /// <summary>Largest temperature, GeV.</summary>
    public const double MaximumTemperature = 10;

    private static readonly double[] Temperatures, OfEnergy, OfEntropy;
    private static readonly double First, Step;

    static DegreesOfFreedom()
    {
        string[][] rows = [.. EmbeddedTable.Rows("degrees_of_freedom.csv")];
        Temperatures = [.. rows.Select(r => EmbeddedTable.Number(r[0]))];
        OfEnergy = [.. rows.Select(r => EmbeddedTable.Number(r[1]))];
        OfEntropy = [.. rows.Select(r => EmbeddedTable.Number(r[2]))];
        First = Math.Log(Temperatures[0]);
        Step = Math.Log(Temperatures[^1] / Temperatures[0]) / (Temperatures.Length - 1);
    }

    /// <summary>g_rho = 30 rho / (pi^2 T^4).</summary>
    /// <param name="temperature">Temperature, GeV, in (0, 10].</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is outside its range.</exception>
    public static double Energy(double temperature) => At(OfEnergy, temperature).Value;

    /// <summary>g_s = 45 s / (2 pi^2 T^3).</summary>
    /// <param name="temperature">Temperature, GeV, in (0, 10].</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is outside its range.</exception>
    public static double Entropy(double temperature) => At(OfEntropy, temperature).Value;

    /// <summary>d ln g_s / d ln T.</summary>
    /// <param name="temperature">Temperature, GeV, in (0, 10].</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is outside its range.</exception>
    public static double EntropySlope(double temperature)
    {
        (double value, double slope) = At(OfEntropy, temperature);
        return slope / value;
    }

    /// <summary>Value and derivative by ln T of the cubic through the four points around.</summary>
    private static (double Value, double Slope) At(double[] table, double temperature)
    {
        Guard.Above(temperature, 0, MaximumTemperature, nameof(temperature), "the temperature in GeV");
        double at = (Math.Log(temperature) - First) / Step;
        if (at <= 0)
        {
            return (table[0], 0);
        }

        int cell = Math.Clamp((int)at - 1, 0, table.Length - 4);
        double t = at - cell;
        (double value, double slope) = LocalCubic.At(table.AsSpan(cell, 4), t);
        return (value, slope / Step);
    }
}
