using Hermetic.Core;
using Hermetic.Physics.DarkSector.Decays;

namespace Hermetic.Production.Validation;

/// <summary>Decays of dark particles against independent tables.</summary>
internal static class DecayChecks
{
    public static CheckRoutine AlpWidths(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["m_a_MeV", "g_agg_perGeV", "Gamma_gg_GeV", "ctau_cm_restframe"]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            double width = Widths.ToPhotons(row["m_a_MeV"] / 1000, row["g_agg_perGeV"]);
            string where = $"m = {row["m_a_MeV"]} MeV, g = {row["g_agg_perGeV"]}/GeV";
            yield return new($"width to two photons [GeV]; {where}", width, row["Gamma_gg_GeV"]);
            yield return new($"c tau [cm]; {where}", Constants.HbarC / 10 / width, row["ctau_cm_restframe"]);
        }
    }

    public static CheckRoutine PartnerWidths(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["mA_MeV", "m_chi1_MeV", "m_chi2_MeV", "epsilon", "alphaD", "width_chi2_to_chi1_ee_GeV", "ctau_cm"]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            PartnerDecay decay = new(row["m_chi1_MeV"] / 1000, row["m_chi2_MeV"] / 1000, row["mA_MeV"] / 1000, row["alphaD"]);
            double width = Constants.Alpha * row["epsilon"] * row["epsilon"] * decay.WidthToLeptons(Constants.ElectronMass);
            string where = $"m_A' = {row["mA_MeV"]} MeV, chi of {row["m_chi1_MeV"]} and {row["m_chi2_MeV"]} MeV";
            yield return new($"width of chi2 -> chi1 e+ e- [GeV]; {where}", width, row["width_chi2_to_chi1_ee_GeV"]);
            yield return new($"c tau of that width [cm]; {where}", Constants.HbarC / 10 / width, row["ctau_cm"]);
        }
    }
}
