using Hermetic.Core;
using Hermetic.Core.Numerics;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;
using Hermetic.Setup.Experiments;
using Hermetic.Simulation.Response;
using Hermetic.Simulation.Signal;
using Hermetic.Simulation.Transport;

namespace Hermetic.Analysis;

/// <summary>
/// Weights the stored showers with dark production at every mass and applies the selection of every period. Each energetic segment of length L contributes, at epsilon = 1,
/// L n sigma(E) of dark bremsstrahlung, spread over a few stratified quantiles of x (with the same random offsets at every mass, so that curves are smooth in mass), and
/// L n_e of the mean resonant cross section over its energy loss. The recoil goes on as its mean cascade; the rest of the event is as simulated.
/// </summary>
internal sealed class SignalYields
{
    /// <summary>Quantiles of x per segment: a shower has some forty segments, so that a few per segment are plenty.</summary>
    private const int Quantiles = 3;

    private readonly Experiment _experiment;
    private readonly ShowerSampler _sampler;
    private readonly IReadOnlyList<DarkBremsstrahlungTable[]> _bremsstrahlung;
    private readonly IReadOnlyList<ResonantAnnihilationTable> _annihilation;
    private readonly CalorimeterResponse _response;
    private readonly int[] _spectrumMasses;
    private readonly int _cutFlowMass;

    /// <param name="experiment">The experiment.</param>
    /// <param name="sampler">Its shower sampler.</param>
    /// <param name="bremsstrahlung">By mass, then by material of the stack.</param>
    /// <param name="annihilation">By mass.</param>
    /// <param name="spectrumMasses">Indices of the masses whose ECAL spectra are kept.</param>
    /// <param name="cutFlowMass">Index of the mass of the cut flow.</param>
    public SignalYields(
        Experiment experiment,
        ShowerSampler sampler,
        IReadOnlyList<DarkBremsstrahlungTable[]> bremsstrahlung,
        IReadOnlyList<ResonantAnnihilationTable> annihilation,
        int[] spectrumMasses,
        int cutFlowMass)
    {
        _experiment = experiment;
        _sampler = sampler;
        _bremsstrahlung = bremsstrahlung;
        _annihilation = annihilation;
        _response = CalorimeterResponse.Of(experiment.Ecal);
        _spectrumMasses = spectrumMasses;
        _cutFlowMass = cutFlowMass;
    }

    /// <summary>Sums over one chunk.</summary>
    public Sums Evaluate(ShowerChunk chunk, ulong seed, int chunkNumber)
    {
        int masses = _bremsstrahlung.Count;
        int periods = _experiment.Periods.Count;
        Sums sums = new(masses, periods, _spectrumMasses.Length, 1.2 * _experiment.Beam.Momentum.Value);
        Cuts[] cuts = [.. _experiment.Periods.Select(p => new Cuts(p.Selection, _experiment.Beam.Momentum.Value))];
        double[] accepted = new double[periods];
        double[] annihilated = new double[periods];
        for (int s = 0; s < chunk.Showers.Length; s++)
        {
            SampledShower shower = chunk.Showers[s];
            RandomStream random = new(seed, ShowerSampler.EventNumber(chunkNumber, s), StreamNumber.Response);
            sums.Beam.Fill(shower.Total + (_response.Sigma(shower.Total) * random.NextNormal()), 1);
        }

        for (int m = 0; m < masses; m++)
        {
            int spectrum = Array.IndexOf(_spectrumMasses, m);
            for (int s = 0; s < chunk.Showers.Length; s++)
            {
                SampledShower shower = chunk.Showers[s];
                RandomStream random = new(seed, ShowerSampler.EventNumber(chunkNumber, s), StreamNumber.Signal);
                // Only the spectra of a few masses need it.
                RandomStream smearing = spectrum >= 0 ? new(seed, ShowerSampler.EventNumber(chunkNumber, s), StreamNumber.Response) : default;
                Array.Clear(accepted);
                Array.Clear(annihilated);
                double produced = 0;
                foreach (ref readonly EnergeticSegment segment in chunk.SegmentsOf(shower))
                {
                    double offset = random.NextUniform();
                    produced += Radiate(segment, m, offset, cuts, accepted, sums, spectrum, ref smearing);
                    if (segment.PositronWeight > 0)
                    {
                        Annihilate(segment, m, cuts, annihilated, sums, spectrum, ref smearing);
                    }
                }

                sums.Add(m, accepted, annihilated, produced);
            }
        }

        sums.Showers = chunk.Showers.Length;
        return sums;
    }

