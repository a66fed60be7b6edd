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

/// <summary>Energy that a particle leaves in one layer, at a point or along a piece of its track (then the point is uniformly random on the piece in depth, and near its middle across).</summary>
/// <param name="Owner">Owner label of the particle.</param>
/// <param name="Layer">Layer.</param>
/// <param name="Kind">The particle.</param>
/// <param name="X">Position in mm.</param>
/// <param name="Y">Position in mm.</param>
/// <param name="Z">Position in mm.</param>
/// <param name="Time">Time in ns.</param>
/// <param name="Energy">Energy in GeV.</param>
/// <param name="Length">Length of the piece in mm; 0 for a deposit at a point. Energy over length is the loss that quenches a scintillator.</param>
public readonly record struct EnergyDeposit(int Owner, int Layer, ParticleKind Kind, double X, double Y, double Z, double Time, double Energy, double Length);

/// <summary>
/// What is recorded of a shower. Implemented by structs that are type parameters of <see cref="ShowerTransport{TScoring}"/>, so that the calls are inlined and
/// whatever is not recorded costs nothing.
/// </summary>
public interface IScoring
{
    /// <summary>Energy left in matter.</summary>
    /// <param name="deposit">Where, when, how much and by whom.</param>
    void Deposit(in EnergyDeposit deposit);

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
