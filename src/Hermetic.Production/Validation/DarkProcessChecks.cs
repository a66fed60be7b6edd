using System.Numerics;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Decays;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Production.Validation;

/// <summary>Processes beside bremsstrahlung-like production against independent tables.</summary>
internal static class DarkProcessChecks
{
    /// <summary>Annihilation on moving electrons: the table is for m_A' = 200 MeV, alphaD = 0.1, Dirac, m_chi = m_A'/3, epsilon = 1e-4.</summary>
    public static CheckRoutine AtomicMotion(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(
            ["E_positron_GeV", "electron_kinetic_keV", "sigma_isotropic_numeric_pb", "sigma_arctan_closed_form_pb", "sigma_electron_at_rest_pb"]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            const double Mass = 0.2, AlphaD = 0.1, Epsilon2 = 1e-8;
            AnnihilationChannel channel = AnnihilationChannel.DarkMatter(Mediator.Vector, DarkMatter.Dirac, Mass / 3, AlphaD);
            double width = Widths.ToDarkMatter(DarkMatter.Dirac, Mass, Mass / 3, AlphaD);
            double energy = row["E_positron_GeV"], kinetic = 1e-6 * row["electron_kinetic_keV"];
            string where = $"positron of {energy} GeV, electron of {row["electron_kinetic_keV"]} keV";
            yield return new(
                $"sigma averaged over directions [pb]; {where}",
                Epsilon2 * AtomicAnnihilation.CrossSection(channel, Mass, width, energy, kinetic, MotionWeight.CrossSection),
                row["sigma_isotropic_numeric_pb"]);
            yield return new(
                $"sigma in the arctangent form [pb]; {where}",
                Epsilon2 * AtomicAnnihilation.ArctangentForm(channel, Mass, width, energy, kinetic),
                row["sigma_arctan_closed_form_pb"]);
            yield return new(
                $"sigma with the electron at rest [pb]; {where}", Epsilon2 * channel.CrossSection(Mass, width, ResonantAnnihilation.S(energy)), row["sigma_electron_at_rest_pb"]);
        }
    }

    public static CheckRoutine AlpPrimakoff(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["Z", "A", "E_gamma_GeV", "m_a_MeV", "sigma_numeric_elastic_pb_g1perGeV", "sigma_log_formula_pb_g1perGeV"]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            Primakoff process = new(new Nucleus((int)row["Z"], row["A"]), row["m_a_MeV"] / 1000);
            double energy = row["E_gamma_GeV"];
            string where = $"photon of {energy} GeV on Z = {row["Z"]}, m = {row["m_a_MeV"]} MeV";
            yield return new($"sigma, elastic, g = 1/GeV [pb]; {where}", process.CrossSection(energy).Elastic, row["sigma_numeric_elastic_pb_g1perGeV"]);
            yield return new($"sigma, logarithmic form, g = 1/GeV [pb]; {where}", process.LogarithmicForm(energy), row["sigma_log_formula_pb_g1perGeV"]);
        }
    }

    public static CheckRoutine LoopMixing(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["sqrt_q2_MeV", "Re_eps_over_gprime", "abs_Im_eps_over_gprime"]);
        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            double q = row["sqrt_q2_MeV"] / 1000;
            Complex epsilon = Physics.DarkSector.LoopMixing.EpsilonPerCoupling(q * q);
            yield return new($"Re eps/g'; sqrt(q2) = {row["sqrt_q2_MeV"]} MeV", epsilon.Real, row["Re_eps_over_gprime"]);
            if (row["abs_Im_eps_over_gprime"] != 0)
            {
                yield return new($"|Im eps|/g'; sqrt(q2) = {row["sqrt_q2_MeV"]} MeV", Math.Abs(epsilon.Imaginary), row["abs_Im_eps_over_gprime"]);
            }
        }
    }

    public static CheckRoutine PionChargeExchange(CheckSettings settings)
    {
        string[] names = ["pi0", "eta", "eta_prime", "omega", "f2_1270"];
        ReferenceTable table = settings.Reference(["E_pi_GeV", "set1_ub_per_proton", "set1_over_BR_detected_mode_ub", "set2_ub_per_proton"], "meson");
        foreach (ReferenceTable.Row row in table.Rows.Where(r => !names.Contains(r.Text("meson"))))
        {
            throw settings.Section.Error("reference", $"a row has the meson '{row.Text("meson")}'", string.Join(", ", names));
        }

        return _ => CheckOutcome.Of(table.Rows.SelectMany(Compare));

        IEnumerable<Comparison> Compare(ReferenceTable.Row row)
        {
            ExchangeMeson meson = (ExchangeMeson)Array.IndexOf(names, row.Text("meson"));
            double Microbarn(ExchangeNormalisation normalisation) => 1e-6 * ChargeExchange.CrossSection(meson, row["E_pi_GeV"], normalisation);
            string where = $"{row.Text("meson")}, pi- of {row["E_pi_GeV"]} GeV";
            yield return new($"sigma per proton, set 1 over branching ratio [microbarn]; {where}", Microbarn(ExchangeNormalisation.Set1Corrected), row["set1_over_BR_detected_mode_ub"]);
            yield return new($"sigma per proton, set 1 [microbarn]; {where}", Microbarn(ExchangeNormalisation.Set1), row["set1_ub_per_proton"]);
            yield return new($"sigma per proton, set 2 [microbarn]; {where}", Microbarn(ExchangeNormalisation.Set2), row["set2_ub_per_proton"]);
        }
    }
}