    private double Radiate(
        in EnergeticSegment segment, int m, double offset, Cuts[] cuts, double[] accepted, Sums sums, int spectrum, ref RandomStream smearing)
    {
        DarkBremsstrahlungTable table = _bremsstrahlung[m][segment.Material];
        double energy = 0.5 * (segment.EnergyBefore + segment.EnergyAfter);
        double probability = table.PerLength(energy) * segment.Length;
        if (probability <= 0)
        {
            return 0;
        }

        double weight = probability / Quantiles;
        for (int q = 0; q < Quantiles; q++)
        {
            double recoil = Math.Max(0, (table.OneMinusX(energy, (q + offset) / Quantiles) * energy) - Constants.ElectronMass);
            (double inPreshower, double inside) = _sampler.Profile.Within(
                ParticleKind.Electron, recoil, _sampler.PreshowerDepth - segment.Depth, _sampler.Stack.Depth - segment.Depth);
            Select(weight, segment.RestPreshower + (recoil * inPreshower), segment.RestTotal + (recoil * inside), cuts, accepted, sums, spectrum, ref smearing, countFlow: m == _cutFlowMass);
        }

        return probability;
    }

    private void Annihilate(in EnergeticSegment segment, int m, Cuts[] cuts, double[] annihilated, Sums sums, int spectrum, ref RandomStream smearing)
    {
        double electrons = _sampler.Stack.Materials[segment.Material].ElectronsPerVolume;
        double weight = segment.PositronWeight * segment.Length * electrons * Constants.Picobarn * _annihilation[m].MeanCrossSection(segment.EnergyBefore, segment.EnergyAfter);
        if (weight > 0)
        {
            // All of the positron's energy goes to the dark particles.
            Select(weight, segment.RestPreshower, segment.RestTotal, cuts, annihilated, sums, spectrum, ref smearing, countFlow: false);
        }
    }

    private void Select(
        double weight, double preshower, double ecal, Cuts[] cuts, double[] accepted, Sums sums, int spectrum, ref RandomStream smearing, bool countFlow)
    {
        if (spectrum >= 0)
        {
            sums.Spectra[spectrum].Fill(ecal + (_response.Sigma(ecal) * smearing.NextNormal()), weight);
        }

        for (int p = 0; p < cuts.Length; p++)
        {
            ref readonly Cuts cut = ref cuts[p];
            double passPreshower = cut.Preshower > 0 ? 1 - _response.ProbabilityBelow(preshower, cut.Preshower) : 1;
            double passBox = _response.ProbabilityBelow(ecal, cut.Box);
            double passed = weight * passPreshower * passBox;
            accepted[p] += passed;
            if (countFlow)
            {
                double afterPreshower = weight * passPreshower;
                sums.Flow[p].Add(weight, afterPreshower, afterPreshower * _response.ProbabilityBelow(ecal, cut.Trigger), passed);
            }
        }
    }

    /// <summary>Cuts of a period as limits on reconstructed energies in GeV.</summary>
    private readonly struct Cuts(Selection selection, double beamEnergy)
    {
        public double Preshower { get; } = selection.PreshowerMinimum.Value;

        public double Trigger { get; } = selection.TriggerEcalMaximum.Value;

        /// <summary>The signal box and the trigger together: both are upper limits on the same energy.</summary>
        public double Box { get; } = Math.Min(selection.TriggerEcalMaximum.Value, beamEnergy - selection.MissingEnergyMinimum.Value);
    }

