using Hermetic.Inference.HistFactory;
using MathNet.Numerics;

namespace Hermetic.Tests.Inference;

/// <summary>
/// The HistFactory likelihood written down plainly from its definition (CERN-OPEN-2012-016), loop by loop, sharing nothing with the program but the records of a
/// workspace: an independent check of the compiled model. Parameters are looked up by name; sets of several are "name[0]", "name[1]", ...
/// </summary>
internal static class HistFactoryPlain
{
    public static double LogLikelihood(Workspace workspace, IReadOnlyDictionary<string, double> parameters, bool smooth)
    {
        double sum = 0;
        foreach (Channel channel in workspace.Channels)
        {
            IReadOnlyList<double> observed = workspace.Observations.Single(o => o.Name == channel.Name).Data;
            for (int bin = 0; bin < observed.Count; bin++)
            {
                double rate = 0;
                foreach (Sample sample in channel.Samples)
                {
                    rate += Rate(sample, bin, parameters, smooth);
                }

                sum += LogPoisson(observed[bin], rate);
            }
        }

        return sum + Constraints(workspace, parameters);
    }

    public static double Rate(Sample sample, int bin, IReadOnlyDictionary<string, double> parameters, bool smooth)
    {
        double rate = sample.Data[bin];
        foreach (HistoSys m in sample.Modifiers.OfType<HistoSys>())
        {
            double alpha = parameters[m.Name];
            double up = m.High[bin] - sample.Data[bin];
            double down = m.Low[bin] - sample.Data[bin];
            if (smooth && Math.Abs(alpha) < 1)
            {
                // Code 4p: value, slope and curvature of the straight lines at +1 and -1.
                rate += Polynomial(alpha, 0, up, down, up, -down, 0, 0);
            }
            else
            {
                rate += alpha >= 0 ? alpha * up : -alpha * down;
            }
        }

        foreach (Modifier modifier in sample.Modifiers)
        {
            rate *= modifier switch
            {
                NormFactor or Luminosity => parameters[modifier.Name],
                NormSys m => NormSysFactor(m, parameters[m.Name], smooth),
                ShapeFactor => parameters[Indexed(modifier.Name, bin, sample.Data.Count)],
                StatError => parameters[Indexed(modifier.Name, bin, sample.Data.Count)],
                ShapeSys m => ShapeSysFactor(sample, m, bin, parameters),
                _ => 1,
            };
        }

        return rate;
    }

    private static double NormSysFactor(NormSys m, double alpha, bool smooth)
    {
        if (smooth && Math.Abs(alpha) < 1)
        {
            double lnHigh = Math.Log(m.High);
            double lnLow = Math.Log(m.Low);
            return Polynomial(alpha, 1, m.High, m.Low, lnHigh * m.High, -lnLow * m.Low, lnHigh * lnHigh * m.High, lnLow * lnLow * m.Low);
        }

        return alpha >= 0 ? Math.Pow(m.High, alpha) : Math.Pow(m.Low, -alpha);
    }

