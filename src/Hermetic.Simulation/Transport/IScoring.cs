namespace Hermetic.Simulation.Transport;

/// <summary>The face through which a particle left the stack.</summary>
public enum Face
{
    /// <summary>Towards the beam.</summary>
    Front,

    /// <summary>Along the beam.</summary>
    Back,

    /// <summary>Across the beam.</summary>
    Side,
}

/// <summary>
/// What is recorded of a shower. Implemented by structs that are type parameters of <see cref="ShowerTransport{TScoring}"/>, so that the calls are inlined and
/// whatever is not recorded costs nothing.
/// </summary>
public interface IScoring
{
    /// <summary>Energy left in matter.</summary>
    /// <param name="owner">Owner label of the particle that left it.</param>
    /// <param name="layer">Layer.</param>
    /// <param name="x">Position in mm.</param>
    /// <param name="y">Position in mm.</param>
    /// <param name="z">Position in mm.</param>
    /// <param name="energy">Energy in GeV.</param>
    void Deposit(int owner, int layer, double x, double y, double z, double energy);

    /// <summary>A charged particle has passed a straight piece of track inside one layer.</summary>
    /// <param name="after">The particle at the end of the piece, with the energy left there.</param>
    /// <param name="energyBefore">Kinetic energy at the start in GeV.</param>
    /// <param name="length">Length in mm.</param>
    /// <param name="layer">Layer in which the piece lies.</param>
    /// <returns>Owner label from here on.</returns>
    int Track(in Particle after, double energyBefore, double length, int layer);

    /// <summary>Asks whether the scoring takes the particle over (with all its energy) instead of having it followed.</summary>
    /// <param name="particle">The particle.</param>
    bool TakeOver(in Particle particle);

    /// <summary>A particle has left the stack.</summary>
    /// <param name="particle">The particle at the boundary.</param>
    /// <param name="face">Where it left.</param>
    void Escape(in Particle particle, Face face);
}
