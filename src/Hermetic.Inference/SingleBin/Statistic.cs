namespace Hermetic.Inference.SingleBin;

/// <summary>Likelihood-ratio statistics of one bin, profiled over the background; all are 2 ln of a ratio of likelihoods and at least 0.</summary>
internal static class Statistic
{
    /// <summary>
    /// q-tilde of G. Cowan, K. Cranmer, E. Gross, O. Vitells, Eur. Phys. J. C 71 (2011) 1554, eq. 16: the fitted signal is bounded at 0, and the statistic is 0 where it exceeds
    /// the tested one.
    /// </summary>
    /// <param name="law">The background.</param>
    /// <param name="n">Count.</param>
    /// <param name="x">Auxiliary measurement.</param>
    /// <param name="signal">Tested signal events, above 0.</param>
    public static double QTilde<TLaw>(in TLaw law, double n, double x, double signal)
        where TLaw : struct, IBackgroundLaw =>
        n >= signal + law.Background(law.Preferred(x)) ? 0 : LogRatio(law, n, x, signal);

    /// <summary><see cref="QTilde"/> of many auxiliary measurements, one by one.</summary>
    /// <param name="law">The background.</param>
    /// <param name="n">Count.</param>
    /// <param name="x">Auxiliary measurements.</param>
    /// <param name="signal">Tested signal events.</param>
    /// <param name="q">Receives the statistic.</param>
    public static void Fill<TLaw>(in TLaw law, int n, ReadOnlySpan<double> x, double signal, Span<double> q)
        where TLaw : struct, IBackgroundLaw
    {
        for (int i = 0; i < x.Length; i++)
        {
            q[i] = QTilde(law, n, x[i], signal);
        }
    }

    /// <summary>The two-sided statistic t of a tested signal with the fitted signal bounded at 0 (same paper, eq. 11), whose ordering is that of Feldman and Cousins.</summary>
    /// <param name="law">The background.</param>
    /// <param name="n">Count.</param>
    /// <param name="x">Auxiliary measurement.</param>
    /// <param name="signal">Tested signal events, at least 0.</param>
    public static double TwoSided<TLaw>(in TLaw law, double n, double x, double signal)
        where TLaw : struct, IBackgroundLaw => LogRatio(law, n, x, signal);

    /// <summary>The statistic of discovery, q0 (same paper, eq. 12): 0 where fewer events are seen than expected without signal.</summary>
    /// <param name="law">The background.</param>
    /// <param name="n">Count.</param>
    /// <param name="x">Auxiliary measurement.</param>
    public static double Discovery<TLaw>(in TLaw law, double n, double x)
        where TLaw : struct, IBackgroundLaw =>
        n <= law.Background(law.Preferred(x)) ? 0 : LogRatio(law, n, x, 0);

    /// <summary>2 ln of the likelihood at the best signal, not below 0, over that at a tested one.</summary>
    private static double LogRatio<TLaw>(in TLaw law, double n, double x, double signal)
        where TLaw : struct, IBackgroundLaw
    {
        // The best fit puts signal and background through count and auxiliary measurement, or, where that needs a negative signal, fits without signal.
        double best = law.Preferred(x);
        double mean = n;
        double background = law.Background(best);
        if (n < background)
        {
            if (n == 0)
            {
                return 2 * signal;
            }

            best = law.Profile(n, x, 0);
            mean = law.Background(best);
        }

        double tested = law.Profile(n, x, signal);
        double testedMean = signal + law.Background(tested);
        double counts = n == 0 ? testedMean - mean : (n * Math.Log(mean / testedMean)) - mean + testedMean;
        return Math.Max(0, 2 * (counts + law.LogRatio(x, best, tested)));
    }
}
