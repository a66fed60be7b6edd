using Hermetic.Core;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// The cross section of <see cref="ResonantAnnihilation"/> for one mediator, averaged over the energy that a positron loses in a step, however narrow the
/// resonance. The numerator of the Breit-Wigner form is linear in s within each of 1024 cells, whose integral is then an arctangent and a logarithm: exact at
/// the peak; steps elsewhere are within 1e-4, and within 3e-4 in the first per cent above the threshold of s.
/// </summary>
/// <remarks>
/// Narrow-width regime: the width is that to dark matter (plus what the caller adds), which assumes alphaD much above alpha epsilon^2; only then does the
/// cross section scale as epsilon squared. Electrons are at rest. Immutable and safe to share between threads.
/// </remarks>
public sealed class ResonantAnnihilationTable
{
    private const int Cells = 1024;

    private readonly double _mX2, _massWidth, _invMassWidth, _threshold, _cellsPerRoot;
    private readonly double[] _constant = new double[Cells];
    private readonly double[] _slope = new double[Cells];
    private readonly double[] _cumulative = new double[Cells + 1];

    /// <summary>The table of one mediator.</summary>
    /// <param name="darkMatter">Kind of dark matter.</param>
    /// <param name="mediatorMass">Mass of A', GeV, positive.</param>
    /// <param name="darkMatterMass">Mass of chi, GeV, not negative and below half the mediator's.</param>
    /// <param name="alphaD">Dark fine-structure constant, in (0, 4 pi].</param>
    /// <param name="maximumEnergy">Largest total energy of a positron, GeV.</param>
    /// <param name="otherWidth">Width to anything but dark matter, GeV; 0 in the regime where the cross section scales as epsilon squared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ResonantAnnihilationTable(
        DarkMatter darkMatter, double mediatorMass, double darkMatterMass, double alphaD, double maximumEnergy, double otherWidth = 0)
        : this(AnnihilationChannel.DarkMatter(Mediator.Vector, darkMatter, darkMatterMass, alphaD), mediatorMass, maximumEnergy, otherWidth)
    {
    }

    /// <summary>The table of one mediator and final state.</summary>
    /// <param name="channel">Final state, open at the mediator's mass.</param>
    /// <param name="mediatorMass">Mass of X, GeV, positive.</param>
    /// <param name="maximumEnergy">Largest total energy of a positron, GeV.</param>
    /// <param name="otherWidth">Width to anything but this final state, GeV; 0 in the regime where the cross section scales as epsilon squared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ResonantAnnihilationTable(AnnihilationChannel channel, double mediatorMass, double maximumEnergy, double otherWidth = 0)
    {
        Guard.Above(maximumEnergy, Constants.ElectronMass, 1e6, nameof(maximumEnergy), "the largest positron energy in GeV");
        Guard.Within(otherWidth, 0, double.MaxValue, nameof(otherWidth), "the other width in GeV");
        Guard.Above(mediatorMass, 0, 1e6, nameof(mediatorMass), "the mediator mass in GeV");
        if (!(channel.Mass1 + channel.Mass2 < mediatorMass))
        {
            throw new ArgumentOutOfRangeException(
                nameof(channel), channel.Mass1 + channel.Mass2, FormattableString.Invariant($"the masses of the products must add to less than {mediatorMass} GeV."));
        }

        Width = channel.Width(mediatorMass) + otherWidth;
        MaximumEnergy = maximumEnergy;
        _mX2 = mediatorMass * mediatorMass;
        _massWidth = mediatorMass * Width;
        _invMassWidth = 1 / _massWidth;
        double lowest = ResonantAnnihilation.S(Constants.ElectronMass);
        _threshold = Math.Max(lowest, channel.Threshold);
        double range = ResonantAnnihilation.S(maximumEnergy) - _threshold;
        if (range <= 0)
        {
            // No positron reaches the threshold.
            _threshold = double.PositiveInfinity;
            return;
        }

        // Cells uniform in sqrt(s - threshold), because the velocity of chi opens as that root.
        _cellsPerRoot = Cells / Math.Sqrt(range);
        double low = _threshold, lowValue = channel.Numerator(low);
        for (int i = 0; i < Cells; i++)
        {
            double root = (i + 1) / _cellsPerRoot;
            double high = _threshold + (root * root);
            double highValue = channel.Numerator(high);
            _slope[i] = (highValue - lowValue) / (high - low);
            _constant[i] = lowValue + (_slope[i] * (_mX2 - low));
            _cumulative[i + 1] = _cumulative[i] + CellIntegral(i, low, high - low);
            (low, lowValue) = (high, highValue);
        }
    }

    /// <summary>Total width of the mediator, GeV.</summary>
    public double Width { get; }

    /// <summary>Largest total energy of a positron, GeV.</summary>
    public double MaximumEnergy { get; }

    /// <summary>Mean cross section per electron over positron energies uniform between two values (in either order), pb at epsilon = 1.</summary>
    /// <param name="e1">Total energy at one end of the step, GeV, at most <see cref="MaximumEnergy"/>.</param>
    /// <param name="e2">Total energy at the other end, GeV; equal energies give the value there.</param>
    /// <exception cref="ArgumentOutOfRangeException">An energy is above <see cref="MaximumEnergy"/>.</exception>
    public double MeanCrossSection(double e1, double e2)
    {
        double low = Math.Min(e1, e2), high = Math.Max(e1, e2);
        if (!(high <= MaximumEnergy))
        {
            throw new ArgumentOutOfRangeException(nameof(e1), high, FormattableString.Invariant($"energies must not exceed {MaximumEnergy} GeV."));
        }

        double s1 = ResonantAnnihilation.S(low);
        double s2 = ResonantAnnihilation.S(high);
        if (s2 <= _threshold)
        {
            return 0;
        }

        double length = 2 * Constants.ElectronMass * (high - low);
        int cell2 = CellOf(s2);
        if (length <= 1e-14 * s2)
        {
            double distance = s2 - _mX2;
            return (_constant[cell2] + (_slope[cell2] * distance)) / ((distance * distance) + (_massWidth * _massWidth));
        }

        if (s1 <= _threshold)
        {
            return (_cumulative[cell2] + FromEdge(cell2, s2)) / length;
        }

        int cell1 = CellOf(s1);
        double integral = cell1 == cell2
            ? CellIntegral(cell1, s1, length)
            : _cumulative[cell2] - _cumulative[cell1] + FromEdge(cell2, s2) - FromEdge(cell1, s1);
        return integral / length;
    }

    private int CellOf(double s) => Math.Min((int)(Math.Sqrt(s - _threshold) * _cellsPerRoot), Cells - 1);

    private double FromEdge(int cell, double s)
    {
        double root = cell / _cellsPerRoot;
        double edge = _threshold + (root * root);
        return CellIntegral(cell, edge, s - edge);
    }

    /// <summary>Integral of (constant + slope d)/(d^2 + w^2) over d = s - mX^2 from s to s + length, pb GeV^2, without cancelling differences.</summary>
    private double CellIntegral(int cell, double s, double length)
    {
        double d1 = s - _mX2, d2 = d1 + length;
        double z1 = d1 * _invMassWidth, z2 = d2 * _invMassWidth;
        double angle = Math.Atan2(length * _invMassWidth, 1 + (z1 * z2));
        double relative = length * (d1 + d2) / ((d1 * d1) + (_massWidth * _massWidth));
        double logarithm = 2 * Math.Atanh(relative / (2 + relative));
        return (_constant[cell] * _invMassWidth * angle) + (0.5 * _slope[cell] * logarithm);
    }
}
