using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Production.Validation;

/// <summary>Distributions of bremsstrahlung-like production, integrated and sampled, and its approximations, against independent tables.</summary>
internal static class BremsstrahlungChecks
{
    private const int Samples = 4_000_000, QuickSamples = 400_000;

    /// <summary>Means and quantiles of share and angles: by integration, and from sampled final states.</summary>
    public static CheckRoutine Moments(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(
            [
                "Z", "A", "E0_GeV", "m_MeV", "x_min", "mean_x", "x_q10", "x_q50", "x_q90", "mean_theta_X_rad", "median_theta_X_rad", "mean_psi_lepton_rad", "median_psi_rad", "psi_q90_rad",
            ],
            "mediator",
            "lepton");
        List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> processes = DarkSectorChecks.Processes(settings, table);
        return context =>
        {
            int samples = context.Options.Quick ? QuickSamples : Samples;
            return CheckOutcome.Of(
                processes.SelectMany(p => Integrated(p.Row, p.Process, context.Cancellation).Concat(Sampled(p.Row, p.Process, samples, context.Cancellation))),
                FormattableString.Invariant($"Sampled: {samples} final states of each row, the elastic ones."));
        };
    }

    public static CheckRoutine ApproximateTotals(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["Z", "A", "E0_GeV", "m_MeV", "x_min", "sigma_WW_tmax_m2_pb", "sigma_WW_tmax_E2_pb", "sigma_IWW_pb"], "mediator", "lepton");
        List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> processes = DarkSectorChecks.Processes(settings, table);
        return context => CheckOutcome.Of(processes.SelectMany(p => Compare(p.Row, p.Process, context.Cancellation)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, DarkBremsstrahlung process, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            double energy = row["E0_GeV"], xMin = row["x_min"];
            string where = DarkSectorChecks.Where(row);
            WeizsaeckerWilliams usual = Of(process, FluxLimit.MediatorScale);
            double exact = process.Total(energy, xMin).Elastic;
            yield return Total("WW", usual.Total(energy, xMin).Elastic, "sigma_WW_tmax_m2_pb");
            yield return Total("WW, flux up to E^2", Of(process, FluxLimit.EnergyScale).Total(energy, xMin).Elastic, "sigma_WW_tmax_E2_pb");
            yield return Total("IWW", usual.ImprovedTotal(energy, xMin).Elastic, "sigma_IWW_pb");

            Comparison Total(string name, double value, string column) =>
                new($"sigma, {name} [pb]; {where}", value, row[column]) { Remark = FormattableString.Invariant($"{value / exact:F3} times exact tree level") };
        }
    }

    public static CheckRoutine ApproximateSpectrum(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["Z", "A", "E0_GeV", "m_MeV", "x", "dsdx_WW_pb", "dsdx_IWW_pb"], "mediator", "lepton");
        List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> processes = DarkSectorChecks.Processes(settings, table);
        return _ => CheckOutcome.Of(processes.SelectMany(p => Compare(p.Row, p.Process)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, DarkBremsstrahlung process)
        {
            WeizsaeckerWilliams approximation = Of(process, FluxLimit.MediatorScale);
            double energy = row["E0_GeV"], rest = 1 - row["x"];
            double exact = process.DsDx(energy, rest).Elastic;
            string where = $"{DarkSectorChecks.Where(row)}, x = {row["x"]}";
            foreach ((string name, double value, string column) in new[]
            {
                ("WW", approximation.DsDx(energy, rest).Elastic, "dsdx_WW_pb"), ("IWW", approximation.ImprovedDsDx(energy, rest).Elastic, "dsdx_IWW_pb"),
            })
            {
                yield return new($"dsigma/dx, {name} [pb]; {where}", value, row[column]) { Remark = FormattableString.Invariant($"{value / exact:F3} times exact tree level") };
            }
        }
    }

