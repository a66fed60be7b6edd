using System.Globalization;
using System.Text;
using Hermetic.Analysis;
using Hermetic.Core.Numerics;

namespace Hermetic.Reporting;

/// <summary>The tables for programs: comma-separated, masses in GeV, nine significant digits, no times, so that equal results give equal bytes.</summary>
public static class CsvFiles
{
    /// <summary>Header of every one-sided limit.</summary>
    public const string LimitHeader = "mass_GeV,parameter,observed,expected_m2,expected_m1,expected,expected_p1,expected_p2,cl";

    /// <summary>Header of the yields.</summary>
    public const string YieldHeader = "mass_GeV,bremsstrahlung,bremsstrahlung_error,annihilation,annihilation_error,efficiency";

    /// <summary>Header of the spectra.</summary>
    public const string SpectrumHeader = "spectrum,signal_mass_GeV,ecal_low_GeV,ecal_high_GeV,per_particle,error";

    /// <summary>A limit, one row per mass.</summary>
    /// <param name="curve">The limit.</param>
    public static string Limit(LimitCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        StringBuilder text = new(LimitHeader + "\n");
        string level = curve.ConfidenceLevel.ToString("0.00#######", CultureInfo.InvariantCulture);
        foreach (LimitPoint p in curve.Points)
        {
            text.Append(Row(
            [
                Number(p.Mass), curve.Parameter, Number(p.Observed), Number(p.ExpectedMinus2), Number(p.ExpectedMinus1), Number(p.Expected),
                Number(p.ExpectedPlus1), Number(p.ExpectedPlus2), level,
            ]));
        }

        return text.ToString();
    }

    /// <summary>Accepted yields per particle on target at epsilon = 1, one row per mass.</summary>
    /// <param name="yields">The yields.</param>
    public static string Yields(IEnumerable<YieldPoint> yields)
    {
        ArgumentNullException.ThrowIfNull(yields);
        StringBuilder text = new(YieldHeader + "\n");
        foreach (YieldPoint y in yields)
        {
            text.Append(Row([Number(y.Mass), Number(y.Bremsstrahlung), Number(y.BremsstrahlungError), Number(y.Annihilation), Number(y.AnnihilationError), Number(y.Efficiency)]));
        }

        return text.ToString();
    }

    /// <summary>Calorimeter spectra of beam and signal, one row per bin; the mass is empty for the beam.</summary>
    /// <param name="result">The search.</param>
    public static string Spectra(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StringBuilder text = new(SpectrumHeader + "\n");
        Append("beam", "", result.BeamSpectrum);
        foreach (SignalSpectrum signal in result.SignalSpectra)
        {
            Append("signal", Number(signal.Mass), signal.Spectrum);
        }

        return text.ToString();

        void Append(string name, string mass, Histogram histogram)
        {
            for (int i = 0; i < histogram.Bins; i++)
            {
                text.Append(Row([name, mass, Number(histogram.Edge(i)), Number(histogram.Edge(i + 1)), Number(histogram.Sums[i]), Number(histogram.Error(i))]));
            }
        }
    }

    private static string Row(ReadOnlySpan<string?> cells) => string.Join(',', cells) + "\n";

    private static string Number(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
