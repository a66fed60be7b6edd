namespace Hermetic.Physics.DarkSector.Production;

/// <summary>How far the approximations are from exact tree level in one case: ratios of the elastic totals.</summary>
/// <param name="MediatorMass">Mass of the mediator, GeV.</param>
/// <param name="Ww">WW with the flux up to mX^2 + m^2.</param>
/// <param name="WwEnergyScale">WW with the flux up to E^2.</param>
/// <param name="Iww">IWW with the flux up to mX^2 + m^2.</param>
/// <param name="LeadingLogarithm">The leading logarithm (the factor K of the literature); null where the mediator is not heavier than the lepton.</param>
public sealed record ApproximationError(double MediatorMass, double Ww, double WwEnergyScale, double Iww, double? LeadingLogarithm)
{
    /// <summary>Computes the ratios.</summary>
    /// <param name="mediator">Spin and parity of the mediator.</param>
    /// <param name="leptonMass">Mass of the lepton, GeV.</param>
    /// <param name="nucleus">The nucleus.</param>
    /// <param name="mediatorMass">Mass of the mediator, GeV.</param>
    /// <param name="leptonEnergy">Energy of the lepton, GeV, above the threshold.</param>
    /// <param name="xMin">Smallest share of the mediator, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ApproximationError Of(Mediator mediator, double leptonMass, Nucleus nucleus, double mediatorMass, double leptonEnergy, double xMin)
    {
        WeizsaeckerWilliams usual = new(mediator, leptonMass, nucleus, mediatorMass);
        WeizsaeckerWilliams wide = new(mediator, leptonMass, nucleus, mediatorMass, FluxLimit.EnergyScale);
        Guard.Above(leptonEnergy, usual.Exact.Threshold, 1e6, nameof(leptonEnergy), "the lepton energy in GeV");
        double exact = usual.Exact.Total(leptonEnergy, xMin).Elastic;
        return new ApproximationError(
            mediatorMass,
            usual.Total(leptonEnergy, xMin).Elastic / exact,
            wide.Total(leptonEnergy, xMin).Elastic / exact,
            usual.ImprovedTotal(leptonEnergy, xMin).Elastic / exact,
            mediatorMass > leptonMass ? usual.LeadingLogarithm(leptonEnergy) / exact : null);
    }
}
