using Hermetic.Core.Random;

namespace Hermetic.Simulation.Transport;

/// <summary>
/// A fixed piece of arithmetic of the kind that transport does: random numbers, a table read and interpolated, products, a square root, a branch. Its rate says how fast the
/// machine is at the moment, so that rates of showers measured on busy or different machines compare as ratios to it.
/// </summary>
public static class ArithmeticKernel
{
    private const int TableLength = 4096;
    private const int Block = 1 << 18;
    private const int Repeats = 9;

    /// <summary>Runs the kernel for some tenths of a second.</summary>
    /// <returns>Rounds per second of CPU time of this thread: the median of several blocks after a warm-up.</returns>
    public static double Rate()
    {
        double[] table = [.. Enumerable.Range(0, TableLength + 1).Select(i => Math.Sin(i / (double)TableLength))];
        RandomStream random = new(1, 1, StreamNumber.Shower);
        double sum = 0;
        double[] rates = new double[Repeats];
        for (int i = -Repeats; i < Repeats; i++)
        {
            double begun = ThreadClock.Seconds;
            sum += Rounds(table, ref random, Block);
            double rate = Block / Math.Max(1e-9, ThreadClock.Seconds - begun);
            if (i >= 0)
            {
                // Without the sum the compiler might drop the work.
                rates[i] = double.IsFinite(sum) ? rate : 0;
            }
        }

        Array.Sort(rates);
        return rates[Repeats / 2];
    }

    private static double Rounds(double[] table, ref RandomStream random, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double at = random.NextUniform() * TableLength;
            int place = (int)at;
            double value = table[place] + ((at - place) * (table[place + 1] - table[place]));
            double root = Math.Sqrt(1 - (value * value));
            sum += random.NextUniform() < root ? value * root : value / (1 + root);
        }

        return sum;
    }
}
