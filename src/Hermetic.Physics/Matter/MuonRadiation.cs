using Hermetic.Core.Numerics;

namespace Hermetic.Physics.Matter;

/// <summary>How a muon radiates.</summary>
public enum MuonProcess
{
    /// <summary>Bremsstrahlung (<see cref="MuonBremsstrahlung"/>).</summary>
    Bremsstrahlung,

    /// <summary>Direct electron pairs (<see cref="MuonPairProduction"/>).</summary>
    PairProduction,

    /// <summary>Photonuclear reactions (<see cref="MuonPhotonuclear"/>).</summary>
    Photonuclear,
}

/// <summary>The radiative processes of muons in a material: spectra of the energy transfer and what they cost.</summary>
public static class MuonRadiation
{
    private static readonly Quadrature Rule = Quadrature.GaussLegendre(16);

    /// <summary>Macroscopic cross section times the transfer, e dSigma/de, in 1/mm.</summary>
    /// <param name="material">The material.</param>
    /// <param name="process">The process.</param>
    /// <param name="t">Kinetic energy of the muon in GeV.</param>
    /// <param name="transfer">Energy transfer in GeV.</param>
    public static double Spectrum(Material material, MuonProcess process, double t, double transfer)
    {
        ArgumentNullException.ThrowIfNull(material);
        double energy = t + HeavyParticle.Muon.Mass;
        double sum = 0;
        for (int i = 0; i < material.Components.Count; i++)
        {
            Component component = material.Components[i];
            sum += material.AtomsPerVolume[i] * process switch
            {
                MuonProcess.Bremsstrahlung => MuonBremsstrahlung.Spectrum(component, energy, transfer),
                MuonProcess.PairProduction => MuonPairProduction.Spectrum(component.Z, energy, transfer),
                _ => MuonPhotonuclear.Spectrum(component, energy, transfer),
            };
        }

        return sum;
    }

    /// <summary>Least and greatest transfer in GeV; the greatest may be below the least where the process is closed.</summary>
    /// <param name="material">The material.</param>
    /// <param name="process">The process.</param>
    /// <param name="t">Kinetic energy of the muon in GeV.</param>
    public static (double Least, double Greatest) Limits(Material material, MuonProcess process, double t)
    {
        ArgumentNullException.ThrowIfNull(material);
        double energy = t + HeavyParticle.Muon.Mass;
        return process switch
        {
            MuonProcess.Bremsstrahlung => (0, t),
            MuonProcess.PairProduction => (MuonPairProduction.LeastTransfer, MuonPairProduction.GreatestTransfer(material.Components.Min(c => c.Z), energy)),
            _ => (MuonPhotonuclear.LeastTransfer, MuonPhotonuclear.GreatestTransfer(energy)),
        };
    }

    /// <summary>Mean loss in GeV/mm in transfers below a cut.</summary>
    /// <param name="material">The material.</param>
    /// <param name="process">The process.</param>
    /// <param name="t">Kinetic energy of the muon in GeV.</param>
    /// <param name="cut">Greatest transfer that counts; infinity for the whole loss.</param>
    public static double Loss(Material material, MuonProcess process, double t, double cut)
    {
        (double least, double greatest) = Limits(material, process, t);
        double upper = Math.Min(cut, greatest);
        if (upper <= least)
        {
            return 0;
        }

        // The energy-weighted spectrum of photons is smooth down to 0; a bound at 1e-6 of the end leaves out as much of the loss.
        least = Math.Max(least, 1e-6 * upper);
        double range = Math.Log(upper / least);
        int panels = (int)Math.Ceiling(range / 1.5);
        double sum = 0;
        for (int p = 0; p < panels; p++)
        {
            for (int i = 0; i < Rule.Nodes.Length; i++)
            {
                double e = least * Math.Exp(range * (p + Rule.Nodes[i]) / panels);
                sum += Rule.Weights[i] * e * Spectrum(material, process, t, e);
            }
        }

        return sum * range / panels;
    }
}

/// <summary>Mean loss of a heavy particle by process, in GeV/mm.</summary>
/// <param name="Ionisation">Collisions with atomic electrons.</param>
/// <param name="Bremsstrahlung">Bremsstrahlung.</param>
/// <param name="PairProduction">Direct electron pairs.</param>
/// <param name="Photonuclear">Photonuclear reactions.</param>
public readonly record struct HeavyLoss(double Ionisation, double Bremsstrahlung, double PairProduction, double Photonuclear)
{
    /// <summary>The sum.</summary>
    public double Total => Ionisation + Bremsstrahlung + PairProduction + Photonuclear;

    /// <summary>Mean loss in transfers below cuts (infinite cuts: the whole stopping power). Only muons radiate.</summary>
    /// <param name="material">The material.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="t">Kinetic energy in GeV.</param>
    /// <param name="cuts">The cuts.</param>
    public static HeavyLoss Below(Material material, HeavyParticle particle, double t, HeavyCuts cuts)
    {
        ArgumentNullException.ThrowIfNull(particle);
        double Radiated(MuonProcess process) => particle.IsMuon ? MuonRadiation.Loss(material, process, t, cuts.Radiation) : 0;
        return new HeavyLoss(
            HeavyIonisation.RestrictedLoss(material, particle, t, cuts.KnockOn),
            Radiated(MuonProcess.Bremsstrahlung),
            Radiated(MuonProcess.PairProduction),
            cuts.NuclearReactions ? Radiated(MuonProcess.Photonuclear) : 0);
    }
}
