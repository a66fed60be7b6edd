namespace Hermetic.Physics.DarkSector.Consequences;

/// <summary>
/// Dark matter whose density is set by its annihilation through a vector mediator into the Standard Model: the abundance for a coupling, and the coupling for the measured
/// abundance (the "thermal target"). Boltzmann equation with thermally averaged cross sections (resonance resolved) and tabulated degrees of freedom; see
/// <see cref="PairAnnihilation"/> for the cross sections and what they neglect. VERIFIED: independent solver and published lines (see the validation page), analytic freeze-out for s- and p-wave.
/// Assumed: kinetic equilibrium with the plasma until freeze-out (fails in a narrow resonance just above threshold), Maxwell-Boltzmann statistics, a standard expansion in
/// which dark particles do not count, one temperature of photons, electrons and neutrinos for the annihilation (fails for annihilation into neutrinos alone below
/// m_chi of about 20 MeV, where they have decoupled), chemical equilibrium between chi1 and chi2 of a split pair, and the later decay of every chi2 into one chi1.
/// </summary>
public sealed record ThermalRelic
{
    /// <summary>Measured density of dark matter, Omega h^2 (Planck 2018, arXiv:1807.06209, rounded as is usual for thermal targets).</summary>
    public const double MeasuredOmega = 0.12;

    private const int MaximumIterations = 60;

    /// <summary>Largest share of annihilation into mediators, where M lies below 2 m_chi.</summary>
    private const double LargestForbiddenShare = 0.01;

    /// <summary>Kind of dark matter; a Dirac fermion with a <see cref="Splitting"/> is a pseudo-Dirac pair.</summary>
    public required DarkMatter DarkMatter { get; init; }

    /// <summary>M/m_chi, above 1; below 2 only as far as annihilation into mediators does not count.</summary>
    public required double MassRatio { get; init; }

    /// <summary>Dark fine-structure constant, in (0, 4 pi].</summary>
    public required double AlphaD { get; init; }

    /// <summary>What the mediator couples to.</summary>
    public required VisibleCouplings Couplings { get; init; }

    /// <summary>(m2 - m1)/m1 of a pseudo-Dirac pair, in [0, 1].</summary>
    public double Splitting { get; init; }

    /// <summary>The effective thermal average of sigma times v in cm^3/s, for the density of all dark particles (dn/dt = -3Hn - average times (n^2 - n_eq^2)).</summary>
    /// <param name="darkMatterMass">m_chi, GeV, 0.5 MeV to 5 GeV.</param>
    /// <param name="epsilon">Coupling in units of e, in [0, 1].</param>
    /// <param name="x">m_chi/T, in [1, 1e8].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double SigmaV(double darkMatterMass, double epsilon, double x) =>
        ThermalAverage.CubicCentimetrePerSecond * epsilon * epsilon * ThermalAverage.PerEpsilon2(Pair(darkMatterMass, epsilon), x);

    /// <summary>The density that a coupling leaves.</summary>
    /// <param name="darkMatterMass">m_chi, GeV, 0.5 MeV to 5 GeV.</param>
    /// <param name="epsilon">Coupling in units of e, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, the dark matter was never in equilibrium, or it annihilates into mediators.</exception>
    public RelicDensity Density(double darkMatterMass, double epsilon)
    {
        Guard.Above(epsilon, 0, 1, nameof(epsilon), "epsilon");
        PairAnnihilation pair = Pair(darkMatterMass, epsilon);
        FreezeOut freezeOut = new(pair);
        (double abundance, double x) = freezeOut.Solve(epsilon * epsilon);
        RequireAnnihilationToVisible(pair, MassRatio, epsilon, x);
        return new RelicDensity(abundance, freezeOut.Omega(abundance), x);
    }

    /// <summary>The coupling that leaves the measured density.</summary>
    /// <param name="darkMatterMass">m_chi, GeV, 0.5 MeV to 5 GeV.</param>
    /// <param name="omega">Omega h^2 wanted, in [1e-4, 1e4].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, no coupling up to 1 leaves so little, or the dark matter annihilates into mediators.</exception>
    public ThermalTarget Target(double darkMatterMass, double omega = MeasuredOmega)
    {
        Guard.Within(omega, 1e-4, 1e4, nameof(omega), "Omega h^2");
        // Only the mediator's width to the Standard Model depends on epsilon; it matters where it rivals the width to dark matter or the distance from the resonance.
        double epsilon = 0;
        for (int i = 0; i < MaximumIterations; i++)
        {
            PairAnnihilation pair = Pair(darkMatterMass, epsilon);
            (double epsilon2, double x) = Invert(new FreezeOut(pair), omega, pair);
            if (epsilon2 > 1)
            {
                break;
            }

            double next = Math.Sqrt(epsilon2);
            if (Math.Abs(next - epsilon) <= 1e-7 * next || VisibleWidthIsNegligible(pair, next))
            {
                RequireAnnihilationToVisible(pair, MassRatio, next, x);
                return new ThermalTarget(
                    darkMatterMass, next, DarkPhotonPlane.Y(next, AlphaD, MassRatio), SigmaV(darkMatterMass, next, 20), x);
            }

            epsilon = next;
        }

        throw new ArgumentOutOfRangeException(
            nameof(darkMatterMass), darkMatterMass, FormattableString.Invariant($"no coupling epsilon up to 1 leaves Omega h^2 = {omega} at this mass."));
    }

