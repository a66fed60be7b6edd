using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Charge exchange K- p -> K0bar n; half of the K0bar are K_S, half K_L (mixing before the decay, no CP violation). FROM-CODE: G4ChargeExchangeXS of Geant4,
/// 56.3 microbarn (10 GeV/p)^1.60, LIT; OPEN: the range of validity, which the source does not state
/// (5 to 100 GeV is a choice made here), and the slope in t, which it does not give and which is an argument.
/// </summary>
public static class KaonChargeExchange
{
    /// <summary>Least momentum of the kaon, GeV.</summary>
    public const double MinimumMomentum = 5;

    /// <summary>Greatest momentum of the kaon, GeV.</summary>
    public const double MaximumMomentum = 100;

    private const double KaonMass = 0.493677;
    private const double NeutralKaonMass = 0.497611;
    private const double NeutronMass = 0.93956542;

    /// <summary>Cross section per free proton, pb, K_S and K_L together.</summary>
    /// <param name="kaonMomentum">Momentum of the K-, GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is outside its range.</exception>
    public static double CrossSection(double kaonMomentum)
    {
        Check(kaonMomentum);
        return 56.3e6 * Math.Pow(10 / kaonMomentum, 1.60);
    }

    /// <summary>Cross section per nucleus, pb: that of the proton times Z^(2/3) times an absorption factor (OPEN; the source has none for kaons).</summary>
    /// <param name="kaonMomentum">Momentum of the K-, GeV.</param>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="absorption">Absorption factor, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double NuclearCrossSection(double kaonMomentum, Nucleus nucleus, double absorption = 1)
    {
        Guard.Above(absorption, 0, 1, nameof(absorption), "the absorption factor");
        return CrossSection(kaonMomentum) * Math.Pow(nucleus.Z, 2.0 / 3) * absorption;
    }

    /// <summary>Samples K0bar and neutron for a K- along z on a proton at rest, with exp(-slope (|t| - |t|_least)); their sum is that of kaon and proton to
    /// rounding.</summary>
    /// <param name="kaonMomentum">Momentum of the K-, GeV.</param>
    /// <param name="slope">The slope (OPEN), GeV^-2, in [1, 50].</param>
    /// <param name="random">Random stream.</param>
    /// <param name="kaon">The K0bar.</param>
    /// <param name="neutron">The neutron.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static void Sample(double kaonMomentum, double slope, ref RandomStream random, out FourMomentum kaon, out FourMomentum neutron)
    {
        Check(kaonMomentum);
        Guard.Within(slope, 1, 50, nameof(slope), "the slope in GeV^-2");
        double energy = Math.Sqrt((kaonMomentum * kaonMomentum) + (KaonMass * KaonMass));
        (double least, double most) = Scatter.Transfers(energy, KaonMass, Constants.ProtonMass, NeutralKaonMass, NeutronMass);
        double excess;
        do
        {
            excess = random.NextExponential() / slope;
        }
        while (excess > most - least);
        Scatter.Sample(energy, KaonMass, Constants.ProtonMass, NeutralKaonMass, NeutronMass, excess, ref random, out kaon, out neutron);
    }

    private static void Check(double kaonMomentum) =>
        Guard.Within(kaonMomentum, MinimumMomentum, MaximumMomentum, nameof(kaonMomentum), "the kaon momentum in GeV");
}
