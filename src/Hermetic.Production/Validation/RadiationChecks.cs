using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;
using Hermetic.Simulation.Transport;

namespace Hermetic.Production.Validation;

/// <summary>Synchrotron radiation in a field, and muon pairs made by photons.</summary>
internal static class RadiationChecks
{
    public static readonly string[] SynchrotronKeys = ["reference", "energy", "field", "length", "electrons", "quickElectrons"];

    private const int BinsPerDecade = 10;
    private const double FirstBin = 1e-6;
    private const double LeastExpected = 20;

    private static readonly NumberRule BeamEnergy = new(Dimension.Energy, 1, 400);
    private static readonly NumberRule Field = new(Dimension.Field, 0, 10, AboveMinimum: true);
    private static readonly NumberRule Length = new(Dimension.Length, 0, 1e5, AboveMinimum: true);

    /// <summary>Sums over the photons of one electron that a table names, and the unit in which it gives them. Energies in GeV, deflection in rad.</summary>
    private static readonly Dictionary<string, (string Words, double Unit, Func<ElectronSums, double> Value, Statistic Statistic)> Quantities = new()
    {
        ["mean_number_of_photons"] = ("number of photons", 1, e => e.Number, Statistic.Mean),
        ["rms_number_of_photons"] = ("rms of the number of photons", 1, e => e.Number, Statistic.Rms),
        ["mean_energy_radiated_MeV"] = ("energy radiated [MeV]", 1e-3, e => e.Energy, Statistic.Mean),
        ["rms_energy_radiated_MeV"] = ("rms of the energy radiated [MeV]", 1e-3, e => e.Energy, Statistic.Rms),
        ["mean_number_of_photons_above_1MeV"] = ("number of photons above 1 MeV", 1, e => e.Above1MeV, Statistic.Mean),
        ["mean_highest_photon_MeV"] = ("energy of the hardest photon [MeV]", 1e-3, e => e.Highest, Statistic.Mean),
        ["deflection_mean_mrad"] = ("deflection [mrad]", 1e-3, e => e.Deflection, Statistic.Mean),
        ["deflection_rms_microrad"] = ("rms of the deflection [microrad]", 1e-6, e => e.Deflection, Statistic.Rms),
        ["fraction_sum_above_20MeV"] = ("fraction of electrons that radiate more than 20 MeV", 1, e => e.Energy > 0.020 ? 1 : 0, Statistic.Fraction),
        ["fraction_sum_above_40MeV"] = ("fraction of electrons that radiate more than 40 MeV", 1, e => e.Energy > 0.040 ? 1 : 0, Statistic.Fraction),
        ["fraction_highest_photon_above_5MeV"] = ("fraction of electrons with a photon above 5 MeV", 1, e => e.Highest > 0.005 ? 1 : 0, Statistic.Fraction),
        ["fraction_highest_photon_above_10MeV"] = ("fraction of electrons with a photon above 10 MeV", 1, e => e.Highest > 0.010 ? 1 : 0, Statistic.Fraction),
        ["fraction_highest_photon_above_20MeV"] = ("fraction of electrons with a photon above 20 MeV", 1, e => e.Highest > 0.020 ? 1 : 0, Statistic.Fraction),
        ["fraction_highest_photon_above_40MeV"] = ("fraction of electrons with a photon above 40 MeV", 1, e => e.Highest > 0.040 ? 1 : 0, Statistic.Fraction),
    };

    private enum Statistic
    {
        Mean,
        Rms,
        Fraction,
    }

    public static CheckRoutine Synchrotron(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(r => Quantities.ContainsKey(r.Text("quantity")), ["value", "err"], "quantity");
        double energy = settings.Section.Plain("energy", BeamEnergy);
        FieldLayer magnet = new(settings.Section.Plain("field", Field), 0, settings.Section.Plain("length", Length), 1e5);
        Func<ValidationOptions, int> electrons = settings.Events("electrons");
        return context =>
        {
            int count = electrons(context.Options);
            int[] spectrum = new int[10 * BinsPerDecade];
            ElectronSums[] sums = Radiate(magnet, energy, count, spectrum, context);
            IEnumerable<Comparison> rows = table.Rows.Select(r => Compare(r, sums));
            return CheckOutcome.Of(rows.Append(Spectrum(spectrum, magnet, energy, sums)), $"{count} electrons, seed {context.Options.Seed}.");
        };
    }

    public static CheckRoutine MuonPairTotals(CheckSettings settings)
    {
        ReferenceTable table = settings.Reference(["E_gamma_GeV", "Z", "sigma_per_atom_barn"]);
        Component[] elements = [.. table.Rows.Select(r => Element(settings, (int)r["Z"]))];
        return _ => CheckOutcome.Of(table.Rows.Select((r, i) =>
        {
            // barn -> mm2.
            double reference = r["sigma_per_atom_barn"], k = r["E_gamma_GeV"];
            (int z, double a) = (elements[i].Z, elements[i].A);
            double Barn(double area) => area / (1e12 * Constants.Picobarn);
            string From(double value) => $"{100 * ((Barn(value) / reference) - 1):+0.0;-0.0} %";
            return new Comparison($"sigma per atom [b]; Z = {z}, k = {k} GeV", Barn(MuonPairs.CrossSection(z, a, k)), reference)
            {
                Remark = $"exact Born {From(MuonPairs.BornCrossSection(z, a, k))}; integral of the spectrum {From(MuonPairs.HighEnergyCrossSection(z, a, k))}",
            };
        }));
    }

