using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// Samples chi2 -> chi1 l- l+ from the exact matrix element of <see cref="PartnerDecay"/>: the mass q of the pair by rejection below a tight step function, the angle in the pair from a - b c^2
/// (both exact), all else isotropic, since chi2 is unpolarised. The table is made once; sampling allocates nothing. Immutable, safe to share.
/// </summary>
public sealed class PartnerDecaySampler
{
    private const int Cells = 256;
    private const int PerCell = 8;

    /// <summary>By how much the steps lie above the highest of the density's values in a cell: it is smooth on the scale of a cell.</summary>
    private const double Margin = 1.05;

    private readonly PartnerDecay _decay;
    private readonly double _leptonMass;
    private readonly double[] _heights = new double[Cells];
    private readonly double[] _cumulative = new double[Cells + 1];

    /// <summary>A sampler.</summary>
    /// <param name="decay">The decay.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV, below (m2 - m1)/2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is closed.</exception>
    public PartnerDecaySampler(PartnerDecay decay, double leptonMass)
    {
        ArgumentNullException.ThrowIfNull(decay);
        Guard.Within(leptonMass, 0, double.MaxValue, nameof(leptonMass), "the lepton mass in GeV");
        if (2 * leptonMass >= decay.Splitting)
        {
            throw new ArgumentOutOfRangeException(nameof(leptonMass), leptonMass, FormattableString.Invariant($"the lepton mass must be below {decay.Splitting / 2} GeV, half of m2 - m1."));
        }

        (_decay, _leptonMass) = (decay, leptonMass);
        for (int cell = 0; cell < Cells; cell++)
        {
            for (int i = 0; i <= PerCell; i++)
            {
                _heights[cell] = Math.Max(_heights[cell], Margin * Density((cell + ((double)i / PerCell)) / Cells, out _));
            }

            _cumulative[cell + 1] = _cumulative[cell] + _heights[cell];
        }
    }

    /// <summary>Mass of the leptons, GeV.</summary>
    public double LeptonMass => _leptonMass;

    /// <summary>One decay in the laboratory.</summary>
    /// <param name="heavy">chi2.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="light">chi1.</param>
    /// <param name="lepton">One lepton; which of both is the antilepton makes no difference.</param>
    /// <param name="antilepton">The other one.</param>
    public void Sample(in FourMomentum heavy, ref RandomStream random, out FourMomentum light, out FourMomentum lepton, out FourMomentum antilepton)
    {
        double q = SamplePairMass(ref random);
        (double constant, double squared) = _decay.Amplitude(q, _leptonMass);
        double cosine;
        do
        {
            cosine = (2 * random.NextUniform()) - 1;
        }
        while (random.NextUniform() * constant > constant - (squared * cosine * cosine));

        DecaySampler.TwoBody(heavy, _decay.HeavyMass, _decay.LightMass, q, ref random, out light, out FourMomentum pair);
        Production.TwoBody.Sample(heavy, pair, q, _leptonMass, _leptonMass, cosine, ref random, out lepton, out antilepton);
    }

    private double SamplePairMass(ref RandomStream random)
    {
        while (true)
        {
            double at = random.NextUniform() * _cumulative[Cells];
            int cell = Array.BinarySearch(_cumulative, at);
            cell = Math.Min(cell < 0 ? ~cell - 1 : cell, Cells - 1);
            double x = (cell + random.NextUniform()) / Cells;
            if (random.NextUniform() * _heights[cell] <= Density(x, out double q))
            {
                return q;
            }
        }
    }

    private double Density(double x, out double q)
    {
        q = _decay.MassAt(x, 2 * _leptonMass, out double slope);
        return q > 0 ? q * slope * _decay.LeptonsPerQ2(q * q, _leptonMass) : 0;
    }
}
