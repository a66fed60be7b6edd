using Hermetic.Analysis;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting;

/// <summary>Phrases about an experiment that figures and pages share.</summary>
internal static class Words
{
    /// <summary>The field's word for a beam particle on target.</summary>
    /// <param name="experiment">The experiment.</param>
    public static string OnTarget(Experiment experiment) => experiment.Beam.Particle == BeamParticle.Positron ? "e⁺OT" : "EOT";

    /// <summary>"electrons" or "positrons".</summary>
    /// <param name="experiment">The experiment.</param>
    public static string BeamParticles(Experiment experiment) => experiment.Beam.Particle == BeamParticle.Positron ? "positrons" : "electrons";

    /// <summary>Particles on target in all periods.</summary>
    /// <param name="experiment">The experiment.</param>
    public static double TotalOnTarget(Experiment experiment) => experiment.Periods.Sum(p => p.OnTarget.Value);

    /// <summary>"2.84 × 10^11 EOT".</summary>
    /// <param name="experiment">The experiment.</param>
    public static Label Exposure(Experiment experiment) => Numbers.Of(TotalOnTarget(experiment), 4) + Label.Plain($" {OnTarget(experiment)}");

    /// <summary>"100 GeV electrons".</summary>
    /// <param name="experiment">The experiment.</param>
    public static Label Beam(Experiment experiment) => Numbers.Of(experiment.Beam.Momentum.Value, 4) + Label.Plain($" GeV {BeamParticles(experiment)}");

    /// <summary>The processes in words.</summary>
    /// <param name="processes">The processes.</param>
    public static string Processes(SignalProcesses processes) => processes switch
    {
        SignalProcesses.Bremsstrahlung => "bremsstrahlung only",
        SignalProcesses.Annihilation => "annihilation only",
        SignalProcesses.Bremsstrahlung | SignalProcesses.Annihilation => "bremsstrahlung and annihilation",
        _ => "no process",
    };

    /// <summary>Accepted events per particle on target at epsilon = 1 for the processes of the nominal limit.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="point">The yields at one mass.</param>
    public static double LimitYield(Experiment experiment, YieldPoint point) =>
        (experiment.Signal.LimitProcesses.HasFlag(SignalProcesses.Bremsstrahlung) ? point.Bremsstrahlung : 0)
        + (experiment.Signal.LimitProcesses.HasFlag(SignalProcesses.Annihilation) ? point.Annihilation : 0);
}
