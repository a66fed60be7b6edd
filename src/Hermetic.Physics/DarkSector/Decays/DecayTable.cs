using System.Numerics;
using Hermetic.Core;
using Hermetic.Physics.DarkSector.Models;

namespace Hermetic.Physics.DarkSector.Decays;

/// <summary>
/// All open channels of a particle with their widths. Of the mediator: leptons, neutrinos, photons, hadrons (by <see cref="HadronicCurrents"/>) and dark matter, tree level
/// (<see cref="Widths"/>), with loops where there is nothing else: leptons in X to two photons, mixing with the photon. Of chi2: <see cref="PartnerDecay"/>.
/// </summary>
/// <remarks>
/// i2DM: DERIVED: chi1 chi2 with 2 sin^2 cos^2 of the Dirac width, so that all channels together are one Dirac fermion's for equal masses; DMG4 has sin^2(2 theta), twice that (FROM-CODE).
/// OPEN: i2DM with large splittings, where no other program was compared.
/// Neglected: three photons of a dark photon below 2 m_e (without dark matter and neutrinos it counts as stable there); four-body decays; the interference of mixing loops with the direct
/// coupling to muons and taus (1 % of their widths); hadrons of scalars, pseudoscalars and axial vectors, which are refused as models.
/// </remarks>
public sealed class DecayTable
{
    /// <summary>Greatest mass of a mediator, GeV.</summary>
    public const double MaximumMass = 50;

    private DecayTable(string particle, double mass, IEnumerable<DecayChannel> channels)
    {
        (Particle, Mass) = (particle, mass);
        Channels = [.. channels.Where(c => c.Width > 0)];
        Total = Channels.Sum(c => c.Width);
    }

    /// <summary>What decays: "X" for the mediator, "chi2".</summary>
    public string Particle { get; }

    /// <summary>Its mass, GeV.</summary>
    public double Mass { get; }

    /// <summary>The open channels, visible ones first.</summary>
    public IReadOnlyList<DecayChannel> Channels { get; }

    /// <summary>Total width, GeV; zero for a stable particle.</summary>
    public double Total { get; }

    /// <summary>c tau, mm; infinite for a stable particle.</summary>
    public double CTau => Constants.HbarC / Total;

    /// <summary>Lifetime, ns; infinite for a stable particle.</summary>
    public double Lifetime => CTau / Constants.SpeedOfLight;

    /// <summary>Branching ratio to neutrinos and to dark matter that does not decay: what a search for missing energy sees whole. Zero for a stable particle.</summary>
    public double InvisibleRatio => Ratio(c => c.Kind is ChannelKind.Neutrinos or ChannelKind.Dark);

    /// <summary>The decays of a model's mediator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="mass">Mass of the mediator, GeV, in (0, 50].</param>
    /// <param name="coupling">The model's coupling parameter, not negative: epsilon, g or g in 1/GeV.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static DecayTable Of(DarkModel model, double mass, double coupling)
    {
        ArgumentNullException.ThrowIfNull(model);
        Guard.Above(mass, 0, MaximumMass, nameof(mass), "the mediator mass in GeV");
        Guard.Within(coupling, 0, 1e6, nameof(coupling), "the coupling");
        return new DecayTable("X", mass, [.. Known(model, mass, coupling), .. Dark(model, mass)]);
    }

    /// <summary>The decays of chi2, the heavier partner in the dark matter of a model; null where it has none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="mass">Mass of the mediator, GeV, in (0, 50].</param>
    /// <param name="coupling">The model's coupling parameter, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static DecayTable? OfPartner(DarkModel model, double mass, double coupling)
    {
        ArgumentNullException.ThrowIfNull(model);
        Guard.Above(mass, 0, MaximumMass, nameof(mass), "the mediator mass in GeV");
        if (model.DarkMatter is not { IsPair: true } dark)
        {
            return null;
        }

        double alpha = model.Alpha(coupling);
        double heavy = dark.HeavyMass(mass);
        if (dark.Splitting == 0 || dark.OffDiagonal == 0)
        {
            return new DecayTable("chi2", heavy, []);
        }

        PartnerDecay decay = new(dark.LightMass(mass), heavy, mass, dark.AlphaD * dark.OffDiagonal * dark.OffDiagonal);
        DecayChannel Lepton(string name, double charge, double leptonMass) =>
            new($"chi1 {name}", ChannelKind.Semivisible, alpha * decay.WidthToLeptons(leptonMass, LeptonCharge2(model, charge)));
        FermionCharges charges = model.Charges;
        Func<double, double>? hadrons = Hadrons(model);
        return new DecayTable("chi2", heavy, [
            Lepton("e+ e-", charges.Electron, Constants.ElectronMass),
            Lepton("mu+ mu-", charges.Muon, Constants.MuonMass),
            Lepton("tau+ tau-", charges.Tau, Constants.TauMass),
            new("chi1 hadrons", ChannelKind.Semivisible, hadrons is null ? 0 : alpha * decay.WidthToHadrons(hadrons)),
            new("chi1 neutrinos", ChannelKind.Neutrinos, alpha * decay.WidthToLeptons(0, _ => charges.NeutrinosSquared * (model.Neutrinos == NeutrinoKind.Dirac ? 1 : 0.5))),
        ]);
    }

    /// <summary>Branching ratio of a channel by its name; zero for one that is closed.</summary>
    /// <param name="name">Name of the channel.</param>
    public double Ratio(string name) => Ratio(c => c.Name == name);

    /// <summary>Partial width of a channel by its name, GeV; zero for one that is closed.</summary>
    /// <param name="name">Name of the channel.</param>
    public double Width(string name) => Channels.Where(c => c.Name == name).Sum(c => c.Width);

