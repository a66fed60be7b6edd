using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Models;

namespace Hermetic.Tests.DarkSector;

public class DarkModelTests
{
    [Fact]
    public void CouplingsTurnIntoEpsilon()
    {
        DarkModel epsilon = new(Mediator.Scalar, CouplingUnit.Epsilon, new FermionCharges { Electron = -2 }), g = new(Mediator.Scalar, CouplingUnit.G, new FermionCharges { Muon = 1 });
        Relative.Close(4, epsilon.Epsilon2(-2), 1e-15, "epsilon");
        Relative.Close(1 / (4 * Math.PI * Constants.Alpha), g.Epsilon2(1), 1e-14, "g");
        Relative.Close(9 * Constants.Alpha, epsilon.Alpha(3), 1e-15, "alpha of epsilon");
        Relative.Close(9 / (4 * Math.PI), g.Alpha(3), 1e-15, "alpha of g");
        Assert.Equal("g = 1", g.QuotedAt);
    }

    [Fact]
    public void VisibleCouplingsRepeatTheWidths()
    {
        FermionCharges charges = FermionCharges.Electric with { MuonNeutrino = 0.5, Up = 0.1 };
        foreach (NeutrinoKind neutrinos in Enum.GetValues<NeutrinoKind>())
        {
            DarkModel model = new(Mediator.Vector, CouplingUnit.Epsilon, charges, neutrinos);
            foreach (double mass in new[] { 0.01, 0.3, 0.78, 1.9, 5, 20 })
            {
                Relative.Close(DecayTable.Of(model, mass, 1).Total, Constants.Alpha * mass / 3 * model.Visible().Ratio(mass * mass), 1e-12, $"{neutrinos} at {mass} GeV");
            }
        }

        Assert.Throws<InvalidOperationException>(() => new DarkModel(Mediator.Axial, CouplingUnit.G, new FermionCharges { Muon = 1 }).Visible());
    }

    [Fact]
    public void ContradictionsAreRefused()
    {
        FermionCharges none = new(), muon = new() { Muon = 1 }, quark = new() { Up = 1 }, neutrino = new() { TauNeutrino = 1 };
        DarkMatterSector scalar = new(DarkSpecies.Scalar, 3, 0.1), pair = new(DarkSpecies.Inelastic, 3, 0.1, 0.1);
        Refused("no known particle", () => new(Mediator.Vector, CouplingUnit.G, none));
        Refused("neutrinos have charges", () => new(Mediator.Scalar, CouplingUnit.G, neutrino));
        Refused("quarks have charges", () => new(Mediator.Axial, CouplingUnit.G, quark));
        Refused("two photons", () => new(Mediator.Vector, CouplingUnit.G, muon, photon: 1));
        Refused("loops are known", () => new(Mediator.Vector, CouplingUnit.G, muon, mixingLoops: true));
        Refused("1/GeV", () => new(Mediator.Pseudoscalar, CouplingUnit.PerGev, muon, photon: 1));
        Refused("1/GeV", () => new(Mediator.Pseudoscalar, CouplingUnit.PerGev, none));
        Refused("dimension of a mass", () => new(Mediator.Scalar, CouplingUnit.G, muon, darkMatter: scalar));
        Refused("vector only", () => new(Mediator.Axial, CouplingUnit.G, muon, darkMatter: pair));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarkModel(Mediator.Vector, CouplingUnit.G, new FermionCharges { Muon = double.NaN }));

        static void Refused(string reason, Func<DarkModel> make) => Assert.Contains(reason, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImpossibleDarkMatterIsRefused()
    {
        Refused(() => new(DarkSpecies.Dirac, 0, 0.1));
        Refused(() => new(DarkSpecies.Dirac, 3, 0));
        Refused(() => new(DarkSpecies.Dirac, 3, 0.1, 0.1));
        Refused(() => new(DarkSpecies.Inelastic, 3, 0.1, -0.1));
        Refused(() => new(DarkSpecies.Inelastic, 3, 0.1, 3));
        Refused(() => new(DarkSpecies.Mixed, 3, 0.1, 2));
        Refused(() => new(DarkSpecies.Inelastic, 3, 0.1, 0.1, 0.2));
        Refused(() => new(DarkSpecies.Mixed, 3, 0.1, 0.1, 2));
        Refused(() => new(DarkSpecies.Inelastic, 3, 0.1, double.NaN));

        static void Refused(Func<DarkMatterSector> make) => Assert.Throws<ArgumentOutOfRangeException>(make);
    }
}
