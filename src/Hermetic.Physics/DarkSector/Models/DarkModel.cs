using Hermetic.Core;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Physics.DarkSector.Decays;

namespace Hermetic.Physics.DarkSector.Models;

/// <summary>
/// A model of the dark sector: a mediator, its couplings to known particles as charges times one coupling parameter, and its dark matter. Mass and coupling of the
/// mediator are no part of it: they are the axes of a search.
/// </summary>
public sealed record DarkModel
{
    /// <summary>Greatest absolute value of a charge.</summary>
    public const double MaximumCharge = 1e3;

    /// <summary>A model.</summary>
    /// <param name="mediator">Spin and parity of the mediator.</param>
    /// <param name="unit">What its coupling parameter is.</param>
    /// <param name="charges">Charges of the fermions. Quarks and neutrinos: for spin 1 only, quarks for a vector only.</param>
    /// <param name="neutrinos">Which neutrinos there are.</param>
    /// <param name="mixingLoops">Whether loops of muons and taus mix the mediator with the photon; for a vector with opposite charges of muon and tau and none of the electron.</param>
    /// <param name="photon">Coupling to two photons in 1/GeV per unit of the coupling parameter; for spin 0. Where it is zero, loops of charged leptons take its place.</param>
    /// <param name="darkMatter">Dark matter, or null.</param>
    /// <exception cref="ArgumentException">The couplings contradict each other, or are not covered.</exception>
    public DarkModel(
        Mediator mediator,
        CouplingUnit unit,
        FermionCharges charges,
        NeutrinoKind neutrinos = NeutrinoKind.LeftHanded,
        bool mixingLoops = false,
        double photon = 0,
        DarkMatterSector? darkMatter = null)
    {
        ArgumentNullException.ThrowIfNull(charges);
        foreach (double charge in charges.All)
        {
            Guard.Within(charge, -MaximumCharge, MaximumCharge, nameof(charges), "a charge");
        }

        Guard.Within(photon, -MaximumCharge, MaximumCharge, nameof(photon), "the coupling to photons");
        (Mediator, Unit, Charges, Neutrinos, MixingLoops, Photon, DarkMatter) = (mediator, unit, charges, neutrinos, mixingLoops, photon, darkMatter);
        if (Contradiction is { } fault)
        {
            throw new ArgumentException(fault.Reason, fault.Parameter);
        }
    }

    /// <summary>Spin and parity of the mediator.</summary>
    public Mediator Mediator { get; }

    /// <summary>What the coupling parameter is, and with it what cross sections are quoted at.</summary>
    public CouplingUnit Unit { get; }

    /// <summary>Charges of the fermions.</summary>
    public FermionCharges Charges { get; }

    /// <summary>Which neutrinos there are.</summary>
    public NeutrinoKind Neutrinos { get; }

    /// <summary>Whether loops of muons and taus mix the mediator with the photon.</summary>
    public bool MixingLoops { get; }

    /// <summary>Coupling to two photons in 1/GeV per unit of the coupling parameter.</summary>
    public double Photon { get; }

    /// <summary>Dark matter, or null.</summary>
    public DarkMatterSector? DarkMatter { get; }

    /// <summary>Whether the mediator has spin 1.</summary>
    public bool IsSpinOne => Mediator is Mediator.Vector or Mediator.Axial;

    /// <summary>Whether the mediator couples to hadrons, directly or through the photon.</summary>
    public bool CouplesToHadrons => Charges.HasQuarks || MixingLoops;

    /// <summary>The coupling that cross sections are quoted at, in words.</summary>
    public string QuotedAt => Unit switch
    {
        CouplingUnit.Epsilon => "epsilon = 1 (coupling e times the charge)",
        CouplingUnit.G => "g = 1",
        _ => "g = 1/GeV",
    };

    /// <summary>Why the couplings cannot stand together, with the parameter of the constructor that does not fit, or null.</summary>
    private (string Parameter, string Reason)? Contradiction
    {
        get
        {
            bool opposite = Charges.Muon != 0 && Charges.Muon == -Charges.Tau && Charges.Electron == 0 && !Charges.HasQuarks;
            (bool Wrong, string Parameter, string Reason)[] rules =
            [
                (!IsSpinOne && Charges.NeutrinosSquared != 0, "charges", "neutrinos have charges under vector and axial mediators only"),
                (Mediator != Mediator.Vector && Charges.HasQuarks, "charges", "quarks have charges under a vector only: hadronic widths of other mediators are not known well enough"),
                (IsSpinOne && Photon != 0, "photon", "a mediator of spin 1 does not decay to two photons"),
                (MixingLoops && !(Mediator == Mediator.Vector && opposite), "mixingLoops", "the loops are known for a vector with opposite charges of muon and tau alone"),
                (Unit == CouplingUnit.PerGev && (IsSpinOne || Photon == 0 || Charges.HasLeptons), "unit", "a coupling in 1/GeV is that of a scalar or pseudoscalar to photons alone"),
                (!Charges.HasLeptons && !Charges.HasQuarks && Charges.NeutrinosSquared == 0 && Photon == 0, "charges", "the mediator couples to no known particle"),
                (Mediator != Mediator.Vector && DarkMatter is { IsPair: true }, "darkMatter", "a pair chi1 chi2 couples to a vector only"),
                (!IsSpinOne && DarkMatter?.Species == DarkSpecies.Scalar, "darkMatter", "a scalar's coupling to a scalar has the dimension of a mass and is not covered"),
            ];
            return rules.Where(r => r.Wrong).Select(r => ((string, string)?)(r.Parameter, r.Reason)).FirstOrDefault();
        }
    }

    /// <summary>coupling^2/(4 pi) for a charge of 1: alpha epsilon^2 or g^2/(4 pi).</summary>
    /// <param name="coupling">The coupling parameter, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coupling is negative or no number.</exception>
    /// <exception cref="InvalidOperationException">The coupling has a dimension.</exception>
    public double Alpha(double coupling)
    {
        Guard.Within(coupling, 0, 1e6, nameof(coupling), "the coupling");
        return Unit switch
        {
            CouplingUnit.Epsilon => Constants.Alpha * coupling * coupling,
            CouplingUnit.G => coupling * coupling / (4 * Math.PI),
            _ => throw new InvalidOperationException("A coupling to photons alone has the dimension 1/GeV: it has no alpha."),
        };
    }

    /// <summary>epsilon^2 of a lepton for one unit of the coupling parameter squared: what a cross section at epsilon = 1 is multiplied with to be one at unit coupling.</summary>
    /// <param name="charge">Charge of the lepton.</param>
    public double Epsilon2(double charge) => charge * charge * Alpha(1) / Constants.Alpha;

    /// <summary>What the mediator couples to, for annihilation of dark matter in the early universe (unit of the coupling: epsilon).</summary>
    /// <exception cref="InvalidOperationException">The mediator is no vector.</exception>
    public VisibleCouplings Visible()
    {
        if (Mediator != Mediator.Vector)
        {
            throw new InvalidOperationException("Only the couplings of a vector have this form.");
        }

        FermionCharges charges = Charges;
        return new VisibleCouplings
        {
            Electron = charges.Electron,
            Muon = charges.Muon,
            Tau = charges.Tau,
            Neutrinos = charges.NeutrinosSquared * (Neutrinos == NeutrinoKind.Dirac ? 2 : 1),
            Hadrons = charges.HasQuarks ? s => HadronicCurrents.Ratio(charges, s) : null,
            HadronEdges = charges.HasQuarks ? HadronicRatio.Edges : [],
        };
    }
}