    /// <summary>The polynomial of sixth degree with a given value at 0 and given values, slopes and curvatures at +1 and -1; its coefficients by elimination.</summary>
    private static double Polynomial(double x, double atZero, double high, double low, double highSlope, double lowSlope, double highCurvature, double lowCurvature)
    {
        double[,] a = new double[6, 7];
        double[] right = [high - atZero, low - atZero, highSlope, lowSlope, highCurvature, lowCurvature];
        for (int row = 0; row < 6; row++)
        {
            double at = row % 2 == 0 ? 1 : -1;
            for (int k = 1; k <= 6; k++)
            {
                a[row, k - 1] = (row / 2) switch
                {
                    0 => Math.Pow(at, k),
                    1 => k * Math.Pow(at, k - 1),
                    _ => k * (k - 1) * Math.Pow(at, k - 2),
                };
            }

            a[row, 6] = right[row];
        }

        for (int column = 0; column < 6; column++)
        {
            int pivot = Enumerable.Range(column, 6 - column).MaxBy(r => Math.Abs(a[r, column]));
            for (int k = 0; k < 7; k++)
            {
                (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
            }

            for (int row = 0; row < 6; row++)
            {
                double factor = row == column ? 0 : a[row, column] / a[column, column];
                for (int k = column; k < 7; k++)
                {
                    a[row, k] -= factor * a[column, k];
                }
            }
        }

        double value = atZero;
        for (int k = 1; k <= 6; k++)
        {
            value += a[k - 1, 6] / a[k - 1, k - 1] * Math.Pow(x, k);
        }

        return value;
    }

    private static double ShapeSysFactor(Sample sample, ShapeSys m, int bin, IReadOnlyDictionary<string, double> parameters)
    {
        int[] valid = Valid(sample, m);
        int index = Array.IndexOf(valid, bin);
        return index < 0 ? 1 : parameters[Indexed(m.Name, index, valid.Length)];
    }

    private static double Constraints(Workspace workspace, IReadOnlyDictionary<string, double> parameters)
    {
        double sum = 0;
        foreach (string alpha in workspace.Channels.SelectMany(c => c.Samples).SelectMany(s => s.Modifiers).Where(m => m is NormSys or HistoSys).Select(m => m.Name).Distinct())
        {
            sum += LogNormalDensity(0, parameters[alpha], 1);
        }

        if (workspace.Channels.SelectMany(c => c.Samples).SelectMany(s => s.Modifiers).Any(m => m is Luminosity))
        {
            ParameterSettings lumi = workspace.Measurements[0].Parameters.Single(p => p.Name == "lumi");
            sum += LogNormalDensity(lumi.AuxiliaryData![0], parameters["lumi"], lumi.Sigmas![0]);
        }

        foreach (Channel channel in workspace.Channels)
        {
            foreach (Sample sample in channel.Samples)
            {
                foreach (ShapeSys m in sample.Modifiers.OfType<ShapeSys>())
                {
                    int[] valid = Valid(sample, m);
                    for (int i = 0; i < valid.Length; i++)
                    {
                        double tau = Math.Pow(sample.Data[valid[i]] / m.Uncertainties[valid[i]], 2);
                        sum += LogPoisson(tau, tau * parameters[Indexed(m.Name, i, valid.Length)]);
                    }
                }
            }

            foreach (string name in channel.Samples.SelectMany(s => s.Modifiers).OfType<StatError>().Select(m => m.Name).Distinct())
            {
                int bins = channel.Samples[0].Data.Count;
                for (int bin = 0; bin < bins; bin++)
                {
                    double squares = 0;
                    double events = 0;
                    foreach (Sample sample in channel.Samples)
                    {
                        foreach (StatError m in sample.Modifiers.OfType<StatError>().Where(m => m.Name == name))
                        {
                            squares += Math.Pow(m.Uncertainties[bin], 2);
                            events += sample.Data[bin];
                        }
                    }

                    sum += LogNormalDensity(1, parameters[Indexed(name, bin, bins)], Math.Sqrt(squares) / events);
                }
            }
        }

        return sum;
    }

    private static int[] Valid(Sample sample, ShapeSys m) => [.. Enumerable.Range(0, sample.Data.Count).Where(b => sample.Data[b] > 0 && m.Uncertainties[b] > 0)];

    private static string Indexed(string name, int index, int count) => count == 1 ? name : $"{name}[{index}]";

    private static double LogPoisson(double count, double rate) => (count == 0 ? 0 : count * Math.Log(rate)) - rate - SpecialFunctions.GammaLn(count + 1);

    private static double LogNormalDensity(double x, double mean, double sigma) => (-0.5 * Math.Pow((x - mean) / sigma, 2)) - Math.Log(sigma) - (0.5 * Math.Log(2 * Math.PI));
}