    /// <summary>The closed form of the recoil angle of muons against the independent moments at exact tree level.</summary>
    public static CheckRoutine ApproximateAngles(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(
            row => row.Text("lepton") == "mu", ["Z", "A", "E0_GeV", "m_MeV", "x_min", "mean_psi_lepton_rad", "median_psi_rad", "psi_q90_rad"], "mediator", "lepton");
        List<(ReferenceTable.Row Row, DarkBremsstrahlung Process)> processes = DarkSectorChecks.Processes(settings, table);
        return _ => CheckOutcome.Of(processes.SelectMany(p => Compare(p.Row, p.Process)));

        static IEnumerable<Comparison> Compare(ReferenceTable.Row row, DarkBremsstrahlung process)
        {
            AngularDistribution psi = Of(process, FluxLimit.MediatorScale).RecoilAngles(row["E0_GeV"], row["x_min"], elasticOnly: true);
            string where = DarkSectorChecks.Where(row);
            yield return new($"mean recoil angle, WW [rad]; {where}", psi.Mean, row["mean_psi_lepton_rad"]);
            yield return new($"median recoil angle, WW [rad]; {where}", psi.Quantile(0.5), row["median_psi_rad"]);
            yield return new($"90 % quantile of the recoil angle, WW [rad]; {where}", psi.Quantile(0.9), row["psi_q90_rad"]);
        }
    }

    private static WeizsaeckerWilliams Of(DarkBremsstrahlung process, FluxLimit limit) =>
        new(process.Mediator, process.LeptonMass, process.Nucleus, process.MediatorMass, limit);

    private static IEnumerable<Comparison> Integrated(ReferenceTable.Row row, DarkBremsstrahlung process, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        double energy = row["E0_GeV"], xMin = row["x_min"];
        AngularDistribution theta = process.MediatorAngles(energy, xMin, elasticOnly: true), psi = process.RecoilAngles(energy, xMin, elasticOnly: true);
        string where = $"integrated; {DarkSectorChecks.Where(row)}";
        yield return new($"mean theta [rad], {where}", theta.Mean, row["mean_theta_X_rad"]);
        yield return new($"median theta [rad], {where}", theta.Quantile(0.5), row["median_theta_X_rad"]);
        yield return new($"mean psi [rad], {where}", psi.Mean, row["mean_psi_lepton_rad"]);
        yield return new($"median psi [rad], {where}", psi.Quantile(0.5), row["median_psi_rad"]);
        yield return new($"90 % quantile of psi [rad], {where}", psi.Quantile(0.9), row["psi_q90_rad"]);
    }

    private static IEnumerable<Comparison> Sampled(ReferenceTable.Row row, DarkBremsstrahlung process, int samples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        double energy = row["E0_GeV"];
        DarkBremsstrahlungSampler sampler = new(process.Mediator, process.LeptonMass, process.Nucleus, process.MediatorMass, row["x_min"] * energy, energy, energy);
        RandomStream random = new(1, 1, StreamNumber.Signal);
        List<double> shares = new(samples), thetas = new(samples), psis = new(samples);
        for (int i = 0; i < samples; i++)
        {
            sampler.Sample(energy, ref random, out DarkBremsstrahlungEvent e);
            if (!e.Inelastic)
            {
                shares.Add(1 - e.OneMinusX);
                thetas.Add(e.Mediator.Angle);
                psis.Add(e.Lepton.Angle);
            }
        }

        string where = $"sampled; {DarkSectorChecks.Where(row)}";
        yield return Mean("mean x", shares, "mean_x");
        yield return Quantile("10 % quantile of x", shares, 0.1, "x_q10");
        yield return Quantile("median x", shares, 0.5, "x_q50");
        yield return Quantile("90 % quantile of x", shares, 0.9, "x_q90");
        yield return Mean("mean theta [rad]", thetas, "mean_theta_X_rad");
        yield return Quantile("median theta [rad]", thetas, 0.5, "median_theta_X_rad");
        yield return Mean("mean psi [rad]", psis, "mean_psi_lepton_rad");
        yield return Quantile("median psi [rad]", psis, 0.5, "median_psi_rad");
        yield return Quantile("90 % quantile of psi [rad]", psis, 0.9, "psi_q90_rad");

        Comparison Mean(string name, List<double> values, string column)
        {
            double mean = values.Average();
            double error = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Count);
            return new($"{name}, {where}", mean, row[column], error);
        }

        Comparison Quantile(string name, List<double> values, double share, string column)
        {
            // Sorting twice costs nothing.
            values.Sort();
            return new($"{name}, {where}", values[(int)(share * values.Count)], row[column]);
        }
    }
}
