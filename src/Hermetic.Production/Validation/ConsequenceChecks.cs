using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Consequences;
using Hermetic.Setup.Experiments;

namespace Hermetic.Production.Validation;

/// <summary>What couplings of the dark sector imply, against independent tables: anomalous magnetic moments and thermal targets.</summary>
internal static class ConsequenceChecks
{
    public static readonly string[] RelicLineKeys = ["reference", "darkMatter", "massRatio", "alphaD", "lowestMass", "highestMass"];

    private static readonly string[] Kinds = ["scalar", "majorana", "pseudodirac"];

    public static CheckRoutine AnomalousMoments(CheckSettings settings)
    {
        Mediator[] mediators = Enum.GetValues<Mediator>();
        ReferenceTable table = settings.Reference(["m_MeV", .. mediators.Select(Column)], "lepton");
        foreach (ReferenceTable.Row row in table.Rows.Where(r => r.Text("lepton") is not ("e" or "mu")))
        {
            throw settings.Section.Error("reference", $"a row has lepton '{row.Text("lepton")}'", "e, mu");
        }

        return _ => CheckOutcome.Of(table.Rows.SelectMany(row => mediators.Select(mediator => Compare(row, mediator))));

        static Comparison Compare(ReferenceTable.Row row, Mediator mediator)
        {
            double lepton = row.Text("lepton") == "e" ? Constants.ElectronMass : Constants.MuonMass;
            // The columns are for a coupling g = 1e-4.
            double moment = AnomalousMoment.Of(LeptonCouplings.Of(mediator, 1e-4), row["m_MeV"] / 1000, lepton);
            return new($"Delta a at g = 1e-4; {EnumWords.Word(mediator)}, {row.Text("lepton")}, m = {row["m_MeV"]} MeV", moment, row[Column(mediator)]);
        }

        static string Column(Mediator mediator) => $"da_{EnumWords.Word(mediator)}_g1e-4";
    }

    public static CheckRoutine RelicLine(CheckSettings settings)
    {
        NumberRule mass = new(Dimension.Energy, PairAnnihilation.MinimumMass, PairAnnihilation.MaximumMass);
        string kind = settings.Words("darkMatter", Kinds)[0];
        double low = settings.Section.Plain("lowestMass", mass), high = settings.Section.Plain("highestMass", mass);
        ThermalRelic relic = Relic(
            kind,
            settings.Section.Plain("massRatio", new(Dimension.Count, 2, 1000, Units: [""])),
            settings.Section.Plain("alphaD", new(Dimension.Count, 0, 10, Units: [""], AboveMinimum: true)));
        ReferenceTable table = settings.Reference(row => row.Text("kind") == kind, ["m_chi_GeV", "y"], "kind");
        return context => CheckOutcome.Of(table.Rows.Select(row =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            double m = row["m_chi_GeV"];
            return new Comparison($"y of the thermal target; {kind}, m_chi = {1000 * m:G6} MeV", relic.Target(m).Y, row["y"]) { Judged = m >= low && m <= high };
        }));
    }

    public static CheckRoutine RelicSolver(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["m_chi_MeV", "R_mA_over_mchi", "y_relic", "epsilon_at_alphaD_0.1", "sigmav_eff_at_x20_cm3s"], "kind");
        foreach (ReferenceTable.Row unknown in table.Rows.Where(r => !Kinds.Contains(r.Text("kind"))))
        {
            throw settings.Section.Error("reference", $"a row has dark matter '{unknown.Text("kind")}'", string.Join(", ", Kinds));
        }

        return context => CheckOutcome.Of(table.Rows.SelectMany(row =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            string kind = row.Text("kind");
            double ratio = row["R_mA_over_mchi"];
            ThermalTarget target = Relic(kind, ratio, 0.1).Target(row["m_chi_MeV"] / 1000);
            string where = $"{kind}, m_chi = {row["m_chi_MeV"]} MeV, m_A'/m_chi = {ratio}";
            return new Comparison[]
            {
                new($"y of the thermal target; {where}", target.Y, row["y_relic"]),
                new($"epsilon at alphaD = 0.1; {where}", target.Epsilon, row["epsilon_at_alphaD_0.1"]),
                new($"effective sigma v at x = 20 [cm3/s]; {where}", target.SigmaVAt20, row["sigmav_eff_at_x20_cm3s"]),
            };
        }));
    }

    private static ThermalRelic Relic(string kind, double ratio, double alphaD) => new()
    {
        DarkMatter = kind switch { "scalar" => DarkMatter.ComplexScalar, "majorana" => DarkMatter.Majorana, _ => DarkMatter.Dirac },
        MassRatio = ratio,
        AlphaD = alphaD,
        Couplings = VisibleCouplings.DarkPhoton,
    };
}
