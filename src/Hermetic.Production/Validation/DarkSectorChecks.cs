using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;
using Hermetic.Setup.Experiments;

namespace Hermetic.Production.Validation;

/// <summary>Production and decay of dark particles against independent tables. All at epsilon = 1 unless a table's column says otherwise.</summary>
internal static class DarkSectorChecks
{
    /// <summary>Share of the energy from which the rows of DMG4's table for light mediators are integrated.</summary>
    private const double Dmg4LeastShare = 0.01;

    public static CheckRoutine PhotonFlux(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["Z", "A", "tmin_GeV2", "tmax_GeV2", "chi_elastic_numeric", "chi_elastic_closed_form", "chi_inelastic_numeric"]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            NuclearFormFactor form = new(NucleusOf(row));
            (double tMin, double tMax) = (row["tmin_GeV2"], row["tmax_GeV2"]);
            CrossSectionParts chi = Hermetic.Physics.DarkSector.Production.PhotonFlux.Chi(form, tMin, tMax);
            string where = $"Z = {row["Z"]}, t from {tMin:G4} to {tMax:G4} GeV2";
            yield return new($"flux, elastic, quadrature; {where}", chi.Elastic, row["chi_elastic_numeric"]);
            yield return new($"flux, elastic, closed form; {where}", Hermetic.Physics.DarkSector.Production.PhotonFlux.ChiElasticClosed(form, tMin, tMax), row["chi_elastic_closed_form"]);
            yield return new($"flux, inelastic; {where}", chi.Inelastic, row["chi_inelastic_numeric"]);
        }
    }

    public static CheckRoutine BremsstrahlungTotals(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(
            ["Z", "A", "E0_GeV", "m_MeV", "x_min", "sigma_ETL_elastic_pb", "sigma_ETL_inelastic_pb", "sigma_x_gt_0.5_ETL_elastic_pb", "sigma_x_gt_0.5_ETL_inelastic_pb"], "mediator", "lepton");
        List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> processes = Processes(settings, table);
        return context => CheckOutcome.Of(processes.SelectMany(p => Compare(p.Row, p.Process, context.Cancellation)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, DarkBremsstrahlung process, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            CrossSectionParts all = process.Total(row["E0_GeV"], row["x_min"]);
            CrossSectionParts hard = process.Total(row["E0_GeV"], 0.5);
            string where = Where(row);
            yield return new($"sigma, elastic [pb]; {where}", all.Elastic, row["sigma_ETL_elastic_pb"]);
            yield return new($"sigma, inelastic [pb]; {where}", all.Inelastic, row["sigma_ETL_inelastic_pb"]);
            yield return new($"sigma, elastic, x > 0.5 [pb]; {where}", hard.Elastic, row["sigma_x_gt_0.5_ETL_elastic_pb"]);
            yield return new($"sigma, inelastic, x > 0.5 [pb]; {where}", hard.Inelastic, row["sigma_x_gt_0.5_ETL_inelastic_pb"]);
        }
    }

    public static CheckRoutine BremsstrahlungSpectrum(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["Z", "A", "E0_GeV", "m_MeV", "x", "dsdx_ETL_elastic_pb", "dsdx_ETL_inelastic_pb"], "mediator", "lepton");
        List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> processes = Processes(settings, table);
        return _ => CheckOutcome.Of(processes.SelectMany(p => Compare(p.Row, p.Process)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, DarkBremsstrahlung process)
        {
            CrossSectionParts parts = process.DsDx(row["E0_GeV"], 1 - row["x"]);
            string where = $"{Where(row)}, x = {row["x"]}";
            yield return new($"dsigma/dx, elastic [pb]; {where}", parts.Elastic, row["dsdx_ETL_elastic_pb"]);
            yield return new($"dsigma/dx, inelastic [pb]; {where}", parts.Inelastic, row["dsdx_ETL_inelastic_pb"]);
        }
    }

    public static CheckRoutine Dmg4Totals(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["m_MeV", "sigma_pb_eps1e-4"], "E0_GeV");
        double maximum = settings.Section.Plain("maximumMass", new(Core.Units.Dimension.Energy, 0, DarkBremsstrahlung.MaximumMass, AboveMinimum: true));
        return context => CheckOutcome.Of(table.Rows.Select(row => Compare(row, maximum, context.Cancellation)));

        static Comparison Compare(ReferenceTable.Row row, double maximum, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            double mass = row["m_MeV"] / 1000;
            // The light rows hold for any energy: there the total depends on the least share only.
            bool any = row.Text("E0_GeV") == "any";
            DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, new Nucleus(82, 207), mass);
            double sigma = 1e-8 * process.Total(any ? 100 : row["E0_GeV"], any ? Dmg4LeastShare : 0).Sum;
            return new($"sigma at epsilon = 1e-4 [pb]; vector, e- of 100 GeV on lead, m = {row["m_MeV"]} MeV{(any ? ", x > 0.01" : "")}", sigma, row["sigma_pb_eps1e-4"])
            {
                Judged = mass <= maximum * (1 + 1e-9),
            };
        }
    }

    public static CheckRoutine AnnihilationPeak(CheckSettings settings)
    {
        ReferenceTable table = Annihilation(settings);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            (DarkMatter kind, double mass, double alphaD, double epsilon2) = Hypothesis(row);
            double width = Widths.ToDarkMatter(kind, mass, mass / 3, alphaD);
            double peak = ResonantAnnihilation.PeakEnergy(mass);
            string where = Where(kind, mass, alphaD);
            yield return new($"energy of the peak [GeV]; {where}", peak, row["E_res_GeV"]);
            yield return new($"total width [GeV]; {where}", width, row["Gamma_tot_GeV"]);
            yield return new(
                $"sigma at the peak [pb per electron]; {where}",
                epsilon2 * ResonantAnnihilation.CrossSection(kind, mass, mass / 3, alphaD, width, peak),
                row["sigma_peak_pb_per_electron"]);
        }
    }

    public static CheckRoutine AnnihilationIntegral(CheckSettings settings)
    {
        ReferenceTable table = Annihilation(settings);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            (DarkMatter kind, double mass, double alphaD, double epsilon2) = Hypothesis(row);
            const double Low = Constants.ElectronMass, Middle = 50, High = 100;
            ResonantAnnihilationTable annihilation = new(kind, mass, mass / 3, alphaD, High);
            string where = Where(kind, mass, alphaD);
            yield return new(
                $"integral of sigma over E, 50 to 100 GeV [pb GeV]; {where}",
                epsilon2 * (High - Middle) * annihilation.MeanCrossSection(Middle, High),
                row["int_sigma_dE_50_to_100GeV_pb_GeV"]);
            yield return new(
                $"integral of sigma over E, threshold to 100 GeV [pb GeV]; {where}",
                epsilon2 * (High - Low) * annihilation.MeanCrossSection(Low, High),
                row["int_sigma_dE_thr_to_100GeV_pb_GeV"]);
        }
    }

    public static CheckRoutine DarkPhotonWidths(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(
        [
            "mA_MeV", "epsilon", "Gamma_ee_GeV", "Gamma_mumu_GeV", "ctau_SM_leptonic_cm", "Gamma_Dirac_chichi_aD0.1_m3_GeV",
            "Gamma_complexscalar_aD0.1_m3_GeV", "Gamma_Majorana_aD0.1_m3_GeV",
        ]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            double mass = row["mA_MeV"] / 1000, epsilon = row["epsilon"];
            double electrons = Widths.ToLeptons(mass, Constants.ElectronMass, epsilon);
            double muons = Widths.ToLeptons(mass, Constants.MuonMass, epsilon);
            double taus = Widths.ToLeptons(mass, Constants.TauMass, epsilon);
            // The columns of dark matter are for alphaD = 0.1 and m_chi = m_A'/3.
            double Dark(DarkMatter kind) => Widths.ToDarkMatter(kind, mass, mass / 3, 0.1);
            string where = $"m = {row["mA_MeV"]} MeV";
            yield return new($"width to e+ e- [GeV]; {where}", electrons, row["Gamma_ee_GeV"]);
            yield return new($"width to mu+ mu- [GeV]; {where}", muons, row["Gamma_mumu_GeV"]);
            yield return new($"c tau to charged leptons [cm]; {where}", Constants.HbarC / 10 / (electrons + muons + taus), row["ctau_SM_leptonic_cm"]);
            yield return new($"width to Dirac pairs [GeV]; {where}", Dark(DarkMatter.Dirac), row["Gamma_Dirac_chichi_aD0.1_m3_GeV"]);
            yield return new($"width to scalar pairs [GeV]; {where}", Dark(DarkMatter.ComplexScalar), row["Gamma_complexscalar_aD0.1_m3_GeV"]);
            yield return new($"width to Majorana pairs [GeV]; {where}", Dark(DarkMatter.Majorana), row["Gamma_Majorana_aD0.1_m3_GeV"]);
        }
    }

    private static ReferenceTable Annihilation(CheckSettings settings) => settings.Reference(
        ["mA_MeV", "alphaD", "epsilon", "E_res_GeV", "Gamma_tot_GeV", "sigma_peak_pb_per_electron", "int_sigma_dE_50_to_100GeV_pb_GeV", "int_sigma_dE_thr_to_100GeV_pb_GeV"],
        "dm_kind");

    private static (DarkMatter Kind, double Mass, double AlphaD, double Epsilon2) Hypothesis(ReferenceTable.Row row) => (
        row.Text("dm_kind") switch { "dirac" => DarkMatter.Dirac, "scalar" => DarkMatter.ComplexScalar, _ => DarkMatter.Majorana },
        row["mA_MeV"] / 1000,
        row["alphaD"],
        row["epsilon"] * row["epsilon"]);

    private static string Where(DarkMatter kind, double mass, double alphaD) => $"{EnumWords.Word(kind)}, m = {1000 * mass:G6} MeV, alphaD = {alphaD}";

    private static Nucleus NucleusOf(ReferenceTable.Row row) => new((int)row["Z"], row["A"]);

    /// <summary>The process of each row; made when the file is read, so that a row outside the validity of the formulas is an error of the file.</summary>
    internal static List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> Processes(CheckSettings settings, ReferenceTable table)
    {
        List<(ReferenceTable.Row, DarkBremsstrahlung)> processes = [];
        foreach (ReferenceTable.Row row in table.Rows)
        {
            int mediator = "VASP".IndexOf(row.Text("mediator"), StringComparison.Ordinal);
            double? lepton = row.Text("lepton") switch { "e" => Constants.ElectronMass, "mu" => Constants.MuonMass, _ => null };
            if (mediator < 0 || row.Text("mediator").Length != 1 || lepton is not { } mass)
            {
                throw settings.Section.Error("reference", $"a row has mediator '{row.Text("mediator")}' and lepton '{row.Text("lepton")}'", "mediators V, A, S, P; leptons e, mu");
            }

            processes.Add((row, new DarkBremsstrahlung((Mediator)mediator, mass, NucleusOf(row), row["m_MeV"] / 1000)));
        }

        return processes;
    }

    internal static string Where(ReferenceTable.Row row) =>
        $"{EnumWords.Word((Mediator)"VASP".IndexOf(row.Text("mediator"), StringComparison.Ordinal))}, {row.Text("lepton")} of {row["E0_GeV"]} GeV on Z = {row["Z"]}, m = {row["m_MeV"]} MeV";
}