    /// <summary>Weights after each simulated cut.</summary>
    public struct FlowSums
    {
        public double Produced;
        public double Preshower;
        public double Trigger;
        public double Box;

        public void Add(double produced, double preshower, double trigger, double box)
        {
            Produced += produced;
            Preshower += preshower;
            Trigger += trigger;
            Box += box;
        }
    }

    /// <summary>Sums over showers; merged chunk by chunk in order.</summary>
    public sealed class Sums
    {
        private readonly int _periods;
        private readonly double[] _sum;
        private readonly double[] _sum2;
        private readonly double[] _annihilation;
        private readonly double[] _annihilation2;
        private readonly double[] _produced;

        public Sums(int masses, int periods, int spectra, double highestEnergy)
        {
            _periods = periods;
            _sum = new double[masses * periods];
            _sum2 = new double[masses * periods];
            _annihilation = new double[masses * periods];
            _annihilation2 = new double[masses * periods];
            _produced = new double[masses];
            Flow = new FlowSums[periods];
            Beam = new Histogram(0, highestEnergy, 120);
            Spectra = new Histogram[spectra];
            for (int i = 0; i < spectra; i++)
            {
                Spectra[i] = new Histogram(0, highestEnergy, 60);
            }
        }

        public int Showers { get; set; }

        public FlowSums[] Flow { get; }

        public Histogram Beam { get; }

        public Histogram[] Spectra { get; }

        public void Add(int mass, double[] accepted, double[] annihilated, double produced)
        {
            for (int p = 0; p < _periods; p++)
            {
                int at = (mass * _periods) + p;
                _sum[at] += accepted[p];
                _sum2[at] += accepted[p] * accepted[p];
                _annihilation[at] += annihilated[p];
                _annihilation2[at] += annihilated[p] * annihilated[p];
            }

            _produced[mass] += produced;
        }

        public void Merge(Sums other)
        {
            MergeArray(_sum, other._sum);
            MergeArray(_sum2, other._sum2);
            MergeArray(_annihilation, other._annihilation);
            MergeArray(_annihilation2, other._annihilation2);
            MergeArray(_produced, other._produced);
            for (int p = 0; p < _periods; p++)
            {
                FlowSums f = other.Flow[p];
                Flow[p].Add(f.Produced, f.Preshower, f.Trigger, f.Box);
            }

            Beam.Merge(other.Beam);
            for (int i = 0; i < Spectra.Length; i++)
            {
                Spectra[i].Merge(other.Spectra[i]);
            }

            Showers += other.Showers;
        }

        /// <summary>The yield of a period at a mass with its efficiency chain applied.</summary>
        public YieldPoint Yield(int mass, int period, double massValue, double chain)
        {
            int at = (mass * _periods) + period;
            (double b, double bError, double bEffective) = Mean(_sum[at], _sum2[at], chain);
            (double a, double aError, double aEffective) = Mean(_annihilation[at], _annihilation2[at], chain);
            double produced = _produced[mass] / Showers;
            return new YieldPoint(massValue, b, bError, a, aError, produced > 0 ? b / produced : 0, bEffective, aEffective);
        }

        private (double Value, double Error, double Effective) Mean(double sum, double sum2, double chain)
        {
            double mean = sum / Showers;
            double variance = Math.Max(0, (sum2 / Showers) - (mean * mean)) / Math.Max(1, Showers - 1);
            return (mean * chain, Math.Sqrt(variance) * chain, sum2 > 0 ? sum * sum / sum2 : 0);
        }

        private static void MergeArray(double[] into, double[] from)
        {
            for (int i = 0; i < into.Length; i++)
            {
                into[i] += from[i];
            }
        }
    }
}
