namespace Hermetic.Physics.DarkSector;

/// <summary>Elastic and inelastic part of a quantity: a cross section in pb, a differential one in pb, or a photon flux.</summary>
/// <param name="Elastic">On the nucleus as a whole.</param>
/// <param name="Inelastic">On its protons.</param>
public readonly record struct CrossSectionParts(double Elastic, double Inelastic)
{
    /// <summary>The sum of both parts.</summary>
    public double Sum => Elastic + Inelastic;
}