    /// <summary>Branching ratio of all channels of a kind; zero for a stable particle.</summary>
    /// <param name="kind">The kind.</param>
    public double Ratio(ChannelKind kind) => Ratio(c => c.Kind == kind);

    private double Ratio(Func<DecayChannel, bool> which) => Total > 0 ? Channels.Where(which).Sum(c => c.Width) / Total : 0;

    private static List<DecayChannel> Known(DarkModel model, double mass, double coupling)
    {
        FermionCharges charges = model.Charges;
        if (model.Unit == CouplingUnit.PerGev)
        {
            return [new("photons", ChannelKind.Visible, Widths.ToPhotons(mass, model.Photon * coupling))];
        }

        double alpha = model.Alpha(coupling);
        DecayChannel Lepton(string name, double charge, double leptonMass) =>
            new(name, ChannelKind.Visible, Widths.ToFermions(model.Mediator, mass, leptonMass, alpha * LeptonCharge2(model, charge)(mass * mass)));
        List<DecayChannel> channels =
        [
            Lepton("e+ e-", charges.Electron, Constants.ElectronMass),
            Lepton("mu+ mu-", charges.Muon, Constants.MuonMass),
            Lepton("tau+ tau-", charges.Tau, Constants.TauMass),
        ];
        if (model.IsSpinOne)
        {
            double hadrons = Hadrons(model)?.Invoke(mass * mass) ?? 0;
            channels.Add(new("hadrons", ChannelKind.Visible, alpha * mass / 3 * hadrons));
            channels.Add(new("neutrinos", ChannelKind.Neutrinos, Widths.ToNeutrinos(mass, alpha * charges.NeutrinosSquared, model.Neutrinos == NeutrinoKind.Dirac)));
        }
        else
        {
            channels.Add(new("photons", ChannelKind.Visible, Photons(model, mass, coupling)));
        }

        return channels;
    }

    private static double Photons(DarkModel model, double mass, double coupling)
    {
        if (model.Photon != 0)
        {
            return Widths.ToPhotons(mass, model.Photon * coupling);
        }

        double g = Math.Sqrt(4 * Math.PI * model.Alpha(coupling));
        (double Charge, double Mass)[] leptons =
            [(model.Charges.Electron, Constants.ElectronMass), (model.Charges.Muon, Constants.MuonMass), (model.Charges.Tau, Constants.TauMass)];
        Complex sum = leptons.Aggregate(Complex.Zero, (s, l) => l.Charge == 0 ? s : s + (l.Charge * Widths.PhotonLoop(model.Mediator, mass, l.Mass)));
        return Widths.ToPhotons(mass, g * sum.Magnitude);
    }

    private static DecayChannel[] Dark(DarkModel model, double mass)
    {
        if (model.DarkMatter is not { } dark)
        {
            return [];
        }

        double light = dark.LightMass(mass), heavy = dark.HeavyMass(mass);
        // chi2 gives itself away only where it can decay to something that is seen.
        bool decays = dark.OffDiagonal > 0 && heavy - light > 2 * Constants.ElectronMass && (model.Charges.HasLeptons || model.CouplesToHadrons);
        ChannelKind partner = decays ? ChannelKind.Semivisible : ChannelKind.Dark;
        switch (dark.Species)
        {
            case DarkSpecies.PseudoDirac or DarkSpecies.Inelastic:
                return [new("chi1 chi2", partner, Widths.ToUnequalPair(mass, light, heavy, dark.AlphaD))];
            case DarkSpecies.Mixed:
                double sine2 = Math.Pow(Math.Sin(dark.MixingAngle), 2), cosine2 = 1 - sine2;
                // Both chi1 antichi2 and its antiparticle: twice sin^2 cos^2. The sum of all for equal masses is the width to one Dirac fermion, whatever the angle.
                return
                [
                    new("chi1 chi1", ChannelKind.Dark, sine2 * sine2 * Widths.ToDarkMatter(DarkMatter.Dirac, mass, light, dark.AlphaD)),
                    new("chi1 chi2", partner, 2 * sine2 * cosine2 * Widths.ToUnequalPair(mass, light, heavy, dark.AlphaD)),
                    new("chi2 chi2", partner, cosine2 * cosine2 * Widths.ToDarkMatter(DarkMatter.Dirac, mass, heavy, dark.AlphaD)),
                ];
            default:
                return [new("chi chi", ChannelKind.Dark, Widths.ToDarkMatter(model.Mediator, dark.Particle, mass, light, dark.AlphaD))];
        }
    }

    /// <summary>Square of the charge of a lepton against q^2: what the model says, or the mixing with the photon where it says nothing.</summary>
    private static Func<double, double> LeptonCharge2(DarkModel model, double charge)
    {
        if (charge != 0 || !model.MixingLoops)
        {
            return _ => charge * charge;
        }

        return q2 => MixingCharge2(model, q2);
    }

    /// <summary>|epsilon_eff|^2 by loops, as the square of a charge in units of the model's coupling.</summary>
    private static double MixingCharge2(DarkModel model, double q2)
    {
        // epsilon_eff e per g' Q_mu.
        double perCoupling = model.Charges.Muon * LoopMixing.EpsilonPerCoupling(q2).Magnitude;
        return perCoupling * perCoupling * 4 * Math.PI * Constants.Alpha;
    }

    private static Func<double, double>? Hadrons(DarkModel model)
    {
        if (model.MixingLoops)
        {
            return s => MixingCharge2(model, s) * HadronicRatio.Of(s);
        }

        FermionCharges charges = model.Charges;
        return charges.HasQuarks ? s => HadronicCurrents.Ratio(charges, s) : null;
    }
}
