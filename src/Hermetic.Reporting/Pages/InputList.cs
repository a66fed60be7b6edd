using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting.Pages;

/// <summary>A number of an experiment file as the report shows it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Shown">The value with its unit.</param>
/// <param name="Value">The value with its source.</param>
internal sealed record Input(string Name, Label Shown, Sourced Value);

/// <summary>The numbers of an experiment, in the order in which a particle meets them.</summary>
internal static class InputList
{
    /// <summary>Every number with a source.</summary>
    /// <param name="experiment">The experiment.</param>
    public static IEnumerable<Input> Of(Experiment experiment)
    {
        Beam beam = experiment.Beam;
        Calorimeter ecal = experiment.Ecal;
        SignalHypothesis signal = experiment.Signal;
        yield return Unit("Beam momentum", beam.Momentum, "GeV");
        yield return Percent("Beam momentum spread", beam.MomentumSpread);
        yield return Unit("Beam spot, Gaussian width in x", beam.SpotX, "mm");
        yield return Unit("Beam spot, Gaussian width in y", beam.SpotY, "mm");
        yield return new Input("Beam divergence in each plane", Numbers.Of(1e3 * beam.Divergence.Value, 5) + Label.Plain("\u00A0mrad"), beam.Divergence);
        foreach (Plate plate in ecal.Unit)
        {
            yield return Unit($"ECAL plate of {plate.Material}{(plate.Active ? " (active)" : "")}, thickness", plate.Thickness, "mm");
        }

        yield return Number("ECAL units", ecal.Units);
        yield return Number("ECAL units of the preshower", ecal.PreshowerUnits);
        yield return Unit("ECAL width", ecal.Width, "mm");
        yield return new Input("ECAL resolution, stochastic term at 1 GeV", Numbers.Percent(ecal.StochasticResolution.Value, 5), ecal.StochasticResolution);
        yield return Percent("ECAL resolution, constant term", ecal.ConstantResolution);
        yield return new Input("Dark coupling", Label.Parse("*α*_{D} = ") + Numbers.Of(signal.AlphaD.Value, 5), signal.AlphaD);
        yield return new Input("Mass ratio", Label.Parse("*m*_{*A*′}/*m*_{*χ*} = ") + Numbers.Of(signal.MassRatio.Value, 5), signal.MassRatio);
        foreach (Period p in experiment.Periods)
        {
            string of = experiment.Periods.Count > 1 ? $"{p.Name}: " : "";
            yield return new Input(of + "exposure", Numbers.Of(p.OnTarget.Value, 5) + Label.Plain("\u00A0" + Words.OnTarget(experiment)), p.OnTarget);
            yield return Unit(of + "preshower energy, least", p.Selection.PreshowerMinimum, "GeV");
            yield return Unit(of + "ECAL energy that the trigger accepts, greatest", p.Selection.TriggerEcalMaximum, "GeV");
            yield return Unit(of + "missing energy, least", p.Selection.MissingEnergyMinimum, "GeV");
            foreach ((EfficiencyChain chain, string kind) in p.AlternativeEfficiencies.Select(a => (a, "alternative efficiency")).Prepend((p.Efficiency, "efficiency")))
            {
                foreach (NamedValue cut in chain.Cumulative)
                {
                    yield return Number($"{of}{kind} “{chain.Name}” after {cut.Name}", cut.Value);
                }
            }

            yield return new Input(of + "expected background", Numbers.Of(p.Background.Total.Value, 5) + Label.Plain(" events"), p.Background.Total);
            yield return new Input(of + "its uncertainty", Numbers.Of(p.Background.Uncertainty.Value, 5) + Label.Plain(" events"), p.Background.Uncertainty);
            yield return new Input(of + "observed", Numbers.Of(p.Observed.Value, 5) + Label.Plain(p.Observed.Value == 1 ? " event" : " events"), p.Observed);
            foreach (NamedValue uncertainty in p.SignalUncertainties)
            {
                yield return Percent($"{of}signal uncertainty, {uncertainty.Name}", uncertainty.Value);
            }
        }
    }

    private static Input Unit(string name, Sourced value, string unit) => new(name, Numbers.Of(value.Value, 5) + Label.Plain("\u00A0" + unit), value);

    private static Input Number(string name, Sourced value) => new(name, Numbers.Of(value.Value, 5), value);

    private static Input Percent(string name, Sourced value) => new(name, Numbers.Percent(value.Value, 5), value);
}