    public static CheckRoutine MuonPairsPerShower(CheckSettings settings)
    {
        ShowerSetup setup = new(settings, withCut: false);
        double reference = settings.Reference(["value"], "quantity").Rows.First(r => r.Text("quantity") == "pairs_per_electron")["value"];
        return context =>
        {
            Measured pairs = MuonPairStudy.PerElectron(setup.Stack, setup.Energy, setup.Showers(context), context.Options.Seed, context.Options.Threads, context.Cancellation);
            return CheckOutcome.Of([new Comparison("muon pairs per electron", pairs.Value, reference, pairs.Error)], $"{setup.Showers(context)} showers, seed {context.Options.Seed}.");
        };
    }

    /// <summary>The element with an atomic number, from whatever material of the catalogue holds it.</summary>
    private static Component Element(CheckSettings settings, int z)
    {
        Component found = MaterialCatalogue.Names.SelectMany(n => MaterialCatalogue.Get(n).Components).FirstOrDefault(c => c.Z == z);
        return found.Z == z ? found : throw settings.Section.Error("reference", $"its table has Z = {z}, which no material holds");
    }

    /// <summary>Sends electrons through the magnet; the spectrum counts photons in logarithmic bins from 1 keV.</summary>
    private static ElectronSums[] Radiate(FieldLayer magnet, double energy, int count, int[] spectrum, CheckContext context)
    {
        ElectronSums[] sums = new ElectronSums[count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = context.Options.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, count, options, () => new int[spectrum.Length], (i, _, bins) =>
        {
            RandomStream random = new(context.Options.Seed, (ulong)i, StreamNumber.Shower);
            Particle p = new() { Energy = energy, Uz = 1 };
            ElectronSums e = default;
            while (FieldFlight.ToEmission(ref p, Constants.ElectronMass, -1, magnet, ref random, out double _, out Particle photon) == FlightEnd.Inside)
            {
                double k = photon.Energy;
                e = new ElectronSums(e.Number + 1, e.Energy + k, e.Above1MeV + (k > 1e-3 ? 1 : 0), Math.Max(e.Highest, k), 0);
                double bin = Math.Log10(k / FirstBin) * BinsPerDecade;
                if (bin >= 0 && bin < bins.Length)
                {
                    bins[(int)bin]++;
                }
            }

            sums[i] = e with { Deflection = Math.Atan2(Math.Abs(p.Ux), p.Uz) };
            return bins;
        }, bins =>
        {
            // Sums of whole numbers do not depend on the order.
            lock (spectrum)
            {
                for (int b = 0; b < bins.Length; b++)
                {
                    spectrum[b] += bins[b];
                }
            }
        });
        return sums;
    }

    private static Comparison Compare(ReferenceTable.Row row, ElectronSums[] sums)
    {
        (string words, double unit, Func<ElectronSums, double> value, Statistic statistic) = Quantities[row.Text("quantity")];
        int n = sums.Length;
        double mean = sums.Average(value);
        double rms = Math.Sqrt(sums.Sum(s => (value(s) - mean) * (value(s) - mean)) / (n - 1.0));
        // The rms of a rms is its own over sqrt(2n) for a normal distribution, which these are nearly.
        (double ours, double error) = statistic == Statistic.Rms ? (rms, rms / Math.Sqrt(2.0 * n)) : (mean, rms / Math.Sqrt(n));
        Comparison comparison = new(words, ours / unit, row["value"], error / unit, row["err"]);
        return statistic == Statistic.Fraction ? comparison with { Scale = 1 } : comparison;
    }

    private static Comparison Spectrum(int[] spectrum, FieldLayer magnet, double energy, ElectronSums[] sums)
    {
        double gamma = 1 + (energy / Constants.ElectronMass);
        double radius = energy / (SynchrotronRadiation.CurvaturePerTesla * magnet.Field);
        // The mean loss on the way to the emission is half of the whole; the critical energy goes with the square of the energy.
        double critical = SynchrotronRadiation.CriticalEnergy(gamma, radius) * (1 - (sums.Average(s => s.Energy) / energy));
        double photons = sums.Sum(s => (double)s.Number);
        double chi2 = 0;
        int bins = 0;
        for (int b = 0; b < spectrum.Length; b++)
        {
            double Edge(int i) => FirstBin * Math.Pow(10, (double)i / BinsPerDecade) / critical;
            double expected = photons * (SynchrotronRadiation.ShareAbove(Edge(b)) - SynchrotronRadiation.ShareAbove(Edge(b + 1)));
            if (expected >= LeastExpected)
            {
                chi2 += (spectrum[b] - expected) * (spectrum[b] - expected) / expected;
                bins++;
            }
        }

        return new Comparison($"chi2/ndf of the spectrum, {bins} bins", chi2 / bins, 1) { Scale = 1, Tolerance = 3 * Math.Sqrt(2.0 / bins) };
    }

    private readonly record struct ElectronSums(int Number, double Energy, int Above1MeV, double Highest, double Deflection);
}