    /// <summary>Targets of several masses, in their order.</summary>
    /// <param name="darkMatterMasses">Masses m_chi, GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">A mass is outside its range.</exception>
    public IReadOnlyList<ThermalTarget> Line(IEnumerable<double> darkMatterMasses)
    {
        ArgumentNullException.ThrowIfNull(darkMatterMasses);
        return [.. darkMatterMasses.Select(m => Target(m))];
    }

    private static bool VisibleWidthIsNegligible(PairAnnihilation pair, double epsilon)
    {
        double visible = epsilon * epsilon * new PairAnnihilation(
            pair.DarkMatter, pair.Mass, pair.MediatorMass / pair.Mass, pair.AlphaD, 1, pair.Couplings, (pair.HeavyMass / pair.Mass) - 1).VisibleWidth(pair.MediatorMass);
        double other = pair.MediatorMass > pair.Threshold ? pair.Width(pair.MediatorMass) : pair.Threshold - pair.MediatorMass;
        return visible < 1e-8 * other;
    }

    /// <summary>epsilon^2 for a density, by secants in logarithms: the density falls nearly as 1/epsilon^2.</summary>
    private static (double Epsilon2, double X) Invert(FreezeOut freezeOut, double omega, PairAnnihilation pair)
    {
        const double Typical = 6e-26 / ThermalAverage.CubicCentimetrePerSecond;
        double at = Math.Log(Typical * ThermalRelic.MeasuredOmega / omega / ThermalAverage.PerEpsilon2(pair, 20));
        double slope = -1, lastAt = 0, lastMiss = 0;
        for (int i = 0; ; i++)
        {
            (double abundance, double x) = freezeOut.Solve(Math.Exp(at));
            double miss = Math.Log(freezeOut.Omega(abundance) / omega);
            if (Math.Abs(miss) < 1e-9 || i == MaximumIterations)
            {
                return (Math.Exp(at), x);
            }

            if (i > 0)
            {
                slope = Math.Clamp((miss - lastMiss) / (at - lastAt), -1.5, -0.5);
            }

            (lastAt, lastMiss) = (at, miss);
            at -= miss / slope;
        }
    }

    /// <summary>
    /// Refuses where chi chi to two mediators, forbidden at rest for M &gt; m_chi, wins over the Standard Model: its rate from detailed balance, with 4 pi alphaD^2/M^2 for the inverse.
    /// </summary>
    private static void RequireAnnihilationToVisible(PairAnnihilation pair, double massRatio, double epsilon, double x)
    {
        if (massRatio >= 2)
        {
            return;
        }

        double mediators = 3 * massRatio * massRatio * ThermalAverage.BesselK2Scaled(massRatio * x) / (2 * ThermalAverage.BesselK2Scaled(x)) * Math.Exp(-(massRatio - 1) * x);
        double forbidden = mediators * mediators * 4 * Math.PI * pair.AlphaD * pair.AlphaD / (pair.MediatorMass * pair.MediatorMass);
        double share = forbidden / (epsilon * epsilon * ThermalAverage.PerEpsilon2(pair, x));
        if (share > LargestForbiddenShare)
        {
            throw new ArgumentOutOfRangeException(
                nameof(massRatio), massRatio,
                FormattableString.Invariant($"with M/m_chi = {massRatio} the mediator is itself a final state: annihilation into pairs of it is about {share:G2} of that into the Standard Model at freeze-out, and must stay below {LargestForbiddenShare} for this formula."));
        }
    }

    private PairAnnihilation Pair(double mass, double epsilon) => new(DarkMatter, mass, MassRatio, AlphaD, epsilon, Couplings, Splitting);
}

/// <summary>What freeze-out leaves.</summary>
/// <param name="Abundance">Y = n/s of all dark particles.</param>
/// <param name="OmegaH2">Their density today, Omega h^2.</param>
/// <param name="FreezeOutX">m_chi/T at which Y is twice its equilibrium value.</param>
public readonly record struct RelicDensity(double Abundance, double OmegaH2, double FreezeOutX);

/// <summary>A point of a thermal line.</summary>
/// <param name="DarkMatterMass">m_chi, GeV.</param>
/// <param name="Epsilon">Coupling in units of e.</param>
/// <param name="Y">epsilon^2 alphaD (m_chi/M)^4.</param>
/// <param name="SigmaVAt20">Effective thermal average at x = 20, cm^3/s.</param>
/// <param name="FreezeOutX">m_chi/T at which Y is twice its equilibrium value.</param>
public readonly record struct ThermalTarget(double DarkMatterMass, double Epsilon, double Y, double SigmaVAt20, double FreezeOutX);
