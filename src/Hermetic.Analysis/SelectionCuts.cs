using Hermetic.Setup.Experiments;
using Hermetic.Simulation.Response;

namespace Hermetic.Analysis;

/// <summary>Cuts of a period as probabilities over deposited energies in GeV.</summary>
internal sealed class SelectionCuts
{
    private readonly CutCurve? _preshower;

    public SelectionCuts(Selection selection, double beamEnergy, CalorimeterResponse response)
    {
        double minimum = selection.PreshowerMinimum.Value;
        _preshower = minimum > 0 ? new CutCurve(response, minimum) : null;
        Trigger = new CutCurve(response, selection.TriggerEcalMaximum.Value);
        Box = new CutCurve(response, Math.Min(selection.TriggerEcalMaximum.Value, beamEnergy - selection.MissingEnergyMinimum.Value));
    }

    public CutCurve Trigger { get; }

    /// <summary>The signal box and the trigger together: both are upper limits on the same energy.</summary>
    public CutCurve Box { get; }

    /// <summary>From here on an event passes the preshower's cut with certainty.</summary>
    public double SurelyAbovePreshower => _preshower?.SurelyAbove ?? double.NegativeInfinity;

    /// <summary>Adds accepted weights, mass by mass.</summary>
    /// <param name="weight">Weights.</param>
    /// <param name="ecal">Energies in the calorimeter.</param>
    /// <param name="preshower">Energies in the preshower; empty where its cut is met in any case.</param>
    /// <param name="accepted">Receives the sums.</param>
    public void Add(ReadOnlySpan<double> weight, ReadOnlySpan<double> ecal, ReadOnlySpan<double> preshower, Span<double> accepted)
    {
        if (preshower.IsEmpty || _preshower is null)
        {
            Box.AddBelow(weight, ecal, accepted);
        }
        else
        {
            Box.AddBelow(weight, ecal, _preshower, preshower, accepted);
        }
    }

    public double PassPreshower(double energy) => _preshower is null ? 1 : 1 - _preshower.ProbabilityBelow(energy);
}
