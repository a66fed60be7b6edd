using System.Numerics;
using System.Runtime.CompilerServices;
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
    private readonly DarkBremsstrahlungScan[] _bremsstrahlung;
    private readonly IReadOnlyList<ResonantAnnihilationTable> _annihilation;
    private readonly CalorimeterResponse _response;
    private readonly int _masses;
    private readonly int _padded;
    private readonly int _spectra;

    /// <summary>By mass: index of its spectrum, or -1.</summary>
    private readonly int[] _spectrumOf;
    private readonly int _cutFlowMass;

    /// <summary>Masses with a spectrum or the cut flow, and their tables.</summary>
    private readonly int[] _watched;
    private readonly DarkBremsstrahlungScan[] _watchedBremsstrahlung;
    private readonly SelectionCuts[] _cuts;

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
        _bremsstrahlung = [.. Enumerable.Range(0, bremsstrahlung[0].Length).Select(material => new DarkBremsstrahlungScan([.. bremsstrahlung.Select(t => t[material])]))];
        _annihilation = annihilation;
        _response = CalorimeterResponse.Of(experiment.Ecal);
        _masses = bremsstrahlung.Count;
        _padded = _bremsstrahlung[0].Padded;
        _spectra = spectrumMasses.Length;
        _spectrumOf = [.. Enumerable.Range(0, _masses).Select(m => Array.IndexOf(spectrumMasses, m))];
        _cutFlowMass = cutFlowMass;
        _watched = [.. spectrumMasses.Append(cutFlowMass).Distinct().Order()];
        _watchedBremsstrahlung =
            [.. Enumerable.Range(0, bremsstrahlung[0].Length).Select(material => new DarkBremsstrahlungScan([.. _watched.Select(m => bremsstrahlung[m][material])]))];
        _cuts = [.. experiment.Periods.Select(p => new SelectionCuts(p.Selection, experiment.Beam.Momentum.Value, _response))];
    }

    /// <summary>Sums over one chunk.</summary>
    /// <remarks>
    /// Masses are innermost: what belongs to a segment is found once for all of them. Where the rest of the event alone fills the calorimeter beyond every cut, recoils are not followed.
    /// </remarks>
    public YieldSums Evaluate(ShowerChunk chunk, ulong seed, int chunkNumber)
    {
        Scratch scratch = new(_padded, _masses, _cuts.Length);
        YieldSums sums = new(_masses, _cuts.Length, _spectra, 1.2 * _experiment.Beam.Momentum.Value);
        for (int s = 0; s < chunk.Showers.Length; s++)
        {
            SampledShower shower = chunk.Showers[s];
            RandomStream response = new(seed, ShowerSampler.EventNumber(chunkNumber, s), StreamNumber.Response);
            sums.Beam.Fill(shower.Total + (_response.Sigma(shower.Total) * response.NextNormal()), 1);
            RandomStream random = new(seed, ShowerSampler.EventNumber(chunkNumber, s), StreamNumber.Signal);
            scratch.Clear();
            foreach (ref readonly EnergeticSegment segment in chunk.SegmentsOf(shower))
            {
                Radiate(segment, random.NextUniform(), scratch, sums);
                if (segment.PositronWeight > 0)
                {
                    Annihilate(segment, scratch, sums);
                }
            }

            sums.Add(scratch.Accepted, scratch.Annihilated, scratch.Produced);
        }

        sums.Showers = chunk.Showers.Length;
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Radiate(in EnergeticSegment segment, double offset, Scratch scratch, YieldSums sums)
    {
        DarkBremsstrahlungScan scan = _bremsstrahlung[segment.Material];
        double energy = 0.5 * (segment.EnergyBefore + segment.EnergyAfter);
        Span<double> weight = scratch.Weight;
        if (!scan.PerLength(energy, weight, scratch.LogRange))
        {
            return;
        }

        Span<double> produced = scratch.Produced;
        for (int m = 0; m < weight.Length; m += Vector<double>.Count)
        {
            Vector<double> probability = segment.Length * new Vector<double>(weight[m..]);
            (new Vector<double>(produced[m..]) + probability).CopyTo(produced[m..]);
            (probability / Quantiles).CopyTo(weight[m..]);
        }

        // Whether anything can pass at all, and whether the preshower's cut is met without the recoil.
        bool blocked = true;
        bool preshower = true;
        foreach (SelectionCuts cut in _cuts)
        {
            blocked &= segment.RestTotal >= cut.Box.SurelyAbove;
            preshower &= segment.RestPreshower >= cut.SurelyAbovePreshower;
        }

        ReadOnlySpan<double> near = scratch.Near;
        ReadOnlySpan<double> far = scratch.Far;
        _sampler.Profile.Column(_sampler.PreshowerDepth - segment.Depth, scratch.Near);
        _sampler.Profile.Column(_sampler.Stack.Depth - segment.Depth, scratch.Far);
        if (blocked)
        {
            WatchBlocked(segment, energy, offset, scratch, sums);
            return;
        }

        Span<double> recoil = scratch.Recoil;
        Span<double> position = scratch.Position;
        Span<double> ecal = scratch.Ecal;
        Span<double> inPreshower = scratch.Preshower;
        for (int q = 0; q < Quantiles; q++)
        {
            Recoils(scan, energy, (q + offset) / Quantiles, scratch.LogRange, recoil);
            _sampler.Profile.Positions(recoil, position);
            CascadeProfile.Deposits(far, position, recoil, segment.RestTotal, ecal);
            if (!preshower)
            {
                CascadeProfile.Deposits(near, position, recoil, segment.RestPreshower, inPreshower);
            }

            for (int p = 0; p < _cuts.Length; p++)
            {
                _cuts[p].Add(weight, ecal, preshower ? [] : inPreshower, scratch.Accepted.Slice(p * _masses, _masses));
            }

            for (int w = 0; w < _watched.Length; w++)
            {
                int m = _watched[w];
                Watch(w, weight[m], 1, segment.RestPreshower, recoil[m], position[m], ecal[m], scratch, sums);
            }
        }
    }

    /// <summary>Energies of the recoil at a quantile of its distribution, by mass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Recoils(DarkBremsstrahlungScan scan, double energy, double quantile, ReadOnlySpan<double> logRange, Span<double> recoil)
    {
        scan.OneMinusX(energy, quantile, logRange, recoil);
        for (int m = 0; m < recoil.Length; m += Vector<double>.Count)
        {
            Vector<double> total = energy * new Vector<double>(recoil[m..]);
            Vector.Max(total - new Vector<double>(Constants.ElectronMass), Vector<double>.Zero).CopyTo(recoil[m..]);
        }
    }

    /// <summary>Spectra and cut flow want to know also of what cannot pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WatchBlocked(in EnergeticSegment segment, double energy, double offset, Scratch scratch, YieldSums sums)
    {
        DarkBremsstrahlungScan scan = _watchedBremsstrahlung[segment.Material];
        Span<double> recoil = scratch.Recoil[..scan.Padded];
        Span<double> position = scratch.Position[..scan.Padded];
        Span<double> logRange = scratch.WatchedRange[..scan.Padded];
        scan.PerLength(energy, recoil, logRange);
        for (int q = 0; q < Quantiles; q++)
        {
            Recoils(scan, energy, (q + offset) / Quantiles, logRange, recoil);
            _sampler.Profile.Positions(recoil, position);
            for (int w = 0; w < _watched.Length; w++)
            {
                // They lie far above the cut, where the spectrum is smooth: one quantile stands for all.
                int m = _watched[w];
                bool stands = q == Quantiles / 2;
                if (stands || m == _cutFlowMass)
                {
                    double ecal = segment.RestTotal + (recoil[w] * CascadeProfile.Within(scratch.Far, position[w]));
                    Watch(w, scratch.Weight[m], stands ? Quantiles : 0, segment.RestPreshower, recoil[w], position[w], ecal, scratch, sums);
                }
            }
        }
    }

    private void Annihilate(in EnergeticSegment segment, Scratch scratch, YieldSums sums)
    {
        double electrons = _sampler.Stack.Materials[segment.Material].ElectronsPerVolume;
        double factor = segment.PositronWeight * segment.Length * electrons * Constants.Picobarn;

        // All of the positron's energy goes to the dark particles, whatever their mass: the cuts are the same for all.
        Span<double> passed = scratch.Passed;
        bool any = false;
        for (int p = 0; p < _cuts.Length; p++)
        {
            passed[p] = _cuts[p].PassPreshower(segment.RestPreshower) * _cuts[p].Box.ProbabilityBelow(segment.RestTotal);
            any |= passed[p] > 0;
        }

        for (int m = 0; m < _masses; m++)
        {
            int spectrum = _spectrumOf[m];
            if (!any && spectrum < 0)
            {
                continue;
            }

            double weight = factor * _annihilation[m].MeanCrossSection(segment.EnergyBefore, segment.EnergyAfter);
            for (int p = 0; p < _cuts.Length; p++)
            {
                scratch.Annihilated[(p * _masses) + m] += weight * passed[p];
            }

            if (spectrum >= 0 && weight > 0)
            {
                sums.Spectra[spectrum].Fill(segment.RestTotal, weight);
            }
        }
    }

    /// <summary>Spectrum and cut flow of a watched mass.</summary>
    /// <param name="watched">Its index among them.</param>
    /// <param name="weight">Weight in the cut flow.</param>
    /// <param name="multiple">Weight in the spectrum over that in the cut flow; 0 for none.</param>
    /// <param name="restPreshower">Energy in the preshower without the recoil.</param>
    /// <param name="recoil">Energy of the recoil.</param>
    /// <param name="position">Its position in the table of cascades.</param>
    /// <param name="ecal">Energy in the calorimeter.</param>
    /// <param name="scratch">Columns of the cascades.</param>
    /// <param name="sums">Receives both.</param>
    private void Watch(int watched, double weight, int multiple, double restPreshower, double recoil, double position, double ecal, Scratch scratch, YieldSums sums)
    {
        int m = _watched[watched];
        if (_spectrumOf[m] >= 0 && multiple > 0)
        {
            sums.Spectra[_spectrumOf[m]].Fill(ecal, multiple * weight);
        }

        if (m != _cutFlowMass)
        {
            return;
        }

        double preshower = restPreshower + (recoil * CascadeProfile.Within(scratch.Near, position));
        for (int p = 0; p < _cuts.Length; p++)
        {
            SelectionCuts cut = _cuts[p];
            double afterPreshower = weight * cut.PassPreshower(preshower);
            sums.Flow[p].Add(weight, afterPreshower, afterPreshower * cut.Trigger.ProbabilityBelow(ecal), afterPreshower * cut.Box.ProbabilityBelow(ecal));
        }
    }

    /// <summary>Numbers of one shower, by mass, or by period and mass.</summary>
    private sealed class Scratch(int padded, int masses, int periods)
    {
        private readonly double[] _byMass = new double[8 * padded];
        private readonly double[] _accepted = new double[masses * periods];
        private readonly double[] _annihilated = new double[masses * periods];
        private readonly double[] _passed = new double[periods];
        private readonly double[] _columns = new double[2 * CascadeProfile.EnergyPoints];

        public Span<double> Produced => _byMass.AsSpan(0, padded);

        public Span<double> Weight => _byMass.AsSpan(padded, padded);

        public Span<double> LogRange => _byMass.AsSpan(2 * padded, padded);

        public Span<double> Recoil => _byMass.AsSpan(3 * padded, padded);

        public Span<double> Position => _byMass.AsSpan(4 * padded, padded);

        public Span<double> WatchedRange => _byMass.AsSpan(5 * padded, padded);

        public Span<double> Ecal => _byMass.AsSpan(6 * padded, padded);

        public Span<double> Preshower => _byMass.AsSpan(7 * padded, padded);

        public Span<double> Accepted => _accepted;

        public Span<double> Annihilated => _annihilated;

        public Span<double> Passed => _passed;

        /// <summary>Fractions of the recoil in the preshower and in the calorimeter, by energy.</summary>
        public Span<double> Near => _columns.AsSpan(0, CascadeProfile.EnergyPoints);

        public Span<double> Far => _columns.AsSpan(CascadeProfile.EnergyPoints, CascadeProfile.EnergyPoints);

        public void Clear()
        {
            Produced.Clear();
            Accepted.Clear();
            Annihilated.Clear();
        }
    }
}
