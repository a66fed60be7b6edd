namespace Hermetic.Physics.DarkSector.Models;

/// <summary>What the dark matter of a model consists of.</summary>
public enum DarkSpecies
{
    /// <summary>A complex scalar.</summary>
    Scalar,

    /// <summary>A Majorana fermion, coupling (g_D/2) chibar gamma^mu gamma5 chi to a vector.</summary>
    Majorana,

    /// <summary>A Dirac fermion.</summary>
    Dirac,

    /// <summary>Two Majorana fermions chi1, chi2 with nearly equal masses that couple as a pair chi1 chi2 only.</summary>
    PseudoDirac,

    /// <summary>The same with a mass difference that matters: chi2 decays to chi1 and a pair of known particles (inelastic dark matter).</summary>
    Inelastic,

    /// <summary>Two Dirac fermions that mix, one of which alone has a dark charge (inelastic Dirac dark matter, i2DM): all of chi1 chi1, chi1 chi2, chi2 chi2 couple.</summary>
    Mixed,
}

/// <summary>Dark matter of a model, with masses relative to that of the mediator.</summary>
public sealed record DarkMatterSector
{
    /// <summary>Greatest splitting of <see cref="DarkSpecies.Mixed"/>: above it chi2 would decay to three chi1.</summary>
    public const double MixedSplitting = 2;

    /// <summary>What it consists of.</summary>
    /// <param name="species">Kind of particles.</param>
    /// <param name="massRatio">m_X/m_chi1, positive; above 2 + splitting the mediator decays to a pair.</param>
    /// <param name="alphaD">g_D^2/(4 pi), in (0, 4 pi].</param>
    /// <param name="splitting">(m_chi2 - m_chi1)/m_chi1: not negative, below the mass ratio (chi2 does not decay to a real mediator) and for mixed species below 2; zero for one particle.</param>
    /// <param name="mixingAngle">Mixing angle theta in rad of <see cref="DarkSpecies.Mixed"/>, in [0, pi/2]: chi1 has charge sin^2 theta, chi2 cos^2 theta; zero for others.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is impossible.</exception>
    public DarkMatterSector(DarkSpecies species, double massRatio, double alphaD, double splitting = 0, double mixingAngle = 0)
    {
        Guard.Above(massRatio, 0, 1e6, nameof(massRatio), "the mass ratio m_X/m_chi1");
        Guard.Above(alphaD, 0, 4 * Math.PI, nameof(alphaD), "alphaD");
        Species = species;
        MassRatio = massRatio;
        AlphaD = alphaD;
        Splitting = splitting;
        MixingAngle = mixingAngle;
        Guard.Within(splitting, 0, IsPair ? double.MaxValue : 0, nameof(splitting), "the splitting (m_chi2 - m_chi1)/m_chi1");
        double limit = species == DarkSpecies.Mixed ? Math.Min(MixedSplitting, massRatio) : massRatio;
        if (IsPair && splitting >= limit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(splitting), splitting, FormattableString.Invariant($"the splitting (m_chi2 - m_chi1)/m_chi1 must lie in [0, {limit}): chi2 would decay into dark particles alone."));
        }

        Guard.Within(mixingAngle, 0, species == DarkSpecies.Mixed ? Math.PI / 2 : 0, nameof(mixingAngle), "the mixing angle in rad");
    }

    /// <summary>What it consists of.</summary>
    public DarkSpecies Species { get; }

    /// <summary>m_X/m_chi1.</summary>
    public double MassRatio { get; }

    /// <summary>g_D^2/(4 pi).</summary>
    public double AlphaD { get; }

    /// <summary>(m_chi2 - m_chi1)/m_chi1; zero for one particle.</summary>
    public double Splitting { get; }

    /// <summary>Mixing angle in rad; zero for unmixed species.</summary>
    public double MixingAngle { get; }

    /// <summary>Whether there is a heavier partner chi2.</summary>
    public bool IsPair => Species is DarkSpecies.PseudoDirac or DarkSpecies.Inelastic or DarkSpecies.Mixed;

    /// <summary>The particle by itself, for what knows no partners: a pair counts as Dirac, which it is for vanishing splitting.</summary>
    public DarkMatter Particle => Species switch
    {
        DarkSpecies.Scalar => DarkMatter.ComplexScalar,
        DarkSpecies.Majorana => DarkMatter.Majorana,
        _ => DarkMatter.Dirac,
    };

    /// <summary>Strength of the current chi1 chi2 relative to g_D: 1 for a pseudo-Dirac pair, sin theta cos theta for mixed Dirac fermions.</summary>
    public double OffDiagonal => Species switch
    {
        DarkSpecies.PseudoDirac or DarkSpecies.Inelastic => 1,
        DarkSpecies.Mixed => Math.Sin(MixingAngle) * Math.Cos(MixingAngle),
        _ => 0,
    };

    /// <summary>Mass of chi (chi1), GeV.</summary>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    public double LightMass(double mediatorMass) => mediatorMass / MassRatio;

    /// <summary>Mass of chi2, GeV; that of chi where there is no partner.</summary>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    public double HeavyMass(double mediatorMass) => LightMass(mediatorMass) * (1 + Splitting);
}
